"""Addresses that the user names: one, or a list of them in a text file, one a line, with `#` before comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from comity.errors import FetchError, SourceError
from comity.model import Unread
from comity.sources.ahead import Link
from comity.sources.context import Context, Found, Item, empty, shown, unread
from comity.sources.links import follow, follow_all

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_LONGEST_LINE = 40_000
"""Bytes of a line that are looked at: more than the longest address has."""
_REMEDY = "Give one address a line that begins with http:// or https://."


def accepts(name: str) -> bool:
    """What begins as an address does, with any scheme: no file is meant by that."""
    return _SCHEME.match(name) is not None


def pages(name: str, context: Context) -> Iterator[Found]:
    """The page at the address, or what the feed, sitemap or archive there leads to."""
    from comity.sources.web.urls import checked, masked  # here: most runs fetch nothing, and need not load the client

    try:
        checked(name)
    except FetchError as error:
        yield unread(masked(name), error)
        return
    yield from follow(name.strip(), context)


def listed(item: Item, context: Context) -> Iterator[Found]:
    """The pages at the addresses of a list. An address that is there twice is fetched once; a line that is no address
    is one `Unread` with its number, and the others go on.
    """
    return follow_all(_links(item, context), context.within(item.name))


def _links(item: Item, context: Context) -> Iterator[Link | Unread]:
    seen: set[str] = set()
    found = False
    for number, line in enumerate(_lines(item.stream), start=1):
        address = _COMMENT.sub("", line).strip()
        if not address:
            continue
        found = True
        place = f"{item.name}#{number}"
        if len(seen) >= context.limits.members:
            message = f"{shown(place)} is beyond the limit of {context.limits.members} addresses."
            yield unread(place, SourceError(message, "Divide the list."))
            return
        try:
            key = _key(place, address)
        except SourceError as error:
            yield unread(place, error)
            continue
        if key not in seen:
            seen.add(key)
            yield Link(address)
    if not found:
        raise empty(item.name)


def _key(place: str, address: str) -> str:
    """What two lines have in common that ask for the same. SourceError when the line holds no address."""
    from comity.sources.web.urls import checked

    if not accepts(address):
        told = address if len(address) <= 60 else f"{address[:59]}…"
        raise SourceError(f"{shown(place)} is no address: {told}.", _REMEDY)
    return checked(address)


def _lines(stream: BinaryIO) -> Iterator[str]:
    """The lines of the list; of one that is too long for an address, no more than shows that."""
    first = True
    while line := stream.readline(_LONGEST_LINE):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST_LINE)
        yield line.decode("utf-8-sig" if first else "utf-8", errors="replace")
        first = False
