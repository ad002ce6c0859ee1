"""Who: from the slots of a frame to the entities that act and are acted upon."""

from __future__ import annotations

from comity.coding.actors import of_states
from comity.coding.entities import Entity
from comity.coding.frames import Match
from comity.coding.hearing import Hearing
from comity.coding.mentions import Mention, is_anybody
from comity.coding.places import part_of
from comity.coding.slots import Group
from comity.folding import fold

_PLACES = frozenset({"city", "subdivision"})
_JOINING = frozenset({"ADP", "DET", "CCONJ", "PUNCT"})
# of these the object may tell far down who is meant: *lever les sanctions imposées à X*
_HELD_AGAINST = frozenset({"ACCUSE", "REJECT", "CONCEDE", "SANCTION", "COERCE", "PROTEST"})
_SAID = frozenset({"ACCUSE", "REJECT", "PROTEST", "THREATEN", "REQUEST", "SUPPORT"})
_GO_TO = ("a", "en", "dans", "chez")
_REACH = 8  # tokens between persons and the country whose they are


class Parties(Hearing):
    """Finds the sides of a match."""

    def _infer(self, match: Match) -> None:
        """A titled person without a country who meets one side of the story is of the other (rule 10)."""
        frame = match.frame
        others = self._in_slots(match, frame.recipient)
        visitors = [e for e in self._in_slots(match, frame.actor) if e not in others]
        known = {e.country for e in (*visitors, *others) if e.country}
        if self.sides.previous is not None and self.sides.previous.country and self._pronoun_object(match):
            known.add(self.sides.previous.country)  # *le roi lui a accordé une audience*
        host = self.current.recipient[0].country if self.current is not None and self.current.recipient else None
        if not known and host is None:
            host = self.sides.home if self.sides.home in self.sides.countries() else None
        place = self._place_country(match) if frame.plover == "CONSULT" or frame.symmetric else None
        here = None if frame.plover == "CONSULT" else self._from_where(match)
        own = self._whose_forces(match)
        for entity in visitors:
            if own is not None and entity.supposed and entity.country != own:
                entity.country = None  # what was supposed before is asked again
            if own is not None:
                self.resolver.suppose(entity, set(), own)
        away = frame.host is not None and place is not None
        if frame.form == "recall":
            here = next(
                (c for g in self._groups(match, "obj") for t in g.lead.titles if t.posted for c in t.countries), here
            )
        for entity in visitors:
            self.resolver.suppose(
                entity,
                known | {str(place)} if away else known,
                here or (None if away else host),
                None if frame.host else place,
            )
        for entity in others:
            self.resolver.suppose(entity, known, host, place)

    def _whose_forces(self, match: Match) -> str | None:
        """*X a menacé de retirer les soldats kényans*: who has such an order to give is of the country they serve."""
        grammar = match.grammar
        orders = [t for t in (match.predicate, *match.predicate.children) if grammar.is_verb(t, "orders")]
        for group in grammar.groups:
            armed = group.lead.head is not None and group.lead.head.sector == "MIL"
            verb = grammar.doc[group.lead.root].head
            if armed and len(set(group.lead.countries)) == 1 and verb in orders:
                return group.lead.countries[0]
        return None

    def _pronoun_object(self, match: Match) -> bool:
        """*l'a reçu*, *lui a remis*: the one spoken of before is in the sentence."""
        return any(
            child.pos_ == "PRON"
            and child.dep_ in {"obj", "iobj", "obl:arg"}
            and fold(child.text) in {"l", "le", "la", "lui"}
            for token in (match.predicate, *match.partners)
            for child in token.children
        )

    def _in_slots(self, match: Match, slots: tuple[str, ...]) -> list[Entity]:
        """The entities named in some slots of a match, places aside."""
        return [
            e
            for slot in slots
            if slot != "place"
            for g in self._groups(match, slot)
            for e in self.resolver.entities(g.members)
        ]

    def _from_where(self, match: Match) -> str | None:
        """*À Monrovia, le porte-parole …*, *En Australie, la ministre …*: the country that the sentence opens with."""
        first = next(iter(match.grammar.groups), None)
        if first is None or first.preposition not in {"a", "en"} or first.lead.start > 1 or len(first.members) > 1:
            return None
        after = match.grammar.doc[first.lead.end : first.lead.end + 1].text
        if first.lead.kind not in {"city", "country"} or after != ",":
            return None
        entity = self.cast.link(first.lead)
        return entity.country if entity is not None else None

    def _place_country(self, match: Match) -> str | None:
        """The country of a city that the sentence places the act in."""
        for group in match.grammar.groups:
            if group.preposition == "a" and group.lead.kind == "city":
                entity = self.cast.link(group.lead)
                return entity.country if entity else None
        return self.dateline_place.country if self.dateline_place is not None else None

    def _collect(
        self,
        match: Match,
        slots: tuple[str, ...],
        used: list[tuple[Mention, str]],
        side: str,
        without: list[Entity] | None = None,
    ) -> list[Entity]:
        """The entities of the first slots that are filled; a symmetric frame takes all its slots."""
        found: list[Entity] = []
        excluded = without or []
        if match.frame.noun_instrument and self._between(match):
            slots = ("entre",)
        for slot in slots:
            last: Group | None = None
            for group in self._groups(match, slot):
                if slot == "a" and not match.frame.traveller and self._is_where(match, group):
                    continue
                if last is not None and not match.frame.symmetric and not self._goes_on_with(match, last, group):
                    break
                if match.frame.bodies_only and side == "actor" and group.lead.kind in {"country", "city"}:
                    continue
                whose = self._whose(match, group, used, side) if self._is_unclaimed(group) else []
                entities = whose or [
                    e for e in self.resolver.entities(group.members) if self._acceptable(e, match, side, group)
                ]
                if not entities and group.lead.pair:
                    entities = self._named_after(match, group)
                fresh = [e for e in entities if e not in found and e not in excluded]
                if fresh and slot == "de" and match.frame.symmetric and self._is_elsewhere(match, group):
                    continue
                if fresh:
                    found.extend(fresh)
                    used.extend((m, side) for m in group.members)
                    last = group
            if slot == "subj" and match.frame.traveller and not found and match.predicate.pos_ == "NOUN":
                found.extend(self._traveller(match, used))
            if slot == "poss" and "possessed" in match.slots.found and not found:
                found.extend(self._possessor(match))
            if found and not match.frame.symmetric:
                break
        if side == "recipient" and match.frame.deep_object and not found:
            found = self._deep(match, slots, excluded, used) or self._anywhere(match, excluded, used)
        if side == "recipient" and not found and (match.frame.deep_object or match.frame.object_instrument):
            found = self._bound(match, excluded, used)
        if (
            side == "actor"
            and not found
            and match.frame.symmetric
            and match.predicate.pos_ == "NOUN"
            and match.frame.plover == "CONSULT"
        ):
            found = self._gathered(match, used)
        return found

    def _is_unclaimed(self, group: Group) -> bool:
        """*les ministres de la Défense de A, de B et de C*: a group or a title whose own words name no country."""
        lead = group.lead
        return lead.kind in {"group", "office"} and not (lead.countries or lead.leaders or lead.nested)

    def _whose(self, match: Match, group: Group, used: list[tuple[Mention, str]], side: str) -> list[Entity]:
        """*les ministres de la défense de A, de B et de C*: the countries that the words below the group name."""
        doc, lead = match.grammar.doc, group.lead
        for other in match.grammar.groups:
            near = lead.end <= other.lead.start <= lead.end + _REACH
            if other.preposition == "de" and near and doc[lead.root].is_ancestor(doc[other.lead.root]):
                countries = [e for e in self.resolver.entities(other.members) if e.kind in {"country", "igo"}]
                if countries:
                    used.extend((m, side) for m in other.members)
                    return countries
        return []

    def _named_after(self, match: Match, pair: Group) -> list[Entity]:
        """*les trois pays, A, B et C*: those named right after are meant."""
        for group in match.grammar.groups:
            if group.lead.start == pair.lead.end + 1 or group.lead.start == pair.lead.end + 2:
                named = [e for e in self.resolver.entities(group.members) if e.country]
                if len({e.country for e in named}) >= 2:
                    return named
        return []

    def _between(self, match: Match) -> bool:
        """*a assisté à la signature d'un accord entre A et B*: who watches is no party."""
        named = [e for g in match.slots.found.get("entre", ()) for e in self.resolver.entities(g.members)]
        return len({e.country for e in named if e.country}) >= 2

    def _goes_on_with(self, match: Match, left: Group, right: Group) -> bool:
        """*ses ambassadeurs en X et au Y*, *auprès de X, de Y*: one list, each with its own preposition."""
        between = match.grammar.doc[left.members[-1].end : right.lead.start]
        has = self.language.has
        joined = any(t.text == "," or has("and", fold(t.text)) or has("as_well", fold(t.text)) for t in between)
        small = (t.pos_ in _JOINING or has("as_well", fold(t.text)) or has("those", fold(t.text)) for t in between)
        return joined and right.preposition is not None and all(small)

    def _is_elsewhere(self, match: Match, group: Group) -> bool:
        """*en marge de la conférence de Munich, A a rencontré B*: a place that belongs to another noun."""
        token = match.grammar.doc[group.lead.root]
        return group.lead.kind in {"city", "subdivision"} and token.head.i not in {
            match.predicate.i,
            *(p.i for p in match.partners),
        }

    def _is_where(self, match: Match, group: Group) -> bool:
        """*le plan adopté à Djakarta*: a town where something was done, no side."""
        lead, doc = group.lead, match.grammar.doc
        if lead.kind != "city" or group.preposition not in {"a", "dans"}:
            return False
        verb = doc[lead.root].head
        return verb.pos_ == "VERB" and verb.dep_ == "acl" and match.grammar.is_verb(verb, "done_there")

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

    def is_wronged(self, group: Group) -> bool:
        """*une attaque contre X*: what is condemned was done to X; *visant X* is said of whoever is blamed."""
        words = group.lead.sentence.words[max(0, group.lead.start - 3) : group.lead.start]
        return group.preposition == "contre" and not any(self.language.has("aimed", w) for w in words)

    def _anywhere(self, match: Match, excluded: list[Entity], used: list[tuple[Mention, str]]) -> list[Entity]:
        """*condamner le blocus imposé par X*: what is held against someone names them somewhere in the object."""
        if match.frame.plover not in _HELD_AGAINST and "par" not in match.frame.recipient:
            return []
        mine = {e.country for e in excluded}
        for group in match.grammar.groups:
            if group.lead.start < match.last or group.lead.kind in {"pair", "pronoun"} or self.is_wronged(group):
                continue
            if self._is_where(match, group) or group.preposition == "devant":
                continue  # *porter plainte devant le Conseil*
            if match.frame.plover == "COERCE" and group.preposition in _GO_TO:
                continue  # *arrêté pour des attentats aux États-Unis*
            between = match.grammar.doc[match.last : group.lead.start]
            if any("Fin" in t.morph.get("VerbForm", []) for t in between):
                return []
            entities = [e for e in self.resolver.entities(group.members) if e.country and e.country not in mine]
            if entities:
                used.extend((m, "recipient") for m in group.members)
                return entities
        return []

    def _traveller(self, match: Match, used: list[tuple[Mention, str]]) -> list[Entity]:
        """*En visite au Maroc, le ministre …*: the clause's subject is the visitor."""
        words = match.grammar.sentence.words
        if match.first == 0 or (
            words[match.first - 1] not in {"en", "de"} and words[max(0, match.first - 2)] not in {"pour", "dans"}
        ):
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
                mention = Mention(
                    lead.sentence, lead.start, lead.end, lead.root, "adjective", None, countries=titles[0].posted
                )
                found.append(Group([mention], "a"))
        return found

    def _destinations(self, match: Match) -> list[Group]:
        """Places one goes to: with *à*, *en*, *dans*, or the country after *chez*; the nearest to the right first."""
        found = []
        for group in match.grammar.groups:
            lead = group.lead
            if (
                (group.preposition in _GO_TO or part_of(match.grammar, lead, False))
                and lead.kind in {"country", "city", "subdivision", "igo", "pronoun"}
                and lead.start >= match.first
            ):
                found.append(group)
        if not found:
            found = [g for g in match.grammar.groups if g.preposition in _GO_TO and g.lead.kind in {"country", "city"}]
        if not any(
            self.resolver.entities(g.members) and any(e.country for e in self.resolver.entities(g.members))
            for g in found
        ):
            found += [
                g
                for g in match.grammar.groups
                if g.lead.kind == "country" and match.last <= g.lead.start <= match.last + 15
            ]
        return found

    def _acceptable(self, entity: Entity, match: Match, side: str, group: Group) -> bool:
        if (
            match.frame.persons
            and match.frame.host == "subj"
            and side == "actor"
            and entity.kind in {"country", "city"}
            and group.lead.kind not in {"group", "office"}  # *les ministres chinois et japonais*
        ):
            return False
        if side == "actor" and match.frame.plover != "PROTEST" and is_anybody(group.lead, self.language):
            return False
        if of_states(entity):
            return match.frame.plover in _SAID and not match.frame.symmetric
        if match.frame.plover == "COERCE" and side == "recipient" and not self._may_be_seized(entity, group.lead):
            return False
        if self._is_misplaced(entity, group.lead):
            return False
        return bool(entity.country) or entity.kind == "igo"

    def _may_be_seized(self, entity: Entity, pronoun: Mention) -> bool:
        """*La police de X l'a arrêté*: a person, and not where the story has just been about one of X itself."""
        if pronoun.kind != "pronoun":
            return True
        doer, before = self.resolver.discourse.acting_on(pronoun) or self.sides.speaker, self.sides.previous
        own = before is not None and doer is not None and before is not doer and before.country == doer.country
        return entity.kind not in {"country", "igo"} and not (own and before is not None and before.kind == "person")

    def _is_misplaced(self, entity: Entity, mention: Mention) -> bool:
        """*le poste frontière de Sourou*, in a story of two other countries: a namesake of a town elsewhere.

        No side by its town alone, where the story names its country nowhere else; towns and regions that act by
        themselves (*la ville de X*) are named with their kind.
        """
        code, local = entity.country, mention.head is not None and mention.head.kind in _PLACES
        if entity.kind not in {"body", "city", "subdivision"} or local or len(self.sides.dyad) < 2:
            return False
        if code is None or code in self.sides.dyad or (mention.kind == "body" and not mention.nested):
            return False
        return not any(code in m.countries for m in self.mentions if m.kind not in {"city", "subdivision", "body"})

    def _deep(
        self, match: Match, slots: tuple[str, ...], excluded: list[Entity], used: list[tuple[Mention, str]]
    ) -> list[Entity]:
        """*saluer les efforts du Rwanda*: the country within the object."""
        mine = {e.country for e in excluded}
        blamed = self._doer(match, mine, used) if match.frame.plover in {"ACCUSE", "REJECT"} else []
        if blamed:
            return blamed
        within = [f"deep:{slot}" for slot in slots] + sorted(
            k for k in match.slots.found if k.startswith("deep:") and k != "deep:subj"
        )
        for slot in dict.fromkeys(within):
            for group in match.slots.found.get(slot, ()):
                if match.frame.plover == "ACCUSE" and self.is_wronged(group):
                    continue  # *condamner une attaque contre X*: X is not the one blamed
                if self._is_where(match, group):
                    continue
                if match.frame.plover == "SANCTION" and group.preposition in _GO_TO and group.lead.kind == "city":
                    continue  # *sont tombés d'accord à W pour sanctionner X*
                named = [e for e in self.resolver.entities(group.members) if e.country]
                if group.lead.kind == "pair" and mine & {e.country for e in named}:
                    continue  # *saluer l'amitié entre les deux pays*, by one of them
                entities = [e for e in named if e.country not in mine]
                if group.lead.kind == "pair":
                    entities = [self.resolver.side(code) for code in dict.fromkeys(str(e.country) for e in entities)]
                if entities:
                    used.extend((m, "recipient") for m in group.members)
                    return entities
        return []

    def _bound(self, match: Match, excluded: list[Entity], used: list[tuple[Mention, str]]) -> list[Entity]:
        """*a dénoncé l'accord conclu avec X*, *qui le liait à X*: whom a document or a tie binds the actor to."""
        mine = {e.country for e in excluded}
        grammar = match.grammar
        told = {match.predicate.i, *(p.i for p in match.partners)}
        objects = [c for i in told for c in grammar.doc[i].children if c.dep_ in {"obj", "nsubj:pass"}]
        for noun in (*objects, *(p for p in match.partners if p.pos_ == "NOUN")):
            clauses = [t for t in noun.subtree if t.dep_ in {"acl", "acl:relcl"} and t.i > noun.i]
            for clause in clauses:
                slots = {"avec", "entre", "a"} if grammar.is_verb(clause, "binding") else {"avec", "entre"}
                inside = {t.i for t in clause.subtree}
                for group in grammar.groups:
                    if group.preposition not in slots or group.lead.root not in inside:
                        continue
                    entities = [e for e in self.resolver.entities(group.members) if e.country and e.country not in mine]
                    if entities and not mine & {e.country for e in entities}:
                        used.extend((m, "recipient") for m in group.members)
                        return entities
        return []

    def _doer(self, match: Match, mine: set[str | None], used: list[tuple[Mention, str]]) -> list[Entity]:
        """*condamner l'annexion de X par Y*: who did what is condemned, rather than who suffered it."""
        for slot in ("deep:obj", "deep:a", "deep:de"):
            for group in match.slots.found.get(slot, ()):
                entities = [e for e in self.resolver.entities(group.members) if e.country and e.country not in mine]
                if group.preposition == "par" and entities:
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
                local = [
                    e
                    for g in match.grammar.groups
                    if g.lead.end <= noun.i
                    for e in self.resolver.entities(g.members)
                    if e.kind == "person"
                ]
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
