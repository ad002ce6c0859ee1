"""The number of pages told beforehand is about the number that comes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from comity.sources import estimate
from tests.sources.making import PAGE, gzipped, numbered, opened, packed, response, zipped
from tests.sources.test_feeds import ATOM, HOSTILE, RSS
from tests.sources.test_sitemaps import NEWS

LINES = "".join(json.dumps({"text": f"{number} A"}) + "\n" for number in range(50))


@pytest.mark.parametrize(
    ("name", "content", "count"),
    [
        ("a.txt", "A", 1),
        ("a.html", PAGE, 1),
        ("a.pdf", "%PDF-1.7", 1),
        ("empty.txt", "", 1),
        ("a.jsonl", LINES, 50),
        ("a.jsonl.gz", gzipped(LINES.encode()), 50),
        ("a.json", '[{"text": "A"}, {"text": "B"}]', 2),
        ("a.warc.gz", packed(*numbered(30), response(status="301 Moved"), response(length="9")), 31),
        ("a.warc", b"".join(numbered(3)), 3),
        ("a.zip", zipped({"a.html": PAGE, "b/": "", "b/c.txt": "C"}), 2),
        ("many.zip", zipped({"a.html": PAGE, "b.warc.gz": packed(*numbered(2))}), None),
        ("broken.zip", b"PK\x03\x04", 1),
        ("feed.xml", RSS, 3),
        ("feed.atom", ATOM, 1),
        ("hostile.xml", HOSTILE["billion laughs"], 1),
        ("sitemap.xml", NEWS, 3),
        ("index.xml", "<sitemapindex><sitemap><loc>https://a.example/a</loc></sitemap></sitemapindex>", None),
        ("list.txt", "https://a.example/1\n# two\n\nhttps://a.example/2\n", 2),
    ],
)
def test_one_source(tmp_path: Path, name: str, content: str | bytes, count: int | None) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert estimate([str(path)]) == count
    if count is not None:
        assert len(opened(path)) == count
        assert estimate([str(tmp_path), str(path), str(tmp_path / "none")]) == 2 * count + 1


@pytest.mark.parametrize("name", ["-", "https://a.example/feed.xml"])
def test_what_must_be_read_first_tells_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("A")
    assert estimate([name, str(tmp_path)]) is None


def test_a_pipe_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert estimate([str(tmp_path / "pipe")]) is None


def test_bad_names_are_a_failure_each(tmp_path: Path) -> None:
    assert estimate(["", "a\0b", str(tmp_path / ("n" * 300))]) == 3


def test_of_a_long_file_a_part_is_read(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_text("".join(json.dumps({"text": "A" * 90}) + "\n" for _ in range(60_000)))
    told = estimate([str(path)])
    assert told is not None
    assert 55_000 < told < 65_000
