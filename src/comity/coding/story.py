"""One story from its sentences to its records."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise

from comity.coding.actors import Resolver, Sides
from comity.coding.belonging import Belonging
from comity.coding.cast import Cast
from comity.coding.commitments import Promise, distinct, promises
from comity.coding.confidence import (
    PROPOSED,
    Around,
    Clues,
    chance_of,
    of_commitment,
    of_event,
    of_instrument,
    of_office,
)
from comity.coding.drafts import Draft, Support, as_spans, mention_support
from comity.coding.echoes import Echo, echoes
from comity.coding.entities import Entity
from comity.coding.events import EventDrafter, sideless
from comity.coding.fields import field_of_channel
from comity.coding.frames import Match, matcher
from comity.coding.gate import off_topic
from comity.coding.instruments import Document, DocumentFinder, merge_documents
from comity.coding.mentions import Mention
from comity.coding.merging import merge
from comity.coding.offices import Held, OfficeFinder
from comity.coding.owners import Owners
from comity.coding.parse import Sentence
from comity.coding.places import named_place, place_of
from comity.coding.scan import MentionFinder
from comity.coding.setting import setting_of
from comity.coding.situation import Opening
from comity.coding.slots import Grammar
from comity.coding.timeline import Timeline, is_day
from comity.coding.trained.proposals import proposals
from comity.coding.trained.telling import Scene, scene_of
from comity.coding.view import plain
from comity.folding import fold
from comity.lexicon.confidence import load_confidence
from comity.lexicon.language import Language
from comity.lexicon.trained import load_trained
from comity.lexicon.vocabulary import vocabulary
from comity.model import CodedStory, Commitment, Date, Event, Instrument, Office, Page, Place, Story

_YEAR_AND_MONTH = len("2025-02")
_DASHES = frozenset({"-", "–", "—", "/"})


@dataclass(slots=True, eq=False)
class Trace:
    """What became of a story on its way to records, for who asks why: written while it is coded, read afterwards."""

    dyad: tuple[str, ...] = ()
    home: str | None = None
    topic: str = ""
    matches: list[tuple[Grammar, list[Match]]] = field(default_factory=list)
    heard: list[tuple[Entity | None, list[Entity]]] = field(default_factory=list)  # a sentence: speaker, encounter
    drafter: EventDrafter | None = None
    drafts: list[Draft] = field(default_factory=list)
    merged: list[Draft] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    kept_promises: list[Promise] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    kept_documents: list[Document] = field(default_factory=list)
    offices: list[Held] = field(default_factory=list)
    clues: dict[str, tuple[str, Clues]] = field(default_factory=dict)  # of a record: its kind, what makes it sure


class StoryCoder:
    """Codes one story of a page; the cast of persons and bodies is the page's."""

    def __init__(self, page: Page, story: Story, language: Language, cast: Cast) -> None:
        self.page = page
        self.story = story
        self.language = language
        self.cast = cast
        self.finder = MentionFinder(language)
        self.matcher = matcher(language)
        self.timeline = Timeline(page, story, language.code)
        self.belonging = Belonging(language, cast)
        self.owners = Owners(language, cast)
        self.grammars: list[Grammar] = []
        self.echoes: dict[int, list[Echo]] = {}
        self.mentions: list[Mention] = []
        self.trace = Trace()

    def code(self, sentences: list[Sentence]) -> CodedStory:
        """The story with its records, from all its sentences; one that is not parsed says only what it is about."""
        self._read([sentence for sentence in sentences if sentence.doc is not None])
        place = self._dateline_place()
        dyad, body = self._dyad()
        sides = Sides(dyad=dyad, body=body, home=self._home(dyad))
        self.trace.dyad, self.trace.home, self.trace.topic = sides.dyad, sides.home, off_topic(sentences, self.language)
        self.cast.settle_usual(sides.dyad)
        self.owners.by_custom(self.mentions, sides.dyad)
        self.cast.settle(None)
        drafts: list[Draft] = []
        found: list[Promise] = []
        documents: list[Document] = []
        if not self.trace.topic:
            matches = self.trace.matches = [(grammar, self.matcher.match(grammar)) for grammar in self.grammars]
            # the story is told up to its first encounter, whose sides it then has from its beginning; without one it
            # is told to its end, and need not be told again
            drafts, found, documents = self._pass(matches, replace(sides), place, to_encounter=True)
            opening = next(filter(_is_encounter, drafts), None)
            if opening is not None:
                sides.encounter = [e for e in opening.sides() if e not in opening.third]
                sides.together = not opening.recipient
                self.cast.forget_supposed()
                drafts, found, documents = self._pass(matches, sides, place)
        self.cast.settle(sides.home)
        offices = OfficeFinder(self.language, self.cast).find(self.mentions)
        return self._records(drafts, found, documents, offices)

    # -- reading the story ----------------------------------------------------------------------------------------

    def _read(self, sentences: list[Sentence]) -> None:
        for sentence in sentences:
            mentions = self.finder.find(sentence, self.cast.known_people(), self.cast.known_acronyms())
            for mention in mentions:
                self.cast.link(mention)
            self.mentions.extend(mentions)
            grammar = Grammar(sentence, mentions, self.language)
            self.grammars.append(grammar)
            self.echoes[id(grammar)] = echoes(grammar, self.language)
            self.belonging.read(grammar)
            self.owners.read(grammar)

    def _dateline_place(self) -> Place | None:
        """Where the report is datelined."""
        zone = next((z for z in self.story.zones if z.zone == "dateline"), None)
        if zone is None:
            return None
        line = plain(self.page.text[zone.start : zone.end])
        words = [w.strip(" ,;:()–-—") for w in line.replace("(", ",").split(",")]
        near = {e.country for e in self.cast.entities if e.country}
        for words_ in words:
            for end in range(len(words_.split()), 0, -1):
                name = " ".join(words_.split()[:end])
                place = named_place(name, near) if name else None
                if place is not None:
                    self._dateline_zone = Support(zone.start, zone.end, ("place",))
                    return Place(
                        name=name.title() if name.isupper() else name,
                        country=place.country,
                        admin=place.admin,
                        latitude=place.latitude,
                        longitude=place.longitude,
                    )
        return None

    def _headline_place(self) -> tuple[Place, Support] | None:
        """Where the headline says that the story happens."""
        for grammar in self.grammars:
            if grammar.sentence.zone == "headline":
                found = place_of(grammar, self.cast, 0, set())
                if found is not None:
                    return found[0], mention_support(found[1], "place")
        return None

    def _opening(self) -> Opening | None:
        """When and where the first sentence of the body says that the story happens."""
        first = next((g for g in self.grammars if g.sentence.zone in {"lead", "body"}), None)
        if first is None:
            return None
        told = [d for d in self.timeline.in_sentence(first.sentence) if len(d.date.edtf) > _YEAR_AND_MONTH]
        days = [d for d in told if is_day(d.date)]
        found = place_of(first, self.cast, 0, set())
        entities = [self.cast.link(mention) for mention in first.mentions]
        countries = {code for mention in first.mentions for code in (*mention.countries, *mention.posted)}
        countries |= {entity.country for entity in entities if entity is not None and entity.country is not None}
        return Opening(
            sentence=first.sentence.index,
            countries=frozenset(countries),
            day=days[0] if len({d.date.edtf for d in days}) == 1 else None,
            place=(found[0], mention_support(found[1], "place")) if found is not None else None,
            lasting=self.timeline.has_length(first.sentence),
            session=bool(self.language.words["sessions"] & set(first.sentence.words)),
            days=told[0] if len({d.date.edtf for d in told}) == 1 else None,
        )

    def _dyad(self) -> tuple[tuple[str, ...], Entity | None]:
        """The two sides that the headline, or the story's first sentences, set together; one may be a body of states.

        Returns their countries, `IGO` for such a body, and the body. Two countries go before a country and a body;
        among many countries there is the body alone.
        """
        zones = (
            [g for g in self.grammars if g.sentence.zone == "headline"],
            [g for g in self.grammars if g.sentence.zone == "lead"],
            [g for g in self.grammars if g.sentence.zone == "body"][:2],
        )
        bodies: Counter[Entity] = Counter()
        for with_bodies in (False, True):
            if with_bodies and (coupled := self._coupled(zones[0])):
                return coupled, None
            seen: Counter[str] = Counter()
            for grammars in zones:
                for mention in (m for g in grammars for m in g.mentions):
                    entity = self.cast.link(mention)
                    codes = mention.countries
                    if entity is not None and entity.country and (not codes or entity.may_be):
                        codes = (entity.country,)
                    seen.update(code for code in codes[:2] if code and (with_bodies or code != "IGO"))
                    if with_bodies:
                        bodies.update(self._bodies_of_states(mention))
                ranked = seen.most_common(3)
                if len(ranked) == 2 or (len(ranked) == 3 and ranked[1][1] > ranked[2][1]):
                    pair = (ranked[0][0], ranked[1][0])
                    if "IGO" not in pair:
                        return pair, None
                    if bodies:
                        return pair, bodies.most_common(1)[0][0]
        return (), bodies.most_common(1)[0][0] if bodies else None

    def _coupled(self, headline: list[Grammar]) -> tuple[str, ...]:
        """*A et B s'accusent, C propose sa médiation*, *A-B : …*: the two that a headline of several sides couples."""
        for grammar in headline:
            for left, right in pairwise(grammar.mentions):
                between = grammar.sentence.words[left.end : right.start]
                texts = [t.text for t in grammar.doc[left.end : right.start]]
                if len(between) > 2 or not (set(between) & self.language.words["and"] or set(texts) & _DASHES):
                    continue
                codes = [e.country for e in (self.cast.link(left), self.cast.link(right)) if e and e.country]
                if len(set(codes)) == 2 and "IGO" not in codes:
                    return tuple(codes)
        return ()

    def _bodies_of_states(self, mention: Mention) -> list[Entity]:
        """The bodies of several states that a mention names: itself, or that of an office in one."""
        inside = [mention, *mention.nested]
        found = [self.cast.link(m) for m in inside if m.kind in {"igo", "body"} and m.countries == ("IGO",)]
        return [entity for entity in found if entity is not None][:1]

    def _home(self, dyad: tuple[str, ...]) -> str | None:
        """The country of an untitled side: the publisher's, if the story is on it or names no other two.

        A dateline says only where the reporter is.
        """
        if not self.cast.publisher_countries:
            self.cast.publisher_countries = self._agency()
        home = self.cast.publisher_country()
        foreign = len(dyad) == 2 and "IGO" not in dyad and home not in dyad
        return None if foreign and not any(home in m.countries for m in self.mentions) else home

    def _agency(self) -> tuple[str, ...]:
        """The countries of the agency that signs the dispatch in its dateline or at its end."""
        for zone in self.story.zones:
            if zone.zone in {"dateline", "byline"}:
                for word in re.findall(r"[\w'’+ ]+", plain(self.page.text[zone.start : zone.end])):
                    found = self.language.agencies.get(fold(word))
                    if found:
                        return found
        return ()

    # -- events and what hangs on them ----------------------------------------------------------------------------

    def _pass(
        self,
        matches: list[tuple[Grammar, list[Match]]],
        sides: Sides,
        place: Place | None,
        to_encounter: bool = False,
    ) -> tuple[list[Draft], list[Promise], list[Document]]:
        self.timeline.last = None
        drafter = EventDrafter(self.language, self.cast, sides, self.timeline, place)
        drafter.headline_place = self._headline_place()
        drafter.opening = self._opening()
        drafter.setting = setting_of(self.grammars, self.cast, self.timeline)
        drafter.sentences = [g.sentence for g in self.grammars]
        drafter.mentions = self.mentions
        drafter.here = {id(g.sentence) for g in self.grammars}
        if place is not None:
            drafter.dateline_support = self._dateline_zone
        finder = DocumentFinder(self.language, self.matcher.documents, Resolver(self.cast, sides), sides, self.timeline)
        drafts: list[Draft] = []
        found: list[Promise] = []
        documents: list[Document] = []
        heard = self.trace.heard = []
        for grammar, in_sentence in matches:
            here: list[Draft] = []
            drafter.listen(grammar)
            heard.append((sides.speaker, list(sides.encounter)))
            for match in in_sentence:
                draft = drafter.draft(match)
                if draft is None:
                    continue
                found.extend(promises(match, draft, self.language, self.grammars, self.timeline.context))
                if draft.plover:
                    here.append(draft)
                    drafter.follow(draft)
            here.extend(self._echoed(drafter, grammar, here or drafts))
            here.extend(self._proposed(drafter, grammar, here))
            documents.extend(finder.find(grammar, here, drafter.current))
            drafts.extend(here)
            drafter.leave(grammar)
            self.timeline.leave(grammar.sentence)
            if to_encounter and any(map(_is_encounter, here)):
                break
        self.drafter = self.trace.drafter = drafter
        return drafts, found, documents

    def _echoed(self, drafter: EventDrafter, grammar: Grammar, told: list[Draft]) -> list[Draft]:
        """The acts that the sentence tells again of someone else: of those told last, in it or right before it."""
        last = told[-1] if told else None
        if last is None or grammar.sentence.index - last.match.sentence_index > 1:
            return []
        made = (drafter.echo(last, echo, grammar) for echo in self.echoes[id(grammar)])
        return [draft for draft in made if draft is not None]

    def _proposed(self, drafter: EventDrafter, grammar: Grammar, told: list[Draft]) -> list[Draft]:
        """The acts that the trained part sees in a sentence where the rules saw none.

        It learnt from short reports. In long articles of the general press hardly one in ten of what it sees is there.
        """
        trained = load_trained(self.language.code)
        if trained is None or not drafter.is_dispatch():
            return []
        made = (drafter.supply(grammar, p) for p in proposals(trained, self._scene(drafter, grammar, told)))
        return [draft for draft in made if draft is not None]

    def _scene(self, drafter: EventDrafter, grammar: Grammar, told: list[Draft]) -> Scene:
        """What the trained part is shown of a sentence."""
        left = [(match, sideless(reason)) for match, reason in drafter.refused if match.grammar is grammar]
        return scene_of(grammar, drafter.resolver, told, left, self.matcher)

    # -- records --------------------------------------------------------------------------------------------------

    def _records(
        self, drafts: list[Draft], found: list[Promise], documents: list[Document], offices: list[Held]
    ) -> CodedStory:
        merged = merge(drafts)
        for draft in merged:
            draft.keep(self.cast.who_acts(draft.sides(), signed=draft.form in {"signing", "document_exchange"}))
        self._enrich(merged)
        trace = self.trace
        trace.drafts, trace.merged, trace.promises, trace.documents = drafts, merged, found, documents
        trace.kept_promises, trace.kept_documents, trace.offices = distinct(found), merge_documents(documents), offices
        merged = trace.merged = self._believed(merged, {id(p.draft) for p in trace.kept_promises})
        home = {id(d): m for m in merged for d in m.whole()}
        for number, draft in enumerate(merged):
            draft.id = f"e{number}"
        events = tuple(self._event(d) for d in merged)
        return CodedStory(
            id=self.story.id,
            kind=self.story.kind,
            title=self.story.title,
            start=self.story.start,
            end=self.story.end,
            zones=self.story.zones,
            link=self.story.link,
            events=events,
            commitments=tuple(self._commitment(n, p, home) for n, p in enumerate(trace.kept_promises)),
            instruments=tuple(self._instrument(n, d, home) for n, d in enumerate(trace.kept_documents)),
            offices=tuple(self._office(n, h, merged) for n, h in enumerate(offices)),
        )

    def _believed(self, merged: list[Draft], promised: set[int]) -> list[Draft]:
        """The acts but those more likely wrong than a reader would bear (`keep` of confidence.toml).

        `promised` are the drafts by which something was promised or asked: what was said bears them out.
        """
        scale, around = load_confidence(self.language.code)["event"], self._around()
        kept = []
        for draft in merged:
            borne_out = any(id(part) in promised for part in draft.whole())
            if borne_out or draft.chance is not None or scale.confidence(of_event(draft, around)) >= scale.keep:
                kept.append(draft)
            else:
                self.drafter.refused.append((draft.match, "too doubtful to be kept"))
        return kept

    def _enrich(self, merged: list[Draft]) -> None:
        """A side of the encounter that only a body or a country stands for gets its speaker (the one who led it)."""
        opening = next(
            (d for d in merged if d.plover == "CONSULT" and not d.recalled and d.status in {"held", "ongoing"}), None
        )
        if opening is None or opening.form == "visit":
            return
        for side in (opening.actor, opening.recipient):
            for country in list(dict.fromkeys(e.country for e in side)):
                if (
                    country is None
                    or opening.people(country)
                    or any(e.kind == "office" and e.country == country for e in side)
                ):
                    continue
                leader = self._leader(country)
                if leader is not None:
                    both = opening.form in _BODIES_TOO
                    side[:] = [e for e in side if (both and e.kind in {"body", "party"}) or e.country != country]
                    side.append(leader)
                    support = self.drafter.cite(leader, "actor" if side is opening.actor else "recipient")
                    if support is not None:
                        opening.supports.append(support)

    def _leader(self, country: str) -> Entity | None:
        for mention in self.mentions:
            entity = self.cast.link(mention)
            if (
                entity is not None
                and entity.kind == "person"
                and entity.country == country
                and (entity.titles or entity.rank)
            ):
                return entity
        return None

    def _event(self, draft: Draft) -> Event:
        channel = self._channel(draft)
        return Event(
            id=draft.id,
            plover=draft.plover,
            modes=tuple(draft.modes),
            contexts=_contexts(channel),
            form=draft.form,
            visit_rank=draft.visit_rank,
            status=draft.status,
            mood=draft.mood,
            recalled=draft.recalled,
            date=draft.date,
            place=draft.place,
            actor=tuple(self.cast.participant(e) for e in draft.actor),
            recipient=tuple(self.cast.participant(e) for e in draft.recipient),
            channel=channel,
            amount=draft.amount,
            intensity=vocabulary().intensity(draft.plover, tuple(draft.modes)),
            confidence=self._sure("event", draft.id, of_event(draft, self._around())),
            rules=tuple(draft.rules),
            evidence=as_spans(self._complete(draft)),
        )

    def _complete(self, draft: Draft) -> list[Support]:
        """The evidence of a draft, with a citation for every side, date and place that merging moved."""
        supports = list(draft.supports)
        have = {f for s in supports for f in s.fields}
        for side, entities in (("actor", draft.actor), ("recipient", draft.recipient)):
            if entities and side not in have:
                cited = (self.drafter.cite(entity, side) for entity in entities)
                supports += [next((s for s in cited if s is not None), replace(supports[0], fields=(side,)))]
        for name, value in (("date", draft.date), ("place", draft.place)):
            if value is not None and name not in have:
                supports.extend(s for d in draft.whole() for s in d.supports if name in s.fields)
        return supports

    def _channel(self, draft: Draft) -> tuple[str, ...]:
        found: list[str] = []
        for entity in draft.sides():
            title = next(
                (t for m in (draft.match.grammar.mentions) if self.cast.link(m) is entity for t in m.titles), None
            )
            found.extend(self.cast.channels(entity, title))
        if draft.visit_rank == "state" and "state" not in found:
            found.append("state")
        usual = vocabulary().forms[draft.form].channel if draft.form else "government"
        return tuple(dict.fromkeys(found)) or (usual,)

    def _commitment(self, number: int, promise: Promise, home: dict[int, Draft]) -> Commitment:
        draft = promise.draft
        event = home.get(id(draft)) if promise.hangs else None
        owner = event or draft
        supports = [*promise.supports, *[s for s in draft.supports if {"actor", "recipient"} & set(s.fields)][:2]]
        channel = self._channel(owner)
        fields = promise.fields if promise.fields or promise.amount else field_of_channel(channel, self.language.code)
        return Commitment(
            id=f"c{number}",
            event=event.id if event else None,
            force=promise.force,
            by=tuple(self.cast.participant(e) for e in owner.actor),
            to=tuple(
                self.cast.participant(e)
                for e in owner.recipient
                if promise.force in {"pledged", "requested", "proposed"}
            ),
            date=owner.date,
            action=promise.action,
            fields=fields,
            channel=channel,
            amount=promise.amount,
            until=promise.until,
            confidence=self._sure("commitment", f"c{number}", of_commitment(promise, owner, self._around())),
            rules=tuple(promise.rules),
            evidence=as_spans(supports),
        )

    def _instrument(self, number: int, document: Document, home: dict[int, Draft]) -> Instrument:
        event = home.get(id(document.draft)) if document.draft is not None else None
        return Instrument(
            id=f"i{number}",
            event=event.id if event else None,
            kind=document.kind,
            title=document.title,
            status=document.status,
            fields=document.fields,
            parties=tuple(self.cast.participant(e) for e in document.parties),
            signatories=tuple(self.cast.participant(e) for e in document.signatories),
            count=document.count,
            amount=document.amount,
            period=document.period,
            signed=document.signed,
            confidence=self._sure("instrument", f"i{number}", of_instrument(document, self._around())),
            rules=tuple(document.rules),
            evidence=as_spans(document.supports),
        )

    def _office(self, number: int, held: Held, merged: list[Draft]) -> Office:
        return Office(
            id=f"o{number}",
            person=held.entity.name or "",
            rank=held.rank,
            office=held.office,
            of=held.of,
            country=held.country,
            asof=self._asof(merged),
            tenure=held.tenure,
            confidence=self._sure("office", f"o{number}", of_office(held, self._around())),
            rules=tuple(held.rules),
            evidence=as_spans(held.supports),
        )

    def _around(self) -> Around:
        story = self.story
        named = {code for mention in self.mentions for code in mention.countries}
        return Around(
            len(self.grammars),
            frozenset(self.trace.dyad),
            story.kind == "related",
            countries=len(named),
            datelined=any(zone.zone == "dateline" for zone in story.zones),
            told=Counter(draft.match.sentence_index for draft in self.trace.drafts),
        )

    def _sure(self, kind: str, record: str, clues: Clues) -> float:
        """How sure a record is, by its clues, which are kept for who asks why."""
        self.trace.clues[record] = (kind, clues)
        if PROPOSED in clues:
            return chance_of(clues)
        return load_confidence(self.language.code)[kind].confidence(clues)

    def _asof(self, merged: list[Draft]) -> str | None:
        if self.timeline.report is not None:
            return str(self.timeline.report[0])
        dates: list[Date] = [d.date for d in merged if d.date is not None and not d.recalled]
        return dates[0].edtf if dates else None


# encounters of bodies at which those who led them are named beside them
_BODIES_TOO = frozenset({"working_session", "talks"})


def _is_encounter(draft: Draft) -> bool:
    return draft.plover == "CONSULT" and not draft.recalled and draft.status in {"held", "ongoing"}


_CONTEXT_OF = {
    "military": "military",
    "parliament": "legislative",
    "state": "executive",
    "business": "economic",
    "judiciary": "legal",
}


def _contexts(channel: tuple[str, ...]) -> tuple[str, ...]:
    known = vocabulary().contexts
    found = [_CONTEXT_OF[c] for c in channel if c in _CONTEXT_OF and _CONTEXT_OF[c] in known]
    return tuple(dict.fromkeys([*found, "diplomatic"]))
