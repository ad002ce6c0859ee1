"""What took the place of what: the words by which pages say it, and bodies of states of which it is known.

They decide nothing in coding: the fingerprint of the vocabulary does not count them (`data/bodies`). Nobody says in
which language a name stands: the words of all languages count together.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import msgspec

from comity.errors import LexiconError
from comity.lexicon.tables import rows
from comity.model import Record

FOLDER = "bodies"


class _Entry(Record):
    formerly: tuple[str, ...]
    became: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BodyWords:
    """The phrases of all languages, the longest first; what they are for is told at the head of the file."""

    formerly: tuple[str, ...]
    became: tuple[str, ...]
    articles: tuple[str, ...]


@lru_cache(maxsize=1)
def body_words() -> BodyWords:
    """The words that ship with Comity. Raises LexiconError when the file does not have its shape."""
    file = files("comity.lexicon") / "data" / FOLDER / "words.toml"
    try:
        entries = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), dict[str, _Entry])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{file} cannot be read: {error}.", "Correct that line.") from None

    def every(field: str) -> tuple[str, ...]:
        found = {phrase for entry in entries.values() for phrase in getattr(entry, field)}
        return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))

    return BodyWords(every("formerly"), every("became"), every("articles"))


@lru_cache(maxsize=1)
def successors() -> dict[str, dict[str, str]]:
    """By the key of a body of states, the keys of those that took its place, each with the year."""
    found: dict[str, dict[str, str]] = {}
    for row in rows(FOLDER, "successions.csv"):
        found.setdefault(row["key"], {})[row["successor"]] = row["year"]
    return found
