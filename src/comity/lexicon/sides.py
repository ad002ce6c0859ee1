"""Sides as people type them: `VNM`, `Vietnam`, `FR-BRE`, `Bretagne`, `ASEAN`, `Hanoï`, `VNM/city/hanoi`.

`parse_side(words, language)` gives every reading of the words that the gazetteer knows, the likeliest first: exact
codes and keys, then countries, bodies of states, subdivisions, cities, and last words of nationality. Bodies within a
country (*Assemblée nationale du Cambodge*) are productive and not in the gazetteer: a register looks them up among its
own records. `near_sides` gives names that are spelt alike, for a message when nothing was found.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from comity.folding import fold, slug
from comity.lexicon.world import City, Igo, Subdivision, World, world
from comity.model import Record

SideKind = Literal["country", "igo", "subdivision", "city"]


class SideCandidate(Record):
    """One reading of the words for a side.

    `key` names it exactly and parses to it again: alpha-3 (`VNM`), ISO 3166-2 (`FR-BRE`), `IGO/asean`,
    `VNM/city/hanoi`. `aliases` are the slugs of its other names, under which a page may have named it (a register's
    key of a city is `country/city/<slug of the name on the page>`). `country` is alpha-3, or `IGO`; `admin` is the ISO
    3166-2 code of a subdivision, or of the one in which a city lies; `detail` tells namesakes apart (*région, France*).
    """

    kind: SideKind
    key: str
    label: str
    country: str
    admin: str | None = None
    aliases: tuple[str, ...] = ()
    detail: str = ""


def parse_side(words: str, language: str) -> tuple[SideCandidate, ...]:
    """Every reading of the words, the likeliest first, each key once; none when nothing is known by that name."""
    found = {candidate.key: candidate for candidate in reversed(list(_readings(words.strip(), language)))}
    return tuple(reversed(found.values()))


def near_sides(words: str, language: str, limit: int = 5) -> tuple[SideCandidate, ...]:
    """Countries, bodies of states and subdivisions spelt like the words: countries first, then the most alike."""
    wanted = fold(words)
    alike = difflib.get_close_matches(wanted, _known(language), n=limit, cutoff=0.7)
    readings = {reading.key: reading for name in alike for reading in parse_side(name, language)[:1]}
    return tuple(sorted(readings.values(), key=lambda reading: reading.kind != "country"))


@lru_cache(maxsize=4)
def _known(language: str) -> tuple[str, ...]:
    kinds = {"country", "igo", "subdivision", "capital"}
    return tuple(dict.fromkeys(e.folded for e in world().names(language) if e.kind in kinds and len(e.folded) > 3))


def _readings(words: str, language: str) -> Iterator[SideCandidate]:
    gazetteer = world()
    if not fold(words):
        return
    yield from _keyed(gazetteer, words, language)
    for code in gazetteer.country_codes(words):
        yield _country(gazetteer, code, language)
    igo = gazetteer.igo(words)
    if igo:
        yield _igo(igo)
    for subdivision in gazetteer.subdivision(words.upper() if "-" in words else words) or gazetteer.subdivision(words):
        yield _subdivision(gazetteer, subdivision, language)
    near = {code for code in (gazetteer.capital(words),) if code}
    for city in gazetteer.cities(words, near):
        yield _city(gazetteer, city, words, language)
    for code in gazetteer.demonym(words):
        yield _country(gazetteer, code, language)


def _keyed(gazetteer: World, words: str, language: str) -> Iterator[SideCandidate]:
    """The reading of a key as records write it: `IGO/asean`, `VNM/city/hanoi`."""
    parts = words.split("/")
    if len(parts) == 2 and parts[0] == "IGO":
        igo = gazetteer.igo(parts[1])
        if igo and igo.key == parts[1]:
            yield _igo(igo)
    if len(parts) == 3 and parts[1] == "city":
        for city in gazetteer.cities(parts[2]):
            if city.country == parts[0]:
                yield _city(gazetteer, city, parts[2], language)


def _country(gazetteer: World, alpha3: str, language: str) -> SideCandidate:
    country = gazetteer.country(alpha3)
    called = country.names.values() if country else ()
    aliases = _slugs(name for names in called for name in names)
    label = gazetteer.label(alpha3, language)
    return SideCandidate(kind="country", key=alpha3, label=label, country=alpha3, aliases=aliases)


def _igo(igo: Igo) -> SideCandidate:
    aliases = _slugs((igo.key, *igo.names, *igo.acronyms))
    return SideCandidate(kind="igo", key=f"IGO/{igo.key}", label=igo.name, country="IGO", aliases=aliases)


def _subdivision(gazetteer: World, found: Subdivision, language: str) -> SideCandidate:
    return SideCandidate(
        kind="subdivision",
        key=found.code,
        label=found.name,
        country=found.country,
        admin=found.code,
        aliases=_slugs(found.names),
        detail=gazetteer.label(found.country, language),
    )


def _city(gazetteer: World, city: City, words: str, language: str) -> SideCandidate:
    return SideCandidate(
        kind="city",
        key=f"{city.country}/city/{slug(city.name)}",
        label=city.names.get(language, (city.name,))[0],
        country=city.country,
        admin=city.admin,
        aliases=_slugs((city.name, *(name for called in city.names.values() for name in called), words)),
        detail=gazetteer.label(city.country, language),
    )


def _slugs(called: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug(name) for name in called))
