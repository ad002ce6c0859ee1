"""Where a crawler lost the break between two paragraphs: *… Kaya.Le Bénin …*, *… Lire aussi : Titre Titre Phrase.*

A paragraph is cut where a sentence follows a full stop without a blank, where a line's first word sticks to the last
word of the line above, before a marker of other stories in the middle of a line, and between titles of other stories
that stand in a row without a full stop. Nothing is changed in the text: there are more paragraphs, that is all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from comity.folding import fold
from comity.lexicon.project import remembered
from comity.lexicon.reading import ReadingWords, load_reading
from comity.reading.blocks import Block
from comity.reading.phrases import alternatives
from comity.reading.stamps import is_stamp

_FEWEST_WORDS, _MOST_WORDS = 4, 24  # of a title in a row of titles
_FEWEST_TITLES = 2  # in a row that no marker introduces
_LONGEST_ROW = 700
_STOP = re.compile(r"[.…][\"»”’')\]]*(?=\s|$)")
_ASKED = re.compile(r"(?<=[?!])\s+(?=[\"«“]?\s*[A-ZÀ-ÖØ-Þ])")
# letters or a closing sign, a stop, and a word that begins with a capital and goes on in small letters: no initials
_GLUED = re.compile(r"(?:(?<=[a-zà-ÿ]{3})|(?<=[a-zà-ÿ\d][»\")%]))[.!?…](?=[«\"“]?[A-ZÀ-ÖØ-Þ][’']?[a-zà-ÿ ])")
_ABBREVIATED = re.compile(r"(?:^|\W)\w{1,3}$")  # *col.*, *Mgr.*, unless a word that opens a sentence follows
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*$")
_CUT_SHORT = re.compile(r"(?:\.{3}|…)\s+(?=\d)")
_QUOTED = re.compile(r"(?<=[a-zà-ÿ]{3})\"(?=[A-ZÀ-ÖØ-Þ])")


class Seamed(NamedTuple):
    """The paragraphs, and the title of another story that some are: its span within the paragraph, by its index."""

    blocks: list[Block]
    titles: dict[int, tuple[int, int]]


class _Piece(NamedTuple):
    start: int
    end: int
    title: bool = False


def seamed(text: str, blocks: Sequence[Block]) -> Seamed:
    """The paragraphs, cut where their breaks were lost."""
    found = Seamed([], {})
    for block in blocks:
        for piece in _grammar().pieces(text, block):
            start = piece.end - len(text[piece.start : piece.end].lstrip())
            end = start + len(text[start : piece.end].rstrip())
            if start >= end:
                continue
            if piece.title:
                found.titles[len(found.blocks)] = (0, end - start)
            found.blocks.append(Block(start, end, block.line))
    return found


class _Grammar:
    def __init__(self, words: ReadingWords) -> None:
        opener, elided = words.openers.words, words.openers.elided
        begins = rf"(?:{alternatives(opener, stuck=True)}\s+|{alternatives(elided, stuck=True)})"
        marker = alternatives((*words.related.inside, *words.related.end))
        self._not_after = frozenset(map(fold, words.openers.not_after))
        behind = r"(?:(?<=[.!?…»\")\]])|(?<=[.!?…»\")\]]\s)|^[\W_]*)"
        self._marker = re.compile(rf"{behind}(?i:{marker})\s*:\s*")
        self._opener = re.compile(begins)
        self._stuck = re.compile(rf"(?<=[a-zà-ÿ]{{3}})(?={begins})")
        self._begins = re.compile(rf"(?<=[\w»”\"'])\s+(?={begins}(?P<then>\w))")

    def pieces(self, text: str, block: Block) -> Iterator[_Piece]:
        """The paragraphs that `block` is made of."""
        cuts = [block.start, *sorted(self._glued(text, block)), block.end]
        for start, end in pairwise(cuts):
            yield from self._parted(text, start, end)

    def _glued(self, text: str, block: Block) -> Iterator[int]:
        line = text[block.start : block.end]
        for match in _GLUED.finditer(line):
            head = line[max(0, match.start() - 60) : match.start()]
            abbreviated = _ABBREVIATED.search(head) and not self._opener.match(line, match.end())
            if not abbreviated and not _ADDRESS.search(head):
                yield block.start + match.end()
        for match in self._stuck.finditer(line):
            yield block.start + match.start()
        for match in _CUT_SHORT.finditer(line):
            if is_stamp(line[match.end() :]):
                yield block.start + match.end()
        quotes = last = 0
        for match in _QUOTED.finditer(line):
            quotes, last = quotes + line.count('"', last, match.start()), match.start()
            if quotes % 2 == 0:  # the quote opens
                yield block.start + match.start()

    def _parted(self, text: str, start: int, end: int) -> Iterator[_Piece]:
        """One paragraph, cut at its markers and at rows of titles."""
        line = text[start:end]
        last = 0
        for match in self._marker.finditer(line):
            if match.start() < last:
                continue
            stop = _STOP.search(line, match.end())
            scope = stop.end() if stop else len(line)
            alone = not any(map(str.isalnum, line[: match.start()]))
            if alone and not line[scope:].strip():
                break  # the line is a marker with its title, and nothing else
            yield from self._rows(line, last, match.start(), start)
            titles, last = self._linked(line, match.end(), scope, stop is not None)
            for one, two in titles:
                yield _Piece(start + one, start + two, True)
        yield from self._rows(line, last, len(line), start)

    def _linked(self, line: str, start: int, end: int, stopped: bool) -> tuple[list[tuple[int, int]], int]:
        """The titles below a marker within a line, and where the line goes on: its next sentence ends with a stop."""
        segments = self._segments(line, start, end, sure=False)
        goes_on = stopped and (len(segments) > 1 or bool(line[end:].strip()))
        return (segments[:-1], segments[-1][0]) if goes_on else (segments, end)

    def _rows(self, line: str, start: int, end: int, offset: int) -> Iterator[_Piece]:
        """A stretch of a line, without the titles that stand in a row before one of its sentences."""
        kept = at = start
        while at < end:
            stop = _STOP.search(line, at, end)
            scope = stop.end() if stop else end
            segments = self._segments(line, at, scope, sure=True) if scope - at <= _LONGEST_ROW else []
            titles = segments[:-1] if stop or at == start else segments
            stated = sum(not line[one:two].rstrip().endswith(("?", "!")) for one, two in titles)  # prose asks too
            if stated >= _FEWEST_TITLES and all(_is_title(line[one:two]) for one, two in titles):
                yield _Piece(offset + kept, offset + at)
                for one, two in titles:
                    yield _Piece(offset + one, offset + two, True)
                kept = titles[-1][1]
            at = scope
        yield _Piece(offset + kept, offset + end)

    def _segments(self, line: str, start: int, end: int, *, sure: bool) -> list[tuple[int, int]]:
        """A stretch without a full stop, cut where a new sentence seems to begin. `sure`: only before a small letter,
        since a capital may go on with a name (*Le Caire*).
        """
        cuts = [start]
        for match in self._begins.finditer(line, start, end):
            small = match["then"].islower()
            if (small or not sure) and not self._runs_on(line[max(start, match.start() - 30) : match.start()]):
                cuts.append(match.end())
        cuts.extend(match.end() for match in _ASKED.finditer(line, start, end))
        cuts = [*sorted(set(cuts)), end]
        return [(one, two) for one, two in pairwise(cuts) if line[one:two].strip()]

    def _runs_on(self, head: str) -> bool:
        """Whether the last word before a capital asks for another word."""
        words = re.findall(r"[^\W_]+", head)
        return not words or fold(words[-1]) in self._not_after


def _is_title(words: str) -> bool:
    return _FEWEST_WORDS <= len(words.split()) <= _MOST_WORDS


@remembered
def _grammar() -> _Grammar:
    return _Grammar(load_reading())
