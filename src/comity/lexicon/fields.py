"""The fields of cooperation, by the words that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity.errors import LexiconError
from comity.folding import fold
from comity.lexicon.language import DATA, load_toml
from comity.lexicon.project import remembered, told_as
from comity.lexicon.vocabulary import vocabulary

Words = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Fields:
    """The words of each field, over folded text; `weak` ones count where no other field is named."""

    strong: Words
    weak: Words
    of_channel: Mapping[str, str]

    def named(self, text: str) -> tuple[str, ...]:
        """The fields that a text names, in the order of the vocabulary; none if it names none."""
        folded = fold(text)
        return _found(self.strong, folded) or _found(self.weak, folded)


def _found(words: Words, folded: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in words.items() if pattern.search(folded))


@remembered
def load_fields(language: str) -> Fields:
    """The fields of a language. LexiconError when a field or a channel is unknown, or a field says a word twice."""
    path = DATA / language / "fields.toml"
    data = load_toml(path)
    path = told_as(path)
    known = vocabulary()
    odd = [name for name in (*data["fields"], *data["weak"], *data["channels"].values()) if name not in known.fields]
    odd += [name for name in data["channels"] if name not in known.channels]
    for words in (*data["fields"].values(), *data["weak"].values()):
        odd += sorted({word for word in words if words.count(word) > 1})
    if odd:
        what = f"{path}: unknown or said twice: {', '.join(odd)}."
        raise LexiconError(what, "See data/vocabulary/fields.toml and channels.toml.")
    order = list(known.fields)
    strong, weak = ({n: _pattern(data[t][n]) for n in order if n in data[t]} for t in ("fields", "weak"))
    return Fields(strong, weak, data["channels"])


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted((_word(w) for w in words), key=len, reverse=True)) + ")")


def _word(word: str) -> str:
    """A phrase with its plurals, or with a star all words that begin so."""
    parts = [re.escape(part) for part in fold(word).split()]
    if word.endswith("*"):
        return " ".join([*(f"{p}s?" for p in parts[:-1]), rf"{parts[-1]}\w*"])
    return " ".join(f"{p}(?:s|x)?" for p in parts) + r"\b"
