"""Lost blanks: words that ran into one another are parted, and words and names that are whole stay so."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.coding.parse import view
from tests.coding.pages import french

FOLDER = Path(__file__).with_name("glued")
TUNED: dict[str, Any] = tomllib.loads((FOLDER / "tuned.toml").read_text("utf-8"))


def seen(text: str) -> str:
    return view(text, 0, french())[0]


def straight(text: str) -> str:
    return text.replace("’", "'")


@pytest.mark.parametrize("word", TUNED["whole"])
def test_what_is_whole_stays_whole(word: str) -> None:
    assert seen(word) == straight(word)
    assert seen(f"Selon {word} on sait") == straight(f"Selon {word} on sait")


@pytest.mark.parametrize(("glued", "parted"), TUNED["glued"])
def test_what_ran_together_is_parted(glued: str, parted: str) -> None:
    assert seen(glued) == straight(parted)


@pytest.mark.parametrize(("glued", "parted"), TUNED["glued"])
def test_what_is_parted_stays_as_it_is(glued: str, parted: str) -> None:  # noqa: ARG001
    assert seen(parted) == straight(parted)


def test_those_kept_aside_hold_their_floors() -> None:
    """Told as shares only: what goes wrong there is not shown."""
    aside = tomllib.loads((FOLDER / "aside.toml").read_text("utf-8"))
    whole = sum(seen(word) == straight(word) for word in aside["whole"]) / len(aside["whole"])
    parted = sum(seen(glued) == straight(text) for glued, text in aside["glued"]) / len(aside["glued"])
    if whole < FLOORS["whole"] or parted < FLOORS["parted"]:
        pytest.fail(f"kept aside: {whole:.3f} stay whole, {parted:.3f} are parted", pytrace=False)
    assert len(aside["whole"]) + len(TUNED["whole"]) >= 300
    assert len(aside["glued"]) + len(TUNED["glued"]) >= 150


FLOORS = {"whole": 0.99, "parted": 0.98}

WORDS = (
    "le",
    "la",
    "les",
    "deux",
    "pays",
    "et",
    "dans",
    "avec",
    "entre",
    "ministre",
    "Laos",
    "Vietnam",
    "été",
    "a",
    "ont",
)
PIECES = st.sampled_from([*WORDS, "l'", "d'", "25", "2018", "km", "(", ")", ",", ".", "-", "coopération"])


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(deadline=None)
def test_a_blank_is_all_that_is_ever_put(text: str) -> None:
    found, origin = view(text, 3, french())
    assert found.replace(" ", "") == straight(text)
    assert all(text[at - 3] == sign for at, sign in zip(origin, straight(found), strict=True) if sign not in " '")
    assert view(found, 0, french())[0].replace(" ", "") == found.replace(" ", "")


def test_the_same_text_is_seen_the_same_way() -> None:
    text = "Les deuxpays, leMali etle Niger,ont signé le15 mars."
    assert {view(text, 0, french())[0] for _ in range(3)} == {
        "Les deux pays, le Mali et le Niger, ont signé le 15 mars."
    }


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "deux" * 30_000, "l'" * 50_000, "(A" * 50_000, "1a" * 50_000, "a- " * 30_000]
)
def test_no_text_is_slow_to_look_through(text: str) -> None:
    view("un mot", 0, french())  # the model is loaded once
    started = time.monotonic()
    view(text, 0, french())
    assert time.monotonic() - started < 5
