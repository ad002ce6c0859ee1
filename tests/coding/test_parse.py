"""Sentences: where they end, what is mended in the coder's view of them, and the way back to the page."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language as Pipeline

from comity.coding.parse import MAX_SENTENCE, Sentence, sentences, split, view
from comity.model import Story, Zone
from tests.coding.pages import body, french, parsed, reading

DROPPED = "\u00ad\u034f\u200b\u200c\u200d\ufe0e\ufe0f\ufeff"


@cache
def tokenizer() -> Pipeline:
    """French tokens without a model."""
    return spacy.blank("fr")


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text, french())]


SPLIT = [
    ("Il part. Elle reste.", ["Il part.", "Elle reste."]),
    ("Il part. Élise reste. Đinh attend.", ["Il part.", "Élise reste.", "Đinh attend."]),
    ("Il part à midi. 12 pays suivent.", ["Il part à midi.", "12 pays suivent."]),
    ("  Il part.   ", ["Il part."]),
    # lines
    ("Il part.\nElle reste", ["Il part.", "Elle reste"]),
    ("Il part\n\n\nElle reste. Oui", ["Il part", "Elle reste.", "Oui"]),
    # abbreviations and initials
    ("M. Diallo part. Mme Ba reste.", ["M. Diallo part.", "Mme Ba reste."]),
    ("Le Dr. Sow et MM. Ba et Ly partent. Oui.", ["Le Dr. Sow et MM. Ba et Ly partent.", "Oui."]),
    ("J. Dupont part. A. Sow reste.", ["J. Dupont part.", "A. Sow reste."]),
    ("M. A. Sow part.", ["M. A. Sow part."]),
    ("L'ambassade en R. de Corée ouvre. Oui.", ["L'ambassade en R. de Corée ouvre.", "Oui."]),
    ("Selon l'art. 5 du traité. Il suit.", ["Selon l'art. 5 du traité.", "Il suit."]),
    ("Le site agence.vn est ouvert. Il plaît.", ["Le site agence.vn est ouvert.", "Il plaît."]),
    ("Un taux de 3.5 est visé. Oui.", ["Un taux de 3.5 est visé.", "Oui."]),
    # marks of every kind
    ("Il part ! Elle reste ? Oui.", ["Il part !", "Elle reste ?", "Oui."]),
    ("Vraiment ?! Oui.", ["Vraiment ?!", "Oui."]),
    ("Il part (hier). Elle reste.", ["Il part (hier).", "Elle reste."]),
    # ellipses
    ("Il hésite… Elle part.", ["Il hésite…", "Elle part."]),
    ("Il hésite... Elle part.", ["Il hésite...", "Elle part."]),
    ("Il hésite... elle part.", ["Il hésite... elle part."]),
    # quotes
    ('"Nous avançons." Il part.', ['"Nous avançons."', "Il part."]),
    ("Il dit « oui ». Elle part.", ["Il dit « oui ».", "Elle part."]),
    ("Il part. « Nous avançons », dit-il.", ["Il part.", "« Nous avançons », dit-il."]),
    # nothing
    ("", []),
    (" \n\n ", []),
]


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_long_run_is_cut_at_spaces() -> None:
    text = " ".join(f"mot{number}" for number in range(1000))
    pieces = cut(text)
    assert all(0 < len(piece) <= MAX_SENTENCE for piece in pieces)
    assert " ".join(pieces) == text


def test_a_long_run_without_a_space_is_cut_all_the_same() -> None:
    pieces = cut("x" * (3 * MAX_SENTENCE + 7))
    assert [len(piece) for piece in pieces] == [MAX_SENTENCE] * 3 + [7]


def one(text: str) -> Sentence:
    """The only sentence of a text, with tokens and no model."""
    (held,) = sentences(text, body(text), french())
    held.attach(tokenizer()(held.text))
    return held


MENDED = [
    ("les deuxpays", "les deux pays"),
    ("les deuxchefs", "les deux chefs"),
    ("le Vietnam etle Cambodge", "le Vietnam et le Cambodge"),
    ("entrele Vietnam", "entre le Vietnam"),
    ("avecles États", "avec les États"),
    ("dansl’Armée", "dans l'Armée"),
    ("au niveauentre le Mali et le Togo", "au niveau entre le Mali et le Togo"),
    ("la coopérationentre les deux parties", "la coopération entre les deux parties"),
    # words that only look glued
    ("un complet le matin", "un complet le matin"),
    ("quelle Europe", "quelle Europe"),
    ("il concentre la force", "il concentre la force"),
    ("le ventre de Paris", "le ventre de Paris"),
    # signs
    ("le 17\u00a0juillet\u202f2018", "le 17 juillet 2018"),
    ("un\ttableau", "un tableau"),
    ("la coopé\u00adration", "la coopération"),
    ("\ufeffla pa\u200bix", "la paix"),
    ("Hano\u0069\u0308 et Pe\u0301kin", "Hanoï et Pékin"),
    ("Nguye\u0302\u0303n", "Nguyễn"),
    ("l’ambassade, l`accord, l´État, l′ami", "l'ambassade, l'accord, l'État, l'ami"),
    ("’tis, l’", "’tis, l’"),
    ("l’oﬃcier est inﬁrmier", "l'officier est infirmier"),
    ("le sous‑préfet", "le sous-préfet"),
    ("la co\u2060opé\u200eration", "la coopération"),
    ("le 5\u2009\u2007km\u3000de", "le 5  km de"),
    # words cut at the end of a line
    ("la coopé\u00ad\nration", "la coopération"),
    ("la coopé-\nration et", "la coopération et"),
    ("un accord franco-\nallemand", "un accord franco-allemand"),
    (
        "la ligne est longue, et sa suite va au-delà\nDe Gaulle",
        "la ligne est longue, et sa suite va au-delà\nDe Gaulle",
    ),
    (
        "la ligne est bien plus longue que les autres lignes\nDe Gaulle",
        "la ligne est bien plus longue que les autres lignes De Gaulle",
    ),
    ("le porte-\nparole", "le porte-parole"),
]


@pytest.mark.parametrize(("text", "seen"), MENDED)
def test_what_scraping_broke_is_mended_in_the_view_alone(text: str, seen: str) -> None:
    found, origin = view(text, 100, french())
    assert found == seen
    assert len(origin) == len(found)
    assert origin == sorted(origin)
    kept = {"ﬃ", "ﬁ", "‑", "’", "`", "´", "′"}
    pairs = [(text[at - 100], char) for at, char in zip(origin, found, strict=True) if char.isascii() and char != " "]
    assert all(there == char or there in kept for there, char in pairs)


WORDS = [
    ("entre les deuxpays voisins", "deux", "deux"),
    ("entre les deuxpays voisins", "pays", "pays"),
    ("entre les deuxpays voisins", "voisins", "voisins"),
    ("le Vietnam etle Cambodge", "et", "et"),
    ("le Vietnam etle Cambodge", "le", "le"),
    ("le Vietnam etle Cambodge", "Cambodge", "Cambodge"),
    ("au niveauentre le Mali et Lomé", "entre", "entre"),
    ("au niveauentre le Mali et Lomé", "Lomé", "Lomé"),
    ("la coopé\u00adration vaut", "coopération", "coopé\u00adration"),
    ("la coopé\u00adration vaut", "vaut", "vaut"),
    ("le de\u0301le\u0301gue\u0301 malien", "malien", "malien"),
    ("le de\u0301fenseur malien", "défenseur", "de\u0301fenseur"),
    ("le 17\u00a0juillet 2018", "juillet", "juillet"),
]


@pytest.mark.parametrize(("text", "word", "printed"), WORDS)
def test_a_word_maps_back_to_the_page(text: str, word: str, printed: str) -> None:
    held = one(text)
    index = next(token.i for token in held.parse if token.text == word)
    start, end = held.span(index, index + 1)
    assert text[start:end] == printed


def test_offsets_count_from_the_beginning_of_the_page() -> None:
    text = "Le Mali avance.\n\nLes deuxpays avancent. Lomé suit."
    found = sentences(text, body(text), french())
    assert [text[held.start : held.end] for held in found] == [
        "Le Mali avance.",
        "Les deuxpays avancent.",
        "Lomé suit.",
    ]
    held = found[1]
    held.attach(tokenizer()(held.text))
    start, end = held.span(1, 3)
    assert text[start:end] == "deuxpays"
    assert [held.index for held in found] == [0, 1, 2]
    assert [held.paragraph for held in found] == [0, 1, 1]


def test_token_at_finds_the_token_of_an_offset() -> None:
    held = one("Les deuxpays avancent")
    assert held.parse[held.token_at(0)].text == "Les"
    assert held.parse[held.token_at(8)].text == "pays"
    assert held.parse[held.token_at(13)].text == "avancent"
    assert held.token_at(10_000) == len(held.parse) - 1


def test_what_is_not_prose_is_no_sentence() -> None:
    text = "Bamako, 3 mai (AMAP) - Le Mali avance. - AMAP"
    zones = (
        Zone(zone="dateline", start=0, end=22),
        Zone(zone="body", start=23, end=38),
        Zone(zone="byline", start=39, end=len(text)),
    )
    story = Story(id="s0", kind="main", title="", start=0, end=len(text), zones=zones)
    assert [held.text for held in sentences(text, story, french())] == ["Le Mali avance."]


def test_a_sentence_that_was_not_parsed_says_so() -> None:
    (held,) = sentences("Oui.", body("Oui."), french())
    with pytest.raises(ValueError, match="not been parsed"):
        _ = held.parse


def test_a_sentence_is_parsed_as_one() -> None:
    """However long: a parser left alone cuts it and loses who did what."""
    text = (
        "Le ministre malien a souligné que la rencontre était utile ; que les deux pays avançaient ; "
        "que le Togo, le Bénin et le Ghana suivaient : ainsi en va-t-il de la paix."
    )
    (held,) = parsed(text)
    assert sum(1 for token in held.parse if token.head.i == token.i) == 1


FRAGMENTS = st.sampled_from(
    ["Le", "deuxpays", "etle", "Mali", "niveauentre", "la", "M.", "Hano\u0069\u0308", "e\u0301", "\u0303",
     "17\u00a0mai", "coo\u00adpé", "\u200b", "\u202f", "«", "»", "…", "...", "!", "?", ". ", ", ", "\n", "\n\n",
     "\t", "d'", "l’", "(", ")", "Voir plus", "Photo : VNA", "\u2028", "🕊️", "日本", "កម្ពុជា", "a" * 130, "x " * 700]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(FRAGMENTS, max_size=25).map("".join),
    st.lists(FRAGMENTS, max_size=25).map(" ".join),
    st.text(max_size=200),
)


def bare(text: str) -> str:
    """The letters and signs of a text: decomposed, without blanks, hyphens, apostrophes and what is not seen."""
    signs = unicodedata.normalize("NFD", text)
    signs = "".join(_LIGATURES.get(c, c) for c in signs)
    return "".join(c for c in signs if not c.isspace() and c not in DROPPED and unicodedata.category(c) != "Cf")


_LIGATURES = {
    **dict.fromkeys("’`´ʹʼʻ‘′＇'‐‑-", ""),
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}


def letters(text: str) -> str:
    """The same without accents."""
    return "".join(c for c in bare(text) if not unicodedata.combining(c))


@given(TEXTS)
@settings(deadline=None)
def test_splitting_loses_nothing(text: str) -> None:
    spans = list(split(text, french()))
    assert all(end - start <= MAX_SENTENCE for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert bare("".join(text[start:end] for start, end in spans)) == bare(text)


@given(TEXTS)
@settings(deadline=None)
def test_a_view_never_loses_letters(text: str) -> None:
    seen, origin = view(text, 7, french())
    assert bare(seen) == bare(text)
    assert len(origin) == len(seen)
    assert origin == sorted(origin)
    assert all(7 <= at < 7 + len(text) for at in origin)


@given(TEXTS)
@settings(deadline=None)
def test_every_token_of_every_page_maps_back(text: str) -> None:
    page = reading(text)
    for story in page.stories:
        for held in sentences(page.page.text, story, french()):
            held.attach(tokenizer().make_doc(held.text))
            assert story.start <= held.start < held.end <= story.end
            for token in held.parse:
                start, end = held.span(token.i, token.i + 1)
                assert held.start <= start < end <= held.end
                assert letters(page.page.text[start:end]) == letters(token.text)
