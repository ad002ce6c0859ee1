"""Which person an appellation means: decided among those that share a key, and kept in `appellation.person_id`.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from comity.register import schema as t
from comity.register.loader import chunks
from comity.register.people.clusters import clusters
from comity.register.people.keys import keys
from comity.register.people.names import name_of
from comity.register.people.same import Context, Person, same_person

MOST = 200
"""Names that share a key: a key of more tells nothing (a family name that half a country bears), and is passed over."""

SPANS = Context(spans=True)


def identify(connection: Connection, appellations: Iterable[int]) -> None:
    """Decide which persons these appellations mean, together with all that may mean the same ones."""
    for identity in sorted(set(appellations)):
        _place(connection, identity)


def person_of(row: Row[Any], authority: frozenset[str] = frozenset(), pages: frozenset[str] = frozenset()) -> Person:
    """What is known of somebody by one appellation. The post of a former or a coming holder is none of those days."""
    held = row.office if row.tenure not in ("former", "incoming") else None
    days = row.first_day
    if row.first_day != row.last_day:
        days = f"{row.first_day}/{row.last_day}"
    return Person(row.written, row.country or None, False, held, row.body if held else None, days, authority, pages)


def authorities(connection: Connection, names: Iterable[str], kind: str = "person") -> dict[str, dict[str, str]]:
    """The identifiers that authority files give to folded names, each with its country."""
    n, a = t.authority_name.c, t.authority.c
    found: dict[str, dict[str, str]] = {}
    wanted = sorted(set(names))
    for some in chunks(wanted):
        rows = connection.execute(
            select(n.name, a.id, a.country)
            .join(t.authority, a.id == n.authority_id)
            .where(n.name.in_(some), a.kind == kind)
        )
        for row in rows:
            found.setdefault(row.name, {})[row.id] = row.country
    return found


def known_as(row: Row[Any], known: dict[str, dict[str, str]]) -> frozenset[str]:
    """The identifiers that may be those of an appellation: of its name, and not of another country."""
    found = known.get(row.name, {})
    return frozenset(i for i, country in found.items() if not country or not row.country or country == row.country)


def authority_of(rows: Iterable[Row[Any]], known: dict[str, dict[str, str]]) -> tuple[str, ...]:
    """The identifier, if an authority file gives one of the names to exactly one person of that country."""
    found = {identity for row in rows if len(some := known_as(row, known)) == 1 for identity in some}
    return tuple(sorted(found))


def _place(connection: Connection, identity: int) -> None:
    """Gather whoever is the same as this one, or as one of these, and settle who of them is one person."""
    c = t.appellation.c
    members: dict[int, Row[Any]] = {}
    waiting = {identity}
    while waiting and len(members) < MOST:
        rows = [row for row in _rows(connection, c.id, waiting) if row.id not in members]
        members.update((row.id, row) for row in rows)
        near = {row.id: _near(connection, row) for row in rows}
        people = _people(connection, [*rows, *(other for some in near.values() for other in some)])
        persons = {row.person_id for row in rows if row.person_id is not None}
        persons |= {
            other.person_id or other.id
            for row in rows
            for other in near[row.id]
            if same_person(people[row.id], people[other.id], SPANS).verdict == "same"
        }
        waiting = {row.id for row in _rows(connection, c.person_id, persons)} | persons
        waiting -= members.keys()
    _settle(connection, sorted(members.values(), key=lambda row: row.id))


def _rows(connection: Connection, column: Any, values: Iterable[int]) -> list[Row[Any]]:
    wanted = sorted(set(values))
    found: list[Row[Any]] = []
    for some in chunks(wanted):
        found += connection.execute(select(t.appellation).where(column.in_(some))).all()
    return found


def _people(connection: Connection, rows: Iterable[Row[Any]]) -> dict[int, Person]:
    """What is known of these, with the pages of those of whom no country is said, and of their namesakes."""
    rows = {row.id: row for row in rows}.values()
    known = authorities(connection, [row.name for row in rows])
    stateless = {row.name for row in rows if not row.country}
    asked = sorted(row.id for row in rows if row.name in stateless and row.pages <= MOST)
    pages: dict[int, set[str]] = {}
    s = t.sighting.c
    for some in chunks(asked):
        for row in connection.execute(select(s.appellation_id, s.page_id).where(s.appellation_id.in_(some))):
            pages.setdefault(row.appellation_id, set()).add(row.page_id)
    return {row.id: person_of(row, known_as(row, known), frozenset(pages.get(row.id, ()))) for row in rows}


def _near(connection: Connection, row: Row[Any]) -> Sequence[Row[Any]]:
    """The appellations that share a key with one, without those of which there are too many to tell anything."""
    name = name_of(row.written)
    seeks = sorted(keys(name, row.country, known_as(row, authorities(connection, [name.folded]))).seeks)
    k = t.appellation_key.c
    usual = connection.scalars(
        select(k.key).where(k.key.in_(seeks)).group_by(k.key).having(func.count() <= MOST)
    ).all()  # fmt: skip
    ids = connection.scalars(select(k.appellation_id).where(k.key.in_(usual), k.appellation_id != row.id).distinct())
    return _rows(connection, t.appellation.c.id, ids)


def _settle(connection: Connection, members: Sequence[Row[Any]]) -> None:
    """Write who of these is one person: the appellation that was met first stands for each."""
    people = _people(connection, members)
    for group in clusters([people[row.id] for row in members], partial(same_person, context=SPANS)):
        first = min(members[place].id for place in group)
        moved = [members[place].id for place in group if members[place].person_id != first]
        if moved:
            connection.execute(update(t.appellation).where(t.appellation.c.id.in_(moved)).values(person_id=first))
