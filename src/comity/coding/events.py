"""Frames to drafts of events: who the sides are, when and where, and whether the act is within scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Token

from comity.coding.drafts import MAX_SPAN, Draft, Support, mention_support
from comity.coding.echoes import Echo
from comity.coding.entities import Entity
from comity.coding.frames import Match
from comity.coding.mentions import Mention
from comity.coding.scope import Scope
from comity.coding.slots import Grammar
from comity.coding.timeline import is_day
from comity.coding.trained.proposals import Proposal
from comity.coding.trained.siding import steps
from comity.folding import fold
from comity.lexicon.frames import Frame
from comity.lexicon.trained import FILE

# acts of authority, which the one spoken of does where nobody is named; a reproach by nobody is anybody's
_OFFICIAL = frozenset({"SANCTION", "REJECT", "CONCEDE", "SUPPORT", "AID", "RETREAT"})
_STILL_MEETING = 6  # sentences after an encounter in which a committee without a name is that of both who met
_AT_THE_END = frozenset({"issue", "cours", "lors", "terme", "marge", "occasion"})
_TO_A_PERSON = frozenset({"decoration", "invitation", "thanks"})
_SIDELESS = ("no actor", "no recipient", "one country only")  # how such reasons begin
_UNCLAIMED = frozenset({"ASSAULT", "PROTEST", "COERCE"})
_BODILY = frozenset({"ASSAULT", "COERCE"})  # whoever is struck or seized is named: *a arrêté un passeur* is within
_RETORTS = frozenset({"ACCUSE", "REJECT", "PROTEST"})


class EventDrafter(Scope):
    """Turns the matches of a story's sentences into drafts, one story at a time."""

    def draft(self, match: Match) -> Draft | None:
        """The draft of a match, or of another act that its words may tell, or None; `refused` keeps the reasons."""
        self.match_at = match.sentence_index
        for option in (match, *match.others):
            draft = self._draft(option)
            if draft is not None:
                return draft
        return None

    def _draft(self, match: Match) -> Draft | None:
        reason = self._refusal(match)
        if reason:
            self._refuse(match, reason)
            return None
        used: list[tuple[Mention, str]] = []
        self._infer(match)
        actor = self._collect(match, match.frame.actor, used, "actor")
        recipient = self._collect(match, match.frame.recipient, used, "recipient", without=actor)
        if match.frame.plover == "CONSULT":
            actor = self._another_than(match, actor, recipient)
        if match.frame.plover == "AID" and match.predicate.dep_ in {"acl", "amod"} and not match.slots.found.get("par"):
            actor, recipient = self._thanked_for(match) or (actor, recipient)
        host = self._host(match)
        draft = Draft(
            frame=match.frame,
            plover=match.frame.plover,
            form=match.frame.form,
            modes=match.frame.modes,
            status=match.modality.status,
            mood=match.modality.mood,
            match=match,
            actor=actor,
            recipient=recipient,
            symmetric=match.frame.symmetric,
            rules=[match.frame.rule],
            headline=match.grammar.sentence.zone == "headline",
        )
        if host:
            draft.hosted_by = host[0].country
            if match.frame.traveller and not any(
                e.country == draft.hosted_by for e in draft.recipient if e.kind != "country"
            ):
                draft.recipient = [
                    e for e in draft.recipient if e.country != draft.hosted_by or e.kind != "country"
                ] + host
                used.extend((e.mentions[-1], "recipient") for e in host if e.mentions)
        self._anaphora(draft)
        if match.frame.form == "audience" and draft.actor and not draft.recipient:
            self._received_at(draft)
        self._arrange(draft)
        if match.frame.symmetric and match.frame.plover == "CONSULT":
            self._brought_together(draft, used)
        problem = self._out_of_scope(draft)
        if problem:
            self._refuse(match, problem)
            return None
        self._evidence(draft, used)
        self._date(draft)
        before = match.modality.past_of_past and not draft.own_date and not self._told_as_before(match)
        if before or self._is_undated(draft):
            self._refuse(match, "pluperfect without a date: background")
            return None
        self._place(draft)
        self._host_by_place(draft)
        self._rank(draft)
        self._amount(draft)
        self._planned(draft)
        return draft

    def supply(self, grammar: Grammar, proposal: Proposal) -> Draft | None:
        """The draft of an act that the trained part proposes; None where nobody can be cited for a side."""
        token = proposal.token
        modality = proposal.modality
        self.match_at = grammar.sentence.index
        frame = self._frame_of(grammar, proposal)
        match = Match(frame, grammar, token, (), grammar.slots(token), replace(modality, none=""), token.i, token.i + 1)
        used: list[tuple[Mention, str]] = []
        actor = self._stand_for(grammar, token, proposal.actor, "actor", used)
        recipient = self._stand_for(grammar, token, proposal.recipient, "recipient", used)
        if proposal.plover in _BODILY and not any(side == "recipient" for _, side in used):
            return None  # whoever is struck or seized is named
        draft = Draft(
            frame=frame, plover=proposal.plover, form=frame.form, modes=frame.modes, status=modality.status,
            mood="asserted" if modality.mood == "denied" else modality.mood, match=match, actor=actor,
            recipient=recipient, symmetric=frame.symmetric, rules=[frame.rule],
            headline=grammar.sentence.zone == "headline", chance=proposal.chance,
        )  # fmt: skip
        blamed = [grammar.group_of[id(m)] for m, held in used if held == "recipient" and draft.plover == "ACCUSE"]
        if len(draft.countries()) < 2 or any(map(self.is_wronged, blamed)) or self._is_blamed(grammar, draft):
            return None
        if any(self._is_misplaced(entity, mention) for mention, _ in used for entity in self.resolver.of(mention)):
            return None
        self._name_speaker(draft)
        self._evidence(draft, used)
        self._date(draft)
        if not draft.own_date:
            draft.date = None
        self._place(draft)
        self._amount(draft)
        return draft

    def _is_blamed(self, grammar: Grammar, draft: Draft) -> bool:
        """*X a condamné l'attaque contre Y*: who condemns a blow has not dealt it."""
        noun = draft.match.predicate
        if draft.plover != "ASSAULT" or noun.pos_ != "NOUN" or not grammar.is_verb(noun.head, "reproach"):
            return False
        group = grammar.subject(noun.head)
        members = group.members if group is not None else ()
        return bool({e.country for e in self.resolver.entities(members)} & draft.countries())

    def _frame_of(self, grammar: Grammar, proposal: Proposal) -> Frame:
        """The frame of that type which the word fits but for its sides, else one that says the type alone."""
        for match, _ in reversed(self.refused):
            same = match.grammar is grammar and match.predicate.i == proposal.token.i
            if same and match.frame.plover == proposal.plover:
                return match.frame
        name = f"trained_{proposal.plover.lower()}"
        rule, file = f"{self.language.code}/trained/{proposal.plover}", f"{self.language.code}/{FILE}"
        return Frame(name, rule, file, proposal.plover, form=None, weight=round(proposal.chance, 2))

    def _stand_for(
        self, grammar: Grammar, token: Token, codes: Iterable[str], side: str, used: list[tuple[Mention, str]]
    ) -> list[Entity]:
        """Who stands for each country: the one fewest steps away in the parse, else who the story has for it."""
        found = []
        for code in codes:
            near = [
                (steps(token, grammar.doc[mention.root]), abs(mention.root - token.i), n, mention, entity)
                for n, mention in enumerate(grammar.mentions)
                for entity in self.resolver.of(mention)
                if entity.country == code
            ]
            if near:
                mention, entity = min(near, key=lambda option: option[:3])[3:]
                used.append((mention, side))
                found.append(entity)
                continue
            sides = self.sides
            carried = (sides.speaker, sides.previous, sides.latter, *sides.encounter)
            found.append(next((e for e in carried if e is not None and e.country == code), self.resolver.side(code)))
        return found

    def _thanked_for(self, match: Match) -> tuple[list[Entity], list[Entity]] | None:
        """*a remercié X pour les livres offerts en 2021*: X gave them to who thanks; only with a day or a year."""
        thanks = self.thanks
        if thanks is None or thanks.match.grammar is not match.grammar:
            return None
        if not thanks.match.first < match.predicate.i or not self.timeline.has_mention(match.grammar.sentence):
            return None
        return list(thanks.recipient), list(thanks.actor)

    def _anaphora(self, draft: Draft) -> None:
        """*cette visite*, *lors de sa visite*: points back to an act told elsewhere."""
        if draft.match.predicate.pos_ != "NOUN":
            return
        for child in draft.match.predicate.children:
            word = fold(child.text)
            if child.dep_ == "det" and (word in {"cette", "ce", "ces"} or word in self.language.words["possessive"]):
                draft.anaphoric = True

    def _received_at(self, draft: Draft) -> None:
        """*sera accueilli à Rome*: without a host the country of the place receives, which is a visit."""
        match = draft.match
        if match.predicate.pos_ != "VERB" or not match.grammar.is_passive(match.predicate):
            return
        mine = {e.country for e in draft.actor}
        for group in self._destinations(match):
            hosts = [e for e in self.resolver.entities(group.members) if e.country and e.country not in mine]
            if hosts:
                draft.recipient = [self._as_host(hosts[0])]
                draft.form = draft.form if draft.headline else "visit"
                return
        if draft.frame.nouns:
            draft.recipient = self._other_side(draft)

    def _brought_together(self, draft: Draft, used: list[tuple[Mention, str]]) -> None:
        """*sous l'égide de X*: X takes part in the talks of the others, which are a mediation."""
        for group in draft.match.grammar.groups:
            if group.preposition != "egide" or len(draft.countries()) < 2:
                continue
            third = [e for e in self.resolver.entities(group.members) if e.country not in {*draft.countries(), None}]
            if third:
                draft.actor, draft.form, draft.third = [*draft.actor, *third], "mediation", third
                draft.modes = ("third-party",)
                used.extend((m, "actor") for m in group.members)

    def _arrange(self, draft: Draft) -> None:
        """Put every side where the rules of coding want it."""
        frame = draft.frame
        if frame.symmetric:
            self._arrange_together(draft)
            return
        draft.actor, draft.recipient = _specific(draft.actor), _specific(draft.recipient)
        if frame.traveller:
            mine = {e.country for e in draft.actor}
            draft.recipient = [self._as_host(e) for e in draft.recipient if e.country not in mine or e.kind == "igo"][
                :2
            ]
            codes = list(dict.fromkeys(e.country for e in draft.recipient))
            draft.recipient = [e for e in draft.recipient if e.country == codes[0]] if codes else []
            if not draft.recipient and draft.anaphoric and self.current is not None:
                draft.recipient = [e for e in self.current.sides() if e.country not in mine][:1]
            if not draft.recipient and len(mine) == 1:
                draft.recipient = self._unsaid_host(draft)
            return
        actors = {e.country for e in draft.actor}
        addressed = any(
            c.pos_ == "PRON" and c.dep_ in {"iobj", "obl:arg", "obj"} and fold(c.text) in {"lui", "leur"}
            for t in (draft.match.predicate, *draft.match.partners)
            for c in t.children
        )
        violent = frame.plover in _UNCLAIMED  # an attack by nobody named is nobody's
        if not draft.actor and not frame.speech and not violent and self._is_agentless(draft.match):
            draft.actor = self._other_side_of(draft.recipient)
            if frame.plover == "ACCUSE":
                draft.actor = [e for e in draft.actor if e.country != "IGO"]
        if draft.actor and frame.plover != "CONSULT":
            draft.recipient = self._on_topic(draft) or draft.recipient
        if not any(e.country for e in draft.recipient) and frame.plover in _RETORTS:
            draft.recipient = self._proceeded_against(draft) or draft.recipient
        toward = frame.other_side or addressed or not (frame.alone or frame.plover == "SUPPORT")
        seized = frame.plover == "COERCE" and self._points_back(draft.match)  # *l'a arrêté*: no state
        toward = toward and not (frame.in_phrase or seized or self._spoken_to_others(draft.match))
        if toward and draft.actor and not [e for e in draft.recipient if e.country not in actors]:
            wronged = {c for g in draft.match.grammar.groups if self.is_wronged(g) for c in g.lead.countries}
            others = self._other_side(draft)
            if frame.form in _TO_A_PERSON:
                others = [self._who_was_met(e) for e in others]
            if frame.plover != "ACCUSE" or not wronged & {e.country for e in others}:
                draft.recipient = others or draft.recipient
        if not draft.actor and frame.plover in _OFFICIAL and draft.recipient:
            draft.actor = self._unsaid_agent(draft)
        if not draft.actor:
            self._recalled_by_his_own(draft)
        if not draft.recipient and frame.plover in _RETORTS and len({e.country for e in draft.actor}) == 1:
            draft.recipient = self._retorted(draft)
        if frame.commits == "pledged" and draft.actor and not draft.recipient:
            draft.recipient = self._pledged_to(draft)
        if frame.mediates and draft.actor and not draft.recipient and not actors & set(self.sides.countries()):
            draft.recipient = [self.cast.country(c) for c in self.sides.countries() if c != "IGO"]
        self._name_speaker(draft)
        if not draft.actor and frame.speech:
            if (
                draft.match.predicate.pos_ in {"VERB", "AUX", "ADJ"}
                and self._speaker_goes_on(draft.match)
                and self.sides.speaker is not None
            ):
                draft.actor = [self.sides.speaker]
                if frame.other_side and not draft.recipient:
                    draft.recipient = self._other_side(draft)

    def _arrange_together(self, draft: Draft) -> None:
        """All sides of an act that they do together are its actors."""
        frame = draft.frame
        everyone = list(dict.fromkeys([*draft.actor, *draft.recipient]))
        draft.actor, draft.recipient = _specific(everyone), []
        draft.actor = _specific([*draft.actor, *self._joint_subject(draft)])
        if len(draft.countries()) < 2:
            self._both_if_joint(draft)
        if not draft.actor and frame.plover == "CONSULT":
            draft.actor = self._whose_body_meets(draft.match)
        if not draft.actor and draft.plover == "AGREE" and self._is_impersonal(draft.match):
            draft.actor = [self.resolver.side(c) for c in self.sides.countries()]
        if (
            (frame.object_instrument or frame.noun_instrument)
            and not draft.actor
            and not draft.match.grammar.other_subject(draft.match.predicate)
            and len(self.sides.countries()) >= 2
        ):
            draft.actor = [self.resolver.side(c) for c in self.sides.countries()]
        if frame.plover == "CONSULT" and len(draft.countries()) == 1:
            self._met_by_speaker(draft)
        if frame.plover == "CONSULT":
            self._join_subject(draft)
        if frame.plover == "CONSULT" and len(draft.countries()) < 2 and (draft.anaphoric or self._is_definite(draft)):
            self._join_encounter(draft)

    def _who_was_met(self, side: Entity) -> Entity:
        """The one person of a side who was met, for an act that is done to a person; else the side."""
        people = [e for e in self.sides.encounter if e.kind == "person" and e.country == side.country]
        return people[0] if len(people) == 1 else side

    def _spoken_to_others(self, match: Match) -> bool:
        """*a exhorté les parents à …*: who is spoken to is named, and is no side."""
        frame = match.frame
        apart = (
            (frame.deep_object and frame.plover not in _BODILY) or bool(frame.with_objects) or bool(frame.with_nouns)
        )
        named_apart = apart or (frame.plover == "ACCUSE" and not frame.speech)
        if frame.recipient[:1] != ("obj",) or named_apart or match.predicate.pos_ not in {"VERB", "AUX"}:
            return False
        return any(
            c.dep_ == "obj"
            and c.pos_ == "NOUN"
            and c.text.islower()
            and c.i > match.predicate.i
            and not any(t.i in match.grammar.over for t in c.subtree)
            and fold(c.text) not in self.language.words["side_nouns"]
            for c in match.predicate.children
        )

    def _met_by_speaker(self, draft: Draft) -> None:
        """*a annoncé X, à l'issue d'une rencontre avec Y*: the clause's subject met Y."""
        match = draft.match
        slots = match.slots.found
        if match.predicate.pos_ != "NOUN" or not slots.get("avec") or any(slots.get(s) for s in ("entre", "subj")):
            return
        group = match.grammar.subject_of_clause(match.predicate)
        met = [e for e in self.resolver.entities(group.members) if e.country] if group is not None else []
        draft.actor = [*(e for e in met if e.country not in draft.countries()), *draft.actor]

    def _speaker_goes_on(self, match: Match) -> bool:
        """A participle or a coordinated verb without a subject continues the one who spoke."""
        top = match.predicate
        while top.dep_ in {"xcomp", "conj"} and top.head.pos_ in {"VERB", "AUX"}:
            top = top.head
        if top is not match.predicate and top.dep_ == "acl" and "Past" in top.morph.get("Tense", []):
            return False  # *des étudiants venus réclamer …*
        return match.predicate.dep_ in {"acl", "advcl", "conj", "xcomp", "ROOT"} and not any(
            c.dep_.startswith("nsubj") for c in match.predicate.children
        )

    def _as_host(self, entity: Entity) -> Entity:
        """A place visited stands for its country."""
        if entity.kind in {"city", "country"} and entity.country:
            return self.cast.country(entity.country)
        if entity.kind == "subdivision" and entity.country and entity.head is None:
            return self.cast.country(entity.country)
        return entity

    def _is_definite(self, draft: Draft) -> bool:
        words = draft.match.grammar.sentence.words
        before = words[max(0, draft.match.first - 6) : draft.match.first]
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
        alone = draft.countries() == {"IGO"}  # *une déclaration commune* of a body's members
        have = draft.countries()
        if len(codes) == 2 and not alone and have <= set(codes) and set(near) & self.language.words["joint"]:
            draft.actor = [*draft.actor, *(self.resolver.side(c) for c in codes if c not in have)]

    def _whose_body_meets(self, match: Match) -> list[Entity]:
        """*Ce comité se réunira à Z*, *la commission doit tenir sa première session*: the body of both who met."""
        words = self.language.words
        subjects = [c for t in (match.predicate, *match.partners) for c in t.children if c.dep_.startswith("nsubj")]
        if match.predicate.dep_ == "acl:relcl":
            subjects = [match.predicate.head]
        if match.predicate.pos_ != "VERB" or not any(fold(s.text) in words["joint_bodies"] for s in subjects):
            return []
        named = any(s.i <= g.lead.root < match.predicate.i for s in subjects for g in match.grammar.groups)
        codes = self.sides.countries()
        if named or len(codes) != 2 or self.match_at - self.sides.met_at > _STILL_MEETING:
            return []
        return [self.resolver.side(code) for code in codes]

    def _join_encounter(self, draft: Draft) -> None:
        slots = draft.match.slots.found
        own = any(slots.get(slot) for slot in (*draft.frame.actor, *draft.frame.recipient, "de", "obj", "sur"))
        if not draft.actor and not own and len(self.sides.encounter) > 1:
            draft.actor, draft.anaphoric = list(self.sides.encounter), True
            if draft.frame.form == "joint_committee" and draft.status == "planned":
                draft.actor = [self.resolver.side(code) for code in self.sides.countries()]
        elif (
            self.sides.speaker is not None
            and len(self.sides.countries()) == 2
            and self.sides.speaker.country in self.sides.countries()
            and (
                (len(self.sides.encounter) > 1 and not draft.actor)
                or (
                    "homologue" in draft.match.grammar.sentence.words
                    and draft.countries() <= set(self.sides.others(self.sides.speaker.country))
                )
            )
        ):
            others = [e for e in self.sides.encounter if e.country != self.sides.speaker.country]
            draft.actor = [
                self.sides.speaker,
                *(others or [self.resolver.side(c) for c in self.sides.others(self.sides.speaker.country)]),
            ]
            draft.anaphoric = True
        elif self._counterpart_alone(draft) and self.sides.previous is not None and self.sides.previous.country:
            draft.actor = [*draft.actor, self.sides.previous]  # *a dit son homologue à l'issue d'un entretien*
        elif self.current is not None and draft.countries() and draft.countries() <= self.current.countries():
            draft.actor = list(
                dict.fromkeys([*draft.actor, *[e for e in self.current.sides() if e.country not in draft.countries()]])
            )

    def _join_subject(self, draft: Draft) -> None:
        """*À l'issue d'un entretien avec X, Y a plaidé …*: whoever the sentence is about met X."""
        match = draft.match
        before = match.grammar.sentence.words[max(0, match.first - 6) : match.first]
        if match.predicate.pos_ != "NOUN" or len(draft.countries()) != 1 or not _AT_THE_END & set(before):
            return
        group = match.grammar.subject_of_clause(match.predicate)
        entities = self.resolver.entities(group.members) if group is not None else []
        if len(entities) == 1 and entities[0].kind in {"person", "office", "body"} and entities[0].country:
            draft.actor = list(dict.fromkeys([*draft.actor, entities[0]]))

    def echo(self, base: Draft, echo: Echo, grammar: Grammar) -> Draft | None:
        """The draft of an act told again of someone else; None where it is the same side, or the act is of both."""
        mine = {e.country for e in base.actor}
        actors = [e for e in self.resolver.entities(echo.group.members) if e.country and e.country not in mine]
        codes = {e.country for e in actors}
        recipients = [e for e in base.recipient if e.country not in codes]
        if not actors or base.symmetric or (base.recipient and not recipients):
            return None
        match = replace(base.match, grammar=grammar, first=echo.first, last=echo.last)
        start, end = grammar.sentence.span(echo.first, echo.last)
        cited = [s for s in base.supports if {"recipient", "date", "place"} & set(s.fields)]
        return replace(
            base, match=match, actor=actors, recipient=recipients, supports=[
                Support(start, min(end, start + MAX_SPAN), ("status", "actor")),
                *(replace(s, fields=tuple(f for f in s.fields if f not in {"actor", "status"})) for s in cited),
            ], also=[], rules=list(base.rules), headline=False, amount=None,
        )  # fmt: skip

    def _counterpart_alone(self, draft: Draft) -> bool:
        """Is the only side *son homologue*, whose counterpart the sentence before named?"""
        previous = self.sides.previous
        return (
            len(draft.actor) == 1
            and previous is not None
            and previous.country not in draft.countries()
            and any(t.head.of == "counterpart" for t in draft.actor[0].titles)
        )

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
                draft.pronoun = True
                draft.supports.append(mention_support(mention, side))
        said = {e.country for mention, _ in used for e in self.resolver.of(mention)}
        draft.supplied = not draft.countries() <= said
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

    def follow(self, draft: Draft) -> None:
        """Remember who met whom, for what comes after."""
        self.last = draft
        if draft.plover == "ACCUSE":
            self.accused = draft
        if draft.plover == "AID":
            self.aided = draft
        if draft.form == "thanks":
            self.thanks = draft
        if draft.recalled:
            return
        if (
            draft.own_date
            and draft.status in {"held", "ongoing"}
            and (
                draft.plover == "CONSULT"
                or draft.form in {"signing", "document_exchange", "relations_upgraded", "relations_established"}
                or draft.form in {"exercise", "patrol", "exchange"}
            )
        ):
            if self.anchor is None or draft.date is None or is_day(draft.date) or draft.plover == "CONSULT":
                self.anchor = draft
        elif self.anchor is None and draft.plover == "CONSULT" and draft.place is not None:
            self.anchor = draft
        met = (
            self.is_dispatch()
            or draft.plover in {"CONSULT", "COOPERATE"}
            or draft.form in {"signing", "document_exchange", "planned_encounter"}
        )
        if draft.plover == "CONSULT" and draft.countries() == {"IGO"} and not draft.recipient:
            self.sides.assembly = list(draft.actor)
        if len(draft.countries()) >= 2 and met and (draft.plover == "CONSULT" or self.current is None):
            self.sides.encounter = _specific([e for e in draft.sides() if e not in draft.third])
            self.sides.together = not draft.recipient
            if draft.recipient:
                self.sides.visitors = list(draft.actor)
            self.sides.met_at = draft.match.sentence_index
        if draft.plover == "CONSULT":
            self.current = draft


def sideless(reason: str) -> bool:
    """Was a match refused because a side of it was not found, and for nothing else?"""
    return reason.startswith(_SIDELESS)


def _specific(entities: list[Entity]) -> list[Entity]:
    """Without a bare country whose persons or bodies stand beside it."""
    named = {e.country for e in entities if e.kind != "country"}
    return [e for e in dict.fromkeys(entities) if e.kind != "country" or e.country not in named]
