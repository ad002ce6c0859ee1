"""Which event a commitment or an instrument hangs on, as people decide it.

It is that of a person's newest version; a version keeps what was shown before unless the person says otherwise, with an
event of any page, or with none. Every function that has a connection runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, or_, select

from comity.errors import UnknownRecordError, UsageError
from comity.model import Commitment, Event, Instrument, Office
from comity.register import schema as t
from comity.register.identity import kind_of
from comity.register.reports import is_live
from comity.register.views import RecordKind

FIELD = "event"
"""The field by which people name it: a register id, or nothing."""

_HANGING = ("commitment", "instrument")


def without(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes of a record's own fields."""
    return {name: value for name, value in changes.items() if name != FIELD}


def wanted(connection: Connection, kind: RecordKind, page_id: str, value: Any) -> Row[Any] | None:
    """The report of the event that a person names by its register id, that of this page first; None for no event.

    Raises UsageError for a record that hangs on nothing, and for what is no event of the register.
    """
    if kind not in _HANGING:
        raise UsageError(f"An {kind} hangs on no event.", f"Leave '{FIELD}' out.")
    identity = str(value).strip() if value is not None else ""
    if identity in ("", "null"):
        return None
    remedy = "Give the id of an event, as comity show or comity review --list print it: ev-…"
    e = t.event.c
    row = connection.execute(select(e.id, e.merged_into).where(e.id == identity)).first()
    if kind_of(identity) != "event" or row is None:
        raise UsageError(f"The register holds no event '{identity}'.", remedy)
    canonical = row.merged_into or row.id
    found = connection.execute(
        select(t.report, t.coding.c.page_id)
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
        .join(t.event, e.id == t.event_report.c.event_id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .where(or_(e.id == canonical, e.merged_into == canonical), e.rejected.is_(None), is_live())
        .order_by((t.coding.c.page_id == page_id).desc(), t.coding.c.current.desc(), t.report.c.id)
    ).first()
    if found is None:
        raise UsageError(f"No page tells of the event '{identity}' any more, or it is rejected.", remedy)
    return found


def report_of(connection: Connection, report_id: int | None) -> Row[Any] | None:
    """A report that something hangs on, with its page."""
    if report_id is None:
        return None
    query = select(t.report, t.coding.c.page_id).join(t.coding, t.coding.c.id == t.report.c.coding_id)
    return connection.execute(query.where(t.report.c.id == report_id)).first()


def event_of(connection: Connection, report_id: int | None) -> str | None:
    """The register id, canonical, of the event that a report tells of."""
    if report_id is None:
        return None
    e = t.event.c
    query = select(e.id, e.merged_into).join(t.event_report, t.event_report.c.event_id == e.id)
    row = connection.execute(query.where(t.event_report.c.report_id == report_id)).first()
    if row is None:
        raise UnknownRecordError(f"Report {report_id} is of no event.", "Run comity check, and please report it.")
    return str(row.merged_into or row.id)


def named(
    record: Event | Commitment | Instrument | Office, parent: Row[Any] | None, page_id: str, story: str
) -> Event | Commitment | Instrument | Office:
    """The record with the name of its event within the story; without one where that stands elsewhere."""
    if not isinstance(record, Commitment | Instrument):
        return record
    beside = parent is not None and parent.page_id == page_id and parent.story == story
    return msgspec.structs.replace(record, event=parent.local if beside and parent is not None else None)
