"""The sides of a story as it goes on: *Il*, *les deux parties*, *son homologue*, *le chef du gouvernement*."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from comity.coding.cast import Cast
from comity.coding.discourse import Discourse, quotes
from comity.coding.entities import Entity
from comity.coding.mentions import Mention, Title, pair_class
from comity.folding import fold


@dataclass(slots=True)
class Sides:
    """The sides of a story as it goes on: who met whom last, who spoke last."""

    dyad: tuple[str, ...] = ()
    body: Entity | None = None  # the body of several states that the `IGO` of the dyad is
    home: str | None = None
    speaker: Entity | None = None
    many: bool = False  # the speaker is several persons of one side: *les ministres de l'ASEAN*, then *ils*
    previous: Entity | None = None  # who spoke before the sentence at hand: *l'*, *lui*
    latter: Entity | None = None
    voice: Entity | None = None  # who says *nous* in the sentence at hand
    said: Entity | None = None  # the subject of the verb of saying in the sentence at hand
    here: list[tuple[int, Entity]] = field(default_factory=list)  # the persons of the sentence at hand
    encounter: list[Entity] = field(default_factory=list)
    together: bool = False  # they met as equals, nobody's guests
    visitors: list[Entity] = field(default_factory=list)
    assembly: list[Entity] = field(default_factory=list)  # the body of states that met: *les participants*
    met_at: int = -100  # the sentence that told the encounter
    at: int = 0  # the sentence at hand
    several: list[tuple[int, int, list[Entity]]] = field(default_factory=list)  # sides named in one breath: where, who

    def others(self, country: str | None) -> list[str]:
        """The countries of the other side."""
        known = list(dict.fromkeys(e.country for e in self.encounter if e.country)) or list(self.dyad)
        return [c for c in known if c != country]

    def countries(self, number: int = 2) -> list[str]:
        """The countries that *les deux pays* stands for; *les trois* are all who met."""
        met = list(dict.fromkeys(e.country for e in self.encounter if e.country))
        two = len(self.dyad) == 2
        if two and number == 2 and len(met) > 2 and set(self.dyad) < set(met):
            return list(self.dyad)  # *les deux pays*, who met with a third
        if two and len(met) >= 2 and not set(met) & set(self.dyad) and self.at - self.met_at > 1:
            return list(self.dyad)  # others met, in passing
        return met if len(met) >= 2 else list(self.dyad)


def of_states(entity: Entity) -> bool:
    """Does it stand for several states without naming one: *l'Occident*, *la communauté internationale*?"""
    return entity.head is not None and entity.head.states


class Resolver:
    """Turns mentions of a story into entities, with the sides as they stand at that point of the story."""

    def __init__(self, cast: Cast, sides: Sides) -> None:
        self.cast = cast
        self.sides = sides
        self.generic = frozenset(fold(w) for w in cast.language.syntax["grammar"]["generic_offices"])
        self.discourse = Discourse(cast.language)
        self.told: dict[int, list[Entity]] = {}  # by the id of the mention: whom it stood for when it was last asked

    def side(self, code: str) -> Entity:
        """What stands for a side of the story: its country, or the body of several states."""
        return self.sides.body if code == "IGO" and self.sides.body is not None else self.cast.country(code)

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
        found = self.told[id(mention)] = self._of(mention)
        return found

    def _of(self, mention: Mention) -> list[Entity]:
        if mention.kind == "pronoun":
            return self._pronoun(mention)
        if mention.pair:
            return self.pair(mention)
        if mention.kind == "adjective":
            return [self.cast.country(code) for code in mention.countries]
        if mention.kind == "office":
            return self._office(mention)
        if mention.kind in {"group", "body"} and self._is_of_states(mention):
            return self.cast.body_of(mention, self.sides.body)
        if mention.kind == "group":
            return self._group(mention)
        if (
            mention.kind in {"body", "party"}
            and len(set(mention.countries)) > 1
            and mention.sentence.words[mention.start].endswith("s")
        ):
            return [self.cast.country(code) for code in dict.fromkeys(mention.countries)]
        if mention.kind == "body" and self._is_government_of_theirs(mention):
            return self._of_several(mention)
        entity = self.cast.link(mention)
        if entity is not None and entity.country is None and entity.kind == "body" and self._is_organ(entity):
            return [self.sides.body] if self.sides.body is not None else []
        return [entity] if entity else []

    def _is_government_of_theirs(self, mention: Mention) -> bool:
        """*A et B ont dit que leurs gouvernements …*: bodies that a possessive gives to those just named."""
        before = mention.sentence.words[mention.start - 1] if mention.start else ""
        plural = mention.sentence.words[mention.start].endswith("s")
        return plural and self.cast.language.has("possessive_plural", before) and not mention.countries

    def _of_several(self, mention: Mention) -> list[Entity]:
        """Those whom the sentence named in one breath before a mention, else both sides."""
        for sentence, at, named in reversed(self.sides.several):
            if sentence == mention.sentence.index and at < mention.start:
                return named
        return self._both("countries")

    def _is_organ(self, entity: Entity) -> bool:
        """*Conseil permanent*, *Comité des ministres*: an organ without a country, where a body of states is a side."""
        words = (entity.name or "").split()
        grammar = self.cast.language.syntax["grammar"]
        if any(self.cast.language.has("within_a_state", fold(word)) for word in words[1:]):
            return False
        return bool(words) and words[0] in {*grammar["of_states"], *grammar["organs_of_states"]}

    def _is_of_states(self, mention: Mention) -> bool:
        """*l'organisation*, *la Conférence*: a word for a body of several states, without a country or a name."""
        sentence = mention.sentence
        if mention.countries or mention.nested or not mention.start:
            return False
        if any(self.cast.language.has("within_a_state", word) for word in sentence.words[mention.start : mention.end]):
            return False  # *Conseil fédéral*, *Assemblée nationale*
        word = sentence.parse[mention.start].text
        definite = sentence.words[mention.start - 1] in self.cast.language.words["definite"]
        grammar = self.cast.language.syntax["grammar"]
        organ = self.sides.body is not None and word in grammar["organs_of_states"]
        return definite and (organ or word in grammar["of_states"])

    def suppose(self, entity: Entity, known: set[str], host: str | None, place: str | None = None) -> None:
        """Give a titled side without a country the one that the act implies (rule 10), marked as inferred.

        The host's country, else that of the place, the publisher or the story's other side; never one of `known`, the
        countries of those it acts with, and not the country whose holder of that office the page names.
        """
        if entity.country is not None or entity.withheld:
            return
        if not (self.cast.holds_office(entity) or (entity.head is not None and entity.head.bare)):
            return
        for code in (host, place, self.sides.home, *self.sides.countries()):
            if code is None or code in known or code == "IGO":
                continue
            if self.cast.inferred(entity, code) is not None:
                entity.country, entity.country_from, entity.supposed = code, "inferred", True
                return

    def _pronoun(self, mention: Mention) -> list[Entity]:
        word = mention.sentence.words[mention.end - 1]
        if word in self.cast.language.words["neighbour"]:
            others = self.sides.others(self.sides.speaker.country if self.sides.speaker else None)
            return [self.side(others[0])] if len(others) == 1 else []
        if word in self.cast.language.words["country_nouns"]:
            return self._the_country(mention)
        if word in self.cast.language.words["latter_pronouns"] or word in self.cast.language.words["latter_adjectives"]:
            return self._latter(mention, word)
        if word in self.cast.language.words["first_person"]:
            return [self.sides.voice] if self.sides.voice else []
        if word in self.cast.language.words["object_pronouns"]:
            return self._object_pronoun(mention)
        if word in self.cast.language.words["object_plural"]:
            return self._several(mention)
        plural = word in {"ils", "elles"}
        if plural:
            named = self.discourse.plural_subject(mention, self._gender(word))
            if named is not None:
                return [named]
            if self.sides.many and self.sides.speaker is not None:
                return [self.sides.speaker]
            if mention.sentence.index - self.sides.met_at > _PRONOUN_REACH:
                return []
            people = self._people_of(self.sides.countries(), self.sides.encounter, None)
            met = len(people) >= 2 and self.cast.language.has("they_persons", word)
            return people if met else self._both("parties")
        return self._speaker(mention, word)

    def _gender(self, word: str) -> str:
        has = self.cast.language.has
        return "Fem" if has("feminine", word) else "Masc" if has("masculine", word) else ""

    def _the_country(self, mention: Mention) -> list[Entity]:
        """*au pays*, *le royaume a …*: the one the story speaks of most, who is not the one who acts on it."""
        subject = mention.sentence.parse[mention.root].dep_.startswith("nsubj")
        speaker = None if subject else self.sides.speaker
        mine = speaker.country if speaker is not None else None
        others = [code for code in self.sides.dyad if code not in {mine, "IGO"}]
        code = self.discourse.country(mine) or (others[0] if len(others) == 1 else None)
        return [self.cast.country(code)] if code is not None else []

    def _latter(self, mention: Mention, word: str) -> list[Entity]:
        """*Celui-ci*, *cette dernière*: who was named last, besides whoever the sentence before was about."""
        plural = word.endswith("s") or word.startswith("ceux") or word.startswith("celles")
        if plural:
            return self._both("persons") if self._gender(word) == "Masc" else self._both("parties")
        gender, latter = self._gender(word), self.sides.latter
        found = self.discourse.last(mention, gender, False)
        if found is None and latter is not None and self.discourse.gender(latter) in {"", gender}:
            found = latter
        return [found] if found is not None else []

    def _speaker(self, mention: Mention, word: str) -> list[Entity]:
        """*Il*, *elle*: the one spoken of, unless gender tells that it is another."""
        speaker, gender = self.sides.previous if quotes(mention) else self.sides.speaker, self._gender(word)
        if speaker is not None and gender and speaker.kind in {"person", "office", "country", "igo"}:
            known = self.discourse.gender(speaker)
            other = self.discourse.subject(mention, gender) if known not in {"", gender} else None
            if other is not None and speaker.kind in {"country", "igo"} and other.kind not in {"person", "office"}:
                other = None
            if other is None and known not in {"", gender} and speaker.kind in {"country", "igo"}:
                return []  # *la Cour …. Il nie*: somebody whom the page gives no country
            return [other or speaker]
        return [speaker] if speaker is not None else []

    def _several(self, mention: Mention) -> list[Entity]:
        """*les a exhortés*: the sides that were named together last, by one who is none of them."""
        mine = self.sides.speaker.country if self.sides.speaker else None
        for sentence, at, named in reversed(self.sides.several):
            if mention.sentence.index - sentence > _SEVERAL_REACH:
                return []
            if sentence == mention.sentence.index and at >= mention.start:
                continue
            others = [e for e in named if e.country != mine]
            return others if len({e.country for e in others}) > 1 else []
        return []

    def _object_pronoun(self, mention: Mention) -> list[Entity]:
        """*l'a reçu*, *lui a remis*: the one named before in the sentence, else the one spoken of before it."""
        sides = self.sides
        doer = self.discourse.acting_on(mention) or sides.speaker
        mine = doer.country if doer is not None else None
        near = [e for at, e in sides.here if at < mention.start and e.country != mine]
        for entity in (*reversed(near), sides.previous, sides.latter):
            if entity is not None and entity.country and entity.country != mine:
                return [entity]
        return []

    def pair(self, mention: Mention) -> list[Entity]:
        """Both sides: persons, bodies or countries, as the words say."""
        wanted = pair_class(mention, self.cast.language) if mention.kind == "pair" else "parties"
        numbers = self.cast.language.syntax["grammar"]["two"]
        said = [numbers.index(w) for w in mention.sentence.words[mention.start : mention.end] if w in numbers]
        return self._both(wanted, mention, said[0] + 2 if said else 2)

    def _both(self, wanted: str, near: Mention | None = None, number: int = 2) -> list[Entity]:
        codes = self._named_together(near) if wanted == "countries" and number == 2 else []
        codes = codes or self.sides.countries(number)
        if len(codes) < 2:
            return []
        met = [e for e in self.sides.encounter if e.country in codes]
        if wanted == "countries" and "IGO" in codes:
            return []
        if wanted == "persons":
            people = self._people_of(codes, met, near)
            if len(people) >= 2:
                return people
            if near is not None and self.cast.language.has("women", near.sentence.words[near.root]):
                return []  # *les deux femmes*: two whom the story has named, and no states
        if wanted == "places":
            local = [e for e in self.cast.entities if self.cast.is_local(e)]
            local.sort(key=lambda e: (e.head is None, -sum(not m.inner for m in e.mentions)))
            places = _one_each(codes, local)
            if len(places) >= 2:
                return places
        if wanted == "parties":
            bodies = _one_each(codes, [e for e in (self._body_of(x) for x in met) if e is not None])
            if len(bodies) >= 2:
                return bodies
        return [self.side(code) for code in codes]

    def _named_together(self, near: Mention | None) -> list[str]:
        """*A et B …. Les deux pays …*: those of whom the sentence before was told, before those of the story."""
        if near is None or not near.sentence.parse[near.root].dep_.startswith("nsubj"):
            return []
        for sentence, at, named in reversed(self.sides.several):
            if sentence == near.sentence.index - 1:
                codes = list(dict.fromkeys(str(e.country) for e in named))
                first = next(
                    (m for e in named for m in e.mentions if (m.sentence.index, m.start) == (sentence, at)), None
                )
                subject = first is not None and first.sentence.parse[first.root].dep_.startswith("nsubj")
                return codes if subject and len(codes) == 2 and "IGO" not in codes else []
        return []

    def _people_of(self, codes: list[str], met: list[Entity], near: Mention | None) -> list[Entity]:
        """A person of each side: who met, else the one titled person that the story has named of that country."""
        found: list[Entity] = []
        for code in codes:
            here = [e for e in met if e.country == code and e.kind == "person"]
            if not here and near is not None:
                here = self._named_before(code, near)
            found.extend(here[:1])
        return found

    def _named_before(self, code: str, near: Mention) -> list[Entity]:
        """The persons of a country in the story so far, those who hold an office that the words name first."""
        people = [
            e
            for e in self.cast.entities
            if e.kind == "person"
            and e.country == code
            and (e.titles or e.rank)
            and any(m.sentence.index < near.sentence.index for m in e.mentions)
        ]
        word = near.sentence.words[near.root].rstrip("sx")
        fitting = [e for e in people if any(word in fold(t.head.text).split() for t in e.titles)]
        return fitting or (people if len(people) == 1 else [])

    def _body_of(self, entity: Entity) -> Entity | None:
        """The body a person acts for when it is no government: a party, a parliament, a province, a front."""
        if (
            entity.kind in {"party", "body", "subdivision", "city"}
            and self.cast.channels(entity)
            and "government" not in self.cast.channels(entity)
        ):
            return entity
        for title in entity.titles:
            body = self.cast.link(title.body) if title.body else None
            if (
                body is not None
                and body.country == entity.country
                and not {"government", "state"} & set(self.cast.channels(body))
            ):
                return (
                    body.outer
                    if body.outer is not None
                    and body.head
                    and body.head.kind == "organ"
                    and body.outer.kind in {"party", "body"}
                    else body
                )
        return None

    def _office(self, mention: Mention) -> list[Entity]:
        """A title without a name: the person who holds it on this page, else an unnamed holder."""
        title = mention.titles[0]
        country = mention.countries[0] if mention.countries else None
        holders = [
            entity
            for entity in reversed(self.cast.entities)
            if entity.kind == "person"
            and not (country and entity.country != country)
            and any(self._held(held, title) for held in entity.titles)
        ]
        if holders:
            same = [e for e in holders if any(fold(held.head.text) == fold(title.head.text) for held in e.titles)]
            return [self.sides.speaker] if self.sides.speaker in holders and not same else (same or holders)[:1]
        if fold(title.head.text) in self.generic and len(title.office.split()) == 1:
            anyone = self._anyone(mention, country)
            if anyone is not None:
                return [anyone]
        if title.head.of == "counterpart":
            others = self.sides.others(self.sides.speaker.country if self.sides.speaker else None)
            country = country or (others[0] if len(others) == 1 else None)
        elif country is None and self._is_owned(mention):
            country = self.sides.speaker.country if self.sides.speaker else None
        if country is None and title.body is not None:
            body = self.cast.link(title.body)
            country = body.country if body else None
        if country is None and self.sides.home is None:
            others = self.sides.others(self.sides.speaker.country if self.sides.speaker else None)
            country = others[0] if len(others) == 1 else None
        holder = self._holder(mention, title, country or self.sides.home)
        if country is None:
            holder.country_from = "inferred"
        if holder.country is None:
            return []
        holder = self._again(holder)
        if mention not in holder.mentions:
            holder.mentions.append(mention)
        return [holder]

    def _anyone(self, mention: Mention, country: str | None) -> Entity | None:
        """*le diplomate*, *le dirigeant chinois*: the one who spoke, else whom the page named last of that country."""
        speaker = self.sides.speaker
        if country is None:
            before = mention.sentence.words[mention.start - 1] if mention.start else ""
            definite = self.cast.language.has("definite", before)
            return speaker if definite and speaker is not None and speaker.kind == "person" else None
        if speaker is not None and speaker.kind == "person" and speaker.country == country and speaker.titles:
            return speaker
        people = [
            e
            for e in self.cast.entities
            if e.kind == "person" and e.country == country and e.mentions and (e.titles or e.rank)
        ]
        return people[-1] if people else None

    def _again(self, holder: Entity) -> Entity:
        """The holder of an office whom the story spoke of before, without a name: *le Roi*, then *le Souverain*."""
        title = holder.titles[0]
        if title.head.of == "counterpart":
            return holder
        for known in self.cast.unnamed:
            other = known.titles[0]
            if known.country != holder.country:
                continue
            body, theirs = (self.cast.link(t.body) if t.body else None for t in (title, other))
            chief = body is not None and bool({fold(t.head.text) for t in (title, other)} & self.generic)
            if body is theirs and (chief or self._held(other, title)):
                return known
        self.cast.unnamed.append(holder)
        return holder

    def _holder(self, mention: Mention, title: Title, country: str | None) -> Entity:
        """The unnamed holder of an office, the same however often the mention is asked for."""
        before = next((e for e in self.told.get(id(mention), ()) if e.kind == "office" and e.country == country), None)
        if before is not None:
            return before
        holder = Entity("office", mention.text, country, titles=[title], head=title.head)
        holder.mentions.append(mention)
        return holder

    def _is_owned(self, mention: Mention) -> bool:
        """*son ministre de la Défense*: of whoever the sentence is about."""
        words = mention.sentence.words
        generic = {fold(w) for w in self.cast.language.syntax["grammar"]["generic_offices"]}
        owned = mention.start > 0 and words[mention.start - 1] in self.cast.language.words["possessive"]
        return owned and fold(mention.titles[0].head.text) not in generic

    def _held(self, held: Title, asked: Title) -> bool:
        synonyms = self.cast.language.synonyms_of
        if synonyms(held.office) & synonyms(asked.office):
            return True
        if not asked.domain and fold(held.head.text).startswith(fold(asked.head.text) + " "):
            return True  # *le ministre* for the *ministre délégué*
        if fold(held.head.text) == fold(asked.head.text):
            return (
                not asked.domain
                or not held.domain
                or fold(asked.office) == fold(held.office)
                or bool(set(asked.domain.split()) & set(held.domain.split()) - _SMALL)
            )
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
        if self._is_of_the_one_spoken_of(mention):
            return self._side_word(mention)
        entity = self.cast.link(mention)
        if entity is None:
            return []
        if of_states(entity):
            return [entity]
        if head is not None and head.whole and entity.country:
            return [self.cast.country(entity.country)]
        if len(mention.countries) > 1:
            return [self.cast.country(c) for c in mention.countries]
        if entity.country is None:
            return self._side_word(mention)
        return [entity]

    def _is_of_the_one_spoken_of(self, mention: Mention) -> bool:
        """*Le Kenya assure que ses troupes …*: forces that a possessive gives to whoever the sentence is about."""
        before = mention.sentence.words[mention.start - 1] if mention.start else ""
        armed = mention.head is not None and mention.head.sector in {"MIL", "COP"}
        return armed and self.cast.language.has("possessive", before) and not (mention.countries or mention.nested)

    def _of_each(self, mention: Mention) -> list[Entity]:
        """*La Libye et Malte …, leurs ministres*: of all who were named together last, else of both sides."""
        for sentence, at, named in reversed(self.sides.several):
            if mention.sentence.index - sentence > 1 or (sentence == mention.sentence.index and at >= mention.start):
                continue
            return named
        return self._both("persons")

    def _is_outsider(self) -> bool:
        """Is the one who speaks of a country that is none of the story's two?"""
        speaker = self.sides.speaker
        if speaker is None or speaker.country in {None, *self.sides.dyad}:
            return False
        met = {e.country for e in self.sides.encounter}
        return speaker.country != "IGO" or met <= set(self.sides.dyad)

    def _rulers(self, mention: Mention) -> list[Entity]:
        """*La junte a accusé Alger*: those of the country that the story is on, which the sentence does not name."""
        doc = mention.sentence.parse
        if not mention.start or doc[mention.start - 1].pos_ != "DET" or not doc[mention.root].dep_.startswith("nsubj"):
            return []
        here = {s.entity.country for s in self.discourse.spoken if s.sentence == mention.sentence.index}
        others = [code for code in self.sides.dyad if code not in here and code != "IGO"]
        if len(self.sides.dyad) == 2 and len(others) == 1:
            return [self.cast.country(others[0])]
        code = self.discourse.country(None)
        return [self.cast.country(code)] if code is not None and code not in here else []

    def _host_of_whom(self, mention: Mention) -> list[Entity]:
        """*son hôte*: the other of host and visitor, whichever the one spoken of is not."""
        speaker, visitors = self.sides.speaker, {e.country for e in self.sides.visitors}
        owned = mention.start and mention.sentence.words[mention.start - 1] in self.cast.language.words["possessive"]
        if speaker is None or not owned:
            return []
        met = [e for e in self.sides.encounter if e.country not in {None, speaker.country}]
        if speaker.country not in visitors and speaker.country not in {e.country for e in self.sides.encounter}:
            return []
        named = self._apposed(mention)
        if named is not None and named.country is None and len({e.country for e in met}) == 1:
            named.country, named.country_from = met[0].country, "inferred"
        return [named] if named is not None and named.country is not None else met

    def _apposed(self, mention: Mention) -> Entity | None:
        """*son hôte, le Premier ministre X*: the person who is named behind a word for them."""
        if mention.sentence.texts[mention.end : mention.end + 1] != [","]:
            return None
        for entity in self.cast.entities:
            near = (m for m in entity.mentions if m.sentence is mention.sentence)
            if entity.kind == "person" and any(mention.end < m.start <= mention.end + _APPOSED for m in near):
                return entity
        return None

    def _side_word(self, mention: Mention) -> list[Entity]:
        """*sa partie*, *les dirigeants*, *la délégation*: whose, if the sentence says."""
        words = mention.sentence.words
        if self.cast.language.has("guests", words[mention.start]):
            return list(self.sides.visitors)
        if self.cast.language.has("hosts", words[mention.start]):
            return self._host_of_whom(mention)
        owned = mention.start and words[mention.start - 1]
        person = self.cast.language.has("pair_persons", words[mention.start].removesuffix("s"))
        if owned and self.cast.language.has("possessive_plural", owned) and person:
            return self._of_each(mention)
        if owned and owned in self.cast.language.words["possessive"] and self.sides.speaker:
            return [self.cast.country(self.sides.speaker.country)] if self.sides.speaker.country else []
        language = self.cast.language
        if (
            self.sides.visitors
            and language.has("visiting", words[mention.start])
            and mention.start
            and words[mention.start - 1] in {"la", "cette"}
        ):
            return list(self.sides.visitors)
        if language.has("contending", words[mention.start]) and self._is_outsider():
            if len(self.sides.dyad) == 2:
                return [self.side(code) for code in self.sides.dyad]
            return self._several(mention)
        if language.has("rulers", words[mention.start]):
            return self._rulers(mention)
        head = words[mention.start].removesuffix("s")
        both = (
            language.has("pair_persons", head)
            or language.has("all_sides", words[mention.start])
            or (self.sides.body is not None and language.has("members", words[mention.start]))
            or head == "delegation"
        )
        of_society = any(language.has("of_society", fold(t.text)) for t in mention.sentence.parse[mention.root].subtree)
        if (
            both
            and not of_society
            and words[mention.start].endswith(("s", "x"))
            and mention.start
            and words[mention.start - 1] in {"les", "ces"}
        ):
            if self.sides.assembly and language.has("all_sides", words[mention.start]):
                return list(self.sides.assembly)
            if self.sides.body is not None and len({e.country for e in self.sides.encounter}) < 2:
                return [self.sides.body]
            if len(self.sides.encounter) > 1:
                return list(self.sides.encounter)
            return self._both("persons")
        return []


_APPOSED = 3  # tokens between a word for a person and the beginning of who is named behind it
_SEVERAL_REACH = 2  # sentences after which *les*, *leur* no longer stand for those named together
_PRONOUN_REACH = 6  # sentences after an encounter in which *ils* may stand for both sides
_SMALL = frozenset({"de", "la", "le", "des", "du", "d", "l", "et", "les"})


def _one_each(codes: list[str], entities: list[Entity]) -> list[Entity]:
    found = []
    for code in codes:
        one = next((e for e in entities if e.country == code), None)
        if one is not None:
            found.append(one)
    return found
