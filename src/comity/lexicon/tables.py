"""Reading the tables of the lexicon: CSV and TSV with a header, where a line that begins with `#` is a comment."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from comity.errors import LexiconError
from comity.lexicon.overlay import overlaid_rows
from comity.lexicon.project import DATA, project_file

Row = dict[str, str]


def data() -> Traversable:
    """The folder that holds the vocabulary."""
    return files("comity.lexicon") / "data"


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages that name the countries of the world: those with a `countries.csv`, in alphabetical order."""
    return tuple(sorted(folder.name for folder in data().iterdir() if (folder / "countries.csv").is_file()))


def rows(folder: str, name: str) -> Iterator[Row]:
    """The rows of `data/<folder>/<name>`, one dictionary each; none when there is no such table.

    Raises LexiconError for a row with more or fewer fields than the header.
    """
    if not (data() / folder / name).is_file():
        return
    header, lists = values(folder, name)
    for row in lists:
        if len(row) != len(header):
            raise LexiconError(
                f"{folder}/{name}: the row {row!r} has {len(row)} fields, not {len(header)}.",
                f"Give it the fields {', '.join(header)}.",
            )
        yield dict(zip(header, row, strict=True))


def values(folder: str, name: str) -> tuple[list[str], Iterable[list[str]]]:
    """The header of `data/<folder>/<name>`, and its rows with those of the project in use.

    A project's table may leave the header out.
    """
    rows_ = _lists(data() / folder / name)
    header = next(rows_)
    own = project_file(DATA / folder / name)
    if own is None:
        return header, rows_
    said = [row for row in _lists(own) if row != header]
    return header, overlaid_rows(header, rows_, said, own)


def _lists(source: Traversable) -> Iterator[list[str]]:
    lines = (line for line in source.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    if source.name.endswith(".tsv"):
        return (line.split("\t") for line in lines)
    return csv.reader(lines)


def names(field: str) -> tuple[str, ...]:
    """The names of a field that holds several, separated by `|`."""
    return tuple(part for name in field.split("|") if (part := name.strip()))
