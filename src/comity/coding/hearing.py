"""Who is spoken of: whom the pronouns of a sentence stand for, as the story goes on."""

from __future__ import annotations

from spacy.tokens import Token

from comity.coding.discourse import quotes
from comity.coding.drafts import Draft
from comity.coding.entities import Entity
from comity.coding.situation import Situation
from comity.coding.slots import Grammar, Group
from comity.coding.speech import is_reported

_BY_WORDS = frozenset({"AGREE", "SUPPORT", "REQUEST", "REJECT", "ACCUSE"})  # acts that one does by saying so
_SPEAKERS = frozenset({"person", "office", "body", "party", "igo", "subdivision", "city", "group", "country"})


class Hearing(Situation):
    """Keeps the sides of the story up to date, sentence by sentence."""

    def listen(self, grammar: Grammar) -> None:
        """Remember who the sentence is about and who speaks in it, before its acts are looked at."""
        sides = self.sides
        sides.previous = sides.speaker
        sides.here = [
            (m.start, e)
            for m in grammar.mentions
            if m.kind in {"person", "office"}
            for e in self.resolver.of(m)
            if e.country
        ]
        sides.at = grammar.sentence.index
        for mention in grammar.mentions:
            if mention.kind not in {"pronoun", "adjective"} and not mention.pair:
                self.resolver.discourse.hear(grammar, mention, self.resolver.of(mention))
        self._owned(grammar)
        self._befallen(grammar)
        for together in grammar.groups:
            named = [] if together.lead.kind in {"pronoun", "adjective"} else self.resolver.entities(together.members)
            if len({e.country for e in named if e.country}) > 1:
                sides.several.append((grammar.sentence.index, together.lead.start, [e for e in named if e.country]))
        sides.said = self._voice(grammar)
        sides.voice = sides.said or sides.speaker
        quoting = next((m for m in grammar.mentions if m.kind == "pronoun" and quotes(m)), None)
        if quoting is not None:
            sides.speaker = next(iter(self.resolver.of(quoting)), sides.previous)
            return
        for root in (t for t in grammar.doc if t.dep_ == "ROOT"):
            group = grammar.subject(root)
            entities = self.resolver.entities(group.members) if group is not None else []
            if group is not None and len(entities) == 1 and entities[0].kind in _SPEAKERS:
                sides.speaker = entities[0]
                one = entities[0].kind in {"person", "office"} or group.lead.kind == "pronoun"
                if sides.said is not None and not one and self._told_after(grammar, root):
                    sides.speaker = sides.said
                    return
                lead = group.lead
                if lead.kind != "pronoun":
                    plural = "Plur" in grammar.doc[lead.root].morph.get("Number", [])
                    sides.many = plural and lead.kind != "country"
                return
        for group in grammar.groups:
            # *Selon X, …*: the next *il* is X, whether or not the page tells of which country
            if group.preposition == "except" and group.lead.kind == "person" and self._is_according(grammar, group):
                sides.speaker = next(iter(self.resolver.entities(group.members)), sides.speaker)
                return

    def _told_after(self, grammar: Grammar, root: Token) -> bool:
        """*Les soldats fuient, a déclaré X*: the next *il* is X, who stands behind the verb of saying."""
        for verb in grammar.doc[root.i + 1 :]:
            if (
                verb.pos_ == "VERB"
                and verb.dep_ in {"parataxis", "conj", "dep", "ccomp"}
                and grammar.is_verb(verb, "say")
            ):
                subject = next((c for c in verb.children if c.dep_.startswith("nsubj")), None)
                if subject is not None and subject.i > verb.i:
                    return True
        return False

    def _is_according(self, grammar: Grammar, group: Group) -> bool:
        before = grammar.sentence.words[max(0, group.lead.start - 2) : group.lead.start]
        return any(self.language.has("according_to", word) for word in before)

    def _owned(self, grammar: Grammar) -> None:
        """*Le Qatar a proposé … Son Premier ministre, X, a reçu Y*: X is of the one spoken of."""
        words, owner = grammar.sentence.words, self.sides.previous
        if len(grammar.doc) < 2 or words[0] not in self.language.words["possessive"]:
            return
        for mention in grammar.mentions:
            if mention.start != 1 or mention.kind != "person" or not mention.titles:
                continue
            entity = self.cast.link(mention)
            if entity is None or owner is None or owner.country in {None, "IGO"}:
                return
            if entity.country is None and not any(t.head.of == "counterpart" for t in mention.titles):
                entity.country, entity.country_from, entity.supposed = owner.country, "inferred", True

    def _befallen(self, grammar: Grammar) -> None:
        """*Un séisme a frappé X*, *X, éprouvé par un cyclone*: the one country of the sentence, where there is one."""
        if any(self.language.has("calamities", word) for word in grammar.sentence.words):
            codes = {code for m in grammar.mentions for code in m.countries if code != "IGO"}
            self.stricken = next(iter(codes)) if len(codes) == 1 else self.stricken

    def _voice(self, grammar: Grammar) -> Entity | None:
        """Who says *nous* in this sentence: the subject of its verb of saying."""
        for verb in grammar.doc:
            if verb.pos_ != "VERB" or not (grammar.is_verb(verb, "say") or grammar.is_verb(verb, "reproach")):
                continue
            group = grammar.subject(verb)
            if group is None or self.language.has("first_person", grammar.sentence.words[group.lead.start]):
                continue
            entities = [e for e in self.resolver.entities(group.members) if e.country]
            if len(entities) == 1:
                return entities[0]
        return None

    def _name_speaker(self, draft: Draft) -> None:
        """*X a dit que son pays aiderait …*, *« Le pays … », a dit X*: what a country does by words X does for it."""
        said = self.sides.said
        if said is None or said.kind != "person" or draft.frame.plover not in _BY_WORDS:
            return
        if {(e.kind, e.country) for e in draft.actor} != {("country", said.country)}:
            return
        verb = next((t for t in (draft.match.predicate, *draft.match.partners) if t.pos_ in {"VERB", "AUX"}), None)
        if verb is not None and is_reported(draft.match.grammar, verb):
            draft.actor = [said]

    def leave(self, grammar: Grammar) -> None:
        """Remember whom *celui-ci* will point at: the last person named who is not the one who spoke."""
        people = [
            e
            for m in grammar.mentions
            if m.kind in {"person", "office"}
            for e in self.resolver.of(m)
            if e is not self.sides.speaker and e.country
        ]
        if people:
            self.sides.latter = people[-1]
