"""Bodies in words, in French and in English: what they belong to, what took their place, and who says so."""

from __future__ import annotations

from comity.outputs.translation import translations
from comity.outputs.wording import country_name
from comity.register.bodies.views import Related


def body_country(country: str | None, language: str) -> str:
    """The country of a body, or that it is one of several states; nothing where no page says it."""
    if country == "IGO":
        return translations(language).gettext("body of several states")
    return country_name(country, language) if country else ""


def related_in_words(related: Related, language: str) -> str:
    """Who says how two bodies stand, and since when."""
    say, count = translations(language).gettext, translations(language).ngettext
    pages = len({said.page for said in related.said})
    who = {
        "world": say("known of bodies of states"),
        "authority": say("said by an authority file"),
        "page": count("said by %(num)s page", "said by %(num)s pages", pages) % {"num": pages},
        "name": say("its name says so"),
    }[related.basis]
    return f"{who}, {related.since}" if related.since else who


def relations(language: str) -> dict[str, str]:
    """What the ways in which bodies stand to each other are called, by the fields of `KeptBody`."""
    say = translations(language).gettext
    return {
        "parents": say("Part of"),
        "parts": say("Parts"),
        "predecessors": say("Took the place of"),
        "successors": say("Its place was taken by"),
    }
