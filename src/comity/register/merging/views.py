"""What merging answers with: frozen records, made for reading."""

from __future__ import annotations

from typing import Literal

from comity.model import Record
from comity.register.views import Reason

JudgedRelation = Literal["same", "outcome", "fulfils", "continues"]
JudgedVerdict = Literal["yes", "no", "proposed"]

RULE = "rule"
"""The author of a judgement that no person made."""


class Judgement(Record):
    """What was decided of two records, `one` and `other`, register ids.

    `relation`: `same` (one record), `outcome` (`other` came of the plan `one`), `fulfils`, `continues`. `score` is 0 to
    1, null for a person. `made` and `superseded` are moments (UTC, ISO 8601); null while it is in force.
    """

    id: int
    relation: JudgedRelation
    one: str
    other: str
    verdict: JudgedVerdict
    score: float | None
    reasons: tuple[Reason, ...]
    author: str
    note: str | None
    made: str
    superseded: str | None = None
    superseded_by: int | None = None

    @property
    def is_by_rule(self) -> bool:
        """Whether no person decided it."""
        return self.author == RULE


class Judged(Record):
    """All that was decided of a record, canonical `id`, and of those merged into it (`members`, the canonical first).

    `joined` says why its reports are one record, `apart` what a person keeps it apart from, `asked` what is left to a
    person, `outcomes` what came of it or what it came of; these are in force. `former` was superseded.
    """

    id: str
    members: tuple[str, ...]
    joined: tuple[Judgement, ...] = ()
    apart: tuple[Judgement, ...] = ()
    asked: tuple[Judgement, ...] = ()
    outcomes: tuple[Judgement, ...] = ()
    former: tuple[Judgement, ...] = ()


class Rejudged(Record):
    """How far judging all records again has come: `done` of `all` pages, and how many clusters have changed."""

    done: int
    all: int
    changed: int
