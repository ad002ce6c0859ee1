"""What a place's name may mean beside the place: a first name or surname (Faker), a French word (fr_core_news_md)."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

import spacy

from comity.folding import fold

PEOPLE = (
    *("fr_FR", "fr_BE", "fr_CH", "fr_CA", "en_US", "en_GB", "en_IE", "en_IN", "es_ES", "es_MX", "pt_PT", "pt_BR"),
    *("it_IT", "de_DE", "nl_NL", "pl_PL", "ro_RO", "vi_VN", "id_ID", "tr_TR", "sw", "yo_NG", "ha_NG", "tw_GH", "zu_ZA"),
)
"""Faker's locales whose names are looked at: those written in Latin script that French pages are full of."""
ARTICLES = frozenset(("le", "la", "les", "l"))
COMPASS = frozenset(("centre", "est", "nord", "ouest", "sud"))


@lru_cache(maxsize=1)
def people() -> frozenset[str]:
    """Folded first names and surnames."""
    found: set[str] = set()
    for locale in PEOPLE:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for kind in ("first_names", "first_names_male", "first_names_female", "last_names"):
            found.update(fold(name) for name in getattr(provider, kind, ()))
    return frozenset(found)


@lru_cache(maxsize=1)
def french_words() -> frozenset[str]:
    """French words in all their forms, folded: a page's accents are not to be relied on."""
    lookups = spacy.load("fr_core_news_md").get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    tables = (kind for table in ("lemma_index", "lemma_exc") for kind in lookups.get_table(table).values())
    return frozenset(fold(word) for kind in tables for word in kind)


def reads_as_french(name: str) -> bool:
    """Whether a name is a French word (*Tours*), one with its article (*Le Port*), or points of the compass alone."""
    words = fold(name).split()
    if len(words) == 1 or (len(words) == 2 and words[0] in ARTICLES):
        return words[-1] in french_words()
    return all(word in COMPASS for word in words)
