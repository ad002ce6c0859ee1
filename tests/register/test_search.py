"""Dossiers: which records join two sides, in what order, and how sides are named."""

from __future__ import annotations

import pytest

from comity.errors import UnknownSideError, UsageError
from comity.register import Register
from comity.register.views import Dossier, Filters
from tests.register.factory import NEWER, Draft, asean, brittany, party, summit

MEETINGS = "Rencontres\nUne rencontre a eu lieu. Une visite a suivi. Un appel fut passé. Des entretiens se tiendront.\n"


def ask(register: Register, a: str, b: str, **filters: object) -> Dossier:
    return register.dossier(register.side(a), register.side(b), Filters(**filters))  # type: ignore[arg-type]


def meetings(*dates: str | None) -> Draft:
    draft = Draft(MEETINGS)
    words = ("Une rencontre a eu lieu", "Une visite a suivi", "Un appel fut passé", "Des entretiens se tiendront")
    for text, date in zip(words, dates, strict=False):
        draft.event(text, [party("VNM")], [party("KHM")], date=date)
    return draft


def test_a_dossier_holds_the_records_that_join_both_sides(register: Register) -> None:
    list(register.add([summit().coding(), brittany().coding()]))
    dossier = ask(register, "Vietnam", "KHM")
    assert [kept.record.form for kept in dossier.encounters] == ["meeting"]
    assert {kept.record.form for kept in dossier.acts} == {"commitment", "thanks"}
    assert [kept.record.kind for kept in dossier.instruments] == ["protocol"]
    assert {kept.record.person for kept in dossier.offices} == {"Sok Dara", "Lê Van Binh"}
    assert not dossier.is_empty
    assert [side.key for side in dossier.sides] == ["VNM", "KHM"]


def test_a_pledge_belongs_to_the_meeting_at_which_it_was_made(register: Register) -> None:
    list(register.add([summit().coding()]))
    assert {kept.record.action for kept in ask(register, "VNM", "KHM").commitments} == {
        "porter leurs échanges à 10 milliards de dollars d'ici 2025",
        "former 200 cadres",
    }


def test_a_pledge_of_a_third_side_at_the_same_meeting_does_not(register: Register) -> None:
    draft = Draft("Le Laos, le Vietnam et le Cambodge se sont réunis. Le Laos construira un pont.\n")
    draft.event("se sont réunis", [party("LAO"), party("VNM"), party("KHM")])
    draft.commitment("construira un pont", [party("LAO")], event="e0", force="pledged")
    list(register.add([draft.coding()]))
    assert len(ask(register, "VNM", "KHM").encounters) == 1
    assert ask(register, "VNM", "KHM").commitments == ()
    assert len(ask(register, "LAO", "KHM").commitments) == 1


def test_one_participant_is_not_two_sides(register: Register) -> None:
    list(register.add([brittany().coding()]))
    assert ask(register, "FR-BRE", "FRA").acts == ()
    both = ask(register, "FRA", "VNM")
    assert (len(both.encounters), len(both.acts)) == (1, 1)


def test_a_region_stands_for_its_departments(register: Register) -> None:
    list(register.add([brittany().coding()]))
    assert len(ask(register, "FR-BRE", "VNM").acts) == 1
    assert len(ask(register, "Bretagne", "Vietnam").encounters) == 1
    assert len(ask(register, "FR-29", "VNM").encounters) == 0
    assert len(ask(register, "FR-29", "VNM").acts) == 1


def test_a_city_is_a_side(register: Register) -> None:
    list(register.add([brittany().coding()]))
    assert len(ask(register, "ville de Hué", "FRA").encounters) == 1
    assert len(ask(register, "VNM/city/hue", "FRA").encounters) == 1
    assert register.side("ville de hue").kind == "city"


def test_a_body_of_states_is_a_side(register: Register) -> None:
    draft = Draft("L'ASEAN et le Cambodge ont tenu une réunion.\n")
    draft.event("ont tenu une réunion", [asean(), party("KHM")])
    list(register.add([draft.coding()]))
    dossier = ask(register, "ASEAN", "Cambodge")
    assert len(dossier.encounters) == 1
    assert dossier.sides[0].key == "IGO/asean"
    assert register.side("IGO/asean") == dossier.sides[0]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("VNM", "VNM"),
        ("vn", "VNM"),
        ("Viêt Nam", "VNM"),
        ("cambodia", "KHM"),
        ("  Cambodge ", "KHM"),
        ("ASEAN", "IGO/asean"),
        ("FR-BRE", "FR-BRE"),
        ("fr-bre", "FR-BRE"),
        ("bretagne", "FR-BRE"),
        ("VNM/city/hue", "VNM/city/hue"),
    ],
)
def test_sides_are_named_in_many_ways(register: Register, words: str, key: str) -> None:
    side = register.side(words)
    assert side.key == key
    assert register.side(side.key) == side


def test_a_side_has_a_name_in_each_language(register: Register) -> None:
    assert register.side("DEU", "fr").label == "Allemagne"
    assert register.side("DEU", "en").label == "Germany"


@pytest.mark.parametrize("words", ["Cambodje", "Veitnam"])
def test_an_unknown_side_has_near_candidates(register: Register, words: str) -> None:
    with pytest.raises(UnknownSideError) as caught:
        register.side(words)
    assert set(caught.value.candidates) & {"Cambodge", "Vietnam"}
    assert caught.value.candidates[0] in str(caught.value)


@pytest.mark.parametrize("words", ["", "   ", "zzzqqq", "a/b/c", "%", "' OR 1=1 --", "VNM/body/", "\0"])
def test_nonsense_is_no_side(register: Register, words: str) -> None:
    list(register.add([summit().coding()]))
    with pytest.raises(UnknownSideError):
        register.side(words)


def test_a_body_of_two_countries_must_be_told_apart(register: Register) -> None:
    draft = Draft("L'Assemblée nationale du Vietnam et celle du Cambodge se sont réunies.\n")
    houses = [party(code, "Assemblée nationale", "body") for code in ("VNM", "KHM")]
    draft.event("se sont réunies", houses)
    list(register.add([draft.coding()]))
    with pytest.raises(UnknownSideError, match="VNM/body/assemblee-nationale"):
        register.side("assemblée nationale")
    house = register.side("VNM/body/assemblee-nationale")
    assert (house.label, house.country) == ("Assemblée nationale", "VNM")
    assert len(register.dossier(house, register.side("KHM")).encounters) == 1
    assert len(register.dossier(house, register.side("KHM/body/assemblee-nationale")).encounters) == 1


def test_whoever_speaks_for_a_body_stands_for_it(register: Register) -> None:
    draft = Draft("Le général Mey Sothea a été reçu à Hanoï.\n")
    draft.event("a été reçu", [party("KHM", "Mey Sothea", of="Forces armées royales")], [party("VNM")])
    list(register.add([draft.coding()]))
    assert len(ask(register, "Forces armées royales", "VNM").encounters) == 1


def test_the_newest_come_first_and_unknown_dates_last(register: Register) -> None:
    list(register.add([meetings("2019", None, "XXXX-02-18", "2021-05-04").coding()]))
    dates = [kept.dated for kept in ask(register, "VNM", "KHM").encounters]
    assert dates == ["2021-05-04", "2019", "XXXX-02-18", None]


@pytest.mark.parametrize(
    ("filters", "expected", "undated"),
    [
        ({}, ["2021-05-04", "2019", "XXXX-02-18", None], 0),
        ({"since": "2020"}, ["2021-05-04"], 2),
        ({"since": "2019-06"}, ["2021-05-04", "2019"], 2),
        ({"until": "2019-06"}, ["2019"], 2),
        ({"since": "2022"}, [], 2),
        ({"channels": ("government",)}, ["2021-05-04", "2019", "XXXX-02-18", None], 0),
        ({"channels": ("party", "military")}, [], 0),
        ({"forms": ("meeting",), "since": "2019", "until": "2019"}, ["2019"], 2),
        ({"forms": ("visit",)}, [], 0),
        ({"statuses": ("planned",)}, [], 0),
        ({"min_confidence": 0.9, "since": "2020"}, ["2021-05-04"], 2),
        ({"min_confidence": 0.91}, [], 0),
    ],
)
def test_filters(register: Register, filters: dict[str, object], expected: list[str | None], undated: int) -> None:
    list(register.add([meetings("2019", None, "XXXX-02-18", "2021-05-04").coding()]))
    dossier = ask(register, "VNM", "KHM", **filters)
    assert [kept.dated for kept in dossier.encounters] == expected
    assert dossier.undated == undated


def test_fields_filter_commitments(register: Register) -> None:
    list(register.add([summit().coding()]))
    (only,) = ask(register, "VNM", "KHM", fields=("education",)).commitments
    assert only.record.action == "former 200 cadres"
    assert len(ask(register, "VNM", "KHM", channels=("government",)).instruments) == 1
    assert ask(register, "VNM", "KHM", channels=("party",)).instruments == ()


def test_confidence_filters_records_of_every_kind(register: Register) -> None:
    list(register.add([summit().coding()]))
    sure, unsure = (ask(register, "VNM", "KHM", min_confidence=least) for least in (0.9, 0.95))
    assert sure.commitments
    assert sure.offices
    left = (*unsure.encounters, *unsure.acts, *unsure.commitments, *unsure.instruments, *unsure.offices)
    assert left == ()


@pytest.mark.parametrize(
    "filters",
    [{"since": "hier"}, {"until": "XXXX-02"}, {"channels": ("partie",)}, {"forms": ("x",)}, {"fields": ("",)}],
)
def test_a_wrong_filter_is_refused(register: Register, filters: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        ask(register, "VNM", "KHM", **filters)


def test_a_side_is_no_dyad_with_itself(register: Register) -> None:
    with pytest.raises(UsageError, match="Both sides"):
        ask(register, "VNM", "Vietnam")


def test_offices_are_those_of_both_sides_and_their_later_holders(register: Register) -> None:
    later = Draft("Pham Minh Chau, Premier ministre du Vietnam, et Ana Sol, ministre du Laos, se sont parlé.\n")
    later.office("Pham Minh Chau, Premier ministre", "Pham Minh Chau", "Premier ministre", "VNM", asof="2022-01")
    later.office("Ana Sol, ministre", "Ana Sol", "ministre", "LAO", asof="2022-01")
    later.event("se sont parlé", [party("VNM")], [party("LAO")])
    list(register.add([summit().coding(), later.coding()]))
    holders = [kept.record.person for kept in ask(register, "VNM", "KHM").offices]
    assert holders == ["Sok Dara", "Pham Minh Chau", "Lê Van Binh"]


def test_countries_and_dyads_are_counted(register: Register) -> None:
    asean_meeting = Draft("L'ASEAN et le Cambodge ont tenu une réunion.\n")
    asean_meeting.event("ont tenu une réunion", [asean(), party("KHM")])
    list(register.add([summit().coding(), brittany().coding(), asean_meeting.coding()]))
    counts = {count.side.key: count.records for count in register.countries()}
    assert counts == {"VNM": 8, "KHM": 6, "FRA": 2, "IGO/asean": 1}
    pairs = {tuple(side.key for side in dyad.sides): dyad.records for dyad in register.dyads()}
    assert pairs == {("KHM", "VNM"): 5, ("FRA", "VNM"): 2, ("IGO/asean", "KHM"): 1}
    assert len(register.dyads(limit=1)) == 1
    assert register.countries("en")[0].side.label == "Vietnam"


def test_records_of_an_older_coding_are_in_no_dossier(register: Register) -> None:
    list(register.add([summit().coding()]))
    empty = summit()
    empty.events, empty.commitments, empty.instruments, empty.offices = [], [], [], []
    register.keep(empty.coding(NEWER))
    assert ask(register, "VNM", "KHM").is_empty
    assert register.countries() == ()
    assert list(register.export("event")) == []
