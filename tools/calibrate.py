"""Confidence fitted on gold, so that of the records that are given 0.8 some 80 in 100 are right.

    python -m tools.calibrate            fit, and write the numbers and docs/confidence.md (`make calibrate`)
    python -m tools.calibrate --dry      fit and show, and write nothing
    python -m tools.calibrate --first FOLDER     count what is right on a set of pages that no rule was written with

The numbers are those of a logistic regression with a ridge penalty, one a kind of record, on the clues that the coder
knows (`comity.coding.confidence`) and on whether the record was right. It is fitted on the sets that rules are written
with: never on those kept aside. Since the rules were written with these pages, they are right on them more often than
on others. So each set has a base of its own in the fit, which is then thrown away, and the base that ships is the one
by which the pages of `tests/gold/first_reading.toml` come out as they did when they were first coded.

Cross-validated by page: each page is judged by numbers that were fitted without it. Deterministic.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from comity.coding.confidence import PROPOSED
from comity.evaluation import by_page, compare, load_expected
from comity.evaluation.figures import reliability
from comity.lexicon.confidence import FILE, KINDS, Scale
from comity.lexicon.language import DATA
from comity.lexicon.project import Project, open_project, use
from comity.pipeline import open_coder
from comity.reading import read
from tools.figures import CONFIDENCE, ROOT, SETS, between, reliability_rows

Array = npt.NDArray[np.float64]

LANGUAGE = "fr"
FIRST = ROOT / "tests" / "gold" / "first_reading.toml"
MARKS = ("<!-- cross-validated: written by `make calibrate` -->", "<!-- end of cross-validated -->")
FOLDS = 10
RIDGE = 4.0  # as if each clue had been seen that much to be worth nothing
RAREST = 8  # records that hold a clue, for it to be fitted
SLIGHTEST = 0.05  # of a clue's worth over its spread, in log-odds: less is left out
# Below what confidence records of a kind are left out: what is so doubtful is wrong more than twice as often as right,
# and a wrong record costs more than a missed one. A project may set `keep` in its own confidence.toml.
KEEP: dict[str, float] = {"event": 0.25}
PRIOR = 10.0  # records as right as those of the older sets, that are put beside the counts of a first reading


@dataclass(frozen=True, slots=True)
class Seen:
    """A coded record of a gold page: its kind, set and page, its clues, and whether it was right."""

    kind: str
    folder: str
    page: str
    clues: Mapping[str, float]
    right: bool


def seen(folders: Sequence[Path]) -> tuple[Seen, ...]:
    """Every coded record that counts, of the pages of folders of gold. EvaluationError if gold cannot be read."""
    with TemporaryDirectory() as place:
        use(_keeping_all(Path(place)))
        try:
            return tuple(record for folder in folders for record in _of_set(folder))
        finally:
            use(None)


def _keeping_all(place: Path) -> Project:
    """A project that differs from the package in this alone: no record is too doubtful to be kept."""
    (place / "comity.toml").write_text("", "utf-8")
    lexicon = place / "lexicon" / LANGUAGE
    lexicon.mkdir(parents=True)
    (lexicon / FILE).write_text("".join(f"[{kind}]\nkeep = 0.0\n" for kind in KINDS), "utf-8")
    return open_project(place)


def _of_set(folder: Path) -> list[Seen]:
    found: list[Seen] = []
    gold = load_expected(folder)
    told = list(open_coder().explain(read(page.raw) for page in gold))
    codings = by_page(gold, [one.coding for one in told])
    clues = {
        (one.coding.page.id, story.id, record.record): {clue.name: clue.value for clue in record.clues}
        for one in told
        for story in one.stories
        for record in story.records
    }
    for page in compare(gold, codings).pages:
        key = codings[page.page].page.id
        found += [
            Seen(one.kind, name_of(folder), page.page, clues[key, one.story, one.record], one.right)
            for one in page.judged
            if PROPOSED not in clues[key, one.story, one.record]  # its chance was fitted with the models
        ]
    return found


def name_of(folder: Path) -> str:
    """What a set is called: the folder that holds `gold`, or the file of cases."""
    return folder.parent.name if folder.name == "gold" else folder.stem


def fitted(records: Sequence[Seen], first: Mapping[str, tuple[float, float]]) -> Scale:
    """The scale of records of one kind. `first` has, by set, how many were right and wrong when it was first coded."""
    names = _names(records)
    clues, right = _matrix(records, names), np.array([float(one.right) for one in records])
    sets = sorted({one.folder for one in records})
    homes = np.array([[float(one.folder == name) for name in sets] for one in records])
    worth = _ridge(clues, homes, right)
    kept = [n for n, w, spread in zip(names, worth, clues.std(axis=0), strict=True) if abs(w) * spread >= SLIGHTEST]
    clues = _matrix(records, kept)
    worth = np.round(_ridge(clues, homes, right), 2)
    return Scale(_base(records, clues @ worth, right, first), dict(zip(kept, map(float, worth), strict=True)))


def _names(records: Sequence[Seen]) -> list[str]:
    held: dict[str, int] = {}
    for one in records:
        for name, value in one.clues.items():
            held[name] = held.get(name, 0) + (value != 0)
    return sorted(name for name, number in held.items() if number >= RAREST)


def _matrix(records: Sequence[Seen], names: Sequence[str]) -> Array:
    return np.array([[one.clues.get(name, 0.0) for name in names] for one in records]).reshape(len(records), len(names))


def _ridge(clues: Array, homes: Array, right: Array) -> Array:
    """What each clue is worth, by Newton's method, beside a base for each set."""
    both = np.hstack([homes, clues])
    penalty = np.r_[np.full(homes.shape[1], 0.1), np.full(clues.shape[1], RIDGE)]
    worth = np.zeros(both.shape[1])
    for _ in range(100):
        chance = _chance(both @ worth)
        slope = both.T @ (chance - right) + penalty * worth
        bend = (both * (chance * (1 - chance))[:, None]).T @ both + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        worth = worth - step
        if np.abs(step).max() < 1e-10:
            break
    found: Array = worth[homes.shape[1] :]
    return found


def _base(records: Sequence[Seen], odds: Array, right: Array, first: Mapping[str, tuple[float, float]]) -> float:
    """The base by which the sets that were counted at first reading come out as they did then.

    Where there are few such records, they are not believed alone.
    """
    fresh = np.array([one.folder in first for one in records])
    hits, misses = (sum(counts[index] for counts in first.values()) for index in (0, 1))
    rest = float(right[~fresh].mean()) if (~fresh).any() else 0.5
    wanted = (hits + PRIOR * rest) / (hits + misses + PRIOR)
    among = odds[fresh] if fresh.any() else odds
    low, high = -10.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _chance(among + middle).mean() < wanted else (low, middle)
    return round(low, 2)


def _chance(odds: Array) -> Array:
    found: Array = 1 / (1 + np.exp(-odds))
    return found


def cross_validated(records: Sequence[Seen], first: Mapping[str, tuple[float, float]]) -> list[tuple[Seen, float]]:
    """Each record of one kind with the confidence that it is given by numbers fitted without its page."""
    fold = [int(hashlib.sha256(f"{one.folder}/{one.page}".encode()).hexdigest(), 16) % FOLDS for one in records]
    told: list[tuple[Seen, float]] = []
    for number in sorted(set(fold)):
        scale = fitted([one for one, at in zip(records, fold, strict=True) if at != number], first)
        told += [(one, scale.confidence(one.clues)) for one, at in zip(records, fold, strict=True) if at == number]
    return told


def first_readings() -> dict[str, dict[str, tuple[float, float]]]:
    """By kind of record and set, how many were right and wrong when the set was first coded."""
    counted = tomllib.loads(FIRST.read_text("utf-8"))
    return {
        kind: {name: (of[kind]["right"], of[kind]["wrong"]) for name, of in counted.items() if kind in of}
        for kind in KINDS
    }


def scales_text(scales: Mapping[str, Scale]) -> str:
    """The numbers as the lexicon holds them."""
    lines = [
        "# How sure a record is: the log-odds of being right (`base`), and what a clue adds to them, times its value.",
        "# Confidence is 1 / (1 + exp(-sum)). data/codebook/clues.toml says what the clues are.",
        "# An event whose confidence is below `keep` is left out.",
        "# Fitted on gold: `make calibrate` writes this file.",
    ]
    for kind, scale in scales.items():
        keep = [f"keep = {scale.keep:.2f}"] if scale.keep else []
        lines += ["", f"[{kind}]", f"base = {scale.base:.2f}", *keep, "", f"[{kind}.clues]"]
        lines += [f'"{name}" = {worth:.2f}' for name, worth in scale.clues.items()]
    return "\n".join(lines) + "\n"


def table(told: Sequence[tuple[Seen, float]], first: Sequence[str]) -> str:
    """How often records of a confidence were right: on pages rules were written with, and on the newest of them."""
    columns = {
        "all sets that rules were written with": told,
        f"the newest of them ({', '.join(first)})": [pair for pair in told if pair[0].folder in first],
    }
    return reliability_rows(
        {name: reliability((sure, one.right) for one, sure in pairs) for name, pairs in columns.items()}
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program."""
    parser = argparse.ArgumentParser(prog="python -m tools.calibrate", description="Confidence, fitted on gold.")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--first", type=Path, metavar="FOLDER", help="count what is right on a new set of pages")
    asked = parser.parse_args(arguments)
    logging.basicConfig(level=logging.CRITICAL)
    if asked.first is not None:
        print(_counted(asked.first), end="")
        return 0
    folders = [folder for one in SETS if not one.aside and one.name != "seeds" for folder in one.folders]
    records, first = seen(folders), first_readings()
    scales, told = {}, []
    for kind in KINDS:
        mine = [one for one in records if one.kind == kind]
        scales[kind] = replace(fitted(mine, first[kind]), keep=KEEP.get(kind, 0.0))
        told += cross_validated(mine, first[kind])
    text, shown = scales_text(scales), table(told, sorted({name for of in first.values() for name in of}))
    print(f"{text}\n{shown}")
    if not asked.dry:
        (DATA / LANGUAGE / FILE).write_text(text, "utf-8")
        CONFIDENCE.write_text(between(CONFIDENCE.read_text("utf-8"), MARKS, shown, CONFIDENCE), "utf-8")
    return 0


def _counted(folder: Path) -> str:
    """The entry of first_reading.toml for a set: counts alone, so that nothing of what goes wrong is seen."""
    found = seen([folder / "gold" if (folder / "gold").is_dir() else folder])
    lines = [f"[{found[0].folder}]" if found else ""]
    for kind in KINDS:
        right = [one.right for one in found if one.kind == kind]
        lines.append(f"{kind} = {{ right = {sum(right)}, wrong = {len(right) - sum(right)} }}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
