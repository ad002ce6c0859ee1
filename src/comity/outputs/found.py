"""What was searched for and found, in words: kinds, filters and their values, and a line on each thing found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from comity.lexicon.vocabulary import vocabulary
from comity.outputs.dates import date_in_words, edtf_in_words
from comity.outputs.present import record_name
from comity.outputs.translation import locale, translations
from comity.outputs.wording import country_name, number_in_words, sides_in_words, value_name
from comity.register import Register
from comity.register.searching.views import Found, FoundKind, Order, Query
from comity.register.views import AnyKept, KeptCommitment, KeptEvent, KeptInstrument, KeptOffice, RecordKind

_VOCABULARIES = ("channel", "form", "type", "field", "force")


def kinds_name(kind: FoundKind, language: str) -> str:
    """Events, commitments, instruments, offices, pages."""
    say = translations(language).gettext
    return {
        "event": say("Events"),
        "commitment": say("Commitments"),
        "instrument": say("Instruments"),
        "office": say("Offices"),
        "page": say("Pages"),
    }[kind]


def total_in_words(total: int, exact: bool, language: str) -> str:
    """How much was found: a number, or that there is more than that."""
    say = translations(language).gettext
    number = number_in_words(total, language)
    return number if exact else say("more than %(num)s") % {"num": number}


def order_name(order: Order, language: str) -> str:
    """By relevance, newest first, oldest first."""
    say = translations(language).gettext
    return {
        "relevance": say("By relevance"),
        "newest": say("Newest first"),
        "oldest": say("Oldest first"),
    }[order]


def facet_name(facet: str, language: str) -> str:
    """What a facet, or a filter, is called."""
    say = translations(language).gettext
    return {
        "side": say("Side"),
        "channel": say("Channel"),
        "type": say("Type of act"),
        "form": say("Form of the act"),
        "field": say("Field"),
        "status": say("Status"),
        "place": say("Place"),
        "person": say("Person"),
        "publisher": say("Publisher"),
        "language": say("Language of the page"),
        "since": say("Since"),
        "until": say("Until"),
        "min_confidence": say("Confidence, at least"),
    }[facet]


def facet_value(facet: str, value: str, language: str) -> str:
    """What a value of a facet is called: words of pages as they are, all others from the vocabulary."""
    if facet == "side":
        return country_name(value, language)
    if facet == "status":
        known = "status" if value in vocabulary().statuses else "instrument_status"
        return value_name(known, value, language)
    if facet in _VOCABULARIES:
        return value_name(facet, value, language)
    if facet == "language":
        return language_name(value, language)
    return edtf_in_words(value, language) if facet in ("since", "until") else value


def language_name(code: str, language: str) -> str:
    """What a language is called; its code where CLDR does not know it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(locale(language)) or code
    except (UnknownLocaleError, ValueError):
        return code


@dataclass(frozen=True, slots=True)
class Line:
    """What a list says of a thing found: what it is, between whom, when."""

    title: str
    sides: str
    date: str


def line_of(found: Found, language: str) -> Line:
    """A thing found, in one line."""
    if found.kept is None:
        published = found.sources[0].published if found.sources else None
        return Line(found.title, "", edtf_in_words(published, language) if published else "")
    title = record_name(found.kept, language)
    return Line(title, _between(found.kept, language), _dated(found.kept, language))


def _between(kept: AnyKept, language: str) -> str:
    match kept:
        case KeptEvent():
            return sides_in_words((*kept.record.actor, *kept.record.recipient), language)
        case KeptCommitment():
            return sides_in_words((*kept.record.by, *kept.record.to), language)
        case KeptInstrument():
            return sides_in_words(kept.record.parties, language)
        case KeptOffice():
            return ", ".join(part for part in (kept.record.office, kept.record.of) if part)


def _dated(kept: AnyKept, language: str) -> str:
    if isinstance(kept, KeptEvent):
        return date_in_words(kept.record.date, language)
    return edtf_in_words(kept.dated, language) if kept.dated else date_in_words(None, language)


class FoundRecords:
    """The records that a query finds, as exports ask for the records of a register."""

    def __init__(self, register: Register, query: Query) -> None:
        self._register = register
        self._query = query

    def export(self, kind: RecordKind) -> Iterator[AnyKept]:
        """All of a kind, the newest first."""
        return self._register.searching.export(self._query, kind)

    def text(self, identity: str) -> str:
        """The text of a page."""
        return self._register.text(identity)
