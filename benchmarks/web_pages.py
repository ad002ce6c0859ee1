"""Web pages a second: Comity's reading beside trafilatura, over the same pages, in one run.

    python benchmarks/web_pages.py [FOLDER] [--rounds 5]

FOLDER holds web pages (*.html); by default those of the tests, each with as much of its own text again as brings it to
the size of a page of the press. Timed in turn, round after round: trafilatura as its documentation shows it (text and
metadata); and Comity, which gives stories, zones, teasers with their links and all that the metadata state. One process.
"""

from __future__ import annotations

import argparse
import logging
import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import trafilatura

from comity.model import RawPage
from comity.reading import read

PAGES = Path(__file__).resolve().parents[1] / "tests" / "reading" / "html" / "tuned"
FILLING = "<p>Les deux délégations ont poursuivi leurs travaux dans la matinée, puis elles ont visité le port.</p>\n"
SIZE = 60_000  # bytes of markup


def filled(content: bytes) -> bytes:
    """A page with more paragraphs behind its first, so that it has the size that pages have."""
    at = content.find(b"</p>") + len(b"</p>")
    if at < len(b"</p>") or len(content) >= SIZE:
        return content
    more = FILLING.encode("ascii", "xmlcharrefreplace")
    return content[:at] + more * ((SIZE - len(content)) // len(more)) + content[at:]


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    """Run the benchmark and print a table."""
    parser = argparse.ArgumentParser(description="Web pages a second of Comity, beside trafilatura.")
    parser.add_argument("folder", nargs="?", type=Path, default=PAGES, help="web pages")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is timed; the median counts")
    asked = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    contents = [filled(path.read_bytes()) for path in sorted(asked.folder.glob("*.html"))]
    if not contents:
        print(f"There is no web page in {asked.folder}.", file=sys.stderr)
        return 2
    raws = [RawPage(name=str(number), content=content, media="text/html") for number, content in enumerate(contents)]
    works: dict[str, Callable[[], object]] = {
        "trafilatura": lambda: [trafilatura.bare_extraction(content, with_metadata=True) for content in contents],
        "Comity": lambda: [read(raw) for raw in raws],
    }
    for work in works.values():
        work()  # what is loaded once is loaded before
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(asked.rounds):
        for name, work in works.items():
            seconds[name].append(timed(work))
    size = sum(map(len, contents)) / len(contents) / 1000
    print(f"{len(contents)} pages of {size:.0f} kB; {asked.rounds} rounds, median")
    print(f"Python {platform.python_version()}, trafilatura {version('trafilatura')}, lxml {version('lxml')}\n")
    alone = statistics.median(seconds["trafilatura"])
    print(f"{'':<14}{'pages/s':>9}{'times trafilatura':>20}")
    for name, took in seconds.items():
        median = statistics.median(took)
        print(f"{name:<14}{len(contents) / median:>9.1f}{alone / median:>20.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
