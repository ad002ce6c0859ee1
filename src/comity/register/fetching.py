"""What became of addresses and sources, and the state of feeds. Every function runs inside the caller's transaction."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, exists, func, or_, select

from comity.addresses import address_key, is_story_key
from comity.model import Failure
from comity.register import schema as t
from comity.register.concurrency import put
from comity.register.provenance import clean
from comity.register.views import FeedState, Missed


def is_fetched(connection: Connection, address: str) -> bool:
    """Whether an address is settled: a page of it is kept, or none is to be had."""
    key = address_key(clean(address))
    fetched = exists().where(t.fetched.c.address_key == key)
    known = exists().where(t.source.c.address_key == key)
    return bool(connection.scalar(select(or_(fetched, known) if is_story_key(key) else fetched)))


def settle(connection: Connection, address: str | None, page_id: str | None, root: str | None, moment: str) -> None:
    """Remember that an address was fetched, and the page that came of it."""
    if address is None:
        return
    address = clean(address)
    values: dict[str, Any] = {"address": address, "page_id": page_id, "made": moment}
    if root is not None:
        values["root"] = clean(root)
    put(connection, t.fetched, {"address_key": address_key(address)}, values)


def fail(
    connection: Connection, name: str, root: str | None, failure: Failure, page_id: str | None, moment: str
) -> None:
    """Keep why nothing came of a page or source, and count the attempts."""
    c = t.failure.c
    name = clean(name)
    told = {"code": failure.code, "message": clean(failure.message), "page_id": page_id, "last": moment}
    first = {**told, "root": clean(root or name), "tries": 1, "first": moment}
    again = {**told, "tries": c.tries + 1, "root": clean(root) if root else c.root}
    put(connection, t.failure, {"name": name}, first, again)


def give_up(
    connection: Connection, name: str, root: str | None, failure: Failure, address: str | None, moment: str
) -> None:
    """Keep why nothing came of a source, and that its address, if one is given, is not to be fetched again."""
    settle(connection, address, None, root, moment)
    fail(connection, name, root, failure, None, moment)


def succeed(connection: Connection, page_id: str, *names: str | None) -> None:
    """Forget the failures of a page that is kept now, under any of its names."""
    c = t.failure.c
    known = [clean(name) for name in names if name is not None]
    connection.execute(delete(t.failure).where(or_(c.name.in_(known), c.page_id == page_id)))


def recover(connection: Connection, name: str) -> None:
    """Forget the failure of a source as a whole."""
    connection.execute(delete(t.failure).where(t.failure.c.name == clean(name), t.failure.c.page_id.is_(None)))


def failures(connection: Connection) -> tuple[Missed, ...]:
    """All that failed and has not succeeded since, in the order in which it first failed."""
    c = t.failure.c
    return tuple(
        Missed(
            name=row.name,
            root=row.root,
            failure=Failure(code=row.code, message=row.message),
            tries=row.tries,
            first=row.first,
            last=row.last,
            page=row.page_id,
        )
        for row in connection.execute(select(t.failure).order_by(c.first, c.root, c.name))
    )


def fetched_from(connection: Connection) -> dict[str, int]:
    """How many pages that were fetched came of each root."""
    c = t.fetched.c
    counts = select(c.root, func.count()).where(c.page_id.is_not(None), c.root.is_not(None)).group_by(c.root)
    return {row[0]: row[1] for row in connection.execute(counts)}


def feeds(connection: Connection) -> tuple[FeedState, ...]:
    """The state of all feeds, by address."""
    return tuple(_feed(row) for row in connection.execute(select(t.feed).order_by(t.feed.c.address)))


def feed(connection: Connection, address: str) -> FeedState | None:
    """The state of the feed of this address."""
    row = connection.execute(select(t.feed).where(t.feed.c.address == clean(address))).first()
    return _feed(row) if row is not None else None


def save_feed(connection: Connection, state: FeedState, moment: str) -> None:
    """Keep the state of a feed. When it was added stays what it was."""
    values = {name: clean(value) if isinstance(value, str) else value for name, value in _values(state).items()}
    again = {name: value for name, value in values.items() if name != "added"}
    put(connection, t.feed, {"address": clean(state.address)}, {**again, "added": state.added or moment}, again)


def forget_feed(connection: Connection, address: str) -> None:
    """Forget the state of a feed; the pages that came of it stay."""
    connection.execute(delete(t.feed).where(t.feed.c.address == clean(address)))


def _feed(row: Row[Any]) -> FeedState:
    return FeedState(**row._mapping)


def _values(state: FeedState) -> dict[str, Any]:
    values = msgspec.structs.asdict(state)
    del values["address"]
    return values
