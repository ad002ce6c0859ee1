"""What a page says of itself in JSON-LD (schema.org): the object that is its article, and its breadcrumbs.

Pages carry several objects, of other articles and of pictures and videos too, and many do not parse: what does not is
left out, and what is nested too deeply or too large is not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from comity.folding import fold
from comity.reading.html.signs import one_line

_LARGEST = 2_000_000
_MOST_OBJECTS = 3000
_ARTICLES = re.compile(r"(?:Article|BlogPosting|Posting|PressRelease|Report)$")
_PAGES = frozenset(("WebPage", "ItemPage", "AboutPage"))
_WRAPPED = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*;?\s*$|;\s*$"
)
_BROKEN = re.compile(r",\s*([}\]])")


@dataclass(slots=True)
class Article:
    """The page's own article as JSON-LD states it; all values on one line. `sure`: it is of this page beyond doubt."""

    title: str | None = None
    published: str | None = None
    modified: str | None = None
    publisher: str | None = None
    language: str | None = None
    authors: list[str] = field(default_factory=list)
    url: str | None = None
    section: str | None = None
    body: str | None = None
    sure: bool = False


def read_json_ld(root: HtmlElement, titles: list[str], addresses: list[str]) -> tuple[Article | None, list[str]]:
    """The article of the page with these titles and addresses, if any is stated; and the names of its breadcrumbs."""
    objects = list(_objects(root))
    named = {one["@id"]: one for one in objects if isinstance(one.get("@id"), str) and one.get("name")}
    crumbs = next((names for one in objects if "BreadcrumbList" in _types(one) and (names := _crumbs(one))), [])
    articles = [one for one in objects if any(_ARTICLES.search(kind) for kind in _types(one))]
    pages = [one for one in objects if _PAGES & set(_types(one))]
    best, score = None, -1
    for rank, one in enumerate((*articles, *pages)):
        fits = _fits(one, titles, addresses)
        # the first article of a page is its own, if it says nothing else
        value = 2 * fits + (1 if rank < len(articles) else 0)
        if value > score and fits >= 0:
            best, score = one, value
    return (_article(best, named, sure=score >= 2) if best is not None else None), crumbs


def _objects(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """All objects of all scripts, outer ones first."""
    count = size = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        size += len(script.text)
        if size > _LARGEST:
            return
        stack: list[Any] = [_parsed(script.text)]
        while stack and count < _MOST_OBJECTS:
            one = stack.pop()
            if isinstance(one, list):
                stack.extend(reversed(one[:500]))
            elif isinstance(one, dict):
                count += 1
                yield one
                stack.extend(
                    value
                    for key, value in reversed(one.items())
                    if key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "breadcrumb")
                    and not isinstance(value, str)
                )


def _parsed(text: str) -> Any:
    for candidate in (text, _BROKEN.sub(r"\1", _WRAPPED.sub("", text))):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(one: dict[str, Any]) -> list[str]:
    kinds = one.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _fits(one: dict[str, Any], titles: list[str], addresses: list[str]) -> int:
    """2: the title or the address is the page's; 0: nothing is said; -1: they are another page's."""
    named = [key for name in ("headline", "name", "alternativeHeadline") if (key := fold(_text(one.get(name)) or ""))]
    told = [address for name in ("mainEntityOfPage", "url", "@id") if (address := _address(one.get(name)))]
    wanted = [fold(title) for title in titles]
    if any(
        key == title or (len(key) > 15 and key in title) or (len(title) > 15 and title in key)
        for key in named
        for title in wanted
        if title
    ):
        return 2
    if any(_path(address) == _path(own) for address in told for own in addresses if _path(own)):
        return 2
    return -1 if named and wanted else 0


def _path(address: str) -> str:
    """An address without scheme, host, query and fragment."""
    return re.sub(r"^(?:https?:)?//[^/]*|[?#].*$", "", address).rstrip("/")


def _article(one: dict[str, Any], named: dict[str, dict[str, Any]], *, sure: bool) -> Article:
    """`named`: objects that others refer to by their `@id`."""
    one = {key: _resolved(value, named) for key, value in one.items()}
    return Article(
        title=_text(one.get("headline")) or _text(one.get("name")),
        published=_text(one.get("datePublished")) or _text(one.get("dateCreated")),
        modified=_text(one.get("dateModified")),
        publisher=_name(one.get("publisher")) or _name(one.get("sourceOrganization")),
        language=_language(one.get("inLanguage")),
        authors=_names(one.get("author") or one.get("creator")),
        url=_address(one.get("mainEntityOfPage")) or _address(one.get("url")),
        section=_text(one.get("articleSection")),
        body=one["articleBody"] if isinstance(one.get("articleBody"), str) else None,
        sure=sure,
    )


def _resolved(value: Any, named: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_resolved(part, named) for part in value[:20] if not isinstance(part, list)]
    if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, (str, dict))), None)
    if isinstance(value, dict):
        value = value.get("@value")
    return (one_line(value) or None) if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value)


def _names(value: Any) -> list[str]:
    found = [_name(one) for one in (value if isinstance(value, list) else [value])[:20]]
    return list(dict.fromkeys(name for name in found if name and "://" not in name))


def _language(value: Any) -> str | None:
    if isinstance(value, dict):
        return _text(value.get("alternateName")) or _text(value.get("name"))
    return _text(value)


def _address(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return one_line(value) if isinstance(value, str) and ("/" in value) else None


def _crumbs(one: dict[str, Any]) -> list[str]:
    names = []
    items = one.get("itemListElement")
    for item in items[:12] if isinstance(items, list) else []:
        if isinstance(item, dict):
            inner = item.get("item")
            name = _text(item.get("name")) or (_name(inner) if isinstance(inner, dict) else None)
            if name:
                names.append(name)
    return names
