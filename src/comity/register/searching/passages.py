"""Where the words of a question stand in a text, and the sentences that show it best. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from comity.register.searching.question import Clause, Phrase, Question
from comity.register.searching.views import Passage
from comity.register.searching.words import Word, stem, words
from comity.sentences import sentence_around

LONGEST = 400
"""Code points of a passage: a longer sentence is cut at words around what was found."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A run of words that a clause wants, by its place in the text; `clause` is the clause's place in the question."""

    start: int
    end: int
    clause: int


def hits(text: str, question: Question, language: str | None) -> list[Hit]:
    """Every run of words of the text that a clause of the question wants, in their order."""
    wanted = [(place, clause) for place, clause in enumerate(question) if not clause.negated]
    first = _by_first(wanted)
    if not first:
        return []
    said = list(words(text))
    found = {
        (said[at].start, said[at + length - 1].end): clause
        for at in range(len(said))
        for length, clause in _at(said, at, first, language)
    }
    return [Hit(start, end, clause) for (start, end), clause in sorted(found.items())]


def passages(
    text: str,
    question: Question,
    language: str | None,
    within: Sequence[tuple[int, int]] | None = None,
    most: int = 2,
) -> tuple[Passage, ...]:
    """The sentences that show best what was found, in their order in the text: those of most clauses, then the first.

    With `within` only what stands in these spans tells which sentences these are, and where nothing of the question
    stands there, it is the one of the first span. Without it a text in which nothing stands gives its beginning.
    """
    found = hits(text, question, language)
    sentences: dict[tuple[int, int], set[int]] = {}
    for hit in found:
        if within is None or _is_within(hit, within):
            sentences.setdefault(sentence_around(text, hit.start, hit.end), set()).add(hit.clause)
    chosen: list[tuple[int, int]] = []
    seen: set[int] = set()
    for bounds, clauses in sorted(sentences.items(), key=lambda item: (-len(item[1]), item[0])):
        # another sentence is worth showing when it shows what the others do not
        if not chosen or (len(chosen) < most and clauses - seen):
            chosen.append(bounds)
            seen |= clauses
    if not chosen and text:
        start, end = within[0] if within else (0, 1)
        chosen = [sentence_around(text, start, end)]
    return tuple(
        _passage(text, bounds, [hit for hit in found if bounds[0] <= hit.start and hit.end <= bounds[1]])
        for bounds in sorted(chosen)
    )


def _by_first(wanted: Iterable[tuple[int, Clause]]) -> dict[str, list[tuple[int, Phrase]]]:
    """The phrases of the text that clauses want, by their first token; those that begin with a prefix under ''."""
    found: dict[str, list[tuple[int, Phrase]]] = {}
    for place, clause in wanted:
        for phrase in clause.any_of:
            if phrase.is_said:
                key = "" if phrase.prefix and len(phrase.tokens) == 1 else phrase.tokens[0]
                found.setdefault(key, []).append((place, phrase))
    return found


def _at(
    said: Sequence[Word], at: int, first: dict[str, list[tuple[int, Phrase]]], language: str | None
) -> Iterator[tuple[int, int]]:
    """How many words of a phrase stand at a word, and of which clause it is."""
    word = said[at].folded
    base = stem(word, language)
    for key in dict.fromkeys((word, f"~{base}", "")) if base != word else (word, ""):
        for clause, phrase in first.get(key, ()):
            tokens = phrase.tokens
            rest = tokens[1:] if key.startswith("~") else tokens
            run = [each.folded for each in said[at : at + len(tokens)]]
            if len(run) < len(tokens):
                continue
            if phrase.prefix:
                fits = run[:-1] == list(tokens[:-1]) and run[-1].startswith(tokens[-1])
            else:
                fits = run[len(tokens) - len(rest) :] == list(rest)
            if fits:
                yield len(tokens), clause


def _is_within(hit: Hit, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def _passage(text: str, bounds: tuple[int, int], found: Sequence[Hit]) -> Passage:
    start, end = bounds
    if end - start > LONGEST:
        at = found[0].start if found else start
        start = max(start, at - LONGEST // 3)
        end = min(end, max(start + LONGEST, found[0].end if found else 0))
        start, end = _at_words(text, bounds, start, end)
    marks = _joined(text, [(hit.start, hit.end) for hit in found if start <= hit.start and hit.end <= end])
    return Passage(start=start, end=end, text=text[start:end], marks=marks)


def _at_words(text: str, bounds: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """The bounds of a cut, moved to the blanks nearest within it."""
    if start > bounds[0]:
        blank = next((at for at in range(start, min(start + 40, end)) if text[at].isspace()), None)
        start = blank + 1 if blank is not None else start
    if end < bounds[1]:
        blank = next((at for at in range(end, max(end - 40, start), -1) if text[at].isspace()), None)
        end = blank if blank is not None else end
    return start, end


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans made one where they overlap, or only blanks are between them."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and (start < joined[-1][1] or text[joined[-1][1] : start].isspace()):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)
