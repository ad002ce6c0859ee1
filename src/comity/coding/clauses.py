"""Clauses: which words of a sentence say what was promised, asked or held."""

from __future__ import annotations

from spacy.tokens import Token

from comity.coding.slots import Grammar
from comity.lexicon.clauses import ClauseWords, load_clauses

Span = tuple[int, int]  # tokens, the last exclusive

_NEAR = 14  # tokens between the telling word and the first infinitive, if the parse does not join them
_THAT_NEAR = 10
_OPENING, _CLOSING = frozenset("«“"), frozenset("»”")


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
        return self._kept([self.trimmed(self._beginning(self.anchor.i), self.limit(self.start, True))])

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
        cuts = [t.i for t in self.doc[at + 1 : limit] if verb is not None and t.dep_ == "conj" and t.head.i == verb.i and self.finite(t)]
        edges = [at + 1, *(self._clause_start(i) for i in cuts), limit]
        return self._kept([self.trimmed(a, b) for a, b in zip(edges, edges[1:], strict=False)])

    def object(self) -> list[Span]:
        """*promis une aide de …*, *exige la libération de …*, *la nécessité d'une coopération*."""
        if self.anchor.pos_ in {"NOUN", "PROPN"} and self.anchor.i < self.start:
            phrase = self._phrase(self.anchor)
            return [phrase] if phrase[1] > self.start else []
        for child in self.anchor.children:
            if child.i <= self.anchor.i or child.i in self.grammar.over or child.pos_ not in {"NOUN", "PROPN", "PRON", "ADV"}:
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
            quoted += (text in _OPENING) - (text in _CLOSING)
            if (text in _CLOSING and quoted < 0) or (single and text == ";"):
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
        if verb is not None and "Pres" in verb.morph.get("Tense") and "Part" in verb.morph.get("VerbForm"):
            return True
        return token.pos_ == "AUX" and self.finite(token)

    def _resumes(self, i: int, single: bool) -> bool:
        """Does the sentence's main line go on here: *et a promis …*, *et remis une lettre*, *et aidera …*?"""
        at = i
        while at < len(self.doc) - 1 and (self.known.has("clitics", self.words[at]) or self.doc[at].pos_ == "ADV") and self.doc[at].pos_ != "DET":
            at += 1
        token = self.doc[at]
        if token.pos_ == "AUX" and self.finite(token) and at + 1 < len(self.doc):
            after = next((t for t in self.doc[at + 1 :] if t.pos_ != "ADV"), token)
            return self._participle(after) and "Pres" in token.morph.get("Tense")
        if token.pos_ not in {"VERB", "AUX"} or token.dep_ != "conj":
            return False
        if self._participle(token):
            told = any(c.dep_.startswith("aux") for c in token.head.children) and token.head.i < self.start
            return told or self.finite(token.head)  # a participle cannot go on a conjugated verb, but the auxiliary before it
        return self.finite(token) and (token.head.i in self.above or (single and token.head.i <= self.anchor.i))

    # -- infinitives ----------------------------------------------------------------------------------------------

    def _is_infinitive(self, token: Token) -> bool:
        return token.pos_ in {"VERB", "AUX"} and "Inf" in token.morph.get("VerbForm")

    def _beginning(self, verb: int) -> int:
        """The token at which a verb's phrase begins: its pronouns, negation and adverb."""
        at = verb
        while at > self.start and self.doc[at - 1].pos_ != "DET" and (
            self.known.has("clitics", self.words[at - 1]) or (self.doc[at - 1].pos_ == "ADV" and not self.known.has("that", self.words[at - 1]))
        ):
            at -= 1
        return at

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
        between = self._without_asides(start, head)
        if len(between) > _NEAR or any(self.finite(t) for t in between):
            return False
        return not any(self.known.has("that", self.words[t.i]) for t in between)

    def _without_asides(self, start: int, end: int) -> list[Token]:
        """The tokens of a stretch without relative clauses between commas: *demandé au ministre, qu'il recevait lundi, de …*."""
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
        same = {"d": "de"}.get(marker, marker) == {"d": "de"}.get(opened, opened)
        if not same and (marker or self.doc[before].text == "," and not self._object_between(previous, before)):
            return False
        return self._object_between(previous, before)

    def _object_between(self, infinitive: int, end: int) -> bool:
        """*préserver et approfondir leurs liens* is one: the first verb has no object of its own."""
        return any(t.pos_ in {"NOUN", "PROPN", "PRON", "NUM"} for t in self.doc[infinitive + 1 : end]) or self._beginning(infinitive) < infinitive

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
        if end < limit and self.known.has("purpose", self.words[end]):
            end = limit
        return self.trimmed(min(noun.left_edge.i, noun.i), end)

    def foretells(self, span: Span) -> bool:
        """*l'espoir que les liens se développeront*: the clause says what will be, not what someone should do."""
        verb = self._first_finite(*span)
        return verb is not None and (self.known.is_future(verb.text, verb.lemma_) or self.known.is_conditional(verb.text, verb.lemma_))

    def is_deed(self, span: Span) -> bool:
        """Is it done by being said (*suspendre*, *expulser*), so that an event tells it?"""
        verb = next((t for t in self.doc[span[0] : span[1]] if t.pos_ in {"VERB", "AUX"}), None)
        return verb is not None and self._is_infinitive(verb) and self.known.has("deeds", self.grammar.lemma(verb))

    def is_possessed(self, span: Span) -> bool:
        """*proposer sa médiation*: an offer rather than a proposal."""
        return self.known.has("possessive", self.words[span[0]])

    def finite(self, token: Token) -> bool:
        """Is it a conjugated verb (with an auxiliary, the auxiliary is)?"""
        return token.pos_ in {"VERB", "AUX"} and "Fin" in token.morph.get("VerbForm")

    def _participle(self, token: Token) -> bool:
        return token.pos_ in {"VERB", "AUX"} and "Part" in token.morph.get("VerbForm") and "Past" in token.morph.get("Tense")

    # -- edges ----------------------------------------------------------------------------------------------------

    def trimmed(self, start: int, end: int) -> Span:
        """Without the punctuation and small words at either edge."""
        while end > start and (self.doc[end - 1].is_punct or self.known.has("joins", self.words[end - 1]) or self.known.has("markers", self.words[end - 1])):
            end -= 1
        while start < end and (self.doc[start].is_punct or self.known.has("edges", self.words[start])):
            start += 1
        return start, end

    def _kept(self, spans: list[Span]) -> list[Span]:
        return [span for span in spans if span[1] > span[0]]


def tells_promise(grammar: Grammar, verb: Token) -> bool:
    """Does the verb tell what will be done: in the future, or in the conditional of someone's reported speech?"""
    known = load_clauses(grammar.language.code)
    if verb.dep_ == "acl:relcl" or "Fin" not in verb.morph.get("VerbForm"):
        return False
    if any(c.dep_ == "obj" and known.has("occasions", grammar.lemma(c)) for c in verb.children):
        return False
    if known.is_future(verb.text, verb.lemma_):
        return True
    return known.is_conditional(verb.text, verb.lemma_) and speech_above(grammar, verb) is not None


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
    if speech_above(grammar, verb) is not None or load_clauses(grammar.language.code).aside.search(grammar.sentence.text):
        return True
    before = [t.text for t in grammar.doc[: verb.i]]
    return sum(t in _OPENING for t in before) > sum(t in _CLOSING for t in before)


__all__ = ["ClauseWords", "Clauses", "Span", "is_reported", "speech_above", "tells_promise"]
