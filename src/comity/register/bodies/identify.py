"""Which bodies are one: those that an authority file calls by several names. Kept in `body.body_id`.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from comity.folding import fold
from comity.register import schema as t
from comity.register.bodies.names import body_name
from comity.register.loader import chunks

_B = t.body.c

Known = Mapping[str, Mapping[str, str]]
"""By the words of a name, the identifiers that authority files give to it, each with its country."""


def settle(connection: Connection, bodies: Iterable[int]) -> None:
    """Decide anew which of these bodies, and of those that were one with them, are one."""
    rows = _gathered(connection, set(bodies))
    known = authorities(connection, [row.words for row in rows.values()])
    named: dict[str, list[int]] = {}
    for identity in sorted(rows):
        entry = authority_of(rows[identity], known)
        named.setdefault(entry if entry is not None else f"\n{identity}", []).append(identity)
    for group in named.values():
        moved = [identity for identity in group if rows[identity].body_id != group[0]]
        for some in chunks(moved):
            connection.execute(update(t.body).where(_B.id.in_(some)).values(body_id=group[0]))


def authorities(connection: Connection, words: Iterable[str]) -> dict[str, dict[str, str]]:
    """The identifiers that authority files give to bodies of these words, each with its country."""
    n, a = t.authority_name.c, t.authority.c
    found: dict[str, dict[str, str]] = {}
    for some in chunks(sorted(set(words))):
        rows = connection.execute(
            select(n.name, a.id, a.country)
            .join(t.authority, a.id == n.authority_id)
            .where(n.name.in_(some), a.kind == "body")
        )
        for row in rows:
            found.setdefault(row.name, {})[row.id] = row.country
    return found


def authority_of(row: Any, known: Known) -> str | None:
    """The identifier of a body, if exactly one may be its own: of its name, and not of another country."""
    found = [
        identity
        for identity, country in known.get(row.words, {}).items()
        if not country or not row.country or country == row.country
    ]
    return found[0] if len(found) == 1 else None


def authority_ids(rows: Iterable[Row[Any]], known: Known) -> tuple[str, ...]:
    """The identifiers that authority files give to a body of these rows."""
    return tuple(sorted({entry for row in rows if (entry := authority_of(row, known)) is not None}))


def rename(connection: Connection) -> None:
    """Make the names of bodies in authority files comparable, as after a migration; then settle all bodies."""
    n, a = t.authority_name.c, t.authority.c
    rows = connection.execute(
        select(n.authority_id, n.written, a.country).join(t.authority, a.id == n.authority_id).where(a.kind == "body")
    ).all()
    names: dict[tuple[str, str], str] = {}
    for row in rows:
        for words in words_of(row.written, row.country):
            if words:
                names.setdefault((words, row.authority_id), row.written)
    for some in chunks(sorted({row.authority_id for row in rows})):
        connection.execute(delete(t.authority_name).where(n.authority_id.in_(some)))
    if names:
        told = [{"name": words, "authority_id": of, "written": written} for (words, of), written in names.items()]
        connection.execute(insert(t.authority_name), told)
    settle(connection, connection.scalars(select(_B.id)))


def words_of(written: str, country: str | None) -> tuple[str, ...]:
    """The words by which a body of an authority file is found; what names no body is kept as it is, folded."""
    name = body_name(written, country or None)
    return (name.words if name is not None else fold(written),)


def _gathered(connection: Connection, bodies: set[int]) -> dict[int, Row[Any]]:
    """These bodies, those that are one with them, and all that bear a name of one of their entries."""
    found: dict[int, Row[Any]] = {}
    waiting = set(bodies)
    while waiting:
        rows = list(_rows(connection, waiting))
        found.update((row.id, row) for row in rows)
        known = authorities(connection, [row.words for row in rows])
        entries = {entry for row in rows if (entry := authority_of(row, known)) is not None}
        groups = {row.body_id for row in rows if row.body_id is not None}
        waiting = (_beside(connection, groups) | _called(connection, entries)) - found.keys()
    return found


def _rows(connection: Connection, bodies: Iterable[int]) -> Iterable[Row[Any]]:
    for some in chunks(sorted(bodies)):
        yield from connection.execute(select(t.body).where(_B.id.in_(some)))


def _beside(connection: Connection, groups: set[int]) -> set[int]:
    found: set[int] = set()
    for some in chunks(sorted(groups)):
        found |= set(connection.scalars(select(_B.id).where(_B.body_id.in_(some))))
    return found


def _called(connection: Connection, entries: set[str]) -> set[int]:
    n = t.authority_name.c
    found: set[int] = set()
    for some in chunks(sorted(entries)):
        words = select(n.name).where(n.authority_id.in_(some))
        found |= set(connection.scalars(select(_B.id).where(_B.words.in_(words))))
    return found
