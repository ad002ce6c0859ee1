"""Commitments: one sentence after the opening of an encounter between Kenya and Uganda, told on 8 March 2022."""

from __future__ import annotations

import pytest

from comity.model import Amount, Commitment
from tests.coding.pages import coded

OPENING = (
    "Le ministre kényan des Affaires étrangères, Peter Odhiambo, a reçu lundi à Nairobi le ministre ougandais des "
    "Affaires étrangères, Moses Okello."
)


def commitments(sentence: str, opening: str = OPENING) -> tuple[Commitment, ...]:
    (story,) = coded(f"Nairobi et Kampala se parlent\n\n{opening} {sentence}", published="2022-03-08").stories
    return story.commitments


BOTH = "Les deux pays"
CASES = [
    # agreed: one for each coordinated infinitive
    (f"{BOTH} ont convenu de rouvrir la ligne ferroviaire.", "agreed", ["rouvrir la ligne ferroviaire"]),
    (
        f"{BOTH} ont convenu de former des infirmières, de lutter contre la contrebande et d'étudier un pont.",
        "agreed",
        ["former des infirmières", "lutter contre la contrebande", "étudier un pont"],
    ),
    (f"{BOTH} se sont engagés à respecter le tracé de la frontière.", "agreed", ["respecter le tracé de la frontière"]),
    (f"{BOTH} se sont mis d'accord pour créer un fonds.", "agreed", ["créer un fonds"]),
    (f"{BOTH} ont résolu de partager leurs données.", "agreed", ["partager leurs données"]),
    (f"{BOTH} ont chargé leurs experts d'achever les plans du barrage.", "agreed", ["achever les plans du barrage"]),
    (f"{BOTH} ont annoncé leur intention de relier leurs ports.", "agreed", ["relier leurs ports"]),
    # two verbs with one object are one
    (
        f"{BOTH} ont convenu de préserver et d'approfondir leurs liens.",
        "agreed",
        ["préserver et d'approfondir leurs liens"],
    ),
    # pledged: the future, the conditional of reported speech, plans, readiness
    ("Le Kenya fournira dix autobus à l'Ouganda.", "pledged", ["fournira dix autobus à l'Ouganda"]),
    (
        "M. Odhiambo a annoncé que son pays financerait un dispensaire à Jinja.",
        "pledged",
        ["financerait un dispensaire à Jinja"],
    ),
    ("Le Kenya entend ouvrir un consulat à Gulu.", "pledged", ["ouvrir un consulat à Gulu"]),
    ("M. Okello s'est dit prêt à libérer les pêcheurs kényans.", "pledged", ["libérer les pêcheurs kényans"]),
    ("M. Okello a promis une aide de 2 millions de dollars.", "pledged", ["une aide de 2 millions de dollars"]),
    (
        "L'Ouganda ne ménagera aucun effort pour faciliter le transit.",
        "pledged",
        ["ne ménagera aucun effort pour faciliter le transit"],
    ),
    # proposed and requested
    (
        "M. Okello a proposé que les deux armées organisent un exercice et échangent leurs cartes.",
        "proposed",
        ["les deux armées organisent un exercice", "échangent leurs cartes"],
    ),
    (
        "M. Okello a souligné la nécessité de relier les deux réseaux électriques.",
        "proposed",
        ["relier les deux réseaux électriques"],
    ),
    ("Le Kenya a demandé à l'Ouganda de baisser ses tarifs.", "requested", ["baisser ses tarifs"]),
    ("L'Ouganda a réclamé l'extradition de deux suspects.", "requested", ["l'extradition de deux suspects"]),
    # affirmed
    (
        "M. Okello a affirmé que l'Ouganda attachait une grande importance à ses liens avec le Kenya.",
        "affirmed",
        ["attachait une grande importance à ses liens avec le Kenya"],
    ),
    (
        "M. Okello a estimé que le Kenya et l'Ouganda devaient renforcer la confiance politique.",
        "affirmed",
        ["renforcer la confiance politique"],
    ),
]


@pytest.mark.parametrize(("sentence", "force", "actions"), CASES, ids=[case[0] for case in CASES])
def test_what_is_committed_to(sentence: str, force: str, actions: list[str]) -> None:
    found = commitments(sentence)
    assert [c.action for c in found] == actions
    assert {c.force for c in found} == {force}


NONE = [
    "Le ministre kényan a indiqué que la pluie durait depuis trois jours.",
    "L'Ouganda assurait alors la présidence de l'organisation.",
    "Le président ougandais ouvrira jeudi une réunion à Kampala.",
    "Il a exprimé l'espoir que les liens entre le Kenya et l'Ouganda se développeront.",
    "Le Kenya et l'Ouganda ont décidé de suspendre le Rwanda.",
    "Si l'Ouganda le demande, le Kenya fournira des cartes.",
]


@pytest.mark.parametrize("sentence", NONE)
def test_what_is_no_commitment(sentence: str) -> None:
    assert commitments(sentence) == ()


ENDS = [
    ("M. Okello a proposé que le Kenya forme des douaniers, et a promis des terrains.", "le Kenya forme des douaniers"),
    ("Le Kenya aidera l'Ouganda à bâtir une école et a déjà livré les briques.", "aidera l'Ouganda à bâtir une école"),
    ("M. Okello a demandé au Kenya de lever ses taxes, selon une source.", "lever ses taxes"),
    ("« Le Kenya fournira des semences », a dit M. Odhiambo.", "fournira des semences"),
]


@pytest.mark.parametrize(("sentence", "action"), ENDS)
def test_where_the_clause_ends(sentence: str, action: str) -> None:
    assert commitments(sentence)[0].action == action


def test_a_list_below_a_colon_is_read_to_its_end() -> None:
    text = (
        f"Nairobi et Kampala se parlent\n\n{OPENING}\n\nLes deux pays ont convenu de :\n"
        "- rouvrir la ligne ferroviaire ;\n- bâtir deux ponts ;\n- supprimer les visas.\n\n"
        "Le ministre est reparti mardi."
    )
    (story,) = coded(text, published="2022-03-08").stories
    items = ["rouvrir la ligne ferroviaire", "bâtir deux ponts", "supprimer les visas"]
    assert [c.action for c in story.commitments] == items
    for commitment in story.commitments:
        span = commitment.evidence[0]
        assert text[span.start : span.end] == commitment.action


UNTIL = [
    ("de bâtir un pont d'ici 2030", "2030"),
    ("de bâtir un pont avant décembre 2023", "2023-12"),
    ("d'ouvrir un lycée à l'horizon 2028", "2028"),
    ("de prolonger jusqu'en 2027 la convention signée en 2015", "2027"),
    ("d'organiser un camp de jeunes en 2024", "2024"),
    ("d'appliquer la convention signée en 2015", None),
    ("de bâtir un pont", None),
]


@pytest.mark.parametrize(("clause", "until"), UNTIL)
def test_by_when(clause: str, until: str | None) -> None:
    (commitment,) = commitments(f"Les deux pays ont convenu {clause}.")
    assert commitment.until == until
    assert (until is None) == (not any("until" in span.supports for span in commitment.evidence))


def test_how_much_is_evidenced() -> None:
    (commitment,) = commitments("Le Kenya fournira 3,5 millions d'euros à l'Ouganda.")
    assert commitment.amount == Amount(value=3_500_000.0, currency="EUR")
    assert any("amount" in span.supports for span in commitment.evidence)


FIELDS = [
    ("de porter leurs échanges commerciaux à un milliard de dollars", ("trade",)),  # *porter* is no port
    ("d'ouvrir deux portes frontalières", ("border",)),
    ("de créer un climat favorable aux investisseurs", ("investment",)),  # nor this climate the earth's
    ("de lutter contre la déforestation", ("environment",)),
    ("de maintenir les contacts de haut niveau", ("politics",)),
    ("de former des infirmières", ("health", "education")),
    ("d'appliquer sans tarder ce qui a été dit", ("politics",)),  # nothing is named: what ministers speak of
]


@pytest.mark.parametrize(("clause", "fields"), FIELDS)
def test_what_it_is_about(clause: str, fields: tuple[str, ...]) -> None:
    (commitment,) = commitments(f"Les deux pays ont convenu {clause}.")
    assert commitment.fields == fields


def test_who_acts_says_nothing_of_the_field() -> None:
    (commitment,) = commitments("M. Okello a proposé que les universités kényanes achètent du riz ougandais.")
    assert commitment.fields == ("agriculture",)


def test_a_caption_that_tells_it_again_adds_evidence() -> None:
    said = "Les deux ministres ont convenu de rouvrir la ligne ferroviaire entre Mombasa et Kampala"
    text = (
        f"Nairobi et Kampala se parlent\n\n{OPENING} {said} dès que possible.\n\n"
        f"Les deux ministres ont convenu de rouvrir la ligne ferroviaire entre Mombasa et Kampala. Photo : KNA\n"
    )
    (story,) = coded(text, published="2022-03-08").stories
    (commitment,) = story.commitments
    assert sum("action" in span.supports for span in commitment.evidence) == 2


def test_a_pledge_hangs_on_an_event_and_a_position_does_not() -> None:
    (pledge,) = commitments("Le Kenya fournira dix autobus à l'Ouganda.")
    assert pledge.event is not None
    (position,) = commitments("M. Okello a réaffirmé l'attachement de l'Ouganda à l'unité du Kenya.")
    assert position.event is None
