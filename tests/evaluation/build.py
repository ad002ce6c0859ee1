"""Hand-made gold and codings, small enough to count on one's fingers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comity.evaluation.gold import GoldPage, load_gold
from comity.model import (
    CodedStory,
    Coder,
    Coding,
    Commitment,
    Date,
    Event,
    Instrument,
    Office,
    Page,
    Participant,
    Place,
    Span,
)

TEXT = (
    "Visite du ministre\n\n"
    "Le ministre burundais a rencontré son homologue breton le 3 mai 2019 à Rennes. "
    "Il a remercié la Bretagne. "
    "Les deux parties ont convenu de renforcer la coopération et de former des techniciens. "
    "Elles ont signé un protocole d'accord."
)
TITLE = "Visite du ministre"


def gold_event(**changes: Any) -> dict[str, Any]:
    return {
        "plover": "CONSULT", "mode": "visit", "form": "meeting", "status": "held", "date": "2019-05-03",
        "place": {"name": "Rennes", "country": "FRA"}, "actor": [{"country": "BDI", "name": "Jean Ndayi"}],
        "recipient": [{"country": "FRA", "name": "Yann Le Goff"}], "channel": ["government", "local"],
        "anchor": "a rencontré son homologue breton", **changes,
    }  # fmt: skip


def gold_commitment(**changes: Any) -> dict[str, Any]:
    return {
        "force": "agreed", "by": ["BDI", "FRA"], "to": [], "fields": ["politics"], "until": None,
        "anchor": "renforcer la coopération", **changes,
    }  # fmt: skip


def gold_instrument(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "mou", "title": None, "parties": ["BDI", "FRA"], "between": [], "status": "signed", "count": 1,
        "period": None, "signed_on": None, "anchor": "un protocole d'accord", **changes,
    }  # fmt: skip


def gold_office(**changes: Any) -> dict[str, Any]:
    return {
        "person": "Jean Ndayi", "rank": None, "office": "ministre des Affaires étrangères", "of": "Burundi",
        "country": "BDI", **changes,
    }  # fmt: skip


def gold_story(**records: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"events": [], "commitments": [], "instruments": [], "offices": []}
    return {"kind": "main", "title": TITLE, **empty, **records}


def write_gold(
    folder: Path, pages: dict[str, Sequence[dict[str, Any]]], family: str = "local", text: str = TEXT
) -> tuple[GoldPage, ...]:
    """Write a set of gold pages, page id to stories, and load it."""
    (folder / "gold").mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"id": name, "text": text, "published": "2019-05"}) for name in pages]
    (folder / "pages.jsonl").write_text("\n".join(lines), "utf-8")
    for name, stories in pages.items():
        gold = {
            "page": f"pages.jsonl#{name}", "language": "fr", "published": "2019-05", "family": family,
            "stories": list(stories),
        }  # fmt: skip
        (folder / "gold" / f"{name}.json").write_text(json.dumps(gold), "utf-8")
    return load_gold(folder / "gold")


def span(words: str, *supports: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words), supports=supports)


def side(country: str | None, name: str | None = None, kind: Any = "person") -> Participant:
    return Participant(name=name, key="x", kind=kind if name else "country", country=country)


def event(**changes: Any) -> Event:
    values: dict[str, Any] = {
        "id": "e0", "plover": "CONSULT", "modes": ("visit",), "contexts": (), "form": "meeting", "visit_rank": None,
        "status": "held", "mood": "asserted", "recalled": False, "date": Date(edtf="2019-05-03", resolved="explicit"),
        "place": Place(name="Rennes", country="FRA"), "actor": (side("BDI", "Jean Ndayi"),),
        "recipient": (side("FRA", "Yann Le Goff"),), "channel": ("government", "local"), "amount": None,
        "intensity": 4.0, "confidence": 0.9, "rules": ("fr/events/rencontrer",),
        "evidence": (span("a rencontré son homologue breton", "status"),),
    }  # fmt: skip
    return Event(**{**values, **changes})


def commitment(**changes: Any) -> Commitment:
    values: dict[str, Any] = {
        "id": "c0", "event": None, "force": "agreed", "by": (side("BDI"), side("FRA")), "to": (), "date": None,
        "action": "renforcer la coopération", "fields": ("politics",), "channel": (), "amount": None, "until": None,
        "confidence": 0.8, "rules": ("fr/commitments/convenir",),
        "evidence": (span("renforcer la coopération", "action"),),
    }  # fmt: skip
    return Commitment(**{**values, **changes})


def instrument(**changes: Any) -> Instrument:
    values: dict[str, Any] = {
        "id": "i0", "event": None, "kind": "mou", "title": None, "status": "signed", "fields": (),
        "parties": (side("BDI"), side("FRA")), "signatories": (), "count": 1, "amount": None, "period": None,
        "signed": None, "confidence": 0.8, "rules": ("fr/instruments/protocole",),
        "evidence": (span("protocole d'accord", "kind"),),
    }  # fmt: skip
    return Instrument(**{**values, **changes})


def office(**changes: Any) -> Office:
    values: dict[str, Any] = {
        "id": "o0", "person": "Jean Ndayi", "rank": None, "office": "ministre des Affaires étrangères", "of": "Burundi",
        "country": "BDI", "asof": None, "tenure": "current", "confidence": 0.7, "rules": ("fr/offices/ministre",),
        "evidence": (span("Le ministre burundais", "office"),),
    }  # fmt: skip
    return Office(**{**values, **changes})


def coding(ref: str = "a", text: str = TEXT, title: str = TITLE, **records: Any) -> Coding:
    """A coding of one story; `records` are `events`, `commitments`, `instruments`, `offices`."""
    story = CodedStory(id="s0", kind="main", title=title, start=0, end=len(text), zones=(), **records)
    return Coding(
        schema="1",
        coder=Coder(version="0", lexicon="", project_lexicon=None, model=None, spacy=None),
        page=Page(
            id="0", ref=ref, source="x", url=None, publisher=None, language="fr", title=None, text=text, published=None
        ),
        stories=(story,),
    )
