"""What is new for an audience, and what it was told. Every function runs inside the caller's transaction.

An *audience* is the sides that were asked for. Pages kept for it wait in a queue until what is new in them has been
told, so that nothing is lost when the program ends in between, and nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, insert, select, update

from comity.register import schema as t
from comity.register.views import Bulletin, News, Side

_BETWEEN = " ~ "


def audience(sides: Iterable[Side]) -> str:
    """The name of an audience: the sides whose acts with each other, or with anyone (one side), it asks for."""
    return _BETWEEN.join(sorted({side.key for side in sides}))


def queue(connection: Connection, name: str, page_id: str, moment: str) -> None:
    """Let a page wait until the audience has been told of it; a page is told of once."""
    c = t.told.c
    known = select(c.page_id).where(c.audience == name, c.page_id == page_id)
    if connection.execute(known).first() is None:
        connection.execute(insert(t.told).values(audience=name, page_id=page_id, queued=moment))


def waiting(connection: Connection, name: str) -> list[str]:
    """The pages of which the audience has not been told, in the order in which they came."""
    c = t.told.c
    return list(connection.scalars(select(c.page_id).where(c.audience == name, c.told.is_(None)).order_by(c.id)))


def tell(connection: Connection, bulletin: Bulletin, moment: str) -> tuple[News, ...]:
    """Remember that a bulletin is told; of its news those that were not told before."""
    c = t.told.c
    fresh: list[News] = []
    for page_id in bulletin.pages:
        row = connection.execute(select(c.told).where(c.audience == bulletin.audience, c.page_id == page_id)).first()
        if row is not None and row.told is not None:
            continue
        news = [each for each in bulletin.news if each.page == page_id]
        values = {"told": moment, "news": msgspec.json.encode(news).decode()}
        if row is None:
            queue(connection, bulletin.audience, page_id, moment)
        connection.execute(update(t.told).where(c.audience == bulletin.audience, c.page_id == page_id).values(values))
        fresh += news
    return tuple(fresh)


def told(connection: Connection, name: str, limit: int) -> tuple[tuple[str, News], ...]:
    """What an audience was told, the last first: the moment, and the news."""
    c = t.told.c
    rows: Sequence[tuple[str, str]] = [
        (row.told, row.news)
        for row in connection.execute(
            select(c.told, c.news)
            .where(c.audience == name, c.told.is_not(None), c.news != "[]")
            .order_by(c.told.desc(), c.id)
            .limit(limit)
        )
    ]
    return tuple((moment, news) for moment, said in rows for news in msgspec.json.decode(said, type=tuple[News, ...]))[
        :limit
    ]


def news(connection: Connection, sides: tuple[Side, ...], pages: Sequence[str] | None) -> Bulletin:
    """What is new between the sides in the pages that wait, or in these."""
    name = audience(sides)
    these = waiting(connection, name) if pages is None else list(dict.fromkeys(pages))
    return Bulletin(audience=name, pages=tuple(these), news=())
