"""Reports that become one record, and what people make of it: in the database, from keeping a page on."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from comity.errors import UnknownRecordError, UsageError
from comity.model import Coder, Coding
from comity.register import Register
from comity.register import schema as t
from comity.register.merging.clusters import components
from comity.register.merging.views import RULE
from comity.register.views import KeptCommitment
from tests.register.factory import CODER, Draft, party

NEWER = Coder(version="2", lexicon=CODER.lexicon, project_lexicon=None, model=CODER.model, spacy=CODER.spacy)
DARA = party("KHM", "Sok Dara", office="Premier ministre")
BINH = party("VNM", "Lê Van Binh", office="Premier ministre")
RITH = party("KHM", "Chan Rith", office="ministre de la Santé")
AN = party("VNM", "Trinh Quoc An", office="ministre de la Santé")
TEXTS = (
    "Entretien à Hanoï\nM. Dara a vu M. Binh à Hanoï. Les deux pays ont convenu d'ouvrir une ligne de train.\n",
    "Phnom Penh et Hanoï se parlent\nM. Dara a vu M. Binh au palais. Ils ouvriront une ligne de train avant 2025.\n",
    "Le chemin de fer avance\nHier M. Dara a vu M. Binh : une ligne de train reliera les deux capitales.\n",
)


def report(number: int, *, date: str | None = "2021-05-04", actor=DARA, host=BINH, promise: bool = False) -> Draft:  # type: ignore[no-untyped-def]
    """A page on the talks, in words of its own; with what was agreed there, if wanted."""
    text = TEXTS[number % len(TEXTS)] + " ".join(f"Suite {number * 40 + each}." for each in range(40))
    draft = Draft(text, published=f"2021-05-0{5 + number % 3}", publisher=f"Agence {number}", source=f"{number}.txt")
    draft.event("M. Dara a vu M. Binh", [actor], [host], date=date, form="talks")
    if promise:
        words = "une ligne de train"
        draft.event(words, [party("KHM"), party("VNM")], date=date, plover="AGREE", form="commitment")
        draft.commitment(words, [party("KHM"), party("VNM")], event="e1", fields=("transport",))
    draft.office("M. Dara", "Sok Dara", "Premier ministre", "KHM", asof="2021-05")
    return draft


def keep(register: Register, *drafts: Draft) -> list[str]:
    """The ids of the first event of each page, as they were given."""
    ids = []
    for draft in drafts:
        coding: Coding = draft.coding()
        assert register.keep(coding).outcome == "added"
        kept = register.page(coding.page.id)
        ids += [ref.event for event in kept.stories[0].events[:1] for ref in event.reports if ref.page == kept.id]
    assert_sound(register)
    return ids


def assert_sound(register: Register) -> None:
    """Who is merged into whom is what the rows in force say: the component's first record, and no chain."""
    with register._database.reading() as connection:
        rows = connection.execute(select(t.event.c.id, t.event.c.merged_into)).all()
        into = {row.id: row.merged_into or row.id for row in rows}
        judged = select(t.judgement).where(t.judgement.c.relation == "same", t.judgement.c.superseded.is_(None))
        said = connection.execute(judged).all()
    assert all(into[into[each]] == into[each] for each in into)
    yes = [(row.one, row.other) for row in said if row.verdict == "yes"]
    for cluster in components(into, yes):
        assert len({into[each] for each in cluster}) == 1
        assert into[next(iter(cluster))] in cluster
    for row in said:
        assert row.one < row.other
        assert row.verdict != "no" or into[row.one] != into[row.other]


def events(register: Register) -> list[int]:
    """How many reports each event has."""
    return sorted(len(event.reports) for event in register.export("event"))


def test_reports_of_one_act_are_one_record_with_its_reasons(register: Register) -> None:
    first, second, third = keep(register, report(0), report(1), report(2))
    (event,) = register.export("event")
    assert event.id == first
    assert {ref.event for ref in event.reports} == {first, second, third}
    judged = register.merging.judgements(third)
    assert (judged.id, judged.members[0]) == (first, first)
    assert set(judged.members) == {first, second, third}
    assert len(judged.joined) == 2
    assert all(row.author == RULE and row.score and row.reasons for row in judged.joined)
    assert "same_person" in {reason.code for row in judged.joined for reason in row.reasons}


def test_what_hangs_on_one_act_is_one_too(register: Register) -> None:
    keep(register, report(0, promise=True), report(1, promise=True))
    (promise,) = register.export("commitment")
    (office,) = register.export("office")
    assert (len(promise.reports), len(office.reports)) == (2, 2)
    assert isinstance(promise, KeptCommitment)
    assert promise.event in {event.id for event in register.export("event")}


def test_another_act_stays_another_record(register: Register) -> None:
    keep(register, report(0), report(1, actor=RITH, host=AN), report(2, date="2021-05-09"))
    assert events(register) == [1, 1, 1]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3)))[::2])
def test_the_order_of_the_pages_changes_nothing_but_the_id(register: Register, order: tuple[int, ...]) -> None:
    drafts = [report(0), report(1, date=None), report(2, actor=RITH, host=AN)]
    keep(register, *(drafts[number] for number in order))
    assert events(register) == [1, 2]


def test_a_person_splits_and_the_rule_keeps_to_it(register: Register) -> None:
    first, second, third = keep(register, report(0), report(1), report(2))
    assert set(register.merging.split([second], "Ana", "another day")) == {first, second}
    assert events(register) == [1, 2]
    assert_sound(register)
    judged = register.merging.judgements(second)
    assert {(row.author, row.note, row.verdict) for row in judged.apart} == {("Ana", "another day", "no")}
    keep(register, report(3))
    list(register.merging.judge_all())
    assert_sound(register)
    assert register.event(second).id != register.event(first).id
    assert register.event(third).id == first


def test_a_split_of_the_first_report_leaves_the_others_together(register: Register) -> None:
    first, second, third = keep(register, report(0), report(1), report(2))
    assert set(register.merging.split([first], "Ana")) == {first, second}
    assert_sound(register)
    assert register.event(third).id == second
    assert register.event(first).id == first


def test_a_person_merges_what_the_rule_left_apart_and_takes_it_back(register: Register) -> None:
    first, second = keep(register, report(0), report(1, date="2021-05-09"))
    assert events(register) == [1, 1]
    assert register.merging.merge([second, first], "Ana", "the second page errs") == first
    assert_sound(register)
    (event,) = register.export("event")
    assert "date" in {difference.field for difference in event.differs}
    list(register.merging.judge_all())
    assert events(register) == [2]
    register.merging.split([second], "Ben")
    assert events(register) == [1, 1]
    register.merging.merge([first, second], "Ana")
    assert_sound(register)
    assert events(register) == [2]
    said = register.merging.judgements(first)
    assert [row.author for row in (*said.former, *said.joined)] == ["Ana", "Ben", "Ana"]
    assert all(row.superseded_by for row in said.former)


def test_a_page_coded_anew_is_compared_anew(register: Register) -> None:
    draft, other = report(0), report(1)
    first, second = keep(register, draft, other)
    newer = report(1, actor=RITH, host=AN)
    assert register.keep(newer.coding(NEWER)).outcome == "recoded"
    assert_sound(register)
    assert events(register) == [1, 1]
    said = register.merging.judgements(second)
    assert said.joined == ()
    assert [row.superseded_by for row in said.former] == [None]
    assert register.keep(other.coding()).outcome == "recoded"
    assert events(register) == [2]
    assert register.event(second).id == first


def test_an_id_whose_report_vanished_leads_on(register: Register) -> None:
    first, second = keep(register, report(0), report(1))
    empty = report(0)
    empty.events.clear()
    assert register.keep(empty.coding(NEWER)).outcome == "recoded"
    assert_sound(register)
    event = register.event(first)
    assert [ref.event for ref in event.reports] == [second]
    assert event.retired is None
    keep(register, report(2))
    assert events(register) == [2]


def test_a_plan_is_linked_to_what_came_of_it(register: Register) -> None:
    planned = Draft(
        "Une visite est prévue\nM. Dara se rendra au Vietnam le 4 mai.\n", published="2021-04-20", source="p"
    )
    planned.event(
        "se rendra",
        [DARA],
        [party("VNM")],
        date="2021-05-04",
        plover="AGREE",
        form="planned_encounter",
        status="planned",
    )
    held = Draft("La visite a commencé\nM. Dara est à Hanoï depuis mardi.\n", published="2021-05-05", source="h")
    held.event("est à Hanoï", [DARA], [party("VNM")], date="2021-05-04", form="visit", modes=("visit",))
    plan, visit = keep(register, planned, held)
    assert events(register) == [1, 1]
    (outcome,) = register.merging.judgements(visit).outcomes
    assert (outcome.one, outcome.other, outcome.relation) == (plan, visit, "outcome")
    assert register.merging.judgements(plan).outcomes == (outcome,)


@pytest.mark.parametrize(
    ("names", "match"),
    [(["one"], "alone"), (["one", "one"], "alone"), (["one", "two"], "already"), (["one", "office"], "two kinds")],
)
def test_what_cannot_be_merged_is_told(register: Register, names: list[str], match: str) -> None:
    one, two = keep(register, report(0), report(1))
    (office,) = register.export("office")
    ids = {"one": one, "two": two, "office": office.id}
    with pytest.raises(UsageError, match=match):
        register.merging.merge([ids[name] for name in names], "Ana")


def test_what_cannot_be_split_is_told(register: Register) -> None:
    one, two, alone = keep(register, report(0), report(1), report(2, date="2021-05-19"))
    for ids, match in (
        ([one, two], "Nothing would be left"),
        ([alone], "no other"),
        ([one, alone], "not one record"),
    ):
        with pytest.raises(UsageError, match=match):
            register.merging.split(ids, "Ana")
    with pytest.raises(UnknownRecordError):
        register.merging.split(["ev-aaaaaaaaaaaa"], "Ana")
    for author in ("", "rule"):
        with pytest.raises(UsageError, match="name of a person"):
            register.merging.split([two], author)


def test_all_is_judged_again_and_nothing_changes(register: Register) -> None:
    keep(register, report(0, promise=True), report(1, promise=True), report(2, actor=RITH, host=AN))
    before = [(event.id, len(event.reports)) for event in register.export("event")]
    last = list(register.merging.judge_all())[-1]
    assert (last.done, last.all, last.changed) == (3, 3, 0)
    assert [(event.id, len(event.reports)) for event in register.export("event")] == before
    assert_sound(register)


def test_a_report_without_a_date_belongs_to_the_nearest_in_time(register: Register) -> None:
    first, undated = keep(register, report(0), report(1, date=None))
    assert register.event(undated).id == first


def test_an_act_that_fits_two_is_left_to_a_person(register: Register) -> None:
    """Two meetings of one day with other hosts: who is told of alone may belong to either."""
    other = replace_host(report(1), AN)
    vague = replace_host(report(2), party("VNM"))
    keep(register, report(0), other, vague)
    assert events(register) == [1, 1, 1]


def replace_host(draft: Draft, host) -> Draft:  # type: ignore[no-untyped-def]
    draft.events = [replace(event, recipient=(host,)) for event in draft.events]
    return draft
