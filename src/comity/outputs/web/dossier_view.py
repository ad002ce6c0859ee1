"""A dossier arranged for reading: by year, by title, by source. No HTML here: templates write that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from comity.edtf import parse
from comity.folding import fold
from comity.outputs.dates import date_in_words
from comity.outputs.present import (
    language_of,
    lower_first,
    upper_first,
)
from comity.outputs.translation import translations
from comity.outputs.wording import (
    country_name,
    event_title,
    list_in_words,
    place_in_words,
    sides_in_words,
    value_name,
)
from comity.register.views import (
    Contents,
    Dossier,
    KeptEvent,
    KeptOffice,
    Section,
    SourceRef,
)

_CHAPTERS: tuple[tuple[Section, str], ...] = (
    ("encounter", "encounters"),
    ("act", "acts"),
    ("commitment", "commitments"),
    ("instrument", "instruments"),
    ("office", "offices"),
)

ByHeading = list[tuple[str, list[KeptEvent]]]


def by_year(events: Sequence[KeptEvent], language: str) -> ByHeading:
    """Events under the year in which they began, in the order given; those without a year, or a date, under that."""
    say = translations(language).gettext

    def heading(kept: KeptEvent) -> str:
        date = kept.record.date
        if date is None:
            return say("Undated")
        year = parse(date.edtf).start.year
        return say("Year unknown") if year is None else str(year)

    return [(name, list(group)) for name, group in groupby(events, heading)]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is said to hold an office, with the records that say so."""

    name: str
    records: tuple[KeptOffice, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """An office of one country, its holders in the order given, and the language of its words."""

    name: str
    language: str | None
    holders: tuple[Holder, ...]


def offices_by_country(offices: Sequence[KeptOffice], language: str) -> list[tuple[str, list[Title]]]:
    """Offices by country, title and holder. Titles and names that fold alike are one; the first is shown."""
    countries: dict[str, dict[str, dict[str, list[KeptOffice]]]] = {}
    for kept in offices:
        office = kept.record
        country = country_name(office.country, language)
        titles = countries.setdefault(country, {})
        holders = titles.setdefault(fold(_office_title(kept, country)), {})
        holders.setdefault(fold(office.person), []).append(kept)
    return [
        (
            country,
            [
                Title(
                    _office_title(first := next(iter(holders.values()))[0], country),
                    language_of(first),
                    tuple(Holder(_holder_name(records), tuple(records)) for records in holders.values()),
                )
                for holders in titles.values()
            ],
        )
        for country, titles in countries.items()
    ]


def _office_title(kept: KeptOffice, country: str) -> str:
    """Office and body; a body that only names the country adds nothing under its heading."""
    of = kept.record.of
    title = kept.record.office if of is None or fold(of) == fold(country) else f"{kept.record.office}, {of}"
    return upper_first(title)


def _holder_name(records: Sequence[KeptOffice]) -> str:
    office = records[0].record
    return f"{office.rank} {office.person}" if office.rank else office.person


def sources(dossier: Dossier) -> list[tuple[str, tuple[SourceRef, ...], int]]:
    """The pages on which a dossier rests, with their sources and the number of its records; the newest first."""
    found: dict[str, tuple[SourceRef, ...]] = {}
    counts: dict[str, set[str]] = {}
    for kept in (*dossier.encounters, *dossier.acts, *dossier.commitments, *dossier.instruments, *dossier.offices):
        for report in kept.reports:
            found.setdefault(report.page, report.sources)
            counts.setdefault(report.page, set()).add(kept.id)
    listed = [(page, refs, len(counts[page])) for page, refs in found.items() if refs]
    return sorted(listed, key=lambda source: (source[1][0].published or "", source[1][0].name), reverse=True)


@dataclass(frozen=True, slots=True)
class Part:
    """Which records of a section are read: from the `first` to the `last` of `total`, counted from 1.

    `newer` and `older` are the offsets of the parts before and after it, if there are any.
    """

    section: Section
    first: int
    last: int
    total: int
    newer: int | None
    older: int | None


def parts(dossier: Dossier) -> dict[str, Part]:
    """The chapters of which not all records are read, by their place on the page."""
    found = {}
    offset, limit = dossier.filters.offset, dossier.filters.limit or 1
    for section, chapter in _CHAPTERS:
        total, read = getattr(dossier.counts, chapter), len(getattr(dossier, chapter))
        if 0 < read < total:
            found[chapter] = Part(
                section=section,
                first=offset + 1,
                last=offset + read,
                total=total,
                newer=max(0, offset - limit) if offset else None,
                older=offset + read if offset + read < total else None,
            )
    return found


def summary(dossier: Dossier, language: str) -> str:
    """One sentence: how much the dossier holds, and if all of it is read, over which years, from how many pages."""
    catalogue = translations(language)
    say, count = catalogue.gettext, catalogue.ngettext
    n = dossier.counts
    parts = [
        count("{n} encounter", "{n} encounters", n.encounters).format(n=n.encounters),
        count("{n} other act", "{n} other acts", n.acts).format(n=n.acts),
        count("{n} commitment", "{n} commitments", n.commitments).format(n=n.commitments),
        count("{n} instrument", "{n} instruments", n.instruments).format(n=n.instruments),
    ]
    numbers = (n.encounters, n.acts, n.commitments, n.instruments)
    held = [part for part, number in zip(parts, numbers, strict=True) if number]
    if not held:
        return say("Nothing is recorded between the two sides.")
    if dossier.read() != n:
        return say("{things}.").format(things=list_in_words(held, language))
    pages = len(sources(dossier))
    from_pages = count("from {n} page", "from {n} pages", pages).format(n=pages)
    years = sorted(
        year
        for kept in (*dossier.encounters, *dossier.acts)
        if kept.record.date is not None and (year := parse(kept.record.date.edtf).start.year) is not None
    )
    things = list_in_words(held, language)
    if not years:
        return say("{things}, {pages}.").format(things=things, pages=from_pages)
    if years[0] == years[-1]:
        return say("{things} in {year}, {pages}.").format(things=things, year=years[0], pages=from_pages)
    return say("{things} from {first} to {last}, {pages}.").format(
        things=things, first=years[0], last=years[-1], pages=from_pages
    )


def point_title(kept: KeptEvent, language: str) -> str:
    """What a point of the timeline says: date, act, sides, place, status."""
    event = kept.record
    parts = [date_in_words(event.date, language), event_title(event, language)]
    parts.append(sides_in_words((*event.actor, *event.recipient), language))
    if event.place:
        parts.append(place_in_words(event.place, language))
    if event.status != "held":
        parts.append(lower_first(value_name("status", event.status, language)))
    return ", ".join(part for part in parts if part)


def chapters(dossier: Dossier, language: str) -> list[tuple[str, str, int]]:
    """The chapters that a dossier has: their place on the page, their name, how much they hold."""
    say = translations(language).gettext
    all_chapters = [
        ("encounters", say("Encounters"), dossier.counts.encounters),
        ("acts", say("Other acts"), dossier.counts.acts),
        ("commitments", say("Commitments"), dossier.counts.commitments),
        ("instruments", say("Instruments"), dossier.counts.instruments),
        ("offices", say("Offices"), dossier.counts.offices),
        ("sources", say("Sources"), len(sources(dossier))),
    ]
    return [chapter for chapter in all_chapters if chapter[2]]


def holdings(contents: Contents, language: str) -> list[tuple[str, int]]:
    """How much a register holds, by kind."""
    say = translations(language).gettext
    held = [
        (say("Pages"), contents.pages),
        (say("Events"), contents.events),
        (say("Commitments"), contents.commitments),
        (say("Instruments"), contents.instruments),
        (say("Offices"), contents.offices),
    ]
    return held + ([(say("Pages not coded"), contents.failed)] if contents.failed else [])
