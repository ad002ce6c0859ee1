"""Rules of what people and rules said of records: decisions, the versions that came of them, conflicts, judgements."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, and_, func, or_, select

from comity.register import schema as t
from comity.register.identity import kind_of
from comity.register.review.views import Conflict
from comity.register.upkeep.reading import in_words, is_json
from comity.register.upkeep.rules import Rule
from comity.register.views import Reason

_D = t.decision.c
_J = t.judgement.c
_KINDS = {
    "outcome": (("event",), ("event",)),
    "fulfils": (("commitment",), ("event", "instrument")),
    "continues": (("instrument",), ("instrument",)),
}
_REASONS = ("first_sight", "recoded", "review")


def _decided(connection: Connection) -> Iterator[str]:
    length = func.length(t.page.c.text)
    outside = (
        select(_D.id, _D.start, _D.end)
        .join(t.page, t.page.c.id == _D.page_id)
        .where(or_(_D.start < 0, _D.end < _D.start, _D.end > length))
    )
    for row in connection.execute(outside.order_by(_D.id)):
        yield f"decision {row.id} is on words from {row.start} to {row.end}, which its page does not have"
    for row in connection.execute(select(t.decision).order_by(_D.id).execution_options(yield_per=1000)):
        if not is_json(row.value) or (row.seen is not None and not is_json(row.seen, list[int])):
            yield f"decision {row.id} holds a value that cannot be read"
        if not row.author.strip():
            yield f"decision {row.id} was made by nobody"
        if row.event_id is not None and (row.field == "page" or kind_of(row.event_id) != row.kind):
            yield f"decision {row.id}, on '{row.field}' of a record of the kind {row.kind}, is on {row.event_id}"


def _superseding(connection: Connection) -> Iterator[str]:
    """Of decisions that supersede each other one is in force."""
    before = t.decision.alias("before")
    both = (
        select(_D.id, before.c.id.label("before"))
        .join(before, before.c.id == _D.supersedes_id)
        .where(or_(and_(_D.superseded.is_(None), before.c.superseded.is_(None)), before.c.id >= _D.id))
    )
    for row in connection.execute(both.order_by(_D.id)):
        yield f"decision {row.before} is in force beside decision {row.id}, which superseded it"


def _versions(connection: Connection) -> Iterator[str]:
    """A person's version of a record came of a decision of theirs, and counts while a decision that it came of does.

    To reject a record supersedes what was said of it: its version waits behind the rejection, for whoever undoes that.
    """
    r = t.report.c
    of_people = (
        select(r.id, r.superseded, t.coding.c.author, t.event_report.c.reason, t.event.c.rejected)
        .join(t.coding, t.coding.c.id == r.coding_id)
        .join(t.event_report, t.event_report.c.report_id == r.id)
        .join(t.event, t.event.c.id == t.event_report.c.event_id)
    )
    for row in connection.execute(of_people.where(t.coding.c.author.is_not(None)).order_by(r.id)):
        if row.reason != "review":
            yield f"report {row.id}, a version of {row.author}, is kept as one of a program"
        came_of = list(connection.execute(select(_D.author, _D.superseded).where(_D.report_id == row.id)))
        if not came_of or any(each.author != row.author for each in came_of):
            yield f"report {row.id}, a version of {row.author}, came of no decision of theirs"
        elif row.superseded is None and row.rejected is None and all(each.superseded is not None for each in came_of):
            yield f"report {row.id} counts, although the decision that it came of was taken back"
    theirs = or_(
        t.event_report.c.reason == "review", t.event_report.c.reason.not_in(_REASONS), r.superseded.is_not(None)
    )
    for row in connection.execute(of_people.where(t.coding.c.author.is_(None), theirs).order_by(r.id)):
        yield f"report {row.id} of a program is kept as a person's"


def _rejected(connection: Connection) -> Iterator[str]:
    """A record is off the lists because somebody said that it, or one that is or was one with it, is none."""
    e = t.event.c
    said = set(
        connection.scalars(
            select(_D.event_id).where(
                _D.field == "*", _D.value == '"rejected"', _D.superseded.is_(None), _D.event_id.is_not(None)
            )
        )
    )
    rejected = set(connection.scalars(select(e.id).where(e.rejected.is_not(None))))
    for identity in sorted(said - rejected):
        yield f"{identity} was rejected, and is on the lists"
    for identity in sorted(rejected - said):
        if not _ever_one_with(connection, identity) & said:
            yield f"{identity} is off the lists, and nobody has rejected it"


def _ever_one_with(connection: Connection, identity: str) -> set[str]:
    """All that is, or was, one with a record: when it was rejected they were rejected with it."""
    e = t.event.c
    found, waiting = {identity}, [identity]
    while waiting:
        here = waiting.pop()
        judged = select(_J.one, _J.other).where(_J.relation == "same", or_(_J.one == here, _J.other == here))
        merged = select(e.id, e.merged_into).where(or_(e.id == here, e.merged_into == here), e.merged_into.is_not(None))
        near = {str(each) for query in (judged, merged) for two in connection.execute(query) for each in two} - found
        found |= near
        waiting += sorted(near)
    return found


def _conflicts(connection: Connection) -> Iterator[str]:
    c = t.conflict.c
    rows = connection.execute(
        select(t.conflict, _D.event_id.label("of"), _D.superseded).join(t.decision, _D.id == c.decision_id)
    )
    for row in sorted(rows, key=lambda each: str(each.event_id)):
        if row.of != row.event_id or row.superseded is not None:
            yield f"{row.event_id} is in conflict with a decision that is not in force on it"
        if not is_json(row.fields, list[Conflict]) or row.fields == "[]":
            yield f"{row.event_id} is in conflict, and nothing tells in what"


def _judged(connection: Connection) -> Iterator[str]:
    later = t.judgement.alias("later")
    for row in connection.execute(select(_J.id, _J.one, _J.other).where(_J.relation == "same", _J.one >= _J.other)):
        yield f"judgement {row.id} names {row.one} before {row.other}"
    overruled = (
        select(_J.id, later.c.id.label("by"))
        .join(later, later.c.id == _J.superseded_by)
        .where(_J.author != "rule", later.c.author == "rule")
    )
    for judgement in connection.execute(overruled):
        yield f"judgement {judgement.id} of a person is superseded by judgement {judgement.by} of a rule"
    half = select(_J.id).where(_J.superseded.is_(None), _J.superseded_by.is_not(None))
    for identity in connection.scalars(half):
        yield f"judgement {identity} is in force, and superseded"


def _related(connection: Connection) -> Iterator[str]:
    """Records stand in relations of their kinds, for reasons that can be read."""
    for row in connection.execute(select(t.judgement).order_by(_J.id).execution_options(yield_per=1000)):
        one, other = kind_of(row.one), kind_of(row.other)
        first, second = _KINDS.get(row.relation, ((one,), (one,)))
        if one not in first or other not in second:
            yield f"judgement {row.id}: {row.one} and {row.other} cannot stand in the relation '{row.relation}'"
        if not is_json(row.reasons, list[Reason]) or not row.author.strip():
            yield f"judgement {row.id} gives no reasons that can be read, or is nobody's"
        if row.score is not None and not 0 <= row.score <= 1:
            yield f"judgement {row.id} has a score of {row.score}"


RULES = (
    Rule("decided", "What a person decided is on words of the page, and can be read.", _decided, of=(t.decision,)),
    Rule("superseding", "A decision that another one superseded is not in force.", _superseding, of=(t.decision,)),
    Rule("versions", "A person's version of a record counts while a decision on it is in force.", _versions,
         of=(t.decision, t.report, t.event_report)),
    Rule("rejected", "A record is off the lists exactly when a person said so.", _rejected,
         of=(t.event, t.decision)),
    Rule("conflicts", "A conflict is with a decision in force, on fields that are told.", _conflicts,
         of=(t.conflict,)),
    Rule("judged", "Judgements supersede each other, and a rule never a person.", _judged, of=(t.judgement,)),
    Rule("related", "Records stand in relations of their kinds, for reasons.", _related, of=(t.judgement,)),
    Rule("noted", "A page is said to be done once at a time.",
         in_words(
             select(_D.page_id)
             .where(_D.field == "page", _D.superseded.is_(None))
             .group_by(_D.page_id)
             .having(func.count() > 1)
             .order_by(_D.page_id),
             lambda row: f"page {row.page_id[:12]} is said to be done twice",
         ),
         of=(t.decision,)),
)  # fmt: skip
