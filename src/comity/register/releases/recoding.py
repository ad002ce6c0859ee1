"""Coding the stored pages anew: what is to be coded, what came of it, and accepting it.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, case, func, insert, select, update

from comity.errors import UsageError
from comity.model import CodedStory, Coder, Coding, Commitment, Event, Instrument, Office, Page, Reading, Story
from comity.register import schema as t
from comity.register import store
from comity.register.identity import align, sighting
from comity.register.provenance import basis, coding_digest, source_of, with_source
from comity.register.releases.comparing import AnyRecord, record_changes
from comity.register.releases.views import RecodedPage, Recoding, RecordChange
from comity.register.reports import TYPES, dated, is_live
from comity.register.sources import lead
from comity.register.views import (
    AnyKept,
    KeptCommitment,
    KeptEvent,
    KeptInstrument,
    KeptOffice,
    RecordKind,
    ReportRef,
    StoryRef,
)

CoderOf = Callable[[str | None], Coder]
"""Which coder would code a page in a language."""

_AT_ONCE = 200


def begin(connection: Connection, coder: Coder, moment: str) -> Recoding:
    """The open recoding, or a new one. UsageError when the open one is another coder's, or is being accepted."""
    row = _open(connection)
    if row is None:
        values = {"coder": msgspec.json.encode(coder).decode(), "state": "open", "started": moment}
        connection.execute(insert(t.recoding).values(values))
        return current(connection)
    if row.state == "accepting":
        raise UsageError("A recoding is being accepted.", "Let comity recode --accept finish it first.")
    if msgspec.json.decode(row.coder, type=Coder) != coder:
        raise UsageError(
            "The recoding that waits was made by another version, lexicon or project.",
            "Accept it with comity recode --accept, or forget it with comity recode --drop.",
        )
    return current(connection)


def current(connection: Connection) -> Recoding:
    """The recoding that waits to be accepted. UsageError if there is none."""
    row = _open(connection)
    if row is None:
        raise UsageError("No recoding waits to be accepted.", "comity recode codes the stored pages anew.")
    return view(connection, row)


def view(connection: Connection, row: Row[Any]) -> Recoding:
    """A recoding with its counts."""
    c = t.recoded.c
    counts = connection.execute(
        select(
            func.count().label("pages"),
            func.count(c.error).label("failed"),
            func.coalesce(func.sum(_one_if(c.appears + c.disappears + c.changes > 0)), 0).label("differing"),
        ).where(c.recoding_id == row.id)
    ).one()
    release = row.release_id and connection.scalar(select(t.release.c.name).where(t.release.c.id == row.release_id))
    return Recoding(
        number=row.id,
        coder=msgspec.json.decode(row.coder, type=Coder),
        state=row.state,
        started=row.started,
        pages=counts.pages,
        differing=int(counts.differing),
        failed=counts.failed,
        release=release,
    )


def stale(
    connection: Connection, coder_of: CoderOf, number: int, after: str | None
) -> tuple[list[Reading], str | None]:
    """Some pages that this coder would code anew, after the page `after`, and where to go on; null at the end.

    A page whose current coding is this coder's, that is a reprint, or that this recoding has coded, is left out. Its
    stories are as they were told apart when it was read; those of a page that could not be coded are none.
    """
    codings = t.coding.c
    done = select(t.recoded.c.page_id).where(t.recoded.c.recoding_id == number)
    query = (
        select(t.page.c.id, t.page.c.text, codings.digest, codings.stories, codings.error_code)
        .join(t.coding, codings.page_id == t.page.c.id)
        .where(codings.current, t.page.c.id.not_in(select(t.similar.c.page_id)), t.page.c.id.not_in(done))
        .order_by(t.page.c.id)
        .limit(_AT_ONCE)
    )
    rows = connection.execute(query.where(t.page.c.id > after) if after is not None else query).all()
    found = []
    for row in rows:
        source = lead(connection, row.id)
        if coding_digest(coder_of(source.language), basis(source)) != row.digest:
            page = with_source(_page(row.id, row.text), source)
            found.append(Reading(page=page, stories=msgspec.json.decode(row.stories, type=tuple[Story, ...])))
    return found, rows[-1].id if len(rows) == _AT_ONCE else None


def keep(connection: Connection, number: int, coding: Coding) -> RecodedPage:
    """Keep what came of coding a page anew, beside what stands."""
    page = coding.page
    counts = Counter(change.what for change in _changes(connection, coding)) if coding.error is None else Counter()
    connection.execute(
        insert(t.recoded).values(
            recoding_id=number,
            page_id=page.id,
            coding=zlib.compress(msgspec.json.encode(coding)),
            error=coding.error.message if coding.error else None,
            appears=counts["appears"],
            disappears=counts["disappears"],
            changes=counts["changes"],
        )
    )
    return RecodedPage(
        page=page.id,
        name=page.source,
        appears=counts["appears"],
        disappears=counts["disappears"],
        changes=counts["changes"],
        failure=coding.error,
    )


def changes(connection: Connection, number: int) -> Iterator[RecordChange]:
    """What would appear, disappear and change, page by page in the order in which the register has them."""
    c = t.recoded.c
    differing = c.appears + c.disappears + c.changes > 0
    pages = list(connection.scalars(select(c.page_id).where(c.recoding_id == number, differing).order_by(c.page_id)))
    for page in pages:
        body = connection.scalar(select(c.coding).where(c.recoding_id == number, c.page_id == page))
        if body is not None:
            yield from _changes(connection, _coding(body))


def accept(connection: Connection, number: int, release: int | None, moment: str) -> None:
    """Say that a recoding is being accepted; the state before it is kept as `release`."""
    values = {"state": "accepting", "release_id": release, "ended": moment}
    connection.execute(update(t.recoding).where(t.recoding.c.id == number).values(values))


def accept_some(connection: Connection, number: int, moment: str, many: int) -> list[RecodedPage]:
    """Make the new codings of some pages the current ones; those that were accepted, empty at the end.

    A page that is told another date or publisher meanwhile stays as it is.
    """
    c = t.recoded.c
    rows = connection.execute(
        select(t.recoded).where(c.recoding_id == number, c.accepted.is_(None)).order_by(c.page_id).limit(many)
    ).all()
    for row in rows:
        if row.error is None:
            store.keep_in_turn(connection, _coding(row.coding))
        values = {"accepted": moment, "coding": None}
        connection.execute(update(t.recoded).where(c.recoding_id == number, c.page_id == row.page_id).values(values))
    if not rows:
        connection.execute(update(t.recoding).where(t.recoding.c.id == number).values(state="accepted", ended=moment))
    return [
        RecodedPage(
            page=row.page_id, name=row.page_id, appears=row.appears, disappears=row.disappears, changes=row.changes
        )
        for row in rows
    ]


def drop(connection: Connection, waiting: Recoding, moment: str) -> None:
    """Forget what a recoding gave; that it was made stays. UsageError when it is being accepted."""
    if waiting.state == "accepting":
        raise UsageError("The recoding is being accepted.", "Let comity recode --accept finish it.")
    number = waiting.number
    connection.execute(update(t.recoded).where(t.recoded.c.recoding_id == number).values(coding=None))
    connection.execute(update(t.recoding).where(t.recoding.c.id == number).values(state="dropped", ended=moment))


def _open(connection: Connection) -> Row[Any] | None:
    c = t.recoding.c
    return connection.execute(select(t.recoding).where(c.state.in_(("open", "accepting")))).first()


def _page(identity: str, text: str) -> Page:
    return Page(
        id=identity,
        ref=None,
        source="-",
        url=None,
        publisher=None,
        language=None,
        title=None,
        text=text,
        published=None,
    )


def _coding(body: bytes) -> Coding:
    return msgspec.json.decode(zlib.decompress(body), type=Coding)


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


@dataclass(frozen=True, slots=True)
class _Said:
    """One record of a coding, and where it stands."""

    kind: RecordKind
    record: AnyRecord
    story: StoryRef
    id: str | None = None
    event: str | None = None


def _changes(connection: Connection, coding: Coding) -> list[RecordChange]:
    """What a new coding of a page changes beside its current one: what is gone, what is new or other, in its order."""
    page = coding.page
    replaced, old = _current(connection, page.id)
    new = [said for said in _said(coding.stories) if said.story.id not in replaced]
    seen = [[sighting(each.kind, each.record) for each in some] for some in (old, new)]
    pairs = align(seen[0], seen[1])
    decided = _decided(connection, page.id)
    kept = {index: old[of] for index, of in pairs.items()}
    gone = [each for index, each in enumerate(old) if index not in pairs.values()]
    found = [
        RecordChange(
            what="disappears",
            kind=each.kind,
            id=each.id,
            page=page.id,
            before=_kept(each, page),
            decided=each.id in decided,
        )
        for each in gone
    ]
    for index, each in enumerate(new):
        was = kept.get(index)
        if was is None:
            found.append(RecordChange(what="appears", kind=each.kind, id=None, page=page.id, after=_kept(each, page)))
            continue
        changes = record_changes(was.record, each.record)
        if changes:
            found.append(
                RecordChange(
                    what="changes",
                    kind=each.kind,
                    id=was.id,
                    page=page.id,
                    before=_kept(was, page),
                    after=_kept(replace(each, id=was.id), page),
                    changes=changes,
                    decided=was.id in decided,
                )
            )
    return found


def _said(stories: Iterable[CodedStory]) -> Iterator[_Said]:
    for story in stories:
        where = StoryRef(id=story.id, kind=story.kind, title=story.title, start=story.start, end=story.end)
        yield from (_Said("event", record, where) for record in story.events)
        yield from (_Said("commitment", record, where) for record in story.commitments)
        yield from (_Said("instrument", record, where) for record in story.instruments)
        yield from (_Said("office", record, where) for record in story.offices)


def _current(connection: Connection, page_id: str) -> tuple[set[str], list[_Said]]:
    """The related stories of a page that have given way to their full page, and the reports of its current coding."""
    coding = connection.execute(select(t.coding).where(t.coding.c.page_id == page_id, t.coding.c.current)).first()
    if coding is None:
        return set(), []
    teasers = select(t.teaser.c.story).where(t.teaser.c.coding_id == coding.id, t.teaser.c.replaced_by.is_not(None))
    stories = {
        story.id: StoryRef(id=story.id, kind=story.kind, title=story.title, start=story.start, end=story.end)
        for story in msgspec.json.decode(coding.stories, type=list[Story])
    }
    parent = t.event_report.alias("parent")
    rows = connection.execute(
        select(t.report, t.event_report.c.event_id, parent.c.event_id.label("hangs_on"))
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .join(parent, parent.c.report_id == t.report.c.parent_id, isouter=True)
        .where(t.report.c.coding_id == coding.id, is_live())
        .order_by(t.report.c.id)
    )
    return set(connection.scalars(teasers)), [
        _Said(
            row.kind,
            msgspec.json.decode(row.record, type=TYPES[row.kind]),
            stories[row.story],
            row.event_id,
            row.hangs_on,
        )
        for row in rows
    ]


def _decided(connection: Connection, page_id: str) -> set[str]:
    """The records of the page on which a person has decided."""
    c = t.decision.c
    return set(connection.scalars(select(c.event_id).where(c.page_id == page_id, c.superseded.is_(None))))


def _kept(said: _Said, page: Page) -> AnyKept:
    """A record of one coding, as the register would show it if no other page told of it."""
    report = ReportRef(
        page=page.id,
        report=f"{said.story.id}/{said.record.id}",
        story=said.story,
        sources=(source_of(page),),
        evidence=said.record.evidence,
        rules=said.record.rules,
    )
    whole: dict[str, Any] = {"id": said.id or "", "reports": (report,), "dated": dated(said.record)}
    match said.record:
        case Event():
            return KeptEvent(**whole, record=said.record)
        case Commitment():
            return KeptCommitment(**whole, record=said.record, event=said.event)
        case Instrument():
            return KeptInstrument(**whole, record=said.record, event=said.event)
        case Office():
            return KeptOffice(**whole, record=said.record)
