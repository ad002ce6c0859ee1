"""What a commitment or a document is about."""

from __future__ import annotations

from collections.abc import Iterable

from comity.coding.slots import Grammar
from comity.lexicon.fields import load_fields

_NAMES = frozenset({"country", "city", "person", "subdivision", "igo"})  # the words of a name say nothing of the matter


def fields_of(text: str, language: str) -> tuple[str, ...]:
    """The fields of cooperation that a stretch of text names, in the order of the vocabulary."""
    return load_fields(language).named(text)


def fields_of_clause(grammar: Grammar, first: int, last: int) -> tuple[str, ...]:
    """The fields that a clause names, of tokens `first` to `last`, by what is to be done rather than by who does it.

    Names of places and persons are left out, and so is the subject of a clause (*les deux associations ouvrent …*),
    unless nothing else is named.
    """
    language = grammar.language.code
    matter = {i for i in range(first, last) if (m := grammar.over.get(i)) is None or m.kind not in _NAMES}
    subject = _subject(grammar, first, last)
    named = load_fields(language).named(_text(grammar, sorted(matter - subject)))
    return named or load_fields(language).named(_text(grammar, sorted(matter)))


def field_of_channel(channels: Iterable[str], language: str) -> tuple[str, ...]:
    """What sides speak of when they name nothing: armies of defence, the police of security, others of politics."""
    known = load_fields(language).of_channel
    return (next((known[c] for c in channels if c in known), "politics"),)


def _subject(grammar: Grammar, first: int, last: int) -> set[int]:
    verbs = (t for t in grammar.doc[first:last] if t.pos_ in {"VERB", "AUX"})
    verb = next((t for t in verbs if "Fin" in t.morph.get("VerbForm", [])), None)
    if verb is None:
        return set()
    return {t.i for c in verb.children if c.dep_.startswith("nsubj") and c.i < verb.i for t in c.subtree}


def _text(grammar: Grammar, tokens: list[int]) -> str:
    return "".join(grammar.doc[i].text_with_ws for i in tokens)
