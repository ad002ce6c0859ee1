"""A server whose disk is full, in earnest: the tables of a register stand on a file system of a few megabytes.

The kernel refuses the server's writes, wherever in a transaction that happens to be; the server itself and its log
stand elsewhere, and go on. Where no file system may be mounted the tests are skipped.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from psycopg import sql

from comity.errors import RegisterError
from comity.location import ServerDatabase
from comity.model import Coding
from comity.register import Register, open_register
from tests.databases import Server
from tests.register.factory import summit

pytestmark = pytest.mark.long

SIZE, MORE = "14m", "64m"
"""Of the file system: an empty register fills two thirds of it."""

MOST = 10_000
"""Times that something is tried: the disk is full long before."""


@contextmanager
def mounted(owner: int) -> Iterator[Path]:
    """A file system of a few megabytes that belongs to this user; skipped where none may be mounted."""
    folder = Path(tempfile.mkdtemp(prefix="comity-full-"))
    folder.chmod(0o755)
    options = f"size={SIZE},uid={owner},mode=0700"
    try:
        mount = shutil.which("mount")
        command = [mount, "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if mount is None or subprocess.run(command, check=False, capture_output=True).returncode != 0:
            pytest.skip("needs the right to mount a file system")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
    finally:
        folder.rmdir()


@pytest.fixture
def disk(postgresql: Server) -> Iterator[tuple[Path, ServerDatabase]]:
    """The small file system, and an empty database that stands on it."""
    server = postgresql
    name = server.new_name()
    with server.connect() as connection:
        data = connection.execute("SHOW data_directory").fetchone()
    home = Path(data[0]) if data else Path()
    if not home.is_dir():
        pytest.skip("needs the server on this machine")
    with mounted(home.stat().st_uid) as folder:
        at = server.database(name)
        words = {"space": sql.Identifier(f"{name}_space"), "name": sql.Identifier(name), "at": sql.Literal(str(folder))}
        with server.connect() as connection:
            connection.execute(sql.SQL("CREATE TABLESPACE {space} LOCATION {at}").format(**words))
            try:
                connection.execute(
                    sql.SQL("CREATE DATABASE {name} TEMPLATE template0 TABLESPACE {space}").format(**words)
                )
                yield folder, at
            finally:
                server.drop(at)
                connection.execute(sql.SQL("DROP TABLESPACE {space}").format(**words))


def numbered(number: int) -> Coding:
    """A page of many words of its own."""
    draft = summit(url=f"https://example.org/{number}")
    chance = Random(number)
    draft.text += " ".join(f"{chance.getrandbits(64):x}" for _ in range(1500)) + ".\n"
    return draft.coding()


def until_full(work: Callable[[int], Any]) -> tuple[int, RegisterError]:
    """Do it with one number after another until there is no room: how often it was done, and what was said then."""
    for number in range(MOST):
        try:
            work(number)
        except RegisterError as error:
            return number, error
    raise AssertionError("the disk is never full")


def fill(register: Register) -> list[str]:
    """Add pages until there is no room; those that were said to be kept."""
    kept: list[str] = []
    _, error = until_full(lambda number: kept.append(register.keep(numbered(number)).page))
    assert "no room left" in error.what
    assert "Make room" in error.remedy
    return kept


def refused_to_read(at: ServerDatabase) -> RegisterError | None:
    """What is told to whoever opens the register for reading now: the server may need room for a new connection."""
    try:
        with open_register(at, readonly=True) as register:
            assert register.upkeep.check().wrong == ()
    except RegisterError as error:
        return error
    return None


def test_a_full_disk_keeps_what_it_has(disk: tuple[Path, ServerDatabase]) -> None:
    folder, at = disk
    with open_register(at, create=True) as register:
        kept = fill(register)
        assert len(kept) > 3
        # whoever reads is served, and all that was said to be kept is there, whole
        assert register.contents().pages == len(kept)
        assert all(register.page(page).stories for page in kept)
        assert register.upkeep.check().wrong == ()
    refused = refused_to_read(at)
    assert refused is None or "no room left" in refused.what
    subprocess.run(["mount", "-o", f"remount,size={MORE}", folder], check=True)
    with open_register(at) as register:
        outcomes = [register.keep(numbered(number)).outcome for number in (0, len(kept))]
        assert outcomes == ["known", "added"]
        assert register.upkeep.check().wrong == ()


def test_what_people_decide_is_kept_or_refused(disk: tuple[Path, ServerDatabase]) -> None:
    folder, at = disk
    with open_register(at, create=True) as register:
        fill(register)
        event = next(kept.id for kept in register.export("event") if kept.record.form == "meeting")
        forms = ("talks", "meeting")
        decided, _ = until_full(lambda number: register.review.change(event, {"form": forms[number % 2]}, "Ana"))
        said = [row.value for row in register.review.decisions(limit=MOST)]
        assert said == [forms[number % 2] for number in range(decided)][::-1]
        assert register.upkeep.check().wrong == ()
    subprocess.run(["mount", "-o", f"remount,size={MORE}", folder], check=True)
    with open_register(at) as register:
        assert register.review.reject(event, "Ana").state == "rejected"
        assert register.upkeep.check().wrong == ()
