"""The rows of what was decided of two records. A row is never changed but by being superseded, and never deleted.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, insert, or_, select, update

from comity.register import schema as t
from comity.register.loader import chunks
from comity.register.merging.views import RULE, JudgedRelation, JudgedVerdict, Judgement
from comity.register.merging.weighing import Decision
from comity.register.reports import inserted
from comity.register.views import Reason


def in_force(connection: Connection, among: Iterable[str], touching: Iterable[str]) -> list[Judgement]:
    """The judgements in force on who is one: of two of these records, and of any of those that are `touching`."""
    c = t.judgement.c
    conditions = (c.superseded.is_(None), c.relation == "same")
    here = set(among)
    found = {row.id: row for row in _rows(connection, touching, *conditions)}
    for some in chunks(sorted(here - set(touching))):
        rows = connection.execute(select(t.judgement).where(*conditions, c.one.in_(some)))
        found.update({row.id: _judgement(row) for row in rows if row.other in here})
    return [found[each] for each in sorted(found)]


def outcomes(connection: Connection, ids: Iterable[str]) -> list[Judgement]:
    """The judgements in force on what came of what, that name any of these records."""
    return _rows(connection, ids, t.judgement.c.superseded.is_(None), t.judgement.c.relation == "outcome")


def of(connection: Connection, ids: Iterable[str]) -> list[Judgement]:
    """All judgements that name any of these records, in force or not, in the order in which they were made."""
    return _rows(connection, ids)


def record(
    connection: Connection,
    relation: JudgedRelation,
    two: tuple[str, str],
    verdict: JudgedVerdict,
    moment: str,
    *,
    decision: Decision | None = None,
    author: str = RULE,
    note: str | None = None,
) -> int | None:
    """Keep what was decided; the row in force of the two is superseded. None where the rule meets a person's row."""
    c = t.judgement.c
    known = connection.execute(
        select(c.id, c.author).where(c.relation == relation, c.one == two[0], c.other == two[1], c.superseded.is_(None))
    ).first()
    if known is not None and known.author != RULE and author == RULE:
        return None
    if known is not None:
        withdraw(connection, [known.id], moment)
    values = {
        "relation": relation,
        "one": two[0],
        "other": two[1],
        "verdict": verdict,
        "score": decision.score if decision is not None else None,
        "reasons": msgspec.json.encode(decision.reasons if decision is not None else ()).decode(),
        "author": author,
        "note": note,
        "made": moment,
    }
    made = inserted(connection.execute(insert(t.judgement).values(values)))
    if known is not None:
        connection.execute(update(t.judgement).where(c.id == known.id).values(superseded_by=made))
    return made


def withdraw(connection: Connection, ids: Sequence[int], moment: str) -> None:
    """Supersede rows that nothing takes the place of."""
    for some in chunks(ids):
        connection.execute(update(t.judgement).where(t.judgement.c.id.in_(some)).values(superseded=moment))


def says_same(row: Judgement, verdict: JudgedVerdict, decision: Decision) -> bool:
    """Whether a row says already what was decided now."""
    return row.verdict == verdict and row.score == decision.score and row.reasons == decision.reasons


def _rows(connection: Connection, ids: Iterable[str], *conditions: Any) -> list[Judgement]:
    c = t.judgement.c
    found: dict[int, Judgement] = {}
    for some in chunks(sorted(set(ids))):
        rows = connection.execute(select(t.judgement).where(and_(*conditions, or_(c.one.in_(some), c.other.in_(some)))))
        found.update({row.id: _judgement(row) for row in rows})
    return [found[each] for each in sorted(found)]


def _judgement(row: Row[Any]) -> Judgement:
    return Judgement(
        id=row.id,
        relation=row.relation,
        one=row.one,
        other=row.other,
        verdict=row.verdict,
        score=row.score,
        reasons=msgspec.json.decode(row.reasons, type=tuple[Reason, ...]),
        author=row.author,
        note=row.note,
        made=row.made,
        superseded=row.superseded,
        superseded_by=row.superseded_by,
    )
