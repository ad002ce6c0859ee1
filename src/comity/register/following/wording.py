"""What two texts say of the same things: the words that name something, compared without endings. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from comity.folding import fold
from comity.lexicon.following import following_words
from comity.lexicon.vocabulary import LANGUAGES
from comity.lexicon.world import world

STEM = 4
"""Letters that two words must have in common at their beginning to be forms of one word."""

LONG_STEM = 6
"""So many letters in common are enough if they are half of the longer word: *construire* and *construction*."""

SHARE = 0.65
"""Else this share of the longer word: *frontière* and *frontières*."""


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(fold(text).split())


def things(text: str, sides: Iterable[str] = (), *, document: bool = False) -> tuple[str, ...]:
    """The words of a text that name something: without general words, numbers of years and the names of the sides.

    `sides` are countries (alpha-3). Of a `document` what it is called is left out too. In the order of the text, each
    word once.
    """
    return _things(text, tuple(sorted(sides)), document)


@lru_cache(maxsize=16384)
def _things(text: str, sides: tuple[str, ...], document: bool) -> tuple[str, ...]:
    known = following_words()
    nations = frozenset(name for side in sides for name in _nations(side))
    found: dict[str, None] = {}
    for word in words_of(text):
        if len(word) < 2 or word in known.plain or (document and word in known.documents):
            continue
        if word.isdigit() and 1800 <= int(word) < 2200:
            continue
        if any(alike(word, nation) for nation in nations):
            continue
        found[word] = None
    return tuple(found)


def matched(asked: Iterable[str], said: Iterable[str]) -> tuple[str, ...]:
    """Those of the words asked for that stand among those said, in some form."""
    there: dict[str, set[str]] = {}
    # forms of one word begin alike: only those are compared
    for word in said:
        there.setdefault(word[:STEM], set()).add(word)
    return tuple(word for word in asked if any(alike(word, other) for other in there.get(word[:STEM], ())))


def alike(one: str, other: str) -> bool:
    """Whether two folded words may be forms of one word."""
    if one == other:
        return True
    if one.isdigit() or other.isdigit():
        return False
    longer, both = max(len(one), len(other)), _common(one, other)
    return (both >= STEM and both >= SHARE * longer) or (both >= LONG_STEM and 2 * both >= longer)


def _common(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


@lru_cache(maxsize=512)
def _nations(side: str) -> tuple[str, ...]:
    """The words by which a country is named, each of them long enough to be told from other words."""
    country = world().country(side)
    if country is None:
        return ()
    names = [name for spoken in country.names.values() for name in spoken]
    names += [named for spoken in LANGUAGES if (named := world().demonym_of(side, spoken))]
    words = {word for name in names for word in fold(name).split()} | {fold(name).replace(" ", "") for name in names}
    return tuple(sorted(word for word in words if len(word) > STEM))
