"""The reports of a coding: inserting them, and finding the register's record that each is a report of.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    and_,
    exists,
    insert,
    or_,
    select,
)

from comity import edtf
from comity.errors import RegisterError
from comity.folding import fold, slug
from comity.model import CodedStory, Commitment, Event, Instrument, Office, Participant, Span
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


class Entry:
    """One record of a coding on its way into the register: where it stands, and what alignment sees of it."""

    __slots__ = ("position", "record", "seen", "story")

    def __init__(self, story: str, position: int, kind: RecordKind, record: AnyRecord) -> None:
        self.story = story
        self.position = position
        self.record = record
        self.seen = sighting(kind, record)

    def row(self, coding_id: int, parent: tuple[int, Entry] | None) -> dict[str, Any]:
        """The row of its report; `parent` is the report of the event that it hangs on."""
        date = dated(self.record, dated(parent[1].record) if parent else None)
        first, last = (edtf.earliest(date), edtf.latest(date)) if date else (None, None)
        return {
            "coding_id": coding_id,
            "kind": self.seen.kind,
            "story": self.story,
            "local": self.record.id,
            "position": self.position,
            "parent_id": parent[0] if parent else None,
            "start": self.seen.start,
            "dated": date,
            "first_day": first.isoformat() if first else None,
            "last_day": last.isoformat() if last else None,
            "record": msgspec.json.encode(self.record).decode(),
        }


def dated(record: AnyRecord, parent: str | None = None) -> str | None:
    """The EDTF date that orders a record: when it happened, was signed, was stated; else that of its event, `parent`.

    An instrument that is only named as being in force is ordered by the start of its period.
    """
    match record:
        case Event() | Commitment():
            return record.date.edtf if record.date is not None else parent
        case Instrument():
            return record.signed or parent or record.period
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
            slots = {"holder": (holder(record),)}
    for slot, members in slots.items():
        for position, participant in enumerate(members):
            yield slot, position, participant


def holder(office: Office) -> Participant:
    """The person who holds an office, as a participant."""
    key = f"{office.country or 'unknown'}/person/{slug(office.person)}"
    return Participant(
        name=office.person, key=key, kind="person", country=office.country, office=office.office, of=office.of
    )


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier coding said: the register id of a record, whether it is current, and where it stands."""

    event_id: str
    current: bool
    seen: Sighting


def earlier_reports(connection: Connection, page_id: str, text: tuple[str, str] | None = None) -> list[Earlier]:
    """The latest report of each of the page's records: those of the current coding first.

    `text` are the page's words and those of another page that tells the same and more: the reports are then given where
    their evidence stands there, without those whose evidence does not.
    """
    rows = connection.execute(
        select(t.report, t.event_report.c.event_id, t.coding.c.current)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
        .where(t.coding.c.page_id == page_id)
        .order_by(t.coding.c.current.desc(), t.report.c.coding_id.desc(), t.report.c.position)
    )
    latest: dict[str, Earlier] = {}
    for row in rows:
        record = msgspec.json.decode(row.record, type=TYPES[row.kind])
        evidence = tuple(span for each in record.evidence if (span := _found_again(each, text)) is not None)
        if evidence and row.event_id not in latest:
            seen = sighting(row.kind, msgspec.structs.replace(record, evidence=evidence))
            latest[row.event_id] = Earlier(row.event_id, row.current, seen)
    return list(latest.values())


def _found_again(span: Span, text: tuple[str, str] | None) -> Span | None:
    if text is None or span.start is None or span.end is None:
        return span
    words = text[0][span.start : span.end]
    start = text[1].find(words)
    return msgspec.structs.replace(span, start=start, end=start + len(words)) if words and start >= 0 else None


def link(
    connection: Connection,
    page_id: str,
    stories: Iterable[CodedStory],
    coding_id: int,
    before: list[Earlier],
    moment: str,
) -> None:
    """Insert the reports of a coding, each under the register's record that it is a report of."""
    entries = [Entry(story.id, position, kind, record) for story, position, kind, record in _entries(stories)]
    if not entries:
        return
    same = _aligned(before, [entry.seen for entry in entries])
    reports = _insert_reports(connection, coding_id, entries)
    events = _identities(connection, page_id, entries, same, moment)
    links = [
        {"report_id": report, "event_id": event, "reason": "recoded" if index in same else "first_sight"}
        for index, (report, event) in enumerate(zip(reports, events, strict=True))
    ]
    connection.execute(insert(t.event_report), links)


def _entries(stories: Iterable[CodedStory]) -> Iterator[tuple[CodedStory, int, RecordKind, AnyRecord]]:
    """The records of a page with their story, place and kind; all events first, so that others can hang on them."""
    kinds = {Event: "event", Commitment: "commitment", Instrument: "instrument", Office: "office"}
    found: list[tuple[CodedStory, int, RecordKind, AnyRecord]] = [
        (story, position, kinds[type(record)], record)  # type: ignore[misc]
        for story in stories
        for position, record in enumerate(story.records())
    ]
    yield from sorted(found, key=lambda entry: entry[2] != "event")


def _aligned(before: list[Earlier], new: list[Sighting]) -> dict[int, str]:
    """The register id of each new report that is a known one: live records are matched first, then retired ones."""
    same: dict[int, str] = {}
    for current in (True, False):
        old = [each for each in before if each.current == current and each.event_id not in same.values()]
        left = [index for index in range(len(new)) if index not in same]
        pairs = align([each.seen for each in old], [new[index] for index in left])
        same.update({left[j]: old[i].event_id for j, i in pairs.items()})
    return same


def _insert_reports(connection: Connection, coding_id: int, entries: list[Entry]) -> list[int]:
    """The ids of the new reports. Those of events, which come first, are inserted first: others hang on them."""
    first = [entry for entry in entries if isinstance(entry.record, Event)]
    ids = _insert_some(connection, [entry.row(coding_id, None) for entry in first])
    parents = {(entry.story, entry.record.id): (report_id, entry) for report_id, entry in zip(ids, first, strict=True)}
    rows = []
    for entry in entries[len(first) :]:
        hangs_on = None if isinstance(entry.record, Event | Office) else entry.record.event
        rows.append(entry.row(coding_id, parents.get((entry.story, hangs_on)) if hangs_on else None))
    ids += _insert_some(connection, rows)
    named = [
        {"report_id": report_id, **participant_row(*named)}
        for report_id, entry in zip(ids, entries, strict=True)
        for named in participants(entry.record)
    ]
    if named:
        connection.execute(insert(t.participant), named)
    return ids


def _insert_some(connection: Connection, rows: list[dict[str, Any]]) -> list[int]:
    if not rows:
        return []
    statement = insert(t.report).returning(t.report.c.id, sort_by_parameter_order=True)
    return [int(found) for found in connection.scalars(statement, rows)]


def participant_row(slot: str, position: int, participant: Participant) -> dict[str, Any]:
    """The columns that lead to whoever stands in a record, in `participant` and `standing`."""
    return {
        "slot": slot,
        "position": position,
        "kind": participant.kind,
        "key": participant.key,
        "country": participant.country,
        "admin": participant.admin,
        "name": fold(participant.name) if participant.name else None,
        "body": fold(participant.of) if participant.of else None,
    }


def _identities(
    connection: Connection, page_id: str, entries: list[Entry], same: dict[int, str], moment: str
) -> list[str]:
    """The register id of each report: the known one, or a new one, given now and for good."""
    taken = set(connection.scalars(select(t.event.c.id).where(t.event.c.page_id == page_id)))
    met: Counter[tuple[RecordKind, int]] = Counter()
    ids: list[str] = []
    rows = []
    for index, seen in enumerate(entry.seen for entry in entries):
        ordinal = met[seen.kind, seen.start]
        met[seen.kind, seen.start] += 1
        if index in same:
            ids.append(same[index])
            continue
        ids.append(new_id(page_id, seen.kind, seen.start, ordinal, taken.__contains__))
        taken.add(ids[-1])
        rows.append({"id": ids[-1], "kind": seen.kind, "page_id": page_id, "added": moment})
    if rows:
        connection.execute(insert(t.event), rows)
    return ids


def is_live() -> ColumnElement[bool]:
    """The condition that a report counts.

    Its coding is current, or it is a person's version that no newer one supersedes; and its story has not given way to
    its full page.
    """
    c = t.teaser.c
    replaced = exists().where(
        c.coding_id == t.report.c.coding_id, c.story == t.report.c.story, c.replaced_by.is_not(None)
    )
    said = or_(t.coding.c.current, t.coding.c.author.is_not(None))
    return and_(said, t.report.c.superseded.is_(None), ~replaced)


def lead_first(row: Any) -> tuple[bool, int]:
    """Sorts rows of reports (`id`, `author`): a person's version, the newest, before those of programs, the oldest."""
    return row.author is None, row.id if row.author is None else -row.id


def inserted(result: CursorResult[Any]) -> int:
    """The id that the database gave to a row."""
    key = result.inserted_primary_key
    if key is None:  # cannot be: the tables have a primary key
        raise RegisterError("The database gave no id to a new row.")
    return int(key[0])
