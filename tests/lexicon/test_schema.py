"""The JSON Schema of the record: what it takes, and that it refuses what breaks the contract."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from comity import model
from comity.lexicon.schema import evidence_fields, schema

VALIDATOR = Draft202012Validator(schema())
SPAN = model.Span(start=0, end=4, supports=("actor", "date"))
KHM = model.Participant(name=None, key="KHM/country", kind="country", country="KHM", sector="GOV")
EVENT = model.Event(
    id="e0", plover="CONSULT", modes=("visit",), contexts=("diplomatic",), form="meeting", visit_rank=None,
    status="held", mood="asserted", recalled=False, date=model.Date(edtf="2018-07-17", resolved="explicit"),
    place=model.Place(name="Paris", country="FRA"), actor=(KHM,), recipient=(), channel=("state",),
    amount=model.Amount(value=1.5, currency="EUR"), intensity=4.0, confidence=0.9, rules=("fr/events/a",),
    evidence=(SPAN, model.Span(meta="published", value="2018", supports=("date",))),
)  # fmt: skip
COMMITMENT = model.Commitment(
    id="c0", event="e0", force="agreed", by=(KHM,), to=(), date=None, action="a", fields=("trade",), channel=("state",),
    amount=None, until="2030", confidence=0.9, rules=(), evidence=(SPAN,),
)  # fmt: skip
INSTRUMENT = model.Instrument(
    id="i0", event=None, kind="treaty", title=None, status="signed", fields=(), parties=(KHM,), signatories=(), count=1,
    amount=None, period="2026/2030", signed="2018-07", confidence=0.9, rules=(), evidence=(SPAN,),
)  # fmt: skip
OFFICE = model.Office(
    id="o0", person="A", rank=None, office="b", of=None, country="KHM", asof="2018", tenure="current", confidence=0.9,
    rules=(), evidence=(SPAN,),
)  # fmt: skip
STORY = model.CodedStory(
    id="s0", kind="main", title="A", start=0, end=4, zones=(model.Zone(zone="body", start=0, end=4),), events=(EVENT,),
    commitments=(COMMITMENT,), instruments=(INSTRUMENT,), offices=(OFFICE,),
)  # fmt: skip
PAGE = model.Page(
    id="0" * 64,
    ref=None,
    source="-",
    url=None,
    publisher=None,
    language="fr",
    title=None,
    text="Text",
    published="2018",
)
CODER = model.Coder(version="1", lexicon="sha256:0", project_lexicon=None, model=None, spacy=None)
CODING = model.Coding(schema="1", coder=CODER, page=PAGE, stories=(STORY,))


def _plain(coding: model.Coding) -> Any:
    return msgspec.json.decode(msgspec.json.encode(coding))


def test_the_schema_is_one_and_takes_a_whole_record() -> None:
    Draft202012Validator.check_schema(schema())
    VALIDATOR.validate(_plain(CODING))


def test_a_page_that_failed_is_taken_without_stories_only() -> None:
    error = model.Failure(code="source", message="a")
    VALIDATOR.validate(_plain(msgspec.structs.replace(CODING, stories=(), error=error)))
    assert not VALIDATOR.is_valid(_plain(msgspec.structs.replace(CODING, error=error)))


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    "change",
    [
        lambda coding: coding["stories"][0]["events"][0].update(plover="HUG"),
        lambda coding: coding["stories"][0]["events"][0].update(form="hug"),
        lambda coding: coding["stories"][0]["events"][0].update(modes=["hug"]),
        lambda coding: coding["stories"][0]["events"][0].update(status="over"),
        lambda coding: coding["stories"][0]["events"][0].update(channel=["tv"]),
        lambda coding: coding["stories"][0]["events"][0].update(confidence=1.2),
        lambda coding: coding["stories"][0]["events"][0].update(intensity=-11),
        lambda coding: coding["stories"][0]["events"][0].update(strange=1),
        lambda coding: coding["stories"][0]["events"][0].pop("mood"),
        lambda coding: coding["stories"][0]["events"][0]["date"].update(edtf="17 July"),
        lambda coding: coding["stories"][0]["events"][0]["date"].update(resolved="guessed"),
        lambda coding: coding["stories"][0]["events"][0]["actor"][0].update(country="KH"),
        lambda coding: coding["stories"][0]["events"][0]["actor"][0].update(sector="TV"),
        lambda coding: coding["stories"][0]["events"][0]["evidence"][0].update({"for": ["luck"]}),
        lambda coding: coding["stories"][0]["events"][0]["evidence"][0].pop("end"),
        lambda coding: coding["stories"][0]["events"][0]["evidence"][1].pop("value"),
        lambda coding: coding["stories"][0]["events"][0].update(evidence=[{"start": 0, "end": 1, "for": ["date"]}] * 9),
        lambda coding: coding["stories"][0]["commitments"][0].update(fields=["luck"]),
        lambda coding: coding["stories"][0]["commitments"][0].update(until="bientôt"),
        lambda coding: coding["stories"][0]["instruments"][0].update(kind="song"),
        lambda coding: coding["stories"][0]["instruments"][0].update(status="sung"),
        lambda coding: coding["stories"][0]["offices"][0].update(tenure="forever"),
        lambda coding: coding["stories"][0]["zones"][0].update(zone="footer"),
        lambda coding: coding["page"].update(id="x"),
        lambda coding: coding["page"].update(published="hier"),
        lambda coding: coding.update(schema="2"),
    ],
)
def test_what_breaks_the_contract_is_refused(change: Change) -> None:
    coding = deepcopy(_plain(CODING))
    change(coding)
    assert not VALIDATOR.is_valid(coding)


def test_evidence_may_support_what_pages_state() -> None:
    stated = (
        "status date place actor recipient amount action until force title parties signatories count period signed "
        "person office of rank tenure by to"
    )
    assert set(stated.split()) <= set(evidence_fields())
    assert not {"id", "rules", "evidence", "confidence"} & set(evidence_fields())
