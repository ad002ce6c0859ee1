"""Words by which what was promised is compared with what came of it (`data/following`).

They decide nothing in coding: the fingerprint of the vocabulary does not count them. Records do not say in which
language their words are, and words of one language seldom mislead in another: those of all languages count together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import msgspec

from comity.errors import LexiconError
from comity.lexicon.vocabulary import vocabulary
from comity.model import Record

FOLDER = "following"


class _Undertaking(Record):
    words: tuple[str, ...]
    forms: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    travels: bool = False


class _Entry(Record):
    plain: tuple[str, ...]
    documents: tuple[str, ...]
    begun: tuple[str, ...]
    undertakings: dict[str, _Undertaking]


class WordSet:
    """Folded words, and beginnings of words (`formation*`), among which a word may be."""

    def __init__(self, words: Iterable[str]) -> None:
        every = tuple(words)
        self._whole = frozenset(word for word in every if not word.endswith("*"))
        self._begin = tuple(sorted({word[:-1] for word in every if word.endswith("*")}))

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (word in self._whole or word.startswith(self._begin))


@dataclass(frozen=True, slots=True)
class Undertaking:
    """One sort of thing that is promised: by which words it is told, and what may keep it.

    `forms` and `types` are those of events, `statuses` those of documents. `travels`: who promises must be the one who
    acts, even where both sides meet.
    """

    name: str
    words: WordSet
    forms: frozenset[str]
    types: frozenset[str]
    statuses: frozenset[str]
    travels: bool


@dataclass(frozen=True, slots=True)
class FollowingWords:
    """The words of all languages; what they are for is told at the head of the file."""

    plain: WordSet
    documents: WordSet
    begun: WordSet
    undertakings: tuple[Undertaking, ...]


@lru_cache(maxsize=1)
def following_words() -> FollowingWords:
    """The words that ship with Comity. Raises LexiconError when the file does not have its shape, or names no value."""
    entries = _loaded()
    return FollowingWords(
        plain=WordSet(word for entry in entries.values() for word in entry.plain),
        documents=WordSet(word for entry in entries.values() for word in entry.documents),
        begun=WordSet(word for entry in entries.values() for word in entry.begun),
        undertakings=tuple(
            Undertaking(
                name=name,
                words=WordSet(found.words),
                forms=frozenset(found.forms),
                types=frozenset(found.types),
                statuses=frozenset(found.statuses),
                travels=found.travels,
            )
            for entry in entries.values()
            for name, found in entry.undertakings.items()
        ),
    )


def _loaded() -> dict[str, _Entry]:
    file = files("comity.lexicon") / "data" / FOLDER / "words.toml"
    try:
        entries = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), dict[str, _Entry])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{file} cannot be read: {error}.", "Correct that line.") from None
    known = vocabulary()
    for entry in entries.values():
        for name, found in entry.undertakings.items():
            for values, table in (
                (found.forms, known.forms),
                (found.types, known.types),
                (found.statuses, known.instrument_statuses),
            ):
                for value in values:
                    if value not in table:
                        what = f"{file}: the undertaking {name!r} names the {table.kind} {value!r}, which is none."
                        raise LexiconError(what, f"Use one of: {', '.join(table)}.")
    return entries
