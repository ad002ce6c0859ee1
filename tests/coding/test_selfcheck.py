"""The vocabulary run on its own examples: what does not come out as a rule says is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.coding import selfcheck
from comity.coding.selfcheck import CheckReport, check_lexicon, run_examples
from comity.errors import LexiconError
from comity.lexicon.check import Problem
from comity.lexicon.frames import Frame, load_frames

GOOD = "La ministre suédoise a remercié la Jordanie."
NOTHING = "La pluie est tombée toute la nuit."


def frame(name: str) -> Frame:
    return next(frame for frame in load_frames("fr") if frame.name == name)


def test_examples_and_counterexamples_that_come_out_are_counted() -> None:
    thanks = replace(frame("remercier"), examples=(GOOD,), counterexamples=(NOTHING,))
    assert run_examples([thanks], "fr") == ({True: 1, False: 1}, ())


def test_an_example_without_a_record_is_unmet() -> None:
    thanks = replace(frame("remercier"), examples=(NOTHING, GOOD), counterexamples=())
    met, (unmet,) = run_examples([thanks], "fr")
    assert met == {True: 1, False: 0}
    assert (unmet.rule, unmet.text, unmet.wanted, unmet.found) == ("fr/events/remercier", NOTHING, True, ())
    assert str(unmet) == (f"fr/frames/support.toml: fr/events/remercier gives no record of this example: « {NOTHING} »")


def test_a_counterexample_with_a_record_is_unmet() -> None:
    thanks = replace(frame("remercier"), examples=(), counterexamples=(GOOD,))
    met, (unmet,) = run_examples([thanks], "fr")
    assert met == {True: 0, False: 0}
    assert not unmet.wanted
    assert "fr/events/remercier" in unmet.found
    assert "gives a record of this counterexample" in str(unmet)


def test_the_rule_that_took_the_example_is_named() -> None:
    stolen = replace(frame("saluer"), examples=(GOOD,), counterexamples=())
    _, (unmet,) = run_examples([stolen], "fr")
    assert "which fr/events/remercier took" in str(unmet)


def test_a_rule_may_give_a_commitment_only() -> None:
    position = next(f for f in load_frames("fr") if f.plover == "" and f.examples)
    met, unmet = run_examples([replace(position, counterexamples=())], "fr")
    assert unmet == ()
    assert met[True] == len(position.examples)


def test_a_language_without_a_lexicon_is_reported() -> None:
    report = check_lexicon("xx")
    assert not report.sound
    assert "'xx'" in report.problems[0].what


def test_frames_that_do_not_load_are_a_problem_and_nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_language: str) -> tuple[Frame, ...]:
        raise LexiconError("fr/frames/aid.toml: the frame 'x' has no words.", "Give it words.")

    monkeypatch.setattr(selfcheck, "check_structure", lambda _language: ())
    monkeypatch.setattr(selfcheck, "load_frames", refuse)
    report = check_lexicon("fr")
    assert report.problems == (Problem("fr/frames/aid.toml: the frame 'x' has no words.", "Give it words."),)
    assert (report.sound, report.frames, report.examples_met) == (False, 0, 0)


def test_rules_without_examples_are_listed_and_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(frame("remercier"), examples=(), counterexamples=())
    monkeypatch.setattr(selfcheck, "check_structure", lambda _language: ())
    monkeypatch.setattr(selfcheck, "load_frames", lambda _language: (bare,))
    report = check_lexicon("fr")
    assert report.without_examples == report.without_counterexamples == ("fr/events/remercier",)
    assert report.sound


def test_dates_whose_examples_fail_are_wrong() -> None:
    assert not CheckReport(language="fr", problems=(), unmet_dates=("day: le 3 mai",)).sound


@pytest.mark.long
def test_every_example_of_the_vocabulary_that_ships_comes_out() -> None:
    report = check_lexicon("fr")
    assert report.problems == ()
    assert [str(unmet) for unmet in report.unmet] == []
    assert report.unmet_dates == ()
    assert report.without_examples == ()
    assert report.frames > 150
    assert report.examples_met > 300
