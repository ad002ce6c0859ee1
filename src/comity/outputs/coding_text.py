"""A coding in the terminal: the stories of a page, their records, and the words each rests on.

What is returned is for `rich` to print. The words of pages are set as plain text: they carry no markup, and signs that
would steer a terminal are blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from rich.padding import Padding
from rich.text import Text

from comity.model import CodedStory, Coding, Commitment, Date, Event, Instrument, Office, Page, Participant, Span
from comity.outputs.dates import date_in_words
from comity.outputs.translation import translations
from comity.outputs.wording import (
    amount_in_words,
    confidence_in_words,
    country_name,
    event_title,
    instrument_title,
    list_in_words,
    participant_in_words,
    period_in_words,
    place_in_words,
    value_name,
)
from comity.sentences import sentence_around

Line = Text | Padding
Record = Event | Commitment | Instrument | Office

# control signs, and those that turn the direction of writing
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(words: str) -> str:
    """Words of a page as they may be shown, as many signs as there were: each that steers a terminal is a blank."""
    return _STEERING.sub(" ", words)


def line(*parts: str | tuple[str, str], indent: int = 0) -> Line:
    """A line of parts, each words or words with a style; wrapped lines keep the indent."""
    text = Text.assemble(*(plain(part) if isinstance(part, str) else (plain(part[0]), part[1]) for part in parts))
    return indented(text, indent) if indent else text


def indented(told: Line, indent: int) -> Line:
    """A line moved to the right."""
    return Padding(told, (0, 0, 0, indent), expand=False)


def heading(words: str, note: str = "") -> Line:
    """A heading with a note beside it."""
    return line((words, "bold underline"), (f"  {note}" if note else "", "dim"))


def quotations(text: str, spans: Iterable[Span], language: str, indent: int) -> Iterator[Line]:
    """Evidence in its sentences, each sentence once, with the words of the evidence set off; metadata come last."""
    say = translations(language).gettext
    held: dict[tuple[int, int], list[tuple[int, int]]] = {}
    others = []
    for span in spans:
        if span.start is None or span.end is None:
            others.append(span)
        else:
            held.setdefault(sentence_around(text, span.start, span.end), []).append((span.start, span.end))
    for (start, end), found in sorted(held.items()):
        yield indented(_quoted(text, start, end, found), indent)
    for span in others:
        told = f"{say(': ')}{span.meta} = {span.value}"
        yield line((say("From the page's metadata"), "dim"), told, indent=indent)


def _quoted(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> Text:
    quoted = Text.assemble("« ", (plain(text[start:end]), "dim"), " »")
    for first, last in spans:
        quoted.stylize("not dim bold", first - start + 2, last - start + 2)
    return quoted


def coding_lines(coded: Coding, language: str) -> Iterator[Line]:
    """One page: its stories with their records, each with its evidence; or why it has none."""
    yield _page_line(coded.page, language)
    if coded.error is not None:
        yield line((coded.error.message, "red"), indent=2)
    for story in coded.stories:
        yield from _story(coded.page.text, story, language)
    yield line("")


def _page_line(page: Page, language: str) -> Line:
    published = period_in_words(page.published, language)
    notes = " · ".join(filter(None, (page.publisher, published, page.source)))
    first = next((row.strip() for row in page.text.splitlines() if row.strip()), "")[:120]
    return heading(page.title or first or page.source, notes)


def _story(text: str, story: CodedStory, language: str) -> Iterator[Line]:
    say = translations(language).gettext
    kind = value_name("story_kind", story.kind, language)
    yield line((f"{kind}{say(': ')}", "dim"), (story.title, "italic"), indent=2)
    groups: tuple[tuple[str, tuple[Record, ...]], ...] = (
        (say("Events"), story.events),
        (say("Commitments"), story.commitments),
        (say("Instruments"), story.instruments),
        (say("Offices"), story.offices),
    )
    if not any(records for _, records in groups):
        yield line((say("Nothing."), "dim"), indent=4)
    for name, records in groups:
        if records:
            yield line((name, "bold"), indent=4)
        for record in records:
            yield from (indented(each, 6) for each in record_lines(record, language))
            yield from quotations(text, record.evidence, language, 10)


def event_lines(event: Event, language: str) -> Iterator[Line]:
    """What was done, when and where; between whom; on which channel, and how sure that is."""
    say = partial(value_name, language=language)
    title = event_title(event, language)
    where = [place_in_words(event.place, language)] if event.place else []
    notes = [] if event.status == "held" else [say("status", event.status)]
    notes += [] if event.mood == "asserted" else [say("mood", event.mood)]
    notes += [translations(language).gettext("a past act brought up again")] if event.recalled else []
    yield line(
        (" · ".join([date_in_words(event.date, language), title, *where]), "bold"),
        (f"  [{', '.join(notes).lower()}]" if notes else "", "yellow"),
    )
    yield from _between(event.actor, event.recipient, language)
    told = [say("type", event.plover), list_in_words((say("channel", name) for name in event.channel), language)]
    if event.amount:
        told.append(amount_in_words(event.amount, language))
    yield line((" · ".join(filter(None, [*told, confidence_in_words(event.confidence, language)])), "dim"), indent=2)


def commitment_lines(commitment: Commitment, language: str) -> Iterator[Line]:
    """What is intended, how binding it is, by whom to whom, in which fields."""
    say = partial(value_name, language=language)
    yield line((commitment.action, "bold"), ("  [" + say("force", commitment.force).lower() + "]", "yellow"))
    yield from _between(commitment.by, commitment.to, language)
    told = [
        _date(commitment.date, language),
        list_in_words((say("field", name) for name in commitment.fields), language),
    ]
    if commitment.until:
        until = translations(language).gettext("until")
        told.append(f"{until} {period_in_words(commitment.until, language)}")
    if commitment.amount:
        told.append(amount_in_words(commitment.amount, language))
    yield from _told(told)


def instrument_lines(instrument: Instrument, language: str) -> Iterator[Line]:
    """Which document, in which state, between whom, for which period."""
    say = partial(value_name, language=language)
    yield line(
        (instrument_title(instrument, language), "bold"),
        ("  [" + say("instrument_status", instrument.status).lower() + "]", "yellow"),
    )
    yield from _between(instrument.parties, (), language)
    yield from _told(
        [
            say("instrument_kind", instrument.kind) if instrument.title else "",
            period_in_words(instrument.signed, language),
            period_in_words(instrument.period, language),
            list_in_words((say("field", name) for name in instrument.fields), language),
        ]
    )


def office_lines(office: Office, language: str) -> Iterator[Line]:
    """Who holds which title, in which body of which country, as of when."""
    title = ", ".join(filter(None, (office.office, office.of)))
    country = country_name(office.country, language)
    yield line((f"{office.rank} {office.person}" if office.rank else office.person, "bold"), f" · {title} ({country})")
    tenure = "" if office.tenure == "current" else value_name("tenure", office.tenure, language)
    yield from _told([period_in_words(office.asof, language), tenure])


def record_lines(record: Record, language: str) -> Iterator[Line]:
    """The lines of a record of any kind."""
    match record:
        case Event():
            return event_lines(record, language)
        case Commitment():
            return commitment_lines(record, language)
        case Instrument():
            return instrument_lines(record, language)
        case Office():
            return office_lines(record, language)


def _between(by: Iterable[Participant], to: Iterable[Participant], language: str) -> Iterator[Line]:
    actors, recipients = (
        "; ".join(_participant(participant, language) for participant in participants) for participants in (by, to)
    )
    if actors or recipients:
        yield line(actors or "?", (" → ", "bold cyan") if recipients else "", recipients, indent=2)


def _participant(participant: Participant, language: str) -> str:
    words = participant_in_words(participant, language)
    country = country_name(participant.country, language) if participant.country not in (None, "IGO") else ""
    inferred = " ?" if participant.country_from == "inferred" else ""
    return words if not country or words == country else f"{words} ({country}{inferred})"


def _date(date: Date | None, language: str) -> str:
    return date_in_words(date, language) if date is not None else ""


def _told(parts: Iterable[str]) -> Iterator[Line]:
    told = " · ".join(filter(None, parts))
    if told:
        yield line((told, "dim"), indent=2)
