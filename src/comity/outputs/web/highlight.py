"""A page's text cut up for showing: stories, paragraphs, and runs of characters with the evidence they are part of.

Evidence spans may overlap, and HTML elements may not: the text is cut at every boundary, and each run knows all records
that rest on it. Nothing is lost or moved: the runs of a page, joined, are its text. Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from comity.model import Span, Zone
from comity.register.views import AnyKept, KeptPage, KeptStory


@dataclass(frozen=True, slots=True)
class Mark:
    """One evidence span of one record. `number` is the record's on this page; `order` counts the record's spans."""

    start: int
    end: int
    record: str
    number: int
    order: int

    @property
    def anchor(self) -> str:
        """The fragment that leads to it: the record's id, with a count from its second span on."""
        return self.record if self.order == 1 else f"{self.record}.{self.order}"


@dataclass(frozen=True, slots=True)
class Cited:
    """One evidence span of the record that is shown, and the names of the fields that it supports."""

    start: int
    end: int
    supports: str


M = TypeVar("M", Mark, Cited)


@dataclass(frozen=True, slots=True)
class Run(Generic[M]):
    """Characters that the same spans cover; `opens` begin with the first of them, `closes` end with the last."""

    text: str
    marks: tuple[M, ...] = ()
    opens: tuple[M, ...] = ()
    closes: tuple[M, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text without its line end, and the zone in which it stands, if any."""

    start: int
    end: int
    zone: str | None
    runs: tuple[Run[Mark], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one story, or the lines between stories (`story` None)."""

    story: KeptStory | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Highlighted:
    """A page cut up, and its records numbered in the order in which they are met in the text."""

    sections: tuple[Section, ...]
    numbers: dict[str, int]


def highlight(page: KeptPage) -> Highlighted:
    """The page's text with its evidence: sections, paragraphs, runs."""
    records = [record for story in page.stories for record in story.records()]
    marks = _marks(page, records)
    sections = tuple(
        Section(story, tuple(_paragraphs(page.text, start, end, story.zones if story else (), marks)))
        for story, start, end in _stretches(page.stories, len(page.text))
    )
    return Highlighted(sections, {mark.record: mark.number for mark in marks})


def _marks(page: KeptPage, records: Iterable[AnyKept]) -> list[Mark]:
    """The evidence that these records have on this page, in the order of the text."""
    spans = sorted(
        {
            (*trimmed, record.id)
            for record in records
            for report in record.reports
            if report.page == page.id
            for span in report.evidence
            if (trimmed := _trim(page.text, span)) is not None
        },
        key=lambda span: (span[0], -span[1], span[2]),
    )
    numbers: dict[str, int] = {}
    orders: dict[str, int] = {}
    marks = []
    for start, end, record in spans:
        numbers.setdefault(record, len(numbers) + 1)
        orders[record] = orders.get(record, 0) + 1
        marks.append(Mark(start, end, record, numbers[record], orders[record]))
    return marks


def _trim(text: str, span: Span) -> tuple[int, int] | None:
    """The offsets of a span that is part of the text, without line ends at its borders: a mark opens on a character."""
    if span.start is None or span.end is None:
        return None
    start, end = span.start, min(span.end, len(text))
    while start < end and text[start] == "\n":
        start += 1
    while end > start and text[end - 1] == "\n":
        end -= 1
    return (start, end) if start < end else None


def _stretches(stories: Sequence[KeptStory], length: int) -> Iterator[tuple[KeptStory | None, int, int]]:
    """The whole text, as stories and what lies between them."""
    at = 0
    for story in sorted(stories, key=lambda story: story.start):
        start, end = max(story.start, at), min(story.end, length)
        if start < end:
            if start > at:
                yield None, at, start
            yield story, start, end
            at = end
    if at < length:
        yield None, at, length


def _paragraphs(text: str, start: int, end: int, zones: Sequence[Zone], marks: Sequence[Mark]) -> Iterator[Paragraph]:
    """The lines of `text[start:end]`, empty ones too: they hold the distance between paragraphs."""
    while start < end:
        found = text.find("\n", start, end)
        stop = end if found < 0 else found
        yield Paragraph(start, stop, _zone(zones, start, stop), tuple(_runs(text, start, stop, marks)))
        start = stop + 1


def _zone(zones: Sequence[Zone], start: int, end: int) -> str | None:
    """The zone that holds most of the line; a dateline at the head of a paragraph does not name the paragraph."""
    held = {zone: min(zone.end, end) - max(zone.start, start) for zone in zones}
    best = max(held, key=lambda zone: held[zone], default=None)
    return best.zone if best is not None and held[best] > 0 else None


def _runs(text: str, start: int, end: int, marks: Sequence[M]) -> Iterator[Run[M]]:
    here: list[M] = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = sorted({start, end, *(cut for mark in here for cut in (mark.start, mark.end) if start < cut < end)})
    for left, right in pairwise(cuts):
        covering = tuple(mark for mark in here if mark.start <= left and mark.end >= right)
        yield Run(
            text[left:right],
            covering,
            opens=tuple(mark for mark in covering if mark.start == left),
            closes=tuple(mark for mark in covering if mark.end == right),
        )


@dataclass(frozen=True, slots=True)
class Quote:
    """A part of one line with the evidence in it; what was cut off at a word is said."""

    runs: tuple[Run[Cited], ...]
    cut_before: bool
    cut_after: bool


def quotes(text: str, cited: Iterable[Cited], around: int = 200) -> tuple[Quote, ...]:
    """The evidence quoted line by line, with at most `around` code points of the line on either side.

    Spans that lie near each other in one line are quoted together. A span over several lines is quoted in each.
    """
    found = []
    for start, end, own in _lines(text, cited):
        groups: list[list[Cited]] = []
        for span in own:
            if groups and span.start - max(mark.end for mark in groups[-1]) <= 2 * around:
                groups[-1].append(span)
            else:
                groups.append([span])
        found += [_quote(text, start, end, group, around) for group in groups]
    return tuple(found)


def _lines(text: str, cited: Iterable[Cited]) -> Iterator[tuple[int, int, list[Cited]]]:
    """The lines in which evidence stands, with the evidence in each, in the order of the text."""
    spans = sorted(set(cited), key=lambda span: (span.start, -span.end, span.supports))
    start = 0
    while start <= len(text) and spans:
        found = text.find("\n", start)
        end = len(text) if found < 0 else found
        own = [span for span in spans if max(span.start, start) < min(span.end, end)]
        if own:
            yield start, end, own
        start = end + 1


def _quote(text: str, line_start: int, line_end: int, cited: Sequence[Cited], around: int) -> Quote:
    first = max(line_start, min(span.start for span in cited))
    last = min(line_end, max(span.end for span in cited))
    left, right = max(line_start, first - around), min(line_end, last + around)
    if left > line_start:
        left = _word_start(text, left, first)
    if right < line_end:
        found = text.rfind(" ", last, right + 1)
        right = found if found >= 0 else right
    return Quote(tuple(_runs(text, left, right, cited)), left > line_start, right < line_end)


def _word_start(text: str, start: int, end: int) -> int:
    """Where the first whole word of `text[start:end]` begins; `start` if there is no space in it."""
    found = text.find(" ", start - 1, end)
    return found + 1 if found >= 0 else start
