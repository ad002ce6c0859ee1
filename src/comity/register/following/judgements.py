"""What is judged of commitments and documents: rows that supersede each other, never overwrite.

A rule never supersedes a person: what a person refused is not proposed again, what a person confirmed stays. Every
function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Row, func, insert, or_, select, update

from comity.register import schema as t
from comity.register.following.views import Link
from comity.register.loader import chunks
from comity.register.reports import inserted
from comity.register.views import Reason

RULE = "rule"
"""The author of what no person decided."""

Relation = Literal["fulfils", "continues"]
RELATIONS: tuple[Relation, ...] = ("fulfils", "continues")
Verdict = Literal["yes", "no", "proposed"]
YES: Verdict = "yes"
NO: Verdict = "no"
PROPOSED: Verdict = "proposed"
Ends = tuple[Relation, str, str]
"""A relation and the canonical records that stand in it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be kept of two records."""

    verdict: Verdict
    score: float | None
    reasons: tuple[Reason, ...] = ()


def canonical(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The canonical record of each record that the register knows."""
    found: dict[str, str] = {}
    for some in chunks(sorted(set(ids))):
        rows = connection.execute(select(t.event.c.id, t.event.c.merged_into).where(t.event.c.id.in_(some)))
        found.update({row.id: row.merged_into or row.id for row in rows})
    return found


def members(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The canonical record of each of these canonical records, and of all that are merged into them."""
    wanted = sorted(set(ids))
    found = {each: each for each in wanted}
    for some in chunks(wanted):
        rows = connection.execute(select(t.event.c.id, t.event.c.merged_into).where(t.event.c.merged_into.in_(some)))
        found.update({row.id: row.merged_into for row in rows})
    return found


def links(connection: Connection, ids: Iterable[str]) -> list[Link]:
    """What is in force of these canonical records, or of any that is merged into them, between canonical records.

    Where several rows speak of the same two records, as they were judged before they were merged, a person's goes
    before a rule's, and the last one before others.
    """
    ours = members(connection, ids)
    rows: dict[int, Row[Any]] = {}
    c = t.judgement.c
    for some in chunks(sorted(ours)):
        wanted = (c.relation.in_(RELATIONS), c.superseded.is_(None), or_(c.one.in_(some), c.other.in_(some)))
        rows.update({row.id: row for row in connection.execute(select(t.judgement).where(*wanted))})
    ends = canonical(connection, {end for row in rows.values() for end in (row.one, row.other)})
    best: dict[Ends, Link] = {}
    for identity in sorted(rows):
        link = _link(rows[identity], ends)
        key: Ends = (link.relation, link.one, link.other)
        if link.one != link.other and (key not in best or not best[key].is_persons or link.is_persons):
            best[key] = link
    return [best[key] for key in sorted(best)]


def _link(row: Row[Any], ends: Mapping[str, str]) -> Link:
    return Link(
        id=row.id,
        relation=row.relation,
        one=ends[row.one],
        other=ends[row.other],
        verdict=row.verdict,
        score=row.score,
        reasons=msgspec.json.decode(row.reasons, type=tuple[Reason, ...]),
        author=row.author,
        note=row.note,
        made=row.made,
    )


def decide(
    connection: Connection, ends: Ends, judged: Judged, author: str, moment: str, note: str | None = None
) -> None:
    """Keep what was judged of two records, in place of whatever is in force of them and of what they are one with."""
    relation, one, other = ends
    ours, theirs = members(connection, [one]), members(connection, [other])
    c = t.judgement.c
    of_both = (c.relation == relation, c.one.in_(sorted(ours)), c.other.in_(sorted(theirs)), c.superseded.is_(None))
    before = list(connection.scalars(select(c.id).where(*of_both)))
    if before:
        connection.execute(update(t.judgement).where(c.id.in_(before)).values(superseded=moment))
    values = {
        "relation": relation,
        "one": one,
        "other": other,
        "verdict": judged.verdict,
        "score": judged.score,
        "reasons": msgspec.json.encode(judged.reasons).decode(),
        "author": author,
        "note": note,
        "made": moment,
    }
    new = inserted(connection.execute(insert(t.judgement).values(values)))
    if before:
        connection.execute(update(t.judgement).where(c.id.in_(before)).values(superseded_by=new))


def settle(connection: Connection, touched: Iterable[str], found: Mapping[Ends, Judged], moment: str) -> set[str]:
    """Keep what the rule finds now of the touched canonical records, and withdraw what it finds no more.

    Gives the records whose links have changed.
    """
    known = {(link.relation, link.one, link.other): link for link in links(connection, touched)}
    changed: set[str] = set()
    gone = [link for ends, link in known.items() if ends not in found and not link.is_persons]
    for some in chunks([link.id for link in gone]):
        connection.execute(update(t.judgement).where(t.judgement.c.id.in_(some)).values(superseded=moment))
    changed |= {end for link in gone for end in (link.one, link.other)}
    for ends, judged in found.items():
        link = known.get(ends)
        if link is not None and (link.is_persons or (link.verdict, link.reasons) == (judged.verdict, judged.reasons)):
            continue
        decide(connection, ends, judged, RULE, moment)
        changed |= {ends[1], ends[2]}
    return changed


def count(connection: Connection) -> int:
    """How many links are proposed or confirmed."""
    c = t.judgement.c
    wanted = (c.relation.in_(RELATIONS), c.superseded.is_(None), c.verdict != "no")
    return connection.scalar(select(func.count()).select_from(t.judgement).where(*wanted)) or 0
