"""Near-duplicates: whether two pages tell one story in nearly the same words.

Pure. A page is compared by the words of its main story, without bylines, datelines and captions: those are what
another newspaper changes first. Candidates are found by MinHash (`sketch`, `bands`); `compare` decides, exactly.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from anyascii import anyascii
from rensa import RMinHash

from comity.model import CodedStory, Story

SHINGLE = 3
"""Words that stand together."""

MIN_WORDS = 40
"""Shorter stories are never taken for each other: two notes of one kind may have all but a name in common."""

ROWS = 4
"""Numbers in a band: pages of which half the shingles are the same share one of 32 bands in 9 cases of 10."""

_PERMUTATIONS = 128
_SEED = 2026
_TOLD_ZONES = ("headline", "lead", "body")
_NOT_WORD = re.compile(r"[^0-9a-z]+")

SIMILARITY = 0.6
"""Share of the shingles of both that both have, from which on they tell the same."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two stories are: the share of shingles that both have, and whether the second holds the first whole."""

    similarity: float
    longer: bool


def told_words(text: str, stories: Iterable[Story | CodedStory]) -> tuple[str, ...]:
    """The folded words of the page's main story, of the zones that tell it."""
    main = next((story for story in stories if story.kind == "main"), None)
    if main is None:
        return ()
    zones = [(zone.start, zone.end) for zone in main.zones if zone.zone in _TOLD_ZONES] or [(main.start, main.end)]
    told = "\n".join(text[start:end] for start, end in sorted(zones))
    return tuple(_NOT_WORD.sub(" ", anyascii(told).lower()).split())


def sketch(words: Sequence[str]) -> bytes | None:
    """The MinHash of a story, or None if it is too short to be compared."""
    if len(words) < MIN_WORDS:
        return None
    found = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    found.update([" ".join(shingle) for shingle in sorted(shingles(words))])
    return b"".join(number.to_bytes(4, "little") for number in found.digest())


def bands(digest: bytes) -> list[int]:
    """The bands of a sketch, as signed 64-bit numbers, each of which tells its place too."""
    size = ROWS * 4
    return [
        int.from_bytes(
            hashlib.blake2b(digest[start : start + size], digest_size=8, salt=start.to_bytes(4, "little")).digest(),
            "little",
            signed=True,
        )
        for start in range(0, len(digest), size)
    ]


def shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    """The runs of words of a story."""
    return {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


def compare(old: Sequence[str], new: Sequence[str]) -> Likeness | None:
    """How alike two stories are if they tell the same; None if they do not, or are too short to say."""
    if min(len(old), len(new)) < MIN_WORDS:
        return None
    if _numbers(old) - _numbers(new) and _numbers(new) - _numbers(old):
        return None
    one, other = shingles(old), shingles(new)
    both = len(one & other)
    similarity = both / (len(one) + len(other) - both)
    if similarity < SIMILARITY:
        return None
    return Likeness(round(similarity, 4), longer=len(new) > 1.1 * len(old))


def _numbers(words: Sequence[str]) -> set[str]:
    """A reprint cuts numbers or adds some; one that has other numbers tells of another day, year or sum."""
    return {word for word in words if any(sign.isdigit() for sign in word)}
