"""Whether one story tells one act, promise or document twice: pure.

A story that tells two acts means two, until nothing at all tells them apart and the words are the same: the coder joins
what it sees to be repeated, and what it left apart is joined here only where each field agrees.
"""

from __future__ import annotations

from comity.folding import fold
from comity.model import Commitment, Event, Instrument
from comity.register.likeness import Act, code, members
from comity.register.merging.weighing import terms
from comity.register.merging.whom import match

LEAST_SHARED = 3
"""Telling words that two sentences must have in common."""

_EVENT = ("plover", "form", "status", "mood", "recalled", "date", "channel", "amount", "visit_rank")
_COMMITMENT = ("force", "fields", "channel", "amount", "until", "date")
_INSTRUMENT = ("kind", "status", "fields", "count", "amount", "period", "signed")


def is_one_act(one: Act, other: Act, words: str, others: str) -> bool:
    """Whether two acts of one story are one, by their fields, their people, and the words of their evidence."""
    a, b = one.event, other.event
    if a.date is None or a.form is None or not _agree(a, b, _EVENT) or not _is_one_place(a, b):
        return False
    if one.sides != other.sides or [_codes(a, role) for role in _ROLES] != [_codes(b, role) for role in _ROLES]:
        return False
    sides = [match(list(members(one, side)), list(members(other, side))).how for side in one.sides]
    return len(sides) > 1 and all(how in ("named", "bodies") for how in sides) and _is_repeated(words, others)


def is_one_of_story(a: Commitment | Instrument, b: Commitment | Instrument, words: str, others: str) -> bool:
    """Whether two promises or two documents of one story are one."""
    if isinstance(a, Commitment) and isinstance(b, Commitment):
        agree = _agree(a, b, _COMMITMENT) and _codes(a, "by") == _codes(b, "by") and _codes(a, "to") == _codes(b, "to")
    elif isinstance(a, Instrument) and isinstance(b, Instrument):
        agree = _agree(a, b, _INSTRUMENT) and fold(a.title or "") == fold(b.title or "")
        agree = agree and _codes(a, "parties") == _codes(b, "parties")
    else:
        return False
    return agree and _is_repeated(words, others)


_ROLES = ("actor", "recipient")


def _agree(a: object, b: object, fields: tuple[str, ...]) -> bool:
    return all(getattr(a, name) == getattr(b, name) for name in fields)


def _codes(record: object, role: str) -> frozenset[str]:
    return frozenset(code(p) for p in getattr(record, role))


def _is_one_place(a: Event, b: Event) -> bool:
    if a.place is None or b.place is None:
        return True
    return fold(a.place.name) == fold(b.place.name)


def _is_repeated(words: str, others: str) -> bool:
    """Whether one text says nothing that the other does not."""
    mine, yours = terms(words), terms(others)
    return len(mine & yours) >= LEAST_SHARED and (mine <= yours or yours <= mine)
