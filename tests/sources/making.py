"""Archives that the tests make: records and responses, whole and broken in every way."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

from comity.model import Known, RawPage, Unread
from comity.sources import open_sources
from comity.sources.context import Limits, Web

PAGE = "<html><body><p>Le ministre a reçu son homologue à Kampala.</p></body></html>"


def opened(
    *names: str | Path,
    stdin: bytes | io.RawIOBase = b"",
    max_bytes: int = 100_000,
    web: Web | None = None,
    limits: Limits | None = None,
) -> list[RawPage | Unread | Known]:
    """All that the sources give."""
    stream = io.BytesIO(stdin) if isinstance(stdin, bytes) else stdin
    return list(
        open_sources([str(name) for name in names], stdin=stream, max_bytes=max_bytes, web=web, limits=limits)  # type: ignore[arg-type]
    )


def response(
    address: str = "https://a.example/1",
    body: str | bytes = PAGE,
    *,
    status: str = "200 OK",
    media: str = "text/html; charset=utf-8",
    headers: tuple[str, ...] = (),
    kind: WarcRecordType = WarcRecordType.response,
    length: str | None = None,
) -> bytes:
    """One record, as fastwarc writes it; `length` is what its header says instead of the truth."""
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {media}"] if media else []), *headers, "", ""]
    block = "\r\n".join(lines).encode() + (body.encode() if isinstance(body, str) else body)
    record = WarcRecord()
    record.init_headers(kind, b"urn:uuid:00000000-0000-4000-8000-000000000000")
    record.headers["WARC-Target-URI"] = address
    record.headers["WARC-Date"] = "2024-03-01T10:00:00Z"
    record.is_http = kind is WarcRecordType.response
    record.set_bytes_content(block)
    out = io.BytesIO()
    record.write(out)
    made = out.getvalue()
    return (
        made
        if length is None
        else made.replace(f"Content-Length: {len(block)}".encode(), f"Content-Length: {length}".encode())
    )


def numbered(count: int) -> list[bytes]:
    """That many good records, with addresses and pages of their own."""
    return [response(f"https://a.example/{one}", PAGE.replace("Kampala", f"Kampala {one}")) for one in range(count)]


def packed(*records: bytes) -> bytes:
    """One gzip member a record."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def gzipped(content: bytes) -> bytes:
    """The content packed, the same at any hour: the names of tests are made of it."""
    return gzip.compress(content, mtime=0)


def zipped(files: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive, the same at any hour."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def names(found: list[RawPage | Unread | Known]) -> list[str]:
    """The names, with what is unread in brackets."""
    return [f"[{one.name}]" if isinstance(one, Unread) else one.name for one in found]
