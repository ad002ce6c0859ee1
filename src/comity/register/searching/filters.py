"""Filters of a search as clauses of its question, and as conditions on `searched` where no mark says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from comity import edtf
from comity.errors import RecordError, UsageError
from comity.lexicon.vocabulary import vocabulary
from comity.lexicon.world import world
from comity.register import schema as t
from comity.register.people.meant import Meant
from comity.register.reports import is_live
from comity.register.searching.index import LONG, from_day, years
from comity.register.searching.question import Clause, Phrase, Question, mark, marked, named, parse
from comity.register.searching.views import FoundKind, Query
from comity.register.sides import standing
from comity.register.views import Side


def question_of(query: Query, kind: FoundKind, people: Meant | None) -> Question:
    """All that a query asks of records (or pages) of a kind, but for its period, confidence, and sides that are bodies.

    `people` are those whom its names and ids mean. Raises UsageError for a value that no vocabulary has.
    """
    check(query)
    return (
        *(marked("kind", (kind,)), *_period(query), *_sides(query.sides), *_filters(query)),
        *_people(query.persons, people),
        *parse(query.words),
    )


def check(query: Query) -> None:
    """UsageError when a filter names no known value, a date has no year, or sides are more than two, or one twice."""
    words = vocabulary()
    _known("channel", query.channels, words.channels)
    _known("form", query.forms, words.forms)
    _known("type", query.types, words.types)
    _known("field of cooperation", query.fields, words.fields)
    _known("status", query.statuses, (*words.statuses, *words.instrument_statuses))
    for date in (query.since, query.until):
        _bound(date)
    if len(query.sides) > 2 or len({side.key for side in query.sides}) < len(query.sides):
        raise UsageError("A search has one side, or two that differ.", "Name at most two different sides.")


def conditions(
    connection: Connection, query: Query, kind: FoundKind, people: Meant | None
) -> list[ColumnElement[bool]]:
    """What a query asks beside its question, of rows of `searched`."""
    c = t.searched.c
    found: list[ColumnElement[bool]] = []
    until = _bound(query.until)
    if until:
        found.append(c.first_day <= until[1])
    if query.min_confidence:
        found.append(c.confidence >= query.min_confidence)
    if query.sides and not _are_states(query.sides):
        records = _standing_in(connection, query.sides)
        found.append(c.page_id.in_(_pages_of(records)) if kind == "page" else c.event_id.in_(records))
    if people is not None:
        s = t.sighting.c
        seen, owner = (s.page_id, c.page_id) if kind == "page" else (s.event_id, c.event_id)
        found.append(owner.in_(select(seen).where(s.appellation_id.in_(people.appellations))))
    return found


def least(query: Query) -> int | None:
    """The least id of what does not end before the period, where it has a beginning."""
    since = _bound(query.since)
    return from_day(since[0]) if since else None


def _are_states(sides: Iterable[Side]) -> bool:
    return all(side.kind in ("country", "igo") for side in sides)


def _sides(sides: tuple[Side, ...]) -> Iterator[Clause]:
    if sides and _are_states(sides):
        keys = sorted(side.key for side in sides)
        yield marked("side" if len(keys) == 1 else "pair", (" ".join(keys),))


def _period(query: Query) -> Iterator[Clause]:
    """The years of a period that has both ends, unless it is very long: its days are compared beside."""
    since, until = _bound(query.since), _bound(query.until)
    touched = years(since[0], until[1]) if since and until and since[0] <= until[1] else []
    if touched and touched != [LONG]:
        yield marked("year", [*touched, LONG])


def _filters(query: Query) -> Iterator[Clause]:
    for name, values in (
        ("channel", query.channels),
        ("form", query.forms),
        ("type", query.types),
        ("field", query.fields),
        ("status", query.statuses),
        ("publisher", query.publishers),
        ("language", query.languages),
    ):
        if values:
            yield marked(name, values)
    if query.places:
        yield Clause(tuple(dict.fromkeys(phrase for place in query.places for phrase in _place(place))))


def _people(asked: tuple[str, ...], people: Meant | None) -> Iterator[Clause]:
    """The names of those who are meant: the index finds where one of these stands, and who bears it is seen there.

    Names that nobody is known by are looked for as they are.
    """
    said = asked if people is None else people.names
    clauses = [clause for person in said or () if (clause := named(person)) is not None]
    if clauses:
        yield Clause(tuple(dict.fromkeys(phrase for clause in clauses for phrase in clause.any_of)))


def _place(words: str) -> Iterator[Phrase]:
    """A place by its name, and by the codes that the name or code has: all that lies in a country is there."""
    yield Phrase((mark("place", words),))
    upper = words.upper()
    for code in world().country_codes(words) or world().country_codes(upper):
        yield Phrase((mark("place", code),))
    for subdivision in world().subdivision(words) or world().subdivision(upper):
        yield Phrase((mark("place", subdivision.code),))


def _standing_in(connection: Connection, sides: tuple[Side, ...]) -> Any:
    """The shown records in which these sides stand, each by a participant of its own."""
    one, other = t.standing.alias("one"), t.standing.alias("other")
    first = select(one.c.event_id).where(standing(connection, sides[0], one.c))
    if len(sides) == 1:
        return first
    apart = or_(one.c.slot != other.c.slot, one.c.position != other.c.position)
    beside = and_(other.c.event_id == one.c.event_id, apart, standing(connection, sides[1], other.c))
    return first.where(exists().where(beside))


def _pages_of(records: Any) -> Any:
    """The pages that tell of records."""
    canonical = or_(t.event.c.id.in_(records), t.event.c.merged_into.in_(records))
    return (
        select(t.coding.c.page_id)
        .join(t.report, t.report.c.coding_id == t.coding.c.id)
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
        .join(t.event, t.event.c.id == t.event_report.c.event_id)
        .where(canonical, is_live())
    )


def _known(what: str, values: Iterable[str], known: Iterable[str]) -> None:
    among = list(known)
    for value in values:
        if value not in among:
            raise UsageError(f"'{value}' is no {what}.", f"Use one of: {', '.join(among)}.")


def _bound(text: str | None) -> tuple[str, str] | None:
    """The first and the last day of a date that bounds a period."""
    if text is None:
        return None
    try:
        first, last = edtf.earliest(text), edtf.latest(text)
    except RecordError as error:
        raise UsageError(error.what, error.remedy) from error
    if first is None or last is None:
        raise UsageError(f"'{text}' has no year.", "Write YYYY, YYYY-MM or YYYY-MM-DD.")
    return first.isoformat(), last.isoformat()
