"""Persons that a project names: whom pages call by name alone, and the country they act for."""

from __future__ import annotations

from collections.abc import Mapping

from comity.folding import fold
from comity.lexicon.project import remembered
from comity.lexicon.tables import names, rows


@remembered
def load_people(language: str) -> Mapping[str, str]:
    """The country (alpha-3) of each person of `people.csv`, by folded name in every form of it."""
    return {fold(name): row["country"] for row in rows(language, "people.csv") for name in names(row["names"])}
