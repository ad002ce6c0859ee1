"""Words of texts and questions are folded and stemmed alike, and keep their places."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.folding import fold
from comity.register.searching.words import folded_words, stem, stemmed, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'accord signé à Hanoï", ["l", "accord", "signe", "a", "hanoi"]),
        ("Đồng Đăng – Lạng Sơn", ["dong", "dang", "lang", "son"]),
        (unicodedata.normalize("NFD", "Tô Lâm à Huế"), ["to", "lam", "a", "hue"]),
        ("co\u00adopé\u200bration", ["cooperation"]),
        ("ភ្នំពេញ", ["phnampenh"]),
        ("3½ tonnes, 12e session", ["31", "2", "tonnes", "12e", "session"]),
        ("_souligné_ vice-ministre", ["souligne", "vice", "ministre"]),
        ("… — !", []),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    assert folded_words(text) == expected


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    found = list(words(text))
    assert [word.folded for word in found] == folded_words(text)
    assert all(word.folded in fold(text[word.start : word.end]) for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)
    assert all(word.folded.isascii() and word.folded.isalnum() and word.folded.islower() | word.folded.isdigit()
               for word in found)  # fmt: skip


@pytest.mark.parametrize(
    "family",
    [
        ("signé", "signée", "signés", "signées", "signee", "SIGNER"),
        ("coopération", "coopérer", "cooperation"),
        ("ministre", "ministres"),
        ("frontalier", "frontalière", "frontalieres"),
    ],
)
def test_forms_of_a_word_have_one_stem_with_and_without_accents(family: tuple[str, ...]) -> None:
    assert len({stem(fold(word), "fr") for word in family}) == 1


@pytest.mark.parametrize(("one", "other"), [("visite", "visa"), ("Hun", "humain"), ("port", "part")])
def test_words_of_several_stems(one: str, other: str) -> None:
    assert stem(fold(one), "fr") != stem(fold(other), "fr")


def test_a_language_without_endings_keeps_its_words() -> None:
    assert stem("duong", "vi") == stem("duong", None) == stem("duong", "xx") == "duong"
    assert stem("agreements", "en") == stem("agreements", "en-GB") == "agreement"
    assert set(stems("agreements")) >= {"agreement"}
    assert stemmed(["sign", "signes", "signee"], "fr") == ["sign"]
