"""Where an act took place: a place name with a preposition near the predicate, else the place of the encounter."""

from __future__ import annotations

from comity.coding.cast import Cast, admin_of
from comity.coding.entities import Entity
from comity.coding.mentions import Mention
from comity.coding.slots import Grammar
from comity.folding import fold
from comity.lexicon.world import world
from comity.model import Place

_PLACED = {"a", "en", "dans", "sur", "chez"}
_ORDER = {"city": 0, "subdivision": 1, "country": 2}
_SPOTTED = _PLACED | {"au", "aux", "pres", "vers", "autour", "contre", "long"}
_CONTRACTED = frozenset({"du", "des"})
_SPOT_WORDS = 5  # before *de*: *à la base navale de …*
_STEPS = 6
_ELSEWHERE = 40
_WORDS_APART = 5  # a country so many words nearer to the act than a city is where it happens


def place_of(
    grammar: Grammar, cast: Cast, predicate: int, taken: set[int], struck: bool = False
) -> tuple[Place, Mention] | None:
    """The place named nearest to the predicate, a city before a country; mentions in `taken` stand in other slots.

    Of an act that strikes places (`struck`), what is struck says where: *ont bombardé une localité du sud du Liban*.
    """
    best: tuple[tuple[int, int], Mention] | None = None
    for group in grammar.groups:
        mention = group.lead
        spot = grammar.language.has("spots", grammar.sentence.words[mention.start])
        placed = group.preposition in _PLACED or (struck and spot) or part_of(grammar, mention, struck)
        order = _ORDER["city"] if mention.kind == "body" and spot else _ORDER.get(mention.kind)
        if not placed or order is None or id(mention) in taken:
            continue
        if mention.kind == "subdivision" and mention.head is not None and mention.head.role != "body":
            continue
        apart = abs(mention.start - predicate) + _ELSEWHERE * _of_another_act(grammar, mention, predicate)
        rank = (order * _WORDS_APART + apart, mention.start)
        if best is None or rank < best[0]:
            best = (rank, mention)
    if best is None:
        return None
    place = make_place(best[1], cast)
    return (place, best[1]) if place is not None else None


def part_of(grammar: Grammar, mention: Mention, struck: bool) -> bool:
    """*au sud du Liban*, *à la base navale de Lomé*, *au large d'Arta*: a part of the place or a spot in it."""
    words, language = grammar.sentence.words, grammar.language
    at = mention.start - 1
    while at > 0 and language.has("articles", words[at]) and words[at] not in _CONTRACTED:
        at -= 1
    if at < 1 or not language.has("of", words[at]):
        return False
    before = words[max(0, at - _SPOT_WORDS) : at]
    spot = next((i for i in range(len(before) - 1, -1, -1) if language.has("spots", before[i])), None)
    if spot is None or not (struck or _SPOTTED & set(before[:spot])):
        return False
    return not any(i in grammar.over for i in range(at - len(before) + spot, at))


def _of_another_act(grammar: Grammar, mention: Mention, predicate: int) -> bool:
    """*en vue de la session prévue à Maputo*: behind the act, and under a participle of something else."""
    if mention.start < predicate:
        return False
    token = grammar.doc[mention.root].head
    for _ in range(_STEPS):
        if token.i == predicate or token.head.i == token.i or token.i < predicate:
            return False
        if token.pos_ == "VERB" and token.dep_ in {"acl", "acl:relcl"}:
            return True
        token = token.head
    return False


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
    if mention.kind == "body":
        return locality_place(entity, cast)
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
