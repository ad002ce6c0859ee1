"""Which body a name means, and what pages say took whose place. The bodies are made up, or of everybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.lexicon.bodies import body_words, successors
from comity.lexicon.world import world
from comity.register.bodies.names import body_name, successions


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("Assemblée nationale", "Assemblée nationale du Cambodge", "KHM"),
        ("ministère de la Sécurité publique", "ministère vietnamien de la Sécurité publique", "VNM"),
        ("Parti du peuple cambodgien", "parti du peuple", "KHM"),
        ("Assemblée nationale de la Corée du Sud", "assemblee nationale", "KOR"),
        ("Nations unies", "ONU", "IGO"),
    ],
)
def test_one_body_under_several_names(one: str, other: str, country: str) -> None:
    found = body_name(one, country)
    assert found is not None
    also = body_name(other, country)
    assert also is not None
    assert (found.words, found.country) == (also.words, also.country)


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("ministère de la Défense", "ministère de la Santé", "KHM"),
        # of what is between two countries the other one tells which it is
        ("association d'amitié Cambodge-Vietnam", "association d'amitié Cambodge-Laos", "KHM"),
        ("Comité central du Parti du fleuve", "Parti du fleuve", "LAO"),
    ],
)
def test_two_bodies(one: str, other: str, country: str) -> None:
    a, b = body_name(one, country), body_name(other, country)
    assert a is not None
    assert b is not None
    assert a.words != b.words


def test_the_country_is_the_one_that_is_stated_or_named() -> None:
    assert [name.country for name in (
        body_name("Assemblée nationale du Vietnam"), body_name("Assemblée nationale"), body_name("Sénat", "FRA"),
        body_name("association d'amitié Cambodge-Vietnam"), body_name("ASEAN"),
    ) if name] == ["VNM", "", "FRA", "", "IGO"]  # fmt: skip


@pytest.mark.parametrize("written", ["Vietnam", "Corée du Sud", "", "  ", "de la", "!"])
def test_a_country_is_no_body(written: str) -> None:
    assert body_name(written, "VNM") is None


def test_a_name_says_what_it_may_be_a_part_of() -> None:
    name = body_name("Commission des relations du Comité central du Parti du fleuve", "LAO")
    assert name is not None
    longer, shorter = (body_name(whole, "LAO") for whole in ("Comité central du Parti du fleuve", "Parti du fleuve"))
    assert longer is not None
    assert shorter is not None
    assert name.wholes.index(longer.words) < name.wholes.index(shorter.words)


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        ("Le Conseil du lac (anciennement Comité du fleuve) siège.", "Conseil du lac", ("before", "Comité du fleuve")),
        ("Le Conseil du fleuve (ex-Comité du fleuve) siège.", "Conseil du fleuve", ("before", "Comité du fleuve")),
        ("L'Office des eaux, devenu l’Agence des eaux, siège.", "Office des eaux", ("after", "Agence des eaux")),
        ("The Water Board, formerly the Water Office, met.", "Water Board", ("before", "Water Office")),
        ("The Water Office (now the Water Board) met.", "Water Office", ("after", "Water Board")),
        ("L'Office des eaux, qui remplace la Régie des eaux, siège.", "Office des eaux", ("before", "Régie des eaux")),
        ("L'Office des eaux, ancien et vénérable, siège.", "Office des eaux", None),
        ("L'Office des eaux siège, devenu l'Agence des eaux.", "Office des eaux", None),
        ("Le Conseil (anciennement Comité du fleuve) siège.", "Conseil du fleuve", None),
        ("L'Office des eaux, devenu", "Office des eaux", None),
    ],
)  # fmt: skip
def test_what_a_page_says_of_another_body(text: str, written: str, expected: tuple[str, str] | None) -> None:
    found = list(successions(text, written))
    assert [each[:2] for each in found] == ([expected] if expected else [])
    for _, name, start, end in found:
        assert text[start:end].startswith(written)
        assert text[start:end].endswith(name)


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_text_is_read(text: str, written: str) -> None:
    for _, name, start, end in successions(f"{written} (anciennement {text}) {text}", written):
        assert 0 <= start < end
        assert name
    body_name(text)


def test_the_vocabulary_names_bodies_that_are_known() -> None:
    assert body_words().formerly
    for key, after in successors().items():
        assert all(world().igo(each) is not None for each in (key, *after))
        assert all(year.isdigit() for year in after.values())
