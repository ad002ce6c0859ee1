"""comity add is killed at random moments, with input of every kind, and the next run finishes its work."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comity.register import open_register
from comity.register.views import RECORD_KINDS
from tests.sources.making import packed, response, zipped
from tests.sources.web.server import Server, page, status

ROOT = Path(__file__).parents[2]
KILLS = 4


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory, server: Server) -> list[str]:
    """Pages of every kind of source, some of them broken, told twice, or reprinted."""
    folder = tmp_path_factory.mktemp("sources")
    texts = [
        json.loads(line)["text"] for line in (ROOT / "samples" / "dispatches.jsonl").read_text("utf-8").splitlines()
    ]
    (folder / "html").mkdir()
    for number, text in enumerate(texts[:8]):
        (folder / "html" / f"{number}.html").write_text(html(text), "utf-8")
    (folder / "html" / "empty.html").write_text("<html><body></body></html>", "utf-8")
    records = [response(f"https://a.example/{number}", html(text)) for number, text in enumerate(texts[8:16])]
    (folder / "pages.warc.gz").write_bytes(packed(*records)[:-40])
    lines = [
        json.dumps({"text": text, "published": "2023-05-01"}) for text in [*texts[16:28], texts[9], trimmed(texts[3])]
    ]
    (folder / "pages.jsonl").write_text("\n".join([*lines[:5], "not json", *lines[5:]]) + "\n", "utf-8")
    (folder / "pages.zip").write_bytes(
        zipped({f"{number}.txt": text for number, text in enumerate([*texts[28:36], " ", texts[20]])})
    )
    addresses = []
    for number, text in enumerate(texts[36:44]):
        addresses.append(server.on(f"/{number}", page(html(text))))
    addresses.insert(3, server.on("/gone", status(404)))
    (folder / "addresses.txt").write_text("\n".join(addresses) + "\n")
    return [str(folder / name) for name in ("html", "addresses.txt", "pages.warc.gz", "pages.jsonl", "pages.zip")]


def html(text: str) -> str:
    title, *paragraphs = [line for line in text.splitlines() if line.strip()]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    article = f"<article><h1>{title}</h1>{body}</article>"
    return f"<html lang='fr'><head><title>{title}</title></head><body>{article}</body></html>"


def trimmed(text: str) -> str:
    """The same with another headline."""
    return f"Autre titre\n{text.partition(chr(10))[2]}"


def start(sources: list[str], register: Path, workers: int) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "comity.cli",
        "add",
        *sources,
        "--register",
        str(register),
        "--workers",
        str(workers),
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}
    environment |= {"COMITY_ALLOW_PRIVATE_ADDRESSES": "1", "COMITY_FETCH_DELAY": "0"}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )


def run(sources: list[str], register: Path, workers: int) -> str:
    process = start(sources, register, workers)
    out = process.communicate(timeout=400)[0].decode()
    assert process.returncode == 1, out  # some pages are broken
    return out


def content(path: Path) -> dict[str, Any]:
    """All that the register holds, but when, and how often it was tried."""
    with open_register(path, readonly=True) as register:
        held: dict[str, Any] = {kind: list(register.export(kind)) for kind in RECORD_KINDS}
        held["failures"] = {(one.name, one.root, one.failure, one.page) for one in register.failures()}
        held["contents"] = register.contents()
    driver = sqlite3.connect(path)
    assert driver.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert driver.execute("PRAGMA foreign_key_check").fetchall() == []
    for name, columns in {
        "page": "id, text",
        "source": "page_id, digest, name, url, title, publisher, published, language, address_key, stated",
        "similar": "page_id, like_id, similarity",
        "fetched": "address_key, address, page_id, root",
        "teaser": "story, address_key, replaced_by",
    }.items():
        held[name] = sorted(driver.execute(f"SELECT {columns} FROM {name}"), key=repr)
    driver.close()
    return held


def pages_kept(path: Path) -> int:
    if not path.exists():
        return 0
    try:
        driver = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return int(driver.execute("SELECT count(*) FROM page").fetchone()[0])
        finally:
            driver.close()
    except sqlite3.Error:  # it is being made
        return 0


def workers_of(session: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                state, _, _, of = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            except (OSError, ValueError):
                continue
            if int(of) == session and state != "Z":
                found.append(int(entry.name))
    return found


@pytest.fixture(scope="module")
def expected(sources: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run that nobody kills has in its register."""
    whole = tmp_path_factory.mktemp("whole") / "comity.db"
    assert "told elsewhere in nearly the same words" in run(sources, whole, 1)
    held = content(whole)
    assert held["contents"].pages > 40
    return held


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not list its processes")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_add_is_finished_by_the_next(
    workers: int, sources: list[str], server: Server, expected: dict[str, Any], tmp_path: Path
) -> None:
    chance = random.Random(f"2026 {workers}")
    path = tmp_path / "killed.db"
    kills = 0
    for attempt in range(KILLS):
        settled = settled_pages(path, server)
        before = {address: server.count(address) for address in settled}
        process = start(sources, path, workers)
        # the moments are counted in pages, so that a fast machine leaves work for the next attempt too
        goal = attempt * expected["contents"].pages // (KILLS + 2)
        deadline = time.monotonic() + 120
        while process.poll() is None and pages_kept(path) < goal and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.random() * (2 if attempt == 0 else 0.1))
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        assert process.stdout is not None
        process.stdout.close()
        # the workers see that nobody is there any more
        deadline = time.monotonic() + 30
        while workers_of(process.pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not workers_of(process.pid)
        assert {address: server.count(address) for address in settled} == before
    assert kills
    settled = settled_pages(path, server)
    before = {address: server.count(address) for address in settled}
    run(sources, path, workers)
    assert {address: server.count(address) for address in settled} == before
    assert content(path) == expected


def settled_pages(path: Path, server: Server) -> list[str]:
    """The paths on the server whose pages are kept."""
    if not pages_kept(path):
        return []
    with open_register(path) as register:
        return [f"/{number}" for number in range(8) if register.fetched(server.url(f"/{number}"))]
