"""What a request asks for, read from its address: sides, filters, language. Bad words are refused with a remedy."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import get_args
from urllib.parse import urlencode

import msgspec
from babel import negotiate_locale
from starlette.datastructures import QueryParams

from comity.edtf import parse
from comity.errors import RecordError, UnknownSideError, UsageError
from comity.lexicon.vocabulary import vocabulary
from comity.outputs.translation import LANGUAGES, translations
from comity.register import Register
from comity.register.searching.views import FOUND_KINDS, ORDERS, FoundKind, Order, Query
from comity.register.views import Filters, Section, Side

# for a reader whose languages the interface does not speak, or does not tell
FALLBACK = "en"
LONGEST = 200
READ = 200
"""Records of one chapter on a page of the site; the rest is a click away."""
MOST_WORDS = 1000


def N_(message: str) -> str:
    """Marks a message for the catalogues; it is translated when it is told."""
    return message


class AskedError(UsageError):
    """A request that cannot be answered, told in the reader's language: `status` is that of the answer.

    `what` and `remedy` are messages of the catalogue, in English, with the places of `values`.
    """

    def __init__(
        self, what: str, remedy: str, *, status: int = 400, candidates: tuple[str, ...] = (), **values: str
    ) -> None:
        shown = {name: value[:LONGEST] for name, value in values.items()}
        super().__init__(what.format(**shown), remedy.format(**shown))
        self.status = status
        self.code = UnknownSideError.code if status == 404 else UsageError.code
        self.candidates = candidates
        self.words = values.get("words", "")
        self._messages = what, remedy
        self._values = shown

    def told(self, language: str) -> tuple[str, str]:
        """What was wrong and what to do, in `fr` or `en`."""
        say = translations(language).gettext
        what, remedy = self._messages
        return say(what).format(**self._values), say(remedy).format(**self._values)


def asked_sides(params: QueryParams, register: Register, language: str) -> tuple[Side, Side]:
    """The sides `a` and `b`. AskedError when one is missing, both are one, or one is not known."""
    words = [params.get(name, "").strip() for name in ("a", "b")]
    if not all(words):
        raise AskedError(N_("A dossier joins two sides, and one is missing."), N_("Name both sides."))
    a, b = (asked_side(register, each, language) for each in words)
    if a.key == b.key:
        raise AskedError(N_("Both sides are “{side}”."), N_("Name two different sides."), side=a.label)
    return a, b


def asked_side(register: Register, words: str, language: str) -> Side:
    """The side that these words name. AskedError when none is known, or more than one."""
    try:
        return register.side(words[:LONGEST], language)
    except UnknownSideError as error:
        raise AskedError(
            N_("“{words}” names no known side, or more than one."),
            N_("Write the name of a country, a body of states, a region, a city or a body of the register, or a code."),
            status=404,
            candidates=error.candidates,
            words=words,
        ) from None


def asked_country(words: str, register: Register, language: str) -> Side | None:
    """The country or body of states of these words, if there are any. AskedError when they name none."""
    words = words.strip()
    if not words:
        return None
    side = asked_side(register, words, language)
    if side.kind not in ("country", "igo"):
        raise AskedError(
            N_("“{words}” is neither a country nor a body of states."),
            N_("Write the name of a country or of a body of states, or its code."),
            words=words,
        )
    return side


def asked_filters(params: QueryParams) -> Filters:
    """The filters `since`, `until`, `channel`, `form` (repeated or with commas) and `min_confidence`.

    Raises AskedError for a bad value.
    """
    words = vocabulary()
    filters = Filters(
        since=asked_day(params, "since"),
        until=asked_day(params, "until"),
        channels=_values(params, "channel", words.channels),
        forms=_values(params, "form", words.forms),
        min_confidence=_share(params, "min_confidence"),
    )
    if filters.since and filters.until:
        _check_order(filters.since, filters.until)
    return filters


def asked_part(params: QueryParams, filters: Filters, limit: int | None) -> Filters:
    """The same, of the `section` alone if one is named, from the `offset`-th record on, at most `limit` of a section.

    `limit` is what is read unless the request names its own. Raises AskedError for a bad value.
    """
    named = params.get("section", "").strip()
    section = next((each for each in get_args(Section) if each == named), None)
    if named and section is None:
        remedy = N_("Choose one of: {sections}.")
        raise AskedError(
            N_("“{words}” is no part of a dossier."), remedy, words=named, sections=", ".join(get_args(Section))
        )
    return msgspec.structs.replace(
        filters,
        section=section,
        offset=asked_number(params, "offset") or 0 if section else 0,
        limit=limit if (asked := asked_number(params, "limit")) is None else asked,
    )


def canonical(a: Side, b: Side, filters: Filters) -> str:
    """The query of the one address of a dossier."""
    pairs = [("a", a.key), ("b", b.key)]
    pairs += [(name, day) for name, day in (("since", filters.since), ("until", filters.until)) if day]
    pairs += [("channel", channel) for channel in filters.channels]
    pairs += [("form", form) for form in filters.forms]
    pairs += [("min_confidence", f"{filters.min_confidence:g}")] if filters.min_confidence else []
    pairs += [("section", filters.section)] if filters.section else []
    pairs += [("offset", str(filters.offset))] if filters.offset else []
    pairs += [("limit", str(filters.limit))] if filters.limit not in (None, READ) else []
    return urlencode(pairs)


def asked_query(params: QueryParams, register: Register, language: str) -> Query:
    """What is searched for: `q`, sides `a` and `b`, and the filters of `canonical_search`.

    Raises AskedError for a bad value; any words are good.
    """
    words = vocabulary()
    sides = tuple(asked_side(register, each, language) for name in ("a", "b") if (each := params.get(name, "").strip()))
    if len(sides) == 2 and sides[0].key == sides[1].key:
        sides = sides[:1]
    query = Query(
        words=params.get("q", "").strip()[:MOST_WORDS],
        sides=sides,
        since=asked_day(params, "since"),
        until=asked_day(params, "until"),
        channels=_values(params, "channel", words.channels),
        forms=_values(params, "form", words.forms),
        types=_values(params, "type", words.types),
        fields=_values(params, "field", words.fields),
        statuses=_values(params, "status", (*words.statuses, *words.instrument_statuses)),
        places=_names(params, "place"),
        persons=_names(params, "person"),
        publishers=_names(params, "publisher"),
        languages=_names(params, "language"),
        min_confidence=_share(params, "min_confidence"),
    )
    if query.since and query.until:
        _check_order(query.since, query.until)
    return query


def asked_kind(params: QueryParams) -> FoundKind | None:
    """The kind of things searched for, or None for all. Raises AskedError."""
    given = params.get("kind", "").strip()
    if given and given not in FOUND_KINDS:
        raise AskedError(N_("“{words}” is no kind of record."), N_("Choose from the list."), words=given)
    return given or None


def asked_order(params: QueryParams) -> Order | None:
    """The order asked for, or None for the usual one. Raises AskedError."""
    given = params.get("order", "").strip()
    if given and given not in ORDERS:
        raise AskedError(N_("“{words}” is no order."), N_("Choose from the list."), words=given)
    return given or None


SEARCHED = (
    ("channel", "channels"), ("type", "types"), ("form", "forms"), ("field", "fields"), ("status", "statuses"),
    ("place", "places"), ("person", "persons"), ("publisher", "publishers"), ("language", "languages"),
)  # fmt: skip
"""The filters of a search that may be given several times: as an address names them, and as `Query` does."""


def canonical_search(query: Query, **more: str | None) -> list[tuple[str, str]]:
    """The parameters of the address of a search: what is asked, and `more` of it (kind, order, after)."""
    pairs = [("q", query.words)] if query.words else []
    pairs += [(name, side.key) for name, side in zip(("a", "b"), query.sides, strict=False)]
    pairs += [(name, day) for name, day in (("since", query.since), ("until", query.until)) if day]
    pairs += [(name, value) for name, field in SEARCHED for value in _ordered(name, getattr(query, field))]
    pairs += [("min_confidence", f"{query.min_confidence:g}")] if query.min_confidence else []
    return pairs + [(name, value) for name, value in more.items() if value]


def _ordered(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """Values of a vocabulary in its order, so that one search has one address."""
    words = vocabulary()
    if name == "status":
        known = (*words.statuses, *words.instrument_statuses)
    elif name in ("channel", "type", "form", "field"):
        known = tuple(words.table(name))
    else:
        return values
    return tuple(dict.fromkeys(each for each in known if each in values))


def preferred_language(accepted: str) -> str:
    """The language of the interface that suits an `Accept-Language` header best."""
    weighed: list[tuple[float, int, str]] = []
    for part in accepted.split(","):
        tag, _, parameter = part.partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        if tag.strip() and weight > 0:
            weighed.append((-weight, len(weighed), tag.strip()))
    wanted = [tag.partition("-")[0] for _, _, tag in sorted(weighed)]
    return negotiate_locale(wanted, LANGUAGES) or FALLBACK


def asked_day(params: Mapping[str, str], name: str) -> str | None:
    """A date of a request (EDTF, with a year), if one is given. AskedError for one that is none."""
    text = params.get(name, "").strip()
    if not text:
        return None
    remedy = N_("Write a year, a month or a day: 2018, 2018-07, 2018-07-17.")
    try:
        parsed = parse(text)
    except RecordError:
        raise AskedError(N_("“{words}” is not a date."), remedy, words=text) from None
    if not parsed.year_known:
        raise AskedError(N_("“{words}” has no year."), remedy, words=text)
    return str(parsed)


def _share(params: QueryParams, name: str) -> float | None:
    text = params.get(name, "").strip().replace(",", ".")
    if not text:
        return None
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise AskedError(N_("“{words}” is no share."), N_("Write a number from 0 to 1, as 0.8."), words=text)
    return share or None


def asked_number(params: QueryParams, name: str) -> int | None:
    """A whole number of a request, if one is given. AskedError for one that is none."""
    text = params.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise AskedError(N_("“{words}” is no whole number."), N_("Write a number, as 200."), words=text)
    return int(text)


def _check_order(since: str, until: str) -> None:
    first, last = parse(since).days(), parse(until).days()
    if first and last and first[0] > last[1]:
        raise AskedError(
            N_("“{since}” comes after “{until}”."), N_("Put the earlier date first."), since=since, until=until
        )


def _names(params: QueryParams, name: str) -> tuple[str, ...]:
    """Names as they are given: a comma may stand in one."""
    return tuple(dict.fromkeys(value.strip()[:LONGEST] for value in params.getlist(name) if value.strip()))


def _values(params: QueryParams, name: str, table: Collection[str]) -> tuple[str, ...]:
    given = [word.strip() for value in params.getlist(name) for word in value.split(",") if word.strip()]
    for word in given:
        if word not in table:
            raise AskedError(
                N_("“{words}” is not in the vocabulary of “{name}”."),
                N_("Choose from the list; the method page defines each value."),
                words=word,
                name=name,
            )
    return tuple(dict.fromkeys(key for key in table if key in given))
