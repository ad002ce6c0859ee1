"""The paragraphs of a page told apart: headline, leads, bylines, body and captions of the report; teasers; the rest.

The markup's names count first, then the place (before, in or below the column of prose), then what the words show of
themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from comity.folding import fold
from comity.model import ZoneName
from comity.reading.datelines import dateline_end
from comity.reading.html.structure import Card, Structure, part_of, prose, zone_kind
from comity.reading.html.walk import Node, Piece
from comity.reading.marks import Marks, ends_sentence, taglike, titlelike
from comity.reading.repeats import repeated
from comity.reading.stamps import is_stamp
from comity.reading.zones import same_title

_BEFORE_HEADLINE, _BELOW_COLUMN = 5, 15
_LONGEST_BYLINE, _LONGEST_CAPTION, _LONGEST_LEAD = 160, 600, 900
_FEWEST_WORDS, _SHORTEST = 4, 20
_ACRONYM = re.compile(r"[A-Z]{2,8}")
_SHARE_OF_TEXT, _FEWEST_PARAGRAPHS = 0.6, 3
_PARAGRAPHS = frozenset(["p", "h2", "h3", "h4", "h5", "li", "blockquote", "span"])
_MOST_IN_BOX, _LONGEST_BOX = 3, 450
_LONGEST_UNNAMED = 250  # of a caption that only its picture tells
_BOXES = frozenset(["div", "td", "tr", "table", "tbody", "figure", "center", "section", "dl", "dd"])
_GOES_ON, _GOES_ON_SHARE = 500, 0.25


@dataclass(slots=True)
class Line:
    """One paragraph of the report and its zone. `heading`: one between paragraphs; `index` is that of its paragraph."""

    zone: ZoneName
    text: str
    index: int
    heading: bool = False
    quote: bool = False
    bold: bool = False
    stamp: bool = False  # the markup says that it tells when the page was published
    holder: int = 0  # which element holds it


@dataclass(slots=True)
class Teased:
    """A related story: title, address and what stands below the title."""

    title: str
    address: str | None
    parts: list[tuple[ZoneName, str]] = field(default_factory=list)


@dataclass(slots=True)
class Told:
    """The report's paragraphs and the related stories, both in order."""

    lines: list[Line] = field(default_factory=list)
    teased: list[Teased] = field(default_factory=list)


def tell(found: Structure, known: Marks) -> Told:
    """Tell a page's paragraphs apart."""
    return _Teller(found, known).told()


class _Teller:
    def __init__(self, found: Structure, known: Marks) -> None:
        self._found, self._known = found, known
        self._pieces = found.pieces
        head, column = found.headline, found.column
        self._head = head.index if head else -1
        self._first, self._last = (column.first, column.last) if column else (self._head, self._head)
        self._start = self._head if 0 <= self._head <= self._last else self._first
        self._last = min(self._last, _last_of_text(found)) if column is not None else self._last
        self._parents = _parents_of_prose(found)
        column_pieces = self._pieces[max(0, self._first) : self._last + 1]
        free = [piece.index for piece in column_pieces if prose(piece) and piece.index not in found.cards]
        self._last_prose = max(free, default=-1)
        self._lines: list[Line] = []
        self._teased: list[Teased] = []
        self._seen: set[str] = set()
        self._cards: set[int] = set()
        self._begun = self._ended = False
        self._marked = self._popular = False
        self._left: set[int] = set()  # paragraphs left out

    def told(self) -> Told:
        for piece in self._pieces:
            if piece.index == self._head:
                self._lines.append(Line("headline", piece.text, piece.index))
            elif piece.index in self._found.cards:
                self._left.add(piece.index)
                self._take_cards(piece)
            elif not self._take(piece):
                self._left.add(piece.index)
        lines = _without_lone_headings(self._lines, self._left, len(self._pieces))
        lines = _without_repeats(lines)
        return Told(_with_leads(lines), self._teased)

    # -- the report -----------------------------------------------------------------------------------------------

    def _take(self, piece: Piece) -> bool:
        """Take a paragraph that is in no card for the report; False when it is left out."""
        index, text, known = piece.index, piece.text, self._known
        frame = part_of(piece.node)
        marker = known.marker(text) if len(text) < 300 else None
        if marker is not None and frame not in ("comments", "furniture"):
            self._marked, self._popular = True, known.popular(text)
            if marker.title is not None:
                self._tease(Teased(text[slice(*marker.title)], None))
            elif marker.kind == "end" and self._begun and not self._goes_on(index):
                self._ended = True
            return False
        if piece.level and frame in (None, "side", "related") and index > self._last:
            self._popular = known.popular(text)
        if frame == "related":
            self._orphan(piece)
            return False
        if frame is not None:
            return False
        if known.stops(text) and self._begun:
            self._ended = self._ended or not self._goes_on(index)
            return False
        if self._ended or known.furniture(text) or (not prose(piece) and known.rubric(text)) or _asked(piece):
            return False
        return self._place(piece)

    def _place(self, piece: Piece) -> bool:
        index = piece.index
        if index < self._start:
            near = self._start - index <= _BEFORE_HEADLINE and self._head >= 0
            return near and self._byline(piece, strict=True)
        if index > self._last:
            near = index - self._last <= _BELOW_COLUMN
            return near and (self._figure(piece) or self._byline(piece, strict=True))
        if self._head >= 0 and index > self._head and same_title(piece.text, self._pieces[self._head].text):
            return False
        if self._figure(piece):
            return True
        kind = zone_kind(piece.node)
        if kind == "lead" and not self._begun and len(piece.text) <= _LONGEST_LEAD:
            return self._add("lead", piece)
        if kind in ("byline", "stamp") and self._byline(piece, strict=False):
            return True
        if kind == "quote":
            self._lines.append(Line("body", piece.text, index, quote=True))
            return True
        return self._above(piece) if index < self._first else self._within(piece)

    def _above(self, piece: Piece) -> bool:
        """A paragraph between the headline and the column: a lead, a byline, or nothing of the report."""
        if prose(piece):
            return self._add("lead", piece)
        if self._byline(piece, strict=True):
            return True
        near = piece.index - self._head <= 2 and self._head >= 0
        subtitle = near and piece.level in (2, 3) and titlelike(piece.text) and len(piece.text.split()) >= _FEWEST_WORDS
        return subtitle and self._add("lead", piece)

    def _within(self, piece: Piece) -> bool:
        """A paragraph of the column."""
        if prose(piece):
            self._begun = True
            return self._add("body", piece)
        if piece.link_share > 0.75:
            return False
        if self._byline(piece, strict=True):
            return True
        if not self._begun and piece.item:
            return False
        if piece.index > self._last_prose and (self._known.name_alone(piece.text) or _ACRONYM.fullmatch(piece.text)):
            return self._add("byline", piece)
        if not self._begun and dateline_end(piece.text) == len(piece.text):
            return self._add("dateline", piece)
        if piece.level:
            return self._begun_or_near(piece)
        held = piece.item or piece.node.tag in ("tr", "blockquote", "dd", "dt")
        told = self._begun and piece.node.tag == "p" and len(piece.text.split()) >= _FEWEST_WORDS and not piece.links
        beside = held or told or id(piece.node.parent) in self._parents
        if not beside or (taglike(piece.text) and not piece.item):
            return False
        return self._add("body", piece)

    def _begun_or_near(self, piece: Piece) -> bool:
        if not self._begun and titlelike(piece.text) and len(piece.text.split()) >= _FEWEST_WORDS and self._head >= 0:
            near = all(line.zone in ("headline", "byline") for line in self._lines)
            return self._add("lead" if near else "body", piece)
        self._lines.append(Line("body", piece.text, piece.index, heading=True))
        return True

    def _figure(self, piece: Piece) -> bool:
        """A caption, by its name, by the figure that it stands in or by its words."""
        kind = zone_kind(piece.node)
        told = kind == "caption" or (piece.node.figure and kind != "body" and piece.node.tag != "blockquote")
        if told and len(piece.text) <= _LONGEST_CAPTION and not piece.level:
            return self._add("caption", piece)
        if len(piece.text) <= _LONGEST_UNNAMED and not piece.level and self._pictured(piece):
            return self._add("caption", piece)
        if piece.text.startswith("©") and piece.index > self._last_prose:
            return False
        return self._known.caption(piece.text) and self._add("caption", piece)

    def _pictured(self, piece: Piece) -> bool:
        """Whether a paragraph stands in a small box with a picture, and is not a good part of the report itself.

        The picture beside a byline is its writer's.
        """
        if (
            is_stamp(piece.text)
            or self._known.byline(piece.text)
            or zone_kind(piece.node) in ("byline", "stamp", "lead")
        ):
            return False
        column = self._found.column
        for node in piece.node.up():
            if node.last - node.first > 1 or node is column or (column is not None and 2 * node.prose > column.prose):
                return False
            if node.picture and node.tag in _BOXES:
                return True
        return False

    def _byline(self, piece: Piece, *, strict: bool) -> bool:
        """`strict`: only when its words show it, not its name alone."""
        text, known = piece.text, self._known
        if len(text) > _LONGEST_BYLINE:
            return False
        kind = zone_kind(piece.node)
        named = kind == "stamp" or (kind == "byline" and _capitals(text) > 1)
        if (
            is_stamp(text)
            or known.byline(text)
            or (named and (not strict or known.name_alone(text) or piece.index > self._last))
        ):
            if prose(piece) and ends_sentence(text) and not named:
                return False
            return self._add("byline", piece)
        return False

    def _add(self, zone: ZoneName, piece: Piece) -> bool:
        if zone == "body":
            self._begun = True
        stamp = zone_kind(piece.node) == "stamp"
        self._lines.append(
            Line(zone, piece.text, piece.index, bold=piece.bold, stamp=stamp, holder=id(piece.node.parent))
        )
        return True

    def _goes_on(self, index: int) -> bool:
        """Whether much of the report's prose follows: a marker above it closes nothing."""
        rest = before = 0
        for piece in self._pieces[self._first : self._last + 1]:
            if prose(piece) and piece.index not in self._found.cards and part_of(piece.node) is None:
                if piece.index > index:
                    rest += len(piece.text)
                else:
                    before += len(piece.text)
        return rest >= _GOES_ON and rest >= _GOES_ON_SHARE * before

    # -- teasers --------------------------------------------------------------------------------------------------

    def _take_cards(self, piece: Piece) -> None:
        for card in self._found.cards[piece.index]:
            if id(card) in self._cards or card.title.index > piece.index:
                continue
            self._cards.add(id(card))
            if self._leads_on(card):
                self._tease(_teased(card, self._known))

    def _leads_on(self, card: Card) -> bool:
        frame = part_of(card.title.node)
        if frame in ("popular", "comments", "furniture") or self._popular:
            return False
        if frame == "related":
            return card.title.index > self._start or self._start < 0
        told = card.title.level > 0 and card.title.index > self._last and len(card.pieces) > 1
        long = told or (len(card.words.split()) >= _FEWEST_WORDS and len(card.words) >= _SHORTEST)
        return card.title.index > self._start and (long or self._marked)

    def _tease(self, teased: Teased) -> None:
        key = teased.address or fold(teased.title)
        if key not in self._seen and len(teased.title) > 2:
            self._seen.add(key)
            self._teased.append(teased)

    def _orphan(self, piece: Piece) -> None:
        """Prose below a teaser that no link holds is its summary; a title without an address is a teaser still."""
        if prose(piece) and self._teased and not any(zone == "body" for zone, _ in self._teased[-1].parts):
            self._teased[-1].parts.append(("body", piece.text))


def _asked(piece: Piece) -> bool:
    """Whether a paragraph stands in a small box with a button or a field: an offer, not a report."""
    for node in piece.node.up():
        if node.last - node.first > _MOST_IN_BOX or node.prose > _LONGEST_BOX or node.figure:
            return False
        if node.asks:
            return True
    return False


def _last_of_text(found: Structure) -> int:
    """The last paragraph of the element that holds nearly all paragraphs of the column, if there is such an element:
    what stands below it is no part of the report."""
    column = found.column
    held: dict[int, int] = {}
    holders: dict[int, tuple[Node, int]] = {}
    if column is None:
        return -1
    for piece in found.pieces[column.first : column.last + 1]:
        if prose(piece) and piece.index not in found.cards and part_of(piece.node) is None:
            holder = piece.node.parent if piece.node.tag in _PARAGRAPHS and piece.node.parent else piece.node
            held[id(holder)] = held.get(id(holder), 0) + min(len(piece.text), _LONGEST_LEAD)
            holders[id(holder)] = holder, holders.get(id(holder), (holder, 0))[1] + 1
    heaviest = max(held, key=lambda key: held[key], default=0)
    if not held or held[heaviest] < _SHARE_OF_TEXT * sum(held.values()) or holders[heaviest][1] < _FEWEST_PARAGRAPHS:
        return column.last
    return holders[heaviest][0].last


def _capitals(text: str) -> int:
    """How many words begin with a capital."""
    return sum(word[:1].isupper() for word in text.split())


def _parents_of_prose(found: Structure) -> set[int]:
    """The elements that hold paragraphs of the column's prose."""
    parents: set[int] = set()
    for piece in found.pieces:
        if found.column is not None and found.column.first <= piece.index <= found.column.last:
            if prose(piece) and piece.index not in found.cards and part_of(piece.node) is None and piece.node.parent:
                parents.add(id(piece.node.parent))
                if piece.node.tag in ("div", "td", "section", "article", "body", "center", "main"):
                    parents.add(id(piece.node))
    return parents


def _teased(card: Card, known: Marks) -> Teased:
    same = [piece for piece in card.pieces if piece.level and any(words for _, words in piece.links)]
    title = next((piece for piece in same if piece is card.title), same[0] if same else card.title)
    words = card.words if title is card.title else title.text
    marker = known.marker(words)
    if marker is not None and marker.title is not None:
        words = words[slice(*marker.title)]
    teased = Teased(words, card.address)
    for piece in card.pieces:
        text = piece.text
        if part_of(piece.node) in ("comments", "furniture"):
            continue
        if piece is title or known.marker(text) or known.furniture(text) or fold(text) == fold(words):
            continue
        kind = zone_kind(piece.node)
        if is_stamp(text) or kind == "stamp" or known.byline(text):
            teased.parts.append(("byline", text))
        elif kind == "caption" or known.caption(text):
            teased.parts.append(("caption", text))
        elif piece.index > title.index and not known.rubric(text) and (prose(piece) or _linked_prose(piece)):
            teased.parts.append(("body", text))
    return teased


def _linked_prose(piece: Piece) -> bool:
    """Whether a paragraph of a card tells something within its link."""
    return len(piece.text) >= _SHORTEST and (ends_sentence(piece.text) or len(piece.text) > 80)


def _without_lone_headings(lines: Sequence[Line], left: set[int], count: int) -> list[Line]:
    """Without headings below which nothing of the report stands: those of boxes that were left out."""
    kept: list[Line] = []
    for position, line in enumerate(lines):
        if line.heading:
            after = lines[position + 1] if position + 1 < len(lines) else None
            if after is None or line.index + 1 in left or line.index + 1 >= count:
                continue
            if not any(later.zone == "body" and not later.heading for later in lines[position + 1 :]):
                continue
        kept.append(line)
    return kept


def _without_repeats(lines: Sequence[Line]) -> list[Line]:
    """Without quotes set apart and captions printed twice; a paragraph that repeats another is like a caption."""
    said = repeated([line.text for line in lines])
    kept = []
    for position, line in enumerate(lines):
        other = said.get(position)
        if other is not None and lines[other].zone != "headline":
            if line.quote or (line.zone == "caption" and lines[other].zone == "caption"):
                continue
            if line.zone == "body" and lines[other].zone in ("body", "lead"):
                if lines[other].zone == "body":
                    line.zone = "caption"
        kept.append(line)
    short = {fold(line.text) for line in kept if line.zone == "body" and not line.quote}
    return [line for line in kept if not (line.quote and any(fold(line.text) in one for one in short))]


def _with_leads(lines: list[Line]) -> list[Line]:
    """A first paragraph all in bold letters above others that are not is a lead; so is one that a byline or a picture
    parts from a body that another element holds."""
    body = [line for line in lines if line.zone == "body" and not line.heading]
    if len(body) < 2 or any(line.zone == "lead" for line in lines):
        return lines
    if body[0].bold and not body[1].bold:
        body[0].zone = "lead"
        return lines
    for count in (1, 2):
        above, below = body[:count], body[count:]
        if below and all(line.holder == above[0].holder for line in above):
            between = lines[lines.index(above[-1]) + 1 : lines.index(below[0])]
            apart = above[0].holder not in {line.holder for line in below}
            if apart and any(line.zone in ("byline", "caption") for line in between):
                for line in above:
                    line.zone = "lead"
    return lines
