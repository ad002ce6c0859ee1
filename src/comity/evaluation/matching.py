"""Which coded record stands for which expected one: one to one, the best assignment of all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from comity.evaluation.gold import GoldCommitment, GoldEvent, GoldInstrument, GoldOffice, GoldSide, GoldStory
from comity.folding import fold
from comity.model import CodedStory, Commitment, Event, Instrument, Office, Participant, Span

G = TypeVar("G", GoldEvent, GoldCommitment, GoldInstrument, GoldOffice)
C = TypeVar("C", Event, Commitment, Instrument, Office)
Places = tuple[tuple[int, int], ...]

# An assignment finds as many expected records as it can, then covers as many optional ones, then is as right as it can.
_REQUIRED, _OPTIONAL = 1e9, 1e6


@dataclass(frozen=True, slots=True)
class Matching(Generic[G, C]):
    """Pairs of an expected and a coded record; `missed` and `extra` have no partner. No optional one is missed."""

    pairs: tuple[tuple[G, C], ...]
    optional: tuple[tuple[G, C], ...]
    missed: tuple[G, ...]
    extra: tuple[C, ...]


def assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs (row, column) of the greatest total weight, each row and column at most once; only weights above 0.

    The Hungarian method with potentials, in O(rows² · columns).
    """
    rows, columns = len(weights), max((len(row) for row in weights), default=0)
    if rows > columns:
        turned = [[weights[row][column] for row in range(rows)] for column in range(columns)]
        return sorted((row, column) for column, row in assign(turned))
    by_row, by_column = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)  # the row, from 1, to which a column is given
    for row in range(1, rows + 1):
        owner[0] = row
        column = 0
        least, came_from, seen = [math.inf] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while owner[column]:
            seen[column] = True
            at, step, following = owner[column], math.inf, 0
            for other in range(1, columns + 1):
                if seen[other]:
                    continue
                cost = -weights[at - 1][other - 1] - by_row[at] - by_column[other]
                if cost < least[other]:
                    least[other], came_from[other] = cost, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(columns + 1):
                if seen[other]:
                    by_row[owner[other]] += step
                    by_column[other] -= step
                else:
                    least[other] -= step
            column = following
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    given = ((owner[column] - 1, column - 1) for column in range(1, columns + 1) if owner[column])
    return sorted((row, column) for row, column in given if weights[row][column] > 0)


def match(expected: Sequence[G], coded: Sequence[C], score: Callable[[G, C], float | None]) -> Matching[G, C]:
    """The best one-to-one matching; `score` is how well a pair agrees (0 to 1000), or None if it does not match."""
    weights = [[_weight(gold, score(gold, record)) for record in coded] for gold in expected]
    found = assign(weights) if expected and coded else []
    rows, columns = {row for row, _ in found}, {column for _, column in found}
    return Matching(
        pairs=tuple((expected[row], coded[column]) for row, column in found if not expected[row].optional),
        optional=tuple((expected[row], coded[column]) for row, column in found if expected[row].optional),
        missed=tuple(gold for row, gold in enumerate(expected) if row not in rows and not gold.optional),
        extra=tuple(record for column, record in enumerate(coded) if column not in columns),
    )


def _weight(gold: GoldEvent | GoldCommitment | GoldInstrument | GoldOffice, score: float | None) -> float:
    if score is None:
        return 0.0
    return score + (_OPTIONAL if gold.optional else _REQUIRED)


def pair_stories(
    expected: Sequence[GoldStory], coded: Sequence[CodedStory]
) -> list[tuple[GoldStory | None, CodedStory | None]]:
    """Stories with the same folded title, in their order; those without a partner beside None."""
    left = list(coded)
    pairs: list[tuple[GoldStory | None, CodedStory | None]] = []
    for story in expected:
        partner = next((other for other in left if fold(other.title) == fold(story.title)), None)
        if partner is not None:
            left.remove(partner)
        pairs.append((story, partner))
    return [*pairs, *((None, story) for story in left)]


# --- sides, names, places in the text -------------------------------------------------------------------------------


def countries(sides: Iterable[GoldSide | Participant]) -> frozenset[str]:
    """The countries of the sides; a body of several states counts as `IGO`."""
    found = set()
    for side in sides:
        if isinstance(side, Participant) and side.kind == "igo":
            found.add("IGO")
        elif side.country is not None:
            found.add(side.country)
    return frozenset(found)


def names(event: GoldEvent | Event) -> frozenset[str]:
    """The folded names of its participants."""
    sides: tuple[GoldSide | Participant, ...] = (*event.actor, *event.recipient)
    return frozenset(fold(side.name) for side in sides if side.name)


def occurrences(anchor: str, text: str) -> Places:
    """Every place of the page where the words of an anchor stand."""
    places = []
    start = text.find(anchor) if anchor else -1
    while start >= 0:
        places.append((start, start + len(anchor)))
        start = text.find(anchor, start + 1)
    return tuple(places)


def places(spans: Iterable[Span], supports: str | None = None) -> Places:
    """Where the spans of the page's text stand; with `supports` those for that field, if there are any."""
    in_text = [span for span in spans if span.start is not None and span.end is not None]
    chosen = [span for span in in_text if supports in span.supports] or in_text
    return tuple((span.start, span.end) for span in chosen if span.start is not None and span.end is not None)


def overlap(ours: Places, theirs: Places) -> float:
    """The greatest share of either span that a pair of spans has in common, from 0 to 1."""
    best = 0.0
    for start, end in ours:
        for begin, stop in theirs:
            common = min(end, stop) - max(start, begin)
            if common > 0:
                best = max(best, common / min(end - start, stop - begin))
    return best


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


# --- how well a pair agrees, or None --------------------------------------------------------------------------------


def date_right(gold: GoldEvent, event: Event) -> bool:
    """Whether the date is the one expected, none included."""
    return (event.date.edtf if event.date else None) == gold.date


def place_right(gold: GoldEvent, event: Event) -> bool:
    """Whether the country of the place is the one expected, none included."""
    return (event.place.country if event.place else None) == (gold.place.country if gold.place else None)


def direction_right(gold: GoldEvent, event: Event) -> bool:
    """Whether the same countries act, and the same are acted upon."""
    sides = ((gold.actor, event.actor), (gold.recipient, event.recipient))
    return all(countries(expected) == countries(coded) for expected, coded in sides)


def is_strict(gold: GoldEvent, event: Event) -> bool:
    """Whether date and country of the place are right too, where the gold has them."""
    dated = gold.date is None or date_right(gold, event)
    return dated and (gold.place is None or gold.place.country is None or place_right(gold, event))


def event_score(gold: GoldEvent, event: Event, text: str) -> float | None:
    """Events match when PLOVER type and set of countries are equal."""
    if gold.plover != event.plover:
        return None
    if countries((*gold.actor, *gold.recipient)) != countries((*event.actor, *event.recipient)):
        return None
    agreeing = 200.0 * is_strict(gold, event) + 100 * (gold.form == event.form)
    agreeing += 100 * min(1.0, overlap(places(event.evidence), occurrences(gold.anchor, text)))
    agreeing += 60 * _alike(names(gold), names(event)) + 40 * direction_right(gold, event)
    return agreeing + 20 * (gold.status == event.status) + 20 * date_right(gold, event)


def commitment_score(gold: GoldCommitment, record: Commitment, text: str) -> float | None:
    """Commitments match when evidence, that of the action first, and anchor overlap by at least half of either."""
    common = overlap(places(record.evidence, "action"), occurrences(gold.anchor, text))
    if common < 0.5:
        return None
    alike = _alike(frozenset(gold.by), countries(record.by)) + _alike(frozenset(gold.fields), frozenset(record.fields))
    return 100 * common + 50 * (gold.force == record.force) + 20 * alike


def instrument_score(gold: GoldInstrument, record: Instrument, text: str) -> float | None:
    """Instruments match when evidence and anchor overlap by at least half of either."""
    common = overlap(places(record.evidence), occurrences(gold.anchor, text))
    if common < 0.5:
        return None
    alike = _alike(frozenset(gold.parties), countries(record.parties))
    return 100 * common + 50 * (gold.kind == record.kind) + 20 * (alike + (gold.count == record.count))


def office_score(gold: GoldOffice, record: Office) -> float | None:
    """Offices match on the folded person and half of the words of the expected title.

    A coder may cut between title and body elsewhere than a reader (*chef du commandement* of *…*): the body's words
    count for it. Words of one or two letters do not.
    """
    if fold(gold.person) != fold(record.person):
        return None
    wanted = _words(gold.office)
    common = len(wanted & _words(f"{record.office} {record.of or ''}")) / len(wanted) if wanted else 0.0
    if common < 0.5:
        return None
    return 100 * common + 50 * _alike(wanted, _words(record.office)) + 20 * (gold.country == record.country)


def _words(title: str) -> frozenset[str]:
    words = fold(title).split()
    return frozenset(word for word in words if len(word) > 2) or frozenset(words)
