"""The full-text index in each database: an FTS5 table in SQLite, a table with a `tsvector` in PostgreSQL.

Both hold, for a row of `searched`, the same row of tokens (see `index`), and find the same rows for a question. The
only SQL of the register that one database alone understands stands here, in its migration, and in `database`.

What differs: relevance is bm25 in SQLite, and in PostgreSQL cover density (`ts_rank_cd`, divided by the logarithm of
the length), so that the order by relevance may differ; and PostgreSQL keeps the places of the first 16,382 tokens of a
page, and of 256 of one token: phrases are found among these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import BigInteger, Column, Connection, Double, Subquery, bindparam, text

from comity.register.searching.question import Question, match_of, tsquery_of

TABLE = "search_index"
_LAST_PLACE = 16382
_MOST_PLACES = 256


@dataclass(frozen=True, slots=True)
class Bounds:
    """Ids from `least` on, above `above`, below `below`: which part of a list, and of time, is looked at."""

    least: int | None = None
    above: int | None = None
    below: int | None = None

    def condition(self, column: str) -> str:
        """The bounds that are set, as further conditions."""
        signs = {"least": ">=", "above": ">", "below": "<"}
        return "".join(f" AND {column} {signs[name]} :{name}" for name in self.values())

    def values(self) -> dict[str, int]:
        """The bounds that are set, by name."""
        return {name: value for name in ("least", "above", "below") if (value := getattr(self, name)) is not None}


class Engine(Protocol):
    """The index of one database."""

    def put(self, connection: Connection, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Index the tokens of rows that are not in the index."""

    def remove(self, connection: Connection, ids: Iterable[int]) -> None:
        """Take rows out of the index, if they are in it."""

    def clear(self, connection: Connection) -> None:
        """Take all rows out of the index."""

    def settle(self, connection: Connection) -> None:
        """Bring an index that was filled anew into the shape in which it is read fast."""

    def matching(self, question: Question, bounds: Bounds, *, scored: bool = False) -> Subquery:
        """The rows that a question finds within bounds: `id`, and if `scored` `score`, the smaller the better."""

    def ids(self) -> Subquery:
        """All rows of the index: `id`."""


def engine_of(connection: Connection) -> Engine:
    """The engine of the database that a connection leads to."""
    return Tsvector() if connection.dialect.name == "postgresql" else Fts5()


class Fts5:
    """SQLite."""

    def put(self, connection: Connection, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Index the tokens of rows that are not in the index."""
        if rows:
            statement = text(f"INSERT INTO {TABLE} (rowid, tokens) VALUES (:id, :tokens)")
            connection.execute(statement, [{"id": id, "tokens": " ".join(tokens)} for id, tokens in rows])

    def remove(self, connection: Connection, ids: Iterable[int]) -> None:
        """Take rows out of the index, if they are in it."""
        gone = [{"id": id} for id in ids]
        if gone:
            connection.execute(text(f"DELETE FROM {TABLE} WHERE rowid = :id"), gone)

    def clear(self, connection: Connection) -> None:
        """Take all rows out of the index."""
        connection.execute(text(f"DELETE FROM {TABLE}"))

    def settle(self, connection: Connection) -> None:
        """Bring an index that was filled anew into the shape in which it is read fast: one run of rows a token."""
        connection.execute(text(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')"))

    def matching(self, question: Question, bounds: Bounds, *, scored: bool = False) -> Subquery:
        """The rows that a question finds within bounds: `id`, and if `scored` `score`, the smaller the better."""
        score = f", bm25({TABLE}) AS score" if scored else ""
        found = f"SELECT rowid AS id{score} FROM {TABLE} WHERE {TABLE} MATCH :asked{bounds.condition('rowid')}"
        return _columns(found, scored, asked=match_of(question), **bounds.values())

    def ids(self) -> Subquery:
        """All rows of the index: `id`."""
        return _columns(f"SELECT rowid AS id FROM {TABLE}", False)


class Tsvector:
    """PostgreSQL."""

    def put(self, connection: Connection, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Index the tokens of rows that are not in the index."""
        if rows:
            statement = text(f"INSERT INTO {TABLE} (id, tokens) VALUES (:id, CAST(:tokens AS tsvector))")
            connection.execute(statement, [{"id": id, "tokens": _vector(tokens)} for id, tokens in rows])

    def remove(self, connection: Connection, ids: Iterable[int]) -> None:
        """Take rows out of the index, if they are in it."""
        connection.execute(text(f"DELETE FROM {TABLE} WHERE id = ANY(:ids)"), {"ids": list(ids)})

    def clear(self, connection: Connection) -> None:
        """Take all rows out of the index."""
        connection.execute(text(f"DELETE FROM {TABLE}"))

    def settle(self, connection: Connection) -> None:
        """Bring an index that was filled anew into the shape in which it is read fast: tokens are counted."""
        connection.execute(text(f"ANALYZE {TABLE}"))
        connection.execute(text("ANALYZE searched"))

    def matching(self, question: Question, bounds: Bounds, *, scored: bool = False) -> Subquery:
        """The rows that a question finds within bounds: `id`, and if `scored` `score`, the smaller the better."""
        score = ", CAST(-ts_rank_cd(tokens, CAST(:asked AS tsquery), 1) AS float8) AS score" if scored else ""
        found = f"SELECT id{score} FROM {TABLE} WHERE tokens @@ CAST(:asked AS tsquery){bounds.condition('id')}"
        return _columns(found, scored, asked=tsquery_of(question), **bounds.values())

    def ids(self) -> Subquery:
        """All rows of the index: `id`."""
        return _columns(f"SELECT id FROM {TABLE}", False)


def _columns(statement: str, scored: bool, **values: Any) -> Subquery:
    columns: list[Column[Any]] = [Column("id", BigInteger)]
    if scored:
        columns.append(Column("score", Double))
    bound = text(statement).bindparams(*(bindparam(name, value) for name, value in values.items()))
    return bound.columns(*columns).subquery("matched")


def _vector(tokens: Sequence[str]) -> str:
    """Tokens as a tsvector is written: each once, with its places from 1 on."""
    places: dict[str, list[str]] = {}
    for place, token in enumerate(tokens, start=1):
        found = places.setdefault(token, [])
        if place <= _LAST_PLACE and len(found) < _MOST_PLACES:
            found.append(str(place))
    return " ".join(f"'{token}'{':' if found else ''}{','.join(found)}" for token, found in places.items())
