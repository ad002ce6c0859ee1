"""A copy of a register is one state of it, sound and whole, in the same kind of database or the other one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Connection, Table, select

from comity.errors import RegisterError
from comity.location import Location
from comity.register import Register, open_register
from comity.register import schema as t
from comity.register.upkeep import copying
from comity.register.views import RECORD_KINDS, AnyKept
from tests.databases import ENGINES, Engine, Places, Server
from tests.register.factory import NEWER, brittany, summit
from tests.register.test_kill import numbered
from tests.register.test_migrations import TALKS, codings, make_0001, talks


@pytest.fixture(params=ENGINES)
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Places]:
    """Makes places for copies, in every kind of database."""
    engine: Engine = request.param
    server: Server | None = request.getfixturevalue("postgresql") if engine == "postgresql" else None
    folder = tmp_path / "copies"
    folder.mkdir()
    made = Places(engine, folder, server)
    yield made
    made.close()


@pytest.fixture
def filled(register: Register) -> Register:
    """Records of each kind, merged and not, an older coding, a reprint, a failure."""
    reprint = talks(TALKS.replace("ouvrent un poste", "inaugurent un poste"), url="https://a.example")
    again = summit(url="https://example.org/1?utm_source=mail", published="2021-05-05").coding(NEWER)
    list(register.add([*codings(), reprint.coding(), again]))
    return register


def said(place: Location) -> list[AnyKept]:
    with open_register(place, readonly=True) as register:
        return [kept for kind in RECORD_KINDS for kept in register.export(kind)]


def rows(place: Location) -> dict[str, list[tuple[object, ...]]]:
    with open_register(place, readonly=True) as register, register._database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in t.metadata.sorted_tables
            if table.name != "searched"  # its ids are given anew
        }


def test_a_copy_holds_the_same(filled: Register, other: Places) -> None:
    to = other.new()
    copied = filled.upkeep.backup(to)
    assert (copied.place, copied.pages) == (str(to), 5)
    assert copied.rows > 50
    assert rows(to) == rows(filled.location)
    assert said(to) == said(filled.location)
    with open_register(to, readonly=True) as register:
        assert register.upkeep.check().wrong == ()


def test_a_copy_is_a_register_like_any_other(filled: Register, other: Places) -> None:
    to = other.new()
    filled.upkeep.backup(to)
    with open_register(to) as copy:
        assert copy.keep(brittany(url="https://example.org/hue").coding()).outcome == "known"
        assert copy.keep(summit(published="2021-05-04").coding(NEWER)).outcome == "recoded"
        assert copy.keep(numbered(1).coding()).outcome == "added"
        assert copy.upkeep.check().wrong == ()
    with open_register(filled.location) as register:
        assert register.contents().pages == 5


def test_there_and_back_again(filled: Register, other: Places, places: Places) -> None:
    there, back = other.new(), places.new()
    filled.upkeep.backup(there)
    copying.backup(there, back)
    assert rows(back) == rows(filled.location)


def test_a_copy_is_one_state(filled: Register, other: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is kept when some of the tables are copied is not in the copy by halves."""
    before = rows(filled.location)
    table = copying._copy_table

    def writing_meanwhile(reading: Connection, writing: Connection, which: Table) -> int:
        copied = table(reading, writing, which)
        if which is t.source:
            assert filled.keep(numbered(1).coding()).outcome == "added"
        return copied

    monkeypatch.setattr(copying, "_copy_table", writing_meanwhile)
    to = other.new()
    filled.upkeep.backup(to)
    both_are_files = isinstance(to, Path) and isinstance(filled.location, Path)
    assert rows(to) == before
    assert filled.contents().pages == 5 if both_are_files else 6


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_files_are_copied_while_a_program_writes(filled: Register, tmp_path: Path) -> None:
    stop = Event()
    kept: list[int] = []

    def write() -> None:
        for number in range(200):
            if stop.is_set():
                return
            filled.keep(numbered(number).coding())
            kept.append(number)

    writer = Thread(target=write)
    writer.start()
    try:
        for number in range(2):
            least = 5 + len(kept)
            to = tmp_path / f"copy{number}.db"
            copied = filled.upkeep.backup(to)
            most = 6 + len(kept)
            with open_register(to, readonly=True) as copy:
                assert least <= copy.contents().pages == copied.pages <= most
                assert copy.upkeep.check().wrong == ()
    finally:
        stop.set()
        writer.join()


def test_nothing_is_overwritten(filled: Register, other: Places) -> None:
    to = other.new()
    filled.upkeep.backup(to)
    before = rows(to)
    with pytest.raises(RegisterError, match="already") as caught:
        filled.upkeep.backup(to)
    assert caught.value.remedy
    assert rows(to) == before


@pytest.mark.parametrize(
    ("name", "says"), [("", "is a folder"), ("nowhere/copy.db", "There is no folder"), ("notes.txt", "already")]
)
def test_what_is_in_the_way_is_told(filled: Register, tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(RegisterError, match=says) as caught:
        filled.upkeep.backup(tmp_path / name)
    assert caught.value.remedy


def test_a_copy_that_fails_leaves_nothing(
    filled: Register, other: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    to = other.new()
    with monkeypatch.context() as patched:
        patched.setattr(copying, "_copy_table", broken)
        patched.setattr(
            copying, "_check_free", lambda _: None if not list((tmp_path / "copies").iterdir()) else broken()
        )
        with pytest.raises(KeyboardInterrupt):
            filled.upkeep.backup(to)
    assert not list((tmp_path / "copies").iterdir())
    with pytest.raises(RegisterError):
        open_register(to)
    filled.upkeep.backup(to)
    assert said(to) == said(filled.location)


def test_what_is_no_register_is_not_copied(places: Places, tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"no register|empty|older schema"):
        copying.backup(places.new(), tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_an_older_register_is_copied_as_it_is(tmp_path: Path) -> None:
    old, to = tmp_path / "old.db", tmp_path / "copy.db"
    make_0001(old, tmp_path)
    copying.backup(old, to)
    with closing(sqlite3.connect(to)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert copy.execute("SELECT count(*) FROM page").fetchone() == (4,)
    with open_register(to) as register:
        assert register.upkeep.check().wrong == ()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A register of the first schema."""
    from tests.register.test_migrations import make_0001

    path = tmp_path / "old.db"
    make_0001(path, tmp_path)
    return path
