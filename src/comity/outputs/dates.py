"""EDTF dates in words: what a text says of a day, and no more than it says, in French and in English.

Months and their order come from CLDR (Babel). `XXXX-02-18` is "18 février, année inconnue"; a date whose year was not
written out says where it came from: "17 juillet 2018 (année d'après le contexte)".
"""

from __future__ import annotations

from typing import Literal

from babel.dates import get_month_names

from comity.edtf import Moment, parse
from comity.lexicon.vocabulary import vocabulary
from comity.model import Date
from comity.outputs.translation import locale, translations

Width = Literal["wide", "abbreviated"]

# resolutions that the words of the date say already
_SAID = frozenset({"explicit", "unknown_year"})


def edtf_in_words(text: str, language: str, *, width: Width = "wide") -> str:
    """An EDTF date in words; `width` is `wide` (July) or `abbreviated` (Jul). RecordError for no EDTF date."""
    date = parse(text)
    words = _Words(language, width)
    said = words.interval(date.start, date.end) if date.is_interval else words.moment(date.start)
    return said if date.year_known else words.catalogue.gettext("{date}, year unknown").format(date=said)


def date_in_words(date: Date | None, language: str) -> str:
    """A record's date in words with the way it was resolved, where that is not plain; "undated" without one."""
    if date is None:
        return translations(language).gettext("undated")
    words = edtf_in_words(date.edtf, language)
    if date.resolved in _SAID:
        return words
    note = vocabulary().label("resolved", date.resolved, language)
    return f"{words} ({note[:1].lower()}{note[1:]})"


def machine_date(text: str | None) -> str | None:
    """The value for a `datetime` attribute of HTML, or None where HTML has no form for it (intervals, half-years)."""
    if text is None:
        return None
    date = parse(text)
    moment = date.start
    if date.is_interval or moment.part is not None or (moment.year is None and moment.day is None):
        return None
    return str(moment).removeprefix("XXXX-")


class _Words:
    """How one language writes a moment."""

    def __init__(self, language: str, width: Width) -> None:
        self.language = language
        self.catalogue = translations(language)
        self.months = get_month_names(width, locale=locale(language))

    def moment(self, moment: Moment) -> str:
        year = "" if moment.year is None else str(moment.year)
        if moment.part is not None:
            return self._part(moment.part, year)
        if moment.month is None:
            return year
        return " ".join(filter(None, (self._day(moment.day), self.months[moment.month], year)))

    def interval(self, start: Moment, end: Moment) -> str:
        """What both ends share is said once: 21–22 mars 2018, 30 mars – 2 avril 2018, 2020–2024."""
        if start.part is None and end.part is None and start.year == end.year and start.month and end.month:
            if start.month == end.month and start.day and end.day:
                return f"{self._day(start.day)}–{self.moment(end)}"
            start = Moment(None, start.month, start.day)
        plain = start.month is end.month is start.part is end.part is None
        return f"{self.moment(start)}{'–' if plain else ' – '}{self.moment(end)}"

    def _day(self, day: int | None) -> str:
        if day is None:
            return ""
        # a language that counts the first of a month apart (1er) says so in its catalogue
        return self.catalogue.pgettext("first day of a month", "1") if day == 1 else str(day)

    def _part(self, part: int, year: str) -> str:
        messages = {
            33: self.catalogue.gettext("first quarter of {year}"),
            34: self.catalogue.gettext("second quarter of {year}"),
            35: self.catalogue.gettext("third quarter of {year}"),
            36: self.catalogue.gettext("fourth quarter of {year}"),
            40: self.catalogue.gettext("first half of {year}"),
            41: self.catalogue.gettext("second half of {year}"),
        }
        return messages[part].format(year=year)
