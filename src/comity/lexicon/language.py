"""The vocabulary of one language as the coder uses it: heads of bodies, offices, groups, and the words of its grammar.

The vocabulary is data (`data/<language>/*.toml`); this module loads it, checks it and indexes it by folded words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Generic, TypeVar

from comity.errors import LexiconError, NoLexiconError
from comity.folding import fold
from comity.lexicon import project
from comity.lexicon.overlay import overlaid
from comity.lexicon.project import remembered, told_as

DATA = project.DATA


@dataclass(frozen=True, slots=True)
class Head:
    """The word or words with which the name of a body, an office, a group, a rank or a civility begins."""

    text: str
    role: str  # body office group rank civility
    kind: str
    channel: tuple[str, ...] = ()
    sector: str = ""
    of: str = ""
    bare: bool = False
    capital: bool = False
    country: bool = False
    proxy: bool = False
    home: str = ""
    usual: tuple[str, ...] = ()  # countries that have one so called: of those a story tells of, it is theirs
    never: tuple[str, ...] = ()  # countries that have none so called
    whole: bool = False
    place: bool = False
    states: bool = False


_HEAD_KEYS = (frozenset(f.name for f in fields(Head)) | {"heads"}) - {"text", "role"}
T = TypeVar("T")


def word_key(token: str) -> str:
    """A token folded to one word: *vice-ministre* is `vice-ministre`, *d'* is `d`."""
    return fold(token).replace(" ", "-")


class Phrases(Generic[T]):
    """An index of phrases by folded words: the longest phrase that begins at a word is found first."""

    def __init__(self, entries: Iterable[tuple[str, T]], plurals: bool = True) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            words = tuple(fold(phrase).split())
            if not words:
                raise LexiconError(f"An empty phrase stands in the lexicon (as {value!r}).", "Remove it.")
            for first in self._variants(words[0]) if plurals else (words[0],):
                self._by_first.setdefault(first, []).append((words, value))
        for options in self._by_first.values():
            options.sort(key=lambda option: -len(option[0]))
        self._plurals = plurals

    @staticmethod
    def _variants(word: str) -> tuple[str, ...]:
        if word.endswith(("s", "x")):
            return (word,)
        if word.endswith("al"):
            return (word, word[:-2] + "aux")
        return (word, word + "s", word + "x") if word.endswith(("eau", "eu")) else (word, word + "s")

    def _fits(self, word: str, wanted: str) -> bool:
        return word == wanted or (self._plurals and word in self._variants(wanted))

    def at(self, words: list[str], index: int) -> tuple[int, T] | None:
        """The longest phrase beginning at `words[index]`, and the index after it; None when there is none."""
        return next(self.every_at(words, index), None)

    def every_at(self, words: list[str], index: int) -> Iterator[tuple[int, T]]:
        """Every phrase beginning at `words[index]`, the longest first, each with the index after it.

        *sanctions économiques* is found beside *sanctions*, and *don* beside *dons*.
        """
        for phrase, value in self._by_first.get(words[index], ()):
            end = index + len(phrase)
            if end <= len(words) and all(self._fits(words[index + k], phrase[k]) for k in range(1, len(phrase))):
                yield end, value


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """All vocabulary of one language that coding reads."""

    code: str
    heads: Phrases[tuple[Head, ...]]
    syntax: Mapping[str, Any]
    abbreviations: frozenset[str]
    glued: Mapping[str, list[str]]
    inserted: re.Pattern[str] | None = None
    fenced: re.Pattern[str] | None = None
    parted: re.Pattern[str] | None = None
    bare_capitals: tuple[tuple[re.Pattern[str], str], ...] = ()
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    domains: Mapping[str, frozenset[str]] = field(default_factory=dict)
    synonyms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    agencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nominal: Mapping[str, str] = field(default_factory=dict)  # nouns of acts and their verbs, folded

    def has(self, name: str, word: str) -> bool:
        """True when the folded `word` is in the grammar list `name` of syntax.toml."""
        return word in self.words[name]

    def synonyms_of(self, office: str) -> frozenset[str]:
        """The names of the rows of synonyms in which an office stands, whole or with more said of its field."""
        words = fold(office).split()
        for end in range(len(words), 2, -1):
            found = self.synonyms.get(" ".join(words[:end]))
            if found:
                return found
        return self.synonyms.get(" ".join(words), frozenset())


def load_toml(path: Path) -> dict[str, Any]:
    """Read one vocabulary file, with what the project in use says on top; LexiconError names the file and the line."""
    own = project.project_file(path)
    return read_toml(path) if own is None else overlaid(read_toml(path), read_toml(own), own)


def read_toml(path: Path) -> dict[str, Any]:
    """Read one file as it stands; LexiconError names the file and the line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"The vocabulary file {path} cannot be read: {error}.", "Mend the file.") from error


def _heads(folder: Path) -> Iterable[tuple[str, tuple[Head, ...]]]:
    found: dict[str, list[Head]] = {}
    for file, roles in (("bodies", ("body",)), ("offices", ("office", "rank", "civility")), ("groups", ("group",))):
        data = load_toml(folder / f"{file}.toml")
        for role in roles:
            for entry in data.get(role, ()):
                strangers = sorted(set(entry) - _HEAD_KEYS)
                if strangers:
                    what = f"{told_as(folder / f'{file}.toml')}: unknown keys of the {role} {entry.get('heads')}: "
                    raise LexiconError(f"{what}{', '.join(strangers)}.", "See the head of the package's file.")
                for text in entry["heads"]:
                    head = Head(
                        text=text,
                        role=role,
                        kind=entry.get("kind", role),
                        channel=tuple(entry.get("channel", ())),
                        sector=entry.get("sector", ""),
                        of=entry.get("of", ""),
                        bare=entry.get("bare", False),
                        capital=entry.get("capital", False) and text[0].isupper(),
                        country=entry.get("country", False),
                        proxy=entry.get("proxy", False),
                        home=entry.get("home", ""),
                        usual=tuple(entry.get("usual", ())),
                        never=tuple(entry.get("never", ())),
                        whole=entry.get("whole", False),
                        place=entry.get("place", False),
                        states=entry.get("states", False),
                    )
                    found.setdefault(fold(text), []).append(head)
    return [(phrase, tuple(heads)) for phrase, heads in found.items()]


def _inserted(syntax: Mapping[str, Any]) -> re.Pattern[str] | None:
    """Matches words between commas that the coder reads over, with the first comma and the blank before them."""
    table = syntax.get("inserted")
    if not table:
        return None

    def either(phrases: Iterable[str]) -> str:
        longest = sorted(phrases, key=len, reverse=True)
        return "|".join(re.escape(p).replace("'", "['’]").replace(r"\ ", r"\s") for p in longest)

    return re.compile(rf",\s(?:{either(table['phrases'])}),(?=\s)|(?<=\w)\s(?:{either(table['plain'])})(?=\s\w)")


def _fenced(syntax: Mapping[str, Any]) -> re.Pattern[str] | None:
    """Matches a day or a town between commas (groups 1 and 2): *s'est entretenu, lundi, avec*; they stay, unfenced."""
    table = syntax.get("fenced")
    if not table:
        return None
    days, towns, before = ("|".join(map(re.escape, table[key])) for key in ("days", "towns", "before"))
    named = r"[^\W\d_a-z][\w'’-]+(?:\s[^\W\d_a-z][\w'’-]+){0,2}"
    within = rf"(?:{days})(?:\s[^\s,;:()]+){{0,3}}|(?:{towns})\s{named}"
    return re.compile(rf"(?<=\w)(,)\s(?:{within})(,)(?=\s(?:{before})\b)")


def _parted(syntax: Mapping[str, Any]) -> re.Pattern[str] | None:
    """Matches small words between commas within a compound tense (group 1): *a, en tout état de cause, remis*."""
    table = syntax.get("parted")
    if not table:
        return None
    before, ends, kept = ("|".join(map(re.escape, table[key])) for key in ("auxiliaries", "participles", "kept"))
    small = rf"(?:(?!\b(?:{kept})\b)[a-zà-ÿ'’ -]){{2,45}}"
    return re.compile(rf"(?<=\s)(?:{before})(,\s{small},)(?=\s[a-zà-ÿ]+(?:{ends})\b)")


def _bare_capitals(syntax: Mapping[str, Any]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What stands without its accent at a sentence's beginning, as a capital: *A Kigali*; and the capital with it."""
    opening = r"(?:(?<=\A)|(?<=[.!?…»\n]\s)|(?<=\n))"
    return tuple(
        (re.compile(rf"{opening}{re.escape(bare)}(?=\s(?:[^\W\d_a-zà-ÿ][^\W\d_]|(?:{words})\b))"), table["with_accent"])
        for bare, table in syntax.get("bare_capitals", {}).items()
        for words in ["|".join(map(re.escape, table["before"]))]
    )


def _synonyms(folder: Path) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, titles in load_toml(folder / "offices.toml").get("synonyms", {}).items():
        for title in titles:
            found[fold(title)] = found.get(fold(title), frozenset()) | {name}
    return found


def _agencies(folder: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for country, names in load_toml(folder / "agencies.toml")["agencies"].items():
        for name in names:
            found[fold(name)] = (*found.get(fold(name), ()), country)
    return found


@remembered
def load_language(code: str) -> Language:
    """The vocabulary of the language `code` (ISO 639-1). NoLexiconError when there is none."""
    folder = DATA / code
    if not (folder / "syntax.toml").is_file():
        raise NoLexiconError(
            f"There is no lexicon for the language {code!r}.",
            "The page is kept without records; a lexicon for the language can be added (see CONTRIBUTING).",
        )
    syntax = load_toml(folder / "syntax.toml")
    words = {
        name: frozenset(word_key(word) for word in value)
        for name, value in syntax["grammar"].items()
        if isinstance(value, list)
    }
    return Language(
        code=code,
        heads=Phrases(_heads(folder)),
        syntax=syntax,
        abbreviations=frozenset(syntax["sentences"]["abbreviations"]),
        glued=syntax.get("glued", {}),
        inserted=_inserted(syntax),
        fenced=_fenced(syntax),
        parted=_parted(syntax),
        bare_capitals=_bare_capitals(syntax),
        words=words,
        synonyms=_synonyms(folder),
        agencies=_agencies(folder),
        nominal={fold(noun): fold(verb) for noun, verb in syntax.get("nominal", {}).items()},
        domains={
            channel: frozenset(fold(word) for word in fields)
            for channel, fields in load_toml(folder / "offices.toml").get("domains", {}).items()
        },
    )
