"""`comity review` by options and key by key in a real terminal; `comity gold export`."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from comity.cli import run
from comity.evaluation.gold import load_gold
from comity.model import Coding
from comity.register import open_register
from tests.register.factory import SUMMIT, summit

METADATA = {"published": "2021-05-05", "publisher": "AVI", "url": "https://example.org/sommet"}
PAGE = summit().page().id


def coding() -> Coding:
    """The summit, with a mode that the vocabulary has."""
    draft = summit(**METADATA)
    draft.events[0] = msgspec.structs.replace(draft.events[0], modes=("visit",))
    return draft.coding()


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register with one page."""
    path = tmp_path / "comity.db"
    with open_register(path, create=True) as register:
        register.keep(coding())
    for name, value in {"COMITY_REGISTER": str(path), "COMITY_AUTHOR": "Ana", "COMITY_INTERFACE": "en"}.items():
        monkeypatch.setenv(name, value)
    return path


def records(path: Path, kind: Any = "event") -> dict[str, str]:
    """The ids of the records of a kind, by form."""
    with open_register(path, readonly=True) as register:
        return {getattr(kept.record, "form", kept.id): kept.id for kept in register.export(kind)}


def lines(capsysbinary: pytest.CaptureFixture[bytes]) -> list[Any]:
    return [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]


def test_on_which_event_a_document_hangs(path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (document,) = records(path, "instrument").values()
    thanks = records(path)["thanks"]
    assert run(["review", "--set", document, f"event={thanks}"]) == 0
    assert capsysbinary.readouterr().out.decode() == f"{document}: changed (said at)\n"
    with open_register(path, readonly=True) as register:
        assert register.record(document).event == thanks  # type: ignore[union-attr]
    assert run(["review", "--history"]) == 0
    assert f"said at = {thanks}" in " ".join(capsysbinary.readouterr().out.decode().split())
    assert run(["review", "--set", document, "event="]) == 0
    assert run(["review", "--history"]) == 0
    assert "said at = no act" in " ".join(capsysbinary.readouterr().out.decode().split())


@pytest.mark.usefixtures("path")
def test_the_queue_is_printed_where_there_is_no_terminal(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["review", "--format", "jsonl"]) == 0
    items = lines(capsysbinary)
    assert len(items) == 8
    assert [item["worth"] for item in items] == sorted((item["worth"] for item in items), reverse=True)
    assert run(["review", "--list", "--limit", "2", "--kind", "offices"]) == 0
    told = capsysbinary.readouterr().out.decode()
    assert "Sok Dara" in told
    assert "0 in conflict, 8 waiting, 0 decided, 0 rejected" in told
    assert run(["review", "--list", "--side", "LAO", "--format", "jsonl"]) == 0
    assert lines(capsysbinary) == []


def test_decisions_by_options(path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    meeting, thanks = records(path)["meeting"], records(path)["thanks"]
    assert run(["review", "--accept", thanks, "--reject", meeting, "--reason", "no act", "--format", "jsonl"]) == 0
    assert [(each["id"], each["action"]) for each in lines(capsysbinary)] == [
        (thanks, "accepted"), (meeting, "rejected")
    ]  # fmt: skip
    assert "meeting" not in records(path)
    assert run(["review", "--undo", meeting]) == 0
    assert run(["review", "--set", meeting, "form=talks", "place=Hué, VNM", "--words", "Hanoï, 5 mai 2021"]) == 0
    assert f"{meeting}: changed (form and place)" in capsysbinary.readouterr().out.decode().replace(", ", " and ")
    assert records(path)["talks"] == meeting
    assert run(["review", "--history", "--format", "jsonl"]) == 0
    told = [(row["field"], row["value"], row["author"]) for row in lines(capsysbinary)]
    assert told[:2] == [
        ("place", {"name": "Hué", "country": "VNM"} | told[0][1], "Ana"),
        ("form", "talks", "Ana"),
    ]
    assert ("*", "undone", "Ana") in told


def test_several_decisions_are_undone_at_once(path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    named = records(path)
    meeting, thanks = named["meeting"], named["thanks"]
    assert run(["review", "--accept", thanks, "--accept", meeting]) == 0
    capsysbinary.readouterr()
    assert run(["review", "--undo", "2"]) == 0
    assert capsysbinary.readouterr().out.decode() == f"{meeting}: undone\n{thanks}: undone\n"
    assert run(["review", "--accept", meeting]) == 0
    capsysbinary.readouterr()
    assert run(["review", "--undo", "3", "--format", "jsonl"]) == 1
    told = capsysbinary.readouterr()
    assert [json.loads(line)["id"] for line in told.out.splitlines()] == [meeting]
    assert "has decided nothing more" in told.err.decode()
    assert run(["review", "--undo", "1"]) != 0
    assert run(["review", "--undo", "0"]) != 0
    assert "from 1 to 100" in capsysbinary.readouterr().err.decode()


def test_a_missed_record_is_added_on_the_words_selected(path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    start = SUMMIT.index("a remercié")
    said = json.dumps({"form": "praise", "actor": "VNM", "recipient": "KHM"})
    arguments = ["--add", PAGE[:12], f"{start}:{start + 10}", "--kind", "events", "--json", said]
    assert run(["review", *arguments, "--format", "jsonl"]) == 0
    (added,) = lines(capsysbinary)
    assert records(path)["praise"] == added["id"]
    with open_register(path, readonly=True) as register:
        (span,) = register.event(added["id"]).record.evidence
    assert SUMMIT[span.start : span.end] == "a remercié"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--set", "MEETING", "form=takls"], 2, "Did you mean 'talks'?"),
        (["--set", "MEETING"], 2, "sets nothing"),
        (["--set", "MEETING", "form"], 2, "sets no field"),
        (["--set", "MEETING", "form=talks", "form=audience"], 2, "set twice"),
        (["--set", "MEETING", "--json", "[1]"], 2, "no JSON object"),
        (["--set", "MEETING", "--add", PAGE, "form=talks"], 2, "both take"),
        (["--set", "MEETING", "amount=5 USD"], 2, "No words of the page support 'amount'"),
        (["--add", PAGE, "1:5"], 2, "which kind"),
        (["--add", "0123456789", "1:5", "--kind", "events"], 1, "no page"),
        (["--accept", "ev-aaaaaaaaaaaa"], 1, "no record"),
        (["--done", PAGE], 2, "wait for a decision"),
        (["ev-aaaaaaaaaaaa"], 2, "says nothing here"),
        (["--author", " ", "--accept", "MEETING"], 2, "no name"),
    ],
)
def test_a_mistake_is_told_with_a_remedy(
    path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, told: str
) -> None:
    meeting = records(path)["meeting"]
    before = path.read_bytes()
    assert run(["review", *(meeting if each == "MEETING" else each for each in arguments)]) == status
    error = capsys.readouterr().err
    assert told in error
    assert error.startswith("comity: ")
    assert path.read_bytes() == before


def test_what_can_be_decided_is_kept_when_something_else_cannot(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    meeting = records(path)["meeting"]
    assert run(["review", "--accept", "ev-aaaaaaaaaaaa", "--accept", meeting]) == 1
    out, error = capsys.readouterr()
    assert f"{meeting}: accepted" in out
    assert "ev-aaaaaaaaaaaa" in error


# --- in a terminal ---


class Terminal:
    """`comity review` in a terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        self._end, end = pty.openpty()
        command = [sys.executable, "-m", "comity.cli", "review", *arguments]
        self.process = subprocess.Popen(command, stdin=end, stdout=end, stderr=end, close_fds=True)
        os.close(end)
        self.told = ""

    def wait_for(self, words: str) -> str:
        """What is said up to these words."""
        deadline = time.monotonic() + 60
        while words not in self.told:
            ready, _, _ = select.select([self._end], [], [], 1)
            assert time.monotonic() < deadline, self.told
            if ready:
                try:
                    self.told += os.read(self._end, 65536).decode("utf-8", "replace")
                except OSError:  # the other end is closed
                    raise AssertionError(self.told) from None
        before, _, self.told = self.told.partition(words)
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", before).replace("\r\n", "\n")

    def press(self, keys: str) -> None:
        os.write(self._end, keys.encode())

    def close(self) -> None:
        self.process.kill() if self.process.poll() is None else None
        self.process.wait()
        os.close(self._end)


LAST_KEY = "[q] end"


def test_a_sitting_key_by_key(path: Path) -> None:
    meeting = records(path)["meeting"]
    terminal = Terminal("--kind", "events")
    try:
        first = terminal.wait_for(LAST_KEY)
        assert "not looked at" in first
        assert "▸" in first, "the evidence is marked in its sentence"
        # a change is shown before it is kept
        while meeting not in first:
            terminal.press(" ")
            first = terminal.wait_for(LAST_KEY)
        terminal.press("c")
        terminal.wait_for("FIELD=VALUE …")
        terminal.press("form=tlaks\r")
        terminal.wait_for("between them)")
        terminal.press("\r")
        assert "Did you mean 'talks'?" in terminal.wait_for(LAST_KEY)
        terminal.press("c")
        terminal.wait_for("FIELD=VALUE …")
        terminal.press("form=talks\r")
        terminal.wait_for("between them)")
        terminal.press("\r")
        assert "form: meeting → talks" in terminal.wait_for("leave it")
        terminal.press("\r")
        assert f"{meeting}: changed (form)" in terminal.wait_for(LAST_KEY)
        terminal.press("u")
        again = terminal.wait_for(LAST_KEY)
        assert f"{meeting}: undone" in again
        while meeting not in again:
            terminal.press(" ")
            again = terminal.wait_for(LAST_KEY)
        terminal.press("r")
        terminal.wait_for("no reason)")
        terminal.press("a caption\r")
        assert f"{meeting}: rejected" in terminal.wait_for(LAST_KEY)
        terminal.press("U")
        terminal.wait_for("to be undone?")
        terminal.press("2\r")
        again = terminal.wait_for(LAST_KEY)
        assert f"{meeting}: undone" in again
        assert "has decided nothing more" in again
        terminal.press("q")
        terminal.wait_for("0 rejected")
        assert terminal.process.wait(60) == 0
    finally:
        terminal.close()
    with open_register(path, readonly=True) as register:
        undone, last = register.review.decisions(meeting)[:2]
    assert (undone.value, undone.author) == ("undone", "Ana")
    assert (last.value, last.author, last.reason) == ("rejected", "Ana", "a caption")


@pytest.mark.usefixtures("path")
def test_a_sitting_ends_with_what_is_left() -> None:
    terminal = Terminal("--kind", "instruments")
    try:
        terminal.wait_for(LAST_KEY)
        terminal.press("a")
        assert "accepted" in terminal.wait_for("0 in conflict, 7 waiting, 1 decided, 0 rejected")
        assert terminal.process.wait(60) == 0
    finally:
        terminal.close()


# --- gold ---


def decide_all(path: Path) -> None:
    with open_register(path) as register:
        for item in register.review.queue(limit=100):
            register.review.accept(item.kept.id, "Ana")
        register.review.done(PAGE, "Ana")


def test_reviewed_pages_become_gold_that_evaluation_reads(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    meeting, thanks = records(path)["meeting"], records(path)["thanks"]
    decide_all(path)
    assert run(["review", "--set", meeting, "form=talks", "status=ongoing"]) == 0
    assert run(["review", "--reject", thanks]) == 0
    folder = tmp_path / "gold set"
    assert run(["gold", "export", str(folder)]) == 0
    assert "1 gold page." in capsys.readouterr().out
    (page,) = load_gold(folder)
    assert page.problems == ()
    assert (page.raw.text, page.raw.published) == (SUMMIT, "2021-05-05")
    (story,) = page.stories
    assert {(event.form, event.status) for event in story.events} == {("talks", "ongoing"), ("commitment", "held")}
    assert [(c.force, c.by, c.until) for c in story.commitments] == [
        ("agreed", ("KHM", "VNM"), "2025"), ("pledged", ("VNM",), None)
    ]  # fmt: skip
    assert [event.mode for event in story.events] == ["visit", None]
    assert [(i.kind, i.parties, i.period) for i in story.instruments] == [("protocol", ("KHM", "VNM"), "2021/2025")]
    assert {office.person for office in story.offices} == {"Sok Dara", "Lê Van Binh"}
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert run(["gold", "export", str(folder)]) == 0
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_pages_that_are_not_done_are_no_gold(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "set"
    assert run(["gold", "export", str(folder)]) == 2
    assert "No page is done" in capsys.readouterr().err
    assert run(["gold", "export", str(folder), "--page", PAGE[:8]]) == 1
    assert "is not done" in capsys.readouterr().err
    decide_all(path)
    meeting = records(path)["meeting"]
    assert run(["review", "--undo", meeting]) == 0
    assert run(["gold", "export", str(folder)]) == 1
    assert "1 of its records wait" in capsys.readouterr().err
    assert not folder.exists()
