"""Pages cut up for showing: nothing is lost, and every mark stands on its evidence."""

from __future__ import annotations

import hashlib
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from comity.model import Event, Span, Zone
from comity.outputs.web.highlight import Cited, Highlighted, Mark, Quote, highlight, quotes
from comity.register.views import KeptEvent, KeptPage, KeptStory, ReportRef, SourceRef, StoryRef
from tests.register.factory import summit

TEXT = "Titre 🕊️\nLe ministre a reçu l'envoyé.\n\nVoir plus\nAutre titre\n"


def page_of(text: str, spans: list[list[tuple[int, int]]], stories: list[tuple[int, int]] | None = None) -> KeptPage:
    """A page whose first story has one event for each list of spans."""
    identity = hashlib.sha256(text.encode()).hexdigest()
    bounds = stories if stories is not None else [(0, len(text))]
    events = tuple(_event(identity, f"ev-{number}", own) for number, own in enumerate(spans))
    kept = tuple(
        KeptStory(
            id=f"s{number}",
            kind="related" if number else "main",
            title="",
            start=start,
            end=end,
            zones=(Zone(zone="headline", start=start, end=min(end, start + 5)),) if end > start else (),
            events=events if number == 0 else (),
        )
        for number, (start, end) in enumerate(bounds)
    )
    return KeptPage(id=identity, text=text, sources=(SourceRef(name="-"),), stories=kept)


def _event(page: str, identity: str, spans: list[tuple[int, int]]) -> KeptEvent:
    record: Event = summit().events[0]
    report = ReportRef(
        page=page,
        report="s0/e0",
        story=StoryRef(id="s0", kind="main", title="", start=0, end=1),
        sources=(SourceRef(name="-"),),
        evidence=tuple(Span(start=start, end=end) for start, end in spans),
        rules=("fr/events/test",),
    )
    return KeptEvent(id=identity, reports=(report,), record=record)


def check_whole(highlighted: Highlighted, text: str) -> None:
    """The runs of each line are its text, and nothing but line ends stands between lines."""
    at = 0
    for section in highlighted.sections:
        for paragraph in section.paragraphs:
            assert text[at : paragraph.start] in ("", "\n")
            assert "".join(run.text for run in paragraph.runs) == text[paragraph.start : paragraph.end]
            at = paragraph.end
    assert text[at:] in ("", "\n")


def marked(highlighted: Highlighted) -> dict[str, str]:
    """The marked text of each record, runs joined."""
    found: dict[str, str] = {}
    for section in highlighted.sections:
        for paragraph in section.paragraphs:
            for run in paragraph.runs:
                for record in {mark.record for mark in run.marks}:
                    found[record] = found.get(record, "") + run.text
    return found


def opened(highlighted: Highlighted) -> list[Mark]:
    return [
        mark
        for section in highlighted.sections
        for paragraph in section.paragraphs
        for run in paragraph.runs
        for mark in run.opens
    ]


def test_overlapping_evidence_is_cut_at_every_border() -> None:
    start = TEXT.index("ministre")
    page = page_of(TEXT, [[(start, start + 15)], [(start + 9, start + 25)]])
    runs = [run for section in highlight(page).sections for p in section.paragraphs for run in p.runs if run.marks]
    assert [(run.text, [mark.number for mark in run.marks]) for run in runs] == [
        ("ministre ", [1]),
        ("a reçu", [1, 2]),
        (" l'envoyé.", [2]),
    ]
    assert [[mark.record for mark in run.opens] for run in runs] == [["ev-0"], ["ev-1"], []]
    assert [[mark.record for mark in run.closes] for run in runs] == [[], ["ev-0"], ["ev-1"]]


def test_records_are_numbered_as_the_text_meets_them_and_anchored_once_a_span() -> None:
    page = page_of(TEXT, [[(20, 25), (12, 14)], [(10, 11)]])
    highlighted = highlight(page)
    assert highlighted.numbers == {"ev-1": 1, "ev-0": 2}
    assert [mark.anchor for mark in opened(highlighted)] == ["ev-1", "ev-0", "ev-0.2"]


def test_zones_and_stories_are_told() -> None:
    border = TEXT.index("Autre")
    page = page_of(TEXT, [], [(0, TEXT.index("Voir")), (border, len(TEXT))])
    sections = highlight(page).sections
    assert [section.story and section.story.kind for section in sections] == ["main", None, "related"]
    assert sections[0].paragraphs[0].zone == "headline"
    assert sections[0].paragraphs[1].zone is None
    assert TEXT[sections[1].paragraphs[0].start : sections[1].paragraphs[0].end] == "Voir plus"


def test_evidence_outside_the_text_and_of_other_pages_is_left_out() -> None:
    page = page_of(TEXT, [[(len(TEXT), len(TEXT) + 5)], [(3, 3)], [(8, 9)]])
    assert opened(highlight(page)) == []
    other = page_of("Autre page", [[(0, 5)]])
    stranger = KeptPage(id=page.id, text=TEXT, sources=page.sources, stories=other.stories)
    assert opened(highlight(stranger)) == []


pieces = st.text(alphabet="ab é\n🕊️", max_size=60)


@st.composite
def pages(draw: st.DrawFn) -> KeptPage:
    text = draw(pieces)
    offsets = st.integers(0, len(text))
    span = st.tuples(offsets, offsets).map(lambda pair: (min(pair), max(pair)))
    spans = draw(st.lists(st.lists(span, max_size=3), max_size=4))
    cuts = sorted(draw(st.lists(offsets, min_size=2, max_size=5)))
    return page_of(text, spans, list(pairwise(cuts)))


@given(pages())
def test_no_character_is_lost_and_every_mark_stands_on_its_evidence(page: KeptPage) -> None:
    highlighted = highlight(page)
    check_whole(highlighted, page.text)
    evidence: dict[str, set[int]] = {}
    for story in page.stories:
        for record in story.records():
            for span in record.reports[0].evidence:
                assert span.start is not None
                assert span.end is not None
                evidence.setdefault(record.id, set()).update(range(span.start, span.end))
    expected = {
        record: "".join(page.text[at] for at in sorted(offsets) if page.text[at] != "\n")
        for record, offsets in evidence.items()
    }
    assert marked(highlighted) == {record: text for record, text in expected.items() if text}
    anchors = [mark.anchor for mark in opened(highlighted)]
    assert len(anchors) == len(set(anchors))


def said(cited: Quote) -> str:
    """A quote as it is read: marks in brackets, what each supports after it, dots where it was cut."""
    runs = "".join(
        (f"[{run.text}]" if run.marks else run.text) + "".join(f"<{mark.supports}>" for mark in run.closes)
        for run in cited.runs
    )
    return f"{'…' if cited.cut_before else ''}{runs}{'…' if cited.cut_after else ''}"


def test_a_quote_stays_in_its_line_and_is_cut_at_words() -> None:
    text = "Un titre\n" + "mot " * 100 + "la preuve " + "mot " * 100 + "\nsuite"
    start = text.index("la preuve")
    (cited,) = quotes(text, [Cited(start, start + 9, "date")], around=22)
    assert said(cited) == "…mot mot mot mot mot [la preuve]<date> mot mot mot mot mot…"
    (whole,) = quotes("Titre\nUne ligne.\nSuite", [Cited(6, 9, "lieu")])
    assert said(whole) == "[Une]<lieu> ligne."


def test_evidence_of_one_line_is_quoted_together_unless_far_apart() -> None:
    text = "A rencontré B mardi à Paris.\n" + "C " * 300 + "a signé."
    spans = [Cited(0, 13, "acteur"), Cited(2, 19, "date"), Cited(22, 27, "lieu")]
    far = [Cited(len(text) - 8, len(text), "forme"), Cited(29, 30, "acteur")]
    read = [said(cited) for cited in quotes(text, [*far, *spans, spans[0]], around=10)]
    assert read == [
        "[A ][rencontré B]<acteur>[ mardi]<date> à [Paris]<lieu>.",
        "[C]<acteur> C C C C C…",
        "…C C C C C [a signé.]<forme>",
    ]


@given(pieces.filter(bool), st.data())
def test_quotes_hold_all_of_the_evidence_and_only_the_text(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(offsets, offsets).map(sorted).filter(lambda s: s[0] < s[1]), max_size=5))
    around = data.draw(st.integers(0, 20))
    found = quotes(text, [Cited(start, end, "x") for start, end in spans], around)
    evidence = {at for start, end in spans for at in range(start, end) if text[at] != "\n"}
    quoted = ["".join(run.text for run in cited.runs) for cited in found]
    assert all(each in text and "\n" not in each for each in quoted)
    shown = "".join(run.text for cited in found for run in cited.runs if run.marks)
    assert shown == "".join(text[at] for at in sorted(evidence))
