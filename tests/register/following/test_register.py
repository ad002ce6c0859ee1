"""Commitments and agreements in the register: what is proposed as pages are kept, and what people decide of it."""

from __future__ import annotations

from datetime import date

import pytest

from comity.errors import UnknownRecordError, UsageError
from comity.register import Register
from comity.register.following.views import FollowedCommitment
from tests.register.factory import NEWER, Draft, party

BRIDGE = (
    "Le Laos et le Japon se parlent à Vientiane\n"
    "Le Japon s'est engagé à construire un pont sur la Sékong à Attapeu. Le Japon aidera le Laos.\n"
)
OPENED = (
    "Le pont d'Attapeu est ouvert\n"
    "Le pont sur la Sékong à Attapeu, construit par le Japon, a été inauguré par les deux ministres.\n"
)
SCHOOL = "Une école pour Paksé\nUne école offerte par le Japon a été inaugurée à Paksé par les deux ministres.\n"
FIRST = "Le Laos et le Japon signent\nUn accord sur les semences de riz a été signé pour la période 2019-2021.\n"
RENEWED = "Le Laos et le Japon signent encore\nUn accord sur les semences de riz a été signé pour 2022-2024.\n"
NAMED = "Le Laos et le Japon se réunissent\nConformément à l'accord sur les semences de riz 2019-2021, ils ont trié.\n"

LAO, JPN = party("LAO"), party("JPN")


def promised() -> Draft:
    draft = Draft(BRIDGE, published="2018-03-02")
    draft.event("se parlent", [LAO, JPN], date="2018-03-01")
    fields = {"event": "e0", "force": "pledged", "fields": ("transport",)}
    return draft.commitment("construire un pont sur la Sékong à Attapeu", [JPN], [LAO], **fields)


def opened(text: str = OPENED, day: str = "2020-06-10", **more: str) -> Draft:
    draft = Draft(text, published=day, **more)
    words = text.splitlines()[1]
    return draft.event(words, [LAO, JPN], date=day, form="inauguration")


def signed(text: str, on: str, period: str, status: str = "signed") -> Draft:
    draft = Draft(text, published=on)
    draft.event(text.splitlines()[0], [LAO, JPN], date=on, plover="SUPPORT", form="signing")
    words = "accord sur les semences de riz"
    more = {"event": "e0", "status": status, "fields": ("agriculture",), "period": period}
    return draft.instrument(words, [LAO, JPN], signed=on if status == "signed" else None, **more)


def the_commitment(register: Register) -> FollowedCommitment:
    (found,) = register.following.commitments(register.side("LAO"), register.side("JPN")).found
    return found


def codes(followed: FollowedCommitment) -> set[str]:
    return {reason.code for keeping in followed.proposals for reason in keeping.link.reasons}


def add(register: Register, *drafts: Draft) -> None:
    list(register.add(draft.coding() for draft in drafts))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_what_may_keep_a_promise_is_proposed_in_whatever_order_pages_come(
    register: Register, order: tuple[int, ...]
) -> None:
    drafts = (promised(), opened(), opened(SCHOOL, "2019-01-10"))
    add(register, *(drafts[place] for place in order))
    found = the_commitment(register)
    assert [keeping.kept.record.form for keeping in found.proposals] == ["inauguration"]
    assert found.proposals[0].kept.record.date.edtf == "2020-06-10"
    assert {"same_sides", "same_words", "sort_of_act", "days_after", "keeps_it"} <= codes(found)
    assert (found.stage.stage, found.stage.author, found.kept.stage) == ("stated", None, "stated")


def test_silence_says_nothing(register: Register) -> None:
    add(register, promised())
    found = the_commitment(register)
    assert (found.stage.stage, found.proposals, found.score) == ("stated", (), None)


def test_a_person_confirms(register: Register) -> None:
    add(register, promised(), opened())
    found = the_commitment(register)
    deed = found.proposals[0].kept.id
    register.following.confirm(found.kept.id, deed, "Mai", "seen on site")
    found = register.following.commitment(found.kept.id)
    assert (found.stage.stage, found.stage.author, found.stage.because) == ("done", "Mai", deed)
    assert found.kept.stage == "done"
    assert [(keeping.link.verdict, keeping.link.author, keeping.link.note) for keeping in found.kept_by] == [
        ("yes", "Mai", "seen on site")
    ]
    assert found.proposals == ()
    assert register.following.commitments(register.side("LAO"), register.side("JPN"), only_open=True).found == ()
    assert [link.one for link in register.following.keeps(deed)] == [found.kept.id]


def test_what_only_begins_it_leaves_it_under_way(register: Register) -> None:
    add(register, promised(), opened())
    found = the_commitment(register)
    register.following.confirm(found.kept.id, found.proposals[0].kept.id, "Mai", progress="under_way")
    assert the_commitment(register).stage.stage == "under_way"
    assert the_commitment(register).kept.stage == "under_way"


def test_what_a_person_refused_never_comes_back(register: Register) -> None:
    add(register, promised(), opened())
    found = the_commitment(register)
    register.following.refuse(found.kept.id, found.proposals[0].kept.id, "Mai")
    register.following.propose()
    list(register.add([opened().coding(NEWER), promised().coding(NEWER)]))
    found = the_commitment(register)
    assert found.proposals == ()
    assert [(keeping.link.verdict, keeping.link.author) for keeping in found.refused] == [("no", "Mai")]
    assert found.stage.stage == "stated"


def test_a_refusal_can_be_taken_back(register: Register) -> None:
    add(register, promised(), opened())
    found = the_commitment(register)
    deed = found.proposals[0].kept.id
    register.following.refuse(found.kept.id, deed, "Mai")
    register.following.confirm(found.kept.id, deed, "Binh")
    found = the_commitment(register)
    assert [keeping.link.author for keeping in found.kept_by] == ["Binh"]
    assert found.refused == ()


def test_a_person_may_name_what_no_rule_proposed(register: Register) -> None:
    add(register, promised(), opened(SCHOOL, "2019-01-10"))
    found = the_commitment(register)
    assert found.proposals == ()
    (school,) = (kept.id for kept in register.export("event") if kept.record.form == "inauguration")
    register.following.confirm(found.kept.id, school, "Mai")
    assert the_commitment(register).stage.because == school


def test_a_proposal_is_withdrawn_with_what_it_rested_on(register: Register) -> None:
    add(register, promised(), opened())
    assert the_commitment(register).proposals
    # the newer coder sees no act on that page
    list(register.add([Draft(OPENED, published="2020-06-10").coding(NEWER)]))
    assert the_commitment(register).proposals == ()


def test_the_stage_that_a_person_sets_stands_until_it_is_withdrawn(register: Register) -> None:
    add(register, promised(), opened())
    following, found = register.following, the_commitment(register)
    following.confirm(found.kept.id, found.proposals[0].kept.id, "Mai")
    following.set_stage(found.kept.id, "dropped", "Binh", "called off")
    stage = the_commitment(register).stage
    assert (stage.stage, stage.author, stage.note) == ("dropped", "Binh", "called off")
    assert register.record(found.kept.id) == the_commitment(register).kept
    following.set_stage(found.kept.id, None, "Binh")
    assert the_commitment(register).stage.stage == "done"


def test_a_score_is_given_with_its_deadline(register: Register) -> None:
    add(register, promised())
    following, found = register.following, the_commitment(register)
    following.set_score(found.kept.id, 0, "2020", "Mai", "half of it")
    following.set_score(found.kept.id, -1, "2021-12", "Mai")
    score = the_commitment(register).score
    assert score is not None
    assert (score.value, score.deadline, score.author, score.note) == (-1, "2021-12", "Mai", None)
    # a score is a reviewer's word on a deadline: it moves no stage
    assert the_commitment(register).stage.stage == "stated"
    following.set_score(found.kept.id, None, None, "Mai")
    assert the_commitment(register).score is None


@pytest.mark.parametrize(
    ("value", "deadline"), [(2, "2020"), (1, None), (1, "bientôt"), (1, "XXXX-05-01"), (-2, "2020")]
)
def test_a_score_of_no_sense_is_refused(register: Register, value: int, deadline: str | None) -> None:
    add(register, promised())
    with pytest.raises(UsageError):
        register.following.set_score(the_commitment(register).kept.id, value, deadline, "Mai")
    assert the_commitment(register).score is None


def test_records_that_cannot_stand_so_are_refused(register: Register) -> None:
    add(register, promised(), opened(), signed(FIRST, "2019-02-03", "2019/2021"))
    commitment = the_commitment(register).kept.id
    event = next(register.export("event")).id
    (document,) = (kept.id for kept in register.export("instrument"))
    for one, other in ((event, commitment), (commitment, commitment), (document, commitment), (document, event)):
        with pytest.raises(UsageError):
            register.following.confirm(one, other, "Mai")
    for wrong in ("co-aaaaaaaaaaaa", event):
        with pytest.raises(UnknownRecordError):
            register.following.set_stage(wrong, "done", "Mai")
    with pytest.raises(UsageError):
        register.following.set_stage(commitment, "perhaps", "Mai")  # type: ignore[arg-type]


def test_a_position_has_no_stage(register: Register) -> None:
    draft = Draft(BRIDGE).event("se parlent", [LAO, JPN], date="2018-03-01")
    add(register, draft.commitment("Le Japon aidera le Laos", [JPN, LAO], force="affirmed"))
    (kept,) = register.export("commitment")
    assert kept.stage is None  # type: ignore[union-attr]
    assert register.following.commitments(register.side("LAO"), register.side("JPN")).found == ()
    with pytest.raises(UnknownRecordError):
        register.following.set_stage(kept.id, "done", "Mai")


def test_an_agreement_has_its_states_and_its_time(register: Register) -> None:
    add(
        register,
        signed(RENEWED, "2021-12-20", "2022/2024"),
        signed(NAMED, "2020-05-05", "2019/2021", status="in_force"),
        signed(FIRST, "2019-02-03", "2019/2021"),
    )
    following, laos = register.following, register.side("LAO")
    newer, older = following.agreements(laos, on=date(2023, 6, 1)).found
    assert (older.standing, older.start, older.end) == ("ended", "2019", "2021")
    assert [step.kept.record.status for step in older.steps] == ["signed", "in_force"]
    assert older.steps[1].link is not None
    assert older.steps[1].link.verdict == "yes"
    assert {"same_period", "same_words", "later_state"} <= {reason.code for reason in older.steps[1].link.reasons}
    assert (newer.standing, newer.last_day, newer.renews) == ("in_force", "2024-12-31", older.id)
    assert older.renewed_by == newer.id
    assert following.agreement(older.steps[1].kept.id, date(2020, 1, 1)).standing == "in_force"


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [("2021-01-15", 12, 1), ("2020-11-15", 12, 0), ("2022-01-01", 12, 0), ("2020-11-15", 14, 1)],
)
def test_agreements_that_end_soon_are_a_query(register: Register, on: str, months: int, expected: int) -> None:
    add(register, signed(FIRST, "2019-02-03", "2019/2021"))
    asked = (register.side("LAO"), register.side("JPN"))
    found = register.following.agreements(*asked, ending=months, on=date.fromisoformat(on)).found
    assert len(found) == expected


def test_a_person_parts_what_the_rule_joined(register: Register) -> None:
    add(
        register,
        signed(FIRST, "2019-02-03", "2019/2021"),
        signed(NAMED, "2020-05-05", "2019/2021", status="in_force"),
    )
    following, laos = register.following, register.side("LAO")
    (agreement,) = following.agreements(laos).found
    first, second = (step.kept.id for step in agreement.steps)
    following.refuse(first, second, "Mai")
    following.propose()
    assert len(following.agreements(laos).found) == 2
    following.confirm(first, second, "Mai")
    assert len(following.agreements(laos).found) == 1


def test_comparing_anew_changes_nothing_that_stands(register: Register) -> None:
    add(register, promised(), opened(), signed(FIRST, "2019-02-03", "2019/2021"))
    before = the_commitment(register)
    assert register.following.propose() == 1
    assert register.following.propose() == 1
    assert the_commitment(register) == before


def test_a_stage_goes_with_what_it_rests_on(register: Register) -> None:
    add(register, promised(), opened(SCHOOL, "2019-01-10"))
    commitment = the_commitment(register).kept.id
    (school,) = (kept.id for kept in register.export("event") if kept.record.form == "inauguration")
    register.following.confirm(commitment, school, "Mai")
    assert the_commitment(register).kept.stage == "done"
    # the newer coder sees no act on that page, and the one after it sees it again
    list(register.add([Draft(SCHOOL, published="2019-01-10").coding(NEWER)]))
    assert the_commitment(register).kept.stage == the_commitment(register).stage.stage == "stated"
    list(register.add([opened(SCHOOL, "2019-01-10").coding()]))
    assert the_commitment(register).kept.stage == "done"


def test_links_follow_records_that_are_merged_and_split(register: Register) -> None:
    # of another day, so that no rule takes the two for one
    add(register, promised(), opened(), opened(OPENED.replace("est ouvert", "ouvre"), "2021-03-01"))
    first, second = (each.kept.id for each in the_commitment(register).proposals)
    register.following.refuse(the_commitment(register).kept.id, first, "Mai")
    assert [each.kept.id for each in the_commitment(register).proposals] == [second]
    register.merging.merge([first, second], "Mai")
    # what was refused of one is refused of both
    assert the_commitment(register).proposals == ()
    register.merging.split([second], "Mai")
    assert [each.kept.id for each in the_commitment(register).proposals] == [second]
