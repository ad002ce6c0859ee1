"""Which words a language has, and how common they are: asked before a word is taken for two.

The model knows half a million forms in the order of how often they occur, and its lemmatizer the forms of a dictionary;
the gazetteer knows names.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import lru_cache
from itertools import islice
from typing import Any

from comity.folding import fold

_RANKED = 60_000  # forms of which the place in the order of frequency is kept
_COMMON = 25_000  # a form as frequent as this is a word, though no dictionary has it
_KINDS = frozenset({"country", "demonym", "capital", "igo", "seat"})


class Vocabulary:
    """The words of a language. `model` is its spaCy pipeline, `names` the gazetteer's readings of names."""

    def __init__(self, model: Any, names: Iterable[Any]) -> None:
        self._strings = model.vocab.strings
        self._forms: Container[int] = model.vocab.vectors.key2row
        self._ranks = {form: rank for rank, form in enumerate(islice(model.vocab.vectors.key2row, _RANKED))}
        lookups = model.get_pipe("lemmatizer").lookups if model.has_pipe("lemmatizer") else None
        self._tables: tuple[Container[str], ...] = ()
        if lookups is not None:
            tables = [lookups.get_table("lemma_lookup", {})]
            tables += [frozenset(table) for table in dict(lookups.get_table("lemma_index", {})).values()]
            self._tables = tuple(tables)
        kept = [entry for entry in names if entry.kind in _KINDS]
        self._names = frozenset(entry.folded for entry in kept if not entry.ambiguous)
        self._nations = frozenset(entry.folded for entry in kept if entry.kind == "demonym")
        self.rank = lru_cache(maxsize=65536)(self._rank)

    def seen(self, form: str) -> bool:
        """Whether the form occurs at all in what the model was made from, mistakes and rare names included."""
        return self._key(form) in self._forms

    def word(self, form: str) -> bool:
        """Whether the form is a word: of the dictionary, or a common one, or a name of the gazetteer."""
        return self.rank(form) < _COMMON or any(form in table for table in self._tables) or self.name(form)

    def name(self, form: str) -> bool:
        """Whether the form, of one word or several, names a country, its people, a capital or a body of states."""
        return fold(form) in self._names

    def nation(self, form: str) -> bool:
        """Whether the form says of what country someone or something is: *lao*, *vietnamienne*."""
        return fold(form) in self._nations

    def _rank(self, form: str) -> int:
        return self._ranks.get(self._key(form), _RANKED)

    def _key(self, form: str) -> int:
        return int(self._strings[form]) if form else 0
