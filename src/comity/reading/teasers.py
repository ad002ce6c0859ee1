"""Related stories below a marker: their rhythm of caption, title and summary, or bare titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from comity.model import ZoneName
from comity.reading.blocks import Block
from comity.reading.marks import Marks, title_span, titlelike
from comity.reading.repeats import repeated
from comity.reading.stamps import is_stamp, stamp_end

_LONGEST_LONE_TITLE = 160


class Kind(Enum):
    """What a paragraph is, seen by itself."""

    TITLE = auto()
    PROSE = auto()
    CAPTION = auto()
    BYLINE = auto()
    FURNITURE = auto()
    MARKER = auto()


@dataclass(slots=True)
class Teaser:
    """A related story: its title's span, and its paragraphs with the zone of each, in order."""

    title: tuple[int, int] | None = None
    parts: list[tuple[ZoneName, int, int]] = field(default_factory=list)

    @classmethod
    def of_line(cls, block: Block, title: tuple[int, int]) -> Teaser:
        """A related story of which a marker's line gives nothing but the title; `title` counts from the block."""
        span = block.start + title[0], block.start + title[1]
        return cls(span, [("headline", *span)])

    def add(self, zone: ZoneName, start: int, end: int) -> None:
        """Add a paragraph; a headline gives the title."""
        if zone == "headline":
            self.title = start, end
        self.parts.append((zone, start, end))

    def has(self, zone: ZoneName) -> bool:
        """Whether a paragraph of that zone has been added."""
        return any(part[0] == zone for part in self.parts)


def kind_of(line: str, marks: Marks) -> Kind:
    """What the paragraph shows of itself."""
    if marks.marker(line):
        return Kind.MARKER
    if marks.furniture(line) or marks.rubric(line):
        return Kind.FURNITURE
    if marks.caption(line):
        return Kind.CAPTION
    if is_stamp(line) or marks.byline(line):
        return Kind.BYLINE
    return Kind.TITLE if titlelike(line) else Kind.PROSE


def teasers(text: str, blocks: Sequence[Block], kinds: Sequence[Kind], marks: Marks) -> list[Teaser]:
    """The related stories in the paragraphs below a marker, in order."""
    roles = _describe(text, blocks, kinds, marks)
    found: list[Teaser] = []
    current = Teaser()
    for index, (block, kind) in enumerate(zip(blocks, roles, strict=True)):
        line = block.of(text)
        if kind is Kind.FURNITURE:
            continue
        if kind is Kind.MARKER:
            marker = marks.marker(line)
            current = _closed(found, current)
            if marker is not None and marker.title is not None:
                found.append(Teaser.of_line(block, marker.title))
        elif kind is Kind.CAPTION:
            below = next((role for role in roles[index + 1 :] if role is not Kind.CAPTION), None)
            if current.has("body") or (current.has("headline") and below is Kind.TITLE and not marks.credit(line)):
                current = _closed(found, current)
            current.add("caption", block.start, block.end)
        elif kind is Kind.BYLINE:
            current.add("byline", block.start, block.end)
        elif kind is Kind.TITLE or (not current.has("headline") and len(line) <= _LONGEST_LONE_TITLE):
            if current.has("headline"):
                current = _closed(found, current)
            start, end = title_span(line, stamp_end(line))
            current.add("headline", block.start + start, block.start + end)
        else:
            current.add("body", block.start, block.end)
    _closed(found, current)
    return found


def _closed(found: list[Teaser], current: Teaser) -> Teaser:
    """Keep the teaser if it says anything; what stands alone without a title or a summary is left out."""
    if current.has("headline") or current.has("body"):
        found.append(current)
    return Teaser()


def _describe(text: str, blocks: Sequence[Block], kinds: Sequence[Kind], marks: Marks) -> list[Kind]:
    """Tell descriptions of pictures that carry no credit from titles and summaries, by what follows them."""
    roles = list(kinds)
    said = repeated([block.of(text) for block in blocks])
    rhythm = sum(_two_titles(kinds, index) for index in range(len(kinds))) >= 2
    for index in range(len(roles) - 1):
        if roles[index] not in (Kind.TITLE, Kind.PROSE):
            continue
        line, below = blocks[index].of(text), list(kinds[index + 1 : index + 3])
        opens = index == 0 or kinds[index - 1] not in (Kind.TITLE, Kind.CAPTION)
        credited = below == [Kind.CAPTION, Kind.TITLE] and marks.credit(blocks[index + 1].of(text))
        echo = below[0] is Kind.TITLE and (said.get(index) == index + 1 or said.get(index + 1) == index)
        told = below == [Kind.TITLE, Kind.PROSE] and (marks.descriptive(line) or (rhythm and _two_titles(kinds, index)))
        if opens and (credited or echo or told):
            roles[index] = Kind.CAPTION
    return roles


def _two_titles(kinds: Sequence[Kind], index: int) -> bool:
    """A line like a title, then a title, then prose: the first may describe the picture."""
    return list(kinds[index : index + 3]) == [Kind.TITLE, Kind.TITLE, Kind.PROSE]
