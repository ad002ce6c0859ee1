"""Vocabulary as regular expressions that forgive case, accents, the shape of apostrophes and the width of spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_APOSTROPHES = "'’ʼ‘´`"
_MARKS = "[\u0300-\u036f]*"


def lenient(phrase: str, *, stuck: bool = False) -> str:
    """A pattern (to be compiled with IGNORECASE) for `phrase`, not to end within a word, nor begin unless `stuck`."""
    words = " ".join(phrase.split())
    pattern = "".join(_sign(sign, words[index + 1 : index + 2]) for index, sign in enumerate(words))
    before = r"(?<!\w)" if phrase[:1].isalnum() and not stuck else ""
    after = r"(?!\w)" if phrase[-1:].isalnum() else ""
    return before + pattern + after


def alternatives(phrases: Iterable[str], *, stuck: bool = False) -> str:
    """A group that matches any of `phrases`, the longest first; it matches nothing when there are none."""
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    patterns = [lenient(phrase, stuck=stuck) for phrase in longest_first]
    return f"(?:{'|'.join(patterns)})" if patterns else r"(?!)"


def _sign(sign: str, following: str) -> str:
    if sign == " ":
        return r"\s+" if following.isalnum() else r"\s*"
    if sign in _APOSTROPHES:
        return f"[{_APOSTROPHES}]"
    plain = unicodedata.normalize("NFD", sign)[0]
    if plain != sign:
        return f"[{sign}{plain}]{_MARKS}"
    return re.escape(sign)
