"""The passages that the trained part learns from are in the format that training/README.md tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from comity.lexicon.vocabulary import vocabulary
from comity.lexicon.world import world

FOLDER = Path(__file__).resolve().parents[1] / "training" / "fr"
FILES = sorted(FOLDER.glob("*.jsonl"))
SIDES = frozenset({"IGO"}) | {country.alpha3 for country in world().countries()}


def passages(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_act_is_told_by_words_of_the_passage(path: Path) -> None:
    wrong = []
    for told in passages(path):
        for act in told["events"]:
            start = act.get("at", told["text"].find(act["trigger"]))
            there = start >= 0 and told["text"].startswith(act["trigger"], start)
            codes = {*act["actor"], *(act["recipient"] or {})}
            if not there or act["plover"] not in vocabulary().types or not act["actor"] or not codes <= SIDES:
                wrong.append((told["id"], act))
    assert wrong == []


def test_an_id_stands_once() -> None:
    ids = [told["id"] for path in FILES for told in passages(path)]
    assert len(ids) == len(set(ids)) >= 1000


def test_a_fifth_of_the_passages_has_nothing_to_code() -> None:
    held = [bool(told["events"]) for path in FILES for told in passages(path)]
    assert 0.15 <= held.count(False) / len(held) <= 0.5
