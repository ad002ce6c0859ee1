"""A coding in the terminal: every record with its evidence in its sentence, and nothing that steers the terminal."""

from __future__ import annotations

import io

import msgspec
import pytest
from rich.console import Console

from comity import model
from comity.outputs.coding_text import coding_lines
from comity.outputs.tally import Tally

TEXT = (
    "Un accord\n\nLe ministre khmer a reçu à Hanoi M. Lê Phuc. Ils ont signé un accord de pêche, valable cinq ans. Fin."
)


def _span(words: str, *supports: str) -> model.Span:
    start = TEXT.index(words)
    return model.Span(start=start, end=start + len(words), supports=supports)


KHM = model.Participant(name=None, key="KHM/country", kind="country", country="KHM")
LE = model.Participant(
    name="Lê", key="VNM/person/le", kind="person", country="VNM", country_from="inferred", office="envoyé"
)
EVENT = model.Event(
    id="e0", plover="CONSULT", modes=(), contexts=(), form="meeting", visit_rank=None, status="planned",
    mood="conditional", recalled=True, date=model.Date(edtf="XXXX-02-18", resolved="unknown_year"),
    place=model.Place(name="Hanoi", country="VNM"), actor=(KHM,), recipient=(LE,), channel=("state",),
    amount=model.Amount(value=500000, currency="EUR"), intensity=4.0, confidence=0.9, rules=(),
    evidence=(_span("reçu", "status"), _span("Hanoi", "place"), model.Span(meta="published", value="2018")),
)  # fmt: skip
COMMITMENT = model.Commitment(
    id="c0", event=None, force="agreed", by=(KHM,), to=(LE,), date=None, action="pêcher", fields=("trade",),
    channel=("state",), amount=None, until="2030", confidence=0.9, rules=(), evidence=(_span("signé", "action"),),
)  # fmt: skip
INSTRUMENT = model.Instrument(
    id="i0", event=None, kind="agreement", title="Accord de pêche", status="signed", fields=(), parties=(KHM,),
    signatories=(), count=1, amount=None, period="2018/2023", signed="2018-07", confidence=0.9, rules=(),
    evidence=(_span("accord de pêche", "title"),),
)  # fmt: skip
OFFICE = model.Office(
    id="o0", person="Lê", rank="général", office="envoyé", of=None, country="VNM", asof="2018", tenure="former",
    confidence=0.9, rules=(), evidence=(_span("M. Lê", "person"),),
)  # fmt: skip


def _coding(**changes: object) -> model.Coding:
    story = model.CodedStory(
        id="s0", kind="main", title="Un accord", start=0, end=len(TEXT), zones=(), events=(EVENT,),
        commitments=(COMMITMENT,), instruments=(INSTRUMENT,), offices=(OFFICE,),
    )  # fmt: skip
    page = model.Page(
        id="0" * 64, ref=None, source="p.txt", url=None, publisher="AKP", language="fr", title=None, text=TEXT,
        published="2018-07-18",
    )  # fmt: skip
    coder = model.Coder(version="1", lexicon="a", project_lexicon=None, model=None, spacy=None)
    whole = model.Coding(schema="1", coder=coder, page=page, stories=(story,))
    return msgspec.structs.replace(whole, **changes)  # type: ignore[arg-type]


def _printed(coding: model.Coding, language: str) -> str:
    console = Console(file=io.StringIO(), width=400, highlight=False)
    for told in coding_lines(coding, language):
        console.print(told)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue().replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["AKP · 18 juillet 2018 · p.txt", "18 février, année inconnue", "Cambodge → Lê", "500 000 euros"]),
        ("en", ["AKP · 18 July 2018 · p.txt", "18 February, year unknown", "Cambodia → Lê", "500,000 euros"]),
    ],
)
def test_each_record_is_told(language: str, words: list[str]) -> None:
    said = _printed(_coding(), language)
    for each in [*words, "pêcher", "Accord de pêche", "général Lê", "published = 2018"]:
        assert each in said


def test_evidence_stands_in_its_sentence_once_a_record() -> None:
    said = _printed(_coding(), "fr")
    assert said.count("« Le ministre khmer a reçu à Hanoi M. Lê Phuc. »") == 2, "of the event and of the office"
    assert said.count("« Ils ont signé un accord de pêche, valable cinq ans. »") == 2


def test_evidence_is_set_off_within_the_sentence() -> None:
    console = Console(file=io.StringIO(), width=400, force_terminal=True, color_system="truecolor", highlight=False)
    for told in coding_lines(_coding(), "fr"):
        console.print(told)
    file = console.file
    assert isinstance(file, io.StringIO)
    assert "\x1b[1mreçu\x1b[0m" in file.getvalue()


def test_an_inferred_country_is_marked() -> None:
    assert "Lê, envoyé (Vietnam ?)" in _printed(_coding(), "fr")


def test_a_page_without_records_says_so_and_a_failed_one_why() -> None:
    empty = msgspec.structs.replace(_coding().stories[0], events=(), commitments=(), instruments=(), offices=())
    assert "Rien." in _printed(_coding(stories=(empty,)), "fr")
    failed = _coding(stories=(), error=model.Failure(code="source", message="p.txt is empty. Leave it out."))
    assert "p.txt is empty. Leave it out." in _printed(failed, "fr")


def test_a_tally_counts_what_is_new_and_names_what_failed() -> None:
    tally = Tally()
    assert tally.summary() == "0 pages; no new records"
    tally.note("a", None)
    tally.count("added", {"event": 2, "office": 1, "commitment": 0})
    tally.note("b", None)
    tally.count("known", {"event": 5})
    tally.note("c", model.Failure(code="source", message="It is empty."))
    tally.count("failed", {})
    assert tally.summary() == "3 pages: 1 new, 1 known already, 1 not coded; 2 events, 1 office"
    assert tally.failures == ["c: It is empty."]
