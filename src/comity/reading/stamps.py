"""Lines that say when a page was published: *Publié le 12 mars 2019 à 10h*, *12/03/2019 10:45*, *Dakar, le 3 mai 2020*.

Only a line that says this and nothing else counts: a sentence of the body that begins with a date never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from comity import edtf
from comity.folding import fold
from comity.lexicon.project import remembered
from comity.lexicon.reading import Order, ReadingWords, load_reading
from comity.reading.marks import Marks, marks
from comity.reading.phrases import alternatives

_LONGEST = 160
_LONGEST_BEFORE = 60  # a stamp before a title
_SEPARATOR = re.compile(r"\s*[|•·]\s*|\s+[-–—/]+\s+")
_TIME = re.compile(
    r"(?<![\w/])(?:\d{1,2}\s*(?:h|:)\s*\d{2}(?::\d{2})?|\d{1,2}\s*(?:h|heures?)\b|\d{1,2}\s*(?:[ap]\.?m\.?)(?!\w))"
    r"|(?:GMT|UTC)\s*[+-]?\s*\d*(?::\d\d)?|[+-]\d\d:?\d\d(?!\d)|\d+\s*(?=min\b)",
    re.IGNORECASE,
)
# the time that stands behind a day, with its offset
_CLOCK = re.compile(
    r"[\s,|•·–—-]{0,4}(?:[^\W\d_]{1,3}\s)?\d{1,2}\s*(?:h|:|heures?)\s*(?:\d{2})?(?::\d{2})?(?:\s*[ap]\.?m\b\.?)?"
    r"(?:\s*\(?(?:GMT|UTC|TU)\s*[+-]?\s*\d*\)?|\s*[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_PLACE_AND_DAY = re.compile(r"\s*[^\W\d_][^\d,]{1,40},\s*(?:\w+\s+){0,2}\0")
_YEAR = re.compile(r"\d{4}")
_GAP = "\0"

Kind = Literal["published", "updated", "bare"]
_PREFERRED: tuple[Kind, ...] = ("published", "bare", "updated")


class Stamp(NamedTuple):
    """A day (EDTF) and what the line says of it: published, updated, or nothing; `printed` is the day with its time."""

    kind: Kind
    day: str
    printed: str = ""


def published(lines: Iterable[str], language: str | None) -> str | None:
    """The EDTF day of publication that the lines state, or None: the first *publié*, else bare, else *mis à jour*."""
    found = [stamp for line in lines for stamp in stamps(line, language)]
    for kind in _PREFERRED:
        for stamp in found:
            if stamp.kind == kind:
                return stamp.day
    return None


def stamps(line: str, language: str | None = None) -> list[Stamp]:
    """What a line says of its page's publication; empty unless the line says nothing else."""
    return _grammar().parse(line, language) if len(line) <= _LONGEST else []


def dates(line: str, language: str | None = None) -> list[Stamp]:
    """All days in a line that is known to say when the page was published, whatever else it says."""
    return _grammar().dates(line, language) if len(line) <= _LONGEST else []


def is_stamp(line: str) -> bool:
    """Whether the line says when the page was published, and nothing else."""
    return len(line) <= _LONGEST and _grammar().fits(line)


def stamp_end(line: str) -> int:
    """How many signs at the beginning of a line are a stamp, with what divides it from the rest; 0 if there is none."""
    return _grammar().end(line)


class _Grammar:
    def __init__(self, words: ReadingWords, known: Marks) -> None:
        self._marks = known
        self._inner = frozenset(map(fold, words.dateline.inner))
        self._orders = words.orders
        self._months = {
            fold(name): number for number, names in enumerate(words.stamp.months, start=1) for name in names
        }
        month = alternatives(name for names in words.stamp.months for name in names)
        self._date = re.compile(
            rf"(?<!\d)(?:(?P<y1>\d{{4}})-(?P<m1>\d\d)-(?P<d1>\d\d)(?:T[\d:.]+Z?)?"
            rf"|(?P<d2>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?P<m2>{month})\.?,?\s+(?:{alternatives(words.stamp.before_year)}\s+)?(?P<y2>\d{{4}})"
            rf"|(?P<m3>{month})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>\d{{4}})"
            rf"|(?P<d4>\d{{1,2}})(?P<sep>[/.-])(?P<m4>\d{{1,2}})(?P=sep)(?P<y4>\d{{4}}))(?!\d)",
            re.IGNORECASE,
        )
        self._published = re.compile(alternatives(words.stamp.published), re.IGNORECASE)
        self._updated = re.compile(alternatives(words.stamp.updated), re.IGNORECASE)
        self._noise = frozenset(
            part for word in (*words.stamp.noise, *words.stamp.weekdays) for part in fold(word).split()
        )

    def parse(self, line: str, language: str | None) -> list[Stamp]:
        return self.dates(line, language) if self.fits(line) else []

    def dates(self, line: str, language: str | None) -> list[Stamp]:
        found = []
        last = 0
        for match in self._date.finditer(line):
            day = self._day(match, self._orders.get(language or "", "unsure"))
            if day:
                clock = _CLOCK.match(line, match.end())
                printed = line[match.start() : clock.end() if clock else match.end()]
                found.append(Stamp(self._kind(line[last : match.start()]), day, printed))
            last = match.end()
        return found

    def end(self, line: str) -> int:
        head = line[:_LONGEST_BEFORE]
        ends = [match.end() for pattern in (self._date, _TIME) for match in pattern.finditer(head)]
        for end in sorted(ends, reverse=True):
            rest = line[end:].lstrip(" \u00a0:|•·/–—-")
            if rest[:1].isupper() and line[end : end + 1] in " \u00a0:|•·" and self.fits(line[:end]):
                return len(line) - len(rest)
        return 0

    def fits(self, line: str) -> bool:
        if not _YEAR.search(line):  # most lines
            return False
        dated, count = self._date.subn(_GAP, line)
        if not count:
            return False
        told = bool(self._published.search(dated) or self._updated.search(dated))
        return all(self._says_nothing_else(segment, told) for segment in _SEPARATOR.split(dated))

    def _says_nothing_else(self, segment: str, told: bool) -> bool:
        bare = _TIME.sub(" ", self._updated.sub(" ", self._published.sub(" ", segment)))
        words = [word for word in _WORD.findall(bare) if fold(word.rstrip(".")) not in self._noise]
        rest = " ".join(words)
        if not rest or self._marks.agency(rest):
            return True
        if _GAP not in segment:
            clean = segment.strip()
            return self._marks.byline(clean) or self._marks.name_alone(clean) or self._marks.rubric(clean)
        names = all(word[0].isupper() or fold(word) in self._inner for word in words)
        named = len(words) <= 4 and len(rest) <= 45 and names
        paper = segment.startswith(f"{_GAP}, ")  # *14.03.2021, La Gazette*
        return named and not rest.endswith(".") and (told or paper or self._place_and_day(bare))

    def _place_and_day(self, segment: str) -> bool:
        """*Dakar, le 3 mai 2020*, with a place of capitalised words."""
        if not _PLACE_AND_DAY.fullmatch(segment.rstrip(" .,")):
            return False
        return all(word[0].isupper() for word in _WORD.findall(segment.split(",")[0]))

    def _kind(self, before: str) -> Kind:
        ends = {
            "published": max((match.end() for match in self._published.finditer(before)), default=-1),
            "updated": max((match.end() for match in self._updated.finditer(before)), default=-1),
        }
        if max(ends.values()) < 0:
            return "bare"
        return "published" if ends["published"] > ends["updated"] else "updated"

    def _day(self, match: re.Match[str], order: Order) -> str | None:
        if match["y4"]:
            first, second = int(match["d4"]), int(match["m4"])
            if order == "mdy" or (order == "unsure" and second > 12):
                first, second = second, first
            elif order == "unsure" and first <= 12:
                return None
            day, month, year = first, second, int(match["y4"])
        elif match["y1"]:
            day, month, year = int(match["d1"]), int(match["m1"]), int(match["y1"])
        else:
            day = int(match["d2"] or match["d3"])
            month = self._months[fold(match["m2"] or match["m3"])]
            year = int(match["y2"] or match["y3"])
        text = f"{year:04d}-{month:02d}-{day:02d}"
        return text if edtf.is_valid(text) else None


@remembered
def _grammar() -> _Grammar:
    return _Grammar(load_reading(), marks())
