"""Datelines, where a dispatch says from which place, on which day and by which agency it was sent, and end marks.

*Soc Trang, 18 juillet (VNA) - …*, *Hanoï (VNA) – …*, *AKP Phnom Penh, le 27 juin 2017 – …*,
*Strasbourg, le 22 novembre 2022. …*, *(Agence Ecofin) - …*, *Alger - …*, *(Lomé, le 5 mai 2024)- …*,
*Paris, France | AFP | vendredi 19/01/2024 - …*, *MOSCOU, 12 mars. /TASS/. …*.
"""

from __future__ import annotations

import re

from comity.folding import fold
from comity.lexicon.project import remembered
from comity.lexicon.reading import ReadingWords, load_reading
from comity.reading.marks import Marks, marks
from comity.reading.phrases import alternatives

_HEAD = 130
_TAIL = 90
_LONGEST_ALONE = 90
_SHORTEST_PROSE = 40
_OF_PLACE_ALONE = 2  # the last forms of the grammar
# atomic, so that no line makes the search of a place go through its words again and again
_WORD = r"(?>[^\W\d_](?:[\w'’\u0300-\u036f]|\.(?=\w))*+)\.?"
_DASH = r"\s*(?:[-–—―]+)\s*"
_BRACKET = r"(?:\(\s*(?P<agency>[^()]{2,40}?)\s*\)|/\s*(?P<slashed>[^/()]{2,30}?)\s*/)"
_ACRONYM = re.compile(r"[A-Z][A-Z0-9+]{1,7}")
_SENTENCE_END = re.compile(r"[.!?…][\s»\"”’')\]]*$")
_INITIALS = re.compile(r"(?P<mark>[A-Za-z]{2,5}(?:[/-][A-Za-z]{1,5}){1,3})\s*$")
_END_DASH = re.compile(r"\s*(?P<mark>[-–—/]+\s*(?P<agency>[^\s\-–—/.][^\-–—/.]{1,30}?)(?:/[A-Z]{2,5})*)\s*[/.]?\s*$")
_END_BRACKET = re.compile(r"\s*(?P<mark>[(\[]\s*(?P<agency>[^()\[\]]{2,30}?)\s*[)\]])\s*\.?\s*$")
_END_BARE = re.compile(r"\s(?P<mark>(?P<agency>[A-Z][\w+]{1,12})/?)\s*$")


def dateline_end(line: str, publisher: str | None = None) -> int:
    """How many signs at the paragraph's beginning are its dateline, with the dash behind it; 0 if there is none.

    `publisher`, where it is known, signs like an agency.
    """
    return _grammar().find(line, publisher=fold(publisher or ""))


def surely_dated(line: str) -> bool:
    """Whether the paragraph begins with a dateline that names an agency or a day: *Alger - …* may be a title."""
    return _grammar().find(line, sure=True) > 0


def end_mark(line: str, publisher: str | None = None) -> int:
    """Where the agency's mark at the end of the paragraph begins (*- VNA*, *(APS)*, *AFP*); -1 if there is none.

    `publisher`, where it is known, signs like an agency.
    """
    tail_start = max(0, len(line) - _TAIL)
    tail = line[tail_start:]
    for pattern in (_END_DASH, _END_BRACKET, _END_BARE):
        match = pattern.search(tail)
        if match and _is_mark(match, tail[: match.start()], pattern is _END_BARE, fold(publisher or "")):
            return tail_start + match.start("mark")
    source = _grammar().source(tail)
    if source >= 0:
        return tail_start + source
    match = _INITIALS.search(tail)
    if match and (match.start() == 0 == tail_start or _SENTENCE_END.search(tail[: match.start()])):
        return tail_start + match.start("mark")
    return -1


def _is_mark(match: re.Match[str], before: str, bare: bool, publisher: str) -> bool:
    """A known agency signs; unknown letters do only behind a sentence's end: *… Cambodge (PPC)* is an acronym."""
    ended = bool(_SENTENCE_END.search(before)) or not before.strip()
    if marks().agency(match["agency"]) or fold(match["agency"]) == publisher:
        return ended or (not bare and match.start() < match.start("mark"))
    return ended and not bare and bool(_ACRONYM.fullmatch(match["agency"].split("/")[0]))


class _Grammar:
    def __init__(self, words: ReadingWords, known: Marks) -> None:
        self._marks = known
        self._not_places = frozenset(
            fold(word)
            for word in (
                *words.furniture.rubrics,
                *words.byline.by,
                *words.stamp.weekdays,
                *(n for names in words.stamp.months for n in names),
            )
        )
        self._inner = frozenset(fold(word) for word in words.dateline.inner)
        starts = alternatives(words.byline.starts)
        self._source = re.compile(rf"[.!?…»\"”’)]\s*(?P<mark>[(\[]?{starts}[^.!?]{{0,40}}[)\]]?)\.?\s*$", re.IGNORECASE)
        month = alternatives(name for names in words.stamp.months for name in names)
        weekday = alternatives(words.stamp.weekdays)
        before = alternatives(words.dateline.before_day)
        agency = alternatives(words.agencies.names)
        place = rf"(?P<place>{_WORD}(?:(?:\s+|\s*/\s*|-){_WORD}){{0,7}}(?:\s*\([^()]{{2,30}}\))?)"
        year = r"(?:,?\s+(?:\d{4}))?"
        day = (
            rf"(?:(?:{before}\s+)?(?:{weekday},?\s+)?(?:{before}\s+)?"
            rf"(?:\d{{1,2}}(?:er)?\s+{month}\.?{year}|\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?|{month}\.?\s+\d{{1,2}}{year}))"
        )
        comma_day = rf"(?:\s*,\s*|\s+){day}"
        close = rf"(?:\s*[.,]?{_DASH}(?:\.\s*)?|\s*[.:]\s+|\s+|$)"
        country = rf"(?:,\s+{_WORD}(?:[\s-]+{_WORD}){{0,4}})"
        self._forms = tuple(
            re.compile(pattern, re.IGNORECASE)
            for pattern in (
                rf"{place}\s*{_BRACKET}(?P<day>{_DASH}{day})(?:{_DASH}|\s*:\s+|$)",
                rf"(?:{agency}[\s,]+)?{place}{country}?(?P<day>{comma_day})?\s*[.,]?\s*{_BRACKET}{close}",
                rf"{place}{country}?\s*\|\s*(?P<signed>{agency})\s*\|\s*{day}{close}",
                rf"[(\[]\s*{place}\s*,(?P<dated>\s*{day})\s*[)\]]{close}",
                rf"{_BRACKET}{close}",
                rf"(?P<signed>{agency}),?\s+{place}{comma_day}(?:{_DASH}|\s*[.:]\s+|$)",
                rf"{place}(?P<day>{comma_day})\s*,?\s*(?P<signed>{agency})(?:{_DASH}|\s*[.:]\s+|$)",
                rf"(?P<signed>{agency}){_DASH}",
                rf"{place}{comma_day}(?P<dated>{_DASH}|\s*[.:]\s+|$)",
                rf"{place}{country}{comma_day}(?P<dated>{_DASH}|$)",
                rf"(?P<dated>){day}{year}\s*(?:{_BRACKET}{close}|{_DASH})",
                rf"{place}(?P<bare>\s*[–—―]+\s*|\s+-+\s+|\s+-+|-+\s+)(?=\S)",
                rf"{place}(?P<colon>\s*[.:]\s+)(?=\S)",
            )
        )

    def source(self, tail: str) -> int:
        """Where *(avec AFP)* or *Source : X* begins behind the last sentence; -1 if nowhere."""
        match = self._source.search(tail)
        return match.start("mark") if match else -1

    def find(self, line: str, *, sure: bool = False, publisher: str = "") -> int:
        """`sure`: without the forms that give nothing but a place."""
        head = line[:_HEAD]
        for form in self._forms[:-_OF_PLACE_ALONE] if sure else self._forms:
            match = form.match(head)
            if match and self._holds(match.groupdict(), head, match.end(), len(line), publisher):
                return len(head[: match.end()].rstrip())
        return 0

    def _holds(self, parts: dict[str, str | None], head: str, end: int, length: int, publisher: str) -> bool:
        agency, place = parts.get("agency") or parts.get("slashed"), parts.get("place")
        # a bracket that opens the paragraph, with a dash behind it, vouches as a day does
        vouched = bool(parts.get("day")) or (place is None and head[:end].rstrip().endswith(("-", "–", "—", "―")))
        if agency is not None and not (fold(agency) == publisher or self._signs(agency, dated=vouched)):
            return False
        if place is not None and not self._is_place(place):
            return False
        rest = head[end:].lstrip(" «\"“'‘[(")
        if not rest:
            # a dateline on a line of its own says more than a place
            return length <= _LONGEST_ALONE and (agency is not None or "dated" in parts or "signed" in parts)
        if not (rest[0].isupper() or rest[0].isdigit()):
            return False
        if parts.get("bare") is not None:
            return length - end >= _SHORTEST_PROSE and len((place or "").split()) <= 4
        if parts.get("colon") is not None:
            return length - end >= _SHORTEST_PROSE and place is not None and place.isupper() and len(place) > 3
        return True

    def _signs(self, name: str, dated: bool) -> bool:
        """A place and a day before it vouch for an agency that nobody knows."""
        if self._marks.agency(name) or (dated and name[0].isupper() and len(name.split()) <= 3):
            return True
        parts = re.split(r"\s*[/,-]\s*", name)
        return all(self._marks.agency(part) or bool(_ACRONYM.fullmatch(part)) for part in parts)

    def _is_place(self, place: str) -> bool:
        words = re.split(r"[\s/]+", place.split("(")[0].strip())
        if fold(place) in self._not_places or fold(words[0]) in self._not_places or not words[0][0].isupper():
            return False
        return all(word[0].isupper() or fold(word) in self._inner or "'" in word for word in words if word)


@remembered
def _grammar() -> _Grammar:
    return _Grammar(load_reading(), marks())
