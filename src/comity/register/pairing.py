"""In whose dossiers a record stands: pairs of sides, by who stands in it. Pure: nothing here reads or writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, permutations

from comity.model import Participant
from comity.register.standing import codes, country_of, holds_for, own, within
from comity.register.views import RecordKind

Pair = tuple[str, str]


def pairs(
    kind: RecordKind, named: Sequence[Participant], parent: Iterable[Pair], beside: Iterable[Pair]
) -> dict[Pair, bool]:
    """The countries and bodies of states of a record, two by two, the lesser first; and whether it names both itself.

    `parent` are the pairs of the event that it hangs on, which are its own where it names no third side; `beside` those
    of the other records of its stories, which count for offices alone.
    """
    stands = [codes(participant) for participant in named]
    if kind == "office":
        return {pair: False for pair in beside if any(one & set(pair) for one in stands)}
    found: dict[Pair, bool] = {}
    for (first, one), (second, other) in combinations(zip(named, stands, strict=True), 2):
        for a in one:
            for b in other - {a}:
                both = (min(a, b), max(a, b))
                found[both] = found.get(both, False) or {a, b} == {own(first), own(second)}
    for pair in parent:
        if pair not in found and all(one & set(pair) for one in stands):
            found[pair] = False
    return found


def side_pairs(
    kind: RecordKind, named: Sequence[Participant], parent: Iterable[Pair], beside: Iterable[Pair]
) -> set[Pair]:
    """The same for bodies and subdivisions: each with the other countries, and bodies of states, of the record."""
    stands = [(within(participant), codes(participant)) for participant in named]
    if kind == "office":
        return {
            (side, other)
            for side, other in beside
            if any(other in has for _, has in stands) or any(holds_for(holder, side) for holder in named)
        }
    found = {
        (side, other)
        for (sides, _), (_, others) in permutations(stands, 2)
        for side in sides
        for other in others - {country_of(side)}
    }
    return found | {
        (side, other) for side, other in parent if all(side in sides or other in has for sides, has in stands)
    }
