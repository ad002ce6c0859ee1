"""The dossier in the terminal: encounters, other acts, commitments, instruments and offices of two sides.

What is returned is for `rich` to print. The words of pages are set as plain text: they carry no markup, and no control
characters reach the terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from comity.model import Participant
from comity.outputs.course_words import course_in_words
from comity.outputs.dates import date_in_words, edtf_in_words
from comity.outputs.present import by_country, upper_first
from comity.outputs.translation import translations
from comity.outputs.wording import (
    amount_in_words,
    country_name,
    event_title,
    instrument_title,
    list_in_words,
    participant_in_words,
    place_in_words,
    value_name,
)
from comity.register.views import AnyKept, Dossier, KeptCommitment, KeptEvent, KeptInstrument, KeptOffice

Entry = tuple[str, list[Text]]
"""What stands in the margin (a date), and the lines beside it."""

# characters that turn the direction of what follows, and with it the meaning of a line
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain(words: str, style: str = "") -> Text:
    """The words of a page as one line of text: control characters become blanks."""
    shown = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in words.translate(_TURNS))
    return Text(" ".join(shown.split()), style=style)


def render_dossier(dossier: Dossier, language: str = "fr") -> RenderableType:
    """A dossier, the newest first, in French or English (`fr`, `en`); UsageError for another language."""
    say, count = translations(language).gettext, translations(language).ngettext
    parts: list[RenderableType] = [Rule(plain(" – ".join(side.label for side in dossier.sides), "bold"))]
    if dossier.is_empty:
        parts.append(Text(say("The register holds nothing that joins these two sides.")))
    sections = [
        ("encounters", say("Encounters"), [_encounter(kept, language) for kept in dossier.encounters]),
        ("commitments", say("Commitments"), [_commitment(kept, language) for kept in dossier.commitments]),
        ("instruments", say("Instruments"), [_instrument(kept, language) for kept in dossier.instruments]),
        ("acts", say("Other acts"), [_encounter(kept, language) for kept in dossier.acts]),
        ("offices", say("Offices"), list(_offices(dossier.offices, language))),
    ]
    for name, title, entries in sections:
        read, total = getattr(dossier.read(), name), getattr(dossier.counts, name)
        if total:
            some = say("%(read)s of %(total)s") % {"read": read, "total": total}
            number = len(entries) if read == total else some
            parts += [Text(f"\n{title} ({number})", style="bold"), _table(entries)]
    if dossier.undated:
        left_out = count(
            "%(num)s record of unknown year is left out by the dates asked for.",
            "%(num)s records of unknown year are left out by the dates asked for.",
            dossier.undated,
        )
        parts.append(Text("\n" + left_out % {"num": dossier.undated}, style="italic"))
    return Group(*parts)


def participants_in_words(participants: Iterable[Participant], language: str) -> str:
    """The sides with those who spoke for them: *Cambodge (Hun Sen, Premier ministre) et Viêt Nam*."""
    sides = []
    for country, members in by_country(participants, language):
        names = [participant_in_words(member, language) for member in members]
        inside = " ; ".join(names) if language == "fr" else "; ".join(names)
        sides.append(f"{country} ({inside})" if country and names else country or inside)
    return list_in_words(sides, language)


def labels(kind: str, values: Iterable[str], language: str) -> str:
    """The labels of values of a vocabulary, in small letters: *gouvernement, militaire*."""
    return ", ".join(value_name(kind, value, language).lower() for value in values)


def _table(entries: list[Entry]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=16, max_width=24)
    table.add_column(ratio=1)
    for margin, lines in entries:
        table.add_row(plain(margin, "cyan"), Group(*lines))
    return Padding(table, (0, 0, 0, 2))


def _encounter(kept: KeptEvent, language: str) -> Entry:
    event = kept.record
    say = translations(language).gettext
    notes = [labels("channel", event.channel, language)]
    if event.status != "held":
        notes.append(labels("status", [event.status], language))
    if event.mood != "asserted":
        notes.append(labels("mood", [event.mood], language))
    if event.recalled:
        notes.append(say("a past act brought up again"))
    who = participants_in_words(event.actor, language)
    if event.recipient:
        who = f"{who} → {participants_in_words(event.recipient, language)}"
    where = place_in_words(event.place, language) if event.place else ""
    amount = amount_in_words(event.amount, language) if event.amount else ""
    lines = [_head(event_title(event, language), notes, kept), plain(who)]
    lines += [plain(line) for line in (" · ".join(filter(None, (where, amount))),) if line]
    lines += [plain(f"– {step}") for step in course_in_words(kept.course, language)]
    return date_in_words(event.date, language), [*lines, _sources(kept)]


def _commitment(kept: KeptCommitment, language: str) -> Entry:
    commitment = kept.record
    say = translations(language).gettext
    notes = [value_name("force", commitment.force, language).lower()]
    if kept.stage:
        notes.append(labels("stage", [kept.stage], language))
    notes.append(labels("field", commitment.fields, language))
    who = participants_in_words(commitment.by, language)
    if commitment.to:
        who = f"{who} → {participants_in_words(commitment.to, language)}"
    more = [amount_in_words(commitment.amount, language)] if commitment.amount else []
    if commitment.until:
        more.append(f"{say('until')} {edtf_in_words(commitment.until, language)}")
    lines = [_head(upper_first(commitment.action), notes, kept), plain(" · ".join(filter(None, (who, *more))))]
    return _dated(kept, language), [*lines, _sources(kept)]


def _instrument(kept: KeptInstrument, language: str) -> Entry:
    instrument = kept.record
    say = translations(language).gettext
    kind = value_name("instrument_kind", instrument.kind, language).lower()
    notes = [kind] if instrument.title else []
    notes += [labels("instrument_status", [instrument.status], language), labels("field", instrument.fields, language)]
    more = [participants_in_words(instrument.parties, language)] if instrument.parties else []
    if instrument.period:
        more.append(f"{say('period')} {edtf_in_words(instrument.period, language)}")
    if instrument.amount:
        more.append(amount_in_words(instrument.amount, language))
    lines = [_head(upper_first(instrument_title(instrument, language)), notes, kept)]
    if more:
        lines.append(plain(" · ".join(more)))
    return _dated(kept, language), [*lines, _sources(kept)]


def _offices(offices: Iterable[KeptOffice], language: str) -> Iterator[Entry]:
    """One entry a person and title, with the newest statement of it."""

    def of(kept: KeptOffice) -> tuple[str, str, str, str, str]:
        office = kept.record
        return (
            office.country or "",
            office.office.casefold(),
            (office.of or "").casefold(),
            office.person,
            office.tenure,
        )

    for _, same in groupby(offices, key=of):
        kept = next(same)
        office = kept.record
        name = " ".join(filter(None, (office.rank, office.person)))
        title = ", ".join(filter(None, (office.office, office.of)))
        notes = [] if office.tenure == "current" else [labels("tenure", [office.tenure], language)]
        yield (
            country_name(office.country, language),
            [
                _head(name, notes, kept),
                plain(" · ".join(filter(None, (title, edtf_in_words(office.asof, language) if office.asof else "")))),
            ],
        )


def _head(title: str, notes: Iterable[str], kept: AnyKept) -> Text:
    """The name of a record, what sort it is, and the id by which `comity show` tells more."""
    line = plain(title, "bold")
    for note in filter(None, notes):
        line.append(" · ", style="not bold")
        line.append_text(plain(note, "not bold"))
    line.append(f"  {kept.id}", style="not bold dim")
    return line


def _dated(kept: AnyKept, language: str) -> str:
    return edtf_in_words(kept.dated, language) if kept.dated else date_in_words(None, language)


def _sources(kept: AnyKept) -> Text:
    """Who says so: the publisher and the address of each report."""
    said = []
    for report in kept.reports:
        source = report.sources[0] if report.sources else None
        said.append(
            " ".join(filter(None, (source.publisher, source.url or source.name))) if source else report.page[:12]
        )
    more = [f"+ {kept.told - len(kept.reports)}"] if kept.told > len(kept.reports) else []
    return plain(" ; ".join((*dict.fromkeys(said), *more)), "dim")
