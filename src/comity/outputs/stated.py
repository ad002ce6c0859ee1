"""What the metadata of a page say beside what was taken from them: authors, sections, times, and contradictions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from comity.model import StatedField
from comity.outputs.translation import translations
from comity.register.views import Reprint, SourceRef

# told whoever says so; the others only where they are said in another way than the one that was taken
_ALWAYS = ("author", "section", "modified")
# when an archive fetched a page is its own affair: it says nothing of the page
_TOLD = tuple(field for field in get_args(StatedField) if field != "fetched")


def stated_in_words(source: SourceRef, language: str) -> Iterator[tuple[str, str]]:
    """What is stated and not shown otherwise: the name of the field, and each value with who says so."""
    for field in _TOLD:
        values: dict[str, list[str]] = {}
        for said in source.stated:
            if said.field == field:
                values.setdefault(said.value, []).append(voice(said.by, language))
        if field in _ALWAYS or any(value != getattr(source, field) for value in values):
            if values:
                told = [f"{value} ({', '.join(voices)})" for value, voices in values.items()]
                yield stated_field(field, language), " · ".join(told)


def stated_field(field: str, language: str) -> str:
    """What a field of the metadata is called."""
    say = translations(language).gettext
    return {
        "title": say("Title"),
        "publisher": say("Publisher"),
        "published": say("Published"),
        "modified": say("Modified"),
        "language": say("Language"),
        "author": say("Author"),
        "url": say("Address"),
        "section": say("Section"),
    }[field]


def voice(by: str, language: str) -> str:
    """Who says so."""
    say = translations(language).gettext
    return {
        "json_ld": say("structured data"),
        "meta": say("meta tags"),
        "url": say("its address"),
        "text": say("its text"),
        "markup": say("its markup"),
        "feed": say("a feed"),
        "http": say("the server"),
        "archive": say("an archive"),
        "given": say("given with it"),
    }[by]


def reprint_in_words(reprint: Reprint, language: str) -> str:
    """That a page says the same, and how nearly in the same words."""
    say = translations(language).gettext
    said = say("In nearly the same words (%(share)s %%)")
    return said % {"share": round(100 * reprint.similarity)}
