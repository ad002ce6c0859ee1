"""What must hold of bodies: they are seen where they are named, and counted as they are seen.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, func, or_, select

from comity.register import schema as t
from comity.register.bodies.sightings import Key, SeenBody, wholes

_B = t.body.c
_S = t.body_sighting.c
_AT_ONCE = 400


def unequal(connection: Connection, ids: Sequence[str], seen: Iterable[SeenBody]) -> list[str]:
    """Those of the records in which other bodies are named, or otherwise, than their reports say (`seen`)."""
    wanted: dict[tuple[str, str, Key], tuple[str, str | None, str | None]] = {}
    for each in seen:
        wanted.setdefault((each.event_id, each.page_id, each.key), (each.written, *each.days))
    rows = connection.execute(
        select(t.body_sighting, _B.words, _B.country).join(t.body, _B.id == _S.body_id).where(_S.event_id.in_(ids))
    )
    held = {
        (row.event_id, row.page_id, (row.words, row.country)): (row.written, row.first_day, row.last_day)
        for row in rows
    }
    return sorted({at[0] for at in wanted.keys() | held.keys() if wanted.get(at) != held.get(at)})


def miscounted(connection: Connection) -> Iterator[str]:
    """Bodies of which other counts or days are kept than are seen, and those that are none; and what nobody says."""
    counted = (
        select(
            _S.body_id,
            func.count().label("records"),
            func.min(_S.first_day).label("first_day"),
            func.max(_S.last_day).label("last_day"),
        )
        .group_by(_S.body_id)
        .subquery()
    )
    c = counted.c
    wrong = or_(
        _B.records != func.coalesce(c.records, 0),
        func.coalesce(_B.first_day, "") != func.coalesce(c.first_day, ""),
        func.coalesce(_B.last_day, "") != func.coalesce(c.last_day, ""),
    )
    query = select(_B.code).join(counted, c.body_id == _B.id, isouter=True).where(wrong)
    for code in connection.scalars(query.order_by(_B.code)):
        yield f"{code} is named otherwise than is counted"
    head = t.body.alias("head")
    lost = (
        select(_B.code)
        .join(head, head.c.id == _B.body_id, isouter=True)
        .where(or_(head.c.id.is_(None), head.c.body_id != head.c.id))
    )
    for code in connection.scalars(lost.order_by(_B.code)):
        yield f"{code} stands for no body"
    r = t.body_relation.c
    unsaid = (
        select(_B.code)
        .join(t.body_relation, r.body_id == _B.id)
        .join(
            t.body_sighting,
            (_S.event_id == r.event_id) & (_S.page_id == r.page_id) & _S.body_id.in_([r.body_id, r.other_id]),
            isouter=True,
        )
        .where(_S.event_id.is_(None))
    )
    for code in connection.scalars(unsaid.order_by(_B.code)):
        yield f"{code} is said to stand to another body where neither is named"
    w = t.body_whole.c
    last = 0
    while some := connection.execute(select(t.body).where(_B.id > last).order_by(_B.id).limit(_AT_ONCE)).all():
        held: dict[int, set[str]] = {}
        for row in connection.execute(select(t.body_whole).where(w.body_id.in_([each.id for each in some]))):
            held.setdefault(row.body_id, set()).add(row.words)
        for each in some:
            if held.get(each.id, set()) != set(wholes(each.written, each.country)):
                yield f"{each.code} would not be found as a part of what its name says"
        last = some[-1].id
