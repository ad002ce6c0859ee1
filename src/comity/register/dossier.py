"""The dossier of two sides: which records are of it, which of them are asked for, and in which order they are read.

The pair of two countries or bodies of states is looked up in `pair`; other sides (provinces, cities, bodies) are looked
for among those who stand in records. Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar, get_args

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select, union

from comity import edtf
from comity.errors import RecordError, UsageError
from comity.lexicon.vocabulary import vocabulary
from comity.register import schema as t
from comity.register.courses import with_courses
from comity.register.loader import chunks, shown_records
from comity.register.reports import is_live
from comity.register.sides import holding, ready, standing
from comity.register.views import (
    AnyKept,
    Counts,
    Dossier,
    Filters,
    KeptCommitment,
    KeptEvent,
    KeptInstrument,
    KeptOffice,
    Section,
    Side,
)

K = TypeVar("K", bound=AnyKept)

MOST = 10_000
"""Ids that are handed to the database again: it bounds the parameters of a statement."""

_EVENTS = ("encounter", "act")
_HAVE_FIELDS = ("commitment", "instrument")


def dossier(connection: Connection, a: Side, b: Side, filters: Filters) -> Dossier:
    """What the register holds on two sides.

    A record belongs to the dyad when both stand among its sides, as two participants. So does a commitment or an
    instrument of an event of the dyad that names no other side: a pledge says *to whom* only by the meeting at which it
    was made. Offices are those that the same stories state of either side, and whatever else is known of these titles.
    Raises UsageError when the sides are one, or a filter names no known value.
    """
    if a.key == b.key:
        raise UsageError(f"Both sides are {a.label}.", "Name two different sides.")
    asked = _Asked(filters)
    found = _Dyad(connection, a, b)
    counts, undated = asked.count(connection, found)
    read = {section: asked.read(connection, found, section) for section in asked.sections}
    return Dossier(
        sides=(a, b),
        filters=filters,
        encounters=_only(read.get("encounter", ()), KeptEvent),
        acts=_only(read.get("act", ()), KeptEvent),
        commitments=_only(read.get("commitment", ()), KeptCommitment),
        instruments=_only(read.get("instrument", ()), KeptInstrument),
        offices=_only(read.get("office", ()), KeptOffice),
        undated=undated,
        counts=counts,
    )


class _Dyad:
    """The rows of the records of a dyad, and of its offices, with the columns that `shown` and `pair` share.

    A record has two rows where a side is known by two names (`is_twice`).
    """

    def __init__(self, connection: Connection, a: Side, b: Side) -> None:
        self.is_twice = False
        looked_up = {a.kind, b.kind} <= {"country", "igo"}
        if looked_up:
            p = t.pair.c
            here = (p.one == min(a.key, b.key), p.other == max(a.key, b.key))
            self.c: Any = p
            self.members: tuple[ColumnElement[bool], ...] = here
            titles = select(p.title).where(*here, p.section == "office").distinct()
            self.offices: tuple[ColumnElement[bool], ...] = (t.shown.c.title.in_(titles),)
        elif (kept := ready(a, b)) is not None:
            s = t.side_pair.c
            here = (s.side.in_(kept[0]), s.other == kept[1])
            self.c, self.members = s, here
            self.is_twice = len(kept[0]) > 1
            self.offices = (t.shown.c.title.in_(select(s.title).where(*here, s.section == "office").distinct()),)
        else:
            self.c = t.shown.c
            found = _once(connection, _found(connection, a, b))
            self.members = (t.shown.c.event_id.in_(found), t.shown.c.section != "office")
            parts = chunks(found) if isinstance(found, list) else [found]
            told: set[str] = {str(title) for some in parts for title in connection.scalars(_titles_beside(some, a, b))}
            self.offices = (t.shown.c.title.in_(sorted(told)), _is_held(t.shown.c, a, b))


class _Asked:
    """What of a dossier is asked for."""

    def __init__(self, filters: Filters) -> None:
        words = vocabulary()
        _check("channel", filters.channels, words.channels)
        _check("form", filters.forms, words.forms)
        _check("status", filters.statuses, words.statuses)
        _check("field of cooperation", filters.fields, words.fields)
        _check("section of a dossier", (filters.section,) if filters.section else (), get_args(Section))
        if filters.offset < 0 or (filters.limit is not None and filters.limit < 0):
            raise UsageError("Less than none cannot be read.", "Give a limit and an offset of 0 or more.")
        self.filters = filters
        self.since = _bound(filters.since, edtf.earliest)
        self.until = _bound(filters.until, edtf.latest)

    @property
    def sections(self) -> tuple[Section, ...]:
        return (self.filters.section,) if self.filters.section else get_args(Section)

    def count(self, connection: Connection, found: _Dyad) -> tuple[Counts, int]:
        """How many records each section has, and how many a bound of time left out as their year is unknown."""
        c = found.c
        dated = self._is_in_time(c)
        rows = connection.execute(
            select(c.section, _number(found, dated), _number(found, c.first_day.is_(None)))
            .where(*found.members, c.section != "office", self._is_wanted(c))
            .group_by(c.section)
        ).all()
        counted = {section: int(number) for section, number, _ in rows}
        offices = select(func.count()).select_from(t.shown).where(*found.offices, self._is_sure(t.shown.c))
        undated = sum(int(number) for _, _, number in rows) if self.since or self.until else 0
        return Counts(
            encounters=counted.get("encounter", 0),
            acts=counted.get("act", 0),
            commitments=counted.get("commitment", 0),
            instruments=counted.get("instrument", 0),
            offices=connection.scalar(offices) or 0,
        ), undated

    def read(self, connection: Connection, found: _Dyad, section: Section) -> list[AnyKept]:
        """The records of a section, as many as are asked for."""
        query: Select[Any]
        if section == "office":
            o = t.shown.c
            query = select(o.event_id).where(*found.offices, self._is_sure(o))
            query = query.order_by(o.title, o.position, o.event_id)
        else:
            c = found.c
            wanted = (self._is_wanted(c), self._is_in_time(c))
            query = select(c.event_id).where(*found.members, c.section == section, *wanted)
            query = query.order_by(c.position, c.event_id)
            query = query.distinct().add_columns(c.position) if found.is_twice else query
        if self.filters.limit is not None:
            query = query.limit(self.filters.limit)
        if self.filters.offset:
            query = query.offset(self.filters.offset)
        read = shown_records(connection, list(connection.scalars(query)), whole=False)
        return with_courses(connection, read)

    def _is_sure(self, c: Any) -> ColumnElement[bool]:
        """Whether the coder is as sure of the record as is wanted."""
        sure: ColumnElement[bool] = c.confidence >= (self.filters.min_confidence or 0.0)
        return sure

    def _is_in_time(self, c: Any) -> ColumnElement[bool]:
        """Whether the days of a record touch those asked for."""
        bounds = [c.last_day >= self.since] if self.since else []
        bounds += [c.first_day <= self.until] if self.until else []
        return and_(True, *bounds)

    def _is_wanted(self, c: Any) -> ColumnElement[bool]:
        filters = self.filters
        wanted = [self._is_sure(c)]
        if filters.channels:
            wanted.append(_has(c.channel, filters.channels))
        if filters.forms:
            wanted.append(or_(c.section.not_in(_EVENTS), c.form.in_(filters.forms)))
        if filters.statuses:
            wanted.append(or_(c.section.not_in(_EVENTS), c.status.in_(filters.statuses)))
        if filters.fields:
            wanted.append(or_(c.section.not_in(_HAVE_FIELDS), _has(c.fields, filters.fields)))
        return and_(*wanted)


def _once(connection: Connection, query: Any) -> Any:
    """What a query finds, looked up once rather than with every section; the query itself where it finds very much."""
    found = list(connection.scalars(query.limit(MOST + 1)))
    return found if len(found) <= MOST else query


def _number(found: _Dyad, are: ColumnElement[bool]) -> ColumnElement[int]:
    """How many records are so."""
    if found.is_twice:
        return func.count(case((are, found.c.event_id)).distinct())
    return func.sum(case((are, 1), else_=0))


def _has(column: Any, words: Iterable[str]) -> ColumnElement[bool]:
    return or_(*(column.contains(f" {word} ", autoescape=True) for word in words))


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


def _found(connection: Connection, a: Side, b: Side) -> Any:
    """The ids of all records of a dyad but offices, as a query."""
    joined = _joining(connection, a, b)
    p, hung = t.standing.alias("anyone"), t.shown.alias("hung")
    ours = or_(standing(connection, a, p.c), standing(connection, b, p.c))
    # a null that makes the condition unknown is no match either
    stranger = exists().where(p.c.event_id == hung.c.event_id, case((ours, 0), else_=1) == 1)
    hanging = select(hung.c.event_id).where(hung.c.parent_id.in_(joined), ~stranger)
    return union(joined, hanging)


def _joining(connection: Connection, a: Side, b: Side) -> Any:
    """The ids of records in which both sides stand, each by a participant of its own."""
    # the side of which there is less leads to the records
    few, many = (b, a) if a.kind in ("country", "igo") else (a, b)
    one, other = t.standing.alias("one"), t.standing.alias("other")
    apart = or_(one.c.slot != other.c.slot, one.c.position != other.c.position)
    beside = exists().where(other.c.event_id == one.c.event_id, apart, standing(connection, many, other.c))
    return select(one.c.event_id).where(standing(connection, few, one.c), beside).distinct()


def _is_held(office: Any, a: Side, b: Side) -> ColumnElement[bool]:
    """That an office is held for either side."""
    h = t.standing.alias("holder")
    return exists().where(h.c.event_id == office.event_id, h.c.slot == "holder", or_(holding(a, h.c), holding(b, h.c)))


def _titles_beside(found: Any, a: Side, b: Side) -> Any:
    """The titles of the offices of either side that the stories of these records tell of, as a query."""
    member, link, office = t.event.alias("member"), t.event_report.alias("link"), t.event.alias("office")
    beside, beside_link = t.report.alias("beside"), t.event_report.alias("beside_link")
    held = t.shown.alias("held")
    return (
        select(held.c.title)
        .select_from(member)
        .join(link, link.c.event_id == member.c.id)
        .join(t.report, t.report.c.id == link.c.report_id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .join(beside, and_(beside.c.coding_id == t.report.c.coding_id, beside.c.story == t.report.c.story))
        .join(beside_link, beside_link.c.report_id == beside.c.id)
        .join(office, office.c.id == beside_link.c.event_id)
        .join(held, held.c.event_id == func.coalesce(office.c.merged_into, office.c.id))
        .where(or_(member.c.id.in_(found), member.c.merged_into.in_(found)))
        .where(beside.c.kind == "office", is_live(), _is_held(held.c, a, b))
        .distinct()
    )


def _only(found: Iterable[AnyKept], kind: type[K]) -> tuple[K, ...]:
    return tuple(kept for kept in found if isinstance(kept, kind))
