"""`comity recode` and `comity release` as their users meet them, with the real coder and a project's lexicon."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.cli import run
from comity.lexicon.project import use
from comity.register import open_register
from tests.register.releases.test_foretelling import recode

PAGE = (
    "Palabre du thon à Nairobi\n\n"
    "NAIROBI, 4 mai - Une palabre a réuni lundi à Nairobi le ministère kényan de la Pêche et "
    "l'Office du thon de Namibie.\n\n"
    "Le président kényan a reçu mardi l'ambassadeur de Namibie.\n"
)
FRAME = """plover = "CONSULT"

[[frame]]
name = "palabre"
form = "talks"
nouns = ["palabre"]
with_nouns = ["réunir", "tenir"]
actor = ["obj", "entre", "avec", "par"]
symmetric = true
weight = 0.8
examples = ["Une palabre a réuni mardi le Kenya et la Namibie."]
counterexamples = ["La palabre des juges kényans dure depuis lundi."]
"""
Says = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("COMITY_") and name != "COMITY_REQUIRE":
            monkeypatch.delenv(name)
    monkeypatch.setenv("COMITY_WORKERS", "0")
    monkeypatch.setenv("COMITY_AUTHOR", "Wanjiru")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    yield
    use(None)


@pytest.fixture
def says(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Says:
    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        status = run(list(arguments))
        out, err = capfd.readouterr()
        return status, out, err

    return call


@pytest.fixture
def kept(says: Says, tmp_path: Path) -> Path:
    """A register with the page, coded without the word."""
    (tmp_path / "comity.toml").touch()
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    assert says("add", "page.txt", "--published", "2026-05-06")[0] == 0
    return tmp_path


def learn(folder: Path) -> None:
    """The project learns a word."""
    (folder / "lexicon" / "fr" / "frames").mkdir(parents=True)
    (folder / "lexicon" / "fr" / "frames" / "palabres.toml").write_text(FRAME, "utf-8")


def test_a_word_learnt_later_is_found_in_what_is_stored(says: Says, kept: Path) -> None:
    before = says("export", "events")[1]
    learn(kept)
    status, out, _ = says("recode", "--interface", "en")
    assert status == 0
    assert "APPEARS  Event: Talks, Kenya and Namibia, 4 May 2026" in out.replace(
        "Namibia and Kenya", "Kenya and Namibia"
    )
    assert "“NAIROBI, 4 mai - Une palabre a réuni lundi" in out
    assert "1 page coded anew, 1 of them with other records." in out
    assert says("export", "events")[1] == before
    assert says("recode", "--show", "--interface", "en")[1] == out
    status, out, _ = says("recode", "--accept", "--release", "mai")
    assert (status, "release mai" in out) == (0, True)
    assert "talks" in says("export", "events")[1]
    assert says("release", "export", "mai", "events")[1] == before
    status, out, err = says("recode")
    assert (status, out, "already" in err) == (0, "", True)


def test_it_is_said_in_french_and_as_json(says: Says, kept: Path) -> None:
    learn(kept)
    out = says("recode")[1]
    assert "APPARAÎT  Événement : Entretiens" in out.replace("\u202f", " ").replace("\u00a0", " ")
    (line,) = says("recode", "--show", "--format", "jsonl")[1].splitlines()
    change = json.loads(line)
    assert (change["what"], change["kind"], change["after"]["record"]["form"]) == ("appears", "event", "talks")


def test_releases_are_listed_and_compared(says: Says, kept: Path) -> None:
    assert "no release" in says("release", "list")[1]
    assert "1 event" in says("release", "create", "mai", "--note", "before the visit")[1]
    learn(kept)
    says("recode")
    says("recode", "--accept")
    out = says("release", "list")[1]
    assert [line.partition(":")[0] for line in out.splitlines() if "digest" in line] == ["mai", "before-recoding-1"]
    assert "Wanjiru" in out
    assert "before the visit" in out
    assert says("release", "diff", "mai", "before-recoding-1", "--interface", "en")[1].strip() == (
        "Nothing appears, disappears or changes."
    )
    assert says("release", "diff", "mai", "--interface", "en")[1].splitlines()[-1] == "Appears: event 1"
    assert json.loads(says("release", "diff", "mai", "--format", "jsonl")[1])["what"] == "appears"


def test_a_dropped_recoding_is_forgotten(says: Says, kept: Path) -> None:
    learn(kept)
    says("recode")
    assert "Forgotten: the new codings of 1 page" in says("recode", "--drop")[1]
    status, _, err = says("recode", "--accept")
    assert (status, "No recoding waits" in err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("recode", "--accept", "--drop"), "three commands"),
        (("recode", "--release", "x"), "--accept"),
        (("recode", "--show"), "No recoding waits"),
        (("release", "export", "x", "events"), "no release 'x'"),
        (("release", "diff", "x"), "no release 'x'"),
        (("release", "create", "now"), "cannot be called"),
    ],
)
@pytest.mark.usefixtures("kept")
def test_what_is_wrong_is_said(says: Says, arguments: tuple[str, ...], words: str) -> None:
    status, _, err = says(*arguments)
    assert status in (1, 2)
    assert words in err
    assert "Traceback" not in err


def test_what_would_merge_is_told_before(says: Says, tmp_path: Path) -> None:
    with open_register(tmp_path / "comity.db", create=True) as register:
        recode(register, ("2022-06-03", "2022-07-19"), ("2022-06-03", "2022-06-03"))
    status, out, err = says("recode", "--show", "--interface", "en")
    assert (status, err) == (0, "")
    assert "WOULD MERGE  Event" in out
    assert "Would merge: 1" in out
    status, out, _ = says("recode", "--show", "--format", "jsonl")
    *changes, regrouping = (json.loads(line) for line in out.splitlines())
    assert {change["what"] for change in changes} == {"changes"}
    assert (regrouping["what"], len(regrouping["before"]), len(regrouping["after"])) == ("merges", 2, 1)
