"""Searching the register."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Interface, Many, MinConfidence, RegisterPath, settings_of, values
from comity.cli.root import app
from comity.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.register import Register
    from comity.register.searching.views import Found, FoundKind, Query

FEW = 5
PERSON = "Who stands in it: an id (pe-…) or a name, under all spellings."


class SearchFormat(StrEnum):
    """How what was found is printed."""

    text = "text"
    csv = "csv"
    jsonl = "jsonl"


class SearchKind(StrEnum):
    """What is searched for."""

    events = "events"
    commitments = "commitments"
    instruments = "instruments"
    offices = "offices"
    pages = "pages"


class SearchOrder(StrEnum):
    """In which order."""

    relevance = "relevance"
    newest = "newest"
    oldest = "oldest"


@app.command()
def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help='What to look for: words, "a phrase", begin*, -without.'),
    ] = None,
    register: RegisterPath = None,
    side: Annotated[
        list[str] | None, typer.Option(metavar="SIDE", help="Who stands in it; given twice, both together.")
    ] = None,
    kind: Annotated[SearchKind | None, typer.Option(help="Only these, more of them.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From this date on: 2018, 2018-07.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Up to this date.")] = None,
    channel: Many = None,
    form: Many = None,
    type: Many = None,
    field: Many = None,
    status: Many = None,
    place: Many = None,
    person: Annotated[list[str] | None, typer.Option(metavar="NAME", help=PERSON)] = None,
    publisher: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    language: Many = None,
    min_confidence: MinConfidence = 0,
    order: Annotated[SearchOrder | None, typer.Option(help="By relevance if words are given, else newest.")] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=200, help="How many at once.")] = 20,
    after: Annotated[str | None, typer.Option(metavar="PLACE", help="Go on where the last list ended.")] = None,
    facets: Annotated[bool, typer.Option("--facets", help="Count what may narrow the search.")] = False,
    format: Annotated[
        SearchFormat, typer.Option(help="Text to read; or all that is found of a kind, as comity export prints it.")
    ] = SearchFormat.text,
    interface: Interface = None,
) -> None:
    """Search records and pages for words, accents and endings apart, with filters that all combine."""
    from comity.outputs import screen
    from comity.outputs.search_text import render_facets, render_results
    from comity.register import open_register
    from comity.register.searching.views import FOUND_KINDS, Query

    if after is not None and kind is None:
        raise UsageError("--after goes on with a list of one kind.", "Give --kind too.")
    settings = settings_of(register=register, interface=interface)
    with open_register(settings.register_path, readonly=True) as opened:
        query = Query(
            words=" ".join(words or ()),
            sides=tuple(opened.side(each, settings.interface) for each in side or ()),
            since=since,
            until=until,
            channels=values(channel),
            forms=values(form),
            types=tuple(each.upper() for each in values(type)),
            fields=values(field),
            statuses=values(status),
            places=tuple(place or ()),
            persons=tuple(person or ()),
            publishers=tuple(publisher or ()),
            languages=values(language),
            min_confidence=min_confidence or None,
        )
        chosen: FoundKind = kind.value[:-1] if kind is not None else "event"  # type: ignore[assignment]
        if facets:
            screen.show([render_facets(opened.searching.facets(query, chosen), settings.interface)])
        elif format is not SearchFormat.text:
            _export(opened, query, chosen, format)
        else:
            ask = opened.searching.find
            sections = (
                [ask(query, chosen, order=order.value if order else None, limit=limit, after=after)]
                if kind is not None
                else [ask(query, each, order=order.value if order else None, limit=FEW) for each in FOUND_KINDS]
            )
            screen.show([render_results(sections, settings.interface, whole=kind is not None)])


def _export(opened: Register, query: Query, kind: FoundKind, format: SearchFormat) -> None:
    """Print all that is found of a kind, as `comity export` prints records; pages as JSON lines."""
    from comity.outputs import screen
    from comity.outputs.exports import export
    from comity.outputs.found import FoundRecords

    if kind == "page" and format is SearchFormat.jsonl:
        screen.write_json_lines(_pages(opened, query))
    else:
        screen.write_text(export(FoundRecords(opened, query), f"{kind}s", format=format.value))  # type: ignore[arg-type]


def _pages(opened: Register, query: Query) -> Iterator[Found]:
    after = None
    while True:
        results = opened.searching.find(query, "page", order="newest", limit=200, after=after)
        yield from results.found
        after = results.after
        if after is None:
            return
