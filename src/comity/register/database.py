"""The database under the register: opening, transactions, migrations, and errors told in words.

A file of SQLite (`sqlite.py`) or a database of a PostgreSQL server (`postgresql.py`); all that is above is the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import psycopg
from alembic.command import upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from comity.errors import RecordError, RegisterError
from comity.location import Location, ServerDatabase
from comity.register import postgresql, shown, sqlite
from comity.register.merging import judging
from comity.register.schema import HEAD

P = ParamSpec("P")
T = TypeVar("T")

_MIGRATIONS = Path(__file__).with_name("migrations")
_ATTEMPTS = 5


class Database:
    """An open database. Connections are pooled: any thread may read or write, each with a connection of its own."""

    def __init__(self, engine: Engine, at: Location, readonly: bool) -> None:
        self._engine = engine
        self._on_server = isinstance(at, ServerDatabase)
        self.location = at
        self.readonly = readonly

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the register throughout."""
        with told(self.location), self._engine.connect() as connection:
            if self._on_server:
                postgresql.for_reading(connection)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that may write; all is kept when the block ends, nothing when it raises.

        On SQLite it is alone; on PostgreSQL others may write at once (see `concurrency`).
        """
        if self.readonly:
            raise RegisterError(f"The register '{self.location}' was opened for reading only.", "Open it for writing.")
        with told(self.location), self._engine.connect() as connection:
            (postgresql if self._on_server else sqlite).for_writing(connection)
            with connection.begin():
                yield connection

    def write(self, work: Callable[Concatenate[Connection, P], T], *arguments: P.args, **options: P.kwargs) -> T:
        """What `work` gives, called with a connection that may write, in a transaction of its own.

        It is called again when it and another program's transaction stood in each other's way: it must change nothing
        but the database.
        """
        for _ in range(_ATTEMPTS - 1):
            try:
                with self.writing() as connection:
                    return work(connection, *arguments, **options)
            except RegisterError as error:
                if not (isinstance(error.__cause__, DBAPIError) and postgresql.is_passing(error.__cause__)):
                    raise
        with self.writing() as connection:
            return work(connection, *arguments, **options)

    def close(self) -> None:
        """Close all connections; the last one folds the write-ahead log of a file back into it."""
        self._engine.dispose()


def open_database(at: Location, *, create: bool, readonly: bool) -> Database:
    """Open the register's database, and bring it to the schema of this program.

    Raises RegisterError when there is none and `create` is not set, when the place is something else, when its schema
    is newer than this program or cannot be brought up to date, or when it cannot be reached, read or written.
    """
    if isinstance(at, ServerDatabase):
        with told(at):
            database = Database(postgresql.open_engine(at), at, readonly)
            return _current(database) if readonly else _migrated(database, create)
    sqlite.check_path(at, create)
    with told(at):
        if not readonly:
            engine = sqlite.open_engine(at, "mode=rwc" if create else "mode=rw")
            return _migrated(Database(engine, at, readonly=False), create)
        try:
            return _current(Database(sqlite.open_engine(at, "mode=ro"), at, readonly=True))
        except DBAPIError as error:
            if not sqlite.needs_no_log(at, error):
                raise
            return _current(Database(sqlite.open_engine(at, "mode=ro&immutable=1"), at, readonly=True))


def revision(connection: Connection) -> str | None:
    """The revision of the schema, or None where there are no tables. RegisterError if the tables are not ours."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables:
            raise RegisterError("It is a database of another program.", "Name another one with --register.")
        return None
    return MigrationContext.configure(connection).get_current_revision()


def migrate(connection: Connection, target: str = HEAD) -> None:
    """Bring the schema to `target`, inside the transaction that is open on `connection`.

    What is derived is derived anew once the schema is that of this program.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    upgrade(config, target)
    if connection.dialect.name == "postgresql":
        postgresql.settle_tables(connection)
    if target == HEAD:
        shown.rebuild(connection)
        judging.rebuild(connection)


@contextmanager
def told(at: Location) -> Iterator[None]:
    """Turn an error of the database into a RegisterError that names the register and the remedy.

    Records that contradict each other are a RecordError: they concern one page only.
    """
    try:
        yield
    except IntegrityError as error:
        raise RecordError(
            f"The records of a page contradict each other ({error.orig}).", "Please report it."
        ) from error
    except (DBAPIError, sqlite3.Error, psycopg.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        of_sqlite = isinstance(cause, sqlite3.Error)
        what, remedy = sqlite.told(error) if of_sqlite else postgresql.told(error)  # type: ignore[arg-type]
        words = " ".join(str(cause).split())
        raise RegisterError(f"{what.format(at=at)} ({words})", remedy) from error
    except PoolTimeoutError as error:
        raise RegisterError(f"Too many requests read the register '{at}' at once.", "Try again.") from error


def _migrated(database: Database, create: bool) -> Database:
    at = database.location
    try:
        with database.reading() as connection:
            found = known_revision(connection, at)
        if found is None and not create:
            what = f"The database '{at}' is empty" if isinstance(at, ServerDatabase) else f"'{at}' is an empty file"
            raise RegisterError(f"{what}, not a register.", "Make one with: comity add SOURCE…")
        if isinstance(at, Path):
            sqlite.write_ahead(database._engine)
        if found != HEAD:
            with database.writing() as connection:
                if isinstance(at, ServerDatabase):
                    postgresql.lock_migrations(connection)
                # another program may have been first
                if known_revision(connection, at) != HEAD:
                    migrate(connection)
    except BaseException:
        database.close()
        raise
    return database


def _current(database: Database) -> Database:
    at = database.location
    try:
        with database._engine.connect() as connection:
            found = known_revision(connection, at)
    except BaseException:
        database.close()
        raise
    if found != HEAD:
        database.close()
        raise RegisterError(
            f"The register '{at}' has an older schema ({found or 'none'}; this program reads {HEAD}).",
            "Bring it up to date by running comity add on it once.",
        )
    return database


def known_revision(connection: Connection, at: Location) -> str | None:
    """As `revision`, with the errors that name the place; refuses a schema that this program does not know."""
    try:
        found = revision(connection)
    except RegisterError as error:
        raise RegisterError(f"'{at}' is not a register. {error.what}", error.remedy) from error
    if found is not None and found != HEAD and found not in _revisions():
        raise RegisterError(
            f"The register '{at}' was made by a newer Comity (schema {found}; this program knows up to {HEAD}).",
            "Upgrade Comity, or name another register with --register.",
        )
    return found


def _revisions() -> set[str]:
    return {step.revision for step in ScriptDirectory(_MIGRATIONS).walk_revisions()}
