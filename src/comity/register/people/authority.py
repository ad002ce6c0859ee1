"""Authority files in the register: identifiers and names of people and bodies, told from outside of the pages.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from comity.folding import fold
from comity.register import schema as t
from comity.register.people.identify import identify
from comity.register.people.keys import keys
from comity.register.people.names import name_of
from comity.register.people.views import AuthorityEntry, Imported

_CHUNK = 400


def keep(connection: Connection, entries: Sequence[AuthorityEntry], source: str) -> Imported:
    """Keep the entries; people whom they name are identified anew."""
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    new = 0
    touched: set[str] = set()
    for entry in {entry.id: entry for entry in entries}.values():
        names = _names(entry)
        if _is_known(connection, entry, names):
            continue
        new += 1
        _write(connection, entry, names, source, moment)
        touched |= names.keys() if entry.kind == "person" else set()
    people = _anew(connection, touched)
    return Imported(source=source, entries=len(entries), new=new, people=people)


def _names(entry: AuthorityEntry) -> dict[str, str]:
    """The names of an entry, folded (of people without honorifics), each as the file writes it."""
    found: dict[str, str] = {}
    for written in (entry.name, *entry.names):
        folded = name_of(written).folded if entry.kind == "person" else fold(written)
        if folded:
            found.setdefault(folded, written)
    return found


def _is_known(connection: Connection, entry: AuthorityEntry, names: dict[str, str]) -> bool:
    """Whether the register holds the entry as it is."""
    c = t.authority.c
    row = connection.execute(select(c.kind, c.name, c.country).where(c.id == entry.id)).first()
    if row is None or (row.kind, row.name, row.country) != (entry.kind, entry.name, entry.country or ""):
        return False
    n = t.authority_name.c
    known = connection.execute(select(n.name, n.written).where(n.authority_id == entry.id))
    return {each.name: each.written for each in known} == names


def _write(connection: Connection, entry: AuthorityEntry, names: dict[str, str], source: str, moment: str) -> None:
    values = {"kind": entry.kind, "name": entry.name, "country": entry.country or "", "source": source}
    changed = connection.execute(update(t.authority).where(t.authority.c.id == entry.id).values(**values))
    if not changed.rowcount:
        connection.execute(insert(t.authority).values(id=entry.id, added=moment, **values))
    connection.execute(delete(t.authority_name).where(t.authority_name.c.authority_id == entry.id))
    rows = [{"name": name, "authority_id": entry.id, "written": written} for name, written in names.items()]
    if rows:
        connection.execute(insert(t.authority_name), rows)


def _anew(connection: Connection, names: Iterable[str]) -> int:
    """Identify anew whoever is called by these names, under the keys that the identifiers give; how many they are."""
    c, k = t.appellation.c, t.appellation_key.c
    wanted = sorted(set(names))
    rows: list[Row[Any]] = []
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
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
