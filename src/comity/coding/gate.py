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
_CLASSES = ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "ADV")
_KNOWN_WORDS = 65536
_TITLES = frozenset({"office", "rank", "civility", "group"})  # *les ministres X et Y*
_NO_SIDES = frozenset({"region"})


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
class Seen:
    """What the words of a sentence show before it is parsed."""

    trigger: bool  # words that may tell an act or name a document
    alone: bool  # words that may tell an act which needs no other side
    title: bool  # an office, a rank, a civility, or a word for several who hold one
    several: bool  # a body of states, which stands for several sides
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a sentence: as written, folded (hyphens parted), the folded text, and every dictionary form."""

    written: tuple[str, ...]
    parts: tuple[str, ...]
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
        seen = [[self.look(sentence) for sentence in story] for story in stories]
        every = [one for story in seen for one in story]
        countries = frozenset(publisher).union(*map(self._named, lines), *(one.countries for one in every))
        two = len(countries) > 1 or any(one.several for one in every)
        for story, shown in zip(stories, seen, strict=True):
            acts = not off_topic(story, self.language) and any(
                one.trigger and (two or (one.alone and countries)) for one in shown
            )
            yield tuple(sentence for sentence, one in zip(story, shown, strict=True) if acts or one.title)

    def _named(self, line: str) -> set[str]:
        words = [part for word in _WORD.findall(line) for part in word.split("-") if fold(part)]
        found = {code for entry in self._gazetteer.written([w.title() for w in words]) for code in entry.countries}
        agencies = (self.language.agencies.get(fold(name), ()) for name in _NAME.findall(line))
        return found.union(*agencies)

    # -- one sentence ---------------------------------------------------------------------------------------------

    def look(self, sentence: Sentence) -> Seen:
        """What the sentence shows."""
        words = self._words(sentence)
        heads = [h for i in range(len(words.folded)) if (h := self.language.heads.at(words.folded, i))]
        named = [head for _, options in heads for head in options]
        entries = [e for e in self._gazetteer.written(words.parts) if e.kind not in _NO_SIDES]
        # an ambiguous name is a place's where a word for what lies there stands by: *ville de*, *conseil de*
        countries = {code for e in entries if heads or not e.ambiguous for code in e.countries}
        countries.update(head.home for head in named if head.home)
        compounds = [found for word in words.written if "-" in word and (found := world().compound_at([word], 0))]
        countries.update(code for _, codes in compounds for code in codes)
        countries.update(c for name, c in self._people.items() if f" {name} " in words.text)
        union = self.language.words["union_adjectives"]
        frames = list(self._frames(words))
        return Seen(
            trigger=bool(frames) or any(self._documents.at(words.folded, i) for i in range(len(words.folded))),
            alone=any(frame.alone for frame in frames),
            title=any(head.role in _TITLES for head in named),
            several=any(e.kind == "igo" for e in entries) or any(w in union for w in words.folded),
            countries=frozenset(countries - {"IGO"}),
        )

    def _words(self, sentence: Sentence) -> _Words:
        written = tuple(_WORD.findall(sentence.text))
        pairs = [(part, key) for word in written for part in word.split("-") for key in fold(part).split()]
        folded = [key for _, key in pairs]
        forms: set[str] = set()
        for word in written:
            forms |= self._lemmas.of(word)
            if "-" in word:
                forms.update(*(self._lemmas.of(part) for part in word.split("-")))
        forms.update(self.language.nominal[key] for key in folded if key in self.language.nominal)
        forms.update(key.removesuffix("s") for key in folded)
        return _Words(written, tuple(part for part, _ in pairs), folded, f" {' '.join(folded)} ", frozenset(forms))

    # -- triggers -------------------------------------------------------------------------------------------------

    def _frames(self, words: _Words) -> Iterator[Frame]:
        """The frames that the sentence may fit, as far as its words alone can tell."""
        document = any(self._documents.at(words.folded, i) for i in range(len(words.folded)))
        for form in words.forms & self._verbs.keys():
            for frame in self._verbs[form]:
                if self._verb_may_fit(frame, form, words, document):
                    yield frame
        for index in range(len(words.folded)):
            found = self._nouns.at(words.folded, index)
            for frame in found[1] if found else ():
                if _words_may_fit(frame, words) and (not frame.with_nouns or frame.with_nouns & words.forms):
                    yield frame

    def _verb_may_fit(self, frame: Frame, form: str, words: _Words, document: bool) -> bool:
        if frame.with_objects or frame.object_instrument:
            named = any(_stands(noun, words) for noun in frame.with_objects)
            if not (named or (frame.object_instrument and document)):
                return False
        if frame.reflexive and not (" se " in words.text or " s " in words.text):
            return False
        return _words_may_fit(frame, words) and (not frame.future or self._may_promise(form, words))

    def _may_promise(self, infinitive: str, words: _Words) -> bool:
        """Does any form of the verb have the ending of the future or of the conditional?"""
        return any(
            self._clauses.is_future(word, infinitive) or self._clauses.is_conditional(word, infinitive)
            for word in words.written
            if infinitive in self._lemmas.of(word)
        )


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
