"""What the rule makes of the pairs of both halves; of the half kept aside only figures are looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.people import HALVES, Case, Figures, cases, figures

ROOT = Path(__file__).parents[3]

# precision and recall: they only rise
FLOORS = {"tuned": (1.0, 1.0), "aside": (0.94, 0.89)}


def told(half: str) -> tuple[float, float]:
    found = figures(list(cases(half)))
    return round(found.precision, 2), round(found.recall, 2)


@pytest.mark.parametrize("half", HALVES)
def test_figures_do_not_fall(half: str) -> None:
    assert all(value >= floor for value, floor in zip(told(half), FLOORS[half], strict=True)), told(half)


def test_there_are_enough_pairs_of_both_sorts() -> None:
    every = [case for half in HALVES for case in cases(half)]
    assert len(every) >= 60
    assert min(sum(case.same for case in every), sum(not case.same for case in every)) >= 25
    assert len({case.id for case in every}) == len(every)


@pytest.mark.parametrize(("half", "called"), [("tuned", "tuned"), ("aside", "kept aside")])
def test_the_document_says_what_is_measured(half: str, called: str) -> None:
    precision, recall = told(half)
    row = f"| {called} | {len(list(cases(half)))} | {recall * 100:.0f} % | {precision * 100:.0f} % |"
    assert row in (ROOT / "docs" / "people.md").read_text(encoding="utf-8")


def test_figures_count_what_is_right_wrong_and_missed() -> None:
    found = Figures(right=3, wrong=1, missed=2)
    assert (found.precision, found.recall) == (0.75, 0.6)
    assert (Figures().precision, Figures().recall) == (1, 1)
    joined = next(case for case in cases("tuned") if case.is_joined)
    apart = next(case for case in cases("tuned") if not case.is_joined)
    wrong = [Case(joined.id, False, joined.found), Case(apart.id, True, apart.found)]
    assert figures(wrong) == Figures(right=0, wrong=1, missed=1)
