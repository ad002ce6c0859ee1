"""Moments as metadata print them: ISO 8601 in its many spellings, dates of mails, dates in figures and in words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from comity import edtf
from comity.reading.stamps import stamps

_ISO = re.compile(
    r"(?P<y>\d{4})(?:[-/.]?(?P<m>\d{2})(?:[-/.]?(?P<d>\d{2})"
    r"(?:[T ]+(?P<H>\d{1,2}):?(?P<M>\d{2})(?::?(?P<S>\d{2})(?:[.,]\d+)?)?\s*"
    r"(?P<z>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?)?)?"
    r"(?:\s*(?:UTC|GMT|[A-Z][A-Za-z]{2,4}))?",
)
_IN_ADDRESS = re.compile(r"[/_-]((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


class Moment(NamedTuple):
    """A day (EDTF: its own local day, or a month or a year), and the moment in time when an offset is given."""

    day: str
    instant: datetime | None = None
    universal: bool = False  # told in universal time, which is no place's

    @property
    def plausible(self) -> bool:
        """Whether a page of the web can be of that day: not the beginning of a computer's time."""
        return _FIRST_YEAR <= int(self.day[:4]) <= _LAST_YEAR


def moment(value: str, language: str | None = None) -> Moment | None:
    """The moment that a value of metadata tells, or None. Figures alone are read in the order of the language."""
    value = value.strip()[:80]
    match = _ISO.fullmatch(value)
    if match:
        return _iso(match)
    try:
        found = parsedate_to_datetime(value)
        return Moment(found.date().isoformat(), found if found.tzinfo else None, found.utcoffset() == timedelta(0))
    except (ValueError, TypeError, IndexError):
        pass
    told = stamps(value, language)
    return Moment(told[0].day) if told else None


def day_of_address(address: str) -> str | None:
    """The day that stands in the path of an address, as `/2024/03/28/`; EDTF."""
    path = re.sub(r"^(?:https?:)?//[^/]*", "", address).split("?")[0]
    match = _IN_ADDRESS.search(path)
    day = "-".join(match.groups()) if match else None
    return day if day and edtf.is_valid(day) and Moment(day).plausible else None


def _iso(match: re.Match[str]) -> Moment | None:
    day = "-".join(part for part in (match["y"], match["m"], match["d"]) if part)
    if not edtf.is_valid(day) or (match["m"] and not 1 <= int(match["m"]) <= 12):
        return None
    zone = match["z"]
    if not match["H"] or not zone:
        return Moment(day)
    sign = -1 if zone.startswith("-") else 1
    digits = re.sub(r"\D", "", zone)
    offset = sign * (60 * int(digits[:2] or 0) + int(digits[2:] or 0))
    try:
        local = datetime(
            int(match["y"]), int(match["m"]), int(match["d"]), int(match["H"]) % 24, int(match["M"]), tzinfo=UTC
        )
        return Moment(day, local - timedelta(minutes=offset), offset == 0)
    except (ValueError, OverflowError):
        return None
