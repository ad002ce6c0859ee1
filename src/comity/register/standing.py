"""For which countries and bodies of states an entity stands. Pure: nothing here reads or writes the database."""

from __future__ import annotations

from functools import lru_cache

from comity.folding import fold
from comity.lexicon.world import Igo, world
from comity.model import Participant

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
