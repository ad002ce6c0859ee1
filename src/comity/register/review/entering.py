"""Values as a person writes them, as JSON or in short, made into those of a record. Pure.

In short: `2018-07-17` for a date, `Soc Trang` or `Soc Trang, VNM` for a place, `500000 USD` for a sum, `a, b` for a
list of words; for sides `VNM; KHM/person/Hun Sen; IGO/asean`, where a side that the record names already keeps its
office and all else that is known of it. Nothing stands for *not said*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, get_args

import msgspec

from comity import edtf
from comity.errors import RecordError, UsageError
from comity.folding import fold, slug
from comity.lexicon.world import world
from comity.model import Amount, Date, Participant, ParticipantKind, Place

_AMOUNT = re.compile(r"([0-9][0-9   ']*(?:[.,][0-9]+)?)\s*([A-Za-z]{3})")
_SPACES = re.compile(r"[   ']")
_BARE = ("country", "igo")
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


def plain(value: Any) -> Any:
    """What a person wrote, as JSON where it is JSON of a list or an object, else as it stands."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text[:1] in ("[", "{", '"'):
        try:
            return msgspec.json.decode(text)
        except msgspec.DecodeError as error:
            raise UsageError(
                f"« {text[:60]} » is not well-formed JSON: {error}.", "Mend it, or write the value in short."
            ) from None
    return None if text in ("", "null") else text


def date(value: Any, _: Iterable[Participant] = ()) -> Date | None:
    """A date: EDTF, taken as explicit, or an object with `edtf` and `resolved`."""
    if value is None:
        return None
    found = msgspec.convert(
        {"resolved": "explicit", **value} if isinstance(value, dict) else {"edtf": value, "resolved": "explicit"}, Date
    )
    return msgspec.structs.replace(found, edtf=day(found.edtf))


def day(value: Any, _: Iterable[Participant] = ()) -> Any:
    """An EDTF date."""
    if value is None:
        return None
    try:
        return str(edtf.parse(str(value)))
    except RecordError as error:
        raise UsageError(error.what, error.remedy) from None


def place(value: Any, _: Iterable[Participant] = ()) -> Place | None:
    """A place: an object, or a name, with its country after a comma where others have that name too."""
    if value is None:
        return None
    if isinstance(value, dict):
        found = msgspec.convert({"country": None, **value}, Place)
        return msgspec.structs.replace(found, country=country(found.country), admin=subdivision(found.admin))
    name, comma, code = str(value).rpartition(",")
    if not comma:
        name, code = str(value), ""
    name = name.strip()
    at = country(code.strip()) if code.strip() else None
    for city in world().cities(name, {at} if at else None):
        if at in (None, city.country):
            return Place(
                name=name, country=city.country, admin=city.admin, latitude=city.latitude, longitude=city.longitude
            )
    for region in world().subdivision(name, at):
        return Place(
            name=name, country=region.country, admin=region.code, latitude=region.latitude, longitude=region.longitude
        )
    whole = world().country(name)
    if whole is not None and at in (None, whole.alpha3):
        return Place(name=name, country=whole.alpha3, latitude=whole.latitude, longitude=whole.longitude)
    if at is None:
        raise UsageError(f"No place called « {name} » is known.", f"Say in which country it is: {name}, VNM")
    return Place(name=name, country=at)


def amount(value: Any, _: Iterable[Participant] = ()) -> Amount | None:
    """A sum of money: `500000 USD`, or an object."""
    if value is None:
        return None
    if isinstance(value, str):
        match = _AMOUNT.fullmatch(value.strip())
        if match is None:
            raise UsageError(f"« {value} » is no sum of money.", "Write a number and a currency (ISO 4217): 500000 USD")
        value = {"value": float(_SPACES.sub("", match[1]).replace(",", ".")), "currency": match[2].upper()}
    found = msgspec.convert(value, Amount, strict=False)
    if found.value <= 0 or not (len(found.currency) == 3 and found.currency.isascii() and found.currency.isupper()):
        raise UsageError(f"« {found.value:g} {found.currency} » is no sum of money.", "Write it like this: 500000 USD")
    return found


def words(value: Any, _: Iterable[Participant] = ()) -> tuple[str, ...]:
    """A list of words of a vocabulary, each once."""
    if value is None:
        return ()
    given = value.split(",") if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
        raise UsageError(f"« {value} » is no list of words.", "Write them with commas: trade, health")
    return tuple(dict.fromkeys(each.strip() for each in given if each.strip()))


def truth(value: Any, _: Iterable[Participant] = ()) -> Any:
    """Yes or no."""
    word = str(value).lower() if value is not None else "false"
    if word not in (*_TRUE, *_FALSE):
        raise UsageError(f"« {value} » is neither yes nor no.", "Write yes or no.")
    return word in _TRUE


def number(value: Any, _: Iterable[Participant] = ()) -> Any:
    """How many documents: 1 or more."""
    if value is None:
        return None
    if isinstance(value, bool) or not str(value).isdecimal() or int(str(value)) < 1:
        raise UsageError(f"« {value} » is no number of documents.", "Write a whole number of 1 or more.")
    return int(str(value))


def text(value: Any, _: Iterable[Participant] = ()) -> Any:
    """Words, without blanks around them."""
    if value is None:
        return None
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise UsageError(f"« {value} » is no text.", "Write words.")
    return str(value).strip() or None


def country(value: Any, _: Iterable[Participant] = ()) -> Any:
    """An ISO 3166-1 alpha-3 code, told by a code or a name; IGO for a body of states."""
    if value is None or value == "IGO":
        return value
    written = str(value)
    found = world().country(written) or world().country(written.upper())
    if found is None:
        raise UsageError(f"« {written} » is no country.", "Write its code (ISO 3166-1: VNM) or its name.")
    return found.alpha3


def subdivision(value: str | None) -> str | None:
    """An ISO 3166-2 code."""
    if value is None:
        return None
    found = world().subdivision(value)
    if not found:
        raise UsageError(f"« {value} » is no subdivision.", "Write its code (ISO 3166-2): FR-BRE")
    return found[0].code


def sides(value: Any, known: Iterable[Participant] = ()) -> tuple[Participant, ...]:
    """Participants: objects, or sides in short. Those that are `known` keep what is known of them."""
    if value is None:
        return ()
    given = value.split(";") if isinstance(value, str) else value
    if not isinstance(given, list | tuple):
        raise UsageError(f"« {value} » names no sides.", "Write them like this: VNM; KHM/person/Hun Sen")
    known = tuple(known)
    found = [_side(each, known) for each in given if not isinstance(each, str) or each.strip()]
    return tuple({each.key: each for each in found}.values())


def _side(value: Any, known: tuple[Participant, ...]) -> Participant:
    if isinstance(value, dict):
        return _told(value)
    if not isinstance(value, str):
        raise UsageError(f"« {value} » is no side.", "Write it like this: VNM, or KHM/person/Hun Sen")
    written = value.strip()
    same = next(
        (one for one in known if written in (one.key, one.name) or (one.name and fold(one.name) == fold(written))), None
    )
    if same is not None:
        return same
    parts = [part.strip() for part in written.split("/")]
    if len(parts) == 2 and parts[0] == "IGO":
        return _told({"kind": "igo", "name": parts[1], "country": "IGO"})
    if len(parts) == 3 and all(parts):
        side = _told({"country": parts[0] if parts[0] != "unknown" else None, "kind": parts[1], "name": parts[2]})
        return next((one for one in known if one.key == side.key), side)
    if len(parts) > 1:
        raise UsageError(f"« {written} » is no side.", "Write country/kind/name: KHM/person/Hun Sen")
    if world().country(written) is None and world().igo(written) is not None:
        return _told({"kind": "igo", "name": written, "country": "IGO"})
    return _told({"kind": "country", "country": written, "name": None})


def _told(value: dict[str, Any]) -> Participant:
    """A participant of what is told of it; its key follows from that."""
    kind = value.get("kind", "person" if value.get("name") else "country")
    if kind not in get_args(ParticipantKind):
        raise UsageError(
            f"« {kind} » is no kind of participant.", f"Use one of: {', '.join(get_args(ParticipantKind))}."
        )
    name, code = text(value.get("name")), country(value.get("country"))
    if kind == "country" and (code is None or name is not None):
        raise UsageError("A country as a side has a code and no name.", "Write its code alone: VNM")
    if kind not in _BARE and name is None:
        raise UsageError(f"A side of the kind {kind} has no name.", "Write country/kind/name: KHM/person/Hun Sen")
    if kind == "igo":
        body = world().igo(name or "")
        if body is None:
            raise UsageError(f"« {name} » is no known body of states.", "Write its key, as IGO/asean, or its name.")
        name = name if name != body.key else body.acronyms[0] if body.acronyms else body.names[0]
        key, code = f"IGO/{body.key}", "IGO"
    else:
        key = str(code) if kind == "country" else f"{code or 'unknown'}/{kind}/{slug(name)}"
    told = {**value, "kind": kind, "name": name, "country": code, "key": key, "admin": subdivision(value.get("admin"))}
    return msgspec.convert(told, Participant)


Reader = Callable[[Any, Iterable[Participant]], Any]
