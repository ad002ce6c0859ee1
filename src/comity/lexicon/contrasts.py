"""Words that tell apart what else looks alike when reports are compared: parts of a day, sessions of a series.

They decide nothing in coding: the fingerprint of the vocabulary does not count them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import msgspec

from comity.errors import LexiconError
from comity.folding import fold
from comity.model import Record

FOLDER = "merging"
_ROMAN = {"I": 1, "V": 5, "X": 10}
# capitals alone: a small letter makes words of them
_NUMERAL = re.compile(r"\b[IVX]+(?=[a-zè]{0,5}\b)")
_ORDINAL = re.compile(r"(?P<number>\d{1,3})(?P<ending>[a-z]+)")


class _Entry(Record):
    daytime: tuple[tuple[str, ...], ...]
    ordinal_endings: tuple[str, ...]
    ordinal_before: tuple[str, ...]
    ordinals: tuple[tuple[str, ...], ...]
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contrasts:
    """The words of one language. A page in another language than those that have words tells nothing apart."""

    daytime: tuple[tuple[str, ...], ...] = ()
    ordinal_endings: frozenset[str] = frozenset()
    ordinal_before: tuple[str, ...] = ()
    ordinals: tuple[tuple[str, ...], ...] = ()
    months: frozenset[str] = frozenset()

    def parts_of_day(self, text: str) -> frozenset[int]:
        """Which parts of a day a text names, by their place in the data (0 is the morning)."""
        folded = f" {re.sub(r'[0-9]+', '*', fold(text))} "
        return frozenset(
            place
            for place, words in enumerate(self.daytime)
            if any(f" {word} " in folded and not self._is_longer(folded, place, word) for word in words)
        )

    def numbers(self, text: str) -> frozenset[int]:
        """Which sessions or editions a text names: 15 for *15e*, *XVe*, *quinzième*."""
        folded = f" {fold(_NUMERAL.sub(lambda match: str(_value(match[0])), text))} "
        found = set()
        # of numbers in two words the last is one too: the longer first
        for place, word in sorted(
            ((place, word) for place, words in enumerate(self.ordinals, 1) for word in words),
            key=lambda each: -len(each[1]),
        ):
            if f" {word} " in folded:
                found.add(place)
                folded = folded.replace(f" {word} ", " | ")
        words = ["", *folded.split(), ""]
        for before_it, word, after in zip(words, words[1:], words[2:], strict=False):
            match = _ORDINAL.fullmatch(word)
            if match is not None and match["ending"] in self.ordinal_endings and not self.months & {before_it, after}:
                found.add(int(match["number"]))
        for before in self.ordinal_before:
            for match in re.finditer(rf"\b{before} (\d{{1,3}})\b", folded):
                found.add(int(match[1]))
        return frozenset(found - {0})

    def _is_longer(self, folded: str, place: int, word: str) -> bool:
        """Whether the word stands only as a part of a longer one of another part of the day (*midi*, *après-midi*)."""
        longer = [each for other, words in enumerate(self.daytime) if other != place for each in words]
        rest = folded
        for each in longer:
            if f" {word} " in f" {each} ":
                rest = rest.replace(f" {each} ", "  ")
        return f" {word} " not in rest


@lru_cache(maxsize=8)
def contrasts(language: str | None) -> Contrasts:
    """The words of a language. Raises LexiconError when the file does not have its shape."""
    found = _loaded().get(language or "")
    if found is None:
        return Contrasts()
    return Contrasts(
        daytime=found.daytime,
        ordinal_endings=frozenset(found.ordinal_endings),
        ordinal_before=found.ordinal_before,
        ordinals=found.ordinals,
        months=frozenset(found.months),
    )


@lru_cache(maxsize=1)
def _loaded() -> dict[str, _Entry]:
    file = files("comity.lexicon") / "data" / FOLDER / "words.toml"
    try:
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), dict[str, _Entry])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{file} cannot be read: {error}.", "Correct that line.") from None


def _value(numeral: str) -> int:
    """The value of a Roman number."""
    values = [_ROMAN[letter] for letter in numeral]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
