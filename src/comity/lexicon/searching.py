"""What searching knows of languages: which algorithm takes off endings, and which words say too little to look for.

It decides nothing in coding: the fingerprint of the vocabulary does not count it.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

import msgspec

from comity.errors import LexiconError

FOLDER = "searching"


class Spoken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language: the name of its Snowball algorithm, if it has one, and its folded words that are passed over."""

    stemmer: str | None = None
    passed_over: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def spoken() -> dict[str, Spoken]:
    """What is known of each language, by its code (ISO 639-1). LexiconError when the file is not as its head says."""
    source = files("comity.lexicon") / "data" / FOLDER / "words.toml"
    try:
        return msgspec.convert(tomllib.loads(source.read_text("utf-8")), dict[str, Spoken])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"The vocabulary file {source} cannot be read: {error}.", "Mend the file.") from error


@lru_cache(maxsize=1)
def passed_over() -> frozenset[str]:
    """The words of any language that are passed over in a question: nobody says in which language it is asked."""
    return frozenset(word for language in spoken().values() for word in language.passed_over)
