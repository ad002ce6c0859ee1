"""Names of the world in running text: countries, demonyms, capitals, seats of power, bodies of states, places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ahocorasick_rs
from spacy.tokens import Doc

from comity.coding.parse import Sentence
from comity.folding import fold
from comity.lexicon.project import remembered
from comity.lexicon.world import NameEntry, world


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens `start` to `end` (exclusive) are a name that the world tables know, with every reading it may have."""

    start: int
    end: int
    entries: tuple[NameEntry, ...]

    def of(self, *kinds: str) -> tuple[NameEntry, ...]:
        """The readings of these kinds."""
        return tuple(entry for entry in self.entries if entry.kind in kinds)


class Gazetteer:
    """One Aho-Corasick automaton over all folded names of a language."""

    def __init__(self, language: str) -> None:
        table: dict[str, list[NameEntry]] = {}
        for entry in world().names(language):
            table.setdefault(entry.folded, []).append(entry)
        self._entries = [tuple(entries) for entries in table.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(
            [f" {name} " for name in table], matchkind=ahocorasick_rs.MatchKind.Standard
        )

    def matches(self, folded: str) -> list[tuple[int, int, int]]:
        """Every match in a folded text with a blank at either end: (entry index, start, end), blanks included."""
        return list(self._automaton.find_matches_as_indexes(folded, overlapping=True))

    def written(self, words: Sequence[str]) -> list[NameEntry]:
        """Every reading of every name in words as written, one of which is one folded word; no parse is asked."""
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        length = 1
        for index, word in enumerate(words):
            starts[length - 1] = index
            length += len(fold(word)) + 1
            ends[length] = index + 1
        found = []
        for entry, begin, end in self.matches(f" {' '.join(map(fold, words))} "):
            if begin in starts and end in ends:
                said = list(words[starts[begin] : ends[end]])
                found += [e for e in self._entries[entry] if _well_written(e, said)]
        return found

    def hits(self, sentence: Sentence) -> list[Hit]:
        """The names in a sentence, the longest first where they overlap, in the order of the text."""
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        parts: list[str] = [" "]
        length = 1
        for index, word in enumerate(sentence.words):
            if not word:
                continue
            starts[length - 1] = index
            parts.append(word.replace("-", " ") + " ")
            length += len(word) + 1
            ends[length] = index + 1
        doc = sentence.parse
        found: list[Hit] = []
        for entry, begin, end in self.matches("".join(parts)):
            if begin not in starts or end not in ends:
                continue
            first, last = starts[begin], ends[end]
            written = [doc[i].text for i in range(first, last)]
            entries = tuple(e for e in self._entries[entry] if _well_written(e, written))
            if entries:
                found.append(Hit(first, last, entries))
        found.extend(self._compounds(doc))
        found.sort(key=lambda hit: (-(hit.end - hit.start), hit.start))
        taken: set[int] = set()
        kept = []
        for hit in found:
            span = range(hit.start, hit.end)
            if not taken.intersection(span):
                taken.update(span)
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.start)

    def _compounds(self, doc: Doc) -> Iterator[Hit]:
        """*algéro-tunisien*, *vietnamo-cambodgienne*: made of two demonyms, however the parser cuts them."""
        texts = [token.text for token in doc]
        for index, text in enumerate(texts):
            if "-" not in text and not (index + 1 < len(texts) and texts[index + 1].startswith("-")):
                continue
            found = world().compound_at(texts, index)
            if found:
                end, codes = found
                surface = "".join(texts[index:end])
                yield Hit(
                    index,
                    end,
                    (NameEntry(folded=fold(surface), surface=surface, kind="demonym", codes=codes, countries=codes),),
                )


def _well_written(entry: NameEntry, written: list[str]) -> bool:
    """Is the name written as such names are: with a capital, in capitals, or (adjectives) in any way?"""
    if entry.case == "any":
        return True
    if entry.case == "upper":
        return all(c.isupper() for text in written for c in text if c.isalpha())
    surface = entry.surface.replace("-", " ").replace("'", "' ").replace("’", "’ ").split()
    if len(surface) == len(written):
        # *La Réunion* is the island, *La réunion* a meeting: capitals must stand where the name has them
        return all(
            text[:1].isupper()
            for text, model in zip(written, surface, strict=True)
            if model[:1].isupper() and len(model) > 2
        ) and (any(text[:1].isupper() for text in written))
    return any(c.isupper() for text in written for c in text[:1])


@remembered
def gazetteer(language: str) -> Gazetteer:
    """The gazetteer of a language, built once a process."""
    return Gazetteer(language)
