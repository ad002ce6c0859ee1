"""Countries, bodies of states, subdivisions and cities, by code and by name: the gazetteer.

The tables stand in `data/world/` (built by `tools/build_world.py` from GeoNames, CLDR and ISO 3166-2) and, language
by language, in `data/<language>/`: names, demonyms, capitals, seats of power, bodies of states, exonyms. Names are
compared folded (`comity.folding.fold`). Countries are ISO 3166-1 alpha-3, with XKX for Kosovo and the codes of ISO
3166-3 for states that no longer exist; subdivisions are ISO 3166-2; coordinates are WGS 84 degrees.

Compounds (*franco-allemand*) are open: there are too many pairs to list, so `names` does not; ask `compound` about a
word, or `compound_at` about a place in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from comity.folding import fold
from comity.lexicon.places import Cities, City, Named, Subdivision, Subdivisions
from comity.lexicon.project import remembered
from comity.lexicon.spoken import Case, Igo, Language, Seat, case_of
from comity.lexicon.tables import languages, names, rows
from comity.model import Record

__all__ = ["Capital", "City", "Country", "Igo", "NameEntry", "Seat", "Subdivision", "World", "world"]

Kind = Literal["country", "demonym", "capital", "seat", "igo", "subdivision", "city", "region"]


class Country(Record):
    """A country: codes, its names by language (the one shown first), and where its capital lies."""

    alpha3: str
    alpha2: str
    former: bool
    names: dict[str, tuple[str, ...]]
    latitude: float
    longitude: float


class Capital(Record):
    """A city by which a government is named: the capital, or another seat of the government (Tel-Aviv, La Haye)."""

    alpha3: str
    rank: Literal["capital", "seat"]
    name: str
    names: tuple[str, ...]
    latitude: float
    longitude: float


class NameEntry(Record):
    """One reading of a name, for an automaton over running text.

    `codes`: alpha-3 of a country, demonym or capital, likeliest first; of a seat, alpha-3 or the key of a body; the key
    of a body of states; ISO 3166-2 of a subdivision; alpha-3 of the cities so named, the largest first; none for a
    region. `countries` is the same as alpha-3, none for a body of states. `case` is how it must be written: `any`,
    `initial` with a capital in it, `upper` with the capitals of `surface` (acronyms). `ambiguous` names are also
    ordinary words, first names or surnames, or those of small towns: they want a trigger (*ville de X*, *à X*). A
    `region` (*mer de Chine*, *Amérique latine*, *océan Indien*) is no side: it is there so that the country's name
    within it is not read as one.
    """

    folded: str
    surface: str
    kind: Kind
    codes: tuple[str, ...]
    countries: tuple[str, ...]
    ambiguous: bool = False
    case: Case = "initial"


class World:
    """The gazetteer. Get it with `world()`; every look-up folds the name that it is given."""

    def __init__(self) -> None:
        self._languages = {language: Language(language) for language in languages()}
        self._countries: dict[str, Country] = {}
        self._codes: dict[str, str] = {}
        self._by_name: dict[str, tuple[str, ...]] = {}
        self._load_countries()
        self._parts = {self._codes[row["code"]]: row["state"] for row in rows("world", "parts.csv")}
        self._ruled_by = {row["state"]: row["ruled_by"] for row in rows("world", "colonies.csv")}
        self._capitals: dict[str, list[Capital]] = {}
        self._capital_by_name: dict[str, str] = {}
        self._seats = {fold(seat.name): seat for spoken in self._languages.values() for seat in spoken.seats}
        self._igos = {key: igo for spoken in self._languages.values() for key, igo in spoken.igos.items()}
        self._igo_by_name: dict[str, str] = {key: key for key in self._igos}
        for spoken in self._languages.values():
            for key, name, _, _ in sorted(spoken.igo_names, key=lambda entry: entry[2]):
                self._igo_by_name.setdefault(fold(name), key)
        # apart from the others: *UN*, *AU*, *WHO* are common words of other languages
        self._igo_abroad = {
            fold(name): row["key"] for row in rows("world", "igo_names.csv") for name in row["names"].split("|")
        }
        self._subdivisions = Subdivisions(self._codes)
        self._cities = Cities(self._codes)
        self._load_capitals()

    def _load_countries(self) -> None:
        for row in rows("world", "countries.tsv"):
            alpha3 = row["alpha3"]
            shown = {key[5:]: value for key, value in row.items() if key.startswith("name:")}
            called = {
                language: tuple(dict.fromkeys((*self._spoken(language, alpha3), *names(standard))))
                for language, standard in shown.items()
            }
            self._countries[alpha3] = Country(
                alpha3=alpha3,
                alpha2=row["alpha2"],
                former=row["former"] == "1",
                names=called,
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
            )
            self._codes.setdefault(row["alpha2"], alpha3)
            self._codes[alpha3] = alpha3
        for language in self._languages:
            self._index_names(language)
        for country in self._countries.values():
            for standard in country.names.values():
                for name in standard:
                    self._index_name(name, country.alpha3, also=False)

    def _index_names(self, language: str) -> None:
        """Index a language's own names before those of others, shown names before variants."""
        for first in (True, False):
            for alpha3, called in self._languages[language].countries.items():
                for name in called[:1] if first else called[1:]:
                    self._index_name(name, alpha3, also=True)

    def _index_name(self, name: str, alpha3: str, also: bool) -> None:
        """Let a name point at a country; `also` adds it to those that the name has already (*Congo*)."""
        known = self._by_name.get(fold(name), ())
        if not known or (also and alpha3 not in known):
            self._by_name[fold(name)] = (*known, alpha3)

    def _spoken(self, language: str, alpha3: str) -> tuple[str, ...]:
        spoken = self._languages.get(language)
        return spoken.countries.get(alpha3, ()) if spoken else ()

    def _load_capitals(self) -> None:
        where = {(row["alpha3"], row["rank"]): row for row in rows("world", "capitals.tsv")}
        for language, spoken in self._languages.items():
            for alpha3, rank, called in spoken.capitals:
                row = where[alpha3, rank]
                capital = Capital(
                    alpha3=alpha3,
                    rank="capital" if rank == "capital" else "seat",
                    name=called[0],
                    names=(*called, row["name"]) if row["name"] else called,
                    latitude=float(row["latitude"]),
                    longitude=float(row["longitude"]),
                )
                self._capitals.setdefault(alpha3, []).append(capital)
                self._cities.call(language, called, alpha3, fold(row["name"]))
                for name in capital.names:
                    self._index_capital(fold(name), alpha3)

    def _index_capital(self, name: str, alpha3: str) -> None:
        """A capital's name points at the state that is still there (Moscou: RUS, not SUN)."""
        known = self._capital_by_name.get(name)
        if known is None or self._countries[known].former:
            self._capital_by_name[name] = alpha3

    def country(self, code_or_name: str) -> Country | None:
        """The country of an alpha-2 or alpha-3 code (capitals) or of a name in any language; None if it is none.

        *Congo* alone is Congo-Brazzaville here; `country_codes` and `names` give both readings.
        """
        return next((self._countries[code] for code in self.country_codes(code_or_name)), None)

    def country_codes(self, code_or_name: str) -> tuple[str, ...]:
        """All countries (alpha-3) of a code or a name, the likeliest first: *Congo* gives COG and COD."""
        alpha3 = self._codes.get(code_or_name)
        return (alpha3,) if alpha3 else self._by_name.get(fold(code_or_name), ())

    def countries(self) -> tuple[Country, ...]:
        """All countries, by alpha-3."""
        return tuple(self._countries.values())

    def label(self, alpha3: str, language: str) -> str:
        """What a country or a body of states (by key) is called in a language, for display; the code if unknown."""
        country = self._countries.get(alpha3)
        if country:
            called = country.names.get(language) or country.names.get("en") or (alpha3,)
            return called[0]
        igo = self._igos.get(alpha3)
        return igo.name if igo else alpha3

    def demonym(self, word: str) -> tuple[str, ...]:
        """The countries of a word of nationality in any gender and number: *congolaise* gives COG and COD."""
        found = (spoken.nationalities.demonym(word) for spoken in self._languages.values())
        return tuple(dict.fromkeys(code for codes in found for code in codes))

    def demonym_of(self, alpha3: str, language: str) -> str | None:
        """The masculine singular of a country's demonym in a language."""
        spoken = self._languages.get(language)
        return spoken.nationalities.of(alpha3) if spoken else None

    def compound(self, word: str) -> tuple[str, ...]:
        """The countries of a compound in its order: *vietnamo-cambodgiennes* gives VNM and KHM; none if it is none."""
        found = (spoken.nationalities.compound(word) for spoken in self._languages.values())
        return tuple(dict.fromkeys(code for codes in found for code in codes))

    def compound_at(self, texts: Sequence[str], start: int) -> tuple[int, tuple[str, ...]] | None:
        """The compound at token `start` of a sentence: the token after it, and its countries; None if there is none.

        `texts` are the tokens as written. *franco-allemand* may be one token or three.
        """
        found = (spoken.nationalities.compound_at(texts, start) for spoken in self._languages.values())
        return next((at for at in found if at), None)

    def capital(self, name: str) -> str | None:
        """The country (alpha-3) of a capital, or of another seat of government, by its name."""
        return self._capital_by_name.get(fold(name))

    def former_ruler(self, code: str) -> str | None:
        """Which state ruled a country until it became independent (ISO 3166-1 alpha-3), where `colonies.csv` has it."""
        return self._ruled_by.get(code)

    def capital_of(self, alpha3: str) -> Capital | None:
        """The capital of a country."""
        return next((c for c in self._capitals.get(alpha3, []) if c.rank == "capital"), None)

    def capitals(self) -> Iterator[Capital]:
        """All capitals and other seats of government."""
        for found in self._capitals.values():
            yield from found

    def seat(self, name: str) -> Seat | None:
        """Who sits at a place that stands for them: *l'Élysée*, *Downing Street*."""
        return self._seats.get(fold(name))

    def igo(self, name: str) -> Igo | None:
        """A body of states by key, name or acronym."""
        key = self._igo_by_name.get(fold(name)) or self._igo_by_name.get(name)
        return self._igos.get(key) if key else None

    def igo_in_any_language(self, name: str) -> Igo | None:
        """A body of states by a name that stands alone, also an English or Vietnamese one; not for words of a text."""
        return self.igo(name) or self._igos.get(self._igo_abroad.get(fold(name), ""))

    def igos(self) -> tuple[Igo, ...]:
        """All bodies of states."""
        return tuple(self._igos.values())

    def subdivision(self, code_or_name: str, country: str | None = None) -> tuple[Subdivision, ...]:
        """The subdivisions of an ISO 3166-2 code or a name, within a country (alpha-3) if one is given."""
        return self._subdivisions.find(code_or_name, country)

    def cities(self, name: str, near: set[str] | None = None) -> tuple[City, ...]:
        """The cities so named: those in the countries of `near` (alpha-3) first, then the larger first."""
        return self._cities.find(name, near or set())

    def city(self, name: str, near: set[str] | None = None) -> City | None:
        """The likeliest city of a name."""
        return next(iter(self.cities(name, near)), None)

    def names(self, language: str) -> Iterator[NameEntry]:
        """Every name of the gazetteer as a page in this language may write it, by kind; no compounds (see above).

        A part of a state with a code of its own (*La Réunion*) is a subdivision here, and its people are the state's.
        """
        spoken = self._languages.get(language)
        if spoken is None:
            return
        yield from self._country_names(spoken)
        for folded, surface, codes in spoken.nationalities.demonyms():
            codes = self._states(codes)
            yield NameEntry(folded=folded, surface=surface, kind="demonym", codes=codes, countries=codes, case="any")
        yield from self._capital_names(spoken)
        for seat in {fold(seat.name): seat for seat in spoken.seats}.values():
            countries = (seat.code,) if seat.code in self._countries else ()
            yield self._entry(spoken, seat.name, "seat", (seat.code,), countries, seat.ambiguous, "initial")
        yield from self._igo_names(spoken)
        for name in spoken.regions:
            yield self._entry(spoken, name, "region", (), (), False, "any")
        yield from self._place_names(spoken, "subdivision", self._subdivisions.names())
        yield from self._place_names(spoken, "city", self._cities.names(language))

    def _place_names(self, spoken: Language, kind: Kind, places: Iterator[Named]) -> Iterator[NameEntry]:
        for folded, surface, codes, where, small in places:
            ambiguous = small or folded in spoken.ambiguous_places
            yield NameEntry(
                folded=folded, surface=surface, kind=kind, codes=codes, countries=where, ambiguous=ambiguous
            )

    def _igo_names(self, spoken: Language) -> Iterator[NameEntry]:
        """One entry a folded name; a name that is no acronym (*Asean*) decides how it may be written."""
        found: dict[str, list[tuple[str, str, bool, Case]]] = {}
        for reading in spoken.igo_names:
            found.setdefault(fold(reading[1]), []).append(reading)
        for folded, readings in found.items():
            surface = readings[0][1]
            cases = {case for *_, case in readings}
            yield NameEntry(
                folded=folded,
                surface=surface,
                kind="igo",
                codes=tuple(dict.fromkeys(key for key, *_ in readings)),
                countries=(),
                ambiguous=all(ambiguous for _, _, ambiguous, _ in readings),
                case=next(case for case in ("any", "initial", "upper") if case in cases),
            )

    def _country_names(self, spoken: Language) -> Iterator[NameEntry]:
        found: dict[str, tuple[str, list[str]]] = {}
        for alpha3, called in spoken.countries.items():
            for name in called if alpha3 not in self._parts else ():
                found.setdefault(fold(name), (name, []))[1].append(alpha3)
        for surface, alpha3s in found.values():
            codes = tuple(dict.fromkeys(alpha3s))
            yield self._entry(spoken, surface, "country", codes, codes, False, case_of(surface))

    def _capital_names(self, spoken: Language) -> Iterator[NameEntry]:
        found: dict[str, tuple[str, list[str]]] = {}
        for alpha3, _, called in spoken.capitals:
            for name in called if alpha3 not in self._parts else ():
                found.setdefault(fold(name), (name, []))[1].append(alpha3)
        for surface, alpha3s in found.values():
            codes = tuple(dict.fromkeys(alpha3s))
            codes = tuple(c for c in codes if not self._countries[c].former) or codes
            yield self._entry(spoken, surface, "capital", codes, codes, False, "initial")

    def _states(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._parts.get(code, code) for code in codes))

    def _entry(
        self,
        spoken: Language,
        surface: str,
        kind: Kind,
        codes: tuple[str, ...],
        countries: tuple[str, ...],
        ambiguous: bool,
        case: Case,
    ) -> NameEntry:
        folded = fold(surface)
        return NameEntry(
            folded=folded,
            surface=surface,
            kind=kind,
            codes=codes,
            countries=countries,
            ambiguous=ambiguous or folded in spoken.ambiguous,
            case=case,
        )


@remembered
def world() -> World:
    """The gazetteer, loaded once a process."""
    return World()
