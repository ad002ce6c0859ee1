"""The reports of a coding: inserting them, and finding the register's record that each is a report of.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, CursorResult, Row, insert, select, update

from comity import edtf
from comity.errors import RegisterError
from comity.folding import fold, slug
from comity.model import CodedStory, Commitment, Event, Instrument, Office, Participant
from comity.register import schema as t
from comity.register.identity import Sighting, align, new_id, sighting
from comity.register.views import RecordKind

AnyRecord = Event | Commitment | Instrument | Office
TYPES: dict[RecordKind, type[AnyRecord]] = {
    "event": Event,
    "commitment": Commitment,
    "instrument": Instrument,
    "office": Office,
}


def dated(record: AnyRecord, parent: Event | None = None) -> str | None:
    """The EDTF date that orders a record: when it happened, was signed, or was stated; else that of its event.

    An instrument that is only named as being in force is ordered by the start of its period.
    """
    event_date = parent.date.edtf if parent is not None and parent.date is not None else None
    match record:
        case Event() | Commitment():
            return record.date.edtf if record.date is not None else event_date
        case Instrument():
            return record.signed or event_date or record.period
        case Office():
            return record.asof


def participants(record: AnyRecord) -> Iterator[tuple[str, int, Participant]]:
    """Every entity that a record names: the field that names it, its place there, the entity."""
    match record:
        case Event():
            slots = {"actor": record.actor, "recipient": record.recipient}
        case Commitment():
            slots = {"by": record.by, "to": record.to}
        case Instrument():
            slots = {"parties": record.parties, "signatories": record.signatories}
        case Office():
            slots = {"holder": (_holder(record),)}
    for slot, members in slots.items():
        for position, participant in enumerate(members):
            yield slot, position, participant


def _holder(office: Office) -> Participant:
    key = f"{office.country or 'unknown'}/person/{slug(office.person)}"
    return Participant(
        name=office.person, key=key, kind="person", country=office.country, office=office.office, of=office.of
    )


def latest_reports(connection: Connection, page_id: str) -> list[Row[Any]]:
    """The latest report of each of the page's records with its register id: those of the current coding first."""
    rows = connection.execute(
        select(t.report, t.event_report.c.event_id, t.coding.c.current)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
        .where(t.coding.c.page_id == page_id)
        .order_by(t.coding.c.current.desc(), t.report.c.coding_id.desc(), t.report.c.position)
    )
    latest: dict[str, Row[Any]] = {}
    for row in rows:
        latest.setdefault(row.event_id, row)
    return list(latest.values())


def link(
    connection: Connection,
    page_id: str,
    stories: Iterable[CodedStory],
    coding_id: int,
    before: list[Row[Any]],
    moment: str,
) -> None:
    """Insert the reports of a coding, each under the register's record that it is a report of."""
    entries = list(_entries(stories))
    sightings = [sighting(kind, record) for _, _, kind, record in entries]
    same = _aligned(before, sightings)
    parents: dict[tuple[str, str], tuple[int, Event]] = {}
    met: Counter[tuple[RecordKind, int]] = Counter()
    for index, (story, position, kind, record) in enumerate(entries):
        parent = _parent(parents, story.id, record)
        report_id = _insert_report(connection, coding_id, story.id, position, sightings[index], record, parent)
        if isinstance(record, Event):
            parents[story.id, record.id] = report_id, record
        ordinal = met[kind, sightings[index].start]
        met[kind, sightings[index].start] += 1
        event_id = same.get(index)
        if event_id is None:
            event_id = _first_sight(connection, page_id, sightings[index], ordinal, moment)
        reason = "recoded" if index in same else "first_sight"
        connection.execute(insert(t.event_report).values(report_id=report_id, event_id=event_id, reason=reason))


def _entries(stories: Iterable[CodedStory]) -> Iterator[tuple[CodedStory, int, RecordKind, AnyRecord]]:
    """The records of a page with their story, place and kind; all events first, so that others can hang on them."""
    kinds = {Event: "event", Commitment: "commitment", Instrument: "instrument", Office: "office"}
    found: list[tuple[CodedStory, int, RecordKind, AnyRecord]] = [
        (story, position, kinds[type(record)], record)  # type: ignore[misc]
        for story in stories
        for position, record in enumerate(story.records())
    ]
    yield from sorted(found, key=lambda entry: entry[2] != "event")


def _aligned(before: list[Row[Any]], new: list[Sighting]) -> dict[int, str]:
    """The register id of each new report that is a known one: live records are matched first, then retired ones."""
    same: dict[int, str] = {}
    for current in (True, False):
        rows = [row for row in before if row.current == current and row.event_id not in same.values()]
        old = [sighting(row.kind, msgspec.json.decode(row.record, type=TYPES[row.kind])) for row in rows]
        left = [index for index in range(len(new)) if index not in same]
        pairs = align(old, [new[index] for index in left])
        same.update({left[j]: rows[i].event_id for j, i in pairs.items()})
    return same


def _parent(
    events: dict[tuple[str, str], tuple[int, Event]], story: str, record: AnyRecord
) -> tuple[int, Event] | None:
    if isinstance(record, Event | Office) or record.event is None:
        return None
    return events.get((story, record.event))


def _insert_report(
    connection: Connection,
    coding_id: int,
    story: str,
    position: int,
    seen: Sighting,
    record: AnyRecord,
    parent: tuple[int, Event] | None,
) -> int:
    date = dated(record, parent[1] if parent else None)
    first, last = (edtf.earliest(date), edtf.latest(date)) if date else (None, None)
    values = {
        "coding_id": coding_id,
        "kind": seen.kind,
        "story": story,
        "local": record.id,
        "position": position,
        "parent_id": parent[0] if parent else None,
        "start": seen.start,
        "dated": date,
        "first_day": first.isoformat() if first else None,
        "last_day": last.isoformat() if last else None,
        "record": msgspec.json.encode(record).decode(),
    }
    report_id = inserted(connection.execute(insert(t.report).values(values)))
    rows = [_participant_row(report_id, *entry) for entry in participants(record)]
    if rows:
        connection.execute(insert(t.participant), rows)
    return report_id


def _participant_row(report_id: int, slot: str, position: int, participant: Participant) -> dict[str, Any]:
    return {
        "report_id": report_id,
        "slot": slot,
        "position": position,
        "kind": participant.kind,
        "key": participant.key,
        "country": participant.country,
        "admin": participant.admin,
        "name": fold(participant.name) if participant.name else None,
        "body": fold(participant.of) if participant.of else None,
    }


def _first_sight(connection: Connection, page_id: str, seen: Sighting, ordinal: int, moment: str) -> str:
    def taken(identity: str) -> bool:
        return connection.execute(select(t.event.c.id).where(t.event.c.id == identity)).first() is not None

    identity = new_id(page_id, seen.kind, seen.start, ordinal, taken)
    connection.execute(insert(t.event).values(id=identity, kind=seen.kind, page_id=page_id, added=moment))
    return identity


def make_current(connection: Connection, page_id: str, coding_id: int, moment: str) -> None:
    """Make a coding the page's current one; retire the records that no current coding reports, revive the others."""
    connection.execute(update(t.coding).where(t.coding.c.page_id == page_id, t.coding.c.current).values(current=False))
    connection.execute(update(t.coding).where(t.coding.c.id == coding_id).values(current=True))
    reports = (
        select(t.event_report.c.event_id)
        .join(t.report, t.report.c.id == t.event_report.c.report_id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
    )
    touched = set(connection.scalars(reports.where(t.coding.c.page_id == page_id)))
    live = set(connection.scalars(reports.where(t.coding.c.current, t.event_report.c.event_id.in_(touched))))
    _mark(connection, touched - live, t.event.c.retired.is_(None), moment)
    _mark(connection, live, t.event.c.retired.is_not(None), None)


def _mark(connection: Connection, ids: set[str], still: ColumnElement[bool], retired: str | None) -> None:
    if ids:
        connection.execute(update(t.event).where(t.event.c.id.in_(ids), still).values(retired=retired))


def inserted(result: CursorResult[Any]) -> int:
    """The id that the database gave to a row."""
    key = result.inserted_primary_key
    if key is None:  # cannot be: the tables have a primary key
        raise RegisterError("The database gave no id to a new row.")
    return int(key[0])
