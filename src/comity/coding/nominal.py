"""Acts told by a noun: *la signature par A et B d'un accord*, *l'expulsion de deux diplomates par A*.

The parser hangs what follows such a noun now on it, now on each other; their order and prepositions say who does what.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from comity.coding.slots import Grammar, Group, Slots
from comity.folding import fold
from comity.lexicon.language import Language

_REACH = 22  # tokens after the noun
_BEHIND_TIME = 9  # tokens behind a verb in which the object may follow words of time


def region(grammar: Grammar, start: int) -> int:
    """The token before which a noun's complements end: at the next conjugated verb or semicolon."""
    for token in grammar.doc[start : start + _REACH]:
        if token.text in {";", ":"} or (token.pos_ in {"VERB", "AUX"} and "Fin" in token.morph.get("VerbForm", [])):
            return int(token.i)
    return min(start + _REACH, len(grammar.doc))


def after(grammar: Grammar, start: int) -> Iterator[Group]:
    """The groups among a noun's complements, in order."""
    end = region(grammar, start)
    return (g for g in grammar.groups if start <= g.lead.start < end)


def act(grammar: Grammar, noun: Token) -> Slots | None:
    """The slots of a noun that stands for its verb, as that verb would have them; None unless an agent is named."""
    slots = Slots()
    for group in after(grammar, noun.i + 1):
        if group.preposition == "par":
            slots.add("subj", group)
        elif group.preposition == "adjective":
            slots.add("deep:obj", group)
        elif group.preposition == "de":
            slots.add("obj", group)
            slots.add("de", group)
        elif group.preposition:
            slots.add(group.preposition, group)
    return slots if slots.found.get("subj") and is_definite(noun) else None


def phrase(grammar: Grammar, noun: Token, end: int) -> Slots:
    """The slots that the words behind a noun fill, in order, with a nationality beside it (*l'invasion russe*)."""
    slots = Slots()
    for group in after(grammar, end):
        if group.preposition == "adjective":
            beside = grammar.doc[group.lead.root]
            if beside.head.i in {noun.i, end - 1}:
                slots.add("compound", group)
        elif group.preposition:
            slots.add(group.preposition, group)
    return slots


def is_definite(noun: Token) -> bool:
    """Has the noun an article that says which act is meant?"""
    return any(c.dep_ == "det" and "Def" in c.morph.get("Definite", []) for c in noun.children)


def verb_of(grammar: Grammar, noun: Token) -> str | None:
    """The verb whose act the noun names, folded; None for other nouns."""
    return grammar.language.nominal.get(fold(noun.text))


def fill(grammar: Grammar, slots: Slots, wanted: tuple[str, ...], end: int) -> None:
    """Give a noun of a joint act the parties that follow it, where the parser hung them elsewhere."""
    if any(slots.found.get(name) for name in wanted):
        return
    way = _way(grammar, grammar.doc[end - 1])
    for group in (*after(grammar, end), *(after(grammar, way.i + 1) if way is not None else ())):
        if group.preposition in {"par", "entre", "avec"} and group.preposition in wanted:
            slots.add(group.preposition, group)
            return


def course(grammar: Grammar, noun: Token) -> str:
    """What the sentence says of the course of what the noun tells: it `begins`, `lasts`, `ends`, or nothing of it."""
    while noun.dep_ == "nmod" and noun.head.pos_ == "NOUN" and noun.head.i < noun.i:
        noun = noun.head  # *la deuxième session de la commission*
    verb = noun.head
    if verb.pos_ in {"VERB", "AUX"} and noun.dep_ in {"nsubj", "nsubj:pass", "obj"}:
        if grammar.is_verb(verb, "ends"):
            return "ends"
        compound = any(c.dep_.startswith("aux") for c in verb.children)
        finite = "Fin" in verb.morph.get("VerbForm", []) and "Pres" in verb.morph.get("Tense", [])
        if noun.dep_ != "obj" and grammar.is_verb(verb, "begins") and (compound or finite):
            return "begins"
        if grammar.is_verb(verb, "lasts") and finite and not compound:
            return "lasts"
    return "lasts" if _way(grammar, noun) is not None else ""


def _way(grammar: Grammar, noun: Token) -> Token | None:
    """*des pourparlers sont en cours*, *les pourparlers en cours*: the word after *en*."""
    for token in (noun.head, *noun.children):
        joined = token.dep_ in {"nmod", "obl:mod", "obl:arg"} if token.head.i == noun.i else noun.dep_ == "nsubj"
        if joined and token.i > noun.i and grammar.language.has("under_way", fold(token.text)):
            before = grammar.sentence.words[token.i - 1]
            return token if grammar.language.has("without_article", before) else None
    return None


def takes_long(language: Language, noun: Token) -> bool:
    """*à l'issue de huit heures d'entretiens*: a plural that took so long was one act."""
    length = noun.head
    told = noun.dep_ == "nmod" and language.has("lengths", fold(length.text))
    return told and any(c.i < length.i and c.dep_ in {"nummod", "det", "nmod"} for c in length.children)


def behind_time(grammar: Grammar, verb: Token) -> Token | None:
    """*a rappelé en début de semaine ses ambassadeurs*: an object that the parser hangs on the words between."""
    for token in grammar.doc[verb.i + 2 : verb.i + _BEHIND_TIME]:
        if token.pos_ in {"VERB", "AUX", "SCONJ"}:
            return None
        bare = not any(c.dep_ in {"case", "mark"} for c in token.children)
        determined = any(c.dep_ in {"det", "nummod"} and c.i < token.i for c in token.children)
        if token.pos_ == "NOUN" and bare and determined and token.dep_ in {"nmod", "appos", "dep"}:
            return token
    return None
