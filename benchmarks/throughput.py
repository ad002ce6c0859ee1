"""Pages a second: Comity beside the parser alone, over the same articles, in one run.

    python benchmarks/throughput.py [ARTICLES.tsv] [--rounds 3] [--pages N]

ARTICLES is a tab-separated file with the columns `headline` and `text`; by default the development split of MasakhaNEWS
(French) where it lies beside the project. Three things are timed in turn, round after round, so that whatever else the
machine does falls on all of them alike: `nlp.pipe` of the whole model over whole articles, which is what spaCy's
documentation shows; Comity's reading (stories and zones) alone; and Comity whole, which reads, parses and codes. The
model and the lexicon are loaded before. One process, one thread.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy

from comity.coding.coder import Coder
from comity.coding.parse import MODELS, load_model
from comity.model import RawPage
from comity.reading import read

ARTICLES = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "masakhanews_fra_dev.tsv"
LANGUAGE = "fr"


def articles(path: Path, most: int | None = None) -> list[RawPage]:
    """The articles of a file as pages."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter="\t"))[:most]
    return [
        RawPage(name=f"{path.name}#{number}", title=row["headline"], text=row["text"], language=LANGUAGE)
        for number, row in enumerate(rows, 1)
    ]


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Seconds that the work took, and what it gave."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def compare(pages: Sequence[RawPage], rounds: int) -> tuple[dict[str, list[float]], int, int]:
    """Seconds of each round by what was timed, the number of words, and of records found."""
    texts = [f"{page.title}\n\n{page.text}" for page in pages]
    plain, coder = spacy.load(MODELS[LANGUAGE]), Coder()
    load_model(LANGUAGE)
    list(coder.code([read(pages[0])]))  # the lexicon and the gazetteer load with the first page
    list(plain.pipe(texts[:1]))
    seconds: dict[str, list[float]] = {"spaCy alone": [], "reading alone": [], "Comity": []}
    words = records = 0
    for _ in range(rounds):
        took, words = timed(lambda: sum(len(doc) for doc in plain.pipe(texts)))
        seconds["spaCy alone"].append(took)
        took, _stories = timed(lambda: sum(len(read(page).stories) for page in pages))
        seconds["reading alone"].append(took)
        took, records = timed(
            lambda: sum(
                1 for coding in coder.code(map(read, pages)) for story in coding.stories for _ in story.records()
            )
        )
        seconds["Comity"].append(took)
    return seconds, words, records


def main() -> int:
    """Run the benchmark and print a table."""
    parser = argparse.ArgumentParser(description="Pages a second of Comity, beside the parser alone.")
    parser.add_argument("articles", nargs="?", type=Path, default=ARTICLES, help="a file of articles (headline, text)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is timed; the median counts")
    parser.add_argument("--pages", type=int, help="only so many articles")
    asked = parser.parse_args()
    if not asked.articles.is_file():
        print(f"There is no file {asked.articles}. Give a tab-separated one with headline and text.", file=sys.stderr)
        return 2
    pages = articles(asked.articles, asked.pages)
    seconds, words, records = compare(pages, asked.rounds)
    alone = statistics.median(seconds["spaCy alone"])
    print(f"{len(pages)} articles, {words} words; {asked.rounds} rounds, median; {records} records found")
    print(f"Python {platform.python_version()}, spaCy {version('spacy')}, {MODELS[LANGUAGE]}, {os.cpu_count()} cores\n")
    print(f"{'':<16}{'pages/s':>9}{'words/s':>10}{'times spaCy alone':>20}")
    for what, took in seconds.items():
        median = statistics.median(took)
        print(f"{what:<16}{len(pages) / median:>9.1f}{words / median:>10.0f}{alone / median:>20.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
