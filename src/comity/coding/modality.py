"""Did it happen? Status, mood, negation and background of a predicate, decided before a frame counts."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from comity.coding.slots import Grammar
from comity.folding import fold
from comity.model import Mood, Status

_DENIAL = 8  # words between *ne* and *pas*


@dataclass(frozen=True, slots=True)
class Modality:
    """How a predicate stands in time and truth. `none` says why it is no act at all, or is empty."""

    status: Status = "held"
    mood: Mood = "asserted"
    none: str = ""
    past_of_past: bool = False  # pluperfect: background, unless dated
    standing: bool = False  # imperfect or general present: a state rather than an act


def of_verb(grammar: Grammar, verb: Token, depth: int = 0) -> Modality:
    """The modality of a verb."""
    if depth > 4:
        return Modality()
    if _negated(grammar, verb):
        return Modality(none="negated", mood="denied")
    if _hypothetical(grammar, verb) or _only_claimed(verb) or _only_possible(verb):
        return Modality(none="hypothetical")
    if (
        verb.dep_ == "ccomp"
        and verb.head.pos_ == "VERB"
        and grammar.is_verb(verb.head, "wished")
        and not grammar.is_verb(verb.head, "say")
    ):
        return Modality(none=f"under {verb.head.text}")
    auxiliaries = [c for c in verb.children if c.dep_ in {"aux:tense", "aux:pass", "aux", "cop"}]
    for form in [*auxiliaries, verb]:
        if is_conditional(form):
            lemma = grammar.lemma(form)
            perfect = form is not verb and form.dep_ == "aux:tense"
            if not perfect and verb.dep_ == "ccomp" and grammar.is_verb(verb.head, "say"):
                return Modality(status="planned")  # the future, seen from the past
            if form is verb and grammar.is_verb(verb, "planned"):
                return Modality(status="planned")
            if lemma in {"avoir", "etre"} and form is not verb:
                return Modality(mood="conditional")
            return Modality(none="conditional wish")
    tenses = [
        (f, f.morph.get("Tense", []), f.morph.get("VerbForm", []))
        for f in auxiliaries
        if f.dep_ in {"aux:tense", "aux:pass", "aux", "cop"}
    ]
    finite = [(f, t) for f, t, v in tenses if "Fin" in v]
    if finite:
        form, tense = finite[0]
        if "Fut" in tense:
            return Modality(status="planned")
        if "Imp" in tense and form.dep_ == "aux:tense":
            return Modality(past_of_past=True)
        if "Imp" in tense:
            return Modality(standing=True)
        return Modality()
    form_of = verb.morph.get("VerbForm", [])
    if "Inf" in form_of and not fold(verb.text).endswith(tuple(grammar.language.words["infinitive_endings"])):
        form_of = ["Fin"]  # *négocie*, taken for an infinitive by the parser
    if any("Inf" in form.morph.get("VerbForm", []) for form in auxiliaries):
        return _infinitive(grammar, verb, depth)  # *avoir signé*
    tense = verb.morph.get("Tense", [])
    if "Fin" in form_of:
        if "Fut" in tense:
            return Modality(status="planned")
        if "Imp" in tense:
            return Modality(standing=not _announced(grammar, verb))
        return Modality()
    if "Inf" in form_of:
        return _infinitive(grammar, verb, depth)
    return _participle(grammar, verb, depth)


def _announced(grammar: Grammar, verb: Token) -> bool:
    """*X a annoncé qu'il rappelait son ambassadeur*: what one announces of oneself is done, whatever its tense."""
    head = verb.head
    if (
        verb.dep_ != "ccomp"
        or not grammar.is_verb(head, "announces")
        or not any(c.dep_ == "aux:tense" for c in head.children)
    ):
        return False
    return any(c.dep_ == "nsubj" and grammar.language.has("pronouns", fold(c.text)) for c in verb.children)


def is_conditional(token: Token) -> bool:
    """Is the form a conditional? By the parser's word, or by its ending where that tells it from an imperfect."""
    if "Cnd" in token.morph.get("Mood", []):
        return True
    text = token.text.lower()
    if "Imp" not in token.morph.get("Tense", []) or not text.endswith(("rait", "raient")):
        return False
    lemma = token.lemma_.lower()
    if lemma.endswith("er"):
        return text.endswith(("erait", "eraient")) and not lemma.endswith("rer")
    return lemma.endswith(("ir", "re", "oir"))


def _negated(grammar: Grammar, verb: Token) -> bool:
    for child in verb.children:
        word = fold(child.text)
        denies = "Neg" in child.morph.get("Polarity", []) and _is_denial(grammar, child)
        if (word in {"ne", "n"} and child.dep_ == "advmod") or denies:
            if _not_less(grammar, child.i):
                return False
            return not any(fold(c.text) == "que" for c in verb.children)
        if child.dep_ == "mark" and word == "sans":
            return child.i == 0 or fold(verb.doc[child.i - 1].text) != "non"
    return False


def _not_less(grammar: Grammar, ne: int) -> bool:
    """*n'en a pas moins accusé*: it has."""
    words = "-".join(word for word in grammar.sentence.words[ne : ne + _DENIAL] if word)
    return any(phrase in words for phrase in grammar.language.words["denies_nothing"])


def _is_denial(grammar: Grammar, token: Token) -> bool:
    """Does the word deny? In *à deux pas* and *a aussitôt refusé*, which the parser takes for denials, nothing does."""
    language, word = grammar.language, fold(token.text)
    before = grammar.sentence.words[max(0, token.i - _DENIAL) : token.i + 1]
    return language.has("denies_alone", word) or (language.has("denies", word) and bool({"ne", "n"} & set(before)))


def _hypothetical(grammar: Grammar, verb: Token) -> bool:
    if any(c.dep_ == "mark" and _is_if(grammar, c) for c in verb.children):
        return True
    for i in range(verb.i - 1, max(-1, verb.i - 7), -1):
        token = verb.doc[i]
        if _is_if(grammar, token) and token.pos_ == "SCONJ" and token.dep_ == "mark":
            return True
        if token.is_punct or (token.pos_ in {"VERB", "AUX"} and token.head.i != verb.i):
            return False
    return False


def _is_if(grammar: Grammar, token: Token) -> bool:
    """*si*, and *s'* before *il*: in *s'en félicite* it is none."""
    words, word = grammar.sentence.words, fold(token.text)
    after = words[token.i + 1] if token.i + 1 < len(words) else ""
    return word == "si" or (word == "s" and grammar.language.has("after_if", after))


def _only_claimed(verb: Token) -> bool:
    """*les allégations selon lesquelles X menaçait Y*: the content of what someone claims."""
    return any(
        c.i < verb.i and "Rel" in c.morph.get("PronType", []) and any(fold(g.text) == "selon" for g in c.children)
        for c in verb.children
    )


def _only_possible(verb: Token) -> bool:
    """*il est possible qu'elle veuille …*: a subjunctive under an adjective."""
    return "Sub" in verb.morph.get("Mood", []) and verb.dep_ in {"ccomp", "csubj", "xcomp"} and verb.head.pos_ == "ADJ"


def _infinitive(grammar: Grammar, verb: Token, depth: int) -> Modality:
    marks = {fold(c.text) for c in verb.children if c.dep_ in {"mark", "case"}}
    head = verb.head
    if marks & {"apres", "avant"} or any(fold(t.text) == "avant" for t in verb.doc[max(0, verb.i - 3) : verb.i]):
        return Modality()
    if verb.dep_ == "conj" and head.pos_ == "VERB":
        return (
            of_verb(grammar, head, depth + 1)
            if "Inf" in head.morph.get("VerbForm", [])
            else Modality(none="infinitive")
        )
    if head.i == verb.i:
        return Modality(none="infinitive")
    if grammar.is_verb(head, "planned"):
        above = of_verb(grammar, head, depth + 1)
        return above if above.none else Modality(status="planned", mood=above.mood)
    if is_intended(grammar, verb):
        telling = head if head.pos_ in {"VERB", "AUX"} else _carrier(head)
        above = of_verb(grammar, telling, depth + 1) if telling is not None else Modality()
        return above if above.none else Modality(status="planned", mood=above.mood)
    if "pour" in marks and grammar.is_verb(head, "gone"):
        return of_verb(grammar, head, depth + 1)  # *s'est envolé pour rencontrer*: who went did it
    if grammar.is_verb(head, "instead") and any(c.dep_ == "aux:tense" for c in head.children):
        return of_verb(grammar, head, depth + 1)  # *a préféré remercier*, *en a profité pour réclamer*
    if marks & {"pour", "afin"}:
        return Modality(status="planned", none="purpose")
    if grammar.is_verb(head, "goes_on") or (grammar.is_verb(head, "ceases") and _negated(grammar, head)):
        return _going_on(grammar, head, depth)
    if grammar.is_verb(head, "wished"):
        return Modality(none=f"under {head.text}")
    if grammar.is_verb(head, "done") or grammar.is_verb(head, "say"):
        return of_verb(grammar, head, depth + 1)
    if "a" in marks and head.pos_ in {"NOUN", "ADJ", "PRON", "NUM"} and _is_ranked(grammar, head):
        return Modality()  # *le premier pays à reconnaître X*
    return Modality(none="infinitive")


def is_intended(grammar: Grammar, verb: Token) -> bool:
    """*a annoncé son intention de rappeler*: what one means to do is to come, whatever verb tells of the intention."""
    mark = next((c.i for c in verb.children if c.dep_ in {"mark", "case"}), 0)
    return mark > 0 and grammar.language.has("intentions", grammar.sentence.words[mark - 1])


def _is_ranked(grammar: Grammar, noun: Token) -> bool:
    """*le premier*, *la seule capitale*: of these it is told that they did it."""
    return any(grammar.language.has("ranked", fold(t.text)) for t in (noun, *noun.children))


def _going_on(grammar: Grammar, head: Token, depth: int) -> Modality:
    """*continue d'accuser*, *ne cesse d'accuser*: it is done, and in the present it goes on."""
    above = Modality() if grammar.is_verb(head, "ceases") else of_verb(grammar, head, depth + 1)
    if above.none or above.status != "held":
        return above
    present = "Fin" in head.morph.get("VerbForm", []) and "Pres" in head.morph.get("Tense", [])
    compound = any(c.dep_.startswith("aux") for c in head.children)
    return Modality(status="ongoing" if present and not compound else "held", mood=above.mood)


def _participle(grammar: Grammar, verb: Token, depth: int) -> Modality:
    if "Pres" in verb.morph.get("Tense", []):
        above = verb.head
        steps = 0
        while above.head.i != above.i and above.pos_ not in {"VERB", "AUX"} and steps < 30:
            above, steps = above.head, steps + 1
        if above.i != verb.i and above.pos_ in {"VERB", "AUX"}:
            outer = of_verb(grammar, above, depth + 1)
            inside = any(fold(c.text) == "en" and c.dep_ in {"mark", "case"} for c in verb.children)
            return Modality(
                status=outer.status,
                mood=outer.mood,
                none="" if outer.none == "infinitive" and not inside else outer.none,
                standing=outer.standing,
            )
        return Modality()
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return of_verb(grammar, verb.head, depth + 1)
    return Modality()


def of_noun(grammar: Grammar, noun: Token, cues: dict[str, frozenset[str]]) -> tuple[Modality, Token | None]:
    """The modality of a noun that tells an act, and the verb that carries it, if any."""
    near = {fold(t.text) for t in noun.subtree if abs(t.i - noun.i) <= 8}
    for status in ("cancelled", "postponed"):
        if near & cues[status] or any(
            fold(t.text) in cues[status] for t in noun.ancestors if t.pos_ in {"VERB", "ADJ"}
        ):
            verb = next((t for t in noun.ancestors if t.pos_ == "VERB"), None)
            if verb is None or not _negated(grammar, verb):
                return Modality(status=status), verb
    verb = _carrier(noun)
    if near & cues["planned"] and any(fold(c.text) in cues["planned"] for c in noun.children):
        return Modality(status="planned"), verb
    if verb is None:
        return Modality(), None
    modality = of_verb(grammar, verb)
    direct = _directly_under(_sitting(grammar, noun), verb)
    lemma = grammar.lemma(verb)
    if fold(verb.text) in cues["planned"] and direct:
        return Modality(status="planned"), verb
    if modality.none and not direct:
        # *lors de sa visite, il a proposé de …*: the noun is told whatever becomes of the verb
        inside = "Inf" in verb.morph.get("VerbForm", []) or modality.none.startswith("under")
        return (modality if inside else Modality()), verb
    if modality.status == "planned" and not (
        direct
        and (grammar.is_verb(verb, "support") or grammar.is_verb(verb, "happen") or lemma in {"rendre", "signer"})
    ):
        return Modality(), verb
    if not (direct and (grammar.is_verb(verb, "support") or grammar.is_verb(verb, "happen"))):
        return Modality(none=modality.none if direct else "", mood=modality.mood), verb
    return modality, verb


def _carrier(noun: Token) -> Token | None:
    for token in noun.ancestors:
        if token.pos_ in {"VERB", "AUX"}:
            return token
    return None


def _sitting(grammar: Grammar, noun: Token) -> Token:
    """*la 9e session de la commission mixte se tiendra*: what happens or not is the session of the body."""
    above = noun.head
    sits = noun.dep_ == "nmod" and above.pos_ == "NOUN" and grammar.language.has("sittings", fold(above.text))
    return above if sits else noun


def _directly_under(noun: Token, verb: Token) -> bool:
    return noun.head.i == verb.i
