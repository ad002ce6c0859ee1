"""Speech: what someone said, and what is told as a promise."""

from __future__ import annotations

from spacy.tokens import Token

from comity.coding.slots import Grammar
from comity.lexicon.clauses import load_clauses

OPENING, CLOSING = frozenset("«“"), frozenset("»”")


def tells_promise(grammar: Grammar, verb: Token, occasion: bool = False) -> bool:
    """Does the verb tell what will be done: in the future, after *va*, or in the conditional of reported speech?

    With `occasion` also what will be held (*accueillera le sommet*), which is a plan rather than a promise.
    """
    known = load_clauses(grammar.language.code)
    if verb.dep_ == "acl:relcl":
        return False
    about = _about_to(grammar, verb)
    if not about and "Fin" not in verb.morph.get("VerbForm", []):
        return False
    if not occasion and any(known.has("occasions", grammar.lemma(t)) for t in grammar.doc[verb.i + 1 : verb.i + 5]):
        return False
    if about or known.is_future(verb.text, verb.lemma_):
        return True
    return known.is_conditional(verb.text, verb.lemma_) and speech_above(grammar, verb) is not None


def tells_promise_of_things(grammar: Grammar, verb: Token) -> bool:
    """*a assuré que huit barrages seraient démontés*: does the passive tell what will be done, by nobody named?"""
    known = load_clauses(grammar.language.code)
    been = next((c for c in verb.children if c.dep_ == "aux:pass" and "Fin" in c.morph.get("VerbForm", [])), None)
    if been is None or any(c.dep_ == "obl:agent" for c in verb.children) or speech_above(grammar, verb) is None:
        return False
    return known.is_future(been.text, been.lemma_) or known.is_conditional(been.text, been.lemma_)


def _about_to(grammar: Grammar, verb: Token) -> bool:
    """*va livrer*, *s'apprête à livrer*, *prévoit de livrer*: an infinitive under a present of the list `about_to`."""
    head = verb.head
    if "Inf" not in verb.morph.get("VerbForm", []) or verb.dep_ not in {"xcomp", "ccomp", "conj", "obl:arg", "obj"}:
        return False
    if verb.dep_ == "conj" and "Inf" in head.morph.get("VerbForm", []):
        return _about_to(grammar, head)
    tense = head.morph.get("Tense", [])
    past = any(c.dep_.startswith("aux") for c in head.children)
    return head.pos_ in {"VERB", "AUX"} and "Pres" in tense and not past and grammar.is_verb(head, "about_to")


def speech_above(grammar: Grammar, verb: Token) -> Token | None:
    """The verb of saying that the verb's clause depends on, through coordinated clauses."""
    token = verb
    for _ in range(5):
        head = token.head
        if head.i == token.i:
            return None
        if head.pos_ in {"VERB", "AUX"} and token.dep_ != "conj" and grammar.is_verb(head, "say"):
            return head
        if head.pos_ not in {"VERB", "AUX"}:
            return None
        token = head
    return None


def is_reported(grammar: Grammar, verb: Token) -> bool:
    """Is it part of what someone said: under a verb of saying, with *a-t-il dit*, or within quotation marks?"""
    aside = load_clauses(grammar.language.code).aside.search(grammar.sentence.text)
    if aside is not None or speech_above(grammar, verb) is not None:
        return True
    before = [t.text for t in grammar.doc[: verb.i]]
    return sum(t in OPENING for t in before) > sum(t in CLOSING for t in before)
