"""Writing one page with its sources, coding, reports and links. Every function runs inside the caller's transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select

from comity.errors import RecordError
from comity.model import Coder, Coding, Failure, Page, Story
from comity.register import schema as t
from comity.register.provenance import basis, coding_digest, ordered, source_digest, source_of
from comity.register.reports import inserted, latest_reports, link, make_current
from comity.register.views import Added, Outcome, SourceRef


def now() -> str:
    """This moment in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def keep(connection: Connection, coding: Coding, sources: Iterable[SourceRef] = ()) -> Added:
    """Keep a coding and the sources it was found in (its own page's if none are given).

    A coding that another program has kept meanwhile, or that was told another date or publisher than the page's lead
    source has, is not kept: only its sources are. Raises RecordError when the page's id is not that of its text.
    """
    page = coding.page
    if hashlib.sha256(page.text.encode()).hexdigest() != page.id:
        raise RecordError(f"The page '{page.source}' has an id that is not the SHA-256 of its text.", "Read it again.")
    moment = now()
    known = _insert_page(connection, page, moment)
    new_source = _insert_sources(connection, page.id, list(sources) or [source_of(page)], moment)
    on = basis(source_of(page))
    if on != basis(lead(connection, page.id)):
        return _settled(connection, page.id, "known", new_source)
    if coding.error is not None:
        return _keep_failure(connection, coding, coding.error, new_source, moment)
    digest = coding_digest(coding.coder, on)
    row = _coding(connection, page.id, digest)
    if row is not None and row.error_code is None:
        return _switch(connection, page.id, row, new_source, moment)
    _forget(connection, row)
    coded = _is_coded(connection, page.id)
    before = latest_reports(connection, page.id)
    coding_id = _insert_coding(connection, coding, digest, moment)
    link(connection, page.id, coding.stories, coding_id, before, moment)
    make_current(connection, page.id, coding_id, moment)
    return _settled(connection, page.id, "recoded" if known and coded else "added", new_source)


def _keep_failure(connection: Connection, coding: Coding, failure: Failure, new_source: bool, moment: str) -> Added:
    """Keep why a page could not be coded. An older coding stands: a coder that fails takes nothing away."""
    page_id = coding.page.id
    digest = coding_digest(coding.coder, basis(source_of(coding.page)))
    row = _coding(connection, page_id, digest)
    same = row is not None and (row.error_code, row.error_message) == (failure.code, failure.message)
    if row is None or (row.error_code is not None and not same):
        _forget(connection, row)
        coding_id = _insert_coding(connection, coding, digest, moment)
        if not _is_coded(connection, page_id):
            make_current(connection, page_id, coding_id, moment)
    return Added(page=page_id, outcome="failed", new_source=new_source, failure=failure)


def _forget(connection: Connection, failed: Row[Any] | None) -> None:
    """A failure makes room for what came of trying again: it has no reports that could be cited."""
    if failed is not None:
        connection.execute(delete(t.coding).where(t.coding.c.id == failed.id))


def note(connection: Connection, page: Page, coder: Coder) -> Added:
    """Keep a further source of a page that `pending` found coded, and make the coding by this coder the current one."""
    moment = now()
    new_source = _insert_sources(connection, page.id, [source_of(page)], moment)
    row = _coding(connection, page.id, coding_digest(coder, basis(lead(connection, page.id))))
    if row is None:
        return _settled(connection, page.id, "known", new_source)
    return _switch(connection, page.id, row, new_source, moment)


def pending(connection: Connection, page: Page, coder: Coder) -> SourceRef | None:
    """The source that the coder is to be told of, if the page is still to be coded by this coder; else None.

    A page on which the coder failed is pending: the cause may be gone.
    """
    source = ordered([source_of(page), *sources(connection, page.id)])[0]
    row = _coding(connection, page.id, coding_digest(coder, basis(source)))
    return source if row is None or row.error_code is not None else None


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
    )


def _insert_page(connection: Connection, page: Page, moment: str) -> bool:
    """Whether the page was known."""
    if connection.execute(select(t.page.c.id).where(t.page.c.id == page.id)).first() is not None:
        return True
    connection.execute(insert(t.page).values(id=page.id, text=page.text, added=moment))
    return False


def _insert_sources(connection: Connection, page_id: str, new: Sequence[SourceRef], moment: str) -> bool:
    """Whether any was new."""
    known = set(connection.scalars(select(t.source.c.digest).where(t.source.c.page_id == page_id)))
    rows = {
        digest: {"page_id": page_id, "digest": digest, "added": moment, **msgspec.structs.asdict(source)}
        for source in new
        if (digest := source_digest(source)) not in known
    }
    if rows:
        connection.execute(insert(t.source), list(rows.values()))
    return bool(rows)


def _coding(connection: Connection, page_id: str, digest: str) -> Row[Any] | None:
    return connection.execute(
        select(t.coding).where(t.coding.c.page_id == page_id, t.coding.c.digest == digest)
    ).first()


def _is_coded(connection: Connection, page_id: str) -> bool:
    """Whether the page has a coding, and not only a failure."""
    coded = select(t.coding.c.id).where(t.coding.c.page_id == page_id, t.coding.c.error_code.is_(None))
    return connection.execute(coded).first() is not None


def _switch(connection: Connection, page_id: str, row: Row[Any], new_source: bool, moment: str) -> Added:
    """A coding that is kept already: make it current, unless it is."""
    if row.current:
        return _settled(connection, page_id, "known", new_source)
    make_current(connection, page_id, row.id, moment)
    return _settled(connection, page_id, "recoded", new_source)


def _settled(connection: Connection, page_id: str, outcome: Outcome, new_source: bool) -> Added:
    """What the page holds now."""
    row = connection.execute(select(t.coding).where(t.coding.c.page_id == page_id, t.coding.c.current)).first()
    if row is not None and row.error_code is not None:
        failure = Failure(code=row.error_code, message=row.error_message or "")
        return Added(page=page_id, outcome="failed", new_source=new_source, failure=failure)
    counts = connection.execute(
        select(t.report.c.kind, func.count().label("records"))
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .where(t.coding.c.page_id == page_id, t.coding.c.current)
        .group_by(t.report.c.kind)
    )
    return Added(
        page=page_id, outcome=outcome, new_source=new_source, records={row.kind: row.records for row in counts}
    )


def _insert_coding(connection: Connection, coding: Coding, digest: str, moment: str) -> int:
    stories = [
        Story(
            id=story.id,
            kind=story.kind,
            title=story.title,
            start=story.start,
            end=story.end,
            zones=story.zones,
            link=story.link,
        )
        for story in coding.stories
    ]
    published, publisher, language = basis(source_of(coding.page))
    values = {
        "page_id": coding.page.id,
        "digest": digest,
        **msgspec.structs.asdict(coding.coder),
        "published": published,
        "publisher": publisher,
        "language": language,
        "stories": msgspec.json.encode(stories).decode(),
        "error_code": coding.error.code if coding.error else None,
        "error_message": coding.error.message if coding.error else None,
        "current": False,
        "made": moment,
    }
    return inserted(connection.execute(insert(t.coding).values(values)))
