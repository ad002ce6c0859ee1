"""Whether two reports tell of one act. Each situation is a line; names and texts are the tests' own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.model import Participant
from comity.register.likeness import Act, code
from comity.register.merging import hanging
from comity.register.merging.deciding import Told, decide
from comity.register.merging.hanging import Hung
from comity.register.merging.weighing import PROPOSED, SAME
from comity.register.merging.whom import is_one_person
from tests.register.factory import Draft
from tests.register.test_novelty import BARE, HANOI, HUE, PHNOM_PENH, PM, plan, told, who

DAY = "2021-05-04"


def say(act: Act, words: str = "", company: str = "", language: str | None = "fr", dated: str | None = None) -> Told:
    """A report of an act, in these words, in a story that names these people."""
    others: tuple[Participant, ...] = (*act.event.actor, *act.event.recipient, *who(company))
    return Told(act, words, language, others, dated)


def titled(title: str, country: str, name: str | None = None, body: str | None = None) -> Participant:
    """A person told by a title, with or without a name."""
    said = name or f"{title} {country}"
    key = f"{country}/person/{said.lower().replace(' ', '-')}"
    return Participant(name=said, key=key, kind="person", country=country, office=title, of=body)


def between(one: Participant, other: Participant, **more: Any) -> Act:
    act = told("KHM, VNM", DAY, **more)
    event = act.event
    fields = {name: getattr(event, name) for name in event.__struct_fields__}
    return replace(act, event=type(event)(**{**fields, "actor": (one,), "recipient": (other,)}))


def relation(one: Told, other: Told) -> str:
    decision = decide(one, other)
    return "open" if decision.is_open else decision.relation


ONE_ACT = {
    "the same people on the same day": (say(told(PM, DAY)), say(told(PM, DAY))),
    "talks that another page calls an audience": (
        say(told(PM, DAY, form="talks")),
        say(told(PM, DAY, form="audience")),
    ),
    "a name with diacritics, another without": (
        say(told("KHM:Sok Dara > VNM:Lê Van Binh", DAY)),
        say(told("KHM:SOK DARA > VNM:Le Van Binh", DAY)),
    ),
    "the name by which one is called": (say(told(PM, DAY)), say(told("KHM:Sok Dara > VNM:M. Binh", DAY))),
    "yesterday of a newspaper of the day after": (
        say(told(PM, DAY)),
        say(told(PM, "2021-05-05", resolved="dateline")),
    ),
    "a day without a year": (
        say(told(PM, DAY, "2021-05-05")),
        say(told(PM, "XXXX-05-04", "2021-05-05")),
    ),
    "no date, told the day after": (
        say(told(PM, DAY, "2021-05-05")),
        say(told(PM, None, "2021-05-05")),
    ),
    "a visitor and a country, on the days of the visit": (
        say(told("KHM:Sok Dara > VNM", "2021-05-03/2021-05-05", form="visit")),
        say(told("KHM:Sok Dara > VNM", "2021-05-03", form="visit")),
    ),
    "a visitor whose host one page names": (
        say(told("KHM:Sok Dara > VNM", DAY, form="visit")),
        say(told(PM, DAY, form="visit")),
    ),
    "the summit of the day": (say(told(BARE, DAY, form="summit")), say(told(BARE, DAY, form="summit"))),
    "the mixed committee of the day, which a page calls a meeting": (
        say(told(PM, DAY, form="joint_committee")),
        say(told(PM, DAY, form="meeting")),
    ),
    "a day of the week that another page names": (
        say(told(PM, "2021-05-03/2021-05-09", "2021-05-09")),
        say(told(PM, DAY, "2021-05-05")),
    ),
    "what was agreed at the talks of the same people": (
        say(told(BARE, DAY, form="commitment"), company="KHM:Sok Dara, VNM:Lê Van Binh"),
        say(told(BARE, DAY, form="commitment"), company="KHM:Sok Dara, VNM:Binh"),
    ),
    "thanks of one to the other, in the same words": (
        say(
            told("VNM > KHM", DAY, form="thanks"),
            "Le Vietnam remercie le Cambodge pour son aide aux sinistrés des inondations",
        ),
        say(
            told("VNM > KHM", DAY, form="thanks"),
            "Les Vietnamiens ont remercié le Cambodge pour les secours aux sinistrés des inondations",
        ),
    ),
    "two towns by their code": (
        say(told("FRA#FR-35:Rennes > VNM#VN-26:Hué", DAY)),
        say(told("FRA#FR-35:ville de Rennes > VNM#VN-26:Thua Thien-Hué", DAY)),
    ),
    "people told by title, one of them by name": (
        say(
            between(
                titled("Premier ministre", "KHM", "Sok Dara", "Cambodge"),
                titled("Premier ministre", "VNM", "Lê Van Binh", "Vietnam"),
            )
        ),
        say(
            between(
                titled("Premier ministre", "KHM", None, "Cambodge"),
                titled("Premier ministre", "VNM", "Lê Van Binh", "Vietnam"),
            )
        ),
    ),
    "a gift of the same sum": (
        say(told("KHM@Croix-Rouge > VNM", DAY, form="gift", amount=50_000)),
        say(told("KHM@Croix-Rouge > VNM", DAY, form="humanitarian", amount=50_500)),
    ),
    "another sum of the same giver": (
        say(told("KHM@Croix-Rouge > VNM#VN-26:Hué", DAY, form="gift", amount=50_000, place=HUE)),
        say(told("KHM@Croix-Rouge > VNM#VN-26:Hué", DAY, form="gift", amount=60_000, place=HUE)),
    ),
    "another place of the same people": (
        say(told(PM, DAY, form="talks", place=HANOI)),
        say(told(PM, DAY, form="talks", place=HUE)),
    ),
    "the same plan": (
        say(plan(PM, "2021-06-10", "2021-05-04")),
        say(plan(PM, "2021-06-10", "2021-05-06")),
    ),
    "an act of long ago, brought up again with its day": (
        say(told(PM, DAY, "2021-05-05", form="talks")),
        say(told(PM, DAY, "2023-01-01", form="talks", recalled=True)),
    ),
    "postponed": (
        say(plan(PM, "2021-05-04", "2021-04-20")),
        say(plan(PM, "2021-05-04", "2021-05-02", status="postponed")),
    ),
    "cancelled, as another page says": (
        say(plan(PM, "2021-05-04", "2021-04-20")),
        say(plan("KHM:Sok Dara > VNM", "2021-05-04", "2021-05-02", status="cancelled")),
    ),
    "a short name where few have it": (
        say(told("KHM:Sok Dara > PRT:Joana Figueira", DAY)),
        say(told("KHM:Sok Dara > PRT:Figueira", DAY)),
    ),
    "a party by its letters": (
        say(
            between(
                titled("secrétaire général", "KHM", None, "Parti du peuple cambodgien"),
                titled("premier secrétaire", "VNM", "Lê Van Binh"),
            )
        ),
        say(
            between(
                titled("secrétaire général", "KHM", None, "PPC"), titled("premier secrétaire", "VNM", "Lê Van Binh")
            )
        ),
    ),
    "talks by video, and a call": (
        say(told(PM, DAY, form="talks")),
        say(told(PM, DAY, form="phone_call")),
    ),
    "agreed in a town that is no capital": (
        say(told(BARE, DAY, form="commitment", place=HUE)),
        say(told(BARE, DAY, form="commitment", place=HUE), language="vi"),
    ),
    "a town, and its mayor": (
        say(told("FRA#FR-35:Rennes > VNM#VN-26:Hué", DAY, form="signing")),
        say(
            between(
                titled("maire", "FRA", "Luc Morin", "ville de Rennes"),
                titled("maire", "VNM", "Ha Van Nam", "Hué"),
                form="signing",
            ),
            language="vi",
        ),
    ),
    "a gift, in the words for it": (
        say(told("KHM > VNM", None, "2021-05-05", form="gift"), "Le Cambodge offre dix ambulances neuves"),
        say(told("KHM > VNM", None, "2021-05-05", form="gift"), "Dix ambulances offertes, toutes neuves"),
    ),
    "a debt of one sum, in a month": (
        say(told("KHM > VNM", DAY, "2021-05-05", form="loan", amount=80e6)),
        say(told("KHM > VNM", "2021-05", "2021-05-06", form="loan", amount=80e6), language="en"),
    ),
    "one story that says it twice": (
        say(told(PM, DAY, page="one"), "Le titre\nSok Dara a rencontré Le Van Binh mardi dernier à Hanoï"),
        say(told(PM, DAY, page="one"), "Le titre\nà Hanoï, Sok Dara a rencontré Le Van Binh mardi"),
    ),
    "two languages": (
        say(told(PM, DAY), "Le Premier ministre a rencontré son homologue"),
        say(told(PM, DAY), "Thủ tướng đã gặp người đồng cấp", language="vi"),
    ),
}

APART = {
    "the same people a day later": (say(told(PM, DAY)), say(told(PM, "2021-05-05"))),
    "the same people three days later, of which one counts from its day": (
        say(told(PM, DAY)),
        say(told(PM, "2021-05-07", resolved="dateline")),
    ),
    "the yearly session": (
        say(told(PM, "2020-05-04", form="joint_committee")),
        say(told(PM, DAY, form="joint_committee")),
    ),
    "two sessions of one month": (
        say(told(PM, "2021-05", form="joint_committee"), "la 15e session du comité"),
        say(told(PM, "2021-05", form="joint_committee"), "la seizième session du comité"),
    ),
    "another minister on the same day": (say(told(PM, DAY)), say(told("KHM:Sok Dara > VNM:Trinh Quoc An", DAY))),
    "two ministers of one name": (
        say(
            between(
                titled("ministre de la Santé", "KHM", "Sok Dara"), titled("ministre de la Santé", "VNM", "Ha Van Nam")
            )
        ),
        say(
            between(
                titled("ministre de la Santé", "KHM", "Sok Dara"),
                titled("ministre des Transports", "VNM", "Ha Van Nam"),
            )
        ),
    ),
    "two ministers without a name": (
        say(between(titled("ministre de la Santé", "KHM"), titled("ministre de la Santé", "VNM"))),
        say(between(titled("ministre des Transports", "KHM"), titled("ministre des Transports", "VNM"))),
    ),
    "talks in the morning and in the evening": (
        say(told(PM, DAY, form="talks"), "Ils ont eu des entretiens mardi matin à Hanoï"),
        say(told(PM, DAY, form="talks"), "Ils ont eu des entretiens mardi soir à Hanoï"),
    ),
    "morning and evening in two languages": (
        say(told(PM, DAY, form="talks"), "Ils ont eu des entretiens mardi matin à Hanoï"),
        say(told(PM, DAY, form="talks"), "Chiều 4/5, hai bên đã hội đàm", language="vi"),
    ),
    "two meetings of a day, nobody named": (
        say(told(BARE, DAY), "Des experts ont parlé de pêche à Kep"),
        say(told(BARE, DAY), "Des délégués se sont vus pour le tourisme"),
    ),
    "two meetings of a day between the same countries, of other towns": (
        say(told("FRA#FR-35:Rennes > VNM#VN-26:Hué", DAY)),
        say(told("FRA#FR-13:Marseille > VNM#VN-26:Hué", DAY)),
    ),
    "the ministry of another field": (
        say(told("KHM@Ministère de la Santé > VNM", DAY)),
        say(told("KHM@Ministère des Transports > VNM", DAY)),
    ),
    "other guests of one host": (say(told(PM, DAY)), say(told("LAO:Khamla Vong > VNM:Lê Van Binh", DAY))),
    "agreements of two meetings of one day": (
        say(told(BARE, DAY, form="commitment"), company="KHM:Sok Dara, VNM:Lê Van Binh"),
        say(told(BARE, DAY, form="commitment"), company="KHM:Chan Rith, VNM:Trinh Quoc An"),
    ),
    "agreements of one day of which nothing more is known": (
        say(told(BARE, DAY, form="commitment")),
        say(told(BARE, DAY, form="commitment")),
    ),
    "a call, and a meeting in a place": (
        say(told(PM, DAY, form="phone_call")),
        say(told(PM, DAY, form="meeting", place=HANOI)),
    ),
    "agreed in the capital": (
        say(told(BARE, DAY, form="commitment", place=HANOI)),
        say(told(BARE, DAY, form="commitment", place=HANOI), language="en"),
    ),
    "the minister and the parties of a country": (
        say(between(titled("ministre des Affaires étrangères", "KHM"), titled("ambassadeur", "VNM", "Ha Van Nam"))),
        say(told("KHM:Sok Dara > VNM@Front de la patrie", DAY)),
    ),
    "a visit and the talks in it": (say(told(PM, DAY, form="visit")), say(told(PM, DAY, form="talks"))),
    "thanks the other way": (
        say(told("VNM > KHM", DAY, form="thanks")),
        say(told("KHM > VNM", DAY, form="thanks")),
    ),
    "gifts of other sums, nobody named": (
        say(told("KHM > VNM", DAY, form="gift", amount=50_000)),
        say(told("KHM > VNM", DAY, form="gift", amount=80_000)),
    ),
    "no date, told ten days later": (
        say(told(PM, DAY, "2021-05-05")),
        say(told(PM, None, "2021-05-14")),
    ),
    "a month in which others met too": (
        say(told("KHM:Sok Dara > VNM", "2021-05", "2021-06-30")),
        say(told("KHM:Sok Dara > VNM", DAY, "2021-05-05")),
    ),
    "an act brought up again without its day": (
        say(told(PM, DAY, "2021-05-05", form="talks")),
        say(told(PM, "2021", "2021-05-06", form="talks", recalled=True)),
    ),
    "an invitation and a plan": (
        say(plan(PM, "2021-06-10", "2021-05-04", form="invitation")),
        say(plan(PM, "2021-06-10", "2021-05-06")),
    ),
    "planned again after it was cancelled": (
        say(plan(PM, "2021-05-04", "2021-05-20")),
        say(plan(PM, "2021-05-04", "2021-05-02", status="cancelled")),
    ),
    "plans for two days": (
        say(plan(PM, "2021-06-10", "2021-05-04")),
        say(plan(PM, "2021-09-20", "2021-05-06")),
    ),
    "another year of the same day": (
        say(told(PM, "XXXX-05-04", "2020-05-05")),
        say(told(PM, DAY, "2021-05-05")),
    ),
    "one story, in words that say more each": (
        say(told(PM, DAY, page="one"), "Le titre\nSok Dara a rencontré Le Van Binh au palais"),
        say(told(PM, DAY, page="one"), "Le titre\nSok Dara a rencontré Le Van Binh au cours du dîner"),
    ),
    "one story that names other people": (
        say(told(PM, DAY, page="one"), "Le titre\nle ministre rencontre son homologue cambodgien"),
        say(
            told("KHM:Chan Rith > VNM:Lê Van Binh", DAY, page="one"),
            "Le titre\nle ministre rencontre son homologue cambodgien",
        ),
    ),
    "one story": (say(told(PM, DAY, page="one")), say(told(PM, DAY, page="one"))),
}

OUTCOMES = {
    "the visit that was planned": (
        say(plan(PM, "2021-05-04", "2021-04-20", modes=("visit",))),
        say(told(PM, DAY, "2021-05-05", form="visit")),
    ),
    "told without a host": (
        say(plan("KHM:Sok Dara > VNM", "2021-05-04", "2021-04-20")),
        say(told("KHM:Sok Dara > VNM", "2021-05-04/2021-05-06", "2021-05-05", form="visit", place=HANOI)),
    ),
    "accepted an invitation": (
        say(plan(PM, "2021-03-02", "2021-03-03", form="invitation", status="held")),
        say(told(PM, DAY, "2021-05-05", form="visit")),
    ),
    "planned for the month": (
        say(plan(PM, "2021-05", "2021-04-20")),
        say(told(PM, DAY, "2021-05-05", form="visit", place=HANOI)),
    ),
}

NO_OUTCOMES = {
    "told in one story": (
        say(plan(PM, "2021-05-04", "2021-04-20", page="one")),
        say(told(PM, DAY, "2021-05-05", form="visit", page="one")),
    ),
    "an invitation given at the talks": (
        say(plan(PM, DAY, "2021-05-05", form="invitation", status="held")),
        say(told(PM, DAY, "2021-05-05", form="audience")),
    ),
    "the visit of another": (
        say(plan(PM, "2021-05-04", "2021-04-20")),
        say(told("KHM:Chan Rith > VNM:Lê Van Binh", DAY, "2021-05-05", form="visit")),
    ),
    "planned after it took place": (
        say(plan(PM, "2021-12", "2021-06-20")),
        say(told(PM, DAY, "2021-05-05", form="visit")),
    ),
    "planned for another month": (
        say(plan(PM, "2021-09-10", "2021-04-20")),
        say(told(PM, DAY, "2021-05-05", form="visit")),
    ),
    "thanks come of no plan": (
        say(plan(PM, "2021-05-04", "2021-04-20")),
        say(told("KHM:Sok Dara > VNM:Lê Van Binh", DAY, "2021-05-05", form="thanks")),
    ),
}


@pytest.mark.parametrize("name", ONE_ACT)
def test_reports_of_one_act_are_one(name: str) -> None:
    one, other = ONE_ACT[name]
    assert relation(one, other) == relation(other, one) == "same", decide(one, other)
    decision = decide(one, other)
    assert decision.score >= SAME
    assert decision.score == pytest.approx(min(1, sum(reason.points for reason in decision.reasons)))


def test_what_nothing_tells_apart_is_one_where_both_stories_tell_no_other() -> None:
    """Nobody is named; two newspapers of one day tell of one meeting, until one of them tells of two."""
    one, other = (say(told("KHM, VNM", DAY, reported)) for reported in ("2021-05-04", "2021-05-05"))
    assert relation(one, other) == "same", decide(one, other)
    two = replace(other, beside=(told("KHM, VNM", DAY, "2021-05-05", form="talks"),))
    assert relation(one, two) != "same", decide(one, two)


NAMES = {
    "the given name by its first letter": ("Tsend Ganbold", "G. Tsend"),
    "either name by its first letters": ("Ts. Ganbold", "G. Tsend"),
    "written together, and in another romanisation": ("Choi Min-hyuk", "Choi Minhyeok"),
    "two parts as one": ("Dipak Thapamagar", "Deepak Thapa Magar"),
}


@pytest.mark.parametrize("name", NAMES)
def test_ways_of_writing_one_name_are_one_persons(name: str) -> None:
    a, b = (who(f"MNG:{written}")[0] for written in NAMES[name])
    assert is_one_person(a, b)
    assert is_one_person(b, a)


@pytest.mark.parametrize(
    ("name", "other"),
    [("Tsend Ganbold", "B. Tsend"), ("Ts. Ganbold", "Ts. Batbayar"), ("Choi Min-hyuk", "Choi Min-seo")],
)
def test_names_that_share_a_part_are_not_one_persons(name: str, other: str) -> None:
    assert not is_one_person(who(f"MNG:{name}")[0], who(f"MNG:{other}")[0])


@pytest.mark.parametrize("name", APART)
def test_reports_of_two_acts_stay_apart(name: str) -> None:
    one, other = APART[name]
    decision = decide(one, other)
    assert decision.relation == decide(other, one).relation == "none", decision
    assert decision.reasons
    assert decision.apart or decision.score < SAME


@pytest.mark.parametrize("name", OUTCOMES)
def test_what_came_of_a_plan_is_linked(name: str) -> None:
    plan_told, fact = OUTCOMES[name]
    decision, turned = decide(plan_told, fact), decide(fact, plan_told)
    assert (decision.relation, decision.plan) == ("outcome", 0), decision
    assert (turned.relation, turned.plan) == ("outcome", 1), turned


@pytest.mark.parametrize("name", NO_OUTCOMES)
def test_what_did_not_come_of_a_plan_is_not_linked(name: str) -> None:
    one, other = NO_OUTCOMES[name]
    assert decide(one, other).relation == "none", decide(one, other)


@pytest.mark.parametrize(
    ("mine", "beside", "points"),
    [
        ("talks", "audience", []),
        ("talks", "talks", [-0.1]),
        ("audience", "talks", [-0.15]),
    ],
)
def test_of_acts_that_may_be_another_the_one_that_fits_best_is_not_held_back(
    mine: str, beside: str, points: list[float]
) -> None:
    one = replace(say(told(PM, DAY, "2021-05-05", form=mine)), beside=(told(PM, DAY, "2021-05-05", form=beside),))
    other = say(told(PM, DAY, "2021-05-05", form="talks"))
    codes = [reason.code for reason in decide(one, other, {}).reasons]
    assert [reason.points for reason in decide(one, other, {}).reasons if reason.code == "two_fit"] == points
    assert "only_one" not in codes


def test_what_is_left_open_is_for_a_person() -> None:
    """One side is named alone, and one report tells no day, and of two such acts."""
    another = told("KHM > VNM", DAY, "2021-05-05", form="meeting")
    one = replace(say(told("KHM:Sok Dara > VNM", None, "2021-05-05", form="talks")), beside=(another,))
    other = say(told(PM, DAY, "2021-05-05", form="audience"))
    decision = decide(one, other)
    assert decision.is_open
    assert PROPOSED <= decision.score < SAME


SIDES = st.sampled_from([PM, BARE, "KHM:Sok Dara > VNM", "KHM:Chan Rith > VNM:Binh", "LAO > VNM", "ASEAN, VNM", ""])
DATES = st.sampled_from([None, "2021", "2021-05", DAY, "2021-05-05", "XXXX-05-04", "2021-05-03/2021-05-06", "2021-33"])
FORMS = st.sampled_from([None, "meeting", "talks", "visit", "summit", "planned_encounter", "thanks", "gift"])
WORDS = st.sampled_from(["", "mardi matin", "mardi soir", "la 15e session du comité mixte sur le commerce"])
PLACES = st.sampled_from([None, HANOI, HUE, PHNOM_PENH])
STATUSES = st.sampled_from(["held", "planned", "cancelled", "postponed", "ongoing"])


@st.composite
def reports(draw: st.DrawFn) -> Told:
    act = told(
        draw(SIDES),
        draw(DATES),
        draw(st.sampled_from([None, "2021-05-05", "2021-05-20", "2021"])),
        form=draw(FORMS),
        status=draw(STATUSES),
        place=draw(PLACES),
        amount=draw(st.sampled_from([None, 5.0, 100.0])),
        recalled=draw(st.booleans()),
    )
    return say(act, draw(WORDS), draw(SIDES).replace(">", ","), draw(st.sampled_from(["fr", "vi", None])))


@given(reports(), reports())
@settings(max_examples=300, deadline=None)
def test_the_order_of_two_reports_changes_nothing(one: Told, other: Told) -> None:
    decision, turned = decide(one, other), decide(other, one)
    assert (decision.relation, decision.score, decision.apart) == (turned.relation, turned.score, turned.apart)
    assert 0 <= decision.score <= 1
    if decision.relation == "outcome":
        assert decision.plan == 1 - turned.plan
        assert (one, other)[decision.plan].act.is_plan
    if decision.relation == "same":
        assert one.act.is_plan == other.act.is_plan


@given(reports())
@settings(max_examples=100, deadline=None)
def test_a_report_is_one_with_its_own_words_on_another_page(one: Told) -> None:
    """Or it says too little to be known again; it never contradicts itself."""
    copy = replace(one, act=replace(one.act, id="ev-copy", story=("copy", "s0")))
    decision = decide(one, copy)
    assert decision.relation in ("same", "none")


@pytest.mark.parametrize(
    ("words", "others", "fields", "expected"),
    [
        ("formera vingt officiers cambodgiens", "formera donc vingt officiers cambodgiens à Hué", ("defence",), "same"),
        ("formera vingt officiers cambodgiens", "soignera vingt officiers cambodgiens", ("defence",), "none"),
        ("formera vingt officiers cambodgiens", "formera vingt officiers cambodgiens", ("health",), "none"),
    ],
)
def test_a_promise_that_one_story_repeats_is_one(
    words: str, others: str, fields: tuple[str, ...], expected: str
) -> None:
    def promise(said: str, some: tuple[str, ...]) -> Hung:
        draft = Draft("Une dépêche.\n").commitment("dépêche", by=who("VNM"), to=who("KHM"), fields=some)
        return Hung(("page", "s0"), draft.commitments[0], parent="ev-one", words=said, language="fr", dated=DAY)

    assert hanging.decide(promise(words, ("defence",)), promise(others, fields)).relation == expected


@pytest.mark.parametrize(
    ("words", "others", "is_other"),
    [
        ("bâtir 3 ponts sur le fleuve", "bâtir 7 ponts sur le fleuve", True),
        ("le plan de 2024", "le plan de 2025", True),
        ("bâtir 3 ponts sur le fleuve", "bâtir sur le fleuve 3 ponts, le 4 mai", False),
        ("bâtir 3 ponts sur le fleuve", "bâtir trois ponts sur le fleuve", False),
        ("bâtir des ponts, ont-ils dit le 4 mai 2021", "bâtir 3 ponts", False),
    ],
)
def test_figures_that_differ_speak_against_one_promise(words: str, others: str, is_other: bool) -> None:
    def promise(page: str, said: str) -> Hung:
        draft = Draft("Une dépêche.\n").commitment("dépêche", by=who("VNM"), to=who("KHM"), fields=("transport",))
        return Hung((page, "s0"), draft.commitments[0], parent="ev-one", words=said, language="fr", dated=DAY)

    found = hanging.decide(promise("one", words), promise("other", others))
    assert ("other_count" in {reason.code for reason in found.reasons}) == is_other


@pytest.mark.parametrize("name", ["CEDEAO", "Cédéao", "ECOWAS", "Economic Community of West African States"])
def test_a_body_of_states_is_one_in_every_language(name: str) -> None:
    assert code(Participant(name=name, key=f"IGO/{name.lower()}", kind="igo", country="IGO")) == "IGO/cedeao"


def test_who_else_a_story_names_tells_no_two_documents_apart() -> None:
    one, other = (say(told(BARE, DAY, form="signing"), company=names) for names in ("KHM:Sok Dara", "KHM:Chan Rith"))
    assert not decide(one, other).apart


def test_a_group_is_told_in_the_words_of_each_report() -> None:
    def shots(name: str) -> Told:
        group = Participant(name=name, key=f"KHM/group/{name}", kind="group", country="KHM")
        return say(between(group, who("VNM")[0], form=None, plover="ASSAULT"))

    assert not decide(shots("soldats cambodgiens"), shots("militaires cambodgiens")).apart
