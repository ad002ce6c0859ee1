"""Sitemaps and indexes of sitemaps (sitemaps.org), with what news sitemaps say of each page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.parsers import expat

from comity.errors import SourceError
from comity.model import Stated, StatedField, Unread
from comity.sources.ahead import Link
from comity.sources.context import Context, Found, Item, shown, too_large, unread
from comity.sources.feeds import resolved
from comity.sources.links import follow, follow_all
from comity.sources.markup import loose_ampersands, moment, plain, xml_text

LARGEST = 52_428_800
"""What a sitemap may be at most, by its own rules."""

_FIELDS = {
    ("url", "loc"): "address",
    ("url", "lastmod"): "modified",
    ("news", "publication_date"): "published",
    ("news", "title"): "title",
    ("publication", "name"): "publisher",
    ("publication", "language"): "language",
    ("sitemap", "loc"): "sitemap",
}
_ROOTS = frozenset({"urlset", "sitemapindex"})
_SEPARATOR = "\x1f"
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """What a sitemap says of one page. `address` is absolute, or null when there is none; times are ISO 8601."""

    address: str | None = None
    modified: str | None = None
    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    language: str | None = None

    def stated(self) -> tuple[Stated, ...]:
        """The same as metadata of the page."""
        fields: tuple[StatedField, ...] = ("title", "publisher", "published", "modified", "language")
        values = ((field, getattr(self, field)) for field in fields)
        return tuple(Stated(field=field, value=shown(value), by="feed") for field, value in values if value)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, or an index of others. `problem` says why it is not whole, when it is not."""

    pages: tuple[SitemapPage, ...]
    sitemaps: tuple[str, ...]
    problem: str | None = None


def pages(item: Item, context: Context) -> Iterator[Found]:
    """The pages that the sitemap, or the sitemaps of the index, lead to, each sitemap and each page of one once."""
    inner = context.within(item.name)
    limit = max(LARGEST, context.max_bytes)
    content = item.stream.read(limit + 1)
    if len(content) > limit:
        raise too_large(item.name, limit)
    found = read(content, item.url, name=item.name, charset=item.charset)
    if not found.pages and not found.sitemaps and not found.problem:
        raise SourceError(f"The sitemap {shown(item.name)} leads to no pages.", "Leave it out.")
    for address in dict.fromkeys(found.sitemaps):
        yield from follow(address, inner)
    yield from follow_all(_links(found, item.name), inner)
    if found.problem:
        yield unread(item.name, SourceError(f"The sitemap {shown(item.name)} {found.problem}.", "Get it again."))


def _links(found: Sitemap, name: str) -> Iterator[Link | Unread]:
    seen: set[str] = set()
    for number, page in enumerate(found.pages, start=1):
        if page.address is None:
            place = f"{name}#{number}"
            yield unread(place, SourceError(f"The entry {shown(place)} has no address.", "Leave it out."))
        elif page.address not in seen:
            seen.add(page.address)
            yield Link(page.address, page.stated())


def read(content: bytes, address: str | None, *, name: str | None = None, charset: str | None = None) -> Sitemap:
    """What a sitemap says; of one that breaks off or is broken, what stands before that place. Pure.

    SourceError when it is no sitemap, or declares entities; `name` is for the message.
    """
    name = name or address or "The sitemap"
    reader = _Reader(address)
    problem = None
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(loose_ampersands(xml_text(content, name, charset)).encode("utf-8"), True)
    except expat.ExpatError as error:
        problem = f"is broken in line {error.lineno}: {expat.ErrorString(error.code)}"
    if reader.root not in _ROOTS:
        raise SourceError(f"{shown(name)} is no sitemap that can be read.", "Give a sitemap, or an index of sitemaps.")
    return Sitemap(tuple(reader.pages), tuple(reader.sitemaps), problem)


class _Reader:
    """Takes the events of the parser: no tree is built, so that depth and size of a sitemap cost nothing."""

    def __init__(self, base: str | None) -> None:
        self.root: str | None = None
        self.pages: list[SitemapPage] = []
        self.sitemaps: list[str] = []
        self._base = base
        self._page = SitemapPage()
        self._open: list[str] = []
        self._depth = 0
        self._words: list[str] | None = None
        self._size = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        local = name.rpartition(_SEPARATOR)[2]
        self.root = self.root or local
        self._depth += 1
        if self._depth > 10:  # nothing that is looked for lies so deep
            return
        parent = self._open[-1] if self._open else ""
        self._open.append(local)
        if local == "url":
            self._page = SitemapPage()
        self._words, self._size = ([], 0) if (parent, local) in _FIELDS else (None, 0)

    def text(self, words: str) -> None:
        if self._words is not None and self._size < _LONGEST:
            self._words.append(words[: _LONGEST - self._size])
            self._size += len(words)

    def end(self, _: str) -> None:
        self._depth -= 1
        if self._depth >= len(self._open):
            return
        local = self._open.pop()
        parent = self._open[-1] if self._open else ""
        if self._words is not None:
            self._take(_FIELDS[parent, local], "".join(self._words))
            self._words = None
        if local == "url":
            self.pages.append(self._page)

    def _take(self, field: str, words: str) -> None:
        if field == "sitemap":
            address = resolved(words, self._base)
            self.sitemaps.extend([address] if address else [])
        elif field == "address":
            self._page = replace(self._page, address=resolved(words, self._base))
        else:
            value = moment(words) if field in ("modified", "published") else plain(words)
            self._page = replace(self._page, **{field: value})
