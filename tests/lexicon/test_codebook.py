"""The codebook's own parts: rules of decision that can be cited, and sentences that show what a value means."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import pytest

from comity.errors import LexiconError
from comity.lexicon.codebook import FOLDER, Shown, all_frames, load_codebook, shown
from comity.lexicon.frames import Frame
from comity.lexicon.language import DATA
from comity.lexicon.vocabulary import LANGUAGES, vocabulary
from comity.model import Commitment, Date, Event, Instrument, Participant, Story


def frame(name: str, form: str, weight: float, examples: tuple[str, ...], counter: tuple[str, ...] = ()) -> Frame:
    return Frame(
        name=name, rule=f"fr/events/{name}", file="fr/frames/x.toml", plover="CONSULT", form=form, weight=weight,
        examples=examples, counterexamples=counter,
    )  # fmt: skip


def test_the_surest_frames_show_a_value_each_form_before_a_second_of_one() -> None:
    frames = [
        frame("a", "visit", 0.6, ("A visits.",), ("B rests.",)),
        frame("b", "visit", 0.9, ("B visits.", "C visits."), ("A visits.", "C rests.")),
        frame("c", "talks", 0.7, ("C talks.",)),
    ]
    every = shown(frames, lambda one: one.plover == "CONSULT")
    assert every[0] == (Shown("B visits.", "fr/events/b"), Shown("C talks.", "fr/events/c"))
    assert every[1] == Shown("C rests.", "fr/events/b"), "an example of one rule is no counterexample of the other"
    assert shown(frames, lambda one: one.form == "visit")[0] == (
        Shown("B visits.", "fr/events/b"), Shown("A visits.", "fr/events/a"),
    )  # fmt: skip
    assert shown(frames[1:2], lambda one: one.weight > 0)[0] == (
        Shown("B visits.", "fr/events/b"), Shown("C visits.", "fr/events/b"),
    )  # fmt: skip
    assert shown(frames, lambda one: one.form == "summit") == ((), None)


def test_every_type_is_shown_by_an_example_and_a_counterexample() -> None:
    frames = all_frames()
    for plover in vocabulary().types:
        examples, counter = shown(frames, lambda one, plover=plover: one.plover == plover)  # type: ignore[misc]
        assert examples, plover
        assert counter, plover


def test_rules_of_decision_name_only_what_records_hold() -> None:
    known = {value.id for table in vocabulary().tables() for value in table.values()}
    known |= {mode.name for mode in vocabulary().modes.values()}
    known |= {field for struct in (Event, Commitment, Instrument, Participant, Date, Story)
              for field in struct.__struct_fields__}  # fmt: skip
    known |= {"IGO", "IGO/asean", "XXXX-02-18", "inferred"}
    for rule in load_codebook().rules:
        told = {language: re.findall(r"`([^`]+)`", rule.rule.in_language(language)) for language in LANGUAGES}
        assert set(told["fr"]) == set(told["en"]), f"{rule.id} says different things in its languages"
        assert not set(told["en"]) - known, rule.id
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)


def test_every_section_has_rules() -> None:
    book = load_codebook()
    assert all(book.of_section(section) for section in book.sections)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('section = "scope"', 'section = "nowhere"', "unknown section 'nowhere'"),
        ('section = "scope"\n', "", "section"),
        ('section = "scope"\n', 'section = "scope"\nyear = 1\n', "year"),
        ("[sections]", "[chapters]", "sections"),
        ("[sections]", "more = 1\n[sections]", "more than is read: more"),
        ("[sections]", "[sections", "cannot be read"),
    ],
)
def test_rules_that_are_wrong_are_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    shutil.copytree(DATA / FOLDER, tmp_path / FOLDER)
    path = tmp_path / FOLDER / "rules.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(LexiconError, match=words):
        load_codebook(tmp_path)


def test_a_codebook_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        load_codebook().rules = ()  # type: ignore[misc]
