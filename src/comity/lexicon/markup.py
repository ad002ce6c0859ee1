"""What web pages call their parts: `data/markup/zones.toml`, by which names in the markup tell a part's kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, get_args

import msgspec

from comity.errors import LexiconError
from comity.lexicon.language import DATA, load_toml
from comity.lexicon.project import remembered, told_as

PartKind = Literal[
    "comments", "popular", "related", "furniture", "side", "caption", "quote", "body", "headline", "lead", "byline",
    "stamp",
]  # fmt: skip
KINDS: tuple[PartKind, ...] = get_args(PartKind)

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LONGEST_NAME = 120
_MOST_NAMES = 40
_LONGEST_PHRASE = 4


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    props: tuple[str, ...] = ()


class Markup:
    """The vocabulary of markup, indexed. Kinds are ordered by their place in the file: the first that fits is taken."""

    def __init__(self, parts: dict[PartKind, _Part]) -> None:
        self._rank = {kind: rank for rank, kind in enumerate(parts)}
        self._words = _index((kind, part.words) for kind, part in parts.items())
        self._last = _index((kind, part.last) for kind, part in parts.items())
        self._names = _index((kind, part.names) for kind, part in parts.items())
        self._elements = _index((kind, part.elements) for kind, part in parts.items())
        self._roles = _index((kind, part.roles) for kind, part in parts.items())
        self._props = _index((kind, part.props) for kind, part in parts.items())
        self._of_name = lru_cache(maxsize=4096)(self._kinds_of_name)

    def element(self, name: str) -> PartKind | None:
        """The kind that the element's own name tells: `nav`, `figcaption`."""
        return self._elements.get(name)

    def role(self, role: str) -> PartKind | None:
        """The kind that a value of `role` tells."""
        return self._roles.get(role.strip().lower())

    def prop(self, prop: str) -> PartKind | None:
        """The kind that a value of `itemprop` tells."""
        return self.first(kind for word in prop.split()[:4] if (kind := self._props.get(word)))

    def classes(self, names: str) -> frozenset[PartKind]:
        """The kinds that a value of `class` or `id` tells."""
        found: set[PartKind] = set()
        for name in names.split()[:_MOST_NAMES]:
            found |= self._of_name(name[:_LONGEST_NAME])
        return frozenset(found)

    def first(self, kinds: Iterable[PartKind]) -> PartKind | None:
        """Of several kinds the one that counts."""
        return min(kinds, key=self._rank.__getitem__, default=None)

    def _kinds_of_name(self, name: str) -> frozenset[PartKind]:
        words = name_words(name)
        found = {self._names.get("-".join(words)), self._words.get(name.lower())}
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST_PHRASE, len(words)) + 1):
                phrase = "-".join(words[start:end])
                found.add(self._words.get(phrase))
                if end == len(words):
                    found.add(self._last.get(phrase))
        return frozenset(kind for kind in found if kind)


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name of the markup, in small letters: `article__relatedLinks` is `article related links`."""
    return tuple(word.lower() for word in _WORD.findall(name))


def _index(lists: Iterator[tuple[PartKind, tuple[str, ...]]]) -> dict[str, PartKind]:
    """Kind by phrase; of two kinds that share a phrase the first is kept."""
    found: dict[str, PartKind] = {}
    for kind, phrases in lists:
        for phrase in phrases:
            found.setdefault(phrase, kind)
    return found


@remembered
def load_markup() -> Markup:
    """The vocabulary of markup that ships with the package. LexiconError says what contradicts itself in it."""
    path = DATA / "markup" / "zones.toml"
    read = load_toml(path)
    path = told_as(path)
    try:
        parts = msgspec.convert(read, dict[PartKind, _Part])
    except msgspec.ValidationError as error:
        raise LexiconError(f"{path}: {error}.", "See what stands at the file's head.") from error
    missing = [kind for kind in KINDS if kind not in parts]
    if missing:
        raise LexiconError(f"{path} lacks the tables {', '.join(missing)}.", "Add them; they may be empty.")
    for kind, part in parts.items():
        for name in part.__struct_fields__:
            _check(getattr(part, name), name, f"{path}: {kind}.{name}")
    return Markup(parts)


def _check(phrases: tuple[str, ...], name: str, where: str) -> None:
    doubled = sorted({phrase for phrase in phrases if phrases.count(phrase) > 1})
    if doubled:
        raise LexiconError(f"{where} has {', '.join(doubled)} twice.", "Leave each once.")
    unread = [] if name == "props" else [phrase for phrase in phrases if phrase != phrase.lower() or not phrase.strip()]
    if name in ("words", "last"):
        unread += [phrase for phrase in phrases if "-".join(name_words(phrase)) != phrase and phrase not in unread]
        unread += [phrase for phrase in phrases if phrase.count("-") >= _LONGEST_PHRASE]
    if unread:
        raise LexiconError(
            f"{where} has {', '.join(map(repr, unread))}, which no name can have.", "See the file's head."
        )
