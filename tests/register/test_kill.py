"""A killed add leaves a sound register, and adding again finishes the work."""

from __future__ import annotations

import hashlib
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from comity.model import Coding
from comity.register import open_register
from comity.register.views import RECORD_KINDS, AnyKept
from tests.register.factory import NEWER, Draft, summit

PAGES = 60
ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys
from comity.register import open_register
from tests.register.test_kill import codings
with open_register(sys.argv[1], create=True) as register:
    for added in register.add(codings(newer=sys.argv[2] == "newer")):
        print(added.outcome, flush=True)
"""


def codings(*, newer: bool) -> list[Coding]:
    return [numbered(number).coding(*[NEWER] * newer) for number in range(PAGES)]


def numbered(number: int) -> Draft:
    """A page of its own: with fewer words that no other has, it would be taken for a reprint."""
    draft = summit()
    own = hashlib.sha256(str(number).encode()).hexdigest()
    draft.text += f"Dépêche n° {number} : {' '.join(own[at : at + 4] for at in range(0, 64, 2))}.\n"
    return draft


def start(path: Path, which: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(path), which]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def run(path: Path, which: str) -> None:
    process = start(path, which)
    process.communicate()
    assert process.returncode == 0


def content(path: Path) -> list[AnyKept]:
    with open_register(path) as register:
        return [kept for kind in RECORD_KINDS for kept in register.export(kind)]


def check_sound(path: Path) -> None:
    """Every page that is there is whole."""
    driver = sqlite3.connect(path)
    assert driver.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert driver.execute("PRAGMA foreign_key_check").fetchall() == []
    driver.close()
    with open_register(path, create=True) as register:
        pages = register.contents().pages
        reports = {kind: sum(len(kept.reports) for kept in register.export(kind)) for kind in RECORD_KINDS}
    assert reports == {"event": 3 * pages, "commitment": 2 * pages, "instrument": pages, "office": 2 * pages}


@pytest.mark.long
def test_a_killed_add_is_finished_by_the_next(tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    for which in ("first", "newer"):
        run(whole, which)
    expected = content(whole)
    chance = random.Random(2026)
    path = tmp_path / "killed.db"
    outcomes: list[int] = []
    for which in ("first", "newer"):
        for _ in range(12):
            process = start(path, which)
            assert process.stdout is not None
            # at the very start (the migration), or somewhere within the pages
            for _ in range(chance.choice((0, 0, 1, 3, 7, 15))):
                process.stdout.readline()
            time.sleep(chance.random() * 0.05)
            process.send_signal(signal.SIGKILL)
            outcomes.append(process.wait())
            process.stdout.close()
            if path.exists() and path.stat().st_size:
                check_sound(path)
        run(path, which)
    assert outcomes.count(-signal.SIGKILL) > 12
    assert content(path) == expected


@pytest.mark.long
def test_two_programs_add_at_once(tmp_path: Path) -> None:
    for attempt in range(5):
        path = tmp_path / f"both{attempt}.db"
        both = [start(path, "first") for _ in range(2)]
        said = [process.communicate()[0].split() for process in both]
        assert [process.returncode for process in both] == [0, 0]
        assert sum(outcomes.count("added") for outcomes in said) == PAGES
        check_sound(path)
