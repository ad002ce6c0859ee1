"""Meetings of the same people on days in a row are as many records as days, and one of which papers differ is one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from comity.register import Register, open_register
from comity.register.merging.clusters import Pair, join, pair
from comity.register.merging.weighing import SAME, Decision
from comity.register.views import Reason
from tests.register.factory import Draft, asean, party
from tests.register.kills import writers

SAME_DAY, ANOTHER = "same_day", "days_apart"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with open_register(tmp_path / "comity.db", create=True) as opened:
        yield opened


def test_four_meetings_on_four_days_in_a_row_stay_four_whichever_page_comes_first(tmp_path: Path) -> None:
    numbers = range(4 * writers.REPORTS)
    turned = [number for teller in range(writers.REPORTS) for number in numbers if number % writers.REPORTS == teller]
    for at, order in enumerate((numbers, reversed(numbers), turned)):
        with open_register(tmp_path / f"{at}.db", create=True) as register:
            of = {register.keep(writers.told(number).coding()).page: number // writers.REPORTS for number in order}
            for kind in ("event", "commitment", "instrument"):
                held = [[of[report.page] for report in kept.reports] for kept in register.export(kind)]
                assert sorted(held) == [[meeting] * writers.REPORTS for meeting in range(4)], kind


def test_of_meetings_that_stand_each_on_its_day_nobody_is_asked(register: Register) -> None:
    for number in range(4 * writers.REPORTS):
        register.keep(writers.told(number).coding())
    held = [register.merging.judgements(kept.id) for kept in register.export("event")]
    assert [one.asked for one in held] == [()] * 4


def dispatch(number: int, day: str) -> Draft:
    """A page on the summit of two sides in one town: two pages differ in the verb, the day and the last words."""
    words = ("ont ouvert", "ouvrent", "ont tenu", "tiennent")[number]
    text = (
        f"Le sommet de Kampot\n"
        f"Sok Dara et Lê Van Binh {words} le {day} à Kampot le sommet des deux pays du fleuve.\n"
        f"Signé numéro {'ABCD'[number] * 9}.\n"
    )
    draft = Draft(text, url=f"https://example.org/{number}", published="2021-05-06", publisher=f"Agence {number}")
    sides = [party("KHM", "Sok Dara", office="ministre"), party("VNM", "Lê Van Binh", office="ministre")]
    place = {"name": "Kampot", "country": "KHM"}
    sentence = text.splitlines()[1]
    return draft.event(sentence, sides, date=day, form="summit", place=place)


def sitting(number: int, day: str) -> Draft:
    """A page on a summit of a body of states, which is its only side."""
    opened = ("se sont réunis", "ont tenu leur sommet")[number]
    text = f"L'ASEAN à Kampot\nLes dirigeants de l'ASEAN {opened} le {day} à Kampot.\nSigné {'AB'[number] * 9}.\n"
    draft = Draft(text, url=f"https://example.org/asean/{number}", published="2021-05-08", publisher=f"Agence {number}")
    place = {"name": "Kampot", "country": "KHM"}
    return draft.event(text.splitlines()[1], [asean()], date=day, form="summit", place=place)


@pytest.mark.parametrize(("days", "records"), [(("2021-05-06", "2021-05-06"), 1), (("2021-05-06", "2021-05-12"), 2)])
def test_a_summit_of_one_body_of_states_is_found_by_another_report_of_it(
    register: Register, days: tuple[str, str], records: int
) -> None:
    for number, day in enumerate(days):
        register.keep(sitting(number, day).coding())
    assert len(list(register.export("event"))) == records


@pytest.mark.parametrize(
    ("days", "records"),
    [
        (("2021-05-04", "2021-05-04", "2021-05-05"), 1),
        (("2021-05-04", "2021-05-04", "2021-05-05", "2021-05-05"), 2),
    ],
    ids=["one paper of another day", "two papers of each day"],
)
def test_one_paper_errs_in_a_day_and_several_do_not(register: Register, days: tuple[str, ...], records: int) -> None:
    for number, day in enumerate(days):
        register.keep(dispatch(number, day).coding())
    assert len(list(register.export("event"))) == records


def scored(code: str, score: float) -> Decision:
    return Decision("same" if score >= SAME else "none", score, (Reason(code=code),))


def two_days(names: tuple[str, ...], score: float) -> dict[Pair, Decision]:
    """Reports named by their day and a letter: those of one day are alike, those of two as far as the score says."""
    return {
        pair(one, other): scored(SAME_DAY, 0.6) if one[0] == other[0] else scored(ANOTHER, score)
        for one, other in permutations(names, 2)
    }


@pytest.mark.parametrize("score", [0.45, 0.56, 1.0])
def test_no_score_joins_what_several_reports_set_on_two_days(score: float) -> None:
    names = ("1a", "1b", "2a", "2b")
    found = join(names, two_days(names, score))
    assert set(found.clusters) == {frozenset({"1a", "1b"}), frozenset({"2a", "2b"})}
    assert len(found.asked) == (score >= SAME), "a person is asked where all but the days speaks for one"


def test_a_person_joins_what_several_reports_set_on_two_days() -> None:
    names = ("1a", "1b", "2a", "2b")
    found = join(names, two_days(names, 0.9), kept=[("1a", "2b")])
    assert found.clusters == (frozenset(names),)


def test_a_single_report_of_another_day_is_joined_by_its_score() -> None:
    names = ("1a", "1b", "2a")
    assert join(names, two_days(names, 0.9)).clusters == (frozenset(names),)
    assert len(join(names, two_days(names, 0.45)).clusters) == 2
