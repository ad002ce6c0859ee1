"""Subdivisions and cities, loaded as lines and parsed when they are asked for, so that a process starts at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from comity.folding import fold
from comity.lexicon.project import DATA, project_file
from comity.lexicon.tables import data, languages, names, rows, values
from comity.model import Record

SMALL = 50_000
"""Inhabitants below which a town is so little known that its one-word name alone does not mean it."""

Named = tuple[str, str, tuple[str, ...], tuple[str, ...], bool]


class Subdivision(Record):
    """A subdivision of a country, by ISO 3166-2 `code`.

    `former` is the year in which it ceased, in favour of `successor`; both null today. `kind` is what ISO calls it, in
    English (province, region, department, state …). `name` is the one shown, in French where French has one, else the
    local one.
    """

    code: str
    country: str
    name: str
    names: tuple[str, ...]
    kind: str
    parent: str | None
    former: int | None
    successor: str | None
    latitude: float | None
    longitude: float | None


class City(Record):
    """A city of at least 15,000 inhabitants, or a smaller one that matters.

    `name` is GeoNames', mostly the local or the English one; `names` are those of other languages, by language, the one
    shown first. `admin` is ISO 3166-2 where it is known.
    """

    name: str
    names: dict[str, tuple[str, ...]]
    country: str
    admin: str | None
    latitude: float
    longitude: float
    population: int


def _number(field: str) -> float | None:
    return float(field) if field else None


class Subdivisions:
    """The subdivisions, found by code and by folded name."""

    def __init__(self, codes: dict[str, str]) -> None:
        called: dict[str, tuple[str, ...]] = {}
        for language in languages():
            for row in rows(language, "subdivisions.csv"):
                called[row["code"]] = called.get(row["code"], ()) + names(row["names"])
        self._by_code: dict[str, Subdivision] = {}
        self._by_name: dict[str, list[str]] = {}
        for row in rows("world", "subdivisions.tsv"):
            country = codes.get(row["code"][:2])
            if country is None:
                continue
            known = tuple(dict.fromkeys((*called.get(row["code"], ()), row["name"], *names(row["others"]))))
            self._by_code[row["code"]] = Subdivision(
                code=row["code"],
                country=country,
                name=known[0],
                names=known,
                kind=row["kind"],
                parent=row["parent"] or None,
                former=int(row["former"]) if row["former"] else None,
                successor=row["successor"] or None,
                latitude=_number(row["latitude"]),
                longitude=_number(row["longitude"]),
            )
            for name in known:
                self._by_name.setdefault(fold(name), []).append(row["code"])

    def find(self, code_or_name: str, country: str | None) -> tuple[Subdivision, ...]:
        """Those of a code or a name; the present ones before the former."""
        if code_or_name in self._by_code:
            found = [self._by_code[code_or_name]]
        else:
            found = [self._by_code[code] for code in dict.fromkeys(self._by_name.get(fold(code_or_name), []))]
        kept = [s for s in found if country is None or s.country == country]
        return tuple(sorted(kept, key=lambda s: s.former is not None))

    def names(self) -> Iterator[Named]:
        """Every name: folded, as written, codes, countries, and False: no subdivision is too small to be meant."""
        for folded in self._by_name:
            found = self.find(folded, None)
            surface = next((n for n in found[0].names if fold(n) == folded), found[0].name)
            countries = tuple(dict.fromkeys(s.country for s in found))
            yield folded, surface, tuple(s.code for s in found), countries, False


def _city_lines() -> list[str]:
    """The rows of the cities, unparsed, so that a process starts at once."""
    if project_file(DATA / "world" / "cities.tsv") is not None:
        return ["\t".join(row) for row in values("world", "cities.tsv")[1]]
    text = (data() / "world" / "cities.tsv").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")][1:]


class Cities:
    """The cities, found by folded name.

    A line of `cities.tsv`: name, folded name unless it is the name in small letters, other folded names, alpha-2, rest
    of the ISO 3166-2 code, latitude, longitude, thousands of inhabitants.
    """

    def __init__(self, codes: dict[str, str]) -> None:
        self._parts_of = {row["code"]: row["subdivision"] for row in rows("world", "parts.csv")}
        self._codes = codes | {row["code"]: row["state"] for row in rows("world", "parts.csv")}
        self._lines = _city_lines()
        self._index: dict[str, list[int]] = {}
        self._called: dict[int, dict[str, tuple[str, ...]]] = {}
        for number, line in enumerate(self._lines):
            name, folded, others, _ = line.split("\t", 3)
            self._index.setdefault(folded or name.lower(), []).append(number)
            for other in others.split("|") if others else ():
                self._index.setdefault(other, []).append(number)
        for language in languages():
            for row in rows(language, "cities.csv"):
                self.call(language, names(row["names"]), row["alpha3"], row["city"])

    def call(self, language: str, called: tuple[str, ...], country: str, city: str) -> bool:
        """Give the largest city of a folded name in a country its names in a language; False if there is none."""
        known = [n for n in self._index.get(city, []) if self._codes[self._parts(n)[3]] == country]
        if not known:
            return False
        number = max(known, key=lambda n: float(self._parts(n)[7]))
        told = self._called.setdefault(number, {})
        told[language] = tuple(dict.fromkeys((*told.get(language, ()), *called)))
        for name in called:
            listed = self._index.setdefault(fold(name), [])
            if number not in listed:
                listed.append(number)
        return True

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one gazetteer a process
    def _city(self, number: int) -> City:
        name, _, _, alpha2, admin, latitude, longitude, thousands = self._parts(number)
        return City(
            name=name,
            names=self._called.get(number, {}),
            country=self._codes[alpha2],
            admin=self._parts_of.get(alpha2) or (f"{alpha2}-{admin}" if admin else None),
            latitude=float(latitude),
            longitude=float(longitude),
            population=round(float(thousands) * 1000),
        )

    def _parts(self, number: int) -> list[str]:
        return self._lines[number].split("\t")

    def find(self, name: str, near: set[str]) -> tuple[City, ...]:
        """The cities of a name: those in `near` first, then those that a language names so, then the larger."""
        folded = fold(name)

        def rank(city: City) -> tuple[bool, bool, int]:
            so = any(fold(called) == folded for spoken in city.names.values() for called in spoken)
            return city.country not in near, not so, -city.population

        return tuple(sorted((self._city(number) for number in self._index.get(folded, [])), key=rank))

    def names(self, language: str) -> Iterator[Named]:
        """Every name: folded, as written, countries twice (the largest city's first), whether of small towns only.

        A town is small when it has fewer than SMALL inhabitants, a name of one word, and none in this language.
        """
        for folded, numbers in self._index.items():
            ranked = sorted(numbers, key=lambda number: -float(self._parts(number)[7]))
            countries = tuple(dict.fromkeys(self._codes[self._parts(number)[3]] for number in ranked))
            told = (name for n in ranked for name in self._called.get(n, {}).get(language, ()) if fold(name) == folded)
            surface = next(told, None)
            small = surface is None and " " not in folded and float(self._parts(ranked[0])[7]) * 1000 < SMALL
            yield folded, surface or self._parts(ranked[0])[0], countries, countries, small
