"""What a verb takes: the complement that its frame asks for, a question, a wish that somebody is to fulfil."""

from __future__ import annotations

from spacy.tokens import Token

from comity.coding.slots import Grammar, Group
from comity.folding import fold
from comity.lexicon.clauses import load_clauses
from comity.lexicon.frames import Frame
from comity.lexicon.language import Language


def has_complement(language: Language, frame: Frame, verb: Token) -> bool:
    """*appeler X à …*: an infinitive or a noun with the preposition that the frame asks for."""
    for child in verb.children:
        if child.i < verb.i or child.dep_ not in {"xcomp", "ccomp", "obl:arg", "obl:mod", "advcl", "obj", "iobj"}:
            continue
        if child.pos_ == "PROPN" and child.ent_type_ == "LOC" and child.dep_ != "obj":
            continue  # *a convié le ministre à Namur*
        led = [c for c in child.children if c.dep_ in {"mark", "case"} and c.i < child.i]
        if child.dep_ == "xcomp" and not led and child.pos_ in {"VERB", "AUX"}:
            return True
        # *appelé les opérateurs de X à investir*: the parser joins the infinitive to the object
        for below in child.subtree if child.dep_ == "obj" else ():
            if "Inf" in below.morph.get("VerbForm", []):
                led += [c for c in below.children if c.dep_ == "mark"]
        if any(_opens(language, slot, mark) for slot in frame.needs_prep for mark in led):
            return True
    return False


def _opens(language: Language, slot: str, mark: Token) -> bool:
    """Does a preposition of that slot end with the word?"""
    words = [fold(t.text) for t in mark.doc[max(0, mark.i - 4) : mark.i + 1]]
    said = [fold(p).split() for p in language.syntax["prepositions"][slot]]
    return any(words[-len(p) :] == p for p in said) or (slot == "a" and words[-1] in {"a", "au", "aux"})


def is_question(language: Language, verb: Token) -> bool:
    """*lui a demandé pourquoi …*: who wants to know asks for nothing to be done."""
    asked = language.syntax["grammar"]["questions"]
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i]
    return any(t.text.lower() in asked for c in clauses for t in list(c.subtree)[:2] if verb.i < t.i < verb.i + 4)


def wishes_of_a_side(grammar: Grammar, start: int) -> bool:
    """*souhaité que les deux pays …*: what is wished is asked of someone, not of *les relations*."""
    words = grammar.sentence.words
    for i in range(start, min(start + 6, len(words))):
        if words[i] in {"que", "qu", "voir"}:
            return any(j in grammar.over for j in range(i + 1, min(i + 6, len(words))))
    return False


def who_did(grammar: Grammar, frame: Frame, verb: Token) -> Group | None:
    """*X affirme que Y a bombardé …*: the subject of the reported deed, if it is one of those of the frame."""
    for clause in verb.children:
        told = clause.dep_ == "ccomp" and clause.i > verb.i and grammar.lemma(clause) in frame.deeds
        if not told or not any(c.dep_ == "mark" and c.i < clause.i for c in clause.children):
            continue
        forms = [clause, *(c for c in clause.children if c.dep_.startswith("aux"))]
        known = load_clauses(grammar.language.code)
        to_come = any(known.is_future(f.text, f.lemma_) or known.is_conditional(f.text, f.lemma_) for f in forms)
        denied = any(c.dep_ == "advmod" and fold(c.text) in {"ne", "n"} for c in clause.children)
        if to_come or denied:
            continue
        slots = grammar.slots(clause)
        return next(iter(slots.found.get("subj", ())), None)
    return None
