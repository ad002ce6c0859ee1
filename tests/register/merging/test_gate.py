"""What the gate holds back is what deciding keeps apart; what it lets through it decides by the same comparisons."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.model import Commitment, Instrument
from comity.register.merging import hanging, offices
from comity.register.merging.deciding import Told, decide
from comity.register.merging.gate import passes
from comity.register.merging.hanging import Hung
from comity.register.merging.members import Sketch
from comity.register.merging.offices import Held
from tests.register.factory import Draft
from tests.register.merging.test_deciding import APART, ONE_ACT, OUTCOMES, reports
from tests.register.test_novelty import who


def sketch(one: Told) -> Sketch:
    return Sketch(one.act.story, one.act.event, one.act.reported)


@pytest.mark.parametrize("name", [*ONE_ACT, *OUTCOMES])
def test_what_belongs_together_passes(name: str) -> None:
    one, other = {**ONE_ACT, **OUTCOMES}[name]
    assert passes(one, sketch(other))
    assert passes(other, sketch(one))


@pytest.mark.parametrize("name", ["thanks the other way", "the yearly session", "plans for two days"])
def test_what_is_surely_apart_is_not_compared(name: str) -> None:
    one, other = APART[name]
    assert not passes(one, sketch(other))


@given(reports(), reports())
@settings(max_examples=300, deadline=None)
def test_of_acts_nothing_is_held_back_that_might_be_one(one: Told, other: Told) -> None:
    if not passes(one, sketch(other)):
        decision = decide(one, other)
        assert decision.relation == "none"
        assert decision.apart
        assert not decision.is_open


SIDES = st.sampled_from(["KHM, VNM", "KHM", "VNM", "LAO, VNM", ""])


@st.composite
def hung(draw: st.DrawFn) -> Hung:
    draft = Draft("Une dépêche.\n")
    if draw(st.booleans()):
        draft.commitment(
            "dépêche",
            who(draw(SIDES)),
            who(draw(SIDES)),
            force=draw(st.sampled_from(["agreed", "pledged", "proposed"])),
            until=draw(st.sampled_from([None, "2021", "2022"])),
        )
    else:
        draft.instrument(
            "dépêche",
            who(draw(SIDES)),
            kind=draw(st.sampled_from(["mou", "treaty", "agreement"])),
            status=draw(st.sampled_from(["signed", "in_force"])),
            period=draw(st.sampled_from([None, "2021", "2022"])),
        )
    record: Commitment | Instrument = (*draft.commitments, *draft.instruments)[0]
    return Hung((draw(st.sampled_from(["one", "two"])), "s0"), record, draw(st.sampled_from([None, "ev-a", "ev-b"])))


@given(hung(), hung())
@settings(max_examples=300, deadline=None)
def test_of_promises_and_documents_nothing_is_held_back_that_might_be_one(one: Hung, other: Hung) -> None:
    if not passes(one, Sketch(other.story, other.record, None)):
        assert hanging.decide(one, other).apart


@pytest.mark.parametrize(
    ("person", "country", "expected"),
    [("Sok Dara", "KHM", True), ("M. Dara", "KHM", False), ("Dara", "KHM", True), ("Sok Dara", "LAO", False)],
)
def test_an_office_is_compared_with_those_of_the_holder(person: str, country: str, expected: bool) -> None:
    def held(name: str, where: str, page: str) -> Held:
        draft = Draft("Une dépêche.\n").office("dépêche", name, "ministre", where)
        return Held((page, "s0"), draft.offices[0], "2021-05-04", "2021-05-04")

    one, other = held("Sok Dara", "KHM", "one"), held(person, country, "two")
    assert passes(one, Sketch(other.story, other.record, None)) is expected
    if not expected:
        assert offices.decide(one, other).apart
