"""Reading all rows for a check, some at a time, whatever they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Select, select

UNREADABLE = (AttributeError, LookupError, ValueError, TypeError, msgspec.MsgspecError, StopIteration)
"""What reading a row raises that was kept by no program of ours."""

_AT_ONCE = 400


def some_at_a_time(connection: Connection, column: Column[Any], *conditions: Any) -> Iterator[Sequence[Any]]:
    """The values of a key, in their order, some at a time."""
    last: Any = None
    while True:
        after = (column > last,) if last is not None else ()
        query = select(column).where(*conditions, *after).order_by(column).limit(_AT_ONCE)
        found = list(connection.scalars(query))
        if not found:
            return
        yield found
        last = found[-1]


def in_words(query: Select[Any], words: Callable[[Any], str]) -> Callable[[Connection], Iterator[str]]:
    """Gives each row of the query in words."""

    def breaches(connection: Connection) -> Iterator[str]:
        return (words(row) for row in connection.execute(query.execution_options(yield_per=500)))

    return breaches


def is_json(said: str | None, kind: Any = Any) -> bool:
    """Whether a text is JSON of this type."""
    try:
        msgspec.json.decode(said or "", type=kind)
    except (msgspec.MsgspecError, ValueError):
        return False
    return True
