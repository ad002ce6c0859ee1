"""Ellipsis: *idem pour X*, *Y a fait de même*. The act told last is told again, of someone else."""

from __future__ import annotations

from dataclasses import dataclass

from comity.coding.slots import Grammar, Group
from comity.folding import fold
from comity.lexicon.language import Language


@dataclass(frozen=True, slots=True)
class Echo:
    """Who does what was told before, and the tokens that say so, `last` exclusive."""

    group: Group
    first: int
    last: int


def echoes(grammar: Grammar, language: Language) -> list[Echo]:
    """The echoes of a sentence. Their groups are taken out of the grammar: they stand in no slot of its verbs."""
    found: list[Echo] = []
    words = grammar.sentence.words
    for side, phrases in language.syntax["echo"].items():
        for phrase in phrases:
            wanted = [fold(w) for w in phrase.split()]
            for at in range(len(words) - len(wanted) + 1):
                if words[at : at + len(wanted)] != wanted:
                    continue
                end = at + len(wanted)
                group = _behind(grammar, end) if side == "before" else _ahead(grammar, at, end, side)
                if group is not None and all(e.group is not group for e in found):
                    found.append(Echo(group, min(at, group.lead.start), max(end, group.members[-1].end)))
    found += [echo for echo in _gapped(grammar, language) if all(e.group is not echo.group for e in found)]
    for echo in found:
        grammar.groups.remove(echo.group)
    return found


def _gapped(grammar: Grammar, language: Language) -> list[Echo]:
    """*A a promis 10 millions à X, B 5 millions et C 2*: a side right before a figure, in a list, without a verb."""
    doc = grammar.doc
    found: list[Echo] = []
    for group in grammar.groups:
        lead, end = group.lead, group.members[-1].end
        if lead.kind not in {"country", "igo"} or group.preposition is not None or end >= len(doc):
            continue
        start = lead.start - 1 if lead.start and doc[lead.start - 1].pos_ == "DET" else lead.start
        listed = start > 2 and (doc[start - 1].text == "," or language.has("and", fold(doc[start - 1].text)))
        verbal = any(t.pos_ in {"VERB", "AUX"} for t in doc[end : end + 4])
        told = any(t.pos_ == "VERB" for t in doc[:start])
        if listed and told and not verbal and doc[end].pos_ == "NUM":
            found.append(Echo(group, lead.start, end + 1))
    return found


def _behind(grammar: Grammar, end: int) -> Group | None:
    """*idem pour X*: the group right after the words."""
    return next((g for g in grammar.groups if end <= g.lead.start <= end + 1 and _names(g)), None)


def _ahead(grammar: Grammar, at: int, end: int, side: str) -> Group | None:
    """*X a fait de même*; a lone adverb (*X également*) only between commas or at the end."""
    group = next((g for g in grammar.groups if g.members[-1].end == at and g.preposition is None and _names(g)), None)
    if group is None or side != "adverb":
        return group
    doc = grammar.doc
    start = group.lead.start
    while start > 0 and doc[start - 1].pos_ == "DET":
        start -= 1
    closed = end >= len(doc) or doc[end].is_punct
    return group if closed and start > 0 and doc[start - 1].is_punct else None


def _names(group: Group) -> bool:
    return group.lead.kind not in {"pronoun", "pair", "adjective"}
