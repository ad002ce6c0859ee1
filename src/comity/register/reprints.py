"""Near-duplicates in the database: finding them, linking them. Every function runs inside the caller's transaction.

Only coded pages have a sketch, so a page is always compared with the one that stands for a story, never with a reprint.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from comity.model import Story
from comity.register import schema as t
from comity.register.reports import inserted
from comity.register.similarity import Told, bands, compare, sketch, told
from comity.register.views import Similar

_CANDIDATES = 20
"""Pages compared with a new one: those that share most bands. More share one where hundreds have the same notice."""


def find(connection: Connection, page_id: str, new: Told) -> Similar | None:
    """The coded page that tells what this one tells, the most similar if there are several."""
    digest = sketch(new.words)
    if digest is None:
        return None
    best: Similar | None = None
    for other, old in _candidates(connection, page_id, digest):
        like = compare(old, new)
        if like is not None and (best is None or like.similarity > best.similarity):
            best = Similar(page=other, similarity=like.similarity, replaces=like.longer)
    return best


def keep_sketch(connection: Connection, page_id: str, new: Told) -> None:
    """Keep the sketch of a page that was coded, in place of an older one."""
    forget_sketch(connection, page_id)
    digest = sketch(new.words)
    if digest is None:
        return
    values = {"page_id": page_id, "digest": digest}
    sketch_id = inserted(connection.execute(insert(t.sketch).values(values)))
    rows = [{"value": value, "sketch_id": sketch_id} for value in sorted(set(bands(digest)))]
    connection.execute(insert(t.band), rows)


def forget_sketch(connection: Connection, page_id: str) -> None:
    """Nothing is compared with this page any more."""
    row = connection.execute(select(t.sketch).where(t.sketch.c.page_id == page_id)).first()
    if row is not None:
        connection.execute(delete(t.band).where(t.band.c.value.in_(bands(row.digest)), t.band.c.sketch_id == row.id))
        connection.execute(delete(t.sketch).where(t.sketch.c.id == row.id))


def link_reprint(connection: Connection, page_id: str, like: Similar, stories: str, moment: str) -> None:
    """Link a page as a reprint of another; `stories` is the JSON of its stories."""
    values = {
        "page_id": page_id,
        "like_id": like.page,
        "similarity": like.similarity,
        "stories": stories,
        "made": moment,
    }
    connection.execute(insert(t.similar).values(values))


def take_over(connection: Connection, old: Similar, new: str, moment: str) -> None:
    """Make the page that stood for a story a reprint of a longer one, and its reprints those of the longer one.

    Its coding is current no more; the caller settles the events.
    """
    current = (t.coding.c.page_id == old.page, t.coding.c.current)
    stories = connection.scalar(select(t.coding.c.stories).where(*current)) or "[]"
    connection.execute(update(t.coding).where(*current).values(current=False))
    forget_sketch(connection, old.page)
    connection.execute(update(t.similar).where(t.similar.c.like_id == old.page).values(like_id=new))
    link_reprint(connection, old.page, Similar(page=new, similarity=old.similarity), stories, moment)


def similar_to(connection: Connection, page_id: str) -> Similar | None:
    """What the page is a reprint of, if it is one."""
    row = connection.execute(select(t.similar).where(t.similar.c.page_id == page_id)).first()
    return Similar(page=row.like_id, similarity=row.similarity) if row is not None else None


def _candidates(connection: Connection, page_id: str, digest: bytes) -> Iterable[tuple[str, Told]]:
    shared = func.count().label("shared")
    rows = connection.execute(
        select(t.sketch.c.page_id, t.page.c.text, t.coding.c.stories)
        .join(t.band, t.band.c.sketch_id == t.sketch.c.id)
        .join(t.page, t.page.c.id == t.sketch.c.page_id)
        .join(t.coding, (t.coding.c.page_id == t.sketch.c.page_id) & t.coding.c.current)
        .where(t.band.c.value.in_(bands(digest)), t.sketch.c.page_id != page_id)
        .group_by(t.sketch.c.page_id, t.page.c.text, t.coding.c.stories)
        .order_by(shared.desc(), t.sketch.c.page_id)
        .limit(_CANDIDATES)
    ).all()
    for row in rows:
        yield row.page_id, told(row.text, msgspec.json.decode(row.stories, type=list[Story]))
