"""Who is who on a page: one entity under all its names, countries stated or inferred, pronouns and pairs resolved."""

from __future__ import annotations

import pytest

from comity.coding.actors import Resolver, Sides
from comity.coding.cast import Cast
from comity.coding.entities import Entity
from comity.coding.mentions import Mention
from comity.coding.scan import MentionFinder
from comity.model import Event, Participant
from tests.coding import parses
from tests.coding.pages import coded, coder, french, parsed, reading


def cast_of(text: str, home: str | None = None) -> tuple[Cast, list[tuple[Mention, Entity | None]]]:
    """The cast of a text, settled at `home`, and the entity of each mention in order."""
    cast = Cast(french(), None)
    finder = MentionFinder(french())
    met = []
    for sentence in parsed(text):
        for found in finder.find(sentence, cast.known_people(), cast.known_acronyms()):
            met.append((found, cast.link(found)))
    cast.settle(home)
    return cast, met


def sides(event: Event) -> list[Participant]:
    return [*event.actor, *event.recipient]


def participants(text: str, *, publisher: str | None = None) -> dict[str | None, list[Participant]]:
    """Everyone who takes part in an event of a text, by country."""
    found: dict[str | None, list[Participant]] = {}
    for story in coded(text, publisher=publisher).stories:
        for event in story.events:
            for side in sides(event):
                found.setdefault(side.country, []).append(side)
    return found


# -- one entity, many names -----------------------------------------------------------------------------------------

ONE = [
    pytest.param("Le secrétaire général To Lam a parlé. Tô Lâm a souri. M. To Lam a écouté.", 3, id="diacritics"),
    pytest.param(
        "Le Premier ministre du Népal, Hari Prasad Thapa, a parlé. M. Thapa a souri. Hari Thapa a écouté.",
        3,
        id="last name and shorter name",
    ),
    pytest.param("Le colonel Jan Novak a parlé. Le général Jan Novak a souri.", 2, id="another rank"),
    pytest.param("Le Parti démocratique mongol (PDM) a voté. Le PDM a souri.", 2, id="acronym in brackets"),
    pytest.param("Le Parti du peuple cambodgien a voté. Le PPC a souri.", 2, id="initials"),
    pytest.param("La province de Battambang a voté. La province a souri.", 2, id="head alone"),
    pytest.param("Le ministère de la Santé du Togo a voté. Le ministère a souri.", 2, id="ministry alone"),
]


@pytest.mark.parametrize(("text", "times"), ONE)
def test_one_under_several_names(text: str, times: int) -> None:
    _, met = cast_of(text)
    entities = [entity for _, entity in met]
    assert len(entities) == times
    assert len({id(entity) for entity in entities}) == 1
    assert entities[0] is not None


TWO = [
    pytest.param("Le vice-ministre Nguyen Minh Vu a parlé. M. Nguyen Minh Tu a écouté.", id="names alike"),
    pytest.param("Le président Joseph Banda a parlé. Le ministre Peter Otieno a écouté.", id="two persons"),
    pytest.param("Le ministère de la Santé du Togo a voté. Le ministère béninois a écouté.", id="two countries"),
    pytest.param("Le Parti communiste cubain a voté. Le Parti communiste lao a écouté.", id="two parties"),
]


@pytest.mark.parametrize("text", TWO)
def test_two_are_never_merged(text: str) -> None:
    _, met = cast_of(text)
    assert len({id(entity) for _, entity in met}) == 2


def test_the_longest_name_is_kept() -> None:
    cast, _ = cast_of("Le ministre Thapa a parlé. Hari Prasad Thapa, ministre du Népal, a écouté.")
    (person,) = [entity for entity in cast.entities if entity.kind == "person"]
    assert (person.name, person.country) == ("Hari Prasad Thapa", "NPL")


def test_a_person_of_an_event_has_one_name_and_one_key() -> None:
    text = (
        "Le président zambien, Joseph Banda, a reçu lundi à Lusaka le Premier ministre du Népal, Hari Prasad Thapa.\n\n"
        "M. Thapa a remercié la Zambie pour son soutien.\n\n"
        "Pour sa part, le président Banda a félicité le Népal."
    )
    people = [side for of in participants(text).values() for side in of if side.kind == "person"]
    assert {(side.name, side.key) for side in people} == {
        ("Joseph Banda", "ZMB/person/joseph-banda"),
        ("Hari Prasad Thapa", "NPL/person/hari-prasad-thapa"),
    }
    assert len(people) >= 4


def test_a_party_is_one_under_its_acronym() -> None:
    text = (
        "Le Parti du progrès arménien (PPA) et le Parti communiste cubain (PCC) ont tenu une réunion à La Havane.\n\n"
        "Le PPA a remercié le PCC. Les deux partis ont convenu de former des cadres."
    )
    found = participants(text)
    assert {side.name for side in found["ARM"]} == {"Parti du progrès arménien"}
    assert {side.name for side in found["CUB"]} == {"Parti communiste cubain"}


def test_an_acronym_holds_on_its_page_only() -> None:
    first = (
        "Le Parti du progrès arménien (PPA) a rencontré le Parti communiste cubain. Le PPA a remercié le parti cubain."
    )
    second = "Le PPA a remercié le Parti communiste cubain à La Havane."
    one, two = coder().code([reading(first), reading(second)])
    (alone,) = coder().code([reading(second)])
    assert any(side.country == "ARM" for event in one.stories[0].events for side in sides(event))
    assert two.stories == alone.stories
    assert all(side.country != "ARM" for event in two.stories[0].events for side in sides(event))


# -- countries ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        pytest.param(
            "Le ministre de la Santé, Koffi Mensah, a reçu mardi la ministre lituanienne de la Justice, Ruta Kalnas.",
            "ATOP",
            id="of the publisher",
        ),
        pytest.param(
            "LOMÉ, 4 mai - Le ministre de la Santé, Koffi Mensah, a reçu mardi la ministre lituanienne de la Justice, "
            "Ruta Kalnas.",
            None,
            id="of the dateline",
        ),
    ],
)
def test_an_untitled_side_takes_a_country_and_says_so(text: str, publisher: str | None) -> None:
    found = participants(text, publisher=publisher)
    assert [(side.name, side.country_from) for side in found["TGO"]] == [("Koffi Mensah", "inferred")]
    assert [(side.name, side.country_from) for side in found["LTU"]] == [("Ruta Kalnas", "text")]


def test_a_stated_country_is_never_inferred_away() -> None:
    text = (
        "Le ministre kényan de la Santé, Peter Otieno, a reçu mardi la ministre lituanienne de la Justice, Ruta Kalnas."
    )
    found = participants(text, publisher="ATOP")
    assert [(side.name, side.country_from) for side in found["KEN"]] == [("Peter Otieno", "text")]
    assert "TGO" not in found


def test_a_titled_person_is_of_home_unless_the_page_gives_that_office_to_another() -> None:
    cast, _ = cast_of("Le Premier ministre Jan Lipski a parlé.", home="POL")
    assert [(e.country, e.country_from) for e in cast.entities] == [("POL", "inferred")]
    cast, _ = cast_of(
        "Le Premier ministre Jan Lipski a parlé. Le Premier ministre polonais, Adam Nowak, a écouté.", home="POL"
    )
    assert {e.name: e.country for e in cast.entities} == {"Jan Lipski": None, "Adam Nowak": "POL"}


@pytest.mark.parametrize("text", ["Jan Lipski a parlé.", "Le Mali avance."])
def test_nobody_without_a_title_is_given_a_country(text: str) -> None:
    cast, _ = cast_of(text, home="POL")
    assert all(entity.country != "POL" for entity in cast.entities)


def test_an_ambassador_is_of_who_sends_him() -> None:
    found = participants(
        "Le ministre gabonais de l'Eau, Jean Obame, a reçu l'ambassadeur de Grèce au Gabon, Luc Pappas."
    )
    assert [side.name for side in found["GRC"]] == ["Luc Pappas"]
    assert [side.name for side in found["GAB"]] == ["Jean Obame"]


def test_a_homologue_holds_the_same_office_on_the_other_side() -> None:
    text = "Le ministre danois du Climat, Mats Holm, s'est entretenu à Nairobi avec son homologue kényan, Peter Otieno."
    offices = {office.person: (office.office, office.country) for office in coded(text).stories[0].offices}
    assert offices == {"Mats Holm": ("ministre du Climat", "DNK"), "Peter Otieno": ("ministre du Climat", "KEN")}


# -- over the story -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Les deux dirigeants", {"Joseph Banda", "Hari Thapa"}),
        ("Les deux présidents", {"Joseph Banda", "Hari Thapa"}),
        ("Les deux pays", {None}),
        ("Les deux parties", {None}),
        ("Ils", {"Joseph Banda", "Hari Thapa"}),
    ],
)
def test_pairs_stand_for_the_sides_of_the_story(words: str, expected: set[str | None]) -> None:
    text = (
        "Le président zambien, Joseph Banda, a reçu lundi le président du Népal, Hari Thapa.\n\n"
        f"{words} ont convenu de former des guides."
    )
    (agreed,) = [event for event in coded(text).stories[0].events if event.plover == "AGREE"]
    assert {side.country for side in sides(agreed)} == {"ZMB", "NPL"}
    assert {side.name for side in sides(agreed)} == expected
    assert not agreed.recipient


def test_two_parties_are_the_parties_that_met() -> None:
    text = (
        "Le Parti démocratique mongol et le Parti communiste cubain ont tenu une réunion.\n\n"
        "Les deux parties ont convenu de former des cadres."
    )
    (agreed,) = [event for event in coded(text).stories[0].events if event.plover == "AGREE"]
    assert {side.name for side in sides(agreed)} == {"Parti démocratique mongol", "Parti communiste cubain"}
    assert agreed.channel == ("party",)


@pytest.mark.parametrize(
    ("opening", "pronoun", "name"),
    [("M. Holm a souligné", "Il", "Lars Holm"), ("Pour sa part, Mme Tamm a déclaré", "Elle", "Anu Tamm")],
)
def test_a_pronoun_is_who_spoke_last(opening: str, pronoun: str, name: str) -> None:
    text = (
        "Le ministre danois de la Pêche, Lars Holm, a rencontré la ministre estonienne, Anu Tamm.\n\n"
        f"{opening} que la rencontre était utile. {pronoun} a remercié l'autre pays, le Ghana."
    )
    (thanks,) = [event for event in coded(text).stories[0].events if event.form == "thanks"]
    assert [side.name for side in thanks.actor] == [name]


PRONOUN = """
    {word} {word} PRON 2 nsubj
    parle parler VERB 0 ROOT VerbForm=Fin|Tense=Pres
"""


def test_pronouns_are_resolved_by_the_sides() -> None:
    cast = Cast(french(), None)
    speaker, latter = Entity("person", "A", "MLI"), Entity("person", "B", "NER")
    known = Sides(dyad=("MLI", "NER"), speaker=speaker, latter=latter)
    met = {}
    for word in ("Il", "Elle", "Celui-ci", "Celle-ci"):
        held = parses.sentence(PRONOUN.format(word=word))
        pronoun = parses.mention(held, word, "pronoun")
        met[word] = [entity.name or entity.country for entity in Resolver(cast, known).of(pronoun)]
        assert Resolver(cast, Sides()).of(pronoun) == []
    assert met == {"Il": ["A"], "Elle": ["A"], "Celui-ci": ["B"], "Celle-ci": ["B"]}


@pytest.mark.parametrize(
    ("met", "countries", "others"),
    [
        pytest.param([], ["MLI", "NER"], ["NER"], id="nobody met: those of the story"),
        pytest.param(["MLI", "BEN"], ["MLI", "BEN"], ["BEN"], id="those that met"),
        pytest.param(["MLI", "BEN", "TGO"], ["MLI", "BEN", "TGO"], ["BEN", "TGO"], id="three met"),
    ],
)
def test_the_two_countries_are_those_that_met(met: list[str], countries: list[str], others: list[str]) -> None:
    known = Sides(dyad=("MLI", "NER"), encounter=[Entity("country", None, code) for code in met])
    assert known.countries() == countries
    assert known.others("MLI") == others


def names(text: str, form: str) -> set[str | None]:
    """The names of the sides of the one event of that form."""
    (story,) = coded(text, published="2022-03-08").stories
    (event,) = [event for event in story.events if event.form == form]
    return {one.name for one in sides(event)}


MET = (
    "Le ministre chilien de la Santé, Carlos Rojas, a rencontré mardi à Lima son homologue péruvien, Luis Quispe. "
    "Le président péruvien, Pablo Soto, a salué leur travail. "
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Les deux ministres ont convenu de former cent infirmières.", {"Carlos Rojas", "Luis Quispe"}),
        ("Ils ont convenu de former cent infirmières.", {"Carlos Rojas", "Luis Quispe"}),
        ("Les deux pays ont convenu de former cent infirmières.", {None}),
    ],
)
def test_both_sides_are_the_persons_who_met(words: str, expected: set[str | None]) -> None:
    assert names(f"{MET}{words}", "commitment") == expected


def test_two_towns_are_those_of_the_page() -> None:
    text = (
        "Gand et Cotonou se rapprochent\n\nLe maire de la ville de Gand, Karl Peeters, a reçu mardi à Gand le maire de "
        "Cotonou, Firmin Hounsou. Les deux villes ont convenu de former cent infirmières."
    )
    (story,) = coded(text, published="2022-03-08").stories
    (event,) = [event for event in story.events if event.form == "commitment"]
    assert {one.country for one in sides(event)} == {"BEL", "BEN"}


def test_where_a_person_acts_the_body_beside_them_is_not_a_side() -> None:
    text = (
        "Une réunion entre le Parti du peuple cambodgien et le Parti communiste du Vietnam a eu lieu mardi à Hanoi, "
        "coprésidée par le président du Parti du peuple cambodgien, Chea Sophal, et par le secrétaire général du Parti "
        "communiste du Vietnam, Tran Van Hoa."
    )
    assert names(text, "meeting") == {"Chea Sophal", "Tran Van Hoa"}


def test_a_region_is_one_side_under_all_its_names() -> None:
    text = "La Région Normandie recrute. La Normandie avance. La province de Kandal avance. Kandal recrute."
    _, found = cast_of(text)
    entities = [entity for mention, entity in found if entity is not None and not mention.inner]
    assert [entity.name for entity in entities] == ["Région Normandie"] * 2 + ["Kandal"] * 2
    assert len({id(entity) for entity in entities}) == 2


def test_an_office_without_a_name_has_one_holder() -> None:
    text = (
        "Le roi du Maroc a félicité mardi le président kényan, Peter Odhiambo. "
        "Le souverain marocain a remercié le Kenya de son soutien."
    )
    (story,) = coded(text, published="2022-03-08").stories
    assert {one.name for event in story.events for one in event.actor} == {"roi du Maroc"}
