"""The gate: which sentences are worth a parse.

Parsing is most of the work, and most sentences of the general press can hold no record. The gate reads their words
alone, and must never shut out what the parser would have shown. So it asks the model's own lemmatizer for every
dictionary form that a word may have, whatever its part of speech turns out to be; and its triggers are the frames
themselves, so that a frame added to the lexicon opens the gate for its own words.

A story is read for acts when its page knows two sides and something in it may tell one: then it is parsed whole, for
who is spoken of, where and when is told in sentences that tell no act. Of every other story only offices are left to
find, in the sentences that state them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from comity.coding.gazetteer import gazetteer
from comity.coding.parse import Sentence, load_model
from comity.folding import fold
from comity.lexicon.clauses import load_clauses
from comity.lexicon.frames import Frame, load_frames
from comity.lexicon.instruments import load_documents
from comity.lexicon.language import Language, Phrases
from comity.lexicon.people import load_people
from comity.lexicon.project import remembered
from comity.lexicon.world import world

_WORD = re.compile(r"\w+(?:-\w+)*")
_NAME = re.compile(r"[\w'’+ ]+")
_NAME_FIRST = re.compile(r"[\w-]+,")  # *Untel, ministre de …*
_CLASSES = ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "ADV")
_KNOWN_WORDS = 65536
_TITLES = frozenset({"office", "rank", "civility", "group"})  # *les ministres X et Y*


@dataclass(slots=True)
class _Word:
    """A word out of its sentence, for the lemmatizer, which reads no more of a token than this."""

    text: str
    pos_: str

    @property
    def orth(self) -> str:
        """What the lemmatizer remembers the word by."""
        return self.text

    @property
    def pos(self) -> str:
        """What the lemmatizer remembers the part of speech by."""
        return self.pos_


class Lemmas:
    """The dictionary forms that the model may give to a word, as it stands in whatever part of speech."""

    def __init__(self, language: str) -> None:
        model = load_model(language)
        self._lemmatizer: Any = model.get_pipe("lemmatizer") if model.has_pipe("lemmatizer") else None
        self.of = lru_cache(maxsize=_KNOWN_WORDS)(self._of)

    def _of(self, word: str) -> frozenset[str]:
        found = {word, word.lower()}
        for part in _CLASSES if self._lemmatizer is not None else ():
            found.update(self._lemmatizer.lemmatize(_Word(word, part)))
        return frozenset(fold(form) for lemma in found for form in (lemma, *_mended(lemma)))


def _mended(lemma: str) -> tuple[str, ...]:
    """The infinitives that mending makes of a form which the lemmatizer left conjugated."""
    stem = lemma.removesuffix("nt")
    return lemma + "r", stem + "r", stem[:-1] + "er"


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a sentence: as written, folded (hyphens parted), the folded text, and every dictionary form."""

    written: list[str]
    folded: list[str]
    text: str
    forms: frozenset[str]


class Gate:
    """Looks at the sentences of a page before they are parsed."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._gazetteer = gazetteer(language.code)
        self._documents = load_documents(language.code).phrases
        self._clauses = load_clauses(language.code)
        self._people = load_people(language.code)
        self._lemmas = Lemmas(language.code)
        self._verbs: dict[str, list[Frame]] = defaultdict(list)
        nouns: dict[str, list[Frame]] = defaultdict(list)
        for frame in load_frames(language.code):
            for word in (*frame.verbs, *frame.adjectives):
                self._verbs[word].append(frame)
            for noun in frame.nouns:
                nouns[fold(noun)].append(frame)
        self._nouns: Phrases[tuple[Frame, ...]] = Phrases((n, tuple(f)) for n, f in nouns.items())

    def worth_parsing(
        self, stories: Sequence[Sequence[Sentence]], publisher: Iterable[str] = (), lines: Iterable[str] = ()
    ) -> Iterator[tuple[Sentence, ...]]:
        """Of each story of a page the sentences to parse.

        `publisher` are the countries it may be of; `lines` the page's datelines and bylines, whose towns and agencies
        may be a side too.
        """
        countries = set(publisher).union(*map(self._named, lines))
        two = self._two_sides((sentence for story in stories for sentence in story), countries)
        for story in stories:
            # the cheapest question first, and none that is settled already
            acts = (two or countries) and not off_topic(story, self.language)
            if acts and any(two or frame is None or frame.alone for s in story for frame in self.triggers(s)):
                yield tuple(story)
            else:
                yield tuple(filter(self.states_office, story))

    def _two_sides(self, page: Iterable[Sentence], countries: set[str]) -> bool:
        """Does the page know two countries, or a body of states? Adds the countries that it names to `countries`."""
        return len(countries) > 1 or any(
            self._adds_side(sentence, countries) or len(countries) > 1 for sentence in page
        )

    def _named(self, line: str) -> set[str]:
        words = [part for word in _WORD.findall(line) for part in word.split("-") if fold(part)]
        found = {code for entry in self._gazetteer.written([w.title() for w in words]) for code in entry.countries}
        agencies = (self.language.agencies.get(fold(name), ()) for name in _NAME.findall(line))
        return found.union(*agencies)

    # -- one sentence ---------------------------------------------------------------------------------------------

    def _adds_side(self, sentence: Sentence, countries: set[str]) -> bool:
        """Add the countries that a sentence names; is a body of states among its names?"""
        written, parts, folded = _split(sentence)
        heads = [found for i in range(len(folded)) if (found := self.language.heads.at(folded, i))]
        entries = self._gazetteer.written(parts)
        # an ambiguous name is a town's where a word for what lies there stands by: *ville de*, *conseil de*
        named = (e for e in entries if heads or not e.ambiguous or e.kind != "city")
        countries.update(code for entry in named for code in entry.countries if code != "IGO")
        countries.update(head.home for _, options in heads for head in options if head.home and head.home != "IGO")
        compounds = (world().compound_at([word], 0) for word in written if "-" in word)
        countries.update(code for compound in compounds if compound for code in compound[1])
        text = f" {' '.join(folded)} "
        countries.update(code for name, code in self._people.items() if f" {name} " in text)
        union = self.language.words["union_adjectives"]
        return any(e.kind == "igo" for e in entries) or any(word in union for word in folded)

    def states_office(self, sentence: Sentence) -> bool:
        """May the sentence say who holds an office: has it a title, and a name beside it?"""
        written, _, folded = _split(sentence)
        if not (any(word[:1].isupper() for word in written[1:]) or _NAME_FIRST.match(sentence.text)):
            return False
        found = (self.language.heads.at(folded, i) for i in range(len(folded)))
        return any(head.role in _TITLES for at in found if at for head in at[1])

    def triggers(self, sentence: Sentence) -> Iterator[Frame | None]:
        """The frames that the sentence may fit as far as its words can tell; None for a document that it names."""
        words = self._words(sentence)
        document = any(self._documents.at(words.folded, i) for i in range(len(words.folded)))
        if document:
            yield None
        yield from self._frames(words, document)

    def _words(self, sentence: Sentence) -> _Words:
        written, _, folded = _split(sentence)
        forms: set[str] = set()
        for word in written:
            forms |= self._lemmas.of(word)
            if "-" in word:
                forms.update(*(self._lemmas.of(part) for part in word.split("-")))
        forms.update(self.language.nominal[key] for key in folded if key in self.language.nominal)
        forms.update(key.removesuffix("s") for key in folded)
        return _Words(written, folded, f" {' '.join(folded)} ", frozenset(forms))

    # -- triggers -------------------------------------------------------------------------------------------------

    def _frames(self, words: _Words, document: bool) -> Iterator[Frame]:
        for form in words.forms & self._verbs.keys():
            for frame in self._verbs[form]:
                if self._verb_may_fit(frame, form, words, document):
                    yield frame
        for index in range(len(words.folded)):
            for frame in (f for _, frames in self._nouns.every_at(words.folded, index) for f in frames):
                if _words_may_fit(frame, words) and (not frame.with_nouns or frame.with_nouns & words.forms):
                    yield frame

    def _verb_may_fit(self, frame: Frame, form: str, words: _Words, document: bool) -> bool:
        if frame.with_objects or frame.object_instrument:
            named = any(_stands(noun, words) for noun in frame.with_objects)
            if not (named or (frame.object_instrument and document)):
                return False
        if frame.reflexive and not (" se " in words.text or " s " in words.text):
            return False
        return _words_may_fit(frame, words) and (
            not frame.future or self._may_promise("" if frame.passive else form, words)
        )

    def _may_promise(self, infinitive: str, words: _Words) -> bool:
        """Does any form of the verb (any word, where that is empty) end as a future or a conditional does?"""
        return any(
            self._clauses.is_future(word, infinitive) or self._clauses.is_conditional(word, infinitive)
            for word in words.written
            if not infinitive or infinitive in self._lemmas.of(word)
        )


def _split(sentence: Sentence) -> tuple[list[str], list[str], list[str]]:
    """The words of a sentence; the same with hyphens parted; and these folded."""
    written = _WORD.findall(sentence.text)
    pairs = [(part, key) for word in written for part in word.split("-") for key in fold(part).split()]
    return written, [part for part, _ in pairs], [key for _, key in pairs]


def _stands(noun: str, words: _Words) -> bool:
    return f" {noun} " in words.text or f" {noun}s " in words.text if " " in noun else noun in words.forms


def _words_may_fit(frame: Frame, words: _Words) -> bool:
    if frame.needs and not any(f" {word} " in words.text for word in frame.needs):
        return False
    return not any(f" {word} " in words.text for word in frame.unless)


def off_topic(story: Sequence[Sentence], language: Language) -> str:
    """The list of words (of `topics` in syntax.toml) that sets a story aside; empty if none does."""
    topics = language.syntax["topics"]
    text = f" {' '.join(fold(sentence.text) for sentence in story)} "
    for name, terms in topics.items():
        if name != "threshold" and sum(f" {fold(term)} " in text for term in terms) >= topics["threshold"]:
            return str(name)
    return ""


@remembered
def gate(language: Language) -> Gate:
    """The gate of a language, made once a process."""
    return Gate(language)
