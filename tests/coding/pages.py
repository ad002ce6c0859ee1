"""Pages of a few words, read and coded as any page is: one coder for all tests of the room."""

from __future__ import annotations

from functools import cache

from comity.coding.coder import Coder
from comity.coding.parse import Sentence, parse, sentences
from comity.lexicon.language import Language, load_language
from comity.model import Coding, Event, RawPage, Reading, Story, Zone
from comity.reading import read


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
    return read(
        RawPage(name=name, text=text, published=published, publisher=publisher, language=language, title=title)
    )


def coded(
    text: str, *, published: str | None = None, publisher: str | None = None, title: str | None = None
) -> Coding:
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
