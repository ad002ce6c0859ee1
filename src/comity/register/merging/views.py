"""What merging answers with: frozen records, made for reading."""

from __future__ import annotations

from typing import Literal

from comity.model import Record

JudgedRelation = Literal["same", "outcome", "fulfils", "continues"]
JudgedVerdict = Literal["yes", "no", "proposed"]

RULE = "rule"
"""The author of a judgement that no person made."""


class Reason(Record, omit_defaults=True):
    """Why two records were joined or kept apart: a `code`, what it added to the score, and the values compared."""

    code: str
    points: float = 0.0
    values: tuple[str, ...] = ()


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
