from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.evaluation.figures import Count, Share, intervals, reliability
from comity.evaluation.matching import assign, occurrences, overlap

weights = st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=0, max_size=5)


def best_total(rows: list[list[int]]) -> int:
    """By trying them all."""
    columns = 3
    choices = list(range(columns)) + [None] * len(rows)
    best = 0
    for chosen in set(permutations(choices, len(rows))):
        best = max(best, sum(row[column] for row, column in zip(rows, chosen, strict=True) if column is not None))
    return best


@given(weights)
def test_no_assignment_weighs_more(rows: list[list[int]]) -> None:
    pairs = assign([[float(weight) for weight in row] for row in rows])
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(rows[row][column] > 0 for row, column in pairs)
    assert sum(rows[row][column] for row, column in pairs) == best_total(rows)


def test_a_greedy_choice_is_undone_when_two_records_gain() -> None:
    assert assign([[9.0, 8.0], [7.0, 0.0]]) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ([(0, 10)], [(0, 10)], 1.0),
        ([(0, 100)], [(40, 50)], 1.0),
        ([(0, 10)], [(5, 25)], 0.5),
        ([(0, 10)], [(6, 26)], 0.4),
        ([(0, 10)], [(10, 20)], 0.0),
        ([(0, 10), (50, 60)], [(100, 110), (52, 62)], 0.8),
        ([], [(0, 1)], 0.0),
    ],
)
def test_overlap_is_the_share_of_either_span(
    ours: list[tuple[int, int]], theirs: list[tuple[int, int]], expected: float
) -> None:
    assert overlap(tuple(ours), tuple(theirs)) == expected
    assert overlap(tuple(theirs), tuple(ours)) == expected


def test_an_anchor_may_stand_anywhere_it_occurs() -> None:
    assert occurrences("ab", "ab abab") == ((0, 2), (3, 5), (5, 7))
    assert occurrences("", "ab") == ()


def test_precision_recall_and_f1() -> None:
    count = Count(hits=6, extra=2, missed=4)
    assert (count.precision, count.recall) == (0.75, 0.6)
    assert count.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)
    assert Count().f1 is None
    assert Count(missed=3).precision is None
    assert Count(missed=3).f1 == 0


def test_intervals_are_the_same_every_time_and_hold_the_figure() -> None:
    hits = [1, 0, 1, 1, 0, 1, 1, 1, 0, 1]

    def share(chosen: object) -> float:
        assert isinstance(chosen, list)
        return sum(hits[page] for page in chosen) / len(chosen)

    found = intervals(10, {"share": share})
    assert found == intervals(10, {"share": share})
    low, high = found["share"]
    assert low < 0.7 < high
    assert 0.3 <= low <= 0.5
    assert 0.9 <= high <= 1.0
    assert intervals(1, {"share": share}) == {}


def test_a_figure_that_is_mostly_undefined_has_no_interval() -> None:
    assert intervals(10, {"x": lambda _chosen: None}) == {}


def test_reliability_by_bins_of_confidence() -> None:
    judged = [(0.7, True), (0.72, False), (0.95, True), (1.0, True), (0.0, False)]
    bins = [(found.low, found.records, found.right) for found in reliability(judged)]
    assert bins == [(0.0, 1, 0), (0.7, 2, 1), (0.9, 2, 2)]
    assert Share(1, 4).value == 0.25
    assert Share().value is None
