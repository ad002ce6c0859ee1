"""How sure a record is, as data: what each clue known at coding time adds or takes, fitted on gold.

The numbers are written by `python -m tools.calibrate`; `coding.confidence` says what the clues are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from comity.errors import LexiconError
from comity.lexicon.language import DATA, load_toml
from comity.lexicon.project import remembered, told_as

KINDS = ("event", "commitment", "instrument", "office")
FILE = "confidence.toml"
# nothing is certain, and nothing that was coded is surely wrong
_LEAST, _MOST = 0.02, 0.98


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale of one kind of record: log-odds of being right where no clue holds, and what each clue adds.

    A record whose confidence is below `keep` is not printed at all.
    """

    base: float
    clues: Mapping[str, float]
    keep: float = 0.0

    def parts(self, clues: Mapping[str, float]) -> dict[str, float]:
        """What each clue of a record adds to its log-odds; a clue of no weight is left out."""
        parts = {name: self.clues.get(name, 0.0) * value for name, value in clues.items()}
        return {name: part for name, part in parts.items() if part}

    def confidence(self, clues: Mapping[str, float]) -> float:
        """The chance that a record with these clues is right, from 0.02 to 0.98, to two places."""
        odds = self.base + sum(self.parts(clues).values())
        return round(min(_MOST, max(_LEAST, 1 / (1 + math.exp(-odds)))), 2)


@remembered
def load_confidence(language: str) -> Mapping[str, Scale]:
    """The scales of a language by kind of record (KINDS). LexiconError when one is missing or is not of numbers."""
    path = DATA / language / FILE
    data = load_toml(path)
    told = told_as(path)
    if set(data) != set(KINDS):
        raise LexiconError(f"{told} has the tables {', '.join(data)}.", f"It must have {', '.join(KINDS)}.")
    return {kind: _scale(told, kind, data[kind]) for kind in KINDS}


def _scale(path: object, kind: str, table: Mapping[str, object]) -> Scale:
    clues = table.get("clues")
    if set(table) - {"keep"} != {"base", "clues"} or not isinstance(clues, dict):
        raise LexiconError(f"{path}: [{kind}] must hold `base` and `clues`.", "Run `python -m tools.calibrate`.")
    keep = table.get("keep", 0.0)
    for name, number in (("base", table["base"]), ("keep", keep), *clues.items()):
        if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
            raise LexiconError(f"{path}: [{kind}] {name} is {number!r}.", "It must be a number, in log-odds.")
    return Scale(float(table["base"]), {name: float(n) for name, n in clues.items()}, float(keep))  # type: ignore[arg-type]
