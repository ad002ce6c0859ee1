"""Reading what waits for a look, and what was decided. Every function runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from comity.errors import UnknownRecordError
from comity.model import CodedStory, Commitment, Event, Instrument, Office, Story
from comity.register import schema as t
from comity.register.loader import load_record
from comity.register.reports import TYPES, is_live
from comity.register.review.deciding import Case, case_of
from comity.register.review.state import ours, states_of
from comity.register.review.views import Conflict, Decision, QueueItem, Waiting
from comity.register.review.worth import doubts, worth
from comity.register.sides import standing
from comity.register.views import RecordKind, Side

_SHORTEST = 8
"""Signs of a page's id that may stand for it."""


def queue(
    connection: Connection,
    *,
    kinds: Sequence[RecordKind],
    sides: Sequence[Side],
    page: str | None,
    limit: int,
    offset: int,
) -> tuple[QueueItem, ...]:
    """What is worth a look, the worthiest first: conflicts about rejected records, other conflicts, then the others."""
    first = _rejected_in_conflict(connection, kinds, page) if not sides else []
    ids = first[offset : offset + limit]
    query = select(t.shown.c.event_id).where(*_waiting(connection, kinds, sides, page))
    query = query.order_by(t.shown.c.worth.desc(), t.shown.c.event_id)
    if len(ids) < limit:
        ids += connection.scalars(query.limit(limit - len(ids)).offset(max(offset - len(first), 0)))
    return tuple(item(connection, identity) for identity in ids)


def item(connection: Connection, identity: str) -> QueueItem:
    """One record as reviewing shows it, decided or not. Raises UnknownRecordError."""
    case = case_of(connection, identity)
    state = states_of(connection, {case.id: case.members}).get(case.id)
    reports = len(case.rows)
    return QueueItem(
        kept=load_record(connection, case.id),
        kind=case.kind,
        page=case.lead.page_id,
        worth=worth(case.record, reports=reports, differs=case.differs, state=state),
        version=case.version,
        doubts=doubts(case.record, differs=case.differs, state=state),
        state=state,
        conflicts=_conflicts(connection, case),
        evidence=case.record.evidence,
    )


def waiting_on(connection: Connection, page: str) -> list[str]:
    """The records of a page on which nobody has decided, or on which people and program disagree."""
    found = _rejected_in_conflict(connection, (), page)
    return [*found, *connection.scalars(select(t.shown.c.event_id).where(*_waiting(connection, (), (), page)))]


def counts(connection: Connection) -> Waiting:
    """How much of the register was looked at."""
    rows = connection.execute(select(t.shown.c.review, func.count().label("records")).group_by(t.shown.c.review)).all()
    by_state = {row.review: int(row.records) for row in rows}
    rejected = select(func.count()).where(t.event.c.rejected.is_not(None), t.event.c.merged_into.is_(None))
    d = t.decision.c
    pages = select(func.count(d.page_id.distinct())).where(d.field == "page", d.superseded.is_(None))
    return Waiting(
        conflicts=by_state.pop("conflict", 0) + len(_rejected_in_conflict(connection, (), None)),
        waiting=by_state.pop(None, 0),
        decided=sum(by_state.values()),
        rejected=int(connection.scalar(rejected) or 0),
        pages_done=int(connection.scalar(pages) or 0),
    )


def pages_done(connection: Connection) -> list[str]:
    """The pages that somebody called done, in the order in which that was said first."""
    d = t.decision.c
    query = select(d.page_id).where(d.field == "page", d.superseded.is_(None)).order_by(d.id)
    return list(dict.fromkeys(connection.scalars(query)))


def decisions(connection: Connection, members: Iterable[str] | None, limit: int) -> tuple[Decision, ...]:
    """What was decided of these records, or of all, the last first."""
    d = t.decision.c
    about = or_(ours(), d.field == "page")
    condition = and_(about, d.event_id.in_(sorted(members))) if members is not None else about
    rows = connection.execute(select(t.decision).where(condition).order_by(d.id.desc()).limit(limit))
    return tuple(
        Decision(
            id=row.id,
            page=row.page_id,
            field=row.field,
            value=msgspec.json.decode(row.value),
            author=row.author,
            made=row.made,
            record=row.event_id,
            reason=row.reason,
            superseded=row.superseded,
        )
        for row in rows
    )


def decided_page(connection: Connection, page: str) -> tuple[CodedStory, ...]:
    """The stories of a page with its records as people decided them: their versions, and none that they rejected."""
    if connection.scalar(select(t.page.c.id).where(t.page.c.id == page)) is None:
        raise UnknownRecordError(f"The register holds no page '{page}'.", "comity show gives the pages of a record.")
    known = connection.scalar(select(t.coding.c.stories).where(t.coding.c.page_id == page, t.coding.c.current))
    stories = msgspec.json.decode(known or "[]", type=list[Story])
    rows = connection.execute(
        select(t.report.c.kind, t.report.c.story, t.report.c.record, t.event_report.c.event_id, t.coding.c.author)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
        .join(t.event, t.event.c.id == t.event_report.c.event_id)
        .where(t.coding.c.page_id == page, is_live(), t.event.c.rejected.is_(None))
        .order_by(t.report.c.id)
    ).all()
    # a person's version comes after what it is a version of, and takes its place
    said = {row.event_id: row for row in sorted(rows, key=lambda row: row.author is not None)}
    return tuple(_story(story, [row for row in said.values() if row.story == story.id]) for story in stories)


def page_id(connection: Connection, words: str) -> str:
    """The page that an id, or the beginning of one, names. Raises UnknownRecordError for none, or several."""
    p = t.page.c.id
    found = list(connection.scalars(select(p).where(p == words)))
    if not found and len(words) >= _SHORTEST:
        found = list(connection.scalars(select(p).where(p.startswith(words, autoescape=True)).order_by(p).limit(2)))
    if len(found) != 1:
        what = f"Several pages begin with '{words}'." if found else f"The register holds no page '{words}'."
        raise UnknownRecordError(what, f"Give its id, or the first {_SHORTEST} signs or more; comity show prints them.")
    return str(found[0])


def _story(story: Story, rows: Sequence[Any]) -> CodedStory:
    records = [msgspec.json.decode(row.record, type=TYPES[row.kind]) for row in rows]
    return CodedStory(
        id=story.id,
        kind=story.kind,
        title=story.title,
        start=story.start,
        end=story.end,
        zones=story.zones,
        events=tuple(record for record in records if isinstance(record, Event)),
        commitments=tuple(record for record in records if isinstance(record, Commitment)),
        instruments=tuple(record for record in records if isinstance(record, Instrument)),
        offices=tuple(record for record in records if isinstance(record, Office)),
        link=story.link,
    )


def _waiting(
    connection: Connection, kinds: Sequence[RecordKind], sides: Sequence[Side], page: str | None
) -> list[ColumnElement[bool]]:
    """The conditions that a shown record waits for a look."""
    conditions: list[ColumnElement[bool]] = [t.shown.c.worth > 0]
    if kinds:
        conditions.append(t.shown.c.kind.in_(kinds))
    for side in sides:
        one = t.standing.alias()
        conditions.append(exists().where(one.c.event_id == t.shown.c.event_id, standing(connection, side, one.c)))
    if page is not None:
        conditions.append(t.shown.c.event_id.in_(_told_on(page)))
    return conditions


def _told_on(page: str) -> Any:
    """The canonical records that a page tells of."""
    return (
        select(func.coalesce(t.event.c.merged_into, t.event.c.id))
        .join(t.event_report, t.event_report.c.event_id == t.event.c.id)
        .join(t.report, t.report.c.id == t.event_report.c.report_id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .where(t.coding.c.page_id == page, is_live())
    )


def _rejected_in_conflict(connection: Connection, kinds: Sequence[RecordKind], page: str | None) -> list[str]:
    """Records that a person rejected, and that the program tells otherwise now."""
    e = t.event.c
    query = select(func.coalesce(e.merged_into, e.id)).join(t.conflict, t.conflict.c.event_id == e.id)
    query = query.where(e.rejected.is_not(None), e.retired.is_(None)).distinct()
    if kinds:
        query = query.where(e.kind.in_(kinds))
    if page is not None:
        query = query.where(func.coalesce(e.merged_into, e.id).in_(_told_on(page)))
    return sorted(connection.scalars(query))


def _conflicts(connection: Connection, case: Case) -> tuple[Conflict, ...]:
    found = connection.scalars(select(t.conflict.c.fields).where(t.conflict.c.event_id.in_(case.members)))
    return tuple(each for fields in found for each in msgspec.json.decode(fields, type=list[Conflict]))
