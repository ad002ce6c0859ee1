"""Which appellations mean one person: joined where two are the same, unless something keeps two of them apart.

Pure, and independent of the order in which they are given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from comity.register.people.same import Likeness, Person

Decide = Callable[[Person, Person], Likeness]
Pair = tuple[int, int]


def clusters(members: Sequence[Person], decide: Decide) -> list[list[int]]:
    """The places of those members that are one person, group by group.

    The surest pairs are joined first, and never two groups of which any two members are `different`. A member that is
    the same as two who are different (a name without a post, borne by two ministers) is joined to neither.
    """
    decided = {(i, j): decide(members[i], members[j]) for i, j in combinations(range(len(members)), 2)}
    apart = {pair for pair, found in decided.items() if found.verdict == "different"}
    same = {pair: found.score for pair, found in decided.items() if found.verdict == "same"}
    # two short forms of one name need not resemble each other
    rivals = {pair for pair in apart if "name:other" not in decided[pair].reasons}
    torn = {i for i in range(len(members)) if _is_torn(i, same, rivals)}
    groups = {i: [i] for i in range(len(members))}
    of = {i: i for i in range(len(members))}
    for i, j in sorted(same, key=lambda pair: (-same[pair], _order(members, pair))):
        one, other = of[i], of[j]
        if one == other or {i, j} & torn or _are_apart(groups[one], groups[other], apart):
            continue
        groups[one] += groups.pop(other)
        of.update(dict.fromkeys(groups[one], one))
    return [sorted(group) for group in groups.values()]


def _order(members: Sequence[Person], pair: Pair) -> tuple[tuple[str, ...], ...]:
    """Breaks ties by what is said, not by where it stands."""
    return tuple(sorted((m.name, m.country or "", m.office or "", m.days or "") for m in (members[i] for i in pair)))


def _is_torn(i: int, same: dict[Pair, float], rivals: set[Pair]) -> bool:
    partners = sorted({other for pair in same if i in pair for other in pair} - {i})
    return any(pair in rivals for pair in combinations(partners, 2))


def _are_apart(one: Sequence[int], other: Sequence[int], apart: set[Pair]) -> bool:
    return any((min(i, j), max(i, j)) in apart for i in one for j in other)
