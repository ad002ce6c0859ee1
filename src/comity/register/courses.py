"""From a plan to what came of it: what pages told of an act that was planned, put off, called off, and held.

A *course* is read from the live reports of a plan and of the act that came of it (judgements of the relation
`outcome`). Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, or_, select

from comity import edtf
from comity.model import Event
from comity.register import schema as t
from comity.register.likeness import OFF, PLANS, TOOK_PLACE
from comity.register.loader import chunks, load_sources
from comity.register.reports import is_live
from comity.register.views import AnyKept, KeptEvent, SourceRef, Step, StepKind

_NO_DAY = "9999"
_INVITED = "invitation"


@dataclass(frozen=True, slots=True)
class _Said:
    """What one report says of an act, and under which canonical record."""

    event: str
    page: str
    report: str
    order: int
    record: Event
    source: SourceRef | None

    @property
    def what(self) -> StepKind:
        held = self.record.status in TOOK_PLACE
        return "invited" if held and self.record.form == _INVITED else self.record.status

    @property
    def told(self) -> str | None:
        return self.source.published if self.source is not None else None

    @property
    def key(self) -> tuple[str, int]:
        """Orders reports by when they were told: those of which that is not known come last, as they were kept."""
        day = edtf.earliest(self.told) if self.told and edtf.is_valid(self.told) else None
        return (day.isoformat() if day is not None else _NO_DAY, self.order)


def with_courses(connection: Connection, found: Sequence[AnyKept]) -> list[AnyKept]:
    """The records, those of acts that were planned, or that came of a plan, with their course."""
    events = [kept for kept in found if isinstance(kept, KeptEvent)]
    linked = _linked(connection, [kept.id for kept in events])
    own = {kept.id for kept in events if kept.id in linked or _is_told(kept)}
    said = _said(connection, own | {other for each in own for other in linked.get(each, ())})
    courses = {each: _course(each, linked.get(each, ()), said) for each in own}
    return [
        msgspec.structs.replace(kept, course=courses[kept.id])
        if isinstance(kept, KeptEvent) and courses.get(kept.id)
        else kept
        for kept in found
    ]


def _is_told(kept: KeptEvent) -> bool:
    """Whether the reports of an act alone may tell of a course: it is off, or several tell of a plan."""
    event = kept.record
    return event.status in OFF or (kept.told > 1 and (event.form in PLANS or event.status == "planned"))


def _linked(connection: Connection, ids: Sequence[str]) -> dict[str, set[str]]:
    """The plans and the outcomes of canonical records, both ways."""
    e, c = t.event.c, t.judgement.c
    canonical = {each: each for each in ids}
    for some in chunks(ids):
        rows = connection.execute(select(e.id, e.merged_into).where(e.merged_into.in_(some)))
        canonical.update({row.id: row.merged_into for row in rows})
    pairs: set[tuple[str, str]] = set()
    in_force = (c.relation == "outcome", c.verdict == "yes", c.superseded.is_(None))
    for some in chunks(sorted(canonical)):
        rows = connection.execute(select(c.one, c.other).where(*in_force, or_(c.one.in_(some), c.other.in_(some))))
        pairs |= {(row.one, row.other) for row in rows}
    unknown = sorted({each for two in pairs for each in two} - canonical.keys())
    for some in chunks(unknown):
        rows = connection.execute(select(e.id, e.merged_into).where(e.id.in_(some)))
        canonical.update({row.id: row.merged_into or row.id for row in rows})
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(canonical[one], set()).add(canonical[other])
        found.setdefault(canonical[other], set()).add(canonical[one])
    return found


def _said(connection: Connection, ids: Iterable[str]) -> dict[str, list[_Said]]:
    """What the live reports of canonical records say that nobody rejected."""
    e = t.event.c
    rows: list[Any] = []
    for some in chunks(sorted(ids)):
        columns = (t.report.c.id, t.report.c.story, t.report.c.local, t.report.c.record)
        rows += connection.execute(
            select(*columns, t.coding.c.page_id, t.coding.c.author, e.id.label("event_id"), e.merged_into)
            .select_from(t.event)
            .join(t.event_report, t.event_report.c.event_id == e.id)
            .join(t.report, t.report.c.id == t.event_report.c.report_id)
            .join(t.coding, t.coding.c.id == t.report.c.coding_id)
            .where(or_(e.id.in_(some), e.merged_into.in_(some)), e.rejected.is_(None), is_live())
        )
    sources = load_sources(connection, {row.page_id for row in rows})
    found: dict[str, list[_Said]] = {}
    # where a person has a version of what a page says, the program's counts no more
    people = {(row.event_id, row.page_id) for row in rows if row.author is not None}
    for row in rows:
        if row.author is None and (row.event_id, row.page_id) in people:
            continue
        source = next(iter(sources.get(row.page_id, ())), None)
        record = msgspec.json.decode(row.record, type=Event)
        event = row.merged_into or row.event_id
        said = _Said(event, row.page_id, f"{row.story}/{row.local}", row.id, record, source)
        found.setdefault(event, []).append(said)
    return found


def _course(own: str, others: Iterable[str], said: dict[str, list[_Said]]) -> tuple[Step, ...]:
    """The steps of a record and of what it is linked to, in the order in which they were told; the outcome last.

    Empty where there is but one, unless that says that the act is off.
    """
    steps: list[tuple[tuple[bool, str, int], Step]] = []
    for event in (own, *sorted(others)):
        for some in _alike(said.get(event, ())):
            first = min(some, key=lambda each: each.key)
            steps.append(((first.what in TOOK_PLACE, *first.key), _step(first, some)))
    ordered = [step for _, step in sorted(steps, key=lambda each: each[0])]
    if len(ordered) < 2 and not any(step.what in OFF for step in ordered):
        return ()
    days: list[str] = []
    found = []
    for step in ordered:
        moved = step.what == "postponed" and step.date is not None and bool(days) and step.date not in days
        found.append(msgspec.structs.replace(step, moved=moved))
        days += [step.date] if step.date is not None else []
    return tuple(found)


def _alike(said: Iterable[_Said]) -> list[list[_Said]]:
    """The reports of a record that say the same of its course; of what took place all say the same."""
    groups: dict[tuple[str, str | None], list[_Said]] = {}
    for each in said:
        day = each.record.date.edtf if each.record.date is not None else None
        held = each.what in TOOK_PLACE
        groups.setdefault(("held", None) if held else (each.what, day), []).append(each)
    return list(groups.values())


def _step(first: _Said, some: Sequence[_Said]) -> Step:
    dates = [each.record.date.edtf for each in sorted(some, key=lambda each: each.key) if each.record.date is not None]
    return Step(
        what=first.what,
        date=next(iter(dates), None),
        event=first.event,
        page=first.page,
        report=first.report,
        told=first.told,
        source=first.source,
        reports=len(some),
    )
