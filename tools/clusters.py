"""How well the register joins the reports of one act, and keeps apart those of two.

    python -m tools.clusters                 show the figures of both sets (`make clusters`)
    python -m tools.clusters --findings [SCENE…]   what goes wrong in the tuned set, or in these scenes of it
    python -m tools.clusters --floors        raise the floors to what is measured; no floor is ever lowered

The scenes are data (`tests/register/clusters`; `tools.cluster_pages` tells the format). All pages of a set are kept in
one register, in the order in which they were published, and the records that then hold several reports are compared
with the labels of the scenes. Of the set kept aside the figures are shown and never the findings.

`pairs` counts pairs of reports that stand together. `b3` is B-cubed without singletons: precision is averaged over the
reports that the register holds together with another, recall over those that belong with another. `traps` is the share
of traps whose two records share a record of the register, `order` the share of pairs that stand together in one order
of the pages and not in the reverse one: both are ceilings. `outcomes` is the share of plans that are linked to what
came of them.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from comity.register import open_register
from comity.register.views import RECORD_KINDS
from tools.cluster_pages import Pair, Report, Scene, Told, load

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "register" / "clusters"
FLOORS = FOLDER / "floors.toml"
SETS = ("tuned", "aside")
CEILINGS = ("traps", "order")
HELD = ("pairs.f1", "b3.f1", "event.pairs.f1", "event.b3.f1", "outcomes")
"""The figures that may not fall: of the other kinds there are too few scenes."""

TRAPS = 0.02
"""The share of traps that may be fallen into; the ceiling comes down to it, and stays there."""

# how far a figure may lie below its floor's measure, or above its ceiling's
SLACK = 0.003


@dataclass(frozen=True, slots=True)
class Measured:
    """A set, and the register's id of each of its reports, when pages come as they were published, and in reverse."""

    name: str
    scenes: tuple[Scene, ...]
    found: Mapping[Report, str]
    backwards: Mapping[Report, str]
    outcomes: frozenset[tuple[str, str]] = frozenset()


def measure(name: str) -> Measured:
    """Keep all pages of a set, and read the records that the register made of them."""
    scenes = load(FOLDER / name)
    pages = sorted((page for scene in scenes for page in scene.pages), key=_published)
    found, outcomes = _kept(pages)
    return Measured(name, scenes, found, _kept(pages[::-1])[0], outcomes)


def _published(page: Told) -> tuple[str, str]:
    return page.coding.page.published or "", page.coding.page.id


def _kept(pages: Sequence[Told]) -> tuple[dict[Report, str], frozenset[tuple[str, str]]]:
    """The record of each report, and which records are a plan and what came of it."""
    with tempfile.TemporaryDirectory() as folder, open_register(Path(folder) / "comity.db", create=True) as register:
        for page, added in zip(pages, register.add(page.coding for page in pages), strict=True):
            if added.outcome != "added":
                raise ValueError(f"The page '{page.coding.page.title}' is {added.outcome}: write it in other words.")
        ids = {
            (report.page, report.report): kept.id
            for kind in RECORD_KINDS
            for kept in register.export(kind)
            for report in kept.reports
        }
        found = {report: ids[report.page, report.report] for page in pages for report in page.reports}
        judged = [register.merging.judgements(kept.id) for kept in register.export("event")]
        canonical = {member: one.id for one in judged for member in one.members}
        outcomes = {(canonical[row.one], canonical[row.other]) for one in judged for row in one.outcomes}
        return found, frozenset(outcomes)


def figures(measured: Measured) -> dict[str, float]:
    """The figures of a set by name, without those that have nothing to count."""
    found: dict[str, float] = {}
    reports = [report for report in measured.found if report.label is not None]
    for kind in ("", *RECORD_KINDS):
        some = [report for report in reports if kind in ("", report.kind)]
        prefix = f"{kind}." if kind else ""
        _scores(found, f"{prefix}pairs", *_pairs(some, measured.found))
        _scores(found, f"{prefix}b3", *_cubed(some, measured.found))
    traps = [pair for scene in measured.scenes for pair in scene.traps]
    if traps:
        found["traps"] = len(list(fallen_into(measured))) / len(traps)
    planned = [pair for scene in measured.scenes for pair in scene.outcomes]
    if planned:
        found["outcomes"] = sum(_linked(measured, pair) for pair in planned) / len(planned)
    together = [_together(reports, ids) for ids in (measured.found, measured.backwards)]
    if together[0] | together[1]:
        found["order"] = len(together[0] ^ together[1]) / len(together[0] | together[1])
    return found


def _linked(measured: Measured, plan: Pair) -> bool:
    of = _by_label(measured)
    return any((one, other) in measured.outcomes for one in of[plan.one] for other in of[plan.other])


def fallen_into(measured: Measured) -> Iterator[str]:
    """The traps whose two records stand together, told in words."""
    by_label = _by_label(measured)
    for scene in measured.scenes:
        for trap in scene.traps:
            if by_label[trap.one] & by_label[trap.other]:
                yield f"{trap.one} and {trap.other} are one: {trap.why}"


def _by_label(measured: Measured) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for report, identity in measured.found.items():
        if report.label is not None:
            found.setdefault(report.label, set()).add(identity)
    return found


def _together(reports: Sequence[Report], ids: Mapping[Report, str]) -> set[frozenset[Report]]:
    groups: dict[str, list[Report]] = {}
    for report in reports:
        groups.setdefault(ids[report], []).append(report)
    return {frozenset(pair) for group in groups.values() for pair in combinations(group, 2)}


def _pairs(reports: Sequence[Report], ids: Mapping[Report, str]) -> tuple[float | None, float | None]:
    """Precision and recall over pairs of reports."""
    found = _together(reports, ids)
    expected = _together(reports, {report: report.label or "" for report in reports})
    right = len(found & expected)
    return _share(right, len(found)), _share(right, len(expected))


def _cubed(reports: Sequence[Report], ids: Mapping[Report, str]) -> tuple[float | None, float | None]:
    """B-cubed precision and recall, each over the reports that stand, or belong, with another."""
    labels = Counter(report.label for report in reports)
    groups = Counter(ids[report] for report in reports)
    both = Counter((report.label, ids[report]) for report in reports)
    precision = [both[r.label, ids[r]] / groups[ids[r]] for r in reports if groups[ids[r]] > 1]
    recall = [both[r.label, ids[r]] / labels[r.label] for r in reports if labels[r.label] > 1]
    return _share(sum(precision), len(precision)), _share(sum(recall), len(recall))


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def _scores(found: dict[str, float], name: str, precision: float | None, recall: float | None) -> None:
    if recall is None:
        return
    found[f"{name}.recall"] = recall
    found[f"{name}.precision"] = 1.0 if precision is None else precision
    total = found[f"{name}.precision"] + recall
    found[f"{name}.f1"] = 2 * found[f"{name}.precision"] * recall / total if total else 0.0


def counts(scenes: Sequence[Scene]) -> dict[str, int]:
    """How much a set holds: scenes, pages, reports that are measured, clusters of two and more, traps, outcomes."""
    reports = [report for scene in scenes for page in scene.pages for report in page.reports]
    labels = Counter((report.label, report.kind) for report in reports if report.label is not None)
    clusters = Counter(kind for (_, kind), number in labels.items() if number > 1)
    return {
        "scenes": len(scenes),
        "pages": sum(len(scene.pages) for scene in scenes),
        "reports": sum(labels.values()),
        "clusters": sum(clusters.values()),
        **{f"clusters of {kind}s": clusters[kind] for kind in RECORD_KINDS},
        "traps": sum(len(scene.traps) for scene in scenes),
        "outcomes": sum(len(scene.outcomes) for scene in scenes),
    }


def floors() -> dict[str, dict[str, float]]:
    """The floors by set and figure; of `CEILINGS` they are ceilings. Other figures than `HELD` have none."""
    return tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}


def fallen(found: Mapping[str, float], floor: Mapping[str, float]) -> list[str]:
    """The figures below their floors, or above their ceilings, told in words."""
    wrong = []
    for name, limit in floor.items():
        value = found.get(name, 0.0)
        if value > limit if name in CEILINGS else value < limit:
            wrong.append(f"{name} is {value:.4f}, and was {limit:.3f}")
    return wrong


def raised(old: Mapping[str, float], found: Mapping[str, float]) -> dict[str, float]:
    """The floors after a measurement: never below the old ones, ceilings never above."""
    new = dict(old)
    for name, value in found.items():
        if name in CEILINGS:
            least = TRAPS if name == "traps" else 0.0
            new[name] = min(old.get(name, math.inf), max(least, math.ceil((value + SLACK) * 1000) / 1000))
        elif name in HELD:
            new[name] = max(old.get(name, 0.0), math.floor(max(0.0, value - SLACK) * 1000) / 1000)
    return new


def floors_text(all_floors: Mapping[str, Mapping[str, float]]) -> str:
    """The floors as the file holds them."""
    lines = [
        "# How well reports of one act are joined, at the least. `make floors` raises these and never lowers one.",
        f"# {' and '.join(f'`{name}`' for name in CEILINGS)} are ceilings.",
    ]
    for name, one in all_floors.items():
        lines += ["", f"[{name}]", *(f'"{figure}" = {value:.3f}' for figure, value in sorted(one.items()))]
    return "\n".join(lines) + "\n"


def findings(measured: Measured, wanted: Sequence[str] = ()) -> Iterator[str]:
    """What goes wrong, scene by scene: records that are torn apart, put together, or fallen into traps."""
    headlines = {page.coding.page.id: page.coding.page.title for scene in measured.scenes for page in scene.pages}

    def told(report: Report) -> str:
        return f"{report.label} ({headlines[report.page]})"

    reports = [report for report in measured.found if report.label is not None]
    expected = _together(reports, {report: report.label or "" for report in reports})
    found = _together(reports, measured.found)
    backwards = _together(reports, measured.backwards)
    for mark, pairs in (
        ("torn apart", expected - found),
        ("put together", found - expected),
        ("otherwise in reverse order", found ^ backwards),
    ):
        lines = sorted(" · ".join(sorted(told(report) for report in pair)) for pair in pairs)
        yield from (f"{mark}: {line}" for line in lines if not wanted or line.partition("/")[0] in wanted)
    for plan in (pair for scene in measured.scenes for pair in scene.outcomes):
        if not _linked(measured, plan) and (not wanted or plan.one.partition("/")[0] in wanted):
            yield f"not linked: {plan.one} · {plan.other}: {plan.why}"
    yield from (f"trap: {line}" for line in fallen_into(measured) if not wanted or line.partition("/")[0] in wanted)


def main(arguments: Sequence[str] | None = None) -> int:
    """The figures, or what goes wrong, or the floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--findings", nargs="*", metavar="SCENE", help="what goes wrong in the tuned set")
    parser.add_argument("--floors", action="store_true", help="raise the floors to what is measured")
    asked = parser.parse_args(arguments)
    if asked.findings is not None:
        for line in findings(measure(SETS[0]), asked.findings):
            print(line)
        return 0
    now = floors()
    wrong = []
    for name in (each for each in SETS if list((FOLDER / each).glob("*.toml"))):
        measured = measure(name)
        found = figures(measured)
        print(f"{name}: {', '.join(f'{number} {what}' for what, number in counts(measured.scenes).items())}")
        for figure, value in found.items():
            print(f"  {figure:24} {value:.3f}")
        wrong += [f"{name}: {line}" for line in fallen(found, now.get(name, {}))]
        now[name] = raised(now.get(name, {}), found)
    if asked.floors:
        FLOORS.write_text(floors_text(now), "utf-8")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
