"""`comity why`, `merge` and `split` as their users meet them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.cli import run
from comity.model import Coding
from comity.register import open_register
from tests.register.factory import Draft, party

Says = Callable[..., tuple[int, str, str]]
TOLD = (
    "Dakar et Praia se parlent de pêche\nLe ministre sénégalais Moussa Faye a reçu le 12 mars 2024 à Dakar son "
    "homologue cap-verdien Adilson Lopes.\n",
    "Retour de Dakar\nLe ministre cap-verdien Adilson Lopes s'est entretenu à Dakar, le 12 mars 2024, avec le ministre "
    "sénégalais Moussa Faye.\n",
    "Une troisième voix\nAu matin du 2 mai 2024, Adilson Lopes a rencontré à Praia Moussa Faye.\n",
)
WORDS = ("a reçu le 12 mars 2024", "s'est entretenu à Dakar", "a rencontré à Praia")


def coding(number: int, date: str) -> Coding:
    draft = Draft(TOLD[number], url=f"https://p{number}.example/", publisher=f"Journal {number}", published=date)
    lopes, faye = party("CPV", "Adilson Lopes"), party("SEN", "Moussa Faye")
    draft.event(WORDS[number], [lopes], [faye], date=date, form=("audience", "talks", "meeting")[number])
    return draft.coding()


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A register with two reports of one audience and one of another meeting; the ids of their own."""
    for name in list(os.environ):
        if name.startswith("COMITY_") and name != "COMITY_REQUIRE":
            monkeypatch.delenv(name)
    monkeypatch.setenv("COMITY_AUTHOR", "Ana")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    with open_register(tmp_path / "comity.db", create=True) as register:
        list(register.add([coding(0, "2024-03-12"), coding(1, "2024-03-12"), coding(2, "2024-05-02")]))
        found = [report.event or kept.id for kept in register.export("event") for report in kept.reports]
    assert len(found) == 3
    return found


@pytest.fixture
def says(capfd: pytest.CaptureFixture[str]) -> Says:
    def call(*arguments: str) -> tuple[int, str, str]:
        status = run(list(arguments))
        out, err = capfd.readouterr()
        return status, out, err

    return call


def events() -> list[list[str]]:
    with open_register(Path("comity.db"), readonly=True) as register:
        return [[report.event or kept.id for report in kept.reports] for kept in register.export("event")]


def test_why_reports_are_one_is_told_with_reasons(says: Says, kept: list[str]) -> None:
    assert events() == [kept[:2], kept[2:]]
    status, out, _ = says("why", kept[1], "--interface", "en")
    assert status == 0
    assert f"{kept[1]}  Journal 1 · 2024-03-12" in out
    assert "One record, because" in out
    assert "by the rule, score " in out
    assert re.search(r"the same day: 2024-03-12 \(\+0\.\d+\)", out)
    assert "the same person: CPV / Adilson Lopes" in out
    assert "par la règle" in says("why", kept[0])[1]
    assert json.loads(says("why", kept[0], "--format", "jsonl")[1])["members"] == kept[:2]


def test_what_was_merged_is_split_and_merged_again(says: Says, kept: list[str]) -> None:
    status, out, _ = says("split", kept[1], "--note", "two meetings")
    assert (status, kept[0] in out, kept[1] in out) == (0, True, True)
    assert sorted(events()) == sorted([identity] for identity in kept)
    told = says("why", kept[0], "--interface", "en")[1]
    assert "Kept apart by a person" in told
    assert "by Ana" in told
    assert "two meetings" in told
    assert says("merge", *kept[:2])[:2] == (0, f"{kept[0]} is the record of them all.\n")
    assert events() == [kept[:2], kept[2:]]
    assert "Decided before, and superseded" in says("why", kept[0], "--interface", "en")[1]


def test_judging_all_anew_keeps_what_people_decided(says: Says, kept: list[str]) -> None:
    says("split", kept[1])
    status, out, _ = says("merge", "--all")
    assert (status, "3 pages judged anew" in out) == (0, True)
    assert len(events()) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("merge",), "--all"),
        (("merge", "{0}", "--all"), "--all"),
        (("merge", "{0}"), "One record alone"),
        (("merge", "{0}", "co-aaaaaaaaaaaa"), "no record 'co-aaaaaaaaaaaa'"),
        (("split", "{2}"), "comity:"),
        (("why", "ev-aaaaaaaaaaaa"), "no record 'ev-aaaaaaaaaaaa'"),
    ],
)
def test_what_is_wrong_is_said(says: Says, kept: list[str], arguments: tuple[str, ...], words: str) -> None:
    status, _, err = says(*(each.format(*kept) for each in arguments))
    assert status in (1, 2)
    assert words in err
    assert "Traceback" not in err
