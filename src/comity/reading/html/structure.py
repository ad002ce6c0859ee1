"""Which part of a page is the report: its headline, its column of prose, the cards that lead to other stories.

What names in the markup say is believed as long as the page's prose does not contradict it: a part that holds the
headline, or nearly all there is to read, is no sidebar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urldefrag, urljoin, urlsplit

from comity.folding import fold
from comity.lexicon.markup import PartKind
from comity.reading.html.walk import Name, Node, Piece
from comity.reading.marks import Marks, ends_sentence, titlelike
from comity.reading.stamps import is_stamp

STRUCTURAL: frozenset[PartKind] = frozenset(("comments", "furniture", "popular", "related", "side"))
_HARD: tuple[PartKind, ...] = ("comments", "furniture")
_SHORTEST_PROSE, _SHORTEST_SENTENCE = 80, 35
_MOST_LINKED = 0.5
_HEAVIEST = 1200
_SHARE_OF_COLUMN = 0.7
_LEAST_PROSE = 160
_FEWEST_TITLE_WORDS = 3
_LONGEST_MORE, _MOST_BETWEEN = 30, 4
_MOST_LINKS = 40  # in a paragraph: more are a menu
_SHORTEST_TITLE = 12
_LINK_IS_ALL = 0.75
_LONGEST_CARD, _MOST_IN_CARD = 700, 9
_LEAST_SCORE, _SURE_SCORE = 30, 60
_SEARCHED_ABOVE = 7
_NO_HEADLINE = ("caption", "byline", "stamp", "quote", "lead")
_NO_COLUMN = frozenset(
    (
        "p", "li", "ul", "ol", "blockquote", "pre", "dl", "dd", "dt", "tr", "tbody", "h1", "h2", "h3", "h4",
        "h5", "h6", "span", "em", "strong", "b", "i",
    )
)  # fmt: skip
_INDEX = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:index|home|accueil|default)?(?:\.\w{2,5})?/?", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|zip|rar|jpe?g|png|gif|webp|svg|mp[34]|avi|ics|xml|epub)$", re.IGNORECASE
)


def prose(piece: Piece) -> bool:
    """Whether a paragraph tells something: sentences that are not links."""
    if piece.telling is None:
        piece.telling = _tells(piece)
    return piece.telling


def _tells(piece: Piece) -> bool:
    length = len(piece.text)
    if piece.level or piece.link_share > _MOST_LINKED or length < _SHORTEST_SENTENCE:
        return False
    return (length >= _SHORTEST_PROSE and " " in piece.text[40:]) or ends_sentence(piece.text)


@dataclass(slots=True, eq=False)
class Card:
    """A box, or a line, that leads to one other story: the paragraphs in it, the address and the title's paragraph."""

    address: str
    title: Piece
    words: str
    pieces: list[Piece] = field(default_factory=list)
    node: Node | None = None


@dataclass(slots=True)
class Structure:
    """What was found: the headline's paragraph, the column of prose, the cards by the index of their paragraphs."""

    pieces: Sequence[Piece]
    headline: Piece | None
    column: Node | None
    cards: dict[int, list[Card]]


def structure(
    pieces: Sequence[Piece],
    titles: Sequence[str],
    address: str | None,
    known: Marks,
    kept: frozenset[int] = frozenset(),
    bare: Sequence[Name] = (),
) -> Structure:
    """The structure of a page.

    `titles` are its titles as metadata give them, the best first; `address` its own; `kept` the indexes of paragraphs
    that another extractor takes for the report's; `bare` links without words.
    """
    _measure(pieces)
    _doubt(pieces, kept)
    head = _headline(pieces, titles, address)
    if head is not None:
        for node in head.node.up():
            node.believed = False
    _settle(pieces)
    links = {
        piece.index: found for piece in pieces if piece is not head and (found := _title_links(piece, address, known))
    }
    _link_headings(pieces, links, address, known, head)
    _link_boxes(pieces, links, address, head, bare)
    _aim(pieces, links)
    cards = _cards(pieces, links, head)
    column = _column(pieces, cards, head, kept)
    return Structure(pieces, head, column, cards)


def part_of(node: Node) -> PartKind | None:
    """In which part of the page's frame an element stands, if in any."""
    if node.settled:
        return node.frame
    found = [holder.kind for holder in node.up() if holder.kind in STRUCTURAL and holder.believed]
    for kind in _HARD:
        if kind in found:
            return kind
    return next((kind for kind in found if kind != "side"), found[0] if found else None)


def _settle(pieces: Sequence[Piece]) -> None:
    """Note where each element stands, now that it is decided what names are believed."""
    for piece in pieces:
        for node in piece.node.up():
            if node.settled:
                break
            node.frame = part_of(node)
            node.settled = True


def zone_kind(node: Node) -> PartKind | None:
    """What the names of the nearest element say of a paragraph's role: caption, lead, byline …"""
    for holder in node.up():
        if holder.kind is not None and holder.kind not in STRUCTURAL:
            return holder.kind
        if holder.kind in STRUCTURAL and holder.believed:
            return None
    return None


@lru_cache(maxsize=2048)
def absolute(address: str | None, href: str) -> str | None:
    """The address that a link leads to, without its fragment; None when it leads to no page."""
    try:
        joined = urldefrag(urljoin(address or "", href.strip())).url
        parts = urlsplit(joined)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https", "") or href.strip().startswith("#") or not (parts.path or parts.query):
        return None
    if parts.path == "/" and not parts.query:
        return None
    return joined


# -- headline ---------------------------------------------------------------------------------------------------------


def _headline(pieces: Sequence[Piece], titles: Sequence[str], address: str | None) -> Piece | None:
    wanted = [key for title in titles if (key := fold(title))]
    best: tuple[float, int] | None = None
    for piece in pieces:
        score = _score(piece, wanted, address)
        if score >= _LEAST_SCORE and (best is None or score > best[0]):
            best = score, piece.index
    if best is None or best[0] < _SURE_SCORE:
        placed = _by_place(pieces, best[1] if best else None)
        return placed or (pieces[best[1]] if best else None)
    return pieces[best[1]]


def _by_place(pieces: Sequence[Piece], heading: int | None) -> Piece | None:
    """The headline of a page whose metadata give none: the heading or the bold line above its prose."""
    first = next(
        (p.index for p in pieces if prose(p) and len(p.text) >= _SHORTEST_PROSE and part_of(p.node) is None), None
    )
    if first is None:
        return None
    if heading is not None and first - heading <= 3:
        return None
    for piece in reversed(pieces[max(0, first - _SEARCHED_ABOVE) : first]):
        if part_of(piece.node) is not None or piece.link_share > _MOST_LINKED or not titlelike(piece.text):
            continue
        if (
            len(piece.text.split()) < _FEWEST_TITLE_WORDS
            or is_stamp(piece.text)
            or zone_kind(piece.node) in _NO_HEADLINE
        ):
            continue
        marked = (
            piece.level
            or piece.bold
            or (piece.text.isupper() and len(piece.text) > 12)
            or zone_kind(piece.node) == "headline"
        )
        if marked or (heading is None and piece.index == first - 1 and not ends_sentence(piece.text)):
            return piece
    return None


def _score(piece: Piece, wanted: Sequence[str], address: str | None) -> float:
    longest = max(map(len, wanted), default=0)
    labelled = zone_kind(piece.node) == "headline"
    if len(piece.text) > 400 or not (piece.level or labelled or len(piece.text) < 2 * longest + 20):
        return 0
    frame = part_of(piece.node)
    if frame in _HARD and not piece.level:
        return 0
    key = fold(piece.text)
    fit = max((_fit(key, title) - 2 * rank for rank, title in enumerate(wanted)), default=0.0)
    if piece.links and piece.link_share > _LINK_IS_ALL and all(_front(address, href) for href, _ in piece.links):
        return 0  # the site's name, which leads to its front page
    if not (piece.level or labelled or fit >= 90) or not key:
        return 0
    score = fit + (30, 14, 8, 4, 2, 1)[piece.level - 1] if piece.level else fit
    score += 16 if labelled else 0
    if frame in _HARD:
        score -= 70
    elif frame is not None:
        score -= 25
    elsewhere = [href for href, _ in piece.links if (target := absolute(address, href)) and target != address]
    if elsewhere and piece.link_share > _LINK_IS_ALL and fit < 60:
        score -= 30
    return score


def _front(address: str | None, href: str) -> bool:
    """Whether a link leads to the site's front page."""
    try:
        parts = urlsplit(urljoin(address or "", href))
    except ValueError:
        return False
    return bool(_INDEX.fullmatch(parts.path)) and not parts.query and not href.startswith("#")


def _fit(key: str, title: str) -> float:
    """How well a paragraph fits a title that may carry the site's name, before or behind."""
    if key == title:
        return 100
    if len(key) >= 12 and (title.startswith(key + " ") or title.endswith(" " + key)):
        return 60 + 35 * len(key) / len(title)
    if len(title) >= 12 and key.startswith(title) and len(key) < 1.6 * len(title):
        return 70
    mine, theirs = set(key.split()), set(title.split())
    shared = len(mine & theirs) / max(1, len(mine | theirs))
    return 60 * shared if shared >= 0.6 and len(mine) >= 4 else 0


# -- measures ---------------------------------------------------------------------------------------------------------


def _title_links(piece: Piece, address: str | None, known: Marks) -> list[tuple[str, str]]:
    """Links of a paragraph that are titles of other stories: nothing, or next to nothing, stands beside them."""
    found: list[tuple[str, str]] = []
    if not piece.links or part_of(piece.node) in _HARD:
        return found
    fewest, shortest = (2, 6) if part_of(piece.node) == "related" else (_FEWEST_TITLE_WORDS, _SHORTEST_TITLE)
    for href, words in piece.links if len(piece.links) <= _MOST_LINKS else ():
        target = absolute(address, href)
        if target is None or target == address or _above(target, address) or _FILE.search(urlsplit(target).path):
            continue
        marker = known.marker(words)
        if marker is not None and marker.title is not None:
            words = words[slice(*marker.title)]
        if len(words.split()) >= fewest and len(words) >= shortest and marker_free(words, known):
            found.append((target, words))
    if not found:
        return []
    rest = len(piece.text) - sum(len(words) for _, words in found)
    beside = piece.text
    for _, words in found:
        beside = beside.replace(words, " ")
    beside = beside.strip(" -–—:|>»›•·\u00a0")
    if rest <= (1 - _LINK_IS_ALL) * len(piece.text) or known.marker(beside) or is_stamp(beside):
        return [] if len(found) == 1 and ends_sentence(piece.text) and len(piece.text) > 160 else found
    return []


def _link_headings(
    pieces: Sequence[Piece],
    links: dict[int, list[tuple[str, str]]],
    address: str | None,
    known: Marks,
    head: Piece | None,
) -> None:
    """Give a heading without a link that of the words below its summary: *Lire la suite*."""
    for piece in pieces:
        if piece.link_share < _LINK_IS_ALL or piece.index in links or len(piece.text) > _LONGEST_MORE:
            continue
        if not (known.furniture(piece.text) or known.marker(piece.text)):
            continue
        targets = {target for href, _ in piece.links if (target := absolute(address, href))} - {address}
        for above in reversed(pieces[max(0, piece.index - _MOST_BETWEEN) : piece.index]):
            if len(targets) != 1 or above.index in links or above is head:
                break
            if above.level and titlelike(above.text) and len(above.text.split()) >= _FEWEST_TITLE_WORDS:
                links[above.index] = [(next(iter(targets)), above.text)]
                break


def _link_boxes(
    pieces: Sequence[Piece],
    links: dict[int, list[tuple[str, str]]],
    address: str | None,
    head: Piece | None,
    bare: Sequence[Name],
) -> None:
    """Give a heading without a link that of its small box: of the picture beside it, or of the box as a whole."""
    for link in bare:
        target = absolute(address, link.value)
        if target is None or target == address or _above(target, address) or _FILE.search(urlsplit(target).path):
            continue
        for piece in pieces[max(0, link.index - 1) : link.index + 3]:
            if not piece.level or piece is head or piece.index in links or piece.links or not titlelike(piece.text):
                continue
            box = next((node for node in piece.node.up() if link.node.inside(node)), None)
            if (
                box is None
                or box.tag in ("body", "main")
                or box.last - box.first > _MOST_BETWEEN
                or box.prose > _LONGEST_CARD
            ):
                continue
            if len(piece.text.split()) >= _FEWEST_TITLE_WORDS and not any(
                node.kind == "body" for node in piece.node.up()
            ):
                links[piece.index] = [(target, piece.text)]
                break


def _above(target: str, address: str | None) -> bool:
    """Whether an address is that of a section in which the page stands."""
    section = target.partition("?")[0].rstrip("/") + "/"
    return address is not None and address.startswith(section)


def marker_free(words: str, known: Marks) -> bool:
    """Whether words could be a title: they are no marker, no furniture and no section's name."""
    return not (known.marker(words) or known.furniture(words) or known.rubric(words) or is_stamp(words))


def _measure(pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        told = prose(piece)
        for node in piece.node.up():
            if node.first < 0:
                node.first = piece.index
            node.last = piece.index
            if told:
                node.prose += min(len(piece.text), _HEAVIEST)
                node.sentences += 1


def _aim(pieces: Sequence[Piece], links: dict[int, list[tuple[str, str]]]) -> None:
    """Note to which other stories each element leads."""
    for index, found in links.items():
        for node in pieces[index].node.up():
            if len(node.targets) < 3:
                node.targets.update(target for target, _ in found)


def _frames(pieces: Sequence[Piece]) -> Iterator[Node]:
    seen: set[int] = set()
    for piece in pieces:
        for node in piece.node.up():
            if id(node) in seen:
                break
            seen.add(id(node))
            if node.kind in STRUCTURAL:
                yield node


def _doubt(pieces: Sequence[Piece], kept: frozenset[int]) -> None:
    """Take back what names say of parts without which there is nothing to read, or in which most of `kept` stands."""
    frames = list(_frames(pieces))
    for node in frames:
        if kept and node.kind != "comments" and 2 * sum(node.first <= index <= node.last for index in kept) > len(kept):
            node.believed = False
    total = sum(min(len(piece.text), _HEAVIEST) for piece in pieces if prose(piece))
    for _ in range(4):
        free = sum(min(len(piece.text), _HEAVIEST) for piece in pieces if prose(piece) and part_of(piece.node) is None)
        if free >= max(_LEAST_PROSE, 0.1 * total) or free >= 600:
            return
        held = [
            node
            for node in frames
            if node.believed and node.kind != "comments" and node.prose > max(free, _LEAST_PROSE)
        ]
        if not held:
            return
        max(held, key=lambda node: node.prose).believed = False


# -- cards ------------------------------------------------------------------------------------------------------------


def _cards(
    pieces: Sequence[Piece], links: dict[int, list[tuple[str, str]]], head: Piece | None
) -> dict[int, list[Card]]:
    found: dict[int, list[Card]] = {}
    for index, targets in links.items():
        piece = pieces[index]
        if part_of(piece.node) in _HARD:
            continue
        if index in found:
            continue
        if len(targets) > 1 and len({target for target, _ in targets}) > 1:
            found[index] = [Card(target, piece, words, [piece], piece.node) for target, words in targets]
            continue
        target, words = targets[0]
        root = _card_root(pieces, piece, head)
        first, last = (root.first, root.last) if root is not None else (index, index)
        while last + 1 < len(pieces) and {one for one, _ in links.get(last + 1, ())} == {target}:
            last += 1
        inside = pieces[first : last + 1]
        card = Card(target, piece, words, list(inside), root)
        for one in inside:
            found.setdefault(one.index, []).append(card)
    return found


def _card_root(pieces: Sequence[Piece], piece: Piece, head: Piece | None) -> Node | None:
    """The largest element that holds one story's title and what is said of it, and nothing else."""
    best = None
    lead = piece.index
    for node in piece.node.up():
        related = part_of(node) == "related"
        if node.kind == "body" and not related:
            break
        size = node.last - node.first + 1
        if len(node.targets) != 1 or node.prose > _LONGEST_CARD or size > _MOST_IN_CARD:
            break
        if head is not None and node.first <= head.index <= node.last:
            break
        if not related and any(prose(one) for one in pieces[node.first : lead]):
            break
        lead = node.first
        if node.sentences > (3 if related else 1) or node.tag in ("body", "main", "html"):
            break
        best = node
    return best


# -- column -----------------------------------------------------------------------------------------------------------


def _column(
    pieces: Sequence[Piece], cards: dict[int, list[Card]], head: Piece | None, kept: frozenset[int]
) -> Node | None:
    """The innermost element that holds most of the prose that is in no card and no frame."""
    weights: dict[int, float] = {}
    nodes: dict[int, Node] = {}
    total = 0.0
    for piece in pieces:
        if piece.index in cards or not prose(piece) or part_of(piece.node) is not None:
            continue
        weight = min(len(piece.text), _HEAVIEST) * _trust(piece, head, kept)
        total += weight
        for node in piece.node.up():
            weights[id(node)] = weights.get(id(node), 0.0) + weight
            nodes[id(node)] = node
    if not total:
        return None
    heavy = [nodes[key] for key, weight in weights.items() if weight >= _SHARE_OF_COLUMN * total]
    column = min(heavy, key=lambda node: (node.last - node.first, -sum(1 for _ in node.up())))
    while column.tag in _NO_COLUMN and column.parent is not None:
        column = column.parent
    return column


def _trust(piece: Piece, head: Piece | None, kept: frozenset[int]) -> float:
    trust = 1.0 if not kept or piece.index in kept else 0.5
    if zone_kind(piece.node) in ("body", "lead"):
        trust *= 1.5
    if head is not None and piece.index < head.index:
        trust *= 0.3
    return trust * (0.6 if titlelike(piece.text) else 1.0)
