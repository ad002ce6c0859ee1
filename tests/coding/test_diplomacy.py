"""Encounters, signings and gifts between states, bodies of states, regions and companies, as state agencies and
communiqués tell them."""

from __future__ import annotations

import pytest

from comity.model import Event
from tests.coding.pages import coded


def sides(event: Event) -> str:
    actor, recipient = ("+".join(sorted({p.country or "?" for p in side})) for side in (event.actor, event.recipient))
    return f"{event.plover}/{event.form or '-'} {actor} > {recipient} {event.status}"


TOLD = [
    # a body of several states acts alone
    ("Les ministres de la CEMAC ont adopté une déclaration commune à Douala.", ["SUPPORT/- IGO >  held"]),
    ("Le sommet de la SADC s'est ouvert dimanche à Lusaka.", ["CONSULT/summit IGO >  held"]),
    ("La rencontre se tenait à la veille d'un sommet de la SADC à Lusaka.", []),
    # a group of several countries or towns
    (
        "Les ministres des Finances de la Jordanie et de l'Égypte se sont rencontrés mardi.",
        ["CONSULT/meeting EGY+JOR >  held"],
    ),
    ("Les maires de Metz et de Dakar ont signé une convention.", ["SUPPORT/signing FRA+SEN >  held"]),
    ("Les présidents du Ghana et du Togo, Kofi Addo et Yao Mensah, ont inauguré un pont.",
     ["CONSULT/inauguration GHA+TGO >  held"]),
    # the future that the parser takes for a present or a participle
    ("Le Pérou et le Chili signeront un accord en mai.", ["AGREE/planned_encounter CHL+PER >  planned"]),
    ("Le gouvernement belge financera un lycée à Kigali.", ["AGREE/commitment BEL > RWA held"]),
    # a visit beside what else happens; a guest without a host
    (
        "En visite officielle au Laos, la ministre omanaise de la Santé a été reçue par le président lao.",
        ["CONSULT/visit OMN > LAO ongoing", "CONSULT/audience OMN > LAO held"],
    ),
    ("Le président algérien sera accueilli à Rome en juin.", ["AGREE/planned_encounter DZA > ITA planned"]),
    # signings: by whom, between whom, and who only watches
    ("La signature par le Kenya et la Tanzanie d'un accord sur le gaz a eu lieu mardi.",
     ["SUPPORT/signing KEN+TZA >  held"]),
    ("Le roi de Jordanie a assisté à la signature d'un accord entre le Bahreïn et Oman.",
     ["SUPPORT/signing BHR+OMN >  held"]),
    # who brings the sides together
    (
        "Le ministre gabonais et le ministre camerounais se sont parlé à Luanda, sous l'égide du président angolais.",
        ["CONSULT/mediation AGO+CMR+GAB >  held"],
    ),
    # companies and agencies known by name
    ("Gazprom a livré du gaz à la Moldavie.", ["COOPERATE/- RUS > MDA held"]),
    ("La Sonatrach a signé un contrat avec Eni.", ["SUPPORT/signing DZA+ITA >  held"]),
    # what was thanked for was given; without a day it is no event
    (
        "Le maire malgache a remercié la Région Normandie pour les deux ambulances livrées en mars 2022.",
        ["SUPPORT/thanks MDG > FRA held", "AID/gift FRA > MDG held"],
    ),
    ("Le maire malgache a remercié la Région Normandie pour les deux ambulances livrées.",
     ["SUPPORT/thanks MDG > FRA held"]),
    # the recipient before the gift, a word between preposition and office
    ("Le Japon a remis au ministère malien dix ambulances.", ["AID/gift JPN > MLI held"]),
    ("Le roi du Maroc a adressé un message de félicitations au nouveau président sénégalais.",
     ["SUPPORT/congratulation MAR > SEN held"]),
    # the capital by its country's adjective
    ("Le chef de la diplomatie hongroise est attendu dans la capitale tchadienne.",
     ["AGREE/planned_encounter HUN > TCD planned"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_the_acts_of_a_sentence(text: str, expected: list[str]) -> None:
    assert [sides(e) for e in coded(text).stories[0].events] == expected


def test_a_session_to_come_is_of_the_committee_told_before() -> None:
    events = (
        coded(
            "Le Kenya et l'Ouganda ont tenu à Nairobi leur commission mixte. La prochaine session se tiendra à Kampala."
        )
        .stories[0]
        .events
    )
    assert sides(events[1]) == "AGREE/planned_encounter KEN+UGA >  planned"


def test_participants_are_those_of_the_body_that_met() -> None:
    events = (
        coded("Les ministres de l'ASEAN se sont réunis jeudi à Vientiane. Les participants ont convenu de commercer.")
        .stories[0]
        .events
    )
    assert [sides(e) for e in events] == ["CONSULT/meeting IGO >  held", "AGREE/commitment IGO >  held"]


def test_an_encounter_told_as_earlier_is_another() -> None:
    events = (
        coded(
            "Le président kényan a reçu mardi la ministre somalienne de la Santé. Auparavant, la délégation somalienne "
            "avait eu une séance de travail avec le ministère kényan de la Santé."
        )
        .stories[0]
        .events
    )
    assert [e.form for e in events] == ["audience", "working_session"]


def test_a_place_keeps_the_name_that_the_page_gives_it() -> None:
    (event,) = coded("Le ministre kényan a rencontré son homologue vietnamien à Hanoi.").stories[0].events
    assert event.place is not None
    assert event.place.name == "Hanoi"
