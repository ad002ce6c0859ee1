"""Where a person and the program disagree since the program has come to say something else.

What a person decided of a record is decided of what the program told then. When its coding of the page changes, what it
tells now is compared with that, field by field: a field that it tells otherwise than it did, and otherwise than the
person does, is a conflict, and brings the record back into the queue. The decision stands until a person decides anew.
Every function runs in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, or_, select

from comity.model import Commitment, Event, Instrument, Office
from comity.register import schema as t
from comity.register.loader import chunks
from comity.register.reports import TYPES
from comity.register.review.changing import fields_of
from comity.register.review.state import in_force, is_rejected
from comity.register.review.views import Conflict
from comity.register.views import RecordKind

AnyRecord = Event | Commitment | Instrument | Office

WHOLE = "*"


def after_recode(connection: Connection, page_id: str, moment: str) -> None:
    """Look again at what was decided of a page's records. Called when the page's current coding has changed."""
    told = (
        select(t.event_report.c.event_id)
        .join(t.report, t.report.c.id == t.event_report.c.report_id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .where(t.coding.c.page_id == page_id)
        .distinct()
    )
    look_again(connection, _with_merged(connection, connection.scalars(told)), moment)


def look_again(connection: Connection, events: Iterable[str], moment: str) -> None:
    """Find anew the conflicts of these records."""
    ids = sorted(set(events))
    for some in chunks(ids):
        connection.execute(delete(t.conflict).where(t.conflict.c.event_id.in_(some)))
    by_event: dict[str, list[Any]] = {}
    for row in in_force(connection, ids):
        by_event.setdefault(row.event_id, []).append(row)
    for event, rows in by_event.items():
        found = _conflicts(connection, event, rows)
        if found:
            fields = msgspec.json.encode(found).decode()
            values = {"event_id": event, "decision_id": rows[-1].id, "fields": fields, "made": moment}
            connection.execute(insert(t.conflict).values(values))


def compared(
    kind: RecordKind, seen: AnyRecord | None, now: AnyRecord | None, yours: AnyRecord | None
) -> list[Conflict]:
    """The conflicts of what the program told, what it tells, and what the person decided (None: it is no record)."""
    if now is None:
        # it finds no more what the person rejected: they agree
        return [Conflict(field=WHOLE, seen=_said(seen))] if yours is not None and seen is not None else []
    if yours is None and seen is None:
        return [Conflict(field=WHOLE, now=_said(now))]
    found = []
    for field in fields_of(kind):
        then, told, mine = (_value(record, field) for record in (seen, now, yours))
        if told != mine and (seen is None or told != then):
            found.append(Conflict(field=field, seen=then, now=told, yours=mine))
        elif yours is None and told != then:
            found.append(Conflict(field=field, seen=then, now=told))
    return found


def _conflicts(connection: Connection, event: str, rows: Sequence[Any]) -> list[Conflict]:
    last = rows[-1]
    seen_ids = msgspec.json.decode(last.seen, type=list[int]) if last.seen else []
    seen = {row.event_id: row for row in _reports(connection, t.report.c.id.in_(seen_ids))}
    about = sorted({event, *seen})
    now = {row.event_id: row for row in _reports(connection, t.event_report.c.event_id.in_(about), t.coding.c.current)}
    version = max((row.report_id for row in rows if row.report_id is not None), default=None)
    mine = _reports(connection, t.report.c.id == version) if version is not None else []
    yours = _record(mine[0]) if mine and not is_rejected(rows) else None
    found: dict[str, Conflict] = {}
    for each in about:
        then, told = seen.get(each), now.get(each)
        if then is not None and told is not None and then.id == told.id:
            continue
        if each != event and told is None and now:
            continue  # another page tells of it still
        before, after = (_record(row) if row is not None else None for row in (then, told))
        for conflict in compared(last.kind, before, after, yours):
            found.setdefault(conflict.field, conflict)
    return list(found.values())


def _reports(connection: Connection, *conditions: Any) -> list[Any]:
    """The reports that meet the conditions, the first last: of several of one record the first counts."""
    query = (
        select(t.report.c.id, t.report.c.kind, t.report.c.record, t.event_report.c.event_id)
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .where(*conditions)
        .order_by(t.report.c.id.desc())
    )
    return list(connection.execute(query))


def _with_merged(connection: Connection, events: Iterable[str]) -> set[str]:
    """These records and all that are one with them."""
    found: set[str] = set()
    ids = sorted(set(events))
    e = t.event.c
    for some in chunks(ids):
        canonical = set(some) | set(
            connection.scalars(select(e.merged_into).where(e.id.in_(some), e.merged_into.is_not(None)))
        )
        query = select(e.id).where(or_(e.id.in_(canonical), e.merged_into.in_(canonical)))
        found |= set(connection.scalars(query))
    return found


def _record(row: Any) -> AnyRecord:
    kind: RecordKind = row.kind
    record: AnyRecord = msgspec.json.decode(row.record, type=TYPES[kind])
    return record


def _value(record: AnyRecord | None, field: str) -> Any:
    return msgspec.to_builtins(getattr(record, field)) if record is not None else None


def _said(record: AnyRecord | None) -> Any:
    return msgspec.to_builtins(record) if record is not None else None
