"""Writing what people decide. Every function runs in the caller's transaction, and shows anew what it changes.

A person's version of a record is a report like the program's, in a coding of its own that has an author and is never
the current one; the newest version wins whole (see `compose`). Nothing is overwritten: rows of `decision` supersede one
another, versions are marked when they give way, and undoing brings the former ones back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as date_type
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, exists, func, insert, select, update

from comity import edtf
from comity.errors import UnknownRecordError, UsageError
from comity.model import Commitment, Event, Instrument, Office, Span, Story
from comity.register import schema as t
from comity.register import shown
from comity.register.currency import settle_events
from comity.register.identity import kind_of, new_id
from comity.register.reports import Entry, dated, inserted, participant_row, participants
from comity.register.review import attaching, changing
from comity.register.review.conflicts import look_again
from comity.register.review.state import in_force, is_rejected, states_of
from comity.register.review.views import Action, Decided, Proposed
from comity.register.views import RecordKind

AnyRecord = Event | Commitment | Instrument | Office


@dataclass(frozen=True, slots=True)
class Case:
    """A record on which somebody decides.

    `id` is the canonical one, `members` are all that are one with it, `rows` its live reports; `lead` is that on whose
    words `record`, which is shown, rests.
    """

    id: str
    kind: RecordKind
    members: tuple[str, ...]
    rows: Sequence[Any]
    lead: Any
    record: AnyRecord
    differs: int
    rejected: bool

    @property
    def hangs_on(self) -> int | None:
        """The report of the event that it hangs on."""
        return shown.hangs_on(self.rows)

    @property
    def version(self) -> str:
        """Names what is shown: another state has another name."""
        said = msgspec.json.encode([self.record, self.rejected, sorted(row.id for row in self.rows)])
        return hashlib.sha256(said).hexdigest()[:12]

    @property
    def seen(self) -> list[int]:
        """The program's reports."""
        return [int(row.id) for row in self.rows if row.author is None]


@dataclass(frozen=True, slots=True)
class Word:
    """Who decides, when (UTC, ISO 8601) and why; `version` is the state on which they decide, if they say."""

    author: str
    moment: str
    reason: str | None = None
    version: str | None = None


def case_of(connection: Connection, identity: str) -> Case:
    """The record of a register id, canonical or merged. Raises UnknownRecordError."""
    row = connection.execute(select(t.event).where(t.event.c.id == identity)).first()
    if row is not None and row.merged_into is not None:
        row = connection.execute(select(t.event).where(t.event.c.id == row.merged_into)).first()
    if row is None:
        raise UnknownRecordError(f"The register holds no record '{identity}'.", "comity review --list gives the ids.")
    told = shown.told(connection, row.id)
    if told is None:
        raise UnknownRecordError(
            f"No page tells of the record '{row.id}' any more.", "If one does, add it: comity review --add PAGE"
        )
    rows, composed = told
    members = connection.scalars(select(t.event.c.id).where(t.event.c.merged_into == row.id).order_by(t.event.c.id))
    lead = next(each for each in rows if each.id == composed.lead.order)
    return Case(
        id=row.id,
        kind=row.kind,
        members=(row.id, *members),
        rows=rows,
        lead=lead,
        record=composed.record,
        differs=len(composed.differs),
        rejected=row.rejected is not None,
    )


def accept(connection: Connection, identity: str, word: Word, *, newest: bool = False) -> Decided:
    """Take a record as it is shown, or (`newest`) as the program tells it now; a rejected one comes back."""
    case = _checked(connection, identity, word)
    record, lead, hook = case.record, case.lead, case.hangs_on
    if newest:
        record, lead, hook = _newest(connection, case)
    version = _keep_version(connection, case, lead, record, hook, word)
    _log(connection, case, lead, record, {"*": "accepted"}, word, version)
    return _settled(connection, case, "accepted", word)


def change(
    connection: Connection, identity: str, changes: Mapping[str, Any], spans: Sequence[Span], word: Word
) -> Decided:
    """Set fields of a record, with the words that say so. UsageError for a mistake, or where nothing would change."""
    case = _checked(connection, identity, word)
    if case.rejected:
        raise UsageError(f"The record '{case.id}' is rejected.", "Undo that first, or accept it.")
    own = attaching.without(changes)
    record = changing.changed(case.record, own, spans)
    fields = {
        name: msgspec.to_builtins(getattr(record, name))
        for name in own
        if getattr(record, name) != getattr(case.record, name)
    }
    hook, event = moved(connection, case, changes)
    if event is not None:
        fields[attaching.FIELD] = event.after
    if not fields and record.evidence == case.record.evidence:
        raise UsageError("Nothing would change: the record says so already.", "Accept it as it is.")
    version = _keep_version(connection, case, case.lead, record, hook, word)
    fields = fields or {"evidence": msgspec.to_builtins(record.evidence)}
    _log(connection, case, case.lead, record, fields, word, version)
    return _settled(connection, case, "changed", word, tuple(fields))


def moved(connection: Connection, case: Case, changes: Mapping[str, Any]) -> tuple[int | None, Proposed | None]:
    """The report of the event that the record is to hang on, and the change of that, if it is one. UsageError."""
    if attaching.FIELD not in changes:
        return case.hangs_on, None
    wanted = attaching.wanted(connection, case.kind, case.lead.page_id, changes[attaching.FIELD])
    before = attaching.event_of(connection, case.hangs_on)
    after = attaching.event_of(connection, wanted.id) if wanted is not None else None
    if before == after:
        return case.hangs_on, None
    change = Proposed(field=attaching.FIELD, before=before, after=after)
    return (wanted.id if wanted is not None else None), change


def reject(connection: Connection, identity: str, word: Word) -> Decided:
    """Take a record, and all that are one with it, off all lists. Its reports stay."""
    case = _checked(connection, identity, word)
    if case.rejected:
        raise UsageError(f"The record '{case.id}' is rejected already.", "comity review --undo brings it back.")
    _log(connection, case, case.lead, case.record, {"*": "rejected"}, word, None)
    return _settled(connection, case, "rejected", word)


def add(
    connection: Connection, page_id: str, kind: RecordKind, said: Mapping[str, Any], spans: Sequence[Span], word: Word
) -> Decided:
    """Add a record that was missed, on the words of a page. `event` in `said` is the register id that it hangs on.

    Raises UnknownRecordError for an unknown page, and UsageError for a mistake.
    """
    text = connection.scalar(select(t.page.c.text).where(t.page.c.id == page_id))
    if text is None:
        raise UnknownRecordError(f"The register holds no page '{page_id}'.", "comity show gives the pages of a record.")
    hook = said.get(attaching.FIELD)
    record = changing.made(kind, attaching.without(said), spans, str(text))
    start = min(span.start for span in spans if span.start is not None)
    parent = attaching.wanted(connection, kind, page_id, hook) if hook else None
    taken = set(connection.scalars(select(t.event.c.id).where(t.event.c.page_id == page_id)))
    identity = new_id(page_id, kind, start, len(taken), taken.__contains__)
    values = {"id": identity, "kind": kind, "page_id": page_id, "added": word.moment}
    connection.execute(insert(t.event).values(values))
    basis = _basis(connection, page_id, start)
    version = _insert_version(connection, identity, kind, basis, record, parent, word)
    row = {
        **_row(page_id, kind, record, word, version),
        "event_id": identity,
        "field": "*",
        "value": '"added"',
        "seen": "[]",
    }
    connection.execute(insert(t.decision).values(row))
    settle_events(connection, {identity}, word.moment)
    return Decided(id=identity, action="added", page=page_id, state="added")


def undo(connection: Connection, identity: str, word: Word) -> Decided:
    """Take back the last decision on a record; what it superseded is in force again. UsageError if there is none."""
    own, page_id = _members(connection, identity)
    rows = in_force(connection, own)
    if not rows:
        raise UsageError(f"Nobody has decided anything on '{identity}'.", "There is nothing to undo.")
    last = rows[-1]
    undone = [
        row for row in rows if row.id == last.id or (row.report_id == last.report_id and row.report_id is not None)
    ]
    d = t.decision.c
    connection.execute(update(t.decision).where(d.id.in_([row.id for row in undone])).values(superseded=word.moment))
    before = [row.supersedes_id for row in undone if row.supersedes_id is not None]
    before += [each for row in undone for each in _gave_way_beside(connection, own, row)]
    connection.execute(update(t.decision).where(d.id.in_(before)).values(superseded=None))
    log = {name: getattr(last, name) for name in ("page_id", "kind", "start", "end", "event_id")}
    said = {"field": "*", "value": '"undone"', "supersedes_id": last.id, "superseded": word.moment}
    who = {"author": word.author, "reason": word.reason, "made": word.moment}
    connection.execute(insert(t.decision).values({**log, **said, **who}))
    _revive_version(connection, own, word.moment)
    _mark_rejected(connection, own, word.moment)
    look_again(connection, own, word.moment)
    settle_events(connection, set(own), word.moment)
    fields = tuple(row.field for row in undone if row.field != "*")
    state = states_of(connection, {own[0]: own}).get(own[0])
    return Decided(id=own[0], action="undone", page=page_id, fields=fields, state=state)


def _gave_way_beside(connection: Connection, own: Sequence[str], row: Row[Any]) -> list[int]:
    """The decisions that gave way to one beside that which it names: records that are one may have one each."""
    d, later = t.decision.c, t.decision.alias("later").c
    named = exists().where(later.supersedes_id == d.id)
    with_it = (d.event_id.in_(own), d.field == row.field, d.superseded == row.made, d.id < row.id, ~named)
    return list(connection.scalars(select(d.id).where(*with_it)))


def members(connection: Connection, identity: str) -> tuple[str, ...]:
    """The canonical record of an id, and all that are one with it. Raises UnknownRecordError."""
    return _members(connection, identity)[0]


def done(connection: Connection, page_id: str, waiting: Sequence[str], word: Word) -> Decided:
    """Say that a page is done: what is decided of it is right, and nothing is missing.

    `waiting` are its records on which nobody has decided: with any, UsageError.
    """
    text = connection.scalar(select(t.page.c.text).where(t.page.c.id == page_id))
    if text is None:
        raise UnknownRecordError(f"The register holds no page '{page_id}'.", "comity show gives the pages of a record.")
    if waiting:
        some = ", ".join(waiting[:5]) + (" …" if len(waiting) > 5 else "")
        raise UsageError(f"{len(waiting)} records of the page wait for a decision: {some}.", "Decide on them first.")
    d = t.decision.c
    before = connection.scalar(
        select(d.id).where(d.page_id == page_id, d.field == "page", d.superseded.is_(None)).order_by(d.id.desc())
    )
    if before is not None:
        raise UsageError("The page is done already.", "There is nothing to do.")
    values = {"page_id": page_id, "kind": "event", "start": 0, "end": len(text), "field": "page", "value": '"done"'}
    who = {"author": word.author, "reason": word.reason, "made": word.moment}
    connection.execute(insert(t.decision).values({**values, **who}))
    return Decided(id=page_id, action="done", page=page_id)


def _checked(connection: Connection, identity: str, word: Word) -> Case:
    """The record; UsageError when it is not any more what the person has seen."""
    case = case_of(connection, identity)
    if word.version is not None and word.version != case.version:
        raise UsageError(f"The record '{case.id}' has changed meanwhile.", "Look at it again, then decide.")
    return case


def _newest(connection: Connection, case: Case) -> tuple[AnyRecord, Any, int | None]:
    """What the program alone says now, the report on whose words that rests, and that of the event it hangs on."""
    told = shown.told(connection, case.id, people=False)
    if told is None:
        raise UsageError(
            f"The program finds the record '{case.id}' no more.", "Keep it as it is (accept), or reject it."
        )
    rows, composed = told
    return composed.record, next(each for each in rows if each.id == composed.lead.order), shown.hangs_on(rows)


def _keep_version(
    connection: Connection, case: Case, lead: Any, record: AnyRecord, hook: int | None, word: Word
) -> int:
    """Keep a person's version of a record, under the record on whose words it rests; older versions give way."""
    older = [row.id for row in case.rows if row.author is not None]
    connection.execute(update(t.report).where(t.report.c.id.in_(older)).values(superseded=word.moment))
    parent = attaching.report_of(connection, hook)
    return _insert_version(connection, lead.event_id, case.kind, lead, record, parent, word)


@dataclass(frozen=True, slots=True)
class _Basis:
    """Where a version stands: the coding that it is made on (if any), page, story and local name."""

    coding_id: int | None
    page_id: str
    story: str
    local: str


def _basis(connection: Connection, page_id: str, start: int) -> _Basis:
    """Where a record that was missed stands: in the story of its first words."""
    c = t.coding.c
    current = connection.execute(select(c.id, c.stories).where(c.page_id == page_id, c.current)).first()
    stories = msgspec.json.decode(current.stories, type=list[Story]) if current is not None else []
    within = next((story.id for story in stories if story.start <= start < story.end), None)
    story = within or (stories[0].id if stories else "s0")
    return _Basis(current.id if current is not None else None, page_id, story, "r")


def _insert_version(
    connection: Connection, event_id: str, kind: RecordKind, at: Any, record: AnyRecord, parent: Any, word: Word
) -> int:
    link = t.event_report.c
    count = select(func.count()).where(link.event_id == event_id, link.reason == "review")
    number = int(connection.scalar(count) or 0) + 1
    local = f"{at.local.partition('.')[0]}.{number}"
    record = changing.vouched(attaching.named(record, parent, at.page_id, at.story), local)
    made_on = connection.execute(select(t.coding).where(t.coding.c.id == at.coding_id)).first()
    coding_id = _insert_coding(connection, at, made_on, f"{event_id}/{number}", word)
    entry = Entry(at.story, 0, kind, record)
    date = dated(record, parent.dated if parent is not None else None)
    row = {**entry.row(coding_id, None), "parent_id": parent.id if parent is not None else None, "dated": date}
    row |= {
        "first_day": _iso(edtf.earliest(date) if date else None),
        "last_day": _iso(edtf.latest(date) if date else None),
    }
    report_id = inserted(connection.execute(insert(t.report).values(row)))
    named = [{"report_id": report_id, **participant_row(*each)} for each in participants(record)]
    if named:
        connection.execute(insert(t.participant), named)
    connection.execute(insert(t.event_report).values(report_id=report_id, event_id=event_id, reason="review"))
    return report_id


def _insert_coding(connection: Connection, at: Any, made_on: Any, name: str, word: Word) -> int:
    """The coding that holds one version: that on which it was made, with an author."""
    page = connection.execute(select(t.page.c.text).where(t.page.c.id == at.page_id)).one()
    whole = [Story(id=at.story, kind="main", title=page.text.partition("\n")[0], start=0, end=len(page.text))]
    known = msgspec.json.decode(made_on.stories, type=list[Story]) if made_on is not None else []
    stories = [story for story in known if story.id == at.story] or whole
    copied = ("version", "lexicon", "project_lexicon", "model", "spacy", "published", "publisher", "language")
    values = {name: getattr(made_on, name, None) for name in copied}
    values |= {"version": values["version"] or "", "lexicon": values["lexicon"] or ""}
    values |= {
        "page_id": at.page_id,
        "digest": hashlib.sha256(f"review\n{name}".encode()).hexdigest(),
        "stories": msgspec.json.encode(stories).decode(),
        "current": False,
        "made": word.moment,
        "author": word.author,
    }
    return inserted(connection.execute(insert(t.coding).values(values)))


def _iso(day: date_type | None) -> str | None:
    return day.isoformat() if day is not None else None


def _log(
    connection: Connection,
    case: Case,
    lead: Any,
    record: AnyRecord,
    fields: Mapping[str, Any],
    word: Word,
    version: int | None,
) -> None:
    """A row for each field that is decided; those in force on the same field give way."""
    before = in_force(connection, case.members)
    for field, value in fields.items():
        same = [row.id for row in before if row.field == field]
        values = {
            **_row(lead.page_id, case.kind, record, word, version),
            "event_id": lead.event_id,
            "field": field,
            "value": msgspec.json.encode(value).decode(),
            "seen": msgspec.json.encode(case.seen).decode(),
            "supersedes_id": max(same, default=None),
        }
        connection.execute(insert(t.decision).values(values))
        if same:
            connection.execute(update(t.decision).where(t.decision.c.id.in_(same)).values(superseded=word.moment))


def _row(page_id: str, kind: RecordKind, record: AnyRecord, word: Word, version: int | None) -> dict[str, Any]:
    """The columns of a decision that tell of which words it is, who made it, and the version that came of it."""
    first = next((span for span in record.evidence if span.start is not None and span.end is not None), Span())
    return {
        "page_id": page_id,
        "kind": kind,
        "start": first.start or 0,
        "end": first.end or 0,
        "author": word.author,
        "reason": word.reason,
        "made": word.moment,
        "report_id": version,
    }


def _settled(connection: Connection, case: Case, action: Action, word: Word, fields: tuple[str, ...] = ()) -> Decided:
    _mark_rejected(connection, case.members, word.moment)
    look_again(connection, case.members, word.moment)
    settle_events(connection, set(case.members), word.moment)
    state = states_of(connection, {case.id: case.members}).get(case.id)
    return Decided(id=case.id, action=action, page=case.lead.page_id, fields=fields, state=state)


def _mark_rejected(connection: Connection, members: Sequence[str], moment: str) -> None:
    """Records that are one are rejected, or not, together."""
    rejected = is_rejected(in_force(connection, members))
    still = t.event.c.rejected.is_(None) if rejected else t.event.c.rejected.is_not(None)
    mark = update(t.event).where(t.event.c.id.in_(members), still)
    connection.execute(mark.values(rejected=moment if rejected else None))


def _revive_version(connection: Connection, members: Sequence[str], moment: str) -> None:
    """The version of the last decision in force is the live one, and no other."""
    wanted = max((row.report_id for row in in_force(connection, members) if row.report_id is not None), default=None)
    r = t.report.c
    of_people = exists().where(t.coding.c.id == r.coding_id, t.coding.c.author.is_not(None))
    of_members = r.id.in_(select(t.event_report.c.report_id).where(t.event_report.c.event_id.in_(members)))
    others = [of_people, of_members, r.superseded.is_(None)]
    if wanted is not None:
        connection.execute(update(t.report).where(r.id == wanted).values(superseded=None))
        others.append(r.id != wanted)
    connection.execute(update(t.report).where(*others).values(superseded=moment))


def _members(connection: Connection, identity: str) -> tuple[tuple[str, ...], str]:
    """The canonical record of an id and all that are one with it, and its page; also when nothing is live."""
    e = t.event.c
    row = connection.execute(select(t.event).where(e.id == identity)).first()
    if row is not None and row.merged_into is not None:
        row = connection.execute(select(t.event).where(e.id == row.merged_into)).first()
    if row is None:
        said = "" if kind_of(identity) else "A record's id begins with ev-, co-, in- or of-. "
        raise UnknownRecordError(f"The register holds no record '{identity}'.", f"{said}See comity review --list.")
    merged = connection.scalars(select(e.id).where(e.merged_into == row.id).order_by(e.id))
    return (row.id, *merged), row.page_id
