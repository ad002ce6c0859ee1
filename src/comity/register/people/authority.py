"""Authority files in the register: identifiers and names of people and bodies, told from outside of the pages.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from comity.register import schema as t
from comity.register.bodies.identify import settle, words_of
from comity.register.bodies.names import Relation
from comity.register.concurrency import put
from comity.register.loader import chunks
from comity.register.people.identify import identify
from comity.register.people.keys import keys
from comity.register.people.names import name_of
from comity.register.people.views import AuthorityEntry, AuthoritySuccession, Imported


def keep(connection: Connection, told: Sequence[AuthorityEntry | AuthoritySuccession], source: str) -> Imported:
    """Keep the entries; people and bodies that they name are identified anew.

    A succession is kept where an entry of the register, or of the file, is its predecessor.
    """
    entries = _with_successions(told)
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    new = 0
    touched: dict[str, set[str]] = {"person": set(), "body": set()}
    for entry in entries:
        names = _names(entry)
        if _is_known(connection, entry, names):
            continue
        new += 1
        touched["body"] |= _earlier_names(connection, entry)
        _write(connection, entry, names, source, moment)
        touched[entry.kind] |= names.keys()
    entered = {each.id for each in entries}
    for each in told:
        if isinstance(each, AuthoritySuccession) and each.predecessor not in entered:
            _succeed(connection, each)
    people = _anew(connection, touched["person"])
    bodies = _bodies_anew(connection, touched["body"])
    return Imported(source=source, entries=len(entries), new=new, people=people, bodies=bodies)


def _with_successions(told: Sequence[AuthorityEntry | AuthoritySuccession]) -> list[AuthorityEntry]:
    """The entries, each once and with what is told of it elsewhere in the file."""
    after: dict[str, list[str]] = {}
    for each in told:
        if isinstance(each, AuthoritySuccession):
            after.setdefault(each.predecessor, []).append(each.successor)
    entries = {each.id: each for each in told if isinstance(each, AuthorityEntry)}
    return [
        msgspec.structs.replace(entry, successors=tuple(dict.fromkeys((*entry.successors, *after.get(entry.id, ())))))
        for entry in entries.values()
    ]


def _names(entry: AuthorityEntry) -> dict[str, str]:
    """The names of an entry, folded (of people without honorifics), each as the file writes it."""
    found: dict[str, str] = {}
    for written in (entry.name, *entry.names):
        found_by = (name_of(written).folded,) if entry.kind == "person" else words_of(written, entry.country)
        for name in found_by:
            if name:
                found.setdefault(name, written)
    return found


def _relations(entry: AuthorityEntry) -> set[tuple[Relation, str]]:
    return {("parent", each) for each in entry.parents} | {("successor", each) for each in entry.successors}


def _is_known(connection: Connection, entry: AuthorityEntry, names: dict[str, str]) -> bool:
    """Whether the register holds the entry as it is."""
    c = t.authority.c
    row = connection.execute(select(c.kind, c.name, c.country).where(c.id == entry.id)).first()
    if row is None or (row.kind, row.name, row.country) != (entry.kind, entry.name, entry.country or ""):
        return False
    n = t.authority_name.c
    known = connection.execute(select(n.name, n.written).where(n.authority_id == entry.id))
    if {each.name: each.written for each in known} != names:
        return False
    r = t.authority_relation.c
    said = connection.execute(select(r.relation, r.other).where(r.authority_id == entry.id))
    return {(each.relation, each.other) for each in said} == _relations(entry)


def _write(connection: Connection, entry: AuthorityEntry, names: dict[str, str], source: str, moment: str) -> None:
    values = {"kind": entry.kind, "name": entry.name, "country": entry.country or "", "source": source}
    changed = connection.execute(update(t.authority).where(t.authority.c.id == entry.id).values(**values))
    if not changed.rowcount:
        connection.execute(insert(t.authority).values(id=entry.id, added=moment, **values))
    connection.execute(delete(t.authority_name).where(t.authority_name.c.authority_id == entry.id))
    rows = [{"name": name, "authority_id": entry.id, "written": written} for name, written in names.items()]
    if rows:
        connection.execute(insert(t.authority_name), rows)
    connection.execute(delete(t.authority_relation).where(t.authority_relation.c.authority_id == entry.id))
    said = [{"authority_id": entry.id, "relation": name, "other": other} for name, other in sorted(_relations(entry))]
    if said:
        connection.execute(insert(t.authority_relation), said)


def _earlier_names(connection: Connection, entry: AuthorityEntry) -> set[str]:
    """The names that a body had in the file before: what it is no longer called is another body again."""
    n, a = t.authority_name.c, t.authority.c
    names = select(n.name).join(t.authority, a.id == n.authority_id).where(a.id == entry.id, a.kind == "body")
    return set(connection.scalars(names))


def _succeed(connection: Connection, told: AuthoritySuccession) -> None:
    """Keep what took the place of a body that an earlier file has told of."""
    if connection.execute(select(t.authority.c.id).where(t.authority.c.id == told.predecessor)).first() is not None:
        key = {"authority_id": told.predecessor, "relation": "successor", "other": told.successor}
        put(connection, t.authority_relation, key, {}, {})


def _bodies_anew(connection: Connection, words: Iterable[str]) -> int:
    """Settle anew which bodies of these words are one; how many they are."""
    found: list[int] = []
    for some in chunks(sorted(set(words))):
        found += connection.scalars(select(t.body.c.id).where(t.body.c.words.in_(some)))
    settle(connection, found)
    return len(found)


def _anew(connection: Connection, names: Iterable[str]) -> int:
    """Identify anew whoever is called by these names, under the keys that the identifiers give; how many they are."""
    c, k = t.appellation.c, t.appellation_key.c
    wanted = sorted(set(names))
    rows: list[Row[Any]] = []
    for some in chunks(wanted):
        rows += connection.execute(select(t.appellation).where(c.name.in_(some))).all()
    n = t.authority_name.c
    for row in rows:
        known = frozenset(connection.scalars(select(n.authority_id).where(n.name == row.name)))
        has = keys(name_of(row.written), row.country, known).has
        held = set(connection.scalars(select(k.key).where(k.appellation_id == row.id)))
        if has - held:
            connection.execute(
                insert(t.appellation_key), [{"key": key, "appellation_id": row.id} for key in sorted(has - held)]
            )
    identify(connection, [row.id for row in rows])
    return len(rows)
