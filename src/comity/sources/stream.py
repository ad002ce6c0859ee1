"""The standard input, or a pipe given by its path: JSON lines or one page, as its first line shows."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from comity.sources import files, lines
from comity.sources.context import Context, Found
from comity.sources.sniff import looks_json

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
        yield from _pages(name, context.stdin, context)
    else:
        with Path(name).open("rb") as pipe:
            yield from _pages(name, pipe, context)


def _pages(name: str, stream: BinaryIO, context: Context) -> Iterator[Found]:
    head = line = stream.readline(context.max_bytes + 1)
    while line and not head.strip() and len(head) <= context.max_bytes:
        line = stream.readline(context.max_bytes + 1)
        head += line
    if looks_json(head):
        yield from lines.from_stream(name, stream, context, head)
    else:
        yield files.page(name, head + stream.read(max(0, context.max_bytes + 1 - len(head))), context)
