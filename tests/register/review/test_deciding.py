"""What people decide: both versions stay, the person's is shown, recoding loses nothing, and all can be undone."""

from __future__ import annotations

import msgspec
import pytest

from comity.errors import UnknownRecordError, UsageError
from comity.model import Coding, Date, Event
from comity.register import Register
from comity.register.views import AnyKept, KeptEvent
from tests.register.factory import NEWER, SUMMIT, Draft, party, summit

METADATA = {"published": "2021-05-05", "publisher": "AVI", "url": "https://example.org/sommet"}


@pytest.fixture
def meeting(register: Register) -> str:
    """The register id of the meeting at the summit."""
    register.keep(summit(**METADATA).coding())
    return next(kept.id for kept in register.export("event") if kept.record.form == "meeting")


def recoded(**changes: object) -> Coding:
    """The summit as a newer coder tells it, with its meeting told otherwise."""
    coding = summit(**METADATA).coding(NEWER)
    story = coding.stories[0]
    first = msgspec.structs.replace(story.events[0], **changes)
    return msgspec.structs.replace(coding, stories=(msgspec.structs.replace(story, events=(first, *story.events[1:])),))


def without_meeting() -> Coding:
    coding = summit(**METADATA).coding(NEWER)
    story = coding.stories[0]
    return msgspec.structs.replace(coding, stories=(msgspec.structs.replace(story, events=story.events[1:]),))


def of(register: Register, identity: str) -> Event:
    return register.event(identity).record


def ids(kept: tuple[AnyKept, ...] | list[AnyKept]) -> set[str]:
    return {each.id for each in kept}


def waiting(register: Register) -> list[str]:
    return [item.kept.id for item in register.review.queue(limit=1000)]


def test_accepting_takes_a_record_off_the_queue(register: Register, meeting: str) -> None:
    before = register.review.waiting()
    assert meeting in waiting(register)
    assert before.waiting == len(waiting(register)) == 8
    decided = register.review.accept(meeting, "Ana", "as printed")
    assert (decided.id, decided.action, decided.state) == (meeting, "accepted", "accepted")
    assert meeting not in waiting(register)
    after = register.review.waiting()
    assert (after.waiting, after.decided) == (before.waiting - 1, 1)
    assert of(register, meeting).confidence == 1.0
    (row,) = register.review.decisions(meeting)
    assert (row.record, row.field, row.value, row.author, row.reason) == (meeting, "*", "accepted", "Ana", "as printed")


def test_a_change_shows_the_persons_value_and_keeps_the_programs(register: Register, meeting: str) -> None:
    decided = register.review.change(
        meeting, {"date": "2021-05-03"}, "Ana", words=["rencontré le 4 mai 2021 son homologue"]
    )
    assert (decided.fields, decided.state) == (("date",), "changed")
    kept = register.event(meeting)
    assert kept.record.date == Date(edtf="2021-05-03", resolved="explicit")
    assert kept.dated == "2021-05-03"
    assert len(kept.reports) == 2
    dates = next(each for each in kept.differs if each.field == "date")
    assert [value.value for value in dates.values] == ["2021-05-04", "2021-05-03"]
    assert "review" in kept.record.rules
    span = kept.record.evidence[-1]
    assert SUMMIT[span.start : span.end] == "rencontré le 4 mai 2021 son homologue"
    assert span.supports == ("date",)


def test_what_is_shown_everywhere_is_the_persons_version(register: Register, meeting: str) -> None:
    register.review.change(meeting, {"form": "talks"}, "Ana")
    assert of(register, meeting).form == "talks"
    page = register.page(register.event(meeting).reports[0].page)
    on_page = next(kept for story in page.stories for kept in story.events if kept.id == meeting)
    assert on_page.record.form == "talks"
    found = register.dossier(register.side("VNM"), register.side("KHM"))
    assert next(kept for kept in found.encounters if kept.id == meeting).record.form == "talks"
    assert next(kept for kept in register.export("event") if kept.id == meeting).record.form == "talks"


def test_each_change_rests_on_the_one_before(register: Register, meeting: str) -> None:
    register.review.change(meeting, {"form": "talks"}, "Ana")
    register.review.change(meeting, {"status": "ongoing"}, "Ben")
    event = of(register, meeting)
    assert (event.form, event.status) == ("talks", "ongoing")
    assert len(register.event(meeting).reports) == 2, "the program's report, and the newest version"
    assert register.review.undo(meeting, "Ben").fields == ("status",)
    assert (of(register, meeting).form, of(register, meeting).status) == ("talks", "held")
    assert register.review.undo(meeting, "Ben").fields == ("form",)
    assert of(register, meeting).form == "meeting"
    assert of(register, meeting).confidence == 0.9
    assert meeting in waiting(register)
    with pytest.raises(UsageError, match="Nobody has decided"):
        register.review.undo(meeting, "Ben")
    told = [(row.field, row.value, row.author) for row in reversed(register.review.decisions(meeting))]
    assert told == [
        ("form", "talks", "Ana"), ("status", "ongoing", "Ben"), ("*", "undone", "Ben"), ("*", "undone", "Ben"),
    ]  # fmt: skip
    assert all(row.superseded for row in register.review.decisions(meeting))


def test_a_rejected_record_is_nowhere_and_comes_back(register: Register, meeting: str) -> None:
    register.review.reject(meeting, "Ana", "no act")
    assert meeting not in ids(list(register.export("event")))
    assert meeting not in waiting(register)
    found = register.dossier(register.side("VNM"), register.side("KHM"))
    assert meeting not in ids(found.encounters)
    page = register.page(register.event(meeting).reports[0].page)
    assert meeting not in {kept.id for story in page.stories for kept in story.records()}
    assert register.review.waiting().rejected == 1
    with pytest.raises(UsageError, match="is rejected"):
        register.review.change(meeting, {"form": "talks"}, "Ana")
    with pytest.raises(UsageError, match="rejected already"):
        register.review.reject(meeting, "Ana")
    register.review.undo(meeting, "Ana")
    assert meeting in ids(list(register.export("event")))
    register.review.reject(meeting, "Ana")
    assert register.review.accept(meeting, "Ben").state == "accepted"
    assert meeting in ids(list(register.export("event")))
    register.review.undo(meeting, "Ben")
    assert meeting not in ids(list(register.export("event")))


def test_a_record_that_was_missed_is_added_by_selecting_its_words(register: Register, meeting: str) -> None:
    page = register.event(meeting).reports[0].page
    start = SUMMIT.index("son aide")
    decided = register.review.add(
        page,
        "commitment",
        {"force": "pledged", "by": "VNM", "to": "KHM", "fields": "education", "event": meeting},
        ["Le Vietnam s'est engagé", f"{start}:{start + 8}"],
        "Ana",
    )
    kept = register.record(decided.id)
    assert decided.id.startswith("co-")
    assert kept.record.action == "Le Vietnam s'est engagé"  # type: ignore[union-attr]
    assert kept.event == meeting  # type: ignore[union-attr]
    assert kept.dated == "2021-05-04"
    assert decided.id in ids(list(register.export("commitment")))
    assert decided.id in {each.id for story in register.page(page).stories for each in story.commitments}
    assert register.review.item(decided.id).state == "added"
    register.review.undo(decided.id, "Ana")
    assert decided.id not in ids(list(register.export("commitment")))


@pytest.mark.parametrize(
    ("kind", "said", "words", "wrong"),
    [
        ("act", {}, ["d'ici 2025"], "no kind of record"),
        ("event", {"actor": "VNM"}, ["d'ici 2025"], "lacks 'plover'"),
        ("event", {"form": "meeting"}, ["d'ici 2025"], "lacks 'actor'"),
        ("event", {"form": "meeting", "actor": "VNM"}, [], "needs the words"),
        ("event", {"form": "meeting", "actor": "VNM"}, ["d'ici 2026"], "does not have the words"),
        ("event", {"form": "meeting", "actor": "Atlantis"}, ["d'ici 2025"], "is no country"),
        ("event", {"form": "meeting", "actor": "VNM", "event": "ev-xxxxxxxxxxxx"}, ["d'ici 2025"], "no event"),
        ("office", {"person": "Sok Dara"}, ["d'ici 2025"], "lacks 'office'"),
    ],
)
def test_a_mistake_in_adding_is_told_and_keeps_nothing(
    register: Register, meeting: str, kind: str, said: dict[str, str], words: list[str], wrong: str
) -> None:
    page = register.event(meeting).reports[0].page
    before = register.contents()
    with pytest.raises(UsageError, match=wrong):
        register.review.add(page, kind, said, words, "Ana")
    assert register.contents() == before


def test_a_decision_on_a_state_that_is_gone_is_refused(register: Register, meeting: str) -> None:
    version = register.review.item(meeting).version
    register.review.change(meeting, {"form": "talks"}, "Ana", version=version)
    for decide in (register.review.accept, register.review.reject):
        with pytest.raises(UsageError, match="changed meanwhile"):
            decide(meeting, "Ben", version=version)
    register.review.accept(meeting, "Ben", version=register.review.item(meeting).version)


def test_a_change_that_says_nothing_new_is_told(register: Register, meeting: str) -> None:
    with pytest.raises(UsageError, match="says so already"):
        register.review.change(meeting, {"form": "meeting"}, "Ana")
    with pytest.raises(UsageError, match="has no name"):
        register.review.accept(meeting, " ")
    with pytest.raises(UnknownRecordError):
        register.review.accept("ev-xxxxxxxxxxxx", "Ana")


# --- coding anew ---


def test_a_decision_survives_a_newer_coder_that_says_the_same(register: Register, meeting: str) -> None:
    register.review.change(meeting, {"form": "talks"}, "Ana")
    register.keep(recoded(confidence=0.5))
    assert of(register, meeting).form == "talks"
    assert register.review.item(meeting).state == "changed"
    assert meeting not in waiting(register)


def test_a_newer_coder_that_says_what_the_person_said_is_no_conflict(register: Register, meeting: str) -> None:
    register.review.change(meeting, {"form": "talks"}, "Ana")
    register.keep(recoded(form="talks"))
    assert register.review.item(meeting).state == "changed"
    assert register.review.item(meeting).conflicts == ()


def test_a_newer_coder_that_differs_brings_the_record_back_first(register: Register, meeting: str) -> None:
    register.review.change(meeting, {"form": "talks"}, "Ana")
    register.keep(recoded(form="audience", status="ongoing"))
    event = of(register, meeting)
    assert (event.form, event.status) == ("talks", "held"), "the person has the last word"
    first = register.review.queue()[0]
    assert (first.kept.id, first.state, first.doubts[0]) == (meeting, "conflict", "conflict")
    told = {each.field: (each.seen, each.now, each.yours) for each in first.conflicts}
    assert told == {"form": ("meeting", "audience", "talks"), "status": ("held", "ongoing", "held")}
    assert register.review.waiting().conflicts == 1
    register.review.accept(meeting, "Ben")
    assert register.review.item(meeting).state == "changed"
    assert of(register, meeting).form == "talks"
    register.review.undo(meeting, "Ben")
    assert register.review.item(meeting).state == "conflict"


def test_a_person_may_give_in_to_the_newer_coder(register: Register, meeting: str) -> None:
    register.review.accept(meeting, "Ana")
    register.keep(recoded(form="audience"))
    assert of(register, meeting).form == "meeting"
    register.review.accept(meeting, "Ana", newest=True)
    assert of(register, meeting).form == "audience"
    assert meeting not in waiting(register)
    register.review.undo(meeting, "Ana")
    assert of(register, meeting).form == "meeting"


def test_what_a_newer_coder_finds_no_more_stays_and_is_a_conflict(register: Register, meeting: str) -> None:
    register.review.accept(meeting, "Ana")
    register.keep(without_meeting())
    assert register.event(meeting).retired is None
    item = register.review.queue()[0]
    assert (item.kept.id, item.state, [each.field for each in item.conflicts]) == (meeting, "conflict", ["*"])
    with pytest.raises(UsageError, match="no more"):
        register.review.accept(meeting, "Ana", newest=True)
    register.review.accept(meeting, "Ana")
    assert meeting not in waiting(register)


def test_a_rejection_survives_and_comes_back_when_the_record_is_told_otherwise(
    register: Register, meeting: str
) -> None:
    register.review.reject(meeting, "Ana")
    register.keep(without_meeting())
    assert meeting not in waiting(register)
    register.keep(recoded(form="audience"))
    # the coder is the one that found nothing: nothing is kept anew
    assert meeting not in waiting(register)


def test_a_rejected_record_told_otherwise_is_a_conflict(register: Register, meeting: str) -> None:
    register.review.reject(meeting, "Ana")
    register.keep(recoded(form="audience"))
    assert meeting not in ids(list(register.export("event")))
    item = register.review.queue()[0]
    assert (item.kept.id, item.state) == (meeting, "conflict")
    assert [(each.field, each.seen, each.now) for each in item.conflicts] == [("form", "meeting", "audience")]
    register.review.undo(meeting, "Ana")
    register.review.reject(meeting, "Ana")
    assert meeting not in waiting(register)


def test_a_newer_coder_that_finds_what_was_added_joins_it(register: Register) -> None:
    text = "Accord\nLe Laos a remercié le Vietnam mardi. Les ministres se sont quittés contents.\n"
    register.keep(Draft(text).coding())
    page = Draft(text).page().id
    said = {"form": "thanks", "actor": "LAO", "recipient": "VNM"}
    added = register.review.add(page, "event", said, ["Le Laos a remercié le Vietnam"], "Ana").id
    found = Draft(text).event(
        "Le Laos a remercié le Vietnam", [party("LAO")], [party("VNM")], plover="SUPPORT", form="praise", modes=()
    )
    register.keep(found.coding(NEWER))
    assert [kept.id for kept in register.export("event")] == [added]
    assert of(register, added).form == "thanks"
    item = register.review.item(added)
    assert item.state == "conflict"
    assert {each.field for each in item.conflicts} >= {"form"}


def test_going_back_to_the_former_coding_ends_the_conflict(register: Register, meeting: str) -> None:
    register.review.accept(meeting, "Ana")
    register.keep(recoded(form="audience"))
    assert register.review.item(meeting).state == "conflict"
    register.keep(summit(**METADATA).coding())
    assert register.review.item(meeting).state == "accepted"


# --- pages that are done ---


def test_a_page_is_done_when_all_of_it_is_decided(register: Register, meeting: str) -> None:
    page = register.event(meeting).reports[0].page
    with pytest.raises(UsageError, match="8 records"):
        register.review.done(page, "Ana")
    for identity in register.review.waiting_on(page):
        register.review.accept(identity, "Ana")
    register.review.done(page, "Ana")
    assert register.review.pages_done() == (page,)
    with pytest.raises(UsageError, match="done already"):
        register.review.done(page, "Ana")
    stories = register.review.decided_page(page)
    assert len(list(stories[0].records())) == 8


def test_a_page_as_decided_has_the_persons_versions_and_nothing_rejected(register: Register, meeting: str) -> None:
    kept: KeptEvent = register.event(meeting)
    page = kept.reports[0].page
    thanks = next(each.id for each in register.export("event") if each.record.form == "thanks")
    register.review.change(meeting, {"form": "talks"}, "Ana")
    register.review.reject(thanks, "Ana")
    forms = {event.form for event in register.review.decided_page(page)[0].events}
    assert forms == {"talks", "commitment"}
