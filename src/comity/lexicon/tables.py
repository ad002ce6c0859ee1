"""Reading the tables of the lexicon: CSV and TSV with a header, where a line that begins with `#` is a comment."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from comity.errors import LexiconError

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
    source = data() / folder / name
    if not source.is_file():
        return
    lines = [line for line in source.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    if name.endswith(".tsv"):
        fields: Iterator[list[str]] = (line.split("\t") for line in lines)
    else:
        fields = csv.reader(lines)
    header = next(fields)
    for values in fields:
        if len(values) != len(header):
            raise LexiconError(
                f"{folder}/{name}: the row {values!r} has {len(values)} fields, not {len(header)}.",
                f"Give it the fields {', '.join(header)}.",
            )
        yield dict(zip(header, values, strict=True))


def names(field: str) -> tuple[str, ...]:
    """The names of a field that holds several, separated by `|`."""
    return tuple(part for name in field.split("|") if (part := name.strip()))
