"""The words of the interface in each of its languages: gettext catalogues, loaded once.

The catalogues stand in `outputs/web/locale`; their source is English. A word that the vocabulary of the record has is
taken from there, not from here.
"""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations
from importlib.resources import files

from babel import Locale

from comity.errors import UsageError

LANGUAGES = ("fr", "en")
DOMAIN = "comity"
CATALOGUES = files("comity.outputs") / "web" / "locale"

# the usage by which days and numbers are written: 17 July 2018, not July 17, 2018
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def check_language(language: str) -> str:
    """The language itself; UsageError if the interface does not speak it."""
    if language not in LANGUAGES:
        raise UsageError(f"The interface does not speak {language!r}.", f"Use one of: {', '.join(LANGUAGES)}.")
    return language


@lru_cache(maxsize=len(LANGUAGES))
def translations(language: str) -> GNUTranslations:
    """The catalogue of `fr` or `en`; UsageError for another language."""
    with (CATALOGUES / check_language(language) / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)


@lru_cache(maxsize=len(LANGUAGES))
def locale(language: str) -> Locale:
    """The locale by which days, numbers and lists are written in `fr` or `en`; UsageError for another language."""
    return Locale.parse(_LOCALES[check_language(language)])
