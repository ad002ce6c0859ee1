"""Offices made comparable: which post a title names, in whatever words and language, and how two posts stand.

Pure. A post is a class of office (`world/posts.toml`), a field of government, and the body it is held in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from comity.folding import fold
from comity.lexicon.persons import Words, persons, singular
from comity.lexicon.world import world

Standing = Literal["same", "near", "silent", "rival"]
"""How two posts stand: one post; posts that may be one (less is said of one); nothing follows; nobody holds both."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post: its class (or the folded title, where no class is known), fields of government, and words of the body."""

    kind: str
    known: bool
    fields: frozenset[str] = frozenset()
    body: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The post as one text, the same for titles that mean the same: `minister/defence`."""
        parts = (self.kind, "+".join(sorted(self.fields)), "-".join(sorted(self.body)))
        return "/".join(part for part in parts if part)

    @property
    def is_sole(self) -> bool:
        """Whether a country has one holder of it at a time, as far as the title says."""
        return self.kind in persons().sole or (self.known and self.kind in persons().exclusive and bool(self.fields))


@lru_cache(maxsize=16384)
def post_of(office: str, of: str | None = None) -> Post:
    """The post of a title and of what it is held in: *ministre de la Défense*; *président*, *Assemblée nationale*."""
    vocabulary = persons()
    title, body = singular(office), tuple(fold(of or "").split())
    taken, kind = vocabulary.office_at(title)
    rest = tuple(fold(office).split())[taken:]
    inside = _telling(body) if not _is_country(of) else frozenset()
    if not taken:
        return Post(" ".join(word for word in title if word not in vocabulary.linking), False, body=inside)
    fields = _fields(title)
    if kind in vocabulary.sole:
        return Post(kind, True)
    if fields:
        return Post(kind, True, fields)
    held = _fields(singular(of or "")) if kind in vocabulary.exclusive else frozenset()
    return Post(kind, True, held, inside | _said(rest))


def standing(one: Post | None, other: Post | None) -> Standing:
    """How two posts stand to each other."""
    if one is None or other is None:
        return "silent"
    if one.kind == other.kind:
        fields, bodies = _agree(one.fields, other.fields), _agree(one.body, other.body)
        if fields == "same" and bodies == "same":
            return "same"
        if "other" not in (fields, bodies):
            return "near"
    exclusive = persons().exclusive
    if one.kind in exclusive and other.kind in exclusive:
        # a post of which the field or the body is not said may be the other one
        unsaid = one.kind == other.kind and not (one.fields | one.body and other.fields | other.body)
        return "silent" if unsaid else "rival"
    return "silent"


def _agree(one: frozenset[str], other: frozenset[str]) -> Literal["same", "unsaid", "other"]:
    if one == other:
        return "same"
    if not one or not other:
        return "unsaid"
    # of a ministry or a body that has a long name, pages say a part
    return "same" if one <= other or other <= one else "other"


def _fields(words: Words) -> frozenset[str]:
    """The fields of government that words name."""
    found: set[str] = set()
    at = 0
    while at < len(words):
        named = next(
            ((p, code) for p, code in persons().domains.get(words[at], ()) if words[at : at + len(p)] == p), None
        )  # fmt: skip
        if named:
            found.add(named[1])
        at += len(named[0]) if named else 1
    return frozenset(found)


def _telling(words: Words) -> frozenset[str]:
    """The words that tell a body: without those that only join others, and without countries and demonyms."""
    linking = persons().linking
    said = (word for word in words if word not in linking and len(word) > 1)
    return frozenset(word for word in said if not world().demonym(word) and not _is_country(word))


def _said(rest: Words) -> frozenset[str]:
    """What a title says of its body itself: *gouverneur de Soc Trang*."""
    words = " ".join(word for word in rest if word not in persons().linking)
    return frozenset() if _is_country(words) else _telling(rest)


def _is_country(text: str | None) -> bool:
    return bool(text) and world().country(text or "") is not None
