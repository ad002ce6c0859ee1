"""The persons who stand in what was found, counted as persons, however each page writes them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec
from sqlalchemy import Connection, Subquery, func, select

from comity.folding import fold
from comity.register import schema as t
from comity.register.people.meant import refs
from comity.register.searching.index import Marks
from comity.register.searching.views import Facet, FoundKind, Value


def persons_facet(connection: Connection, found: Subquery, kind: FoundKind, most: int) -> Facet:
    """Who stands in most of the things `found` (a column `id` of `searched`), at most so many, the most frequent first.

    A value is the id of a person, its label what the person is called.
    """
    c, s, a = t.searched.c, t.sighting.c, t.appellation.c
    owner = c.page_id if kind == "page" else c.event_id
    rows = connection.execute(select(owner.label("owner"), c.marks).join(found, found.c.id == c.id))
    named = {row.owner: [f" {fold(each)} " for each in _named(row.marks)] for row in rows}
    seen = select(owner.label("owner"), a.person_id, a.name).select_from(t.searched).join(found, found.c.id == c.id)
    if kind == "page":
        event, link = t.event.c, t.event_report.c
        seen = (
            seen.join(t.coding, t.coding.c.page_id == c.page_id)
            .join(t.report, t.report.c.coding_id == t.coding.c.id)
            .join(t.event_report, link.report_id == t.report.c.id)
            .join(t.event, event.id == link.event_id)
            .join(t.sighting, s.event_id == func.coalesce(event.merged_into, event.id))
            .where(s.page_id == c.page_id)
        )
    else:
        seen = seen.join(t.sighting, s.event_id == c.event_id)
    standing: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute(seen.join(t.appellation, a.id == s.appellation_id).distinct()):
        # reports may name somebody whom the record, as it is shown, does not
        if any(f" {row.name} " in name for name in named.get(row.owner, ())):
            standing[row.person_id].add(row.owner)
    usual = sorted(standing, key=lambda person: (-len(standing[person]), person))[:most]
    called = refs(connection, usual)
    return Facet(
        name="person",
        values=tuple(
            Value(value=called[person].id, count=len(standing[person]), label=called[person].name)
            for person in usual
            if person in called
        ),
    )


def _named(marks: str) -> list[Any]:
    return msgspec.json.decode(marks, type=Marks).get("person", [])
