"""Reading kept records back: from the rows of reports to the records that the register answers with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, select

from comity.errors import UnknownRecordError
from comity.lexicon.vocabulary import vocabulary
from comity.model import Commitment, Event, Instrument, Office, Story
from comity.register import schema as t
from comity.register.identity import kind_of
from comity.register.provenance import ordered
from comity.register.reports import TYPES, is_live
from comity.register.sources import as_source
from comity.register.views import (
    AnyKept,
    KeptCommitment,
    KeptEvent,
    KeptInstrument,
    KeptOffice,
    RecordKind,
    ReportRef,
    Reprint,
    SourceRef,
    Stage,
    StoryRef,
)

I = TypeVar("I", int, str)  # noqa: E741 - an id

CHUNK = 500
"""Rows asked for by id at a time: databases bound the number of parameters."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A kept record and where its first report stands: what searching needs to know beyond the record itself."""

    kept: AnyKept
    coding_id: int
    first_day: str | None
    last_day: str | None

    @property
    def story(self) -> tuple[int, str]:
        """The story of the first report, told from all others in the register."""
        return self.coding_id, self.kept.reports[0].story.id


def live(*conditions: ColumnElement[bool]) -> Select[Any]:
    """The rows of live reports, with their register record and parent event, that meet the conditions."""
    return _rows().where(is_live(), t.event.c.merged_into.is_(None), *conditions)


def load(connection: Connection, query: Select[Any]) -> list[Loaded]:
    """The kept records of a query made by `live`, in the order of their first report in the register."""
    rows = connection.execute(query.order_by(t.event_report.c.event_id, t.report.c.id)).all()
    pages = {row.page_id for row in rows}
    sources, reprints = load_sources(connection, pages), load_reprints(connection, pages)
    stories: dict[int, dict[str, StoryRef]] = {}
    grouped = [list(group) for _, group in groupby(rows, key=lambda row: str(row.event_id))]
    return [_loaded(group, sources, reprints, stories) for group in sorted(grouped, key=lambda group: int(group[0].id))]


def load_record(connection: Connection, identity: str) -> AnyKept:
    """The record of a register id; a merged id gives what it was merged into, a retired one what was last said of it.

    Raises UnknownRecordError.
    """
    seen = {identity}
    row = connection.execute(select(t.event).where(t.event.c.id == identity)).first()
    while row is not None and row.merged_into is not None and row.merged_into not in seen:
        seen.add(row.merged_into)
        row = connection.execute(select(t.event).where(t.event.c.id == row.merged_into)).first()
    if row is None:
        kinds = "A record's id begins with ev-, co-, in- or of-" if kind_of(identity) is None else "It is another's"
        raise UnknownRecordError(f"The register holds no record '{identity}'.", f"{kinds}; see comity dossier.")
    query = _rows().where(t.event.c.id == row.id)
    if row.retired is None:
        query = query.where(is_live())
    rows = connection.execute(query.order_by(t.coding.c.current.desc(), t.coding.c.id.desc(), t.report.c.id)).all()
    said = [found for found in rows if found.coding_id == rows[0].coding_id or found.current]
    pages = {found.page_id for found in said}
    return _loaded(said, load_sources(connection, pages), load_reprints(connection, pages), {}).kept


def load_sources(connection: Connection, pages: Iterable[str]) -> dict[str, tuple[SourceRef, ...]]:
    """The sources of pages, by page id, the lead first."""
    found: dict[str, list[SourceRef]] = {}
    for some in chunks(sorted(pages)):
        for row in connection.execute(select(t.source).where(t.source.c.page_id.in_(some))):
            found.setdefault(row.page_id, []).append(as_source(row))
    return {page: ordered(sources) for page, sources in found.items()}


def load_reprints(connection: Connection, pages: Iterable[str]) -> dict[str, tuple[Reprint, ...]]:
    """The reprints of pages, by page id, the most similar first."""
    c = t.similar.c
    rows = [
        row
        for some in chunks(sorted(pages))
        for row in connection.execute(select(t.similar).where(c.like_id.in_(some)))
    ]
    sources = load_sources(connection, {row.page_id for row in rows})
    found: dict[str, tuple[Reprint, ...]] = {}
    for row in sorted(rows, key=lambda row: (-row.similarity, row.page_id)):
        reprint = Reprint(page=row.page_id, similarity=row.similarity, sources=sources[row.page_id])
        found[row.like_id] = (*found.get(row.like_id, ()), reprint)
    return found


def chunks(ids: Sequence[I]) -> Iterator[Sequence[I]]:
    """Ids, some at a time."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _rows() -> Select[Any]:
    parent = t.report.alias("parent")
    parent_link = t.event_report.alias("parent_link")
    return (
        select(
            *(t.report.c[name] for name in ("id", "coding_id", "kind", "story", "local", "position", "record")),
            *(t.report.c[name] for name in ("dated", "first_day", "last_day")),
            t.event_report.c.event_id,
            t.event.c.retired,
            t.coding.c.page_id,
            t.coding.c.current,
            t.coding.c.stories,
            parent.c.record.label("parent_record"),
            parent_link.c.event_id.label("parent_event"),
        )
        .select_from(t.report)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
        .join(t.event, t.event.c.id == t.event_report.c.event_id)
        .join(parent, parent.c.id == t.report.c.parent_id, isouter=True)
        .join(parent_link, parent_link.c.report_id == t.report.c.parent_id, isouter=True)
    )


def _loaded(
    rows: Sequence[Row[Any]],
    sources: dict[str, tuple[SourceRef, ...]],
    reprints: dict[str, tuple[Reprint, ...]],
    stories: dict[int, dict[str, StoryRef]],
) -> Loaded:
    first = rows[0]
    records = [msgspec.json.decode(row.record, type=TYPES[row.kind]) for row in rows]
    reports = tuple(
        ReportRef(
            page=row.page_id,
            report=f"{row.story}/{row.local}",
            story=_stories(row, stories)[row.story],
            sources=sources.get(row.page_id, ()),
            evidence=record.evidence,
            rules=record.rules,
            reprints=reprints.get(row.page_id, ()),
        )
        for row, record in zip(rows, records, strict=True)
    )
    return Loaded(_kept(first, records[0], reports), first.coding_id, first.first_day, first.last_day)


def _kept(row: Row[Any], record: Event | Commitment | Instrument | Office, reports: tuple[ReportRef, ...]) -> AnyKept:
    said: dict[str, Any] = {"id": row.event_id, "reports": reports, "dated": row.dated, "retired": row.retired}
    match record:
        case Event():
            return KeptEvent(**said, record=record)
        case Commitment():
            return KeptCommitment(**said, record=record, event=row.parent_event, stage=_stage(record))
        case Instrument():
            parent = msgspec.json.decode(row.parent_record, type=Event) if row.parent_record else None
            channel = parent.channel if parent else ()
            return KeptInstrument(**said, record=record, event=row.parent_event, channel=channel)
        case Office():
            return KeptOffice(**said, record=record)


def _stage(commitment: Commitment) -> Stage | None:
    """A commitment that is followed up begins as stated; a position that is only affirmed has no stage."""
    return "stated" if vocabulary().forces[commitment.force].followed else None


def _stories(row: Row[Any], known: dict[int, dict[str, StoryRef]]) -> dict[str, StoryRef]:
    if row.coding_id not in known:
        known[row.coding_id] = {
            story.id: StoryRef(id=story.id, kind=story.kind, title=story.title, start=story.start, end=story.end)
            for story in msgspec.json.decode(row.stories, type=list[Story])
        }
    return known[row.coding_id]


def of_kind(kind: RecordKind) -> ColumnElement[bool]:
    """The condition that a report is of a kind."""
    return t.report.c.kind == kind
