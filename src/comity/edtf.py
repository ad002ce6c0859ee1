"""The part of EDTF (ISO 8601-2:2019) that the records use: what a text says of a day, and no more than it says.

Accepted are `2018`, `2018-07`, `2018-07-17`; a quarter `2018-33` … `2018-36` and a half-year `2018-40` (first) or
`2018-41` (second), which are the sub-year groupings of ISO 8601-2; `XXXX-02` and `XXXX-02-18` where the year is
unknown; and closed intervals `a/b` of these, with the year known on both sides or on neither. Years are 0001 to 9999.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from comity.errors import RecordError

QUARTERS = (33, 34, 35, 36)
HALVES = (40, 41)

_MOMENT = re.compile(r"([0-9]{4}|XXXX)(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_REMEDY = "Write YYYY, YYYY-MM, YYYY-MM-DD, XXXX-MM-DD, a half-year YYYY-40 or YYYY-41, or an interval START/END."
_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Moment:
    """One date without an interval. `part` is a sub-year grouping (33–36, 40, 41); it stands instead of `month`."""

    year: int | None
    month: int | None = None
    day: int | None = None
    part: int | None = None

    def __str__(self) -> str:
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        rest = (self.part if self.part is not None else self.month, self.day)
        return "-".join([year, *(f"{number:02d}" for number in rest if number is not None)])

    def months(self) -> tuple[int, int]:
        """First and last month, from 1 to 12."""
        if self.part in HALVES:
            first = 1 + 6 * (self.part - HALVES[0])
            return first, first + 5
        if self.part is not None:
            first = 1 + 3 * (self.part - QUARTERS[0])
            return first, first + 2
        return (1, 12) if self.month is None else (self.month, self.month)

    def days(self, year: int) -> tuple[date, date] | None:
        """First and last day if the year is `year`; None if there is no such day, as 29 February 2023."""
        if not date.min.year <= year <= date.max.year:
            return None
        first, last = self.months()
        end = calendar.monthrange(year, last)[1]
        if self.day is not None:
            return (date(year, first, self.day),) * 2 if self.day <= end else None
        return date(year, first, 1), date(year, last, end)


@dataclass(frozen=True, slots=True)
class Edtf:
    """A parsed date: `start` and `end` are the same moment unless it is an interval."""

    start: Moment
    end: Moment

    def __str__(self) -> str:
        return str(self.start) if not self.is_interval else f"{self.start}/{self.end}"

    @property
    def is_interval(self) -> bool:
        return self.start != self.end

    @property
    def year_known(self) -> bool:
        return self.start.year is not None

    def days(self, year: int | None = None) -> tuple[date, date] | None:
        """First and last day; `year` is that of the start where it is unknown. None if no such days exist.

        An interval of unknown year that runs backwards (30 December to 2 January) ends in the year after.
        """
        if self.start.year is not None and self.end.year is not None:
            first, last = self.start.days(self.start.year), self.end.days(self.end.year)
        elif year is None:
            return None
        else:
            first = self.start.days(year)
            last = self.end.days(year + (self.end.months() < self.start.months()))
        return (first[0], last[1]) if first and last else None


# records say the same days again and again
@lru_cache(maxsize=8192)
def parse(text: str) -> Edtf:
    """The parsed date. Raises RecordError if `text` is not of the subset, has no such day, or ends before it starts."""
    left, slash, right = text.partition("/")
    start = _moment(left, text)
    end = _moment(right, text) if slash else start
    if slash and (start.year is None) != (end.year is None):
        raise RecordError(f"The interval '{text}' knows the year on one side only.", _REMEDY)
    if slash and start == end:
        raise RecordError(f"The interval '{text}' starts and ends on the same date.", "Write the date once.")
    parsed = Edtf(start, end)
    days = parsed.days()
    backwards = days is None and start.months() == end.months() and (start.day or 0) > (end.day or 31)
    if backwards or (days is not None and days[0] > days[1]):
        raise RecordError(f"The interval '{text}' ends before it starts.", "Put the earlier date first.")
    return parsed


def is_valid(text: str) -> bool:
    """Whether `text` is of the subset."""
    try:
        parse(text)
    except RecordError:
        return False
    return True


def earliest(text: str) -> date | None:
    """The first day that `text` allows, or None if its year is unknown."""
    days = parse(text).days()
    return days[0] if days else None


def latest(text: str) -> date | None:
    """The last day that `text` allows, or None if its year is unknown."""
    days = parse(text).days()
    return days[1] if days else None


def sort_key(text: str | None) -> tuple[int, int, int, str]:
    """A total order: by first day, then by last day; then dates of unknown year by month and day; no date last."""
    if text is None:
        return 2, 0, 0, ""
    parsed = parse(text)
    days = parsed.days()
    if days is not None:
        return 0, days[0].toordinal(), days[1].toordinal(), text
    days = parsed.days(_LEAP_YEAR)
    if days is None:  # cannot be: every month and day exists in a leap year
        raise RecordError(f"The date '{text}' exists in no year.", _REMEDY)
    return 1, days[0].toordinal(), days[1].toordinal(), text


def contains(whole: str, part: str) -> bool:
    """Whether `part` is `whole` or tells it more exactly: 2019 contains 2019-05, XXXX-02-18 contains 2023-02-18."""
    return _contains(parse(whole), parse(part))


def compatible(a: str, b: str) -> bool:
    """Whether both may be one date, told more exactly by one: 2019 and 2019-05; XXXX-02-18 and 2023-02-18, or 2023."""
    one, other = parse(a), parse(b)
    if one.year_known and not other.year_known:
        one, other = other, one
    return any(
        _within(first, second) or _within(second, first)
        for first in _readings(one, other)
        for second in _readings(other, one)
    )


def from_iso(text: str) -> str:
    """The EDTF day of an ISO 8601 timestamp, in its own offset: `2023-02-18T23:30:00+07:00` is `2023-02-18`.

    A date of the subset is given back as it is. Raises RecordError for anything else.
    """
    text = text.strip()
    if is_valid(text):
        return text
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError as error:
        raise RecordError(f"'{text}' is neither an EDTF date nor an ISO 8601 timestamp.", _REMEDY) from error


def _moment(text: str, whole: str) -> Moment:
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise RecordError(f"'{whole}' is not a date of the EDTF subset.", _REMEDY)
    year = None if match[1] == "XXXX" else int(match[1])
    month, day = (int(group) if group else None for group in match.groups()[1:])
    if year == 0:
        raise RecordError(f"'{whole}' has the year 0.", "Give a year from 0001 to 9999.")
    if year is None and month is None:
        raise RecordError(f"'{whole}' says nothing.", "Leave the date out.")
    if month in QUARTERS + HALVES and day is None and year is not None:
        return Moment(year, part=month)
    if month is not None and not 1 <= month <= 12:
        raise RecordError(f"'{whole}' has the month {month}.", _REMEDY)
    if day is not None and month is not None and not 1 <= day <= calendar.monthrange(year or _LEAP_YEAR, month)[1]:
        raise RecordError(f"'{whole}' is a day that does not exist.", _REMEDY)
    return Moment(year, month, day)


def _within(inner: tuple[date, date], outer: tuple[date, date]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _readings(parsed: Edtf, beside: Edtf) -> Iterator[tuple[date, date]]:
    """The days that `parsed` may be, as far as years matter beside the other date.

    Nine years are enough for an unknown year: every day, 29 February too, comes back within eight.
    """
    if parsed.year_known:
        years: range = range(1)
    else:
        days = beside.days()
        first, last = (days[0].year - 1, days[1].year) if days else (_LEAP_YEAR - 1, _LEAP_YEAR + 1)
        years = range(first, min(last, first + 9) + 1)
    for year in years:
        reading = parsed.days(year)
        if reading is not None:
            yield reading


def _contains(whole: Edtf, part: Edtf) -> bool:
    if whole.year_known and not part.year_known:
        return False
    if whole.year_known:
        outer, inner = whole.days(), part.days()
        return outer is not None and inner is not None and _within(inner, outer)
    # over a leap year and its neighbours every reading of both is met
    return any(_within(inner, outer) for inner in _readings(part, part) for outer in _readings(whole, part))
