"""Paragraphs that repeat another: what a crawler leaves of captions, pull quotes and leads printed twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from comity.folding import fold

_FEWEST_WORDS = 6
_RUN = 3  # words that stand together
_SHARE = 0.85
_LONGEST = 400  # words: a longer paragraph is no caption


def repeated(paragraphs: Sequence[str]) -> dict[int, int]:
    """For each paragraph whose words nearly all stand, in their order, in another: the index of that other.

    Of two that repeat each other, the shorter counts as the repetition, or the later one of two alike. Word order is
    compared by runs of three words; 85 % of them must be found.
    """
    words = [fold(paragraph[: _LONGEST * 20]).split() for paragraph in paragraphs]
    runs = [_runs(each) for each in words]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, found in enumerate(runs):
        for run in found:
            holders[run].append(index)
    result = {}
    for index, found in enumerate(runs):
        if _FEWEST_WORDS <= len(words[index]) <= _LONGEST:
            other = _holder(index, found, words, holders)
            if other is not None:
                result[index] = other
    return result


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}


def _holder(
    index: int, found: set[tuple[str, ...]], words: list[list[str]], holders: dict[tuple[str, ...], list[int]]
) -> int | None:
    shared: dict[int, int] = defaultdict(int)
    for run in found:
        for other in holders[run][:50]:
            shared[other] += 1
    length = len(words[index])
    for other, count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if other == index or count < _SHARE * len(found):
            continue
        if length < len(words[other]) or (length == len(words[other]) and other < index):
            return other
    return None
