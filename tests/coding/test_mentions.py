"""Who is named: noun phrases in small sentences, with the kind, name, countries and office that their words say."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from comity.coding.actors import Resolver, Sides
from comity.coding.cast import Cast
from comity.coding.mentions import Mention, pair_class
from comity.coding.scan import MentionFinder
from tests.coding.pages import french, parsed


def mentions(text: str) -> list[Mention]:
    """Everyone named in a text of one sentence."""
    (sentence,) = parsed(text)
    return MentionFinder(french()).find(sentence)


class Case(NamedTuple):
    """A sentence, and what is to be found in it: one mention of that kind.

    `name` is the person's or the body's, `places` the countries that the words say; `office` and `of` are those of the
    first title.
    """

    text: str
    kind: str
    name: str | None = None
    places: str = ""
    office: str | None = None
    of: str | None = None


BODIES = [
    Case("Le ministère kényan de l'Énergie a publié un avis.", "body", "ministère kényan de l'Énergie", "KEN"),
    Case(
        "Le ministère de l'Intérieur du Portugal a publié un avis.",
        "body",
        "ministère de l'Intérieur du Portugal",
        "PRT",
    ),
    Case("L'Assemblée nationale du Bénin a siégé hier.", "body", "Assemblée nationale du Bénin", "BEN"),
    Case("Le Sénat chilien a siégé.", "body", "Sénat chilien", "CHL"),
    Case("La Cour suprême du Ghana a siégé.", "body", "Cour suprême du Ghana", "GHA"),
    Case("L'ambassade de Grèce a publié un avis.", "body", "ambassade de Grèce", "GRC"),
    Case("Les Forces armées royales cambodgiennes recrutent.", "body", "Forces armées royales cambodgiennes", "KHM"),
    Case("La police fédérale australienne recrute.", "body", "police fédérale australienne", "AUS"),
    Case("La marine nationale gabonaise recrute.", "body", "marine nationale gabonaise", "GAB"),
    Case("L'armée de l'air suédoise recrute.", "body", "armée de l'air suédoise", "SWE"),
    Case("L'État-major des armées du Tchad a publié un avis.", "body", "État-major des armées du Tchad", "TCD"),
    Case("Le Front de la Patrie du Vietnam a publié un avis.", "body", "Front de la Patrie du Vietnam", "VNM"),
    Case(
        "Le Comité central du Parti communiste du Vietnam s'est réuni.",
        "body",
        "Comité central du Parti communiste du Vietnam",
        "VNM",
    ),
    Case("Le Parti du peuple cambodgien a publié un avis.", "party", "Parti du peuple cambodgien", "KHM"),
]
PLACES = [
    Case("La province de Battambang accueille des touristes.", "subdivision", "province de Battambang", "KHM"),
    Case("La ville de Gand recrute.", "city", "ville de Gand", "BEL"),
    Case("Les Pays-Bas recrutent.", "country", "Pays-Bas", "NLD"),
    Case("La République de Corée recrute.", "country", "République de Corée", "KOR"),
    Case("La Corée du Nord recrute.", "country", "Corée du Nord", "PRK"),
    Case("La République démocratique du Congo recrute.", "country", "République démocratique du Congo", "COD"),
    Case("Le Niger recrute.", "country", "Niger", "NER"),
    Case("Washington a protesté.", "city", "Washington", "USA"),
]
STATES_TOGETHER = [
    Case("L'Union africaine a publié un avis.", "igo", "Union africaine", "IGO"),
    Case("L'ASEAN a publié un avis.", "igo", "ASEAN", "IGO"),
    Case("L'Union européenne a publié un avis.", "igo", "Union européenne", "IGO"),
    Case("La Banque mondiale recrute.", "igo", "Banque mondiale", "IGO"),
]
GROUPS = [
    Case("Une délégation mongole est arrivée.", "group", "délégation mongole", "MNG"),
    Case("Des officiers de l'armée malienne sont arrivés.", "group", "officiers de l'armée malienne", "MLI"),
    Case("Les Mexicains votent.", "group", "Mexicains", "MEX"),
]
OFFICES = [
    Case("La ministre de la Santé du Chili a parlé.", "office", None, "CHL", "ministre de la Santé", "Chili"),
    Case("Le roi de Jordanie a parlé.", "office", None, "JOR", "roi", "Jordanie"),
    Case("Son homologue bulgare a parlé.", "office", None, "BGR", "homologue"),
    Case(
        "Le secrétaire général du Parti communiste du Vietnam a parlé.",
        "office",
        None,
        "VNM",
        "secrétaire général",
        "Parti communiste du Vietnam",
    ),
]
PEOPLE = [
    # the title before the name
    Case(
        "Le ministre péruvien des Affaires étrangères, Luis Quispe, est arrivé.",
        "person",
        "Luis Quispe",
        "PER",
        "ministre des Affaires étrangères",
    ),
    Case(
        "Le Premier ministre du Népal, Hari Thapa, est arrivé.",
        "person",
        "Hari Thapa",
        "NPL",
        "Premier ministre",
        "Népal",
    ),
    Case("Le président finlandais, Matti Koskinen, a parlé.", "person", "Matti Koskinen", "FIN", "président"),
    Case("Le chancelier autrichien, Karl Gruber, a parlé.", "person", "Karl Gruber", "AUT", "chancelier"),
    Case(
        "L'ancien président du Malawi, Joseph Phiri, a parlé.", "person", "Joseph Phiri", "MWI", "président", "Malawi"
    ),
    Case(
        "Le vice-ministre lao de la Défense, Khamphone Sisavath, a parlé.",
        "person",
        "Khamphone Sisavath",
        "LAO",
        "vice-ministre de la Défense",
    ),
    Case(
        "Le ministre indonésien de l'Agriculture et du Développement rural, Budi Santoso, a parlé.",
        "person",
        "Budi Santoso",
        "IDN",
        "ministre de l'Agriculture et du Développement rural",
    ),
    Case(
        "Le chef de la diplomatie islandaise, Jon Arnason, a parlé.",
        "person",
        "Jon Arnason",
        "ISL",
        "chef de la diplomatie",
    ),
    Case("Le maire de Lyon, Paul Bernard, a parlé.", "person", "Paul Bernard", "FRA", "maire", "Lyon"),
    Case(
        "Le président du Sénat italien, Marco Ricci, a parlé.",
        "person",
        "Marco Ricci",
        "ITA",
        "président",
        "Sénat italien",
    ),
    Case(
        "La vice-présidente de la Commission européenne, Elsa Lind, a parlé.",
        "person",
        "Elsa Lind",
        "IGO",
        "vice-présidente",
        "Commission européenne",
    ),
    Case("L'ambassadrice de Norvège, Ingrid Dahl, a parlé.", "person", "Ingrid Dahl", "NOR", "ambassadrice", "Norvège"),
    Case(
        "L'ambassadeur du Japon au Sénégal, Kenji Mori, a parlé.",
        "person",
        "Kenji Mori",
        "JPN",
        "ambassadeur au Sénégal",
        "Japon",
    ),
    # the title after the name
    Case(
        "Ana Horvat, ministre croate de la Culture, a parlé.", "person", "Ana Horvat", "HRV", "ministre de la Culture"
    ),
    Case(
        "Le général Piotr Zielinski, chef d'état-major de l'armée polonaise, a parlé.",
        "person",
        "Piotr Zielinski",
        "POL",
        "chef d'état-major",
        "armée polonaise",
    ),
    Case(
        "Le capitaine Oumar Sow, commandant de la garde nationale nigérienne, a parlé.",
        "person",
        "Oumar Sow",
        "NER",
        "commandant",
        "garde nationale nigérienne",
    ),
    # the name closes an office that is told at length
    Case("Le maire de Gand (Belgique), Karl Peeters, a parlé.", "person", "Karl Peeters", "BEL", "maire", "Gand"),
    Case(
        "Le chef de la délégation de l'Union européenne au Bénin, Karl Peeters, a parlé.",
        "person",
        "Karl Peeters",
        "IGO",
        "chef de la délégation",
        "Union européenne",
    ),
    Case(
        "L'envoyée spéciale de l'ONU pour la Libye, Anna Virtanen, a parlé.",
        "person",
        "Anna Virtanen",
        "IGO",
        "envoyée spéciale",
        "ONU",
    ),
    Case(
        "Le colonel Nguyen Van Hoa, chef du poste de Bac Thanh, a parlé.",
        "person",
        "Nguyen Van Hoa",
        "",
        "chef du poste de Bac Thanh",
    ),
    Case(
        "L'ex-Premier ministre chilien Carlos Rojas a parlé.",
        "person",
        "Carlos Rojas",
        "CHL",
        "Premier ministre",
    ),
    # a nationality before the name is no office
    Case("Le général malien Oumar Sow a parlé.", "person", "Oumar Sow", "MLI"),
    Case("L'opposante tchadienne Awa Mahamat a parlé.", "person", "Awa Mahamat", "TCD"),
    # names that hold small letters or a month
    Case("Le président sud-coréen Park Chul-soo a parlé.", "person", "Park Chul-soo", "KOR", "président"),
    Case(
        "La porte-parole du ministère des Finances, Pham Thi Mai Lan, a parlé.",
        "person",
        "Pham Thi Mai Lan",
        "",
        "porte-parole",
        "ministère des Finances",
    ),
    # no office
    Case("M. Tomas Novak a parlé.", "person", "Tomas Novak"),
    Case("Le colonel Idrissa Traoré a parlé.", "person", "Idrissa Traoré"),
    Case("Nguyen Van Hoa a parlé.", "person", "Nguyen Van Hoa"),
]
SIDES = [
    Case("Les deux pays ont avancé.", "pair"),
    Case("Les deux parties ont avancé.", "pair"),
    Case("Les deux ministres ont avancé.", "pair"),
    Case("Il a parlé.", "pronoun"),
]


@pytest.mark.parametrize(
    "case",
    [*BODIES, *PLACES, *STATES_TOGETHER, *GROUPS, *OFFICES, *PEOPLE, *SIDES],
    ids=lambda case: case.text,
)
def test_one_is_named(case: Case) -> None:
    (found,) = mentions(case.text)
    title = found.titles[0] if found.titles else None
    told = (title.office, title.of) if title else (None, None)
    assert (found.kind, found.name, " ".join(found.countries), *told) == (
        case.kind,
        case.name,
        case.places,
        case.office,
        case.of,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paris et Berlin ont avancé.", ["Paris", "Berlin"]),
        ("Le Mali, le Togo et le Bénin ont avancé.", ["Mali", "Togo", "Bénin"]),
        ("Le ministre grec a salué l'Arménie.", ["ministre grec", "Arménie"]),
        (
            "Le général Oumar Sow a rencontré l'ambassadrice d'Italie, Carla Neri.",
            ["général Oumar Sow", "ambassadrice d'Italie, Carla Neri"],
        ),
    ],
)
def test_several_are_named(text: str, expected: list[str]) -> None:
    assert [found.text for found in mentions(text)] == expected


NOBODY = [
    "La réunion a été utile.",
    "Les travaux continuent.",
    "Une réunion de haut niveau a eu lieu mercredi.",
    "Le prix du riz a baissé de 4 %.",
    "La coopération avance.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_named(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("Le colonel Idrissa Traoré a parlé.", "colonel"),
        ("Le général Piotr Zielinski, chef d'état-major de l'armée polonaise, a parlé.", "général"),
        ("M. Tomas Novak a parlé.", None),
    ],
)
def test_a_rank_is_no_office(text: str, rank: str | None) -> None:
    (found,) = mentions(text)
    assert found.rank == rank
    assert all("colonel" not in title.office and "général" not in title.office for title in found.titles)


@pytest.mark.parametrize(
    ("text", "name", "acronym"),
    [
        ("Le Parti du peuple cambodgien (PPC) a publié un avis.", "Parti du peuple cambodgien", "PPC"),
        ("Le Frelimo (FRELIMO) a publié un avis.", "Frelimo", "FRELIMO"),
        ("Merci au Parti du peuple cambodgien", "Parti du peuple cambodgien", None),
        (
            "Le ministère de la Défense du Sri Lanka (MDSL) a publié un avis.",
            "ministère de la Défense du Sri Lanka",
            "MDSL",
        ),
    ],
)
def test_an_acronym_in_brackets_is_learnt(text: str, name: str, acronym: str | None) -> None:
    (found,) = mentions(text)
    assert (found.name, found.acronym) == (name, acronym)


def test_an_acronym_counts_only_once_it_is_learnt() -> None:
    (sentence,) = parsed("Le PPC a publié un avis.")
    finder = MentionFinder(french())
    assert [m.text for m in finder.find(sentence, acronyms=frozenset({"ppc"}))] == ["PPC"]
    assert all(m.text != "PPC" or m.kind != "party" for m in finder.find(sentence))


def test_an_ambassador_is_of_who_sends_him() -> None:
    (found,) = mentions("L'ambassadeur du Japon au Sénégal, Kenji Mori, a parlé.")
    assert found.countries == ("JPN",)
    assert found.titles[0].posted == ("SEN",)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("Le Comité central du Parti communiste du Vietnam s'est réuni.", "Parti communiste du Vietnam"),
        ("Des officiers de l'armée malienne sont arrivés.", "armée malienne"),
        ("La province de Battambang accueille des touristes.", "Battambang"),
    ],
)
def test_a_name_holds_the_body_it_belongs_to(text: str, inner: str) -> None:
    (found,) = mentions(text)
    assert [one.text for one in found.nested] == [inner]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Les deux pays ont avancé.", "countries"),
        ("Les deux États ont avancé.", "countries"),
        ("Les deux parties ont avancé.", "parties"),
        ("Les deux partis ont avancé.", "parties"),
        ("Les deux ministres ont avancé.", "persons"),
        ("Les deux dirigeants ont avancé.", "persons"),
        ("Les deux officiers ont avancé.", "persons"),
        ("Les deux villes ont avancé.", "places"),
    ],
)
def test_what_a_pair_stands_for(text: str, expected: str) -> None:
    (found,) = mentions(text)
    assert found.kind == "pair"
    assert pair_class(found, french()) == expected


def test_a_pair_stands_for_nobody_when_the_story_has_no_sides() -> None:
    (found,) = mentions("Les deux pays ont avancé.")
    assert Resolver(Cast(french(), None), Sides()).of(found) == []


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_apostrophes_make_no_difference(apostrophe: str) -> None:
    (found,) = mentions("L'ambassadeur d'Espagne, Pablo Ruiz, a parlé.".replace("'", apostrophe))
    assert (found.name, found.countries, found.titles[0].office) == ("Pablo Ruiz", ("ESP",), "ambassadeur")
