"""Records in words."""

from __future__ import annotations

import msgspec
import pytest

from comity.lexicon.vocabulary import vocabulary
from comity.model import Amount, Participant, Place
from comity.outputs import wording
from tests.register.factory import asean, party, summit

MINISTER = party("KHM", "Sok Dara", office="ministre", of="Forces armées")


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ("KHM", "Cambodge", "Cambodia"),
        ("USA", "États-Unis", "United States"),
        ("IGO", "Organisation d’États", "Intergovernmental organisation"),
        (None, "pays inconnu", "country unknown"),
        ("ZZZ", "ZZZ", "ZZZ"),
    ],
)
def test_countries_are_called_by_their_usual_name(code: str | None, french: str, english: str) -> None:
    assert wording.country_name(code, "fr") == french
    assert wording.country_name(code, "en") == english


def test_participants_keep_the_words_of_the_page() -> None:
    assert wording.participant_in_words(MINISTER, "en") == "Sok Dara, ministre, Forces armées"
    assert wording.participant_name(party("VNM"), "en") == "Vietnam"
    assert wording.sides_in_words([MINISTER, party("KHM"), party("VNM"), asean()], "fr") == "Cambodge, Vietnam et ASEAN"


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (Amount(value=500000, currency="EUR"), "500\u202f000 euros", "500,000 euros"),
        (Amount(value=1.5, currency="EUR"), "1,5 euro", "1.5 euros"),
    ],
)
def test_money_has_the_name_of_its_currency(amount: Amount, french: str, english: str) -> None:
    assert wording.amount_in_words(amount, "fr") == french
    assert wording.amount_in_words(amount, "en") == english


def test_places_have_their_country_once() -> None:
    assert wording.place_in_words(Place(name="Hué", country="VNM"), "fr") == "Hué (Vietnam)"
    assert wording.place_in_words(Place(name="Vietnam", country="VNM"), "fr") == "Vietnam"
    assert wording.place_in_words(Place(name="Hué", country=None), "fr") == "Hué"


def test_acts_are_called_by_rank_form_or_type() -> None:
    event = summit().events[0]
    assert wording.event_title(event, "fr") == "Rencontre"
    visit = {"form": "visit", "visit_rank": "state"}
    assert wording.event_title(_with(event, **visit), "fr") == "Visite d’État"
    assert wording.event_title(_with(event, form=None), "en") == "Consult"


def test_instruments_have_their_title_or_kind_and_their_number() -> None:
    instrument = summit().instruments[0]
    assert wording.instrument_title(instrument, "en") == "Protocol"
    assert wording.instrument_title(_with(instrument, count=3, title="Pacte"), "en") == "Pacte × 3"


def test_a_value_newer_than_the_vocabulary_is_shown_as_it_is() -> None:
    assert "dance" not in vocabulary().forms
    assert wording.value_name("form", "dance", "fr") == "dance"
    assert wording.value_name("mode", "CONSULT/dance", "fr") == "dance"


def test_confidence_is_a_percentage() -> None:
    assert wording.confidence_in_words(0.86, "fr") == "86\xa0%"
    assert wording.confidence_in_words(0.86, "en") == "86%"


def _with(record: object, **fields: object) -> object:
    return msgspec.structs.replace(record, **fields)  # type: ignore[type-var]


def test_bodies_of_states_are_sides_of_their_own() -> None:
    body = Participant(name="ASEAN", key="IGO/asean", kind="igo", country="IGO")
    assert wording.country_of(body) == "IGO/asean"
    assert wording.country_of(MINISTER) == "KHM"
