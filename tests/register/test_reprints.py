"""Reprints are told from look-alikes, linked, and not coded twice."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.model import CodedStory, Coding, RawPage, Reading, Story
from comity.reading import read
from comity.register import Register, open_register
from comity.register.similarity import MIN_WORDS, bands, compare, shingles, sketch, told
from tests.register.factory import CODER, NEWER, Draft, failing, party

FOLDER = Path(__file__).with_name("reprints")


class Pair(NamedTuple):
    page: str
    variant: str
    reprint: bool
    why: str


def pairs(name: str) -> Iterator[Pair]:
    for page in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["page"]:
        text = page["text"].strip() + "\n"
        for variant in page["variant"]:
            other = text
            for old, new in variant["edits"]:
                assert old in other, f"{variant['why']}: {old}"
                other = other.replace(old, new)
            yield Pair(text, other, variant["reprint"], variant["why"])


def reading(text: str, **metadata: str) -> Reading:
    return read(RawPage(name="page.txt", text=text, **metadata))  # type: ignore[arg-type]


def coded(found: Reading) -> Coding:
    stories = tuple(
        CodedStory(id=s.id, kind=s.kind, title=s.title, start=s.start, end=s.end, zones=s.zones) for s in found.stories
    )
    return Coding(schema="1", coder=CODER, page=found.page, stories=stories)


@pytest.mark.parametrize(("name", "recall"), [("tuned", 1.0), ("aside", 0.9)])
def test_reprints_are_told_from_look_alikes(register: Register, name: str, recall: float) -> None:
    """Of the pairs kept aside none that is no reprint may be linked, and nine in ten that are one must be."""
    found = list(pairs(name))
    for text in dict.fromkeys(pair.page for pair in found):
        assert register.keep(coded(reading(text))).outcome == "added"
    linked = {pair: register.similar(reading(pair.variant)) for pair in found}
    assert [pair.why for pair, like in linked.items() if like and not pair.reprint] == []
    right = [pair for pair, like in linked.items() if like and like.page == reading(pair.page).page.id]
    assert len(right) == sum(like is not None for like in linked.values())
    assert len(right) >= recall * sum(pair.reprint for pair in found)


def test_there_are_pairs_enough() -> None:
    both = [*pairs("tuned"), *pairs("aside")]
    assert len(both) >= 60
    assert sum(not pair.reprint for pair in both) >= 25


TEXT = next(pairs("tuned")).page
SHORTER = TEXT[: TEXT.index("Les deux hommes")]
LONGER = TEXT + "Une stèle rappellera le nom des ouvriers qui ont laissé leur vie sur le chantier, et sera en pierre.\n"
OTHER = TEXT.replace("Le Cambodge et le Laos ouvrent", "Stung Treng : on ouvre")


def draft(text: str, **metadata: str) -> Draft:
    """A page coded by hand: the opening, and the proposal of buses."""
    made = Draft(text, **metadata)
    both = [party("KHM", "Chhay Vuthy"), party("LAO", "Khamla Sisouk")]
    made.event("ont inauguré mardi un pont", both, date="2019-03-12", form="inauguration")
    made.event("a proposé que les bus passent", both[1:], plover="REQUEST", form="appeal")
    return made


def coding(text: str, **metadata: str) -> Coding:
    return draft(text, **metadata).coding()


def as_read(text: str, **metadata: str) -> Reading:
    made = coding(text, **metadata)
    return Reading(page=made.page, stories=tuple(Story(**_story(story)) for story in made.stories))


def _story(story: CodedStory) -> dict[str, object]:
    return {name: getattr(story, name) for name in Story.__struct_fields__}


def ids(register: Register) -> list[str]:
    return [kept.id for kept in register.export("event")]


def test_a_reprint_is_kept_and_linked_without_being_coded(register: Register) -> None:
    register.keep(coding(TEXT, publisher="ADK"))
    before = ids(register)
    found = as_read(OTHER, url="https://example.org/pont", publisher="La Gazette")
    like = register.similar(found)
    assert like is not None
    assert (like.page, like.replaces) == (draft(TEXT).page().id, False)
    added = register.keep_similar(found, address="https://example.org/pont?utm_source=x")
    assert added is not None
    assert (added.outcome, added.new_source, added.similar) == ("similar", True, like)
    assert ids(register) == before
    assert register.contents().pages == 2
    assert register.fetched("https://example.org/pont")
    page = register.page(found.page.id)
    assert page.similar == like
    assert [story.title for story in page.stories] == [found.stories[0].title]
    (reprint,) = register.page(like.page).reprints
    assert (reprint.page, reprint.similarity) == (found.page.id, like.similarity)
    report = register.event(before[0]).reports[0]
    assert [source.publisher for source in report.sources] == ["ADK"]
    assert [source.publisher for each in report.reprints for source in each.sources] == ["La Gazette"]


def test_a_reprint_is_not_pending_and_takes_further_sources(register: Register) -> None:
    register.keep(coding(TEXT))
    found = as_read(OTHER)
    register.keep_similar(found)
    for coder in (CODER, NEWER):
        assert register.pending(found.page, coder) is None
    again = as_read(OTHER, url="https://example.net/2")
    assert register.similar(again) is None
    added = register.note(again.page, CODER)
    assert (added.outcome, added.new_source, added.similar and added.similar.page) == (
        "known",
        True,
        draft(TEXT).page().id,
    )
    assert register.keep(coding(OTHER)).outcome == "known"
    assert register.contents().events == 2


def test_a_reprint_that_was_coded_meanwhile_is_linked_all_the_same(register: Register) -> None:
    """Pages are read and coded together before any of them is kept."""
    outcomes = [added.outcome for added in register.add([coding(TEXT), coding(OTHER), coding(SHORTER)])]
    assert outcomes == ["added", "similar", "similar"]
    assert register.contents().events == 2


def test_a_longer_page_takes_the_place_of_the_shorter(register: Register) -> None:
    register.keep(coding(SHORTER, publisher="La Gazette"))
    short_reprint = as_read(SHORTER.replace("Stung Treng, 12 mars 2019 (ADK) – ", ""))
    register.keep_similar(short_reprint)
    before = ids(register)
    found = as_read(LONGER)
    like = register.similar(found)
    assert like is not None
    assert like.replaces
    assert register.keep_similar(found) is None
    assert register.keep(coding(LONGER, publisher="ADK")).outcome == "added"
    # the same events, now with the words of the longer page
    assert ids(register) == before
    assert {report.page for kept in register.export("event") for report in kept.reports} == {found.page.id}
    assert all(kept.retired is None for kept in register.export("event"))
    assert {each.page for each in register.page(found.page.id).reprints} == {like.page, short_reprint.page.id}
    shorter = register.page(like.page)
    assert shorter.similar is not None
    assert (shorter.similar.page, shorter.failure) == (found.page.id, None)
    assert [story.events for story in shorter.stories] == [()]
    assert register.pending(coding(SHORTER).page, NEWER) is None
    assert register.contents().events == 2


def test_what_only_the_shorter_page_said_is_retired_not_lost(register: Register) -> None:
    first = draft(SHORTER)
    first.event("a remercié les habitants", [party("KHM")], [party("LAO")], plover="SUPPORT", form="thanks")
    register.keep(first.coding())
    thanks = next(kept for kept in register.export("event") if kept.record.form == "thanks")
    register.keep(coding(LONGER))
    assert thanks.id not in ids(register)
    gone = register.event(thanks.id)
    assert gone.retired is not None
    assert gone.record == thanks.record


def test_the_first_page_stands_where_neither_holds_the_other(register: Register) -> None:
    register.keep(coding(TEXT))
    assert register.similar(as_read(SHORTER)) is not None
    assert register.keep(coding(OTHER)).outcome == "similar"
    assert [report.page for kept in register.export("event") for report in kept.reports] == [draft(TEXT).page().id] * 2


def test_a_page_that_failed_is_no_original(register: Register) -> None:
    register.keep(failing(TEXT))
    assert register.similar(as_read(OTHER)) is None
    assert register.keep(coding(OTHER)).outcome == "added"
    assert register.keep(coding(TEXT)).outcome == "similar"
    assert register.failures() == ()
    assert register.failed() == ()


def test_a_page_coded_anew_is_compared_with_none(register: Register) -> None:
    register.keep(coding(TEXT))
    register.keep(coding(TEXT.replace("340", "350").replace("18 millions", "19 millions")))
    assert register.keep(draft(TEXT).coding(NEWER)).outcome == "recoded"
    assert register.similar(as_read(OTHER)) is not None
    assert sum(len(event.reports) for event in register.export("event")) == 4


def test_reprints_stay_linked_in_a_register_that_is_opened_again(tmp_path: Path) -> None:
    with open_register(tmp_path / "c.db", create=True) as register:
        register.keep(coding(TEXT))
    with open_register(tmp_path / "c.db") as register:
        assert register.keep(coding(OTHER)).outcome == "similar"


LEXICON = ("le", "la", "pont", "rive", "ministre", "frontière", "marché", "route", "école", "fleuve", "vivres", "eau")
WORDS = st.lists(st.sampled_from(LEXICON), max_size=60)


@given(WORDS, WORDS, WORDS)
def test_comparing_is_even_handed(before: list[str], middle: list[str], after: list[str]) -> None:
    texts = [" ".join(before + middle + after), " ".join(before + after)]
    one, other = (told(text, [story(text)]) for text in texts)
    cut, added = compare(one, other), compare(other, one)
    assert (cut and cut.similarity) == (added and added.similarity)
    assert cut is None or not cut.longer
    alike = compare(one, one)
    assert (alike is None) == (len(one.words) < MIN_WORDS)
    assert alike is None or (alike.similarity, alike.longer) == (1.0, False)


def story(text: str) -> Story:
    return Story(id="s0", kind="main", title="", start=0, end=len(text))


def test_sketches_are_the_same_on_every_machine() -> None:
    """They are stored: another version of the library must not give others."""
    words = tuple(f"mot{number % 37}" for number in range(120))
    assert len(shingles(words)) == 37
    digest = sketch(words)
    assert digest is not None
    assert len(bands(digest)) == 32
    assert bands(digest)[:2] == FIRST_BANDS


FIRST_BANDS = [2007821282105491047, -3624605036733929073]
