"""A register in a file of SQLite: opening it, and its errors told in words.

WAL mode. The driver starts no transaction of its own (`isolation_level=None`): reading begins with `BEGIN`, writing
with `BEGIN IMMEDIATE`, so that a migration or a page is written whole or not at all, however the program ends.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from comity.errors import RegisterError

BUSY_SECONDS = 60.0
"""How long a writer waits for another one before it gives up."""

_BEGIN = "comity_begin"
_ATTEMPTS = 10
_PASSING = ("SQLITE_BUSY", "SQLITE_IOERR", "SQLITE_LOCKED")


def open_engine(path: Path, mode: str) -> Engine:
    """An engine on the file; `mode` is that of SQLite's addresses: `mode=ro`, `mode=rw`, `mode=rwc`."""
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


def for_writing(connection: Connection) -> None:
    """Let the connection's next transaction be one that writes, and alone."""
    connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def check_path(path: Path, create: bool) -> None:
    """RegisterError where the file cannot be a register, or is missing and not to be made; makes its folder."""
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


def needs_no_log(path: Path, error: DBAPIError) -> bool:
    """Whether a file that could not be opened for reading can be, as one that nobody writes to.

    A folder that cannot be written has no room for the index of the log; without a log none is needed.
    """
    log = path.with_name(path.name + "-wal")
    has_log = log.exists() and log.stat().st_size > 0
    return family(error) in ("SQLITE_CANTOPEN", "SQLITE_READONLY") and not has_log


def write_ahead(engine: Engine) -> None:
    """Set the mode of the file, once in its life. Two programs that both make a register may trip over each other."""
    for attempt in range(_ATTEMPTS):
        with engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            if driver is None:  # cannot be: the connection is open
                return
            try:
                driver.cursor().execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if attempt == _ATTEMPTS - 1 or family(error) not in _PASSING:
                    raise
        engine.dispose()
        time.sleep(0.05 * (attempt + 1))


def family(error: DBAPIError | sqlite3.Error) -> str:
    """The kind of an error: `SQLITE_READONLY_DIRECTORY` is of the family SQLITE_READONLY."""
    name = str(getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlite_errorname", ""))
    return "_".join(name.split("_")[:2])


def told(error: DBAPIError | sqlite3.Error) -> tuple[str, str]:
    """What is said of an error, with `{at}` for the register, and what to do."""
    return _TOLD.get(family(error), _UNTOLD)


_UNTOLD = ("The register '{at}' could not be read or written.", "Check the file, or restore a copy of it.")
_TOLD = {
    "SQLITE_FULL": (
        "The disk that holds the register '{at}' is full.",
        "What was kept is sound. Make room and run the same command again: it goes on where it stopped.",
    ),
    "SQLITE_READONLY": (
        "The register '{at}' cannot be written.",
        "Check the permissions of the file and of its folder, or name another with --register.",
    ),
    "SQLITE_NOTADB": ("'{at}' is not a register: it is no SQLite database.", "Name another file with --register."),
    "SQLITE_CORRUPT": ("The register '{at}' is damaged.", "Restore a copy, or move it away and add the pages again."),
    "SQLITE_CANTOPEN": (
        "The register '{at}' could not be opened.",
        "Check that it and its folder exist, and that you may read and write them.",
    ),
    "SQLITE_BUSY": (
        "Another program is writing to the register '{at}'.",
        "Wait until it has finished and run the same command again.",
    ),
    "SQLITE_IOERR": (
        "The disk that holds the register '{at}' failed, or is full.",
        "Check the disk and its free room, then run the same command again.",
    ),
}
_TOLD["SQLITE_LOCKED"] = _TOLD["SQLITE_BUSY"]
