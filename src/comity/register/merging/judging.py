"""Deciding inside the transaction that keeps a page: what changed is compared anew, and what was decided is written.

A decision is a row of `judgement`; `event.merged_into` follows from the rows in force. The rule never supersedes a
person. A record that no report tells of any more stays where it was, by its surest rows, so that its id leads on.
Every function runs inside the caller's transaction, under the lock of merging: what is decided upon is read there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from sqlalchemy import Connection, delete, select, update

from comity.register import schema as t
from comity.register.loader import CHUNK, chunks
from comity.register.merging import deciding, gate, hanging, judgements, offices, outcomes
from comity.register.merging.clusters import Joined, Pair, join, pair
from comity.register.merging.deciding import Told
from comity.register.merging.hanging import Hung
from comity.register.merging.members import (
    Member,
    canonical_of,
    clusters_of,
    hanging_on,
    heads_of,
    members,
    traced,
)
from comity.register.merging.offices import Held
from comity.register.merging.tracing import leave
from comity.register.merging.views import JudgedVerdict, Judgement
from comity.register.merging.weighing import Decision
from comity.register.views import RECORD_KINDS, RecordKind

MOST_COMPARED = 40
"""In a larger neighbourhood only what is new is compared, and what was joined before stays joined."""

PREFIXES: dict[RecordKind, str] = {"event": "ev-", "commitment": "co-", "instrument": "in-", "office": "of-"}


@dataclass(slots=True)
class _Round:
    """Comparing the records of a kind: those that are new, all that they are compared with, and what was decided."""

    kind: RecordKind
    fresh: set[str]
    members: dict[str, Member] = field(default_factory=dict)
    decisions: dict[Pair, Decision] = field(default_factory=dict)

    def decide(self, one: str, other: str) -> Decision:
        """What two members are to each other; of an outcome the plan is told by place."""
        both = pair(one, other)
        if both not in self.decisions:
            self.decisions[both] = decided(self.members[both[0]], self.members[both[1]])
        return self.decisions[both]


def judge(connection: Connection, touched: Iterable[str], moment: str) -> set[str]:
    """Compare these records, whose reports have changed, with all that may be one with them.

    Gives the records whose cluster has changed: what is shown of them is to be composed anew.
    """
    waiting = set(touched)
    changed: set[str] = set()
    for kind in RECORD_KINDS:
        fresh = {each for each in waiting if each.startswith(PREFIXES[kind])}
        if fresh:
            moved = _judge_kind(connection, _Round(kind, fresh), moment)
            changed |= moved
            if kind == "event":
                # what hangs on acts that are one now is compared by that
                waiting |= hanging_on(connection, moved)
    return changed


def rebuild(connection: Connection) -> None:
    """Leave the traces of all records anew, as after a migration. What was decided stays."""
    connection.execute(delete(t.trace))
    last = ""
    while some := list(
        connection.scalars(
            select(t.event.c.id)
            .where(t.event.c.id > last, t.event.c.retired.is_(None))
            .order_by(t.event.c.id)
            .limit(CHUNK)
        )
    ):
        leave(connection, traced(connection, some), ())
        last = some[-1]


def decided(one: Member, other: Member) -> Decision:
    """What two members of one kind are to each other."""
    a, b = one.said, other.said
    if isinstance(a, Told) and isinstance(b, Told):
        return deciding.decide(a, b)
    if isinstance(a, Hung) and isinstance(b, Hung):
        return hanging.decide(a, b)
    if isinstance(a, Held) and isinstance(b, Held):
        return offices.decide(a, b)
    raise TypeError(f"'{one.id}' and '{other.id}' are of two kinds.")


def _judge_kind(connection: Connection, this: _Round, moment: str) -> set[str]:
    """The records whose cluster has changed."""
    around = _around(connection, this.kind, this.fresh)
    this.members.update(members(connection, around))
    live = this.fresh & this.members.keys()
    leave(connection, {each: this.members[each].trace for each in live}, this.fresh - live)
    wider = _around(connection, this.kind, _like(connection, this, live)) - around
    this.members.update(members(connection, wider - this.members.keys()))
    here = around | wider
    alive = sorted(here & this.members.keys())
    rows = judgements.in_force(connection, here, this.fresh)
    kept, apart = _by_people(rows), {pair(row.one, row.other) for row in rows if row.verdict == "no"}
    kept |= _of_the_gone(rows, here - set(alive))
    if len(alive) <= MOST_COMPARED:
        for one, other in combinations(alive, 2):
            this.decide(one, other)
    else:
        kept |= _as_before(rows, here - live)
        for one in sorted(live):
            for other in alive:
                if one != other:
                    this.decide(one, other)
    among = {two: this.decisions[two] for two in this.decisions if two[0] in here and two[1] in here}
    joined = join(here, among, kept, apart)
    _write(connection, this, joined, rows, kept, here, moment)
    if this.kind == "event":
        outcomes.link(connection, this.decisions, live, moment)
    return _merge(connection, joined.clusters)


def _around(connection: Connection, kind: RecordKind, ids: set[str]) -> set[str]:
    """All that is one with these records; of offices, which very many pages tell of, the canonical ones alone."""
    return heads_of(connection, ids) if kind == "office" else clusters_of(connection, ids)


def _like(connection: Connection, this: _Round, live: set[str]) -> set[str]:
    """The records that are one with a new one, as far as the two tell."""
    found: set[str] = set()
    for one in sorted(live):
        known, unknown = gate.worth(connection, this.members[one], this.members)
        this.members.update(members(connection, unknown))
        for other in sorted(known | (unknown & this.members.keys())):
            if this.decide(one, other).relation == "same":
                found.add(other)
    return found


def _by_people(rows: Iterable[Judgement]) -> set[Pair]:
    return {pair(row.one, row.other) for row in rows if row.verdict == "yes" and not row.is_by_rule}


def _of_the_gone(rows: Iterable[Judgement], gone: set[str]) -> set[Pair]:
    """The rows by which records that no report tells of any more, or that are rejected, stay where they were.

    The surest come first, and none that would make two that are told one: of what is gone nothing speaks for that.
    """
    by_id = {each: each for each in gone}
    told: dict[str, str] = {}

    def root(one: str) -> str:
        while by_id.setdefault(one, one) != one:
            one = by_id[one]
        return one

    found: set[Pair] = set()
    for row in sorted(rows, key=lambda row: (-(1.0 if row.score is None else row.score), row.one, row.other)):
        if row.verdict != "yes" or not gone & {row.one, row.other}:
            continue
        one, other = root(row.one), root(row.other)
        mine, yours = (told.get(each, each if each not in gone else None) for each in (one, other))
        if one == other or (mine is not None and yours is not None):
            continue
        by_id[one] = other
        if mine is not None:
            told[other] = mine
        found.add(pair(row.one, row.other))
    return found


def _as_before(rows: Iterable[Judgement], others: set[str]) -> set[Pair]:
    return {pair(r.one, r.other) for r in rows if r.verdict == "yes" and r.one in others and r.other in others}


def _write(
    connection: Connection,
    this: _Round,
    joined: Joined,
    rows: Iterable[Judgement],
    kept: set[Pair],
    here: set[str],
    moment: str,
) -> None:
    """Bring the rule's rows in line with what was decided."""
    asked = {**joined.asked, **_open(this, joined, here)}
    said: Mapping[Pair, tuple[JudgedVerdict, Decision]] = {
        **{two: ("proposed", decision) for two, decision in asked.items()},
        **{two: ("yes", decision) for two, decision in joined.joined.items()},
    }
    standing: set[Pair] = set()
    old: list[int] = []
    for row in rows:
        two = (row.one, row.other)
        if not row.is_by_rule or (two in said and judgements.says_same(row, *said[two])):
            standing.add(two)
        elif two not in said and two not in kept and (here >= {*two} or row.verdict == "proposed"):
            old.append(row.id)
    judgements.withdraw(connection, old, moment)
    for two, (verdict, decision) in sorted(said.items()):
        if two not in standing:
            judgements.record(connection, "same", two, verdict, moment, decision=decision)


def _open(this: _Round, joined: Joined, here: set[str]) -> dict[Pair, Decision]:
    """What a person is to be asked of records outside the neighbourhood: for each new one the nearest."""
    best: dict[str, tuple[float, Pair]] = {}
    for two, decision in this.decisions.items():
        outside = [each for each in two if each not in here]
        inside = [each for each in two if each in this.fresh]
        if decision.is_open and outside and inside:
            rank = (-decision.score, two)
            if inside[0] not in best or rank < best[inside[0]]:
                best[inside[0]] = rank
    del joined
    return {two: this.decisions[two] for _, two in best.values()}


def _merge(connection: Connection, clusters: Iterable[frozenset[str]]) -> set[str]:
    """Let all members of each cluster point at its canonical record; the records of clusters that changed."""
    into = {each: None if each == canonical else canonical for each, canonical in _canonicals(connection, clusters)}
    known: dict[str, str | None] = {}
    for some in chunks(sorted(into)):
        rows = connection.execute(select(t.event.c.id, t.event.c.merged_into).where(t.event.c.id.in_(some)))
        known.update({row.id: row.merged_into for row in rows})
    moved = [each for each in sorted(into) if into[each] != known.get(each)]
    for each in moved:
        connection.execute(update(t.event).where(t.event.c.id == each).values(merged_into=into[each]))
        if into[each] is not None:
            # what was merged into it before and was not looked at goes with it
            others = (t.event.c.merged_into == each, t.event.c.id.not_in(sorted(into)[:CHUNK]))
            connection.execute(update(t.event).where(*others).values(merged_into=into[each]))
    return {of for each in moved for of in (each, into[each], known.get(each)) if of is not None}


def _canonicals(connection: Connection, clusters: Iterable[frozenset[str]]) -> Iterable[tuple[str, str]]:
    for cluster in clusters:
        canonical = next(iter(cluster)) if len(cluster) == 1 else canonical_of(connection, cluster)
        for each in cluster:
            yield each, canonical
