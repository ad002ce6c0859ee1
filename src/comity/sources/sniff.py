"""What the first bytes show of a source, where its name or its server does not say it, or says it wrongly."""

from __future__ import annotations

import codecs
import re
from typing import Literal

Kind = Literal["text", "html", "pdf", "lines", "json", "zip", "gzip", "warc", "feed", "sitemap", "addresses"]

HEAD = 4096
"""How many bytes of a source are looked at."""

_BOM = codecs.BOM_UTF8
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_JSON = re.compile(rb'\s*\{\s*["}]')
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)
# what may stand before the first element: declarations, comments, and a document type with or without its own part
_PROLOGUE = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_ELEMENT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z]+)[\s/>]")
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')
_RSS_1 = "http://purl.org/rss/"
_BY_ROOT: dict[str, Kind] = {"rss": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "sitemap"}
_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"WARC/", "warc"),
)
_BY_SUFFIX: dict[str, Kind] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".json": "json",
    ".zip": "zip",
}
# names that a list of addresses may have
_LISTS = frozenset({"", ".txt", ".text", ".list", ".lst", ".urls"})
_ADDRESS = re.compile(rb"https?://\S+(?:\s+#.*)?", re.IGNORECASE)
_BY_MEDIA: dict[str, Kind] = {"text/html": "html", "application/xhtml+xml": "html"}


def kind_of(head: bytes, suffix: str = "", media: str | None = None) -> Kind:
    """The kind of a source from its first bytes, the suffix of its name and the kind that a server declared.

    A signature is believed before a name, a name before what the text looks like, and that before the server: feeds are
    sent as `text/html` and web pages as `text/plain`.
    """
    start = head.removeprefix(_BOM)[:HEAD]
    for signature, kind in _SIGNATURES:
        if start.lstrip().startswith(signature) if kind in ("pdf", "warc") else start.startswith(signature):
            return kind
    if suffix in _LISTS and looks_addresses(start):
        return "addresses"
    if suffix == ".json" and _JSON_FEED.search(start):
        return "feed"
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if looks_json(start):
        return "feed" if _JSON_FEED.search(start) else "lines"
    if looks_html(start):
        return "html"
    return _by_root(head[:HEAD]) or _BY_MEDIA.get(media or "", "text")


def looks_json(head: bytes) -> bool:
    """Whether the first thing is a JSON object."""
    return bool(_JSON.match(head.removeprefix(_BOM)))


def looks_addresses(head: bytes) -> bool:
    """Whether the lines are addresses, most of them at least; a text may well begin with its own."""
    lines = head.removeprefix(_BOM).splitlines()
    if len(head) >= HEAD - len(_BOM) and len(lines) > 1:  # the last one is cut off
        lines.pop()
    told = [line for line in map(bytes.strip, lines) if line and not line.startswith(b"#")]
    addresses = [_ADDRESS.fullmatch(line) is not None for line in told]
    return bool(told) and 2 * sum(addresses) > len(told)


def looks_html(head: bytes) -> bool:
    """Whether the first thing is an HTML document."""
    return bool(_HTML.match(head.removeprefix(_BOM)[:HEAD]))


def _by_root(head: bytes) -> Kind | None:
    """The kind of an XML document by its first element."""
    wide = next((encoding for mark, encoding in _WIDE if head.startswith(mark)), None)
    text = head[2:].decode(wide, errors="ignore") if wide else head.removeprefix(_BOM).decode("latin-1")
    place = 0
    while before := _PROLOGUE.match(text, place):
        place = before.end()
    root = _ELEMENT.match(text, place)
    if root is None:
        return None
    name = root[1].lower()
    if name == "html":
        return "html"
    return "feed" if name == "rdf" and _RSS_1 in text else _BY_ROOT.get(name)
