"""Why a story came out as it did: the trace of its coding, told sentence by sentence. Reads, and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from spacy.tokens import Token

from comity.coding.drafts import Support
from comity.coding.entities import Entity
from comity.coding.frames import Match
from comity.coding.mentions import Mention
from comity.coding.slots import Grammar
from comity.coding.story import StoryCoder
from comity.explanation import (
    Clue,
    Dropped,
    Made,
    Named,
    Seen,
    SentenceExplained,
    Side,
    Slot,
    Source,
    StoryExplained,
    Told,
    Tried,
)
from comity.folding import fold
from comity.lexicon.confidence import load_confidence
from comity.lexicon.frames import Frame
from comity.lexicon.project import origin
from comity.model import CodedStory

_FILES = {
    "body": "bodies.toml",
    "office": "offices.toml",
    "rank": "offices.toml",
    "civility": "offices.toml",
    "group": "groups.toml",
}
_TABLES = {
    "country": "countries.csv",
    "demonym": "demonyms.csv",
    "capital": "capitals.csv",
    "seat": "seats.csv",
    "igo": "igos.csv",
    "subdivision": "subdivisions.csv",
    "city": "cities.csv",
    "region": "regions.csv",
}


def explain_story(
    coder: StoryCoder, story: CodedStory, sentences: int, dropped: Iterable[tuple[str, str]]
) -> StoryExplained:
    """The explanation of a story that `coder` has coded as `story`; `sentences` is how many it has.

    `dropped` are the ids of records that were taken back, with the reason.
    """
    trace = coder.trace
    language = coder.language.code
    teller = _Teller(coder, story)
    told = tuple(one for grammar in coder.grammars if _holds(one := teller.sentence(grammar)))
    return StoryExplained(
        id=story.id,
        sides=trace.dyad,
        home=trace.home,
        topic=Source(file=f"{language}/syntax.toml", key=f"topics.{trace.topic}") if trace.topic else None,
        sentences=told,
        silent=sentences - len(told),
        records=tuple(teller.records()),
        dropped=tuple(Dropped(record=record, reason=reason) for record, reason in dropped),
    )


def _holds(one: SentenceExplained) -> bool:
    return bool(one.mentions or one.tried or one.made)


class _Teller:
    """Tells of the sentences of one story."""

    def __init__(self, coder: StoryCoder, story: CodedStory) -> None:
        self.coder = coder
        self.trace = coder.trace
        self.language = coder.language.code
        self.kept = {record.id for record in story.records()}
        self.confidence = {record.id: record.confidence for record in story.records()}
        self.home = {id(d): m for m in self.trace.merged for d in m.whole()}
        self.draft_of = {id(d.match): d for d in self.trace.drafts}
        drafter = self.trace.drafter
        self.refused = {id(match): reason for match, reason in drafter.refused} if drafter else {}
        self.stands_for = drafter.resolver.told if drafter else {}
        self.heard = {id(g): heard for (g, _), heard in zip(self.trace.matches, self.trace.heard, strict=True)}
        self.matches = {id(grammar): found for grammar, found in self.trace.matches}

    def sentence(self, grammar: Grammar) -> SentenceExplained:
        """All that the sentence holds."""
        held = grammar.sentence
        speaker, encounter = self.heard.get(id(grammar), (None, []))
        supplied = [d.match for d in self.trace.drafts if d.chance is not None and d.match.grammar is grammar]
        tried = [self._matched(match) for match in (*self.matches.get(id(grammar), ()), *supplied)]
        root = next((t for t in grammar.doc if t.dep_ == "ROOT"), None)
        return SentenceExplained(
            index=held.index,
            zone=held.zone,
            start=held.start,
            end=held.end,
            predicate=_seen(root) if root is not None else None,
            speaker=_side(speaker) if speaker is not None else None,
            encounter=tuple(map(_side, encounter)),
            mentions=tuple(self._named(mention) for mention in grammar.mentions),
            tried=(*tried, *self._unfit(grammar)),
            made=tuple(self._made(grammar)),
        )

    def records(self) -> Iterator[Told]:
        """How sure each record is, and of what."""
        drafts = {draft.id: draft.whole() for draft in self.trace.merged}
        scales = load_confidence(self.language)
        for record, (kind, clues) in self.trace.clues.items():
            if record in self.kept:
                parts = drafts.get(record, [])
                worth = scales[kind].parts(clues)
                yield Told(
                    record=record,
                    confidence=self.confidence[record],
                    weights=tuple(d.frame.weight for d in parts),
                    sentences=tuple(sorted({d.match.sentence_index for d in parts})),
                    clues=tuple(
                        Clue(name=name, value=round(value, 2), worth=round(worth.get(name, 0.0), 2))
                        for name, value in clues.items()
                        if value
                    ),
                )

    # -- mentions -------------------------------------------------------------------------------------------------

    def _named(self, mention: Mention) -> Named:
        start, end = mention.sentence.span(mention.start, mention.end)
        entities = self.stands_for.get(id(mention))
        if entities is None:
            entity = self.coder.cast.link(mention)
            entities = [entity] if entity is not None else []
        return Named(
            text=mention.text,
            start=start,
            end=end,
            kind="pair" if mention.pair else mention.kind,
            countries=mention.countries,
            stands_for=tuple(map(_side, entities)),
            sources=tuple(dict.fromkeys(self._sources(mention))),
        )

    def _sources(self, mention: Mention) -> Iterator[Source]:
        heads = [mention.head, *(title.head for title in mention.titles)]
        for head in heads:
            if head is not None:
                yield self._source(_FILES.get(head.role, "bodies.toml"), head.text)
        if mention.entry is not None:
            yield self._source(_TABLES[mention.entry.kind], mention.entry.surface)
        if mention.kind == "person" and fold(mention.name or "") in self.coder.cast.listed:
            yield self._source("people.csv", mention.name or "")
        for nested in mention.nested:
            yield from self._sources(nested)

    def _source(self, file: str, words: str) -> Source:
        """The vocabulary file that says the words: the project's, if it does."""
        return Source(file=origin(f"{self.language}/{file}", words), key=words)

    # -- frames ---------------------------------------------------------------------------------------------------

    def _matched(self, match: Match) -> Tried:
        """A frame that fits the sentence, and what became of the act it tells."""
        draft = self.draft_of.get(id(match))
        home = self.home.get(id(draft)) if draft is not None else None
        promise = next((p for p in self.trace.promises if p.draft.match is match), None)
        doc = match.grammar.doc
        given = _common(match.frame, doc[match.first : match.last].text)
        given |= {"parse": tuple(_parse(match)), "slots": tuple(_slots(match))}
        if draft is not None:
            given |= {"actor": tuple(map(_side, draft.actor)), "recipient": tuple(map(_side, draft.recipient))}
        if home is not None and home.id in self.kept:
            return Tried(**given, outcome="record" if home is draft else "merged", record=home.id)
        if home is not None:
            return Tried(**given, outcome="refused", record=home.id, reason="its evidence broke the rules of evidence")
        if id(match) in self.refused:
            return Tried(**given, outcome="refused", reason=self.refused[id(match)])
        if draft is not None and draft.chance is not None:
            return Tried(**given, outcome="refused", reason="another act of the story has its type and its sides")
        if promise is not None:
            return Tried(**given, outcome="record", record=self._promise_id(promise))
        return Tried(**given, outcome="refused", reason="it states no commitment of its own")

    def _unfit(self, grammar: Grammar) -> Iterator[Tried]:
        """Frames whose words stand in the sentence and that did not come so far, each once."""
        told: set[tuple[str, int]] = set()
        for frame, token, key, words in grammar.unfit:
            if (frame.rule, token.i) in told:
                continue
            told.add((frame.rule, token.i))
            given = _common(frame, token.text)
            if key:
                yield Tried(**given, outcome="unfit", key=key, detail=words, parse=(_seen(token),))
            else:
                yield Tried(**given, outcome="outdone", by=words)

    # -- commitments, instruments, offices ------------------------------------------------------------------------

    def _made(self, grammar: Grammar) -> Iterator[Made]:
        sentence = grammar.sentence
        text = self.coder.page.text

        def within(supports: Sequence[Support]) -> bool:
            return bool(supports) and supports[0].meta is None and sentence.start <= supports[0].start < sentence.end

        for promise in self.trace.promises:
            if within(promise.supports):
                frame = promise.draft.frame
                yield self._one("commitment", promise.action, promise.rules, _source(frame), self._promise_id(promise))
        for document in self.trace.documents:
            if within(document.supports):
                words = text[document.supports[0].start : document.supports[0].end]
                source = self._source("instruments.toml", document.kind)
                kept = _place(self.trace.kept_documents, document)
                yield self._one("instrument", words, document.rules, source, None if kept is None else f"i{kept}")
        for number, held in enumerate(self.trace.offices):
            if within(held.supports):
                words = f"{held.entity.name}: {held.office}"
                head = held.rules[0].rpartition("/")[2].replace("_", " ")
                known = (t.head.text for t in held.entity.titles if fold(t.head.text) == head)
                source = self._source("offices.toml", next(known, head))
                yield self._one("office", words, held.rules, source, f"o{number}")

    def _promise_id(self, promise: object) -> str | None:
        kept = _place(self.trace.kept_promises, promise)
        return None if kept is None else f"c{kept}"

    def _one(self, kind: str, words: str, rules: Sequence[str], source: Source, record: str | None) -> Made:
        if record is None:
            reason = "told elsewhere in the story"
        else:
            reason = "" if record in self.kept else "its evidence broke the rules of evidence"
        return Made(
            kind=kind,  # type: ignore[arg-type]
            words=" ".join(words.split()),
            rule=rules[0] if rules else "",
            source=source,
            record=record if not reason else None,
            reason=reason,
        )


def _common(frame: Frame, words: str) -> dict[str, Any]:
    return {"rule": frame.rule, "source": _source(frame), "words": words, "weight": frame.weight}


def _source(frame: Frame) -> Source:
    return Source(file=frame.file, key=frame.name)


def _place(kept: Sequence[object], one: object) -> int | None:
    return next((number for number, other in enumerate(kept) if other is one), None)


def _side(entity: Entity) -> Side:
    body = entity.entry.codes if entity.kind == "igo" and entity.entry else ()
    return Side(
        name=entity.name if entity.kind != "country" else None,
        kind=entity.kind,
        country=body[0] if body else entity.country,
        inferred=entity.country_from == "inferred",
    )


def _seen(token: Token) -> Seen:
    head = "" if token.head.i == token.i else token.head.text
    return Seen(text=token.text, lemma=token.lemma_, pos=token.pos_, dep=token.dep_, head=head)


def _parse(match: Match) -> Iterator[Seen]:
    """The words that the match rests on: its predicate, what carries it, and the roots of who stands in its slots."""
    doc = match.grammar.doc
    roots = [m.root for groups in match.slots.found.values() for group in groups for m in group.members]
    wanted = dict.fromkeys([match.predicate.i, *(p.i for p in match.partners), *roots])
    yield from (_seen(doc[i]) for i in wanted)


def _slots(match: Match) -> Iterator[Slot]:
    for name, groups in match.slots.found.items():
        if groups:
            yield Slot(slot=name, words=tuple(m.text for group in groups for m in group.members))
