"""Who belongs together, from what was decided pair by pair: pure.

A cluster is what yes joins. Pairs are taken from the surest down, people's before the rule's, and two clusters are
joined unless a person keeps any two of their members apart or any two contradict each other. A record that is as near
to two clusters which contradict each other is left out of both, and two clusters that stand each on a day of its own,
told by several reports, are joined by no score: what is open is for a person. Reports of one day are joined before
those that dispute the day. The answer does not depend on the order in which the records came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from comity.register.merging.weighing import Decision
from comity.register.views import Reason

MARGIN = 0.1
"""So near may the second best be before it is left open to which of two a record belongs."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of the pairs: those that `joined` clusters, and those that are for a person (`asked`)."""

    joined: Mapping[Pair, Decision]
    asked: Mapping[Pair, Decision]
    clusters: tuple[frozenset[str], ...]


def pair(one: str, other: str) -> Pair:
    """Two ids, the smaller first."""
    return (one, other) if one < other else (other, one)


def join(
    members: Iterable[str], decisions: Mapping[Pair, Decision], kept: Iterable[Pair] = (), apart: Iterable[Pair] = ()
) -> Joined:
    """The clusters of members: `decisions` are the rule's, `kept` and `apart` what people decided."""
    state = _State(sorted(members), decisions, frozenset(apart))
    for one, other in sorted(kept):
        state.unite(one, other)
    for (one, other), decision in sorted(decisions.items(), key=_rank):
        if decision.relation == "same":
            state.consider(one, other, decision)
        elif decision.is_open and not state.stand_on_two_days(one, other):
            state.ask(one, other, decision)
    asked = {each: decision for each, decision in state.asked.items() if state.root(each[0]) != state.root(each[1])}
    return Joined(state.joined, asked, state.clusters())


def _rank(each: tuple[Pair, Decision]) -> tuple[bool, float, Pair]:
    both, decision = each
    return _says(decision, "days_apart"), -decision.score, both


def _says(decision: Decision | None, code: str) -> bool:
    return decision is not None and any(reason.code == code for reason in decision.reasons)


def components(members: Iterable[str], edges: Iterable[Pair]) -> tuple[frozenset[str], ...]:
    """The clusters that edges make."""
    state = _State(sorted(members), {}, frozenset())
    for one, other in edges:
        state.unite(one, other)
    return state.clusters()


@dataclass(slots=True)
class _State:
    members: Sequence[str]
    decisions: Mapping[Pair, Decision]
    kept_apart: frozenset[Pair]
    joined: dict[Pair, Decision] = field(default_factory=dict)
    asked: dict[Pair, Decision] = field(default_factory=dict)
    up: dict[str, str] = field(default_factory=dict)
    groups: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.up = {member: member for member in self.members}
        self.groups = {member: {member} for member in self.members}

    def root(self, one: str) -> str:
        while self.up[one] != one:
            self.up[one] = self.up[self.up[one]]
            one = self.up[one]
        return one

    def clusters(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(group) for _, group in sorted(self.groups.items()))

    def unite(self, one: str, other: str) -> None:
        a, b = sorted((self.root(one), self.root(other)))
        if a != b:
            self.up[b] = a
            self.groups[a] |= self.groups.pop(b)

    def consider(self, one: str, other: str, decision: Decision) -> None:
        a, b = self.root(one), self.root(other)
        if a == b or self._contradict(a, b):
            return
        rival = self._rival(a, b, decision.score) or self._rival(b, a, decision.score)
        if rival:
            reason = Reason(code="two_fit", values=(rival,))
            self.ask(one, other, Decision("none", decision.score, (*decision.reasons, reason)))
            return
        if self.stand_on_two_days(a, b):
            self.ask(one, other, Decision("none", decision.score, decision.reasons))
            return
        self.unite(one, other)
        self.joined[pair(one, other)] = decision

    def ask(self, one: str, other: str, decision: Decision) -> None:
        """Ask a person of two clusters, once, and of none that contradict each other."""
        a, b = self.root(one), self.root(other)
        known = {frozenset((self.root(x), self.root(y))) for x, y in self.asked}
        if a != b and frozenset((a, b)) not in known and not self._contradict(a, b):
            self.asked[pair(one, other)] = decision

    def _contradict(self, a: str, b: str) -> bool:
        for one in self.groups[a]:
            for other in self.groups[b]:
                both = pair(one, other)
                found = self.decisions.get(both)
                if both in self.kept_apart or (found is not None and found.apart):
                    return True
        return False

    def stand_on_two_days(self, one: str, other: str) -> bool:
        """Whether several reports of the cluster of each tell one day, and those days are two."""
        mine, yours = self._agreed(self.root(one)), self._agreed(self.root(other))
        return any(_says(self.decisions.get(pair(one, other)), "days_apart") for one in mine for other in yours)

    def _agreed(self, root: str) -> list[str]:
        """The members of a cluster whose day another member tells as well."""
        group = sorted(self.groups[root])
        return [
            one
            for one in group
            if any(_says(self.decisions.get(pair(one, other)), "same_day") for other in group if other != one)
        ]

    def _rival(self, a: str, b: str, score: float) -> str | None:
        """A member of a third cluster that fits the first nearly as well as the second does, and contradicts that."""
        for one in sorted(self.groups[a]):
            for other in self.members:
                root = self.root(other)
                if root in (a, b):
                    continue
                found = self.decisions.get(pair(one, other))
                if found is None or found.relation != "same" or found.score < score - MARGIN:
                    continue
                if self._contradict(root, b) and not self._contradict(root, a):
                    return other
        return None
