"""Near-duplicates: whether two pages tell one story in nearly the same words.

Pure. A page is compared by the words of its main story, without bylines, datelines and captions: those are what
another newspaper changes first. Candidates are found by MinHash (`sketch`, `bands`); `compare` decides, exactly.

A reprint leaves out or adds; it does not put another name, day or sum in the place of one. The yearly ceremony, the
message of condolence and the communiqué on an ambassador received do just that, and have more words in common than many
a reprint: so two stories that each have a name or a number which the other lacks are two, however alike they are.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

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
_WORD = re.compile(r"\w+")
# a word after these may be capital only because it comes first
_BEGINS = frozenset('.!?:;…«»“”"(–—-•*\n')
_DIGIT = re.compile(r"[0-9]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")

SIMILARITY = 0.6
"""Share of the shingles of both that both have, from which on they tell the same."""

CONTAINMENT = 0.9
"""Share of the shingles of the shorter that the longer has, from which on it is a part of it, if that part is large."""

LARGE_PART = 0.4

REPLACED = 0.04
"""Share of the words of the shorter that stand in the place of others: above it the two tell of other things."""

LONGER = 1.1
"""How many times the words of another a story has that replaces it, if it holds what the other tells."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two stories are: the share of shingles that both have, and whether the second holds the first whole."""

    similarity: float
    longer: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a story tells, folded: its words in their order, those below the headline, and the names and numbers."""

    words: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    telling: frozenset[str] = frozenset()


def told(text: str, stories: Iterable[Story | CodedStory]) -> Told:
    """What the page's main story tells, in the zones that tell it. A headline names nobody: it is all in capitals."""
    main = next((story for story in stories if story.kind == "main"), None)
    if main is None:
        return Told()
    zones = [(zone.start, zone.end, zone.zone) for zone in main.zones if zone.zone in _TOLD_ZONES]
    words: list[str] = []
    body: list[str] = []
    telling: set[str] = set()
    for start, end, zone in sorted(zones or [(main.start, main.end, "body")]):
        part = text[start:end]
        found = _folded(part)
        words += found
        telling |= {word for word in found if _DIGIT.search(word)}
        if zone != "headline":
            body += found
            telling |= {word for name in _names(part) for word in _folded(name)}
    return Told(tuple(words), tuple(body), frozenset(telling))


def _names(text: str) -> Iterator[str]:
    """The capital words within sentences."""
    for found in _WORD.finditer(text):
        start = found.start()
        before = text[max(0, start - 3) : start].rstrip(" \u00a0")[-1:] if found[0][0].isupper() else ""
        if before and before not in _BEGINS:
            yield found[0]


def _folded(text: str) -> list[str]:
    """As `comity.folding.fold`, which remembers what it folded, and is not for whole pages."""
    return _NOT_WORD.sub(" ", anyascii(text).lower()).split()


def sketch(words: Sequence[str]) -> bytes | None:
    """The MinHash of a story, or None if it is too short to be compared."""
    if len(words) < MIN_WORDS:
        return None
    found = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    found.update([" ".join(shingle) for shingle in shingles(words)])
    return struct.pack(f"<{_PERMUTATIONS}I", *found.digest())


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
    return set(zip(*(words[first:] for first in range(SHINGLE)), strict=False))


def compare(old: Told, new: Told) -> Likeness | None:
    """How alike two stories are if they tell the same; None if they do not, or are too short to say."""
    if min(len(old.words), len(new.words)) < MIN_WORDS:
        return None
    if old.telling - new.telling and new.telling - old.telling:
        return None
    one, other = shingles(old.words), shingles(new.words)
    both = len(one & other)
    similarity = both / (len(one) + len(other) - both)
    contained = both / min(len(one), len(other))
    if similarity < SIMILARITY and (contained < CONTAINMENT or similarity < LARGE_PART):
        return None
    if _replaced(*sorted((old.body, new.body))) > REPLACED * min(len(old.body), len(new.body)):
        return None
    longer = len(new.words) > LONGER * len(old.words) and both >= CONTAINMENT * len(one)
    return Likeness(round(similarity, 4), longer)


def _replaced(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words stand where the other text has others."""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(min(end - start, last - first) for step, start, end, first, last in steps if step == "replace")
