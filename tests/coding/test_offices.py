"""Offices: who holds what, by one sentence."""

from __future__ import annotations

import pytest

from comity.model import Office
from tests.coding.pages import coded


def offices(text: str) -> list[Office]:
    (story,) = coded(f"Nouvelles du jour\n\n{text}", published="2022-03-08").stories
    return list(story.offices)


def stated(text: str) -> set[tuple[str, str, str | None]]:
    return {(office.person, office.office, office.country) for office in offices(text)}


CASES = [
    # before the name, after it, with a country
    (
        "Le ministre kényan de la Culture Aymen Bouraoui et le vice-ministre togolais de la Défense Jean-Bosco Ayité "
        "ont salué le Mali.",
        {
            ("Aymen Bouraoui", "ministre de la Culture", "KEN"),
            ("Jean-Bosco Ayité", "vice-ministre de la Défense", "TGO"),
        },
    ),
    (
        "Le secrétaire aux affaires étrangères du Kenya, Amos Wafula, a remis une note au porte-parole de l'armée "
        "togolaise Kodjo Ayité.",
        {("Amos Wafula", "secrétaire aux affaires étrangères", "KEN"), ("Kodjo Ayité", "porte-parole", "TGO")},
    ),
    (
        "Reçu à Lima par son homologue péruvien, le ministre chilien de la Santé, Carlos Rojas, a salué le Pérou.",
        {("Carlos Rojas", "ministre de la Santé", "CHL")},
    ),
    (
        "Le ministre kényan de la Défense, Peter Odhiambo, a reçu le président ougandais, Moses Okello.",
        {("Peter Odhiambo", "ministre de la Défense", "KEN"), ("Moses Okello", "président", "UGA")},
    ),
    # by their rank in a body
    (
        "Le n°2 du ministère russe de la Santé, Ivan Petrov, a reçu le numéro deux du ministère kényan de la Défense, "
        "Peter Otieno.",
        {("Ivan Petrov", "n° 2", "RUS"), ("Peter Otieno", "numéro deux", "KEN")},
    ),
    # two offices of one person
    (
        "Le vice-Premier ministre et ministre chilien des Affaires étrangères, Carlos Rojas, est arrivé au Pérou.",
        {("Carlos Rojas", "vice-Premier ministre", "CHL"), ("Carlos Rojas", "ministre des Affaires étrangères", "CHL")},
    ),
    # one office of two persons, each in the singular
    (
        "Les ministres des Affaires étrangères du Chili et du Pérou, Carlos Rojas et Luis Quispe, se sont vus à Lima.",
        {
            ("Carlos Rojas", "ministre des Affaires étrangères", "CHL"),
            ("Luis Quispe", "ministre des Affaires étrangères", "PER"),
        },
    ),
    (
        "Les présidents kényan, Peter Odhiambo, et ougandais, Moses Okello, se sont vus à Kampala.",
        {("Peter Odhiambo", "président", "KEN"), ("Moses Okello", "président", "UGA")},
    ),
    (
        "Les ministres chiliens Carlos Rojas et Pablo Soto ont reçu le président péruvien, Luis Quispe.",
        {
            ("Carlos Rojas", "ministre", "CHL"),
            ("Pablo Soto", "ministre", "CHL"),
            ("Luis Quispe", "président", "PER"),
        },
    ),
    # the whole field of a ministry, and the mission of an envoy
    (
        "Le ministre de l'Europe et des Affaires étrangères, Paul Morin, est à Lima.",
        {("Paul Morin", "ministre de l'Europe et des Affaires étrangères", None)},
    ),
    # a counterpart holds the office of the one spoken of before
    (
        "Le ministre chilien de la Santé, Carlos Rojas, a reçu son homologue péruvien, Luis Quispe.",
        {("Carlos Rojas", "ministre de la Santé", "CHL"), ("Luis Quispe", "ministre de la Santé", "PER")},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_holds_what(text: str, expected: set[tuple[str, str, str | None]]) -> None:
    assert stated(text) == expected


NONE = [
    "Une représentante des élèves, Chantal Dubois, a lu un poème.",
    "La lettre de Chantal Dubois, juge la presse, est belle.",
    "Chantal Dubois a parlé de la présidence.",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_office(text: str) -> None:
    assert offices(text) == []


def test_an_office_told_twice_in_other_words_is_one() -> None:
    text = (
        "Le secrétaire général du Parti communiste du Vietnam, Tran Van Hoa, est arrivé à Vientiane. "
        "Le SG Tran Van Hoa a rencontré le président laotien, Khamla Sisavath."
    )
    held = [office for office in offices(text) if office.person == "Tran Van Hoa"]
    assert [office.office for office in held] == ["secrétaire général"]
    assert len(held[0].evidence) == 2


TENURES = [
    ("L'ancien président chilien Carlos Rojas est à Lima.", "former"),
    ("L'ex-président kényan Peter Odhiambo est à Kampala.", "former"),
    ("Le président élu du Chili, Carlos Rojas, est à Lima.", "incoming"),
    ("Le président chilien, Carlos Rojas, est à Lima.", "current"),
]


@pytest.mark.parametrize(("text", "tenure"), TENURES)
def test_whether_it_is_still_held(text: str, tenure: str) -> None:
    (office,) = offices(text)
    assert office.tenure == tenure


def test_the_next_subject_is_no_apposition() -> None:
    text = "Après un déjeuner avec le président chilien, Carlos Rojas, le président péruvien a quitté Santiago."
    assert stated(text) == {("Carlos Rojas", "président", "CHL")}


def test_the_words_that_state_it_are_cited() -> None:
    (office,) = offices("Le général Peter Odhiambo, chef d'état-major du Kenya, est arrivé à Kampala.")
    assert office.rank == "général"
    supported = {name for span in office.evidence for name in span.supports}
    assert {"person", "office", "rank"} <= supported
