"""Entities of a page and the sides of a story: linking names, finding countries, resolving *Il* and *les deux parties*."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from comity.coding.mentions import Mention, MentionFinder, Title, pair_class
from comity.coding.parse import Sentence
from comity.folding import fold, slug
from comity.lexicon.language import Head, Language
from comity.lexicon.world import NameEntry, world
from comity.model import Participant, ParticipantKind

_KINDS: dict[str, ParticipantKind] = {
    "country": "country", "subdivision": "subdivision", "city": "city", "body": "body", "party": "party",
    "person": "person", "group": "group", "company": "company", "igo": "igo", "office": "person",
}


@dataclass(slots=True, eq=False)
class Entity:
    """Someone or something that may act, under all the names a page gives it."""

    kind: str
    name: str | None
    country: str | None = None
    country_from: str = "text"
    words: frozenset[str] = frozenset()
    names: Counter[str] = field(default_factory=Counter)
    titles: list[Title] = field(default_factory=list)
    titled_in: list[Mention] = field(default_factory=list)
    head: Head | None = None
    entry: NameEntry | None = None
    acronyms: set[str] = field(default_factory=set)
    rank: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    outer: Entity | None = None  # the body that an organ or a group belongs to

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name} {self.country}>"


class Cast:
    """Who appears on a page, in the order of the page. A person is one entity under all forms of the name."""

    def __init__(self, language: Language, publisher: str | None) -> None:
        self.language = language
        self.entities: list[Entity] = []
        self._of: dict[int, Entity] = {}
        self._countries: dict[str, Entity] = {}
        self.publisher_countries = publisher_countries(language, publisher)

    # -- linking --------------------------------------------------------------------------------------------------

    def known_people(self) -> frozenset[str]:
        """Folded names, and last names, of the persons met so far."""
        names = set()
        for entity in self.entities:
            if entity.kind == "person" and entity.name:
                words = fold(entity.name).split()
                names.add(" ".join(words))
                if len(words) > 1 and len(words[-1]) > 3:
                    names.add(words[-1])
        return frozenset(names)

    def meet(self, language: Language, sentences: list[Sentence]) -> None:
        """Read the whole page once for who is who: acronyms in brackets, persons with their countries."""
        finder = MentionFinder(language)
        for sentence in sentences:
            for mention in finder.find(sentence, self.known_people(), self.known_acronyms()):
                self.link(mention)
        self.settle(None)
        self.forget_mentions()

    def forget_mentions(self) -> None:
        """Keep who is who, and forget where it was said: the page is read twice, so that a later acronym helps an earlier story."""
        self._of.clear()
        for entity in [*self.entities, *self._countries.values()]:
            entity.mentions.clear()
            entity.titles.clear()
            entity.titled_in.clear()

    def known_acronyms(self) -> frozenset[str]:
        """Folded acronyms of the bodies met so far: those in brackets, and their initials."""
        return frozenset(a for e in self.entities for a in e.acronyms)

    def link(self, mention: Mention) -> Entity | None:
        """The entity of a mention, made at first sight; None for pronouns, pairs and offices without a name."""
        if id(mention) in self._of:
            return self._of[id(mention)]
        self._disambiguate(mention)
        for nested in mention.nested:
            self.link(nested)
        for title in mention.titles:
            if title.body:
                self.link(title.body)
        if mention.kind == "person":
            entity = self._person(mention)
        elif mention.kind == "country":
            entity = self.country(mention.countries[0], mention)
        elif mention.kind in {"pair", "pronoun", "office", "adjective"}:
            return None
        else:
            entity = self._body(mention)
        if entity is not None:
            entity.mentions.append(mention)
            self._of[id(mention)] = entity
        return entity

    def _disambiguate(self, mention: Mention) -> None:
        """*congolais* is of the Congo that the page speaks of."""
        for title in mention.titles:
            title.countries = self._likely(title.countries)
        mention.countries = self._likely(mention.countries)

    def _likely(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        for rivals in _RIVALS:
            if rivals <= set(codes):
                named = [c for c in codes if c in rivals and c in self._countries]
                chosen = named[0] if named else next(c for c in codes if c in rivals)
                codes = tuple(c for c in codes if c not in rivals or c == chosen)
        return codes

    def country(self, code: str, mention: Mention | None = None) -> Entity:
        """The bare country."""
        if code not in self._countries:
            self._countries[code] = Entity("country", None, code, head=None)
        return self._countries[code]

    def _person(self, mention: Mention) -> Entity:
        words = fold(mention.name or "").split()
        found = None
        for entity in reversed(self.entities):
            if entity.kind == "person" and _same_person(words, fold(entity.name or "").split()):
                found = entity
                break
        if found is None:
            found = Entity("person", mention.name, words=frozenset(words))
            self.entities.append(found)
        elif mention.name and len(mention.name) > len(found.name or ""):
            found.name = mention.name
        found.names[mention.name or ""] += 1
        for title in mention.titles:
            found.titles.append(title)
            found.titled_in.append(mention)
        found.rank = found.rank or mention.rank
        if found.country is None and len(set(mention.countries)) == 1:
            found.country = mention.countries[0]
        return found

    def _body(self, mention: Mention) -> Entity | None:
        folded = fold(mention.name or mention.text)
        for entity in reversed(self.entities):
            if entity.kind != "person" and (folded in entity.acronyms or folded == fold(entity.name or "")):
                if mention.countries and entity.country and entity.country not in mention.countries:
                    continue
                entity.country = entity.country or (mention.countries[0] if mention.countries else None)
                if mention.acronym:
                    entity.acronyms.add(fold(mention.acronym))
                return entity
        anaphor = self._anaphor(mention)
        if anaphor is not None:
            return anaphor
        entity = Entity(mention.kind, mention.name, head=mention.head, entry=mention.entry)
        entity.country = self._one_country(mention)
        if mention.acronym:
            entity.acronyms.add(fold(mention.acronym))
        elif entity.kind in {"party", "body"} and entity.country and mention.head is not None:
            initials = _initials(mention.name or "")
            if len(initials) > 2:
                entity.acronyms.add(initials)
        inner = next((n for n in mention.nested if n.kind not in {"country"}), None)
        if inner is not None:
            entity.outer = self._of.get(id(inner))
            if entity.country is None and entity.outer is not None:
                entity.country = entity.outer.country
        if mention.capital:
            entity.kind = "country" if entity.country else "city"
        self.entities.append(entity)
        return entity

    def _one_country(self, mention: Mention) -> str | None:
        codes = list(dict.fromkeys(mention.countries))
        if len(codes) == 1:
            return codes[0]
        if mention.kind in {"city", "subdivision"} and codes:
            seen = Counter(e.country for e in self.entities if e.country)
            near = [c for c in codes if seen[c] or c in self._countries]
            return near[0] if near else codes[0]
        return None

    def _anaphor(self, mention: Mention) -> Entity | None:
        """*la province*, *le ministère*: the last body of that head named before."""
        if mention.countries or mention.nested or mention.head is None or mention.kind == "group":
            return None
        if fold(mention.text) != fold(mention.head.text):
            return None
        for entity in reversed(self.entities):
            if entity.head is not None and entity.kind == mention.kind and (fold(entity.head.text) == fold(mention.head.text) or mention.head.text in {"localité", "collectivité"}):
                return entity
            if mention.kind == entity.kind and mention.kind in {"subdivision", "city"} and entity.entry is not None:
                return entity
        return None

    # -- countries ------------------------------------------------------------------------------------------------

    def publisher_country(self) -> str | None:
        """The publisher's country; of several with one acronym (APS), the one that the page speaks of."""
        if len(self.publisher_countries) < 2:
            return next(iter(self.publisher_countries), None)
        named = [*self._countries, *(e.country for e in self.entities)]
        return next((c for c in self.publisher_countries if c in named), self.publisher_countries[0])

    def lead(self, group: Mention, leader: Mention) -> None:
        """*une délégation de X, menée par Y*: Y leads it, and is of its country."""
        entity = self.link(leader)
        if entity is None or entity.kind != "person":
            return
        whose = self.link(group)
        country = (group.countries[0] if len(set(group.countries)) == 1 else None) or (whose.country if whose else None)
        if entity.country is None and country:
            entity.country = country
        group.leaders = [leader]

    def together(self, members: list[Mention]) -> None:
        """*le secrétaire général du parti de A, X, et le Premier ministre, Y*: Y is of A too, unless the offices are equal."""
        people = [(m, self.link(m)) for m in members if m.kind == "person"]
        for (_, first), (mention, second) in zip(people, people[1:], strict=False):
            if first is None or second is None or second.country is not None or first.country is None or not mention.titles:
                continue
            if not _same_office(first, second):
                second.country, second.country_from = first.country, "inferred"

    def respectively(self, group: Mention, countries: list[str], people: list[Mention]) -> None:
        """*les Premiers ministres du A et du B, X et Y*: X holds the office in A, Y in B."""
        for country, person in zip(countries, people, strict=True):
            entity = self.link(person)
            if entity is None:
                return
            entity.country = entity.country or country
            if group.head is not None and group.head.role == "office" and not person.titles:
                title = Title(group.head, group.start, group.end, group.head.text, None, None, (country,))
                person.titles.append(title)
                entity.titles.append(title)
                entity.titled_in.append(person)
        group.leaders = people

    def settle(self, home: str | None) -> None:
        """Give every person and body without a country the one the page implies.

        First its titles' bodies, then the page's other titles, last `home` (marked as inferred): the host's or the
        publisher's country.
        """
        for _ in range(2):
            for entity in self.entities:
                if entity.country is None:
                    entity.country = self._from_titles(entity)
                if entity.country is None and entity.outer is not None:
                    entity.country = entity.outer.country
        for entity in self.entities:
            if entity.country is None and home is not None and self._may_infer(entity):
                entity.country = self.inferred(entity, home)
                entity.country_from = "inferred"

    def _from_titles(self, entity: Entity) -> str | None:
        for title in entity.titles:
            if len(title.countries) >= 1:
                return title.countries[0]
            body = self._of.get(id(title.body)) if title.body else None
            if body is not None and body.country:
                return body.country
        return None

    def _may_infer(self, entity: Entity) -> bool:
        if entity.kind == "person":
            return bool(entity.titles) or entity.rank is not None
        return bool(entity.head and entity.kind in {"body", "party", "group", "subdivision"} and entity.head.role == "body" and entity.head.bare)

    def inferred(self, entity: Entity, home: str | None) -> str | None:
        """`home`, unless the page gives that office to a person of that very country (rule 10)."""
        if entity.kind != "person" or home is None:
            return home
        holders = {
            other.country for other in self.entities
            if other is not entity and other.kind == "person" and other.country and other.country_from == "text" and _same_office(other, entity)
        }
        return home if home not in holders else None

    # -- participants ---------------------------------------------------------------------------------------------

    def channels(self, entity: Entity, title: Title | None = None) -> tuple[str, ...]:
        """The tracks an entity acts on, from its body or its office."""
        if entity.kind == "person":
            for one in [title] if title else entity.titles[:1]:
                return self.title_channels(one)
            return ("military",) if entity.rank else ()
        if entity.kind == "igo":
            return ("igo",)
        if entity.entry is not None and entity.entry.kind in {"subdivision", "city"} and entity.kind in {"subdivision", "city"}:
            return ("local",)
        found: list[str] = []
        if entity.head is not None:
            found.extend(entity.head.channel)
            if not found or entity.head.kind == "organ" or entity.head.proxy:
                outer = entity.outer
                if outer is not None and self.channels(outer):
                    found = list(self.channels(outer))
            if "government" in found:
                found = self._domain_channels(fold(entity.name or "")) + found
        return tuple(dict.fromkeys(found))

    def title_channels(self, title: Title) -> tuple[str, ...]:
        """The tracks of an office: its body's, else its own, with what its field adds."""
        found: list[str] = []
        body = self._of.get(id(title.body)) if title.body else None
        if body is not None:
            found.extend(self.channels(body))
        if title.head.of in {"domain", "post"} or not found:
            found = list(title.head.channel) or found
        if "government" in found and title.head.of == "domain":
            found = self._domain_channels(title.domain) + found
        return tuple(dict.fromkeys(found))

    def _domain_channels(self, text: str) -> list[str]:
        words = f" {text} "
        return [channel for channel, fields in self.language.domains.items() if any(f" {f} " in words for f in fields)]

    def participant(self, entity: Entity, role: str | None = None) -> Participant:
        """The entity as a record's participant."""
        name = entity.name if entity.kind != "country" else None  # *Hanoi* for the government is the bare country
        country = entity.country
        title = entity.titles[0] if entity.titles else None
        key_kind = _KINDS.get(entity.kind, "group")
        if entity.kind == "igo":
            key = f"IGO/{entity.entry.codes[0] if entity.entry and entity.entry.codes else slug(entity.name or '')}"
            country = "IGO"
        else:
            key = f"{country or 'unknown'}/{key_kind}" + (f"/{slug(entity.name)}" if entity.name else "")
        if entity.kind == "country" and name is None:
            key = f"{country}/country"
        return Participant(
            name=name,
            key=key,
            kind=key_kind,
            country=country,
            country_from="inferred" if entity.country_from == "inferred" and country else "text",
            admin=admin_of(entity),
            sector=self._sector(entity, title),
            office=title.office if title else None,
            of=title.of if title else None,
            role=role,
        )

    def _sector(self, entity: Entity, title: Title | None) -> str | None:
        if title is not None:
            body = self._of.get(id(title.body)) if title.body else None
            if body is not None and body.head is not None and body.head.sector and title.head.of == "body":
                return body.head.sector
            return title.head.sector or None
        if entity.rank:
            return "MIL"
        return (entity.head.sector or None) if entity.head else None


def admin_of(entity: Entity) -> str | None:
    """ISO 3166-2 of a locality, or of the locality that a body belongs to."""
    for one in (entity, entity.outer):
        if one is None:
            continue
        if one.entry is not None and one.entry.kind == "subdivision" and one.entry.codes:
            return one.entry.codes[0]
        if one.entry is not None and one.entry.kind == "city" and one.name:
            city = world().city(one.entry.surface, {one.country} if one.country else None)
            return city.admin if city else None
    return None


def _initials(name: str) -> str:
    """The initials of a body's name without its small words: *Parti communiste du Vietnam* is `pcv`."""
    return "".join(word[0] for word in fold(name).split() if word not in _SMALL)


def _same_person(left: list[str], right: list[str]) -> bool:
    """One name is contained in the other and they share the last word; a lone word must be the last of the other."""
    if not left or not right:
        return False
    if left == right:
        return True
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if len(short) == 1:
        return len(short[0]) > 2 and long[-1] == short[0]
    return set(short) <= set(long)


def _same_office(left: Entity, right: Entity) -> bool:
    return any(fold(a.office) == fold(b.office) for a in left.titles for b in right.titles)


def publisher_countries(language: Language, publisher: str | None) -> tuple[str, ...]:
    """The countries a publisher may report from; none when it is international or unknown."""
    return language.agencies.get(fold(publisher), ()) if publisher else ()


@dataclass(slots=True)
class Sides:
    """The sides of a story as it goes on: who met whom last, who spoke last."""

    dyad: tuple[str, ...] = ()
    home: str | None = None
    speaker: Entity | None = None
    latter: Entity | None = None
    encounter: list[Entity] = field(default_factory=list)
    met_at: int = -100  # the sentence that told the encounter

    def others(self, country: str | None) -> list[str]:
        """The countries of the other side."""
        known = list(dict.fromkeys(e.country for e in self.encounter if e.country)) or list(self.dyad)
        return [c for c in known if c != country]

    def countries(self) -> list[str]:
        """The countries that *les deux pays* stands for."""
        met = list(dict.fromkeys(e.country for e in self.encounter if e.country))
        return met if len(met) >= 2 else list(self.dyad)


class Resolver:
    """Turns mentions of a story into entities, with the sides as they stand at that point of the story."""

    def __init__(self, cast: Cast, sides: Sides) -> None:
        self.cast = cast
        self.sides = sides

    def entities(self, mentions: Iterable[Mention]) -> list[Entity]:
        """The entities of a group of mentions, without repeats."""
        found: list[Entity] = []
        for mention in mentions:
            for entity in self.of(mention):
                if entity not in found:
                    found.append(entity)
        return found

    def of(self, mention: Mention) -> list[Entity]:
        """Whom one mention stands for; nobody when the story does not say."""
        if mention.kind == "pronoun":
            return self._pronoun(mention)
        if mention.pair:
            return self.pair(mention)
        if mention.kind == "adjective":
            return [self.cast.country(code) for code in mention.countries]
        if mention.kind == "office":
            return self._office(mention)
        if mention.kind == "group":
            return self._group(mention)
        if mention.kind in {"body", "party"} and len(set(mention.countries)) > 1 and mention.sentence.words[mention.start].endswith("s"):
            return [self.cast.country(code) for code in dict.fromkeys(mention.countries)]
        entity = self.cast.link(mention)
        return [entity] if entity else []

    def suppose(self, entity: Entity, known: set[str], host: str | None, place: str | None = None) -> None:
        """Give a titled side without a country the one that the act implies (rule 10), marked as inferred.

        The host's country, else that of the place, the publisher or the story's other side; never one of `known`, the
        countries of those it acts with, and not the country whose holder of that office the page names.
        """
        if entity.country is not None or not (entity.titles or entity.rank or (entity.head is not None and entity.head.bare)):
            return
        for code in (host, place, self.sides.home, *self.sides.countries()):
            if code is None or code in known or code == "IGO":
                continue
            if self.cast.inferred(entity, code) is not None:
                entity.country, entity.country_from = code, "inferred"
                return

    def _pronoun(self, mention: Mention) -> list[Entity]:
        word = mention.sentence.words[mention.start]
        if word in self.cast.language.words["neighbour"]:
            others = self.sides.others(self.sides.speaker.country if self.sides.speaker else None)
            return [self.cast.country(others[0])] if len(others) == 1 else []
        if word in self.cast.language.words["latter_pronouns"]:
            return [self.sides.latter] if self.sides.latter else []
        plural = word in {"ils", "elles", "ceux-ci", "celles-ci"}
        if plural:
            near = mention.sentence.index - self.sides.met_at <= _PRONOUN_REACH
            return self._both("parties") if near else []
        return [self.sides.speaker] if self.sides.speaker else []

    def pair(self, mention: Mention) -> list[Entity]:
        """Both sides: persons, bodies or countries, as the words say."""
        return self._both(pair_class(mention, self.cast.language) if mention.kind == "pair" else "parties")

    def _both(self, wanted: str) -> list[Entity]:
        codes = self.sides.countries()
        if len(codes) < 2:
            return []
        met = [e for e in self.sides.encounter if e.country in codes]
        if wanted == "persons":
            people = _one_each(codes, [e for e in met if e.kind == "person"])
            if len(people) >= 2:
                return people
        if wanted == "parties":
            bodies = _one_each(codes, [e for e in (self._body_of(x) for x in met) if e is not None])
            if len(bodies) >= 2:
                return bodies
        return [self.cast.country(code) for code in codes]

    def _body_of(self, entity: Entity) -> Entity | None:
        """The body a person acts for when it is no government: a party, a parliament, a province, a front."""
        if entity.kind in {"party", "body", "subdivision", "city"} and self.cast.channels(entity) and "government" not in self.cast.channels(entity):
            return entity
        for title in entity.titles:
            body = self.cast.link(title.body) if title.body else None
            if body is not None and body.country == entity.country and not {"government", "state"} & set(self.cast.channels(body)):
                return body.outer if body.outer is not None and body.head and body.head.kind == "organ" and body.outer.kind in {"party", "body"} else body
        return None

    def _office(self, mention: Mention) -> list[Entity]:
        """A title without a name: the person who holds it on this page, else an unnamed holder."""
        title = mention.titles[0]
        country = mention.countries[0] if mention.countries else None
        holders = [
            entity for entity in reversed(self.cast.entities)
            if entity.kind == "person" and not (country and entity.country != country) and any(self._held(held, title) for held in entity.titles)
        ]
        if holders:
            same = [e for e in holders if any(fold(held.head.text) == fold(title.head.text) for held in e.titles)]
            return [self.sides.speaker] if self.sides.speaker in holders and not same else (same or holders)[:1]
        if country and fold(title.head.text) in {fold(w) for w in self.cast.language.syntax["grammar"]["generic_offices"]}:
            people = [e for e in self.cast.entities if e.kind == "person" and e.country == country and e.mentions and (e.titles or e.rank)]
            if people:
                return [people[-1]]
        if title.head.of == "counterpart":
            others = self.sides.others(self.sides.speaker.country if self.sides.speaker else None)
            country = country or (others[0] if len(others) == 1 else None)
        if country is None and title.body is not None:
            body = self.cast.link(title.body)
            country = body.country if body else None
        if country is None and self.sides.home is None:
            others = self.sides.others(self.sides.speaker.country if self.sides.speaker else None)
            country = others[0] if len(others) == 1 else None
        holder = Entity("office", mention.text, country or self.sides.home, titles=[title], head=title.head)
        if country is None:
            holder.country_from = "inferred"
        holder.mentions.append(mention)
        return [holder] if holder.country else []

    def _held(self, held: Title, asked: Title) -> bool:
        synonyms = self.cast.language.synonyms
        if synonyms.get(fold(held.office), _NONE) & synonyms.get(fold(asked.office), _NONE):
            return True
        if fold(held.head.text) == fold(asked.head.text):
            return not asked.domain or not held.domain or fold(asked.office) == fold(held.office) or bool(set(asked.domain.split()) & set(held.domain.split()) - _SMALL)
        return False

    def _group(self, mention: Mention) -> list[Entity]:
        leaders = [e for e in (self.cast.link(leader) for leader in mention.leaders) if e is not None and e.country]
        if leaders:
            return leaders
        head = mention.head
        inner = [self.cast.link(n) for n in mention.nested]
        bodies = [e for e in inner if e is not None and e.kind not in {"country"}]
        if head is not None and head.proxy and bodies and len(bodies) == 1 and bodies[0].country:
            return bodies
        entity = self.cast.link(mention)
        if entity is None:
            return []
        if head is not None and head.text in {"partie", "côté", "parties"} and entity.country:
            return [self.cast.country(entity.country)]
        if len(mention.countries) > 1:
            return [self.cast.country(c) for c in mention.countries]
        if entity.country is None:
            return self._side_word(mention)
        return [entity]

    def _side_word(self, mention: Mention) -> list[Entity]:
        """*sa partie*, *les dirigeants*, *la délégation*: whose, if the sentence says."""
        words = mention.sentence.words
        if mention.start and words[mention.start - 1] in self.cast.language.words["possessive"] and self.sides.speaker:
            return [self.cast.country(self.sides.speaker.country)] if self.sides.speaker.country else []
        language = self.cast.language
        head = words[mention.start].removesuffix("s")
        both = language.has("pair_persons", head) or language.has("all_sides", words[mention.start]) or head == "delegation"
        if both and words[mention.start].endswith(("s", "x")) and mention.start and words[mention.start - 1] in {"les", "ces"}:
            if len(self.sides.encounter) > 1:
                return list(self.sides.encounter)
            return self._both("persons")
        return []


_RIVALS = tuple(frozenset(codes) for codes in (("COG", "COD"), ("GIN", "GNB", "GNQ"), ("DOM", "DMA"), ("PRK", "KOR"), ("NER", "NGA"), ("SDN", "SSD")))
_PRONOUN_REACH = 6  # sentences after an encounter in which *ils* may stand for both sides
_NONE: frozenset[str] = frozenset()
_SMALL = frozenset({"de", "la", "le", "des", "du", "d", "l", "et", "les"})


def _one_each(codes: list[str], entities: list[Entity]) -> list[Entity]:
    found = []
    for code in codes:
        one = next((e for e in entities if e.country == code), None)
        if one is not None:
            found.append(one)
    return found
