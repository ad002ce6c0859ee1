"""Words of nationality: adjectives and nouns in all four forms, and compounds such as *franco-allemand*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comity.errors import LexiconError
from comity.folding import fold
from comity.lexicon.tables import names, rows


def inflect(form: str, endings: dict[str, tuple[str, str, str]]) -> tuple[str, ...]:
    """The four forms of a word, distinct, the masculine singular first: *coréen, coréenne, coréens, coréennes*.

    `form` is the masculine singular, or all four separated by `/`. `endings` maps an ending to those of the feminine,
    the plural and the feminine plural; the longest that fits counts. Raises LexiconError when none fits.
    """
    if "/" in form:
        return tuple(dict.fromkeys(form.split("/")))
    for size in range(len(form), 0, -1):
        ending = form[-size:]
        if ending in endings:
            stem = form[:-size]
            return tuple(dict.fromkeys((form, *(stem + other for other in endings[ending]))))
    raise LexiconError(
        f"No ending of inflection.csv fits the demonym {form!r}.",
        "Add its ending there, or give the four forms separated by '/' in demonyms.csv.",
    )


HYPHENS = frozenset("-‐‑–")


class Nationalities:
    """The demonyms and the combining forms of one language, found by folded word."""

    def __init__(self, language: str) -> None:
        endings = {
            row["ending"]: (row["feminine"], row["plural"], row["feminine_plural"])
            for row in rows(language, "inflection.csv")
        }
        self._demonyms: dict[str, tuple[str, ...]] = {}
        self._surfaces: dict[str, str] = {}
        self._first: dict[str, str] = {}
        for row in rows(language, "demonyms.csv"):
            for form in names(row["forms"]):
                self._first.setdefault(row["alpha3"], form.partition("/")[0])
                for surface in inflect(form, endings):
                    self._add(surface, row["alpha3"])
        self._combining: dict[tuple[str, ...], tuple[str, ...]] = {
            tuple(fold(row["form"]).split()): tuple(row["alpha3"].split()) for row in rows(language, "combining.csv")
        }

    def _add(self, surface: str, alpha3: str) -> None:
        key = fold(surface)
        known = self._demonyms.get(key, ())
        if alpha3 not in known:
            self._demonyms[key] = (*known, alpha3)
        self._surfaces.setdefault(key, surface)

    def demonym(self, word: str) -> tuple[str, ...]:
        """The countries (alpha-3) of a word of nationality in any gender and number; none if it is none."""
        return self._demonyms.get(fold(word), ())

    def of(self, alpha3: str) -> str | None:
        """The masculine singular of a country's demonym: *vietnamien*."""
        return self._first.get(alpha3)

    def compound(self, word: str) -> tuple[str, ...]:
        """The countries that a compound joins, in order: *vietnamo-cambodgienne* gives VNM, KHM; else none."""
        words = tuple(fold(word).split())
        for start in range(1, len(words)):
            last = self._demonyms.get(" ".join(words[start:]))
            heads = self._heads(words[:start]) if last else None
            if last and heads:
                return tuple(dict.fromkeys((*heads, *last)))
        return ()

    def compound_at(self, texts: Sequence[str], start: int) -> tuple[int, tuple[str, ...]] | None:
        """The compound that begins at token `start`: the token after it, and its countries; None if none does.

        Works whether the tokeniser keeps *franco-allemand* whole or cuts it at its hyphens; a comma joins nothing.
        """
        pieces = [texts[start]]
        while (at := start + 2 * len(pieces)) < len(texts) and texts[at - 1] in HYPHENS:
            pieces.append(texts[at])
        for size in range(len(pieces), 0, -1):
            joined = "-".join(pieces[:size])
            codes = self.compound(joined) if HYPHENS.intersection(joined) else ()
            if codes:
                return start + 2 * size - 1, codes
        return None

    def _heads(self, words: tuple[str, ...]) -> tuple[str, ...] | None:
        """The countries of a run of combining forms; None when a word of it is no such form."""
        if not words:
            return ()
        for size in range(1, len(words) + 1):
            head = self._combining.get(words[:size])
            rest = self._heads(words[size:]) if head else None
            if head and rest is not None:
                return (*head, *rest)
        return None

    def demonyms(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Every demonym in every form: folded, as written, countries."""
        for key, codes in self._demonyms.items():
            yield key, self._surfaces[key], codes
