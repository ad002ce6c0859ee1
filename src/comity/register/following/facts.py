"""Promises, deeds and documents as comparing wants them, from what is shown. Every function runs inside the caller's
transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from comity import edtf
from comity.model import Commitment, Event, Instrument
from comity.register import schema as t
from comity.register.following.continuity import Document
from comity.register.following.fulfilment import Deed, Promise, codes
from comity.register.following.validity import ordered_on
from comity.register.loader import chunks
from comity.register.reports import TYPES, is_live
from comity.sentences import sentence_around

CANDIDATES = 400
"""So many records of two sides, the nearest in time, are compared with a new one: a page is kept in bounded time."""

FOLLOWED = ("event", "commitment", "instrument")

_COLUMNS = tuple(
    t.shown.c[name] for name in ("event_id", "kind", "record", "dated", "first_day", "last_day", "channel", "parent_id")
)
_TOOK_PLACE = ("held", "ongoing")
_TELLING = frozenset({"status", "form"})
_NAMING = frozenset({"title", "status", "count", "period"})


@dataclass(frozen=True, slots=True)
class Told:
    """What the reports of a record have that the record shown has not: pages, day of the earliest, words.

    `named` are those of the words by which a document is named.
    """

    pages: frozenset[str]
    reported: str | None
    words: str = ""
    named: str = ""


UNREAD = Told(frozenset(), None)
"""What stands for what was not read: where a record has a day of its own it is only read when all else fits."""


def is_named_only(row: Row[Any]) -> bool:
    """Whether the day of a record is that of its report: it has none of its own, or its period alone."""
    return row.first_day is None or "/" in row.dated


def shown_rows(connection: Connection, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """What is shown of these canonical records: of events, commitments and instruments."""
    found: dict[str, Row[Any]] = {}
    for some in chunks(sorted(set(ids))):
        wanted = (t.shown.c.event_id.in_(some), t.shown.c.kind.in_(FOLLOWED))
        found.update({row.event_id: row for row in connection.execute(select(*_COLUMNS).where(*wanted))})
    return found


def pairs_of(connection: Connection, ids: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """The pairs of sides between which each record stands."""
    found: dict[str, list[tuple[str, str]]] = {}
    for some in chunks(sorted(set(ids))):
        rows = select(t.pair.c.event_id, t.pair.c.one, t.pair.c.other).where(t.pair.c.event_id.in_(some))
        for row in connection.execute(rows):
            found.setdefault(row.event_id, []).append((row.one, row.other))
    return found


def between(
    connection: Connection, pair: tuple[str, str], sections: tuple[str, ...], *, first: date | None, last: date | None
) -> dict[str, Row[Any]]:
    """What is shown between two sides and may have been on these days, or of no known year: the newest, bounded."""
    c = t.pair.c
    found: dict[str, Row[Any]] = {}
    for section in sections:
        query = (
            select(*_COLUMNS)
            .join(t.pair, c.event_id == t.shown.c.event_id)
            .where(c.one == pair[0], c.other == pair[1], c.section == section, _could_be(section, first, last))
            .order_by(c.position)
            .limit(CANDIDATES)
        )
        found.update({row.event_id: row for row in connection.execute(query)})
    return found


def _could_be(section: str, first: date | None, last: date | None) -> ColumnElement[bool]:
    c = t.pair.c
    wanted: list[ColumnElement[bool]] = []
    if first is not None:
        wanted.append(c.last_day >= first.isoformat())
    if last is not None:
        wanted.append(c.first_day <= last.isoformat())
    in_time = or_(c.first_day.is_(None), and_(*wanted)) if wanted else c.section == section
    return and_(in_time, c.status.in_(_TOOK_PLACE)) if section in ("encounter", "act") else in_time


def told(connection: Connection, ids: Iterable[str], *, words: bool = False) -> dict[str, Told]:
    """What the live reports of these canonical records, and of those merged into them, tell beside the records."""
    identity = func.coalesce(t.event.c.merged_into, t.event.c.id).label("identity")
    rows: list[Any] = []
    for some in chunks(sorted(set(ids))):
        rows += connection.execute(
            select(identity, t.report.c.kind, t.report.c.record, t.coding.c.page_id, t.coding.c.published)
            .select_from(t.event)
            .join(t.event_report, t.event_report.c.event_id == t.event.c.id)
            .join(t.report, t.report.c.id == t.event_report.c.report_id)
            .join(t.coding, t.coding.c.id == t.report.c.coding_id)
            .where(or_(t.event.c.id.in_(some), t.event.c.merged_into.in_(some)), is_live())
            .order_by(t.report.c.id)
        ).all()
    texts = _texts(connection, {row.page_id for row in rows}) if words else {}
    grouped: dict[str, list[Row[Any]]] = {}
    for row in rows:
        grouped.setdefault(row.identity, []).append(row)
    return {
        each: Told(
            frozenset(row.page_id for row in some),
            _earliest(row.published for row in some),
            " ".join(_words(row, texts[row.page_id]) for row in some) if words else "",
            " ".join(_words(row, texts[row.page_id], _NAMING) for row in some) if words else "",
        )
        for each, some in grouped.items()
    }


def _texts(connection: Connection, pages: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in chunks(sorted(pages)):
        rows = connection.execute(select(t.page.c.id, t.page.c.text).where(t.page.c.id.in_(some)))
        found.update({row.id: row.text for row in rows})
    return found


def _words(row: Row[Any], text: str, fields: frozenset[str] = frozenset()) -> str:
    """The words that a report rests on: all, or those that support one of the fields.

    Of an event the sentences that tell of it: its evidence is what makes it an act, and leaves out what it was about.
    """
    record = msgspec.json.decode(row.record, type=TYPES[row.kind])
    event = isinstance(record, Event)
    wanted = _TELLING if event else fields
    ends = [
        sentence_around(text, span.start, span.end) if event else (span.start, span.end)
        for span in record.evidence
        if span.start is not None and span.end is not None and (not wanted or wanted & set(span.supports))
    ]
    spans = dict.fromkeys(text[start:end] for start, end in ends)
    title = record.title if isinstance(record, Instrument) and record.title else ""
    return " ".join((title, *spans))


def _earliest(days: Iterable[str | None]) -> str | None:
    known = [day for day in days if day and edtf.is_valid(day) and edtf.parse(day).days()]
    return min(known, key=edtf.sort_key) if known else None


def _dated(row: Row[Any], said: Told) -> str | None:
    """The date that orders a record; of one whose year is not known that of the earliest report."""
    return row.dated if row.first_day is not None else said.reported


def promise(row: Row[Any], said: Told, pair: tuple[str, str]) -> Promise:
    """The promise that a commitment makes between two sides."""
    record = msgspec.json.decode(row.record, type=Commitment)
    sides = codes((*record.by, *record.to)) | set(pair)
    return Promise(row.event_id, record, sides, _dated(row, said), said.pages)


def deed(row: Row[Any], said: Told, pair: tuple[str, str]) -> Deed:
    """What an event or an instrument between two sides does."""
    record = _event_or_instrument(row)
    people = (*record.parties, *record.signatories) if isinstance(record, Instrument) else ()
    people = (*record.actor, *record.recipient) if isinstance(record, Event) else people
    return Deed(
        id=row.event_id,
        record=record,
        sides=codes(people) | set(pair),
        words=said.words,
        on=row.dated if row.first_day is not None else None,
        reported=said.reported,
        channel=frozenset(row.channel.split()),
        pages=said.pages,
    )


def document(row: Row[Any], said: Told) -> Document:
    """The document of an instrument."""
    record = msgspec.json.decode(row.record, type=Instrument)
    return Document(
        row.event_id, record, codes(record.parties), said.named, ordered_on(record, row.dated, said.reported)
    )


def _event_or_instrument(row: Row[Any]) -> Event | Instrument:
    kind: type[Event | Instrument] = Instrument if row.kind == "instrument" else Event
    return msgspec.json.decode(row.record, type=kind)
