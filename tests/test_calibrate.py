"""Confidence is fitted on gold: the same each time, never on what it is tested with, by the first reading of pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comity.lexicon.codebook import load_codebook
from comity.lexicon.confidence import KINDS, load_confidence
from tools.calibrate import FIRST, MARKS, SETS, Seen, cross_validated, first_readings, fitted, scales_text, table
from tools.figures import ASIDE_MARKS, CONFIDENCE, between, reliability_rows


def drawn(number: int = 400) -> Iterator[Seen]:
    """Records of which those with `far` are right three times in ten, others nine; `noise` says nothing."""
    for index in range(number):
        far, noise = index % 2, (index // 2) % 2
        right = (index // 4) % 10 < (3 if far else 9)
        yield Seen("event", "old" if index % 3 else "new", f"p{index % 40}", {"far": far, "noise": noise}, right)


def test_what_says_nothing_is_left_out() -> None:
    scale = fitted(list(drawn()), {"new": (60.0, 40.0)})
    assert set(scale.clues) == {"far"}
    assert scale.clues["far"] < -2


def test_the_base_is_that_of_the_first_reading() -> None:
    records = list(drawn())
    fresh = [one for one in records if one.folder == "new"]
    for right, least, most in ((90.0, 0.84, 0.92), (30.0, 0.28, 0.38)):
        scale = fitted(records, {"new": (right, 100 - right)})
        assert least < sum(scale.confidence(one.clues) for one in fresh) / len(fresh) < most


def test_each_page_is_judged_by_the_others() -> None:
    records = list(drawn())
    told = cross_validated(records, {"new": (60.0, 40.0)})
    assert sorted(map(repr, (one for one, _ in told))) == sorted(map(repr, records))
    assert told == cross_validated(records, {"new": (60.0, 40.0)}), "it is deterministic"
    # a page whose records are all wrong does not lower what is said of itself
    odd = [Seen("event", "old", "odd", {"odd": 1.0}, right=False)] * 20
    scored = {one.page: sure for one, sure in cross_validated([*records, *odd], {}) if one.page == "odd"}
    assert scored["odd"] > 0.4
    assert fitted([*records, *odd], {}).confidence({"odd": 1.0}) < 0.4


def test_nothing_kept_aside_is_fitted_on() -> None:
    aside = {folder.parent.name for one in SETS if one.aside for folder in one.folders}
    for of in first_readings().values():
        assert of
        assert not set(of) & aside
    assert "aside" not in FIRST.read_text("utf-8")


def test_the_numbers_are_written_as_they_are_read() -> None:
    from comity.lexicon.confidence import FILE
    from comity.lexicon.language import DATA

    scales = load_confidence("fr")
    assert tuple(scales) == KINDS
    assert scales_text(scales) == (DATA / "fr" / FILE).read_text("utf-8"), "run `make calibrate`"
    assert all(load_codebook().clue(name, "en") for scale in scales.values() for name in scale.clues)


def test_the_document_has_both_tables() -> None:
    text = CONFIDENCE.read_text("utf-8")
    for marks in (MARKS, ASIDE_MARKS):
        told = text.partition(marks[0])[2].partition(marks[1])[0]
        assert "| 0.8 to 0.9 |" in told
        assert between(text, marks, told.strip("\n"), CONFIDENCE) == text


def test_tables_tell_the_share_that_was_right() -> None:
    records = list(drawn(40))
    shown = table([(one, 0.85) for one in records], ["new"])
    right = sum(one.right for one in records)
    assert f"| 0.8 to 0.9 | {right / 40:.2f} of 40 |" in shown
    assert reliability_rows({"all": ()}) == "| confidence | all |\n|---|---|"


@pytest.mark.parametrize("text", ["none", "\n".join(MARKS * 2)])
def test_a_document_without_its_marks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="once"):
        between(text, MARKS, "x", CONFIDENCE)
