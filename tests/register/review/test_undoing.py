"""Several decisions are taken back at once: the newest first, in one transaction, and told where it stops."""

from __future__ import annotations

import pytest

from comity.errors import UsageError
from comity.register import Register
from tests.register.factory import SUMMIT, summit

METADATA = {"published": "2021-05-05", "publisher": "AVI", "url": "https://example.org/sommet"}


@pytest.fixture
def meeting(register: Register) -> str:
    """The register id of the meeting at the summit."""
    register.keep(summit(**METADATA).coding())
    return next(kept.id for kept in register.export("event") if kept.record.form == "meeting")


def others(register: Register, meeting: str) -> list[str]:
    return sorted(item.kept.id for item in register.review.queue(limit=100) if item.kept.id != meeting)


def state(register: Register, identity: str) -> str | None:
    return register.review.item(identity).state


def test_the_last_decisions_go_the_newest_first(register: Register, meeting: str) -> None:
    first, second = others(register, meeting)[:2]
    register.review.accept(first, "Ana")
    register.review.change(meeting, {"form": "talks", "status": "ongoing"}, "Ana")
    register.review.reject(second, "Ana")
    register.review.accept(meeting, "Ana")
    undone = register.review.undo_last(3, "Ana", "the wrong page")
    assert undone.stopped is None
    assert [(act.id, act.fields, act.state) for act in undone.acts] == [
        (meeting, (), "changed"), (second, (), None), (meeting, ("form", "status"), None),
    ]  # fmt: skip
    assert {act.action for act in undone.acts} == {"undone"}
    assert register.event(meeting).record.form == "meeting"
    assert (state(register, first), state(register, second)) == ("accepted", None)
    assert register.upkeep.check().wrong == ()
    told = [(row.value, row.record, row.reason) for row in register.review.decisions(limit=3)]
    assert told == [("undone", each, "the wrong page") for each in (meeting, second, meeting)]


def test_it_stops_with_words_where_there_are_no_more(register: Register, meeting: str) -> None:
    first = others(register, meeting)[0]
    register.review.accept(first, "Ben")
    register.review.accept(meeting, "Ana")
    register.review.undo(meeting, "Ben")
    register.review.reject(meeting, "Ana")
    undone = register.review.undo_last(5, "Ana")
    assert [act.id for act in undone.acts] == [meeting]
    assert undone.stopped is not None
    assert "Ana has decided nothing more" in undone.stopped
    assert state(register, first) == "accepted", "what another decided stays"
    before = register.contents()
    with pytest.raises(UsageError, match="Ana has decided nothing more"):
        register.review.undo_last(1, "Ana")
    assert register.contents() == before


def test_it_stops_where_somebody_else_has_decided_since(register: Register, meeting: str) -> None:
    first, second = others(register, meeting)[:2]
    register.review.accept(first, "Ana")
    register.review.change(meeting, {"form": "talks"}, "Ana")
    register.review.change(meeting, {"form": "visit"}, "Ben")
    register.review.accept(second, "Ana")
    undone = register.review.undo_last(3, "Ana")
    assert [act.id for act in undone.acts] == [second]
    assert undone.stopped is not None
    assert f"Ben has decided on '{meeting}' since" in undone.stopped
    assert f"comity review --undo {meeting}" in undone.stopped
    assert (state(register, first), state(register, second)) == ("accepted", None), "what is newer is undone"
    assert register.event(meeting).record.form == "visit"
    before = register.contents()
    with pytest.raises(UsageError, match="Ben has decided"):
        register.review.undo_last(2, "Ana")
    assert register.contents() == before
    register.review.undo(meeting, "Ana")
    assert [act.id for act in register.review.undo_last(2, "Ana").acts] == [meeting, first]
    assert register.upkeep.check().wrong == ()
    assert register.event(meeting).record.form == "meeting"


def test_what_was_added_and_that_a_page_is_done_are_undone_too(register: Register, meeting: str) -> None:
    page = register.event(meeting).reports[0].page
    start = SUMMIT.index("M. Binh a remercié")
    said = {"form": "praise", "actor": "VNM", "recipient": "KHM"}
    added = register.review.add(page, "event", said, [f"{start}:{start + 18}"], "Ana").id
    for identity in register.review.waiting_on(page):
        register.review.accept(identity, "Ben")
    register.review.done(page, "Ana")
    assert register.review.pages_done() == (page,)
    undone = register.review.undo_last(2, "Ana")
    assert [(act.id, act.action) for act in undone.acts] == [(page, "undone"), (added, "undone")]
    assert register.review.pages_done() == ()
    assert register.upkeep.check().wrong == ()
    assert added not in {kept.id for kept in register.export("event")}
    told = [(row.field, row.value) for row in register.review.decisions(limit=2)]
    assert told == [("*", "undone"), ("page", "undone")]
    register.review.done(page, "Ana")
    assert register.review.pages_done() == (page,)


@pytest.mark.parametrize("number", [-1, 0, 101])
def test_a_number_that_is_none_is_told(register: Register, meeting: str, number: int) -> None:
    register.review.accept(meeting, "Ana")
    with pytest.raises(UsageError, match="from 1 to 100"):
        register.review.undo_last(number, "Ana")
    assert state(register, meeting) == "accepted"
