"""Which coding of a page counts, and which records are therefore live.

Every function runs inside the caller's transaction. What is shown goes with it: all that changes here is shown anew.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, update

from comity.register import schema as t
from comity.register import shown
from comity.register.following import proposing
from comity.register.merging.judging import judge
from comity.register.reports import is_live
from comity.register.review.conflicts import after_recode


def make_current(connection: Connection, page_id: str, coding_id: int, moment: str) -> None:
    """Make a coding the page's current one; retire the records that no live report tells of, revive the others."""
    connection.execute(update(t.coding).where(t.coding.c.page_id == page_id, t.coding.c.current).values(current=False))
    connection.execute(update(t.coding).where(t.coding.c.id == coding_id).values(current=True))
    after_recode(connection, page_id, moment)
    settle_events(connection, events_of(connection, page_id), moment)


def events_of(connection: Connection, page_id: str) -> set[str]:
    """The records that any coding of the page reports."""
    return set(connection.scalars(_reported().where(t.coding.c.page_id == page_id)))


def settle_events(connection: Connection, touched: set[str], moment: str) -> None:
    """Retire those of these records that no live report tells of, and revive the others; join what is one act."""
    if not touched:
        return
    live = set(connection.scalars(_reported().where(is_live(), t.event_report.c.event_id.in_(touched))))
    _mark(connection, touched - live, t.event.c.retired.is_(None), moment)
    _mark(connection, live, t.event.c.retired.is_not(None), None)
    changed = touched | judge(connection, touched, moment)
    shown.refresh(connection, changed)
    proposing.refresh(connection, changed, moment)


def _reported() -> Select[Any]:
    return (
        select(t.event_report.c.event_id)
        .join(t.report, t.report.c.id == t.event_report.c.report_id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
    )


def _mark(connection: Connection, ids: set[str], still: ColumnElement[bool], retired: str | None) -> None:
    if ids:
        connection.execute(update(t.event).where(t.event.c.id.in_(ids), still).values(retired=retired))
