"""Clauses: which words of a sentence say what was promised, asked or held."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Token

from comity.coding.slots import Grammar
from comity.coding.speech import CLOSING, OPENING
from comity.lexicon.clauses import load_clauses

Span = tuple[int, int]  # tokens, the last exclusive

_NEAR = 14  # tokens between the telling word and the first infinitive, if the parse does not join them
_THAT_NEAR = 10
_OBJECTS = frozenset({"NOUN", "PROPN", "PRON", "ADV"})


class Clauses:
    """The content of one telling word: `anchor` tells it, and its words end before the token `start`."""

    def __init__(self, grammar: Grammar, anchor: Token, start: int, above: tuple[Token, ...] = ()) -> None:
        self.grammar = grammar
        self.doc = grammar.doc
        self.words = grammar.sentence.words
        self.known = load_clauses(grammar.language.code)
        self.anchor = anchor
        self.start = start
        self.above = {anchor.i, *(t.i for t in above)}

    # -- kinds of content -----------------------------------------------------------------------------------------

    def content(self) -> list[Span]:
        """Infinitives, a clause after *que*, or else an object."""
        return self.infinitives(self.start) or self.that_clause() or self.object()

    def tail(self, first: int) -> list[Span]:
        """From the telling words to the end of their clause."""
        return self._kept([self.trimmed(first, self.limit(self.start))])

    def own(self) -> list[Span]:
        """The telling verb with what follows it: *aidera la province à bâtir une école*."""
        return self._kept([self.trimmed(self._beginning(self.anchor.i, 0), self.limit(self.start, True))])

    def infinitives(self, start: int) -> list[Span]:
        """*de A, de B et de C*; *renforcer A, promouvoir B ; consolider C*."""
        limit = self.limit(start)
        starts: list[int] = []
        for i in range(start, limit):
            if not self._is_infinitive(self.doc[i]):
                continue
            if not starts:
                if self._opens(i, start):
                    starts.append(i)
            elif self._listed(i, starts[-1], starts[0]):
                starts.append(i)
        spans = []
        for number, i in enumerate(starts):
            end = self._led_in(starts[number + 1]) if number + 1 < len(starts) else limit
            first = i + 1 if self.known.has("seeing", self.grammar.lemma(self.doc[i])) else self._beginning(i)
            spans.append(self.trimmed(first, end))
        return self._kept(spans)

    def that_clause(self) -> list[Span]:
        """*proposé que les deux Assemblées multiplient … et échangent …*: each coordinated verb is one."""
        at = self._that()
        if at is None:
            return []
        limit = self.limit(at + 1)
        verb = self.doc[at].head if at < self.doc[at].head.i < limit else self._first_finite(at + 1, limit)
        if verb is not None and self.known.has("modals", self.grammar.lemma(verb)):
            listed = self.infinitives(verb.i + 1)
            if listed:
                return listed
        inside = self.doc[at + 1 : limit] if verb is not None else ()
        cuts = [t.i for t in inside if t.dep_ == "conj" and t.head == verb and self.finite(t)]
        edges = [at + 1, *(self._clause_start(i) for i in cuts), limit]
        return self._kept([self.trimmed(a, b) for a, b in pairwise(edges)])

    def object(self) -> list[Span]:
        """*promis une aide de …*, *exige la libération de …*, *la nécessité d'une coopération*."""
        if self.anchor.pos_ in {"NOUN", "PROPN"} and self.anchor.i < self.start:
            phrase = self._phrase(self.anchor)
            return [phrase] if phrase[1] > self.start else []
        for child in self.anchor.children:
            if child.i <= self.anchor.i or child.i in self.grammar.over or child.pos_ not in _OBJECTS:
                continue
            if child.dep_ in {"obj", "obl:arg", "obl:mod"} and child.i >= self.start:
                return self._kept([self._phrase(child)])
        return []

    # -- where it ends --------------------------------------------------------------------------------------------

    def limit(self, start: int, single: bool = False) -> int:
        """The end of the content: of the sentence, of the quotation, or where the sentence says something else.

        With `single` a coordinated verb and a semicolon end it too.
        """
        doc, words = self.doc, self.words
        quoted = 0
        for i in range(start, len(doc)):
            text = doc[i].text
            quoted += (text in OPENING) - (text in CLOSING)
            if (text in CLOSING and quoted < 0) or (single and text == ";"):
                return i
            nxt = i + 1
            if nxt >= len(doc) or i <= start:
                continue
            if text == "," and self._breaks(nxt):
                return i
            if (text == "," or self.known.has("joins", words[i])) and self._resumes(nxt, single):
                return i
        end = len(doc)
        while end > start and doc[end - 1].is_punct:
            end -= 1
        return end

    def _breaks(self, i: int) -> bool:
        token = self.doc[i]
        if self.known.has("breaks", self.words[i]):
            return True
        verb = token if token.pos_ in {"VERB", "AUX"} else None
        if verb is not None and "Pres" in verb.morph.get("Tense", []) and "Part" in verb.morph.get("VerbForm", []):
            return True
        return token.pos_ == "AUX" and self.finite(token)

    def _resumes(self, i: int, single: bool) -> bool:
        """Does the sentence's main line go on here: *et a promis …*, *et remis une lettre*, *et aidera …*?"""
        at = i
        while at < len(self.doc) - 1 and self._goes_before(at):
            at += 1
        token = self.doc[at]
        if self._is_new_subject(token):
            return True
        if token.pos_ == "AUX" and self.finite(token):
            after = next((t for t in self.doc[at + 1 :] if t.pos_ != "ADV"), token)
            return self._participle(after) and "Pres" in token.morph.get("Tense", [])
        if token.pos_ not in {"VERB", "AUX"} or token.dep_ != "conj":
            return False
        if self._participle(token):
            told = any(c.dep_.startswith("aux") for c in token.head.children) and token.head.i < self.start
            # a participle cannot be coordinated with a conjugated verb: it goes on an auxiliary before that
            return told or self.finite(token.head)
        if self.finite(token) and self._is_infinitive(token.head):
            return True  # *dit son intention de rappeler … et accuse …*
        return self.finite(token) and (token.head.i in self.above or (single and token.head.i <= self.anchor.i))

    def _is_new_subject(self, token: Token) -> bool:
        """*…, et l'Ukraine a accepté*: another subject with a verb of the main line."""
        noun = token.head if token.pos_ == "DET" else token
        verb = noun.head
        if not noun.dep_.startswith("nsubj") or noun.i < token.i or verb.dep_ != "conj" or verb.i < noun.i:
            return False
        past = any(c.dep_.startswith("aux") and self.finite(c) for c in verb.children)
        return (past or self.finite(verb)) and verb.head.i in self.above

    # -- infinitives ----------------------------------------------------------------------------------------------

    def _is_infinitive(self, token: Token) -> bool:
        return token.pos_ in {"VERB", "AUX"} and "Inf" in token.morph.get("VerbForm", [])

    def _beginning(self, verb: int, floor: int | None = None) -> int:
        """The token at which a verb's phrase begins: its pronouns, negation and adverb."""
        at = verb
        while at > (self.start if floor is None else floor) and self._goes_before(at - 1):
            at -= 1
        return at

    def _goes_before(self, i: int) -> bool:
        """Is it a pronoun, a negation or an adverb right before a verb?"""
        if self.doc[i].pos_ == "DET":
            return False
        adverb = self.doc[i].pos_ == "ADV" and not self.known.has("that", self.words[i])
        return adverb or self.known.has("clitics", self.words[i])

    def _led_in(self, infinitive: int) -> int:
        """The token of the marker that leads an infinitive in, or where its phrase begins."""
        at = self._beginning(infinitive)
        while at > self.start and self.known.has("markers", self.words[at - 1]):
            at -= 1
        return at

    def _marker(self, infinitive: int) -> str:
        at = self._beginning(infinitive)
        return self.words[at - 1] if at and self.known.has("markers", self.words[at - 1]) else ""

    def _opens(self, i: int, start: int) -> bool:
        """May the first infinitive be what is told? Not after another clause, nor as a purpose."""
        head = self._led_in(i)
        marker = self._marker(i)
        if self.known.has("purpose", marker):
            return head - start <= 1
        if marker and self._under_anchor(self.doc[i]):
            return True
        if self.known.has("after_noun", marker) and self.doc[head - 1].pos_ in {"NOUN", "PROPN"} and head > start:
            return False
        between = self._without_asides(start, head)
        if len(between) > _NEAR or any(self.finite(t) for t in between):
            return False
        return not any(self.known.has("that", self.words[t.i]) for t in between)

    def _without_asides(self, start: int, end: int) -> list[Token]:
        """A stretch without relative clauses between commas: *demandé au ministre, qu'il recevait lundi, de …*."""
        kept: list[Token] = []
        aside = False
        for i in range(start, end):
            comma = self.doc[i].text == ","
            opens = comma and i + 1 < end and self.known.has("relatives", self.words[i + 1])
            aside = opens or (aside and not comma)
            if not aside:
                kept.append(self.doc[i])
        return kept if not aside else list(self.doc[start:end])

    def _under_anchor(self, token: Token) -> bool:
        """Does the parse join it to the telling word, with no other verb between?"""
        for _ in range(8):
            if token.head.i == token.i:
                return False
            token = token.head
            if token.i in self.above:
                return True
            if token.pos_ in {"VERB", "AUX"}:
                return False
        return False

    def _listed(self, i: int, previous: int, first: int) -> bool:
        """Is it the next of the list, rather than part of the one before?"""
        head = self._led_in(i)
        before, marker = head - 1, self._marker(i)
        if before < self.start or self.known.has("purpose", marker):
            return False
        while before > previous and self.known.has("also", self.words[before]):
            before -= 1
        if not (self.doc[before].text in {",", ";"} or self.known.has("joins", self.words[before])):
            return False
        opened = self._marker(first)
        same = marker[:1] == opened[:1]  # *de*, *d'*
        return (same or not marker) and self._object_between(previous, before)

    def _object_between(self, infinitive: int, end: int) -> bool:
        """*préserver et approfondir leurs liens* is one: the first verb has no object of its own."""
        named = any(t.pos_ in {"NOUN", "PROPN", "PRON", "NUM"} for t in self.doc[infinitive + 1 : end])
        return named or self._beginning(infinitive) < infinitive

    # -- clauses --------------------------------------------------------------------------------------------------

    def _that(self) -> int | None:
        for i in range(self.start, min(self.start + _THAT_NEAR, len(self.doc))):
            if self.known.has("that", self.words[i]) and self.doc[i].pos_ in {"SCONJ", "CCONJ", "ADV", "PRON"}:
                return i
            if self.finite(self.doc[i]):
                return None
        return None

    def _first_finite(self, start: int, end: int) -> Token | None:
        return next((t for t in self.doc[start:end] if self.finite(t)), None)

    def _clause_start(self, verb: int) -> int:
        subject = next((c for c in self.doc[verb].children if c.dep_.startswith("nsubj") and c.i < verb), None)
        return subject.left_edge.i if subject is not None else self._beginning(verb)

    def _phrase(self, noun: Token) -> Span:
        """A noun with all that belongs to it, and with its purpose."""
        limit = self.limit(max(self.start, noun.i))
        end = min(noun.right_edge.i + 1, limit)
        while end < limit and self.grammar.language.has("of", self.words[end]):
            end = min(max(self.doc[end].head.right_edge.i, end) + 1, limit)  # *l'extradition de deux suspects*
        if end < limit and self.known.has("purpose", self.words[end]):
            end = limit
        return self.trimmed(min(noun.left_edge.i, noun.i), end)

    def foretells(self, span: Span) -> bool:
        """*l'espoir que les liens se développeront*: the clause says what will be, not what someone should do."""
        verb = self._first_finite(*span)
        if verb is None:
            return False
        known = self.known
        return known.is_future(verb.text, verb.lemma_) or known.is_conditional(verb.text, verb.lemma_)

    def begins_with(self, name: str, span: Span) -> bool:
        """Is the first verb an infinitive of `deeds` (an event tells them) or of `states` (nothing is done)?"""
        verb = next((t for t in self.doc[span[0] : span[1]] if t.pos_ in {"VERB", "AUX"}), None)
        return verb is not None and self._is_infinitive(verb) and self.known.has(name, self.grammar.lemma(verb))

    def is_possessed(self, span: Span) -> bool:
        """*proposer sa médiation*: an offer rather than a proposal."""
        return self.known.has("possessive", self.words[span[0]])

    def finite(self, token: Token) -> bool:
        """Is it a conjugated verb (with an auxiliary, the auxiliary is)?"""
        return token.pos_ in {"VERB", "AUX"} and "Fin" in token.morph.get("VerbForm", [])

    def _participle(self, token: Token) -> bool:
        morph = token.morph
        verbal = token.pos_ in {"VERB", "AUX"} and "Part" in morph.get("VerbForm", [])
        return verbal and "Past" in morph.get("Tense", [])

    # -- edges ----------------------------------------------------------------------------------------------------

    def trimmed(self, start: int, end: int) -> Span:
        """Without the punctuation and small words at either edge."""
        while end > start and (self.doc[end - 1].is_punct or self._is_edge(self.words[end - 1])):
            end -= 1
        while start < end and (self.doc[start].is_punct or self.known.has("edges", self.words[start])):
            start += 1
        return start, end

    def _is_edge(self, word: str) -> bool:
        return self.known.has("joins", word) or self.known.has("markers", word)

    def _kept(self, spans: list[Span]) -> list[Span]:
        return [span for span in spans if span[1] > span[0]]
