"""How well web pages are read: words by zone, teasers, noise and metadata, beside plain trafilatura on the same pages.

    python -m tools.layouts                      show the figures (`make layouts`)
    python -m tools.layouts --findings [NAME…]   what goes wrong on the tuned pages, or on these of them
    python -m tools.layouts --floors             raise the floors to what is measured; no floor is ever lowered
    python -m tools.layouts --write              write the table of docs/layouts.md (`make docs`)

The pages and what they hold are data (`tests/reading/html`, told in docs/layouts.md). Of those kept aside the figures
are shown and never the findings.
"""

from __future__ import annotations

import argparse
import logging
import math
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.figures import between
from tools.layout_pages import GoldPage, Outcome, by_trafilatura, compare, load, read_page

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "reading" / "html"
FLOORS = FOLDER / "floors.toml"
DOCUMENT = ROOT / "docs" / "layouts.md"
MARKS = ("<!-- layouts: written by `make docs` -->", "<!-- end of layouts -->")
SETS = ("tuned", "aside")

# the zones that have a row of their own; *text* is lead, dateline and body together, all that trafilatura gives at once
ROWS = ("headline", "lead", "dateline", "byline", "body", "caption", "teaser", "text")
FIELDS = ("title", "publisher", "published", "language", "author", "url", "section")
# how far a figure may lie below its floor's measure; the last two are ceilings
SLACK = 0.003
CEILINGS = ("teaser_words", "noise_words")


@dataclass(frozen=True, slots=True)
class Measured:
    """One set of pages, read twice: by this project and by plain trafilatura."""

    name: str
    pages: tuple[GoldPage, ...]
    ours: tuple[Outcome, ...]
    plain: tuple[Outcome, ...]


def measure(name: str) -> Measured:
    """Read all pages of a set, both ways."""
    pages = load(FOLDER / name)
    return Measured(
        name,
        pages,
        tuple(compare(page, read_page(page)) for page in pages),
        tuple(compare(page, by_trafilatura(page)) for page in pages),
    )


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The figures of a set by name: `body.recall`, `published`, `teaser_words`…; without what has nothing to count."""
    found: dict[str, float] = {}
    for row in ROWS:
        right = sum(one.right[row] for one in outcomes)
        _share(found, f"{row}.precision", right, sum(one.found[row] for one in outcomes))
        _share(found, f"{row}.recall", right, sum(one.expected[row] for one in outcomes))
    for field in FIELDS:
        asked = [one.metadata[field] for one in outcomes if field in one.metadata]
        _share(found, field, sum(asked), len(asked))
    for name in ("stated", "main", "related", "links"):
        pairs = [one.counts[name] for one in outcomes]
        _share(found, name, sum(part for part, _ in pairs), sum(whole for _, whole in pairs))
    _share(found, "teaser_words", sum(one.teaser_words for one in outcomes), sum(one.main_words for one in outcomes))
    _share(found, "noise_words", sum(one.noise_words for one in outcomes), sum(one.all_words for one in outcomes))
    return found


def _share(found: dict[str, float], name: str, part: int, whole: int) -> None:
    if whole:
        found[name] = part / whole


def floors() -> dict[str, dict[str, float]]:
    """The floors, by set and figure; of teaser and noise words ceilings."""
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
            new[name] = min(old.get(name, math.inf), math.ceil((value + SLACK) * 1000) / 1000)
        else:
            new[name] = max(old.get(name, 0.0), math.floor(max(0.0, value - SLACK) * 1000) / 1000)
    return new


def floors_text(all_floors: Mapping[str, Mapping[str, float]]) -> str:
    """The floors as the file holds them."""
    lines = [
        "# How well web pages are read, at the least. `make floors` raises these and never lowers one.",
        "# Shares of words and of pages; `teaser_words` and `noise_words` are ceilings.",
    ]
    for name, one in all_floors.items():
        lines += ["", f"[{name}]", *(f'"{figure}" = {value:.3f}' for figure, value in one.items())]
    return "\n".join(lines) + "\n"


def table(measured: Sequence[Measured]) -> str:
    """The figures of all sets, beside those of plain trafilatura, as Markdown tables."""
    ours = [figures(one.ours) for one in measured]
    plain = [figures(one.plain) for one in measured]
    names = [f"{one.name} ({len(one.pages)})" for one in measured]
    lines = [
        f"| words | {' | '.join(f'{name}: precision | recall' for name in names)} |",
        "|---|" + "---|---|" * len(names),
    ]
    for row in ROWS:
        told = {"text": "text: lead, dateline, body", "teaser": "related stories"}.get(row, row)
        lines.append(_words(told, row, ours))
        if row == "text":
            lines.append(_words("text, by plain trafilatura", row, plain))
    heads = [f"{name} | trafilatura" for name in names]
    lines += ["", f"| share | {' | '.join(heads)} |", "|---|" + "---|---|" * len(names)]
    told_as = {
        "teaser_words": "words of related stories in the text",
        "noise_words": "words of the site in any story",
        "main": "pages with the right main story, or rightly none",
        "related": "related stories found",
        "links": "their links right",
        **{field: f"metadata: {field}" for field in FIELDS},
        "stated": "values stated that are kept",
    }
    for name, told in told_as.items():
        cells = [_cell(one, name) for pair in zip(ours, plain, strict=True) for one in pair]
        lines.append(f"| {told} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _words(told: str, row: str, found: Sequence[Mapping[str, float]]) -> str:
    cells = [_cell(one, f"{row}.{part}") for one in found for part in ("precision", "recall")]
    return f"| {told} | {' | '.join(cells)} |"


def _cell(found: Mapping[str, float], name: str) -> str:
    if name not in found:
        return "–"
    return f"{100 * found[name]:.1f} %" if name in CEILINGS else f"{found[name]:.3f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program."""
    parser = argparse.ArgumentParser(prog="python -m tools.layouts", description="How well web pages are read.")
    parser.add_argument("--floors", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--write", action="store_true", help="write the table of docs/layouts.md")
    parser.add_argument("--findings", nargs="*", metavar="NAME", help="what goes wrong on the tuned pages")
    asked = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)  # messages on pages kept aside are findings too
    if asked.findings is not None:
        for page in load(FOLDER / "tuned"):
            if not asked.findings or page.name in asked.findings:
                faults = compare(page, read_page(page)).findings
                print("\n  ".join([f"{page.name}: {page.layout}" if faults else f"{page.name}: right", *faults]))
        return 0
    measured = [measure(name) for name in SETS]
    print(table(measured))
    if asked.floors:
        old = floors()
        new = {one.name: raised(old.get(one.name, {}), figures(one.ours)) for one in measured}
        FLOORS.write_text(floors_text(new), "utf-8")
    if asked.write:
        told = DOCUMENT.read_text("utf-8")
        DOCUMENT.write_text(between(told, MARKS, table(measured), DOCUMENT), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
