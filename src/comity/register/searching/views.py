"""What is asked of searching, and what it answers: frozen records."""

from __future__ import annotations

from typing import Literal

from comity.model import Record
from comity.register.views import AnyKept, RecordKind, Side, SourceRef

FoundKind = Literal["event", "commitment", "instrument", "office", "page"]
FOUND_KINDS: tuple[FoundKind, ...] = ("event", "commitment", "instrument", "office", "page")
Order = Literal["relevance", "newest", "oldest"]
ORDERS: tuple[Order, ...] = ("relevance", "newest", "oldest")
FACETS = (
    "side", "channel", "type", "form", "field", "status", "place", "person", "publisher", "language",
)  # fmt: skip
"""What may be counted among what was found, and asked for."""


class Query(Record):
    """What is looked for. An empty field asks for everything; values of one field are alternatives, fields add up.

    `words` is what the user typed (see `question`). With one of `sides` it stands in the record, with two they stand in
    it together, as in their dossier. `since` and `until` are EDTF and inclusive: of a record the days it may fall on
    count, of a page those of its publication; what has no known day is left out when either is given. `places` are
    names or codes, `persons` ids (`pe-…`) or names, each of whom counts under all names, `publishers` names as sources
    give them, `languages` codes. `min_confidence` is 0 to 1, of a page that of its surest record. A page answers to
    what its records, taken together, answer to.
    """

    words: str = ""
    sides: tuple[Side, ...] = ()
    since: str | None = None
    until: str | None = None
    channels: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    min_confidence: float | None = None


class Passage(Record):
    """A sentence in which something was found, or a part of a long one: `text` is `page text[start:end]`.

    `marks` are the spans of the page's text that were looked for. All offsets are code points of the page's text.
    """

    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text cut at the marks: each piece, and whether it is marked."""
        cut: list[tuple[str, bool]] = []
        at = self.start
        for start, end in self.marks:
            cut += [(self.text[at - self.start : start - self.start], False)]
            cut += [(self.text[start - self.start : end - self.start], True)]
            at = end
        cut.append((self.text[at - self.start :], False))
        return tuple(piece for piece in cut if piece[0])


class Found(Record):
    """One thing found: a record (`kept`), or a page, with the sentences that show it, on the page `page`.

    `title` is that of the page, `sources` are where it was found, the lead first; `language` is that of its words.
    """

    kind: FoundKind
    id: str
    page: str
    title: str
    sources: tuple[SourceRef, ...]
    language: str | None
    passages: tuple[Passage, ...]
    kept: AnyKept | None = None


class Value(Record):
    """One value of a facet, and how many of what was found have it. `label` is what a person (an id) is called."""

    value: str
    count: int
    label: str | None = None


class Facet(Record):
    """The values that what was found has of one kind, the most frequent first."""

    name: str
    values: tuple[Value, ...]


class Results(Record):
    """A part of what was found of one kind, in order.

    `total` counts all of it, or the first 10,000 where it is not `exact`. `after` asks for the next part, and is null
    where there is none. By relevance the newest 5,000 are ordered.
    """

    kind: FoundKind
    order: Order
    total: int
    exact: bool
    found: tuple[Found, ...] = ()
    after: str | None = None


class Facets(Record):
    """What may narrow a search: counts over all that was found of one kind, or over `of` of it, the newest."""

    kind: FoundKind
    of: int
    facets: tuple[Facet, ...] = ()


__all__ = [
    "FACETS", "FOUND_KINDS", "ORDERS", "Facet", "Facets", "Found", "FoundKind", "Order", "Passage", "Query",
    "RecordKind", "Results", "Value",
]  # fmt: skip
