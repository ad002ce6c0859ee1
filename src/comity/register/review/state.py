"""What people have said of records, from the decisions in force. Every function runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select

from comity.register import schema as t
from comity.register.loader import chunks
from comity.register.review.views import ReviewState


def ours() -> ColumnElement[bool]:
    """The condition that a decision is on what a record says, or whether it is one."""
    return or_(t.decision.c.field == "*", t.decision.c.report_id.is_not(None))


def in_force(connection: Connection, events: Iterable[str]) -> list[Row[Any]]:
    """The decisions in force on these records, the first first."""
    ids = sorted(set(events))
    rows: list[Row[Any]] = []
    for some in chunks(ids):
        query = select(t.decision).where(t.decision.c.event_id.in_(some), t.decision.c.superseded.is_(None), ours())
        rows += connection.execute(query)
    return sorted(rows, key=lambda row: int(row.id))


def is_rejected(rows: Iterable[Row[Any]]) -> bool:
    """Whether the decisions in force on one record say that it is none."""
    return any(row.field == "*" and row.value == '"rejected"' for row in rows)


def states_of(connection: Connection, clusters: Mapping[str, Iterable[str]]) -> dict[str, ReviewState]:
    """What was said of each canonical record: `clusters` gives the records of which each is made."""
    canonical = {member: identity for identity, members in clusters.items() for member in members}
    found: dict[str, ReviewState] = {}
    for row in in_force(connection, canonical):
        identity = canonical[row.event_id]
        found[identity] = "changed" if row.field != "*" else _word(row.value, found.get(identity))
    ids = sorted(canonical)
    for some in chunks(ids):
        query = select(t.conflict.c.event_id).where(t.conflict.c.event_id.in_(some))
        found.update({canonical[each]: "conflict" for each in connection.scalars(query)})
    return found


def _word(value: str, before: ReviewState | None) -> ReviewState:
    """A record that was changed, or added, stays that when somebody agrees with it."""
    match value:
        case '"rejected"':
            return "rejected"
        case '"added"':
            return "added"
        case _:
            return before or "accepted"
