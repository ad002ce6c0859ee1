"""Verbs that the parser takes for nouns, promises by *va* and *prévoit de*, and words with a second meaning."""

from __future__ import annotations

import pytest

from tests.coding.pages import coded
from tests.coding.test_who_does_what import told

CASES = [
    # a present or a participle that looks like a noun or an adjective
    ("La Lituanie ferme deux postes de frontière avec la Biélorussie.", ["SANCTION LTU>BLR"]),
    ("Le Tchad épingle le Soudan.", ["ACCUSE TCD>SDN"]),
    ("Le ministre belge a téléphoné au président burundais.", ["CONSULT BDI+BEL>"]),
    ("La Chine a consenti à rééchelonner la dette de la Zambie.", ["AGREE CHN>ZMB"]),
    # what will be done
    ("L'Espagne va accorder 200 millions d'euros à la Mauritanie.", ["AGREE ESP>MRT"]),
    ("L'Espagne s'apprête à livrer des patrouilleurs à la Mauritanie.", ["AGREE ESP>MRT"]),
    # where the surest rule finds no sides, the next one is asked
    ("La Tanzanie a reçu dix ambulances de la Chine.", ["AID CHN>TZA"]),
    # no acts between sides
    ("Le Sénégal va accorder une prime aux joueurs.", []),
    ("Le Ghana a étrillé le Togo en match amical.", []),
    ("Une grande fête à Lomé.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_wider_words(text: str, expected: list[str]) -> None:
    assert sorted(told(event) for event in coded(text).stories[0].events) == expected
