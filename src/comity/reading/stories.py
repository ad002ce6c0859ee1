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


def apart(text: str, blocks: Sequence[Block], marks: Marks, heading: int = 1) -> Parts:
    """Tell the stories of a page apart. The first `heading` paragraphs may be a headline like a marker."""
    parts = Parts()
    index = 0
    while index < len(blocks):
        line = blocks[index].of(text)
        if index >= heading and marks.stops(line):
            break
        marker = marks.marker(line)
        if marker is not None and index < heading and marker.title is not None:
            marker = None
        if marker is not None and marker.title is None and not parts.main:
            index += 1  # above the headline it introduces the page's own story
        elif marker is None:
            parts.main.append(blocks[index])
            index += 1
        elif marker.title is not None:
            parts.related.append(Teaser.of_line(blocks[index], marker.title))
            index += 1
            index += _bare_titles(text, blocks[index:], marks, parts)
        else:
            below = blocks[index + 1 :]
            kinds = [kind_of(block.of(text), marks) for block in below]
            length = _length(marker, kinds, _finished(text, parts.main, marks), _has_prose(text, parts.main, marks))
            parts.related.extend(teasers(text, below[:length], kinds[:length], marks))
            index += 1 + length
            if kinds[length : length + 1] == [Kind.STOP]:
                break
    return parts


def _bare_titles(text: str, below: Sequence[Block], marks: Marks, parts: Parts) -> int:
    """Below a marker that holds a title: when only titles follow to the end of the page, they are related too."""
    kinds = [kind_of(block.of(text), marks) for block in below]
    length = kinds.index(Kind.STOP) if Kind.STOP in kinds else len(kinds)
    if Kind.TITLE not in kinds or not set(kinds[:length]) <= {Kind.TITLE, Kind.FURNITURE}:
        return 0
    parts.related.extend(teasers(text, below[:length], kinds[:length], marks))
    return length


def _length(marker: Marker, kinds: list[Kind], finished: bool, begun: bool) -> int:
    """How many of the paragraphs below a marker belong to related stories."""
    length = kinds.index(Kind.STOP) if Kind.STOP in kinds else len(kinds)
    kinds = kinds[:length]
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


def _has_prose(text: str, main: list[Block], marks: Marks) -> bool:
    return any(kind_of(block.of(text), marks) is Kind.PROSE for block in main)
