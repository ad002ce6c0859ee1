"""What is new between sides, in words: an act first seen, or told differently than before, and who says so."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from comity.edtf import parse
from comity.errors import RecordError
from comity.lexicon.vocabulary import vocabulary
from comity.model import Amount, Event
from comity.outputs.dates import edtf_in_words
from comity.outputs.dossier_text import participants_in_words, plain
from comity.outputs.present import field_name, upper_first
from comity.outputs.translation import translations
from comity.outputs.wording import (
    amount_in_words,
    event_title,
    number_in_words,
    place_in_words,
    sides_in_words,
    value_name,
)
from comity.register.views import Change, News, ReportRef, Side, SourceRef
from comity.sentences import sentence_around

_QUOTED = 2
"""Sentences that are quoted for the act itself; one more for each thing that is told differently."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is told differently: what it is, what was said before, what is said now."""

    what: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One piece of news in words, each of them one line. `identity` is the same whenever and wherever it is told.

    `record` is the register id of the act, `title` what it is called: *Audience: Vietnam and Cambodia, 8 November*.
    `address` is null for a page that has none; then `source` names its file.
    """

    identity: str
    record: str
    is_first: bool
    heading: str
    title: str
    where: str
    who: str
    differences: tuple[Difference, ...]
    quotations: tuple[str, ...]
    page_title: str
    publisher: str
    published: str
    address: str | None
    source: str

    @property
    def said_by(self) -> str:
        """Who published it, and when."""
        return ", ".join(filter(None, (self.publisher, self.published)))


def news_item(news: News, text: Callable[[str], str], language: str) -> NewsItem:
    """A piece of news in French or English. `text` gives the text of a page by its id, as `Register.text` does."""
    say = translations(language).gettext
    event, report = news.event.record, _report(news)
    source = report.sources[0]
    who = participants_in_words(event.actor, language)
    if event.recipient:
        who = f"{who} → {participants_in_words(event.recipient, language)}"
    first = news.kind == "first"
    return NewsItem(
        identity=uuid.uuid5(uuid.NAMESPACE_URL, f"comity:{news.event.id}/{news.page}").urn,
        record=news.event.id,
        is_first=first,
        heading=say("New") if first else say("Told differently"),
        title=one_line(_title(event, language)),
        where=one_line(place_in_words(event.place, language)) if event.place else "",
        who=one_line(who),
        differences=tuple(_difference(change, language) for change in news.changes),
        quotations=_quotations(report, [change.field for change in news.changes], text(report.page), language),
        page_title=one_line(source.title or report.story.title),
        publisher=one_line(source.publisher or ""),
        published=_published(source, language),
        address=_address(source),
        source=one_line(source.name),
    )


def sides_asked(sides: tuple[Side, ...], language: str) -> str:
    """*Viêt Nam – Cambodge*, or that all acts were asked for."""
    return one_line(" – ".join(side.label for side in sides)) or translations(language).gettext("all acts")


def one_line(words: str) -> str:
    """Words of a page as one line, without signs that steer a terminal or break a document."""
    return plain(words).plain


def _report(news: News) -> ReportRef:
    """The report on the new page."""
    return next((report for report in news.event.reports if report.page == news.page), news.event.reports[0])


def _title(event: Event, language: str) -> str:
    act = event_title(event, language)
    if event.status != "held":
        act = f"{act} ({value_name('status', event.status, language).lower()})"
    sides = sides_in_words((*event.actor, *event.recipient), language)
    if sides:
        act = f"{act}{translations(language).gettext(': ')}{sides}"
    return f"{act}, {edtf_in_words(event.date.edtf, language)}" if event.date else act


def _difference(change: Change, language: str) -> Difference:
    before = " / ".join(_value(change.field, value, language) for value in change.old)
    now = _value(change.field, change.new, language)
    return Difference(upper_first(_what(change.field, language)), one_line(before), one_line(now))


def _what(field: str, language: str) -> str:
    say = translations(language).gettext
    return {"who": say("who took part"), "count": say("documents")}.get(field) or field_name(field, language)


def _value(field: str, value: str, language: str) -> str:
    """A value of a change in words; as it stands where it has another form than is expected."""
    first, _, rest = value.partition(" ")
    match field:
        case "date":
            try:
                parse(value)
            except RecordError:
                return value
            return edtf_in_words(value, language)
        case "status" | "form" | "mood" if value in vocabulary().table(field):
            return value_name(field, value, language).lower()
        case "amount":
            return " ; ".join(_amount(each, language) for each in value.split(", "))
        case "count" if first.isdecimal():
            return f"{number_in_words(int(first), language)} × {value_name('instrument_kind', rest, language).lower()}"
    return value


def _amount(value: str, language: str) -> str:
    number, _, currency = value.partition(" ")
    try:
        return amount_in_words(Amount(value=float(number), currency=currency), language)
    except ValueError:
        return value


def _quotations(report: ReportRef, changed: list[str], text: str, language: str) -> tuple[str, ...]:
    """The sentences on which the act rests, and those on which what is told differently does."""
    found: dict[tuple[int, int], None] = {}
    for span in report.evidence:
        if span.start is None or span.end is None:
            continue
        if len(found) < _QUOTED or set(changed) & set(span.supports):
            found[sentence_around(text, span.start, span.end)] = None
    opening, closing = ("« ", " »") if language == "fr" else ("“", "”")
    return tuple(f"{opening}{one_line(text[start:end])}{closing}" for start, end in found)


def _published(source: SourceRef, language: str) -> str:
    if source.published is None:
        return ""
    try:
        return edtf_in_words(source.published, language)
    except RecordError:
        return one_line(source.published)


def _address(source: SourceRef) -> str | None:
    """The address of the page, if it is one that a reader can follow."""
    address = source.url or source.name
    return address if address.startswith(("http://", "https://")) and one_line(address) == address else None
