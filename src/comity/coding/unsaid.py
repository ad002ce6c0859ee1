"""Sides that a sentence leaves out: the story's other side, whoever is answered, whoever an aid is for."""

from __future__ import annotations

from comity.coding.background import Background
from comity.coding.drafts import Draft
from comity.coding.entities import Entity
from comity.coding.frames import Match
from comity.coding.money import find_amounts
from comity.coding.speech import CLOSING
from comity.folding import fold

_STILL_THERE = 4  # sentences after an encounter in which, in a long article, its sides are still spoken of
_REACTION_REACH = 2  # sentences after an act in which a third side reacts to it without naming who did it
_FRIENDLY = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
_PLACES = frozenset({"city", "country", "subdivision"})
_WORDS = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})
_ANSWERS = frozenset({"ACCUSE", "REJECT", "THREATEN", "PROTEST"})
_ANSWER_REACH = 2  # sentences after a wrong in which blame answers it
_OPENING = 6  # words within which a sentence says what it is about
_BESIDE = 4  # words between *plainte* and whom it is against
_DENIAL_REACH = 6  # sentences after a reproach in which its target's denial answers it


class Unsaid(Background):
    """Finds the sides of an act that its sentence does not name."""

    def _pledged_to(self, draft: Draft) -> list[Entity]:
        """*a exprimé la volonté d'aider X*, *s'est dit prêt à prêter … à X*: the first side that the promise names."""
        mine = {e.country for e in draft.actor}
        for group in draft.match.grammar.groups:
            if group.lead.start < draft.match.last or group.lead.kind not in {"country", "igo", "group"}:
                continue
            named = [e for e in self.resolver.entities(group.members) if e.country and e.country not in mine]
            if named and group.preposition in {None, "a", "pour", "en_faveur"}:
                return named[:2]
        return []

    def _unsaid_agent(self, draft: Draft) -> list[Entity]:
        """*X durcit le ton. Deux diplomates ont été expulsés*: the one spoken of does what has no agent."""
        if not self._is_agentless(draft.match):
            return []
        theirs = {e.country for e in draft.recipient}
        for entity in (self.sides.speaker, self.sides.previous):
            if entity is not None and entity.country and entity.country not in theirs and entity.kind != "group":
                return [entity]
        return []

    def _another_than(self, match: Match, actor: list[Entity], met: list[Entity]) -> list[Entity]:
        """*Le roi de X a accueilli Y. Mardi, il rencontrera le ministre de X*: *il* is Y, of another country."""
        subject = next(iter(match.slots.found.get("subj", ())), None)
        codes = {e.country for e in (*actor, *met)}
        if subject is None or subject.lead.kind != "pronoun" or not met or len(codes) != 1 or set(actor) == set(met):
            return actor
        others = [e for e in self.sides.encounter if e.kind == "person" and e.country not in codes]
        return others if len(others) == 1 else actor

    def _recalled_by_his_own(self, draft: Draft) -> None:
        """*L'ambassadeur de France, rappelé en avril*: by France, from where he is posted or from the other side."""
        match = draft.match
        if draft.frame.form != "recall":
            return
        envoys = [
            t for slot in ("obj", "psubj", "subj") for g in match.slots.found.get(slot, ()) for t in g.lead.titles
        ]
        codes = {code for title in envoys if title.head.of == "post" for code in title.countries}
        if len(codes) == 1:
            draft.actor = [self.cast.country(codes.pop())]
            posted = [code for title in envoys for code in title.posted]
            draft.recipient = [self.cast.country(code) for code in posted] or self._other_side(draft)

    def _retorted(self, draft: Draft) -> list[Entity]:
        """*« Une décision injuste », a déploré le ministre*: said of what was told last against his country."""
        tokens = draft.match.grammar.doc[: draft.match.first]
        if not any(t.text in CLOSING for t in tokens) or any(
            c.dep_ in {"obj", "ccomp", "xcomp"} and c.i > c.head.i for c in draft.match.predicate.children
        ):
            return []
        last, mine = self.last, draft.actor[0].country
        if last is None or last.symmetric or mine not in {e.country for e in last.recipient}:
            return []
        return [e for e in last.actor if e.country != mine]

    def _on_topic(self, draft: Draft) -> list[Entity]:
        """*S'agissant du Congo, la Conférence a menacé les autorités de sanctions*: who is meant stands in front."""
        grammar, mine = draft.match.grammar, {e.country for e in draft.actor}
        text = " ".join(grammar.sentence.subwords) + " "
        if not any(text.startswith(f"{fold(cue)} ") for cue in self.language.syntax["grammar"]["topic_cues"]):
            return []
        group = next((g for g in grammar.groups if g.lead.kind in {"country", "igo"}), None)
        if group is None or group.lead.start > draft.match.first or group.lead.start > _OPENING:
            return []
        words = grammar.doc[group.lead.end : draft.match.predicate.i]
        named = any(m.countries for m in grammar.mentions if m.start > draft.match.last and m.kind != "pronoun")
        if named or not any(t.text == "," for t in words):
            return []
        return [e for e in self.resolver.entities(group.members) if e.country and e.country not in mine]

    def _proceeded_against(self, draft: Draft) -> list[Entity]:
        """*X a dénoncé une violation et demandé de porter plainte contre Y*: the blame is for Y."""
        mine, words = {e.country for e in draft.actor}, draft.match.grammar.sentence.words
        for group in draft.match.grammar.groups:
            before = words[max(draft.match.last, group.lead.start - _BESIDE) : group.lead.start]
            if group.preposition == "contre" and any(self.language.has("proceedings", word) for word in before):
                return [e for e in self.resolver.entities(group.members) if e.country and e.country not in mine]
        return []

    def _other_side(self, draft: Draft) -> list[Entity]:
        mine = {e.country for e in draft.actor}
        reproach = self.accused
        if (
            draft.plover == "REJECT"
            and reproach is not None
            and draft.match.sentence_index - reproach.match.sentence_index <= _DENIAL_REACH
            and mine & {e.country for e in reproach.recipient}
            and not self._is_another(draft.actor, reproach.recipient)
        ):
            return [e for e in reproach.actor if e.country not in mine]
        answered = self._answered(draft)
        if answered:
            return answered
        others = self._other_side_of(draft.actor, most=2 if self.sides.together else 1)
        if others:
            return others
        others = self._reacted_to(draft)
        draft.reaction = bool(others)
        ways = (self._concerned, self._where_the_envoy_is, self._relieved, self._upheaval)
        return others or next((found for way in ways if (found := way(draft))), [])

    def _is_another(self, denying: list[Entity], accused: list[Entity]) -> bool:
        """Does a person deny what another person of the same country was accused of?"""
        mine, theirs = ({e for e in side if e.kind == "person"} for side in (denying, accused))
        return bool(mine and theirs) and not mine & theirs

    def _upheaval(self, draft: Draft) -> list[Entity]:
        """*Les États-Unis condamnent le coup d'État*: blame and appeals on what befalls a country are for that country.

        It is the one that the story is set in; a story of two states, or a sentence that names another, has
        its own answer.
        """
        match, mine = draft.match, {e.country for e in draft.actor}
        if draft.plover not in {"ACCUSE", "REQUEST"} or draft.headline or len(mine) != 1:
            return []
        named = {e.country: e for e in self._named_besides(draft)}
        if len(named) > 1:
            return []
        tokens = (match.predicate, *match.partners)
        objects = [c for t in tokens for c in t.children if c.dep_ in {"obj", "obl:arg", "obl:mod"} and c.i > t.i]
        told = any(self.language.has("upheavals", fold(c.text)) for c in objects)
        asked = draft.plover == "REQUEST" and any(self.language.has("in_power", fold(c.text)) for c in objects)
        if not told and not asked:
            return []
        if named:
            return [self.cast.country(str(code)) for code in named] if told and "IGO" not in named else []
        there = self.resolver.discourse.setting(next(iter(mine)))
        return [self.cast.country(there)] if there is not None else []

    def _answered(self, draft: Draft) -> list[Entity]:
        """*X a fermé sa frontière avec Y. Y a dénoncé une mesure inique*: blame is for who wronged the side last."""
        last, mine = self.last, {e.country for e in draft.actor}
        if draft.plover not in _ANSWERS or last is None or last.symmetric or last.plover in _FRIENDLY:
            return []
        if draft.match.sentence_index - last.match.sentence_index > _ANSWER_REACH or len(mine) != 1:
            return []
        if not mine & {e.country for e in last.recipient} or self._named_besides(draft):
            return []
        return [e for e in last.actor if e.country not in mine]

    def _reacted_to(self, draft: Draft) -> list[Entity]:
        """*L'Espagne a salué cet accord*: what a third side says of the act told last is said to who did it.

        Praise is for all who acted together, an appeal for all whom the act concerns. Reproach is for who did a deed;
        after the reproach of another it is for whom that one blamed.
        """
        last, mine = self.last, {e.country for e in draft.actor}
        if last is None or draft.headline or mine & last.countries() or len(last.countries()) < 2:
            return []
        if draft.match.sentence_index - last.match.sentence_index > _REACTION_REACH or len(mine) != 1:
            return []
        if self._points_back(draft.match) or not self._says_this(draft.match):
            return []
        if draft.plover == "SUPPORT" and last.plover in _FRIENDLY:
            return list(last.actor)
        if draft.plover == "REQUEST" and last.plover not in _FRIENDLY:
            return last.sides() if last.countries() == set(self.sides.dyad) or not self.sides.dyad else []
        if draft.plover == "ACCUSE" and last.plover not in _FRIENDLY:
            return list(last.recipient if last.plover in _WORDS else last.actor)
        return []

    def _says_this(self, match: Match) -> bool:
        """*cet accord*, *ces frappes*: the act told last is what it is about."""
        has = self.language.has
        objects = [c for t in (match.predicate, *match.partners) for c in t.children if c.dep_ in {"obj", "obl:arg"}]
        return any(has("demonstrative", fold(c.text)) for o in objects for c in o.children if c.dep_ == "det")

    def _points_back(self, match: Match) -> bool:
        """*l'accuse*, *lui demande*: a pronoun says whom the act is on, though the story does not tell who it is."""
        tokens = (match.predicate, *match.partners)
        return any(c.pos_ == "PRON" and c.dep_ in {"obj", "iobj", "obl:arg"} for t in tokens for c in t.children)

    def _concerned(self, draft: Draft) -> list[Entity]:
        """*L'UE a annoncé une aide*, in a story of others: for whom the last aid was, if the sentence names nobody."""
        mine = {e.country for e in draft.actor}
        if draft.plover not in {"AID", "AGREE"} or draft.headline or len(mine) != 1 or mine & set(self.sides.dyad):
            return []
        sentence = draft.match.grammar.sentence
        if draft.plover == "AGREE" and not find_amounts(sentence.text, self.language.code):
            return []
        aided = self.aided
        if aided is None or not aided.recipient or mine & {e.country for e in aided.recipient}:
            return []
        return [] if self._named_besides(draft) else list(aided.recipient)

    def _where_the_envoy_is(self, draft: Draft) -> list[Entity]:
        """*Le Japon, par son ambassadeur au Cambodge, a offert dix détecteurs*: a gift is for where the envoy is."""
        if draft.plover not in {"AID", "AGREE"} or len({e.country for e in draft.actor}) != 1:
            return []
        envoys = [t for m in draft.match.grammar.mentions for t in m.titles if t.posted and m.start < draft.match.last]
        codes = {code for title in envoys for code in title.posted} - {draft.actor[0].country}
        return [self.cast.country(codes.pop())] if len(codes) == 1 and not self._named_besides(draft) else []

    def _relieved(self, draft: Draft) -> list[Entity]:
        """*Un séisme a frappé X. … Y a envoyé des secouristes*: help is for the stricken country."""
        code, mine = self.stricken, {e.country for e in draft.actor}
        if draft.plover not in {"AID", "AGREE"} or code is None or code in mine or len(mine) != 1:
            return []
        words = draft.match.grammar.sentence.words
        if draft.plover == "AGREE" and not any(self.language.has("relief", word) for word in words):
            return []
        return [] if self._named_besides(draft) else [self.cast.country(code)]

    def _named_besides(self, draft: Draft) -> list[Entity]:
        """The sides of other countries that the sentence names outside the slots of the act."""
        mine = {e.country for e in draft.actor}
        found: list[Entity] = []
        for group in draft.match.grammar.groups:
            if group.lead.kind in {"country", "igo", "body", "group", "party"} and group.preposition != "except":
                found += [e for e in self.resolver.entities(group.members) if e.country and e.country not in mine]
        return found

    def _other_side_of(self, side: list[Entity], most: int = 1) -> list[Entity]:
        """The story's side opposite to `side`, of at most so many countries, where it is not named."""
        mine = {e.country for e in side}
        if not self.is_dispatch() and self.match_at - self.sides.met_at > _STILL_THERE:
            return []
        known = {e.country for e in self.sides.encounter} | (set(self.sides.dyad) if self.is_dispatch() else set())
        if len(mine) != 1 or not mine & known or any(e.kind in {"company", "group"} and not e.titles for e in side):
            return []
        others = self.sides.others(next(iter(mine)))
        if len(others) > most:
            return []
        bodies = [e for e in self.sides.encounter if e.country == "IGO"][:1] if "IGO" in others else []
        if not bodies and "IGO" in others and self.sides.body is not None:
            bodies = [self.sides.body]
        return [*(self.cast.country(code) for code in others if code != "IGO"), *bodies][:3]

    def _unsaid_host(self, draft: Draft) -> list[Entity]:
        """*Le ministre bulgare a entamé une visite*: without a destination, to the country that reports it."""
        match = draft.match
        if match.predicate.pos_ != "NOUN" or draft.headline:
            return []
        mine = {e.country for e in draft.actor}
        places = [e for g in match.grammar.groups for e in self.resolver.entities(g.members) if e.kind in _PLACES]
        if any(e.country in mine for e in places):
            return []
        return [e for e in self._other_side_of(draft.actor) if e.country in {self.sides.home, self._reported_from()}]

    def _reported_from(self) -> str | None:
        return self.dateline_place.country if self.dateline_place is not None else None

    def _is_impersonal(self, match: Match) -> bool:
        """*Il a été convenu de …*: *il* is nobody."""
        tokens = (match.predicate, *match.partners)
        return any(c.dep_ == "expl:subj" and fold(c.text) == "il" for t in tokens for c in t.children)

    def _joint_subject(self, draft: Draft) -> list[Entity]:
        """*Les maires de X, au A, et de Y, en B, se sont vus*, *l'université de X et celle de Y ont signé*: all."""
        match, mine = draft.match, draft.countries()
        verb = next((t for t in (match.predicate, *match.partners) if t.pos_ == "VERB"), None)
        subjects = match.slots.found.get("subj", ())
        if verb is None or not subjects or len(mine) != 1:
            return []
        finite = [verb, *(c for c in verb.children if c.dep_.startswith("aux"))]
        if not any("Plur" in t.morph.get("Number", []) and "Fin" in t.morph.get("VerbForm", []) for t in finite):
            return []
        words = match.grammar.sentence.words
        found: list[Entity] = []
        for group in match.slots.found.get("deep:subj", ()):
            between = words[subjects[0].lead.end : group.lead.start]
            if group.preposition in {"except", "avec", "par"} or not any(self.language.has("and", w) for w in between):
                continue
            named = self.resolver.entities(group.members)
            found += [e for e in named if e.country and e.country not in mine and e not in found]
        codes = list(dict.fromkeys(e.country for e in found if e.country))
        return [self.resolver.side(codes[0])] if len(codes) == 1 else []

    def _is_agentless(self, match: Match) -> bool:
        """*l'ambassadeur béninois a été convoqué*: a passive that does not say by whom."""
        verb = match.predicate
        return verb.pos_ == "VERB" and any(c.dep_ in {"aux:pass", "nsubj:pass"} for c in verb.children)
