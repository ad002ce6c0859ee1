"""Bodies in the terminal. What is returned is for `rich` to print; words of pages carry no markup."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from comity.outputs.bodies_wording import body_country, related_in_words, relations
from comity.outputs.dossier_text import plain
from comity.outputs.people_text import holders, two_columns
from comity.outputs.people_wording import days_in_words, pages_in_words, title_of
from comity.outputs.translation import translations
from comity.register.bodies.views import Bodies, KeptBody, Related


def render_bodies(found: Bodies, language: str = "fr") -> RenderableType:
    """The list of bodies, those most often named first."""
    say, count = translations(language).gettext, translations(language).ngettext
    if not found.bodies:
        return Text(say("The register names no body of that name."))
    table = two_columns()
    for entry in found.bodies:
        which = plain(entry.body.name, "bold")
        which.append(f"  {entry.body.id}", style="not bold dim")
        more = [body_country(entry.country, language), ", ".join(entry.authority)]
        named = count("%(num)s mention", "%(num)s mentions", entry.mentions) % {"num": entry.mentions}
        lines = [which, plain(" · ".join(filter(None, (*more, named))), "dim")]
        table.add_row(plain(days_in_words(entry.first_day, entry.last_day, language), "cyan"), Group(*lines))
    shown = say("%(first)s to %(last)s of %(total)s bodies")
    told = shown % {"first": found.offset + 1, "last": found.offset + len(found.bodies), "total": found.total}
    return Group(table, Text(told, style="italic"))


def render_body(body: KeptBody, language: str = "fr") -> RenderableType:
    """All that is known of a body."""
    say = translations(language).gettext
    parts: list[RenderableType] = [Rule(plain(body.name, "bold")), Text(body.id, style="dim")]
    table = two_columns()
    rows = [
        (say("Country"), body_country(body.country, language)),
        (say("Written"), ", ".join(f"{each.written} ({each.mentions})" for each in body.spellings)),
        (say("Named"), days_in_words(body.first_day, body.last_day, language)),
        (say("Sources"), pages_in_words(body.pages, language)),
        (say("Authority file"), ", ".join(body.authority)),
    ]
    for field, called in relations(language).items():
        rows += [(called, _related(each, language)) for each in getattr(body, field)]
    for name, value in rows:
        if value:
            table.add_row(plain(name, "cyan"), plain(value))
    parts.append(table)
    for post in body.posts:
        parts += [Text(f"\n{title_of(post.office, None)}", style="bold"), *holders(post, language)]
    parts += [Text(f"\n{say('Records')}", style="bold"), plain(", ".join(body.records))] if body.records else []
    return Group(*parts)


def _related(related: Related, language: str) -> str:
    ids = f"  {related.body.id}" if related.body.id else ""
    return f"{related.body.name}{ids} ({related_in_words(related, language)})"
