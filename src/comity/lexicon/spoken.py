"""What one language calls countries, capitals, seats of power and bodies of states: the tables of its folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from comity.folding import fold
from comity.lexicon.nationality import Nationalities
from comity.lexicon.tables import names, rows
from comity.model import Record

Case = Literal["any", "initial", "upper"]


class Seat(Record):
    """A building, street or chamber that stands for who sits there.

    `code` is a country, or the key of a body of states. `who`: state (head of state),
    government, foreign (foreign ministry), parliament, military, igo.
    """

    code: str
    who: str
    name: str
    ambiguous: bool


class Igo(Record):
    """A body of states, or (`kind` other) a body beside states that the press treats like one.

    `members` (alpha-3) is empty where the table does not list them; `parent` is the key of the body it belongs to.
    """

    key: str
    kind: Literal["igo", "other"]
    name: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    parent: str | None
    seat: str | None
    members: tuple[str, ...]


def _marked(field: str) -> Iterator[tuple[str, bool]]:
    """The names of a field and whether they are marked (`?`) as ambiguous."""
    for name in names(field):
        yield name.removeprefix("?"), name.startswith("?")


def case_of(surface: str) -> Case:
    """Capitals throughout for acronyms, else a capital somewhere, unless the name has none."""
    letters = [c for c in surface if c.isalpha()]
    if not any(c.isupper() for c in letters):
        return "any"
    return "upper" if len(letters) > 1 and all(c.isupper() for c in letters) else "initial"


class Language:
    """What one language calls the countries, capitals, seats and bodies."""

    def __init__(self, language: str) -> None:
        self.nationalities = Nationalities(language)
        self.countries = {row["alpha3"]: names(row["names"]) for row in rows(language, "countries.csv")}
        self.ambiguous = {fold(row["name"]) for row in rows(language, "ambiguous.csv")}
        words = (*rows(language, "ambiguous.tsv"), *rows("world", "ambiguous.tsv"))
        self.ambiguous_places = self.ambiguous | {row["name"] for row in words}
        self.capitals: list[tuple[str, str, tuple[str, ...]]] = [
            (row["alpha3"], row["rank"], names(row["names"])) for row in rows(language, "capitals.csv")
        ]
        self.seats = [
            Seat(code=row["code"], who=row["who"], name=name, ambiguous=marked)
            for row in rows(language, "seats.csv")
            for name, marked in _marked(row["names"])
        ]
        self.regions = [row["name"] for row in rows(language, "regions.csv")]
        self.igos: dict[str, Igo] = {}
        self.igo_names: list[tuple[str, str, bool, Case]] = []
        for row in rows(language, "igos.csv"):
            self._igo(row)

    def _igo(self, row: dict[str, str]) -> None:
        full, acronyms = list(_marked(row["names"])), list(_marked(row["acronyms"]))
        self.igos[row["key"]] = Igo(
            key=row["key"],
            kind="igo" if row["kind"] == "igo" else "other",
            name=full[0][0],
            names=tuple(name for name, _ in full),
            acronyms=tuple(name for name, _ in acronyms),
            parent=row["parent"] or None,
            seat=row["seat"] or None,
            members=tuple(row["members"].split()),
        )
        self.igo_names += [(row["key"], name, marked, case_of(name)) for name, marked in full]
        self.igo_names += [(row["key"], name, marked, "upper") for name, marked in acronyms]
