"""Frames on a sentence: which words tell an act, with their slots, before anyone asks who the sides are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from spacy.tokens import Token

from comity.coding import nominal
from comity.coding.complements import has_complement, is_question, who_did, wishes_of_a_side
from comity.coding.modality import Modality, of_noun, of_verb
from comity.coding.slots import Grammar, Slots
from comity.coding.speech import is_reported, speech_above, tells_promise, tells_promise_of_things
from comity.folding import fold
from comity.lexicon.frames import Frame, load_frames
from comity.lexicon.instruments import Documents, load_documents
from comity.lexicon.language import Language, Phrases
from comity.lexicon.project import remembered


@dataclass(slots=True, eq=False)
class Match:
    """A frame found in a sentence: the words that tell the act, its slots, and whether it happened."""

    frame: Frame
    grammar: Grammar
    predicate: Token
    partners: tuple[Token, ...]
    slots: Slots
    modality: Modality
    first: int
    last: int  # token span of the words that tell the act, `last` exclusive
    others: tuple[Match, ...] = ()  # what else the words may tell between two countries, where this has no sides

    @property
    def sentence_index(self) -> int:
        return self.grammar.sentence.index


class FrameMatcher:
    """All frames of a language, indexed by verb and by noun phrase."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.documents: Documents = load_documents(language.code)
        self.cues = {name: frozenset(fold(w) for w in words) for name, words in language.syntax["status"].items()}
        self._by_verb: dict[str, list[Frame]] = defaultdict(list)
        self._by_adjective: dict[str, list[Frame]] = defaultdict(list)
        nouns: dict[str, list[Frame]] = defaultdict(list)
        for frame in load_frames(language.code):
            for verb in frame.verbs:
                self._by_verb[verb].append(frame)
            for adjective in frame.adjectives:
                self._by_adjective[adjective].append(frame)
            for noun in frame.nouns:
                nouns[fold(noun)].append(frame)
        self._nouns: Phrases[tuple[Frame, ...]] = Phrases((n, tuple(f)) for n, f in nouns.items())

    def match(self, grammar: Grammar) -> list[Match]:
        """Every frame that the sentence fits, at most one for each telling word."""
        found: list[Match] = []
        text = " " + " ".join(grammar.sentence.subwords) + " "
        index = 0
        doc = grammar.doc
        while index < len(doc):
            headline = self._headline_verb(grammar, index, text)
            if headline is not None:
                found.append(headline)
                index += 1
                continue
            told = self._by_noun(grammar, index, text)
            if told is not None:
                found.append(told[0])
                index = told[1]
                continue
            token = doc[index]
            nominal_act = self._nominal(grammar, token, text)
            if nominal_act is not None:
                found.append(nominal_act)
                index += 1
                continue
            if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux:tense", "aux:pass", "cop"}:
                frames_of = self._by_verb.get(grammar.lemma(token), ())
                options = [m for f in frames_of if (m := self._verb(grammar, f, token, text))]
                if options:
                    found.append(_best(options))
            elif token.pos_ in {"ADJ", "VERB"} and grammar.lemma(token) in self._by_adjective:
                options = [
                    m
                    for f in self._by_adjective[grammar.lemma(token)]
                    if (m := self._adjective(grammar, f, token, text))
                ]
                if options:
                    found.append(_best(options))
            index += 1
        return [part for match in _without_shadowed(found) for part in _one_by_one(match)]

    def may_tell(self, grammar: Grammar, token: Token) -> tuple[str, ...]:
        """The types that frames know the word for, whatever else they ask: `verb:AID`, `support:AID`, `noun:AID`."""
        found: set[str] = set()
        if token.pos_ in {"VERB", "AUX", "ADJ"}:
            lemma = grammar.lemma(token)
            for frame in self._by_verb.get(lemma, ()):
                if frame.deeds:
                    continue  # a verb of saying tells no act by itself
                alone = not (frame.with_objects or frame.nouns or frame.object_instrument)
                found.add(f"{'verb' if alone else 'support'}:{frame.plover}")
            found |= {f"adjective:{frame.plover}" for frame in self._by_adjective.get(lemma, ())}
        if token.pos_ != "VERB":
            for _, frames in grammar.sentence.phrases_at(self._nouns, token.i):
                found |= {f"{'object' if frame.verbs else 'noun'}:{frame.plover}" for frame in frames}
        return tuple(sorted(found))

    def _by_noun(self, grammar: Grammar, index: int, text: str) -> tuple[Match, int] | None:
        """The frame of the longest noun phrase at `index` that some frame fits, and the token after the phrase."""
        if grammar.doc[index].pos_ not in {"NOUN", "PROPN", "X", "ADJ"}:
            return None
        frames: dict[int, list[Frame]] = {}
        for end, named in grammar.sentence.phrases_at(self._nouns, index):
            frames.setdefault(end, []).extend(named)
        for end, options in frames.items():
            fitting = [m for f in options if (m := self._noun(grammar, f, index, end, text))]
            if fitting:
                return _best(fitting), end
        return None

    def _nominal(self, grammar: Grammar, noun: Token, text: str) -> Match | None:
        """*l'expulsion de deux diplomates par X*: the frames of the noun's verb, when the noun names who does it."""
        verb = nominal.verb_of(grammar, noun)
        slots = nominal.act(grammar, noun) if verb is not None else None
        if verb is None or slots is None:
            return None
        end = nominal.region(grammar, noun.i + 1)
        inside = grammar.doc[noun.i + 1 : end]
        options = []
        for frame in self._by_verb.get(verb, ()):
            if frame.nouns or frame.commits or frame.reflexive or not self._words_fit(frame, text, grammar, noun):
                continue
            if frame.with_objects and not any(self._is_one_of(grammar, t, frame.with_objects) for t in inside):
                continue
            if frame.object_instrument and not any(
                grammar.sentence.phrase_at(self.documents.phrases, t.i) for t in inside
            ):
                continue
            if frame.needs_slot and not any(slots.found.get(s) for s in frame.needs_slot):
                continue
            modality, carrier = of_noun(grammar, noun, self.cues)
            if carrier is not None and self._asked_for(grammar, noun, carrier):
                modality = Modality(none="infinitive")
            elif modality.none:
                modality = Modality()  # *l'expulsion n'a surpris personne*: it took place
            options.append(Match(frame, grammar, noun, (), slots, modality, noun.i, noun.i + 1))
        return _best(options) if options else None

    def _asked_for(self, grammar: Grammar, noun: Token, carrier: Token) -> bool:
        """*a exigé la libération par X de Y*: no act."""
        return noun.i > carrier.i and (grammar.is_verb(carrier, "wished") or grammar.is_verb(carrier, "planned"))

    def _headline_verb(self, grammar: Grammar, index: int, text: str) -> Match | None:
        """*X rencontre Y*: a verb that the parser takes for the noun, between two names without articles."""
        doc = grammar.doc
        if (
            doc[index].pos_ not in {"NOUN", "ADJ", "X", "PROPN"}
            or index == 0
            or index + 1 >= len(doc)
            or any(c.dep_ in {"det", "case"} for c in doc[index].children if c.i < index)
        ):
            return None
        before = index - 2 if doc[index - 1].text == "," else index - 1
        left, right = (
            grammar.over.get(before),
            grammar.over.get(index + 1) or grammar.over.get(min(index + 2, len(doc) - 1)),
        )
        if (
            left is None
            or right is None
            or left is right
            or left.end != before + 1
            or doc[index + 1].pos_ in {"ADP", "PUNCT"}
        ):
            return None
        lemma = grammar.sentence.words[index] + "r"
        for frame in self._by_verb.get(lemma, ()):
            if frame.with_objects or frame.needs_slot or frame.future or not self._words_fit(frame, text):
                continue
            slots = Slots()
            slots.add("subj", grammar.group_of[id(left)])
            slots.add("obj", grammar.group_of[id(right)])
            return Match(frame, grammar, doc[index], (), slots, Modality(), index, index + 1)
        return None

    # -- conditions -----------------------------------------------------------------------------------------------

    def _words_fit(self, frame: Frame, text: str, grammar: Grammar | None = None, token: Token | None = None) -> bool:
        barred = min((word for word in frame.unless if f" {word} " in text), default=None)
        if barred is None and (not frame.needs or any(f" {word} " in text for word in frame.needs)):
            return True
        if grammar is not None and token is not None:
            self._unfit(grammar, frame, token, "needs" if barred is None else "unless", barred or "")
        return False

    def _unfit(self, grammar: Grammar, frame: Frame, token: Token, key: str, words: str = "") -> Match | None:
        """Keep which condition (key of the frame) a frame with the right words failed; gives None, for no match."""
        grammar.unfit.append((frame, token, key, words))
        return None

    def _verb(self, grammar: Grammar, frame: Frame, verb: Token, text: str) -> Match | None:
        doer = who_did(grammar, frame, verb) if frame.deeds else None
        if (frame.nouns and not frame.object_instrument) or (frame.deeds and doer is None):
            return None
        reflexive = any(fold(c.text) in {"se", "s"} and c.pos_ == "PRON" and c.i < verb.i for c in verb.children)
        if frame.reflexive is not None and reflexive != frame.reflexive:
            return self._unfit(grammar, frame, verb, "reflexive")
        if frame.reflexive is None and reflexive and not frame.symmetric:
            if not self._mutual(grammar, frame, verb):
                return self._unfit(grammar, frame, verb, "reflexive")
            frame = replace(
                frame, symmetric=True, needs_country=(), deep_object=False, recipient=(), weight=frame.weight * 0.75
            )
        if not self._words_fit(frame, text, grammar, verb):
            return None
        partner = self._object(grammar, frame, verb)
        if (frame.with_objects or frame.object_instrument or frame.counted_object) and partner is None:
            return self._unfit(grammar, frame, verb, "object_instrument" if frame.object_instrument else "with_objects")
        if frame.needs_prep and not has_complement(self.language, frame, verb):
            return self._unfit(grammar, frame, verb, "needs_prep")
        if frame.commits == "requested" and is_question(self.language, verb):
            return self._unfit(grammar, frame, verb, "commits")
        if frame.clausal and not wishes_of_a_side(grammar, verb.i + 1):
            return self._unfit(grammar, frame, verb, "clausal")
        partners = (partner,) if partner is not None and partner.i != verb.i else ()
        if frame.passive:
            promised = tells_promise_of_things(grammar, verb)
        else:
            promised = not frame.future or tells_promise(grammar, verb, occasion=bool(frame.with_objects))
        if not promised:
            return self._unfit(grammar, frame, verb, "future")
        if frame.reported and not is_reported(grammar, verb):
            return self._unfit(grammar, frame, verb, "reported")
        slots = grammar.slots(verb, *partners)
        if frame.passive and (said := speech_above(grammar, verb)) is not None:
            doer = grammar.subject(said)
        if doer is not None:
            slots.add("said", doer)
        if frame.needs_slot and not any(slots.found.get(s) for s in frame.needs_slot):
            return self._unfit(grammar, frame, verb, "needs_slot")
        modality = of_verb(grammar, verb)
        if frame.commits:
            self._spoken(grammar, verb, slots)
        if frame.future:
            modality = self._promised(frame, modality)
        return Match(frame, grammar, verb, partners, slots, modality, verb.i, verb.i + 1)

    def _mutual(self, grammar: Grammar, frame: Frame, verb: Token) -> bool:
        """*se reprochent mutuellement*: both sides do it to one another."""
        near = grammar.sentence.words[max(0, verb.i - 4) : verb.i + 6]
        return frame.recipient[:1] in {("obj",), ("a",)} and any(grammar.language.has("mutual", w) for w in near)

    def _spoken(self, grammar: Grammar, verb: Token, slots: Slots) -> None:
        """In reported speech *son pays* is the speaker's, and so is what has no subject of its own."""
        speech = speech_above(grammar, verb)
        speaker = grammar.subject(speech) if speech is not None else None
        if speaker is None:
            return
        subject = next((c for c in verb.children if c.dep_.startswith("nsubj")), None)
        possessive = grammar.language.words["possessive"]
        own = subject is not None and any(c.dep_ == "det" and fold(c.text) in possessive for c in subject.children)
        if own:
            slots.found["obj"] = [g for g in slots.found.get("obj", []) if g is not grammar.subject(verb)]
        if own or (
            not (slots.found.get("subj") or slots.found.get("obj")) and (subject is None or subject.pos_ != "NOUN")
        ):
            slots.found["subj"] = [speaker]

    def _promised(self, frame: Frame, modality: Modality) -> Modality:
        """A promise is held when it is told, however its verb stands."""
        if (modality.none == "negated" and not frame.negated) or modality.none == "hypothetical":
            return modality
        return Modality(mood=modality.mood if modality.mood != "denied" else "asserted")

    def _adjective(self, grammar: Grammar, frame: Frame, adjective: Token, text: str) -> Match | None:
        """*être prêt à*, *se dire disposé à*."""
        if not self._words_fit(frame, text, grammar, adjective):
            return None
        head = adjective.head
        verb = (
            head
            if head.pos_ in {"VERB", "AUX"}
            and adjective.dep_ in {"xcomp", "obj", "obl:arg", "obl:mod", "amod", "advcl"}
            else adjective
        )
        copula = any(c.dep_ in {"cop"} for c in adjective.children)
        if not copula and verb is adjective and adjective.dep_ not in {"ROOT", "conj", "ccomp"}:
            return self._unfit(grammar, frame, adjective, "adjectives")
        if not any(c.dep_ in {"xcomp", "advcl", "obl:arg", "ccomp", "acl"} for c in adjective.children):
            return self._unfit(grammar, frame, adjective, "adjectives")
        slots = grammar.slots(verb)
        group = grammar.subject(adjective) or grammar.subject(verb)
        if group is not None and not slots.found.get("subj"):
            slots.add("subj", group)
        return Match(frame, grammar, adjective, (), slots, of_verb(grammar, verb), adjective.i, adjective.i + 1)

    def _object(self, grammar: Grammar, frame: Frame, verb: Token) -> Token | None:
        """The object that the frame asks for: one of its nouns, or a document."""
        for child in verb.children:
            if child.dep_ not in {
                "obj",
                "obl:arg",
                "obl:mod",
                "nsubj:pass",
                "obl:agent",
                "nsubj",
                "iobj",
                "nmod",
                "xcomp",
            }:
                continue
            if child.dep_ == "nsubj" and not grammar.is_passive(verb):
                continue
            if child.dep_ in {"obl:agent"}:
                continue
            if self._fits_object(grammar, frame, child):
                return child
            if (
                frame.object_instrument
                and child.dep_ in {"obj", "nsubj:pass", "nsubj", "obl:mod", "obl:arg"}
                and self._document_in(grammar, child)
            ):
                return child
            if (frame.with_objects or frame.counted_object) and child.dep_ == "obl:arg" and child.i > verb.i:
                given = self._given(grammar, frame, child)
                if given is not None:
                    return given
        if (verb.dep_ in {"acl", "acl:relcl"} and grammar.is_passive(verb)) or (verb.dep_ == "acl:relcl"):
            head = verb.head
            if self._fits_object(grammar, frame, head):
                return head
            if frame.object_instrument and self._document_in(grammar, head):
                return head
        if verb.dep_ == "xcomp" and verb.head.pos_ in {"VERB", "AUX"} and grammar.is_passive(verb):
            for child in verb.head.children:
                if child.dep_.startswith("nsubj") and frame.object_instrument and self._document_in(grammar, child):
                    return child
        if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and grammar.is_passive(verb):
            return self._object(grammar, frame, verb.head)
        late = nominal.behind_time(grammar, verb) if frame.with_objects and not grammar.is_passive(verb) else None
        return late if late is not None and self._is_one_of(grammar, late, frame.with_objects) else None

    def _given(self, grammar: Grammar, frame: Frame, recipient: Token) -> Token | None:
        """*a remis au ministère dix forages*: the parser hangs the object on the recipient, without a preposition."""
        for child in recipient.children:
            bare = child.dep_ in {"nmod", "appos"} and not any(c.dep_ == "case" for c in child.children)
            if bare and child.i > recipient.i and self._fits_object(grammar, frame, child):
                return child
        return None

    def _fits_object(self, grammar: Grammar, frame: Frame, token: Token) -> bool:
        """One of the nouns that the frame names, or any that is counted: *vingt balises*, *un lot de glacières*."""
        if frame.with_objects and self._is_one_of(grammar, token, frame.with_objects):
            return True
        if not frame.counted_object or token.pos_ != "NOUN" or token.dep_ in {"obl:mod", "xcomp", "iobj"}:
            return False
        counted = any(
            c.i < token.i and (c.pos_ == "NUM" or (c.dep_ == "det" and "Ind" in c.morph.get("Definite", [])))
            for c in token.children
        )
        return counted and not self._is_one_of(grammar, token, frame.without_objects)

    def _is_one_of(self, grammar: Grammar, token: Token, wanted: frozenset[str]) -> bool:
        words = [grammar.lemma(token), fold(token.text), fold(token.text).removesuffix("s")]
        if any(w in wanted for w in words):
            return True
        end = min(token.right_edge.i + 1, token.i + 5)
        near = " ".join(fold(t.text) for t in grammar.doc[token.i : end])
        return (
            any(" " in w and f"{near} ".startswith(f"{w} ") for w in wanted)
            or any(
                c.dep_ in {"nmod", "conj", "amod"}
                and (grammar.lemma(c) in wanted or fold(c.text) in wanted)
                and c.i - token.i <= 4
                for c in token.children
            )
            or any(
                t.i > token.i and t.i - token.i <= 3 and t.dep_ == "nmod" and (grammar.lemma(t) in wanted)
                for t in token.subtree
            )
        )

    def _document_in(self, grammar: Grammar, token: Token) -> bool:
        """Is a document named by the token's noun phrase (*onze documents*, *la signature d'un accord*)?"""
        start, end = token.left_edge.i, min(token.right_edge.i + 1, token.i + 8)
        return any(grammar.sentence.phrase_at(self.documents.phrases, i) for i in range(start, end))

    def _noun(self, grammar: Grammar, frame: Frame, start: int, end: int, text: str) -> Match | None:
        doc = grammar.doc
        if frame.form != "joint_committee" and any(
            m.start <= start and end <= m.end for m in grammar.mentions if m.kind != "pair"
        ):
            return self._unfit(grammar, frame, doc[start], "nouns")
        noun = max(
            doc[start:end],
            key=lambda t: (
                t.pos_ in {"NOUN", "PROPN"},
                -t.i if t.head.i < start or t.head.i >= end or t.dep_ == "ROOT" else -1000,
            ),
        )
        if not self._words_fit(frame, text, grammar, noun):
            return None
        if frame.noun_instrument and not any(
            grammar.sentence.phrase_at(self.documents.phrases, i)
            for i in range(
                end,
                min(max(end + 6, min(noun.right_edge.i + 1, end + 16), self._reach(grammar, noun, end)), len(doc)),
            )
        ):
            return self._unfit(grammar, frame, noun, "noun_instrument")
        if frame.in_phrase:
            return self._in_phrase(grammar, frame, noun, start, end)
        verb = self._verb_of(noun)
        relative = self._relative(grammar, noun)
        if relative is not None and not frame.with_nouns:
            slots = grammar.slots(relative, noun)
            return Match(frame, grammar, noun, (relative,), slots, of_verb(grammar, relative), start, end)
        if frame.with_nouns:
            if verb is None or grammar.lemma(verb) not in frame.with_nouns:
                return self._unfit(grammar, frame, noun, "with_nouns", "" if verb is None else verb.lemma_)
            if frame.clausal and not wishes_of_a_side(grammar, end):
                return self._unfit(grammar, frame, noun, "clausal")
            slots = grammar.slots(verb, noun)
            self._possessive(grammar, slots, noun)
            if frame.needs_slot and not any(slots.found.get(s) for s in frame.needs_slot):
                return self._unfit(grammar, frame, noun, "needs_slot")
            return Match(
                frame, grammar, verb, (noun,), slots, of_verb(grammar, verb), min(verb.i, start), max(verb.i + 1, end)
            )
        modality, carrier = of_noun(grammar, noun, self.cues)
        if frame.traveller and staying(noun):
            verb = None
        if self._generic(noun, carrier):
            modality = Modality(none="generic plural")
        if verb is not None and (grammar.is_verb(verb, "support") or grammar.is_verb(verb, "happen")):
            slots = grammar.slots(verb, noun)
        else:
            slots = grammar.slots(noun)
        self._possessive(grammar, slots, noun)
        if frame.symmetric:
            nominal.fill(grammar, slots, frame.actor + frame.recipient, end)
        if frame.needs_slot and not any(slots.found.get(s) for s in frame.needs_slot):
            return self._unfit(grammar, frame, noun, "needs_slot")
        return Match(frame, grammar, noun, (verb,) if verb is not None else (), slots, modality, start, end)

    def _in_phrase(self, grammar: Grammar, frame: Frame, noun: Token, start: int, end: int) -> Match | None:
        """*la levée des sanctions imposées par X à Y*: told whatever the verb says of it, unless that asks for it."""
        slots = nominal.phrase(grammar, noun, end)
        named = not frame.needs_slot or any(slots.found.get(s) for s in frame.needs_slot)
        if not named or not nominal.is_definite(noun):
            return self._unfit(grammar, frame, noun, "needs_slot")
        modality, carrier = of_noun(grammar, noun, self.cues)
        if carrier is not None and self._asked_for(grammar, noun, carrier):
            modality = Modality(none="infinitive")
        elif frame.dated and modality.none:
            modality = Modality()
        return Match(frame, grammar, noun, (), slots, modality, start, end)

    def _reach(self, grammar: Grammar, noun: Token, end: int) -> int:
        """*la signature, entre A et B, d'un accord*: how far a document may stand from its noun."""
        parties = next(nominal.after(grammar, end), None)
        near = parties is not None and parties.preposition in {"par", "entre"} and parties.lead.start <= end + 3
        return nominal.region(grammar, end) if near and nominal.is_definite(noun) else 0

    def _verb_of(self, noun: Token) -> Token | None:
        """The verb that carries the noun: its head, through coordination and *une série de …*."""
        token = noun
        for _ in range(4):
            head = token.head
            if head.i == token.i:
                return None
            if head.pos_ in {"VERB", "AUX"}:
                return head if token.dep_ not in {"acl", "acl:relcl", "advcl"} else None
            if (
                token.dep_ in {"conj", "nmod", "fixed", "flat:name", "appos"}
                and head.pos_ in {"NOUN", "PROPN", "NUM", "PRON"}
                and head.i < token.i
            ):
                token = head
                continue
            if head.pos_ in {"NOUN", "ADJ"} and token.dep_ == "obl:mod":
                return None
            return None
        return None

    def _relative(self, grammar: Grammar, noun: Token) -> Token | None:
        """*la visite que le sultan effectuera*: the verb of the relative clause carries the noun."""
        for child in noun.children:
            if (
                child.dep_ == "acl:relcl"
                and grammar.is_verb(child, "support")
                and any(fold(c.text) in {"que", "qu"} for c in child.children)
            ):
                return child
        for i in range(noun.i + 1, min(noun.i + 4, len(grammar.doc))):
            token = grammar.doc[i]
            if grammar.language.has("relative_object", grammar.sentence.words[i]) and token.head.i > i:
                return token.head if grammar.is_verb(token.head, "support") else None
        return None

    def _generic(self, noun: Token, carrier: Token | None) -> bool:
        """A bare plural (*l'échange de visites*, *des réunions régulières*) tells no act by itself."""
        if "Plur" not in noun.morph.get("Number", []):
            return False
        determiner = next((c for c in noun.children if c.dep_ == "det"), None)
        contracted = any(c.dep_ == "case" and fold(c.text) in {"des", "aux"} for c in noun.children)
        if determiner is None and not contracted and not nominal.takes_long(self.language, noun):
            return carrier is None or not any(c.i == noun.i for c in carrier.children)
        return False

    def _possessive(self, grammar: Grammar, slots: Slots, noun: Token) -> None:
        for child in noun.children:
            if child.dep_ == "det" and fold(child.text) in grammar.language.words["possessive"]:
                slots.found["poss"] = []
                slots.found["possessed"] = []


def _one_by_one(match: Match) -> list[Match]:
    """*avec X à A, puis avec Y à B*: one act each."""
    words, language = match.grammar.sentence.words, match.grammar.language
    for slot in ("avec", "par", "obj"):
        groups = match.slots.found.get(slot, [])
        for at, group in enumerate(groups[1:], 1):
            before = words[max(0, group.lead.start - 4) : group.lead.start]
            if group.lead.start > match.first and any(language.has("then", w) for w in before):
                rest = Slots()
                for name, held in match.slots.found.items():
                    rest.found[name] = list(held)
                match.slots.found[slot], rest.found[slot] = groups[:at], groups[at:]
                return [match, *_one_by_one(replace(match, slots=rest))]
    return [match]


def _preference(match: Match) -> tuple[float, float]:
    bonus = (
        0.3
        if match.frame.future
        else 0.1
        if match.frame.needs or match.frame.with_objects or match.frame.object_instrument
        else 0.0
    )
    return (match.frame.weight + bonus, float(match.last - match.first))


def _best(options: list[Match]) -> Match:
    """The frame that fits the same words best; the others are remembered as outdone by it."""
    best = max(options, key=_preference)
    for other in options:
        if other is not best:
            best.grammar.unfit.append((other.frame, other.predicate, "", best.frame.rule))
    rest = [o for o in options if o is not best and len(o.frame.needs_country) == 2]
    best.others = tuple(sorted(rest, key=_preference, reverse=True))
    return best


def _without_shadowed(found: list[Match]) -> list[Match]:
    """A verb that serves as the support of another match's noun, or a noun of another's verb, is not matched again."""
    kept: list[Match] = []
    for match in sorted(found, key=_preference, reverse=True):
        mine = {match.predicate.i, *(p.i for p in match.partners)}
        rival = next(
            (
                k
                for k in kept
                if (k.frame.plover == match.frame.plover or (k.frame.future and match.frame.plover == "AID"))
                and (match.predicate.i in {p.i for p in k.partners} or k.predicate.i in mine)
                and not (match.frame.traveller and staying(match.predicate) and not k.frame.traveller)
            ),
            None,
        )
        if rival is None or match.frame.object_instrument != rival.frame.object_instrument:
            kept.append(match)
        else:
            match.grammar.unfit.append((match.frame, match.predicate, "", rival.frame.rule))
    return sorted(kept, key=lambda m: m.first)


def staying(noun: Token) -> bool:
    """*en visite à A*: the visit is told beside what the verb tells."""
    return noun.pos_ == "NOUN" and any(c.dep_ == "case" and fold(c.text) == "en" for c in noun.children)


@remembered
def matcher(language: Language) -> FrameMatcher:
    """The matcher of a language, made once a process."""
    return FrameMatcher(language)
