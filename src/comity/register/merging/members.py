"""The records that deciding compares, as the database holds them. Every function runs in the caller's transaction.

A *member* is one record of the register with the report that stands for it now: a person's version, else that of the
page's current coding. Members that are one are a cluster; each keeps its own report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from comity import edtf
from comity.model import Commitment, Event, Instrument, Office, Participant, Story
from comity.register import schema as t
from comity.register.likeness import Act, act
from comity.register.loader import chunks
from comity.register.merging.deciding import Told
from comity.register.merging.hanging import Hung, rivals
from comity.register.merging.offices import Held
from comity.register.reports import TYPES, is_live
from comity.register.views import RecordKind

Said = Told | Hung | Held

MOST_SIGHTINGS = 200
"""An office that more pages tell of stands in several records: what is shown of one is composed from all reports."""


@dataclass(frozen=True, slots=True)
class Member:
    """A record: `said` is its report as deciding wants it, `canonical` what it is merged into, or itself."""

    id: str
    kind: RecordKind
    canonical: str
    said: Said

    @property
    def trace(self) -> Act | Hung | Held:
        """What leads other reports to it."""
        return self.said.act if isinstance(self.said, Told) else self.said


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a record alone says: its story, the record, and when its page was published (EDTF)."""

    story: tuple[str, str]
    record: Event | Commitment | Instrument | Office
    reported: str | None


@dataclass(frozen=True, slots=True)
class _Report:
    """A live report, decoded."""

    row: Any  # of the columns that were asked for
    record: Event | Commitment | Instrument | Office

    @property
    def story(self) -> tuple[str, str]:
        return self.row.page_id, self.row.story


def members(connection: Connection, ids: Iterable[str]) -> dict[str, Member]:
    """The members of these ids that some live report tells of, and that nobody has rejected."""
    reports = _reports(connection, ids)
    if not reports:
        return {}
    # of an office neither the words nor what stands beside it are compared
    worded = [report for report in reports.values() if not isinstance(report.record, Office)]
    beside = _beside(connection, worded)
    texts = _texts(connection, {report.row.page_id for report in worded})
    parents = _parents(connection, reports.values())
    return {
        identity: Member(
            id=identity,
            kind=report.row.kind,
            canonical=report.row.merged_into or identity,
            said=_said(identity, report, beside.get((report.row.coding_id, report.row.story), ()), texts, parents),
        )
        for identity, report in reports.items()
    }


def sketches(connection: Connection, ids: Iterable[str]) -> dict[str, Sketch]:
    """The records of these ids alone, without the words and what stands beside them: to tell who is worth comparing."""
    return {
        identity: Sketch(report.story, report.record, _reported(report.row))
        for identity, report in _reports(connection, ids, with_stories=False).items()
    }


def traced(connection: Connection, ids: Iterable[str]) -> dict[str, Act | Hung | Held]:
    """What leads other reports to these records, without the words, which no trace holds: to trace very many."""
    found: dict[str, Act | Hung | Held] = {}
    for identity, report in _reports(connection, ids).items():
        record, reported = report.record, _reported(report.row)
        if isinstance(record, Event):
            found[identity] = act(identity, report.story, record, reported)
        elif isinstance(record, Office):
            found[identity] = Held(report.story, record, record.asof, record.asof)
        else:
            found[identity] = Hung(report.story, record, dated=report.row.dated, reported=reported)
    return found


def clusters_of(connection: Connection, ids: Iterable[str]) -> set[str]:
    """All that is one with any of these records, these included."""
    known = set(ids)
    canonical = set(known)
    for some in chunks(sorted(known)):
        c = t.event.c
        canonical |= set(connection.scalars(select(c.merged_into).where(c.id.in_(some), c.merged_into.is_not(None))))
    found = known | canonical
    for some in chunks(sorted(canonical)):
        found |= set(connection.scalars(select(t.event.c.id).where(t.event.c.merged_into.in_(some))))
    return found


def heads_of(connection: Connection, ids: Iterable[str]) -> set[str]:
    """These records, and those that they are merged into."""
    found = set(ids)
    for some in chunks(sorted(found)):
        c = t.event.c
        found |= set(connection.scalars(select(c.merged_into).where(c.id.in_(some), c.merged_into.is_not(None))))
    return found


def with_room(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of these canonical records that may still take another one: who is told of every day fills several."""
    c = t.event.c
    found: set[str] = set()
    for some in chunks(sorted(ids)):
        full = select(c.merged_into).where(c.merged_into.in_(some)).group_by(c.merged_into)
        filled = set(connection.scalars(full.having(func.count() >= MOST_SIGHTINGS)))
        merged = set(connection.scalars(select(c.id).where(c.id.in_(some), c.merged_into.is_not(None))))
        found |= {*some} - filled - merged
    return found


def canonical_of(connection: Connection, ids: Iterable[str]) -> str:
    """The record of these whose first report came first."""
    first = func.min(t.event_report.c.report_id)
    found: list[tuple[int, str]] = []
    for some in chunks(sorted(ids)):
        c = t.event_report.c
        firsts = select(c.event_id, first.label("first")).where(c.event_id.in_(some)).group_by(c.event_id)
        rows = connection.execute(firsts)
        found += [(row.first, row.event_id) for row in rows]
    return min(found)[1]


def hanging_on(connection: Connection, ids: Iterable[str]) -> set[str]:
    """The commitments and instruments that hang on any of these events."""
    parent = t.event_report.alias("parent")
    found: set[str] = set()
    for some in chunks(sorted(ids)):
        hanging = (
            select(t.event_report.c.event_id)
            .join(t.report, t.report.c.id == t.event_report.c.report_id)
            .join(parent, parent.c.report_id == t.report.c.parent_id)
            .where(parent.c.event_id.in_(some))
        )
        found |= set(connection.scalars(hanging))
    return found


def _reports(connection: Connection, ids: Iterable[str], *, with_stories: bool = True) -> dict[str, _Report]:
    """The report that stands for each record now; `with_stories`: and the stories of its page, which are long."""
    found: dict[str, _Report] = {}
    for some in chunks(sorted(set(ids))):
        rows = connection.execute(
            select(
                *(t.report.c[name] for name in ("id", "coding_id", "kind", "story", "parent_id", "record", "dated")),
                t.coding.c.page_id,
                t.coding.c.published,
                t.coding.c.language,
                t.coding.c.author,
                *((t.coding.c.stories,) if with_stories else ()),
                t.event_report.c.event_id,
                t.event.c.merged_into,
            )
            .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
            .join(t.coding, t.coding.c.id == t.report.c.coding_id)
            .join(t.event, t.event.c.id == t.event_report.c.event_id)
            .where(t.event_report.c.event_id.in_(some), t.event.c.rejected.is_(None), is_live())
            .order_by(t.report.c.id)
        )
        for row in rows:
            known = found.get(row.event_id)
            if known is None or row.author is not None or known.row.author is None:
                found[row.event_id] = _Report(row, msgspec.json.decode(row.record, type=TYPES[row.kind]))
    return found


def _beside(connection: Connection, reports: Iterable[_Report]) -> dict[tuple[int, str], list[_Report]]:
    """All that the same codings say, by story."""
    codings = sorted({report.row.coding_id for report in reports})
    found: dict[tuple[int, str], list[_Report]] = {(report.row.coding_id, report.row.story): [] for report in reports}
    for some in chunks(codings):
        c = t.report.c
        rows = connection.execute(
            select(c.id, c.coding_id, c.kind, c.story, c.parent_id, c.record).where(
                c.coding_id.in_(some), c.kind != "office"
            )
        )
        for row in rows:
            story = (row.coding_id, row.story)
            if story in found:
                found[story].append(_Report(row, msgspec.json.decode(row.record, type=TYPES[row.kind])))
    return found


def _texts(connection: Connection, pages: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in chunks(sorted(pages)):
        rows = connection.execute(select(t.page.c.id, t.page.c.text).where(t.page.c.id.in_(some)))
        found.update({row.id: row.text for row in rows})
    return found


def _parents(connection: Connection, reports: Iterable[_Report]) -> dict[int, str]:
    """The canonical event of each report that something hangs on."""
    ids = sorted({report.row.parent_id for report in reports if report.row.parent_id is not None})
    found: dict[int, str] = {}
    for some in chunks(ids):
        rows = connection.execute(
            select(t.event_report.c.report_id, t.event.c.id, t.event.c.merged_into)
            .join(t.event, t.event.c.id == t.event_report.c.event_id)
            .where(t.event_report.c.report_id.in_(some))
        )
        found.update({row.report_id: row.merged_into or row.id for row in rows})
    return found


def _said(
    identity: str, report: _Report, beside: Sequence[_Report], texts: dict[str, str], parents: dict[int, str]
) -> Said:
    row, record = report.row, report.record
    reported = _reported(row)
    if isinstance(record, Office):
        return Held(report.story, record, record.asof, record.asof, row.language)
    words = _words(report, texts[row.page_id])
    if isinstance(record, Event):
        hanging = [each.record for each in beside if each.row.parent_id == row.id]
        held = [each for each in hanging if isinstance(each, Commitment | Instrument)]
        told = act(identity, report.story, record, reported, held)
        documents = tuple(each for each in held if isinstance(each, Instrument))
        promises = tuple(each for each in held if isinstance(each, Commitment))
        dated = _dated(beside, reported)
        acts = tuple(
            act(identity, report.story, each.record, reported)
            for each in beside
            if isinstance(each.record, Event) and each.row.id != row.id
        )
        return Told(told, words, row.language, _company(beside), dated, documents, promises, acts)
    others = [each.record for each in beside if each.row.id != row.id]
    return Hung(
        story=report.story,
        record=record,
        parent=parents.get(row.parent_id) if row.parent_id is not None else None,
        words=words,
        language=row.language,
        rivals=rivals(record, [each for each in others if isinstance(each, Commitment | Instrument)]),
        dated=row.dated,
        reported=reported,
    )


def _words(report: _Report, text: str) -> str:
    """The words that a report rests on, and the title of its story."""
    stories = msgspec.json.decode(report.row.stories, type=list[Story])
    title = next((story.title for story in stories if story.id == report.row.story), "")
    spans = [text[span.start : span.end] for span in report.record.evidence if span.start is not None]
    if isinstance(report.record, Event):
        return "\n".join(dict.fromkeys([title, *spans]))
    return "\n".join(dict.fromkeys(spans))


def _company(beside: Iterable[_Report]) -> tuple[Participant, ...]:
    found: list[Participant] = []
    for each in beside:
        match each.record:
            case Event(actor=actor, recipient=recipient, recalled=False):
                found += (*actor, *recipient)
            case Instrument(signatories=signatories):
                found += signatories
            case Commitment(by=by, to=to):
                found += (*by, *to)
    return tuple(found)


def _dated(beside: Iterable[_Report], reported: str | None) -> str | None:
    """The day that the acts of a story have, if they have one: that of those that tell none."""
    days = {
        each.record.date.edtf
        for each in beside
        if isinstance(each.record, Event) and each.record.date is not None and not each.record.recalled
    }
    days = {day for day in days if edtf.parse(day).start.day is not None}
    return min(days) if len(days) == 1 else reported


def _reported(row: Any) -> str | None:
    return row.published if row.published and edtf.is_valid(row.published) else None
