"""The standard input, or a pipe given by its path: of any kind that a file may be, as its first bytes show."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from comity.sources.context import Context, Found, Item

STDIN = "-"


def accepts(name: str) -> bool:
    """`-`, or a pipe: what can be read once, from the beginning to the end."""
    if name == STDIN:
        return True
    try:
        return stat.S_ISFIFO(Path(name).stat().st_mode)
    except OSError:
        return False


def pages(name: str, context: Context) -> Iterator[Found]:
    """The pages of the stream."""
    if name == STDIN:
        yield from context.read(Item(name=name, stream=context.stdin), context)
    else:
        with Path(name).open("rb") as pipe:
            yield from context.read(Item(name=name, stream=pipe), context)
