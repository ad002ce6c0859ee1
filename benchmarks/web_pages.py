"""Web pages a second: Comity's reading beside trafilatura, over the same pages, in one run.

    python benchmarks/web_pages.py [FOLDER] [--rounds 5]

FOLDER holds web pages (*.html); by default those of the tests, each with more paragraphs, a menu and a script, so that
it has the size of a page of the press. Timed in turn, round after round: trafilatura as its documentation shows it
(text and metadata); and Comity, which gives stories, zones, teasers with their links and all that the metadata state.
"""

from __future__ import annotations

import argparse
import logging
import platform
import re
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
PARAGRAPH = re.compile(rb"<p\b[^>]*>[^<]*</p>")
PARAGRAPHS, LINKS, SCRIPT = 15, 150, 30_000


def filled(content: bytes) -> bytes:
    """A page with what pages of the press hold besides: more paragraphs, a menu of links, a script."""
    longest = max(PARAGRAPH.finditer(content), key=lambda match: len(match[0]), default=None)
    body = content.find(b"<body")
    if longest is None or not 0 <= body < longest.start():
        return content
    at = longest.end()
    body = content.find(b">", body) + 1
    text = "".join(
        f"<p>Le {n} mars, la délégation numéro {n} a visité le port, puis {7 * n} ateliers de la ville haute, où "
        f"{3 * n} apprentis de {n + 2} pays suivent des cours du soir depuis l'automne de {2000 + n}.</p>\n"
        for n in range(PARAGRAPHS)
    )
    links = "".join(
        f'<li class="menu-item"><a href="/rubrique/{n}">Rubrique {n} du site</a></li>' for n in range(LINKS)
    )
    menu = f"<nav class='menu'><ul>{links}</ul></nav><script>{'var a = 1; ' * (SCRIPT // 11)}</script>"
    parts = content[:body], menu.encode(), content[body:at], text.encode("ascii", "xmlcharrefreplace"), content[at:]
    return b"".join(parts)


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
