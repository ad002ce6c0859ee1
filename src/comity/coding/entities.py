"""Someone or something that may act, under all the names a page gives it; and when two names are of one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from comity.coding.mentions import Mention, Title
from comity.folding import fold
from comity.lexicon.language import Head
from comity.lexicon.world import NameEntry

_SMALL = frozenset({"de", "la", "le", "des", "du", "d", "l", "et", "les"})
_NUMERAL = re.compile(r"[ivx]+|[ivx]+e|1er")


@dataclass(slots=True, eq=False)
class Entity:
    """Someone or something that may act, under all the names a page gives it."""

    kind: str
    name: str | None
    country: str | None = None
    country_from: str = "text"
    supposed: bool = False  # inferred from an act, and to be asked again when more is known
    withheld: bool = False  # of a body of no known country: no act implies its country
    words: frozenset[str] = frozenset()
    names: Counter[str] = field(default_factory=Counter)
    titles: list[Title] = field(default_factory=list)
    head: Head | None = None
    entry: NameEntry | None = None
    acronyms: set[str] = field(default_factory=set)
    rank: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    outer: Entity | None = None  # the body that an organ or a group belongs to
    may_be: tuple[str, ...] = ()  # of a place: the countries that have one so called, where several have

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name} {self.country}>"


def initials(name: str) -> str:
    """The initials of a body's name without its small words: *Parti communiste du Vietnam* is `pcv`."""
    return "".join(word[0] for word in fold(name).split() if word not in _SMALL)


def same_person(left: list[str], right: list[str]) -> bool:
    """One name is contained in the other and they share the last word; a lone word must be the last of the other."""
    if not left or not right:
        return False
    if left == right:
        return True
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if len(long) == len(short) + 1 and _NUMERAL.fullmatch(long[-1]) and long[:-1] == short:
        return True  # *le roi Charles*, *Charles III*
    if len(short) == 1:
        return len(short[0]) > 2 and long[-1] == short[0]
    return set(short) <= set(long)


def same_entry(entity: Entity, mention: Mention) -> bool:
    """*l'ONU*, *les Nations unies*: one body of states under two names; *X*, *la Région X*: one place."""
    ours, theirs = entity.entry, mention.entry
    if ours is None or theirs is None or ours.kind != theirs.kind or mention.head is not None:
        return False
    if entity.head is not None and not entity.head.place:
        return False  # the council of a place is not the place
    if entity.kind == mention.kind == "igo":
        return bool(ours.codes) and ours.codes == theirs.codes
    return entity.kind == mention.kind and ours.kind in {"subdivision", "city"} and ours.folded == theirs.folded


def same_office(left: Entity, right: Entity) -> bool:
    """Do two people hold an office that a page calls by the same words?"""
    return any(fold(a.office) == fold(b.office) for a in left.titles for b in right.titles)
