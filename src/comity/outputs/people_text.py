"""People and offices in the terminal. What is returned is for `rich` to print; words of pages carry no markup."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from comity.outputs.dossier_text import plain
from comity.outputs.people_wording import (
    clash_in_words,
    days_in_words,
    held_in_words,
    holder_in_words,
    pages_in_words,
    reason_in_words,
    title_of,
)
from comity.outputs.translation import translations
from comity.outputs.wording import country_name
from comity.register.people.views import KeptPerson, Offices, People, Post


def render_people(found: People, language: str = "fr") -> RenderableType:
    """The list of people, those most often named first."""
    say, count = translations(language).gettext, translations(language).ngettext
    if not found.people:
        return Text(say("The register names nobody of that name."))
    table = two_columns()
    for entry in found.people:
        who = plain(entry.person.name, "bold")
        who.append(f"  {entry.person.id}", style="not bold dim")
        more = [", ".join(country_name(code, language) for code in entry.countries)]
        more += [title_of(entry.office.office, entry.office.of)] if entry.office else []
        more += [", ".join(entry.authority)] if entry.authority else []
        named = count("%(num)s mention", "%(num)s mentions", entry.mentions) % {"num": entry.mentions}
        lines = [who, plain(" · ".join(filter(None, more))), plain(named, "dim")]
        table.add_row(plain(days_in_words(entry.first_day, entry.last_day, language), "cyan"), Group(*lines))
    shown = say("%(first)s to %(last)s of %(total)s people")
    told = shown % {"first": found.offset + 1, "last": found.offset + len(found.people), "total": found.total}
    return Group(table, Text(told, style="italic"))


def render_person(person: KeptPerson, language: str = "fr") -> RenderableType:
    """All that is known of a person."""
    say = translations(language).gettext
    parts: list[RenderableType] = [Rule(plain(person.name, "bold")), Text(person.id, style="dim")]
    table = two_columns()
    rows = [
        (say("Country"), ", ".join(country_name(code, language) for code in person.countries)),
        (say("Written"), ", ".join(f"{each.written} ({each.mentions})" for each in person.spellings)),
        (say("Named"), days_in_words(person.first_day, person.last_day, language)),
        (say("Sources"), pages_in_words(person.pages, language)),
        (say("Authority file"), ", ".join(person.authority)),
        (say("Taken for one because of"), ", ".join(reason_in_words(each, language) for each in person.reasons)),
    ]
    for name, value in rows:
        if value:
            table.add_row(plain(name, "cyan"), plain(value))
    parts.append(table)
    if person.offices:
        held = two_columns()
        for each in person.offices:
            days = days_in_words(each.first_day, each.last_day, language)
            held.add_row(plain(days, "cyan"), plain(held_in_words(each, language)))
        parts += [Text(f"\n{say('Offices')}", style="bold"), held]
    parts += [plain(clash_in_words(clash, language), "yellow") for clash in person.clashes]
    parts += [Text(f"\n{say('Records')}", style="bold"), plain(", ".join(person.records))] if person.records else []
    return Group(*parts)


def render_offices(found: Offices, language: str = "fr") -> RenderableType:
    """The offices of a country or a body of states, with who was said to hold them and from when to when."""
    say = translations(language).gettext
    parts: list[RenderableType] = [Rule(plain(found.side.label, "bold"))]
    if not found.posts:
        parts.append(Text(say("No page tells who holds an office there.")))
    for post in found.posts:
        parts += ["", plain(title_of(post.office, post.of), "bold"), *holders(post, language)]
    return Group(*parts)


def holders(post: Post, language: str) -> Iterator[RenderableType]:
    """Who was said to hold an office, from when to when, and what contradicts itself."""
    table = two_columns()
    for holder in post.holders:
        who = plain(holder.person.name, "bold")
        who.append(f"  {holder.person.id}", style="not bold dim")
        days = days_in_words(holder.first_day, holder.last_day, language)
        table.add_row(plain(days, "cyan"), Group(who, plain(holder_in_words(holder, language), "dim")))
    yield table
    for clash in post.clashes:
        yield plain(clash_in_words(clash, language), "yellow")


def two_columns() -> Table:
    """A table of days, or of names of fields, and what is told of them."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=16, max_width=28)
    table.add_column(ratio=1)
    return table
