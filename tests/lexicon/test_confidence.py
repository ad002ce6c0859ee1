"""How sure a record is, as data: the numbers load, are checked, and make a chance of being right."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import LexiconError
from comity.lexicon.codebook import load_codebook
from comity.lexicon.confidence import FILE, KINDS, Scale, load_confidence
from comity.lexicon.project import open_project, use
from comity.lexicon.vocabulary import LANGUAGES


def test_clues_add_up_to_a_chance_of_being_right() -> None:
    scale = Scale(1.0, {"own_date": 0.5, "far": -1.0})
    assert scale.confidence({}) == 0.73
    assert scale.confidence({"own_date": 1.0}) == 0.82
    assert scale.confidence({"own_date": 1.0, "far": 2.0}) == 0.38
    assert scale.parts({"own_date": 1.0, "far": 0.0, "unheard_of": 3.0}) == {"own_date": 0.5}


@pytest.mark.parametrize(("base", "sure"), [(50.0, 0.98), (-50.0, 0.02)])
def test_nothing_is_certain(base: float, sure: float) -> None:
    assert Scale(base, {}).confidence({}) == sure


def test_every_clue_that_counts_has_words() -> None:
    book = load_codebook()
    for kind, scale in load_confidence("fr").items():
        assert kind in KINDS
        for name in scale.clues:
            assert all(book.clue(name, language).strip() for language in LANGUAGES), name
    assert book.clue("type:ACCUSE", "en") == "Accuse"
    assert book.clue("status:signed", "fr") == "Signé"
    with pytest.raises(LexiconError, match="no words"):
        book.clue("unheard_of", "en")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("[event]\nbase = true\n", "base is True"),
        ("[event.clues]\nfar = 'much'\n", "far"),
        ("[rumour]\nbase = 1.0\n", "rumour"),
        ("[event]\nmore = 1.0\n", "`base` and `clues`"),
    ],
)
def test_a_project_may_set_numbers_and_wrong_ones_are_named(tmp_path: Path, said: str, words: str) -> None:
    (tmp_path / "comity.toml").write_text("")
    path = tmp_path / "lexicon" / "fr" / FILE
    path.parent.mkdir(parents=True)
    path.write_text(said)
    use(open_project(tmp_path))
    try:
        with pytest.raises(LexiconError, match=words):
            load_confidence("fr")
        path.write_text("[event]\nbase = -1.0\n")
        use(None)
        use(open_project(tmp_path))
        assert load_confidence("fr")["event"].base == -1.0
    finally:
        use(None)
