"""Related stories give way to their full page. Every function runs inside the caller's transaction.

A teaser tells in two lines what a page of its own tells whole. Once that page is in the register, coded, or linked as a
reprint of a page that is, the teaser's reports are not live: neither shown nor counted nor exported. They come back
when that page has no coding any more. Which came first does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urljoin

from sqlalchemy import Connection, exists, insert, or_, select, update

from comity.addresses import address_key, is_story_key
from comity.model import CodedStory
from comity.register import schema as t
from comity.register.currency import settle_events
from comity.register.sources import lead


def insert_teasers(connection: Connection, page_id: str, coding_id: int, stories: Iterable[CodedStory]) -> None:
    """Keep where the related stories of a coding lead."""
    links = {story.id: story.link for story in stories if story.kind == "related" and story.link}
    base = (lead(connection, page_id).url or "") if links else ""
    keys = {story: key for story, link in links.items() if is_story_key(key := address_key(_joined(base, link)))}
    full = {key: full_page(connection, key, page_id) for key in set(keys.values())}
    rows = [
        {"coding_id": coding_id, "story": story, "address_key": key, "replaced_by": full[key]}
        for story, key in keys.items()
    ]
    if rows:
        connection.execute(insert(t.teaser), rows)


def refresh(connection: Connection, page_id: str, moment: str) -> None:
    """Look again at the teasers that lead to a page, after its coding or its sources have changed."""
    c = t.teaser.c
    keys = _keys(connection, page_id)
    rows = connection.execute(
        select(c.coding_id, c.story, c.address_key, c.replaced_by, t.coding.c.page_id)
        .join(t.coding, t.coding.c.id == c.coding_id)
        .where(or_(c.address_key.in_(keys), c.replaced_by == page_id))
    ).all()
    changed = []
    for row in rows:
        full = full_page(connection, row.address_key, row.page_id)
        if full != row.replaced_by:
            this = (c.coding_id == row.coding_id, c.story == row.story)
            connection.execute(update(t.teaser).where(*this).values(replaced_by=full))
            changed.append((row.coding_id, row.story))
    settle_events(connection, _events(connection, changed), moment)


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:  # as `http://[`: it leads nowhere
        return link


def full_page(connection: Connection, key: str, teaser_page: str) -> str | None:
    """The page that an address of this key leads to, if the register has what it tells."""
    p = t.page.c.id
    found = select(p).where(
        p != teaser_page,
        or_(
            p.in_(select(t.source.c.page_id).where(t.source.c.address_key == key)),
            p.in_(select(t.fetched.c.page_id).where(t.fetched.c.address_key == key)),
        ),
        or_(
            exists().where(t.coding.c.page_id == p, t.coding.c.current, t.coding.c.error_code.is_(None)),
            exists().where(t.similar.c.page_id == p),
        ),
    )
    return connection.scalar(found.order_by(p).limit(1))


def _keys(connection: Connection, page_id: str) -> Sequence[str]:
    source, fetched = t.source.c, t.fetched.c
    keys = select(source.address_key).where(source.page_id == page_id, source.address_key.is_not(None))
    return list(connection.scalars(keys.union(select(fetched.address_key).where(fetched.page_id == page_id))))


def _events(connection: Connection, stories: Iterable[tuple[int, str]]) -> set[str]:
    return {
        event
        for coding_id, story in stories
        for event in connection.scalars(
            select(t.event_report.c.event_id)
            .join(t.report, t.report.c.id == t.event_report.c.report_id)
            .where(t.report.c.coding_id == coding_id, t.report.c.story == story)
        )
    }
