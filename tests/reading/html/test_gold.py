"""The expected stories of the web pages are sound: every word that is expected stands on its page."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from comity import edtf
from comity.folding import fold
from comity.reading.decode import decode, repair

FOLDER = Path(__file__).parent
PAGES = sorted((FOLDER / "tuned").glob("*.html"))
FIELDS = {"title", "publisher", "published", "language", "author", "url", "section"}
ZONES = {"headline", "lead", "dateline", "body", "caption", "byline"}


def _words(path: Path) -> str:
    """All letters and figures of a page without its markup, folded, without blanks."""
    text = repair(decode(path.read_bytes(), path.name))
    return _squeezed(html.unescape(re.sub(r"<!--.*?-->|<[^>]+>", "", text, flags=re.S)).replace("\u00ad", ""))


def _squeezed(text: str) -> str:
    return "".join(fold(text.replace("\u200b", "")).split())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_expected_words_stand_on_the_page(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    words = _words(path)
    for story in expected["stories"]:
        assert story["kind"] in ("main", "related")
        assert (story["link"] is None) or story["link"].startswith("http")
        for zone in story["zones"]:
            assert zone["zone"] in ZONES
            assert _squeezed(zone["text"]) in words, zone["text"]
    for phrase in expected["noise"]:
        assert _squeezed(phrase) in words, phrase


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_metadata_are_of_the_known_fields(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert set(expected["metadata"]) <= FIELDS
    published = expected["metadata"].get("published")
    assert published is None or edtf.from_iso(published) == published
    assert all(set(stated) == {"field", "value", "by"} for stated in expected["stated"])
    assert [story["kind"] for story in expected["stories"]].count("main") <= 1


def test_there_are_pages_enough() -> None:
    aside = sorted((FOLDER / "aside").glob("*.html"))
    assert len(PAGES) + len(aside) >= 66
    layouts = {json.loads(path.with_suffix(".json").read_text("utf-8"))["layout"] for path in (*PAGES, *aside)}
    assert len(layouts) >= 14


def test_expected_words_of_the_pages_aside_stand_on_them() -> None:
    """Told as a count only: what goes wrong on these pages is not shown."""
    absent = 0
    for path in sorted((FOLDER / "aside").glob("*.html")):
        words = _words(path)
        for story in json.loads(path.with_suffix(".json").read_text("utf-8"))["stories"]:
            absent += sum(_squeezed(zone["text"]) not in words for zone in story["zones"])
    assert absent == 0
