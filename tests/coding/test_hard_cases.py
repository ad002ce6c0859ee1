"""The hard cases of the codebook, each in a sentence or a short text, with what a careful reader takes
from it.

An expected event is written `TYPE/form COUNTRIES status`; `-` stands for no form.
"""

from __future__ import annotations

import pytest

from comity.model import CodedStory, Event
from tests.coding.pages import coded, countries


def told(event: Event) -> str:
    sides = "+".join(sorted(countries(event)))
    return f"{event.plover}/{event.form or '-'} {sides} {event.status}"


def main(text: str, *, published: str | None = None, publisher: str | None = None) -> CodedStory:
    return coded(text, published=published, publisher=publisher).stories[0]


HELD = [
    # encounters
    ("Le ministre danois de l'Énergie a rencontré son homologue maltais.", "CONSULT/meeting DNK+MLT held"),
    ("Le président finlandais a reçu l'ambassadeur de Cuba.", "CONSULT/audience CUB+FIN held"),
    ("L'ambassadeur de Cuba a été reçu par le président finlandais.", "CONSULT/audience CUB+FIN held"),
    ("Le maire de Gand, Jan Smet, a reçu le maire de Kyoto, Kenji Mori.", "CONSULT/audience BEL+JPN held"),
    (
        "Une délégation de l'Assemblée nationale du Laos a été reçue par le président du Sénat philippin, Jose Cruz.",
        "CONSULT/audience LAO+PHL held",
    ),
    (
        "Le secrétaire général du Parti révolutionnaire populaire lao, Thong Vilay, a reçu une délégation du Parti "
        "communiste cubain.",
        "CONSULT/audience CUB+LAO held",
    ),
    (
        "Le gouverneur de la région de Dakar a reçu une délégation de la région italienne de Toscane.",
        "CONSULT/audience ITA+SEN held",
    ),
    (
        "La ministre danoise du Climat, Mette Holm, s'est entretenue à Nairobi avec son homologue kényan, Jo Otieno.",
        "CONSULT/talks DNK+KEN held",
    ),
    (
        "Le ministre iranien des Affaires étrangères s'est entretenu par téléphone avec son homologue turc.",
        "CONSULT/phone_call IRN+TUR held",
    ),
    (
        "Le ministre cubain de la Santé, Raul Diaz, a effectué du 3 au 6 mai 2019 une visite de travail en Angola.",
        "CONSULT/visit AGO+CUB held",
    ),
    (
        "À l'invitation du roi de Jordanie, le président géorgien a effectué une visite d'État en Jordanie.",
        "CONSULT/visit GEO+JOR held",
    ),
    (
        "L'ambassadeur de Cuba a présenté ses lettres de créance au président angolais.",
        "CONSULT/credentials AGO+CUB held",
    ),
    # words of support
    ("Le président bolivien a remercié la Suisse pour son aide.", "SUPPORT/thanks BOL+CHE held"),
    ("Le Premier ministre indien a félicité le nouveau président du Ghana.", "SUPPORT/congratulation GHA+IND held"),
    ("Le roi du Maroc a adressé ses condoléances au président portugais.", "SUPPORT/condolence MAR+PRT held"),
    ("Le président sénégalais a décoré l'ambassadeur du Japon.", "SUPPORT/decoration JPN+SEN held"),
    # documents
    ("L'Allemagne et la Tunisie ont signé un mémorandum d'entente sur l'énergie.", "SUPPORT/signing DEU+TUN held"),
    ("L'Union européenne et le Vietnam ont signé un accord de pêche.", "SUPPORT/signing IGO+VNM held"),
    (
        "La Croatie, la Slovénie et l'Italie ont signé à Trieste un accord sur les ports.",
        "SUPPORT/signing HRV+ITA+SVN held",
    ),
    # relations
    (
        "L'Irlande et le Chili ont établi des relations diplomatiques le 5 juin 1992.",
        "SUPPORT/relations_established CHL+IRL held",
    ),
    ("Le Costa Rica a reconnu l'État de Palestine.", "SUPPORT/recognition CRI+PSE held"),
    ("Le Venezuela a rompu ses relations diplomatiques avec le Paraguay.", "SANCTION/- PRY+VEN held"),
    ("L'Argentine a expulsé deux diplomates iraniens.", "SANCTION/expulsion ARG+IRN held"),
    # against
    ("Le Pakistan a convoqué l'ambassadeur d'Inde.", "ACCUSE/summons IND+PAK held"),
    ("L'Australie condamne l'attaque menée par la Corée du Nord.", "ACCUSE/- AUS+PRK held"),
    # asked, promised, given
    ("Le Rwanda a exhorté l'Ouganda à rouvrir la frontière.", "REQUEST/appeal RWA+UGA held"),
    ("Le Mexique a proposé à la Colombie d'ouvrir une ligne aérienne.", "REQUEST/appeal COL+MEX held"),
    ("La Norvège et l'Islande ont convenu de créer un comité mixte.", "AGREE/commitment ISL+NOR held"),
    ("Le Canada s'est engagé à former des policiers haïtiens.", "AGREE/commitment CAN+HTI held"),
    ("Le Japon a offert 20 ambulances au Laos.", "AID/gift JPN+LAO held"),
    (
        "L'armée de l'air française et l'armée de l'air grecque ont effectué un exercice conjoint en mer Égée.",
        "COOPERATE/exercise FRA+GRC held",
    ),
    ("L'armée vietnamienne et l'armée laotienne ont mené des patrouilles conjointes.", "COOPERATE/patrol LAO+VNM held"),
]
TO_COME = [
    (
        "Le président ghanéen se rendra en visite officielle au Togo le 4 mai 2022.",
        "AGREE/planned_encounter GHA+TGO planned",
    ),
    (
        "Le ministre chilien de la Défense doit rencontrer son homologue péruvien en juin 2021.",
        "AGREE/planned_encounter CHL+PER planned",
    ),
    (
        "Le Premier ministre espagnol effectuera en juin une visite officielle au Chili, à l'invitation du président "
        "chilien.",
        "AGREE/planned_encounter CHL+ESP planned",
    ),
    ("Le ministre turc a invité son homologue serbe à se rendre à Ankara.", "AGREE/invitation SRB+TUR held"),
    ("La visite du président gabonais au Congo a été annulée.", "AGREE/planned_encounter COG+GAB cancelled"),
    ("Le sommet entre le Japon et la Corée du Sud a été annulé.", "AGREE/planned_encounter JPN+KOR cancelled"),
    (
        "La rencontre entre les ministres turc et grec, prévue le 8 mai, a été reportée.",
        "AGREE/planned_encounter GRC+TUR postponed",
    ),
    (
        "La visite du ministre grec à Tirana a été reportée au 4 juin 2022.",
        "AGREE/planned_encounter ALB+GRC postponed",
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*HELD, *TO_COME])
def test_one_event(text: str, expected: str) -> None:
    assert [told(event) for event in main(text).events] == [expected]


NO_EVENT = [
    # negated, supposed, wished
    "Le président kényan n'a pas rencontré son homologue tanzanien.",
    "Le Japon et la Mongolie n'ont pas signé l'accord.",
    "Aucun accord n'a été signé entre la Serbie et l'Albanie.",
    "Le ministre grec n'a jamais reçu l'ambassadeur de Malte.",
    "Le Premier ministre estonien est reparti sans avoir rencontré le président letton.",
    "La Suède n'a pas expulsé de diplomates russes.",
    "Si le président malien recevait l'ambassadeur de France, la crise serait close.",
    "Si le Brésil et le Pérou signent un accord, les échanges doubleront.",
    "Le président kényan espère rencontrer son homologue somalien.",
    # background
    "Le président rwandais avait rencontré son homologue ougandais.",
    "Les relations entre la Suède et la Finlande se développent.",
    "La Chine et l'Inde partagent une longue frontière.",
    # within one country
    "Le président polonais a inauguré un musée à Cracovie.",
    "Le président chilien a limogé son ministre de la Défense.",
    "Le ministre français de la Santé a rencontré des infirmières à Lille.",
    "Le Parlement suédois a adopté une loi sur les forêts.",
    "Le tribunal de Rome a condamné un homme d'affaires.",
    # sport
    "Le Sénégal a battu la Gambie 2-0 en match amical à Dakar.",
    "La France rencontrera l'Italie en finale du championnat d'Europe.",
    "Les équipes du Ghana et du Mali se rencontrent en quart de finale.",
    "La Bolivie affronte le Paraguay samedi en éliminatoires.",
    "L'Italie reçoit l'Écosse samedi au stade de Turin pour un match de qualification.",
    "L'entraîneur croate a reçu un carton rouge contre le Portugal.",
    # business, culture, accidents
    "La banque espagnole a acquis une société portugaise.",
    "La société norvégienne a présenté ses résultats annuels.",
    "Les exportations du Vietnam vers la France ont augmenté.",
    "Le cours du café a augmenté de 4 % au Brésil et en Colombie.",
    "Le film belge a reçu un prix au festival de Namur.",
    "Le chanteur sénégalais a donné un concert à Bruxelles.",
    "Un séisme a frappé le nord du Japon.",
    # a pair without a story
    "Les deux pays ont convenu de former des guides.",
]


@pytest.mark.parametrize("text", NO_EVENT)
def test_no_event(text: str) -> None:
    assert [told(event) for event in main(text).events] == []


def test_hearsay_is_coded_and_marked() -> None:
    (event,) = main(
        "Selon des sources locales, le président tchadien aurait rencontré le chef de l'État soudanais à Khartoum."
    ).events
    assert (told(event), event.mood) == ("CONSULT/meeting SDN+TCD held", "conditional")


@pytest.mark.parametrize("apostrophes", ["''''", "’’’’", "'’'’", "’'’'"])
def test_apostrophes_make_no_difference(apostrophes: str) -> None:
    text = "Le ministre marocain de l{}Intérieur a reçu mardi l{}ambassadeur d{}Espagne, Pablo Ruiz, à l{}aéroport."
    (event,) = main(text.format(*apostrophes)).events
    assert told(event) == "CONSULT/audience ESP+MAR held"
    assert [side.name for side in event.actor] == ["Pablo Ruiz"]


# -- sides ----------------------------------------------------------------------------------------------------------

DIRECTION = [
    ("Le président finlandais a reçu l'ambassadeur de Cuba.", {"CUB"}, {"FIN"}),
    ("L'ambassadeur de Cuba a été reçu par le président finlandais.", {"CUB"}, {"FIN"}),
    ("Le ministre cubain de la Santé a effectué une visite en Angola.", {"CUB"}, {"AGO"}),
    ("Le ministre togolais a rencontré à Lomé son homologue béninois.", {"BEN"}, {"TGO"}),
    ("Le ministre togolais a rencontré à Genève son homologue béninois.", {"BEN", "TGO"}, set()),
    ("L'Allemagne et la Tunisie ont signé un mémorandum d'entente.", {"DEU", "TUN"}, set()),
    ("Le président bolivien a remercié la Suisse.", {"BOL"}, {"CHE"}),
    ("L'Argentine a expulsé deux diplomates iraniens.", {"ARG"}, {"IRN"}),
]


@pytest.mark.parametrize(("text", "actors", "recipients"), DIRECTION)
def test_the_visitor_acts_and_the_host_receives(text: str, actors: set[str], recipients: set[str]) -> None:
    (event,) = main(text).events
    assert {side.country for side in event.actor} == actors
    assert {side.country for side in event.recipient} == recipients


def test_an_invitation_before_a_visit_is_no_event_of_its_own() -> None:
    events = main(
        "À l'invitation du roi de Jordanie, le président géorgien a effectué une visite d'État en Jordanie."
    ).events
    assert [(event.form, event.visit_rank) for event in events] == [("visit", "state")]


CHANNELS = [
    (
        "Le colonel Issa Barry, chef d'état-major de l'armée guinéenne, a rencontré à Dakar le général Modou Fall, "
        "commandant de l'armée sénégalaise.",
        {"military"},
    ),
    ("Une délégation du Sénat chilien a été reçue par le président du Sénat italien, Marco Ricci.", {"parliament"}),
    ("Le maire de Gand, Jan Smet, a reçu le maire de Kyoto, Kenji Mori.", {"local"}),
    ("Le Parti communiste cubain et le Parti révolutionnaire populaire lao ont tenu une réunion.", {"party"}),
    ("Le ministre danois du Climat a rencontré à Nairobi son homologue kényan.", {"government"}),
]


@pytest.mark.parametrize(("text", "channel"), CHANNELS)
def test_the_channel_is_that_of_the_bodies(text: str, channel: set[str]) -> None:
    (event,) = main(text).events
    assert set(event.channel) == channel


def test_titles_carry_rank_body_and_country() -> None:
    story = main(
        "Le colonel Issa Barry, chef d'état-major de l'armée guinéenne, a rencontré à Dakar le général Modou Fall, "
        "commandant de la gendarmerie sénégalaise."
    )
    assert [(o.person, o.rank, o.office, o.of, o.country) for o in story.offices] == [
        ("Issa Barry", "colonel", "chef d'état-major", "armée guinéenne", "GIN"),
        ("Modou Fall", "général", "commandant", "gendarmerie sénégalaise", "SEN"),
    ]


# -- commitments ----------------------------------------------------------------------------------------------------

PROMISES = [
    (
        "Le Népal et le Bhoutan ont convenu de renforcer le commerce, de former des enseignants et de lutter contre la "
        "pollution.",
        "agreed",
        ["renforcer le commerce", "former des enseignants", "lutter contre la pollution"],
    ),
    (
        "Les ministres cubain et bolivien ont convenu d'échanger des médecins et de développer le tourisme.",
        "agreed",
        ["échanger des médecins", "développer le tourisme"],
    ),
    (
        "Le Maroc s'engage à financer des puits et à envoyer des médecins au Niger.",
        "pledged",
        ["financer des puits", "envoyer des médecins au Niger"],
    ),
    ("Le Rwanda a exhorté l'Ouganda à rouvrir la frontière.", "requested", ["rouvrir la frontière"]),
    ("Le Mexique a proposé à la Colombie d'ouvrir une ligne aérienne.", "proposed", ["ouvrir une ligne aérienne"]),
]


@pytest.mark.parametrize(("text", "force", "actions"), PROMISES)
def test_coordinated_commitments_are_split(text: str, force: str, actions: list[str]) -> None:
    story = main(text)
    assert [promise.action for promise in story.commitments] == actions
    assert {promise.force for promise in story.commitments} == {force}
    assert {promise.event for promise in story.commitments} == {event.id for event in story.events}
    for promise in story.commitments:
        quoted = [text[span.start : span.end] for span in promise.evidence if "action" in span.supports]
        others = [action for action in actions if action != promise.action]
        assert any(promise.action in words for words in quoted)
        assert not any(other in words for words in quoted for other in others)


# -- dates ----------------------------------------------------------------------------------------------------------

MET = "Le ministre togolais a rencontré son homologue béninois le 4 mai à Lomé."
TO_MEET = "Le ministre togolais rencontrera son homologue béninois le 4 mai à Lomé."
DATELINED = (
    "Visite à Lomé\n\nLomé, 5 mai (ATOP) - Le ministre béninois de la Défense, Paul Hounsou, a rencontré le 3 mai à "
    "Lomé son homologue togolais, Kofi Adjo."
)
DATES = [
    pytest.param(MET, None, "XXXX-05-04", "unknown_year", id="no year anywhere"),
    pytest.param(MET, "2019-05-06", "2019-05-04", "year_from_published", id="published after"),
    pytest.param(MET, "2019-02-06", "2018-05-04", "year_from_published", id="the latest such day not after"),
    pytest.param(TO_MEET, "2019-02-06", "2019-05-04", "year_from_published", id="the earliest such day not before"),
    pytest.param(TO_MEET, "2019-06-06", "2020-05-04", "year_from_published", id="next year"),
    pytest.param(MET.replace("4 mai", "4 mai 2017"), "2019-05-06", "2017-05-04", "explicit", id="a year in words"),
    pytest.param(DATELINED, None, "XXXX-05-03", "unknown_year", id="the day of the act, not of the report"),
    pytest.param(DATELINED, "2021-05-05", "2021-05-03", "year_from_published", id="and its year"),
    pytest.param(
        DATELINED + " Au premier semestre 2018, les échanges ont progressé.",
        None,
        "2018-05-03",
        "year_from_context",
        id="the one year of the story",
    ),
    pytest.param(
        DATELINED + " La route a ouvert en 2004. Le pont a ouvert en 2011.",
        None,
        "XXXX-05-03",
        "unknown_year",
        id="two years say nothing",
    ),
]


@pytest.mark.parametrize(("text", "published", "edtf", "resolved"), DATES)
def test_a_year_is_never_guessed(text: str, published: str | None, edtf: str, resolved: str) -> None:
    (event,) = main(text, published=published).events
    assert event.date is not None
    assert (event.date.edtf, event.date.resolved) == (edtf, resolved)


def test_a_day_of_the_week_counts_from_the_dateline() -> None:
    event = main(
        "Le ministre kényan de la Santé reçu à Berne\n\nBerne, 12 mai 2021 - La ministre suisse de la Santé, Anna "
        "Keller, a reçu mardi le ministre kényan de la Santé, Peter Otieno."
    ).events[0]
    assert event.date is not None
    assert (event.date.edtf, event.date.resolved) == ("2021-05-11", "dateline")


def test_a_dated_act_of_the_past_is_recalled() -> None:
    (event,) = main("Le 12 mars 1987, la Suisse et le Kenya avaient signé un accord de coopération technique.").events
    assert event.recalled
    assert event.date is not None
    assert event.date.edtf == "1987-03-12"


# -- a page is no story ---------------------------------------------------------------------------------------------

PAGE = """Le ministre kényan de la Santé reçu à Berne

Berne, 12 mai 2021 - La ministre suisse de la Santé, Anna Keller, a reçu mardi le ministre kényan, Peter Otieno.

{marker}

Le Pérou et le Chili signent un accord de pêche

Le Pérou et le Chili ont signé vendredi un accord de pêche à Lima.
"""


@pytest.mark.parametrize("marker", ["Voir plus", "Lire aussi", "À lire aussi", "Sur le même sujet"])
def test_the_event_of_a_teaser_is_of_its_own_story(marker: str) -> None:
    first, *others = coded(PAGE.format(marker=marker)).stories
    assert first.kind == "main"
    assert [told(event) for event in first.events] == ["CONSULT/audience CHE+KEN held"]
    assert [story.kind for story in others] == ["related"]
    assert [told(event) for event in others[0].events] == ["SUPPORT/signing CHL+PER held"]
    assert not first.instruments
    assert all(first.start <= (span.start or 0) < first.end for event in first.events for span in event.evidence)
