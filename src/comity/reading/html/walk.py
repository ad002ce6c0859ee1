"""A page's tree as its paragraphs in the order of reading, each with the parts of the page that it stands in.

Paragraphs are what browsers show as blocks: *p*, headings, cells, items, and loose text between them. Two line breaks
part paragraphs, as does one behind a sentence's end. A row of a table of data is one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from comity.lexicon.markup import Markup, PartKind, load_markup, name_words
from comity.reading.html.signs import glue, shown

MOST_PIECES = 10_000
_MOST_ELEMENTS = 300_000
_MOST_RUNS = 4000  # in a paragraph
_MOST_SIGNS = 3_000_000  # of text
_MOST_NAMES = 100
_MOST_BARE = 500
_DEEPEST = 150
_DROPPED = frozenset(
    (
        "script", "style", "template", "svg", "math", "iframe", "object", "embed", "video", "audio", "canvas",
        "map", "select", "option", "button", "input", "textarea", "noscript", "head", "title", "meta", "link",
        "base", "amp-iframe", "amp-img", "img", "amp-analytics", "amp-pixel", "progress", "meter", "datalist",
        "applet", "param",
    )
)  # fmt: skip
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "noframes",
        "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
        "caption", "amp-ad", "amp-sidebar", "amp-consent", "amp-lightbox", "amp-list", "amp-social-share",
        "amp-embed", "amp-user-notification", "amp-sticky-ad", "amp-accordion", "amp-carousel",
    )
)  # fmt: skip
_PICTURES = frozenset(["img", "amp-img", "svg", "video"])
_AROUND = 4  # elements that hold a picture
_FIELDS = frozenset(["button", "input", "select", "textarea"])
_BOLD = frozenset(["b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"])
_HOLDERS = frozenset(["html", "body", "main"])
_SECTIONS = frozenset(["article", "main", "section", "blockquote", "figure"])
# kinds that a part within a line may be of; other names within a line say nothing of the paragraph
_BREAKING: frozenset[PartKind] = frozenset(("comments", "popular", "related", "caption", "quote"))
_SET_APART: frozenset[PartKind] = frozenset(("byline", "stamp"))
_BOXES = frozenset(["div", "section", "header", "footer", "article", "td", "span"])
_CRUMBS = ("breadcrum", "ariane", "pathway", "rootline", "arbo")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAMES = ("class", "id", "data-component", "data-testid", "data-e2e")
_HEADING = re.compile(r"h([1-6])")
_ENDED = re.compile(r"[.!?…:»”\"]\s*$")
_OPENS = re.compile(r"\s*[-–—•*«“\"(]?\s*[^\W_a-zà-ÿ]")
_MARKDOWN = re.compile(r"!\[|\]\(|^#{1,6} |\|$")
_IMAGE = re.compile(r"!\[[^\]]{0,300}\](?:\([^)]{0,500}\))?")
_LINK = re.compile(r"\[(?P<words>[^\[\]]{1,300})\]\((?P<href>[^()\s]{1,500})\)|\[?\s*\]?\((?=/|https?:)[^)\s]{0,500}\)")
_HASHES = re.compile(r"(#{1,6})\s+")
_LONGEST_UNSEEN = 200
_LONGEST_CELL = 160
_LONGEST_NAME = 70
_NOTE = 4  # signs of a note's number


@dataclass(slots=True, eq=False)
class Node:
    """An element of the page. `kind` is what its names say of it; `figure`: it is in a figure that holds a picture."""

    tag: str
    parent: Node | None
    kind: PartKind | None = None
    figure: bool = False
    hidden: bool = False
    crumbs: bool = False  # breadcrumbs
    picture: bool = False  # one stands in it, not far below
    asks: bool = False  # a field or a button stands right in it
    level: int = 0  # of the heading that it is, or stands in
    item: bool = False  # of a list, or right in one
    depth: int = 0
    believed: bool = True
    settled: bool = False  # what is believed is decided: `frame` tells in which part of the page's frame it stands
    frame: PartKind | None = None
    first: int = -1  # of the paragraphs in it
    last: int = -1
    prose: int = 0  # signs in its paragraphs of prose
    sentences: int = 0  # how many paragraphs of prose
    targets: set[str] = field(default_factory=set)  # addresses of its links that are titles, three at most

    def up(self) -> Iterator[Node]:
        """The element and all that hold it, from within outwards."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def inside(self, holder: Node) -> bool:
        """Whether the element is `holder` or stands in it."""
        return any(node is holder for node in self.up())


@dataclass(slots=True, eq=False)
class Piece:
    """A paragraph. `links` are the addresses that it leads to, as written, each with its words; `linked` is the number
    of signs in links; `level` is that of a heading, 0 for others; `bold`: all of it is."""

    text: str
    node: Node
    index: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)
    linked: int = 0
    level: int = 0
    bold: bool = False
    item: bool = False

    telling: bool | None = None  # whether it is prose, once that was asked

    @property
    def link_share(self) -> float:
        """The share of its signs that stand in links."""
        return min(1.0, self.linked / max(1, len(self.text)))


@dataclass(slots=True)
class Time:
    """A moment that an element states for machines: its value, the index of the paragraph at it."""

    value: str
    index: int
    node: Node
    modified: bool = False


@dataclass(slots=True)
class Name:
    """Words that the markup calls a writer (`author`) or the page's section, and the paragraph that holds them."""

    value: str
    index: int
    node: Node


@dataclass(slots=True)
class Walked:
    """What a page holds: paragraphs, times, names of writers and of sections, in order."""

    pieces: list[Piece] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    writers: list[Name] = field(default_factory=list)
    sections: list[Name] = field(default_factory=list)
    bare: list[Name] = field(default_factory=list)  # addresses of links without words: pictures, whole boxes


@dataclass(slots=True)
class _Run:
    text: str
    href: str | None
    bold: bool
    breaks: bool = False


@dataclass(slots=True)
class _Open:
    """An element that the walk is in."""

    element: HtmlElement
    node: Node
    block: bool
    href: str | None
    bold: bool
    data: bool  # in a table of data
    unseen: bool  # its words are left out
    then: str  # what is to be done at its end: "flush", "space" or ""
    children: Iterator[HtmlElement]


def walk(root: HtmlElement) -> Walked:
    """All paragraphs of a page, at most `MOST_PIECES`."""
    return _Walk(load_markup()).run(root)


class _Walk:
    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._found = Walked()
        self._runs: list[_Run] = []
        self._node: Node | None = None
        self._signs = 0

    def run(self, root: HtmlElement) -> Walked:
        stack = [self._enter(root, None)]
        left = _MOST_ELEMENTS
        while stack and left:
            left -= 1
            top = stack[-1]
            child = next(top.children, None)
            if child is None:
                self._leave(stack.pop())
                if stack:
                    self._text(top.element.tail, stack[-1])
            elif isinstance(child.tag, str) and child.tag not in _DROPPED:
                if child.tag == "br":
                    self._runs.append(_Run(" " if top.data else "\n", None, top.bold, not top.data))
                    self._text(child.tail, top)
                else:
                    stack.append(self._enter(child, top))
            else:
                if child.tag in _PICTURES:
                    for node, _ in zip(top.node.up(), range(_AROUND), strict=False):
                        node.picture = True
                if child.tag in _FIELDS and child.get("type") != "hidden" and child.get("aria-expanded") is None:
                    top.node.asks = True
                self._text(child.tail, top)
            if len(self._runs) > _MOST_RUNS:
                self._flush()
            if len(self._found.pieces) >= MOST_PIECES or self._signs >= _MOST_SIGNS:
                break
        self._flush()
        return self._found

    def _enter(self, element: HtmlElement, above: _Open | None) -> _Open:
        tag = element.tag
        block = tag in _BLOCKS
        kind, hidden = self._kind(element, tag, above.node if above else None)
        data = above is not None and above.data
        if data:
            block = tag == "tr"
        breaking = block or (kind is not None and self._breaks(kind, above))
        framed = above is not None and above.node.kind == "furniture"
        unseen = (above is not None and above.unseen) or (
            not block
            and not framed
            and (kind == "furniture" or hidden)
            and len("".join(element.itertext())) <= _LONGEST_UNSEEN
        )
        node = above.node if above is not None and (unseen or not breaking) else None
        if node is None:
            parent = above.node if above else None
            if parent is None or parent.depth < _DEEPEST:
                figure = (parent is not None and parent.figure) or (tag == "figure" and _pictured(element))
                crumbs = kind == "furniture" and _crumbs(element)
                node = Node(tag, parent, kind if breaking else None, figure, hidden, crumbs)
                if parent is not None:
                    node.depth = parent.depth + 1
                heading = _HEADING.fullmatch(tag)
                node.level = int(heading[1]) if heading else parent.level if parent else 0
                node.item = tag == "li" or (parent is not None and parent.item and tag in ("p", "div", "span"))
            else:
                node = parent
        if breaking:
            self._flush()
        elif data and tag in ("td", "th", "p", "div", "li"):
            self._runs.append(_Run(" ", None, False))
        if not data and tag == "table" and _holds_data(element):
            data = True
        if element.get("datetime") or tag == "abbr" or (tag in ("time", "span", "div") and element.get("content")):
            self._time(element, node)
        if kind == "byline" or tag == "a":
            self._name(element, node, kind)
        href = element.get("href") if tag == "a" else None
        opened = _Open(
            element, node, block, href or (above.href if above else None),
            _bold(element, tag, above),
            data, unseen, "flush" if breaking else "", iter(element),
        )  # fmt: skip
        self._text(element.text, opened)
        return opened

    def _leave(self, opened: _Open) -> None:
        if opened.element.tag == "a" and opened.href and len(self._found.bare) < _MOST_BARE:
            if not "".join(opened.element.itertext()).strip():
                self._found.bare.append(Name(opened.href, len(self._found.pieces), opened.node))
        if opened.then == "flush":
            self._flush()

    def _text(self, text: str | None, opened: _Open) -> None:
        if not text or opened.unseen:
            return
        self._node = self._node or opened.node
        text = text[: max(0, _MOST_SIGNS - self._signs)]
        self._signs += len(text)
        if opened.node.tag == "pre" and "\n" in text:
            for line in text.split("\n"):
                self._runs.append(_Run(line, opened.href, opened.bold))
                self._runs.append(_Run("\n", None, opened.bold, True))
            return
        self._runs.append(_Run(text, opened.href, opened.bold))

    def _breaks(self, kind: PartKind, above: _Open | None) -> bool:
        """Whether a part within a line is a paragraph of its own: a caption, or a stamp in a box."""
        if above is None or above.data:
            return False
        apart = kind in _BREAKING or (kind in _SET_APART and above.node.tag in _BOXES)
        return apart and self._at_start()

    def _at_start(self) -> bool:
        """Whether a paragraph may begin here: nothing stands before, or a sentence has ended, or a line was broken."""
        for run in reversed(self._runs):
            if run.breaks:
                return True
            if run.text.strip():
                return bool(_ENDED.search(run.text))
        return True

    def _kind(self, element: HtmlElement, tag: str, above: Node | None) -> tuple[PartKind | None, bool]:
        """What the names of an element say of it, and whether it is hidden."""
        markup, said = self._markup, dict(element.items())
        if tag in _HOLDERS:
            return None, False
        if not said and tag not in ("header", "footer"):
            return markup.element(tag), False
        get = said.get
        hidden = "hidden" in said or bool(_HIDDEN.search(get("style", "")))
        kinds: set[PartKind] = set()
        for name in _NAMES:
            if name in said:
                kinds |= markup.classes(said[name])
        if tag == "article":
            kinds &= {"comments", "related", "popular"}
        role, prop = get("role"), get("itemprop")
        told = [
            markup.role(role) if role else None,
            markup.prop(prop) if prop else None,
            None if tag in ("header", "footer") and _within_story(above) else markup.element(tag),
        ]
        if tag in ("header", "footer") and _within_story(above):
            kinds -= {"side", "furniture"}
        kinds |= {kind for kind in told if kind}
        if hidden:
            kinds.add("furniture")
        return markup.first(kinds), hidden

    def _time(self, element: HtmlElement, node: Node) -> None:
        value = (element.get("datetime") or element.get("content") or element.get("title") or "").strip()
        said = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        if value[:4].isdigit() and len(value) <= 60 and len(self._found.times) < _MOST_NAMES:
            self._found.times.append(
                Time(value, len(self._found.pieces), node, "modif" in said or "updated" in said.split()[:1])
            )

    def _name(self, element: HtmlElement, node: Node, kind: PartKind | None) -> None:
        rel = (element.get("rel") or "").lower().split()
        place = self._found.writers if kind == "byline" or "author" in rel else self._found.sections
        if kind == "byline" or "author" in rel or "category" in rel:
            words = shown(" ".join(element.itertext())) if len(element) < 12 else ""
            if 1 < len(words) <= _LONGEST_NAME and len(place) < _MOST_NAMES:
                place.append(Name(words, len(self._found.pieces), node))

    def _flush(self) -> None:
        """End the paragraph."""
        runs, node = self._runs, self._node
        self._runs, self._node = [], None
        if node is None or not runs:
            return
        for part in _parted(runs):
            piece = _piece(part, node)
            if piece is not None:
                piece.index = len(self._found.pieces)
                self._found.pieces.append(piece)


def _bold(element: HtmlElement, tag: str, above: _Open | None) -> bool:
    """Whether an element's words stand in bold letters; a block within a bold one need not."""
    if tag in _BOLD or _BOLD_STYLE.search(element.get("style") or ""):
        return True
    return above is not None and above.bold and (tag not in _BLOCKS or tag in ("p", "div"))


def _crumbs(element: HtmlElement) -> bool:
    names = name_words(f"{element.get('class') or ''} {element.get('id') or ''}"[:200])
    return any(word.startswith(_CRUMBS) for word in names)


def _within_story(node: Node | None) -> bool:
    return node is not None and any(holder.tag in _SECTIONS for holder in node.up())


def _pictured(figure: HtmlElement) -> bool:
    return next(figure.iter("img", "picture", "amp-img", "video", "amp-video", "svg"), None) is not None


def _holds_data(table: HtmlElement) -> bool:
    """Whether a table holds data rather than the page's layout: short cells side by side, and no table within."""
    if next(table.iterdescendants("table"), None) is not None or table.find(".//h1") is not None:
        return False
    rows = wide = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        rows += 1
        wide += len(cells) >= 2
        if rows > 400:
            break
        for cell in cells:
            if (
                len("".join(cell.itertext()).strip()) > _LONGEST_CELL
                or next(cell.iter("form", "img"), None) is not None
            ):
                return False
    return rows >= 2 and wide >= 0.5 * rows


def _parted(runs: list[_Run]) -> Iterator[list[_Run]]:
    """Runs cut at line breaks: at two, behind a sentence's end, about a line that is all link or all bold."""
    lines: list[list[_Run]] = [[]]
    for run in runs:
        if run.breaks:
            lines.append([])
        else:
            lines[-1].append(run)
    part: list[_Run] = []
    traits = (True, True)
    blank = False
    for line in lines:
        said = [run for run in line if run.text.strip()]
        if not said:
            blank = bool(part)
            continue
        whole = (all(run.href for run in said), all(run.bold for run in said))
        if part and (blank or _apart(part, traits, said, whole)):
            yield part
            part, traits = [], (True, True)
        elif part:
            part.append(_Run(" ", None, part[-1].bold))
        part.extend(line)
        traits = (traits[0] and whole[0], traits[1] and whole[1])
        blank = False
    yield part


def _apart(part: list[_Run], before: tuple[bool, bool], line: list[_Run], after: tuple[bool, bool]) -> bool:
    """Whether a line is a paragraph of its own, and not the rest of the one before. The pairs say which of the two is
    all link, and all bold."""
    if not _OPENS.match(line[0].text):
        return False
    last = next((run.text for run in reversed(part) if run.text.strip()), "")
    return bool(_ENDED.search(last)) or before[0] or after[0] or before[1] != after[1]


def _without_markdown(text: str) -> tuple[str, int, list[tuple[str, str]]]:
    """What Markdown leaves in a text: no pictures and bars; the level of a heading, the links."""
    text = _IMAGE.sub("", text).replace("[]", "")
    links = [(match["href"], match["words"]) for match in _LINK.finditer(text) if match["words"]]
    text = _LINK.sub(lambda match: match["words"] or "", text)
    hashes = _HASHES.match(text)
    text = text[hashes.end() :] if hashes else text
    return text.strip(" |\u00a0"), len(hashes[1]) if hashes else 0, links


def _piece(runs: list[_Run], node: Node) -> Piece | None:
    """The paragraph of the runs, or None when nothing is shown of them."""
    words: list[str] = []
    links: dict[str, list[str]] = {}
    bold = True
    last = ""
    for run in runs:
        text = glue(last, run.text) + run.text
        words.append(text)
        last = text or last
        if run.href:
            links.setdefault(run.href, []).append(text)
        if run.text.strip() and not run.bold:
            bold = False
    text = shown("".join(words))
    told = [(href, shown("".join(said))) for href, said in links.items()]
    level = 0
    if _MARKDOWN.search(text):
        text, level, more = _without_markdown(text)
        told += more
    if not any(map(str.isalnum, text)):
        return None
    linked = sum(len(said) for href, said in told if not href.startswith("#") or len(said) > _NOTE)
    return Piece(text, node, 0, told, linked, level or node.level, bold, node.item)
