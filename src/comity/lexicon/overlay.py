"""What a project's file says on top of the package's file of the same name.

TOML. A table of values: a value of the same name is replaced, a new name is added. A list of words: the project's are
added. A list of tables (`[[body]]`, `[[instrument]]` …): an entry takes the place of those of the same name; the name
is `name`, else each of `heads` or `words`, which leave the package's entries for the project's. `[remove]` mirrors the
file: the words, names or keys it lists are taken out, and must have been there.

CSV and TSV. A row replaces the row (or rows) of the same key; the key is the first column, or what KEYS says. A row
that begins with `-` takes the row of that key out (the other columns may be left off); one that begins with `+` adds to
the `|`-separated names of the row of that key.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from comity.errors import LexiconError

REMOVE = "remove"
KEYS: Mapping[str, tuple[int, ...]] = {
    "capitals.csv": (0, 1),
    "capitals.tsv": (0, 1),
    "cities.csv": (1, 2),
    "cities.tsv": (0, 3, 4),
    "seats.csv": (0, 1),
}
"""The columns by which a row of a table is known, where that is not the first alone."""

_STRICT = frozenset({"syntax.toml"})  # files whose lists are read by name: a new name would be read by nobody


def overlaid(base: Mapping[str, Any], over: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """The package's tables `base` with those of the project's `file`. LexiconError names the file and the key."""
    merged = copy.deepcopy(dict(base))
    said = dict(over)
    removed = said.pop(REMOVE, {})
    if not isinstance(removed, dict):
        raise LexiconError(f"{file}: {REMOVE} is {removed!r}.", "Write it as a table.")
    _known(removed, merged, file, f"{REMOVE}.")
    _known(said, merged, file)
    for key, what in removed.items():
        merged[key] = _without(merged[key], what, file, f"{REMOVE}.{key}")
    for key, what in said.items():
        merged[key] = _with(merged[key], what, file, key)
    return merged


def _known(said: Iterable[str], base: Mapping[str, Any], file: Path, before: str = "") -> None:
    strangers = sorted(set(said) - set(base))
    if strangers:
        what = f"{file} says more than is read: {', '.join(before + name for name in strangers)}."
        raise LexiconError(what, f"Tables of {file.name} are {', '.join(base)}.")


def _with(base: Any, over: Any, file: Path, key: str) -> Any:
    """A value of the package with what the project says of it."""
    if isinstance(base, dict):
        if not isinstance(over, dict):
            raise LexiconError(f"{file}: {key} is {over!r}.", "Write it as a table, as the package's file does.")
        if file.name in _STRICT:
            strangers = sorted(set(over) - set(base))
            if strangers:
                what = f"{file}: [{key}] says more than is read: {', '.join(strangers)}."
                raise LexiconError(what, f"It has {', '.join(base)}.")
        return base | {name: _with(base[name], one, file, f"{key}.{name}") if name in base else one
                       for name, one in over.items()}  # fmt: skip
    if isinstance(base, list):
        if not isinstance(over, list):
            raise LexiconError(f"{file}: {key} is {over!r}.", "Write it as a list, as the package's file does.")
        if any(isinstance(one, dict) for one in base):
            return _entries_with(base, over, file, key)
        return [*base, *(one for one in over if one not in base)]
    if type(over) is not type(base):
        raise LexiconError(f"{file}: {key} is {over!r}.", f"The package's file has {base!r} there.")
    return over


def _without(base: Any, removed: Any, file: Path, key: str) -> Any:
    """A value of the package without what the project takes out."""
    if isinstance(base, dict) and isinstance(removed, dict):
        strangers = [name for name in removed if name not in base]
        if strangers:
            raise LexiconError(f"{file}: {key} names {', '.join(strangers)}, which is not there.", "Correct the name.")
        return base | {name: _without(base[name], one, file, f"{key}.{name}") for name, one in removed.items()}
    if not (isinstance(removed, list) and all(isinstance(one, str) for one in removed)):
        raise LexiconError(f"{file}: {key} is {removed!r}.", "Write the words or names to take out as a list.")
    absent: list[str]
    kept: Any
    if isinstance(base, dict):
        absent, kept = [one for one in removed if one not in base], {k: v for k, v in base.items() if k not in removed}
    elif isinstance(base, list) and any(isinstance(one, dict) for one in base):
        names = {name for entry in base for name in _names(entry)}
        absent, kept = [one for one in removed if one not in names], _entries_without(base, set(removed))
    elif isinstance(base, list):
        absent, kept = [one for one in removed if one not in base], [one for one in base if one not in removed]
    else:
        raise LexiconError(f"{file}: {key} cannot be taken out.", "Give it another value instead.")
    if absent:
        what = f"{file}: {key} names {', '.join(map(repr, absent))}, which the lexicon does not have."
        raise LexiconError(what, "Correct the word, or leave it out.")
    return kept


def _names(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The names by which an entry is known: `name`, else its heads or words; none where it has neither."""
    if isinstance(entry.get("name"), str):
        return (entry["name"],)
    words = entry.get("heads", entry.get("words", ()))
    return tuple(word for word in words if isinstance(word, str)) if isinstance(words, list) else ()


def _entries_with(base: Sequence[Any], over: Sequence[Any], file: Path, key: str) -> list[Any]:
    names: list[str] = []
    for number, entry in enumerate(over, start=1):
        if not isinstance(entry, dict):
            raise LexiconError(f"{file}: {key} is {over!r}.", f"Write each entry under [[{key}]].")
        if "heads" in base[0] and not _names(entry):
            raise LexiconError(f"{file}: the [[{key}]] number {number} has no heads.", "Give it heads.")
        names += _names(entry)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise LexiconError(f"{file}: {key} names twice: {', '.join(twice)}.", "Leave it in one entry.")
    return [*_entries_without(base, set(names)), *over]


def _entries_without(base: Sequence[Any], names: set[str]) -> list[Any]:
    """The entries without those names; an entry whose words are all gone goes too."""
    kept = []
    for entry in base:
        if not names.intersection(_names(entry)):
            kept.append(entry)
            continue
        words = "heads" if "heads" in entry else "words" if "words" in entry else ""
        rest = [word for word in entry.get(words, ()) if word not in names]
        if "name" not in entry and rest:
            kept.append({**entry, words: rest})
    return kept


# -- tables of rows ---------------------------------------------------------------------------------------------------


def overlaid_rows(
    header: list[str], base: Iterable[list[str]], over: Iterable[list[str]], file: Path
) -> list[list[str]]:
    """The package's rows with those of the project's `file`. LexiconError names the file and the row."""
    columns = KEYS.get(file.name, (0,))
    rows: dict[tuple[str, ...], list[list[str]]] = {}
    for row in base:
        rows.setdefault(tuple(row[c] for c in columns), []).append(row)
    fresh: set[tuple[str, ...]] = set()
    for given in over:
        mark = given[0][:1] if given[0][:1] in {"-", "+"} else ""
        row = [given[0][len(mark) :], *given[1:]]
        if mark == "-":
            row += [""] * (len(header) - len(row))
        if len(row) != len(header):
            what = f"{file}: the row {given!r} has {len(given)} fields, not {len(header)}."
            raise LexiconError(what, f"Give it the fields {', '.join(header)}.")
        key = tuple(row[c] for c in columns)
        if mark and key not in rows:
            what = f"{file}: the row {given!r} is of {', '.join(key)}, which the lexicon does not have."
            raise LexiconError(what, "Correct the key, or leave out the sign before it.")
        if mark == "-":
            del rows[key]
        elif mark == "+":
            both = zip(rows[key][0], row, strict=True)
            rows[key][0] = [_joined(old, new, c in columns) for c, (old, new) in enumerate(both)]
        elif key in fresh:
            rows[key].append(row)
        else:
            rows[key] = [row]
            fresh.add(key)
    return [row for same in rows.values() for row in same]


def _joined(old: str, new: str, key: bool) -> str:
    return old if key or not new else f"{old}|{new}" if old else new
