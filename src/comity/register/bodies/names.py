"""Names of bodies, made comparable, and what pages say of one body's taking the place of another. Pure.

A body of a country is known by the words that tell it, in any order, without those that only join others and without
its own country: *Assemblée nationale* of Cambodia and *Assemblée nationale du Cambodge* are one. A body of states that
the gazetteer knows goes by its key: `IGO/asean`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from comity.folding import fold
from comity.lexicon.bodies import body_words
from comity.lexicon.persons import persons, singular
from comity.lexicon.world import world

Relation = Literal["parent", "successor"]

IGO = "IGO"
_LONGEST_COUNTRY = 6
_LONGEST_NAME = 100
_ELIDED = ("d", "l")


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body: the words that tell it, in one (or the key of a body of states), and its country, empty if unknown.

    `wholes` are the words of the bodies that the name says it may be a part of, those that say most first: of *Comité
    central du Parti du peuple* that is *Parti du peuple*, if there is such a body.
    """

    words: str
    country: str
    wholes: tuple[str, ...] = ()


@lru_cache(maxsize=16384)
def body_name(written: str, country: str | None = None) -> BodyName | None:
    """The body that a name means in a country (alpha-3, `IGO`, or None); None for what names a country, or nothing."""
    igo = world().igo(written)
    if igo is not None and country in (None, "", IGO):
        return BodyName(f"{IGO}/{igo.key}", IGO)
    if world().country(written) is not None:
        return None
    own = country or _country_in(fold(written).split())
    words = _told(written, own)
    if not words:
        return None
    wholes = (_told(rest, own) for rest in _after_joints(written))
    return BodyName(words, own, tuple(dict.fromkeys(whole for whole in wholes if whole and whole != words)))


def successions(text: str, written: str) -> Iterator[tuple[Literal["before", "after"], str, int, int]]:
    """What a page says of the bodies before and after one that it calls `written`: their names, and the words of it.

    *Conseil du fleuve (anciennement Comité du fleuve)*: the other one was `before`. The offsets are code points of the
    text, end exclusive, and hold both names.
    """
    if not written.strip() or not _telling_phrases().search(text):
        return
    for match in re.finditer(rf"(?<!\w){re.escape(written)}(?!\w)", text):
        said = _said().match(text, match.end())
        if said is None:
            continue
        name = said["name"].strip()
        if name[:1].isupper() and len(name) <= _LONGEST_NAME:
            yield "before" if said["formerly"] else "after", name, match.start(), said.end("name")


@lru_cache(maxsize=1)
def _telling_phrases() -> re.Pattern[str]:
    words = body_words()
    return re.compile("|".join(re.escape(each) for each in (*words.formerly, *words.became)), re.IGNORECASE)


@lru_cache(maxsize=1)
def _said() -> re.Pattern[str]:
    """A bracket or comma, the phrase, perhaps an article, and a name that ends where the bracket or the clause does."""
    words = body_words()

    def either(phrases: tuple[str, ...]) -> str:
        return "|".join(
            re.escape(each).replace("'", "['’]") + ("" if each.endswith(("-", "'")) else r"\s+") for each in phrases
        )

    phrase = f"(?:(?P<formerly>{either(words.formerly)})|(?:{either(words.became)}))"
    article = f"(?:(?i:{either(words.articles)}))?"
    return re.compile(rf"\s*[(,]\s*(?i:{phrase}){article}(?P<name>[^\s,;:.()\n][^,;:.()\n]*)[,;:.)]")


def _told(written: str, own: str) -> str:
    """The telling words of a name, each once and in order of the alphabet."""
    words = _without_country(fold(written).split(), own)
    linking = persons().linking
    kept = {word for word in singular(" ".join(words)) if word not in linking and len(word) > 1}
    return " ".join(sorted(kept))


def _without_country(words: list[str], own: str) -> list[str]:
    """Words without the names of a country and its words of nationality."""
    kept: list[str] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST_COUNTRY), at, -1):
            if own and own in _named_by(" ".join(words[at:end])):
                at = end
                break
        else:
            kept.append(words[at])
            at += 1
    return kept


def _country_in(words: list[str]) -> str:
    """The one country that a name holds; empty where it holds none, or several."""
    found: set[str] = set()
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST_COUNTRY), at, -1):
            codes = _named_by(" ".join(words[at:end]))
            if codes:
                found.update(codes[:1])
                at = end
                break
        else:
            at += 1
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=16384)
def _named_by(words: str) -> tuple[str, ...]:
    """The countries that folded words name, as their name or as a word of nationality."""
    if len(words) < 3:
        return ()
    return world().country_codes(words) or (world().demonym(words) if " " not in words else ())


def _after_joints(written: str) -> Iterator[str]:
    """What follows each joining word of a name, the longest rest first."""
    words = [word for part in written.replace("’", "'").split() for word in part.replace("'", "' ").split()]
    linking = persons().linking
    for at, word in enumerate(words[:-1]):
        if fold(word) in linking or fold(word) in _ELIDED:
            yield " ".join(words[at + 1 :])
