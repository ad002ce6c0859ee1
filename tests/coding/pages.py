"""Pages of a few words, read and coded as any page is: one coder for all tests of the room."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from comity.coding.coder import Coder
from comity.coding.parse import Sentence, parse, sentences
from comity.lexicon.language import Language, load_language
from comity.model import Coding, Event, RawPage, Reading, Story, Zone
from comity.reading import read

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ("samples/dispatches.jsonl", "tests/gold/tuned/pages.jsonl")


@cache
def coder() -> Coder:
    """The coder; its model is loaded once a process."""
    return Coder()


@cache
def french() -> Language:
    """The French vocabulary."""
    return load_language("fr")


def reading(
    text: str, *, published: str | None = None, publisher: str | None = None, language: str | None = "fr",
    title: str | None = None, name: str = "a page",
) -> Reading:  # fmt: skip
    """The page of a text, told apart into stories and zones."""
    return read(RawPage(name=name, text=text, published=published, publisher=publisher, language=language, title=title))


def coded(text: str, *, published: str | None = None, publisher: str | None = None, title: str | None = None) -> Coding:
    """The coding of a French text. A page that could not be coded is a failure of the test that asked for it."""
    (coding,) = coder().code([reading(text, published=published, publisher=publisher, title=title)])
    assert coding.error is None, coding.error
    return coding


def body(text: str) -> Story:
    """A story of body text alone, every line of it a paragraph."""
    zones = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            zones.append(Zone(zone="body", start=start, end=start + len(line)))
        start += len(line) + 1
    return Story(id="s0", kind="main", title="", start=0, end=len(text), zones=tuple(zones))


def parsed(text: str) -> list[Sentence]:
    """The sentences of a body text, parsed by the model."""
    held = sentences(text, body(text), french())
    parse(held, "fr")
    return held


def countries(event: Event) -> set[str]:
    """The countries of all sides of an event."""
    return {side.country for side in (*event.actor, *event.recipient) if side.country}


@cache
def corpus() -> tuple[Reading, ...]:
    """The sample dispatches and the gold pages that may be read, with what is known of them."""
    known = ("text", "title", "published", "publisher", "url", "language")
    rows = [json.loads(line) for name in CORPORA for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    return tuple(read(RawPage(name=row["id"], ref=row["id"], **{k: row.get(k) for k in known})) for row in rows)


@cache
def coded_corpus() -> tuple[Coding, ...]:
    """The corpus, coded in one go."""
    return tuple(coder().code(corpus()))


def printed(codings: Iterable[Coding]) -> bytes:
    """Codings as `comity code` prints them, one a line."""
    return b"\n".join(msgspec.json.encode(coding) for coding in codings)
