"""From a plan to what came of it: what pages told of an act is one course, on the plan and on the outcome."""

from __future__ import annotations

from typing import Any

import pytest

from comity.model import Coding
from comity.register import Register
from comity.register.views import KeptEvent, Step
from tests.register.factory import Draft, party

TELLERS = {
    "planned": ("Mara Tolo attendue à Lomé", "Mara Tolo se rendra à Lomé le 4 mai 2021, annonce la présidence."),
    "postponed": ("Visite reportée", "Le voyage de Mara Tolo à Lomé est reporté au 5 juillet 2021."),
    "again": ("Encore un écho", "À Lomé, on confirme que Mara Tolo ne viendra que le 5 juillet 2021."),
    "cancelled": ("Plus de voyage", "La présidence renonce au voyage de Mara Tolo à Lomé."),
    "held": ("Mara Tolo à Lomé", "Mara Tolo a été reçue à Lomé par Kofi Adzo le 5 juillet 2021."),
}


def told(name: str, status: str, date: str | None, published: str, **more: Any) -> Coding:
    """A page on the visit."""
    title, words = TELLERS[name]
    draft = Draft(f"{title}\n{words}\n", published=published, publisher=f"Le {name}", url=f"https://{name}.example/")
    tolo = party("GHA", "Mara Tolo", office="présidente")
    adzo = party("TGO", "Kofi Adzo", office="président")
    plan = status != "held"
    fields = {"plover": "AGREE", "form": "planned_encounter", "modes": ()} if plan else {"form": "visit"}
    return draft.event(words[:-1], [tolo], [adzo], date=date, status=status, **(fields | more)).coding()


def all_of_it() -> list[Coding]:
    """The visit is planned, put off, which two pages tell, and takes place."""
    return [
        told("planned", "planned", "2021-05-04", "2021-04-20"),
        told("postponed", "postponed", "2021-07-05", "2021-05-02"),
        told("again", "postponed", "2021-07-05", "2021-05-03"),
        told("held", "held", "2021-07-05", "2021-07-06"),
    ]


def events(register: Register) -> list[KeptEvent]:
    return [kept for kept in register.export("event") if isinstance(kept, KeptEvent)]


def short(steps: tuple[Step, ...]) -> list[tuple[str, str | None, str | None, int, bool]]:
    return [(step.what, step.date, step.told, step.reports, step.moved) for step in steps]


PLAN = [
    ("planned", "2021-05-04", "2021-04-20", 1, False),
    ("postponed", "2021-07-05", "2021-05-02", 2, True),
]
HELD = ("held", "2021-07-05", "2021-07-06", 1, False)


@pytest.mark.parametrize("backwards", [False, True])
def test_a_plan_and_its_outcome_tell_one_course(register: Register, backwards: bool) -> None:
    list(register.add(all_of_it()[::-1] if backwards else all_of_it()))
    plan, outcome = sorted(events(register), key=lambda kept: kept.record.status, reverse=True)
    assert (plan.record.status, outcome.record.status) == ("postponed", "held")
    assert short(plan.course) == [*PLAN, HELD]
    assert outcome.course == plan.course
    assert [step.event for step in plan.course] == [plan.id, plan.id, outcome.id]
    assert [step.source.publisher for step in plan.course if step.source] == ["Le planned", "Le postponed", "Le held"]
    assert register.event(plan.id).course == plan.course
    found = register.dossier(register.side("GHA"), register.side("TGO"))
    assert {kept.id: kept.course for kept in (*found.encounters, *found.acts)} == {
        kept.id: kept.course for kept in (plan, outcome)
    }


def test_what_is_off_says_so_though_nothing_else_was_told(register: Register) -> None:
    register.keep(told("cancelled", "cancelled", None, "2021-05-02"))
    (kept,) = events(register)
    assert short(kept.course) == [("cancelled", None, "2021-05-02", 1, False)]


@pytest.mark.parametrize(
    "coding",
    [told("planned", "planned", "2021-05-04", "2021-04-20"), told("held", "held", "2021-07-05", "2021-07-06")],
    ids=["a plan", "an act"],
)
def test_what_was_told_once_has_no_course(register: Register, coding: Coding) -> None:
    register.keep(coding)
    assert [kept.course for kept in events(register)] == [()]


def test_a_release_keeps_the_course_as_it_was(register: Register) -> None:
    list(register.add(all_of_it()[:3]))
    register.releases.create("before", author="Ana")
    register.keep(all_of_it()[3])
    (before,) = register.releases.open("before").export("event")
    assert isinstance(before, KeptEvent)
    assert short(before.course) == PLAN
    assert short(register.event(before.id).course) == [*PLAN, HELD]


def test_what_people_say_counts(register: Register) -> None:
    list(register.add(all_of_it()))
    outcome = next(kept for kept in events(register) if kept.record.status == "held")
    register.review.reject(outcome.id, "Ana")
    assert short(events(register)[0].course) == PLAN
    register.review.undo(outcome.id, "Ana")
    plan = next(kept for kept in events(register) if kept.record.status == "postponed")
    assert short(plan.course) == [*PLAN, HELD]
    register.merging.split([report.event for report in plan.reports if "postponed" in str(report.sources)][:1], "Ana")
    assert register.upkeep.check().wrong == ()
