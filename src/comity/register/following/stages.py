"""How far each commitment has come: what a person said of it, else what follows from what keeps it, else `stated`.

Silence says nothing: a commitment of which nothing more is told is stated, not failed. Every function runs inside the
caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from comity.register import schema as t
from comity.register.following.judgements import canonical, links, members
from comity.register.following.views import Link, Score, StageSet
from comity.register.loader import chunks
from comity.register.views import Stage

STAGE, SCORE = "stage", "score"
"""The fields of decisions on commitments that say nothing of what a page says."""


class _Scored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    score: int
    deadline: str


def stages(connection: Connection, ids: Iterable[str]) -> dict[str, StageSet]:
    """The stage of each of these canonical commitments."""
    wanted = sorted(set(ids))
    found = {each: StageSet(stage="stated") for each in wanted}
    keeping = [link for link in links(connection, wanted) if link.relation == "fulfils" and link.verdict == "yes"]
    standing = _standing(connection, {link.other for link in keeping})
    for link in keeping:
        if link.one in found and link.other in standing:
            found[link.one] = _further(found[link.one], link)
    return {**found, **_decided(connection, wanted)}


def scores(connection: Connection, ids: Iterable[str]) -> dict[str, Score]:
    """The score that a reviewer gave to each of these canonical commitments, of those that have one."""
    found: dict[str, Score] = {}
    for commitment, row in _rows(connection, ids, SCORE):
        said = msgspec.json.decode(row.value, type=_Scored)
        found[commitment] = msgspec.convert(
            {
                "value": said.score,
                "deadline": said.deadline,
                "author": row.author,
                "note": row.reason,
                "made": row.made,
            },
            Score,
        )
    return found


def resting_on(connection: Connection, ids: Iterable[str]) -> set[str]:
    """The commitments whose stage may rest on these records, or on what is one with them."""
    every = members(connection, canonical(connection, ids).values())
    c = t.judgement.c
    found: set[str] = set()
    for some in chunks(sorted(every)):
        wanted = (c.other.in_(some), c.relation == "fulfils", c.verdict == "yes", c.superseded.is_(None))
        found |= set(connection.scalars(select(c.one).where(*wanted)))
    return set(canonical(connection, found).values())


def _standing(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of these canonical records that some report still tells of, and that nobody has rejected."""
    ours = members(connection, ids)
    c = t.event.c
    told: set[str] = set()
    rejected: set[str] = set()
    for some in chunks(sorted(ours)):
        for row in connection.execute(select(c.id, c.retired, c.rejected).where(c.id.in_(some))):
            told |= {ours[row.id]} if row.retired is None else set()
            rejected |= {row.id} if row.rejected is not None else set()
    return told - rejected


def _decided(connection: Connection, ids: Iterable[str]) -> dict[str, StageSet]:
    return {
        commitment: StageSet(
            stage=msgspec.json.decode(row.value, type=Stage), author=row.author, note=row.reason, made=row.made
        )
        for commitment, row in _rows(connection, ids, STAGE)
    }


def _rows(connection: Connection, ids: Iterable[str], field: str) -> list[tuple[str, Row[Any]]]:
    """The decisions in force on commitments, by canonical record: of several the last comes last."""
    ours = members(connection, ids)
    c = t.decision.c
    rows = [
        row
        for some in chunks(sorted(ours))
        for row in connection.execute(
            select(t.decision).where(c.event_id.in_(some), c.field == field, c.superseded.is_(None))
        )
    ]
    return [(ours[row.event_id], row) for row in sorted(rows, key=lambda row: int(row.id))]


def _further(known: StageSet, link: Link) -> StageSet:
    """Of several that keep a commitment the one that does what was promised counts."""
    if known.stage == "done" or (known.because is not None and link.progress != "done"):
        return known
    return StageSet(stage=link.progress, author=link.author, note=link.note, made=link.made, because=link.other)
