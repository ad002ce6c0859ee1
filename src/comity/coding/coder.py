"""Reading to Coding: one driver over the typed stages."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from itertools import islice

from comity import __version__
from comity.coding.cast import Cast, publisher_countries
from comity.coding.evidence import sound
from comity.coding.explain import explain_story
from comity.coding.gate import gate
from comity.coding.parse import MODELS, Sentence, load_model, parse, sentences
from comity.coding.story import StoryCoder
from comity.coding.view import plain
from comity.errors import CodingError, ComityError, NoLexiconError
from comity.explanation import Explanation, StoryExplained
from comity.lexicon.fingerprint import fingerprint
from comity.lexicon.language import Language, load_language
from comity.lexicon.project import active
from comity.model import CodedStory, Coding, Failure, Reading
from comity.model import Coder as CoderRecord

BATCH = 16  # pages whose sentences are parsed together
log = logging.getLogger(__name__)


class Coder:
    """Codes readings, in order. Loads a language's model when the first page in it comes."""

    def record(self, language: str | None) -> CoderRecord:
        """Which software, vocabulary and model code a page in `language`."""
        project = active()
        own = project.fingerprint() if project is not None else None
        if language is None or language not in MODELS:
            return CoderRecord(version=__version__, lexicon=fingerprint(), project_lexicon=own, model=None, spacy=None)
        meta = load_model(language).meta
        model = f"{MODELS[language]} {meta['version']}"
        return CoderRecord(
            version=__version__, lexicon=fingerprint(), project_lexicon=own, model=model, spacy=version("spacy")
        )

    def code(self, readings: Iterable[Reading]) -> Iterator[Coding]:
        """One coding a reading, in their order; a page that cannot be coded carries its `error`."""
        for reading, job in self._jobs(readings):
            yield self._finish(reading, job)

    def explain(self, readings: Iterable[Reading]) -> Iterator[Explanation]:
        """For each reading what `code` gives, with the reasons for it."""
        for reading, job in self._jobs(readings):
            coding = self._finish(reading, job)
            told = () if isinstance(job, Failure) or coding.error is not None else job.explained(coding.stories)
            yield Explanation(coding=coding, stories=told)

    def _jobs(self, readings: Iterable[Reading]) -> Iterator[tuple[Reading, PageJob | Failure]]:
        """The readings with their jobs, parsed some at a time."""
        waiting = iter(readings)
        while batch := list(islice(waiting, BATCH)):
            jobs = [self._open(reading) for reading in batch]
            self._parse(jobs)
            yield from zip(batch, jobs, strict=True)

    def _open(self, reading: Reading) -> PageJob | Failure:
        if reading.failure is not None:
            return reading.failure
        try:
            if reading.page.language is None:
                raise NoLexiconError("The page's language could not be told.", "Give it with the page (language).")
            if reading.page.language not in MODELS:
                raise NoLexiconError(
                    f"There is no lexicon for the language {reading.page.language!r}.",
                    "The page is kept without records.",
                )
            return PageJob(reading, load_language(reading.page.language))
        except ComityError as error:
            return Failure(code=error.code, message=str(error))

    def _parse(self, jobs: list[PageJob | Failure]) -> None:
        by_language: dict[str, list[Sentence]] = {}
        for job in jobs:
            if isinstance(job, PageJob):
                by_language.setdefault(job.language.code, []).extend(job.worth_parsing())
        for language, held in by_language.items():
            parse(held, language)

    def _finish(self, reading: Reading, job: PageJob | Failure) -> Coding:
        coder = self.record(reading.page.language if isinstance(job, PageJob) else None)
        if isinstance(job, Failure):
            return Coding(schema="1", coder=coder, page=reading.page, stories=(), error=job)
        try:
            stories = job.code()
        except ComityError as error:
            failure = Failure(code=error.code, message=str(error))
        except Exception as error:  # one page must never take the others with it
            log.exception("coding %s failed", reading.page.source)
            failure = Failure(
                code=CodingError.code,
                message=f"The page could not be coded ({type(error).__name__}: {error}). Please report it.",
            )
        else:
            return Coding(schema="1", coder=coder, page=reading.page, stories=stories)
        return Coding(schema="1", coder=coder, page=reading.page, stories=(), error=failure)


class PageJob:
    """One page on its way: its sentences are parsed between opening and coding."""

    def __init__(self, reading: Reading, language: Language) -> None:
        self.reading = reading
        self.language = language
        self.sentences = [sentences(reading.page.text, story, language) for story in reading.stories]
        self.coders: list[tuple[StoryCoder, list[tuple[str, str]]]] = []  # with the records dropped, and why

    def worth_parsing(self) -> list[Sentence]:
        """The sentences that can hold a record or say who is who."""
        page, zones = self.reading.page, [zone for story in self.reading.stories for zone in story.zones]
        lines = [plain(page.text[z.start : z.end]) for z in zones if z.zone in {"dateline", "byline"}]
        publisher = publisher_countries(self.language, page.publisher)
        worth = gate(self.language).worth_parsing(self.sentences, publisher, lines)
        return [sentence for story in worth for sentence in story]

    def code(self) -> tuple[CodedStory, ...]:
        """The coded stories, checked."""
        page = self.reading.page
        cast = Cast(self.language, page.publisher)
        cast.meet(self.language, [s for held in self.sentences for s in held if s.doc is not None])
        coded = []
        for story, held in zip(self.reading.stories, self.sentences, strict=True):
            coder, dropped = StoryCoder(page, story, self.language, cast), list[tuple[str, str]]()
            coded.append(sound(page, coder.code(held), dropped))
            self.coders.append((coder, dropped))
        return tuple(coded)

    def explained(self, stories: tuple[CodedStory, ...]) -> tuple[StoryExplained, ...]:
        """Why the stories came out as they did, after `code`."""
        told = zip(self.coders, stories, self.sentences, strict=True)
        return tuple(explain_story(coder, story, len(held), dropped) for (coder, dropped), story, held in told)
