"""A web server's answer as an archive keeps it, made into a page, or told to be none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from fastwarc.warc import HeaderMap, WarcRecord

from comity.errors import SourceError
from comity.model import RawPage, Stated, StatedBy, StatedField, Unread
from comity.sources.context import Context, empty, shown, too_large, unread
from comity.sources.markup import moment
from comity.sources.sniff import kind_of

_DONE = 200
_PAGES = {"html": "text/html", "text": "text/plain", "pdf": "application/pdf"}
_MEDIA = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/x-pdf"})
_UNSAID = frozenset(
    {"", "application/octet-stream", "application/force-download", "binary/octet-stream", "unknown/unknown"}
)
_REMEDY = "Get the archive again, or leave this record out; the others were read."
# what was unpacked by the archive's writer still declares how it was packed
_DECODINGS: tuple[Literal["all", "content", "none"], ...] = ("all", "content", "none")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is no page and no failure: a redirect, a picture."""

    what: str


def page_of(place: str, header: bytes, block: bytes, context: Context) -> RawPage | Unread | Skipped:
    """The page of a response. `place` names it; `header` is that of the record, `block` what the server sent."""
    try:
        record = _opened(header, block)
        headers = record.http_headers
        if headers is None or not record.is_http:
            return Skipped("response by another protocol")
        skipped = _left_out(record, headers)
        if skipped is not None:
            return skipped
        content = _content(place, record, header, block, context.max_bytes)
        return _page(place, record, headers, content)
    except SourceError as error:
        return unread(place, error)
    except (OSError, ValueError) as error:
        reason = SourceError(f"The record {shown(place)} could not be read: {error}.", _REMEDY)
        return unread(place, reason)


def _opened(header: bytes, block: bytes) -> WarcRecord:
    try:
        return _parsed(header, block, "all")
    except OSError:  # packed otherwise than it says: its headers are read nevertheless
        return _parsed(header, block, "none")


def _parsed(header: bytes, block: bytes, decoding: Literal["all", "content", "none"]) -> WarcRecord:
    record = WarcRecord.from_bytes(header + block)
    record.parse_http(auto_decode=decoding, quirks_mode=True)
    return record


def _left_out(record: WarcRecord, headers: HeaderMap) -> Skipped | None:
    status = headers.status_code
    if status is None:
        raise SourceError("The record holds no answer of a web server.", _REMEDY)
    if status != _DONE:
        return Skipped("redirect" if 300 <= status < 400 else f"answer with status {status}")
    media = (record.http_content_type or "").lower()
    if media not in _MEDIA and media not in _UNSAID:
        return Skipped(f"{media.partition('/')[0]} file" if media.count("/") == 1 else "file of an unknown kind")
    if urlsplit(_address(record) or "").path == "/robots.txt":
        return Skipped("robots.txt")
    return None


def _content(place: str, record: WarcRecord, header: bytes, block: bytes, limit: int) -> bytes:
    """The page's bytes, without what the server packed them in."""
    packed = record.http_headers.get("Content-Encoding") or record.http_headers.get("Transfer-Encoding")
    problem: Exception | None = None
    for decoding in _DECODINGS if packed else ("none",):
        try:
            content = (_parsed(header, block, decoding) if packed else record).reader.read(limit + 1)
        except OSError as error:
            problem = problem or error
            continue
        if len(content) > limit:
            raise too_large(place, limit)
        if problem is None or (content and kind_of(content) in ("html", "pdf")):
            return content
    raise SourceError(f"The record {shown(place)} is not packed as it says: {problem}.", _REMEDY)


def _page(place: str, record: WarcRecord, headers: HeaderMap, content: bytes) -> RawPage | Skipped:
    if not content:
        raise empty(place)
    media = (record.http_content_type or "").lower()
    kind = kind_of(content, media="text/html" if media in ("text/html", "application/xhtml+xml") else media)
    if media in _UNSAID and kind == "text":
        return Skipped("file of an unknown kind")
    if kind not in _PAGES:
        if media in ("text/html", "text/plain") and kind == "lines":
            return Skipped("data")
        return Skipped(f"{kind} sent as {media or 'nothing'}")
    return RawPage(
        name=shown(place),
        content=content,
        media=_PAGES[kind],
        charset=_charset(record),
        url=_address(record),
        stated=tuple(_stated(record, headers)),
    )


def _address(record: WarcRecord) -> str | None:
    """The address that was asked; early writers put it in angle brackets."""
    address = record.headers.get("WARC-Target-URI")
    return shown(re.sub(r"^<(.*)>$", r"\1", address.strip())) if address else None


def _charset(record: WarcRecord) -> str | None:
    return record.http_charset


def _stated(record: WarcRecord, headers: HeaderMap) -> list[Stated]:
    """What archive and server say of the page. When it was fetched is no day of publication."""
    values: list[tuple[StatedField, str | None, StatedBy]] = [
        ("fetched", record.headers.get("WARC-Date"), "archive"),
        ("modified", moment(headers.get("Last-Modified")), "http"),
        ("language", headers.get("Content-Language"), "http"),
    ]
    return [
        Stated(field=field, value=shown(value.strip()), by=by) for field, value, by in values if value and value.strip()
    ]
