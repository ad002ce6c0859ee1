"""What two texts name alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.register.following.wording import alike, matched, things, words_of


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("frontiere", "frontieres", True),
        ("construire", "construction", True),
        ("construit", "construire", True),
        ("restituer", "restitue", True),
        ("bornage", "pont", False),
        ("contrat", "controle", False),
        ("200", "2000", False),
        ("200", "200", True),
        ("port", "porte", True),
        ("eau", "eaux", False),  # too short to be told from other words
    ],
)
def test_forms_of_one_word(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same
    assert alike(other, one) is same


@pytest.mark.parametrize(
    ("text", "sides", "expected"),
    [
        ("renforcer la coopération et l'amitié traditionnelle entre les deux pays", (), ()),
        ("construire un pont sur le Mékong à Pakse", (), ("construire", "pont", "mekong", "pakse")),
        ("former 200 cadres laotiens d'ici 2030", ("LAO", "VNM"), ("former", "200", "cadres", "ici")),
        ("un poste frontière coréen", ("KOR",), ("poste", "frontiere")),
    ],
)
def test_things_are_named_by_words_of_their_own(text: str, sides: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert things(text, sides) == expected


def test_of_a_document_its_name_says_nothing() -> None:
    assert things("un accord de pêche conclu pour la période 2020-2024", document=True) == ("peche",)


@given(st.text(), st.text())
def test_any_text_can_be_compared(one: str, other: str) -> None:
    found = matched(things(one), things(other))
    assert set(found) <= set(words_of(one))
    assert matched(things(one), things(one)) == things(one)
