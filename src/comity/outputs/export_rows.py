"""The columns of an export: one flat row a record, or a record and a pair of its participants.

Several values of one cell are joined by `|`. What several reports say stands in the order of the reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import Any

from comity.edtf import earliest, latest
from comity.model import Participant, Span
from comity.register.views import (
    AnyKept,
    Identity,
    KeptCommitment,
    KeptEvent,
    KeptInstrument,
    KeptOffice,
    RecordKind,
    ReportRef,
    SourceRef,
)

SEPARATOR = "|"
Text = Callable[[str], str]
"""Gives the text of a page by its id."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An actor and a recipient of one record; `symmetric` when neither acts on the other: their order says nothing."""

    actor: Participant | None
    recipient: Participant | None
    symmetric: bool


Column = Callable[[AnyKept, Pair | None], Any]
"""Gives one cell."""


def pairs(kept: AnyKept) -> Iterator[Pair]:
    """The pairs of a record: each actor with each recipient.

    In a symmetric act, which has no recipient, each two participants of different sides are one pair, once, in the
    order in which the record names them. A participant without counterpart is a pair of its own, with no recipient. Who
    makes a commitment is the actor, and to whom it is made the recipient; parties to an instrument are symmetric.
    """
    match kept:
        case KeptEvent(record=event):
            one, other = event.actor, event.recipient
        case KeptCommitment(record=commitment):
            one, other = commitment.by, commitment.to
        case KeptInstrument(record=instrument):
            one, other = instrument.parties or instrument.signatories, ()
        case KeptOffice():
            one, other = (), ()
    if one and other:
        yield from (Pair(actor, recipient, False) for actor, recipient in product(one, other))
        return
    found = [Pair(a, b, True) for a, b in combinations(one, 2) if _side(a) != _side(b)]
    yield from found or [Pair(actor, None, False) for actor in one] or [Pair(None, None, False)]


def columns(kind: RecordKind, *, dyadic: bool, text: Text | None) -> dict[str, Column]:
    """The columns of a kind of record, in their order: for each name, what gives the cell of a record and a pair.

    `text` gives the words of evidence; without it the columns of quoted words are left out.
    """
    found: dict[str, Column] = {name: _of_record(give) for name, give in _RECORD[kind].items()}
    if text is None:
        found.pop("action", None)
    if dyadic:
        found["symmetric"] = lambda _, pair: pair.symmetric if pair else None
        for slot in ("actor", "recipient"):
            found |= {f"{slot}_{name}": _of_pair(slot, name) for name in _PARTICIPANT}
            found |= {f"{slot}_{name}": _who_of_pair(slot, give) for name, give in _WHO.items()}
    else:
        for slot in _SLOTS[kind]:
            found |= {f"{slot}_{name}": _of_slot(slot, give) for name, give in _PARTICIPANTS.items()}
            found |= {f"{slot}_{name}s": _who_of_slot(slot, give) for name, give in _WHO.items()}
    if kind == "office":
        for slot in ("person", "of"):
            found |= {f"{slot}_{name}": _of_record(_who_at(slot, give)) for name, give in _WHO.items()}
    found |= {name: _of_record(give) for name, give in _SAID.items()}
    if text is not None:
        found["quotes"] = _of_record(lambda kept: _join(quoted(report, span, text) for report, span in _spans(kept)))
    return found


def _of_record(give: Callable[[Any], Any]) -> Column:
    return lambda kept, _: give(kept)


def _of_pair(slot: str, name: str) -> Column:
    def give(_: AnyKept, pair: Pair | None) -> Any:
        participant = getattr(pair, slot) if pair else None
        return getattr(participant, name) if participant else None

    return give


def _of_slot(slot: str, give: Callable[[Sequence[Participant]], Any]) -> Column:
    return lambda kept, _: give(getattr(kept.record, slot))


def identity_at(kept: AnyKept, slot: str, position: int) -> Identity | None:
    """Who stands at a place of a record, if the register knows."""
    return next((each for each in kept.identities if (each.slot, each.position) == (slot, position)), None)


def place_of(kept: AnyKept, participant: Participant) -> tuple[str, int]:
    """The field of a record that names a participant of it, and the place there."""
    kind = next(kind for kind, of in _KEPT.items() if isinstance(kept, of))
    for slot in _SLOTS[kind]:
        for position, one in enumerate(getattr(kept.record, slot)):
            if one is participant:
                return slot, position
    return "", 0


def _who_of_pair(slot: str, give: Callable[[Identity | None], str]) -> Column:
    def cell(kept: AnyKept, pair: Pair | None) -> Any:
        participant = getattr(pair, slot) if pair else None
        return give(identity_at(kept, *place_of(kept, participant))) if participant else None

    return cell


def _who_of_slot(slot: str, give: Callable[[Identity | None], str]) -> Column:
    def cell(kept: AnyKept, _: Pair | None) -> Any:
        places = range(len(getattr(kept.record, slot)))
        return _join(give(identity_at(kept, slot, position)) for position in places)

    return cell


def _who_at(slot: str, give: Callable[[Identity | None], str]) -> Callable[[Any], Any]:
    return lambda kept: give(identity_at(kept, slot, 0))


def quoted(report: ReportRef, span: Span, text: Text) -> str:
    """The words of a span of evidence, or the value of the metadata that it names."""
    if span.start is None or span.end is None:
        return span.value or ""
    return text(report.page)[span.start : span.end]


def _spans(kept: AnyKept) -> Iterator[tuple[ReportRef, Span]]:
    for report in kept.reports:
        for span in report.evidence:
            yield report, span


def _leads(kept: AnyKept) -> Iterator[SourceRef | None]:
    for report in kept.reports:
        yield report.sources[0] if report.sources else None


def _address(source: SourceRef) -> str:
    return source.url or source.ref or source.name


def _authors(source: SourceRef | None) -> str | None:
    """Who signed the page, as its metadata say."""
    names = [said.value for said in source.stated if said.field == "author"] if source else []
    return "; ".join(dict.fromkeys(names)) or None


def _offsets(report: ReportRef, span: Span) -> str:
    where = f"{span.start}-{span.end}" if span.start is not None else span.meta
    return f"{report.page[:12]}:{where}"


def _day(edtf: str | None, day: Callable[[str], date | None]) -> str | None:
    found = day(edtf) if edtf else None
    return found.isoformat() if found else None


def _side(participant: Participant) -> str:
    """The country, or the body of states: what a dyad is made of."""
    country = participant.country
    return participant.key if country is None or country == "IGO" else country


def _join(values: Iterable[str | None]) -> str:
    """Empty places are kept, so that lists beside each other stay parallel; a list of nothing is an empty cell."""
    cells = [value or "" for value in values]
    return SEPARATOR.join(cells) if any(cells) else ""


def _fields(*names: str) -> dict[str, Callable[[Any], Any]]:
    return {name: _field(name) for name in names}


def _field(name: str) -> Callable[[Any], Any]:
    return lambda kept: getattr(kept.record, name)


_DATE: dict[str, Callable[[Any], Any]] = {
    "date": lambda kept: kept.record.date.edtf if kept.record.date else None,
    "date_resolved": lambda kept: kept.record.date.resolved if kept.record.date else None,
    "first_day": lambda kept: _day(kept.dated, earliest),
    "last_day": lambda kept: _day(kept.dated, latest),
}
_AMOUNT: dict[str, Callable[[Any], Any]] = {
    "amount": lambda kept: kept.record.amount.value if kept.record.amount else None,
    "currency": lambda kept: kept.record.amount.currency if kept.record.amount else None,
}
_PLACE: dict[str, Callable[[Any], Any]] = {
    "place": lambda kept: getattr(kept.record.place, "name", None),
    "place_country": lambda kept: getattr(kept.record.place, "country", None),
    "place_admin": lambda kept: getattr(kept.record.place, "admin", None),
    "latitude": lambda kept: getattr(kept.record.place, "latitude", None),
    "longitude": lambda kept: getattr(kept.record.place, "longitude", None),
}
_RECORD: dict[RecordKind, dict[str, Callable[[Any], Any]]] = {
    "event": {
        "id": lambda kept: kept.id,
        **_fields("plover", "modes", "contexts", "form", "visit_rank", "status", "mood", "recalled"),
        **_DATE,
        **_PLACE,
        **_fields("channel"),
        **_AMOUNT,
        **_fields("intensity"),
        "course": lambda kept: _join(f"{step.what}:{step.date or ''}" for step in kept.course),
        "course_told": lambda kept: _join(step.told for step in kept.course),
        "course_pages": lambda kept: _join(step.page for step in kept.course),
        "course_events": lambda kept: _join(step.event for step in kept.course),
    },
    "commitment": {
        "id": lambda kept: kept.id,
        "event": lambda kept: kept.event,
        **_fields("force"),
        "stage": lambda kept: kept.stage,
        **_DATE,
        **_fields("action", "fields", "channel"),
        **_AMOUNT,
        **_fields("until"),
    },
    "instrument": {
        "id": lambda kept: kept.id,
        "event": lambda kept: kept.event,
        **_fields("kind", "title", "status", "fields"),
        "channel": lambda kept: kept.channel,
        **_fields("count"),
        **_AMOUNT,
        **_fields("period", "signed"),
        "dated": lambda kept: kept.dated,
        "first_day": _DATE["first_day"],
        "last_day": _DATE["last_day"],
    },
    "office": {
        "id": lambda kept: kept.id,
        **_fields("person", "rank", "office", "of", "country", "asof", "tenure"),
    },
}
_SLOTS: dict[RecordKind, tuple[str, ...]] = {
    "event": ("actor", "recipient"),
    "commitment": ("by", "to"),
    "instrument": ("parties", "signatories"),
    "office": (),
}
# parallel lists, but the countries: each once
_PARTICIPANTS: dict[str, Callable[[Sequence[Participant]], str]] = {
    "countries": lambda members: _join(dict.fromkeys(_side(p) for p in members)),
    "names": lambda members: _join(p.name or p.country for p in members),
    "keys": lambda members: _join(p.key for p in members),
    "kinds": lambda members: _join(p.kind for p in members),
    "sectors": lambda members: _join(p.sector for p in members),
}
# who they are: parallel too; several identifiers of one are joined by `;`
_WHO: dict[str, Callable[[Identity | None], str]] = {
    "id": lambda found: found.id if found else "",
    "authority_id": lambda found: ";".join(found.authority) if found else "",
}
_KEPT: dict[RecordKind, type[AnyKept]] = {
    "event": KeptEvent,
    "commitment": KeptCommitment,
    "instrument": KeptInstrument,
    "office": KeptOffice,
}
_PARTICIPANT = ("name", "key", "kind", "country", "country_from", "admin", "sector", "office", "of", "role")
# what every row ends with: how sure, why, and where it is said
_SAID: dict[str, Callable[[Any], Any]] = {
    "confidence": lambda kept: kept.record.confidence,
    "rules": lambda kept: _join(dict.fromkeys(rule for report in kept.reports for rule in report.rules)),
    "reports": lambda kept: len(kept.reports),
    "pages": lambda kept: _join(report.page for report in kept.reports),
    "urls": lambda kept: _join(_address(source) if source else None for source in _leads(kept)),
    "publishers": lambda kept: _join(source.publisher if source else None for source in _leads(kept)),
    "published": lambda kept: _join(source.published if source else None for source in _leads(kept)),
    "authors": lambda kept: _join(_authors(source) for source in _leads(kept)),
    "reprints": lambda kept: _join(
        _address(reprint.sources[0]) for report in kept.reports for reprint in report.reprints
    ),
    "evidence": lambda kept: _join(_offsets(report, span) for report, span in _spans(kept)),
}
