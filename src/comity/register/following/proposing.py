"""Proposing, in the transaction that changes records, what keeps a promise and what continues a document.

What is compared are the shown records of the same two sides, found by the index of pairs. What the rule finds is kept,
what it finds no more is withdrawn, and what a person decided stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from comity import edtf
from comity.register import schema as t
from comity.register import shown
from comity.register.following import continuity, facts, fulfilment, judgements
from comity.register.following.continuity import Continuation, Document
from comity.register.following.facts import Told
from comity.register.following.judgements import Ends, Judged

Pair = tuple[str, str]

NEIGHBOURS = 40
"""With so many documents before it, and so many after, a document is compared."""


def refresh(connection: Connection, touched: Iterable[str], moment: str) -> None:
    """Compare these records (canonical or merged) anew with what may keep them or continue them, and the reverse."""
    ids = {each for each in touched if not each.startswith("of-")}
    ours = set(judgements.canonical(connection, ids).values())
    # a record that became part of another one, or fell out of it, had links of its own
    found = _found(connection, ours)
    changed = judgements.settle(connection, ours | ids, found, moment)
    promises = sorted(each for each in changed if each.startswith("co-"))
    if promises:
        shown.refresh(connection, promises)


def rebuild(connection: Connection, moment: str, after: str = "", limit: int = 200) -> str | None:
    """Compare the next records of the register anew, in the order of their ids; the last of them, None at the end."""
    c = t.shown.c
    # commitments and instruments: each compares itself with all that may keep or continue it
    wanted = (c.event_id > after, c.kind.in_(("commitment", "instrument")))
    some = list(connection.scalars(select(c.event_id).where(*wanted).order_by(c.event_id).limit(limit)))
    refresh(connection, some, moment)
    return some[-1] if some else None


@dataclass(slots=True)
class _Scope:
    """What a refresh has read: rows by record, and what their reports tell, with words where they were needed."""

    connection: Connection
    rows: dict[str, Row[Any]]
    told: dict[str, Told] = field(default_factory=dict)
    worded: set[str] = field(default_factory=set)

    def add(self, rows: Mapping[str, Row[Any]]) -> None:
        self.rows.update(rows)

    def read(self, ids: Iterable[str], *, words: bool = False) -> None:
        have = self.worded if words else self.told.keys()
        missing = set(ids) - have
        if missing:
            self.told.update(facts.told(self.connection, missing, words=words))
            self.worded |= missing if words else set()

    def of(self, identity: str) -> Told:
        """What was read of a record, or that nothing was."""
        return self.told.get(identity, facts.UNREAD)


def _found(connection: Connection, ids: set[str]) -> dict[Ends, Judged]:
    scope = _Scope(connection, facts.shown_rows(connection, ids))
    pairs = facts.pairs_of(connection, scope.rows)
    scope.read(scope.rows)
    found: dict[Ends, Judged] = {}
    for identity in sorted(scope.rows):
        kind = scope.rows[identity].kind
        for pair in pairs.get(identity, ()):
            if kind == "commitment":
                found.update(_kept(scope, identity, pair))
            else:
                found.update(_keeps(scope, identity, pair))
            if kind == "instrument":
                found.update(_continued(scope, identity, pair))
    return found


def _kept(scope: _Scope, identity: str, pair: Pair) -> dict[Ends, Judged]:
    """What may keep a commitment."""
    promise = facts.promise(scope.rows[identity], scope.told[identity], pair)
    days = fulfilment.horizon(promise.record, promise.said)
    if days is None or not fulfilment.is_followed(promise.record):
        return {}
    sections = ("encounter", "act", "instrument")
    rows = facts.between(scope.connection, pair, sections, first=days[0], last=days[1])
    scope.add(rows)
    scope.read(each for each in rows if rows[each].first_day is None)
    likely = [each for each in rows if fulfilment.may_keep(promise, facts.deed(rows[each], scope.of(each), pair))]
    scope.read(likely, words=True)
    return dict(_judged(scope, [identity], likely, pair))


def _keeps(scope: _Scope, identity: str, pair: Pair) -> dict[Ends, Judged]:
    """What an event or an instrument may keep."""
    mine = facts.deed(scope.rows[identity], scope.told[identity], pair)
    if not fulfilment.can_keep(mine.record):
        return {}
    days = _days(mine.on) or _days(mine.reported)
    if days is None:
        return {}
    rows = facts.between(scope.connection, pair, ("commitment",), first=None, last=days[1])
    if not rows:
        return {}
    scope.add(rows)
    scope.read([identity], words=True)
    mine = facts.deed(scope.rows[identity], scope.told[identity], pair)
    scope.read(each for each in rows if rows[each].first_day is None)
    promises = {each: facts.promise(rows[each], scope.of(each), pair) for each in rows}
    stems = fulfilment.stems(mine)
    likely = [
        each
        for each, promise in promises.items()
        if fulfilment.may_touch(promise, mine, stems) and fulfilment.may_keep(promise, mine)
    ]
    scope.read(likely)
    return dict(_judged(scope, likely, [identity], pair))


def _judged(scope: _Scope, promises: Iterable[str], deeds: Iterable[str], pair: Pair) -> Iterator[tuple[Ends, Judged]]:
    done = [facts.deed(scope.rows[each], scope.told[each], pair) for each in deeds]
    for each in promises:
        promise = facts.promise(scope.rows[each], scope.told[each], pair)
        for deed in done:
            proposal = fulfilment.compare(promise, deed)
            if proposal is not None:
                verdict = judgements.YES if proposal.is_plain else judgements.PROPOSED
                yield ("fulfils", each, deed.id), Judged(verdict, proposal.score, proposal.reasons)


def _continued(scope: _Scope, identity: str, pair: Pair) -> dict[Ends, Judged]:
    """Which document this one continues, and which continue it: of several the likeliest, then the last before it."""
    rows = facts.between(scope.connection, pair, ("instrument",), first=None, last=None)
    rows[identity] = scope.rows[identity]
    scope.add(rows)
    scope.read(each for each in rows if facts.is_named_only(rows[each]))
    plain = {each: facts.document(rows[each], scope.of(each)) for each in rows}
    mine = plain[identity]
    near = _nearest([each for each in plain.values() if continuity.may_continue(each, mine)], newest=True)
    far = _nearest([each for each in plain.values() if continuity.may_continue(mine, each)], newest=False)
    if not near and not far:
        return {}
    scope.read({identity, *near, *far}, words=True)
    around = {identity, *near, *far}
    documents = [facts.document(rows[each], scope.told[each]) for each in sorted(around)]
    found: dict[Ends, Judged] = {}
    for later in (document for document in documents if document.id in {identity, *far}):
        best = _best(documents, later)
        if best is not None and identity in (best[0], later.id):
            earlier, continuation = best
            verdict = judgements.YES if continuation.is_sure else judgements.PROPOSED
            found["continues", earlier, later.id] = Judged(verdict, continuation.score, continuation.reasons)
    return found


def _nearest(documents: Iterable[Document], *, newest: bool) -> list[str]:
    """The documents next to another in time, bounded: their words are read from their pages."""
    ordered = sorted(documents, key=lambda each: (edtf.sort_key(each.on), each.id), reverse=newest)
    return [each.id for each in ordered[:NEIGHBOURS]]


def _best(documents: Iterable[Document], later: Document) -> tuple[str, Continuation] | None:
    compared = [(each, continuity.compare(each, later)) for each in documents if each.id != later.id]
    found = [(each, continuation) for each, continuation in compared if continuation is not None]
    if not found:
        return None
    best = max(found, key=lambda each: (each[1].score, edtf.sort_key(each[0].on), each[0].id))
    return best[0].id, best[1]


def _days(text: str | None) -> tuple[date, date] | None:
    return edtf.parse(text).days() if text and edtf.is_valid(text) else None
