"""What is new for an audience, and what it was told. Every function runs inside the caller's transaction.

An *audience* is the sides that were asked for. Pages kept for it wait in a queue until what is new in them has been
told, so that nothing is lost when the program ends in between, and nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, select, update

from comity.register import schema as t
from comity.register.acts import acts_like, acts_of
from comity.register.concurrency import put
from comity.register.likeness import Act
from comity.register.novelty import judge
from comity.register.views import Bulletin, News, Side

_BETWEEN = " ~ "


def audience(sides: Iterable[Side]) -> str:
    """The name of an audience: the sides whose acts with each other, or with anyone (one side), it asks for."""
    return _BETWEEN.join(sorted({side.key for side in sides}))


def queue(connection: Connection, name: str, page_id: str, moment: str) -> None:
    """Let a page wait until the audience has been told of it; a page is told of once."""
    put(connection, t.told, {"audience": name, "page_id": page_id}, {"queued": moment}, again={})


def waiting(connection: Connection, name: str) -> list[str]:
    """The pages of which the audience has not been told, in the order in which they came."""
    c = t.told.c
    return list(connection.scalars(select(c.page_id).where(c.audience == name, c.told.is_(None)).order_by(c.id)))


def tell(connection: Connection, bulletin: Bulletin, moment: str) -> tuple[News, ...]:
    """Remember that a bulletin is told; of its news those that were not told before."""
    c = t.told.c
    fresh: list[News] = []
    for page_id in bulletin.pages:
        queue(connection, bulletin.audience, page_id, moment)
        news = [each for each in bulletin.news if each.page == page_id]
        values = {"told": moment, "news": msgspec.json.encode(news).decode()}
        # of two programs that tell the same, one finds that it was told
        untold = (c.audience == bulletin.audience, c.page_id == page_id, c.told.is_(None))
        if connection.execute(update(t.told).where(*untold).values(values)).rowcount:
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
    """What is new between the sides in the pages that wait, or in these that were not told of.

    Acts are compared with all that the register holds between the same countries, but for what stands in pages of
    which this audience has still to be told: so a page waits as long as it must, and of equal reports the first is new.
    What a page only recalls is no news.
    """
    name = audience(sides)
    queued = waiting(connection, name)
    these = queued if pages is None else _untold(connection, name, pages)
    later = {*queued, *these}
    found: list[News] = []
    seen: list[Act] = []
    for page_id in these:
        fresh = acts_of(connection, page_id, sides)
        for one, kept in fresh:
            known = [*acts_like(connection, one, later), *(act for act in seen if act.sides & one.sides)]
            verdict = judge(one, known)
            if verdict.kind != "known":
                found.append(
                    News(kind=verdict.kind, page=page_id, event=kept, changes=verdict.changes, known=verdict.known)
                )
            seen.append(one)
    return Bulletin(audience=name, pages=tuple(these), news=tuple(found))


def _untold(connection: Connection, name: str, pages: Sequence[str]) -> list[str]:
    c = t.told.c
    done = set(connection.scalars(select(c.page_id).where(c.audience == name, c.told.is_not(None))))
    return [page for page in dict.fromkeys(pages) if page not in done]
