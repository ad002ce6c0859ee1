"""Evidence that a person selects on a page. Pure: nothing here reads or writes the database."""

from __future__ import annotations

import re

from comity.errors import UsageError
from comity.model import Span

LONGEST = 400
"""Code points that one piece of evidence may have."""

MOST = 8
"""Pieces of evidence that one record may have."""

_RANGE = re.compile(r"([0-9]{1,9}):([0-9]{1,9})", re.ASCII)


def selected(text: str, words: str, supports: tuple[str, ...] = ()) -> Span:
    """The span of a selection: `START:END` in code points of the page's text, or words that stand there once.

    Blanks at its borders are left out. Raises UsageError when it is outside the page, empty, longer than 400 code
    points, runs over the end of a line, or is told in words that the page has not, or has more than once.
    """
    match = _RANGE.fullmatch(words.strip())
    start, end = (int(match[1]), int(match[2])) if match else _found(text, words)
    if not start < end <= len(text):
        raise UsageError(
            f"The selection {start}:{end} is not within the page, which has {len(text)} characters.",
            "Give the first character and the one after the last, counted from 0.",
        )
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise UsageError("The selection holds no words.", "Select the words that say it.")
    if "\n" in text[start:end]:
        raise UsageError(
            f"The selection « {_short(text[start:end])} » runs over the end of a line.",
            "Select words of one sentence; several selections may be given.",
        )
    if end - start > LONGEST:
        raise UsageError(
            f"The selection has {end - start} characters; at most {LONGEST} are evidence.",
            "Select the clause that says it, not what stands around it.",
        )
    return Span(start=start, end=end, supports=supports)


def _found(text: str, words: str) -> tuple[int, int]:
    words = words.strip()
    start = text.find(words) if words else -1
    if start < 0:
        raise UsageError(
            f"The page does not have the words « {_short(words)} ».",
            "Copy them exactly as the page has them, signs and accents too, or give START:END.",
        )
    again = text.find(words, start + 1)
    if again >= 0:
        raise UsageError(
            f"The page has the words « {_short(words)} » more than once.",
            f"Select more of the sentence, or give the place: {start}:{start + len(words)}"
            f" or {again}:{again + len(words)}.",
        )
    return start, start + len(words)


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= 60 else f"{one_line[:59]}…"
