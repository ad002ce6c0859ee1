"""Two models asked of one sentence: which type of act a word tells, and who of the countries is which side of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comity.coding.trained import telling
from comity.lexicon.trained import Model, Trained

NOTHING = "none"  # the word tells no act; the country is no side
ACTOR, RECIPIENT = "actor", "recipient"


Features = tuple[Sequence[str], Sequence[str]]
"""The features of a side: those that are crossed with the type of the act, and the others."""


def types(trained: Trained, names: Sequence[str], meaning: telling.Vector) -> dict[str, float]:
    """The chance of each type of act that a word with these features may tell, and of none; they sum to 1."""
    return _chances(trained.telling, names, meaning)


def side(trained: Trained, features: Features, plover: str) -> dict[str, float]:
    """The chance that a country acts, that it is acted upon, and that it is no side of an act of that type."""
    return _chances(trained.siding, crossed(*features, plover))


def crossed(by_type: Sequence[str], plain: Sequence[str], plover: str) -> list[str]:
    """The features of a side: those that depend on the type of the act stand twice, alone and with the type."""
    return [*by_type, *(f"{plover}|{name}" for name in by_type), *plain, f"type={plover}"]


def _chances(model: Model, names: Sequence[str], dense: telling.Vector | None = None) -> dict[str, float]:
    scores = model.scores(names, dense)
    weights = np.exp(scores - scores.max())
    return dict(zip(model.labels, (weights / weights.sum()).tolist(), strict=True))
