"""Rules of what is made from other rows, and can be made anew: what is shown, who stands in it, what is searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, select

from comity.register import schema as t
from comity.register import shown
from comity.register.bodies import checking as bodies
from comity.register.people import checking
from comity.register.reports import TYPES, is_live, participant_row, participants
from comity.register.searching import index
from comity.register.similarity import bands
from comity.register.upkeep.reading import UNREADABLE
from comity.register.upkeep.rules import Rule
from comity.register.views import RecordKind


def _shown(connection: Connection) -> Iterator[str]:
    """Each record that is to be shown is, as its reports say; no other one is."""
    wanted: set[str] = set()
    for kind, ids in _to_be_shown(connection):
        try:
            derived = shown.derive(connection, kind, ids)
        except UNREADABLE as error:
            yield f"records from {ids[0]} to {ids[-1]} cannot be composed ({error!r})"
            wanted.update(ids)
            continue
        wanted.update(row["event_id"] for row in derived.shown)
        for table, rows in derived.rows():
            for identity in _unequal(connection, table, rows, ids):
                yield f"{identity} stands in '{table.name}' otherwise than its reports say"
    for identity in connection.scalars(select(t.shown.c.event_id).order_by(t.shown.c.event_id)):
        if identity not in wanted:
            yield f"{identity} is shown, and should not be"


def _seen(connection: Connection) -> Iterator[str]:
    """Whoever is named in a record that is shown is counted among the people."""
    for kind, ids in _to_be_shown(connection):
        try:
            derived = shown.derive(connection, kind, ids)
        except UNREADABLE:  # told by the rule of what is shown
            continue
        for identity in checking.unequal(connection, ids, derived.seen):
            yield f"{identity} names other people than are seen in it"
    yield from checking.miscounted(connection)


def _bodies(connection: Connection) -> Iterator[str]:
    """Whatever body is named in a record that is shown is counted among the bodies."""
    for kind, ids in _to_be_shown(connection):
        try:
            derived = shown.derive(connection, kind, ids)
        except UNREADABLE:  # told by the rule of what is shown
            continue
        for identity in bodies.unequal(connection, ids, derived.bodies):
            yield f"{identity} names other bodies than are seen in it"
    yield from bodies.miscounted(connection)


def _to_be_shown(connection: Connection) -> Iterator[tuple[RecordKind, list[str]]]:
    """Canonical records that nobody rejected, some of one kind at a time; not all of them have a live report."""
    for kind in TYPES:
        c = t.event.c
        last = ""
        while True:
            wanted = (c.kind == kind, c.id > last, c.merged_into.is_(None), c.rejected.is_(None))
            ids = list(connection.scalars(select(c.id).where(*wanted).order_by(c.id).limit(shown.CHUNK)))
            if not ids:
                break
            yield kind, ids
            last = ids[-1]


def _unequal(connection: Connection, table: Table, rows: Iterable[dict[str, Any]], ids: Sequence[str]) -> Iterator[str]:
    """The records of which the table holds other rows than these."""
    names = [column.name for column in table.columns]
    wanted: dict[str, set[tuple[Any, ...]]] = {}
    for row in rows:
        wanted.setdefault(row["event_id"], set()).add(tuple(row[name] for name in names))
    held: dict[str, set[tuple[Any, ...]]] = {}
    columns = [table.c[name] for name in names]
    for found in connection.execute(select(*columns).where(table.c.event_id.in_(ids))):
        held.setdefault(found.event_id, set()).add(tuple(found))
    yield from (identity for identity in ids if wanted.get(identity) != held.get(identity))


def _participants(connection: Connection) -> Iterator[str]:
    """Who is named in each live report."""
    last = 0
    while True:
        query = (
            select(t.report.c.id, t.report.c.kind, t.report.c.record)
            .join(t.coding, t.coding.c.id == t.report.c.coding_id)
            .where(t.report.c.id > last, is_live())
            .order_by(t.report.c.id)
            .limit(shown.CHUNK)
        )
        rows = connection.execute(query).all()
        if not rows:
            return
        held: dict[int, set[tuple[Any, ...]]] = {}
        c = t.participant.c
        for found in connection.execute(select(t.participant).where(c.report_id.in_([row.id for row in rows]))):
            held.setdefault(found.report_id, set()).add(tuple(found)[1:])
        for row in rows:
            if _named(row) != held.get(row.id, set()):
                yield f"report {row.id} names others than are kept for it"
        last = rows[-1].id


def _named(row: Any) -> set[tuple[Any, ...]] | None:
    names = [column.name for column in t.participant.columns][1:]
    try:
        record = msgspec.json.decode(row.record, type=TYPES[row.kind])
    except UNREADABLE:
        return None
    rows = (participant_row(*named) for named in participants(record))
    return {tuple(each[name] for name in names) for each in rows}


def _sketches(connection: Connection) -> Iterator[str]:
    """The bands by which reprints are found are those of the sketches."""
    for row in connection.execute(select(t.sketch).order_by(t.sketch.c.id)).all():
        held = set(connection.scalars(select(t.band.c.value).where(t.band.c.sketch_id == row.id)))
        if held != set(bands(row.digest)):
            yield f"page {row.page_id[:12]} would not be found by its words"


RULES = (
    Rule(
        "shown",
        "What is shown of a record is composed from its reports.",
        _shown,
        repairable=True,
        of=shown.TABLES,
    ),
    Rule(
        "searched",
        "What is shown, and every page, can be found by its words.",
        index.wrong,
        repairable=True,
        of=(t.searched,),
    ),
    Rule(
        "people",
        "People are counted where they are named, and each is somebody.",
        _seen,
        repairable=True,
        of=(t.sighting, t.appellation),
    ),
    Rule(
        "bodies",
        "Bodies are counted where they are named, and each is one.",
        _bodies,
        repairable=True,
        of=(t.body, t.body_sighting, t.body_relation, t.body_whole),
    ),
    Rule("participants", "Who is named in a report can be looked up.", _participants, of=(t.participant,)),
    Rule("sketches", "Pages are found by the words that reprints share with them.", _sketches, of=(t.sketch, t.band)),
)
