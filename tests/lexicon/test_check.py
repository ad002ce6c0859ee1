"""The structural check: a sound vocabulary passes, and what is broken is named with its file, its rule and a remedy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.errors import LexiconError
from comity.lexicon.check import Problem, check_structure
from comity.lexicon.frames import load_frames, read_frames
from comity.lexicon.language import DATA

FRAME = """
[[frame]]
name = "essai"
verbs = ["essayer"]
actor = ["subj"]
examples = ["Le Togo essaie."]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A vocabulary of a project's own: a copy of the one that ships, without the world's tables."""
    for folder in ("fr", "vocabulary"):
        shutil.copytree(DATA / folder, tmp_path / folder)
    return tmp_path


def added(data: Path, frames: str, file: str = "consult") -> tuple[Problem, ...]:
    """The problems of the copy once `frames` stand at the end of one of its frame files."""
    path = data / "fr" / "frames" / f"{file}.toml"
    path.write_text(path.read_text("utf-8") + frames, "utf-8")
    return check_structure("fr", data)


def edited(data: Path, file: str, change: Callable[[str], str]) -> tuple[Problem, ...]:
    path = data / "fr" / file
    before = path.read_text("utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, "utf-8")
    return check_structure("fr", data)


def test_the_vocabulary_that_ships_is_sound() -> None:
    assert check_structure("fr") == ()


def test_a_copy_of_it_is_sound(data: Path) -> None:
    assert check_structure("fr", data) == ()


@pytest.mark.parametrize(
    ("line", "said", "remedy"),
    [
        ('plover = "CHAT"', "unknown PLOVER type 'CHAT'", "AGREE"),
        ('form = "chat"', "unknown form 'chat'", "forms.toml"),
        ('form = "gift"', "form 'gift', which is no CONSULT", "AID"),
        ('modes = ["arrest"]', "mode 'arrest', which CONSULT has not", "modes.toml"),
        ('contexts = ["moon"]', "unknown context 'moon'", "contexts.toml"),
        ('commits = "maybe"', "unknown force 'maybe'", "forces.toml"),
        ('recipient = ["under"]', "unknown slot 'under'", "aupres"),
        ('needs_country = ["host"]', "unknown side 'host'", "recipient"),
        ('with_nouns = ["faire"]', "with_nouns but no nouns", "give it nouns"),
        ('needs = ["lac"]\nunless = ["lac"]', "needs and forbids the same words: lac", "one of the two"),
        ('both = "agreed"', "has both but commits nothing", "commits"),
        ('colour = "blue"', "unknown keys: colour", "consult.toml"),
        ('nouns = "essai"', "nouns = 'essai'", "list of words"),
        ('speech = "yes"', "speech = 'yes'", "true or false"),
        ("weight = 3", "weight = 3", "at most 1"),
    ],
)
def test_what_a_frame_names_must_exist(data: Path, line: str, said: str, remedy: str) -> None:
    (problem,) = added(data, f"{FRAME}{line}\n")
    assert problem.what.startswith("fr/frames/consult.toml: the frame 'essai'")
    assert said in problem.what
    assert remedy in problem.remedy


def test_a_frame_without_a_word_or_an_actor_is_refused(data: Path) -> None:
    problems = added(data, '\n[[frame]]\nname = "vide"\n')
    assert [p.what for p in problems] == [
        "fr/frames/consult.toml: the frame 'vide' has no words.",
        "fr/frames/consult.toml: the frame 'vide' has no slot for the actor.",
    ]


def test_a_name_stands_for_one_frame(data: Path) -> None:
    problems = added(data, FRAME.replace("essai", "convenir"))
    (problem,) = [p for p in problems if "convenir" in p.what]
    assert "fr/frames/agree.toml, fr/frames/consult.toml" in problem.what
    assert problem.remedy == "Give each frame its own name."


def test_equal_words_and_conditions_may_not_tell_two_acts(data: Path) -> None:
    rival = FRAME.replace('name = "essai"', 'name = "rival"\nplover = "AGREE"\nform = "offer"')
    (problem,) = added(data, FRAME + rival)
    assert "the frame 'rival' (AGREE/offer)" in problem.what
    assert "'essai' (CONSULT) of fr/frames/consult.toml: essayer" in problem.what
    assert "unless" in problem.remedy


def test_a_condition_tells_frames_apart(data: Path) -> None:
    rival = FRAME.replace('name = "essai"', 'name = "rival"\nplover = "AGREE"\nform = "offer"\nneeds = ["visite"]')
    assert added(data, FRAME + rival) == ()


def test_equal_words_under_other_verbs_are_other_words(data: Path) -> None:
    one = '\n[[frame]]\nname = "un"\nnouns = ["zouk"]\nwith_nouns = ["faire"]\nactor = ["subj"]\n'
    two = '\n[[frame]]\nname = "deux"\nplover = "AID"\nnouns = ["zouk"]\nwith_nouns = ["donner"]\nactor = ["subj"]\n'
    assert added(data, one + two) == ()


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        (
            "instruments.toml",
            lambda s: s.replace('heads = ["procès-verbal"', 'heads = ["traité", "procès-verbal"'),
            "fr/instruments.toml: the phrase 'traite' stands for treaty and minutes.",
        ),
        (
            "instruments.toml",
            lambda s: s.replace('kind = "treaty"', 'kind = "scroll"'),
            "fr/instruments.toml: unknown instrument kind 'scroll'.",
        ),
        (
            "money.toml",
            lambda s: s.replace('JPY = ["yens"', 'JPY = ["euros", "yens"'),
            "fr/money.toml: the currency word 'euros' stands for EUR and JPY.",
        ),
        (
            "bodies.toml",
            lambda s: s.replace('heads = ["police"', 'heads = ["marine", "police"'),
            "fr/bodies.toml: the body 'marine' stands for the channel military and the channel security.",
        ),
        (
            "bodies.toml",
            lambda s: s.replace('channel = ["military"]', 'channel = ["navy"]', 1),
            "fr/bodies.toml: unknown channel navy",
        ),
    ],
)
def test_words_that_stand_twice_are_named(data: Path, file: str, change: Callable[[str], str], said: str) -> None:
    problems = edited(data, file, change)
    assert any(p.what.startswith(said) and p.remedy for p in problems), problems


def test_a_file_that_is_no_toml_does_not_hide_the_others(data: Path) -> None:
    (data / "fr" / "frames" / "aid.toml").write_text("plover = [", "utf-8")
    problems = edited(data, "money.toml", lambda s: s.replace("JPY", "yen"))
    assert any("aid.toml cannot be read" in p.what for p in problems)
    assert any("'yen' is no ISO 4217 code" in p.what for p in problems)


def test_a_language_without_a_lexicon(data: Path) -> None:
    (problem,) = check_structure("xx", data)
    assert "'xx'" in problem.what
    assert "syntax.toml" in str(problem)


def test_the_frames_of_a_broken_file_are_left_out_and_the_others_kept(data: Path) -> None:
    whole = {frame.name for frame in read_frames("fr", data)[0]}
    (data / "fr" / "frames" / "aid.toml").write_bytes(b"\xff\xfe\x00")
    frames, errors = read_frames("fr", data)
    assert {frame.name for frame in frames} < whole
    assert all(isinstance(error, LexiconError) and error.remedy for error in errors)
    assert len(errors) == 1


def test_frames_know_their_file_and_their_rule() -> None:
    for frame in load_frames("fr"):
        assert (DATA / frame.file).is_file()
        assert frame.rule == f"fr/events/{frame.name}"
