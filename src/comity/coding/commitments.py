"""Commitments: publicly stated intents to act, each coordinated infinitive one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Token

from comity.coding.dates import DateContext, find_dates, resolve
from comity.coding.drafts import MAX_SPAN, Draft, Support
from comity.coding.frames import Match
from comity.coding.slots import Grammar
from comity.folding import fold
from comity.lexicon.language import DATA, Language, load_toml
from comity.model import Force


@dataclass(slots=True, eq=False)
class Promise:
    """A commitment in the making."""

    force: Force
    draft: Draft
    action: str
    fields: tuple[str, ...]
    until: str | None
    rules: list[str]
    supports: list[Support] = field(default_factory=list)
    confidence: float = 0.7
    hangs: bool = True  # on an event of its own; an affirmed one hangs on the encounter, or on nothing


@lru_cache(maxsize=4)
def _fields(language: str) -> tuple[tuple[str, str], ...]:
    data = load_toml(DATA / language / "fields.toml")["fields"]
    return tuple((name, fold(stem)) for name, stems in data.items() for stem in stems)


def fields_of(text: str, language: str) -> tuple[str, ...]:
    """The fields of cooperation that a stretch of text names, in the order of the vocabulary."""
    folded = f" {fold(text)} "
    found = []
    for name, stem in _fields(language):
        if name not in found and f" {stem}" in folded:
            found.append(name)
    return tuple(found)


def promises(match: Match, draft: Draft, language: Language) -> list[Promise]:
    """The commitments that a match of a committing frame states."""
    if match.frame.commits is None or draft.status in {"cancelled"}:
        return []
    spans = _clauses(match)
    force = _force(match, draft)
    found = []
    sentence = match.grammar.sentence
    for first, last in spans:
        start, end = sentence.span(first, last)
        end = min(end, start + MAX_SPAN)
        action = sentence.parse[first:last].text[:MAX_SPAN].strip()
        if len(action) < 6:
            continue
        found.append(
            Promise(
                force=force, draft=draft, action=action, fields=fields_of(action, language.code),
                until=_until(action, language), rules=[f"{language.code}/commitments/{match.frame.name}"],
                supports=[Support(start, end, ("action",))], confidence=match.frame.weight, hangs=match.frame.plover != "",
            )
        )
    return found


def _force(match: Match, draft: Draft) -> Force:
    force = match.frame.commits
    if len({e.country for e in draft.actor}) > 1 and match.frame.both:
        force = match.frame.both
    if len({e.country for e in draft.actor}) > 1 and force == "pledged":
        force = "agreed"
    return force  # type: ignore[return-value]


def _until(action: str, language: Language) -> str | None:
    for mention in find_dates(action, 0, language.code):
        if mention.is_deadline:
            date = resolve(mention, DateContext(), planned=True)
            if date is not None:
                return date.edtf
    return None


# -- which words are committed to ---------------------------------------------------------------------------------


def _clauses(match: Match) -> list[tuple[int, int]]:
    """Token spans of what is committed to: infinitives, *que* clauses, or the object."""
    grammar = match.grammar
    anchor = match.partners[0] if match.partners and match.predicate.pos_ in {"VERB", "AUX"} else match.predicate
    start = max(match.last, anchor.i + 1)
    if match.frame.name in {"attacher_importance", "affirmer_renforcer"}:
        return [_tail(grammar, match.first)]
    infinitives = _listed_infinitives(grammar, start, match)
    if infinitives:
        return infinitives
    clause = _that_clause(grammar, match)
    if clause:
        return clause
    return _object(grammar, match, anchor)


def _listed_infinitives(grammar: Grammar, start: int, match: Match) -> list[tuple[int, int]]:
    """*de A, de B et de C*; *renforcer A, promouvoir B ; consolider C*."""
    doc = grammar.doc
    limit = _clause_end(grammar, start)
    starts: list[int] = []
    for i in range(start, limit):
        token = doc[i]
        if token.pos_ not in {"VERB", "AUX"} or "Inf" not in token.morph.get("VerbForm"):
            continue
        head = _beginning(grammar, i)
        if not starts:
            if head - start <= 14 and _opens(grammar, head, start, match):
                starts.append(i)
        elif _separated(grammar, head):
            starts.append(i)
    spans = []
    for n, i in enumerate(starts):
        end = _beginning(grammar, starts[n + 1]) if n + 1 < len(starts) else limit
        spans.append(_trimmed(grammar, _with_adverb(grammar, i), end))
    return [s for s in spans if s[1] > s[0]]


def _beginning(grammar: Grammar, infinitive: int) -> int:
    """The token at which an infinitive's phrase begins: its pronoun, adverb and marker."""
    words = grammar.sentence.words
    at = infinitive
    while at > 0 and (words[at - 1] in {"se", "s", "y", "en", "ne", "mieux", "davantage", "conjointement", "leur", "la", "les", "le", "l"} or grammar.doc[at - 1].pos_ == "ADV"):
        at -= 1
    while at > 0 and words[at - 1] in {"de", "d", "a", "pour"}:
        at -= 1
    return at


def _with_adverb(grammar: Grammar, infinitive: int) -> int:
    at = infinitive
    while at > 0 and grammar.sentence.words[at - 1] in {"se", "s"}:
        at -= 1
    return at


def _opens(grammar: Grammar, head: int, start: int, match: Match) -> bool:
    """May the first infinitive be what is committed to? Not after a clause or a purpose."""
    words = grammar.sentence.words
    between = words[start:head]
    if "que" in between or "qu" in between:
        return any(grammar.is_verb(t, "planned") for t in grammar.doc[start:head])
    marker = words[head] if head < len(words) else ""
    if marker == "pour" and match.frame.name not in {"s_accorder", "d_accord_pour"}:
        return False
    return not any(t.pos_ == "VERB" and "Fin" in t.morph.get("VerbForm") for t in grammar.doc[start:head])


def _separated(grammar: Grammar, head: int) -> bool:
    words, doc = grammar.sentence.words, grammar.doc
    before = head - 1
    if before < 0 or words[head] == "pour":
        return False
    while before > 0 and words[before] in {"egalement", "notamment", "aussi", "enfin", "ensuite"}:
        before -= 1
    return doc[before].text in {",", ";"} or words[before] in {"et", "que", "puis"} or (words[before] == "que" and words[before - 1] == "ainsi")


def _clause_end(grammar: Grammar, start: int) -> int:
    """Where the listed clauses end: the sentence's end, a closing quote, or *a-t-il dit*."""
    doc, words = grammar.doc, grammar.sentence.words
    for i in range(start, len(doc)):
        if doc[i].text in {"»", "”"} and i > start + 3:
            return i
        if doc[i].text == "," and i + 1 < len(doc):
            nxt = doc[i + 1]
            if words[i + 1] in {"selon", "a-t-il", "ajoutant", "soulignant", "exprimant", "affirmant", "estimant", "avant"}:
                return i
            if nxt.pos_ in {"VERB", "AUX"} and "Pres" in nxt.morph.get("Tense") and "Part" in nxt.morph.get("VerbForm"):
                return i
            if nxt.pos_ == "AUX" and "Fin" in nxt.morph.get("VerbForm"):
                return i
    end = len(doc)
    while end > start and doc[end - 1].is_punct:
        end -= 1
    return end


def _that_clause(grammar: Grammar, match: Match) -> list[tuple[int, int]]:
    """*proposé que les deux Assemblées multiplient …*: the clause after *que*; *doivent* is split by its infinitives."""
    words, doc = grammar.sentence.words, grammar.doc
    for i in range(match.last, min(match.last + 6, len(doc))):
        if words[i] in {"que", "qu"}:
            limit = _clause_end(grammar, i + 1)
            modal = next((t for t in doc[i + 1 : limit] if grammar.lemma(t) in {"devoir", "falloir"}), None)
            if modal is not None:
                listed = _listed_infinitives(grammar, modal.i + 1, match)
                if listed:
                    return listed
            return [_trimmed(grammar, i + 1, limit)]
    return []


def _object(grammar: Grammar, match: Match, anchor: Token) -> list[tuple[int, int]]:
    if match.frame.name in {"convenir", "s_accorder", "d_accord_pour", "pret_a"} and match.frame.commits == "agreed":
        found = [c for c in anchor.children if c.dep_ in {"obj", "obl:arg", "obl:mod"} and c.i > anchor.i and c.pos_ == "NOUN"]
        return [_subtree(grammar, found[0])] if found else []
    if match.partners and anchor.pos_ == "NOUN":
        return [_subtree(grammar, anchor)]
    for child in anchor.children:
        if child.dep_ in {"obj", "obl:arg"} and child.i > anchor.i and child.pos_ in {"NOUN", "PROPN"} and child.i not in grammar.over:
            return [_subtree(grammar, child)]
    return []


def _subtree(grammar: Grammar, token: Token) -> tuple[int, int]:
    return _trimmed(grammar, token.left_edge.i, min(token.right_edge.i + 1, _clause_end(grammar, token.i)))


def _tail(grammar: Grammar, start: int) -> tuple[int, int]:
    return _trimmed(grammar, start, _clause_end(grammar, start))


def _trimmed(grammar: Grammar, start: int, end: int) -> tuple[int, int]:
    words, doc = grammar.sentence.words, grammar.doc
    while end > start and (doc[end - 1].is_punct or words[end - 1] in {"et", "que", "ainsi", "de", "d", "puis", "ou"}):
        end -= 1
    while start < end and (doc[start].is_punct or words[start] in {"de", "d", "a", "et"}):
        start += 1
    return start, end
