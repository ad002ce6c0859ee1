"""Codings made by hand, for tests of what comes after coding. The texts are written for the tests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from comity.folding import slug
from comity.model import (
    CodedStory,
    Coder,
    Coding,
    Commitment,
    Date,
    Event,
    Failure,
    Instrument,
    Office,
    Page,
    Participant,
    Place,
    Span,
    Zone,
)

CODER = Coder(version="0.1.0", lexicon="a" * 64, project_lexicon=None, model="fr_core_news_md 3.8.0", spacy="3.8.18")
NEWER = msgspec.structs.replace(CODER, version="0.2.0")


def party(country: str | None, name: str | None = None, kind: str = "person", **more: Any) -> Participant:
    """A participant; a bare country when no name is given."""
    if name is None:
        return Participant(name=None, key=country or "unknown", kind="country", country=country, **more)
    key = f"{country or 'unknown'}/{kind}/{slug(name)}"
    return msgspec.convert({"name": name, "key": key, "kind": kind, "country": country, **more}, Participant)


def asean() -> Participant:
    """A body of states."""
    return Participant(name="ASEAN", key="IGO/asean", kind="igo", country="IGO")


class Draft:
    """A page being coded by hand: records are added one by one, each with the words that are its evidence."""

    def __init__(self, text: str, **metadata: Any) -> None:
        self.text = text
        self.metadata = {"source": "dispatches/page.txt", **metadata}
        self.events: list[Event] = []
        self.commitments: list[Commitment] = []
        self.instruments: list[Instrument] = []
        self.offices: list[Office] = []

    def span(self, words: str, *supports: str) -> Span:
        start = self.text.index(words)
        return Span(start=start, end=start + len(words), supports=supports)

    def event(
        self,
        words: str,
        actor: Sequence[Participant],
        recipient: Sequence[Participant] = (),
        *,
        date: str | None = None,
        plover: str = "CONSULT",
        form: str | None = "meeting",
        **more: Any,
    ) -> Draft:
        fields: dict[str, Any] = {
            "id": f"e{len(self.events)}",
            "plover": plover,
            "modes": ("meet",) if plover == "CONSULT" else (),
            "contexts": ("diplomatic",),
            "form": form,
            "visit_rank": None,
            "status": "held",
            "mood": "asserted",
            "recalled": False,
            "date": Date(edtf=date, resolved="explicit") if date else None,
            "place": None,
            "actor": tuple(actor),
            "recipient": tuple(recipient),
            "channel": ("government",),
            "amount": None,
            "intensity": 4.0,
            "confidence": 0.9,
            "rules": ("fr/events/test",),
            "evidence": (self.span(words, "status", "actor"),),
        }
        self.events.append(Event(**{**fields, **more}))
        return self

    def commitment(self, words: str, by: Sequence[Participant], to: Sequence[Participant] = (), **more: Any) -> Draft:
        fields: dict[str, Any] = {
            "id": f"c{len(self.commitments)}",
            "event": None,
            "force": "agreed",
            "by": tuple(by),
            "to": tuple(to),
            "date": None,
            "action": words,
            "fields": ("trade",),
            "channel": ("government",),
            "amount": None,
            "until": None,
            "confidence": 0.9,
            "rules": ("fr/commitments/test",),
            "evidence": (self.span(words, "action", "force"),),
        }
        self.commitments.append(Commitment(**{**fields, **more}))
        return self

    def instrument(self, words: str, parties: Sequence[Participant], **more: Any) -> Draft:
        fields: dict[str, Any] = {
            "id": f"i{len(self.instruments)}",
            "event": None,
            "kind": "agreement",
            "title": None,
            "status": "signed",
            "fields": ("trade",),
            "parties": tuple(parties),
            "signatories": (),
            "count": 1,
            "amount": None,
            "period": None,
            "signed": None,
            "confidence": 0.9,
            "rules": ("fr/instruments/test",),
            "evidence": (self.span(words, "status", "parties"),),
        }
        self.instruments.append(Instrument(**{**fields, **more}))
        return self

    def office(self, words: str, person: str, office: str, country: str | None, **more: Any) -> Draft:
        fields: dict[str, Any] = {
            "id": f"o{len(self.offices)}",
            "person": person,
            "rank": None,
            "office": office,
            "of": None,
            "country": country,
            "asof": None,
            "tenure": "current",
            "confidence": 0.9,
            "rules": ("fr/offices/test",),
            "evidence": (self.span(words, "person", "office"),),
        }
        self.offices.append(Office(**{**fields, **more}))
        return self

    def page(self) -> Page:
        return page(self.text, **self.metadata)

    def coding(self, coder: Coder = CODER) -> Coding:
        head = self.text.partition("\n")[0]
        story = CodedStory(
            id="s0",
            kind="main",
            title=head,
            start=0,
            end=len(self.text),
            zones=(
                Zone(zone="headline", start=0, end=len(head)),
                Zone(zone="body", start=len(head), end=len(self.text)),
            ),
            events=tuple(self.events),
            commitments=tuple(self.commitments),
            instruments=tuple(self.instruments),
            offices=tuple(self.offices),
        )
        return Coding(schema="1", coder=coder, page=self.page(), stories=(story,))


def page(text: str, **metadata: Any) -> Page:
    """A page of this text."""
    fields: dict[str, Any] = {
        "id": hashlib.sha256(text.encode()).hexdigest(),
        "ref": None,
        "source": "dispatches/page.txt",
        "url": None,
        "publisher": None,
        "language": "fr",
        "title": None,
        "text": text,
        "published": None,
    }
    return Page(**{**fields, **metadata})


def failing(
    text: str, code: str = "coding", message: str = "It broke.", coder: Coder = CODER, **metadata: Any
) -> Coding:
    """The coding of a page that could not be coded."""
    return Coding(
        schema="1", coder=coder, page=page(text, **metadata), stories=(), error=Failure(code=code, message=message)
    )


SUMMIT = (
    "Le Premier ministre Sok Dara en visite officielle à Hanoï\n"
    "Hanoï, 5 mai 2021 (AVI) – Le Premier ministre cambodgien Sok Dara a rencontré le 4 mai 2021 son homologue "
    "vietnamien Lê Van Binh. Les deux pays ont convenu de porter leurs échanges à 10 milliards de dollars d'ici 2025. "
    "Le Vietnam s'est engagé à former 200 cadres. Un protocole sur le commerce frontalier pour la période 2021-2025 a "
    "été signé. M. Binh a remercié le Cambodge de son aide.\n"
)
BRITTANY = (
    "La Bretagne et la ville de Hué signent une charte\n"
    "Une délégation de la Région Bretagne, conduite par Maël Kerbrat, a été reçue à Hué en mars 2019. "
    "Le département du Finistère a offert une bibliothèque à la ville de Hué.\n"
)


def summit(**metadata: Any) -> Draft:
    """A bilateral page with a record of each kind."""
    cambodia, vietnam = party("KHM"), party("VNM")
    dara = party("KHM", "Sok Dara", office="Premier ministre")
    binh = party("VNM", "Lê Van Binh", office="Premier ministre")
    hanoi = Place(name="Hanoï", country="VNM", admin="VN-HN", latitude=21.03, longitude=105.85)
    draft = Draft(SUMMIT, **metadata)
    draft.event("a rencontré le 4 mai 2021 son homologue", [dara], [binh], date="2021-05-04", place=hanoi)
    draft.event(
        "Les deux pays ont convenu de porter", [cambodia, vietnam], plover="AGREE", form="commitment", date="2021-05-04"
    )
    draft.event(
        "M. Binh a remercié le Cambodge", [binh], [cambodia], plover="SUPPORT", form="thanks", intensity=None, modes=()
    )
    draft.commitment(
        "porter leurs échanges à 10 milliards de dollars d'ici 2025", [cambodia, vietnam], event="e1", until="2025"
    )
    draft.commitment("former 200 cadres", [vietnam], event="e0", force="pledged", fields=("education",))
    draft.instrument(
        "Un protocole sur le commerce frontalier pour la période 2021-2025",
        [cambodia, vietnam],
        event="e0",
        kind="protocol",
        period="2021/2025",
    )
    draft.office("Premier ministre cambodgien Sok Dara", "Sok Dara", "Premier ministre", "KHM", asof="2021-05-05")
    draft.office("vietnamien Lê Van Binh", "Lê Van Binh", "Premier ministre", "VNM", asof="2021-05-05")
    return draft


def brittany(**metadata: Any) -> Draft:
    """A page between a region and a city, with a department inside the region."""
    hue = party("VNM", "ville de Hué", "city", admin="VN-26")
    region = party("FRA", "Région Bretagne", "subdivision", admin="FR-BRE")
    head = party("FRA", "Maël Kerbrat", of="Région Bretagne", admin="FR-BRE")
    finistere = party("FRA", "département du Finistère", "subdivision", admin="FR-29")
    draft = Draft(BRITTANY, **metadata)
    draft.event("Une délégation de la Région Bretagne", [region, head], [hue], date="2019-03", channel=("local",))
    draft.event(
        "a offert une bibliothèque", [finistere], [hue], plover="AID", form="gift", channel=("local",), intensity=7.0
    )
    return draft
