"""Acts in the database, as comparing wants them. Every function runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, exists, or_, select

from comity import edtf
from comity.model import Commitment, Event, Instrument
from comity.register import schema as t
from comity.register.likeness import PLAN_DAYS, Act, act
from comity.register.loader import chunks, load_sources, told_records
from comity.register.reports import TYPES
from comity.register.sides import standing
from comity.register.views import KeptEvent, Side

_COLUMNS = (
    t.report.c.id,
    t.report.c.story,
    t.report.c.record,
    t.coding.c.page_id,
    t.event_report.c.event_id,
)


def acts_of(connection: Connection, page_id: str, sides: Sequence[Side]) -> list[tuple[Act, KeptEvent]]:
    """The events of a page that the sides are asked for, its main story first; without those that it only recalls."""
    between = [t.coding.c.page_id == page_id, t.report.c.kind == "event", _between(connection, sides)]
    kept = {each.reports[0].event: each for each in told_records(connection, *between)}
    rows = connection.execute(_reports().where(*between, t.coding.c.current).order_by(t.report.c.id)).all()
    found = [(one, event) for one in _acts(connection, rows) if isinstance(event := kept.get(one.id), KeptEvent)]
    found = [(one, event) for one, event in found if not one.event.recalled]
    return sorted(found, key=lambda pair: any(ref.story.kind == "related" for ref in _on(pair[1], page_id)))


def acts_like(connection: Connection, one: Act, without: Iterable[str]) -> list[Act]:
    """The events between any two of the same sides, of about the same time or of none, on other pages.

    Teasers that gave way and pages that became reprints count: what they said was told.
    """
    told = or_(t.coding.c.current, exists().where(t.similar.c.page_id == t.coding.c.page_id))
    ids: set[int] = set()
    for a, b in combinations(sorted(one.sides), 2):
        first, second = t.participant.alias("one"), t.participant.alias("other")
        ids |= set(
            connection.scalars(
                select(first.c.report_id)
                .join(second, second.c.report_id == first.c.report_id)
                .join(t.report, t.report.c.id == first.c.report_id)
                .where(_is_of(first.c, a), _is_of(second.c, b), t.report.c.kind == "event", _near(one))
                .distinct()
            )
        )
    rows: list[Any] = []
    for some in chunks(sorted(ids)):
        rows += connection.execute(_reports().where(t.report.c.id.in_(some), told)).all()
    excluded = set(without)
    return list(_acts(connection, [row for row in rows if row.page_id not in excluded]))


def _reports() -> Any:
    return (
        select(*_COLUMNS)
        .select_from(t.report)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
    )


def _acts(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Act]:
    hanging: dict[int, list[Commitment | Instrument]] = {}
    for some in chunks([row.id for row in rows]):
        found = select(t.report.c.parent_id, t.report.c.kind, t.report.c.record).where(t.report.c.parent_id.in_(some))
        for parent_id, kind, said in connection.execute(found.order_by(t.report.c.id)):
            record = msgspec.json.decode(said, type=TYPES[kind])
            if isinstance(record, Commitment | Instrument):
                hanging.setdefault(parent_id, []).append(record)
    sources = load_sources(connection, {row.page_id for row in rows})
    for row in rows:
        lead = sources[row.page_id][0]
        reported = lead.published if lead.published and edtf.is_valid(lead.published) else None
        event = msgspec.json.decode(row.record, type=Event)
        yield act(row.event_id, (row.page_id, row.story), event, reported, hanging.get(row.id, ()))


def _between(connection: Connection, sides: Sequence[Side]) -> ColumnElement[bool]:
    """That a report is one of the asked sides with anyone, or of any two of them, each by a participant of its own."""
    one, other = t.participant.alias("one"), t.participant.alias("other")
    if not sides:
        return exists().where(one.c.report_id == t.report.c.id)
    if len(sides) == 1:
        return exists().where(one.c.report_id == t.report.c.id, standing(connection, sides[0], one.c))
    apart = or_(one.c.slot != other.c.slot, one.c.position != other.c.position)
    pairs = [
        and_(standing(connection, a, one.c), standing(connection, b, other.c), apart) for a, b in combinations(sides, 2)
    ]
    here = and_(one.c.report_id == t.report.c.id, other.c.report_id == t.report.c.id)
    return exists().where(here, or_(*pairs))


def _is_of(c: Any, code: str) -> ColumnElement[bool]:
    same: ColumnElement[bool] = c.key == code if code.startswith("IGO/") else c.country == code
    return same


def _near(one: Act) -> ColumnElement[bool]:
    """That a report is of no known year, or of a time that could be that of the act."""
    days = [found for said in (one.date, one.reported) if said and (found := edtf.parse(said).days()) is not None]
    if not days:
        return t.report.c.kind == "event"
    first = _shifted(min(each[0] for each in days), -PLAN_DAYS)
    last = _shifted(max(each[1] for each in days), PLAN_DAYS)
    within = and_(t.report.c.last_day >= first.isoformat(), t.report.c.first_day <= last.isoformat())
    return or_(t.report.c.first_day.is_(None), within)


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def _on(kept: KeptEvent, page_id: str) -> list[Any]:
    return [report for report in kept.reports if report.page == page_id]
