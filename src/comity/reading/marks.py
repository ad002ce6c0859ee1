"""What one line shows of itself: a marker of other stories, furniture of the site, a caption, a byline, a title.

Only the beginning and the end of a line are looked at, so that the length of a line does not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from comity.folding import fold
from comity.lexicon.project import remembered
from comity.lexicon.reading import ReadingWords, load_reading
from comity.reading.phrases import alternatives, lenient

_HEAD = 200
_TAIL = 200
_LONGEST_LINE = 300
_LONGEST_TITLE = 220
_LONGEST_BYLINE = 110
_CLOSERS = " \t\u00a0\u202f»\"”’')]*|"
_IMAGE = re.compile(r"\|?\s*!\[")
_LINK = re.compile(r"\[(?P<title>[^\]]+)\]\([^)]*\)")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){1,4}")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?|/(?:[\w.-]+/){2,}\S*(?:\s+/\S+)*|\d[\d ]{0,6}|\d{1,2}[:h]\d\d")
_MAIL = re.compile(r"(?<!\S)[\w.+-]+@[\w-]+\.[\w.-]+")
_CUT_SHORT = re.compile(r"\s*[(\[]\s*(?:…|\.{2,3})\s*[)\]]\s*$")
_LETTERS = re.compile(r"(?:[A-ZÀ-Þ]\.[ -]?){2,4}")
_LONGEST_TAG = 40
_ARROWS = re.compile(r">>+\s*(?=\S)")  # with which sites point at another story: *>> Le port rouvre*
_SIGNED = re.compile(r"(?P<name>[^/|,]{3,50})\s*[/|,–—-]\s*(?P<paper>[^/|,]{2,30})")


@dataclass(frozen=True, slots=True)
class Marker:
    """A line that introduces other stories. `title` is the span, within the line, of a title that it holds itself."""

    kind: Literal["end", "inside"]
    title: tuple[int, int] | None = None


class Marks:
    """The reading vocabulary, compiled. Each method looks at one line, given without blanks around it."""

    def __init__(self, words: ReadingWords) -> None:
        self._related: dict[str, Literal["end", "inside"]] = {fold(line): "end" for line in words.related.end}
        self._related |= {fold(line): "inside" for line in words.related.inside}
        opener = alternatives((*words.related.end, *words.related.inside))
        self._titled = _compile(rf"[\W_]*(?P<mark>{opener})[\s*_]*(?:[:|»›>→]+|[-–—]+\s)[\s*_]*(?P<title>\S.*)")
        self._glued = _compile(rf"[\W_]*{alternatives(words.related.glued)}\s+(?P<title>\S.*)")
        self._popular = tuple(map(fold, words.related.popular))
        self._furniture = frozenset(map(fold, words.furniture.lines))
        self._furniture_starts = _compile(rf"[^\w©]*(?:{_any(words.furniture.starts)})")
        self._stops = frozenset(map(fold, words.furniture.stops))
        self._rubrics = frozenset(map(fold, words.furniture.rubrics))
        self._rubric_words = self._rubrics | frozenset(
            word for line in (*words.furniture.rubrics, *words.furniture.rubric_words) for word in fold(line).split()
        )
        self._agencies = frozenset(map(fold, words.agencies.names))
        self._captions = _caption_patterns(words)
        self._cue = _compile(_any(words.caption.cues))
        self._byline_starts = _compile(rf"[\W_]*(?:{_any(words.byline.starts)})")
        self._by = _compile(rf"[\W_]*{alternatives(words.byline.by)}\s+(?P<who>\S.*)")
        self._stamped = _compile(rf"\s(?:{_any((*words.stamp.published, *words.stamp.updated))})")
        self._byline_contains = _compile(_any(words.byline.contains))

    def marker(self, line: str) -> Marker | None:
        """Whether the line introduces other stories: *Voir plus*, *» Lire aussi : Le Togo rappelle …*."""
        if len(line) > _LONGEST_LINE:
            return None
        folded = fold(line)
        if folded in self._related:
            return Marker(self._related[folded])
        match = self._titled.fullmatch(line) or self._glued.fullmatch(line)
        if match is None:
            arrows = _ARROWS.match(line)
            return Marker("inside", title_span(line, arrows.end())) if arrows and titlelike(line) else None
        if match.re is self._glued and not _opens_sentence(match["title"]):
            return None
        kind = self._related[fold(match["mark"])] if match.re is self._titled else "inside"
        span = title_span(line, match.start("title"))
        return Marker(kind, span) if span[0] < span[1] else Marker(kind)

    def popular(self, line: str) -> bool:
        """Whether the line introduces what others read, or the site's services."""
        return len(line) <= _LONGEST_LINE and fold(line).startswith(self._popular)

    def furniture(self, line: str) -> bool:
        """Whether the line belongs to the site: *Partager*, *Mots-clés : …*, an address, a counter."""
        if len(line) > _LONGEST_LINE:
            return False
        if fold(line) in self._furniture or self._furniture_starts.match(line):
            return True
        return bool(_ADDRESS.fullmatch(line)) and any(map(str.isalnum, line))

    def stops(self, line: str) -> bool:
        """Whether what follows the line is no story: *Commentaires*, *Commentaires (3)*."""
        return len(line) < 60 and re.sub(r"(?:^\d+ | \d+$)", "", fold(line)) in self._stops

    def rubric(self, line: str) -> bool:
        """Whether the line is the name of a section: *Politique*, *Politique / Monde*, *Avis et communiqués*."""
        parts = [fold(part) for part in re.split(r"[/|>›»,•·]", line) if fold(part)] if len(line) < 60 else []
        return bool(parts) and all(
            part in self._rubrics or all(word in self._rubric_words for word in part.split()) for part in parts
        )

    def agency(self, name: str) -> bool:
        """Whether `name` is an agency or a paper of the vocabulary."""
        return fold(name) in self._agencies

    def image(self, line: str) -> bool:
        """Whether the line begins with what Markdown leaves of a picture: `![]() |`."""
        return bool(_IMAGE.match(line))

    def caption(self, line: str) -> bool:
        """Whether the line says of itself that it is a caption, or is the remains of a picture or a table."""
        if self.image(line) or not any(map(str.isalnum, line[:_LONGEST_LINE])):
            return True
        return self.credit_at(line) >= 0 or (len(line) <= _LONGEST_LINE and bool(self._captions.starts.match(line)))

    def credit_at(self, line: str) -> int:
        """Where the credit at the end of the line begins, as *Photo : VNA*; -1 if there is none."""
        start = max(0, len(line) - _TAIL)
        found = (pattern.search(line, start) for pattern in self._captions.ends)
        return next((match.start("credit") for match in found if match), -1)

    def credit(self, line: str) -> bool:
        """Whether the line is nothing but a credit: *Photo : VNA*."""
        return len(line) < 80 and bool(self._captions.whole.fullmatch(line))

    def descriptive(self, line: str) -> bool:
        """Whether the line may describe a picture: *X (à gauche) lors de …*."""
        return len(line) <= _LONGEST_LINE and bool(self._cue.search(line))

    def byline(self, line: str) -> bool:
        """Whether the line says who wrote the story or where it comes from."""
        if len(line) > _LONGEST_BYLINE or ends_sentence(line) or not any(map(str.isalnum, line)):
            return False
        first, dash, rest = line.partition(" - ")
        if dash and self.agency(first):
            return self.byline(rest)
        if self._byline_starts.match(line) or self._byline_contains.search(line) or _MAIL.search(line):
            return True
        by = self._by.fullmatch(line)
        return _opens_sentence(by["who"]) if by else self._signature(line)

    def writer(self, line: str) -> str | None:
        """The name that a byline gives: *Par Awa Traoré (envoyée spéciale)* gives *Awa Traoré*."""
        match = self._by.match(line) if len(line) <= _LONGEST_BYLINE else None
        if match is None or not _opens_sentence(match["who"]):
            return None
        who = self._stamped.split(match["who"])[0]
        name = re.split(r"\s*[(,|•/–—]\s*|\s+-\s+|\s+\d", who)[0].strip(" :.")
        return name if name and len(name) <= 60 else None

    def unsigned(self, line: str) -> str:
        """A byline without the words that begin one: *Propos recueillis par Awa Traoré* gives *Awa Traoré*."""
        match = self._byline_starts.match(line)
        return line[match.end() :].strip() if match else line

    def name_alone(self, line: str) -> bool:
        """Whether the line could be a writer's name: *Awa Traoré*, *A.T.*: this holds at the edge of a story alone."""
        if _LETTERS.fullmatch(line):
            return True
        if len(line) > 45 or not _NAME.fullmatch(line):
            return False
        return all(word[0].isupper() or word in ("de", "d", "van", "al", "el", "ben", "da") for word in line.split())

    def _signature(self, line: str) -> bool:
        """*Awa Traoré / VNA*, *VNA*, *(APS)*."""
        bare = line.strip(" ()-–—/[].*")
        if self.agency(bare):
            return True
        signed = _SIGNED.fullmatch(bare)
        return signed is not None and self.agency(signed["paper"]) and self.name_alone(signed["name"].strip())


@remembered
def marks() -> Marks:
    """The marks of the vocabulary that ships with the package."""
    return Marks(load_reading())


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does: with a stop, behind which quotes and brackets may close."""
    return line[-_TAIL:].rstrip(_CLOSERS).endswith((".", "…"))


def cut_short(line: str) -> bool:
    """Whether a site cut the line short: *Le port de Kaya rouvre (…)*."""
    return bool(_CUT_SHORT.search(line, max(0, len(line) - 12)))


def taglike(line: str) -> bool:
    """Whether the line could be a page's tag: a few words without a capital or a stop, as *afrique de l'ouest*."""
    return len(line) <= _LONGEST_TAG and line.islower() and len(line.split()) <= 4 and line[-1:].isalnum()


def titlelike(line: str) -> bool:
    """Whether the line could be a title: short, without a final stop."""
    if cut_short(line):
        line = _CUT_SHORT.sub("", line)
    if len(line) > _LONGEST_TITLE or not any(map(str.isalpha, line)) or line.endswith((",", ";", ":")):
        return False
    if ends_sentence(line):
        return False
    return not (line.rstrip(_CLOSERS).endswith(("!", "?")) and line[-1:] in '»"”')


def title_span(line: str, start: int = 0) -> tuple[int, int]:
    """Where the title stands in the line: without bullets, Markdown's signs and the address of a link."""
    link = _LINK.search(line, start)
    if link and not any(map(str.isalnum, line[start : link.start()] + line[link.end() :])):
        return link.span("title")
    end = len(line)
    while start < end and (line[start] in "*_#•▪►▶→|>-–—" or line[start].isspace()):
        start += 1
    while end > start and (line[end - 1] in "*_|" or line[end - 1].isspace()):
        end -= 1
    if line[end - 1 : end] == ")" and line[start:end].count(")") > line[start:end].count("("):
        end -= 1
    return start, end


@dataclass(frozen=True, slots=True)
class _CaptionPatterns:
    ends: tuple[re.Pattern[str], ...]
    starts: re.Pattern[str]
    whole: re.Pattern[str]


def _caption_patterns(words: ReadingWords) -> _CaptionPatterns:
    credit = alternatives(words.caption.credits)
    alone = alternatives(words.caption.alone)
    counters = "|".join(map(re.escape, words.caption.counters)) or r"(?!)"
    counter = rf"(?<!\w)(?:{counters})\s*\d+"
    # a name: up to eight words without a stop between them (an address has stops, but no blank after them)
    sign = r"[^\s:|]+"
    name = r"(?!\s)(?:https?://\S+|(?:[^\s:|]+[ \u00a0]){0,11}[^\s:|]+)"
    boundary = r"""(?:^|[.!?…»"”)\]]\s*|[(\[|/•]\s*|\s[–—-]+\s*)"""
    loose = _strong(words.caption.credits)
    return _CaptionPatterns(
        ends=(
            _compile(rf"{boundary}(?P<credit>{credit}\s*:\s*{name}\s*[|)\]]*$)"),
            _compile(rf"\s(?P<credit>{loose}\s*:\s*{name}\s*[|)\]]*$)"),
            re.compile(rf"{boundary}(?P<credit>(?i:{credit})\s+(?=[A-Z])(?:{sign}[ \u00a0]){{0,3}}{sign}\s*[|)\]]*$)"),
            _compile(rf"{boundary}(?P<credit>{alone}\s*[.)|\]]*$)"),
            _compile(r"(?P<credit>©\s*[^.]{2,60}$)"),
            # the counter sticks to the credit that follows it
            _compile(rf"(?P<credit>{counter}(?:\s*$|(?=[^\W\d_]).{{0,80}}$))"),
        ),
        starts=_compile(rf"[(\[|*_\s]*(?:{_any(words.caption.starts)}\s*(?::|\||$)|©)"),
        whole=_compile(rf"[(\[|*_\s]*(?:(?:{credit})\s*:?\s*{name}|©.*|{alone})\s*[.)|\]*_]*"),
    )


def _strong(credits: tuple[str, ...]) -> str:
    """Credits that say of themselves that a picture is meant: not *Illustration*, which a sentence may hold too."""
    return alternatives(word for word in credits if re.search("photo|credit|anh", fold(word)))


def _opens_sentence(text: str) -> bool:
    first = text.lstrip(" «\"“'‘[")[:1]
    return first.isupper() or first.isdigit()


def _any(phrases: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(lenient, phrases))})" if phrases else r"(?!)"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)
