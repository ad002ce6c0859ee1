"""Checking every rule of a register, and making anew what can be.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import DBAPIError

from comity.register import schema as t
from comity.register import shown
from comity.register.merging import judging
from comity.register.people import checking as people
from comity.register.upkeep import arrivals, derived, found_by, named_states, opinions, records, storage, texts
from comity.register.upkeep.rules import Rule
from comity.register.upkeep.views import Checked, Wrong

RULES: tuple[Rule, ...] = (
    *storage.RULES,
    *texts.RULES,
    *records.RULES,
    *opinions.RULES,
    *arrivals.RULES,
    *named_states.RULES,
    *derived.RULES,
    *found_by.RULES,
)


def check(connection: Connection) -> Checked:
    """Look at everything, and say what is wrong."""
    return Checked(
        pages=_count(connection, t.page),
        reports=_count(connection, t.report),
        records=_count(connection, t.event),
        checks=len(RULES),
        wrong=tuple(_wrong(connection)),
    )


def repair(connection: Connection) -> None:
    """Make anew what is made from other rows: what is shown, who stands in it, what is searched, what merging seeks."""
    people.mend_keys(connection)
    shown.rebuild(connection)
    judging.rebuild(connection)


def _wrong(connection: Connection) -> Iterator[Wrong]:
    for rule in RULES:
        try:
            wrong = rule.broken(connection)
        except DBAPIError as error:
            if connection.dialect.name != "sqlite":
                raise
            # a damaged file can still be read elsewhere
            wrong = rule.unreadable(str(error.orig))
        if wrong is not None:
            yield wrong


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
