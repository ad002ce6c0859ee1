"""Where to look for reports of one act: each record leaves a trace under the keys by which another report finds it.

An act is found by its type and each two of its countries, near in time, or by the one body of states that acted alone;
a promise or a document by its countries too; an office by each word of the holder's name. `trace` is an index of that,
derived from live reports. Every function that has a connection runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

from sqlalchemy import Connection, and_, delete, insert, select

from comity import edtf
from comity.folding import fold
from comity.lexicon.vocabulary import vocabulary
from comity.model import Commitment, Event
from comity.register import schema as t
from comity.register.likeness import MOVED_DAYS, PLAN_DAYS, PLANS, REPORT_DAYS, Act, span
from comity.register.loader import chunks
from comity.register.merging.hanging import Hung
from comity.register.merging.offices import TERM_DAYS, Held

MOST_SIDES = 8
"""Of an act of more sides, the pairs of so many are looked up."""

LONGEST_DAYS = 400
"""An interval that is longer is not found by its end."""

LONGEST_KEY = 120
"""Characters of a key that are kept."""

UNKNOWN = ""
"""The day of what is not known to have been on any."""

Days = tuple[date, date] | None


def keys(said: Act | Hung | Held) -> list[str]:
    """The keys under which a report is found."""
    if isinstance(said, Act):
        return [f"{_sort(said)} {two}" for two in _pairs(said.sides)]
    if isinstance(said, Hung):
        kind = "commitment" if isinstance(said.record, Commitment) else "instrument"
        return [f"{kind} {two}" for two in _pairs(said.sides)]
    office = said.record
    words = sorted({word for word in fold(office.person).split() if len(word) > 1})
    return [f"office {office.country or ''} {word}" for word in words]


def days(said: Act | Hung | Held) -> Days:
    """The days on which what is told of may have been, or on which it was told."""
    if isinstance(said, Act):
        return span(said)
    dated = said.dated or said.reported if isinstance(said, Hung) else None
    if isinstance(said, Held):
        first, last = (edtf.parse(each).days() if each else None for each in (said.first, said.last))
        return (first[0], last[1]) if first and last else None
    return edtf.parse(dated).days() if dated else None


def leave(connection: Connection, reports: dict[str, Act | Hung | Held], gone: Iterable[str]) -> None:
    """Write the traces of these records, and remove those of others."""
    for some in chunks(sorted({*reports, *gone})):
        connection.execute(delete(t.trace).where(t.trace.c.event_id.in_(some)))
    rows = [row for identity, said in reports.items() for row in traces(identity, said)]
    if rows:
        connection.execute(insert(t.trace), rows)


def traces(identity: str, said: Act | Hung | Held) -> list[dict[str, str]]:
    """The rows under which a record is found."""
    found = days(said)
    first, last = (found[0].isoformat(), found[1].isoformat()) if found else (UNKNOWN, UNKNOWN)
    cut = sorted({key[:LONGEST_KEY] for key in keys(said)})
    return [{"key": key, "first_day": first, "last_day": last, "event_id": identity} for key in cut]


def near(connection: Connection, said: Act | Hung | Held) -> set[str]:
    """The records that may be one with what is told, or come of it, or be what it came of."""
    c = t.trace.c
    found: set[str] = set()
    for key, first, last in _searches(said):
        if first is None or last is None:
            when = c.last_day == UNKNOWN
        else:
            when = and_(
                c.last_day >= first.isoformat(),
                c.last_day <= _shifted(last, LONGEST_DAYS).isoformat(),
                c.first_day <= last.isoformat(),
            )
        found |= set(connection.scalars(select(c.event_id).where(c.key == key[:LONGEST_KEY], when)))
    return found


def _searches(said: Act | Hung | Held) -> Iterator[tuple[str, date | None, date | None]]:
    """The keys to look under, and the days."""
    found = days(said)

    def around(before: int, after: int) -> tuple[date | None, date | None]:
        return (_shifted(found[0], -before), _shifted(found[1], after)) if found else (None, None)

    if isinstance(said, Held):
        for key in keys(said):
            yield (key, *around(TERM_DAYS, TERM_DAYS))
        return
    if isinstance(said, Hung):
        for key in keys(said):
            yield (key, *around(REPORT_DAYS, REPORT_DAYS))
        return
    for two in _pairs(said.sides):
        if said.is_plan:
            yield (f"plan {two}", *around(MOVED_DAYS, MOVED_DAYS))
            for plover in _types(said.event):
                yield (f"{plover} {two}", *around(REPORT_DAYS, PLAN_DAYS))
        else:
            yield (f"{said.event.plover} {two}", *around(REPORT_DAYS, REPORT_DAYS))
            yield (f"plan {two}", *around(PLAN_DAYS, REPORT_DAYS))


def _sort(said: Act) -> str:
    return "plan" if said.is_plan else said.event.plover


def _types(plan: Event) -> Sequence[str]:
    """The PLOVER types of what may come of a plan."""
    if plan.form in PLANS or plan.form is None:
        return ("CONSULT",)
    form = vocabulary().forms.get(plan.form)
    return form.types if form is not None else ("CONSULT",)


def _pairs(sides: Iterable[str]) -> list[str]:
    """Each two of some sides; a side that stands alone as it is: *la CEDEAO s'est réunie*."""
    told = sorted(sides)[:MOST_SIDES]
    return [f"{one} {other}" for one, other in combinations(told, 2)] or told


def _shifted(day: date, by: int) -> date:
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return date.min if by < 0 else date.max
