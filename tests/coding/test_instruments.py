"""Documents: one sentence after the opening of an encounter between Chile and Peru, told on 8 March 2022."""

from __future__ import annotations

import pytest

from comity.model import Instrument
from tests.coding.pages import coded

OPENING = "Le président chilien, Carlos Rojas, s'est entretenu lundi à Lima avec le président péruvien, Luis Quispe."


def instruments(sentence: str, opening: str = OPENING) -> tuple[Instrument, ...]:
    (story,) = coded(f"Le Chili et le Pérou se parlent\n\n{opening} {sentence}", published="2022-03-08").stories
    return story.instruments


CASES = [
    ("Les deux pays ont signé un accord de pêche.", "agreement", "signed", 1),
    ("Les deux pays ont signé, au palais du gouvernement, un traité d'extradition.", "treaty", "signed", 1),
    ("Les deux pays ont signé quatre accords.", "agreement", "signed", 4),
    ("Une vingtaine de mémorandums d'entente ont été signés par les deux pays.", "mou", "signed", 20),
    ("Les deux pays ont signé un protocole d'accord sur le tourisme.", "mou", "signed", 1),
    ("Les deux pays ont paraphé une convention fiscale.", "convention", "initialled", 1),
    ("Le Chili et le Pérou ont adopté une déclaration commune.", "joint_statement", "signed", 1),
    ("Une déclaration conjointe a été rendue publique mardi.", "joint_statement", "signed", 1),
    ("Le compte rendu de la session a été signé par les deux délégations.", "minutes", "signed", 1),
    ("En application du traité d'extradition conclu en 2001, le Pérou livrera deux suspects.", "treaty", "in_force", 1),
    ("Le traité de délimitation de 1929 demeure le fondement des travaux.", "treaty", "in_force", 1),
    ("Le Chili a suspendu l'accord de pêche signé avec le Pérou en 2009.", "agreement", "suspended", 1),
    ("L'accord de financement devrait être signé à Santiago en mai.", "financing_agreement", "planned", 1),
    ("Les deux présidents ont dressé le bilan de l'accord de coopération 2018-2021.", "agreement", "implemented", 1),
]


@pytest.mark.parametrize(("sentence", "kind", "status", "count"), CASES, ids=[case[0] for case in CASES])
def test_kind_status_and_count(sentence: str, kind: str, status: str, count: int) -> None:
    (document,) = instruments(sentence)
    assert (document.kind, document.status, document.count) == (kind, status, count)
    assert {party.country for party in document.parties} == {"CHL", "PER"}


NONE = [
    "Ils ont évoqué la traite des êtres humains au Pérou et au Chili.",  # no *traité*
    "Les deux pays n'ont signé aucun accord.",
    "Les deux pays ont convenu de négocier un accord de transport.",  # a commitment, no document yet
    "Le président péruvien a fait une déclaration à la presse.",
    "Les conventions de Genève s'appliquent, a rappelé le président chilien.",
]


@pytest.mark.parametrize("sentence", NONE)
def test_what_is_no_document(sentence: str) -> None:
    assert instruments(sentence) == ()


def test_two_documents_of_one_sentence_are_two() -> None:
    found = instruments("Les deux pays ont signé un accord de pêche et un accord de transport aérien.")
    assert [document.kind for document in found] == ["agreement", "agreement"]


def test_a_document_within_the_name_of_another_is_none_of_its_own() -> None:
    (document,) = instruments("Les deux pays ont signé un avenant à la convention de partenariat.")
    assert document.kind == "amendment"


def test_a_document_named_again_is_the_same() -> None:
    (document,) = instruments("Les deux pays ont signé un traité d'extradition. Le traité a été signé au palais.")
    assert document.count == 1


PERIODS = [
    ("un plan de coopération 2024-2025", "2024/2025"),
    ("un protocole de coopération pour la période 2022-2026", "2022/2026"),
    ("un protocole de coopération", None),
]


@pytest.mark.parametrize(("name", "period"), PERIODS)
def test_for_how_long(name: str, period: str | None) -> None:
    (document,) = instruments(f"Le Chili et le Pérou ont signé {name}.")
    assert document.period == period


def test_a_proper_name_is_a_title_without_its_date() -> None:
    (document,) = instruments("Les deux pays ont signé le Traité de Tacna.")
    assert document.title == "Traité de Tacna"
    (plain,) = instruments("Les deux pays ont signé un traité d'extradition.")
    assert plain.title is None


def test_parties_are_those_between_whom_it_is() -> None:
    (document,) = instruments(
        "Un mémorandum a été signé entre le ministère chilien de la Santé et le ministère péruvien de la Santé."
    )
    names = {party.name for party in document.parties}
    assert names == {"ministère chilien de la Santé", "ministère péruvien de la Santé"}
