"""The benchmark's articles: real news of all kinds, which must never stop the coder."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.throughput import ARTICLES, articles
from comity.coding.evidence import check_story
from comity.pipeline import code_pages
from tests.requirements import require

PROGRAM = Path(__file__).resolve().parents[1] / "benchmarks" / "throughput.py"


@pytest.fixture
def news() -> Path:
    """The articles beside the project."""
    require("shared", ARTICLES.is_file(), f"{ARTICLES} is not on this machine")
    return ARTICLES


@pytest.mark.long
def test_every_article_is_coded(news: Path) -> None:
    pages = articles(news)
    codings = list(code_pages(pages))
    failed = [f"{coding.page.source}: {coding.error.message}" for coding in codings if coding.error is not None]
    assert not failed, "\n".join(failed)
    assert len(codings) == len(pages) == 211
    assert [coding.page.source for coding in codings] == [page.name for page in pages]
    found: Counter[str] = Counter()
    for coding in codings:
        for story in coding.stories:
            check_story(coding.page, story)
            found.update(type(record).__name__ for record in story.records())
    assert found["Event"], "211 articles, politics among them, without one event"


@pytest.mark.long
def test_the_benchmark_measures(news: Path) -> None:
    done = subprocess.run(
        [sys.executable, PROGRAM, news, "--rounds", "1", "--pages", "4"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("4 articles, ")
    rates = {line[:16].strip(): line[16:].split() for line in done.stdout.splitlines()[-3:]}
    assert set(rates) == {"spaCy alone", "reading alone", "Comity"}
    assert all(float(rate) > 0 for rate, _, _ in rates.values())


def test_without_articles_it_says_what_is_wanted(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, PROGRAM, tmp_path / "none.tsv"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "none.tsv" in done.stderr
