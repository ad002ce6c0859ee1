"""The sources of a page in the database: where its text was found.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from comity.addresses import address_key
from comity.model import Stated
from comity.register import schema as t
from comity.register.provenance import joined, ordered
from comity.register.views import SourceRef


def sources(connection: Connection, page_id: str) -> tuple[SourceRef, ...]:
    """The sources of a page, the lead first."""
    rows = connection.execute(select(t.source).where(t.source.c.page_id == page_id))
    return ordered(as_source(row) for row in rows)


def lead(connection: Connection, page_id: str) -> SourceRef:
    """The source whose date and publisher count."""
    return sources(connection, page_id)[0]


def as_source(row: Row[Any]) -> SourceRef:
    """A row of the source table as a record."""
    return SourceRef(
        name=row.name,
        ref=row.ref,
        url=row.url,
        title=row.title,
        publisher=row.publisher,
        published=row.published,
        language=row.language,
        stated=msgspec.json.decode(row.stated, type=tuple[Stated, ...]) if row.stated else (),
    )


def insert_sources(connection: Connection, page_id: str, new: Iterable[SourceRef], moment: str) -> bool:
    """Keep sources, and what is new of those that are known. Whether any was new."""
    rows = {row.digest: row for row in connection.execute(select(t.source).where(t.source.c.page_id == page_id))}
    known = {digest: as_source(row) for digest, row in rows.items()}
    fresh = []
    for digest, source in joined([*known.values(), *new]).items():
        if digest not in known:
            fresh.append({"page_id": page_id, "digest": digest, "added": moment, **source_row(source)})
        elif source != known[digest]:
            connection.execute(update(t.source).where(t.source.c.id == rows[digest].id).values(source_row(source)))
    if fresh:
        connection.execute(insert(t.source), fresh)
    return bool(fresh)


def source_row(source: SourceRef) -> dict[str, Any]:
    """The columns that hold what a source says."""
    said = msgspec.json.encode(source.stated).decode() if source.stated else None
    key = address_key(source.url) if source.url else None
    return {**msgspec.structs.asdict(source), "address_key": key, "stated": said}
