"""Frames to drafts of events: who the sides are, when and where, and whether the act is within scope."""

from __future__ import annotations

from comity import edtf
from comity.coding.actors import Cast, Entity, Resolver, Sides
from comity.coding.drafts import MAX_SPAN, Draft, Support, mention_support
from comity.coding.frames import Match
from comity.coding.mentions import Mention
from comity.coding.money import find_amounts
from comity.coding.parse import Sentence
from comity.coding.places import country_place, make_place, place_of
from comity.coding.slots import Grammar, Group
from comity.coding.timeline import Dated, Timeline
from comity.folding import fold
from comity.lexicon.language import Language
from comity.lexicon.world import world
from comity.model import Date, Place

_GO_TO = ("a", "en", "dans", "chez")
ENCOUNTERS = frozenset("visit meeting courtesy_call audience talks working_session joint_committee summit conference negotiation ceremony inauguration".split())


class EventDrafter:
    """Turns the matches of a story's sentences into drafts, one story at a time."""

    def __init__(self, language: Language, cast: Cast, sides: Sides, timeline: Timeline, dateline_place: Place | None) -> None:
        self.language = language
        self.cast = cast
        self.sides = sides
        self.timeline = timeline
        self.dateline_place = dateline_place
        self.resolver = Resolver(cast, sides)
        self.refused: list[tuple[Match, str]] = []
        self.ranks = {fold(words): rank for rank, phrases in language.syntax["visit_ranks"].items() for words in phrases}
        self.current: Draft | None = None
        self.headline_place: tuple[Place, Support] | None = None  # where the headline says that it happens
        self.anchor: Draft | None = None  # the last act with a day of its own: what is said there has that day
        self.here: set[int] = set()  # the sentences of this story, for citing

    # -- one match ------------------------------------------------------------------------------------------------

    def draft(self, match: Match) -> Draft | None:
        """The draft of a match, or None; `refused` keeps the reason."""
        reason = self._refusal(match)
        if reason:
            return self._refuse(match, reason)
        used: list[tuple[Mention, str]] = []
        self._infer(match)
        actor = self._collect(match, match.frame.actor, used, "actor")
        recipient = self._collect(match, match.frame.recipient, used, "recipient", without=actor)
        host = self._host(match)
        draft = Draft(
            frame=match.frame, plover=match.frame.plover, form=match.frame.form, modes=match.frame.modes,
            status=match.modality.status, mood=match.modality.mood, match=match, actor=actor, recipient=recipient,
            symmetric=match.frame.symmetric, rules=[match.frame.rule], confidence=match.frame.weight,
            headline=match.grammar.sentence.zone == "headline",
        )
        if host:
            draft.hosted_by = host[0].country
            if match.frame.traveller and not any(e.country == draft.hosted_by for e in draft.recipient if e.kind != "country"):
                draft.recipient = [e for e in draft.recipient if e.country != draft.hosted_by or e.kind != "country"] + host
                used.extend((e.mentions[-1], "recipient") for e in host if e.mentions)
        self._anaphora(draft)
        self._arrange(draft, used)
        problem = self._out_of_scope(draft)
        if problem:
            return self._refuse(match, problem)
        self._evidence(draft, used)
        self._date(draft)
        if match.modality.past_of_past and not draft.own_date and not self._told_as_before(match):
            return self._refuse(match, "pluperfect without a date: background")
        self._place(draft)
        self._host_by_place(draft)
        self._rank(draft)
        self._amount(draft)
        if match.frame.status is not None and draft.status == "held":
            draft.status = match.frame.status  # type: ignore[assignment]
        self._planned(draft)
        return draft

    def _told_as_before(self, match: Match) -> bool:
        """*Auparavant*, *la veille*: a pluperfect that tells the story's own past, not its background."""
        if self.timeline.has_mention(match.grammar.sentence):
            return True
        text = " " + " ".join(match.grammar.sentence.subwords) + " "
        return any(f" {fold(cue)} " in text for cue in self.language.syntax["status"]["before"])

    def _refuse(self, match: Match, reason: str) -> None:
        self.refused.append((match, reason))

    def _refusal(self, match: Match) -> str:
        modality = match.modality
        if modality.none and modality.status not in {"postponed", "cancelled"}:
            return modality.none
        if self._modifier(match):
            return "a participle beside a noun: background"
        if modality.standing and match.predicate.pos_ in {"VERB", "AUX"} and not match.frame.speech and not self._dated_or_noun(match):
            return "imperfect: a state, not an act"
        return ""

    def _modifier(self, match: Match) -> bool:
        """*un mouvement soutenu par X*: says what a thing is, unless it tells a meeting, a document or a gift."""
        verb = match.predicate
        if verb.pos_ != "VERB" or match.frame.plover == "CONSULT" or match.frame.object_instrument or match.frame.plover == "AID":
            return False
        if verb.dep_ not in {"acl", "amod"} or "Past" not in verb.morph.get("Tense") or any(c.dep_.startswith("aux") for c in verb.children):
            return False
        return not self.timeline.has_mention(match.grammar.sentence)

    def _dated_or_noun(self, match: Match) -> bool:
        return match.predicate.pos_ == "NOUN" or self.timeline.has_mention(match.grammar.sentence)

    def _infer(self, match: Match) -> None:
        """A titled person without a country who meets one side of the story is of the other (rule 10)."""
        frame = match.frame
        visitors, others = self._in_slots(match, frame.actor), self._in_slots(match, frame.recipient)
        known = {e.country for e in (*visitors, *others) if e.country}
        host = self.current.recipient[0].country if self.current is not None and self.current.recipient else None
        if not known and host is None:
            host = self.sides.home if self.sides.home in self.sides.countries() else None
        place = self._place_country(match) if frame.plover == "CONSULT" else None
        away = frame.host is not None and place is not None
        for entity in visitors:
            self.resolver.suppose(entity, known | {str(place)} if away else known, None if away else host, None if frame.host else place)
        for entity in others:
            self.resolver.suppose(entity, known, host, place)

    def _in_slots(self, match: Match, slots: tuple[str, ...]) -> list[Entity]:
        """The entities named in some slots of a match, places aside."""
        return [e for slot in slots if slot != "place" for g in self._groups(match, slot) for e in self.resolver.entities(g.members)]

    def _place_country(self, match: Match) -> str | None:
        """The country of a city that the sentence places the act in."""
        for group in match.grammar.groups:
            if group.preposition == "a" and group.lead.kind == "city":
                entity = self.cast.link(group.lead)
                return entity.country if entity else None
        return self.dateline_place.country if self.dateline_place is not None else None

    # -- sides ----------------------------------------------------------------------------------------------------

    def _collect(self, match: Match, slots: tuple[str, ...], used: list[tuple[Mention, str]], side: str, without: list[Entity] | None = None) -> list[Entity]:
        """The entities of the first slots that are filled; a symmetric frame takes all its slots."""
        found: list[Entity] = []
        excluded = without or []
        for slot in slots:
            for group in self._groups(match, slot):
                entities = [e for e in self.resolver.entities(group.members) if self._acceptable(e, match, side)]
                fresh = [e for e in entities if e not in found and e not in excluded]
                if fresh:
                    found.extend(fresh)
                    used.extend((m, side) for m in group.members)
                if fresh and not match.frame.symmetric:
                    break
            if slot == "subj" and match.frame.traveller and not found and match.predicate.pos_ == "NOUN":
                found.extend(self._traveller(match, used))
            if slot == "poss" and "possessed" in match.slots.found and not found:
                found.extend(self._possessor(match))
            if found and not match.frame.symmetric:
                break
        if side == "recipient" and match.frame.deep_object and not found:
            found = self._deep(match, slots, excluded, used) or self._anywhere(match, excluded, used)
        if side == "actor" and not found and match.frame.symmetric and match.predicate.pos_ == "NOUN" and match.frame.plover == "CONSULT":
            found = self._gathered(match, used)
        return found

    def _gathered(self, match: Match, used: list[tuple[Mention, str]]) -> list[Entity]:
        """*Réunis en sommet, les chefs d'État …*: the clause's subject met."""
        words = match.grammar.sentence.words
        if match.first == 0 or words[match.first - 1] not in {"en"}:
            return []
        group = match.grammar.subject_of_clause(match.predicate) or next(iter(match.slots.found.get("obj", [])), None)
        if group is None:
            return []
        used.extend((m, "actor") for m in group.members)
        return [e for e in self.resolver.entities(group.members) if e.country]

    def _anywhere(self, match: Match, excluded: list[Entity], used: list[tuple[Mention, str]]) -> list[Entity]:
        """*condamner le blocus imposé par X*: what is held against someone names them somewhere in the object."""
        if match.frame.plover != "ACCUSE":
            return []
        mine = {e.country for e in excluded}
        for group in match.grammar.groups:
            if group.lead.start < match.last or group.lead.kind in {"pair", "pronoun"}:
                continue
            between = match.grammar.doc[match.last : group.lead.start]
            if any("Fin" in t.morph.get("VerbForm") for t in between):
                return []
            entities = [e for e in self.resolver.entities(group.members) if e.country and e.country not in mine]
            if entities:
                used.extend((m, "recipient") for m in group.members)
                return entities
        return []

    def _traveller(self, match: Match, used: list[tuple[Mention, str]]) -> list[Entity]:
        """*En visite au Maroc, le ministre …*: the clause's subject is the visitor."""
        words = match.grammar.sentence.words
        if match.first == 0 or words[match.first - 1] not in {"en", "de"} and words[max(0, match.first - 2)] not in {"pour", "dans"}:
            return []
        if words[match.first - 1] != "en":
            return []
        group = match.grammar.subject_of_clause(match.predicate)
        if group is None:
            before = [g for g in match.grammar.groups if g.lead.end <= match.first and g.preposition is None]
            group = before[-1] if before else None
        if group is None:
            return []
        used.extend((m, "actor") for m in group.members)
        return [e for e in self.resolver.entities(group.members) if e.country]

    def _groups(self, match: Match, slot: str) -> list[Group]:
        if slot == "place":
            posted = self._posted(match)
            return posted or self._destinations(match)
        if slot == "subj" and match.predicate.pos_ == "NOUN" and not match.slots.found.get("subj"):
            return []
        groups = list(match.slots.found.get(slot, ()))
        if slot == "par":
            groups += [g for g in match.slots.found.get("led", ()) if g not in groups]
        return groups

    def _posted(self, match: Match) -> list[Group]:
        """*son ambassadeur au Bénin*: where the diplomat is posted."""
        found = []
        for group in match.grammar.groups:
            titles = [t for m in group.members for t in m.titles if t.posted]
            if titles and match.first <= group.lead.start <= match.last + 6:
                lead = group.lead
                mention = Mention(lead.sentence, lead.start, lead.end, lead.root, "adjective", None, countries=titles[0].posted)
                found.append(Group([mention], "a"))
        return found

    def _destinations(self, match: Match) -> list[Group]:
        """Places one goes to: with *à*, *en*, *dans*, or the country after *chez*; the nearest to the right first."""
        found = []
        for group in match.grammar.groups:
            lead = group.lead
            if group.preposition in _GO_TO and lead.kind in {"country", "city", "subdivision", "igo"} and lead.start >= match.first:
                found.append(group)
        if not found:
            found = [g for g in match.grammar.groups if g.preposition in _GO_TO and g.lead.kind in {"country", "city"}]
        if not any(self.resolver.entities(g.members) and any(e.country for e in self.resolver.entities(g.members)) for g in found):
            found += [g for g in match.grammar.groups if g.lead.kind == "country" and match.last <= g.lead.start <= match.last + 15]
        return found

    def _acceptable(self, entity: Entity, match: Match, side: str) -> bool:
        if match.frame.bodies_only and side == "actor" and entity.kind in {"country", "city"}:
            return False
        if match.frame.persons and match.frame.host == "subj" and side == "actor" and entity.kind in {"country", "city"}:
            return False
        return bool(entity.country) or entity.kind == "igo"

    def _deep(self, match: Match, slots: tuple[str, ...], excluded: list[Entity], used: list[tuple[Mention, str]]) -> list[Entity]:
        """*saluer les efforts du Rwanda*: the country within the object."""
        mine = {e.country for e in excluded}
        within = [f"deep:{slot}" for slot in slots] + sorted(k for k in match.slots.found if k.startswith("deep:") and k != "deep:subj")
        for slot in dict.fromkeys(within):
            for group in match.slots.found.get(slot, ()):
                if group.lead.kind == "pair":
                    continue
                entities = [e for e in self.resolver.entities(group.members) if e.country and e.country not in mine]
                if entities:
                    used.extend((m, "recipient") for m in group.members)
                    return entities
        return []

    def _possessor(self, match: Match) -> list[Entity]:
        noun = match.predicate if match.predicate.pos_ == "NOUN" else next(iter(match.partners), match.predicate)
        words = [fold(c.text) for c in noun.children if c.dep_ == "det"]
        if "leur" in words or "leurs" in words:
            subject = match.grammar.subject_of_clause(noun)
            entities = self.resolver.entities(subject.members) if subject else []
            if len({e.country for e in entities}) < 2:
                local = [e for g in match.grammar.groups if g.lead.end <= noun.i for e in self.resolver.entities(g.members) if e.kind == "person"]
                entities = local if len({e.country for e in local}) > 1 else self.resolver._both("persons")
            return entities
        subject = match.grammar.subject_of_clause(noun)
        entities = self.resolver.entities(subject.members) if subject else []
        if entities:
            return entities
        return [self.sides.speaker] if self.sides.speaker else []

    def _host(self, match: Match) -> list[Entity]:
        """*à l'invitation de X*: X is the host."""
        for group in match.grammar.groups:
            start = group.lead.start
            before = match.grammar.sentence.words[max(0, start - 5) : start]
            if "invitation" in before and (group.preposition in {"except", "de", None}):
                entities = [e for e in self.resolver.entities(group.members) if e.country]
                if entities:
                    return entities
        return []

    def _anaphora(self, draft: Draft) -> None:
        """*cette visite*, *lors de sa visite*: points back to an act told elsewhere."""
        if draft.match.predicate.pos_ != "NOUN":
            return
        for child in draft.match.predicate.children:
            word = fold(child.text)
            if child.dep_ == "det" and (word in {"cette", "ce", "ces"} or word in self.language.words["possessive"]):
                draft.anaphoric = True

    def _arrange(self, draft: Draft, used: list[tuple[Mention, str]]) -> None:
        """Put every side where the rules of coding want it."""
        frame = draft.frame
        if frame.symmetric:
            everyone = list(dict.fromkeys([*draft.actor, *draft.recipient]))
            draft.actor, draft.recipient = _specific(everyone), []
            if len(draft.countries()) < 2:
                self._both_if_joint(draft)
            if (frame.object_instrument or frame.noun_instrument) and not draft.actor and len(self.sides.countries()) >= 2:
                draft.actor = [self.cast.country(c) for c in self.sides.countries()]
            if frame.plover == "CONSULT" and len(draft.countries()) < 2 and (draft.anaphoric or self._is_definite(draft)):
                self._join_encounter(draft)
            return
        draft.actor, draft.recipient = _specific(draft.actor), _specific(draft.recipient)
        if frame.traveller:
            mine = {e.country for e in draft.actor}
            draft.recipient = [self._as_host(e) for e in draft.recipient if e.country not in mine or e.kind == "igo"][:2]
            codes = list(dict.fromkeys(e.country for e in draft.recipient))
            draft.recipient = [e for e in draft.recipient if e.country == codes[0]] if codes else []
            if not draft.recipient and draft.anaphoric and self.current is not None:
                draft.recipient = [e for e in self.current.sides() if e.country not in mine][:1]
            return
        actors = {e.country for e in draft.actor}
        addressed = any(c.pos_ == "PRON" and c.dep_ in {"iobj", "obl:arg", "obj"} and fold(c.text) in {"lui", "leur"} for t in (draft.match.predicate, *draft.match.partners) for c in t.children)
        if (frame.other_side or addressed or (frame.plover == "AID" and len(self.sides.encounter) > 1)) and draft.actor and not [e for e in draft.recipient if e.country not in actors]:
            draft.recipient = self._other_side(draft) or draft.recipient
        if not draft.actor and frame.speech:
            if draft.match.predicate.pos_ in {"VERB", "AUX", "ADJ"} and self._speaker_goes_on(draft.match) and self.sides.speaker is not None:
                draft.actor = [self.sides.speaker]
                if frame.other_side and not draft.recipient:
                    draft.recipient = self._other_side(draft)

    def _speaker_goes_on(self, match: Match) -> bool:
        """A participle or a coordinated verb without a subject continues the one who spoke."""
        return match.predicate.dep_ in {"acl", "advcl", "conj", "xcomp", "ROOT"} and not any(c.dep_.startswith("nsubj") for c in match.predicate.children)

    def _as_host(self, entity: Entity) -> Entity:
        """A place visited stands for its country."""
        if entity.kind in {"city", "country"} and entity.country:
            return self.cast.country(entity.country)
        if entity.kind == "subdivision" and entity.country and entity.head is None:
            return self.cast.country(entity.country)
        return entity

    def _is_definite(self, draft: Draft) -> bool:
        words = draft.match.grammar.sentence.words
        before = words[max(0, draft.match.first - 4) : draft.match.first]
        if any(w in {"issue", "cours", "lors", "terme", "marge", "occasion"} for w in before):
            return True
        return any(c.dep_ == "det" and fold(c.text) in {"la", "le", "l", "les"} for c in draft.match.predicate.children)

    def _both_if_joint(self, draft: Draft) -> None:
        """*exercice conjoint*, *comité bilatéral*: both sides of the story."""
        if draft.match.predicate.pos_ != "NOUN" and not draft.match.partners:
            return
        noun = draft.match.predicate if draft.match.predicate.pos_ == "NOUN" else draft.match.partners[0]
        near = [draft.match.grammar.sentence.words[t.i] for t in noun.subtree if 0 <= t.i - noun.i <= 5]
        near += draft.match.grammar.sentence.words[draft.match.first : draft.match.last]
        codes = self.sides.countries()
        if len(codes) == 2 and draft.countries() <= set(codes) and set(near) & self.language.words["joint"]:
            have = draft.countries()
            draft.actor = [*draft.actor, *(self.cast.country(c) for c in codes if c not in have)]

    def _join_encounter(self, draft: Draft) -> None:
        if not draft.actor and not draft.match.slots.found and len(self.sides.encounter) > 1:
            draft.actor, draft.anaphoric = list(self.sides.encounter), True
        elif not draft.actor and self.sides.speaker is not None and len(self.sides.countries()) == 2 and self.sides.speaker.country in self.sides.countries() and (len(self.sides.encounter) > 1 or "homologue" in draft.match.grammar.sentence.words):
            others = [e for e in self.sides.encounter if e.country != self.sides.speaker.country]
            draft.actor = [self.sides.speaker, *(others or [self.cast.country(c) for c in self.sides.others(self.sides.speaker.country)])]
            draft.anaphoric = True
        elif self.current is not None and draft.countries() and draft.countries() <= self.current.countries():
            draft.actor = list(dict.fromkeys([*draft.actor, *[e for e in self.current.sides() if e.country not in draft.countries()]]))

    def _other_side(self, draft: Draft) -> list[Entity]:
        mine = {e.country for e in draft.actor}
        known = {e.country for e in self.sides.encounter} | (set(self.sides.dyad) if self._is_dispatch() else set())
        if len(mine) != 1 or not mine & known or any(e.kind in {"company", "group"} and not e.titles for e in draft.actor):
            return []
        return [self.cast.country(code) for code in self.sides.others(next(iter(mine))) if code != "IGO"][:3]

    def _is_dispatch(self) -> bool:
        """A short report on one matter, as agencies write them: an unnamed other side is the story's. Not so in a long article."""
        return len(self.here) <= self.language.syntax["sentences"]["dispatch"]

    # -- scope ----------------------------------------------------------------------------------------------------

    def _out_of_scope(self, draft: Draft) -> str:
        frame = draft.frame
        for side in frame.needs_country:
            if not any(e.country for e in (draft.recipient if side == "recipient" else draft.actor)):
                return f"no {side} with a country"
        draft.actor = [e for e in draft.actor if e.country]
        draft.recipient = [e for e in draft.recipient if e.country]
        if not draft.actor:
            return "no actor"
        countries = draft.countries()
        jointly = frame.speech and len({e.country for e in draft.actor}) >= 2
        if not (frame.symmetric or frame.alone or draft.recipient or jointly or not frame.plover):
            return "no recipient"
        if len(countries) >= 2:
            return ""
        igos = {e.entry.codes[0] for e in draft.sides() if e.kind == "igo" and e.entry and e.entry.codes}
        if len(igos) >= 2:
            return ""
        if igos and frame.symmetric and frame.plover in {"CONSULT", "AGREE"} and len(draft.countries()) == 1 and draft.match.predicate.pos_ == "VERB":
            draft.modes = ("multilateral",) if frame.plover == "CONSULT" else draft.modes
            return ""
        if frame.alone and countries:
            return ""
        if not frame.plover and countries <= {*self.sides.countries(), *self.sides.dyad}:
            return ""  # a position has no event of its own: it stands when its side is one of the story's
        return "one country only"

    # -- evidence, date, place --------------------------------------------------------------------------------------

    def _evidence(self, draft: Draft, used: list[tuple[Mention, str]]) -> None:
        match = draft.match
        sentence = match.grammar.sentence
        here = [m for m, _ in used if m.sentence is sentence]
        first = min([match.first, *(m.start for m in here)])
        last = max([match.last, *(m.end for m in here)])
        start, end = sentence.span(first, last)
        fields = ["status"]
        if end - start > MAX_SPAN:
            start, end = sentence.span(match.first, match.last)
            end = min(end, start + MAX_SPAN)
            draft.supports.append(Support(start, end, ("status",)))
            for mention in here:
                draft.supports.append(mention_support(mention, *{s for m, s in used if m is mention}))
        else:
            fields += [side for side in ("actor", "recipient") if any(s == side and m in here for m, s in used)]
            draft.supports.append(Support(start, end, tuple(fields)))
        for mention, side in used:
            if mention.kind in {"pronoun", "pair"} or mention.sentence is not sentence:
                draft.supports.append(mention_support(mention, side))
        self._antecedents(draft, used)

    def _antecedents(self, draft: Draft, used: list[tuple[Mention, str]]) -> None:
        """Sides that the sentence does not name itself cite where the page names them."""
        named = {id(e) for m, _ in used if m.kind not in {"pronoun", "pair"} for e in self.resolver.of(m)}
        for side, entities in (("actor", draft.actor), ("recipient", draft.recipient)):
            for entity in entities:
                if id(entity) not in named:
                    support = self.cite(entity, side)
                    if support is not None:
                        draft.supports.append(support)

    def cite(self, entity: Entity, *fields: str) -> Support | None:
        """Where the page names an entity: its last mention, in this story if it can be; a bare country by any of its own."""
        own = [m for m in entity.mentions]
        if entity.kind == "country":
            own += [m for other in self.cast.entities if other.country == entity.country for m in other.mentions]
        if not own:
            return None
        here = [m for m in own if id(m.sentence) in self.here]
        return mention_support((here or own)[-1], *fields)

    def _date(self, draft: Draft) -> None:
        planned = draft.status in {"planned", "postponed", "cancelled"}
        dated = self.timeline.in_sentence(draft.match.grammar.sentence, planned)
        chosen = self._nearest(dated, draft)
        if chosen is not None and draft.form == "visit":
            chosen = self.timeline.visit_days(chosen, draft.match.grammar.sentence)
        if chosen is not None:
            draft.date, draft.own_date = chosen.date, True
            draft.supports.append(Support(chosen.start, chosen.end, ("date",)))
            self._cite_published(draft)
            self.timeline.last = chosen.date
            reference = self.current.date if self.current is not None else None
            if draft.status == "held" and self.timeline.is_past(chosen.date, reference):
                draft.recalled = True
            if draft.match.modality.past_of_past and self.timeline.report is None and chosen.date.resolved == "explicit":
                draft.recalled = True
            return
        self._inherit_date(draft)

    def _cite_published(self, draft: Draft) -> None:
        if draft.date is not None and draft.date.resolved in {"published", "year_from_published"} and self.timeline.published:
            draft.supports.append(Support(0, 0, ("date",), "published", self.timeline.published))

    def _nearest(self, dated: list[Dated], draft: Draft) -> Dated | None:
        sentence = draft.match.grammar.sentence
        at = sentence.parse[draft.match.predicate.i].idx
        spans = list(dated)
        if draft.frame.commits is not None:
            # a date after the verb belongs to what is promised, not to the promise
            spans = [d for d in dated if d.mention.start < at + 30]
        return min(spans, key=lambda d: self._distance(sentence, at, d.mention.start), default=None)

    def _distance(self, sentence: Sentence, at: int, other: int) -> int:
        """How far a date stands from the predicate; another clause counts as far."""
        low, high = min(at, other), max(at, other)
        between = [t for t in sentence.parse if low < t.idx < high]
        commas = sum(t.text in {",", ";", "("} for t in between)
        verbs = sum(t.pos_ == "VERB" for t in between)
        return high - low + 30 * commas + 50 * verbs

    def _inherit_date(self, draft: Draft) -> None:
        """What is said, promised or signed at an encounter has its day; another encounter only when the text ties them."""
        source = self.anchor
        if source is None or source.date is None or draft.status != "held" or not _one_day(source.date) or not draft.countries() & source.countries():
            return
        if draft.plover == "CONSULT" and not (draft.anaphoric or self._tied(draft)):
            return
        draft.date = source.date
        draft.supports += [s for s in source.supports if "date" in s.fields][:1]
        self._cite_published(draft)

    def _tied(self, draft: Draft) -> bool:
        """*À son arrivée*, *à cette occasion*, *dans la foulée*."""
        text = " " + " ".join(draft.match.grammar.sentence.subwords) + " "
        return any(f" {fold(cue)} " in text for cue in self.language.syntax["status"]["same_time"])

    def _place(self, draft: Draft) -> None:
        match = draft.match
        taken = {id(m) for m in match.grammar.mentions if m.kind == "country" and any(self.cast.link(m) is e for e in draft.recipient)} if draft.frame.plover not in {"CONSULT"} else set()
        if draft.frame.speech:
            # a place after a verb of saying belongs to what is said
            taken |= {id(m) for m in match.grammar.mentions if m.start > match.predicate.i}
        found = place_of(match.grammar, self.cast, match.predicate.i, taken)
        posted = next((m.posted[0] for g in self._groups(match, "subj") for m in g.members if m.posted), None)
        if found is None and posted is not None:
            draft.place, draft.own_place = country_place(world().label(posted, self.language.code), posted), True
            draft.supports += [mention_support(m, "place") for g in self._groups(match, "subj") for m in g.members if m.posted][:1]
            return
        if found is not None:
            draft.place, draft.own_place = found[0], True
            draft.supports.append(mention_support(found[1], "place"))
            return
        source = self.anchor if self.anchor is not None and self.anchor.place is not None else self.current
        speech = draft.frame.speech or draft.plover in {"SUPPORT", "AGREE", "AID"}
        if source is not None and source.place is not None and speech and draft.status == "held" and not source.recalled and draft.countries() & source.countries() and source.status in {"held", "ongoing"}:
            draft.place = source.place
            draft.supports += [s for s in source.supports if s.fields == ("place",)][:1]
        elif source is not None and source.place is not None and draft.plover == "CONSULT" and draft.status == "held" and draft.countries() <= source.countries() and draft.form not in {"phone_call"} and not draft.own_date:
            draft.place = source.place
            draft.supports += [s for s in source.supports if s.fields == ("place",)][:1]
        elif draft.plover in {"CONSULT"} and draft.form in ENCOUNTERS and draft.status in {"held", "ongoing"} and self.dateline_place is not None:
            if self.dateline_place.country in draft.countries():
                draft.place = self.dateline_place
                draft.supports.append(self.dateline_support)
        if draft.place is None and draft.status in {"held", "ongoing"} and not draft.recalled and self.headline_place is not None:
            if draft.form in ENCOUNTERS | {"signing", "document_exchange"} and self.headline_place[0].country in draft.countries():
                draft.place = self.headline_place[0]
                draft.supports.append(self.headline_place[1])

    dateline_support: Support = Support(0, 0, ())

    def _host_by_place(self, draft: Draft) -> None:
        """With a host the visitor is actor, the host recipient, mode visit (rule 2)."""
        if draft.plover != "CONSULT" or not draft.symmetric or draft.form in {"phone_call", "mediation", "conference", "negotiation"}:
            return
        countries = draft.countries()
        host = draft.hosted_by
        if host is None and self.current is not None and self.current.recipient and draft.countries() == self.current.countries() and self.current.plover == "CONSULT" and not draft.own_place:
            host = self.current.recipient[0].country
        if host is None and draft.place is not None and draft.place.country in countries:
            host = draft.place.country
        if host is None or host not in countries or len(countries) < 2 or "multilateral" in draft.modes:
            return
        hosts = [e for e in draft.sides() if e.country == host]
        visitors = [e for e in draft.sides() if e.country != host]
        draft.actor, draft.recipient = visitors, hosts
        if "visit" not in draft.modes:
            draft.modes = (*draft.modes, "visit")
        draft.supports = [_both_sides(s) for s in draft.supports]

    def _rank(self, draft: Draft) -> None:
        if draft.plover != "CONSULT" or "visit" not in draft.modes:
            return
        text = " " + " ".join(draft.match.grammar.sentence.subwords) + " "
        for phrase, rank in self.ranks.items():
            if f" {phrase} " in text:
                draft.visit_rank = rank
                break

    def _amount(self, draft: Draft) -> None:
        if draft.plover not in {"AID", "AGREE"} or draft.frame.speech:
            return
        sentence = draft.match.grammar.sentence
        sums = find_amounts(sentence.text, self.language.code)
        if not sums:
            return
        at = draft.match.predicate.idx
        start, end, amount = min(sums, key=lambda s: abs(s[0] - at))
        draft.amount = amount
        draft.supports.append(Support(sentence.page_offset(start), sentence.page_offset(end - 1) + 1, ("amount",)))

    def _planned(self, draft: Draft) -> None:
        """A planned meeting, signing or gift is an agreement to act (PLOVER)."""
        if draft.status not in {"planned", "postponed", "cancelled"}:
            if draft.form == "visit" and draft.status == "held" and self._goes_on(draft):
                draft.status = "ongoing"
            return
        if draft.plover in {"CONSULT", "COOPERATE"} or draft.form in {"signing", "document_exchange", "inauguration", "decoration"}:
            draft.plover, draft.form, draft.modes, draft.visit_rank = "AGREE", "planned_encounter", (), draft.visit_rank
        elif draft.plover == "AID":
            draft.plover, draft.form, draft.modes = "AGREE", "offer", ()

    def _goes_on(self, draft: Draft) -> bool:
        """A visit told in the present, or whose last day is not over on the day of the report, goes on."""
        verb = next((p for p in (draft.match.predicate, *draft.match.partners) if p.pos_ == "VERB"), None)
        if draft.date is not None and self.timeline.report is not None:
            end = edtf.latest(draft.date.edtf)
            report = edtf.earliest(str(self.timeline.report[0]))
            if end is not None and report is not None and "/" in draft.date.edtf:
                return report <= end
        return verb is not None and "Pres" in verb.morph.get("Tense") and "Fin" in verb.morph.get("VerbForm") and not any(c.dep_.startswith("aux") for c in verb.children) and not draft.headline

    # -- the story goes on ----------------------------------------------------------------------------------------

    def follow(self, draft: Draft) -> None:
        """Remember who met whom, for what comes after."""
        if draft.recalled:
            return
        if draft.own_date and draft.status in {"held", "ongoing"} and (draft.plover in {"CONSULT", "COOPERATE"} or draft.form in {"signing", "document_exchange", "relations_upgraded", "relations_established"}):
            if self.anchor is None or draft.date is None or _one_day(draft.date) or draft.plover == "CONSULT":
                self.anchor = draft
        elif self.anchor is None and draft.plover == "CONSULT" and draft.place is not None:
            self.anchor = draft
        met = self._is_dispatch() or draft.plover in {"CONSULT", "COOPERATE"} or draft.form in {"signing", "document_exchange", "planned_encounter"}
        if len(draft.countries()) >= 2 and met and (draft.plover == "CONSULT" or self.current is None):
            self.sides.encounter = _specific(draft.sides())
            self.sides.met_at = draft.match.sentence_index
        if draft.plover == "CONSULT":
            self.current = draft

    def listen(self, grammar: Grammar) -> None:
        """Remember who the sentence is about: its main subject, if it is one of the sides."""
        roots = [t for t in grammar.doc if t.dep_ == "ROOT"]
        for root in roots:
            group = grammar.subject(root)
            if group is None:
                continue
            entities = self.resolver.entities(group.members)
            if len(entities) == 1 and entities[0].kind in {"person", "office", "body", "party", "igo", "subdivision", "city", "group", "country"}:
                self.sides.speaker = entities[0]
                return

    def leave(self, grammar: Grammar) -> None:
        """Remember whom *celui-ci* will point at: the last person named who is not the one who spoke."""
        people = [e for m in grammar.mentions if m.kind in {"person"} for e in self.resolver.of(m) if e is not self.sides.speaker]
        if people:
            self.sides.latter = people[-1]


def _one_day(date: Date) -> bool:
    """Is the date a single day, with or without its year?"""
    return len(date.edtf) == 10 and "/" not in date.edtf


def _both_sides(support: Support) -> Support:
    if "actor" in support.fields or "recipient" in support.fields:
        fields = tuple(dict.fromkeys([*support.fields, "actor", "recipient"]))
        return Support(support.start, support.end, fields, support.meta, support.value)
    return support


def _specific(entities: list[Entity]) -> list[Entity]:
    """Without a bare country whose persons or bodies stand beside it."""
    named = {e.country for e in entities if e.kind != "country"}
    return [e for e in dict.fromkeys(entities) if e.kind != "country" or e.country not in named]


__all__ = ["ENCOUNTERS", "Date", "EventDrafter", "country_place", "make_place"]
