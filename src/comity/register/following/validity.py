"""For what time a document holds, as far as pages say: pure.

A chain of records of one document (signed, ratified, in force, extended …) has a start and an end where its periods
state them, or where pages say that it entered into force, or ended. That a document was signed says nothing of how long
it holds: where no period and no end is told, the end is unknown, and it is never said to hold or to have ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from comity import edtf
from comity.model import Instrument

Standing = Literal["to_come", "in_force", "suspended", "ended", "unknown"]

_ENDS = ("terminated", "expired")
_HOLDS = ("in_force", "extended", "amended", "implemented")


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a document: what is known of it, and the EDTF date that orders it."""

    record: Instrument
    on: str | None


@dataclass(frozen=True, slots=True)
class Validity:
    """For what time a document holds. `start` and `end` are EDTF as pages give them, or null.

    `first` and `last` are the first and the last day of that time as far as they are known; `ended` says that a page
    told of the end.
    """

    start: str | None
    end: str | None
    first: date | None
    last: date | None
    ended: bool = False
    suspended: bool = False
    seen: date | None = None

    def on(self, day: date) -> Standing:
        """How the document stands on a day."""
        if (self.last is not None and day > self.last) or (self.ended and self.last is None):
            return "ended"
        if self.first is not None and day < self.first:
            return "to_come"
        if self.suspended:
            return "suspended"
        if self.first is not None and self.last is not None:
            return "in_force"
        # a page said that it was in force, and none that it ended
        return "in_force" if self.seen is not None and day >= self.seen else "unknown"


def validity(steps: Sequence[Step]) -> Validity:
    """For what time the document of these states holds; the states go from the earliest to the latest."""
    start = end = None
    first = last = seen = None
    ended = suspended = False
    for step in steps:
        status, days = step.record.status, _days(step.on)
        period = _days(step.record.period)
        if period is not None and step.record.period is not None:
            opening, _, closing = step.record.period.partition("/")
            if first is None or period[0] < first:
                start, first = opening, period[0]
            if last is None or period[1] > last or status in ("extended", "amended"):
                end, last = closing or opening, period[1]
        if status in _HOLDS and days is not None:
            seen = seen or days[0]
        suspended = status == "suspended" or (suspended and status not in _HOLDS)
        if status in _ENDS:
            ended = True
            if days is not None and (last is None or days[0] <= last or status == "terminated"):
                end, last = step.on, days[1]
    return Validity(start, end, first, last, ended, suspended, seen)


def ordered_on(record: Instrument, dated: str | None, reported: str | None) -> str | None:
    """The date of a state of a document.

    That of its signing or of its event; a document that is only named, with its period, is in that state when it is
    named, not when its period begins.
    """
    named = dated is None or dated == record.period or edtf.parse(dated).days() is None
    return reported or dated if named else dated


def ends_within(found: Validity, day: date, months: int) -> bool:
    """Whether the document is known to end from a day on, and before so many months have passed."""
    return found.last is not None and not found.ended and day <= found.last <= months_after(day, months)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month; the last day there is, if it is beyond."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if year > date.max.year:
        return date.max
    found = edtf.parse(f"{year:04d}-{month + 1:02d}").days()
    if found is None:  # cannot be: every month has days
        return date.max
    return min(found[1], found[0] + timedelta(days=day.day - 1))


def _days(text: str | None) -> tuple[date, date] | None:
    return edtf.parse(text).days() if text and edtf.is_valid(text) else None
