"""What only looks like an act is none; what stands beside it still is one."""

from __future__ import annotations

import pytest

from tests.coding.pages import coded
from tests.coding.test_who_does_what import told

CASES = [
    # questions
    ("La Turquie a-t-elle livré des drones au Mali ?", []),
    ("La Turquie a livré des drones au Mali.", ["AID TUR>MLI"]),
    ("Pourquoi le Tchad a-t-il expulsé l'ambassadeur d'Allemagne ?", []),
    # force and blame foretold
    ("L'Inde finira par attaquer le Pakistan.", []),
    ("L'Inde a attaqué le Pakistan.", ["ASSAULT IND>PAK"]),
    # the views of observers
    ("Selon un politologue, la Zambie accuse le Malawi pour plaire à ses voisins.", []),
    ("« Le Japon a menacé la Chine », estime une historienne.", []),
    ("Pour l'éditorialiste, Lisbonne a menacé Madrid.", []),
    ("Selon l'agence, la Zambie a accusé le Malawi.", ["ACCUSE ZMB>MWI"]),
    ("Le Japon a octroyé vingt bourses à des chercheurs laotiens.", ["AID JPN>LAO"]),
    # what is done again and again
    ("Le Koweït a toujours financé les écoles du Yémen.", []),
    ("Le Koweït a financé une école au Yémen.", ["AID KWT>YEM"]),
    # a longer phrase of the lexicon hides no shorter one, nor a singular its plural
    ("La Banque mondiale a interrompu ses décaissements en faveur du Bénin.", ["SANCTION IGO>BEN"]),
    ("Le roi de Suède a adressé ses vœux au président finlandais.", ["SUPPORT SWE>FIN"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_background(text: str, expected: list[str]) -> None:
    assert sorted(told(event) for event in coded(text).stories[0].events) == expected
