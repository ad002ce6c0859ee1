"""Commitments and agreements on the command line: what is printed, what is kept, what is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from comity.cli import run
from comity.register import open_register
from tests.register.following.test_register import FIRST, NAMED, add, opened, promised, signed


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register in an empty folder, without settings of the environment."""
    for name in list(os.environ):
        if name.startswith("COMITY_") and name != "COMITY_REQUIRE":
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    with open_register(tmp_path / "comity.db", create=True) as register:
        named = signed(NAMED, "2020-05-05", "2019/2021", status="in_force")
        add(register, promised(), opened(), signed(FIRST, "2019-02-03", "2019/2021"), named)


def says(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = run(list(arguments))
    said = capfd.readouterr()
    return status, said.out + said.err


def test_a_commitment_is_followed_from_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    status, said = says(capfd, "commitments", "LAO", "JPN", "--open", "--format", "jsonl")
    assert status == 0
    (followed,) = [json.loads(line) for line in said.splitlines()]
    commitment, deed = followed["kept"]["id"], followed["proposals"][0]["kept"]["id"]
    status, said = says(capfd, "follow", commitment, "--interface", "en")
    assert status == 0
    for words in (deed, "the same sides: Japan and Laos", "proposed by the rule", "Stated: nothing on record"):
        assert words in said
    status, said = says(capfd, "follow", commitment, "--by", deed, "--begun", "--author", "Mai", "--interface", "en")
    assert (status, f"Under way: confirmed by Mai, from {deed}" in said) == (0, True)
    assert "it begins what was promised" in said
    _, said = says(capfd, "follow", commitment, "--stage", "dropped", "--author", "Binh", "--note", "no money")
    assert "Abandonné : fixé par Binh" in said
    _, said = says(capfd, "commitments", "LAO", "JPN", "--open")
    assert commitment not in said
    _, said = says(capfd, "follow", commitment, "--clear", "--refuse", deed, "--author", "Mai", "--interface", "en")
    assert "Refused" in said
    assert "Stated: nothing on record tells more" in said
    _, said = says(
        capfd, "follow", commitment, "--score", "-1", "--deadline", "2021", "--interface", "en", "--author", "Mai"
    )
    assert "Score -1 by 2021, given by Mai" in said


def test_agreements_and_what_ends_soon(capfd: pytest.CaptureFixture[str]) -> None:
    status, said = says(capfd, "agreements", "LAO", "JPN", "--on", "2021-02-01", "--ending", "12", "--interface", "en")
    assert status == 0
    for words in ("2019 – 2021", "in force", "3 February 2019: signed", "5 May 2020: in force"):
        assert words in said
    identity = next(word for word in said.split() if word.startswith("in-"))
    _, said = says(capfd, "follow", identity, "--interface", "en")
    assert "a later state: signed → in force" in said
    _, said = says(capfd, "agreements", "LAO", "--on", "2019-02-01", "--ending", "12", "--interface", "en")
    assert "The register holds no such agreement." in said


def test_the_whole_register_can_be_compared_anew(capfd: pytest.CaptureFixture[str]) -> None:
    assert says(capfd, "follow", "--all") == (0, "comity.db: 2 links stand.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("follow",), "Name one record"),
        (("follow", "co-a", "--all"), "Name one record"),
        (("follow", "co-aaaaaaaaaaaa"), "holds no record"),
        (("follow", "ev-aaaaaaaaaaaa", "--begun"), "Give --by"),
        (("follow", "co-aaaaaaaaaaaa", "--deadline", "2020"), "Give --score"),
        (("agreements", "LAO", "--on", "demain"), "'demain' is no day"),
        (("commitments", "LAO", "Atlantide"), "Atlantide"),
    ],
)
def test_what_cannot_be_answered_is_told(
    capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    status, said = says(capfd, *arguments)
    assert status != 0
    assert words in said
