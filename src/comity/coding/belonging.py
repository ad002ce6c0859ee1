"""Who leads a delegation, whose a minister or a body is, and which name goes with which country, as a sentence says."""

from __future__ import annotations

from itertools import pairwise

from comity.coding.cast import Cast
from comity.coding.mentions import Mention
from comity.coding.slots import Grammar, Group
from comity.folding import fold
from comity.lexicon.language import Language

_OWNER_REACH = 4  # tokens between a delegation and the nationality of what it belongs to


class Belonging:
    """Reads the sentences of a story before they are coded, and tells the page's cast who belongs to whom."""

    def __init__(self, language: Language, cast: Cast) -> None:
        self.language = language
        self.cast = cast

    def read(self, grammar: Grammar) -> None:
        """Tell the cast what the groups of a sentence say of one another."""
        for mention in grammar.mentions:
            if mention.kind in {"group", "body", "office"} and not mention.countries:
                self._of_whom(grammar, mention)
        self._whose(grammar)
        for group in grammar.groups:
            self.cast.together(group.members)
            self._named_respectively(group)
        for before, after in zip(grammar.groups, grammar.groups[1:], strict=False):
            last = before.members[-1]
            if after.preposition == "led" and last.kind == "country":
                last = next((m for m in reversed(grammar.mentions) if m.kind == "group" and m.end <= last.start), last)
            if after.preposition == "led" and last.kind in {"group", "body", "party", "subdivision", "city"}:
                self.cast.lead(last, after.lead, self._within(grammar, last, after.lead))
                followed = next(
                    (m for m in reversed(grammar.mentions) if m.kind == "group" and m.end <= after.lead.start), None
                )
                if followed is not None and not followed.leaders:
                    self.cast.lead(followed, after.lead)
                continue
            first = before.lead
            people = [m for m in after.members if m.kind == "person"]
            countries = [m.countries[0] for m in before.members if len(set(m.countries)) == 1]
            if len(before.members) == 1:
                countries = list(dict.fromkeys(first.countries))
            if (
                first.kind == "group"
                and len(countries) > 1
                and len(people) == len(countries) == len(after.members)
                and after.preposition is None
            ):
                self.cast.respectively(first, countries, people)
                before.members[:] = people
                for person in people:
                    grammar.group_of[id(person)] = before

    def _whose(self, grammar: Grammar) -> None:
        """*Pékin, dont le vice-ministre, X, …*: the vice-minister is of what stands before *dont*."""
        words = grammar.sentence.words
        for before, mention in pairwise(grammar.mentions):
            between = words[before.end : mention.start]
            if mention.kind not in {"person", "office", "group"} or mention.countries or len(between) not in {2, 3, 4}:
                continue
            entity = self.cast.link(before)
            country = entity.country if entity is not None else None
            whose = any(self.language.has("whose", word) for word in between[-3:-1])  # *dont les derniers soldats*
            if not whose or country is None or before.kind in {"person", "office"}:
                continue
            mention.countries = (country,)
            held = self.cast.link(mention)
            if held is not None and (held.country is None or held.supposed):
                held.country, held.country_from, held.supposed = country, "text", False

    def _of_whom(self, grammar: Grammar, mention: Mention) -> None:
        """*une délégation du parlement kényan*: the nationality of what it belongs to, where no body is known by it."""
        entity = self.cast.link(mention)
        if entity is not None and entity.country is not None:
            return
        for other in grammar.mentions:
            if other.kind == "adjective" and mention.end < other.start <= mention.end + _OWNER_REACH:
                noun = grammar.doc[other.root].head
                case = [fold(c.text) for c in noun.children if c.dep_ in {"case", "det"}]
                owned = noun.dep_ == "nmod" and noun.head.i == mention.root and len(set(other.countries)) == 1
                if owned and any(self.language.has("of", word) for word in case):
                    mention.countries = other.countries[:1]
                    if entity is not None:
                        entity.country = other.countries[0]
                    return

    def _within(self, grammar: Grammar, group: Mention, leader: Mention) -> str | None:
        """*une délégation de la ville haute de X (Y), conduite par Z*: the one country named before the leader."""
        between = [m for m in grammar.mentions if group.end <= m.start and m.end <= leader.start]
        linked = [self.cast.link(m) for m in between if m.kind in {"country", "subdivision", "city"}]
        codes = {entity.country for entity in linked if entity is not None and entity.country}
        return codes.pop() if len(codes) == 1 else None

    def _named_respectively(self, group: Group) -> None:
        """*les Premiers ministres de A et de B, X et Y*, one group to the parser: X is of A, Y of B."""
        first, people = group.lead, group.members[1:]
        countries = list(dict.fromkeys(first.countries))
        if first.kind != "group" or len(countries) < 2 or len(people) != len(countries):
            return
        if all(m.kind == "person" and not m.countries for m in people):
            self.cast.respectively(first, countries, people)
            group.members[:] = people
