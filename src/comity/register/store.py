"""Writing one page with its sources, coding, reports and links. Every function runs inside the caller's transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, NestedTransaction, Row, delete, func, insert, select

from comity.errors import RecordError
from comity.model import CodedStory, Coder, Coding, Failure, Page, Reading, Story
from comity.register import schema as t
from comity.register import shown
from comity.register.bulletin import queue
from comity.register.concurrency import is_shared, merging_lock, page_lock
from comity.register.currency import events_of, make_current, settle_events
from comity.register.fetching import fail, settle, succeed
from comity.register.provenance import basis, coding_digest, joined, ordered, source_of
from comity.register.reports import earlier_reports, inserted, is_live, link
from comity.register.reprints import find, keep_sketch, link_reprint, similar_to, take_over
from comity.register.searching import index
from comity.register.similarity import Told, told
from comity.register.sources import insert_sources, lead, sources
from comity.register.teasers import insert_teasers, refresh
from comity.register.views import Added, Outcome, Similar, SourceRef


def now() -> str:
    """This moment in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Origin:
    """How a page came: the address that was fetched, what the user had named, and whom to tell what is new in it."""

    address: str | None = None
    root: str | None = None
    audiences: tuple[str, ...] = ()


def keep(
    connection: Connection, coding: Coding, sources: Iterable[SourceRef] = (), origin: Origin | None = None
) -> Added:
    """Keep a coding and the sources it was found in (its own page's if none are given).

    A coding that another program has kept meanwhile, or that was told another date or publisher than the page's lead
    source has, is not kept: only its sources are. A page that tells what another one tells is linked to that page.
    Raises RecordError when the page's id is not that of its text.
    """
    _check_id(coding.page)
    page_lock(connection, coding.page.id)
    moment = now()
    found = list(sources) or [source_of(coding.page)]
    draft = _drafted(connection, coding, found, moment) if is_shared(connection) else None
    merging_lock(connection)
    added = _settle_draft(connection, coding, draft, moment) if draft is not None else None
    if added is None:
        return keep_in_turn(connection, coding, found, origin)
    _arrived(connection, added, found, origin, moment)
    return added


def keep_in_turn(
    connection: Connection, coding: Coding, sources: Sequence[SourceRef] = (), origin: Origin | None = None
) -> Added:
    """The same, all of it while nobody else changes records: for whoever has `merging_lock`, pages that are known."""
    _check_id(coding.page)
    # giving a draft up has given back the lock that was taken after it was begun
    merging_lock(connection)
    moment = now()
    found = list(sources) or [source_of(coding.page)]
    known, new_source = _keep_page(connection, coding.page, found, moment)
    added = _keep_coding(connection, coding, known, new_source, moment)
    _arrived(connection, added, found, origin, moment)
    return added


def similar(connection: Connection, reading: Reading) -> Similar | None:
    """The coded page that tells what a page tells that is not kept, or could not be coded; else None."""
    page = reading.page
    if _is_coded(connection, page.id) or similar_to(connection, page.id) is not None:
        return None
    return find(connection, page.id, told(page.text, reading.stories))


def keep_similar(
    connection: Connection, reading: Reading, sources: Iterable[SourceRef] = (), origin: Origin | None = None
) -> Added | None:
    """Keep a page that tells what another one tells, and link it to that one. None if there is no such page any more.

    Raises RecordError when the page's id is not that of its text.
    """
    page = reading.page
    _check_id(page)
    page_lock(connection, page.id)
    merging_lock(connection)
    like = similar(connection, reading)
    if like is None or like.replaces:
        return None
    moment = now()
    found = list(sources) or [source_of(page)]
    _, new_source = _keep_page(connection, page, found, moment)
    added = _link(connection, page.id, like, _stories(reading.stories), new_source, moment)
    _arrived(connection, added, found, origin, moment)
    return added


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is of a new page alone, written before anything of others is looked at; `given_up` takes it back."""

    written: NestedTransaction
    coding_id: int
    words: Told


def _drafted(connection: Connection, coding: Coding, found: Sequence[SourceRef], moment: str) -> _Draft | None:
    """Write a new page, its coding and reports, so that nobody waits for it; None for a page that is known."""
    page = coding.page
    if coding.error is not None or _is_known(connection, page.id):
        return None
    written = connection.begin_nested()
    _insert_page(connection, page, moment)
    insert_sources(connection, page.id, found, moment)
    on = basis(source_of(page))
    if on != basis(lead(connection, page.id)):
        written.rollback()
        return None
    coding_id = _insert_coding(connection, coding, coding_digest(coding.coder, on), moment)
    link(connection, page.id, coding.stories, coding_id, [], moment)
    return _Draft(written, coding_id, told(page.text, coding.stories))


def _settle_draft(connection: Connection, coding: Coding, draft: _Draft, moment: str) -> Added | None:
    """Let a draft count beside what others have kept; None, and nothing is kept of it, for a reprint."""
    page = coding.page.id
    if find(connection, page, draft.words) is not None:
        draft.written.rollback()
        return None
    draft.written.commit()
    index.refresh_pages(connection, [page])
    insert_teasers(connection, page, draft.coding_id, coding.stories)
    keep_sketch(connection, page, draft.words)
    make_current(connection, page, draft.coding_id, moment)
    return _settled(connection, page, "added", True)


def _check_id(page: Page) -> None:
    if hashlib.sha256(page.text.encode()).hexdigest() != page.id:
        raise RecordError(f"The page '{page.source}' has an id that is not the SHA-256 of its text.", "Read it again.")


def _keep_page(connection: Connection, page: Page, sources: Iterable[SourceRef], moment: str) -> tuple[bool, bool]:
    """Keep a text and where it was found; whether the page was known, and whether any source is new."""
    known = _insert_page(connection, page, moment)
    return known, _found_in(connection, page.id, sources, moment, known)


def _found_in(
    connection: Connection, page_id: str, sources: Iterable[SourceRef], moment: str, known: bool = True
) -> bool:
    """Keep where a page was found, and show its records by it. Whether any source is new."""
    before = basis(lead(connection, page_id)) if known else None
    new_source = insert_sources(connection, page_id, sources, moment)
    if known and basis(lead(connection, page_id)) != before:
        shown.refresh(connection, events_of(connection, page_id))
    if new_source:
        # a page is searched by its publishers, and so are its records
        index.refresh(connection, events_of(connection, page_id))
        index.refresh_pages(connection, [page_id])
    return new_source


def _keep_coding(connection: Connection, coding: Coding, known: bool, new_source: bool, moment: str) -> Added:
    page = coding.page
    on = basis(source_of(page))
    if (known and similar_to(connection, page.id)) or on != basis(lead(connection, page.id)):
        return _settled(connection, page.id, "known", new_source)
    if coding.error is not None:
        return _keep_failure(connection, coding, coding.error, new_source, moment)
    digest = coding_digest(coding.coder, on)
    row = _coding(connection, page.id, digest) if known else None
    if row is not None and row.error_code is None:
        return _switch(connection, page.id, row, new_source, moment)
    coded = known and _is_coded(connection, page.id)
    words = told(page.text, coding.stories)
    like = None if coded else find(connection, page.id, words)
    if like is not None and not like.replaces:
        return _link(connection, page.id, like, _stories(coding.stories), new_source, moment)
    _forget(connection, row)
    before = earlier_reports(connection, page.id) if known else []
    if like is not None:
        before = earlier_reports(connection, like.page, (_text(connection, like.page), page.text))
        take_over(connection, like, page.id, moment)
    coding_id = _insert_coding(connection, coding, digest, moment)
    link(connection, page.id, coding.stories, coding_id, before, moment)
    insert_teasers(connection, page.id, coding_id, coding.stories)
    keep_sketch(connection, page.id, words)
    make_current(connection, page.id, coding_id, moment)
    if like is not None:
        settle_events(connection, events_of(connection, like.page), moment)
    return _settled(connection, page.id, "recoded" if coded else "added", new_source)


def _link(connection: Connection, page_id: str, like: Similar, stories: str, new_source: bool, moment: str) -> Added:
    """Link a reprint; what could not be coded of it before is no failure any more."""
    _forget(connection, connection.execute(select(t.coding).where(t.coding.c.page_id == page_id)).first())
    link_reprint(connection, page_id, like, stories, moment)
    return Added(page=page_id, outcome="similar", new_source=new_source, similar=like)


def _arrived(
    connection: Connection, added: Added, sources: Sequence[SourceRef], origin: Origin | None, moment: str
) -> None:
    """All that a page changes beside its own records: teasers that lead to it, its address, failures, who is told."""
    origin = origin or Origin()
    settle(connection, origin.address, added.page, origin.root, moment)
    refresh(connection, added.page, moment)
    names = [source.name for source in sources]
    if added.failure is not None:
        fail(connection, origin.address or names[0], origin.root, added.failure, added.page, moment)
    else:
        succeed(connection, added.page, origin.address, *names)
    if added.outcome in ("added", "recoded"):
        for audience in origin.audiences:
            queue(connection, audience, added.page, moment)


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


def note(connection: Connection, page: Page, coder: Coder, origin: Origin | None = None) -> Added:
    """Keep a further source of a page that `pending` found settled, and make this coder's coding the current one."""
    merging_lock(connection)
    moment = now()
    found = [source_of(page)]
    new_source = _found_in(connection, page.id, found, moment)
    row = _coding(connection, page.id, coding_digest(coder, basis(lead(connection, page.id))))
    if row is None:
        added = _settled(connection, page.id, "known", new_source)
    else:
        added = _switch(connection, page.id, row, new_source, moment)
    _arrived(connection, added, found, origin, moment)
    return added


def pending(connection: Connection, page: Page, coder: Coder) -> SourceRef | None:
    """The source that the coder is to be told of, if the page is still to be coded by this coder; else None.

    A page on which the coder failed is pending: the cause may be gone. A reprint is not: what it tells is coded.
    """
    if similar_to(connection, page.id) is not None:
        return None
    source = ordered(joined([*sources(connection, page.id), source_of(page)]).values())[0]
    row = _coding(connection, page.id, coding_digest(coder, basis(source)))
    return source if row is None or row.error_code is not None else None


def _insert_page(connection: Connection, page: Page, moment: str) -> bool:
    """Whether the page was known."""
    if _is_known(connection, page.id):
        return True
    connection.execute(insert(t.page).values(id=page.id, text=page.text, added=moment))
    return False


def _is_known(connection: Connection, page_id: str) -> bool:
    return connection.execute(select(t.page.c.id).where(t.page.c.id == page_id)).first() is not None


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
        .where(t.coding.c.page_id == page_id, is_live())
        .group_by(t.report.c.kind)
    )
    return Added(
        page=page_id,
        outcome=outcome,
        new_source=new_source,
        records={row.kind: row.records for row in counts},
        similar=similar_to(connection, page_id),
    )


def _insert_coding(connection: Connection, coding: Coding, digest: str, moment: str) -> int:
    published, publisher, language = basis(source_of(coding.page))
    values = {
        "page_id": coding.page.id,
        "digest": digest,
        **msgspec.structs.asdict(coding.coder),
        "published": published,
        "publisher": publisher,
        "language": language,
        "stories": _stories(coding.stories),
        "error_code": coding.error.code if coding.error else None,
        "error_message": coding.error.message if coding.error else None,
        "current": False,
        "made": moment,
    }
    return inserted(connection.execute(insert(t.coding).values(values)))


def _stories(stories: Iterable[Story | CodedStory]) -> str:
    """The stories of a page without their records, as JSON."""
    return msgspec.json.encode(
        [
            Story(
                id=story.id,
                kind=story.kind,
                title=story.title,
                start=story.start,
                end=story.end,
                zones=story.zones,
                link=story.link,
            )
            for story in stories
        ]
    ).decode()


def _text(connection: Connection, page_id: str) -> str:
    return str(connection.scalar(select(t.page.c.text).where(t.page.c.id == page_id)) or "")
