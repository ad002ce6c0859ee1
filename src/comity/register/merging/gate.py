"""Which records are worth comparing: of all that stand under one key near in time, few may be one act.

Cheap: from the records alone, without the words of their pages and what stands beside them. What does not pass the gate
is what deciding would keep apart whatever the words say (`deciding`, `hanging` and `offices`).
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from comity.model import Commitment, Event, Instrument, Office
from comity.register.likeness import TOOK_PLACE, Act, act, kin, same_sides, timing
from comity.register.merging import hanging, offices
from comity.register.merging.deciding import Told, are_apart
from comity.register.merging.hanging import Hung
from comity.register.merging.members import Member, Said, Sketch, sketches, with_room
from comity.register.merging.offices import Held
from comity.register.merging.tracing import near


def worth(connection: Connection, one: Member, read: Iterable[str]) -> tuple[set[str], set[str]]:
    """The records that may be one with `one`, or its plan or outcome: those that are `read` already, and the others."""
    nearby = near(connection, one.trace) - {one.id}
    if one.kind == "office":
        nearby = with_room(connection, nearby)
    known = nearby & set(read)
    unknown = sketches(connection, nearby - known)
    return known, {each for each, sketch in unknown.items() if passes(one.said, sketch)}


def passes(said: Said, other: Sketch) -> bool:
    """Whether a report may be one with another one of which the record alone is known."""
    record = other.record
    if isinstance(said, Told) and isinstance(record, Event):
        return may_be_kin(said.act, act("", other.story, record, other.reported))
    if isinstance(said, Hung) and isinstance(record, Commitment | Instrument):
        return hanging.may_be_one(said.record, record)
    if isinstance(said, Held) and isinstance(record, Office):
        return offices.may_be_one(said.record, record)
    return False


def may_be_kin(one: Act, other: Act) -> bool:
    """Whether two acts may be one, or one come of the other, by kind, sides and days."""
    relation = kin(one, other)
    if relation is None or not same_sides(one, other):
        return False
    if relation == "same":
        return not are_apart(one, other)
    plan, fact = (one, other) if relation == "outcome" else (other, one)
    return plan.event.status in TOOK_PLACE or timing(plan, fact, "outcome") != "apart"
