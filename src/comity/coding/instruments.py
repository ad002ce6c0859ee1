"""Instruments: documents between sides, from treaty to letter of intent, with what happened to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from comity.coding.actors import Resolver, Sides
from comity.coding.documents import SIGNED, Phrase
from comity.coding.drafts import MAX_SPAN, Draft, Support, mention_support
from comity.coding.entities import Entity
from comity.coding.fields import fields_of
from comity.coding.money import find_amounts
from comity.coding.slots import Grammar
from comity.coding.timeline import Timeline
from comity.folding import fold
from comity.lexicon.instruments import Documents
from comity.lexicon.language import Language
from comity.model import Amount

_DONE = {"held", "ongoing"}
_TELLING = frozenset({"signing", "document_exchange"})
_BETWEEN = 12  # tokens after a document's name within which *entre X et Y* names its parties
_OWN_YEAR = re.compile(r"\bentre\b|\b(19|20)\d\d\b")


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
    sentence: int
    rules: list[str]
    supports: list[Support] = field(default_factory=list)
    headline: bool = False
    told: int = 1  # how often the story names it
    points_back: bool = False


class DocumentFinder:
    """Finds the documents of a story, after its events are known."""

    def __init__(
        self, language: Language, documents: Documents, resolver: Resolver, sides: Sides, timeline: Timeline
    ) -> None:
        self.language = language
        self.documents = documents
        self.resolver = resolver
        self.sides = sides
        self.timeline = timeline
        self.report_year = str(timeline.report[0])[:4] if timeline.report else ""

    def find(self, grammar: Grammar, drafts: list[Draft], encounter: Draft | None) -> list[Document]:
        """The documents that a sentence names; `drafts` are the events told in that sentence."""
        found: list[Document] = []
        before: dict[int, str] = {}
        index = 0
        while index < len(grammar.doc):
            hit = grammar.sentence.phrase_at(self.documents.phrases, index)
            if hit is None:
                index += 1
                continue
            end, word = hit
            phrase = Phrase(grammar, index, end, word, self.documents, before)
            document = self._document(phrase, drafts, encounter)
            if document is not None:
                found.append(document)
                before[phrase.noun.i] = document.status
            index = end
        return found

    def _document(self, phrase: Phrase, drafts: list[Draft], encounter: Draft | None) -> Document | None:
        if not phrase.is_named:
            return None
        status = phrase.status(self.report_year)
        if status is None or self._is_vague(phrase, status):
            return None
        draft = next((d for d in drafts if _tells_signing(d)), None)
        if draft is not None and draft.status == "planned" and status in SIGNED:
            status = "planned"
        if draft is not None and draft.status == "cancelled":
            return None
        parties, supports = self._parties(phrase, draft, encounter)
        if len({e.country for e in parties}) < 2:
            return None
        document = self._made(phrase, status, parties, draft)
        document.supports = [self._own(phrase, document), *supports]
        self._date(document, phrase, draft)
        return document

    def _made(self, phrase: Phrase, status: str, parties: list[Entity], draft: Draft | None) -> Document:
        code, text = self.language.code, phrase.text
        sums = find_amounts(text, code)
        return Document(
            kind=phrase.word.kind, status=status, parties=parties,
            signatories=[e for e in parties if e.kind != "country"] if status in SIGNED else [],
            count=phrase.count(), period=phrase.period(), signed=None, amount=sums[0][2] if sums else None,
            fields=fields_of(text, code), title=phrase.title(), draft=draft, words=self._words(phrase),
            sentence=phrase.grammar.sentence.index, rules=[f"{code}/instruments/{phrase.word.kind}"],
            headline=phrase.grammar.sentence.zone == "headline",
            points_back=phrase.points_back and phrase.end - phrase.start == 1,
        )  # fmt: skip

    def _words(self, phrase: Phrase) -> frozenset[str]:
        """What tells it from others of its kind: its words without small ones and without the word of its kind."""
        words = set(fold(phrase.text).split()) - self.documents.words["small"]
        return frozenset(words - {fold(t.text) for t in phrase.doc[phrase.start : phrase.end]})

    def _own(self, phrase: Phrase, document: Document) -> Support:
        start, end = phrase.grammar.sentence.span(phrase.first, phrase.last)
        stated = ["parties", "status"]
        stated += [n for n in ("title", "count", "period", "amount") if getattr(document, n) is not None]
        if document.signatories:
            stated.append("signatories")
        return Support(start, min(end, start + MAX_SPAN), tuple(stated))

    def _date(self, document: Document, phrase: Phrase, draft: Draft | None) -> None:
        """The day of signing: of the act that is told, or *signé en février 2021* after the name."""
        if document.status == "signed" and draft is not None and draft.date is not None and draft.status in _DONE:
            document.signed = draft.date.edtf
            dates = [s for s in draft.supports if "date" in s.fields][:1]
            document.supports += [Support(s.start, s.end, ("signed",), s.meta, s.value) for s in dates]
            return
        if document.status not in {"signed", "in_force"}:
            return
        sentence = phrase.grammar.sentence
        for dated in self.timeline.in_sentence(sentence):
            position = sentence.token_at(dated.start)
            if phrase.last - 1 <= position <= phrase.last + 6 or phrase.noun.i < position < phrase.last:
                document.signed = dated.date.edtf
                document.supports.append(Support(dated.start, dated.end, ("signed",)))
                return

    def _is_vague(self, phrase: Phrase, status: str) -> bool:
        """A weak word beside a weak status counts only with parties, a year or a number; *ce texte* points back."""
        if phrase.count() is None and status not in SIGNED - {"ratified"}:
            return True  # *les conventions de Genève*: of many states, and unnumbered
        if not phrase.word.weak:
            return False
        tail = " ".join(phrase.words[phrase.end : phrase.end + _BETWEEN])
        if phrase.word.kind == "other" and phrase.points_back:
            return True
        if status in {"in_force", "announced", "signed", "implemented"} and phrase.count() is None:
            return status != "signed" or phrase.points_back
        if status not in {"in_force", "announced"} or _OWN_YEAR.search(tail):
            return False
        return not (phrase.before or self._rests_on(phrase))

    def _rests_on(self, phrase: Phrase) -> bool:
        return bool(set(phrase.words[max(0, phrase.start - 4) : phrase.start]) & self.documents.words["basis"])

    # -- between whom ---------------------------------------------------------------------------------------------

    def _parties(
        self, phrase: Phrase, draft: Draft | None, encounter: Draft | None
    ) -> tuple[list[Entity], list[Support]]:
        for group in phrase.grammar.groups:
            if group.preposition == "entre" and phrase.first <= group.lead.start <= phrase.last + _BETWEEN:
                entities = self.resolver.entities(group.members)
                if len({e.country for e in entities if e.country}) > 1:
                    return entities, [mention_support(m, "parties") for m in group.members[:4]]
        for told in (draft, encounter):
            if told is None or len(told.countries()) < 2:
                continue
            sides = [s for s in told.supports if {"actor", "recipient"} & set(s.fields)]
            bare = [self.resolver.cast.country(c) for c in sorted(told.countries())]
            parties = told.sides() if told is draft else bare
            return parties, [Support(s.start, s.end, ("parties",), s.meta, s.value) for s in sides][:4]
        codes = [c for c in self.sides.countries() if c]
        return ([self.resolver.side(c) for c in codes], []) if len(codes) == 2 else ([], [])


def _tells_signing(draft: Draft) -> bool:
    return draft.form in _TELLING or (draft.form == "planned_encounter" and draft.frame.form in _TELLING)


def merge_documents(found: list[Document]) -> list[Document]:
    """The documents of a story, each once."""
    kept: list[Document] = []
    for document in found:
        same = next((k for k in kept if _same(k, document)), None)
        if same is None:
            if document.words or not document.points_back or document.status in SIGNED:
                kept.append(document)  # else *le traité*, with nothing of its own: named elsewhere or nowhere
            continue
        same.supports += document.supports
        same.told += document.told
        same.period = same.period or document.period
        same.signed = same.signed or document.signed
        same.title = same.title or document.title
        same.count = same.count or document.count
        if same.status in {"planned", "announced"} and document.status in SIGNED:
            same.status = document.status
        same.draft = same.draft or document.draft
        same.words = same.words or document.words
        same.headline = same.headline and document.headline
        if same.kind == "other":
            same.kind = document.kind
        same.fields = tuple(dict.fromkeys([*same.fields, *document.fields]))
    told = [d for d in kept if not d.headline or d.count == 1]
    return told or kept


def _same(left: Document, right: Document) -> bool:
    """Do two namings mean one document? Never within one sentence, where each is named for itself."""
    if left.sentence == right.sentence or _countries(left) != _countries(right):
        return False
    if _differ(left.period, right.period) or _differ(left.signed, right.signed):
        return False
    if left.count != right.count and not (left.headline or right.headline):
        return False
    if left.kind != right.kind:
        several = left.count is not None and left.count > 1
        return left.count == right.count is not None and (several or "other" in {left.kind, right.kind})
    ours, theirs = left.words, right.words
    if not ours or not theirs:
        return True
    return len(ours & theirs) >= 0.5 * min(len(ours), len(theirs))


def _differ(left: str | None, right: str | None) -> bool:
    return left is not None and right is not None and left != right


def _countries(document: Document) -> set[str | None]:
    return {e.country for e in document.parties}
