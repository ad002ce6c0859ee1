"""Bytes of any kind, wherever they come from: each kind has the one module that makes pages of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from comity.model import RawPage
from comity.sources import addresses, archives, feeds, lines, sitemaps, unpacking, warc
from comity.sources.context import Context, Found, Item, empty, shown, too_large
from comity.sources.peeking import peeked
from comity.sources.sniff import Kind, kind_of

_Reader = Callable[[Item, Context], Iterator[Found]]


def pages(item: Item, context: Context) -> Iterator[Found]:
    """The pages of the item. SourceError when its kind cannot be read, or it is broken as a whole."""
    head, stream = peeked(item.stream)
    if not head:
        raise empty(item.name)
    reader = _READERS[kind_of(head, item.suffix, item.media)]
    yield from reader(replace(item, stream=stream), context)


def _page(media: str, item: Item, context: Context) -> Iterator[Found]:
    """The whole item as one page."""
    content = item.stream.read(context.max_bytes + 1)
    if len(content) > context.max_bytes:
        raise too_large(item.name, context.max_bytes)
    yield RawPage(
        name=shown(item.name),
        content=content,
        media=media,
        charset=item.charset,
        url=item.url,
        stated=item.stated,
    )


_READERS: Mapping[Kind, _Reader] = {
    "text": partial(_page, "text/plain"),
    "html": partial(_page, "text/html"),
    "pdf": partial(_page, "application/pdf"),
    "addresses": addresses.listed,
    "lines": lines.pages,
    "json": lines.document,
    "zip": archives.pages,
    "gzip": unpacking.pages,
    "warc": warc.pages,
    "feed": feeds.pages,
    "sitemap": sitemaps.pages,
}
