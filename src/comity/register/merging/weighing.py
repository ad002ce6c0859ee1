"""What every decision has in common: the verdict, the threshold, and the comparison of words. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from comity import edtf
from comity.folding import fold
from comity.lexicon.world import world
from comity.register.views import Reason

SAME = 0.54
"""From this score on two reports are one record."""

CAME_OF_IT = 0.5
"""From this score on an act is what came of a plan: a link, which a person undoes more easily than a merge."""

PROPOSED = 0.4
"""From this score on a person is asked."""

WEIGHTS = Path(__file__).with_name("weights.toml")
"""What the points of each reason are multiplied by, of acts and of what hangs on them: fitted to scenes, as data."""

Sort = Literal["act", "hung"]
Weights = Mapping[str, float]

_SIGNS = ".,;:!?()'\"’«»“”"

Relation = Literal["same", "outcome", "none"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What two reports are to each other; `score` is 0 to 1. `apart`: they contradict each other.

    Of an `outcome`, `plan` tells which of the two was the plan: 0 for the first, 1 for the second.
    """

    relation: Relation
    score: float
    reasons: tuple[Reason, ...] = ()
    apart: bool = False
    plan: int = 0

    @property
    def is_open(self) -> bool:
        """Whether a person is to be asked."""
        return self.relation == "none" and not self.apart and self.score >= PROPOSED


@lru_cache(maxsize=2)
def fitted(sort: Sort) -> Weights:
    """The fitted weight of each reason; what has none counts as its points say."""
    return {code: float(weight) for code, weight in tomllib.loads(WEIGHTS.read_text("utf-8"))[sort].items()}


def apart(*reasons: Reason) -> Decision:
    """The decision that two reports contradict each other."""
    return Decision("none", 0.0, reasons, apart=True)


def weighed(
    reasons: Iterable[Reason],
    relation: Literal["same", "outcome"] = "same",
    plan: int = 0,
    weights: Weights | None = None,
) -> Decision:
    """The decision that the sum of reasons makes, each with its points times its weight."""
    given = tuple(_times(reason, (weights or {}).get(reason.code, 1.0)) for reason in reasons)
    score = round(min(1.0, max(0.0, sum(reason.points for reason in given))), 2)
    enough = SAME if relation == "same" else CAME_OF_IT
    return Decision(relation if score >= enough else "none", score, given, plan=plan)


def _times(reason: Reason, weight: float) -> Reason:
    return reason if weight == 1 else msgspec.structs.replace(reason, points=round(reason.points * weight, 2))


def terms(text: str) -> frozenset[str]:
    """The words of a text that say something: longer ones and figures."""
    return frozenset(word for word in fold(text).split() if len(word) > 4 or (word.isdigit() and len(word) > 1))


def named(text: str) -> frozenset[str]:
    """The names in a text, folded, without countries, their people and capitals: names cross languages."""
    words = (word.strip(_SIGNS) for word in text.replace("-", " ").split())
    return frozenset(fold(word) for word in words if len(word) > 3 and word[0].isupper() and not _is_of_states(word))


def _is_of_states(word: str) -> bool:
    known = world()
    return bool(known.country(word) or known.capital(word) or known.demonym(fold(word)))


def wording(one: frozenset[str], other: frozenset[str], full: float, half: float) -> Iterator[Reason]:
    """Whether two reports use the same words: `full` points from half of the shorter one on, `half` from a third."""
    least = min(len(one), len(other))
    shared = one & other
    if least < 2 or len(shared) < 2:
        return
    share = len(shared) / least
    if share >= 0.35:
        said = tuple(sorted(shared, key=lambda word: (-len(word), word))[:6])
        yield Reason(code="same_words", points=full if share >= 0.5 else half, values=said)


def days_between(one: str | None, other: str | None) -> int | None:
    """Days between two dates, 0 if they touch; None where one is not told, or its year unknown."""
    mine, yours = (edtf.parse(said).days() if said else None for said in (one, other))
    if mine is None or yours is None:
        return None
    return max(0, (yours[0] - mine[1]).days, (mine[0] - yours[1]).days)
