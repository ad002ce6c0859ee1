"""Reading kept records back: from the rows of reports to the records that the register answers with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from comity.errors import UnknownRecordError
from comity.lexicon.vocabulary import vocabulary
from comity.model import Commitment, Event, Instrument, Office, Span, Story
from comity.register import schema as t
from comity.register.identity import kind_of
from comity.register.provenance import ordered
from comity.register.reports import TYPES, AnyRecord, is_live, lead_first
from comity.register.sources import as_source
from comity.register.views import (
    AnyKept,
    Difference,
    KeptCommitment,
    KeptEvent,
    KeptInstrument,
    KeptOffice,
    ReportRef,
    Reprint,
    SourceRef,
    Stage,
    StoryRef,
)

I = TypeVar("I")  # noqa: E741 - an id

CHUNK = 500
"""Rows asked for by id at a time: databases bound the number of parameters."""


def shown_records(connection: Connection, ids: Sequence[str], *, whole: bool = True) -> list[AnyKept]:
    """The shown records of canonical ids, in the order of the ids; those that are not shown are left out.

    Unless they are asked for `whole`, they have the first few of their reports only.
    """
    found: dict[str, AnyKept] = {}
    for some in chunks(ids):
        rows = connection.execute(select(*_SHOWN).where(t.shown.c.event_id.in_(some))).all()
        reports = _reports_of(connection, [row.event_id for row in rows]) if whole else _cited(connection, rows)
        found.update({row.event_id: _kept(row, reports[row.event_id]) for row in rows})
    return [found[identity] for identity in ids if identity in found]


def told_records(connection: Connection, *conditions: ColumnElement[bool]) -> list[AnyKept]:
    """What each of the live reports that meet the conditions says, as a record under the canonical id.

    Each stands first among the reports of its record, before the others that meet the conditions and the first few of
    all. In the order in which the reports were kept.
    """
    rows = connection.execute(_rows().where(is_live(), *conditions).order_by(t.report.c.id)).all()
    ids = sorted({str(row.canonical) for row in rows})
    shown: dict[str, Any] = {}
    for some in chunks(ids):
        found = connection.execute(select(*_SHOWN).where(t.shown.c.event_id.in_(some)))
        shown.update({row.event_id: row for row in found})
    cited = _cited(connection, list(shown.values()))
    own: dict[str, list[ReportRef]] = {}
    refs = _ref(connection, rows)
    for row in rows:
        own.setdefault(row.canonical, []).append(refs[row.id])
    return [
        _told(row, (refs[row.id], *own[row.canonical], *cited.get(row.canonical, ())), shown.get(row.canonical))
        for row in rows
    ]


def load_record(connection: Connection, identity: str) -> AnyKept:
    """The record of a register id; a merged id gives what it was merged into, a retired one what was last said of it.

    Raises UnknownRecordError.
    """
    canonical = canonical_id(connection, identity)
    found = shown_records(connection, [canonical])
    return found[0] if found else _last_said(connection, canonical)


def canonical_id(connection: Connection, identity: str) -> str:
    """The id of the record that this one is merged into, or its own. Raises UnknownRecordError."""
    c = t.event.c
    row = connection.execute(select(c.id, c.merged_into).where(c.id == identity)).first()
    if row is None:
        kinds = "A record's id begins with ev-, co-, in- or of-" if kind_of(identity) is None else "It is another's"
        raise UnknownRecordError(f"The register holds no record '{identity}'.", f"{kinds}; see comity dossier.")
    return str(row.merged_into or row.id)


def _last_said(connection: Connection, canonical: str) -> AnyKept:
    """A record that is not shown: what its live reports say where it is rejected, else what was last said of it."""
    of_cluster = or_(t.event.c.id == canonical, t.event.c.merged_into == canonical)
    order = (is_live().desc(), t.coding.c.current.desc(), t.coding.c.id.desc(), t.report.c.id)
    rows = connection.execute(_rows().where(of_cluster).order_by(*order)).all()
    first = rows[0]
    same = [row for row in rows if row.coding_id == first.coding_id or (row.live and first.live)]
    return _told(first, tuple(_ref(connection, same).values()), None)


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


_SHOWN = (
    t.shown.c.event_id,
    t.shown.c.kind,
    t.shown.c.record,
    t.shown.c.differs,
    t.shown.c.dated,
    t.shown.c.status,
    t.shown.c.channel,
    t.shown.c.parent_id,
    t.shown.c.reports,
    t.shown.c.cited,
)


def _rows() -> Select[Any]:
    """Reports, with the records that they are reports of and hang on."""
    parent, parent_link = t.report.alias("parent"), t.event_report.alias("parent_link")
    parent_event = t.event.alias("parent_event")
    return (
        select(
            *(t.report.c[name] for name in ("id", "coding_id", "kind", "story", "local", "record", "dated")),
            t.event.c.id.label("event_id"),
            func.coalesce(t.event.c.merged_into, t.event.c.id).label("canonical"),
            t.event.c.retired,
            t.coding.c.page_id,
            t.coding.c.author,
            t.coding.c.stories,
            is_live().label("live"),
            parent.c.record.label("parent_record"),
            func.coalesce(parent_event.c.merged_into, parent_event.c.id).label("parent_id"),
        )
        .select_from(t.report)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
        .join(t.event, t.event.c.id == t.event_report.c.event_id)
        .join(parent, parent.c.id == t.report.c.parent_id, isouter=True)
        .join(parent_link, parent_link.c.report_id == t.report.c.parent_id, isouter=True)
        .join(parent_event, parent_event.c.id == parent_link.c.event_id, isouter=True)
    )


def _reports_of(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[ReportRef, ...]]:
    """The live reports of canonical records: first a person's version, the newest; the others as they were kept."""
    of_cluster = or_(t.event.c.id.in_(ids), t.event.c.merged_into.in_(ids))
    rows = connection.execute(_report_rows().where(of_cluster, is_live()).order_by(t.report.c.id)).all()
    refs = _ref(connection, rows)
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.canonical, []).append(row)
    return {identity: tuple(refs[row.id] for row in sorted(some, key=lead_first)) for identity, some in found.items()}


def _cited(connection: Connection, shown: Sequence[Any]) -> dict[str, tuple[ReportRef, ...]]:
    """The first few reports of shown records."""
    cited: dict[str, list[int]] = {row.event_id: msgspec.json.decode(row.cited or "[]") for row in shown}
    rows = [
        row
        for some in chunks(sorted({report for reports in cited.values() for report in reports}))
        for row in connection.execute(_report_rows().where(t.report.c.id.in_(some))).all()
    ]
    refs = _ref(connection, rows)
    return {identity: tuple(refs[report] for report in reports) for identity, reports in cited.items()}


def _report_rows() -> Select[Any]:
    return (
        select(
            *(t.report.c[name] for name in ("id", "coding_id", "kind", "story", "local", "record")),
            t.event.c.id.label("event_id"),
            func.coalesce(t.event.c.merged_into, t.event.c.id).label("canonical"),
            t.coding.c.page_id,
            t.coding.c.author,
            t.coding.c.stories,
        )
        .select_from(t.event)
        .join(t.event_report, t.event_report.c.event_id == t.event.c.id)
        .join(t.report, t.report.c.id == t.event_report.c.report_id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
    )


def _ref(connection: Connection, rows: Sequence[Any]) -> dict[int, ReportRef]:
    """What is told of each report, by its id."""
    pages = {row.page_id for row in rows}
    sources, reprints = load_sources(connection, pages), load_reprints(connection, pages)
    stories: dict[int, dict[str, StoryRef]] = {}
    found = {}
    for row in rows:
        said = msgspec.json.decode(row.record, type=_Said)
        found[row.id] = ReportRef(
            page=row.page_id,
            report=f"{row.story}/{row.local}",
            event=row.event_id,
            story=_stories(row, stories)[row.story],
            sources=sources.get(row.page_id, ()),
            evidence=said.evidence,
            rules=said.rules,
            reprints=reprints.get(row.page_id, ()),
            author=row.author,
        )
    return found


class _Said(msgspec.Struct):
    """Of a record what a report is cited by."""

    evidence: tuple[Span, ...]
    rules: tuple[str, ...]


def _kept(row: Any, reports: tuple[ReportRef, ...]) -> AnyKept:
    record = msgspec.json.decode(row.record, type=TYPES[row.kind])
    differs = msgspec.json.decode(row.differs, type=tuple[Difference, ...]) if row.differs else ()
    said: dict[str, Any] = {
        "id": row.event_id,
        "reports": reports,
        "told": row.reports,
        "differs": differs,
        "dated": row.dated,
    }
    return _record(record, said, row.parent_id, tuple(row.channel.split()), row.status)


def _told(row: Any, reports: tuple[ReportRef, ...], shown: Any) -> AnyKept:
    """What one report says, the first of `reports`; `shown` is the row of its record, if it is shown."""
    record = msgspec.json.decode(row.record, type=TYPES[row.kind])
    ordered = tuple({(ref.page, ref.report, ref.author): ref for ref in reports}.values())
    differs = msgspec.json.decode(shown.differs, type=tuple[Difference, ...]) if shown and shown.differs else ()
    said: dict[str, Any] = {
        "id": row.canonical,
        "reports": ordered,
        "told": shown.reports if shown else len(ordered),
        "dated": row.dated,
        "retired": row.retired,
        "differs": differs,
    }
    parent = msgspec.json.decode(row.parent_record, type=Event) if row.parent_record else None
    return _record(record, said, row.parent_id, parent.channel if parent else (), shown.status if shown else None)


def _record(
    record: AnyRecord, said: dict[str, Any], parent: str | None, channel: tuple[str, ...], status: str | None
) -> AnyKept:
    match record:
        case Event():
            return KeptEvent(**said, record=record)
        case Commitment():
            return KeptCommitment(**said, record=record, event=parent, stage=_stage(record, status))
        case Instrument():
            return KeptInstrument(**said, record=record, event=parent, channel=channel)
        case Office():
            return KeptOffice(**said, record=record)


def _stage(commitment: Commitment, status: str | None) -> Stage | None:
    """A commitment that is followed up begins as stated; a position that is only affirmed has no stage."""
    if not vocabulary().forces[commitment.force].followed:
        return None
    stage: Stage = msgspec.convert(status or "stated", Stage)
    return stage


def _stories(row: Row[Any], known: dict[int, dict[str, StoryRef]]) -> dict[str, StoryRef]:
    if row.coding_id not in known:
        known[row.coding_id] = {
            story.id: StoryRef(id=story.id, kind=story.kind, title=story.title, start=story.start, end=story.end)
            for story in msgspec.json.decode(row.stories, type=list[Story])
        }
    return known[row.coding_id]
