"""Feeds: RSS 0.9 to 2.0, Atom and JSON Feed. Each entry is a page, to be fetched from its address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from comity.errors import SourceError
from comity.model import Stated, StatedField, Unread
from comity.sources.ahead import Link
from comity.sources.context import Context, Found, Item, shown, too_large, unread
from comity.sources.links import follow_all
from comity.sources.markup import moment, plain, xml_text

_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>\s*(?:<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_ELEMENT = re.compile(r"<(/?)[A-Za-z][^<>]*?(/?)>")
_DEEPEST, _MOST = 2_000, 500_000
"""Elements one in the other, and in all: the parser's time grows with the square of the one, and a feed has fewer."""

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_CUT = "ends too early: a part of it is missing"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one page. `address` is absolute, or null when there is none; times are ISO 8601."""

    address: str | None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    author: str | None = None
    section: str | None = None
    language: str | None = None
    summary: str | None = None

    def stated(self) -> tuple[Stated, ...]:
        """The same as metadata of the page."""
        values: list[tuple[StatedField, str | None]] = [
            ("title", self.title),
            ("published", self.published),
            ("modified", self.updated),
            ("author", self.author),
            ("section", self.section),
            ("language", self.language),
        ]
        return tuple(Stated(field=field, value=shown(value), by="feed") for field, value in values if value)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. `problem` says why it is not whole, when it is not."""

    title: str | None
    language: str | None
    entries: tuple[Entry, ...]
    problem: str | None = None


def pages(item: Item, context: Context) -> Iterator[Found]:
    """The pages that the feed leads to, in its order, each once."""
    inner = context.within(item.name)
    content = item.stream.read(context.max_bytes + 1)
    if len(content) > context.max_bytes:
        raise too_large(item.name, context.max_bytes)
    feed = read(content, item.url, name=item.name, charset=item.charset)
    if not feed.entries and not feed.problem:
        raise SourceError(f"The feed {shown(item.name)} has no entries.", "Look at it again later, or leave it out.")
    yield from follow_all(_links(feed, item.name), inner)
    if feed.problem:
        yield unread(item.name, SourceError(f"The feed {shown(item.name)} {feed.problem}.", "Get it again."))


def _links(feed: Feed, name: str) -> Iterator[Link | Unread]:
    seen: set[str] = set()
    for number, entry in enumerate(feed.entries, start=1):
        if entry.address is None:
            place = f"{name}#{number}"
            told = f"The entry {shown(place)} has no address: {entry.title or 'untitled'}."
            yield unread(place, SourceError(told, "Leave it out."))
        elif entry.address not in seen:
            seen.add(entry.address)
            yield Link(entry.address, entry.stated())


def read(content: bytes, address: str | None, *, name: str | None = None, charset: str | None = None) -> Feed:
    """What a feed says. Pure; `address` is where it is from, to which its links relate.

    SourceError when it is no feed, or declares entities; `name` is for the message.
    """
    name = name or address or "The feed"
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    return _json(content, address, name) if start.startswith(b"{") else _xml(content, address, name, charset)


def _xml(content: bytes, address: str | None, name: str, charset: str | None) -> Feed:
    text = xml_text(content, name, charset)
    if _overgrown(text):
        raise SourceError(f"{shown(name)} has more elements, or more in each other, than any feed.", "Leave it out.")
    given = (_DECLARATION + text).encode("utf-8")
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address or ""}
    import feedparser  # here: most runs have no feeds, and need not load it

    try:
        parsed = feedparser.parse(given, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # of a broken feed the library raises what it happens upon
        raise SourceError(
            f"{shown(name)} is no feed that can be read: {error}.", "Tell whoever publishes it."
        ) from error
    if not parsed.get("version"):
        raise SourceError(f"{shown(name)} is no feed that can be read.", "Give an RSS, Atom or JSON feed.")
    about = parsed.feed
    base = address or _absolute(_link(about, "self")) or _absolute(about.get("link"))
    language = plain(about.get("language"))
    return Feed(
        title=plain(about.get("title")),
        language=language,
        entries=tuple(_entry(entry, base, language) for entry in parsed.entries),
        problem=None if _END.search(text) else _CUT,
    )


def _overgrown(text: str) -> bool:
    depth = 0
    for number, tag in enumerate(_ELEMENT.finditer(_CDATA.sub("", text))):
        depth = max(0, depth + (-1 if tag[1] else 0 if tag[2] else 1))
        if depth > _DEEPEST or number > _MOST:
            return True
    return False


def _entry(entry: Any, base: str | None, language: str | None) -> Entry:
    tags = entry.get("tags") or [{}]
    details = entry.get("title_detail") or {}
    # `dict.get`: the library's own lends one time to the other
    return Entry(
        address=resolved(entry.get("link"), base),
        title=plain(entry.get("title")),
        published=moment(_text(dict.get(entry, "published"))),
        updated=moment(_text(dict.get(entry, "updated"))),
        author=plain(entry.get("author")),
        section=plain(tags[0].get("term")),
        language=plain(details.get("language")) or language,
        summary=plain(entry.get("summary")),
    )


def _json(content: bytes, address: str | None, name: str) -> Feed:
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{shown(name)} is no feed that can be read: {error}.", "Get it again.") from error
    if not isinstance(value, dict) or "jsonfeed.org" not in str(value.get("version")):
        raise SourceError(f"{shown(name)} is no feed that can be read.", "Give an RSS, Atom or JSON feed.")
    base = address or _absolute(value.get("feed_url")) or _absolute(value.get("home_page_url"))
    language = plain(value.get("language"))
    items = value.get("items")
    entries = (
        [_json_entry(one, base, language) for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    )
    return Feed(title=plain(value.get("title")), language=language, entries=tuple(entries))


def _json_entry(item: dict[str, Any], base: str | None, language: str | None) -> Entry:
    authors = item.get("authors")
    author = authors[0] if isinstance(authors, list) and authors else item.get("author")
    tags = item.get("tags")
    return Entry(
        address=resolved(item.get("url") or item.get("external_url"), base) or _absolute(item.get("id")),
        title=plain(item.get("title")),
        published=moment(_text(item.get("date_published"))),
        updated=moment(_text(item.get("date_modified"))),
        author=plain(author.get("name")) if isinstance(author, dict) else None,
        section=plain(tags[0]) if isinstance(tags, list) and tags else None,
        language=plain(item.get("language")) or language,
        summary=plain(item.get("summary")) or plain(item.get("content_text")),
    )


def resolved(link: object, base: str | None) -> str | None:
    """The link as an absolute address; null when it is none, or relative to nothing."""
    try:
        return _absolute(urljoin(base or "", link.strip())) if isinstance(link, str) and link.strip() else None
    except ValueError:
        return None


def _absolute(value: object) -> str | None:
    try:
        return value if isinstance(value, str) and urlsplit(value).scheme else None
    except ValueError:
        return None


def _link(about: Any, kind: str) -> str | None:
    return next((link.get("href") for link in about.get("links") or [] if link.get("rel") == kind), None)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
