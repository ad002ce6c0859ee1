"""Where scraping lost a blank: the places in a text at which words, figures and signs run into one another.

A word is parted only when it is none, and when a word of the closed classes (articles, prepositions…) or a name stands
at the seam and what is left is a word too. What may be a name, an address or a word that no dictionary has yet is left
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from comity.coding.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHES = ("'", "’")
_REMEMBERED = 200_000
_LEAST_WORD = 4
_SHORT = 3
_NO_NAME = 15_000  # what follows an article with a capital is a common word, or the two are a name
_SHORT_RANK = 4_000  # short words of which a part may consist are common ones
_LEAST_NAME = 4
_PLURAL = ("s", "x")
_STARTS = '.!?…«“"\n('
# what stands beside a word that is part of an address, a file or a compound
_BEFORE = frozenset("./@_-&#+~\\")
_AFTER = frozenset("@_/\\&#+~")
# each begins with the sign that is rare, so that the search for it is fast
_FIGURE_WORD = re.compile(r"\d(?<![\w.,/’'@#-]\d)(?:[\d.,]*\d)?(?=([^\W\d_]{2,})(?![\w’'@/-]))")
_FIGURE = re.compile(r"\d(?<=[^\W\d_]\d)\d{0,3}(?![\w/-]|[.,:]\d)")
_WORD_BEFORE = re.compile(r"(?<![\w.,/@#-])[^\W\d_]{2,}$")
_COMMA = re.compile(r"[,;](?<=[^\W\d_].|[»)].)(?=[^\W\d_]|«)|:(?<=[^\W\d_]{3}:)(?=[^\W\d_]{2})")
_OPENING = re.compile(r"\((?<=[^\W\d_]{2}\()(?=[A-ZÀ-ÖØ-Þ][^()\n]{2,60}\)(?!\w))")
_CLOSING = re.compile(r"\)(?<=[^\W\d_]{2}\))(?=[A-ZÀ-ÖØ-Þ][^\W\d_]*[ '’])")
_ELISION = re.compile(r"['’](?<=[^\W\d_]{2}.)(?=[^\W\d_])")
_LONGEST = 40  # letters of a word that may have run into another


class Seams:
    """Finds lost blanks. `glued` is the lexicon's table of that name: the words at seams of one language."""

    def __init__(self, glued: Mapping[str, list[str]], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._before = frozenset(glued.get("before", ()))
        self._after = frozenset(glued.get("after", ()))
        self._determiners = frozenset(glued.get("determiners", ()))
        self._linking = frozenset(glued.get("linking", ()))
        self._never = frozenset(glued.get("never", ()))
        self._endings = frozenset(glued.get("endings", ()))
        self._stems = tuple(glued.get("stems", ()))
        self._closed = self._before | self._after | self._linking
        self._prefixes = frozenset(glued.get("prefixes", ()))
        self._elided = frozenset(glued.get("elided", ()))
        self._to_names = frozenset(glued.get("to_names", ()))
        self._of = frozenset(glued.get("of", ()))
        self._to_figures = frozenset(glued.get("to_figures", ()))
        self._units = frozenset(glued.get("units", ()))
        self._ordinals = frozenset(glued.get("ordinals", ()))
        titles = "|".join(map(re.escape, glued.get("titles", ()))) or "(?!)"
        self._title = re.compile(rf"(?<![\w.])(?:{titles})\.(?=[^\W\d_a-z][^\W\d_]{{2}})")
        self._whole_words: set[str] = set()
        self._cut = lru_cache(maxsize=65536)(self._cut_of)

    def __call__(self, text: str) -> list[int]:
        """The offsets before which a blank was lost, ascending."""
        found = {at for at in self._words(text) if at}
        found.update(at for match in _ELISION.finditer(text) if (at := self._elision(text, match.start())))
        found.update(match.end() for match in _FIGURE_WORD.finditer(text) if self._counted(match[1]))
        found.update(match.start() for match in _FIGURE.finditer(text) if self._before_figure(text, match.start()))
        found.update(match.end() for pattern in (_COMMA, _CLOSING, self._title) for match in pattern.finditer(text))
        found.update(match.start() for match in _OPENING.finditer(text))
        return sorted(found)

    def _words(self, text: str) -> Iterator[int]:
        previous = ""
        for match in _WORD.finditer(text):
            word = match[0]
            if word not in self._whole_words and self._may_hold_two(word):
                yield self._in_word(text, word, match.start(), match.end(), previous)
            previous = word

    def _may_hold_two(self, word: str) -> bool:
        """Whether there may be a seam in the word, whatever stands beside it; those without are remembered."""
        if not _SHORT <= len(word) <= _LONGEST:
            return False
        if self._cut(word) or (word[0].isupper() and not self._vocabulary.seen(word)):
            return True
        if len(self._whole_words) < _REMEMBERED:
            self._whole_words.add(word)
        return False

    def _in_word(self, text: str, word: str, start: int, end: int, previous: str) -> int:
        """The offset of the seam in one word, or 0."""
        after = text[end : end + 2]
        if after[:1] in _APOSTROPHES and after[1:].isalpha():
            return 0  # seen to by itself
        cut = self._cut(word)
        if not cut and word[0].isupper() and previous[:1].isupper():
            cut = self._name_and_word(word, f"{previous} ")
        if not cut or self._in_address(text, start, end) or (after[:1] == "-" and word.islower()):
            return 0
        if word[0].isupper() and word[1:].islower() and not self._may_be_parted(word, cut, text, start):
            return 0
        named = previous[:1].isupper() or word[0].isupper()
        if word[:cut].lower() in self._of and named and text[end + 1 : end + 2].isupper():
            return 0  # *Juan dela Cruz*
        if (
            word[cut] == "s"
            and previous.endswith(_PLURAL)
            and self._are_two(word[: cut + 1], word[cut + 1 :], False, False)
        ):
            return start + cut + 1  # *les ministresont*
        return start + cut

    def _in_address(self, text: str, start: int, end: int) -> bool:
        before, after = text[start - 1 : start], text[end : end + 2]
        if before and before in _BEFORE:
            return True
        return bool(after) and (
            after[0] in _AFTER or (after[0] in ".:" and after[1:].isalnum() and after[1:].islower())
        )

    def _may_be_parted(self, word: str, cut: int, text: str, start: int) -> bool:
        """A word with a capital is a name unless it opens a sentence, or ends a name that is known."""
        if word[:cut].lower() not in self._closed:
            return True
        before = text[:start].rstrip(" ")
        return not before or before[-1] in _STARTS

    def _elision(self, text: str, end: int) -> int:
        """*del'*, *projetd'*: the offset of the seam before the elided word, where no word is elided so; or 0."""
        match = _WORD_BEFORE.search(text, max(0, end - _LONGEST), end)
        word = match[0] if match else ""
        low = word.lower()
        if match is None or low in self._elided or (word[0].isupper() and not word[1:].islower()):
            return 0
        for cut in range(len(word) - 1, 0, -1):
            if low[cut:] in self._elided and (
                low[:cut] in self._closed or (self._part(low[:cut]) and not word[0].isupper() and not self._whole(low))
            ):
                return match.start() + cut
        return 0

    def _before_figure(self, text: str, end: int) -> bool:
        match = _WORD_BEFORE.search(text, max(0, end - _LONGEST), end)
        return match is not None and match[0].lower() in self._to_figures

    def _cut_of(self, word: str) -> int:
        """The seam within a word, whatever stands beside it; 0 when there is none."""
        low = word[0].lower() + word[1:]
        if low.islower():
            if self._whole(low) or self._whole(word):
                return 0
            known = self._vocabulary.seen(low) or self._vocabulary.seen(word)
            if word[0].isupper():
                return self._best(low, known, first=True) or (0 if known else self._name_and_word(word, ""))
            return self._best(low, known, first=False)
        return self._at_capital(word)

    def _whole(self, word: str) -> bool:
        return self._vocabulary.word(word)

    def _best(self, word: str, known: bool, first: bool) -> int:
        """Of all seams that make two words of one, the one with the most common words; `first`: closed classes only."""
        found = [
            (self._vocabulary.rank(word[:cut]) + self._vocabulary.rank(word[cut:]), cut)
            for cut in range(1, len(word))
            if self._are_two(word[:cut], word[cut:], known, first)
        ]
        return min(found)[1] if found else 0

    def _are_two(self, left: str, right: str, known: bool, first: bool) -> bool:
        if len(left) < 2 and left.isascii():
            return False
        if left in self._linking and right in self._determiners and left + right not in self._never:
            return True
        if known:
            return False
        if first:  # with a capital it may be a name: *Lavisite*, and not *Etlinger*
            common = len(right) > _LEAST_WORD and self._vocabulary.rank(right) < _NO_NAME
            return left in self._determiners and (common or (len(left) > 2 and right in self._determiners))
        if left in self._before and left not in self._prefixes and self._part(right):
            return True
        if right in self._after and self._part(left) and (len(right) > 1 or len(left) > _LEAST_WORD + 1):
            return not (right in self._endings and left.endswith(self._stems))
        return self._vocabulary.nation(right) and len(right) >= _SHORT and len(left) > _LEAST_WORD and self._part(left)

    def _part(self, word: str) -> bool:
        """Whether a word may be what is left of two: a word, and not too rare for its length."""
        if len(word) < _SHORT:
            return False
        if len(word) == _SHORT:
            return self._vocabulary.rank(word) < _SHORT_RANK
        return self._whole(word)

    def _name_and_word(self, word: str, before: str) -> int:
        """*Cambodgeet*, and after *Viêt* *Namet*: the seam behind a known name, of which `before` is the beginning."""
        if not word[1:].islower() or self._vocabulary.seen(word):
            return 0
        for cut in range(len(word) - 1, 1, -1):
            name = before + word[:cut]
            if word[cut:] in self._to_names and len(name) >= _LEAST_NAME and self._vocabulary.name(name):
                return cut
        return 0

    def _at_capital(self, word: str) -> int:
        """*leVietnam*, *ministreHun*: the seam before a capital within a word."""
        cut = next((at for at in range(1, len(word)) if word[at].isupper()), 0)
        left, right = word[:cut], word[cut:]
        if not cut or not right[1:].islower() or self._vocabulary.seen(word):
            return 0
        if left[0].isupper():
            return cut if left.lower() in self._before and self._vocabulary.name(right) else 0
        if left in self._closed and (len(left) > 1 or not left.isascii()) and len(right) >= _SHORT:
            return cut if self._vocabulary.seen(right) or self._vocabulary.name(right) else 0
        return cut if len(left) > _LEAST_WORD and self._part(left) and left not in self._prefixes else 0

    def _counted(self, word: str) -> bool:
        """Whether a word behind a figure is one of its own: *25millions*, and not *2ème*, *5G*."""
        if word.lower() in self._ordinals or not word.islower():
            return False
        return word in self._units or (self._part(word) and (len(word) > _SHORT or self._vocabulary.rank(word) < 2_000))
