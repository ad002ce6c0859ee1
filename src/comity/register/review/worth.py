"""How much a look at a record is worth: it orders the queue. Pure: nothing here reads or writes the database.

Worth is *uncertainty* × *weight*. Uncertainty is how likely a look finds a mistake: what confidence (fitted to be the
share of such records that are right) leaves to one, and a fifth of the rest for each field on which reports disagree.
Weight is how much a mistake would cost: by kind (an instrument 1.5, an event or a commitment that is followed up 1, an
office or a position 0.5), by how far an event moves two sides towards or away from each other (PLOVER's intensity, up
to twice as much), and by how many reports tell of it (their binary logarithm, half of it). A record on which a person
has decided is worth nothing more; where the program has come to say something else since, it comes before all others.
"""

from __future__ import annotations

from math import log2

from comity.lexicon.vocabulary import vocabulary
from comity.model import Commitment, Event, Instrument, Office, Participant
from comity.register.review.views import Doubt, ReviewState

CONFLICT = 100.0
"""What is added to a conflict: more than any other record is worth."""

UNSURE = 0.7
"""A record of less confidence is told to be unsure."""

_DISAGREEMENT = 0.2
_LEAST = 0.01
_INFERRED_YEARS = ("year_from_context", "year_from_published")


def worth(
    record: Event | Commitment | Instrument | Office, *, reports: int, differs: int, state: ReviewState | None
) -> float:
    """What a look is worth, 0 or more: `reports` tell of the record, and disagree on `differs` of its fields."""
    value = round(max(uncertainty(record.confidence, differs), _LEAST) * weight(record, reports), 6)
    if state == "conflict":
        return CONFLICT + value
    return value if state is None else 0.0


def uncertainty(confidence: float, differs: int) -> float:
    """From 0 to 1: how likely a look finds a mistake."""
    return float(1 - confidence * (1 - _DISAGREEMENT) ** differs)


def weight(record: Event | Commitment | Instrument | Office, reports: int) -> float:
    """How much a mistake would cost."""
    told: float = 1 + log2(max(reports, 1)) / 2
    match record:
        case Event():
            return told * (1 + abs(record.intensity or 0) / 10)
        case Commitment():
            return told * (1 if vocabulary().forces[record.force].followed else 0.5)
        case Instrument():
            return told * 1.5
        case Office():
            return told * 0.5


def doubts(
    record: Event | Commitment | Instrument | Office, *, differs: int, state: ReviewState | None
) -> tuple[Doubt, ...]:
    """Why a look is worth it, the weightiest first."""
    found: list[tuple[Doubt, bool]] = [
        ("conflict", state == "conflict"),
        ("differs", differs > 0),
        ("unsure", record.confidence < UNSURE),
        ("year", _year_inferred(record)),
        ("country", any(each.country_from == "inferred" for each in _sides(record))),
    ]
    return tuple(doubt for doubt, holds in found if holds)


def _year_inferred(record: Event | Commitment | Instrument | Office) -> bool:
    date = record.date if isinstance(record, Event | Commitment) else None
    return date is not None and date.resolved in _INFERRED_YEARS


def _sides(record: Event | Commitment | Instrument | Office) -> tuple[Participant, ...]:
    match record:
        case Event():
            return (*record.actor, *record.recipient)
        case Commitment():
            return (*record.by, *record.to)
        case Instrument():
            return (*record.parties, *record.signatories)
        case Office():
            return ()
