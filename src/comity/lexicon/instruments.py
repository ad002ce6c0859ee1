"""The words that name documents between sides, and what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.errors import LexiconError
from comity.folding import fold
from comity.lexicon.language import DATA, Phrases, load_toml
from comity.lexicon.project import remembered, told_as
from comity.lexicon.vocabulary import vocabulary

_KEYS = frozenset({"kind", "heads", "weak", "adopted", "told", "accented", "only", "never"})


@dataclass(frozen=True, slots=True)
class DocumentWord:
    """One phrase that names a kind of document; the head of `instruments.toml` says what the marks mean."""

    phrase: str
    kind: str
    weak: bool = False
    adopted: bool = False
    told: str = ""
    accented: bool = False
    never: bool = False
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Documents:
    """The document words of a language; `words` are its small lists, folded."""

    phrases: Phrases[DocumentWord]
    status: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]
    words: Mapping[str, frozenset[str]]

    def status_of(self, word: str) -> str | None:
        """The status that a folded verb or noun gives to the document it governs."""
        return next((status for status, words in self.status.items() if word in words), None)


@remembered
def load_documents(language: str) -> Documents:
    """The document words of a language. LexiconError when a kind, a status or a key is unknown."""
    path = DATA / language / "instruments.toml"
    data = load_toml(path)
    path = told_as(path)
    known = vocabulary()
    words = []
    for entry in data["instrument"]:
        odd = sorted(set(entry) - _KEYS)
        if entry["kind"] not in known.instrument_kinds or odd:
            what = f"unknown keys {', '.join(odd)}" if odd else f"unknown instrument kind {entry['kind']!r}"
            remedy = "See the head of the file and data/vocabulary/instrument_kinds.toml."
            raise LexiconError(f"{path}: {what}.", remedy)
        marks = {key: entry.get(key, False) for key in ("weak", "adopted", "accented", "never")}
        only = frozenset(fold(verb) for verb in entry.get("only", ()))
        told = entry.get("told", "")
        words += [(text, DocumentWord(text, entry["kind"], told=told, only=only, **marks)) for text in entry["heads"]]
    named = {*data["status"], *(entry["told"] for entry in data["instrument"] if "told" in entry)}
    strange = sorted(named - set(known.instrument_statuses))
    if strange:
        what = f"{path}: unknown status {', '.join(strange)}."
        raise LexiconError(what, "See data/vocabulary/instrument_statuses.toml.")
    return Documents(
        phrases=Phrases(words),
        status={name: frozenset(fold(v) for v in verbs) for name, verbs in data["status"].items()},
        numbers={fold(word): number for word, number in data["numbers"].items()},
        words={name: frozenset(fold(word) for word in listed) for name, listed in data["words"].items()},
    )
