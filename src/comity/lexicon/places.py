"""Subdivisions and cities, loaded as lines and parsed when they are asked for, so that a process starts at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from comity.folding import fold
from comity.lexicon.tables import data, languages, names, rows
from comity.model import Record

Named = tuple[str, str, tuple[str, ...], tuple[str, ...], bool]


class Subdivision(Record):
    """A subdivision of a country, by ISO 3166-2 `code`; `former` is the year in which it ceased, or null.

    `kind` is what ISO calls it, in English (province, region, department, state …). `name` is the one shown, in French
    where French has one, else the local one.
    """

    code: str
    country: str
    name: str
    names: tuple[str, ...]
    kind: str
    parent: str | None
    former: int | None
    latitude: float | None
    longitude: float | None
    ambiguous: bool


class City(Record):
    """A city of at least 15,000 inhabitants, or a smaller one that matters; `admin` is ISO 3166-2 where it is known."""

    name: str
    country: str
    admin: str | None
    latitude: float
    longitude: float
    population: int
    ambiguous: bool


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
                latitude=_number(row["latitude"]),
                longitude=_number(row["longitude"]),
                ambiguous=row["ambiguous"] == "1",
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
        """Every name: folded, as written, codes, countries, whether ambiguous."""
        for folded, listed in self._by_name.items():
            found = self.find(folded, None)
            surface = next((n for n in found[0].names if fold(n) == folded), found[0].name)
            countries = tuple(dict.fromkeys(s.country for s in found))
            yield folded, surface, tuple(dict.fromkeys(listed)), countries, any(s.ambiguous for s in found)


class Cities:
    """The cities, found by folded name.

    A line of `cities.tsv`: name, folded name unless it is the name in small letters, other folded names, alpha-2, rest
    of the ISO 3166-2 code, latitude, longitude, thousands of inhabitants, `1` if ambiguous.
    """

    def __init__(self, codes: dict[str, str]) -> None:
        self._codes = codes
        self._lines = (data() / "world" / "cities.tsv").read_text("utf-8").splitlines()[1:]
        self._index: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            name, folded, others, _ = line.split("\t", 3)
            self._index.setdefault(folded or name.lower(), []).append(number)
            if others:
                for other in others.split("|"):
                    self._index.setdefault(other, []).append(number)
        self._exonyms: dict[str, str] = {}
        for language in languages():
            for row in rows(language, "cities.csv"):
                self._exonym(names(row["names"]), row["alpha3"], row["city"])

    def _exonym(self, called: tuple[str, ...], alpha3: str, folded: str) -> None:
        for number in self._index.get(folded, []):
            if self._city(number).country == alpha3:
                for name in called:
                    key = fold(name)
                    self._exonyms.setdefault(key, name)
                    if number not in self._index.setdefault(key, []):
                        self._index[key].append(number)
                return

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one gazetteer a process
    def _city(self, number: int) -> City:
        name, _, _, alpha2, admin, latitude, longitude, thousands, ambiguous = self._lines[number].split("\t")
        return City(
            name=name,
            country=self._codes[alpha2],
            admin=f"{alpha2}-{admin}" if admin else None,
            latitude=float(latitude),
            longitude=float(longitude),
            population=round(float(thousands) * 1000),
            ambiguous=ambiguous == "1",
        )

    def find(self, name: str, near: set[str]) -> tuple[City, ...]:
        """The cities of a name: those of the countries in `near` first, then the larger first."""
        found = [self._city(number) for number in self._index.get(fold(name), [])]
        return tuple(sorted(found, key=lambda city: (city.country not in near, -city.population)))

    def names(self) -> Iterator[Named]:
        """Every name: folded, as written, countries twice (the largest city's first), whether ambiguous."""
        for folded, numbers in self._index.items():
            found = sorted((self._parts(number) for number in numbers), key=lambda parts: -float(parts[7]))
            countries = tuple(dict.fromkeys(self._codes[parts[3]] for parts in found))
            surface = self._exonyms.get(folded, found[0][0])
            yield folded, surface, countries, countries, any(parts[8] == "1" for parts in found)

    def _parts(self, number: int) -> list[str]:
        return self._lines[number].split("\t")
