"""A web page read: its text, its stories, and what its metadata state.

The markup becomes paragraphs (`walk`), the page's structure is found (`structure`), the paragraphs are told apart
(`roles`), and the text is made of those that are the report's or a teaser's (`compose`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from comity.errors import ReadingError
from comity.folding import fold
from comity.model import RawPage, Stated, Story
from comity.reading.html.addresses import own_address
from comity.reading.html.charsets import decode_page
from comity.reading.html.compose import Composed, compose
from comity.reading.html.dom import parse
from comity.reading.html.json_ld import Article, read_json_ld
from comity.reading.html.moments import day_of_address
from comity.reading.html.roles import Line, Told, tell
from comity.reading.html.second import doubtful, kept_by_trafilatura
from comity.reading.html.stated import Ranked, choose_day, from_head, from_json_ld, from_source, site_name
from comity.reading.html.structure import Structure, part_of, structure
from comity.reading.html.walk import Walked, walk
from comity.reading.language import language_of, normalise
from comity.reading.marks import Marks, marks
from comity.reading.stamps import dates, is_stamp, stamps

_STAMPED_ABOVE, _STAMPED_BELOW = 8, 3
_FROM_JSON = 2.5  # times as much text as the markup shows
_LETTERS_THAT_TELL = 200


@dataclass(frozen=True, slots=True)
class WebPage:
    """A web page: text and stories, what is stated of it (the best first), and what is believed of that.

    `failure` says why nothing can be read of it; the metadata are kept all the same.
    """

    text: str
    stories: tuple[Story, ...]
    stated: tuple[Stated, ...]
    title: str | None
    publisher: str | None
    published: str | None
    language: str | None
    url: str | None
    failure: ReadingError | None = None


def web_page(raw: RawPage) -> WebPage:
    """Read a web page. ReadingError when its bytes are no web page's."""
    markup = raw.text if raw.text is not None else decode_page(raw.content or b"", raw.name, raw.charset)
    root = parse(markup)
    if root is None:
        raise ReadingError(f"{raw.name} holds no text.", "Give a page with text, or leave it out.")
    known = marks()
    walked = walk(root)
    ranked = from_source(raw)
    from_head(ranked, root)
    base = _base(root, raw, ranked)
    article, crumbs = read_json_ld(root, _titles(ranked), _addresses(ranked))
    from_json_ld(ranked, article, crumbs)
    found = structure(walked.pieces, _titles(ranked), base, known, bare=walked.bare)
    if doubtful(found):
        kept = kept_by_trafilatura(root, walked.pieces)
        if kept:
            walked = walk(root)
            found = structure(walked.pieces, _titles(ranked), base, known, kept, walked.bare)
    told = tell(found, known)
    _complete(told, ranked, article)
    composed = compose(told, ranked.best("publisher"))
    failure = None
    if not composed.text.strip():
        what = f"{raw.name} is a web page without a report: nothing but the site's own words was found."
        failure = ReadingError(what, "Give the address of one article, or its text.")
    language = _language(raw, composed, ranked)
    _from_page(ranked, found, walked, told, language, known)
    day = choose_day(ranked, language)
    return WebPage(
        composed.text, composed.stories, ranked.ordered(), ranked.best("title"), ranked.best("publisher"), day,
        language, own_address(ranked, raw.url), failure,
    )  # fmt: skip


def _base(root: HtmlElement, raw: RawPage, ranked: Ranked) -> str | None:
    """The address that relative links count from."""
    base: str | None = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    if base and "://" in base:
        return base
    return raw.url or own_address(ranked, None)


def _titles(ranked: Ranked) -> list[str]:
    """The titles that metadata give, without doubles, the best first."""
    told = [stated.value for stated in ranked.ordered() if stated.field == "title"]
    sites = {fold(stated.value) for stated in ranked.ordered() if stated.field == "publisher"}
    return [title for title in dict.fromkeys(told) if fold(title) not in sites]


def _addresses(ranked: Ranked) -> list[str]:
    return [stated.value for stated in ranked.ordered() if stated.field == "url"]


def _complete(told: Told, ranked: Ranked, article: Article | None) -> None:
    """Add what the markup lacks: a report that stands in JSON-LD alone, and a headline."""
    shown = sum(len(line.text) for line in told.lines if line.zone in ("body", "lead"))
    body = article.body if article is not None else None
    if body and article is not None and article.sure and len(body) > max(_LETTERS_THAT_TELL, _FROM_JSON * shown):
        paragraphs = [" ".join(part.split()) for part in body.split("\n")]
        kept = [line for line in told.lines if line.zone == "headline"]
        told.lines = kept + [Line("body", part, -1) for part in paragraphs if part]
    lines = told.lines
    if any(line.zone in ("body", "lead") for line in lines) and not any(line.zone == "headline" for line in lines):
        title = ranked.best("title")
        text = {fold(line.text) for line in lines}
        if title and not (site := _is_site(ranked, title)) and fold(title) not in text and site is False:
            lines.insert(0, Line("headline", title, -1))


def _is_site(ranked: Ranked, title: str) -> bool:
    """Whether a title is nothing but the site's name."""
    publisher = ranked.best("publisher")
    return publisher is not None and fold(publisher) == fold(title)


def _language(raw: RawPage, composed: Composed, ranked: Ranked) -> str | None:
    """The language given, else that of the letters when there are enough, else that declared."""
    if raw.language and (code := normalise(raw.language)):
        return code
    read = language_of(composed.text)
    if read:
        ranked.add(20, "language", read, "text")
    if read and sum(map(str.isalpha, composed.text[:2000])) >= _LETTERS_THAT_TELL:
        return read
    declared = (
        normalise(stated.value) for stated in ranked.ordered() if stated.field == "language" and stated.by != "text"
    )
    return next((code for code in declared if code), read)


def _from_page(
    ranked: Ranked, found: Structure, walked: Walked, told: Told, language: str | None, known: Marks
) -> None:
    """Add what the page itself shows: its headline, the stamps and times beside it, its byline, its breadcrumbs."""
    headline = next((line.text for line in told.lines if line.zone == "headline" and line.index >= 0), None)
    ranked.add(10, "title", headline, "markup")
    element = next(
        (s.value for _, s in ranked.values if s.field == "title" and s.by == "markup" and s.value != headline), None
    )
    ranked.add(50, "publisher", site_name(element, headline), "markup")
    begun = next((line.index for line in told.lines if line.zone == "body" and line.index >= 0), 0)
    start = found.headline.index if found.headline else max(0, begun - _STAMPED_ABOVE)
    for time in walked.times:
        near = start - _STAMPED_ABOVE <= time.index <= begun + 1
        if near and part_of(time.node) is None and time.index not in found.cards:
            ranked.add(
                45 if not time.modified else 30, "modified" if time.modified else "published", time.value, "markup"
            )
    _from_stamps(ranked, told.lines, language)
    address = next(
        (stated.value for stated in ranked.ordered() if stated.field == "url" and stated.by == "given"), None
    )
    for told_address in dict.fromkeys(one for one in (address, *_addresses(ranked)) if one):
        day = day_of_address(told_address)
        if day:
            ranked.add(70, "published", day, "url")
            break
    _from_bylines(ranked, walked, told, known)
    for section in walked.sections:
        if part_of(section.node) not in ("related", "popular", "comments", "side") and section.index <= begun:
            ranked.add(50, "section", section.value, "markup")
    _from_breadcrumbs(ranked, found, headline)


def _from_bylines(ranked: Ranked, walked: Walked, told: Told, known: Marks) -> None:
    """Add writers: those that the markup names beside the report, and those that its bylines name."""
    lines = {line.index: line for line in told.lines if line.zone == "byline"}
    for name in walked.writers:
        if name.index in lines and fold(name.value) in fold(lines[name.index].text):
            ranked.add(40, "author", _writer(name.value, known), "markup")
    for line in lines.values():
        ranked.add(45, "author", known.writer(line.text), "text")


def _writer(words: str, known: Marks) -> str | None:
    """The name in words that the markup calls a writer's."""
    value = (known.writer(words) or known.unsigned(words)).strip(" ,;:|()")
    if is_stamp(value) or known.furniture(value) or known.agency(value) or any(map(str.isdigit, value)):
        return None
    return value if value[:1].isupper() and len(value.split()) > 1 and "/" not in value else None


def _from_stamps(ranked: Ranked, lines: Sequence[Line], language: str | None) -> None:
    edge = [line for line in lines if line.zone in ("byline", "dateline")]
    updated = []
    for line in edge[:_STAMPED_ABOVE] + edge[_STAMPED_ABOVE:][-_STAMPED_BELOW:]:
        for stamp in (dates if line.stamp else stamps)(line.text, language):
            if stamp.kind == "updated":
                ranked.add(40, "modified", stamp.printed, "text")
                updated.append(stamp.printed)
            else:
                ranked.add(50, "published", stamp.printed, "text")
    if updated and ranked.best("published") is None:
        ranked.add(85, "published", updated[0], "text")


def _from_breadcrumbs(ranked: Ranked, found: Structure, headline: str | None) -> None:
    """The last breadcrumb that is not the page itself."""
    names = [
        words
        for piece in found.pieces
        if any(node.kind == "furniture" and node.crumbs for node in piece.node.up())
        for _, words in piece.links
        if fold(words) and not (headline and fold(headline).startswith(fold(words)))
    ]
    if len(names) > 1:
        ranked.add(40, "section", names[-1], "markup")
