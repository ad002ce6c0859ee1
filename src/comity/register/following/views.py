"""What following answers with: frozen records, made for reading."""

from __future__ import annotations

from datetime import date
from typing import Literal

from comity import edtf
from comity.model import Record
from comity.register.views import KeptCommitment, KeptEvent, KeptInstrument, Reason, Side, Stage


class Link(Record):
    """What was judged of two records, register ids, and stands.

    `relation`: `other` `fulfils` the commitment `one`, or `continues` the earlier document `one`. `verdict`: `proposed`
    by the rule, or `yes` or `no` of the `author`. `score` is 0 to 1, null for a person. `made` is UTC, ISO 8601.
    """

    id: int
    relation: Literal["fulfils", "continues"]
    one: str
    other: str
    verdict: Literal["yes", "no", "proposed"]
    score: float | None
    reasons: tuple[Reason, ...]
    author: str
    note: str | None
    made: str

    @property
    def is_persons(self) -> bool:
        """Whether a person decided it."""
        return self.author != "rule"

    @property
    def progress(self) -> Stage:
        """How far a deed that keeps a commitment keeps it."""
        return "under_way" if any(reason.code == "begins_it" for reason in self.reasons) else "done"


class StageSet(Record):
    """The stage of a commitment, and why.

    `author` is who set it, the author of the link `because` it follows from, or null for what is only stated. `because`
    is the record that keeps the commitment.
    """

    stage: Stage
    author: str | None = None
    note: str | None = None
    made: str | None = None
    because: str | None = None


class Score(Record):
    """What a reviewer made of a commitment (Toronto's method): −1 not kept, 0 in part, +1 kept, by a deadline (EDTF).

    Never computed, least of all from silence.
    """

    value: Literal[-1, 0, 1]
    deadline: str
    author: str
    note: str | None
    made: str


class Keeping(Record):
    """A record that may keep a commitment, or does, with what was judged of it."""

    link: Link
    kept: KeptEvent | KeptInstrument


class FollowedCommitment(Record):
    """A commitment with its stage, what keeps it (`kept_by`), what is proposed, and what was refused."""

    kept: KeptCommitment
    stage: StageSet
    kept_by: tuple[Keeping, ...] = ()
    proposals: tuple[Keeping, ...] = ()
    refused: tuple[Keeping, ...] = ()
    score: Score | None = None


class AgreementStep(Record):
    """One state of a document as a record tells of it, and the EDTF date of that state, `on`.

    `link` is how it continues an earlier step, null for the first.
    """

    kept: KeptInstrument
    on: str | None
    link: Link | None = None

    @property
    def first_day(self) -> date | None:
        """The first day of that date, if its year is known."""
        days = edtf.parse(self.on).days() if self.on is not None else None
        return days[0] if days is not None else None


class Agreement(Record):
    """A document over time: the records that tell of it, from the earliest to the latest.

    `start` and `end` are EDTF as pages give them, null where they do not; `first_day` and `last_day` ISO days of them.
    `standing` is how it stands on the day asked for: `to_come`, `in_force`, `suspended`, `ended`, or `unknown` where
    no page says how long it holds. `renewed_by` is the agreement, by its first record, that takes its place, `renews`
    that of which it takes it. `proposed` are documents that may be later states of it: a person has to say.
    """

    id: str
    steps: tuple[AgreementStep, ...]
    standing: Literal["to_come", "in_force", "suspended", "ended", "unknown"]
    start: str | None = None
    end: str | None = None
    first_day: str | None = None
    last_day: str | None = None
    renews: str | None = None
    renewed_by: str | None = None
    proposed: tuple[Link, ...] = ()


class Commitments(Record):
    """The commitments between two sides, the newest first."""

    sides: tuple[Side, Side]
    found: tuple[FollowedCommitment, ...]


class Agreements(Record):
    """The agreements of a side, or between two, on a day (ISO): those that end first come first, then the newest."""

    sides: tuple[Side, ...]
    on: str
    found: tuple[Agreement, ...]
