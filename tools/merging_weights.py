"""What each reason of merging is worth, fitted to the scenes that rules are written with.

    python -m tools.merging_weights            write the weights into the package
    python -m tools.merging_weights --check    the figures of pairs, each file by the weights of all the others

The points of a reason, which say what its author thinks of it, are multiplied by its weight. Weights are those of a
logistic regression that starts from 1 and leaves it as far as the scenes say so: of what is seldom seen the points stay
as they are. To join two that are apart counts for more than to miss two that are one. The answer is the same each time.
"""

from __future__ import annotations

import argparse
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from comity.register import open_register
from comity.register.likeness import kin
from comity.register.merging import deciding, hanging, weighing
from comity.register.merging.deciding import Told
from comity.register.merging.hanging import Hung
from comity.register.merging.weighing import SAME, Decision
from tools.cluster_pages import load_file
from tools.clusters import FOLDER, SETS

STEEPNESS = 10.0
"""How sure a point more makes: log-odds a point."""

STAY = 2.0
"""How hard weights are held at 1."""

WRONG = 1.5
"""What a wrong merge costs, where a miss costs 1."""

LEAST, MOST = 0.5, 1.5
"""No weight is smaller or larger: what so few scenes say of a reason counts for no more than who wrote it."""

ROUNDS = 20_000


@dataclass(frozen=True, slots=True)
class Weighable:
    """Two reports of a scene that do not contradict each other: the points of each reason, and whether they are one."""

    points: Mapping[str, float]
    is_one: bool


def weighable(path: Path) -> Iterator[Weighable]:
    """The pairs of a file of scenes, as a register that holds them all has them."""
    pages = [page for scene in load_file(path) for page in scene.pages]
    labels = {(report.page, report.report): report.label for page in pages for report in page.reports}
    pages.sort(key=lambda page: (page.coding.page.published or "", page.coding.page.id))
    with tempfile.TemporaryDirectory() as folder, open_register(Path(folder) / "comity.db", create=True) as register:
        list(register.add(page.coding for page in pages))
        said = [(labels[told.page, told.report], told.said) for told in register.merging.compared()]
    for (one, a), (other, b) in combinations([each for each in said if each[0] is not None], 2):
        if one and other and one.partition("/")[0] == other.partition("/")[0]:
            decision = _decision(a, b)
            if decision is not None and not decision.apart:
                yield Weighable(_points(decision, "act" if isinstance(a, Told) else "hung"), one == other)


def _decision(a: object, b: object) -> Decision | None:
    if isinstance(a, Told) and isinstance(b, Told):
        return deciding.decide(a, b, {}) if kin(a.act, b.act) == "same" else None
    if isinstance(a, Hung) and isinstance(b, Hung) and type(a.record) is type(b.record):
        return hanging.decide(a, b, {})
    return None


def _points(decision: Decision, sort: str) -> dict[str, float]:
    found: Counter[str] = Counter()
    for reason in decision.reasons:
        found[f"{sort}.{reason.code}"] += reason.points  # type: ignore[assignment]
    return dict(found)


def fit(pairs: Sequence[Weighable]) -> dict[str, float]:
    """The weight of each reason, by gradient descent: the loss is convex, and has one least place."""
    names = sorted({name for each in pairs for name in each.points})
    values = np.array([[each.points.get(name, 0.0) for name in names] for each in pairs])
    is_one = np.array([each.is_one for each in pairs], dtype=np.float64)
    costs = np.where(is_one > 0, 1.0, WRONG)
    weights: NDArray[np.float64] = np.ones(len(names))
    steepest = STEEPNESS**2 / 4 * float(np.linalg.norm(values.T * costs @ values, 2)) + 2 * STAY
    for _ in range(ROUNDS):
        sure = 1 / (1 + np.exp(-STEEPNESS * (values @ weights - SAME)))
        slope = STEEPNESS * values.T @ (costs * (sure - is_one)) + 2 * STAY * (weights - 1)
        moved = np.clip(weights - slope / steepest, LEAST, MOST)
        if float(np.abs(moved - weights).max()) < 1e-7:
            break
        weights = moved
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


def counted(pairs: Sequence[Weighable], weights: Mapping[str, float]) -> Counter[str]:
    """How many pairs are joined rightly, wrongly, and missed."""
    found: Counter[str] = Counter()
    for each in pairs:
        score = sum(points * weights.get(name, 1.0) for name, points in each.points.items())
        if each.is_one or score >= SAME:
            found["right" if each.is_one and score >= SAME else "missed" if each.is_one else "wrong"] += 1
    return found


def text(weights: Mapping[str, float]) -> str:
    """The weights as the file holds them."""
    lines = [
        "# What the points of each reason are multiplied by when merging weighs them: fitted to the scenes that rules",
        "# are written with, by `python -m tools.merging_weights`. A reason that is not here counts as it is.",
    ]
    for sort in ("act", "hung"):
        lines += ["", f"[{sort}]"]
        some = ((name.partition(".")[2], value) for name, value in weights.items() if name.startswith(f"{sort}."))
        lines += [f"{name} = {value:.2f}" for name, value in sorted(some) if value != 1]
    return "\n".join(lines) + "\n"


def checked(by_file: Mapping[str, Sequence[Weighable]]) -> Iterator[str]:
    """The figures of each file by the weights of all the others, and of all together."""
    total: Counter[str] = Counter()
    for name, pairs in by_file.items():
        others = [each for other, some in by_file.items() if other != name for each in some]
        found = counted(pairs, fit(others))
        total += found
        yield f"{name:20} {found['right']} right, {found['wrong']} wrong, {found['missed']} missed"
    yield f"{'all':20} {total['right']} right, {total['wrong']} wrong, {total['missed']} missed"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the weights, or say how well those of other files do."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="each file by the weights of all the others")
    asked = parser.parse_args(arguments)
    by_file = {path.stem: list(weighable(path)) for path in sorted((FOLDER / SETS[0]).glob("*.toml"))}
    if asked.check:
        for line in checked(by_file):
            print(line)
        return 0
    new = text(fit([each for some in by_file.values() for each in some]))
    tomllib.loads(new)
    weighing.WEIGHTS.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
