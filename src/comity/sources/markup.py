"""The text of feeds and sitemaps, without what XML allows and they have no use for: document types and entities.

An entity may be declared to be a file of this machine, or itself a thousand times over. Nothing that is declared is
looked at: a document that declares something is refused, and one that only names its type loses that line.
"""

from __future__ import annotations

import codecs
import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from html import unescape

from comity.errors import SourceError
from comity.sources.context import subject

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']""", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml\b.*?\?>", re.DOTALL)
_BEFORE = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_TYPE = re.compile(r"<!doctype[^\[<>]*>", re.IGNORECASE)
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOSE = re.compile(r"(<!\[CDATA\[.*?\]\]>)|&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?")


def xml_text(content: bytes, name: str, charset: str | None = None) -> str:
    """The text of an XML document without its declaration and document type. SourceError when it declares entities.

    UTF-8 is believed wherever it can be read; else the document's own declaration, then `charset`, that of the server.
    """
    text = _UNUSABLE.sub("", _decoded(content, charset))
    declaration = _DECLARATION.match(text)
    text = text[declaration.end() :] if declaration else text
    place = 0
    while before := _BEFORE.match(text, place):
        place = before.end()
    if text[place : place + 9].lower() != "<!doctype":
        return text[place:]
    kind = _TYPE.match(text, place)
    if kind is None:
        raise SourceError(
            f"{subject(name)} declares a document type with entities of its own, which may be made to do harm.",
            "It was not read; tell whoever publishes it.",
        )
    return text[kind.end() :]


def loose_ampersands(text: str) -> str:
    """The text with every `&` that begins no entity of XML as one of its own."""
    return _LOOSE.sub(lambda found: found[1] or "&amp;", text)


def plain(value: object) -> str | None:
    """What is shown of a value that may hold tags: one line, or nothing."""
    return " ".join(unescape(_TAG.sub(" ", value)).split()) or None if isinstance(value, str) else None


def moment(value: str | None) -> str | None:
    """A time of a feed, a sitemap or a header as ISO 8601 with its offset; as it is when that cannot be told."""
    value = " ".join(value.split()) if value else ""
    if not value or _ISO.fullmatch(value):
        return value or None
    try:
        told = parsedate_to_datetime(value)
        # -0000: a time of nowhere, which is that of UTC
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).isoformat()
    except (ValueError, OverflowError):
        return value


def _decoded(content: bytes, charset: str | None) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    for sign, encoding in _WIDE:
        if content.startswith(sign):
            return content.decode(encoding, errors="replace")
    declared = _DECLARED.match(content)
    named = [declared[1].decode("ascii")] if declared else []
    for encoding in ("utf-8", *named, *([charset] if charset else [])):
        try:
            if codecs.lookup(encoding)._is_text_encoding:
                return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return content.decode("cp1252", errors="replace")
