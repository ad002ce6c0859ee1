"""Rules of what leads to records and people: traces, keys of names, and the names of authority files."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, exists, or_, select

from comity.register import schema as t
from comity.register.loader import chunks
from comity.register.merging.members import members
from comity.register.merging.tracing import traces
from comity.register.people import checking
from comity.register.upkeep.reading import UNREADABLE, some_at_a_time
from comity.register.upkeep.rules import Rule

_COLUMNS = ("key", "first_day", "last_day", "event_id")


def _traces(connection: Connection) -> Iterator[str]:
    """Merging finds each record under the keys of its report, and under no others."""
    c = t.trace.c
    for ids in some_at_a_time(connection, t.event.c.id):
        wanted: dict[str, set[tuple[str, ...]]] = {}
        try:
            for identity, member in members(connection, ids).items():
                rows = traces(identity, member.trace)
                wanted[identity] = {tuple(row[name] for name in _COLUMNS) for row in rows}
        except UNREADABLE as error:
            yield f"the reports of records from {ids[0]} to {ids[-1]} cannot be read ({error!r})"
            continue
        held: dict[str, set[tuple[str, ...]]] = {}
        for row in connection.execute(select(*(c[name] for name in _COLUMNS)).where(c.event_id.in_(ids))):
            held.setdefault(row.event_id, set()).add(tuple(row))
        for identity in ids:
            if wanted.get(identity, set()) != held.get(identity, set()):
                yield f"{identity} would not be found by reports of the same act"


def _names(connection: Connection) -> Iterator[str]:
    for _, code, lacks in checking.unkeyed(connection):
        yield f"{code} would not be found under '{lacks[0]}'"


def _authorities(connection: Connection) -> Iterator[str]:
    a, n = t.authority.c, t.authority_name.c
    nameless = select(a.id).where(or_(a.name == "", ~exists().where(n.authority_id == a.id, n.name != "")))
    for identity in connection.scalars(nameless.order_by(a.id)):
        yield f"'{identity}' of an authority file has no name"
    for some in chunks(list(connection.scalars(select(n.authority_id).where(n.written == "").distinct()))):
        yield from (f"a name of '{identity}' is not written" for identity in some)
    r = t.authority_relation.c
    wrong = select(r.authority_id).join(t.authority, a.id == r.authority_id).where(or_(r.other == "", a.kind != "body"))
    for identity in connection.scalars(wrong.distinct().order_by(r.authority_id)):
        yield f"'{identity}' stands to nothing, or is no body"


RULES = (
    Rule("traces", "Each record is found by reports of the same act.", _traces, repairable=True, of=(t.trace,)),
    Rule("names", "Whoever is named is found by the name.", _names, repairable=True, of=(t.appellation_key,)),
    Rule("authorities", "Whoever an authority file tells of has a name.", _authorities,
         of=(t.authority, t.authority_name, t.authority_relation)),
)  # fmt: skip
