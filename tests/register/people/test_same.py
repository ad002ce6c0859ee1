"""Who is one person under two names. The people and their offices are made up for the tests, or long in the records."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.lexicon.persons import persons
from comity.register.people.names import alike, name_of
from comity.register.people.posts import post_of, standing
from comity.register.people.same import Context, Person, same_person

VNM, KHM, FRA, CHN, RUS = "VNM", "KHM", "FRA", "CHN", "RUS"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("SG Tô Lâm", "to lam"),
        ("Samdech Techo Hun Sen", "hun sen"),
        ("Samdech Akka Moha Sena Padei Techo Hun Sen", "hun sen"),
        ("S.E.M. Jean-Marc Duval", "jean marc duval"),
        ("M. Duval", "duval"),
        ("Lê Van Dat", "le van dat"),
        ("He Lifang", "he lifang"),
        ("HE Lifang", "lifang"),
        ("Ông Bùi Văn Hòa", "bui van hoa"),
        ("Ong Keng Hua", "ong keng hua"),
        ("Cheikh Ndiaye", "cheikh ndiaye"),  # one word would be left: it is the given name
        ("Cheikh Hamad ben Jassim", "hamad ben jassim"),
        ("General", "general"),
        ("Premier ministre Hun Sen", "hun sen"),
        ("Premier ministre", ""),  # a description is no name
        ("Secrétaire général du Parti communiste", ""),
        ("président français", ""),
        ("N.X. Hoa", "n x hoa"),
        ("", ""),
    ],
)
def test_honorifics_and_ranks_are_no_part_of_a_name(written: str, words: str) -> None:
    assert name_of(written).folded == words


@pytest.mark.parametrize(
    ("one", "other", "country", "how"),
    [
        ("Tô Lâm", "To Lam", VNM, "equal"),
        ("SG To Lam", "Tô Lâm", VNM, "equal"),
        ("Nguyen Minh Vu", "Nguyen Minh Tu", VNM, "other"),
        ("Nguyen Van Minh", "Nguyen Minh Van", VNM, "other"),
        ("Nguyên Van Tú", "Nguyễn Văn Tù", VNM, "marked"),
        ("Trân Van Lâu", "Trần Văn Lâu", VNM, "equal"),
        # one tone, written on either letter
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", VNM, "equal"),
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hoa", VNM, "marked"),
        ("Nguyễn Thị Hoà", "Nguyên Thi Hoa", VNM, "equal"),
        ("Tran Van Lau", "Trần Văn Lâu", VNM, "equal"),
        ("Nguyen Trong", "Nguyen Phu Trong", VNM, "other"),
        ("Trong", "Nguyen Phu Trong", VNM, "part"),
        ("Nguyen", "Nguyen Phu Trong", VNM, "other"),
        ("N. P. Trong", "Nguyen Phu Trong", VNM, "initials"),
        ("Sihamoni Norodom", "Norodom Sihamoni", KHM, "turned"),
        ("Prak Sokhon", "Prak Sokhonn", KHM, "romanised"),
        ("Wang Yi", "Yi Wang", CHN, "turned"),
        ("Xi", "Xi Jinping", CHN, "part"),
        ("Jinping", "Xi Jinping", CHN, "other"),
        ("Vladimir Poutine", "Vladimir Putin", RUS, "romanised"),
        ("Ban Ki-moon", "Ban Kimoon", "KOR", "joined"),
        ("Ban Ki-moon", "Ban Ki Moon", "KOR", "equal"),
        ("Duval", "Jean-Marc Duval", FRA, "part"),
        ("Charles de Gaulle", "de Gaulle", FRA, "part"),
        ("Pedro Marquez", "Pedro Marquez Pardo", "ESP", "shortened"),
        ("John F. Harper", "John Harper", "USA", "shortened"),
        ("Jean Castel", "Jean Castex", FRA, "misspelt"),
        ("Paul Durand", "Jean Durand", FRA, "other"),
        ("Paul Durand", "Paul Dupont", FRA, "other"),
        ("Mohammed VI", "Mohammed V", "MAR", "other"),
        ("", "To Lam", VNM, "other"),
    ],
)
def test_how_names_are_alike(one: str, other: str, country: str, how: str) -> None:
    naming = persons().naming_of(country)
    assert alike(name_of(one), name_of(other), naming) == how
    assert alike(name_of(other), name_of(one), naming) == how


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (("ministre de la Défense", "Vietnam"), ("Minister of National Defence", None), "same"),
        (("ministre des Affaires étrangères", None), ("chef de la diplomatie", None), "same"),
        (("ministre de l'Europe et des Affaires étrangères", None), ("ministre des Affaires étrangères", None), "same"),
        (("ministre de la Défense", None), ("ministre de la Santé", None), "rival"),
        (("ministre", None), ("ministre de la Santé", None), "near"),
        (("ministre de la Santé", None), ("ambassadeur", "Vietnam"), "rival"),
        (("Premier ministre", "Cambodge"), ("chef du gouvernement", None), "same"),
        (("vice-Premier ministre", None), ("ministre de la Défense", None), "silent"),
        (("président", "Assemblée nationale"), ("président", "Assemblée nationale du Vietnam"), "same"),
        (("président", "Assemblée nationale"), ("président", "Association d'amitié"), "silent"),
        (("président de la République", None), ("président", "France"), "same"),
        (("gouverneur", "province de Kampot"), ("gouverneur", "province de Takeo"), "rival"),
        (("Bộ trưởng Bộ Ngoại giao", None), ("ministre des Affaires étrangères", None), "same"),
        (("chef de la délégation", None), ("ministre de la Santé", None), "silent"),
    ],
)
def test_how_posts_stand(one: tuple[str, str | None], other: tuple[str, str | None], how: str) -> None:
    assert standing(post_of(*one), post_of(*other)) == how
    assert standing(post_of(*other), post_of(*one)) == how


def person(name: str, country: str | None = VNM, office: str | None = None, days: str | None = "2024-03-05", **more: object) -> Person:  # fmt: skip # noqa: E501
    return Person(name, country, office=office, days=days, **more)  # type: ignore[arg-type]


ACT = Context(one_act=True)
SAME = [
    (person("Tô Lâm"), person("SG To Lam", office="secrétaire général"), Context()),
    (person("Hun Sen", KHM), person("Samdech Techo Hun Sen", KHM), Context()),
    (person("Hun Sen", None, "Premier ministre"), person("Hun Sen", KHM, "Premier ministre"), Context()),
    (person("Sihamoni Norodom", KHM), person("Norodom Sihamoni", KHM), Context()),
    (person("Macron", FRA, "président"), person("Emmanuel Macron", FRA, "président de la République"), Context()),
    (person("E. Macron", FRA), person("Emmanuel Macron", FRA), ACT),
    (person("Poutine", RUS), person("Vladimir Poutine", RUS), ACT),
    (person("Prak Sokhon", KHM, "ministre des Affaires étrangères"),
     person("Prak Sokhonn", KHM, "ministre des Affaires étrangères"), Context()),
    (person("Vladimir Putin", RUS, "President"), person("Vladimir Poutine", RUS, "président"), Context()),
    (person("Jean Dubois-Martel", FRA, "ministre de la Défense", "2017-06"),
     person("Jean Dubois-Martel", FRA, "ministre des Affaires étrangères", "2021-01"), Context()),
    # a secretary of the party is a president as well
    (person("Nguyen Phu Trong", VNM, "secrétaire général", of="Parti communiste du Vietnam"),
     person("Nguyen Phu Trong", VNM, "président"), Context()),
    (person("Antonio Guterres", "IGO", "secrétaire général", of="ONU"),
     person("António Guterres", None, "secrétaire général", of="ONU"), Context()),
]  # fmt: skip
UNKNOWN = [
    # nothing but the name
    (person("Nguyen Van Hoa", None), person("Nguyen Van Hoa", None), Context()),
    (person("Hoa"), person("Nguyen Van Hoa"), Context()),
    (person("Vladimir Putin", RUS), person("Vladimir Poutine", RUS), Context()),
    # the country is guessed
    (person("Hun Sen", KHM), person("Hun Sen", VNM, inferred=True), Context()),
    # a short name that two bear
    (person("Hoa"), person("Nguyen Van Hoa"), Context(one_act=True, others=("Le Thi Hoa",))),
    # after the reshuffle: the minister changed offices, or it is another one
    (person("Le Van Binh", office="ministre de la Santé", days="2024-03"),
     person("Le Van Binh", office="ministre de la Défense", days="2024-05-20"), Context()),
    # the same post, many years later
    (person("Jean Castel", FRA, "maire", "1995", of="Belleville"),
     person("Jean Castex", FRA, "maire", "2015", of="Belleville"), Context()),
]  # fmt: skip
DIFFERENT = [
    (person("Nguyen Minh Vu", office="vice-ministre des Affaires étrangères"),
     person("Nguyen Minh Tu", office="vice-ministre des Affaires étrangères"), ACT),
    (person("Kim Sok", KHM), person("Kim Sok", "KOR"), Context()),
    (person("Le Van Binh", office="ministre de la Santé"),
     person("Le Van Binh", office="ministre de la Défense"), Context()),
    (person("Le Van Binh", office="gouverneur", of="province de Kampot"),
     person("Le Van Binh", office="gouverneur", of="province de Takeo", days="2024-03-08"), Context()),
    (person("Paul Durand", FRA), person("Paul Durand", FRA), Context(together=True)),
    (person("Paul Durand", FRA, days="1931"), person("Paul Durand", FRA, days="2019"), Context()),
    (person("Nguyễn Văn Tú"), person("Nguyễn Văn Tù"), ACT),
    (person("Macron", FRA), person("Scholz", "DEU"), ACT),
]  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "context", "verdict"),
    [
        *((*case, "same") for case in SAME),
        *((*case, "unknown") for case in UNKNOWN),
        *((*case, "different") for case in DIFFERENT),
    ],
)
def test_who_is_one_person(a: Person, b: Person, context: Context, verdict: str) -> None:
    found = same_person(a, b, context)
    assert found.verdict == verdict, found
    assert found.reasons
    assert same_person(b, a, context) == found


def test_an_authority_file_decides_where_it_knows_both() -> None:
    names = {
        "hun sen": frozenset({"Q1"}),
        "hun bunal": frozenset({"Q1"}),
        "le van binh": frozenset({"Q2", "Q3"}),
        "kim sok": frozenset({"Q4"}),
    }
    context = Context(authority=names)
    assert same_person(person("Hun Bunal", KHM), person("Hun Sen", KHM), context).reasons == ("authority:same",)
    assert same_person(person("Kim Sok", KHM), person("Hun Sen", KHM), context).verdict == "different"
    # a name that the file gives to two people says nothing
    assert same_person(person("Le Van Binh"), person("Le Van Binh"), context).reasons[0] == "name:equal"
    # and what a page knows of itself goes before the names
    told = person("Le Van Binh", authority=frozenset({"Q2"}))
    assert same_person(told, person("Le Van Thi", authority=frozenset({"Q2"}))).verdict == "same"


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from([VNM, KHM, FRA, None]))
def test_any_two_names_are_decided_alike_both_ways(one: str, other: str, country: str | None) -> None:
    a, b = Person(one, country), Person(other, country)
    found = same_person(a, b, ACT)
    assert found == same_person(b, a, ACT)
    assert 0 <= found.score <= 1
    if found.verdict == "same":
        assert found.score >= 0.7
