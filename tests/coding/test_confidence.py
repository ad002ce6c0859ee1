"""What makes a record more or less sure is known where it is made, and told to who asks."""

from __future__ import annotations

import pytest

from comity.explanation import Told
from comity.lexicon.codebook import load_codebook
from comity.lexicon.confidence import load_confidence
from comity.model import RawPage
from comity.pipeline import open_coder
from comity.reading import read

CODER = open_coder()


def told(text: str) -> dict[str, Told]:
    """The records of a page by their ids, with their clues."""
    (explained,) = CODER.explain([read(RawPage(name="x", text=text, media="text/plain", language="fr"))])
    return {one.record: one for story in explained.stories for one in story.records}


def clues(text: str, record: str = "e0") -> dict[str, float]:
    return {clue.name: clue.value for clue in told(text)[record].clues}


NAMED = "Le ministre ghanéen des Transports a rencontré le ministre togolais des Transports."


@pytest.mark.parametrize(
    ("text", "holds", "lacks"),
    [
        (NAMED, "type:CONSULT", "supplied"),
        (f"{NAMED} Ils ont convenu de construire une route.", "type:CONSULT", "pronoun"),
        ("Le ministre ghanéen des Transports a rencontré le 3 mars 2021 le ministre togolais.", "own_date", "supplied"),
        ("Le ministre ghanéen rencontrera le ministre togolais le 3 mars 2021.", "not_held", "recalled"),
        ("Le ministre ghanéen a rencontré le ministre togolais pour le Bénin.", "others_named", "others_beyond"),
        ("Le ministre ghanéen a rencontré le ministre togolais avant de gagner Cotonou.", "others_beyond", "off_story"),
        ("Le ministre ghanéen a été reçu par le ministre togolais.", "passive", "nominal"),
    ],
)  # fmt: skip
def test_clues_of_events(text: str, holds: str, lacks: str) -> None:
    found = clues(text)
    assert holds in found
    assert lacks not in found


def test_a_pronoun_is_a_clue_of_what_it_tells() -> None:
    text = f"{NAMED} Ils ont convenu de construire une route."
    assert clues(text, "e1")["pronoun"] == 1
    assert clues(text, "c0")["force:agreed"] == 1


def test_confidence_is_what_the_clues_are_worth() -> None:
    text = f"{NAMED} Ils ont convenu de construire une route et ont signé un accord de pêche."
    kinds = {"e": "event", "c": "commitment", "i": "instrument", "o": "office"}
    found = told(text)
    assert {record[0] for record in found} >= {"e", "c", "i"}
    for record, one in found.items():
        scale = load_confidence("fr")[kinds[record[0]]]
        # the clues that are told are rounded
        assert one.confidence == pytest.approx(scale.confidence({c.name: c.value for c in one.clues}), abs=0.011)
        assert {c.name: c.worth for c in one.clues if c.worth}.keys() <= scale.clues.keys()


def test_every_clue_has_words() -> None:
    text = f"{NAMED} Ils ont convenu de construire une route et ont signé un accord de pêche. M. Koffi Ba est ministre."
    names = {clue.name for one in told(text).values() for clue in one.clues}
    assert all(load_codebook().clue(name, "fr") for name in names)
