"""Reviewing beside merging, coding anew and the check of the whole register."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from comity.model import Coding
from comity.register import Register
from tests.register.factory import NEWER, Draft, party, summit

ELSEWHERE = (
    "Sok Dara reçu à Hanoï\n"
    "Le chef du gouvernement cambodgien Sok Dara a été reçu mardi à Hanoï par Lê Van Binh, avec lequel il a parlé de "
    "riz, de ponts et de bourses d'études pendant plus d'une heure, selon un communiqué de la partie vietnamienne.\n"
)


def first(**changes: object) -> Coding:
    """The page of the summit, with its meeting told otherwise."""
    draft = summit(published="2021-05-05", publisher="AVI")
    draft.events[0] = msgspec.structs.replace(draft.events[0], modes=("visit",), **changes)
    return draft.coding(NEWER if changes else draft.coding().coder)


def second() -> Coding:
    """Another page that tells of the meeting."""
    dara, binh = party("KHM", "Sok Dara"), party("VNM", "Lê Van Binh")
    draft = Draft(ELSEWHERE, published="2021-05-06", publisher="Le Matin")
    return draft.event("Sok Dara a été reçu mardi", [dara], [binh], date="2021-05-05", form="audience").coding()


@pytest.fixture
def pair(register: Register) -> Iterator[tuple[str, str]]:
    """The ids under which the meeting came on either page, made one. Whatever is done, the register stays sound."""
    register.keep(first())
    one = next(kept.id for kept in register.export("event") if kept.record.form == "meeting")
    page = register.keep(second()).page
    other = next(report.event for kept in register.export("event") for report in kept.reports if report.page == page)
    if len([kept for kept in register.export("event") if kept.id in (one, other)]) == 2:
        register.merging.merge((one, other), "Ana")
    yield register.record(one).id, other
    assert list(register.upkeep.check().wrong) == []


def events(register: Register) -> dict[str, str | None]:
    return {kept.id: kept.record.form for kept in register.export("event")}


def test_a_person_has_the_last_word_on_a_merged_record(register: Register, pair: tuple[str, str]) -> None:
    one, other = pair
    register.review.change(other, {"form": "talks"}, "Ana")
    assert events(register)[one] == "talks"
    assert len(register.event(one).reports) == 3
    assert register.review.item(other).kept.id == one
    assert register.review.undo(other, "Ana").id == one
    assert events(register)[one] != "talks"


def test_a_merged_record_is_rejected_whole_and_comes_back_whole(register: Register, pair: tuple[str, str]) -> None:
    one, other = pair
    register.review.reject(one, "Ana")
    assert {one, other} & set(events(register)) == set()
    assert register.review.waiting().rejected == 1
    register.review.undo(one, "Ana")
    assert one in events(register)


def test_what_was_decided_stays_with_its_page_when_records_are_split(register: Register, pair: tuple[str, str]) -> None:
    one, other = pair
    register.review.change(one, {"form": "talks"}, "Ana")
    register.merging.split((other,), "Ana")
    assert events(register)[one] == "talks"
    assert events(register)[other] == "audience"
    assert register.review.item(one).state == "changed"
    assert register.review.item(other).state is None


def test_another_page_that_is_coded_anew_is_a_conflict_too(register: Register, pair: tuple[str, str]) -> None:
    one, _ = pair
    register.review.accept(one, "Ana")
    anew = second()
    story = anew.stories[0]
    moved = msgspec.structs.replace(story.events[0], status="ongoing")
    anew = msgspec.structs.replace(anew, coder=NEWER, stories=(msgspec.structs.replace(story, events=(moved,)),))
    register.keep(anew)
    item = register.review.queue()[0]
    assert (item.kept.id, item.state) == (one, "conflict")
    assert [(each.field, each.seen, each.now) for each in item.conflicts] == [("status", "held", "ongoing")]
    assert list(register.upkeep.check().wrong) == []


def test_the_register_is_sound_after_every_kind_of_decision(register: Register, pair: tuple[str, str]) -> None:
    one, _ = pair
    page = register.event(one).reports[0].page
    register.review.accept(one, "Ana")
    pledge = next(kept.id for kept in register.export("commitment"))
    register.review.reject(pledge, "Ana")
    said = {"kind": "minutes", "parties": "VNM; KHM", "event": one}
    document = register.review.add(page, "instrument", said, ["Un protocole sur le commerce frontalier"], "Ana").id
    assert register.record(document).event == one  # type: ignore[union-attr]
    office = next(kept.id for kept in register.export("office"))
    register.review.change(office, {"tenure": "former"}, "Ben")
    assert list(register.upkeep.check().wrong) == []
    register.review.undo(document, "Ben")
    register.keep(first(form="talks"))
    assert register.review.item(one).state == "conflict"
    assert list(register.upkeep.check().wrong) == []
