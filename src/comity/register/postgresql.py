"""A register in a database of a PostgreSQL server: opening it, and its errors told in words.

Reading sees one state throughout (`REPEATABLE READ READ ONLY`); writing is `READ COMMITTED`, so that whoever waited for
a lock sees what was kept meanwhile (see `comity.register.concurrency`).
"""

from __future__ import annotations

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from comity.errors import RegisterError
from comity.location import ServerDatabase

LOCK_SECONDS = 60
"""How long a writer waits for another one before it gives up."""

CONNECT_SECONDS = 10
"""How long a server may take to answer, unless the address says otherwise."""

_MIGRATING = 0x636F6D69
"""The number of the advisory lock under which tables are made and changed."""


def open_engine(at: ServerDatabase) -> Engine:
    """An engine on the database. Nothing is connected yet. RegisterError for an address that is none."""
    try:
        given = conninfo_to_dict(at.address)
    except psycopg.Error:
        # what the driver says repeats the address, with its password
        raise RegisterError(
            f"'{at}' is no address of a database.", "Write postgresql://user@host:port/database (docs/register.md)."
        ) from None
    given.setdefault("connect_timeout", CONNECT_SECONDS)
    given.setdefault("application_name", "comity")
    given["client_encoding"] = "UTF8"

    def connect() -> psycopg.Connection:
        return psycopg.connect(**given)  # type: ignore[arg-type]

    # a server that was started again since the last command is asked first, so that its answer is no error
    engine = create_engine("postgresql+psycopg://", creator=connect, poolclass=QueuePool, pool_pre_ping=True)
    event.listen(engine, "connect", _settle)
    return engine


def _settle(driver: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """What holds for every connection."""
    cursor = driver.cursor()
    cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
    cursor.close()
    driver.commit()


def for_reading(connection: Connection) -> None:
    """Let the connection's next transaction see one state, and write nothing."""
    connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def for_writing(connection: Connection) -> None:
    """Let the connection's next transaction be one that writes, beside others."""
    connection.execution_options(isolation_level="READ COMMITTED", postgresql_readonly=False)


def lock_migrations(connection: Connection) -> None:
    """Wait until nobody else makes or changes the tables; the lock ends with the transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATING})


def settle_tables(connection: Connection) -> None:
    """After a migration: text is compared by its code points, as in SQLite; numbers that are given go on from the last.

    A server's own order of text depends on its system and changes with it.
    """
    columns = connection.execute(
        text(
            "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS kind"
            " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid"
            " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0"
            " AND NOT a.attisdropped AND t.typname IN ('text', 'varchar') AND a.attcollation = t.typcollation"
            " ORDER BY c.relname, a.attnum"
        )
    ).all()
    quote = connection.dialect.identifier_preparer.quote
    for row in columns:
        table, column = quote(row.relname), quote(row.attname)
        connection.execute(text(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE {row.kind} COLLATE "C"'))
    advance_numbers(connection)


def advance_numbers(connection: Connection) -> None:
    """Let every table whose rows are numbered go on from its last number: rows may have come with theirs."""
    numbered = connection.execute(
        text(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND column_default LIKE 'nextval(%'"
        )
    ).all()
    quote = connection.dialect.identifier_preparer.quote
    for row in numbered:
        table, column = quote(row.table_name), quote(row.column_name)
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence(:table, :column), (SELECT max({column}) FROM {table}))"
                f" WHERE EXISTS (SELECT 1 FROM {table})"
            ),
            {"table": table, "column": row.column_name},
        )


def is_passing(error: DBAPIError) -> bool:
    """Whether the same transaction may go well when it is tried again: two writers stood in each other's way."""
    return _state(error) in ("40001", "40P01")


def told(error: DBAPIError | psycopg.Error) -> tuple[str, str]:
    """What is said of an error, with `{at}` for the register, and what to do."""
    state = _state(error)
    if state:
        return _TOLD.get(state) or _TOLD.get(state[:2]) or _UNTOLD
    words = str(error.orig if isinstance(error, DBAPIError) else error)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return _LOST
    # the driver has no code for what is refused while connecting; other languages fall to the last
    return next((answer for part, answer in _REFUSED.items() if part in words), _UNREACHED)


def _state(error: DBAPIError | psycopg.Error) -> str:
    return str(getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlstate", None) or "")


_UNTOLD = ("The register '{at}' could not be read or written.", "See the server's log.")
_LOST = (
    "The connection to the register '{at}' was lost.",
    "What was kept is sound. Check the server and the network, and run the same command again: it goes on where it "
    "stopped.",
)
_UNREACHED = (
    "The server of the register '{at}' could not be reached.",
    "Check that it runs, its name and port in the address, and that it lets you in.",
)
_LOGIN = (
    "The server of the register '{at}' does not let you in.",
    "Check the user and the password: in the address, in PGPASSWORD, or in ~/.pgpass.",
)
_MISSING = (
    "There is no such database: '{at}'.",
    "Let an administrator make it: createdb --encoding UTF8 --template template0 NAME",
)
_BUSY = (
    "Another program is writing to the register '{at}'.",
    "Wait until it has finished and run the same command again.",
)
_DENIED = (
    "You may not do that in the register '{at}'.",
    "Let its owner grant you the right to its tables, or read it only.",
)
_FULL = (
    "The server of the register '{at}' has no room left.",
    "What was kept is sound. Make room and run the same command again: it goes on where it stopped.",
)
_TOLD = {
    "08": _LOST,
    "57P01": _LOST,
    "57P02": _LOST,
    "57P03": _UNREACHED,
    "28": _LOGIN,
    "3D000": _MISSING,
    "53300": ("The server of the register '{at}' takes no more connections.", "Try again later."),
    "53": _FULL,
    "55P03": _BUSY,
    "40": _BUSY,
    "42501": _DENIED,
    "25006": _DENIED,
}
_REFUSED = {
    "password": _LOGIN,
    "authentication": _LOGIN,
    "role": _LOGIN,
    "pg_hba.conf": _LOGIN,
    "too many clients": _TOLD["53300"],
    "could not write init file": _FULL,  # the server notes its catalogue anew for whoever connects
    "No space left on device": _FULL,
    "starting up": _UNREACHED,
    "Connection refused": _UNREACHED,
    "does not exist": _MISSING,
    "terminating connection": _LOST,
    "server closed the connection": _LOST,
    "connection is lost": _LOST,
    "connection is closed": _LOST,
}
