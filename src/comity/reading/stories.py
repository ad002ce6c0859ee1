"""A page told apart into its stories: the main one, and the related ones that a marker line introduces.

A marker (*Voir plus*, *À lire aussi*) is either of the kind below which the story never goes on, or of the kind that
editors put between two paragraphs. Below the second kind the story goes on when two or more paragraphs of prose follow
the titles; a marker that holds its title itself (*Lire aussi : …*) is a related story of one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from comity.reading.blocks import Block
from comity.reading.datelines import end_mark
from comity.reading.marks import Marker, Marks
from comity.reading.teasers import Kind, Teaser, kind_of, teasers

_TITLES_TO_PROSE = 3  # where fewer than one line in three is a title, the prose is one story


@dataclass(slots=True)
class Parts:
    """The paragraphs of the main story, and the related stories, both in the order of the page."""

    main: list[Block] = field(default_factory=list)
    related: list[Teaser] = field(default_factory=list)


def apart(text: str, blocks: Sequence[Block], marks: Marks) -> Parts:
    """Tell the stories of a page apart. The first paragraph may be a headline that looks like a marker."""
    lines = [block.of(text) for block in blocks]
    ends = next((index for index, line in enumerate(lines) if index and marks.stops(line)), len(blocks))
    markers = {index: marker for index, line in enumerate(lines[:ends]) if (marker := marks.marker(line))}
    if 0 in markers and markers[0].title is not None:
        del markers[0]
    if not markers:
        return Parts(main=list(blocks[:ends]))
    kinds = [kind_of(line, marks) for line in lines[:ends]]
    return _Walk(text, blocks, marks, markers, kinds).parts()


@dataclass(slots=True)
class _Walk:
    """One walk down a page that has markers; `kinds` holds what each paragraph shows of itself."""

    text: str
    blocks: Sequence[Block]
    marks: Marks
    markers: dict[int, Marker]
    kinds: list[Kind]
    begun: bool = False  # the main story has prose
    found: Parts = field(default_factory=Parts)

    def parts(self) -> Parts:
        index = 0
        while index < len(self.kinds):
            marker = self.markers.get(index)
            if marker is None:
                self.found.main.append(self.blocks[index])
                self.begun = self.begun or self.kinds[index] is Kind.PROSE
                index += 1
            elif marker.title is not None:
                self.found.related.append(Teaser.of_line(self.blocks[index], marker.title))
                index = self._related(index + 1, self._bare_titles(index + 1))
            elif not self.found.main:
                index += 1  # above the headline it introduces the page's own story
            else:
                finished = _finished(self.text, self.found.main, self.marks)
                length = _length(marker, self.kinds[index + 1 :], finished, self.begun)
                index = self._related(index + 1, length)
        return self.found

    def _related(self, start: int, length: int) -> int:
        """Take that many paragraphs as related stories; the index after them."""
        end = start + length
        self.found.related.extend(teasers(self.text, self.blocks[start:end], self.kinds[start:end], self.marks))
        return end

    def _bare_titles(self, start: int) -> int:
        """Below a marker that holds a title: how many paragraphs there are, if all to the page's end are titles."""
        for kind in self.kinds[start:]:
            if kind not in (Kind.TITLE, Kind.FURNITURE):
                return 0
        return len(self.kinds) - start


def _length(marker: Marker, kinds: list[Kind], finished: bool, begun: bool) -> int:
    """How many of the paragraphs below a marker belong to related stories."""
    length = len(kinds)
    if begun and (marker.kind == "end" or finished):
        return length
    first_prose = kinds.index(Kind.PROSE) if Kind.PROSE in kinds else length
    rest = kinds[first_prose:]
    prose, titles = rest.count(Kind.PROSE), rest.count(Kind.TITLE)
    stray = first_prose == 0 and prose > 0  # the link that the marker introduced was lost
    goes_on = prose >= 2 and titles * _TITLES_TO_PROSE < prose and rest[1] is not Kind.TITLE
    return first_prose if stray or goes_on else length


def _finished(text: str, main: list[Block], marks: Marks) -> bool:
    """Whether the main story has come to its end: an agency's mark or a byline closes it."""
    for block in reversed(main):
        line = block.of(text)
        if marks.furniture(line):
            continue
        return len(main) > 2 and (end_mark(line) >= 0 or marks.byline(line))
    return False
