"""What a search found, in the terminal: each thing with the sentence in which it was found, the words marked."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from comity.outputs.dossier_text import plain
from comity.outputs.found import facet_name, facet_value, kinds_name, line_of, total_in_words
from comity.outputs.translation import translations
from comity.register.searching.views import Facets, Found, Passage, Results


def render_results(sections: Iterable[Results], language: str = "fr", *, whole: bool = False) -> RenderableType:
    """Kind by kind what was found, in French or English; kinds of which nothing was found are left out.

    `whole`: a list of one kind, which can be gone on with; else each is the beginning of such a list.
    """
    say = translations(language).gettext
    parts: list[RenderableType] = []
    for results in sections:
        if not results.total:
            continue
        total = total_in_words(results.total, results.exact, language)
        parts.append(Text(f"{kinds_name(results.kind, language)} ({total})", style="bold"))
        for found in results.found:
            parts.append(Padding(_found(found, language), (0, 0, 1, 2)))
        if results.after is not None:
            place = f" --after {results.after}" if whole else ""
            parts.append(plain(f"{say('More')}{say(': ')}--kind {results.kind}s{place}", "dim"))
    return Group(*parts) if parts else Text(say("Nothing was found."))


def render_facets(facets: Facets, language: str = "fr") -> RenderableType:
    """What may narrow a search, with counts."""
    parts: list[RenderableType] = []
    for facet in facets.facets:
        if not facet.values:
            continue
        line = plain(facet_name(facet.name, language), "cyan")
        for each in facet.values:
            line.append(" · ", style="dim")
            label = each.label or facet_value(facet.name, each.value, language)
            line.append_text(plain(label if label == each.value else f"{label} [{each.value}]", "not cyan default"))
            line.append(f" {each.count}", style="dim")
        parts.append(line)
    return Group(*parts)


def _found(found: Found, language: str) -> RenderableType:
    line = line_of(found, language)
    head = plain(line.title, "bold")
    for part in (line.sides, line.date):
        if part:
            head.append(" · ", style="not bold")
            head.append_text(plain(part, "not bold"))
    head.append(f"  {found.id if found.kept is not None else found.page[:12]}", style="not bold dim")
    lines = [head, *(_passage(passage, language) for passage in found.passages), _source(found)]
    return Group(*lines)


def _passage(passage: Passage, language: str) -> Text:
    """A sentence in quotation marks; what was looked for stands between ▸ and ◂."""
    quoted = Text("« " if language == "fr" else "“")
    for piece, marked in passage.pieces():
        words = plain(piece, "bold underline" if marked else "")
        left, right = " " * piece[:1].isspace(), " " * piece[-1:].isspace()
        if marked:
            quoted.append("▸", style="dim").append_text(words).append("◂", style="dim")
        elif words.plain:
            quoted.append(left).append_text(words).append(right)
        else:
            quoted.append(" ")
    return quoted.append(" »" if language == "fr" else "”")


def _source(found: Found) -> Text:
    source = found.sources[0] if found.sources else None
    return plain(" ".join(filter(None, (source.publisher, source.url or source.name))) if source else "", "dim")
