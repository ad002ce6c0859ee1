from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.errors import EvaluationError
from comity.evaluation import load_gold
from tests.evaluation.build import TEXT, gold_event, gold_office, gold_story, write_gold

REPOSITORY = Path(__file__).parents[2]
SETS = [folder.parent for folder in (*REPOSITORY.glob("tests/gold/*/gold"), *REPOSITORY.glob("samples/gold"))]
KEPT_ASIDE = "aside"  # nobody who writes rules reads these pages, so no test prints them


def test_a_gold_page_comes_with_what_is_to_be_coded(tmp_path: Path) -> None:
    [page] = write_gold(tmp_path, {"a": [gold_story(events=[gold_event()])]})
    assert (page.id, page.raw.ref, page.raw.text, page.raw.published) == ("a", "a", TEXT, "2019-05")
    assert page.family == "local"
    assert page.stories[0].events[0].actor[0].name == "Jean Ndayi"
    assert page.problems == ()
    assert not page.holds_nothing
    assert load_gold(tmp_path) == load_gold(tmp_path / "gold") == (page,)


def test_a_page_in_a_file_of_its_own_is_handed_over_undecoded(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "page.txt").write_bytes(TEXT.encode())
    story = gold_story(events=[gold_event(note="why", date_note="how")], ends_before="Voir plus")
    gold = {"page": "page.txt", "language": "fr", "published": None, "stories": [story]}
    (tmp_path / "gold" / "p.json").write_text(json.dumps(gold), "utf-8")
    [page] = load_gold(tmp_path / "gold")
    assert page.raw.content == TEXT.encode()
    assert page.raw.ref == "p"
    assert page.family is None


def test_a_page_with_offices_alone_holds_nothing_to_code(tmp_path: Path) -> None:
    [page] = write_gold(tmp_path, {"a": [gold_story(offices=[gold_office()])]})
    assert page.holds_nothing


def test_every_file_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    write_gold(tmp_path, {"good": [gold_story()]})
    folder = tmp_path / "gold"
    good = json.loads((folder / "good.json").read_text())
    (folder / "broken.json").write_text("{", "utf-8")
    (folder / "missing.json").write_text(json.dumps({**good, "page": "none.jsonl#x"}), "utf-8")
    (folder / "nobody.json").write_text(json.dumps({**good, "page": "pages.jsonl#nobody"}), "utf-8")
    (folder / "typo.json").write_text(json.dumps({**good, "stories": [gold_story(evnts=[])]}), "utf-8")
    with pytest.raises(EvaluationError) as caught:
        load_gold(folder)
    for name in ("broken.json", "missing.json", "nobody", "evnts"):
        assert name in str(caught.value)
    assert "good.json" not in str(caught.value)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no gold file"):
        load_gold(tmp_path)


def test_faults_of_gold_that_can_be_used_are_told(tmp_path: Path) -> None:
    wrong = gold_event(anchor="not on the page", form="chat", date="May", plover="CONSULT", mode="visit")
    [page] = write_gold(tmp_path, {"a": [gold_story(events=[wrong])]})
    assert len(page.problems) == 3
    assert all(problem.startswith("a: ") for problem in page.problems)


def test_a_line_separator_inside_a_text_does_not_cut_the_page(tmp_path: Path) -> None:
    text = f"{TEXT}\u2028Suite\x85fin"
    (tmp_path / "gold").mkdir()
    page = {"id": "a", "text": text, "published": None}
    (tmp_path / "pages.jsonl").write_text(json.dumps(page, ensure_ascii=False), "utf-8")
    gold = {"page": "pages.jsonl#a", "language": "fr", "published": None, "stories": [gold_story()]}
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold), "utf-8")
    assert load_gold(tmp_path)[0].raw.text == text


@pytest.mark.parametrize("folder", SETS, ids=lambda folder: folder.name)
def test_the_gold_of_the_repository_is_sound(folder: Path) -> None:
    pages = load_gold(folder)
    assert pages
    if folder.name != KEPT_ASIDE:
        assert [problem for page in pages for problem in page.problems] == []
