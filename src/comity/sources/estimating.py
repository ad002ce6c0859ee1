"""How many pages sources will give, where that is cheap to tell: for the bar that shows how far a run is."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from comity.errors import SourceError
from comity.sources import addresses, contents, feeds, folders, sitemaps, stream
from comity.sources.context import MAX_PAGE_BYTES, Context, Found, Item
from comity.sources.sniff import HEAD, kind_of

_SAMPLE = 8_000_000
"""Bytes of a long file that are read; the rest is taken to be like them."""

_LONGEST_WAIT = 2_000
"""Pages of a sample after which it is long enough."""

_MANY = frozenset({".zip", ".gz", ".warc", ".jsonl", ".ndjson", ".json", ".xml", ".rss", ".atom"})
_ONE = frozenset({".html", ".htm", ".xhtml", ".pdf", ".md"})
"""Names of files that may hold more than one page, and of such as do not."""


def estimate(names: Sequence[str]) -> int | None:
    """About how many pages (and failures) the sources will give; None where that cannot be told yet.

    Never raises, fetches nothing and reads nothing that can be read only once. Of a long file a part is read.
    """
    total = 0
    for name in names:
        count = _of(name)
        if count is None:
            return None
        total += count
    return total


def _of(name: str) -> int | None:
    try:
        if name == "" or not (stream.accepts(name) or addresses.accepts(name) or Path(name).exists()):
            return 1  # the failure that says so
        if stream.accepts(name) or addresses.accepts(name):
            return None
        return _folder(name) if folders.accepts(name) else _file(name)
    except (OSError, ValueError):
        return 1


def _folder(name: str) -> int | None:
    total = 0
    for folder, inner, files in os.walk(name):
        inner[:] = [one for one in inner if not one.startswith(".")]
        for file in files:
            if not file.startswith("."):
                count = 1 if PurePosixPath(file).suffix.lower() in _ONE else _file(str(Path(folder, file)))
                if count is None:
                    return None
                total += count
    return total


def _file(name: str) -> int | None:
    with Path(name).open("rb") as file:
        kind = kind_of(file.read(HEAD), PurePosixPath(name).suffix.lower())
        file.seek(0)
        match kind:
            case "zip":
                return _archive(file)
            case "feed" | "sitemap":
                return _entries(kind, file.read(MAX_PAGE_BYTES))
            case "lines" | "json" | "warc" | "gzip":
                return _sampled(name, file)
            case "addresses":
                return sum(1 for line in file if line.strip() and not line.lstrip().startswith(b"#"))
        return 1


def _archive(file: BinaryIO) -> int | None:
    """The files that the archive lists, if each is one page."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return 1
    return None if any(PurePosixPath(name).suffix.lower() in _MANY for name in names) else len(names)


def _entries(kind: str, content: bytes) -> int | None:
    try:
        if kind == "feed":
            return max(1, len(feeds.read(content, None).entries))
        found = sitemaps.read(content, None)
    except SourceError:
        return 1
    return None if found.sitemaps else max(1, len(found.pages))


def _sampled(name: str, file: BinaryIO) -> int:
    """The pages of the first part, as many times as that part goes into the whole."""
    size = os.fstat(file.fileno()).st_size
    count = 0
    for count, _ in enumerate(_pages(name, file), start=1):
        if count >= _LONGEST_WAIT or file.tell() >= _SAMPLE:
            return max(count, round(count * size / max(1, min(size, file.tell()))))
    return count


def _pages(name: str, file: BinaryIO) -> Iterator[Found]:
    def nothing(_: str) -> Iterator[Found]:
        return iter(())

    context = Context(stdin=io.BytesIO(), max_bytes=MAX_PAGE_BYTES, open=nothing, read=contents.pages)
    return context.hand(Item(name=name, stream=file))
