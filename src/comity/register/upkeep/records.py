"""Rules of the register's records: reports that belong to them, which of them are live, and how they are merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, not_, or_, select

from comity.register import schema as t
from comity.register.identity import PREFIXES
from comity.register.reports import is_live
from comity.register.upkeep.reading import in_words
from comity.register.upkeep.rules import Rule


def _linked() -> ColumnElement[bool]:
    return exists().where(t.event_report.c.report_id == t.report.c.id)


def _told() -> Select[Any]:
    return (
        select(t.event_report.c.event_id)
        .join(t.report, t.report.c.id == t.event_report.c.report_id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
    )


def _kinds(connection: Connection) -> Iterator[str]:
    c = t.event.c
    prefixed = or_(*(and_(c.kind == kind, c.id.like(f"{prefix}-%")) for kind, prefix in PREFIXES.items()))
    for row in connection.execute(select(c.id, c.kind).where(not_(prefixed)).order_by(c.id)):
        yield f"{row.id} is kept as a record of the kind {row.kind}"
    other = (
        select(t.report.c.id, t.report.c.kind, c.id.label("event_id"))
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
        .join(t.event, c.id == t.event_report.c.event_id)
        .where(c.kind != t.report.c.kind)
        .order_by(t.report.c.id)
    )
    for report in connection.execute(other):
        yield f"report {report.id}, of the kind {report.kind}, is one of {report.event_id}"


def _parents(connection: Connection) -> Iterator[str]:
    parent, its = t.report.alias("parent"), t.coding.alias("its")
    wrong = (
        select(t.report.c.id, parent.c.id.label("parent_id"))
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .join(parent, parent.c.id == t.report.c.parent_id)
        .join(its, its.c.id == parent.c.coding_id)
        .where(or_(parent.c.kind != "event", and_(its.c.page_id != t.coding.c.page_id, t.coding.c.author.is_(None))))
        .order_by(t.report.c.id)
    )
    for row in connection.execute(wrong):
        yield f"report {row.id} hangs on report {row.parent_id}, which is no event of its page"


def _retired(connection: Connection) -> Iterator[str]:
    """A record is retired exactly when no live report tells of it."""
    c = t.event.c
    live = c.id.in_(_told().where(is_live()))
    for row in connection.execute(select(c.id, c.retired).where((c.retired.is_(None)) != live).order_by(c.id)):
        told = "no live report tells of it, and it is not retired" if row.retired is None else "it is retired, and told"
        yield f"{row.id}: {told}"


def _merged(connection: Connection) -> Iterator[str]:
    """Who is merged into whom, and why."""
    into = t.event.alias("into")
    wrong = (
        select(t.event.c.id, t.event.c.merged_into)
        .join(into, into.c.id == t.event.c.merged_into)
        .where(or_(into.c.merged_into.is_not(None), into.c.kind != t.event.c.kind, into.c.id == t.event.c.id))
        .order_by(t.event.c.id)
    )
    for row in connection.execute(wrong):
        yield f"{row.id} is merged into {row.merged_into}, which is merged itself, or of another kind"
    merged = {
        row.id: row.merged_into
        for row in connection.execute(
            select(t.event.c.id, t.event.c.merged_into).where(t.event.c.merged_into.is_not(None))
        )
    }
    c = t.judgement.c
    said = connection.execute(
        select(c.one, c.other, c.verdict, c.author).where(c.relation == "same", c.superseded.is_(None)).order_by(c.id)
    ).all()
    yield from _unfounded(merged, [(row.one, row.other) for row in said if row.verdict == "yes"])
    apart = [(row.one, row.other) for row in said if row.verdict == "no" and row.author != "rule"]
    for one, other in apart:
        if merged.get(one, one) == merged.get(other, other):
            yield f"{one} and {other} are merged, although a person keeps them apart"
    kept_apart = {frozenset((merged.get(one, one), merged.get(other, other))) for one, other in apart}
    for judged in said:
        both = frozenset((merged.get(judged.one, judged.one), merged.get(judged.other, judged.other)))
        if judged.verdict == "yes" and len(both) == 2 and both not in kept_apart:
            yield f"{judged.one} and {judged.other} are judged to be one, and not merged"


def _unfounded(merged: dict[str, str], same: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Merged records that no chain of judgements within their cluster leads to the canonical one."""
    near: dict[str, list[str]] = {}
    for one, other in same:
        if merged.get(one, one) == merged.get(other, other):
            near.setdefault(one, []).append(other)
            near.setdefault(other, []).append(one)
    reached = set(merged.values())
    waiting = sorted(reached)
    while waiting:
        for other in near.get(waiting.pop(), ()):
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    for identity in sorted(merged.keys() - reached):
        yield f"{identity} is merged into {merged[identity]}, and nothing says that they are one"


def _canonical(connection: Connection) -> Iterator[str]:
    """Of those that are one the canonical record is the one whose first report came first."""
    first = (
        select(t.event_report.c.event_id, func.min(t.event_report.c.report_id).label("first"))
        .group_by(t.event_report.c.event_id)
        .subquery()
    )
    mine, its = first.alias("mine"), first.alias("its")
    later = (
        select(t.event.c.id, t.event.c.merged_into)
        .join(mine, mine.c.event_id == t.event.c.id)
        .join(its, its.c.event_id == t.event.c.merged_into)
        .where(mine.c.first < its.c.first)
        .order_by(t.event.c.id)
    )
    for row in connection.execute(later):
        yield f"{row.id} was told of before {row.merged_into}, into which it is merged"


RULES = (
    Rule(
        "reports",
        "Every report belongs to a record.",
        in_words(select(t.report.c.id).where(~_linked()).order_by(t.report.c.id), lambda row: f"report {row.id}"),
        of=(t.report, t.event_report),
    ),
    Rule(
        "records",
        "Every record was told of by a report.",
        in_words(
            select(t.event.c.id)
            .where(~exists().where(t.event_report.c.event_id == t.event.c.id))
            .order_by(t.event.c.id),
            lambda row: str(row.id),
        ),
        of=(t.event, t.event_report),
    ),
    Rule("kinds", "A record and its reports are of one kind.", _kinds, of=(t.event, t.report)),
    Rule(
        "parents",
        "What hangs on a report hangs on an event: of its page, unless a person says otherwise.",
        _parents,
        of=(t.report,),
    ),
    Rule("retired", "A record is retired exactly when no live report tells of it.", _retired, of=(t.event,)),
    Rule(
        "merged",
        "Records are merged as judgements say, into one that is not merged.",
        _merged,
        of=(t.event, t.judgement),
    ),
    Rule("canonical", "Of merged records that which was told of first is shown.", _canonical, of=(t.event,)),
)
