"""A file that is one page, text or HTML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from comity.model import RawPage
from comity.sources.context import Context, Found, empty, shown, too_large
from comity.sources.sniff import looks_html

_HTML = frozenset({".html", ".htm", ".xhtml"})
_TEXT = frozenset({".txt", ".text", ".md"})


def accepts(name: str) -> bool:
    """Any name: what is no source of another kind is opened as one page, or said to be missing."""
    return name != ""


def pages(name: str, context: Context) -> Iterator[Found]:
    """The one page of the file."""
    with Path(name).open("rb") as file:
        content = file.read(context.max_bytes + 1)
    yield page(name, content, context)


def page(name: str, content: bytes, context: Context) -> RawPage:
    """The content as one page. SourceError when it is empty or too large."""
    if not content:
        raise empty(name)
    if len(content) > context.max_bytes:
        raise too_large(name, context.max_bytes)
    suffix = Path(name).suffix.lower()
    html = suffix in _HTML or (suffix not in _TEXT and looks_html(content))
    return RawPage(name=shown(name), content=content, media="text/html" if html else "text/plain")
