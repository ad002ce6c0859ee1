"""An address that a source leads to, or that the user named: fetched, and handed to the kind of what comes."""

from __future__ import annotations

import io
from collections.abc import Iterator

from comity.errors import SourceError
from comity.model import Known, Stated
from comity.sources.context import Context, Found, Item, shown, unread


def follow(address: str, context: Context, stated: tuple[Stated, ...] = ()) -> Iterator[Found]:
    """The page at an address, or the pages that what is there leads to. `stated` is what led here says of it.

    Never raises: what cannot be had is an `Unread` in its place. What is settled already is a `Known`, and without the
    web an address is an `Unread` that says so.
    """
    if context.known(address):
        yield Known(name=shown(address), url=shown(address))
        return
    try:
        context.within(address)
        if context.web is None:
            raise SourceError(f"{shown(address)} was not fetched: this run is offline.", "Run it with the network.")
        response = context.web.get(address)
    except SourceError as error:
        yield unread(address, error)
        return
    yield from context.hand(
        Item(
            name=address,
            stream=io.BytesIO(response.content),
            media=response.media,
            charset=response.charset,
            url=response.address,
            stated=(*stated, *response.stated),
        )
    )
