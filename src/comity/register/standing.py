"""For which countries and bodies of states an entity stands. Pure: nothing here reads or writes the database."""

from __future__ import annotations

from functools import lru_cache

from comity.folding import fold
from comity.lexicon.world import Igo, world
from comity.model import Participant

BODIES = ("body", "party", "group", "company", "igo", "city", "subdivision")
"""Kinds of entities that have a name of their own which others are said to be of."""

_IGO = "IGO/"


def codes(participant: Participant) -> frozenset[str]:
    """The sides that an entity stands for: an alpha-3 code; or a body of states, and the bodies that it is an organ of.

    Whoever speaks for a body of states stands for it. Nobody knows for whom an entity without a country stands.
    """
    if participant.kind == "igo":
        return _whole(participant.key)
    if participant.country == "IGO":
        found = _named().get(fold(participant.of or ""), frozenset())
        return frozenset(code for key in found for code in _whole(key))
    return frozenset({participant.country}) if participant.country else frozenset()


def within(participant: Participant) -> frozenset[str]:
    """The sides within a country that an entity stands for: its body, its own name, its subdivision and what holds it.

    Each is a country and a folded name (see `side_of`), or the code of a subdivision.
    """
    if participant.country is None:
        return frozenset()
    found = {side_of(participant.country, participant.of)} if participant.of else set()
    if participant.kind in BODIES:
        last = participant.key.rpartition("/")[2]
        found |= {side_of(participant.country, name) for name in (participant.name, last) if name}
    return frozenset(found | _around(participant.admin)) if participant.admin else frozenset(found)


def side_of(country: str, name: str) -> str:
    """The side that a body of a country is, by its name."""
    return f"{country}/{fold(name)}"


def country_of(side: str) -> str | None:
    """The country of a side within one, alpha-3."""
    if "/" in side:
        return side.partition("/")[0]
    found = world().subdivision(side)
    return found[0].country if found else None


def holds_for(holder: Participant, side: str) -> bool:
    """Whether an office is held for a side within a country: offices name bodies, not subdivisions."""
    if holder.country != country_of(side):
        return False
    body = f" {fold(holder.of or '')} "
    return any(f" {name} " in body for name in _side_names(side) if name)


def own(participant: Participant) -> str | None:
    """The country, or the key of the body of states itself, under which an entity is counted."""
    if participant.kind == "igo":
        return participant.key
    return participant.country if participant.country != "IGO" else None


@lru_cache(maxsize=1024)
def _whole(key: str) -> frozenset[str]:
    found = {key}
    igo: Igo | None = world().igo(key.removeprefix(_IGO))
    while igo is not None and _IGO + igo.key not in found - {key}:
        found.add(_IGO + igo.key)
        igo = world().igo(igo.parent) if igo.parent else None
    return frozenset(found)


@lru_cache(maxsize=1)
def _named() -> dict[str, frozenset[str]]:
    """The keys of bodies of states by each of their folded names."""
    found: dict[str, frozenset[str]] = {}
    for igo in world().igos():
        for name in (*igo.names, *igo.acronyms):
            found[fold(name)] = found.get(fold(name), frozenset()) | {_IGO + igo.key}
    return found


@lru_cache(maxsize=4096)
def _around(code: str) -> frozenset[str]:
    """A subdivision, and those that it lies in."""
    found = {code}
    place = world().subdivision(code)
    while place and place[0].parent and place[0].parent not in found:
        found.add(place[0].parent)
        place = world().subdivision(place[0].parent)
    return frozenset(found)


@lru_cache(maxsize=4096)
def _side_names(side: str) -> frozenset[str]:
    """The folded names of a side within a country."""
    if "/" in side:
        return frozenset({side.partition("/")[2]})
    found = world().subdivision(side)
    return frozenset(fold(name) for name in (*(found[0].names if found else ()), *(each.name for each in found)))
