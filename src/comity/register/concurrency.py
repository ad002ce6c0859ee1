"""How programs that write at once keep out of each other's way. Every function runs inside the caller's transaction.

On SQLite whoever writes is alone. On PostgreSQL several write at once: what changes records takes the one
`merging_lock` before it looks at what there is, so that it sees all that others have kept; what concerns one row alone
is `put`, which is right whoever comes first. What is of a new page alone is written before that lock, under the lock of
the page: whoever takes both takes that of the page first.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

_MERGING = 0x636F6D6A
"""The number of the advisory lock under which records are changed."""


_PAGE = 0x636F6D6B
"""The number under which pages are locked, each by a number of its own."""


def merging_lock(connection: Connection) -> None:
    """Wait until nobody else changes records: reports, which of them count, how they are merged, what is shown.

    Taken first, before anything is read on which the change depends. It ends with the transaction; taking it again is
    harmless. RegisterError (from the transaction's block) when another program does not end for a minute.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MERGING})


def page_lock(connection: Connection, page_id: str) -> None:
    """Wait until nobody else keeps this page. Taken before `merging_lock`; it ends with the transaction."""
    if connection.dialect.name == "postgresql":
        numbers = {"lock": _PAGE, "page": int(page_id[:8], 16) - (1 << 31)}
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock, :page)"), numbers)


def is_shared(connection: Connection) -> bool:
    """Whether others may write while this transaction does."""
    return connection.dialect.name == "postgresql"


def put(
    connection: Connection,
    table: Table,
    key: dict[str, Any],
    values: dict[str, Any],
    again: dict[str, Any] | None = None,
) -> None:
    """Insert a row of this key and these values; if there is one, give it the values `again`, by default the same.

    `key` are the columns of a unique constraint. With `again={}` a row that is there stays as it is.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**key, **values)
    changed = values if again is None else again
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_=changed)
        if changed
        else statement.on_conflict_do_nothing(index_elements=list(key))
    )
