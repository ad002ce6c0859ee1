"""Every set of gold pages: figures hold their floors, and every output keeps its promises.

What goes wrong in the set that was kept aside must not be read by whoever writes the rules: of that set messages name
figures and numbers, never a page or its words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from comity import edtf
from comity.coding.evidence import MAX_SPAN, MAX_SPANS, check_story, stated_fields
from comity.errors import ComityError
from comity.evaluation import below, load_expected
from comity.folding import fold
from comity.lexicon.schema import schema
from comity.model import CodedStory, Coding, Event, Page, Participant, Span
from tests.requirements import require
from tools.figures import CEILINGS, SETS, SLACK, GoldSet, Measured, floors, floors_text, measure, raised

YEARS = "dateless_given_year"
sets = pytest.mark.parametrize("one", SETS, ids=lambda one: one.name)


@cache
def _measured(one: GoldSet) -> Measured:
    return measure(one)


def measured(one: GoldSet) -> Measured:
    """A set coded and compared, once for all tests."""
    require("shared" if one.name == "seeds" else one.name, one.present, f"{one.folders} are not on this machine")
    return _measured(one)


def refuse(one: GoldSet, faults: list[str]) -> None:
    """Fail with the faults of a set; with only their number where they must not be read. No traceback shows them."""
    if faults:
        told = f"{len(faults)} faults in the set kept aside" if one.aside else "\n".join(faults[:20])
        pytest.fail(told, pytrace=False)


@sets
def test_figures_hold_their_floors(one: GoldSet) -> None:
    found = measured(one).evaluation.figures()
    assert one.name in floors(), f"{one.name} has no floors: run `make floors`"
    fallen = below(found, floors()[one.name])
    assert not fallen, "; ".join(fallen)


@sets
def test_gold_is_sound_and_every_page_of_it_is_coded(one: GoldSet) -> None:
    done = measured(one)
    faults = [*done.evaluation.problems, *(f"{c.page.source}: {c.error.message}" for c in done.codings if c.error)]
    assert done.codings
    assert len(done.codings) == len(done.evaluation.pages)
    refuse(one, faults)


@sets
def test_every_output_validates_against_the_schema(one: GoldSet) -> None:
    validator = Draft202012Validator(schema())
    faults = []
    for coding in measured(one).codings:
        printed: dict[str, Any] = json.loads(msgspec.json.encode(coding))
        faults += [
            f"{coding.page.source} {fault.json_path}: {fault.message}" for fault in validator.iter_errors(printed)
        ]
    refuse(one, faults)


def _stories(codings: tuple[Coding, ...]) -> Iterator[tuple[Page, CodedStory]]:
    for coding in codings:
        for story in coding.stories:
            yield coding.page, story


def _span_faults(page: Page, story: CodedStory, span: Span) -> Iterator[str]:
    """The promise *sourced*, read from the contract of the records and not from the coder's own check."""
    if span.meta is not None:
        value = getattr(page, span.meta, None)
        if value is None or value != span.value:
            yield f"cites {span.meta} {span.value!r}, and the page has {value!r}"
        return
    assert span.start is not None
    assert span.end is not None
    words = page.text[span.start : span.end]
    if not story.start <= span.start < span.end <= story.end:
        yield f"cites {span.start}–{span.end}, outside its story {story.start}–{story.end}"
    if span.end - span.start > MAX_SPAN:
        yield f"cites {span.end - span.start} signs at once"
    if "\n\n" in words:
        yield f"cites two paragraphs at once: {words!r}"
    if not span.supports:
        yield f"cites {words!r} for nothing"


@sets
def test_every_record_points_at_the_words_it_came_from(one: GoldSet) -> None:
    faults = []
    for page, story in _stories(measured(one).codings):
        try:
            check_story(page, story)
        except ComityError as error:
            faults.append(str(error))
        for record in story.records():
            where = f"{page.ref or page.source} {story.id} {record.id}"
            supported = {field for span in record.evidence for field in span.supports}
            found = [fault for span in record.evidence for fault in _span_faults(page, story, span)]
            found += [f"has no evidence for {field}" for field in stated_fields(record) if field not in supported]
            if not 1 <= len(record.evidence) <= MAX_SPANS:
                found.append(f"has {len(record.evidence)} pieces of evidence")
            faults += [f"{where} {fault}" for fault in found]
    refuse(one, faults)


def _named(record: Any) -> Iterator[Participant]:
    for field in ("actor", "recipient", "by", "to", "parties", "signatories"):
        yield from getattr(record, field, ())


@sets
def test_no_name_is_made_up(one: GoldSet) -> None:
    """Every participant and office-holder is named by words that stand on the page, whatever their signs."""
    faults = []
    for page, story in _stories(measured(one).codings):
        words = fold(page.text)
        for record in story.records():
            names = [side.name for side in _named(record) if side.name]
            names += [person for person in [getattr(record, "person", None)] if person]
            faults += [f"{page.ref or page.source} {record.id}: {name!r}" for name in names if fold(name) not in words]
    refuse(one, faults)


@sets
def test_no_year_is_invented(one: GoldSet) -> None:
    """A year in a date stands on the page or comes from its date of publication: by at most one, or counted back.

    *Il y a quatorze ans* is a bare year, however long ago.
    """
    faults = []
    for page, story in _stories(measured(one).codings):
        published = edtf.parse(page.published).start.year if page.published else None
        near = set() if published is None else {published - 1, published, published + 1}
        for event in story.events:
            if event.date is None:
                continue
            moment = edtf.parse(event.date.edtf)
            if event.date.resolved == "published" and len(event.date.edtf) == len("YYYY"):
                continue
            years = {part.year for part in (moment.start, moment.end) if part is not None and part.year is not None}
            faults += [
                f"{page.ref or page.source} {event.id}: {event.date.edtf} ({event.date.resolved})"
                for year in years
                if str(year) not in page.text and year not in near
            ]
    refuse(one, faults)


@sets
def test_story_by_story_records_are_told_apart(one: GoldSet) -> None:
    """Ids are unique in a story, and a record hangs on an event of its own story."""
    faults = []
    for page, story in _stories(measured(one).codings):
        ids = [record.id for record in story.records()]
        events = {event.id for event in story.events}
        hung = {record.event for record in (*story.commitments, *story.instruments) if record.event is not None}
        if len(ids) != len(set(ids)) or hung - events:
            faults.append(f"{page.ref or page.source} {story.id}: {ids}, hung on {hung}")
    refuse(one, faults)


def test_enough_is_kept_aside() -> None:
    """A third of what is written to measure with: of the pages, and of the cases. The samples are the demo's.

    Pages opened after they had served were kept aside in their time, and are counted on neither side.
    """
    ours = [one for one in SETS if one.name not in {"seeds", "samples", "opened"} and one.present]
    for cases in (False, True):
        sets = [one for one in ours if one.name.startswith("cases") is cases]
        count = {one.name: sum(len(load_expected(folder)) for folder in one.folders) for one in sets}
        aside = sum(count[one.name] for one in sets if one.aside)
        assert aside * 3 >= sum(count.values()) > 0


def test_the_checks_find_what_they_are_for() -> None:
    """A span moved beyond its story, and a value that the metadata does not hold, are faults."""
    page, story = next((page, story) for page, story in _stories(measured(SETS[1]).codings) if story.events)
    event: Event = story.events[0]
    span = next(span for span in event.evidence if span.start is not None)
    assert not list(_span_faults(page, story, span))
    beyond = msgspec.structs.replace(span, start=story.end, end=story.end + 5)
    assert list(_span_faults(page, story, beyond))
    assert list(_span_faults(page, story, Span(meta="published", value="1500", supports=("date",))))


@pytest.mark.parametrize(
    ("old", "figures", "expected"),
    [
        pytest.param({}, {"events.f1": 0.8119}, {"events.f1": 0.806}, id="first"),
        pytest.param({"events.f1": 0.7}, {"events.f1": 0.81}, {"events.f1": 0.805}, id="rises"),
        pytest.param({"events.f1": 0.9}, {"events.f1": 0.81}, {"events.f1": 0.9}, id="never falls"),
        pytest.param({}, {"direction": 0.9}, {"direction": 0.87}, id="a share has more slack"),
        pytest.param({"direction": 0.9}, {}, {"direction": 0.9}, id="kept when not measured"),
        pytest.param({YEARS: 0.5}, {YEARS: 0.25}, {YEARS: 0.28}, id="a ceiling sinks"),
        pytest.param({YEARS: 0.1}, {YEARS: 0.25}, {YEARS: 0.1}, id="a ceiling never rises"),
        pytest.param({}, {"names.precision": 0.9}, {}, id="other figures have no floor"),
    ],
)
def test_floors_only_rise(old: dict[str, float], figures: dict[str, float], expected: dict[str, float]) -> None:
    assert raised(old, figures) == pytest.approx(expected)


def test_floors_are_of_known_sets_and_figures() -> None:
    known: Callable[[str], bool] = {*SLACK, *CEILINGS}.__contains__
    assert set(floors()) <= {one.name for one in SETS}
    assert all(known(figure) for figures in floors().values() for figure in figures)
    assert floors_text({"tuned": {"events.f1": 0.5}}).endswith('[tuned]\n"events.f1" = 0.500\n')
