"""Where an act took place: a place name with a preposition near the predicate, else the place of the encounter."""

from __future__ import annotations

from comity.coding.cast import Cast, Entity, admin_of
from comity.coding.mentions import Mention
from comity.coding.slots import Grammar
from comity.folding import fold
from comity.lexicon.world import world
from comity.model import Place

_PLACED = {"a", "en", "dans", "sur", "chez"}
_ORDER = {"city": 0, "subdivision": 1, "country": 2}
_WORDS_APART = 5  # a country so many words nearer to the act than a city is where it happens


def place_of(grammar: Grammar, cast: Cast, predicate: int, taken: set[int]) -> tuple[Place, Mention] | None:
    """The place named nearest to the predicate, a city before a country; mentions in `taken` stand in other slots."""
    best: tuple[tuple[int, int], Mention] | None = None
    for group in grammar.groups:
        mention = group.lead
        if group.preposition not in _PLACED or mention.kind not in _ORDER or id(mention) in taken:
            continue
        if mention.kind == "subdivision" and mention.head is not None and mention.head.role != "body":
            continue
        rank = (_ORDER[mention.kind] * _WORDS_APART + abs(mention.start - predicate), mention.start)
        if best is None or rank < best[0]:
            best = (rank, mention)
    if best is None:
        return None
    place = make_place(best[1], cast)
    return (place, best[1]) if place is not None else None


def capital_place(grammar: Grammar) -> tuple[Place, Mention] | None:
    """*dans la capitale éthiopienne*: the capital of the country whose adjective follows."""
    for mention in grammar.mentions:
        before = grammar.sentence.words[max(0, mention.start - 3) : mention.start]
        if mention.kind != "adjective" or len(mention.countries) != 1 or not before:
            continue
        if before[-1] not in grammar.language.words["seat_of_power"] or not _PLACED & set(before[:-1]):
            continue
        capital = world().capital_of(mention.countries[0])
        if capital is not None:
            place = named_place(capital.names[0], {mention.countries[0]})
            if place is not None:
                return place, mention
    return None


def locality_place(entity: Entity, cast: Cast) -> Place | None:
    """The town or subdivision that an entity is, or that the body of a person's office belongs to."""
    bodies = [cast.link(title.body) for title in entity.titles if title.body is not None]
    for one in (entity, entity.outer, *bodies, *(body.outer for body in bodies if body is not None)):
        if one is not None and one.kind in {"city", "subdivision"} and one.entry is not None:
            place = _entity_place(one.entry.surface, one)
            if place.country is not None:
                return place
    return None


def make_place(mention: Mention, cast: Cast) -> Place | None:
    """The place that a mention names, with country, ISO 3166-2 and coordinates where the world tables have them."""
    if mention.kind == "country":
        code = mention.countries[0]
        return country_place(mention.text, code)
    entity = cast.link(mention)
    if entity is None:
        return None
    return _entity_place(
        mention.text
        if mention.entry is None or (mention.head is None and fold(mention.text) == mention.entry.folded)
        else mention.entry.surface,
        entity,
    )


def country_place(name: str, code: str) -> Place:
    """A whole country as a place."""
    country = world().country(code)
    if country is None:
        return Place(name=name, country=code)
    return Place(name=name, country=code, latitude=country.latitude, longitude=country.longitude)


def named_place(name: str, near: set[str]) -> Place | None:
    """A city or subdivision by its name, one in the countries `near` first."""
    city = world().city(name, near or None)
    if city is not None:
        return Place(
            name=name, country=city.country, admin=city.admin, latitude=city.latitude, longitude=city.longitude
        )
    found = world().subdivision(name)
    chosen = next((s for s in found if s.country in near), found[0] if found else None)
    if chosen is not None:
        return Place(
            name=name, country=chosen.country, admin=chosen.code, latitude=chosen.latitude, longitude=chosen.longitude
        )
    return None


def _entity_place(name: str, entity: Entity) -> Place:
    near = {entity.country} if entity.country else set()
    place = named_place(name, near)
    if place is not None and (entity.country is None or place.country == entity.country):
        return place
    return Place(name=name, country=entity.country, admin=admin_of(entity))
