"""Copying a register into a new file or database while programs write to it.

Whatever is copied is one state of the register. A copy is there whole or not at all: a file gets its name when it is
complete, and a database of a server gets its tables and rows in one transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from comity.errors import RegisterError
from comity.location import Location, ServerDatabase
from comity.register import database, postgresql, sqlite
from comity.register import schema as t
from comity.register.database import Database
from comity.register.searching import index
from comity.register.upkeep.views import Copied

_AT_ONCE = 1000
_PAGES_AT_ONCE = 4096
_NOT_COPIED = {t.searched.name}
"""Tables that go with what a database has of its own, and are made anew."""


def backup(at: Location, to: Location) -> Copied:
    """Copy the register at `at` to `to`, where there is none.

    From file to file the schema may be an older one: a copy can be made before it is brought up to date. Raises
    RegisterError when there is no register, or something is in the way.
    """
    if isinstance(at, Path):
        sqlite.check_path(at, create=False)
    if isinstance(to, Path):
        _check_free(to)
    if isinstance(at, Path) and isinstance(to, Path):
        return _copy_file(at, to)
    source = database.open_database(at, create=False, readonly=True)
    try:
        with source.reading() as reading, _new(to) as writing:
            rows = _copy_rows(reading, writing)
            return Copied(place=str(to), pages=_count(writing, t.page), rows=rows)
    finally:
        source.close()


def _check_free(to: Path) -> None:
    if to.is_dir():
        raise RegisterError(f"'{to}' is a folder.", f"Name a file in it, as {to / 'comity-copy.db'}.")
    if to.exists():
        raise RegisterError(f"There is a file '{to}' already.", "Name another one, or move it away.")
    if not to.parent.is_dir():
        raise RegisterError(f"There is no folder '{to.parent}'.", "Make it first.")


def _copy_file(at: Path, to: Path) -> Copied:
    """SQLite's own copy of a file that others write to."""
    engine = sqlite.open_engine(at, "mode=ro")
    try:
        # the state that this connection has seen first is copied, whatever is written meanwhile
        with database.told(at), engine.connect() as connection, connection.begin():
            if database.known_revision(connection, at) is None:
                raise RegisterError(f"'{at}' is an empty file, not a register.", "Name another one with --register.")
            pages = _count(connection, t.page)
            rows = sum(_count(connection, table) for table in t.metadata.sorted_tables if _has(connection, table))
            driver = connection.connection.dbapi_connection
            assert isinstance(driver, sqlite3.Connection)
            with database.told(to), _named_when_complete(to) as part, closing(sqlite3.connect(part)) as copy:
                driver.backup(copy, pages=_PAGES_AT_ONCE)
        return Copied(place=str(to), pages=pages, rows=rows)
    finally:
        engine.dispose()


def _has(connection: Connection, table: Table) -> bool:
    return connection.dialect.has_table(connection, table.name)


@contextmanager
def _named_when_complete(to: Path) -> Iterator[Path]:
    """A file beside the copy's place, which takes it at the end; nothing is left of one that failed."""
    part = to.with_name(f"{to.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb") as content:
            os.fsync(content.fileno())
        _check_free(to)
        part.rename(to)
    finally:
        for left in (part, part.with_name(f"{part.name}-wal"), part.with_name(f"{part.name}-shm")):
            left.unlink(missing_ok=True)


@contextmanager
def _new(to: Location) -> Iterator[Connection]:
    """A connection to a new register with all tables and no rows; what is written is kept when the block ends."""
    if isinstance(to, Path):
        with _named_when_complete(to) as part:
            with database.told(to):
                target = Database(sqlite.open_engine(part, "mode=rwc"), to, readonly=False)
                sqlite.write_ahead(target._engine)
            yield from _filled(target)
    else:
        with database.told(to):
            target = Database(postgresql.open_engine(to), to, readonly=False)
        yield from _filled(target)


def _filled(target: Database) -> Iterator[Connection]:
    to = target.location
    try:
        with target.writing() as connection:
            if isinstance(to, ServerDatabase):
                postgresql.lock_migrations(connection)
            if database.known_revision(connection, to) is not None:
                raise RegisterError(f"The database '{to}' holds a register already.", "Name an empty database.")
            database.migrate(connection)
            yield connection
            index.rebuild(connection)
            if isinstance(to, ServerDatabase):
                postgresql.advance_numbers(connection)
    finally:
        target.close()


def _copy_rows(reading: Connection, writing: Connection) -> int:
    """Copy all tables, and say how many rows there are. RegisterError if not as many came as there are."""
    copied = 0
    for table in t.metadata.sorted_tables:
        if table.name in _NOT_COPIED:
            continue
        rows = _copy_table(reading, writing, table)
        if rows != _count(writing, table):
            raise RegisterError(f"The table '{table.name}' could not be copied whole.", "Try again.")
        copied += rows
    return copied


def _copy_table(reading: Connection, writing: Connection, table: Table) -> int:
    """Rows first, then what they name of their own table: it may come later."""
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    copied = 0
    found = reading.execution_options(yield_per=_AT_ONCE).execute(select(table))
    for rows in found.mappings().partitions():
        writing.execute(insert(table), [{**row, **dict.fromkeys(own)} for row in rows])
        copied += len(rows)
    key = next(iter(table.primary_key.columns))
    for column in own:
        named = select(key.label("of_row"), table.c[column].label("its_name")).where(table.c[column].is_not(None))
        set_again = update(table).where(key == bindparam("of_row")).values({column: bindparam("its_name")})
        for some in reading.execute(named).mappings().partitions(_AT_ONCE):
            writing.execute(set_again, [dict(row) for row in some])
    return copied


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
