"""Records in words: who took part, what the act was called, how sure the coding is, in French and in English.

What a page says is given as the page says it, in its own language; what the coding says (form, channel, status) is in
the language of the reader.
"""

from __future__ import annotations

from collections.abc import Iterable

from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from comity.lexicon.vocabulary import vocabulary
from comity.lexicon.world import world
from comity.model import Amount, Event, Instrument, Participant, Place
from comity.outputs.dates import edtf_in_words
from comity.outputs.translation import locale, translations


def value_name(kind: str, value: str, language: str) -> str:
    """The vocabulary's label of a value; the value itself where a register is newer than this vocabulary.

    `kind` is that of the vocabulary (`form`, `channel` …); a mode is `TYPE/mode`. LexiconError for an unknown kind.
    """
    words = vocabulary()
    return words.label(kind, value, language) if value in words.table(kind) else value.rpartition("/")[2]


def country_name(code: str | None, language: str) -> str:
    """What a country (ISO 3166-1 alpha-3) or a body of states (`IGO/asean`) is usually called.

    The code itself where nobody knows it; an unknown country (None) is said to be that.
    """
    if code is None:
        return translations(language).gettext("country unknown")
    if code == "IGO":
        return value_name("participant_kind", "igo", language)
    return world().label(code, language)


def country_of(participant: Participant) -> str | None:
    """The country of a participant, or the key of the body of states that it is."""
    return participant.key if participant.country == "IGO" else participant.country


def participant_name(participant: Participant, language: str) -> str:
    """The name as the page gives it, or the country's for a bare country."""
    return participant.name or country_name(country_of(participant), language)


def participant_in_words(participant: Participant, language: str) -> str:
    """The name, with the office and the body as the page gives them: *Yong Mao, chef adjoint …, Forces armées …*."""
    parts = [participant_name(participant, language)]
    parts += [part for part in (participant.office, participant.of) if part and part not in parts]
    return ", ".join(parts)


def sides_in_words(participants: Iterable[Participant], language: str) -> str:
    """The countries and bodies of states among the participants, each once: *Viêt Nam et Cambodge*."""
    names: dict[str, None] = {}
    for participant in participants:
        whole = participant.country not in (None, "IGO")
        name = country_name(participant.country, language) if whole else participant_name(participant, language)
        names[name] = None
    return list_in_words(names, language)


def list_in_words(items: Iterable[str], language: str) -> str:
    """*a, b et c*."""
    return format_list(list(items), locale=locale(language))


def event_title(event: Event, language: str) -> str:
    """What the act is called: its form, else its type; a visit by its rank."""
    if event.form == "visit" and event.visit_rank:
        return value_name("visit_rank", event.visit_rank, language)
    if event.form:
        return value_name("form", event.form, language)
    return value_name("type", event.plover, language)


def instrument_title(instrument: Instrument, language: str) -> str:
    """The title that the page gives the document, else its kind, with its number where there are several."""
    kind = value_name("instrument_kind", instrument.kind, language)
    title = instrument.title or kind
    count = instrument.count or 1
    return f"{title} × {number_in_words(count, language)}" if count > 1 else title


def place_in_words(place: Place, language: str) -> str:
    """The place as the page names it, with its country unless the place is the country."""
    country = country_name(place.country, language) if place.country else ""
    return f"{place.name} ({country})" if country and place.name.casefold() != country.casefold() else place.name


def period_in_words(edtf: str | None, language: str) -> str:
    """An EDTF date or interval in words, or nothing."""
    return edtf_in_words(edtf, language) if edtf else ""


def number_in_words(number: float, language: str) -> str:
    """A number with the separators of the language."""
    return format_decimal(number, locale=locale(language))


def amount_in_words(amount: Amount, language: str) -> str:
    """A sum of money with the name of its currency: *500 000 euros*."""
    written = locale(language)
    return format_currency(amount.value, amount.currency, locale=written, format_type="name", currency_digits=False)


def confidence_in_words(confidence: float, language: str) -> str:
    """The coder's confidence, from 0 to 1, as a percentage."""
    return format_percent(confidence, locale=locale(language))
