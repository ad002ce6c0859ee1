"""The database under the register: opening, transactions, migrations, and errors told in words.

SQLite in WAL mode. The driver starts no transaction of its own (`isolation_level=None`): reading begins with `BEGIN`,
writing with `BEGIN IMMEDIATE`, so that a migration or a page is written whole or not at all, however the program ends.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from alembic.command import upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from comity.errors import RecordError, RegisterError
from comity.register import shown
from comity.register.schema import HEAD

BUSY_SECONDS = 60.0
"""How long a writer waits for another one before it gives up."""

_MIGRATIONS = Path(__file__).with_name("migrations")
_BEGIN = "comity_begin"
_ATTEMPTS = 10
_PASSING = ("SQLITE_BUSY", "SQLITE_IOERR", "SQLITE_LOCKED")


class Database:
    """An open database. Connections are pooled: any thread may read or write, each with a connection of its own."""

    def __init__(self, engine: Engine, path: Path, readonly: bool) -> None:
        self._engine = engine
        self.path = path
        self.readonly = readonly

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the register throughout."""
        with told(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that may write, and alone; all is kept when the block ends, nothing when it raises."""
        if self.readonly:
            raise RegisterError(f"The register '{self.path}' was opened for reading only.", "Open it for writing.")
        with told(self.path), self._engine.connect() as connection:
            connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close all connections; the last one folds the write-ahead log back into the file."""
        self._engine.dispose()


def open_database(path: Path, *, create: bool, readonly: bool) -> Database:
    """Open the register's database, and bring it to the schema of this program.

    Raises RegisterError when there is none and `create` is not set, when the file is something else, when its schema is
    newer than this program or cannot be brought up to date, or when it cannot be read or written.
    """
    _check_path(path, create)
    with told(path):
        if not readonly:
            return _writable(path, create)
        try:
            return _current(Database(_engine(path, "mode=ro"), path, readonly=True))
        except DBAPIError as error:
            # a folder that cannot be written has no room for the index of the log; without a log none is needed
            if _family(_name_of(error)) not in ("SQLITE_CANTOPEN", "SQLITE_READONLY") or _has_log(path):
                raise
            return _current(Database(_engine(path, "mode=ro&immutable=1"), path, readonly=True))


def revision(connection: Connection) -> str | None:
    """The revision of the schema, or None where there are no tables. RegisterError if the tables are not ours."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables:
            raise RegisterError("It is a database of another program.", "Name another file.")
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
    if target == HEAD:
        shown.rebuild(connection)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn an error of the database into a RegisterError that names the register and the remedy.

    Records that contradict each other are a RecordError: they concern one page only.
    """
    try:
        yield
    except IntegrityError as error:
        raise RecordError(
            f"The records of a page contradict each other ({error.orig}).", "Please report it."
        ) from error
    except (DBAPIError, sqlite3.Error) as error:
        what, remedy = _TOLD.get(_family(_name_of(error)), _UNTOLD)
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise RegisterError(f"{what.format(path=path)} ({cause})", remedy) from error
    except PoolTimeoutError as error:
        raise RegisterError(f"Too many requests read the register '{path}' at once.", "Try again.") from error


_UNTOLD = ("The register '{path}' could not be read or written.", "Check the file, or restore a copy of it.")
_TOLD = {
    "SQLITE_FULL": (
        "The disk that holds the register '{path}' is full.",
        "What was kept is sound. Make room and run the same command again: it goes on where it stopped.",
    ),
    "SQLITE_READONLY": (
        "The register '{path}' cannot be written.",
        "Check the permissions of the file and of its folder, or name another with --register.",
    ),
    "SQLITE_NOTADB": ("'{path}' is not a register: it is no SQLite database.", "Name another file with --register."),
    "SQLITE_CORRUPT": ("The register '{path}' is damaged.", "Restore a copy, or move it away and add the pages again."),
    "SQLITE_CANTOPEN": (
        "The register '{path}' could not be opened.",
        "Check that it and its folder exist, and that you may read and write them.",
    ),
    "SQLITE_BUSY": (
        "Another program is writing to the register '{path}'.",
        "Wait until it has finished and run the same command again.",
    ),
    "SQLITE_IOERR": (
        "The disk that holds the register '{path}' failed, or is full.",
        "Check the disk and its free room, then run the same command again.",
    ),
}
_TOLD["SQLITE_LOCKED"] = _TOLD["SQLITE_BUSY"]


def _check_path(path: Path, create: bool) -> None:
    try:
        if path.is_dir():
            remedy = f"Name a file in it, as {path / 'comity.db'}."
            raise RegisterError(f"'{path}' is a folder, not a register.", remedy)
        if path.exists():
            return
        if not create:
            remedy = "Make one with: comity add SOURCE… --register FILE"
            raise RegisterError(f"There is no register at '{path}'.", remedy)
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RegisterError(
            f"The folder of the register '{path}' cannot be used ({error.strerror}).", "Name another with --register."
        ) from error


def _writable(path: Path, create: bool) -> Database:
    database = Database(_engine(path, "mode=rwc" if create else "mode=rw"), path, readonly=False)
    try:
        with database.reading() as connection:
            found = _revision(connection, path)
        if found is None and not create:
            raise RegisterError(f"'{path}' is an empty file, not a register.", "Make one with: comity add SOURCE…")
        _write_ahead(database)
        if found != HEAD:
            with database.writing() as connection:
                # another program may have been first
                if _revision(connection, path) != HEAD:
                    migrate(connection)
    except BaseException:
        database.close()
        raise
    return database


def _current(database: Database) -> Database:
    try:
        with database._engine.connect() as connection:
            found = _revision(connection, database.path)
    except BaseException:
        database.close()
        raise
    if found != HEAD:
        database.close()
        raise RegisterError(
            f"The register '{database.path}' has an older schema ({found or 'none'}; this program reads {HEAD}).",
            "Bring it up to date by running comity add on it once.",
        )
    return database


def _revision(connection: Connection, path: Path) -> str | None:
    """As `revision`, with the errors that name the file; refuses a schema that this program does not know."""
    try:
        found = revision(connection)
    except RegisterError as error:
        raise RegisterError(f"'{path}' is not a register. {error.what}", error.remedy) from error
    if found is not None and found != HEAD and found not in _revisions():
        raise RegisterError(
            f"The register '{path}' was made by a newer Comity (schema {found}; this program knows up to {HEAD}).",
            "Upgrade Comity, or name another register with --register.",
        )
    return found


def _revisions() -> set[str]:
    return {step.revision for step in ScriptDirectory(_MIGRATIONS).walk_revisions()}


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _write_ahead(database: Database) -> None:
    """Set the mode of the file, once in its life. Two programs that both make a register may trip over each other."""
    for attempt in range(_ATTEMPTS):
        with database._engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            if driver is None:  # cannot be: the connection is open
                return
            try:
                driver.cursor().execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if attempt == _ATTEMPTS - 1 or _family(error.sqlite_errorname) not in _PASSING:
                    raise
        database.close()
        time.sleep(0.05 * (attempt + 1))


def _engine(path: Path, mode: str) -> Engine:
    address = f"file:{quote(str(path.absolute()))}?{mode}"

    def connect() -> sqlite3.Connection:
        driver = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        driver.execute("PRAGMA foreign_keys=ON")
        # with a write-ahead log this keeps the file sound; only a power cut may undo the last pages
        driver.execute("PRAGMA synchronous=NORMAL")
        return driver

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))

    return engine


def _name_of(error: DBAPIError | sqlite3.Error) -> str:
    return str(getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlite_errorname", ""))


def _family(name: str) -> str:
    """`SQLITE_READONLY_DIRECTORY` is of the family SQLITE_READONLY."""
    return "_".join(name.split("_")[:2])
