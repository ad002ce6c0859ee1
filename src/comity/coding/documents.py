"""Document words in a sentence: the bounds of a document's name, how many there are, and what happened to them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spacy.tokens import Token

from comity.coding.dates import DateContext, find_dates, resolve
from comity.coding.modality import of_verb
from comity.coding.slots import Grammar
from comity.folding import fold
from comity.lexicon.instruments import Documents, DocumentWord

SIGNED = frozenset({"signed", "exchanged", "initialled", "ratified"})
# what is done with a document that was signed before: it counts, not the signing
_OVER_SIGNING = frozenset({"suspended", "terminated", "expired", "implemented", "initialled", "exchanged", "in_force"})
_SAID_OF = frozenset({"acl", "amod", "acl:relcl"})
_LONGEST = 34  # tokens of a document's name
_NEAR = 14  # tokens between a verb and the document that the parse does not give it
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SPAN_OF_YEARS = re.compile(r"\b((?:19|20)\d\d)\s?(?:[-–/]|à|a)\s?((?:19|20)\d\d)\b")


class Phrase:
    """The words `start` to `end` of a sentence name a document; `first` to `last` are its whole name."""

    def __init__(
        self,
        grammar: Grammar,
        start: int,
        end: int,
        word: DocumentWord,
        documents: Documents,
        before: Mapping[int, str] | None = None,
    ) -> None:
        """`before` are the documents named earlier in the sentence: the token of each and its status."""
        self.grammar = grammar
        self.doc = grammar.doc
        self.words = grammar.sentence.words
        self.documents = documents
        self.word = word
        self.before = before or {}
        self.start, self.end = start, end
        self.noun: Token = max(grammar.doc[start:end], key=lambda t: t.pos_ in {"NOUN", "PROPN"})
        self.first, self.last = self._bounds()

    def _is(self, index: int, name: str) -> bool:
        return self.words[index] in self.documents.words[name]

    @property
    def text(self) -> str:
        """The document's whole name."""
        return str(self.doc[self.first : self.last].text)

    @property
    def is_named(self) -> bool:
        """Is it a document at all: *traité*, not *traite*; *accord de 2005*, not *d'accord*?"""
        text = self.doc[self.start].text
        if self.word.never or (self.word.accented and text.isascii() and not text.isupper()) or self._within_another():
            return False
        names = (m for m in self.grammar.mentions if m.kind not in {"pair", "adjective"})
        return not any(m.start <= self.start and self.end <= m.end for m in names)

    def _within_another(self) -> bool:
        """*le traité complémentaire au traité de 1985*, *un avenant à la convention*: part of the other's name."""
        led = next((t for t in self.noun.children if t.dep_ == "case"), None)
        return led is not None and self._is(led.i, "to") and any(t.i in self.before for t in self.noun.ancestors)

    @property
    def points_back(self) -> bool:
        """*les deux documents*, *ce texte*: named before by another word."""
        return self.first < self.start and self._is(self.first, "definite")

    # -- bounds ---------------------------------------------------------------------------------------------------

    def _bounds(self) -> tuple[int, int]:
        """The document's name and what belongs to it, without the clauses that follow."""
        first = self.start
        while first > 0 and self.doc[first - 1].pos_ in {"DET", "NUM", "ADJ"}:
            first -= 1
        last = self.end
        while last < len(self.doc) and last - self.start < _LONGEST and not self._stops(last):
            last += 1
        while last > self.end and self.doc[last - 1].pos_ in {"ADP", "DET", "CCONJ", "PUNCT"}:
            last -= 1
        return first, last

    def _stops(self, at: int) -> bool:
        token = self.doc[at]
        if (token.is_punct and token.text not in {"-", "'", "’"}) or token.pos_ in {"AUX", "SCONJ"}:
            return True
        if self._is(at, "after"):
            return True
        if token.pos_ == "PRON" and token.dep_ != "det":
            return True
        participle = "Part" in token.morph.get("VerbForm", []) and token.dep_ in {"acl", "amod"}
        if token.pos_ == "VERB" and not participle:
            return True
        if token.pos_ != "CCONJ":
            return False
        after = at + 1
        while after < len(self.doc) and self.doc[after].pos_ in {"DET", "ADJ", "NUM"}:
            after += 1
        if after < len(self.doc) and self.grammar.sentence.phrase_at(self.documents.phrases, after):
            return True  # *un accord de commerce et un accord provisoire*
        return at + 1 >= len(self.doc) or self.doc[at + 1].pos_ not in {"NOUN", "PROPN", "ADJ", "DET", "ADP"}

    # -- how many, for how long -----------------------------------------------------------------------------------

    def count(self) -> int | None:
        """How many documents; None for a plural without a number."""
        for i in range(self.start - 1, max(-1, self.start - 4), -1):
            if self.words[i] in self.documents.numbers:
                return self.documents.numbers[self.words[i]]
            if self.words[i].isdigit() and int(self.words[i]) < 200:
                return int(self.words[i])
            if self._is(i, "one"):
                return 1
            if self._is(i, "several"):
                return None
            if self.doc[i].pos_ not in {"ADJ", "DET", "NUM", "ADP"}:
                break
        return 1 if "Sing" in self.doc[self.start].morph.get("Number", []) else None

    def period(self) -> str | None:
        """The years for which it holds, in EDTF."""
        years = _SPAN_OF_YEARS.search(self.text)
        if years:
            return f"{years.group(1)}/{years.group(2)}"
        for mention in find_dates(self.text, 0, self.grammar.language.code):
            if mention.is_period:
                date = resolve(mention, DateContext(), planned=True)
                return date.edtf if date is not None else None
        return None

    def title(self) -> str | None:
        """A document with a proper name (*Traité de l'Élysée*): a capital within the sentence, without its date."""
        if self.start == 0 or not self.doc[self.start].text[:1].isupper() or self.last - self.start < 2:
            return None
        last = next((t.i for t in self.doc[self.end : self.last] if t.pos_ == "VERB"), self.last)
        return str(self.doc[self.start : last].text) if last - self.start > 1 else None

    # -- what happened to it --------------------------------------------------------------------------------------

    def status(self, report_year: str = "") -> str | None:
        """What happened to it, from what governs it; None when the sentence does not say."""
        before = set(self.words[max(0, self.start - 6) : self.start])
        if set(self.words[max(0, self.start - 3) : self.start]) & self.documents.words["draft"]:
            return "planned"
        governed = self._governed()
        if governed in {"negated"}:
            return None
        participle = self._participle(report_year)
        if before & self.documents.words["basis"] or ("base" in before and "sur" in before):
            return "in_force"
        if governed in _OVER_SIGNING and not self.word.only:
            return governed
        status = participle or governed or self._nearby()
        if status == "announced" and self.word.adopted:
            status = "signed"
        return status or self.word.told or None

    def _participle(self, report_year: str) -> str | None:
        """*signé en 2021*, *rendue publique lundi*, *qui sera signé*: said of it after its name."""
        for child in self.noun.children:
            if child.i < self.end or child.dep_ not in _SAID_OF or child.pos_ not in {"VERB", "ADJ"}:
                continue
            status = self._of_word(child)
            if status is None or not self._allowed(child):
                continue
            if child.dep_ == "acl:relcl":
                return "planned" if of_verb(self.grammar, child).status == "planned" else status
            if status == "signed" and self._is_older(child, report_year):
                return "in_force"
            if status in SIGNED or (status == "announced" and self.word.adopted):
                return status
        return None

    def _is_older(self, participle: Token, report_year: str) -> bool:
        """Signed in a year before that of the report, by sides that the words do not name: told as what holds."""
        tail = self.doc[participle.i : participle.i + 10].text
        year = _YEAR.search(tail)
        reach = range(participle.i + 1, participle.i + _NEAR + 1)
        sides = any(g.preposition in {"par", "entre"} and g.lead.start in reach for g in self.grammar.groups)
        return year is not None and bool(report_year) and year.group() < report_year and not sides

    def _of_word(self, token: Token) -> str | None:
        return self.documents.status_of(self.grammar.lemma(token)) or self.documents.status_of(fold(token.text))

    def _allowed(self, token: Token) -> bool:
        return not self.word.only or self.grammar.lemma(token) in self.word.only

    def _governed(self) -> str | None:
        """The status by the verb or the noun above it."""
        token = self.noun
        for _ in range(6):
            head = token.head
            if head.i == token.i:
                return None
            if head.pos_ in {"VERB", "AUX"}:
                return self._by_verb(head) if self._allowed(head) else None
            if head.i in self.before and token.dep_ == "conj":
                return self.before[head.i]
            if head.pos_ == "NOUN" and not self.word.only:
                status = self._of_word(head)
                if status is not None:
                    return self._by_noun(head, status)
            token = head
        return None

    def _by_verb(self, verb: Token) -> str | None:
        status = self._of_word(verb)
        if status is None and self.grammar.is_verb(verb, "planned"):
            done = [c for c in verb.children if c.dep_ == "xcomp" and self._of_word(c) in SIGNED]
            return "planned" if done else None  # *devrait être signé*
        if status is None:
            return None
        modality = of_verb(self.grammar, verb)
        if modality.none == "negated":
            return "negated"
        if modality.none or modality.status == "planned":
            if modality.none and status == "planned":
                return None  # *convenu de négocier un accord*: a commitment, no document yet
            if status in SIGNED | {"planned", "announced"}:
                return "planned"
            return "in_force" if modality.none else status
        return status

    def _by_noun(self, head: Token, status: str) -> str:
        verb = next((t for t in head.ancestors if t.pos_ == "VERB"), None)
        if verb is None or status not in SIGNED or self.grammar.is_verb(verb, "say"):
            return status
        modality = of_verb(self.grammar, verb)
        return "planned" if modality.status == "planned" or modality.none in {"infinitive", "purpose"} else status

    def _nearby(self) -> str | None:
        """*ont signé, au palais de l'Élysée, un traité*: the verb before it, if no other stands between."""
        for i in range(self.first - 1, max(-1, self.first - _NEAR), -1):
            token = self.doc[i]
            if token.text == ";":
                return None
            if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"acl", "amod"}:
                fits = self._allowed(token) and self._of_word(token) in SIGNED | {"announced"}
                return self._by_verb(token) if fits else None
        for token in self.doc[self.last : self.last + 8]:
            if token.pos_ == "VERB":
                passive = any(c.dep_ == "aux:pass" for c in token.children)
                return self._by_verb(token) if passive and self._allowed(token) else None
        return None
