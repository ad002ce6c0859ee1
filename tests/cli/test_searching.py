"""`comity search` as its users meet it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.cli import run
from comity.register import open_register
from tests.register.factory import brittany, failing, summit

Says = Callable[..., tuple[int, str, str]]


@pytest.fixture
def says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Says:
    """Run `comity search` on a register of three pages: exit status, output, complaints."""
    with open_register(tmp_path / "comity.db", create=True) as register:
        list(register.add([summit(publisher="AVI").coding(), brittany().coding(), failing("Đường sắt", language="vi")]))
    monkeypatch.setenv("COMITY_REGISTER", str(tmp_path / "comity.db"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = run(["search", *arguments])
        told = capfd.readouterr()
        return status, told.out, told.err

    return call


def test_words_show_each_kind_in_its_sentence(says: Says) -> None:
    status, out, _ = says("rencontree", "homologue", "--interface", "en")
    assert status == 0
    assert "Events (1)" in out
    assert "Pages (1)" in out
    assert "▸rencontré◂" in out
    assert says("duong", "sat", "--interface", "en")[1].startswith("Pages (1)")
    assert says("--interface", "en", "--", "-vietnam", "-sat")[1].startswith("Offices (1)")


def test_filters_and_places_to_go_on_from(says: Says) -> None:
    status, out, _ = says("--side", "FR-BRE", "--kind", "events", "--limit", "1", "--interface", "en")
    assert status == 0
    assert "Events (2)" in out
    after = out.rpartition("--after ")[2].strip()
    status, more, _ = says("--side", "FR-BRE", "--kind", "events", "--after", after, "--interface", "en")
    assert status == 0
    ids = [word for word in (out + more).split() if word.startswith("ev-")]
    assert len(set(ids)) == len(ids) == 2
    assert "Channel" in says("vietnam", "--facets", "--interface", "en")[1]


def test_what_is_found_is_a_data_set(says: Says) -> None:
    status, out, _ = says("vietnam", "--format", "csv")
    assert status == 0
    assert len(out.splitlines()) == 6
    status, out, _ = says("vietnam", "--kind", "instruments", "--format", "jsonl")
    assert [json.loads(line)["kind"] for line in out.splitlines()] == ["protocol"]
    status, out, _ = says("--kind", "pages", "--format", "jsonl")
    assert len([json.loads(line)["page"] for line in out.splitlines()]) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--after", "x"], "Give --kind too"),
        (["--after", "x", "--kind", "events"], "no place to go on from"),
        (["--channel", "pigeon"], "'pigeon' is no channel"),
        (["--side", "Atlantide"], "Atlantide"),
        (["--side", "VNM", "--side", "KHM", "--side", "LAO"], "at most two"),
        (["--kind", "pages", "--format", "csv"], "cannot be exported"),
        (["--limit", "0"], "limit"),
    ],
)
def test_what_cannot_be_answered_is_told(says: Says, arguments: list[str], words: str) -> None:
    status, out, err = says(*arguments)
    assert (status, out) == (2, "")
    assert words in err
