"""Sentences: splitting, repair of what scraping breaks, and the parse.

A sentence keeps the page's offsets whatever is repaired in it: `Sentence.span` maps tokens back to `Page.text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from comity.coding.mending import Mender
from comity.coding.seams import Seams
from comity.coding.view import view as mended
from comity.coding.vocabulary import Vocabulary
from comity.lexicon.clauses import load_clauses
from comity.lexicon.language import Language, Phrases, load_language, word_key
from comity.lexicon.world import world
from comity.model import Story

if TYPE_CHECKING:
    import spacy.language
    from spacy.tokens import Doc

T = TypeVar("T")
MODELS = {"fr": "fr_core_news_md"}
MAX_SENTENCE = (
    1200  # code points; a longer run without a full stop is cut at a space, to keep the parse's memory bounded
)

_END = re.compile(
    r"[.!?…]+[\"»”’')\]]*(?=\s+[\"«“‘(\[\-–—]*\s*[A-ZÀ-ÖØ-ÝĐ0-9])"
    r"|(?<=[a-zà-öø-ÿ]{4})[.!?…](?=[A-ZÀ-ÖØ-Ý][a-zà-öø-ÿ]*[ '’])"  # *la porte-parole.Le Honduras*
)


@dataclass(slots=True, eq=False)
class Sentence:
    """One sentence of a zone. `text` is the coder's view; `origin[i]` is the page offset of its i-th character."""

    index: int
    zone: str
    paragraph: int
    start: int
    end: int
    text: str
    origin: list[int]
    doc: Doc | None = None
    words: list[str] = field(default_factory=list)
    subwords: list[str] = field(default_factory=list)
    first_subword: list[int] = field(default_factory=list)
    token_of: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    looked_up: Any = None  # what the scan for names found in the lexicon, which asks for it more than once

    def attach(self, doc: Doc) -> None:
        """Give the sentence its parse, and take down the texts, parts of speech and folded words of its tokens."""
        self.doc = doc
        self.texts = [token.text for token in doc]
        self.tags = [token.pos_ for token in doc]
        self.words = [word_key(text) for text in self.texts]
        for index, word in enumerate(self.words):
            self.first_subword.append(len(self.subwords))
            parts = [part for part in word.split("-") if part]
            self.subwords.extend(parts)
            self.token_of.extend([index] * len(parts))

    def phrase_at(self, phrases: Phrases[T], index: int, skip: int = 0) -> tuple[int, T] | None:
        """The longest phrase that begins at the token `index`, and the token after it; hyphens make no difference.

        `skip` is how many parts of the token stand before the phrase (*ex-Premier ministre*).
        """
        return next(self.phrases_at(phrases, index, skip), None)

    def phrases_at(self, phrases: Phrases[T], index: int, skip: int = 0) -> Iterator[tuple[int, T]]:
        """Every phrase that begins at the token `index`, the longest first, each with the token after it."""
        first = self.first_subword[index]
        if first + skip >= len(self.subwords) or self.token_of[first + skip] != index:
            return
        for end, value in phrases.every_at(self.subwords, first + skip):
            if end == len(self.subwords) or self.token_of[end] != self.token_of[end - 1]:
                yield self.token_of[end - 1] + 1, value

    @property
    def parse(self) -> Doc:
        """The parse; a sentence that the gate held back has none, and must not be asked."""
        if self.doc is None:
            raise ValueError("the sentence has not been parsed")
        return self.doc

    def page_offset(self, position: int) -> int:
        """The page offset of the character at `position` of the view; one past the last is the end of the last."""
        if position >= len(self.origin):
            return self.origin[-1] + 1 if self.origin else self.start
        return self.origin[position]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Page offsets of the tokens `first` to `last`, `last` exclusive."""
        doc = self.parse
        begin = doc[first].idx
        token = doc[last - 1]
        return self.origin[begin], self.origin[token.idx + len(token.text) - 1] + 1

    def token_at(self, offset: int) -> int:
        """The index of the token that holds the page offset, or of the next one after it."""
        for token in self.parse:
            if self.origin[token.idx + len(token.text) - 1] >= offset:
                return token.i
        return len(self.parse) - 1


def view(text: str, start: int, language: Language) -> tuple[str, list[int]]:
    """The coder's view of a stretch of page text that begins at `start`: composed accents, plain spaces, mended words.

    Returns the view and, for each of its characters, the page offset it came from.
    """
    seams, vocabulary = _repairs(language.code)
    seen, origin = mended(text, start, seams, vocabulary)
    for bare, accented in language.bare_capitals:
        seen = bare.sub(accented, seen)
    if language.inserted is not None:
        for match in reversed(list(language.inserted.finditer(seen))):
            seen = seen[: match.start()] + seen[match.end() :]
            del origin[match.start() : match.end()]
    if language.parted is not None:
        for match in reversed(list(language.parted.finditer(seen))):
            seen = seen[: match.start(1)] + seen[match.end(1) :]
            del origin[match.start(1) : match.end(1)]
    if language.fenced is not None:
        for match in reversed(list(language.fenced.finditer(seen))):
            for comma in (match.end(2) - 1, match.start(1)):
                seen = seen[:comma] + seen[comma + 1 :]
                del origin[comma]
    return seen, origin


def split(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences of one zone's text, trimmed of blanks."""
    begin = 0
    for match in re.finditer(r"\n+|$", text):
        yield from _split_line(text, begin, match.start(), language)
        begin = match.end()


def _split_line(text: str, begin: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    start = begin
    for match in _END.finditer(text, begin, end):
        if text[match.start()] == "." and match.end() - match.start() == 1 and _is_abbreviation(text, match, language):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, end)


def _is_abbreviation(text: str, match: re.Match[str], language: Language) -> bool:
    word = re.search(r"[\w.\-]+$", text[max(0, match.start() - 20) : match.start()])
    if word is None:
        return False
    last = word.group()
    return last in language.abbreviations or (len(last) == 1 and last.isupper())


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        yield start, cut
        start = cut + 1 if cut < end and text[cut] == " " else cut
    if start < end:
        yield start, end


CODED_ZONES = frozenset({"headline", "lead", "body", "caption"})


def sentences(text: str, story: Story, language: Language) -> list[Sentence]:
    """The sentences of a story, in the order of the page."""
    found: list[Sentence] = []
    for paragraph, zone in enumerate(story.zones):
        if zone.zone not in CODED_ZONES:
            continue
        seen, origin = view(text[zone.start : zone.end], zone.start, language)
        for start, end in split(seen, language):
            found.append(
                Sentence(
                    len(found),
                    zone.zone,
                    paragraph,
                    origin[start],
                    origin[end - 1] + 1,
                    seen[start:end],
                    origin[start:end],
                )
            )
    return found


@lru_cache(maxsize=4)
def load_model(code: str) -> spacy.language.Language:
    """The spaCy pipeline of a language, loaded once a process. It ships as a package: nothing is downloaded."""
    import spacy

    model = spacy.load(MODELS[code])
    _index_lemmas(model)
    tokenizer: Any = model.tokenizer
    for word in load_language(code).words["pronouns"]:
        if "-" in word:  # *Celui-ci*: one word, which the model cuts in three
            for text in (word, word.capitalize()):
                tokenizer.add_special_case(text, [{"ORTH": text}])
    return model


def _index_lemmas(model: spacy.language.Language) -> None:
    """Make sets of the lists of dictionary forms: the lemmatizer asks of every new word whether it is in them."""
    if model.has_pipe("lemmatizer"):
        lemmatizer: Any = model.get_pipe("lemmatizer")
        if lemmatizer.lookups.has_table("lemma_index"):
            table = lemmatizer.lookups.get_table("lemma_index")
            for kind in list(table):
                table[kind] = frozenset(table[kind])


@lru_cache(maxsize=4)
def _repairs(code: str) -> tuple[Seams, Vocabulary]:
    vocabulary = Vocabulary(load_model(code), world().names(code))
    return Seams(load_language(code).glued, vocabulary), vocabulary


@lru_cache(maxsize=4)
def _mender(code: str) -> Mender:
    return Mender(load_language(code).syntax, load_clauses(code))


def parse(batch: Iterable[Sentence], code: str) -> None:
    """Parse sentences in place, in batches."""
    held = list(batch)
    model = load_model(code)
    docs = (_whole(model.make_doc(sentence.text)) for sentence in held)
    for sentence, doc in zip(held, model.pipe(docs, batch_size=64), strict=True):
        sentence.attach(_mender(code).mend(doc))


def _whole(doc: Doc) -> Doc:
    """Tell the parser that this is one sentence: left alone, it cuts long ones and loses who did what."""
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc
