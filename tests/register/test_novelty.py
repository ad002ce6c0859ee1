"""What is new: first seen, told differently, or known. Each situation is a line; names and texts are the tests' own."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.model import Amount, Commitment, Date, Event, Instrument, Participant, Place, Resolved
from comity.register.likeness import Act, act
from comity.register.novelty import Verdict, judge
from tests.register.factory import Draft, asean, party

TYPES = {
    "AGREE": ("planned_encounter", "invitation", "commitment", "offer"),
    "SUPPORT": ("signing", "document_exchange", "thanks", "praise", "congratulation", "relations_upgraded"),
    "AID": ("gift", "grant", "loan", "humanitarian"),
    "ACCUSE": ("protest_note", "summons"),
    "SANCTION": ("expulsion",),
    "REQUEST": ("appeal",),
}
HANOI = Place(name="Hanoï", country="VNM", admin="VN-HN")
HUE = Place(name="Hué", country="VNM", admin="VN-26")
PHNOM_PENH = Place(name="Phnom Penh", country="KHM", admin="KH-12")
number = itertools.count()


def who(words: str) -> list[Participant]:
    """`KHM:Sok Dara` is a person, `KHM@Ministère de la Santé` a body, `VNM#VN-26:Hué` a place, `VNM` a country."""
    found = []
    for word in filter(None, (part.strip() for part in words.split(","))):
        if word == "ASEAN":
            found.append(asean())
        elif "@" in word:
            country, _, name = word.partition("@")
            found.append(party(country, name, "body"))
        elif "#" in word:
            code, _, name = word.partition(":")
            country, _, admin = code.partition("#")
            found.append(party(country, name, "city", admin=admin))
        elif ":" in word:
            country, _, name = word.partition(":")
            found.append(party(country, name))
        else:
            found.append(party(word))
    return found


def told(
    sides: str,
    date: str | None = None,
    reported: str | None = None,
    *,
    form: str | None = "meeting",
    resolved: Resolved = "explicit",
    amount: float | None = None,
    counts: dict[str, int] | None = None,
    page: str | None = None,
    **more: Any,
) -> Act:
    """An act: `actors > recipients`, or all of them actors."""
    actors, _, recipients = sides.partition(">")
    plover = next((plover for plover, forms in TYPES.items() if form in forms), "CONSULT")
    draft = Draft("Une dépêche.\n").event(
        "dépêche",
        who(actors),
        who(recipients),
        form=form,
        **{"plover": plover, **more},
    )
    event: Event = draft.events[0]
    fields: dict[str, Any] = {"date": Date(edtf=date, resolved=resolved) if date else None}
    if amount is not None:
        fields["amount"] = Amount(value=amount, currency="USD")
    event = Event(**{**{f: getattr(event, f) for f in event.__struct_fields__}, **fields})
    hanging: list[Commitment | Instrument] = []
    for kind, count in (counts or {}).items():
        hanging += Draft("Une dépêche.\n").instrument("dépêche", [], kind=kind, count=count).instruments
    serial = next(number)
    return act(f"ev-{serial}", (page or f"page {serial}", "s0"), event, reported, hanging)


def plan(sides: str, date: str | None = None, reported: str | None = None, **more: Any) -> Act:
    return told(sides, date, reported, **{"form": "planned_encounter", "status": "planned", **more})


PM = "KHM:Sok Dara > VNM:Lê Van Binh"
BARE = "KHM, VNM"
FIRST, KNOWN = ("first", {}), ("known", {})


def differs(**changes: tuple[str, str]) -> tuple[str, dict[str, tuple[str, str]]]:
    return "differently", changes


SITUATIONS: dict[str, tuple[list[Act], Act, tuple[str, dict[str, tuple[str, str]]]]] = {
    # what is first seen
    "nothing is known": ([], told(PM, "2021-05-04"), FIRST),
    "another pair of countries": ([told("LAO > VNM", "2021-05-04")], told("THA > VNM", "2021-05-04"), FIRST),
    "another year": ([told(PM, "2020-05-04")], told(PM, "2021-05-04"), FIRST),
    "the yearly ceremony": (
        [told(BARE, "2020-06-24", "2020-06-24", form="ceremony")],
        told(BARE, "2021-06-24", "2021-06-25", form="ceremony"),
        FIRST,
    ),
    "the day after, nobody named": ([told(BARE, "2021-05-04")], told(BARE, "2021-05-05"), FIRST),
    "the day after, one side named": (
        [told("KHM:Sok Dara > VNM", "2021-05-04")],
        told("KHM:Sok Dara > VNM", "2021-05-05"),
        FIRST,
    ),
    "a week after, the same people": ([told(PM, "2021-05-04")], told(PM, "2021-05-11"), FIRST),
    "another minister on the same day": (
        [told(PM, "2021-05-04")],
        told("KHM:Sok Dara > VNM:Trinh Quoc An", "2021-05-04"),
        FIRST,
    ),
    "another ministry on the same day": (
        [told("KHM@Ministère de la Santé > VNM", "2021-05-04")],
        told("KHM@Ministère des Transports > VNM", "2021-05-04"),
        FIRST,
    ),
    "another town on the same day": (
        [told("FRA#FR-35:Rennes > VNM#VN-26:Hué", "2021-05-04")],
        told("FRA#FR-13:Marseille > VNM#VN-26:Hué", "2021-05-04"),
        FIRST,
    ),
    "thanks are no praise": (
        [told("VNM > KHM", "2021-05-04", form="thanks")],
        told("VNM > KHM", "2021-05-04", form="praise"),
        FIRST,
    ),
    "thanks the other way": (
        [told("VNM > KHM", "2021-05-04", form="thanks")],
        told("KHM > VNM", "2021-05-04", form="thanks"),
        FIRST,
    ),
    "a call is no visit": ([told(PM, "2021-05-04", form="visit")], told(PM, "2021-05-04", form="phone_call"), FIRST),
    "talks are no visit": ([told(PM, "2021-05-04", form="visit")], told(PM, "2021-05-04", form="talks"), FIRST),
    "another type of act": (
        [told("VNM > KHM", "2021-05-04", form="thanks")],
        told("VNM > KHM", "2021-05-04", form="protest_note"),
        FIRST,
    ),
    "a summit of three is not that of two": (
        [told("KHM, VNM, LAO", "2021-05-04", form="summit")],
        told("KHM, VNM", "2021-05-04", form="talks"),
        FIRST,
    ),
    "no date, reported a month later": (
        [told(PM, None, "2021-05-05")],
        told(PM, None, "2021-06-05"),
        FIRST,
    ),
    "no date and nobody named, a week later": (
        [told(BARE, None, "2021-05-05", form="commitment")],
        told(BARE, None, "2021-05-12", form="commitment"),
        FIRST,
    ),
    "a new plan after the visit": (
        [told(PM, "2021-05-04", "2021-05-05", form="visit")],
        plan(PM, None, "2021-05-20"),
        FIRST,
    ),
    "a plan for another year": (
        [plan(PM, "2021-05", "2021-01-05")],
        plan(PM, "2022-05", "2022-01-05"),
        FIRST,
    ),
    "what was planned is not each later meeting": (
        [plan(PM, "2021-05-04", "2021-04-20")],
        told(PM, "2021-06-30", form="talks"),
        FIRST,
    ),
    "a gift planned is no visit held": (
        [told("VNM > KHM", "2021-05-04", form="gift", status="planned")],
        told("VNM > KHM", "2021-05-04", form="visit"),
        FIRST,
    ),
    "a month without a day, nobody named": (
        [told(BARE, "2021-05-04", "2021-05-05")],
        told(BARE, "2021-05", "2021-05-28"),
        FIRST,
    ),
    # what is known
    "the same again": ([told(PM, "2021-05-04")], told(PM, "2021-05-04"), KNOWN),
    "by the month alone": ([told(PM, "2021-05-04", "2021-05-05")], told(PM, "2021-05", "2021-05-06"), KNOWN),
    "without a year": (
        [told(PM, "2021-05-04", "2021-05-05")],
        told(PM, "XXXX-05-04", "2021-05-06", resolved="unknown_year"),
        KNOWN,
    ),
    "with the year, the other without": ([told(PM, "XXXX-05-04")], told(PM, "2021-05-04", "2021-05-06"), KNOWN),
    "without a date, reported days later": (
        [told(PM, "2021-05-04", "2021-05-05")],
        told(PM, None, "2021-05-08"),
        KNOWN,
    ),
    "one day off, counted from the report": (
        [told(BARE, "2021-05-04")],
        told(BARE, "2021-05-05", resolved="dateline"),
        KNOWN,
    ),
    "a day within the days of a visit": (
        [told(PM, "2021-05-04/2021-05-07", form="visit")],
        told(PM, "2021-05-04", form="visit"),
        KNOWN,
    ),
    "talks that another calls a meeting": (
        [told(PM, "2021-05-04", form="talks")],
        told(PM, "2021-05-04", form="meeting"),
        KNOWN,
    ),
    "an audience that another calls a courtesy call": (
        [told(PM, "2021-05-04", form="audience")],
        told(PM, "2021-05-04", form="courtesy_call"),
        KNOWN,
    ),
    "a summit that another calls a meeting": (
        [told(BARE, "2021-05-04", form="summit")],
        told(BARE, "2021-05-04", form="meeting"),
        KNOWN,
    ),
    "names written otherwise": (
        [told("KHM:Sok Dara > VNM:Lê Van Binh", "2021-05-04")],
        told("KHM:Samdech Sok Dara > VNM:LE VAN BINH", "2021-05-04"),
        KNOWN,
    ),
    "the surname alone": ([told(PM, "2021-05-04")], told("KHM:Dara > VNM:Binh", "2021-05-04"), KNOWN),
    "countries alone": ([told(PM, "2021-05-04")], told(BARE, "2021-05-04"), KNOWN),
    "host and guest the other way round": (
        [told(PM, "2021-05-04")],
        told("VNM:Lê Van Binh > KHM:Sok Dara", "2021-05-04"),
        KNOWN,
    ),
    "a ministry and its directorate": (
        [told("KHM@Ministère des Finances > VNM", "2021-05-04")],
        told("KHM@Direction générale des Douanes > VNM", "2021-05-04"),
        KNOWN,
    ),
    "a body with more words": (
        [told("KHM@Ministère des Transports > VNM", "2021-05-04")],
        told("KHM@Ministère des Travaux publics et des Transports > VNM", "2021-05-04"),
        KNOWN,
    ),
    "a preview that comes late": (
        [told(PM, "2021-05-04", "2021-05-05", form="visit")],
        plan(PM, "2021-05-04", "2021-04-28"),
        KNOWN,
    ),
    "a preview of unknown date that comes late": (
        [told(PM, "2021-05-04", "2021-05-05", form="visit")],
        plan(PM, None, "2021-04-28"),
        KNOWN,
    ),
    "held and still going on": (
        [told(PM, "2021-05-04/2021-05-07", form="visit", status="ongoing")],
        told(PM, "2021-05-05", form="visit"),
        KNOWN,
    ),
    "a plan told again": ([plan(PM, "2021-05-04", "2021-04-20")], plan(PM, "2021-05-04", "2021-04-22"), KNOWN),
    "a plan, then less exactly": ([plan(PM, "2021-05-04", "2021-04-20")], plan(PM, "2021-05", "2021-04-22"), KNOWN),
    "thanks told again": (
        [told("VNM > KHM", "2021-05-04", form="thanks")],
        told("VNM > KHM", "2021-05-04", form="thanks"),
        KNOWN,
    ),
    "a statement without a date, the next day": (
        [told(BARE, None, "2021-05-05", form="commitment")],
        told(BARE, None, "2021-05-06", form="commitment"),
        KNOWN,
    ),
    "a place where there was none": ([told(PM, "2021-05-04")], told(PM, "2021-05-04", place=HANOI), KNOWN),
    "a sum where there was none": (
        [told("VNM > KHM", "2021-05-04", form="gift")],
        told("VNM > KHM", "2021-05-04", form="gift", amount=5e5),
        KNOWN,
    ),
    "a sum, rounded": (
        [told("VNM > KHM", "2021-05-04", form="gift", amount=496_000)],
        told("VNM > KHM", "2021-05-04", form="gift", amount=500_000),
        KNOWN,
    ),
    "one of two values in dispute": (
        [
            told("VNM > KHM", "2021-05-04", form="gift", amount=500_000),
            told("VNM > KHM", "2021-05-04", form="gift", amount=800_000),
        ],
        told("VNM > KHM", "2021-05-04", form="gift", amount=800_000),
        KNOWN,
    ),
    "a gift that another calls a grant": (
        [told("VNM > KHM", "2021-05-04", form="gift")],
        told("VNM > KHM", "2021-05-04", form="grant"),
        KNOWN,
    ),
    "a summit told without the third side": (
        [told("KHM, VNM, LAO", "2021-05-04", form="summit")],
        told("KHM, VNM", "2021-05-04", form="summit"),
        KNOWN,
    ),
    "a body of states": (
        [told("ASEAN, VNM", "2021-05-04", form="conference")],
        told("ASEAN, VNM", "2021-05-04", form="conference"),
        KNOWN,
    ),
    # what is told differently
    "a plan took place": (
        [plan(PM, "2021-05-04", "2021-04-20")],
        told(PM, "2021-05-04", "2021-05-05", form="visit"),
        differs(status=("planned", "held")),
    ),
    "a plan of the month took place": (
        [plan(BARE, "2021-05", "2021-04-20")],
        told(BARE, "2021-05-04", "2021-05-05", form="summit", place=HANOI),
        FIRST,
    ),
    "a plan of the month took place, someone named": (
        [plan("KHM:Sok Dara > VNM", "2021-05", "2021-04-20")],
        told(PM, "2021-05-04", "2021-05-05", form="visit"),
        differs(status=("planned", "held")),
    ),
    "a plan took place some days off": (
        [plan(PM, "2021-05-04", "2021-04-20")],
        told(PM, "2021-05-06", "2021-05-07", form="visit"),
        differs(status=("planned", "held")),
    ),
    "an invitation was taken": (
        [told("VNM:Lê Van Binh > KHM:Sok Dara", None, "2021-03-01", form="invitation", status="planned")],
        told(PM, "2021-05-04", "2021-05-05", form="visit"),
        differs(status=("planned", "held")),
    ),
    "a signing that was announced": (
        [told(BARE, "2021-05-04", "2021-05-01", form="signing", status="planned")],
        told(BARE, "2021-05-04", "2021-05-05", form="signing"),
        differs(status=("planned", "held")),
    ),
    "a plan is called off": (
        [plan(PM, "2021-05-04", "2021-04-20")],
        plan(PM, "2021-05-04", "2021-04-25", status="cancelled"),
        differs(status=("planned", "cancelled")),
    ),
    "a plan is put off, no date given": (
        [plan(BARE, "2021-05", "2021-04-20")],
        plan(BARE, None, "2021-04-25", status="postponed"),
        differs(status=("planned", "postponed")),
    ),
    "a plan is moved": (
        [plan(PM, "2021-05-04", "2021-04-20")],
        plan(PM, "2021-05-25", "2021-04-30"),
        differs(date=("2021-05-04", "2021-05-25")),
    ),
    "a plan is moved to another month": (
        [plan(PM, "2021-05", "2021-04-20")],
        plan(PM, "2021-06", "2021-04-30"),
        differs(date=("2021-05", "2021-06")),
    ),
    "it took place after all": (
        [plan(PM, "2021-05-04", "2021-04-20", status="cancelled")],
        told(PM, "2021-05-04", "2021-05-05", form="visit"),
        differs(status=("cancelled", "held")),
    ),
    "another day, the same people on both sides": (
        [told(PM, "2021-05-04")],
        told(PM, "2021-05-05"),
        differs(date=("2021-05-04", "2021-05-05")),
    ),
    "another place": (
        [told(PM, "2021-05-04", place=HANOI)],
        told(PM, "2021-05-04", place=HUE),
        differs(place=("Hanoï", "Hué")),
    ),
    "another country": (
        [told(PM, "2021-05-04", place=HANOI)],
        told(PM, "2021-05-04", place=PHNOM_PENH),
        differs(place=("Hanoï", "Phnom Penh")),
    ),
    "another sum": (
        [told("VNM > KHM", "2021-05-04", form="gift", amount=5e5)],
        told("VNM > KHM", "2021-05-04", form="gift", amount=8e5),
        differs(amount=("500000 USD", "800000 USD")),
    ),
    "a loan, not a gift": (
        [told("VNM > KHM", "2021-05-04", form="gift")],
        told("VNM > KHM", "2021-05-04", form="loan"),
        differs(form=("gift", "loan")),
    ),
    "more documents": (
        [told(BARE, "2021-05-04", form="signing", counts={"agreement": 3})],
        told(BARE, "2021-05-04", form="signing", counts={"agreement": 5}),
        differs(count=("3 agreement", "5 agreement")),
    ),
    "another signatory": (
        [told(PM, "2021-05-04", form="signing", place=HANOI)],
        told("KHM:Sok Dara > VNM:Trinh Quoc An", "2021-05-04", form="signing", place=HANOI),
        differs(who=("Lê Van Binh", "Trinh Quoc An")),
    ),
    "denied": (
        [told(PM, "2021-05-04")],
        told(PM, "2021-05-04", mood="denied"),
        differs(mood=("asserted", "denied")),
    ),
    "two things at once": (
        [told("VNM > KHM", "2021-05-04", form="gift", amount=5e5, place=HANOI)],
        told("VNM > KHM", "2021-05-04", form="gift", amount=8e5, place=PHNOM_PENH),
        differs(amount=("500000 USD", "800000 USD"), place=("Hanoï", "Phnom Penh")),
    ),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_situation(situation: str) -> None:
    known, new, expected = SITUATIONS[situation]
    verdict = judge(new, known)
    changes = {change.field: (", ".join(change.old), change.new) for change in verdict.changes}
    assert (verdict.kind, changes) == expected
    assert set(verdict.known) <= {old.id for old in known}
    assert bool(verdict.known) == (verdict.kind != "first")


def test_there_are_many_situations() -> None:
    assert len(SITUATIONS) >= 40


def test_acts_of_one_story_are_never_one() -> None:
    """The coder has told them apart."""
    assert judge(told(PM, "2021-05-04", page="one"), [told(PM, "2021-05-04", page="one")]) == Verdict("first")


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_tenth_report_is_no_news(situation: str) -> None:
    """Whatever an act was when it came, told again by another page it is known."""
    known, new, _ = SITUATIONS[situation]
    again = replace(new, id="ev-again", story=("another page", "s0"))
    assert judge(again, [*known, new]).kind == "known"


ACTS = [new for known, last, _ in SITUATIONS.values() for new in (*known, last)]


def firsts(acts: list[Act]) -> int:
    """How many of the acts are first seen, if they come in this order."""
    known: list[Act] = []
    count = 0
    for one in acts:
        count += judge(one, known).kind == "first"
        known.append(one)
    return count


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=4, unique_by=lambda one: one.id), st.data())
def test_the_order_of_equal_reports_does_not_matter(distinct: list[Act], data: st.DataObject) -> None:
    """Of each act several equal reports, shuffled: as many are first seen as of the acts themselves, in some order."""
    copies = [replace(one, story=(f"{one.id} in {n}", "s0")) for one in distinct for n in range(3)]
    order = data.draw(st.permutations(copies))
    first_of_each = list({one.id: one for one in order}.values())
    assert firsts(order) == firsts(first_of_each)


@settings(deadline=None)
@given(st.sampled_from(ACTS), st.lists(st.sampled_from(ACTS), max_size=6))
def test_the_order_of_what_is_known_does_not_matter(new: Act, known: list[Act]) -> None:
    assert judge(new, known).kind == judge(new, known[::-1]).kind
