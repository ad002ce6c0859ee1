"""A text cut into paragraphs: one a line, or one a block where the lines were broken at a fixed width."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_LINE = re.compile("[^\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_SHORTEST_WRAPPED = 45
_LONGEST_WRAPPED = 110
_LEAST_PAIRS = 3
_SENTENCE_END = (".", "!", "?", "…", ":", "»", '"', "”")


class Block(NamedTuple):
    """The paragraph `text[start:end]`, without blanks around it; `line` counts lines from 0."""

    start: int
    end: int
    line: int

    def of(self, text: str) -> str:
        """The words of the paragraph."""
        return text[self.start : self.end]


def paragraphs(text: str) -> list[Block]:
    """The paragraphs that are not blank, in order."""
    lines = _lines(text)
    return _joined(text, lines) if _wrapped(text, lines) else lines


def _lines(text: str) -> list[Block]:
    found = []
    number, last = 0, 0
    for match in _LINE.finditer(text):
        number += match.start() - last
        last = match.end()
        stripped = match[0].strip()
        if stripped:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            found.append(Block(start, start + len(stripped), number))
    return found


def _pairs(text: str, lines: list[Block]) -> list[tuple[str, str]]:
    """Each two lines that follow one another without a blank line between."""
    return [
        (text[max(one.start, one.end - 200) : one.end], text[two.start : two.start + 200])
        for one, two in pairwise(lines)
        if two.line == one.line + 1
    ]


def _wrapped(text: str, lines: list[Block]) -> bool:
    """Whether lines were broken at a fixed width: most are about as long, and many go on in lower case."""
    if not any(two.line > one.line + 1 for one, two in pairwise(lines)):
        return False
    pairs = _pairs(text, lines)
    if len(pairs) < _LEAST_PAIRS:
        return False
    even = sum(_SHORTEST_WRAPPED <= len(one) <= _LONGEST_WRAPPED for one, _ in pairs)
    running = sum(two[0].islower() and not one.endswith(_SENTENCE_END) for one, two in pairs)
    return even >= 0.85 * len(pairs) and running >= 0.4 * len(pairs)


def _joined(text: str, lines: list[Block]) -> list[Block]:
    found = lines[:1]
    for line in lines[1:]:
        last = found[-1]
        tail = text[max(last.start, last.end - 1) : last.end]
        short = last.end - text.rfind("\n", 0, last.end) - 1 < _SHORTEST_WRAPPED
        if line.line > last.line + 1 or (short and tail in _SENTENCE_END):
            found.append(line)
        else:
            found[-1] = Block(last.start, line.end, line.line)
    return found
