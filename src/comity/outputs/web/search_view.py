"""A search arranged for reading: its links to narrower and wider searches. No HTML here: templates write that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec

from comity.outputs.found import facet_name, facet_value, kinds_name, order_name
from comity.outputs.web.asked import SEARCHED, canonical_search
from comity.register.searching.views import FOUND_KINDS, ORDERS, Facets, FoundKind, Order, Query, Results
from comity.register.views import Side

_FIELDS = dict(SEARCHED)


@dataclass(frozen=True, slots=True)
class Link:
    """A step to another search: what it is called, how much it finds (if that is known), where it is."""

    name: str
    href: str
    count: int | None = None
    here: bool = False


def address(language: str, query: Query, **more: str | None) -> str:
    """Where a search is: all that is asked stands in the address."""
    asked = urlencode(canonical_search(query, **more))
    return f"/{language}/search?{asked}" if asked else f"/{language}/search"


def kinds(query: Query, totals: dict[FoundKind, int], chosen: FoundKind | None, language: str) -> list[Link]:
    """The kinds of which anything was found."""
    return [
        Link(kinds_name(kind, language), address(language, query, kind=kind), totals[kind], kind == chosen)
        for kind in FOUND_KINDS
        if totals[kind] or kind == chosen
    ]


def orders(query: Query, kind: FoundKind | None, chosen: Order, language: str) -> list[Link]:
    """The orders in which it may be shown."""
    return [
        Link(order_name(order, language), address(language, query, kind=kind, order=order), None, order == chosen)
        for order in ORDERS
        if order != "relevance" or query.words
    ]


def next_part(query: Query, results: Results, order: Order | None, language: str) -> str | None:
    """Where the list goes on."""
    if results.after is None:
        return None
    return address(language, query, kind=results.kind, order=order, after=results.after)


def chosen(query: Query, kind: FoundKind | None, language: str, people: Mapping[str, str]) -> list[Link]:
    """What narrows the search, each with the search without it; `people` are the names of persons by their ids."""

    def without(facet: str, label: str, **changed: object) -> Link:
        wider = msgspec.structs.replace(query, **changed)
        return Link(f"{facet_name(facet, language)}: {label}", address(language, wider, kind=kind))

    found = []
    for side in query.sides:
        left = tuple(each for each in query.sides if each.key != side.key)
        found.append(without("side", side.label, sides=left))
    for facet, field in SEARCHED:
        for value in getattr(query, field):
            left_over = tuple(each for each in getattr(query, field) if each != value)
            label = people.get(value) if facet == "person" else None
            found.append(without(facet, label or facet_value(facet, value, language), **{field: left_over}))
    for bound in ("since", "until"):
        if value := getattr(query, bound):
            found.append(without(bound, facet_value(bound, value, language), **{bound: None}))
    if query.min_confidence:
        found.append(without("min_confidence", f"{query.min_confidence:g}", min_confidence=None))
    return found


def narrower(query: Query, facets: Facets, kind: FoundKind | None, language: str) -> list[tuple[str, list[Link]]]:
    """What may narrow the search: each facet with its values, without those that are asked for already."""
    found = []
    for facet in facets.facets:
        links = [
            Link(each.label or facet_value(facet.name, each.value, language), href, each.count)
            for each in facet.values
            for href in _with(query, facet.name, each.value, kind, language)
        ]
        if links:
            found.append((facet_name(facet.name, language), links))
    return found


def _with(query: Query, facet: str, value: str, kind: FoundKind | None, language: str) -> Iterator[str]:
    """Where the search is with one more filter; nothing if it has it, or has no room for it."""
    if facet == "side":
        if len(query.sides) < 2 and value not in {side.key for side in query.sides}:
            side = Side(kind="country", key=value, label=value)
            yield address(language, msgspec.structs.replace(query, sides=(*query.sides, side)), kind=kind)
    elif value not in getattr(query, _FIELDS[facet]):
        field = _FIELDS[facet]
        more = msgspec.structs.replace(query, **{field: (*getattr(query, field), value)})
        yield address(language, more, kind=kind)
