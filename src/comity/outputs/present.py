"""Records in words: what they, their fields and their values are called on the site and in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comity.model import Participant, Place
from comity.outputs.dates import edtf_in_words
from comity.outputs.translation import translations
from comity.outputs.wording import (
    country_name,
    country_of,
    event_title,
    instrument_title,
    list_in_words,
    participant_name,
    place_in_words,
    value_name,
)
from comity.register.views import (
    AnyKept,
    KeptCommitment,
    KeptEvent,
    KeptInstrument,
    KeptOffice,
    RecordKind,
)


def kind_of(kept: AnyKept) -> RecordKind:
    """The kind of a kept record."""
    match kept:
        case KeptEvent():
            return "event"
        case KeptCommitment():
            return "commitment"
        case KeptInstrument():
            return "instrument"
        case KeptOffice():
            return "office"


def upper_first(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text with its first letter small, unless it is an acronym."""
    acronym = text[:2].isalpha() and text[:2].isupper()
    return text if acronym else text[:1].lower() + text[1:]


def by_country(participants: Iterable[Participant], language: str) -> list[tuple[str | None, list[Participant]]]:
    """Participants under the name of their country, in the order in which countries first come.

    A bare country has no members; a body of states stands for itself; None heads those of no known country.
    """
    groups: dict[str | None, list[Participant]] = {}
    for participant in participants:
        code = country_of(participant)
        heading = None
        if participant.country == "IGO" and participant.kind == "igo":
            heading = participant_name(participant, language)
        elif participant.country == "IGO":
            heading = country_name("IGO", language)
        elif code is not None:
            heading = country_name(code, language)
        members = groups.setdefault(heading, [])
        if participant.name and participant.name != heading:
            members.append(participant)
    return list(groups.items())


def record_name(kept: AnyKept, language: str) -> str:
    """What a record is called in a list."""
    match kept:
        case KeptEvent():
            return event_title(kept.record, language)
        case KeptCommitment():
            return upper_first(kept.record.action)
        case KeptInstrument():
            return upper_first(instrument_title(kept.record, language))
        case KeptOffice():
            return kept.record.person


def kind_name(kind: RecordKind, language: str) -> str:
    """Event, commitment, instrument, office."""
    say = translations(language).gettext
    return {
        "event": say("Event"),
        "commitment": say("Commitment"),
        "instrument": say("Instrument"),
        "office": say("Office"),
    }[kind]


def field_name(field: str, language: str) -> str:
    """What a field of a record is called; the field itself for one that has no name."""
    say = translations(language).gettext
    names = {
        "plover": say("type"),
        "modes": say("mode"),
        "contexts": say("contexts"),
        "form": say("form"),
        "visit_rank": say("rank of the visit"),
        "status": say("status"),
        "mood": say("mood"),
        "recalled": say("recalled"),
        "date": say("date"),
        "place": say("place"),
        "actor": say("actor"),
        "recipient": say("recipient"),
        "people": say("people named"),
        "channel": say("channel"),
        "amount": say("amount"),
        "intensity": say("intensity"),
        "action": say("what was said"),
        "force": say("force"),
        "by": say("by whom"),
        "to": say("to whom"),
        "fields": say("fields"),
        "until": say("until"),
        "kind": say("kind"),
        "title": say("title"),
        "parties": say("parties"),
        "signatories": say("signatories"),
        "count": say("number"),
        "period": say("period"),
        "signed": say("day of signing"),
        "person": say("person"),
        "rank": say("rank"),
        "office": say("office"),
        "of": say("body"),
        "country": say("country"),
        "asof": say("as of"),
        "tenure": say("tenure"),
        "event": say("Said at").lower(),
    }
    return names.get(field, field)


# the vocabulary in which a field's values stand
_VOCABULARIES = {
    "plover": "type",
    "contexts": "context",
    "form": "form",
    "visit_rank": "visit_rank",
    "status": "status",
    "mood": "mood",
    "channel": "channel",
    "force": "force",
    "fields": "field",
    "tenure": "tenure",
}


def value_in_words(field: str, value: Any, language: str) -> str:
    """A field's value, as JSON has it, in words."""
    say = translations(language).gettext
    match value:
        case None if field == "event":
            return say("no act")
        case None:
            return say("not said")
        case bool():
            return say("yes") if value else say("no")
        case {"edtf": str(edtf)}:
            return edtf_in_words(edtf, language)
        case {"name": name, "country": _, "kind": _}:
            return str(name or country_name(value["country"], language))
        case {"name": str(name), "country": country}:
            return place_in_words(Place(name=name, country=country), language)
        case {"value": amount, "currency": currency}:
            return f"{amount} {currency}"
        case list() | tuple():
            return list_in_words([value_in_words(field, item, language) for item in value], language)
        case str() if field in _VOCABULARIES:
            return lower_first(value_name(_VOCABULARIES[field], value, language))
        case str() if field in ("date", "signed", "period", "until", "asof"):
            return edtf_in_words(value, language)
    return str(value)


def language_of(kept: AnyKept) -> str | None:
    """The language in which a record's words stand: that of the source of its first report."""
    return next((source.language for report in kept.reports for source in report.sources if source.language), None)


def term_anchor(kind: str, value: str) -> str:
    """Where a value of the vocabulary is defined on the page on method."""
    return f"{kind}-{value.replace('/', '-')}"
