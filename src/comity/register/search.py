"""Searching the register: what it holds on two sides, and between whom it holds anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, intersect, or_, select

from comity import edtf
from comity.errors import RecordError, UsageError
from comity.folding import fold
from comity.lexicon.vocabulary import vocabulary
from comity.model import Event
from comity.register import schema as t
from comity.register.loader import Loaded, chunks, live, load, of_kind
from comity.register.reports import is_live
from comity.register.sides import country_side, holding, standing
from comity.register.views import (
    AnyKept,
    Contents,
    Dossier,
    DyadCount,
    Filters,
    KeptCommitment,
    KeptEvent,
    KeptInstrument,
    KeptOffice,
    Side,
    SideCount,
)

K = TypeVar("K", bound=AnyKept)


def dossier(connection: Connection, a: Side, b: Side, filters: Filters) -> Dossier:
    """What the register holds on two sides.

    A record belongs to the dyad when both stand among its sides, as two participants. So does a commitment or an
    instrument of an event of the dyad that names no other side: a pledge says *to whom* only by the meeting at which it
    was made. Offices are those that the same stories state of either side, and whatever else is known of these titles.
    Raises UsageError when the sides are one, or a filter names no known value.
    """
    if a.key == b.key:
        raise UsageError(f"Both sides are {a.label}.", "Name two different sides.")
    window = _Window(filters)
    found = _of_dyad(connection, a, b)
    offices = _offices(connection, a, b, {each.story for each in found})
    events, commitments, instruments = (
        [each for each in found if isinstance(each.kept, kind)] for kind in (KeptEvent, KeptCommitment, KeptInstrument)
    )
    shown = _newest_first(window.keep(events), KeptEvent)
    return Dossier(
        sides=(a, b),
        filters=filters,
        encounters=tuple(kept for kept in shown if is_encounter(kept.record)),
        acts=tuple(kept for kept in shown if not is_encounter(kept.record)),
        commitments=tuple(_newest_first(window.keep(commitments), KeptCommitment)),
        instruments=tuple(_newest_first(window.keep(instruments), KeptInstrument)),
        offices=tuple(_by_title(each for each in offices if window.is_sure(each.kept))),
        undated=window.undated,
    )


def is_encounter(event: Event) -> bool:
    """Whether sides meet or speak in this event, or plan to."""
    form = vocabulary().forms.get(event.form) if event.form else None
    return event.plover == "CONSULT" or event.form == "planned_encounter" or (form is not None and form.encounter)


def countries(connection: Connection, language: str) -> tuple[SideCount, ...]:
    """The countries and bodies of states that stand in records (offices apart), those of most records first."""
    side = _sides()
    counts = connection.execute(
        select(side.c.code, func.count(side.c.event_id.distinct()).label("records")).group_by(side.c.code)
    )
    found = [SideCount(side=country_side(row.code, language), records=row.records) for row in counts]
    return tuple(sorted(found, key=lambda count: (-count.records, count.side.key)))


def dyads(connection: Connection, language: str, limit: int) -> tuple[DyadCount, ...]:
    """The pairs of countries or bodies of states that stand together in most records (offices apart)."""
    one, other = _sides(), _sides()
    records = func.count(one.c.event_id.distinct()).label("records")
    counts = connection.execute(
        select(one.c.code, other.c.code.label("other"), records)
        .join(other, and_(other.c.event_id == one.c.event_id, one.c.code < other.c.code))
        .group_by(one.c.code, other.c.code)
        .order_by(records.desc(), one.c.code, other.c.code)
        .limit(limit)
    )
    return tuple(
        DyadCount(sides=(country_side(row.code, language), country_side(row.other, language)), records=row.records)
        for row in counts
    )


def contents(connection: Connection) -> Contents:
    """How much the register holds."""
    rows = connection.execute(
        select(t.event.c.kind, func.count().label("records"))
        .where(t.event.c.retired.is_(None), t.event.c.merged_into.is_(None))
        .group_by(t.event.c.kind)
    )
    counts = {row.kind: row.records for row in rows}
    failed = select(func.count()).select_from(t.coding).where(t.coding.c.current, t.coding.c.error_code.is_not(None))
    days = connection.execute(
        select(func.min(t.report.c.first_day).label("first"), func.max(t.report.c.last_day).label("last"))
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .where(is_live(), of_kind("event"))
    ).one()
    return Contents(
        pages=connection.scalar(select(func.count()).select_from(t.page)) or 0,
        failed=connection.scalar(failed) or 0,
        events=counts.get("event", 0),
        commitments=counts.get("commitment", 0),
        instruments=counts.get("instrument", 0),
        offices=counts.get("office", 0),
        first_day=days.first,
        last_day=days.last,
    )


class _Window:
    """What of a dossier is wanted. Counts the records that only a missing year leaves out."""

    def __init__(self, filters: Filters) -> None:
        words = vocabulary()
        _check("channel", filters.channels, words.channels)
        _check("form", filters.forms, words.forms)
        _check("status", filters.statuses, words.statuses)
        _check("field of cooperation", filters.fields, words.fields)
        self.filters = filters
        self.since = _bound(filters.since, edtf.earliest)
        self.until = _bound(filters.until, edtf.latest)
        self.undated = 0

    def keep(self, found: Iterable[Loaded]) -> list[Loaded]:
        """Those that are wanted."""
        wanted = [each for each in found if self._is_asked_for(each.kept)]
        dated = [each for each in wanted if each.first_day or not (self.since or self.until)]
        self.undated += len(wanted) - len(dated)
        return [each for each in dated if self._is_in_time(each)]

    def is_sure(self, kept: AnyKept) -> bool:
        """Whether the coder is as sure of the record as is wanted."""
        return kept.record.confidence >= (self.filters.min_confidence or 0)

    def _is_in_time(self, found: Loaded) -> bool:
        early = self.since and found.last_day and found.last_day < self.since
        late = self.until and found.first_day and found.first_day > self.until
        return not early and not late

    def _is_asked_for(self, kept: AnyKept) -> bool:
        filters = self.filters
        if not self.is_sure(kept):
            return False
        match kept:
            case KeptEvent(record=event):
                return (
                    _touches(event.channel, filters.channels)
                    and _touches((event.form or "",), filters.forms)
                    and _touches((event.status,), filters.statuses)
                )
            case KeptCommitment(record=commitment):
                return _touches(commitment.channel, filters.channels) and _touches(commitment.fields, filters.fields)
            case KeptInstrument(record=instrument):
                return _touches(kept.channel, filters.channels) and _touches(instrument.fields, filters.fields)
            case KeptOffice():
                return True


def _check(what: str, values: Iterable[str], known: Iterable[str]) -> None:
    for value in values:
        if value not in set(known):
            raise UsageError(f"'{value}' is no {what}.", f"Use one of: {', '.join(known)}.")


def _bound(text: str | None, day: Any) -> str | None:
    if text is None:
        return None
    try:
        found: date | None = day(text)
    except RecordError as error:
        raise UsageError(error.what, error.remedy) from error
    if found is None:
        raise UsageError(f"'{text}' has no year.", "Write YYYY, YYYY-MM or YYYY-MM-DD.")
    return found.isoformat()


def _touches(values: Iterable[str], wanted: tuple[str, ...]) -> bool:
    return not wanted or any(value in wanted for value in values)


def _of_dyad(connection: Connection, a: Side, b: Side) -> list[Loaded]:
    """All records of the dyad but offices."""
    joined = _joining(connection, a, b)
    hanging = _hanging(connection, a, b, joined)
    rows = chunks(sorted({*joined, *hanging}))
    return [each for some in rows for each in load(connection, live(t.report.c.id.in_(some)))]


def _joining(connection: Connection, a: Side, b: Side) -> list[int]:
    """The ids of reports in which both sides stand, each by a participant of its own."""
    one, other = t.participant.alias("one"), t.participant.alias("other")
    first, second = standing(connection, a, one.c), standing(connection, b, other.c)
    both = intersect(select(one.c.report_id).where(first), select(other.c.report_id).where(second)).subquery()
    apart = or_(one.c.slot != other.c.slot, one.c.position != other.c.position)
    each = (
        select(one.c.report_id)
        .join(other, and_(other.c.report_id == one.c.report_id, apart))
        .where(one.c.report_id == both.c.report_id, first, second)
    )
    return list(connection.scalars(select(both.c.report_id).where(each.exists())))


def _hanging(connection: Connection, a: Side, b: Side, events: list[int]) -> list[int]:
    """The ids of reports that hang on these events and in which no third side stands."""
    p = t.participant.alias("anyone")
    ours = or_(standing(connection, a, p.c), standing(connection, b, p.c))
    # a null that makes the condition unknown is no match either
    stranger = exists().where(p.c.report_id == t.report.c.id, case((ours, 0), else_=1) == 1)
    hang = select(t.report.c.id).where(~stranger)
    return [
        found for some in chunks(events) for found in connection.scalars(hang.where(t.report.c.parent_id.in_(some)))
    ]


def _offices(connection: Connection, a: Side, b: Side, stories: set[tuple[int, str]]) -> list[Loaded]:
    """Offices of either side: those of the given stories, and all other holders of the same titles."""
    p = t.participant
    holder = and_(p.c.report_id == t.report.c.id, p.c.slot == "holder", or_(holding(a, p.c), holding(b, p.c)))

    def held(condition: ColumnElement[bool]) -> list[Loaded]:
        return load(connection, live(of_kind("office"), condition, exists().where(holder)))

    codings = sorted({coding for coding, _ in stories})
    stated = [each for some in chunks(codings) for each in held(t.report.c.coding_id.in_(some))]
    stated = [each for each in stated if each.story in stories]
    titles = {_title(each.kept) for each in stated}
    elsewhere = [
        each
        for some in chunks(sorted({body for _, _, body in titles}))
        for each in held(t.report.c.id.in_(_held_in(some)))
        if _title(each.kept) in titles
    ]
    return list({each.kept.id: each for each in (*stated, *elsewhere)}.values())


def _held_in(bodies: Sequence[str]) -> Any:
    """The reports of offices held in these bodies, where '' is none."""
    c = t.participant.c
    named = c.body.in_(bodies)
    return select(c.report_id).where(c.slot == "holder", or_(named, c.body.is_(None)) if "" in bodies else named)


def _title(kept: AnyKept) -> tuple[str, str, str]:
    """Country, title and body of an office, folded; ('', '', '') for another kind of record."""
    if not isinstance(kept, KeptOffice):
        return "", "", ""
    office = kept.record
    return office.country or "", fold(office.office), fold(office.of or "")


def _newest_first(found: Iterable[Loaded], kind: type[K]) -> list[K]:
    records = [each.kept for each in found if isinstance(each.kept, kind)]
    return sorted(records, key=lambda kept: (*_recency(kept), *_place(kept)))


def _recency(kept: AnyKept) -> tuple[int, int, int]:
    """Sorts the newest first, then dates of unknown year, then none."""
    known, first, last, _ = edtf.sort_key(kept.dated)
    return known, -last, -first


def _place(kept: AnyKept) -> tuple[str, int, str]:
    """Records of one day keep the order in which their page tells of them."""
    report = kept.reports[0]
    start = next((span.start for span in report.evidence if span.start is not None), 0)
    return report.page, start, kept.id


def _by_title(found: Iterable[Loaded]) -> list[KeptOffice]:
    offices = [each.kept for each in found if isinstance(each.kept, KeptOffice)]
    return sorted(offices, key=lambda kept: (*_title(kept), *_recency(kept), *_place(kept)))


def _sides() -> Any:
    """Which country or body of states stands in which live record."""
    c = t.participant.c
    code = case((c.kind == "igo", c.key), else_=c.country)
    return (
        select(code.label("code"), t.event_report.c.event_id)
        .join(t.report, t.report.c.id == c.report_id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
        .where(is_live(), t.report.c.kind != "office", code.is_not(None), code != "IGO")
        .distinct()
        .subquery()
    )
