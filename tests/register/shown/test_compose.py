"""From several reports to one record: which value is shown, who stands in it, and where reports disagree."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.folding import slug
from comity.model import Amount, Commitment, Date, Event, Instrument, Office, Participant, Place
from comity.register.compose import Composed, Voice, compose
from tests.register.factory import Draft, party

TEXT = (
    "Les deux ministres se sont vus. Un accord a été signé. Ils aideront les écoles. La ministre Ana Lopes y était.\n"
)
ANA, BINH = party("PRT", "Ana Lopes", office="ministre"), party("VNM", "Trân Binh", office="ministre")
LISBON = Place(name="Lisbonne", country="PRT")


def event(**fields: Any) -> Event:
    draft = Draft(TEXT).event("se sont vus", fields.pop("actor", [ANA, BINH]), fields.pop("recipient", ()))
    return msgspec.structs.replace(draft.events[0], **fields)


def instrument(**fields: Any) -> Instrument:
    return msgspec.structs.replace(
        Draft(TEXT).instrument("Un accord", [party("PRT"), party("VNM")]).instruments[0], **fields
    )


def commitment(**fields: Any) -> Commitment:
    return msgspec.structs.replace(Draft(TEXT).commitment("aideront les écoles", [ANA]).commitments[0], **fields)


def office(**fields: Any) -> Office:
    return msgspec.structs.replace(
        Draft(TEXT).office("La ministre Ana Lopes", "Ana Lopes", "ministre", "PRT").offices[0], **fields
    )


def day(edtf: str, resolved: str = "explicit") -> Date:
    return msgspec.convert({"edtf": edtf, "resolved": resolved}, Date)


def voices(*records: Any, publishers: str = "abcdefgh", published: tuple[str | None, ...] = ()) -> list[Voice]:
    return [
        Voice(
            page=f"{index}" * 64,
            report="s0/e0",
            record=record,
            order=index,
            publisher=publishers[index],
            published=published[index] if index < len(published) else None,
        )
        for index, record in enumerate(records)
    ]


def composed(*records: Any, **more: Any) -> Composed:
    return compose(voices(*records, **more))


def differing(found: Composed) -> dict[str, list[Any]]:
    return {difference.field: [variant.value for variant in difference.values] for difference in found.differs}


def test_one_report_is_shown_as_it_is() -> None:
    found = composed(event(date=day("2024-05")))
    assert (found.record, found.differs) == (event(date=day("2024-05")), ())


SAID: list[tuple[str, list[Date | None], str, list[str]]] = [
    ("a day says more than a month", [day("2024-05"), day("2024-05-03")], "2024-05-03", []),
    ("a known year says more", [day("XXXX-05-03"), day("2024-05-03")], "2024-05-03", []),
    ("explicit says more", [day("2024-05-04", "dateline"), day("2024-05-03")], "2024-05-03", ["date"]),
    ("two publishers against one", [day("2024-05-03"), day("2024-05-04"), day("2024-05-04")], "2024-05-04", ["date"]),
    ("kept first", [day("2024-05-03"), day("2024-05-04")], "2024-05-03", ["date"]),
    ("silence is no value", [None, day("2024")], "2024", []),
    ("nobody knows", [None, None], "", []),
]


@pytest.mark.parametrize(("dates", "shown", "differs"), [case[1:] for case in SAID], ids=[case[0] for case in SAID])
def test_the_date_shown(dates: list[Date | None], shown: str, differs: list[str]) -> None:
    found = composed(*(event(date=date) for date in dates))
    assert isinstance(found.record, Event)
    assert (found.record.date.edtf if found.record.date else "") == shown
    assert sorted(differing(found)) == differs


def test_one_publisher_who_tells_it_twice_is_one() -> None:
    dates = [event(date=day("2024-05-04")), event(date=day("2024-05-03")), event(date=day("2024-05-03"))]
    assert composed(*dates, publishers="abb").record.date == day("2024-05-04")  # type: ignore[union-attr]
    assert composed(*dates, publishers="abc").record.date == day("2024-05-03")  # type: ignore[union-attr]


def test_of_equals_the_one_published_earlier_is_shown() -> None:
    dates = [event(date=day("2024-05-04")), event(date=day("2024-05-03"))]
    found = composed(*dates, published=("2024-05-09", "2024-05-05"))
    assert found.record.date == day("2024-05-03")  # type: ignore[union-attr]
    # its words, evidence and name are those of the report kept first
    assert (found.lead.order, found.record.evidence) == (0, dates[0].evidence)


def test_who_stands_in_it_is_joined() -> None:
    short = [party("PRT", "Lopes"), party("VNM")]
    full = [ANA, party("PRT", "ministère des Affaires étrangères", "body"), BINH]
    third = [party("PRT"), party("VNM"), party("AGO", "João Neto")]
    record = composed(event(actor=tuple(short)), event(actor=tuple(full)), event(actor=tuple(third))).record
    assert isinstance(record, Event)
    assert [p.name for p in record.actor] == [
        "Ana Lopes",
        "ministère des Affaires étrangères",
        "Trân Binh",
        "João Neto",
    ]


def test_a_bare_country_gives_way_to_whoever_is_named_for_it() -> None:
    one = event(actor=(ANA, party("PRT", "Rui Alves"), party("VNM")))
    record = composed(one, event(actor=(party("PRT"), BINH))).record
    assert [p.name for p in record.actor] == ["Ana Lopes", "Rui Alves", "Trân Binh"]  # type: ignore[union-attr]


def test_directions_are_not_mixed() -> None:
    visit = event(actor=(ANA, party("PRT", "Rui Alves")), recipient=(BINH,))
    told = event(actor=(BINH, ANA, party("VNM", "Lê Hoa")), recipient=(), form="visit")
    record = composed(visit, told).record
    assert isinstance(record, Event)
    sides = [[p.name for p in side] for side in (record.actor, record.recipient)]
    # the first tells as many names as the second, and was kept first: whoever else is named stands with their own
    assert sides == [["Ana Lopes", "Rui Alves"], ["Trân Binh", "Lê Hoa"]]


def test_contradictions_stand_side_by_side_with_their_reports() -> None:
    one = event(place=LISBON, status="held", amount=Amount(value=5e6, currency="EUR"))
    other = event(
        place=Place(name="Porto", country="ESP"),
        status="cancelled",
        amount=Amount(value=9e6, currency="EUR"),
        actor=(party("PRT", "Rui Alves"), BINH),
    )
    found = composed(one, other, one)
    assert sorted(differing(found)) == ["amount", "people", "place", "status"]
    place = next(difference for difference in found.differs if difference.field == "place")
    assert [(variant.value["name"], [page[0] for page, _ in variant.reports]) for variant in place.values] == [
        ("Lisbonne", ["0", "2"]),
        ("Porto", ["1"]),
    ]
    # what was called off says so, whoever else says otherwise
    assert found.record.status == "cancelled"  # type: ignore[union-attr]


AGREE = [
    {"place": LISBON},
    {"status": "ongoing"},
    {"amount": Amount(value=5.05e6, currency="EUR")},
    {"amount": Amount(value=4e6, currency="USD")},
    {"date": day("2024")},
    {"date": day("XXXX-05-03", "unknown_year")},
    {"actor": (party("PRT", "Lopes"), BINH)},
    {"mood": "reported"},
]


@pytest.mark.parametrize("said", AGREE, ids=lambda said: "-".join(f"{k}" for k in said))
def test_what_says_less_is_no_contradiction(said: dict[str, Any]) -> None:
    whole = event(
        place=Place(name="Lisbonne", country="PRT", admin="PT-11"),
        date=day("2024-05-03"),
        amount=Amount(value=5e6, currency="EUR"),
    )
    assert composed(whole, msgspec.structs.replace(whole, **said)).differs == ()


def test_a_persons_version_wins_whole_and_the_newest_of_several() -> None:
    machine = event(date=day("2024-05-03"), form="talks")
    first, second = event(date=None, form="visit"), event(date=None, form="audience")
    said = [
        msgspec.structs.replace(first),
        machine,
        second,
    ]
    found = compose(
        [
            Voice(page="a" * 64, report="s0/e0", record=record, order=order, publisher="p", author=author)
            for order, (record, author) in enumerate(zip(said, ("Ada", None, "Eve"), strict=True))
        ]
    )
    assert (found.record, found.lead.author) == (second, "Eve")
    assert "form" in differing(found)


def test_documents_promises_and_offices() -> None:
    document = composed(
        instrument(kind="other", status="announced", count=2, fields=("trade",)),
        instrument(kind="mou", status="signed", title="Mémorandum sur le riz", count=3, fields=("agriculture",)),
    )
    record = document.record
    assert isinstance(record, Instrument)
    assert (record.kind, record.status, record.title, record.fields) == (
        "mou",
        "signed",
        "Mémorandum sur le riz",
        ("trade", "agriculture"),
    )
    assert differing(document)["count"] == [2, 3]

    promise = composed(commitment(until="2030", to=()), commitment(until="2030-06", to=(BINH,), force="pledged"))
    assert isinstance(promise.record, Commitment)
    assert (promise.record.until, promise.record.to, promise.record.force) == ("2030-06", (BINH,), "agreed")
    assert sorted(differing(promise)) == ["force"]

    held = composed(
        office(asof="2023-01-05"), office(asof="2024-02", tenure="former", person="Lopes"), office(asof="2022")
    )
    assert isinstance(held.record, Office)
    assert (held.record.person, held.record.asof, held.record.tenure) == ("Ana Lopes", "2024-02", "former")
    assert held.differs == ()


names = st.sampled_from(["Ana Lopes", "Lopes", "Rui Alves", "Trân Binh", "Lê Hoa", None])
sides = st.lists(st.builds(party, st.sampled_from(["PRT", "VNM", None]), names), max_size=4)


@given(st.lists(st.tuples(sides, sides), min_size=2, max_size=4))
def test_nobody_who_is_named_is_lost(said: list[tuple[list[Participant], list[Participant]]]) -> None:
    record = composed(*(event(actor=tuple(a), recipient=tuple(b)) for a, b in said)).record
    assert isinstance(record, Event)
    there = [p.key for p in (*record.actor, *record.recipient)]
    for a, b in said:
        for participant in (*a, *b):
            if participant.name is not None:
                surname = slug(participant.name.split()[-1])
                assert any(key.endswith(surname) for key in there)
            elif participant.country is not None:
                assert participant.country in {p.country for p in (*record.actor, *record.recipient)}
