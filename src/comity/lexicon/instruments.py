"""The words that name documents between sides, and what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from comity.errors import LexiconError
from comity.folding import fold
from comity.lexicon.language import DATA, Phrases, load_toml
from comity.lexicon.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class DocumentWord:
    """One phrase that names a kind of document; `weak` ones need more before they count."""

    phrase: str
    kind: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Documents:
    """The document words of a language."""

    phrases: Phrases[DocumentWord]
    status: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]


@lru_cache(maxsize=8)
def load_documents(language: str) -> Documents:
    """The document words of a language; LexiconError when a kind is unknown."""
    path = DATA / language / "instruments.toml"
    data = load_toml(path)
    words = []
    for entry in data["instrument"]:
        if entry["kind"] not in vocabulary().instrument_kinds:
            raise LexiconError(f"{path}: unknown instrument kind {entry['kind']!r}.", "See data/vocabulary/instrument_kinds.toml.")
        words += [(text, DocumentWord(text, entry["kind"], entry.get("weak", False))) for text in entry["heads"]]
    return Documents(
        phrases=Phrases(words),
        status={name: frozenset(fold(v) for v in verbs) for name, verbs in data["status"].items()},
        numbers={fold(word): number for word, number in data["numbers"].items()},
    )
