"""What reviewing answers with: frozen records, made for reading."""

from __future__ import annotations

from typing import Any, Literal

from comity.model import Record, Span
from comity.register.views import AnyKept, RecordKind

ReviewState = Literal["accepted", "changed", "added", "rejected", "conflict"]
"""What people have said of a record: `conflict` when the program has come to say something else since."""

Doubt = Literal["conflict", "differs", "unsure", "year", "country"]
"""Why a look is worth it: people and program disagree, reports disagree, the coding is not sure, the year or a country
was worked out and is not printed."""

Action = Literal["accepted", "changed", "rejected", "added", "undone", "done"]


class Conflict(Record):
    """A field that the program tells otherwise than when a person decided; values as JSON has them.

    `seen` is what it told then, `now` what it tells today, `yours` what the person decided. The field `*` stands for
    the whole record: the program finds it no more, or finds one that was rejected told differently.
    """

    field: str
    seen: Any = None
    now: Any = None
    yours: Any = None


class Proposed(Record):
    """A field as it is and as it would be; values as JSON has them."""

    field: str
    before: Any = None
    after: Any = None


class QueueItem(Record):
    """A record that is worth a look. `worth` orders the queue; `doubts` say why, the weightiest first.

    `version` names the state that is shown: give it back with a decision, and the decision is refused when somebody
    else has changed the record meanwhile. `evidence` are the spans of `page` on which what is shown rests.
    """

    kept: AnyKept
    kind: RecordKind
    page: str
    worth: float
    version: str
    doubts: tuple[Doubt, ...] = ()
    state: ReviewState | None = None
    conflicts: tuple[Conflict, ...] = ()
    evidence: tuple[Span, ...] = ()


class Decision(Record):
    """What somebody decided of a record, or of a page (`record` is then null): a row that stays.

    `field` is that which was changed, and `value` its value as JSON has it; or `*`, with accepted, rejected, added or
    undone; or `page`, with done or undone. `superseded` is when (UTC, ISO 8601) it gave way to another one, or was
    undone.
    """

    id: int
    page: str
    field: str
    value: Any
    author: str
    made: str
    record: str | None = None
    reason: str | None = None
    superseded: str | None = None


class Decided(Record):
    """What a decision came to: the record (or page) as it stands now. `fields` are those that were changed."""

    id: str
    action: Action
    page: str
    fields: tuple[str, ...] = ()
    state: ReviewState | None = None


class Undone(Record):
    """What was taken back of several decisions, the newest first. `stopped` says why it is less than was asked for."""

    acts: tuple[Decided, ...]
    stopped: str | None = None


class Waiting(Record):
    """How much of the register was looked at: records by what was said of them, and pages that are done."""

    conflicts: int
    waiting: int
    decided: int
    rejected: int
    pages_done: int
