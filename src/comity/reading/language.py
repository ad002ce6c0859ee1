"""Which language a text is in: the one given with it, else what its letters show (py3langid, model in its package)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pycountry

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 6_000
_FEW_LETTERS = 20
_SURE = 0.1
_SURE_OF_FEW = 0.6
_NO_LANGUAGE = frozenset({"zxx", "und", "mul"})


def language_of(text: str, given: str | None = None) -> str | None:
    """The ISO 639 code (of two letters where there is one), or None when nothing tells it.

    `given` wins when it is a language code or tag ("fr", "fr-FR", "fra"); otherwise it is as if not given.
    """
    return (normalise(given) if given else None) or _identify(text)


def normalise(tag: str) -> str | None:
    """`fr-FR`, `fra`, `fre` and `FR` are `fr`; None when there is no such language."""
    code = tag.strip().replace("_", "-").split("-")[0].lower()
    if not (code.isascii() and code.isalpha()):
        return None
    if len(code) == 2:
        found = pycountry.languages.get(alpha_2=code)
    elif len(code) == 3:
        found = pycountry.languages.get(alpha_3=code) or pycountry.languages.get(bibliographic=code)
    else:
        return None
    return str(getattr(found, "alpha_2", found.alpha_3)) if found else None


def _identify(text: str) -> str | None:
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return None
    code, confidence = _identifier().classify(sample)
    if code in _NO_LANGUAGE or confidence < (_SURE_OF_FEW if letters < _FEW_LETTERS else _SURE):
        return None
    return str(code)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    # Loaded at first use: half a second that a page with a given language does not pay.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
