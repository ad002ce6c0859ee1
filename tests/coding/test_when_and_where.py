"""The day and the place of an act: those that its own words name, and those that the story names for it."""

from __future__ import annotations

import pytest

from tests.coding.pages import coded


def told(text: str, published: str | None = None) -> list[str]:
    """Of each act its form or type, its day and its place."""
    events = [event for story in coded(text, published=published).stories for event in story.events]
    days = [event.date.edtf if event.date else "-" for event in events]
    places = [event.place.name if event.place else "-" for event in events]
    return [f"{e.form or e.plover} {day} {place}" for e, day, place in zip(events, days, places, strict=True)]


CASES = [
    # a diplomat is summoned in the country that summons, wherever else the words point
    ("La Croatie a convoqué lundi 3 mars 2025 l'ambassadeur du Chili à Split.", ["summons 2025-03-03 Croatie"]),
    ("La Croatie a convoqué l'ambassadeur du Chili, accusé d'avoir espionné à Lima.", ["summons - Croatie"]),
    # a part of a place, a spot in it
    ("Le Togo et le Ghana ont mené le 4 mai 2024 un exercice conjoint au large de Lomé.", ["exercise 2024-05-04 Lomé"]),
    ("Les ministres omanais et kényan se sont rencontrés le 4 mai 2024 à la base navale de Mombasa.",
     ["meeting 2024-05-04 Mombasa"]),
    ("Les avions éthiopiens ont bombardé une localité du sud du Soudan.", ["ASSAULT - localité du sud du Soudan"]),
    # where something else is to be
    ("Le Pérou et le Chili ont signé le 7 mai 2024 un accord à Lima, en vue de la session prévue à Santiago.",
     ["signing 2024-05-07 Lima"]),
    # what is said at the talks that the first sentences tell of, in a third country too
    ("Des pourparlers entre le Mali et le Niger se sont tenus le 4 mai 2024 à Doha. Les deux gouvernements se sont "
     "engagés à rouvrir la frontière.", ["talks 2024-05-04 Doha", "commitment 2024-05-04 Doha"]),
    ("La réunion des bailleurs du Mali s'est tenue le 4 mai 2024 à Doha. Le Japon s'est engagé à verser au Mali "
     "deux millions de dollars.", ["commitment - Doha"]),
    # a stay has several days: which of them the words were said on is not told
    ("La ministre lao de la Santé est arrivée le 4 mai 2024 à Nairobi pour une visite de trois jours. Le Kenya s'est "
     "engagé à former des médecins laotiens.", ["visit 2024-05-04/2024-05-06 Nairobi", "commitment - Nairobi"]),
    # *le lendemain* follows the day told last, be it the day of no act
    ("Le ministre lao de la Santé a rencontré lundi 4 mars 2024 son homologue omanais à Mascate. Le lendemain, les "
     "deux ministres ont signé un accord.", ["meeting 2024-03-04 Mascate", "signing 2024-03-05 Mascate"]),
    ("Le Mali a voté dimanche 5 mai 2024. Le lendemain, le Mali et le Niger ont signé un accord.",
     ["signing 2024-05-06 -"]),
    # hours later is the same day
    ("Le Pérou a expulsé lundi 4 mars 2024 l'ambassadeur du Chili. Quelques heures plus tard, le Chili a condamné la "
     "décision du Pérou.", ["expulsion 2024-03-04 Pérou", "ACCUSE 2024-03-04 -"]),
    # the day of a session stands beside its noun
    ("La session de la commission mixte entre le Pérou et le Chili, tenue les 14 et 15 mai 2024 à Lima, a été utile.",
     ["joint_committee 2024-05-14/2024-05-15 Lima"]),
    # when the guest is to come is not when he was invited
    ("Le roi de Jordanie a invité le président kényan à se rendre à Amman en avril 2027.", ["invitation - Amman"]),
    # the day beside an arrival is that of the arrival; of one act alone it is the act's
    ("Arrivée le 6 mai 2024 à Oslo, la ministre kényane de la Pêche s'est entretenue avec son homologue norvégien.",
     ["talks - Oslo"]),
    ("La ministre kényane de la Pêche s'est entretenue le 6 mai 2024 à Oslo avec son homologue norvégien.",
     ["talks 2024-05-06 Oslo"]),
    # who was not at the talks did not praise them on their day
    ("Le ministre péruvien de la Santé a rencontré le 4 mai 2024 à Lima son homologue chilien. Le Kenya a remercié "
     "le Pérou pour son aide.", ["meeting 2024-05-04 Lima", "thanks - Lima"]),
    # nor is a visit that goes on of the day on which the guest was received
    ("Le roi de Jordanie a reçu mardi 7 mai 2024 à Amman le président kényan, qui effectue une visite de travail dans "
     "le royaume.", ["audience 2024-05-07 Amman", "visit - Amman"]),
    # a year named in an aside is not that of the act
    ("Le Kenya, qui a changé de président en 2019, a condamné le Pérou.", ["ACCUSE - -"]),
    ("En 2019, le Kenya a condamné le Pérou.", ["ACCUSE 2019 -"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_when_and_where_an_act_was(text: str, expected: list[str]) -> None:
    assert told(text) == expected


PLANNED = [
    # what is awaited is ahead, be it told in words of the present
    ("Le Premier ministre omanais est attendu à Lima le 6 juin.", ["planned_encounter 2024-06-06 Lima"]),
    ("Le Premier ministre omanais est attendu au Pérou avant la fin du mois.", ["planned_encounter 2024-05 Pérou"]),
    ("Le Premier ministre omanais se rendra au Pérou avant la fin de l'année.", ["planned_encounter 2024 Pérou"]),
]


@pytest.mark.parametrize(("text", "expected"), PLANNED)
def test_what_is_planned_has_the_date_it_is_planned_for(text: str, expected: list[str]) -> None:
    assert told(text, published="2024-05-11") == expected


def test_another_act_of_the_same_day_is_another_encounter() -> None:
    text = (
        "Les gardes-frontières laotiens et vietnamiens ont tenu le 8 juillet 2025 des pourparlers à Hanoi. Le même "
        "jour, la délégation laotienne a rendu une visite de courtoisie au ministre vietnamien de la Défense."
    )
    assert [line.split()[:2] for line in told(text)] == [["talks", "2025-07-08"], ["courtesy_call", "2025-07-08"]]
