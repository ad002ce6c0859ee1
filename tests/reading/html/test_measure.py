"""Web pages are read as well as they were: figures hold their floors, and the measure counts what it says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest

from tools.figures import between
from tools.layout_pages import GoldPage, Outcome, Seen, Story, Zone, compare, read_page, words
from tools.layouts import DOCUMENT, FOLDER, MARKS, SETS, fallen, figures, floors, floors_text, measure, raised, table
from tools.layouts import load as load_pages


@cache
def _outcomes(name: str) -> tuple[Outcome, ...]:
    return tuple(compare(page, read_page(page)) for page in load_pages(FOLDER / name))


@pytest.mark.parametrize("name", SETS)
def test_figures_hold_their_floors(name: str) -> None:
    wrong = fallen(figures(_outcomes(name)), floors()[name])
    if wrong:
        pytest.fail("; ".join(wrong), pytrace=False)  # no traceback shows pages that were kept aside


def test_the_floors_are_written_as_they_are_read() -> None:
    assert FOLDER.joinpath("floors.toml").read_text("utf-8") == floors_text(floors())


@pytest.mark.long
def test_the_table_of_the_document_is_current() -> None:
    told = DOCUMENT.read_text("utf-8")
    assert between(told, MARKS, table([measure(name) for name in SETS]), DOCUMENT) == told, "run `make docs`"


def _story(kind: str, link: str | None = None, optional: bool = False, **zones: str) -> Story:
    parts = tuple(Zone(name.rstrip("_"), words(text), name.endswith("_")) for name, text in zones.items())
    return Story(kind, zones.get("headline", ""), link, parts, optional)


def _page(stories: Sequence[Story], noise: Sequence[str] = (), **metadata: str | None) -> GoldPage:
    expected = Seen(tuple(stories), metadata, (("published", "12 mars 2019", "text"),))
    return GoldPage("x", "x", b"", None, None, expected, tuple(words(phrase) for phrase in noise))


MAIN = _story("main", headline="Un pont", body="Le pont est ouvert.", caption_="Vue du pont")
TEASER = _story("related", "https://a.example/2", headline="Le port ferme lundi")


def test_all_is_right_when_what_is_found_is_what_is_expected() -> None:
    metadata = {"title": "Un pont", "published": "2019-03-12", "url": "http://www.a.example/1/"}
    page = _page([MAIN, TEASER], ["Abonnez-vous à la lettre"], **metadata)
    seen = Seen(
        (MAIN, TEASER), {"title": "Un Pont", "published": "2019-03-12", "url": "https://a.example/1#x"},
        (("published", "2019-03-12T10:00:00+07:00", "text"),),
    )  # fmt: skip
    outcome = compare(page, seen)
    assert outcome.findings == []
    assert all(value in (0.0, 1.0) for value in figures([outcome]).values())
    assert figures([outcome])["stated"] == 1.0
    assert figures([outcome])["teaser_words"] == 0.0


def test_faults_are_counted() -> None:
    page = _page([MAIN, TEASER], ["Abonnez-vous à la lettre"], author=None, section="Monde")
    body = "Le pont ouvert. Le port ferme lundi"
    found = _story("main", headline="Un pont", body=body, byline="Abonnez-vous à la lettre")
    outcome = compare(page, Seen((found,), {"author": "admin"}))
    told = figures([outcome])
    assert (told["body.recall"], told["body.precision"]) == (3 / 4, 3 / 7)
    assert outcome.teaser_words == 4
    assert outcome.noise_words == 5
    assert (told["related"], told["author"], told["section"], told["stated"]) == (0.0, 0.0, 0.0, 0.0)
    assert outcome.counts["main"] == (1, 1)


def test_what_is_optional_counts_neither_way_but_never_in_the_text() -> None:
    page = _page([MAIN, _story("related", optional=True, headline="Les plus lus du jour")])
    both = (MAIN, _story("related", headline="Les plus lus du jour"))
    assert compare(page, Seen(both, {})).findings == compare(page, Seen((MAIN,), {})).findings
    beside = _story("main", headline="Un pont", body="Le pont est ouvert. Vue du pont. Les plus lus du jour")
    outcome = compare(page, Seen((beside,), {}))
    assert outcome.found["body"] == 4 + 3 + 5
    assert outcome.teaser_words == 5


def test_a_main_story_where_there_is_none_is_a_fault() -> None:
    page = _page([TEASER])
    assert compare(page, Seen((TEASER,), {})).counts["main"] == (1, 1)
    assert compare(page, Seen((MAIN, TEASER), {})).counts["main"] == (0, 1)


def test_floors_rise_and_ceilings_fall() -> None:
    old = {"body.recall": 0.9, "lead.recall": 0.5, "teaser_words": 0.02}
    new = raised(old, {"body.recall": 0.8, "lead.recall": 0.75, "teaser_words": 0.0})
    assert new == {"body.recall": 0.9, "lead.recall": 0.747, "teaser_words": 0.003}
    assert fallen({"body.recall": 0.89, "lead.recall": 0.8, "teaser_words": 0.01}, new) == [
        "body.recall is 0.8900, and was 0.900",
        "teaser_words is 0.0100, and was 0.003",
    ]
