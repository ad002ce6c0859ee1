"""A page told apart into its stories: the main one, and the related ones that a marker line introduces.

A marker (*Voir plus*, *À lire aussi*) is either of the kind below which the story never goes on, or of the kind that
editors put between two paragraphs. Below the second kind the story goes on when two or more paragraphs of prose follow
the titles; a marker that holds its title itself (*Lire aussi : …*) is a related story of one line.

Without a marker, a title that the site cut short (*Le port rouvre (…)*) is a related story too, and so is each of the
three or more titles, or summaries cut short, with which a page ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from comity.reading.blocks import Block
from comity.reading.datelines import end_mark
from comity.reading.marks import Marker, Marks, cut_short, title_span
from comity.reading.teasers import Kind, Teaser, kind_of, teasers

_TITLES_TO_PROSE = 3  # where fewer than one line in three is a title, the prose is one story
_FEWEST_AT_FOOT = 3
_FEWEST_WORDS = 4
_LONGEST_LINK = 140
_LONGEST_SUMMARY = 400
_SHORTEST_STORY = 200
_NO_TITLES: Mapping[int, tuple[int, int]] = MappingProxyType({})


@dataclass(slots=True)
class Parts:
    """The paragraphs of the main story, and the related stories, both in the order of the page."""

    main: list[Block] = field(default_factory=list)
    related: list[Teaser] = field(default_factory=list)


def apart(
    text: str, blocks: Sequence[Block], marks: Marks, titles: Mapping[int, tuple[int, int]] = _NO_TITLES
) -> Parts:
    """Tell the stories of a page apart. `titles`: paragraphs known to hold the title of another story, and its span.

    The first paragraph may be a headline that looks like a marker.
    """
    lines = [block.of(text) for block in blocks]
    ends = next((index for index, line in enumerate(lines) if index and marks.stops(line)), len(blocks))
    markers = {index: marker for index, line in enumerate(lines[:ends]) if (marker := marks.marker(line))}
    if 0 in markers and markers[0].title is not None:
        del markers[0]
    kinds = [kind_of(line, marks) for line in lines[:ends]]
    foot = _foot(lines, kinds)
    markers |= {index: Marker("inside", span) for index, span in titles.items() if index < ends}
    markers |= {index: Marker("inside", title_span(lines[index])) for index in _cut_short(lines, kinds)}
    if not markers and foot == ends:
        return Parts(main=list(blocks[:ends]))
    return _Walk(text, blocks, marks, markers, kinds, foot).parts()


def _cut_short(lines: Sequence[str], kinds: Sequence[Kind]) -> list[int]:
    """The titles that a site cut short. The first title of a page is its own, unless a whole one stands below."""
    found = [i for i, kind in enumerate(kinds) if kind is Kind.TITLE and cut_short(lines[i]) and _link(lines[i])]
    own = next((index for index, kind in enumerate(kinds) if kind is Kind.TITLE), -1)
    prose = kinds.index(Kind.PROSE) if Kind.PROSE in kinds else len(kinds)
    whole = any(kinds[i] is Kind.TITLE and not cut_short(lines[i]) and _link(lines[i]) for i in range(prose))
    return found if whole else [index for index in found if index != own]


def _foot(lines: Sequence[str], kinds: Sequence[Kind]) -> int:
    """Where the titles begin with which the page ends; the number of its paragraphs if there are none."""
    start, count = len(kinds), 0
    for index in range(len(kinds) - 1, 0, -1):
        line, kind = lines[index], kinds[index]
        if (kind is Kind.TITLE and _link(line)) or (kind is Kind.PROSE and _summary(line)):
            start, count = index, count + 1
        elif kind not in (Kind.FURNITURE, Kind.BYLINE, Kind.CAPTION) and not _scrap(line, kind):
            break
    told = [line for line, kind in zip(lines[:start], kinds, strict=False) if kind is Kind.PROSE]
    begun = len(told) > 1 or any(len(line) >= _SHORTEST_STORY for line in told)
    if count < _FEWEST_AT_FOOT or not begun or kinds[start - 1] is Kind.MARKER or lines[start - 1].endswith(":"):
        return len(kinds)
    return start


def _scrap(line: str, kind: Kind) -> bool:
    """Whether a line is too short for a title: a button's word or a paper's name."""
    return kind is Kind.TITLE and len(line.split()) < _FEWEST_WORDS


def _button(line: str) -> bool:
    """Whether a line is one word, as a site's buttons have."""
    return len(line.split()) < 2


def _link(line: str) -> bool:
    """Whether a line is like the title of another story, and not like a member of a list."""
    return (
        line[0] not in "-–—•*"
        and len(line) <= _LONGEST_LINK
        and len(line.split()) >= _FEWEST_WORDS
        and (line.lstrip("«\"“'‘ ")[:1].isupper() or line[0].isdigit())
    )


def _summary(line: str) -> bool:
    """Whether a line is prose that a site cut short: it ends with two stops, or with dots in brackets."""
    cut = line.endswith("..") or cut_short(line)
    return cut and len(line) <= _LONGEST_SUMMARY


@dataclass(slots=True)
class _Walk:
    """One walk down a page that has markers; `kinds` holds what each paragraph shows of itself."""

    text: str
    blocks: Sequence[Block]
    marks: Marks
    markers: dict[int, Marker]
    kinds: list[Kind]
    foot: int  # where the titles begin with which the page ends
    begun: bool = False  # the main story has prose
    opened: bool = False  # something above is more than a button of the site
    found: Parts = field(default_factory=Parts)

    def parts(self) -> Parts:
        index = 0
        while index < len(self.kinds):
            marker = self.markers.get(index)
            if index == self.foot:
                index = self._related(index, len(self.kinds) - index)
            elif marker is None:
                self.found.main.append(self.blocks[index])
                self.begun = self.begun or self.kinds[index] is Kind.PROSE
                self.opened = self.opened or self.begun or not _button(self.blocks[index].of(self.text))
                index += 1
            elif marker.title is not None:
                self.found.related.append(Teaser.of_line(self.blocks[index], marker.title))
                index = self._related(index + 1, self._bare_titles(index + 1))
            elif not self.opened:
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
