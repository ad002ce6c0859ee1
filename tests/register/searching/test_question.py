"""What users type becomes a question, whatever they type."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.register.searching.question import (
    MOST_CLAUSES,
    Clause,
    Phrase,
    Question,
    mark,
    marked,
    match_of,
    named,
    parse,
    tsquery_of,
)


def wanted(question: Question) -> list[str]:
    """Each clause by its first phrase, as a user would write it."""
    told = []
    for clause in question:
        phrase = clause.any_of[0]
        row = " ".join(phrase.tokens) + ("*" if phrase.prefix else "")
        told.append(("-" if clause.negated else "") + (f'"{row}"' if len(phrase.tokens) > 1 else row))
    return told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("visite officielle", ["visite", "officielle"]),
        ("l'accord de pêche", ["accord", "peche"]),
        ("la de", ["la", "de"]),
        ('"chemin de fer"', ['"chemin de fer"']),
        ("« chemin de fer »", ['"chemin de fer"']),
        ("“chemin de fer” visite", ['"chemin de fer"', "visite"]),
        ('accord -"chemin de fer"', ["accord", '-"chemin de fer"']),
        ("accord -visite", ["accord", "-visite"]),
        ("accord -visa-court", ["accord", '-"visa court"']),
        ("coop*", ["coop*"]),
        ("l'acc*", ["acc*"]),
        ("-coop*", ["-coop*"]),
        ("frontière - terrestre", ["frontiere", "terrestre"]),
        ("vice-ministre", ["vice", "ministre"]),
        ('accord "fermé', ["accord", "ferme"]),
        ("accord accord", ["accord"]),
        ("*", []),
        ("- -- \" '", []),
        ("", []),
    ],
)
def test_a_question_is_read(text: str, expected: list[str]) -> None:
    assert wanted(parse(text)) == expected


def test_a_country_is_asked_for_by_all_its_names_and_as_a_side() -> None:
    for text in ("Vietnam", "viêt nam", "Việt Nam"):
        (clause,) = parse(text)
        assert {Phrase(("viet", "nam")), Phrase(("vietnam",)), Phrase(("#side=vnm",))} <= set(clause.any_of)
    (korea, visit) = parse("Corée du Sud visite")
    assert Phrase(("coree", "du", "sud")) in korea.any_of
    assert Phrase(("visite",)) in visit.any_of
    (asean,) = parse("-ASEAN")
    assert asean.negated
    assert Phrase((mark("side", "IGO/asean"),)) in asean.any_of
    # within quotation marks words are only words
    assert parse('"Vietnam"') == (Clause((Phrase(("vietnam",)),)),)


def test_a_word_is_asked_for_in_all_its_forms() -> None:
    (clause,) = parse("signées")
    assert set(clause.any_of) >= {Phrase(("signees",)), Phrase(("~sign",)), Phrase(("sign",))}


def test_a_long_question_is_cut() -> None:
    assert len(parse(" ".join(f"mot{number}" for number in range(900)))) == MOST_CLAUSES


def test_each_database_is_asked_in_its_own_way() -> None:
    question = (
        marked("kind", ("event",)),
        Clause((Phrase(("chemin", "de", "fer")), Phrase(("rail",), prefix=True))),
        Clause((Phrase(("visite",)),), negated=True),
    )
    assert match_of(question) == '(("#kind=event") AND ("chemin de fer" OR "rail" *)) NOT ("visite")'
    assert tsquery_of(question) == "('#kind=event') & (('chemin' <-> 'de' <-> 'fer') | 'rail':*) & !('visite')"


def test_a_name_is_a_row_of_words() -> None:
    assert named("Lê Van Binh") == Clause((Phrase(("@le", "@van", "@binh")),))
    assert named("…") is None


SIGNS = [*"«»-*()+:^'&|!;%", '"', "\\", "\x00", "\ud800", "OR", "NOT", "NEAR(", "<->", "--", "visite", "Viet Nam", "#a"]
TYPED = st.one_of(
    st.text(),
    st.lists(st.sampled_from(SIGNS)).map(" ".join),
)
TOKEN = r"[#~@]?[a-z0-9][a-z0-9=-]*"


@given(TYPED)
def test_any_text_is_a_question_of_sound_tokens(text: str) -> None:
    for clause in parse(text):
        assert clause.any_of
        for phrase in clause.any_of:
            assert phrase.tokens
            assert all(re.fullmatch(TOKEN, token) for token in phrase.tokens)


@given(TYPED)
def test_any_text_is_understood_by_fts5(text: str) -> None:
    with closing(sqlite3.connect(":memory:")) as driver:
        driver.execute("CREATE VIRTUAL TABLE found USING fts5(tokens, tokenize = \"ascii tokenchars '#~@=|-'\")")
        driver.execute("INSERT INTO found VALUES ('#kind=event visite ~visit')")
        asked = match_of((marked("kind", ("event",)), *parse(text)))
        driver.execute("SELECT rowid FROM found WHERE found MATCH ?", (asked,)).fetchall()


@pytest.mark.parametrize("text", ["un accord au Vietnam", "qui a eu un entretien", "who signed a treaty"])
def test_small_words_are_no_bodies_of_states(text: str) -> None:
    """*UN*, *AU*, *EU*, *WHO* are bodies only where a name stands alone, and no words of a question."""
    tokens = {token for clause in parse(text) for phrase in clause.any_of for token in phrase.tokens}
    assert not {token for token in tokens if token.startswith("#side=") and token != "#side=vnm"}
