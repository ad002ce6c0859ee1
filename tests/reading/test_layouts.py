"""Pages as crawlers leave them, written for these tests, each with the stories and zones that a reader sees in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.model import RawPage, Reading
from comity.reading import read

LAYOUTS = sorted(Path(__file__).with_name("layouts").glob("*.txt"))


def _read(path: Path) -> tuple[Reading, dict[str, object]]:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    raw = RawPage(name=path.name, content=path.read_bytes(), title=expected.get("title"))
    return read(raw), expected


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_stories_and_zones(path: Path) -> None:
    reading, expected = _read(path)
    text = reading.page.text
    found = [
        {
            "kind": story.kind,
            "title": story.title,
            "zones": [[zone.zone, text[zone.start : zone.end]] for zone in story.zones],
        }
        for story in reading.stories
    ]
    assert found == expected["stories"]


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_every_word_of_a_story_stands_in_one_zone(path: Path) -> None:
    reading, _ = _read(path)
    text = reading.page.text
    taken: set[int] = set()
    for number, story in enumerate(reading.stories):
        assert story.id == f"s{number}"
        assert (story.start, story.end) == (story.zones[0].start, story.zones[-1].end)
        for zone in story.zones:
            span = range(zone.start, zone.end)
            assert text[zone.start : zone.end] == text[zone.start : zone.end].strip() != ""
            assert taken.isdisjoint(span)
            taken.update(span)


@pytest.mark.parametrize(
    "path",
    [path for path in LAYOUTS if "published" in path.with_suffix(".json").read_text()],
    ids=lambda path: path.stem,
)
def test_day_of_publication(path: Path) -> None:
    reading, expected = _read(path)
    assert reading.page.published == expected["published"]


def test_there_are_layouts_enough() -> None:
    assert len(LAYOUTS) >= 25
