"""The words around the names of persons: honorifics, offices under their many names, and how countries write names.

The words stand in `data/<language>/persons.toml`, what holds for all languages in `data/world/` (`posts.toml`,
`naming.csv`, `romanised.csv`). They tell whether two names are one person's; coding has its own titles.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from comity.errors import LexiconError
from comity.folding import fold
from comity.lexicon.language import DATA, load_toml
from comity.lexicon.project import remembered, told_as
from comity.lexicon.tables import rows

Words = tuple[str, ...]
_FILE = "persons.toml"
_TABLES = frozenset({"honorifics", "weak", "linking", "offices", "domains"})


@dataclass(frozen=True, slots=True)
class Naming:
    """How a country writes names; see `data/world/naming.csv`."""

    order: Literal["given", "family", "both"] = "given"
    alone: Literal["first", "last", "none"] = "last"
    romanised: bool = False
    tones: bool = False


@dataclass(frozen=True, slots=True)
class Persons:
    """The vocabulary, cut into words. Phrases are by their first word, the longest first; folded, but for honorifics.

    `one_holder` has the classes of office that one person holds, and whether the title must say which one it is.
    Honorifics keep their marks, for *ông* is one and *Ong* is a name; and acronyms their capitals, for *HE* is one and
    *He* is a name.
    """

    honorifics: Mapping[str, tuple[tuple[Words, bool], ...]]
    offices: Mapping[str, tuple[tuple[Words, str], ...]]
    domains: Mapping[str, tuple[tuple[Words, str], ...]]
    linking: frozenset[str]
    exclusive: frozenset[str]
    sole: frozenset[str]
    one_holder: Mapping[str, bool]
    naming: Mapping[str, Naming]
    romanised: tuple[tuple[str, str], ...]

    def naming_of(self, country: str | None) -> Naming:
        """How names of a country (alpha-3) are written; the commonest way where nothing is said."""
        return self.naming.get(country or "", _COMMON)

    def honorific_at(self, written: Sequence[str]) -> tuple[int, bool]:
        """How many words at the beginning are an honorific, and whether it is a weak one; 0 if they are none."""
        for words in (tuple(map(_plain, written)), tuple(_plain(word).lower() for word in written)):
            for phrase, weak in self.honorifics.get(words[0], ()) if words else ():
                if words[: len(phrase)] == phrase:
                    return len(phrase), weak
        return 0, False

    def office_at(self, words: Words) -> tuple[int, str]:
        """How many (singular) words at the beginning name an office, and its class; 0 if they name none."""
        for phrase, kind in self.offices.get(words[0], ()) if words else ():
            if words[: len(phrase)] == phrase:
                return len(phrase), kind
        return 0, ""

    def skeleton(self, word: str) -> str:
        """A romanised word without what depends on who romanised it: *Poutine* and *Putin* are one."""
        for one, other in self.romanised:
            word = word.replace(one, other)
        doubled = "".join(c for i, c in enumerate(word) if i == 0 or c != word[i - 1])
        return doubled.rstrip("e") or doubled


_COMMON = Naming()


@remembered
def persons() -> Persons:
    """The vocabulary of all languages. LexiconError names the file that is wrong."""
    said = [(path, load_toml(path)) for path in sorted(DATA.glob(f"*/{_FILE}"))]
    for path, data in said:
        if strangers := sorted(set(data) - _TABLES):
            raise LexiconError(f"{told_as(path)} says what is not read: {', '.join(strangers)}.", _remedy(_TABLES))
    posts = load_toml(DATA / "world" / "posts.toml")
    classes = {name for _, data in said for name in data.get("offices", {})}
    one_holder = {kind: table == "named" for table, kinds in posts["one_holder"].items() for kind in kinds}
    if unknown := sorted({*posts["exclusive"], *posts["sole"], *one_holder} - classes):
        what = f"{told_as(DATA / 'world' / 'posts.toml')}: no language names the offices {', '.join(unknown)}."
        raise LexiconError(what, _remedy(classes))
    return Persons(
        honorifics=_phrases(
            ((text, weak) for _, data in said for table, weak in _HONORIFICS.items() for text in data[table]), _written
        ),
        offices=_phrases(_named(data["offices"] for _, data in said)),
        domains=_phrases(_named(data["domains"] for _, data in said)),
        linking=frozenset(word for _, data in said for phrase in data["linking"] for word in fold(phrase).split()),
        exclusive=frozenset(posts["exclusive"]),
        sole=frozenset(posts["sole"]),
        one_holder=one_holder,
        naming=dict(_naming()),
        romanised=tuple((row["one"], row["as"]) for row in rows("world", "romanised.csv")),
    )


_HONORIFICS = {"honorifics": False, "weak": True}


def _remedy(known: Iterable[str]) -> str:
    return f"It may be: {', '.join(sorted(known))}."


def _named(tables: Iterable[Mapping[str, list[str]]]) -> Iterator[tuple[str, str]]:
    for table in tables:
        for name, called in table.items():
            yield from ((words, name) for words in called)


def _plain(word: str) -> str:
    """A word without full stops, as it is written."""
    return unicodedata.normalize("NFC", word).replace(".", "").replace("’", "'")


def _written(text: str) -> Words:
    """The words of an honorific; only an acronym keeps its capitals."""
    words = tuple(map(_plain, text.split()))
    return words if all(word.isupper() for word in words) else tuple(word.lower() for word in words)


def singular(text: str) -> Words:
    """The folded words of an office or a field without a plural's -s: of *Premiers ministres* each holds one office."""
    return tuple(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in fold(text).split())


def _phrases(
    said: Iterable[tuple[str, Any]], cut: Callable[[str], Words] = singular
) -> dict[str, tuple[tuple[Words, Any], ...]]:
    """Phrases by their first word; the first meaning that is given to a phrase counts."""
    found: dict[str, dict[Words, Any]] = {}
    for text, meaning in said:
        words = cut(text)
        if not words:
            raise LexiconError(f"A phrase of {_FILE} has no letters: {text!r}.", "Remove it.")
        found.setdefault(words[0], {}).setdefault(words, meaning)
    return {
        first: tuple(sorted(phrases.items(), key=lambda phrase: -len(phrase[0]))) for first, phrases in found.items()
    }


def _naming() -> Iterator[tuple[str, Naming]]:
    orders: dict[str, Literal["given", "family", "both"]] = {"given": "given", "family": "family", "both": "both"}
    alones: dict[str, Literal["first", "last", "none"]] = {"first": "first", "last": "last", "none": "none"}
    for row in rows("world", "naming.csv"):
        if row["order"] not in orders or row["alone"] not in alones or row["script"] not in ("latin", "other"):
            raise LexiconError(f"world/naming.csv: the row {row!r} says what is not read.", "See the file's head.")
        naming = Naming(orders[row["order"]], alones[row["alone"]], row["script"] == "other", row["tones"] == "1")
        yield row["country"], naming
