"""JSON lines: one page a line, with `text` or `html`, and optional id, url, title, published, publisher, language.

A line that cannot be read is one `Unread` with its number; the others go on. A `.json` file may also hold one page as
one object, or a list of pages. Dumps of other programs name the same things otherwise: where a line has none of our
names for a thing, theirs are understood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from comity.errors import SourceError
from comity.model import RawPage, Stated
from comity.sources.context import Context, Found, Item, empty, shown, too_large, unread

_BOM = b"\xef\xbb\xbf"
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
_REMEDY = 'Each line is one JSON object with "text" or "html".'
_CHUNK = 1 << 20


class _Line(msgspec.Struct, frozen=True):
    """What a line may say; other fields are left alone."""

    text: str | None = None
    html: str | None = None
    id: str | int | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    language: str | None = None


def pages(item: Item, context: Context) -> Iterator[Found]:
    """The pages of JSON lines, one a line."""
    return from_stream(item.name, item.stream, context)


def document(item: Item, context: Context) -> Iterator[Found]:
    """The pages of a `.json` file: lines, or one document."""
    first, start = _first_line(item.stream, context.max_bytes)
    if start:
        return from_stream(item.name, item.stream, context, first)
    return _document(item.name, first + item.stream.read(max(0, context.max_bytes + 1 - len(first))), context)


def from_stream(name: str, file: BinaryIO, context: Context, head: bytes = b"") -> Iterator[Found]:
    """The pages of a stream, of which `head` has been read already."""
    number = 0
    found = False
    for number, (line, whole) in enumerate(_lines(file, head, context.max_bytes), start=1):
        if number == 1:
            line = line.removeprefix(_BOM)
        if whole and not line.strip():
            continue
        found = True
        place = f"{name}#{number}"
        try:
            if not whole:
                raise too_large(place, context.max_bytes)
            yield _page(place, _parse(place, line))
        except SourceError as error:
            yield unread(place, error)
    if not found:
        raise empty(name)


def _lines(file: BinaryIO, head: bytes, limit: int) -> Iterator[tuple[bytes, bool]]:
    """Each line and whether it is whole: of a line above the limit only the beginning is kept."""
    read = head.splitlines(keepends=True)
    while True:
        line = read.pop(0) if read else b""
        if not line.endswith(b"\n"):
            line += file.readline(max(1, limit + 1 - len(line)))
        if not line:
            return
        whole = len(line.rstrip(b"\r\n")) <= limit
        rest = line
        while not rest.endswith(b"\n") and (rest := file.readline(_CHUNK)):
            whole = whole and not rest.strip()
        yield line, whole


def _parse(place: str, line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SourceError(f"{shown(place)} is not UTF-8 at byte {error.start + 1}.", _REMEDY) from error
    except json.JSONDecodeError as error:
        message = f"{shown(place)} is not JSON: {error.msg} at character {error.pos + 1}."
        raise SourceError(message, _REMEDY) from error
    except (RecursionError, ValueError) as error:
        raise SourceError(f"{shown(place)} is not JSON that can be read: {error}.", _REMEDY) from error


_NAMES = {
    "text": ("maintext", "raw_text", "plain_text"),
    "html": ("raw_html",),
    "url": ("link",),
    "published": ("date_publish", "publish_date", "publication_date", "date_published", "pub_date", "date"),
    "publisher": ("sitename", "site_name", "source_domain", "hostname", "domain"),
    "language": ("lang",),
}
"""What dumps call it: those of news-please, trafilatura, and sets of news articles made with them."""

_AUTHOR = ("author", "authors")


def _understood(value: dict[str, Any]) -> dict[str, Any]:
    """The line with our names for what it names otherwise; values of the wrong kind do not count."""
    known = dict(value)
    if known.get("text") is None and known.get("html") is None:
        for name in ("text", "html"):
            known[name] = next((value[other] for other in _NAMES[name] if isinstance(value.get(other), str)), None)
    for name in ("url", "published", "publisher", "language"):
        if known.get(name) is None:
            known[name] = next((value[other] for other in _NAMES[name] if isinstance(value.get(other), str)), None)
    return known


def _authors(value: dict[str, Any]) -> tuple[Stated, ...]:
    told = next((value[name] for name in _AUTHOR if value.get(name)), None)
    names = [one for one in told if isinstance(one, str)] if isinstance(told, list) else [told]
    joined = ", ".join(" ".join(name.split()) for name in names if isinstance(name, str) and name.strip())
    return (Stated(field="author", value=_UNUSABLE.sub("�", joined), by="given"),) if joined else ()


def _page(place: str, value: Any) -> RawPage:
    if not isinstance(value, dict):
        raise SourceError(f"{shown(place)} is a JSON {_KIND.get(type(value), 'value')}, not an object.", _REMEDY)
    try:
        line = msgspec.convert(_understood(value), _Line)
    except msgspec.ValidationError as error:
        raise SourceError(f"{shown(place)} has a field of the wrong kind: {error}.", _REMEDY) from error
    if line.text is None and line.html is None:
        raise SourceError(f"{shown(place)} has neither text nor html.", _REMEDY)
    return RawPage(
        name=shown(place),
        text=line.text if line.text is not None else line.html,
        media="text/plain" if line.text is not None else "text/html",
        ref=None if line.id is None else _clean(str(line.id)),
        url=_clean(line.url),
        title=_clean(line.title),
        published=_clean(line.published),
        publisher=_clean(line.publisher),
        language=_clean(line.language),
        stated=_authors(value),
    )


_KIND = {list: "list", str: "string", int: "number", float: "number", bool: "truth value", type(None): "null"}


def _clean(value: str | None) -> str | None:
    """Metadata that can be printed and stored; the text itself is mended by the reading."""
    return None if value is None else _UNUSABLE.sub("�", value)


def _first_line(file: BinaryIO, limit: int) -> tuple[bytes, bool]:
    """The stream up to the end of its first line that is not blank, and whether that is a whole JSON object."""
    read = line = file.readline(limit + 1)
    while line and not line.strip() and len(read) <= limit:
        line = file.readline(limit + 1)
        read += line
    try:
        return read, isinstance(json.loads(line.removeprefix(_BOM)), dict)
    except (ValueError, RecursionError):
        return read, False


def _document(name: str, content: bytes, context: Context) -> Iterator[Found]:
    content = content.removeprefix(_BOM)
    if not content.strip():
        raise empty(name)
    if len(content) > context.max_bytes:
        raise too_large(name, context.max_bytes)
    value = _parse(name, content)
    if not isinstance(value, list):
        yield _page(name, value)
        return
    for number, item in enumerate(value, start=1):
        try:
            yield _page(f"{name}#{number}", item)
        except SourceError as error:
            yield unread(f"{name}#{number}", error)
    if not value:
        raise empty(name)
