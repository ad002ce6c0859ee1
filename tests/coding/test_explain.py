"""The explanation of a page: the frames tried, the reasons given, and that asking changes nothing."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import msgspec
import pytest

from comity.coding import explain
from comity.explanation import SentenceExplained, StoryExplained, Tried
from comity.lexicon.frames import load_frames
from comity.lexicon.language import DATA
from comity.outputs.explanation_text import CONDITIONS, REASONS
from tests.coding.pages import coder, corpus, reading

PAGE = (
    "NAIROBI, 4 mai - Le ministre kényan de la Pêche a reçu lundi à Nairobi le ministre namibien de la Mer. "
    "Le ministre kényan n'a pas rencontré le président namibien. "
    "Le vent soufflait fort. "
    "L'audience du tribunal de Nairobi a été renvoyée par le Kenya. "
    "Les deux parties ont convenu de former ensemble vingt pêcheurs et ont signé un accord de pêche. "
    "Le Kenya a nommé Wanjiru Otieno ministre de la Pêche."
)


@cache
def explained(text: str) -> StoryExplained:
    (told,) = coder().explain([reading(text, published="2026-05-04")])
    assert told.coding.error is None
    (story,) = told.stories
    return story


def sentence(story: StoryExplained, word: str, text: str = PAGE) -> SentenceExplained:
    (found,) = [one for one in story.sentences if word in text[one.start : one.end]]
    return found


def frame(one: SentenceExplained, name: str) -> Tried:
    (found,) = [tried for tried in one.tried if tried.source.key == name]
    return found


def test_a_frame_that_made_a_record_says_so_with_its_words_sides_and_file() -> None:
    tried = frame(sentence(explained(PAGE), "de la Mer"), "recevoir")
    assert (tried.outcome, tried.record, tried.rule) == ("record", "e0", "fr/events/recevoir")
    assert tried.source.file == "fr/frames/consult.toml"
    assert {side.country for side in (*tried.actor, *tried.recipient)} == {"KEN", "NAM"}
    assert {slot.slot for slot in tried.slots} >= {"subj", "obj"}
    assert tried.parse[0].lemma == "recevoir"


def test_a_frame_that_fits_and_made_none_says_why() -> None:
    tried = frame(sentence(explained(PAGE), "n'a pas"), "rencontrer")
    assert (tried.outcome, tried.record, tried.reason) == ("refused", None, "negated")


def test_a_frame_whose_condition_does_not_hold_names_its_key_and_the_word() -> None:
    tried = frame(sentence(explained(PAGE), "tribunal"), "audience")
    assert (tried.outcome, tried.key, tried.detail) == ("unfit", "unless", "tribunal")


def test_sides_mentions_and_what_hangs_on_acts_are_told() -> None:
    one = sentence(explained(PAGE), "former")
    (pair,) = [mention for mention in one.mentions if mention.kind == "pair"]
    assert {side.country for side in pair.stands_for} == {"KEN", "NAM"}
    assert {side.country for side in one.encounter} == {"KEN", "NAM"}
    assert {(made.kind, made.source.file) for made in one.made} >= {
        ("commitment", "fr/frames/agree.toml"),
        ("instrument", "fr/instruments.toml"),
    }
    (office,) = [made for made in sentence(explained(PAGE), "Otieno").made if made.kind == "office"]
    assert (office.source.file, office.record) == ("fr/offices.toml", "o0")


def test_sentences_without_anything_are_counted() -> None:
    story = explained(PAGE)
    assert story.silent == 1
    assert not [one for one in story.sentences if "vent" in PAGE[one.start : one.end]]


def test_a_story_on_another_topic_says_which_list_set_it_aside() -> None:
    text = "Le match de football entre Kenya et Namibie : le buteur a marqué un but, dit l'arbitre du championnat."
    (told,) = coder().explain([reading(text)])
    (story,) = told.stories
    assert story.topic is not None
    assert story.topic.file == "fr/syntax.toml"
    assert story.topic.key.startswith("topics.")


def test_asking_why_changes_no_record_and_every_record_is_explained() -> None:
    pages = corpus()[:12]
    told = list(coder().explain(pages))
    codings = list(coder().code(pages))
    assert [msgspec.json.encode(one.coding) for one in told] == [msgspec.json.encode(one) for one in codings]
    for one in told:
        for story, coded in zip(one.stories, one.coding.stories, strict=True):
            found = {tried.record for held in story.sentences for tried in held.tried}
            made = {made.record for held in story.sentences for made in held.made}
            assert {event.id for event in coded.events} <= found
            assert {record.id for record in (*coded.instruments, *coded.commitments, *coded.offices)} <= made
            assert {record.id for record in coded.records()} == {record.record for record in story.records}
            for mention in (m for held in story.sentences for m in held.mentions):
                assert one.coding.page.text[mention.start : mention.end].strip()


def test_files_that_are_named_exist_and_hold_the_key() -> None:
    names = {(f.file, f.name) for f in load_frames("fr")}
    for held in explained(PAGE).sentences:
        for tried in held.tried:
            assert (tried.source.file, tried.source.key) in names
        for mention in held.mentions:
            for source in mention.sources:
                assert (DATA / source.file).is_file()


# what the coding room says, read off its code: none may be missing where reasons are told in words


def literals(name: str) -> set[str]:
    """The words that the coding room hands to `name`: of calls of it, and of its keyword `none`."""
    folder = Path(explain.__file__).parent
    found = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg in {"none", "reason"})]
            if called == name:
                parts = [part for one in given for part in (one, *vars(one).values())]
                found |= {one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return found


def test_every_reason_of_the_coder_is_known_where_it_is_told() -> None:
    assert literals("_refuse") | (literals("Modality") - {""}) <= set(REASONS)


@pytest.mark.parametrize(("file", "method"), [("background.py", "_refusal"), ("scope.py", "_out_of_scope")])
def test_every_reason_that_is_returned_is_known(file: str, method: str) -> None:
    source = (Path(explain.__file__).parent / file).read_text("utf-8")
    (body,) = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef) and n.name == method]
    told = {n.value.value for n in ast.walk(body) if isinstance(n, ast.Return) and isinstance(n.value, ast.Constant)}
    assert told - {""} <= set(REASONS)


def test_every_condition_is_known_where_it_is_told() -> None:
    assert {word for word in literals("_unfit") if word} <= set(CONDITIONS)
