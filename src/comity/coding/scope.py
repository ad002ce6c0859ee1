"""Which acts are within scope: those of two states, of a body of several, or told to all the world."""

from __future__ import annotations

from comity.coding.actors import of_states
from comity.coding.clauses import Clauses
from comity.coding.drafts import Draft
from comity.coding.entities import Entity
from comity.coding.unsaid import Unsaid

_OFFERED = frozenset({"pledged", "agreed"})


class Scope(Unsaid):
    """Says why a draft is out of scope."""

    def _out_of_scope(self, draft: Draft) -> str:
        frame = draft.frame
        for side in frame.needs_country:
            if not any(e.country or of_states(e) for e in (draft.recipient if side == "recipient" else draft.actor)):
                return f"no {side} with a country"
        draft.actor = _named(draft.actor)
        draft.recipient = _named(draft.recipient)
        if not draft.actor:
            return "no actor"
        if frame.commits in _OFFERED and self._binds_nobody(draft):
            return "it states no commitment of its own"
        countries = draft.countries()
        jointly = frame.plover == "AGREE" and len({e.country for e in draft.actor}) >= 2
        if not (frame.symmetric or frame.alone or draft.recipient or jointly or not frame.plover):
            return "no recipient"
        if len(countries) >= 2:
            return self._owed(draft)
        if countries and draft.recipient and any(map(of_states, draft.sides())):
            return ""  # *l'Occident accuse X*: which states is not said
        igos = {e.entry.codes[0] for e in draft.sides() if e.kind == "igo" and e.entry and e.entry.codes}
        if len(igos) >= 2:
            return ""
        if self._of_many_states(draft):
            draft.modes = ("multilateral",) if frame.plover == "CONSULT" else draft.modes
            return ""
        if frame.alone and countries and draft.status == "held":
            return ""
        if not frame.plover and countries <= {*self.sides.countries(), *self.sides.dyad}:
            return ""  # a position has no event of its own: it stands when its side is one of the story's
        return "one country only"

    def _owed(self, draft: Draft) -> str:
        """*X affirme que Y doit lever ses sanctions*: what one says that another has to do is no plan of that one."""
        verb, said = draft.match.predicate.head, self.sides.said
        if draft.status != "planned" or not draft.match.grammar.is_verb(verb, "owed"):
            return ""
        another = said is not None and said.country not in {None, *(e.country for e in draft.actor)}
        return f"under {verb.text}" if another else ""

    def _binds_nobody(self, draft: Draft) -> bool:
        """*ont dit vouloir marquer l'anniversaire*: what is to come are words or a ceremony.

        What one side alone means to do against another is an act of its own: *a l'intention d'expulser X*.
        """
        clauses = Clauses(draft.match.grammar, draft.match.predicate, draft.match.last, draft.match.partners)
        promised = clauses.infinitives(draft.match.last)
        alone = draft.frame.commits == "pledged" and len({e.country for e in draft.actor}) == 1
        apart = ("gestures", "deeds") if alone else ("gestures",)
        return bool(promised) and all(any(clauses.begins_with(name, s) for name in apart) for s in promised)

    def _of_many_states(self, draft: Draft) -> bool:
        """*Les ministres de l'ASEAN se sont réunis*: a body of several states meets, agrees or declares by itself.

        A noun tells it only with a verb that says that it took place: *le sommet de la CEDEAO s'est ouvert*.
        """
        frame, match = draft.frame, draft.match
        if draft.countries() != {"IGO"} or not frame.symmetric or frame.plover == "AID":
            return False
        told = match.predicate.pos_ in {"VERB", "AUX"}
        if frame.plover == "SUPPORT":
            return told and frame.object_instrument and draft.status == "held"
        if frame.plover == "AGREE":
            clauses = Clauses(match.grammar, match.predicate, match.last)
            promised = clauses.infinitives(match.last)
            return told and not (promised and all(clauses.begins_with("deeds", span) for span in promised))
        if told:
            return True
        return (
            frame.plover == "CONSULT"
            and not match.modality.standing
            and any(match.grammar.is_verb(p, "happen") and match.predicate.head.i == p.i for p in match.partners)
        )


def _named(side: list[Entity]) -> list[Entity]:
    """A side without those whose country is not known; states that nobody names stand where they stand alone."""
    return [e for e in side if e.country] or [e for e in side if of_states(e)]
