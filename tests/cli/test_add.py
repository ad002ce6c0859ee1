"""`comity add` as a program: what it says of itself while it runs, Ctrl-C, worker processes, failures listed after."""

from __future__ import annotations

import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

COMITY = [sys.executable, "-m", "comity.cli"]
PAGE = "Le ministre cambodgien de la Pêche a reçu lundi à Phnom Penh l'ambassadeur du Vietnam. "


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}
    return kept | {"COLUMNS": "100", "TERM": "xterm"} | more


def pages(path: Path, count: int) -> Path:
    lines = (
        json.dumps({"text": f"{PAGE}Dépêche n° {number}. " + " ".join(f"mot{number}x{at}" for at in range(60))})
        for number in range(count)
    )
    path.write_text("\n".join([*lines, '{"text": ""}']) + "\n")
    return path


def kept(folder: Path) -> int:
    """How many pages the register holds; none while it is being made."""
    try:
        with closing(sqlite3.connect(f"file:{folder / 'comity.db'}?mode=ro", uri=True)) as driver:
            return int(driver.execute("SELECT count(*) FROM page").fetchone()[0])
    except sqlite3.Error:
        return 0


@pytest.mark.long
def test_ctrl_c_keeps_what_is_kept_and_the_same_command_goes_on(tmp_path: Path) -> None:
    lines = pages(tmp_path / "pages.jsonl", 150)
    command = [*COMITY, "add", lines.name, "--workers", "2"]
    adding = subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and kept(tmp_path) < 10:
        time.sleep(0.05)
    os.killpg(adding.pid, signal.SIGINT)  # as a terminal does it: to every process of the group
    out, err = adding.communicate(timeout=60)
    assert adding.returncode == 130, err
    assert b"stopped; what is kept stays" in err
    assert b"Traceback" not in err
    before = kept(tmp_path)
    assert 10 <= before < 150
    # a page may be kept at the very moment, and its outcome not be told any more
    assert any(f"comity.db: {told} pages: {told} new".encode() in out for told in (before, before - 1))
    again = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, check=False, timeout=300)
    assert again.returncode == 1
    assert f"151 pages: {150 - before} new, {before} known already, 1 not coded".encode() in again.stdout
    assert kept(tmp_path) == 150


def test_a_terminal_shows_how_far_it_is(tmp_path: Path) -> None:
    pages(tmp_path / "pages.jsonl", 3)
    ours, theirs = pty.openpty()
    adding = subprocess.Popen(
        [*COMITY, "add", "pages.jsonl", "--workers", "0"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            some = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not some:
            break
        shown += some
    os.close(ours)
    assert adding.wait(timeout=60) == 1
    assert adding.stdout is not None
    assert b"4 pages: 3 new, 1 not coded" in adding.stdout.read()
    adding.stdout.close()
    assert b"of 4 pages" in shown
    assert b"event" in shown
    assert b"1 failure" in shown


def test_lines_say_it_where_there_is_no_terminal(tmp_path: Path) -> None:
    pages(tmp_path / "pages.jsonl", 2)
    command = [*COMITY, "add", "pages.jsonl", "--progress", "--workers", "1"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1
    assert "adding: 3 of 3 pages, 2 events, 1 failure, 0:" in done.stderr
    assert "pages.jsonl#3" in done.stderr
    listed = subprocess.run(
        [*COMITY, "failures"], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True, timeout=60
    )
    assert listed.stdout.startswith("pages.jsonl (1)\n  pages.jsonl#3 holds no text.")
    assert "tried once" in listed.stdout
