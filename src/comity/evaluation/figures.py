"""Counts of right and wrong, and how far chance may have moved them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

SAMPLES = 1000
SEED = 20180717


@dataclass(frozen=True, slots=True)
class Count:
    """Expected records that were found (`hits`) or not (`missed`), and coded ones not expected (`extra`)."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.hits + other.hits, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """The share of coded records that were expected; None if none was coded."""
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else None

    @property
    def recall(self) -> float | None:
        """The share of expected records that were found; None if none was expected."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None if nothing was coded and nothing expected."""
        total = 2 * self.hits + self.extra + self.missed
        return 2 * self.hits / total if total else None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of so many."""

    part: int = 0
    whole: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None


def total_count(counts: Iterable[Count]) -> Count:
    """The sum of counts."""
    return sum(counts, Count())


def total_share(shares: Iterable[Share]) -> Share:
    """The sum of shares."""
    return sum(shares, Share())


Figure = Callable[[Sequence[int]], float | None]


def intervals(pages: int, figures: Mapping[str, Figure], seed: int = SEED) -> dict[str, tuple[float, float]]:
    """For each figure the bounds between which it lies in 95 of 100 samples of the pages, drawn with replacement.

    A figure is a function of the chosen page numbers. Pages, not records, are drawn: records of a page err together.
    A figure that is undefined in most samples has no interval. Equal input and seed give equal bounds.
    """
    if pages < 2:
        return {}
    draw = random.Random(seed)
    values: dict[str, list[float]] = {name: [] for name in figures}
    for _ in range(SAMPLES):
        chosen = draw.choices(range(pages), k=pages)
        for name, figure in figures.items():
            value = figure(chosen)
            if value is not None:
                values[name].append(value)
    return {name: _middle(sorted(found)) for name, found in values.items() if len(found) > SAMPLES / 2}


def _middle(ordered: Sequence[float]) -> tuple[float, float]:
    cut = len(ordered) * 25 // 1000
    return ordered[cut], ordered[-1 - cut]


@dataclass(frozen=True, slots=True)
class Bin:
    """Coded records with a confidence from `low` to below `high`: number, mean confidence, how many right."""

    low: float
    high: float
    records: int
    confidence: float
    right: int


def reliability(judged: Iterable[tuple[float, bool]], width: float = 0.1) -> tuple[Bin, ...]:
    """Whether confidence keeps its word: pairs (confidence, was it right) by bins of `width`, without empty bins."""
    number = round(1 / width)
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in judged:
        # the small addition keeps 0.7 out of the bin below, where binary fractions would put it
        index = min(number - 1, max(0, int(confidence * number + 1e-9)))
        bins.setdefault(index, []).append((confidence, right))
    return tuple(
        Bin(
            low=index / number,
            high=(index + 1) / number,
            records=len(found),
            confidence=sum(confidence for confidence, _ in found) / len(found),
            right=sum(right for _, right in found),
        )
        for index, found in sorted(bins.items())
    )
