"""Authority files: CSV, or entities of FollowTheMoney as JSON lines, to what the register keeps of them.

CSV has a header with `id` and `name`, and may have `aliases` (several, parted by `|`), `country` (a code or a name),
`kind` (`person`, or `body`), and of bodies `parent` and `successor` (ids of other rows, or names; several parted by
`|`). Of FollowTheMoney (followthemoney.tech) the schemata Person, PublicBody, Organization, Company and LegalEntity are
taken, with their names, aliases and former names; weak aliases are not. Parents and successors are taken from the
properties `parent` and `successor` of bodies, and from entities of the schema Succession. A file is taken for JSON
lines where its first sign is a brace.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from comity.errors import SourceError
from comity.lexicon.world import world
from comity.register.people.views import AuthorityEntry, AuthoritySuccession

_KINDS: dict[str, Literal["person", "body"]] = {
    "Person": "person",
    "PublicBody": "body",
    "Organization": "body",
    "Company": "body",
    "LegalEntity": "body",
}
_NAMES = ("name", "alias", "previousName")
_COUNTRIES = ("nationality", "citizenship", "country", "jurisdiction")
_COLUMNS = frozenset({"id", "name", "aliases", "country", "kind", "parent", "successor"})


@dataclass(frozen=True, slots=True)
class Unusable:
    """A line of the file that says nothing that could be kept, and why."""

    line: int
    why: str


def read_authority(path: Path) -> Iterator[AuthorityEntry | AuthoritySuccession | Unusable]:
    """The entries of a file, one by one, with those that cannot be used. SourceError for a file that is none."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"The authority file '{path}' cannot be read: {error}.", "Give a text file in UTF-8."
        ) from error
    if text.lstrip()[:1] == "{":
        yield from _entities(text)
    else:
        yield from _rows(path, text)


def _entities(text: str) -> Iterator[AuthorityEntry | AuthoritySuccession | Unusable]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
        except ValueError as error:
            yield Unusable(number, f"it is no JSON ({error})")
            continue
        if not isinstance(entity, dict) or not isinstance(entity.get("properties"), dict):
            yield Unusable(number, "it is no entity: it has no properties")
        elif entity.get("schema") in _KINDS:
            yield _entity(number, entity)
        elif entity.get("schema") == "Succession":
            yield from _successions(number, entity["properties"])


def _successions(number: int, said: Mapping[str, Any]) -> Iterator[AuthoritySuccession | Unusable]:
    before, after = (_texts(said.get(name)) for name in ("predecessor", "successor"))
    if not before or not after:
        yield Unusable(number, "it does not say what took the place of what")
    for one in before:
        for other in after:
            yield AuthoritySuccession(predecessor=one, successor=other)


def _entity(number: int, entity: Mapping[str, Any]) -> AuthorityEntry | Unusable:
    said = {name: _texts(value) for name, value in entity["properties"].items()}
    names = list(dict.fromkeys(name for field in _NAMES for name in said.get(field, ())))
    countries = [code for field in _COUNTRIES for each in said.get(field, ()) if (code := _country(each))]
    shown = entity.get("caption") or (names[0] if names else "")
    found = _entry(number, str(entity.get("id") or ""), _KINDS[entity["schema"]], str(shown), names, countries[:1])
    return _related(found, said.get("parent", ()), said.get("successor", ()))


def _related(
    found: AuthorityEntry | Unusable, parents: Sequence[str], successors: Sequence[str]
) -> AuthorityEntry | Unusable:
    """An entry of a body with what it belongs to and what took its place."""
    if isinstance(found, Unusable) or found.kind != "body":
        return found
    return msgspec.structs.replace(found, parents=tuple(parents), successors=tuple(successors))


def _rows(path: Path, text: str) -> Iterator[AuthorityEntry | AuthoritySuccession | Unusable]:
    reader = csv.DictReader(io.StringIO(text))
    header = set(reader.fieldnames or ())
    if not {"id", "name"} <= header:
        told = ", ".join(sorted(header)) or "none"
        raise SourceError(
            f"The authority file '{path}' has no columns id and name (but {told}).",
            f"Give a header with some of {', '.join(sorted(_COLUMNS))}, or entities of FollowTheMoney, one a line.",
        )
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield Unusable(reader.line_num, f"it is no row of a table ({error})")
            continue
        if row is None:
            return
        fields = {
            name: (value or "").strip()
            for name, value in row.items()
            if isinstance(name, str) and isinstance(value, str | None)
        }
        kind: Literal["person", "body"] = "body" if fields.get("kind") == "body" else "person"
        if fields.get("kind", "") not in ("", "person", "body"):
            yield Unusable(reader.line_num, f"its kind is {fields['kind']!r}, neither person nor body")
            continue
        country = _country(fields.get("country", ""))
        if fields.get("country") and country is None:
            yield Unusable(reader.line_num, f"no country is called {fields['country']!r}")
            continue
        aliases, parents, successors = (_several(fields.get(name, "")) for name in ("aliases", "parent", "successor"))
        entry = _entry(reader.line_num, fields["id"], kind, fields["name"], aliases, [country] if country else [])
        yield _related(entry, parents, successors)


def _several(field: str) -> list[str]:
    return [text for part in field.split("|") if (text := part.strip())]


def _entry(
    number: int,
    identity: str,
    kind: Literal["person", "body"],
    name: str,
    names: Sequence[str],
    countries: Sequence[str],
) -> AuthorityEntry | Unusable:
    if not identity or not name:
        return Unusable(number, "it has no id" if not identity else "it has no name")
    every = tuple(dict.fromkeys((name, *names)))
    return AuthorityEntry(id=identity, kind=kind, name=name, names=every, country=next(iter(countries), None))


def _texts(value: Any) -> list[str]:
    """The values of a property: a list, as FollowTheMoney has it, or a single one."""
    values = value if isinstance(value, list) else [value]
    return [text for each in values if isinstance(each, str) and (text := each.strip())]


def _country(text: str) -> str | None:
    found = world().country(text.upper() if len(text) in (2, 3) else text) if text else None
    return found.alpha3 if found else None
