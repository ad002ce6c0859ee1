"""The words by which a page's stories and zones are told apart: `data/<language>/reading.toml`.

The lists of all languages are used together, since what a site leaves around a text is often in another language than
the text. Only the order of dates in figures is kept by language.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import msgspec

from comity.errors import LexiconError
from comity.folding import fold
from comity.lexicon.language import DATA, load_toml
from comity.lexicon.project import remembered, told_as

_Words = tuple[str, ...]
Order = Literal["dmy", "mdy", "unsure"]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a reading.toml: unknown names in it are errors."""


class Related(_Table, frozen=True):
    """Lines that introduce other stories. Below those of `end` the story does not go on; below `inside` it may.

    Beginnings of `popular` introduce what most read, or what the site offers: no story of the page is related to these.
    """

    end: _Words
    inside: _Words
    glued: _Words = ()
    popular: _Words = ()


class Furniture(_Table, frozen=True):
    """What belongs to the site: whole lines, beginnings of lines, lines after which no story comes, section names
    and the words of which others are made."""

    lines: _Words
    starts: _Words = ()
    stops: _Words = ()
    rubrics: _Words = ()
    rubric_words: _Words = ()


class Caption(_Table, frozen=True):
    """What tells a caption: a credit at its end (named or alone), a first word, cues, a counter."""

    credits: _Words
    starts: _Words
    alone: _Words = ()
    cues: _Words = ()
    counters: _Words = ()


class Byline(_Table, frozen=True):
    """What tells a line that names the writer or the source."""

    starts: _Words
    by: _Words
    contains: _Words = ()


class Dateline(_Table, frozen=True):
    """Small words within a dateline's place, and before its day."""

    inner: _Words
    before_day: _Words = ()


class Stamp(_Table, frozen=True):
    """What tells a line that says when the page was published. `months` has twelve entries, each with its spellings."""

    published: _Words
    updated: _Words
    noise: _Words
    weekdays: _Words
    months: tuple[_Words, ...]
    order: Order
    before_year: _Words = ()


class Agencies(_Table, frozen=True):
    """News agencies and papers as they sign."""

    names: _Words


class Openers(_Table, frozen=True):
    """Words with a capital that open a sentence, however they stand to what is before them; those that stick to the
    next word by an apostrophe; and words after which a capital is a name's, not a sentence's.
    """

    words: _Words = ()
    elided: _Words = ()
    not_after: _Words = ()


class ReadingWords(_Table, frozen=True):
    """One reading.toml, or all of them merged."""

    related: Related
    furniture: Furniture
    caption: Caption
    byline: Byline
    dateline: Dateline
    stamp: Stamp
    agencies: Agencies
    openers: Openers = Openers()
    orders: dict[str, Order] = {}


def load_reading_file(path: Path) -> ReadingWords:
    """Load and check one file. LexiconError names the file and what contradicts itself in it."""
    read = load_toml(path)
    path = told_as(path)
    try:
        words = msgspec.convert(read, ReadingWords)
    except msgspec.ValidationError as error:
        raise LexiconError(f"{path}: {error}.", "See the comments of data/fr/reading.toml for the shape.") from error
    _check(words, path)
    return words


@remembered
def load_reading() -> ReadingWords:
    """The reading vocabulary of every language that has one, merged."""
    files = {path.parent.name: load_reading_file(path) for path in sorted(DATA.glob("*/reading.toml"))}
    if not files:
        raise LexiconError(f"No reading.toml was found under {DATA}.", "Reinstall Comity: its data are missing.")
    merged: dict[str, Any] = {name: _merge([getattr(words, name) for words in files.values()]) for name in _TABLES}
    return ReadingWords(**merged, orders={language: words.stamp.order for language, words in files.items()})


_TABLES = ("related", "furniture", "caption", "byline", "dateline", "stamp", "agencies", "openers")


def _merge(tables: list[_Table]) -> _Table:
    first = tables[0]
    merged: dict[str, object] = {}
    for name in first.__struct_fields__:
        values = [getattr(table, name) for table in tables]
        if name == "months":
            merged[name] = tuple(tuple(chain.from_iterable(spellings)) for spellings in zip(*values, strict=True))
        elif name == "order":
            merged[name] = "unsure"
        else:
            merged[name] = tuple(dict.fromkeys(chain.from_iterable(values)))
    return type(first)(**merged)


def _check(words: ReadingWords, path: Path) -> None:
    if len(words.stamp.months) != 12:
        raise LexiconError(f"{path}: [stamp] months has {len(words.stamp.months)} entries.", "Give twelve.")
    for table in (getattr(words, name) for name in _TABLES):
        for name in table.__struct_fields__:
            values = getattr(table, name)
            if isinstance(values, tuple) and name != "months":
                _check_list(values, f"{path}: {type(table).__name__.lower()}.{name}")
    lines = Counter(map(fold, chain(set(words.related.end), set(words.related.inside), set(words.furniture.lines))))
    doubled = sorted(line for line, count in lines.items() if count > 1)
    if doubled:
        raise LexiconError(
            f"{path}: {', '.join(map(repr, doubled))} stands in two of related.end, related.inside, furniture.lines.",
            "Decide which it is.",
        )
    strangers = set(words.related.glued) - set(words.related.inside)
    if strangers:
        raise LexiconError(
            f"{path}: related.glued has {sorted(strangers)}, absent from related.inside.", "Add them there."
        )


def _check_list(values: tuple[str, ...], where: str) -> None:
    empty = [value for value in values if not value.strip()]
    doubled = [value for value, count in Counter(values).items() if count > 1]
    if empty or doubled:
        raise LexiconError(f"{where} has empty or repeated words: {empty + doubled}.", "Remove them.")
