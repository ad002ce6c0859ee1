"""Pages as the register keeps them, and the whole register record by record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Row, select

from comity.errors import UnknownRecordError
from comity.model import Coder, Failure, Story
from comity.register import schema as t
from comity.register.courses import with_courses
from comity.register.identities import identified
from comity.register.loader import chunks, load_reprints, load_sources, shown_records, told_records
from comity.register.reprints import similar_to
from comity.register.sources import sources
from comity.register.views import (
    AnyKept,
    FailedPage,
    KeptCommitment,
    KeptEvent,
    KeptInstrument,
    KeptOffice,
    KeptPage,
    KeptStory,
    RecordKind,
)

K = TypeVar("K", bound=AnyKept)


def text(connection: Connection, identity: str) -> str:
    """The text of a page. Raises UnknownRecordError."""
    found = connection.scalar(select(t.page.c.text).where(t.page.c.id == identity))
    if found is None:
        raise UnknownRecordError(f"The register holds no page '{identity}'.", "Exports and comity show give the ids.")
    return str(found)


def page(connection: Connection, identity: str) -> KeptPage:
    """A page with its text, sources and stories. Raises UnknownRecordError."""
    words = text(connection, identity)
    coding = connection.execute(select(t.coding).where(t.coding.c.page_id == identity, t.coding.c.current)).first()
    stories: tuple[KeptStory, ...] = ()
    similar = connection.execute(select(t.similar).where(t.similar.c.page_id == identity)).first()
    told = coding if coding is not None else similar
    if told is not None:
        loaded = (
            told_records(connection, t.coding.c.page_id == identity, t.event.c.rejected.is_(None))
            if coding is not None
            else []
        )
        gone = _replaced(connection, coding.id) if coding is not None else {}
        found = msgspec.json.decode(told.stories, type=list[Story])
        stories = tuple(_story(story, loaded, gone.get(story.id)) for story in found)
    return KeptPage(
        id=identity,
        text=words,
        sources=sources(connection, identity),
        stories=stories,
        language=coding.language if coding is not None else None,
        coder=_coder(coding) if coding is not None else None,
        failure=_failure(coding) if coding is not None else None,
        similar=similar_to(connection, identity),
        reprints=load_reprints(connection, [identity]).get(identity, ()),
    )


def failed(connection: Connection) -> tuple[FailedPage, ...]:
    """The pages that are kept without a coding, in the order in which they came."""
    rows = connection.execute(
        select(t.coding).where(t.coding.c.current, t.coding.c.error_code.is_not(None)).order_by(t.coding.c.id)
    ).all()
    found = load_sources(connection, {row.page_id for row in rows})
    return tuple(
        FailedPage(page=row.page_id, name=found[row.page_id][0].name, failure=failure)
        for row in rows
        if (failure := _failure(row)) is not None
    )


def export(connection: Connection, kind: RecordKind) -> Iterator[AnyKept]:
    """All shown records of a kind, from the earliest day to the latest, those of unknown year last; then as printed."""
    c = t.shown.c
    order = (c.first_day.is_(None), c.first_day, c.position, c.event_id)
    ids = list(connection.scalars(select(c.event_id).where(c.kind == kind).order_by(*order)))
    for some in chunks(ids):
        found = shown_records(connection, some)
        yield from with_courses(connection, identified(connection, found))


def _replaced(connection: Connection, coding_id: int) -> dict[str, str]:
    """The related stories of a coding that have given way, and the page to which each did."""
    c = t.teaser.c
    gone = select(c.story, c.replaced_by).where(c.coding_id == coding_id, c.replaced_by.is_not(None))
    rows = connection.execute(gone)
    return {row.story: row.replaced_by for row in rows}


def _story(story: Story, told: list[AnyKept], replaced_by: str | None) -> KeptStory:
    """A story with what the page says. A record told of twice stands there once: in a person's version, if there is."""
    found: dict[str, AnyKept] = {}
    for kept in told:
        said = kept.reports[0]
        if said.story.id == story.id and (kept.id not in found or said.author is not None):
            found[kept.id] = kept
    here = list(found.values())
    return KeptStory(
        id=story.id,
        kind=story.kind,
        title=story.title,
        start=story.start,
        end=story.end,
        zones=story.zones,
        link=story.link,
        replaced_by=replaced_by,
        events=_only(here, KeptEvent),
        commitments=_only(here, KeptCommitment),
        instruments=_only(here, KeptInstrument),
        offices=_only(here, KeptOffice),
    )


def _only(found: list[AnyKept], kind: type[K]) -> tuple[K, ...]:
    return tuple(kept for kept in found if isinstance(kept, kind))


def _coder(row: Row[Any]) -> Coder:
    return Coder(
        version=row.version,
        lexicon=row.lexicon,
        project_lexicon=row.project_lexicon,
        model=row.model,
        spacy=row.spacy,
    )


def _failure(row: Row[Any]) -> Failure | None:
    return Failure(code=row.error_code, message=row.error_message or "") if row.error_code is not None else None
