"""Offices: the titles that persons hold in bodies, as the page states them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast

from comity.coding.cast import Cast
from comity.coding.drafts import MAX_SPAN, Support
from comity.coding.entities import Entity
from comity.coding.mentions import Mention, Title
from comity.coding.titles import (
    Stated,
    after_office,
    appointed,
    delegated,
    elected,
    is_nobility,
    is_plural,
    is_stated,
    organ_title,
    possessed_title,
    shared_titles,
    singular,
    with_office_before,
)
from comity.folding import fold
from comity.lexicon.language import Language
from comity.lexicon.world import world
from comity.model import Tenure

_SMALL = frozenset({"de", "du", "la", "le", "les", "des", "l", "d", "et", "a", "au", "aux"})
_MIRRORED = frozenset({"domain", "state", "post"})  # offices whose body is the country itself


@dataclass(slots=True, eq=False)
class Held:
    """An office in the making."""

    entity: Entity
    office: str
    rank: str | None
    of: str | None
    country: str | None
    tenure: Tenure
    rules: list[str]
    supports: list[Support] = field(default_factory=list)
    body: bool = False  # the page names the body, which else is the country
    told: int = 1  # how often the story states it
    generic: bool = False  # *le dirigeant*, *le leader*: no office beside one that says more


class OfficeFinder:
    """Collects the offices of a story from the titles of its persons."""

    def __init__(self, language: Language, cast: Cast) -> None:
        self.language = language
        self.cast = cast
        tenures = language.syntax["tenures"]
        self.tenures = {tenure: frozenset(fold(w) for w in words) for tenure, words in tenures.items()}
        self.generic = frozenset(fold(w) for w in language.syntax["grammar"]["generic_offices"])

    def find(self, mentions: Sequence[Mention]) -> list[Held]:
        """The offices stated in the mentions of a story, each once a person."""
        kept: list[Held] = []
        previous: Sequence[Title] = ()
        for _, in_sentence in groupby(mentions, key=lambda m: id(m.sentence)):
            here = list(in_sentence)
            for position, mention in enumerate(here):
                for stated in self._stated(here, position):
                    entity = self.cast.link(stated.person)
                    held = self._held(stated, entity, previous) if entity is not None else None
                    if held is not None:
                        self._keep(kept, held)
                if mention.kind in {"person", "office"}:
                    entity = self.cast.link(mention)
                    previous = [*mention.titles, *(entity.titles if entity is not None else ())] or previous
        return [h for h in kept if not h.generic or not any(o.entity is h.entity and not o.generic for o in kept)]

    def _stated(self, here: list[Mention], position: int) -> Iterator[Stated]:
        """The titles that a mention states, with those who bear them."""
        mention = here[position]
        if mention.kind == "person":
            yield from with_office_before(here, position)
            yield from elected(here, position)
            yield from self._own(here, position)
        if mention.kind == "office":
            yield from after_office(here, position, self.language)
            yield from appointed(here, position, self.language)
        yield from shared_titles(here, position, self.language)

    def _own(self, here: list[Mention], position: int) -> Iterator[Stated]:
        """The titles of a person's own mention; two without a word between them are one (*ministre porte-parole*)."""
        mention = here[position]
        joined = 0
        for number, title in enumerate(mention.titles):
            if title.end <= joined or is_nobility(title, self.language) or not is_stated(mention, title, self.cast):
                continue
            following = next((t for t in mention.titles[number + 1 :] if t.start == title.end), None)
            if following is not None:
                joined = following.end
                yield Stated(mention, title, f"{title.office} {following.office}", title.of or following.of)
            elif is_plural(title):
                yield Stated(mention, title, singular(title, self.language), title.of)
            else:
                more = delegated(mention, title, self.language) or organ_title(mention, title)
                yield possessed_title(here, position, title) or more or Stated(mention, title, title.office, title.of)

    def _held(self, stated: Stated, entity: Entity, previous: Sequence[Title]) -> Held | None:
        title, office, of = stated.title, stated.office, stated.of
        country = stated.country or entity.country
        if title.head.of == "counterpart":
            other = next((t for t in previous if t.head.of != "counterpart"), None)
            if other is None:
                return None
            office, of = other.office, None
        elif of is None and stated.country is None:
            of, country = self._body_before(title, entity)
        body = of is not None
        generic = self._is_generic(title)
        if fold(office) in self.generic and of is None and country is None:
            return None  # *la cheffe*, of nobody knows what
        if of is None and country is not None:
            of = world().label(country, self.language.code)
        return Held(
            entity=entity,
            office=office,
            rank=stated.person.rank or entity.rank,
            of=of,
            country=country,
            tenure=self._tenure(stated.person, title),
            rules=[f"{self.language.code}/offices/{fold(title.head.text).replace(' ', '_')}"],
            supports=_supports(stated, entity),
            body=body,
            generic=generic,
        )

    def _is_generic(self, title: Title) -> bool:
        """*le dirigeant*, *le dirigeant absolu*: says no office."""
        if fold(title.office) in self.generic:
            return True
        rest = fold(title.office).split()[len(fold(title.head.text).split()) :]
        small = set(rest) & _SMALL
        return fold(title.head.text) in self.generic and len(rest) == 1 and not small and title.body is None

    def _body_before(self, title: Title, entity: Entity) -> tuple[str | None, str | None]:
        """*chef du commandement*: the command named before on the page."""
        last = fold(title.office).split()[-1:] or [""]
        for body in reversed(self.cast.entities):
            if body.kind == "person" or body.head is None or body.name is None or not body.country:
                continue
            heads = fold(body.head.text).split()
            named = last[0] in heads and last[0] not in _SMALL and fold(title.head.text).split()[-1:] != last
            if named and (entity.country in {None, body.country} or entity.country_from == "inferred"):
                entity.country, entity.country_from = body.country, "text"
                return body.name, body.country
        return None, entity.country

    def _tenure(self, mention: Mention, title: Title) -> Tenure:
        words = mention.sentence.words
        near = {fold(part) for w in words[max(0, title.start - 2) : title.end + 2] for part in w.split("-")}
        for tenure, marks in self.tenures.items():
            if near & marks:
                return cast("Tenure", tenure)
        return "current"

    def _keep(self, kept: list[Held], held: Held) -> None:
        """Add an office, or its evidence when the person's office is already there in other words."""
        for other in kept:
            if other.entity is not held.entity or not self._same(other, held):
                continue
            other.supports += held.supports
            other.told += 1
            other.body = other.body or held.body
            other.rank = other.rank or held.rank
            if len(fold(held.office)) > len(fold(other.office)):
                other.office, other.of = held.office, held.of or other.of
                other.generic = other.generic and held.generic
            other.country = other.country or held.country
            return
        kept.append(held)

    def _same(self, left: Held, right: Held) -> bool:
        """Do two titles of one person name one office: in fewer words, or by another name of it (*SG*)?"""
        ours, theirs = (set(fold(h.office).split()) - _SMALL for h in (left, right))
        if ours <= theirs or theirs <= ours:
            return True
        synonyms = self.language.synonyms
        none: frozenset[str] = frozenset()
        mine, other = (synonyms.get(fold(h.office)) or synonyms.get(_head(h.office), none) for h in (left, right))
        return bool(mine & other)


def _head(office: str) -> str:
    """The first two words of an office: *secrétaire général du Comité central* is an office of that kind."""
    return " ".join(fold(office).split()[:2])


def _supports(stated: Stated, entity: Entity) -> list[Support]:
    """The words that name person and office, and the rank if another place states that."""
    mention = stated.person
    sentence = mention.sentence
    start, end = sentence.span(min(stated.first, mention.start), max(stated.last, mention.end))
    fields = ("person", "office", "of", *(("rank",) if mention.rank else ()))
    if end - start <= MAX_SPAN:
        supports = [Support(start, end, fields)]
    else:
        begin, stop = sentence.span(stated.title.start, stated.title.end)
        supports = [
            Support(*sentence.span(mention.start, mention.end), ("person",)),
            Support(begin, min(stop, begin + MAX_SPAN), fields[1:]),
        ]
    if entity.rank and not mention.rank:
        ranked = next((m for m in entity.mentions if m.rank), None)
        if ranked is not None:
            begin, stop = ranked.sentence.span(ranked.start, ranked.end)
            supports.append(Support(begin, min(stop, begin + MAX_SPAN), ("rank",)))
    return supports
