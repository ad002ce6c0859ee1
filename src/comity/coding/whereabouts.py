"""Where an act took place, when its own words do not say: where the encounter is, or the story."""

from __future__ import annotations

from comity.coding.drafts import Draft, Support, mention_support
from comity.coding.entities import Entity
from comity.coding.parties import Parties
from comity.coding.places import capital_place, country_place, locality_place, place_of
from comity.lexicon.world import world
from comity.model import Place

ENCOUNTERS = frozenset(
    [
        "visit",
        "meeting",
        "courtesy_call",
        "audience",
        "talks",
        "working_session",
        "joint_committee",
        "summit",
        "conference",
        "negotiation",
        "ceremony",
        "inauguration",
    ]
)

SAID_OR_DONE_THERE = frozenset(["CONSULT", "SUPPORT", "AGREE", "REQUEST", "AID"])
_AT_DISTANCE = frozenset(["phone_call", "congratulation", "condolence", "protest_note", "recall"])
# done by authorities where they sit, whatever other places the sentence names: *l'ambassadeur de X à Y*
_BY_AUTHORITIES_AT_HOME = frozenset(["expulsion", "summons"])
_STRIKES = frozenset(["ASSAULT", "MOBILIZE", "COERCE"])
_DECIDED = frozenset(["SANCTION", "CONCEDE"])
_RESOLVED = SAID_OR_DONE_THERE | _DECIDED | {"ACCUSE", "REJECT"}


class Whereabouts(Parties):
    """Gives a draft its place."""

    def _place(self, draft: Draft) -> None:
        found = self._named_place(draft)
        if found is not None and draft.form in _BY_AUTHORITIES_AT_HOME and not self._at_home(found[0], draft):
            found, draft.own_place = None, False
        if found is None and draft.form not in _BY_AUTHORITIES_AT_HOME:
            found = self._of_the_encounter(draft)
        if found is None and draft.status in {"held", "ongoing"} and not draft.recalled:
            found = self._of_the_story(draft)
        if found is None:
            found = self._of_the_host(draft)
        if found is not None:
            draft.place = found[0]
            if found[1] is not None:
                draft.supports.append(found[1])

    def _at_home(self, place: Place, draft: Draft) -> bool:
        """Does a place lie in the country that acts?"""
        return place.country in {e.country for e in draft.actor}

    def _named_place(self, draft: Draft) -> tuple[Place, Support | None] | None:
        """The place that the sentence names for the act."""
        match = draft.match
        taken: set[int] = set()
        if draft.frame.plover not in {"CONSULT", *_STRIKES} and "place" not in draft.frame.recipient:
            taken = {
                id(m)
                for m in match.grammar.mentions
                if m.kind == "country" and any(self.cast.link(m) is e for e in draft.recipient)
            }
        if draft.frame.speech:
            # a place after a verb of saying belongs to what is said
            taken |= {id(m) for m in match.grammar.mentions if m.start > match.predicate.i}
        found = place_of(match.grammar, self.cast, match.predicate.i, taken, draft.plover in _STRIKES)
        if found is None and not draft.frame.speech:
            found = capital_place(match.grammar)
        if found is not None:
            draft.own_place = True
            return found[0], mention_support(found[1], "place")
        for group in self._groups(match, "subj"):
            for member in group.members:
                if member.posted:
                    draft.own_place = True
                    code = member.posted[0]
                    place = country_place(world().label(code, self.language.code), code)
                    return place, mention_support(member, "place")
        return None

    def _of_the_encounter(self, draft: Draft) -> tuple[Place, Support | None] | None:
        """The place of the encounter at which the act was said or done, or which it is part of."""
        source = self.anchor if self.anchor is not None and self.anchor.place is not None else self.current
        if source is None or source.place is None or draft.status != "held":
            return None
        said = (
            (draft.frame.speech or draft.plover in {"SUPPORT", "AGREE", "AID"})
            and not source.recalled
            and bool(draft.countries() & source.countries())
            and source.status in {"held", "ongoing"}
        )
        part = (
            draft.plover == "CONSULT"
            and draft.countries() <= source.countries()
            and draft.form != "phone_call"
            and not draft.own_date
        )
        if not (said or part):
            return None
        return source.place, next((s for s in source.supports if s.fields == ("place",)), None)

    def _of_the_story(self, draft: Draft) -> tuple[Place, Support | None] | None:
        """Where the headline, the first sentence or the dateline says that the story happens, in a side's country.

        What a body of several states decides it decides where the dateline is.
        """
        dateline = (self.dateline_place, self.dateline_support) if self.dateline_place is not None else None
        candidates: list[tuple[Place, Support] | None] = []
        if draft.plover == "CONSULT" and draft.form in ENCOUNTERS:
            candidates.append(dateline)
        if draft.form in ENCOUNTERS | {"signing", "document_exchange"}:
            candidates.append(self.headline_place)
        if draft.plover in SAID_OR_DONE_THERE and draft.form not in _AT_DISTANCE and self.is_dispatch():
            candidates += [dateline, self.opening.place if self.opening is not None else None]
        for found in candidates:
            if found is not None and found[0].country in draft.countries():
                return found
        decided = draft.plover in SAID_OR_DONE_THERE | _DECIDED and draft.form not in _AT_DISTANCE
        if decided and dateline is not None and all(e.country == "IGO" for e in draft.actor):
            return dateline
        if self.opening is not None and self._in_session(draft):
            return self.opening.place
        return self.setting.place if self.setting is not None and self._in_the_setting(draft) else None

    def _in_the_setting(self, draft: Draft) -> bool:
        """Was it said or done at the encounter that the first sentences tell of?"""
        setting = self.setting
        if setting is None or draft.reaction or draft.recalled or draft.form in _AT_DISTANCE or draft.status != "held":
            return False
        if draft.plover not in SAID_OR_DONE_THERE or draft.match.modality.past_of_past:
            return False
        if draft.own_date and (setting.days is None or draft.date != setting.days.date):
            return False
        return setting.many or draft.countries() <= setting.countries

    def _in_session(self, draft: Draft) -> bool:
        """What a body of states, whose sitting opens the story, resolves: it does so where and when it sits."""
        opening, body = self.opening, self.sides.body
        if opening is None or not opening.session or body is None or draft.plover not in _RESOLVED:
            return False
        if draft.recalled or draft.status not in {"held", "ongoing"} or draft.form in _AT_DISTANCE:
            return False
        return all(e is body or (e.country == "IGO" and e.kind == "body") for e in draft.actor)

    def _of_the_host(self, draft: Draft) -> tuple[Place, Support | None] | None:
        """A mayor receives in the town, a diplomat is expelled from the country that expels, and summoned in it."""
        if draft.form in _BY_AUTHORITIES_AT_HOME and len({e.country for e in draft.actor}) == 1:
            return self._cited_place(draft.actor[0], "country")
        receives = draft.frame.host == "subj" and draft.form in {"audience", "courtesy_call", "meeting"}
        told = draft.status in {"held", "ongoing"} or (draft.status == "planned" and receives)
        hosted = draft.plover == "CONSULT" and draft.form not in _AT_DISTANCE and told
        if hosted and "visit" in draft.modes:
            for entity in draft.recipient:
                found = self._cited_place(entity, "locality")
                if found is not None:
                    return found
            if receives and draft.recipient and not any(m.posted for m in draft.recipient[0].mentions):
                return self._cited_place(draft.recipient[0], "country")
        return None

    def _cited_place(self, entity: Entity, what: str) -> tuple[Place, Support | None] | None:
        """The country of an entity, or the town or province that it stands for, with the words that name it."""
        support = self.cite(entity, "place")
        if support is None or entity.country in {None, "IGO"}:
            return None
        if not any(s.start <= support.start < s.end for s in self.sentences):
            return None  # named in another story of the page alone
        code = str(entity.country)
        if what == "country":
            return country_place(world().label(code, self.language.code), code), support
        place = locality_place(entity, self.cast)
        return (place, support) if place is not None else None
