"""Offices: the titles that persons hold in bodies, as the page states them."""

from __future__ import annotations

from dataclasses import dataclass, field

from comity.coding.actors import Cast, Entity
from comity.coding.drafts import Support
from comity.coding.mentions import Mention, Title
from comity.folding import fold
from comity.lexicon.language import Language
from comity.lexicon.world import world
from comity.model import Tenure

_SMALL = frozenset({"de", "du", "la", "le", "les", "des", "l", "d", "et", "a", "au", "aux"})


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
    confidence: float = 0.9


class OfficeFinder:
    """Collects the offices of a story from the titles of its persons."""

    def __init__(self, language: Language, cast: Cast) -> None:
        self.language = language
        self.cast = cast
        self.tenures = {tenure: frozenset(fold(w) for w in words) for tenure, words in language.syntax["tenures"].items()}

    def find(self, mentions: list[Mention]) -> list[Held]:
        """The offices stated in the mentions of a story, each once a person."""
        kept: list[Held] = []
        previous: Entity | None = None
        for mention in mentions:
            if mention.kind != "person":
                continue
            entity = self.cast.link(mention)
            if entity is None:
                continue
            for title in mention.titles:
                held = self._held(mention, entity, title, previous)
                if held is not None:
                    _keep(kept, held)
            previous = entity
        return kept

    def _held(self, mention: Mention, entity: Entity, title: Title, previous: Entity | None) -> Held | None:
        sentence = mention.sentence
        office, of, country = title.office, title.of, entity.country
        if title.head.of == "counterpart":
            other = next((t for t in (previous.titles if previous else []) if t.head.of != "counterpart"), None)
            if other is None:
                return None
            office = other.office
            of = None if other.head.of in {"domain", "state", "post"} else self._mirrored(other)
        if of is None:
            of, country = self._body_before(title, entity)
        if of is None and country is not None:
            of = world().label(country, self.language.code)
        start, end = sentence.span(mention.start, mention.end)
        supports = [Support(start, min(end, start + 400), ("person", "office", "of", *(("rank",) if mention.rank else ())))]
        if entity.rank and not mention.rank:
            ranked = next((m for m in entity.mentions if m.rank), None)
            if ranked is not None:
                begin, stop = ranked.sentence.span(ranked.start, ranked.end)
                supports.append(Support(begin, min(stop, begin + 400), ("rank",)))
        return Held(
            entity=entity, office=office, rank=mention.rank or entity.rank, of=of, country=country, tenure=self._tenure(mention, title),
            rules=[f"{self.language.code}/offices/{fold(title.head.text).replace(' ', '_')}"], supports=supports,
            confidence=0.92 if country else 0.7,
        )

    def _mirrored(self, other: Title) -> str | None:
        return None

    def _body_before(self, title: Title, entity: Entity) -> tuple[str | None, str | None]:
        """*chef du commandement*: the command named before on the page."""
        last = fold(title.office).split()[-1:] or [""]
        for body in reversed(self.cast.entities):
            if body.kind == "person" or body.head is None or body.name is None or not body.country:
                continue
            heads = fold(body.head.text).split()
            if last[0] in heads and last[0] not in _SMALL and fold(title.head.text).split()[-1:] != last:
                if entity.country in {None, body.country} or entity.country_from == "inferred":
                    entity.country, entity.country_from = body.country, "text"
                    return body.name, body.country
        return None, entity.country

    def _tenure(self, mention: Mention, title: Title) -> Tenure:
        sentence = mention.sentence
        near = {fold(w) for w in sentence.words[max(0, title.start - 3) : title.end + 2]}
        for tenure, words in self.tenures.items():
            if near & words:
                return tenure  # type: ignore[return-value]
        return "current"


def _keep(kept: list[Held], held: Held) -> None:
    """Add an office, or its evidence when the person's office is already there in other words."""
    words = set(fold(held.office).split()) - _SMALL
    for other in kept:
        if other.entity is not held.entity:
            continue
        theirs = set(fold(other.office).split()) - _SMALL
        if words <= theirs or theirs <= words:
            other.supports += held.supports
            other.rank = other.rank or held.rank
            if len(words) > len(theirs):
                other.office = held.office
                other.of = held.of or other.of
            other.country = other.country or held.country
            return
    kept.append(held)
