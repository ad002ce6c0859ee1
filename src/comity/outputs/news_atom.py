"""What is new, as an Atom feed (RFC 4287) that a feed reader follows."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from comity import __version__
from comity.outputs.news import NewsItem
from comity.outputs.translation import translations

_NAMESPACE = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MEDIA = "application/atom+xml"


def atom(items: Iterable[tuple[str, NewsItem]], *, audience: str, title: str, updated: str, language: str) -> bytes:
    """The feed as a document in UTF-8. `items` are pieces of news, the newest first, each with when it was found.

    Moments are ISO 8601 with an offset. `audience` names for whom the feed is (see `comity.register.audience`): the
    feed's id, as each entry's, never changes. `updated` is for a feed without entries.
    """
    told = list(items)
    feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": language})
    _add(feed, "id", uuid.uuid5(uuid.NAMESPACE_URL, f"comity:watch:{audience}").urn)
    _add(feed, "title", f"Comity{translations(language).gettext(': ')}{title}")
    _add(feed, "updated", max((moment for moment, _ in told), default=updated))
    SubElement(SubElement(feed, "author"), "name").text = "Comity"
    SubElement(feed, "generator", version=__version__).text = "Comity"
    for moment, item in told:
        _entry(SubElement(feed, "entry"), moment, item, language)
    indent(feed)
    document: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _entry(entry: Element, moment: str, item: NewsItem, language: str) -> None:
    _add(entry, "id", item.identity)
    colon = translations(language).gettext(": ")
    _add(entry, "title", item.title if item.is_first else f"{item.heading}{colon}{item.title}")
    _add(entry, "updated", moment)
    if item.address is not None:
        SubElement(entry, "link", rel="alternate", href=_clean(item.address))
    if item.publisher:
        _add(SubElement(entry, "author"), "name", item.publisher)
    SubElement(entry, "category", term="first" if item.is_first else "differently", label=_clean(item.heading))
    content = SubElement(entry, "content", type="html")
    content.text = _clean("".join(_html(item, language)))


def _html(item: NewsItem, language: str) -> Iterable[str]:
    colon = translations(language).gettext(": ")
    yield "".join(f"<p>{escape(line)}</p>" for line in (item.who, item.where) if line)
    if item.differences:
        rows = (
            f"<li>{escape(one.what + colon)}<del>{escape(one.before)}</del> → <ins>{escape(one.now)}</ins></li>"
            for one in item.differences
        )
        yield f"<ul>{''.join(rows)}</ul>"
    yield "".join(f"<blockquote><p>{escape(words)}</p></blockquote>" for words in item.quotations)
    source = escape(" · ".join(filter(None, (item.page_title, item.said_by))) or item.source)
    if item.address is not None:
        source = f'<a href="{escape(item.address)}">{source}</a>'
    yield f"<p>{source}</p><p><small>{escape(item.record)}</small></p>"


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    """Without the signs that no XML document may hold."""
    return _NO_XML.sub("\ufffd", text)
