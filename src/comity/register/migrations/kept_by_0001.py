"""What the rows of the first schema say in the columns and tables of the second.

The tables are named here with the columns that they have at that step, not as the program knows them now.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from comity.model import Story
from comity.register.provenance import joined, ordered, source_digest
from comity.register.similarity import bands, sketch, told
from comity.register.views import SourceRef

_FIELDS = ("name", "ref", "url", "title", "publisher", "published", "language")
_AT_ONCE = 200

_page = sa.table("page", sa.column("id"), sa.column("text"))
_coding = sa.table(
    "coding",
    *(sa.column(name) for name in ("id", "page_id", "stories", "error_code", "error_message", "current", "made")),
)
_source = sa.table(
    "source",
    *(sa.column(name) for name in ("id", "page_id", "digest", *_FIELDS, "address_key", "stated")),
)
_sketch = sa.table("sketch", *(sa.column(name) for name in ("id", "page_id", "digest")))
_band = sa.table("band", *(sa.column(name) for name in ("value", "sketch_id")))
_failure = sa.table(
    "failure",
    *(sa.column(name) for name in ("name", "root", "page_id", "code", "message", "tries", "first", "last")),
)


def fill(connection: Connection) -> None:
    """Fill the new columns and tables."""
    _sources(connection)
    _failures(connection)
    _sketches(connection)


def _sources(connection: Connection) -> None:
    """Sources by their address: those of one page that are now the same become one."""
    from comity.register.sources import source_row

    for page_id, rows in _by_page(connection):
        held = {row.id: SourceRef(**{name: row._mapping[name] for name in _FIELDS}) for row in rows}
        kept: dict[str, int] = {}
        for row_id, source in held.items():
            kept.setdefault(source_digest(source), row_id)
        gone = sorted(held.keys() - kept.values())
        if gone:
            connection.execute(_source.delete().where(_source.c.id.in_(gone)))
        for digest, source in joined(held.values()).items():
            values = {"digest": digest, **source_row(source)}
            connection.execute(_source.update().where(_source.c.id == kept[digest]).values(values))
        del page_id


def _by_page(connection: Connection) -> Iterator[tuple[str, list[Any]]]:
    pages = list(connection.scalars(sa.select(_page.c.id).order_by(_page.c.id)))
    for start in range(0, len(pages), _AT_ONCE):
        some = pages[start : start + _AT_ONCE]
        found: dict[str, list[Any]] = {}
        rows = connection.execute(sa.select(_source).where(_source.c.page_id.in_(some)).order_by(_source.c.id))
        for row in rows:
            found.setdefault(row.page_id, []).append(row)
        yield from found.items()


def _failures(connection: Connection) -> None:
    failed = connection.execute(
        sa.select(_coding).where(_coding.c.current == sa.true(), _coding.c.error_code.is_not(None))
    ).all()
    rows: dict[str, dict[str, Any]] = {}
    for row in failed:
        sources = connection.execute(sa.select(_source).where(_source.c.page_id == row.page_id)).all()
        first = ordered(SourceRef(**{name: each._mapping[name] for name in _FIELDS}) for each in sources)[0]
        rows[first.name] = {
            "name": first.name,
            "root": first.name,
            "page_id": row.page_id,
            "code": row.error_code,
            "message": row.error_message or "",
            "tries": 1,
            "first": row.made,
            "last": row.made,
        }
    if rows:
        connection.execute(_failure.insert(), list(rows.values()))


def _sketches(connection: Connection) -> None:
    coded = sa.select(_coding.c.id).where(_coding.c.current == sa.true(), _coding.c.error_code.is_(None))
    ids = list(connection.scalars(coded.order_by(_coding.c.id)))
    for number, coding_id in enumerate(ids, start=1):
        row = connection.execute(
            sa.select(_page.c.id, _page.c.text, _coding.c.stories)
            .join(_coding, _coding.c.page_id == _page.c.id)
            .where(_coding.c.id == coding_id)
        ).one()
        digest = sketch(told(row.text, msgspec.json.decode(row.stories, type=list[Story])).words)
        if digest is not None:
            connection.execute(_sketch.insert().values(id=number, page_id=row.id, digest=digest))
            connection.execute(_band.insert(), [{"value": v, "sketch_id": number} for v in sorted(set(bands(digest)))])
