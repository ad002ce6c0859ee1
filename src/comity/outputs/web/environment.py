"""The templates in each language: one Jinja environment a language, with the words and formats they use.

Everything from a page is escaped: autoescape is on for every template, and no template marks text as safe. A name that
a template does not know is an error, not an empty space.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

import comity
from comity.lexicon.vocabulary import vocabulary
from comity.outputs import course_words, dates, present, stated, wording
from comity.outputs.found import language_name
from comity.outputs.translation import LANGUAGES, translations
from comity.outputs.web import dossier_view, record_view

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}


@lru_cache(maxsize=len(LANGUAGES))
def environment(language: str) -> Environment:
    """The templates with the words of one language; UsageError for one that the interface does not speak."""
    env = Environment(
        loader=PackageLoader("comity.outputs.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        language=language,
        languages=LANGUAGES,
        language_names=LANGUAGE_NAMES,
        version=comity.__version__,
        vocabulary=vocabulary(),
        query=query,
        host=host,
        defined=lambda kind, value: value in vocabulary().table(kind),
        web_address=web_address,
        anchor=present.term_anchor,
        machine_date=dates.machine_date,
        language_of=present.language_of,
        publisher_of=record_view.publisher_of,
        upper_first=present.upper_first,
        lower_first=present.lower_first,
        language_name=partial(language_name, language=language),
        **{name: partial(say, language=language) for name, say in _SAYINGS.items()},
    )
    return env


# what a template says in its own language
_SAYINGS: dict[str, Callable[..., Any]] = {
    "edtf": dates.edtf_in_words,
    "country": wording.country_name,
    "event_title": wording.event_title,
    "instrument_title": wording.instrument_title,
    "place": wording.place_in_words,
    "amount": wording.amount_in_words,
    "number": wording.number_in_words,
    "confidence": wording.confidence_in_words,
    "label": wording.value_name,
    "by_country": present.by_country,
    "point_title": dossier_view.point_title,
    "field_name": present.field_name,
    "value_in_words": present.value_in_words,
    "stated_in_words": stated.stated_in_words,
    "reprint_in_words": stated.reprint_in_words,
    "step_in_words": course_words.step_in_words,
    "teller_in_words": course_words.teller_in_words,
}


def query(**values: str) -> str:
    """The query part of an address."""
    return urlencode(values)


def web_address(url: str) -> bool:
    """Whether an address found with a page may be made a link: http and https only, never script."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def host(url: str) -> str:
    """The host that an address names, without `www.`."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
