"""The codebook's own parts: the rules of decision, the words around them, and the sentences that show a value.

With the closed vocabularies these are all that the codebook says. `data/codebook/rules.toml` holds the rules, each in
French and English with its source; examples and counterexamples are those of the frames, which the lexicon check runs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from comity.errors import LexiconError
from comity.lexicon.frames import Frame, load_frames
from comity.lexicon.language import DATA
from comity.lexicon.vocabulary import Words, vocabulary
from comity.model import Record

FOLDER = "codebook"
_MOST_EXAMPLES = 2
_OF_CLUE = {"type": "type", "force": "force", "status": "instrument_status"}


class Rule(Record, forbid_unknown_fields=True):
    """A rule of decision. `id` is what it is cited by; `source` is empty for a rule of Comity's own.

    `departs` says that Comity knowingly decides otherwise than the source.
    """

    id: str
    section: str
    title: Words
    rule: Words
    source: str = ""
    departs: bool = False


@dataclass(frozen=True, slots=True)
class Codebook:
    """The rules of decision in their order, the titles of their sections, and the words around values and rules.

    `clues` are the words for what makes a record more or less sure, by the clue's name.
    """

    sections: dict[str, Words]
    rules: tuple[Rule, ...]
    words: dict[str, Words]
    clues: dict[str, Words]

    def clue(self, name: str, language: str) -> str:
        """A clue in `fr` or `en`: `own_date`, or `type:AGREE` by the label of that value. LexiconError if unknown."""
        kind, colon, value = name.partition(":")
        if colon:
            return vocabulary().label(_OF_CLUE[kind], value, language)
        if name not in self.clues:
            raise LexiconError(f"The clue {name!r} has no words.", "Add it to data/codebook/clues.toml.")
        return self.clues[name].in_language(language)

    def of_section(self, section: str) -> tuple[Rule, ...]:
        """The rules of a section, in the order of the file."""
        return tuple(rule for rule in self.rules if rule.section == section)


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence of a frame: `rule` makes a record of it if it is an example, and none if it is a counterexample."""

    text: str
    rule: str


@lru_cache(maxsize=2)
def load_codebook(data: Path = DATA) -> Codebook:
    """The rules of decision and the words of the codebook under the folder `data`. LexiconError if they are wrong."""
    said = _read(data / FOLDER / "rules.toml")
    words = _read(data / FOLDER / "words.toml")
    try:
        sections = msgspec.convert(said.pop("sections"), dict[str, Words])
        rules = tuple(msgspec.convert({"id": key, **entry}, Rule) for key, entry in said.pop("rules").items())
        around = msgspec.convert(words, dict[str, Words])
        clues = msgspec.convert(_read(data / FOLDER / "clues.toml"), dict[str, Words])
    except (KeyError, TypeError, AttributeError, msgspec.ValidationError) as error:
        what = f"The codebook in {data / FOLDER} has not the shape that is read: {error}."
        raise LexiconError(what, "Compare the comments at the head of rules.toml.") from None
    if said:
        raise LexiconError(f"rules.toml says more than is read: {', '.join(said)}.", "Remove it.")
    for rule in rules:
        if rule.section not in sections:
            what = f"The rule of decision {rule.id!r} stands in the unknown section {rule.section!r}."
            raise LexiconError(what, f"Sections are {', '.join(sections)}.")
    return Codebook(sections, rules, around, clues)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path} cannot be read: {error}.", "Mend the file, or install Comity again.") from None


def all_frames() -> tuple[Frame, ...]:
    """The frames of every language that has any, the project's among them. LexiconError if one is wrong."""
    languages = sorted(path.parent.name for path in DATA.glob("*/frames"))
    return tuple(frame for language in languages for frame in load_frames(language))


def shown(frames: Iterable[Frame], fits: Callable[[Frame], bool]) -> tuple[tuple[Shown, ...], Shown | None]:
    """Up to two examples, of different frames and forms where there are such, and a counterexample of frames that fit.

    The surest frames come first, in their order; a sentence that any fitting frame has as an example is no
    counterexample. Both are empty where no frame fits.
    """
    fitting = sorted((frame for frame in frames if fits(frame)), key=lambda frame: -frame.weight)
    examples = _different(fitting)
    said = {text for frame in fitting for text in frame.examples}
    counter = (Shown(text, frame.rule) for frame in fitting for text in frame.counterexamples if text not in said)
    return examples, next(counter, None)


def _different(frames: Sequence[Frame]) -> tuple[Shown, ...]:
    """The first example of each form, then of each frame, then whatever is left, up to what is shown."""
    first_of_form: dict[str | None, Shown] = {}
    for frame in frames:
        for text in frame.examples[:1]:
            first_of_form.setdefault(frame.form, Shown(text, frame.rule))
    firsts = [Shown(text, frame.rule) for frame in frames for text in frame.examples[:1]]
    every = [Shown(text, frame.rule) for frame in frames for text in frame.examples]
    return tuple(dict.fromkeys([*first_of_form.values(), *firsts, *every]))[:_MOST_EXAMPLES]
