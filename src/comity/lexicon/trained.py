"""The weights of the trained part of coding: two linear models, written by `python -m tools.train`.

A model gives every feature a weight for each of its labels; how likely a label is follows from their sum (multinomial
logistic regression). What the features are is said by `coding.trained`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from comity.errors import LexiconError
from comity.lexicon.language import DATA

FILE = "trained.npz"
_REMEDY = "Run `python -m tools.train`."
_LEAST = 1e-6
_PARTS = ("labels", "names", "weights", "base", "dense")

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model: `rows` tells where in `weights` a feature stands, a column is a label.

    `weights` has the shape (features, labels), `base` (labels), `dense` (length of the vectors, labels).
    """

    labels: tuple[str, ...]
    rows: dict[str, int]
    weights: Numbers
    base: Numbers
    dense: Numbers

    def scores(self, names: Sequence[str], dense: Numbers | None = None) -> Numbers:
        """The log-odds of each label, but for a number that is the same for all; unknown features weigh nothing."""
        known = [row for row in map(self.rows.get, names) if row is not None]
        total: Numbers = self.base + self.weights[known].sum(axis=0)
        return total if dense is None else total + dense @ self.dense

    def weight(self, name: str, label: str) -> float:
        """What a feature adds to a label; 0.0 for one that is not known."""
        row = self.rows.get(name)
        return 0.0 if row is None else float(self.weights[row, self.labels.index(label)])


@dataclass(frozen=True, slots=True)
class Trained:
    """The models of a language. An act whose chance is below `threshold` is not proposed.

    `idle` are lemmas that were seen often and never told an act: words with them are not weighed, which saves time.
    `slope` and `offset` turn the log-odds that the models give an act into those by which it was right on pages that
    they were not fitted on (Platt's scaling).
    """

    telling: Model
    siding: Model
    threshold: float
    slope: float = 1.0
    offset: float = 0.0
    idle: frozenset[str] = frozenset()

    def calibrated(self, chance: float) -> float:
        """The chance that an act is right which the models hold for likely by `chance`; both from 0 to 1."""
        chance = min(max(chance, _LEAST), 1 - _LEAST)
        return 1 / (1 + math.exp(-self.slope * math.log(chance / (1 - chance)) - self.offset))


@lru_cache
def load_trained(language: str) -> Trained | None:
    """The models of a language, or None where none were trained. LexiconError when the file cannot be understood."""
    path = DATA / language / FILE
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            idle = frozenset(map(str, data["idle"]))
            threshold, slope, offset = map(float, data["scale"])
            return Trained(_model(data, "telling"), _model(data, "siding"), threshold, slope, offset, idle)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise LexiconError(f"{path.name} of {language!r} cannot be read ({error}).", _REMEDY) from error


def _model(data: np.lib.npyio.NpzFile, name: str) -> Model:
    labels, names, weights, base, dense = (data[f"{name}.{part}"] for part in _PARTS)
    if weights.shape != (len(names), len(labels)) or base.shape != (len(labels),):
        raise ValueError(f"the parts of {name!r} do not fit together")
    rows = {str(feature): row for row, feature in enumerate(names)}
    return Model(
        tuple(str(label) for label in labels),
        rows,
        weights.astype(np.float32),
        base.astype(np.float32),
        dense.astype(np.float32),
    )


def save_trained(trained: Trained, path: Path) -> None:
    """Write the models so that the same numbers give the same bytes; weights are kept to half precision."""
    parts: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {
        "scale": np.array([trained.threshold, trained.slope, trained.offset], np.float32),
        "idle": np.array(sorted(trained.idle), np.str_),
    }
    for name, model in (("telling", trained.telling), ("siding", trained.siding)):
        parts |= {
            f"{name}.labels": np.array(model.labels),
            f"{name}.names": np.array(list(model.rows)),
            f"{name}.weights": model.weights.astype(np.float16),
            f"{name}.base": model.base,
            f"{name}.dense": model.dense.astype(np.float16),
        }
    np.savez_compressed(path, **parts)  # type: ignore[arg-type]
