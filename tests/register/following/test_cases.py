"""What the rules find in the cases of both halves; of the half kept aside only figures are looked at."""

from __future__ import annotations

import pytest

from tools.following import HALVES, RELATIONS, Figures, cases, figures

# precision, recall, and the share of those found that are told exactly: they only rise
FLOORS = {
    ("fulfils", "tuned"): (1.0, 1.0, 0.94),
    ("fulfils", "aside"): (1.0, 0.94, 0.8),
    ("continues", "tuned"): (1.0, 1.0, 1.0),
    ("continues", "aside"): (1.0, 1.0, 1.0),
}


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("relation", RELATIONS)
def test_figures_do_not_fall(half: str, relation: str) -> None:
    found = figures(list(cases(half, relation)))
    told = tuple(round(value, 2) for value in (found.precision, found.recall, found.exactness))
    assert all(value >= floor for value, floor in zip(told, FLOORS[relation, half], strict=True)), told


@pytest.mark.parametrize("relation", RELATIONS)
def test_there_are_enough_cases_of_both_sorts(relation: str) -> None:
    every = [case for half in HALVES for case in cases(half, relation)]
    assert len(every) >= 40
    assert sum(case.expected is None for case in every) >= 15
    assert sum(case.expected is not None for case in every) >= 15
    assert len({(case.relation, case.id) for case in every}) == len(every)


def test_figures_count_what_is_right_wrong_and_missed() -> None:
    found = Figures(right=3, wrong=1, missed=2, exact=2)
    assert (found.precision, found.recall, round(found.exactness, 2)) == (0.75, 0.6, 0.67)
    assert (Figures().precision, Figures().recall, Figures().exactness) == (1, 1, 1)
