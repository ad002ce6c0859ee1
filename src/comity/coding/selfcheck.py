"""The vocabulary checked by running it: every example of a rule must give a record, every counterexample none.

The structural part (unknown names, contradictions) is `comity.lexicon.check`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from comity.coding.coder import Coder
from comity.coding.dates import unmet_examples
from comity.errors import ComityError
from comity.lexicon.check import Problem, check_structure
from comity.lexicon.frames import Frame, load_frames
from comity.model import Coding, Page, Reading, Story, Zone


@dataclass(frozen=True, slots=True)
class Unmet:
    """An example without the record it should give, or a counterexample with a record it should not give.

    `found` are the rules of the records that were made of it.
    """

    rule: str
    file: str
    text: str
    wanted: bool
    found: tuple[str, ...]
    failure: str | None = None

    def __str__(self) -> str:
        if self.failure is not None:
            return f"{self.file}: {self.rule}: {self.failure} « {self.text} »"
        what = "gives no record of this example" if self.wanted else "gives a record of this counterexample"
        others = ", ".join(rule for rule in self.found if rule != self.rule)
        return f"{self.file}: {self.rule} {what}{f' (which {others} took)' if others else ''}: « {self.text} »"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of one language's vocabulary found.

    `problems` contradict or name what does not exist; `unmet` are examples of frames, `unmet_dates` examples of the
    grammar of dates, that do not come out as they say; `without_examples` are rules that have none (a warning only).
    """

    language: str
    problems: tuple[Problem, ...]
    frames: int = 0
    examples_met: int = 0
    counterexamples_met: int = 0
    unmet: tuple[Unmet, ...] = ()
    unmet_dates: tuple[str, ...] = ()
    without_examples: tuple[str, ...] = ()
    without_counterexamples: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """True when nothing is wrong; rules without examples are no wrong."""
        return not (self.problems or self.unmet or self.unmet_dates)


def check_lexicon(language: str) -> CheckReport:
    """The whole vocabulary of `language` (ISO 639-1), checked and run.

    Examples are run only when the frames load; the report says what is wrong otherwise. Raises nothing for a
    vocabulary that is wrong.
    """
    problems = check_structure(language)
    try:
        frames = load_frames(language)
        dates = unmet_examples(language)
    except ComityError as error:
        known = problems or (Problem(error.what, error.remedy),)
        return CheckReport(language=language, problems=known)
    met, unmet = run_examples(frames, language)
    return CheckReport(
        language=language,
        problems=problems,
        frames=len(frames),
        examples_met=met[True],
        counterexamples_met=met[False],
        unmet=unmet,
        unmet_dates=dates,
        without_examples=tuple(frame.rule for frame in frames if not frame.examples),
        without_counterexamples=tuple(frame.rule for frame in frames if not frame.counterexamples),
    )


def run_examples(frames: Sequence[Frame], language: str) -> tuple[dict[bool, int], tuple[Unmet, ...]]:
    """Code the examples and counterexamples of `frames` in one batch, each as a page of its own.

    Returns how many examples (True) and counterexamples (False) came out as wanted, and those that did not.
    """
    cases = [(frame, text, wanted) for frame in frames for text, wanted in _cases(frame)]
    pages = [_page(frame, text, language) for frame, text, _ in cases]
    met = {True: 0, False: 0}
    unmet: list[Unmet] = []
    for (frame, text, wanted), coding in zip(cases, Coder().code(pages), strict=True):
        found = tuple(dict.fromkeys(_rules(coding)))
        failure = coding.error.message if coding.error is not None else None
        if failure is None and bool(_own(frame) & set(found)) is wanted:
            met[wanted] += 1
        else:
            unmet.append(Unmet(frame.rule, frame.file, text, wanted, found, failure))
    return met, tuple(unmet)


def _cases(frame: Frame) -> Iterator[tuple[str, bool]]:
    yield from ((text, True) for text in frame.examples)
    yield from ((text, False) for text in frame.counterexamples)


def _page(frame: Frame, text: str, language: str) -> Reading:
    """A page of that sentence alone. It is body text, as most of what is coded."""
    page = Page(
        id=hashlib.sha256(text.encode()).hexdigest(),
        ref=None,
        source=f"{frame.file}#{frame.name}",
        url=None,
        publisher=None,
        language=language,
        title=None,
        text=text,
        published=None,
    )
    body = Zone(zone="body", start=0, end=len(text))
    return Reading(page=page, stories=(Story(id="s0", kind="main", title="", start=0, end=len(text), zones=(body,)),))


def _own(frame: Frame) -> set[str]:
    """The names by which a record may say that the frame made it: of its event, and of its commitment."""
    return {frame.rule, frame.rule.replace("/events/", "/commitments/", 1)}


def _rules(coding: Coding) -> Iterable[str]:
    return (rule for story in coding.stories for record in story.records() for rule in record.rules)
