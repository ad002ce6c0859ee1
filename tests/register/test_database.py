"""The file under the register: migrations, what is refused, and what each refusal says."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from comity.errors import RegisterError
from comity.model import Coding
from comity.register import Register, open_register, sqlite, store
from comity.register import database as database_module
from comity.register.database import migrate, open_database
from comity.register.schema import HEAD, metadata
from tests.access import let_others_enter
from tests.register.factory import NEWER, brittany, summit


def test_the_migrations_make_the_tables_of_the_schema(tmp_path: Path) -> None:
    database = open_database(tmp_path / "comity.db", create=True, readonly=False)
    with database.reading() as connection:
        # the full-text index is a table of the database's own kind
        ours = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("search_index")}
        context = MigrationContext.configure(connection, opts={"compare_server_default": True, **ours})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == HEAD
    database.close()


def test_the_head_is_the_last_migration() -> None:
    script = ScriptDirectory(Path(database_module.__file__).with_name("migrations"))
    assert script.get_heads() == [HEAD]


def test_the_schema_is_portable() -> None:
    """Every statement of the schema compiles for PostgreSQL too."""
    dialect = postgresql.dialect()
    for table in metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))


def test_a_register_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "comity.db"
    with open_register(path, create=True) as register:
        list(register.add([summit().coding()]))
    for options in ({}, {"create": True}, {"readonly": True}):
        with open_register(path, **options) as register:
            assert register.contents().events == 3


def test_a_closed_register_is_one_file(tmp_path: Path) -> None:
    with open_register(tmp_path / "comity.db", create=True) as register:
        list(register.add([summit().coding()]))
    assert [file.name for file in tmp_path.iterdir()] == ["comity.db"]


@pytest.mark.parametrize("name", ["a b%#?;é.db", "sub/folder/comity.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    with open_register(tmp_path / name, create=True) as register:
        list(register.add([summit().coding()]))
    assert (tmp_path / name).is_file()
    with open_register(tmp_path / name, readonly=True) as register:
        assert register.contents().pages == 1


def test_a_failed_migration_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "comity.db"

    def broken(connection: object, target: str = HEAD) -> None:
        migrate(connection, target)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(database_module, "migrate", broken)
        with pytest.raises(KeyboardInterrupt):
            open_register(path, create=True)
    with sqlite3.connect(path) as driver:
        assert driver.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    driver.close()
    with open_register(path, create=True) as register:
        assert register.contents().pages == 0


def refused(path: Path, *, create: bool = True, readonly: bool = False) -> str:
    with pytest.raises(RegisterError) as caught:
        open_register(path, create=create, readonly=readonly)
    assert caught.value.remedy
    return str(caught.value)


@pytest.mark.parametrize("readonly", [False, True])
def test_a_newer_schema_is_refused(tmp_path: Path, readonly: bool) -> None:
    path = tmp_path / "comity.db"
    open_register(path, create=True).close()
    with sqlite3.connect(path) as driver:
        driver.execute("UPDATE alembic_version SET version_num = '9999'")
    driver.close()
    before = path.read_bytes()
    said = refused(path, readonly=readonly)
    assert "newer Comity" in said
    assert "9999" in said
    assert path.read_bytes() == before


@pytest.mark.parametrize("readonly", [False, True])
def test_another_database_is_refused_and_left_alone(tmp_path: Path, readonly: bool) -> None:
    path = tmp_path / "music.db"
    with sqlite3.connect(path) as driver:
        driver.execute("CREATE TABLE song (title TEXT)")
    driver.close()
    before = path.read_bytes()
    assert "another program" in refused(path, readonly=readonly)
    assert path.read_bytes() == before


@pytest.mark.parametrize("readonly", [False, True])
def test_what_is_no_database_is_refused_and_left_alone(tmp_path: Path, readonly: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Ceci n'est pas une base de données.\n" * 100, "utf-8")
    before = path.read_bytes()
    assert "no SQLite database" in refused(path, readonly=readonly)
    assert path.read_bytes() == before


def test_a_missing_register_is_made_only_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "comity.db"
    assert "comity add" in refused(path, create=False)
    assert "comity add" in refused(path, create=False, readonly=True)
    assert not path.exists()


def test_an_empty_file_is_no_register_until_it_is_made_one(tmp_path: Path) -> None:
    path = tmp_path / "comity.db"
    path.touch()
    assert "empty" in refused(path, create=False)
    assert "older schema" in refused(path, create=False, readonly=True)
    open_register(path, create=True).close()


def test_a_folder_is_no_register(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path)


def test_a_file_in_the_way_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be used" in refused(tmp_path / "file" / "comity.db")


def test_a_damaged_register_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "comity.db"
    with open_register(path, create=True) as register:
        list(register.add([summit().coding()]))
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 12] = os.urandom(4096 * 11)
    path.write_bytes(content)
    with pytest.raises(RegisterError, match=r"damaged|could not be read"), open_register(path) as register:
        list(register.export("event"))


def test_a_register_opened_for_reading_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "comity.db"
    open_register(path, create=True).close()
    with open_register(path, readonly=True) as register, pytest.raises(RegisterError, match="for reading only"):
        register.keep(summit().coding())


def test_readers_read_while_a_writer_writes(tmp_path: Path) -> None:
    path = tmp_path / "comity.db"
    with open_register(path, create=True) as writer, open_register(path, readonly=True) as reader:
        list(writer.add([summit().coding()]))
        before = list(reader.export("event"))
        reading = reader.export("event")
        first = next(reading)
        list(writer.add([brittany().coding()]))
        assert [first, *reading] == before
        assert len(list(reader.export("event"))) == len(before) + 2


def test_another_writer_is_waited_for_and_then_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "comity.db"
    open_register(path, create=True).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    with open_register(path) as register:
        with pytest.raises(RegisterError, match="Another program is writing"):
            register.keep(summit().coding())
        other.execute("ROLLBACK")
        assert register.keep(summit().coding()).outcome == "added"
    other.close()


def limited(path: Path, pages: int) -> Register:
    """A register whose file may not grow by more than so many pages of 4096 bytes: SQLite says the disk is full."""
    register = open_register(path, create=True)
    engine = register._database._engine
    with register._database.reading() as connection:
        pages += int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0)

    @event.listens_for(engine, "begin")
    def limit(connection: object) -> None:
        connection.connection.dbapi_connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    return register


def test_a_full_database_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "comity.db"
    with limited(path, 120) as register:
        with pytest.raises(RegisterError, match="full") as caught:
            fill(register)
        assert "Make room" in caught.value.remedy
        kept = register.contents().pages
    assert kept > 0
    with open_register(path) as register:
        assert register.contents().pages == kept
        assert reports(register) == 3 * kept
        assert [register.keep(numbered(number)).outcome for number in (0, kept)] == ["known", "added"]


def reports(register: Register) -> int:
    """How many reports of events are kept: all pages tell of the same three."""
    return sum(len(event.reports) for event in register.export("event"))


def fill(register: Register) -> None:
    for number in range(10_000):
        register.keep(numbered(number))


def numbered(number: int) -> Coding:
    draft = summit()
    # in words of its own: no page is a reprint of another
    draft.text += f"Dépêche n° {number}.\n" + " ".join(f"La suite {number * 40 + each} du texte." for each in range(40))
    return draft.coding()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB; skipped where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    done = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False).returncode
    if done != 0:
        pytest.skip("needs the right to mount a file system")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_keeps_what_it_has(tiny_disk: Path) -> None:
    path = tiny_disk / "comity.db"
    with open_register(path, create=True) as register, pytest.raises(RegisterError, match="full"):
        fill(register)
    with open_register(path, readonly=True) as register:
        kept = register.contents().pages
        assert reports(register) == 3 * kept > 0
    subprocess.run(["mount", "-o", "remount,size=4m", tiny_disk], check=True)
    with open_register(path) as register:
        assert register.keep(numbered(kept)).outcome == "added"


def test_a_read_only_disk_can_be_read(tiny_disk: Path) -> None:
    path = tiny_disk / "comity.db"
    with open_register(path, create=True) as register:
        list(register.add([summit().coding()]))
    subprocess.run(["mount", "-o", "remount,ro", tiny_disk], check=True)
    with open_register(path, readonly=True) as register:
        assert register.contents().events == 3
    with pytest.raises(RegisterError, match=r"cannot be written|could not be opened"):
        add_to(path)


@pytest.mark.skipif(os.getuid() != 0, reason="needs root to become another user")
@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o777), (0o444, 0o555), (0o000, 0o755), (0o666, 0o555)])
def test_a_register_of_another_user_is_not_written(tmp_path: Path, file: int, folder: int) -> None:
    path = tmp_path / "comity.db"
    with open_register(path, create=True) as register:
        list(register.add([summit().coding()]))
    path.chmod(file)
    tmp_path.chmod(folder)
    let_others_enter(tmp_path)
    os.seteuid(65534)
    try:
        with pytest.raises(RegisterError, match=r"cannot be written|could not be opened"):
            add_to(path)
        if file:
            with open_register(path, readonly=True) as register:
                assert register.contents().pages == 1
    finally:
        os.seteuid(0)
    assert add_to(path) == "added"


def add_to(path: Path) -> str:
    with open_register(path) as register:
        return register.keep(brittany().coding()).outcome


def test_recoding_is_one_transaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_register(tmp_path / "comity.db", create=True) as register:
        list(register.add([summit().coding()]))
        before = list(register.export("event"))

        def broken(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(store, "make_current", broken)
            with pytest.raises(KeyboardInterrupt):
                register.keep(summit().coding(NEWER))
        assert list(register.export("event")) == before
        assert register.keep(summit().coding(NEWER)).outcome == "recoded"
