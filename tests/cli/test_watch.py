"""`comity watch` and `comity sources` as their users meet them, with a server of the tests' own."""

from __future__ import annotations

import email
import email.policy
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import feedparser
import pytest

from comity.cli import run
from comity.register import open_register
from tests.sources.web.server import Server, feed, in_turn, page, status

COMITY = [sys.executable, "-m", "comity.cli"]
FIRST = (
    "Le roi du Cambodge reçoit le Premier ministre vietnamien\n\n"
    "PHNOM PENH, 8 novembre 2022 - Le roi du Cambodge, Norodom Sihamoni, a reçu mardi à Phnom Penh le Premier ministre "
    "vietnamien, Pham Minh Chinh.\n"
)
TENTH = (
    "Au palais\n\n"
    "PHNOM PENH, 9 novembre 2022 - Norodom Sihamoni, roi du Cambodge, a reçu le 8 novembre 2022 à Phnom Penh le "
    "Premier ministre du Vietnam, Pham Minh Chinh, en présence de la presse et de nombreux invités.\n"
)
OTHER = (
    "Nairobi et Kampala\n\n"
    "NAIROBI, 10 novembre 2022 - Le président du Kenya a reçu jeudi à Nairobi le Premier ministre ougandais.\n"
)

Says = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("COMITY_") and name != "COMITY_REQUIRE":
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")  # else lines break where the terminal of whoever runs the tests ends
    monkeypatch.setenv("COMITY_WORKERS", "0")
    monkeypatch.setenv("COMITY_ALLOW_PRIVATE_ADDRESSES", "1")
    monkeypatch.setenv("COMITY_FETCH_DELAY", "0")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def says(capfd: pytest.CaptureFixture[str]) -> Says:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        out, err = capfd.readouterr()
        return code, out, err

    return call


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        for name, text in (("first", FIRST), ("tenth", TENTH), ("other", OTHER)):
            server.on(f"/{name}", page(text, media="text/plain"))
        yield server


def entries(server: Server, *names: str) -> list[tuple[str, str]]:
    return [(server.url(f"/{name}"), name) for name in names]


def test_what_is_new_is_told_once_with_its_words(says: Says, server: Server, tmp_path: Path) -> None:
    address = server.on(
        "/feed",
        in_turn(
            feed(*entries(server, "first"), etag='"1"'),
            feed(*entries(server, "tenth", "first"), etag='"2"'),
            feed(*entries(server, "other", "tenth", "first"), etag='"3"'),
        ),
    )
    asked = ("--between", "VNM", "Cambodge", "--of", "KEN", "--once", "--interface", "en", "--atom", "news.xml")
    code, out, err = says("watch", address, *asked, "--mail", "news.eml")
    assert code == 0, err
    assert out.startswith("NEW  Audience: Vietnam and Cambodia, 8 November 2022")
    assert "a reçu mardi à Phnom Penh" in out
    assert server.url("/first") in out
    assert "1 new page." in err
    (entry,) = feedparser.parse(Path("news.xml").read_bytes()).entries
    assert entry.link == server.url("/first")
    message = email.message_from_bytes(Path("news.eml").read_bytes(), policy=email.policy.default)
    assert "a reçu mardi à Phnom Penh" in " ".join(message.get_content().split())

    # a tenth report is no news, and known feeds need not be named
    code, out, err = says("watch", *asked)
    assert (code, out) == (0, "")
    assert "1 new page." in err
    assert [one.id for one in feedparser.parse(Path("news.xml").read_bytes()).entries] == [entry.id]

    (tmp_path / "mails").mkdir()
    code, out, err = says("watch", *asked, "--mail", "mails", "--format", "jsonl")
    told = [json.loads(line) for line in out.splitlines()]
    assert [(one["kind"], one["event"]["record"]["form"]) for one in told] == [("first", "audience")]
    assert len(list((tmp_path / "mails").iterdir())) == 1
    read = feedparser.parse(Path("news.xml").read_bytes())
    assert [one.id for one in read.entries][1] == entry.id
    assert says("watch", *asked)[1] == ""
    assert [server.count(f"/{name}") for name in ("first", "tenth", "other")] == [1, 1, 1]

    # whoever asks for something else is told what concerns them from then on
    assert says("dossier", "VNM", "KHM", "--interface", "en")[1].count("Audience") >= 1


def test_feeds_are_listed_and_removed(says: Says, server: Server) -> None:
    good, bad = server.on("/feed", feed(*entries(server, "other"))), server.on("/bad", status(500))
    code, _, err = says("watch", good, bad, "--once")
    assert code == 1
    assert f"{bad}: " in err
    assert "500" in err
    code, out, _ = says("sources")
    assert code == 0
    assert f"{good} (Journal d'essai)\n  1 page since 20" in out
    assert "last error 20" in out
    assert "500" in out
    _, out, _ = says("sources", "--format", "jsonl")
    assert {one["address"]: one["failures"] for one in map(json.loads, out.splitlines())} == {good: 0, bad: 1}
    assert bad not in says("sources", "--remove", bad)[1]
    code, _, err = says("sources", "--remove", bad)
    assert code == 2
    assert "is not watched" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--once"], "No feed is known"),
        (["feed.xml", "--once"], "no address of a feed"),
        (["--between", "VNM"], "two sides"),
        (["--between", "VNM", "--once"], "two sides"),
        (["--between=VNM"], "two sides"),
        (["--between", "VNM", "Viêt Nam"], "two different"),
        (["--between", "VNM", "Nulle-Part"], "Nulle-Part"),
        (["--of", "Nulle-Part"], "Nulle-Part"),
        (["--every", "0"], "--every"),
    ],
)
def test_what_cannot_be_watched(says: Says, arguments: list[str], words: str) -> None:
    code, out, err = says("watch", *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_a_list_of_feeds_starts_empty(says: Says, server: Server) -> None:
    says("add", server.url("/other"))
    assert says("sources") == (0, "No feed is watched. Begin with: comity watch FEED…\n", "")


@pytest.mark.parametrize("how", [pytest.param(signal.SIGINT, marks=pytest.mark.long), signal.SIGTERM])
def test_a_signal_ends_it_and_the_next_goes_on(server: Server, tmp_path: Path, how: signal.Signals) -> None:
    address = server.on("/feed", feed(*entries(server, "other"), etag='"1"'))
    command = [*COMITY, "watch", address, "--of", "KEN", "--every", "60"]
    watching = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert watching.stdout is not None
    assert "Kenya" in watching.stdout.readline()
    # told is what has been printed; then it sleeps
    time.sleep(0.5)
    watching.send_signal(how)
    err = watching.communicate(timeout=30)[1]
    assert watching.returncode == 0, err
    assert "goes on from here" in err
    assert "Traceback" not in err
    again = subprocess.run([*command, "--once"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True)
    assert again.stdout == ""
    assert server.count("/other") == 1


@pytest.mark.long
def test_a_watch_that_is_killed_loses_nothing_and_fetches_nothing_twice(server: Server, tmp_path: Path) -> None:
    """Killed at random moments, and started again: every act is told, and every page that was kept is fetched once."""
    countries = ["kényan", "ougandais", "rwandais", "tanzanien", "éthiopien", "somalien", "malgache", "zambien"]
    for number, whose in enumerate(countries):
        told_of = f"HANOI, {number + 1} mai 2023 - Le président vietnamien a reçu à Hanoi le président {whose}."
        text = f"Nouvelle {number}\n\n{told_of}\n"
        server.on(f"/{number}", page(text, media="text/plain"))
    address = server.on("/feed", feed(*entries(server, *map(str, range(len(countries)))), etag='"1"'))
    command = [*COMITY, "watch", address, "--of", "VNM", "--once", "--interface", "en", "--atom", "news.xml"]
    chance = random.Random(2026)
    told: list[str] = []
    register = tmp_path / "comity.db"
    for _ in range(6):
        settled = settled_of(register, server, len(countries))
        before = [server.count(path) for path in settled]
        watching = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        deadline = time.monotonic() + 60
        goal = len(settled) + chance.choice((0, 1, 2, 3))
        while watching.poll() is None and time.monotonic() < deadline:
            if len(settled_of(register, server, len(countries))) >= goal:
                break
            time.sleep(0.05)
        time.sleep(chance.random() * 0.3)
        watching.kill()
        told += watching.communicate()[0].splitlines()
        assert [server.count(path) for path in settled] == before
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120)
    told += done.stdout.splitlines()
    acts = {line.split()[-1] for line in told if line.startswith("NEW  ")}
    read = feedparser.parse((tmp_path / "news.xml").read_bytes())
    assert not read.bozo
    assert len(read.entries) == len(acts) == len(countries)
    assert {entry.link for entry in read.entries} == {server.url(f"/{number}") for number in range(len(countries))}
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120).stdout == ""


def settled_of(path: Path, server: Server, count: int) -> list[str]:
    """The paths whose pages are kept."""
    if not path.exists() or not path.stat().st_size:
        return []
    with open_register(path, create=True) as register:
        return [f"/{number}" for number in range(count) if register.fetched(server.url(f"/{number}"))]
