"""Instruments: documents between sides, from treaty to letter of intent, with what happened to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from comity.coding.actors import Entity, Resolver, Sides
from comity.coding.commitments import fields_of
from comity.coding.dates import DateContext, find_dates, resolve
from comity.coding.drafts import MAX_SPAN, Draft, Support, mention_support
from comity.coding.modality import of_verb
from comity.coding.money import find_amounts
from comity.coding.slots import Grammar
from comity.coding.timeline import Timeline
from comity.folding import fold
from comity.lexicon.instruments import Documents, DocumentWord
from comity.lexicon.language import Language
from comity.model import Amount

_STRONG_STATUS = {"signed", "exchanged", "initialled", "ratified"}
_DONE = {"held", "ongoing"}


@dataclass(slots=True, eq=False)
class Document:
    """An instrument in the making."""

    kind: str
    status: str
    parties: list[Entity]
    signatories: list[Entity]
    count: int | None
    period: str | None
    signed: str | None
    amount: Amount | None
    fields: tuple[str, ...]
    title: str | None
    draft: Draft | None
    words: frozenset[str]
    rules: list[str]
    supports: list[Support] = field(default_factory=list)
    confidence: float = 0.75


class DocumentFinder:
    """Finds the documents of a story, after its events are known."""

    def __init__(self, language: Language, documents: Documents, resolver: Resolver, sides: Sides, timeline: Timeline) -> None:
        self.language = language
        self.documents = documents
        self.resolver = resolver
        self.sides = sides
        self.timeline = timeline

    def find(self, grammar: Grammar, drafts: list[Draft], encounter: Draft | None) -> list[Document]:
        """The documents that a sentence names; `drafts` are the events told in that sentence."""
        found = []
        index = 0
        while index < len(grammar.doc):
            hit = grammar.sentence.phrase_at(self.documents.phrases, index)
            if hit is None:
                index += 1
                continue
            end, word = hit
            document = self._document(grammar, index, end, word, drafts, encounter)
            if document is not None:
                found.append(document)
            index = end
        return found

    def _document(self, grammar: Grammar, start: int, end: int, word: DocumentWord, drafts: list[Draft], encounter: Draft | None) -> Document | None:
        if any(m.start <= start and end <= m.end for m in grammar.mentions if m.kind not in {"pair"}):
            return None
        noun = max(grammar.doc[start:end], key=lambda t: t.pos_ in {"NOUN", "PROPN"})
        first, last = self._phrase(grammar, start, end, noun)
        status = self._status(grammar, noun, start)
        if status is None or (word.weak and status in {"in_force", "planned", "announced"} and not self._named(grammar, start, end, status)):
            return None
        told = [d for d in drafts if d.form in {"signing", "document_exchange"} or (d.form == "planned_encounter" and d.frame.form in {"signing", "document_exchange"})]
        draft = told[0] if told else None
        if draft is not None and draft.status == "planned" and status in _STRONG_STATUS:
            status = "planned"
        if draft is not None and draft.status == "cancelled":
            return None
        parties, supports = self._parties(grammar, first, last, draft, encounter)
        if len({e.country for e in parties}) < 2:
            return None
        text = grammar.sentence.parse[first:last].text
        span = grammar.sentence.span(first, last)
        name = fold(text)
        document = Document(
            kind=word.kind, status=status, parties=parties, signatories=[e for e in parties if e.kind != "country"] if status in _STRONG_STATUS else [],
            count=self._count(grammar, start), period=self._period(text), signed=None, amount=self._amount(text), fields=fields_of(text, self.language.code),
            title=self._title(grammar, start, last), draft=draft, words=frozenset(name.split()), rules=[f"{self.language.code}/instruments/{word.kind}"],
        )
        stated = ["parties", "status"] if document.title is None else ["parties", "status", "title"]
        stated += [n for n, v in (("count", document.count), ("period", document.period), ("amount", document.amount)) if v is not None]
        if document.signatories:
            stated.append("signatories")
        document.supports = [Support(span[0], min(span[1], span[0] + MAX_SPAN), tuple(stated)), *supports]
        if status == "signed" and draft is not None and draft.date is not None and draft.status in _DONE:
            document.signed = draft.date.edtf
            document.supports += [Support(s.start, s.end, ("signed",), s.meta, s.value) for s in draft.supports if "date" in s.fields][:1]
        elif status in {"signed", "in_force"}:
            self._signed_in(document, grammar, noun, last)
        return document

    # -- what the words say ---------------------------------------------------------------------------------------

    def _phrase(self, grammar: Grammar, start: int, end: int, noun: Token) -> tuple[int, int]:
        """The document's name and what belongs to it, without the clauses that follow."""
        doc, words = grammar.doc, grammar.sentence.words
        first = start
        while first > 0 and (doc[first - 1].pos_ in {"DET", "NUM", "ADJ"} and words[first - 1] not in {"meme"}):
            first -= 1
        last = end
        while last < len(doc) and last - start < 34:
            token = doc[last]
            if token.text in {",", ";", ".", "»", ")", ":"} or token.pos_ in {"AUX", "SCONJ"} or (token.pos_ == "PRON" and token.dep_ != "det"):
                break
            if token.pos_ == "VERB" and "Part" not in token.morph.get("VerbForm"):
                break
            if token.pos_ == "VERB" and token.dep_ not in {"acl", "amod"}:
                break
            if words[last] in {"a", "lors", "par", "avec", "en"} and words[last] != "en":
                break
            if token.pos_ == "CCONJ" and not (last + 1 < len(doc) and (words[last + 1] in {"le", "la", "les", "l", "de", "des", "du"} or doc[last + 1].pos_ in {"NOUN", "PROPN", "ADJ"})):
                break
            last += 1
        while last > end and doc[last - 1].pos_ in {"ADP", "DET", "CCONJ", "PUNCT"}:
            last -= 1
        return first, last

    def _status(self, grammar: Grammar, noun: Token, start: int) -> str | None:
        """What happened to the document, from the verb or noun that governs it."""
        table = self.documents.status
        words = grammar.sentence.words
        before = words[max(0, start - 6) : start]
        if "projet" in before[-3:]:
            return "planned"
        if set(before) & {"conformement", "vertu", "application"} or ("base" in before and "sur" in before):
            return "in_force"
        for child in noun.children:
            if child.dep_ in {"acl", "amod", "acl:relcl"} and child.pos_ in {"VERB", "ADJ"}:
                status = self._listed(grammar.lemma(child), table) or self._listed(fold(child.text), table)
                if status == "signed" or status in _STRONG_STATUS:
                    return self._recalled_status(grammar, child, status)
        token = noun
        for _ in range(6):
            head = token.head
            if head.i == token.i:
                break
            lemma = grammar.lemma(head)
            if head.pos_ in {"VERB", "AUX"}:
                status = self._listed(lemma, table)
                modality = of_verb(grammar, head)
                if status is None:
                    return None
                if modality.none == "negated":
                    return None
                if modality.none or modality.status == "planned":
                    return "planned" if status in _STRONG_STATUS | {"planned", "announced"} else status
                return status
            if head.pos_ == "NOUN":
                status = self._listed(fold(head.text), table) or self._listed(lemma, table)
                if status is not None:
                    verb = next((t for t in head.ancestors if t.pos_ == "VERB"), None)
                    planned = verb is not None and (of_verb(grammar, verb).status == "planned" or (of_verb(grammar, verb).none in {"infinitive", "purpose"}))
                    return "planned" if planned and status in _STRONG_STATUS and not grammar.is_verb(verb, "say") else status  # type: ignore[arg-type]
            token = head
        return None

    def _recalled_status(self, grammar: Grammar, child: Token, status: str) -> str:
        """*la convention signée en 2021* is a document in force when the act itself is not what is told."""
        return status

    def _listed(self, word: str, table: object) -> str | None:
        for status, words in self.documents.status.items():
            if word in words:
                return status
        return None

    def _named(self, grammar: Grammar, start: int, end: int, status: str) -> bool:
        """A weak word counts beside a weak status only when the document is said to be between sides or has a period."""
        tail = " ".join(grammar.sentence.words[end : end + 12])
        return bool(re.search(r"\bentre\b|\b(19|20)\d\d\b", tail)) or status == "planned"

    def _count(self, grammar: Grammar, start: int) -> int | None:
        words, doc = grammar.sentence.words, grammar.doc
        for i in range(start - 1, max(-1, start - 4), -1):
            if words[i] in self.documents.numbers:
                return self.documents.numbers[words[i]]
            if words[i].isdigit() and int(words[i]) < 200:
                return int(words[i])
            if words[i] in {"le", "la", "l", "du", "ce", "cet", "cette", "son", "sa"}:
                return 1
            if words[i] in {"les", "des", "ces", "plusieurs", "leurs"}:
                return None
            if doc[i].pos_ not in {"ADJ", "DET", "NUM", "ADP"}:
                break
        return 1 if "Sing" in doc[start].morph.get("Number") else None

    def _period(self, text: str) -> str | None:
        years = re.search(r"\b((?:19|20)\d\d)\s?(?:[-–/]|à|a)\s?((?:19|20)\d\d)\b", text)
        if years:
            return f"{years.group(1)}/{years.group(2)}"
        for mention in find_dates(text, 0, self.language.code):
            if mention.is_period or "period" in mention.flags:
                date = resolve(mention, DateContext(), planned=True)
                return date.edtf if date is not None else None
        return None

    def _amount(self, text: str) -> Amount | None:
        sums = find_amounts(text, self.language.code)
        return sums[0][2] if sums else None

    def _title(self, grammar: Grammar, start: int, last: int) -> str | None:
        """A document with a proper name (*Traité de l'Élysée*), capital and all."""
        doc = grammar.doc
        if start == 0 or not doc[start].text[:1].isupper():
            return None
        return str(doc[start:last].text) if last - start > 1 else None

    def _signed_in(self, document: Document, grammar: Grammar, noun: Token, last: int) -> None:
        """*signé en février 2021*, after the name."""
        for dated in self.timeline.in_sentence(grammar.sentence):
            position = grammar.sentence.token_at(dated.start)
            if last - 1 <= position <= last + 6 or (position > noun.i and position < last):
                document.signed = dated.date.edtf
                document.supports.append(Support(dated.start, dated.end, ("signed",)))
                return

    # -- between whom ---------------------------------------------------------------------------------------------

    def _parties(self, grammar: Grammar, first: int, last: int, draft: Draft | None, encounter: Draft | None) -> tuple[list[Entity], list[Support]]:
        for group in grammar.groups:
            if group.preposition in {"entre"} and first <= group.lead.start and (group.lead.start <= last + 12):
                entities = self.resolver.entities(group.members)
                if len({e.country for e in entities if e.country}) > 1:
                    return entities, [mention_support(m, "parties") for m in group.members[:4]]
        if draft is not None and len(draft.countries()) > 1:
            return draft.sides(), [Support(s.start, s.end, ("parties",), s.meta, s.value) for s in draft.supports if {"actor", "recipient"} & set(s.fields)][:4]
        if encounter is not None and len(encounter.countries()) > 1:
            parties = [self.resolver.cast.country(c) for c in sorted(encounter.countries())]
            return parties, [Support(s.start, s.end, ("parties",), s.meta, s.value) for s in encounter.supports if {"actor", "recipient"} & set(s.fields)][:3]
        return [], []


def merge_documents(found: list[Document]) -> list[Document]:
    """The documents of a story, each once."""
    kept: list[Document] = []
    for document in found:
        same = next((k for k in kept if _same(k, document)), None)
        if same is None:
            kept.append(document)
            continue
        same.supports += document.supports
        same.period = same.period or document.period
        same.signed = same.signed or document.signed
        if same.status in {"planned", "announced"} and document.status in _STRONG_STATUS:
            same.status = document.status
        same.draft = same.draft or document.draft
        same.fields = tuple(dict.fromkeys([*same.fields, *document.fields]))
    return kept


def _same(left: Document, right: Document) -> bool:
    if left.kind != right.kind and not {left.kind, right.kind} & {"other"}:
        return False
    if {e.country for e in left.parties} != {e.country for e in right.parties}:
        return False
    if left.period and right.period and left.period != right.period:
        return False
    if left.count != right.count:
        return False
    if left.kind != right.kind:
        return left.count is not None and left.count > 1
    if left.signed and right.signed and left.signed != right.signed:
        return False
    ours, theirs = left.words - _SMALL, right.words - _SMALL
    return ours <= theirs or theirs <= ours or len(ours & theirs) >= 0.5 * min(len(ours), len(theirs))


_SMALL = frozenset({"de", "du", "la", "le", "les", "des", "un", "une", "l", "d", "et", "sur", "pour", "entre", "au", "aux"})
