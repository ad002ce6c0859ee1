"""The cast of a page: every person and body under all the names that the page gives it, and the country of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from comity.coding.entities import Entity, initials, same_entry, same_office, same_person
from comity.coding.mentions import Mention, Title
from comity.coding.parse import Sentence
from comity.coding.scan import MentionFinder
from comity.folding import fold, slug
from comity.lexicon.language import Language
from comity.lexicon.people import load_people
from comity.lexicon.world import world
from comity.model import Participant, ParticipantKind

_KINDS: dict[str, ParticipantKind] = {
    "country": "country",
    "subdivision": "subdivision",
    "city": "city",
    "body": "body",
    "party": "party",
    "person": "person",
    "group": "group",
    "company": "company",
    "igo": "igo",
    "office": "person",
}


class Cast:
    """Who appears on a page, in the order of the page. A person is one entity under all forms of the name."""

    def __init__(self, language: Language, publisher: str | None) -> None:
        self.language = language
        self.entities: list[Entity] = []
        self._of: dict[int, Entity] = {}
        self._countries: dict[str, Entity] = {}
        self._known: frozenset[str] | None = None  # the names of persons, until another one is met
        self.rivals = tuple(tuple(codes) for codes in language.syntax["rivals"]["countries"])
        self.unnamed: list[Entity] = []  # holders of an office whom no name is given
        self.publisher_countries = publisher_countries(language, publisher)
        self.listed = load_people(language.code)  # whom the project names

    # -- linking --------------------------------------------------------------------------------------------------

    def known_people(self) -> frozenset[str]:
        """Folded names, and last names, of the persons met so far."""
        if self._known is None:
            self._known = self._names_of_people()
        return self._known

    def _names_of_people(self) -> frozenset[str]:
        names = set(self.listed)
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
        said: Counter[str] = Counter()
        for sentence in sentences:
            for mention in finder.find(sentence, self.known_people(), self.known_acronyms()):
                self.link(mention)
                codes = set(mention.countries) | set(mention.posted)
                if len(codes) == 1 and mention.kind not in {"city", "subdivision"}:
                    said.update(codes)
        self._where_places_lie(said)
        self.settle(None)
        self.forget_mentions()

    def _where_places_lie(self, said: Counter[str]) -> None:
        """A name that several countries have is that of the country of which the whole page speaks most."""
        moved: dict[int, str] = {}
        for entity in self.entities:
            near = [c for c in entity.may_be if said[c]]
            if near and entity.country in entity.may_be and not said[str(entity.country)]:
                moved[id(entity)] = entity.country = max(near, key=lambda c: said[c])
        for entity in self.entities:
            if entity.outer is not None and id(entity.outer) in moved:
                entity.country = moved[id(entity.outer)]

    def forget_mentions(self) -> None:
        """Keep who is who, and forget where it was said: a page is read twice, for what only its end tells."""
        self._of.clear()
        for entity in [*self.entities, *self._countries.values()]:
            entity.mentions.clear()
            entity.titles.clear()

    def forget_supposed(self) -> None:
        """Forget the countries that single acts implied: a second reading of the story knows more."""
        for entity in self.entities:
            if entity.supposed:
                entity.country, entity.country_from, entity.supposed = None, "text", False

    def known_acronyms(self) -> frozenset[str]:
        """Folded acronyms of the bodies met so far: those in brackets, and their initials."""
        return frozenset(a for e in self.entities for a in e.acronyms)

    def link(self, mention: Mention) -> Entity | None:
        """The entity of a mention, made at first sight; None for pronouns, pairs and offices without a name."""
        if id(mention) in self._of:
            return self._of[id(mention)]
        self._disambiguate(mention)
        for nested in mention.nested:
            nested.inner = True
            self.link(nested)
        for title in mention.titles:
            if title.body:
                self.link(title.body)
        entity: Entity | None
        if mention.kind == "person":
            entity = self._person(mention)
        elif mention.kind == "country":
            entity = self.country(mention.countries[0])
        elif mention.kind in {"pair", "pronoun", "office", "adjective"}:
            return None
        else:
            entity = self._body(mention)
        if entity is not None:
            entity.mentions.append(mention)
            self._of[id(mention)] = entity
        return entity

    def take(self, mention: Mention, entity: Entity) -> None:
        """Let a mention stand for an entity that its own words do not name: *Bruxelles* for the Union."""
        self._of[id(mention)] = entity
        mention.kind, mention.countries, mention.entry = entity.kind, (), None

    def is_named(self, code: str) -> bool:
        """Does the page name the country itself, or anybody of it?"""
        return code in self._countries or any(
            e.country == code and e.kind in {"person", "body", "party", "group"} for e in self.entities
        )

    def named(self) -> list[Entity]:
        """The countries that the page names themselves, in the order in which it does."""
        return list(self._countries.values())

    def _disambiguate(self, mention: Mention) -> None:
        """*congolais* is of the Congo that the page speaks of."""
        for title in mention.titles:
            title.countries = self._likely(title.countries)
        mention.countries = self._likely(mention.countries)

    def _likely(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        for rivals in self.rivals:
            if set(rivals) <= set(codes):
                chosen = next((c for c in rivals if c in self._countries), rivals[0])
                codes = tuple(c for c in codes if c not in rivals or c == chosen)
        return codes

    def country(self, code: str) -> Entity:
        """The bare country."""
        if code not in self._countries:
            self._countries[code] = Entity("country", None, code, head=None)
        return self._countries[code]

    def body_of(self, organ: Mention, usual: Entity | None) -> list[Entity]:
        """Whose *Conférence* it is: the body of states named with it, else the story's, else the one named most."""
        word, bodies = organ.sentence.words[organ.start], [e for e in self.entities if e.kind == "igo" and e.mentions]
        own = [e for e in bodies if any(word in m.sentence.words[max(0, m.start - 14) : m.end] for m in e.mentions)]
        most = max(own or bodies, key=lambda e: len(e.mentions), default=None)
        return [most if own or usual is None else usual] if most is not None else []

    def _person(self, mention: Mention) -> Entity:
        words = fold(mention.name or "").split()
        found = None
        for entity in reversed(self.entities):
            if entity.kind == "person" and same_person(words, fold(entity.name or "").split()):
                found = entity
                break
        else:
            found = self._named_by_first(words)
        if found is None:
            found = Entity("person", mention.name, words=frozenset(words))
            self.entities.append(found)
            self._known = None
        elif mention.name and len(mention.name) > len(found.name or ""):
            found.name = mention.name
            self._known = None
        found.names[mention.name or ""] += 1
        for title in mention.titles:
            found.titles.append(title)
        found.rank = found.rank or mention.rank
        if found.country is None and len(set(mention.countries)) == 1:
            found.country = mention.countries[0]
        elif found.country is None and fold(found.name or "") in self.listed:
            found.country, found.country_from = self.listed[fold(found.name or "")], "inferred"
        return found

    def _locality(self, mention: Mention) -> Entity | None:
        """*province de X* is X; *la Région X*, with a capital, is the institution, which then gives X its name."""
        if mention.kind not in {"subdivision", "city"} or mention.head is None:
            return None
        places = [n for n in mention.nested if n.kind in {"subdivision", "city"} and n.entry is not None]
        if not mention.head.place or len(places) != 1 or len(mention.nested) != 1:
            return None
        entity = self.link(places[0])
        if entity is None or entity.kind not in {"subdivision", "city"} or not entity.name:
            return None
        if len(set(mention.countries)) == 1 and entity.country not in {None, mention.countries[0]}:
            return None
        entity.country = entity.country or self._one_country(mention)
        entity.head = entity.head or mention.head
        if (mention.name or "")[:1].isupper() and mention.start > 0:
            entity.name = (mention.name or "").partition(" (")[0]
        return entity

    def _place_name(self, mention: Mention) -> str | None:
        """*commune de X* is X where no table knows the place; *la Ville de X* keeps its name."""
        name = mention.name
        if name is None or mention.head is None or not mention.head.place:
            return name
        name = name.partition(" (")[0]
        words = name.split()
        last = next((i for i in range(len(words) - 1, -1, -1) if not words[i][:1].isupper()), None)
        if name[:1].isupper() or last is None or last + 1 >= len(words):
            return name
        return " ".join(words[last + 1 :])

    def _named_by_first(self, words: list[str]) -> Entity | None:
        """*M. Sisavath* for Sisavath Keobounphanh, *M. Chen* for Chen Weidong: the only one whose name begins so."""
        if len(words) != 1 or len(words[0]) < 3:
            return None
        so_called = [
            e for e in self.entities if e.kind == "person" and fold(e.name or "").split()[:1] == words and e.titles
        ]
        return so_called[0] if len(so_called) == 1 else None

    def _body(self, mention: Mention) -> Entity | None:
        place = self._locality(mention)
        if place is not None:
            return place
        name = self._place_name(mention)
        folded = fold(name or mention.text)
        for entity in reversed(self.entities):
            if entity.kind != "person" and (
                folded in entity.acronyms or folded == fold(entity.name or "") or same_entry(entity, mention)
            ):
                if mention.countries and entity.country and entity.country not in mention.countries:
                    continue
                entity.country = entity.country or (mention.countries[0] if mention.countries else None)
                if mention.acronym:
                    entity.acronyms.add(fold(mention.acronym))
                return entity
        anaphor = self._anaphor(mention)
        if anaphor is not None:
            return anaphor
        entity = Entity(mention.kind, name, head=mention.head, entry=mention.entry)
        entity.country = self._one_country(mention)
        if mention.kind in {"city", "subdivision"} and len(set(mention.countries)) > 1:
            entity.may_be = tuple(dict.fromkeys(mention.countries))
        if mention.acronym:
            entity.acronyms.add(fold(mention.acronym))
        elif entity.kind in {"party", "body"} and entity.country and mention.head is not None:
            letters = initials(mention.name or "")
            if len(letters) > 2:
                entity.acronyms.add(letters)
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
        head, locality = mention.head, mention.kind in {"subdivision", "city"}
        named = {fold(head.text)} if head.text not in {"localité", "collectivité"} else None
        fitting = [
            entity
            for entity in self.entities
            if entity.mentions
            and entity.kind == mention.kind
            and (not head.usual or entity.country in head.usual)
            and (
                (entity.head is not None and (named is None or fold(entity.head.text) in named))
                or (locality and entity.entry is not None)
            )
        ]
        return max(fitting, key=lambda e: (e.mentions[-1].sentence.start, e.mentions[-1].start), default=None)

    # -- countries ------------------------------------------------------------------------------------------------

    def publisher_country(self) -> str | None:
        """The publisher's country; of several with one acronym (APS), the one that the page speaks of."""
        if len(self.publisher_countries) < 2:
            return next(iter(self.publisher_countries), None)
        named = [*self._countries, *(e.country for e in self.entities)]
        return next((c for c in self.publisher_countries if c in named), self.publisher_countries[0])

    def lead(self, group: Mention, leader: Mention, within: str | None = None) -> None:
        """*une délégation de X, menée par Y*: Y leads it, and is of its country; else of the one named `within`."""
        entity = self.link(leader)
        if entity is None or entity.kind != "person":
            return
        whose = self.link(group)
        country = (group.countries[0] if len(set(group.countries)) == 1 else None) or (whose.country if whose else None)
        country = country or within
        if country and (entity.country is None or entity.country_from == "inferred"):
            entity.country, entity.country_from = country, "text"
        group.leaders = [leader]

    def together(self, members: list[Mention]) -> None:
        """*le secrétaire général du parti de A, X, et le Premier ministre, Y*: Y is of A too."""
        people = [(m, self.link(m)) for m in members if m.kind == "person"]
        for (_, first), (mention, second) in pairwise(people):
            if (
                first is None
                or second is None
                or second.country is not None
                or first.country is None
                or not mention.titles
            ):
                continue
            if not same_office(first, second):
                second.country, second.country_from = first.country, "inferred"

    def respectively(self, group: Mention, countries: list[str], people: list[Mention]) -> None:
        """*les Premiers ministres du A et du B, X et Y*: X holds the office in A, Y in B."""
        for country, person in zip(countries, people, strict=True):
            entity = self.link(person)
            if entity is None:
                return
            entity.country = entity.country or country
            if group.head is not None and group.head.role == "office" and not person.titles:
                field = group.sentence.parse[group.name_start : group.name_end].text
                office = f"{group.head.text} {field}".strip()
                title = Title(group.head, group.start, group.end, office, None, None, (country,), domain=fold(field))
                person.titles.append(title)
                entity.titles.append(title)
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

    def settle_usual(self, sides: tuple[str, ...]) -> None:
        """Give a body without a country the side of the story that has bodies so called (`usual`), as inferred."""
        for entity in self.entities:
            if entity.country is not None or entity.head is None:
                continue
            codes = [code for code in entity.head.usual if code in sides]
            if codes:
                entity.country, entity.country_from = codes[0], "inferred"

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
            return self.holds_office(entity)
        return bool(
            entity.head
            and entity.kind in {"body", "party", "group", "subdivision"}
            and entity.head.role == "body"
            and entity.head.bare
        )

    def holds_office(self, entity: Entity) -> bool:
        """Has someone a rank, or a post that a state may give? *membre associé*, *patron* are none."""
        lay = self.language.syntax["grammar"]["lay_offices"]
        return any(title.head.text not in lay for title in entity.titles) or entity.rank is not None

    def inferred(self, entity: Entity, home: str | None) -> str | None:
        """`home`, unless the page gives that office to a person of that very country (rule 10)."""
        if entity.kind != "person" or home is None:
            return home
        holders = {
            other.country
            for other in self.entities
            if other is not entity
            and other.kind == "person"
            and other.country
            and other.country_from == "text"
            and same_office(other, entity)
        }
        return home if home not in holders else None

    def who_acts(self, sides: list[Entity], signed: bool = False) -> list[Entity]:
        """The sides of an act as a reader lists them: where a person acts for a country, not the body beside it.

        Bodies of every side that have `signed` are the parties; persons beside them were there.
        """
        named = [e for e in sides if e.kind == "person" and e.country]
        bodies = [e for e in sides if e.kind in {"body", "party", "subdivision"} and e.country]
        parties = {e.country for e in bodies}
        if signed and len(parties) > 1 and parties == {e.country for e in sides}:
            return bodies
        countries = {e.country for e in named} - {"IGO"}
        theirs = [self._of.get(id(t.body)) for e in named for t in e.titles if t.body]
        return [e for e in sides if e.kind == "person" or not (e.country in countries or e in theirs)]

    # -- participants ---------------------------------------------------------------------------------------------

    def channels(self, entity: Entity, title: Title | None = None) -> tuple[str, ...]:
        """The tracks an entity acts on, from its body or its office."""
        if entity.kind == "person":
            for one in [title] if title else entity.titles[:1]:
                return self.title_channels(_in_full(one, entity.titles))
            return ("military",) if entity.rank else ()
        if entity.kind == "igo":
            return ("igo",)
        if (
            entity.entry is not None
            and entity.entry.kind in {"subdivision", "city"}
            and entity.kind in {"subdivision", "city"}
        ):
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

    def is_local(self, entity: Entity) -> bool:
        """A region, a town or its council: not a capital that stands for its country."""
        return (
            entity.kind in {"subdivision", "city"}
            and bool(entity.country)
            and "local" in self.channels(entity)
            and any(not mention.inner or mention.head is not None for mention in entity.mentions)
        )

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
        title = next((t for t in entity.titles if t.head.of != "counterpart"), None)
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


def publisher_countries(language: Language, publisher: str | None) -> tuple[str, ...]:
    """The countries a publisher may report from; none when it is international or unknown."""
    return language.agencies.get(fold(publisher), ()) if publisher else ()


def _in_full(title: Title, known: Sequence[Title]) -> Title:
    """*le président* of whom the story said *président du conseil régional* before: the same office, said in short."""
    if title.body is not None or title.of or title.domain or title.countries:
        return title
    return next((one for one in known if one.body is not None and one.head is title.head), title)
