"""Files of cases: sentences with the records expected of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from comity.errors import EvaluationError
from comity.evaluation import by_page, compare, load_cases, load_expected
from comity.pipeline import code_pages

TEXT = "Nairobi a accusé mardi l'Érythrée d'armer des rebelles."
CASE: dict[str, Any] = {
    "id": "one",
    "way": "capital_as_government",
    "family": "conflict",
    "text": TEXT,
    "published": "2023-03-09",
    "events": [{"plover": "ACCUSE", "actor": ["KEN"], "recipient": ["ERI"], "date": "2023-03-07"}],
}


def _file(folder: Path, *cases: dict[str, Any]) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(json.dumps(case, ensure_ascii=False) for case in cases), "utf-8")
    return path


def test_a_case_is_a_page_without_a_headline(tmp_path: Path) -> None:
    [page] = load_expected(_file(tmp_path, CASE))
    assert (page.id, page.family, page.raw.text, page.raw.published) == ("one", "conflict", TEXT, "2023-03-09")
    [story] = page.stories
    assert story.events[0].anchor == TEXT
    assert story.unasked == {"commitments", "instruments", "offices"}


def test_cases_are_coded_and_compared(tmp_path: Path) -> None:
    trap = {**CASE, "id": "trap", "text": "Nairobi n'a pas accusé l'Érythrée d'armer des rebelles.", "events": []}
    pages = load_cases(_file(tmp_path, CASE, trap))
    found = compare(pages, by_page(pages, code_pages(page.raw for page in pages)))
    assert (found.count("events").hits, found.count("events").extra, found.count("events").missed) == (1, 0, 0)
    assert found.share("date").value == 1.0
    assert (found.false_records.part, found.false_records.whole) == (0, 1)
    assert found.count("names").f1 is None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param({"events": [{"actor": ["KEN"]}]}, "one", id="without a type"),
        pytest.param({"way": 5}, "one", id="a number for a way"),
    ],
)
def test_what_is_wrong_is_told_with_its_case(tmp_path: Path, changed: dict[str, Any], told: str) -> None:
    with pytest.raises(EvaluationError, match=told):
        load_cases(_file(tmp_path, {**CASE, **changed}))


def test_an_id_stands_once_and_a_file_holds_a_case(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="twice"):
        load_cases(_file(tmp_path, CASE, CASE))
    with pytest.raises(EvaluationError, match="no case"):
        load_cases(_file(tmp_path))


def test_unknown_terms_and_words_are_problems_not_failures(tmp_path: Path) -> None:
    case = {**CASE, "events": [{"plover": "SHOUT", "actor": ["KEN"], "anchor": "not there"}]}
    [page] = load_cases(_file(tmp_path, case))
    assert len(page.problems) == 2
