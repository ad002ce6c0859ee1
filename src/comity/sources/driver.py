"""The short driver over all kinds of sources: the first kind that accepts a name hands its pages over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import BinaryIO

from comity.errors import SourceError
from comity.sources import addresses, contents, files, folders, stream
from comity.sources.context import MAX_PAGE_BYTES, Context, Found, Limits, Web, failed

# In order of precedence; the last accepts any name.
_KINDS: tuple[ModuleType, ...] = (stream, addresses, folders, files)


def open_sources(
    names: Sequence[str],
    *,
    stdin: BinaryIO,
    max_bytes: int = MAX_PAGE_BYTES,
    web: Web | None = None,
    known: Callable[[str], bool] | None = None,
    limits: Limits | None = None,
) -> Iterator[Found]:
    """The pages of all sources, in the order of `names`, one at a time.

    A name is a file of any kind (docs/sources.md), a folder, an address or `-` for `stdin`. What cannot be read is an
    `Unread` in its place, and the others go on; an address of which `known` says that it is settled is a `Known`, and
    is not fetched. Never raises for a source. `max_bytes` is the largest page, or line of JSON lines. Without `web`
    nothing is fetched.
    """
    context = Context(
        stdin=stdin,
        max_bytes=max_bytes,
        open=lambda name: _open(name, context),
        read=contents.pages,
        web=web,
        known=known or (lambda _: False),
        limits=limits or Limits(),
    )
    for name in names:
        yield from _open(name, context)


def _open(name: str, context: Context) -> Iterator[Found]:
    try:
        if not name:
            raise SourceError("The name of a source is empty.", "Give a file, a folder or - for the standard input.")
        kind = next(kind for kind in _KINDS if kind.accepts(name))
        yield from kind.pages(name, context)
    except Exception as error:
        yield failed(name, error)
