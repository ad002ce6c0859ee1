"""What the register holds as a whole: how much, of whom, and between whom."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, case, func, select, true

from comity.register import schema as t
from comity.register.sides import country_side
from comity.register.views import Contents, DyadCount, SideCount


def countries(connection: Connection, language: str) -> tuple[SideCount, ...]:
    """The countries and bodies of states that stand in records (offices apart), those of most records first."""
    c = t.standing.c
    code = case((c.kind == "igo", c.key), else_=c.country)
    counts = connection.execute(
        select(code.label("code"), func.count(c.event_id.distinct()).label("records"))
        .where(c.slot != "holder", code.is_not(None), code != "IGO")
        .group_by("code")
    )
    found = [SideCount(side=country_side(row.code, language), records=row.records) for row in counts]
    return tuple(sorted(found, key=lambda count: (-count.records, count.side.key)))


def dyads(connection: Connection, language: str, limit: int) -> tuple[DyadCount, ...]:
    """The pairs of countries or bodies of states that stand together in most records (offices apart)."""
    p = t.pair.c
    records = func.count().label("records")
    counts = connection.execute(
        select(p.one, p.other, records)
        .where(p.named == true())
        .group_by(p.one, p.other)
        .order_by(records.desc(), p.one, p.other)
        .limit(limit)
    )
    return tuple(
        DyadCount(sides=(country_side(row.one, language), country_side(row.other, language)), records=row.records)
        for row in counts
    )


def contents(connection: Connection) -> Contents:
    """How much the register holds."""
    s = t.shown.c
    counts: dict[str, int] = {}
    for kind, number in connection.execute(select(s.kind, func.count()).group_by(s.kind)):
        counts[kind] = number
    failed = select(func.count()).select_from(t.coding).where(t.coding.c.current, t.coding.c.error_code.is_not(None))
    return Contents(
        pages=connection.scalar(select(func.count()).select_from(t.page)) or 0,
        failed=connection.scalar(failed) or 0,
        events=counts.get("event", 0),
        commitments=counts.get("commitment", 0),
        instruments=counts.get("instrument", 0),
        offices=counts.get("office", 0),
        first_day=_day(connection, func.min(s.first_day)),
        last_day=_day(connection, func.max(s.last_day)),
    )


def _day(connection: Connection, of: Any) -> str | None:
    """A first or last day of events: asked for one by one, each is the end of an index."""
    found: str | None = connection.scalar(select(of).where(t.shown.c.kind == "event"))
    return found
