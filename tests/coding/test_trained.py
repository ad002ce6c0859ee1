"""The trained part: what it may add, what it must leave alone, and the weights it reads."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import LexiconError
from comity.lexicon import trained as weights
from comity.lexicon.trained import Model, Trained, load_trained, save_trained
from tests.coding.pages import coded

PASSAGES = Path(__file__).resolve().parents[2] / "training" / "fr"
SILENT = [
    # a rule knows the word and says that nothing happened
    "Le Tchad va-t-il accuser le Soudan d'armer les rebelles ?",
    "Le Ghana n'a jamais menacé le Togo.",
    # towns say where
    "La police zambienne a interpellé douze commerçants à Ndola, près de Kitwe.",
    # one country
    "Le gouvernement malgache a promis de réparer les routes du Sud avant la saison des pluies.",
    # not between states
    "Les supporters tunisiens ont salué la victoire de leur équipe contre le Maroc en finale.",
]


def small(threshold: float = 0.5) -> Trained:
    model = Model(
        ("AID", "none"), {"lemma=don": 0}, np.array([[2, -2]], np.float32), np.zeros(2, np.float32),
        np.zeros((0, 2), np.float32),
    )  # fmt: skip
    return Trained(model, model, threshold, 0.5, -0.25, frozenset({"route", "pont"}))


@pytest.mark.parametrize("text", SILENT)
def test_it_is_silent(text: str) -> None:
    assert [event for event in coded(text).stories[0].events if any("/trained/" in r for r in event.rules)] == []


def test_what_it_adds_has_evidence_sides_and_a_chance() -> None:
    trained = load_trained("fr")
    assert trained is not None
    lines = (PASSAGES / "conflict.jsonl").read_text("utf-8").splitlines()[:90]
    events = [event for line in lines for event in coded(json.loads(line)["text"]).stories[0].events]
    found = [event for event in events if any(rule.startswith("fr/trained/") for rule in event.rules)]
    assert len(found) >= 5
    for event in found:
        assert event.evidence
        assert len({side.country for side in (*event.actor, *event.recipient)}) >= 2
        assert trained.threshold - 0.01 <= event.confidence <= 1


def test_a_language_without_weights_has_none() -> None:
    assert load_trained("xx") is None


def test_what_is_written_is_read_and_the_same_numbers_are_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zz").mkdir()
    monkeypatch.setattr(weights, "DATA", tmp_path)
    path = tmp_path / "zz" / weights.FILE
    save_trained(small(), path)
    first = path.read_bytes()
    read = load_trained("zz")
    assert read is not None
    assert (read.threshold, read.slope, read.offset, read.idle) == (0.5, 0.5, -0.25, frozenset({"route", "pont"}))
    assert read.telling.labels == ("AID", "none")
    assert read.telling.weight("lemma=don", "AID") == 2
    assert read.telling.weight("lemma=pont", "AID") == 0
    save_trained(read, path)
    assert path.read_bytes() == first


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive"])
def test_weights_that_cannot_be_read_say_what_to_do(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "yy").mkdir()
    monkeypatch.setattr(weights, "DATA", tmp_path)
    (tmp_path / "yy" / weights.FILE).write_bytes(content)
    load_trained.cache_clear()
    with pytest.raises(LexiconError, match=r"tools\.train"):
        load_trained("yy")


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_likelier_act_never_gets_a_lower_chance(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= small().calibrated(low) <= small().calibrated(high) <= 1


def test_unknown_features_weigh_nothing() -> None:
    assert small().telling.scores(["never=seen"]).tolist() == [0, 0]
