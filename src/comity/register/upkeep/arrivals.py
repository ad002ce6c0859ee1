"""Rules of how pages came: teasers, addresses that were fetched, failures, feeds, and who was told."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, and_, exists, or_, select

from comity.addresses import address_key
from comity.model import Story
from comity.register import schema as t
from comity.register.teasers import full_page
from comity.register.upkeep.reading import UNREADABLE, in_words
from comity.register.upkeep.rules import Rule
from comity.register.views import News


def _teasers(connection: Connection) -> Iterator[str]:
    """A teaser is a related story; the page that took its place tells something, and none did where none does."""
    c = t.teaser.c
    rows = connection.execute(
        select(t.teaser, t.coding.c.page_id, t.coding.c.stories)
        .join(t.coding, t.coding.c.id == c.coding_id)
        .order_by(c.coding_id, c.story)
    ).all()
    for row in rows:
        where = f"the teaser {row.story} of page {row.page_id[:12]}"
        if row.story not in _related(row.stories):
            yield f"{where} is no related story of its coding"
        if row.replaced_by is None:
            if full_page(connection, row.address_key, row.page_id) is not None:
                yield f"{where} stands beside the page that it leads to"
        elif row.replaced_by == row.page_id or not _tells(connection, row.replaced_by):
            yield f"{where} gave way to page {row.replaced_by[:12]}, which does not tell it"


def _related(stories: str) -> set[str]:
    try:
        return {story.id for story in msgspec.json.decode(stories, type=list[Story]) if story.kind == "related"}
    except UNREADABLE:  # told by the rule of stories
        return set()


def _tells(connection: Connection, page_id: str) -> bool:
    """Whether a page is coded, or a reprint of one that is."""
    coded = exists().where(t.coding.c.page_id == page_id, t.coding.c.current, t.coding.c.error_code.is_(None))
    alike = exists().where(t.similar.c.page_id == page_id)
    return bool(connection.scalar(select(or_(coded, alike))))


def _addresses(connection: Connection) -> Iterator[str]:
    """What is found by an address is kept under its key."""
    fetched = connection.execute(select(t.fetched).order_by(t.fetched.c.address_key).execution_options(yield_per=1000))
    for row in fetched:
        if _key(row.address) != row.address_key:
            yield f"the address {row.address} is kept under the key of another one"
    c = t.source.c
    sources = select(c.id, c.url, c.address_key).order_by(c.id).execution_options(yield_per=1000)
    for row in connection.execute(sources):
        if (_key(row.url) if row.url else None) != row.address_key:
            yield f"source {row.id} ({row.url}) is kept under the key of another address"


def _key(address: str) -> str | None:
    try:
        return address_key(address)
    except UNREADABLE:
        return None


def _told(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(t.told).order_by(t.told.c.id).execution_options(yield_per=1000)):
        where = f"what was told of page {row.page_id[:12]} to '{row.audience}'"
        if (row.told is None) != (row.news is None):
            yield f"{where} has a moment, or news, without the other"
        elif row.news is not None:
            try:
                news = msgspec.json.decode(row.news, type=tuple[News, ...])
            except UNREADABLE:
                yield f"{where} cannot be read"
                continue
            if any(each.page != row.page_id for each in news):
                yield f"{where} is of another page"


_F, _E = t.failure.c, t.feed.c
_UNTOLD = or_(_E.last_error.is_(None), _E.last_failure.is_(None))

RULES = (
    Rule("teasers", "A teaser gives way to a page that tells its story whole, and only then.", _teasers,
         of=(t.teaser,)),
    Rule("addresses", "An address is kept under its key.", _addresses, of=(t.fetched, t.source)),
    Rule("failures", "A failure has a name and a reason, and was met once or more.",
         in_words(
             select(_F.name).where(or_(_F.tries < 1, _F.first > _F.last, _F.code == "")).order_by(_F.name),
             lambda row: f"the failure of '{row.name}' was met less than once, or ended before it began",
         ),
         of=(t.failure,)),
    Rule("feeds", "A feed that fails has failed at some time, with a reason.",
         in_words(
             select(_E.address)
             .where(or_(_E.failures < 0, and_(_E.failures > 0, _UNTOLD)))
             .order_by(_E.address),
             lambda row: f"the feed {row.address} counts failures of which nothing is kept",
         ),
         of=(t.feed,)),
    Rule("told", "What an audience was told is news of the page.", _told, of=(t.told,)),
)  # fmt: skip
