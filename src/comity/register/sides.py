"""Sides: from a user's words to a side, and from a side to the participants that stand for it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, NoReturn

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, and_, func, literal, or_, select

from comity.errors import UnknownSideError
from comity.folding import fold, slug
from comity.lexicon.world import Igo, Subdivision, world
from comity.register import schema as t
from comity.register.reports import TYPES, participants
from comity.register.standing import BODIES, side_of
from comity.register.views import Side

Columns = Any
"""The columns of the tables `standing` and `participant`, or of an alias of them."""

_IGO = "IGO/"
_FOUND_KINDS = BODIES


def resolve(connection: Connection, words: str, language: str = "fr") -> Side:
    """The side that a user means: a code, a key, or a name in any language that the gazetteer knows.

    Countries come before bodies of states, subdivisions, cities and bodies found in the register. Of several places or
    bodies of one name that which the register knows is meant. Raises UnknownSideError with near candidates.
    """
    words = words.strip()
    side = _known(words, language) or _subdivision(connection, words) or _city(connection, words)
    side = side or _body(connection, words)
    if side is None:
        near = _near(connection, words, language)
        remedy = "Give an ISO code (VNM, FR-BRE), a name, or the key of a body in the register."
        raise UnknownSideError(
            f"No country, body of states, subdivision, city or body is known as '{words}'.",
            f"Did you mean {', '.join(near)}? {remedy}" if near else remedy,
            tuple(near),
        )
    return side


def country_side(code: str, language: str) -> Side:
    """The side of an alpha-3 code or the key of a body of states, whether or not the gazetteer knows it."""
    if code.startswith(_IGO):
        return Side(kind="igo", key=code, label=world().label(code.removeprefix(_IGO), language), country="IGO")
    return Side(kind="country", key=code, label=world().label(code, language), country=code)


def standing(connection: Connection, side: Side, c: Columns) -> ColumnElement[bool]:
    """The condition that a participant stands for the side."""
    match side.kind:
        case "country":
            return _equals(c.country, side.key)
        case "igo":
            speaking: ColumnElement[bool] = and_(c.country == "IGO", c.body.in_(igo_names(side)))
            return or_(c.key.in_(_igo_keys(side)), speaking)
        case "subdivision":
            within: ColumnElement[bool] = c.admin.in_(_within(connection, side))
            return within
        case "body":
            names = _names(side)
            # whoever speaks for a body belongs to it
            named = (and_(c.name.in_(names), c.kind.in_(_FOUND_KINDS)), c.body.in_(names))
            return or_(_equals(c.key, side.key), *(_of_that_country(side, each, c) for each in named))
        case "city":
            # and bodies are named after their city: *ville de Brest*, *comité populaire de Hué*
            after = [named for name in _names(side) for named in (_ends(c.body, name), _ends_unless_person(c, name))]
            return or_(_equals(c.key, side.key), _of_country(side, or_(*after), c))


def ready(a: Side, b: Side) -> tuple[list[str], str] | None:
    """Where the dossier of a body or a subdivision with another country, or a body of states, is kept ready.

    Its sides in `side_pair` (more than one where its key is not its name), and the other. None for any other two sides.
    """
    one, other = (b, a) if a.kind in ("country", "igo") else (a, b)
    if other.kind not in ("country", "igo") or one.country is None or one.country == other.key:
        return None
    match one.kind:
        case "subdivision":
            return [one.key], other.key
        case "body":
            return sorted({side_of(one.country, name) for name in _names(one)}), other.key
    return None


def holding(side: Side, c: Columns) -> ColumnElement[bool]:
    """The condition that the holder of an office holds it for the side: offices name bodies, not subdivisions."""
    match side.kind:
        case "country":
            return _equals(c.country, side.key)
        case "igo":
            return and_(c.country == "IGO", c.body.in_(igo_names(side)))
        case "subdivision":
            found = world().subdivision(side.key)
            names = {fold(name) for name in (*(found[0].names if found else ()), side.label)}
        case "city" | "body":
            names = set(_names(side))
    padded = literal(" ").concat(c.body).concat(" ")
    return _of_country(side, or_(*(padded.contains(f" {name} ", autoescape=True) for name in sorted(names))), c)


def _known(words: str, language: str) -> Side | None:
    """Countries and bodies of states; codes may be written small."""
    upper = words.upper() if len(words) in (2, 3) else words
    country = world().country(words) or world().country(upper)
    if country is not None:
        return country_side(country.alpha3, language)
    igo = world().igo(words.removeprefix(_IGO))
    return country_side(_IGO + igo.key, language) if igo is not None else None


def _subdivision(connection: Connection, words: str) -> Side | None:
    found = world().subdivision(words.upper()) or world().subdivision(words)
    present = [s for s in found if s.former is None] or list(found)
    if len({s.country for s in present}) > 1:
        present = [s for s in present if _met(connection, t.standing.c.admin, s.code)] or present
    if len({s.country for s in present}) > 1:
        _ambiguous(words, [s.code for s in present])
    # of places of one name the larger holds the smaller (a city province and its district)
    whole = [s for s in present if s.parent not in {other.code for other in present}]
    return _subdivision_side(whole[0]) if whole else None


def _subdivision_side(s: Subdivision) -> Side:
    return Side(kind="subdivision", key=s.code, label=s.name, country=s.country, admin=s.code)


def _city(connection: Connection, words: str) -> Side | None:
    country, kind, name = _parts(words)
    if kind not in ("", "city"):
        return None
    found = [city for city in world().cities(name) if not country or city.country == country]
    keys = {f"{city.country}/city/{slug(name)}": city for city in reversed(found)}
    met = [key for key in keys if _met(connection, t.standing.c.key, key)]
    if len(met) > 1:
        _ambiguous(words, met)
    if not found:
        return None
    key = met[0] if met else f"{found[0].country}/city/{slug(name)}"
    city = keys[key]
    return Side(kind="city", key=key, label=city.name, country=city.country, admin=city.admin)


def _body(connection: Connection, words: str) -> Side | None:
    """A body that some record of the register names, as an entity or as what a person belongs to."""
    c = t.standing.c
    country, _, name = _parts(words)
    folded = fold(name)
    if not folded:
        return None
    named = or_(c.key == words, and_(c.name == folded, c.kind.in_(_FOUND_KINDS)), c.body == folded)
    rows = connection.execute(select(c.country, c.kind, c.key, c.name).where(named).distinct()).all()
    keys: dict[str | None, str] = {}
    cities: set[str] = set()
    for row in sorted(rows, key=lambda row: (row.key != words, row.name != folded, row.key)):
        if not country or row.country == country:
            own = row.key == words or (row.name == folded and row.kind in _FOUND_KINDS)
            keys.setdefault(row.country, row.key if own else f"{row.country or 'unknown'}/body/{slug(name)}")
            cities |= {row.key} if row.kind == "city" else set()
    if len(keys) > 1:
        _ambiguous(words, keys.values())
    for found, key in keys.items():
        label = _written(connection, key, folded)
        return Side(kind="city" if key in cities else "body", key=key, label=label, country=found)
    return None


def _written(connection: Connection, key: str, folded: str) -> str:
    """The name of a body as a page writes it."""
    c = t.standing.c
    query = (
        select(t.shown.c.kind, t.shown.c.record)
        .join(t.standing, c.event_id == t.shown.c.event_id)
        .where(or_(c.key == key, c.name == folded, c.body == folded))
        .order_by(c.key != key, c.name != folded, c.event_id)
    )
    row = connection.execute(query.limit(1)).first()
    if row is None:
        return folded
    for _, _, participant in participants(msgspec.json.decode(row.record, type=TYPES[row.kind])):
        if participant.name and (participant.key == key or fold(participant.name) == folded):
            return participant.name
        if participant.of and fold(participant.of) == folded:
            return participant.of
    return folded


def _ambiguous(words: str, keys: Iterable[str]) -> NoReturn:
    raise UnknownSideError(
        f"'{words}' may be several sides.", f"Write one of: {', '.join(sorted(keys))}.", tuple(sorted(keys))
    )


def _near(connection: Connection, words: str, language: str) -> list[str]:
    """At most five names that are written like the words."""
    names: dict[str, str] = {}
    for country in world().countries():
        for name in (country.names.get(language, ())[:1], country.names.get("en", ())[:1]):
            names.update({fold(n): n for n in name})
    for igo in world().igos():
        names.update({fold(name): name for name in (*igo.names, *igo.acronyms)})
    c = t.standing.c
    bodies = select(c.name, c.key).where(c.kind.in_(_FOUND_KINDS), c.name.is_not(None)).distinct().limit(5000)
    names.update({row.name: row.key for row in connection.execute(bodies)})
    close = get_close_matches(fold(words), names, n=5, cutoff=0.7)
    return list(dict.fromkeys(names[name] for name in close))


def _met(connection: Connection, column: Column[Any], value: str) -> bool:
    return connection.execute(select(column).where(column == value).limit(1)).first() is not None


def _within(connection: Connection, side: Side) -> list[str]:
    """The subdivision and those within it that the register knows: a department's act is its region's side too."""
    c = t.standing.c
    rows = connection.scalars(select(c.admin).where(c.admin.is_not(None), c.country == side.country).distinct())
    return [side.key, *(code for code in rows if side.key in _ancestors(code))]


def _ancestors(code: str) -> Iterable[str]:
    seen: list[str] = []
    found = world().subdivision(code)
    while found and found[0].parent and found[0].parent not in seen:
        seen.append(found[0].parent)
        found = world().subdivision(found[0].parent)
    return seen


def _igos(side: Side) -> list[Igo]:
    """The body of states and its organs: the Security Council's act is the United Nations' too."""
    found = [igo] if (igo := world().igo(side.key.removeprefix(_IGO))) else []
    for whole in found:
        found += [organ for organ in world().igos() if organ.parent == whole.key and organ not in found]
    return found


def _igo_keys(side: Side) -> list[str]:
    return [side.key, *(_IGO + igo.key for igo in _igos(side))]


def igo_names(side: Side) -> list[str]:
    """The folded names of a body of states and of its organs."""
    names = [side.label, *(name for igo in _igos(side) for name in (*igo.names, *igo.acronyms))]
    return sorted({fold(name) for name in names})


def _of_country(side: Side, condition: ColumnElement[bool], c: Columns) -> ColumnElement[bool]:
    return and_(condition, c.country == side.country) if side.country else condition


def _of_that_country(side: Side, condition: ColumnElement[bool], c: Columns) -> ColumnElement[bool]:
    """The same, so that no index of countries leads to it: there is more of a country than of any of its bodies."""
    return and_(condition, func.coalesce(c.country, "") == side.country) if side.country else condition


def _equals(column: Any, value: str) -> ColumnElement[bool]:
    same: ColumnElement[bool] = column == value
    return same


def _parts(words: str) -> tuple[str, str, str]:
    """Country, kind and name of a key (`VNM/body/assemblee-nationale`); of other words, the words as name."""
    parts = words.split("/")
    if len(parts) == 3 and all(parts):
        return parts[0] if parts[0] != "unknown" else "", parts[1], parts[2]
    return "", "", words


def _names(side: Side) -> list[str]:
    return sorted({fold(side.key.rpartition("/")[2]), fold(side.label)})


def _ends(column: Any, name: str) -> ColumnElement[bool]:
    return or_(column == name, column.endswith(f" {name}", autoescape=True))


def _ends_unless_person(c: Columns, name: str) -> ColumnElement[bool]:
    return and_(c.kind.in_(_FOUND_KINDS), _ends(c.name, name))
