"""The figures of every set of gold pages: shown, kept as floors, and written into the README.

    python -m tools.figures             show them (`make gold`)
    python -m tools.figures --floors    raise the floors to what is measured; no floor is ever lowered (`make floors`)
    python -m tools.figures --readme    write them into README.md (`make docs`)

A set that was kept aside says how well new pages are coded only as long as nobody looks at what goes wrong there: of it
the figures are shown and never the findings. For those of the other sets there is `comity evaluate`.
"""

from __future__ import annotations

import argparse
import logging
import math
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from comity.evaluation import Evaluation, by_page, compare, load_expected, render_text
from comity.evaluation.evaluation import KINDS
from comity.evaluation.figures import Bin
from comity.model import Coding
from comity.pipeline import open_coder
from comity.reading import read

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tests" / "gold" / "floors.toml"
README = ROOT / "README.md"
CONFIDENCE = ROOT / "docs" / "confidence.md"
MARKS = ("<!-- figures: written by `make docs` -->", "<!-- end of figures -->")
ASIDE_MARKS = ("<!-- kept aside: written by `make docs` -->", "<!-- end of kept aside -->")

# Figures with a floor, and how far below what was measured it is set. A share is of matched records only: it may fall a
# little when more of them are found, so that a better coder must not fail for it.
SCORES = ("events.f1", "events_strict.f1", "commitments.f1", "instruments.f1", "offices.f1", "names.f1", "channel.f1")
SHARES = ("direction", "form", "date", "place", "status", "force", "fields", "kind")
SLACK = {**dict.fromkeys(SCORES, 0.005), **dict.fromkeys(SHARES, 0.03)}
# of these less is better: their floor is a ceiling, as far above what was measured; the first is a share of matched
# records too, the second moves by a whole record on the few pages of a set with nothing to code
CEILINGS = {"dateless_given_year": 0.03, "false_records_per_page": 0.02}


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Folders of gold pages or files of cases, what they are, and whether what goes wrong there may be read."""

    name: str
    folders: tuple[Path, ...]
    about: str
    aside: bool = False

    @property
    def present(self) -> bool:
        """Whether the set is on this machine: the first one is not part of the project."""
        return bool(self.folders) and all(folder.exists() for folder in self.folders)


_OURS = ROOT / "tests" / "gold"
_CASES = ROOT / "tests" / "cases"


def _folders(*names: str) -> tuple[Path, ...]:
    return tuple(_OURS / name / "gold" for name in names)


SETS = (
    GoldSet("seeds", (ROOT.parent / "shared" / "gold",), "real pages, read while the rules were written"),
    GoldSet("samples", (ROOT / "samples" / "gold",), "sample dispatches, read while the rules were written"),
    GoldSet("tuned", _folders("tuned", "tuned_a", "tuned_b"), "other dyads, read while the rules were written"),
    GoldSet("manner", _folders("tuned_c", "tuned_d"), "in the manner of real pages, read while the rules were written"),
    GoldSet("opened", _folders("tuned_e", "tuned_f", "tuned_g", "tuned_h"), "kept aside once, read since"),
    GoldSet("aside", _folders("aside"), "other dyads, never read by who writes the rules", aside=True),
    GoldSet("aside_later", _folders("aside_e"), "never read either, written later", aside=True),
    GoldSet("aside_latest", _folders("aside_f"), "never read either, in the manner of real pages", aside=True),
    GoldSet("cases", tuple(sorted(_CASES.glob("tuned*.jsonl"))), "sentences, read while the rules were written"),
    GoldSet("cases_aside", (_CASES / "aside.jsonl",), "sentences never read by who writes the rules", aside=True),
    GoldSet("cases_aside_2", (_CASES / "aside_2.jsonl",), "sentences kept aside, of more general news", aside=True),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One set, coded and compared."""

    set: GoldSet
    evaluation: Evaluation
    codings: tuple[Coding, ...]


def measure(one: GoldSet) -> Measured:
    """Code the pages of a set and compare them with its gold. EvaluationError if the gold cannot be read."""
    coder = open_coder()
    codings: list[Coding] = []
    parts: list[Evaluation] = []
    for folder in one.folders:
        gold = load_expected(folder)
        coded = list(coder.code(read(page.raw) for page in gold))
        parts.append(compare(gold, by_page(gold, coded)))
        codings += coded
    pages = tuple(page for part in parts for page in part.pages)
    problems = tuple(problem for part in parts for problem in part.problems)
    return Measured(one, Evaluation(pages, problems), tuple(codings))


def floors() -> dict[str, dict[str, float]]:
    """The floors, by set and figure."""
    return tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}


def raised(old: Mapping[str, float], figures: Mapping[str, float]) -> dict[str, float]:
    """The floors of one set after a measurement: never below the old ones, and ceilings never above."""
    new = {
        name: max(old.get(name, 0.0), _down(figures[name] - slack)) for name, slack in SLACK.items() if name in figures
    }
    new |= {
        name: min(old.get(name, math.inf), _up(figures[name] + slack))
        for name, slack in CEILINGS.items()
        if name in figures
    }
    return {**old, **new}


def _down(value: float) -> float:
    return max(0.0, math.floor(value * 1000) / 1000)


def _up(value: float) -> float:
    return math.ceil(value * 1000) / 1000


def floors_text(all_floors: Mapping[str, Mapping[str, float]]) -> str:
    """The floors as the file holds them."""
    lines = [
        "# Floors of quality, by set of gold pages: a figure below its floor fails the tests.",
        "# `make floors` raises them to what is measured and never lowers one. The last two of a set are ceilings.",
    ]
    for name, figures in all_floors.items():
        lines += ["", f"[{name}]", *(f'"{figure}" = {value:.3f}' for figure, value in figures.items())]
    return "\n".join(lines) + "\n"


def table(measured: Sequence[Measured]) -> str:
    """The main figures of each set as a Markdown table."""
    lines = [
        "| set | pages | events | strict | commitments | instruments | offices | direction | given a year |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in measured:
        found = one.evaluation
        cells = [one.set.about, str(len(found.pages))]
        cells += [_f1(found, name) for name in ("events", "events_strict", "commitments", "instruments", "offices")]
        cells.append(_number(found.share("direction").value))
        invented = found.share("dateless_given_year")
        cells.append(f"{invented.part} of {invented.whole}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _f1(found: Evaluation, name: str) -> str:
    low, high = found.intervals.get(f"{name}.f1", (None, None))
    interval = f" ({_number(low)}–{_number(high)})" if low is not None else ""
    return _number(found.count(name).f1) + interval


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def aside_table(measured: Sequence[Measured]) -> str:
    """How often records of a confidence were right on the pages kept aside, by kind of record, as a Markdown table."""
    pages = [page for done in measured if done.set.aside for page in done.evaluation.pages]
    found = Evaluation(tuple(pages))
    return reliability_rows({"all": found.reliability(), **{f"{kind}s": found.reliability(kind) for kind in KINDS}})


def reliability_rows(columns: Mapping[str, Sequence[Bin]]) -> str:
    """A Markdown table of reliability: for each tenth of confidence the share that was right, and of how many."""
    lows = sorted({found.low for bins in columns.values() for found in bins})
    lines = [f"| confidence | {' | '.join(columns)} |", "|---|" + "---|" * len(columns)]
    for low in lows:
        held = [next((found for found in bins if found.low == low), None) for bins in columns.values()]
        cells = [f"{one.right / one.records:.2f} of {one.records}" if one is not None else "–" for one in held]
        lines.append(f"| {low:.1f} to {low + 0.1:.1f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def with_table(readme: str, block: str) -> str:
    """The README with the block between its marks replaced. ValueError if the marks are not there."""
    return between(readme, MARKS, block, README)


def between(text: str, marks: tuple[str, str], block: str, path: Path) -> str:
    """The text of a document with the block between two marks replaced. ValueError if the marks are not there once."""
    start, end = (re.escape(mark) for mark in marks)
    new, found = re.subn(f"({start}\n).*?({end})", lambda marks: f"{marks[1]}\n{block}\n\n{marks[2]}", text, flags=re.S)
    if found != 1:
        raise ValueError(f"{path.name} must hold {marks[0]} and {marks[1]} once.")
    return new


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; 1 if a set is missing where all are needed."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.figures", description="The figures of the sets of gold pages."
    )
    parser.add_argument("--floors", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--readme", action="store_true", help="write the table of README.md")
    asked = parser.parse_args(arguments)
    logging.basicConfig(level=logging.CRITICAL)
    absent = [one for one in SETS if not one.present]
    for one in absent:
        print(f"{one.name}: {one.folders} are not on this machine", file=sys.stderr)
    if absent and asked.readme:
        print("README.md shows every set, so it is left as it was.", file=sys.stderr)
        return 1
    measured = [measure(one) for one in SETS if one.present]
    for done in measured:
        print(f"# {done.set.name}: {done.set.about}\n\n{_figures(done)}\n")
    if asked.floors:
        old = floors()
        new = {done.set.name: raised(old.get(done.set.name, {}), done.evaluation.figures()) for done in measured}
        FLOORS.write_text(floors_text({**old, **new}), "utf-8")
    if asked.readme:
        README.write_text(with_table(README.read_text("utf-8"), table(measured)), "utf-8")
        told = CONFIDENCE.read_text("utf-8")
        CONFIDENCE.write_text(between(told, ASIDE_MARKS, aside_table(measured), CONFIDENCE), "utf-8")
    return 0


def _figures(done: Measured) -> str:
    """The figures of a set without its findings; of the set aside not even the messages on its pages."""
    found = Evaluation(done.evaluation.pages) if done.set.aside else done.evaluation
    return render_text(found, findings=False)


if __name__ == "__main__":
    sys.exit(main())
