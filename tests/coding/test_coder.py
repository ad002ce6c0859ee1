"""The driver: one coding a page, in order, the same every time, with every field sourced."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.coding.coder import BATCH
from comity.coding.evidence import check_story
from comity.coding.parse import Sentence, sentences, split
from comity.coding.story import StoryCoder
from comity.errors import RecordError
from comity.model import CodedStory, Coding, Commitment, Event, Failure, Instrument, Office, Page, Reading, Span
from tests.coding.pages import ROOT, coded, coded_corpus, coder, corpus, french, printed, reading

THANKS = "Le ministre {} a remercié le Ghana pour son aide."
DEMONYMS = ("danois", "péruvien", "kényan", "estonien", "bolivien", "lao", "maltais", "chypriote", "togolais", "letton")


# -- order and failures ---------------------------------------------------------------------------------------------


def test_codings_come_in_the_order_of_the_pages() -> None:
    """Over several batches, and whatever each page holds."""
    texts = [THANKS.format(DEMONYMS[number % 10]) + " Merci." * number for number in range(2 * BATCH + 3)]
    assert [coding.page.text for coding in coder().code(map(reading, texts))] == texts


def test_pages_are_coded_as_they_are_asked_for() -> None:
    taken: list[int] = []

    def pages() -> Iterator[Reading]:
        for number in range(10 * BATCH):
            taken.append(number)
            yield reading("Rien à dire.")

    next(coder().code(pages()))
    assert len(taken) <= 2 * BATCH


def test_no_pages_give_no_codings() -> None:
    assert list(coder().code([])) == []


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        pytest.param(ValueError("a defect"), "coding", id="a defect"),
        pytest.param(RecordError("A record is wrong.", "Report it."), "record", id="a record that breaks the rules"),
        pytest.param(RecursionError(), "coding", id="too deep"),
    ],
)
def test_a_page_that_fails_leaves_the_others(
    fault: Exception, code: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = StoryCoder.code

    def failing(self: StoryCoder, held: list[Sentence]) -> CodedStory:
        if "letton" in self.page.text:
            raise fault
        return real(self, held)

    monkeypatch.setattr(StoryCoder, "code", failing)
    caplog.set_level(logging.CRITICAL)
    texts = [THANKS.format(demonym) for demonym in ("danois", "letton", "kényan")]
    first, second, third = coder().code([reading(text, name=text[12:18]) for text in texts])
    assert second.stories == ()
    assert second.error is not None
    assert second.error.code == code
    assert second.error.message
    assert second.page.text == texts[1]
    for coding in (first, third):
        assert coding.error is None
        assert len(coding.stories[0].events) == 1


def test_a_page_that_could_not_be_read_says_why_in_its_place() -> None:
    broken = msgspec.structs.replace(reading("x"), failure=Failure(code="reading", message="No text."), stories=())
    first, second = coder().code([broken, reading(THANKS.format("danois"))])
    assert first.error == Failure(code="reading", message="No text.")
    assert first.stories == ()
    assert second.error is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Bộ trưởng Bộ Ngoại giao Việt Nam đã hội kiến với người đồng cấp Campuchia tại Hà Nội."),
        ("en", "The Kenyan minister met his Danish counterpart in Nairobi."),
        ("ja", "日本の外相はハノイでベトナムの外相と会談した。"),
    ],
)
def test_a_language_without_a_lexicon_is_kept_and_said(language: str, text: str) -> None:
    first, second = coder().code([reading(text, language=language), reading(THANKS.format("danois"))])
    assert first.error is not None
    assert first.error.code == "no_lexicon"
    assert language in first.error.message
    assert first.stories == ()
    assert first.page.text == text
    assert first.coder.model is None
    assert second.error is None


def test_a_language_that_cannot_be_told_is_no_lexicon() -> None:
    page = reading(THANKS.format("danois"))
    unknown = msgspec.structs.replace(page, page=msgspec.structs.replace(page.page, language=None))
    (coding,) = coder().code([unknown])
    assert coding.error is not None
    assert coding.error.code == "no_lexicon"


def test_a_coding_says_who_made_it() -> None:
    made = coded(THANKS.format("danois")).coder
    assert made == coder().record("fr")
    assert made.model
    assert made.model.startswith("fr_core_news_md 3.")
    assert made.spacy
    assert len(made.lexicon) >= 64


# -- pages with little or nothing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [".", "…", "Photo : VNA", "Bamako, 3 mai (AMAP) -", "\u200b", "🕊️", "!!! ???", "M."])
def test_a_page_that_says_nothing_has_no_records(text: str) -> None:
    coding = coded(text)
    assert coding.page.text == text
    assert not [record for story in coding.stories for record in story.records()]


def test_a_page_without_stories_has_none() -> None:
    page = reading(THANKS.format("danois"))
    (coding,) = coder().code([msgspec.structs.replace(page, stories=())])
    assert coding.error is None
    assert coding.stories == ()


def test_a_story_without_zones_is_empty() -> None:
    page = reading(THANKS.format("danois"))
    (story,) = page.stories
    (coding,) = coder().code([msgspec.structs.replace(page, stories=(msgspec.structs.replace(story, zones=()),))])
    assert coding.error is None
    assert not list(coding.stories[0].records())


def test_stories_keep_their_place_and_zones() -> None:
    for page, coding in zip(corpus(), coded_corpus(), strict=True):
        assert [(s.id, s.kind, s.title, s.start, s.end, s.zones) for s in coding.stories] == [
            (s.id, s.kind, s.title, s.start, s.end, s.zones) for s in page.stories
        ]


# -- the same every time --------------------------------------------------------------------------------------------

SOME = slice(0, 90, 7)


def test_the_same_pages_give_the_same_bytes() -> None:
    again = printed(coder().code(corpus()[SOME]))
    assert again == printed(coded_corpus()[SOME])


def test_a_page_alone_gives_the_same_bytes_as_among_others() -> None:
    for number in (3, 40, 77):
        assert printed(coder().code([corpus()[number]])) == printed([coded_corpus()[number]])


def test_another_process_gives_the_same_bytes() -> None:
    """Whatever order its sets have."""
    seed = "1" if os.environ.get("PYTHONHASHSEED") == "4242" else "4242"
    code = (
        "import sys; from tests.coding.pages import coder, corpus, printed;"
        "sys.stdout.buffer.write(printed(coder().code(corpus()[0:90:7])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
        timeout=300,
    )
    assert done.stdout == printed(coded_corpus()[SOME])


def test_what_is_printed_reads_back() -> None:
    for coding in coded_corpus():
        assert msgspec.json.decode(msgspec.json.encode(coding), type=Coding) == coding


# -- sourced --------------------------------------------------------------------------------------------------------


def places(page: Page, story: CodedStory, own: Reading) -> list[tuple[int, int]]:
    """Where evidence may lie: the sentences of a story, its dateline and its byline."""
    (read,) = [one for one in own.stories if one.id == story.id]
    found = [(held.start, held.end) for held in sentences(page.text, read, french())]
    return found + [(zone.start, zone.end) for zone in read.zones if zone.zone in {"dateline", "byline"}]


def faults(page: Page, own: Reading, story: CodedStory) -> Iterator[str]:
    """What breaks the rules of evidence, as the contract of the records states them."""
    allowed = places(page, story, own)
    for record in story.records():
        if not 1 <= len(record.evidence) <= 8:
            yield f"{record.id} has {len(record.evidence)} spans"
        for span in record.evidence:
            if span.meta is not None:
                if getattr(page, span.meta) != span.value:
                    yield f"{record.id} cites {span.meta} {span.value!r}"
            elif span.start is None or span.end is None or not 0 < span.end - span.start <= 400:
                yield f"{record.id} cites {span.start}–{span.end}"
            elif not any(start <= span.start < span.end <= end for start, end in allowed):
                yield f"{record.id} cites {page.text[span.start : span.end]!r}, in no one sentence of its story"


def test_every_output_keeps_the_rules_of_evidence() -> None:
    found = []
    for own, coding in zip(corpus(), coded_corpus(), strict=True):
        assert coding.error is None, (coding.page.ref, coding.error)
        for story in coding.stories:
            check_story(coding.page, story)
            found += [f"{coding.page.ref} {story.id} {fault}" for fault in faults(coding.page, own, story)]
    assert found == []


def test_every_rule_that_fired_leaves_its_name() -> None:
    for coding in coded_corpus():
        for story in coding.stories:
            for record in story.records():
                assert record.rules
                assert all(rule.count("/") == 2 and rule.startswith("fr/") for rule in record.rules), record.rules


def test_look_up_keys_say_country_and_kind() -> None:
    sides = [
        side
        for coding in coded_corpus()
        for story in coding.stories
        for event in story.events
        for side in (*event.actor, *event.recipient)
    ]
    assert len(sides) > 100
    for side in sides:
        first = side.key.split("/")[0]
        assert first == ("IGO" if side.kind == "igo" else side.country or "unknown")
        if side.kind != "igo":
            assert side.key.split("/")[1] == side.kind


@pytest.fixture
def example() -> tuple[Page, CodedStory]:
    coding = coded("Le ministre danois de la Pêche, Lars Holm, a remercié le 3 mai 2019 le Ghana. Rien d'autre.")
    return coding.page, coding.stories[0]


def with_evidence(story: CodedStory, *spans: Span) -> CodedStory:
    event = msgspec.structs.replace(story.events[0], evidence=spans)
    return msgspec.structs.replace(story, events=(event,))


def everything(start: int, end: int) -> Span:
    return Span(start=start, end=end, supports=("status", "date", "place", "actor", "recipient", "amount"))


@pytest.mark.parametrize(
    "spans",
    [
        pytest.param((), id="none"),
        pytest.param((everything(0, 10),) * 9, id="nine"),
        pytest.param((everything(5, 5),), id="empty"),
        pytest.param((everything(-1, 5),), id="before the page"),
        pytest.param((everything(0, 10_000),), id="beyond the page"),
        pytest.param((Span(start=0, end=10, supports=("actor", "recipient", "status")),), id="no words for the date"),
        pytest.param((Span(start=0, end=10, supports=("date", "recipient", "status")),), id="no words for the actor"),
    ],
)
def test_what_breaks_the_rules_of_evidence_is_refused(
    example: tuple[Page, CodedStory], spans: tuple[Span, ...]
) -> None:
    page, story = example
    check_story(page, with_evidence(story, everything(0, 10)))
    with pytest.raises(RecordError):
        check_story(page, with_evidence(story, *spans))


def test_an_overlong_quotation_is_refused(example: tuple[Page, CodedStory]) -> None:
    page, story = example
    long = msgspec.structs.replace(page, text=page.text + "x" * 500)
    check_story(long, with_evidence(story, everything(0, 400)))
    with pytest.raises(RecordError):
        check_story(long, with_evidence(story, everything(0, 401)))


def test_records_of_every_kind_are_there_to_be_checked() -> None:
    kinds = {type(record) for coding in coded_corpus() for story in coding.stories for record in story.records()}
    assert kinds == {Event, Commitment, Instrument, Office}


# -- anything at all ------------------------------------------------------------------------------------------------


@cache
def corpus_sentences() -> list[str]:
    """The sentences of the sample dispatches."""
    pages = corpus()[:50]
    return [one.page.text[start:end] for one in pages for start, end in split(one.page.text, french())]


MIXES = st.lists(st.integers(0, 10_000), min_size=1, max_size=7)
SEPARATORS = st.sampled_from([" ", "\n", "\n\n", "\n\nVoir plus\n\n"])


@given(MIXES, SEPARATORS, st.sampled_from([None, "2019-05-03"]), st.sampled_from([None, "VNA", "APS"]))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_sentences_in_any_order_can_be_coded(
    picks: list[int], separator: str, published: str | None, publisher: str | None
) -> None:
    known = corpus_sentences()
    text = separator.join(known[pick % len(known)] for pick in picks)
    own = reading(text, published=published, publisher=publisher)
    (coding,) = coder().code([own])
    assert coding.error is None, (coding.error, text)
    for story in coding.stories:
        assert list(faults(coding.page, own, story)) == []


ENDLESS = (
    "le ministre danois de la Pêche a rencontré la ministre estonienne et les deux pays ont convenu de former des "
    "marins , "
)


def seconds(size: int) -> float:
    text = (ENDLESS * (size // len(ENDLESS) + 1))[:size]
    began = time.perf_counter()
    coding = coded(text)
    took = time.perf_counter() - began
    assert coding.page.text == text
    assert coding.stories[0].events
    return took


@pytest.mark.long
def test_one_paragraph_without_a_full_stop_takes_time_in_proportion_to_its_length() -> None:
    """200 kB on one line: ten times the length, about ten times the time."""
    seconds(2_000)
    small = seconds(20_000)
    assert seconds(200_000) < 30 * small + 5


@pytest.mark.long
@given(MIXES, SEPARATORS, st.text(max_size=40))
@settings(max_examples=600, deadline=None)
def test_nothing_that_a_page_holds_raises(picks: list[int], separator: str, noise: str) -> None:
    """A defect of the coder has the code `coding`; no page may bring one about."""
    known = corpus_sentences()
    text = separator.join([*(known[pick % len(known)] for pick in picks), noise])
    (coding,) = coder().code([reading(text)])
    assert coding.error is None or coding.error.code != "coding", (coding.error, text)
