"""Names of persons, made comparable: what of a name is the name, and how two names are alike.

Pure. A name is compared by its folded words, without honorifics. How alike two names are says nothing yet of whether
they are one person's: see `comity.register.people.same`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import DamerauLevenshtein

from comity.folding import fold
from comity.lexicon.persons import Naming, persons, singular

Alike = Literal[
    "equal", "joined", "turned", "marked", "shortened", "initials", "part", "romanised", "misspelt", "near", "other"
]
"""How two names are alike.

`equal`: the same words in the same order. `joined`: parted otherwise (*Ki-moon*, *Kimoon*). `turned`: the family name
stands at the other end. `marked`: the same letters, with other marks, where marks tell names apart. `shortened`: words
in the middle are left out. `initials`: words are given by their first letter. `part`: one word by which people are
called. `romanised`: the same name by another romanisation. `misspelt`: one letter of a long word is another. `near`:
alike, and no more is known. `other`: two names.
"""

MISSPELT_FROM = 5
"""Letters that a word must have to be misspelt: of short words another letter makes other words."""

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name: its folded words without honorifics; `written` are the same words as they stand on the page."""

    words: tuple[str, ...]
    written: tuple[str, ...]

    @property
    def folded(self) -> str:
        """The words in one."""
        return " ".join(self.words)

    @property
    def bare(self) -> tuple[str, ...]:
        """The words without the small ones that begin a family name: *de Gaulle*; *To Lam* begins with none."""
        linking = persons().linking
        small = (word in linking and part.islower() for word, part in zip(self.words, self.written, strict=True))
        first = next((i for i, is_small in enumerate(small) if not is_small), 0)
        return self.words[first:]

    @property
    def is_whole(self) -> bool:
        """Whether it has two words or more that are no initials: a name that one may take for a person's own."""
        return sum(len(word) > 1 for word in self.words) > 1


@lru_cache(maxsize=16384)
def name_of(text: str) -> Name:
    """The name in what a page calls a person: *SG Tô Lâm*, *Samdech Techo Hun Sen*, *M. Macron*.

    It has no words where a page gives a description in the place of a name: *le président français*.
    """
    vocabulary = persons()
    written = text.replace("’", "'").split()
    taken, _ = vocabulary.office_at(singular(text))
    if 0 < taken == len(written) > 1:
        return Name((), ())
    if 0 < taken < len(written):
        written = written[taken:]
        if written[0][:1].islower() and fold(written[0]) in vocabulary.linking:
            return Name((), ())
    while len(written) > 1:
        taken, weak = vocabulary.honorific_at(written)
        if not taken or len(written) - taken < (2 if weak else 1):
            break
        written = written[taken:]
    parts = [(fold(part), part) for word in written for part in word.replace("-", " ").replace(".", ". ").split()]
    if not any(part[:1].isupper() or part[:1].isupper() == part[:1].islower() for _, part in parts):
        return Name((), ())
    pairs = [(word, part) for folded, part in parts for word in folded.split()]
    return Name(tuple(word for word, _ in pairs), tuple(part for _, part in pairs))


def alike(one: Name, other: Name, naming: Naming) -> Alike:
    """How two names are alike, by how the country of either writes names."""
    a, b = one.words, other.words
    if not a or not b:
        return "other"
    if a == b:
        return "marked" if naming.tones and _are_marked_apart(one, other) else "equal"
    if "".join(a) == "".join(b):
        return "joined"
    if _is_turned(a, b):
        return "turned"
    short, long = sorted((one, other), key=lambda name: len(name.words))
    if any(len(word) == 1 for word in (*a, *b)) and _fits_initials(a, b, naming):
        return "initials"
    if len(short.bare) == 1:
        return "part" if _stands_alone(short.bare[0], long.words, naming) else "other"
    if _is_shortened(short.words, long.words, naming):
        return "shortened"
    return _spelled(a, b, naming)


def fits(short: Name, long: Name, naming: Naming) -> bool:
    """Whether a name that leaves words out or gives initials may stand for a longer one."""
    return alike(short, long, naming) in ("part", "initials", "shortened", "equal", "joined")


def _are_marked_apart(one: Name, other: Name) -> bool:
    """Whether a word bears other marks in each. Pages leave marks out, but not some of the tones of one name."""
    toned = all(any(_tones(word) for word in name.written) for name in (one, other))
    pairs = list(zip(one.written, other.written, strict=True))
    return any(_is_marked_apart(a, b) or (toned and _tones(a) != _tones(b)) for a, b in pairs)


def _is_marked_apart(a: str, b: str) -> bool:
    """Whether both words are written with marks of one sort, and with others."""
    tones, marks = (_tones(a), _tones(b)), (_marks(a, False), _marks(b, False))
    return any(all(both) and both[0] != both[1] for both in (tones, marks))


def _tones(word: str) -> tuple[str, ...]:
    """The tones of a word, wherever they stand: *Hoà* and *Hòa* are one."""
    return tuple(sign for _, sign in _marks(word, True))


def _marks(word: str, tones: bool) -> tuple[tuple[int, str], ...]:
    """The marks of tone of a word, or its other marks, each with the place of its letter."""
    found, place = [], -1
    for sign in unicodedata.normalize("NFD", word.lower().replace("đ", "d\u0335")):
        if not unicodedata.combining(sign):
            place += 1
        elif (sign in _TONES) == tones:
            found.append((place, sign))
    return tuple(sorted(found))


def _is_turned(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """The first word stands last, or the last first; whole names alone are turned in their words."""
    return len(a) == len(b) > 1 and (a[1:] + a[:1] == b or a[-1:] + a[:-1] == b)


def _stands_alone(word: str, name: tuple[str, ...], naming: Naming) -> bool:
    """Whether people of that country are called by this word of their name."""
    if naming.alone == "none" or len(word) == 1:
        return False
    return word == (name[-1] if naming.alone == "last" else name[0])


def _fits_initials(a: tuple[str, ...], b: tuple[str, ...], naming: Naming) -> bool:
    """Word by word the same, or one its first letter; the word by which people are called is written out."""
    if len(a) != len(b):
        return False
    called = 0 if naming.alone == "first" or (naming.order == "family" and naming.alone == "none") else -1
    if a[called] != b[called] or len(a[called]) == 1:
        return False
    pairs = zip(a, b, strict=True)
    return all(one == other or (1 in (len(one), len(other)) and one[0] == other[0]) for one, other in pairs)


def _is_shortened(short: tuple[str, ...], long: tuple[str, ...], naming: Naming) -> bool:
    """The ends are the same and a word between is left out. Where names are of two or three words that is another."""
    if naming.tones or len(short) == len(long) or short[0] != long[0]:
        return False
    if short == long[: len(short)]:
        # a second family name
        return len(short) > 1 and naming.order == "given"
    rest = iter(long)
    return short[-1] == long[-1] and all(word in rest for word in short)


def _spelled(a: tuple[str, ...], b: tuple[str, ...], naming: Naming) -> Alike:
    vocabulary = persons()
    if naming.tones:
        return "other"
    if naming.romanised:
        one, other = (tuple(vocabulary.skeleton(word) for word in words) for words in (a, b))
        if "".join(one) == "".join(other) or _is_turned(one, other):
            return "romanised"
    apart = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    if len(a) == len(b) and len(apart) == 1:
        distance = DamerauLevenshtein.distance(*apart[0])
        if distance == 1 and min(map(len, apart[0])) >= MISSPELT_FROM and apart[0][0][0] == apart[0][1][0]:
            return "misspelt"
    near = len(a) == len(b) and all(_is_near(x, y) for x, y in apart)
    return "near" if near and len(apart) < len(a) + (len(a) > 1) else "other"


def _is_near(one: str, other: str) -> bool:
    """So alike that they may be one word in two spellings: nothing follows from it but doubt."""
    return DamerauLevenshtein.normalized_similarity(one, other) >= 0.6
