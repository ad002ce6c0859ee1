"""Addresses that a source leads to, or that the user named: fetched, and handed to the kind of what comes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from comity.errors import SourceError
from comity.model import Known, Stated, Unread
from comity.sources.ahead import Errand, Link, run_ahead
from comity.sources.context import Context, Found, Item, shown, unread


def follow(address: str, context: Context, stated: tuple[Stated, ...] = ()) -> Iterator[Found]:
    """The page at an address, or the pages that what is there leads to. `stated` is what led here says of it.

    Never raises: what cannot be had is an `Unread` in its place. What is settled already is a `Known`, and without the
    web an address is an `Unread` that says so.
    """
    yield from follow_all([Link(address, stated)], context)


def follow_all(links: Iterable[Link | Unread], context: Context) -> Iterator[Found]:
    """What `follow` gives, for each link in their order; failures among them stay in theirs.

    Several hosts are asked at a time, and links are looked at before they are due.
    """
    prepared: Iterator[Errand | Known | Unread] = (_prepared(one, context) for one in links)
    web = context.web
    if web is not None:
        prepared = run_ahead(prepared, web, context.limits.hosts)
    for one in prepared:
        if isinstance(one, Errand):
            yield from _fetched(one, context)
        else:
            yield one


def _prepared(link: Link | Unread, context: Context) -> Errand | Known | Unread:
    """What is to be fetched, or why nothing is."""
    if isinstance(link, Unread):
        return link
    name = shown(link.address)
    if context.known(link.address):
        return Known(name=name, url=name)
    try:
        context.within(link.address)
        if context.web is None:
            raise SourceError(f"{name} was not fetched: this run is offline.", "Run it with the network.")
    except SourceError as error:
        return unread(link.address, error)
    return Errand(link)


def _fetched(errand: Errand, context: Context) -> Iterator[Found]:
    link = errand.link
    try:
        response = errand.result()
    except SourceError as error:
        yield unread(link.address, error)
        return
    yield from context.hand(
        Item(
            name=link.address,
            stream=io.BytesIO(response.content),
            media=response.media,
            charset=response.charset,
            url=response.address,
            stated=(*link.stated, *response.stated),
        )
    )
