"""The words at the edges of the clauses that tell what is promised, asked or held."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.errors import LexiconError
from comity.folding import fold
from comity.lexicon.language import DATA, load_toml
from comity.lexicon.project import remembered, told_as

_WORDS = frozenset(
    {"clitics", "reflexives", "markers", "purpose", "after_noun", "that", "seeing", "modals", "joins"}
    | {"also", "edges", "breaks", "relatives", "possessive", "deeds", "states", "gestures", "occasions"}
)
_MARKS = frozenset({"bullet", "opens_list", "aside"})
_TENSES = frozenset({"future", "conditional", "imperfect_of"})


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """The words, marks and endings of `clauses.toml`; the file says what each is for."""

    words: dict[str, frozenset[str]]
    bullet: re.Pattern[str]
    opens_list: re.Pattern[str]
    aside: re.Pattern[str]
    future: re.Pattern[str]
    conditional: re.Pattern[str]
    imperfect_of: re.Pattern[str]

    def has(self, name: str, word: str) -> bool:
        """Is the folded word one of the list `name`?"""
        return word in self.words[name]

    def is_future(self, form: str, infinitive: str) -> bool:
        """Has a verb's form the ending of the future? That it is a verb is for the parser to say."""
        return self._ends(self.future, form, infinitive)

    def is_conditional(self, form: str, infinitive: str) -> bool:
        """Has a verb's form the ending of the conditional?"""
        return self._ends(self.conditional, form, infinitive)

    def _ends(self, endings: re.Pattern[str], form: str, infinitive: str) -> bool:
        """*assurait*, *assura* end so too, but they are past forms of a verb whose stem ends in that consonant."""
        word = fold(form)
        ending = endings.search(word)
        return ending is not None and word[: ending.start() + 1] != self.imperfect_of.sub("", fold(infinitive))


@remembered
def load_clauses(language: str) -> ClauseWords:
    """The clause words of a language. LexiconError when the file lacks a list or says more than is read."""
    path = DATA / language / "clauses.toml"
    data = load_toml(path)
    path = told_as(path)
    for table, wanted in (("words", _WORDS), ("marks", _MARKS), ("tenses", _TENSES)):
        odd = sorted(set(data.get(table, {})) ^ wanted)
        if odd:
            what = f"{path}: the table [{table}] lacks or has too much: {', '.join(odd)}."
            raise LexiconError(what, "See the French file.")
    patterns = {name: re.compile(text) for name, text in {**data["marks"], **data["tenses"]}.items()}
    words = {name: frozenset(fold(word) or word for word in words) for name, words in data["words"].items()}
    # an inverted pronoun is one word to the parser's eye: *a-t-il*
    words["breaks"] |= frozenset(word for word in data["words"]["breaks"] if "-" in word)
    return ClauseWords(words=words, **patterns)
