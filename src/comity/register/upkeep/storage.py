"""Rules of the database itself: it is whole, its tables are those of the schema, and what a row names is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, and_, func, select, text

from comity.register import schema as t
from comity.register.upkeep.rules import Rule

_MISSING = ("add_table", "add_column", "add_index", "add_constraint", "add_fk")


def _integrity(connection: Connection) -> Iterator[str]:
    """SQLite tells of every damaged page and index of its file; a server keeps its own sums."""
    if connection.dialect.name == "sqlite":
        for (found,) in connection.execute(text("PRAGMA integrity_check")):
            if found != "ok":
                yield str(found)


def _schema(connection: Connection) -> Iterator[str]:
    context = MigrationContext.configure(connection)
    for difference in compare_metadata(context, t.metadata):
        # changes of a column come as lists of their own
        if isinstance(difference, tuple) and difference[0] in _MISSING:
            yield f"{difference[0].removeprefix('add_')} {_named(difference[-1])} is missing"


def _named(part: Any) -> str:
    return str(getattr(part, "name", part))


def _references(connection: Connection) -> Iterator[str]:
    for table in t.metadata.sorted_tables:
        for key in table.foreign_keys:
            other = key.column.table.alias("other")
            there = select(other.c[key.column.name]).where(other.c[key.column.name] == key.parent).exists()
            orphans = select(func.count(), func.min(key.parent)).where(and_(key.parent.is_not(None), ~there))
            count, first = connection.execute(orphans.select_from(table)).one()
            if count:
                yield f"{count} of {table.name}.{key.parent.name} name no {key.column.table.name}, as {first}"


RULES = (
    Rule("integrity", "The file of the database is whole.", _integrity),
    Rule("schema", "The tables, columns and indexes are those of the schema.", _schema),
    Rule("references", "What a row names is there.", _references),
)
