"""What must hold of people: their sightings are what is shown, and what is counted of them are their sightings.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, func, insert, or_, select

from comity.register import schema as t
from comity.register.people.keys import keys
from comity.register.people.names import name_of
from comity.register.people.sightings import Called, Seen

_C = t.appellation.c
_S = t.sighting.c
_AT_ONCE = 400


def unequal(connection: Connection, ids: Sequence[str], seen: Iterable[Seen]) -> list[str]:
    """Those of the records in which others are seen, or otherwise, than their reports say (`seen`)."""
    wanted: dict[tuple[str, str, Called], tuple[str, str | None, str | None]] = {}
    for each in seen:
        wanted.setdefault((each.event_id, each.page_id, each.called), (each.written, *each.days))
    rows = connection.execute(
        select(t.sighting, _C.name, _C.country, _C.post, _C.tenure)
        .join(t.appellation, _C.id == _S.appellation_id)
        .where(_S.event_id.in_(ids))
    )
    held = {
        (row.event_id, row.page_id, (row.name, row.country, row.post, row.tenure)): (
            row.written,
            row.first_day,
            row.last_day,
        )
        for row in rows
    }
    return sorted({at[0] for at in wanted.keys() | held.keys() if wanted.get(at) != held.get(at)})


def miscounted(connection: Connection) -> Iterator[str]:
    """Appellations of which other counts or days are kept than are seen, and persons that are none."""
    counted = (
        select(
            _S.appellation_id,
            func.count().label("records"),
            func.count(_S.page_id.distinct()).label("pages"),
            func.min(_S.first_day).label("first_day"),
            func.max(_S.last_day).label("last_day"),
        )
        .group_by(_S.appellation_id)
        .subquery()
    )
    c = counted.c
    wrong = or_(
        _C.records != func.coalesce(c.records, 0),
        _C.pages != func.coalesce(c.pages, 0),
        func.coalesce(_C.first_day, "") != func.coalesce(c.first_day, ""),
        func.coalesce(_C.last_day, "") != func.coalesce(c.last_day, ""),
    )
    query = select(_C.code).join(counted, c.appellation_id == _C.id, isouter=True).where(wrong).order_by(_C.code)
    for code in connection.scalars(query):
        yield f"{code} is seen otherwise than is counted"
    person = t.appellation.alias("person")
    lost = (
        select(_C.code)
        .join(person, person.c.id == _C.person_id, isouter=True)
        .where(or_(person.c.id.is_(None), person.c.person_id != person.c.id))
    )
    for code in connection.scalars(lost.order_by(_C.code)):
        yield f"{code} stands for no person"


def unkeyed(connection: Connection) -> Iterator[tuple[int, str, list[str]]]:
    """Appellations that would not be found by their name: number, code, and the keys that they lack."""
    k = t.appellation_key.c
    last = 0
    while rows := connection.execute(
        select(_C.id, _C.code, _C.written, _C.country).where(_C.id > last).order_by(_C.id).limit(_AT_ONCE)
    ).all():
        held: dict[int, set[str]] = {}
        for row in connection.execute(select(t.appellation_key).where(k.appellation_id.in_([row.id for row in rows]))):
            held.setdefault(row.appellation_id, set()).add(row.key)
        for row in rows:
            lacks = keys(name_of(row.written), row.country).has - held.get(row.id, set())
            if lacks:
                yield row.id, row.code, sorted(lacks)
        last = rows[-1].id


def mend_keys(connection: Connection) -> None:
    """Give each appellation the keys that it lacks. Who was taken for one person stays so."""
    rows = [{"key": key, "appellation_id": number} for number, _, lacks in unkeyed(connection) for key in lacks]
    if rows:
        connection.execute(insert(t.appellation_key), rows)
