"""A file of any kind: one page, or an archive, a feed or lines with many."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from comity.sources.context import Context, Found, Item


def accepts(name: str) -> bool:
    """Any name: what is no source of another kind is opened, or said to be missing."""
    return name != ""


def pages(name: str, context: Context) -> Iterator[Found]:
    """The pages of the file."""
    with Path(name).open("rb") as file:
        yield from context.read(Item(name=name, stream=file), context)
