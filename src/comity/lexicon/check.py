"""The structural check of the vocabulary: every file loads, names only what exists, and no two rules contradict.

What rules do to sentences (their examples) is run where sentences can be coded: `comity.coding.selfcheck`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from comity.errors import ComityError, LexiconError
from comity.folding import fold
from comity.lexicon.clauses import load_clauses
from comity.lexicon.codebook import load_codebook
from comity.lexicon.confidence import load_confidence
from comity.lexicon.dates import build, load_dates
from comity.lexicon.fields import load_fields
from comity.lexicon.frames import Frame, read_frames
from comity.lexicon.instruments import load_documents
from comity.lexicon.language import DATA, load_language, load_toml
from comity.lexicon.markup import load_markup
from comity.lexicon.metadata import load_meta_names
from comity.lexicon.people import load_people
from comity.lexicon.persons import persons
from comity.lexicon.project import Project, short_name
from comity.lexicon.reading import load_reading, load_reading_file
from comity.lexicon.tables import rows
from comity.lexicon.vocabulary import load_vocabulary, vocabulary
from comity.lexicon.world import world

_COUNTRIES = (
    ("countries.csv", "alpha3"), ("demonyms.csv", "alpha3"), ("combining.csv", "alpha3"), ("capitals.csv", "alpha3"),
    ("cities.csv", "alpha3"), ("people.csv", "country"),
)  # fmt: skip
_BODIES = (("bodies.toml", "body"), ("offices.toml", "office"), ("offices.toml", "rank"), ("groups.toml", "group"))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the vocabulary: what, with the file and the rule; and what to do."""

    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


def check_structure(language: str, data: Path = DATA) -> tuple[Problem, ...]:
    """All that is wrong with the vocabulary of `language` (ISO 639-1) under the folder `data`; empty when it is sound.

    Bad files never hide other files: each is read by itself. Raises nothing.
    """
    folder = data / language
    if not (folder / "syntax.toml").is_file():
        what = f"There is no lexicon for the language {language!r} in {data}."
        return (Problem(what, "Write its syntax.toml first."),)
    found = list(_loaded(language, data))
    frames, errors = read_frames(language, data)
    found += [Problem(error.what, error.remedy) for error in errors]
    found += _contradictions(frames)
    found += _tables(folder)
    return tuple(dict.fromkeys(found))


def check_project(project: Project) -> None:
    """LexiconError with the first thing that is wrong with the vocabulary of the project in use, if anything is."""
    languages = {name.partition("/")[0] for name in project.files}
    for language in sorted(path.parent.name for path in DATA.glob("*/syntax.toml")):
        if not languages & {language, "world", "markup"}:
            continue
        problems = check_structure(language)
        if problems:
            more = f" ({len(problems)} faults in all: see `comity lexicon check`.)" if len(problems) > 1 else ""
            raise LexiconError(problems[0].what, problems[0].remedy + more)


# -- loading ----------------------------------------------------------------------------------------------------------


def _loaded(language: str, data: Path) -> Iterator[Problem]:
    """What the loaders of the other vocabularies say."""
    folder = data / language
    steps: list[Callable[[], object]] = [
        lambda: load_vocabulary(data / "vocabulary"),
        lambda: build(load_toml(folder / "dates.toml"), language),
        lambda: load_reading_file(folder / "reading.toml"),
    ]
    if data == DATA:
        steps += [
            lambda: load_dates(language), lambda: load_language(language), lambda: load_documents(language),
            lambda: load_fields(language), lambda: load_clauses(language), lambda: load_people(language),
            load_reading, load_markup, load_meta_names, load_codebook, lambda: load_confidence(language), persons,
            world,
        ]  # fmt: skip
    for step in steps:
        try:
            step()
        except ComityError as error:
            yield Problem(error.what, error.remedy)
        except (KeyError, TypeError, ValueError) as error:
            what = f"A vocabulary of {language} has not the shape that is read: {error!r}."
            yield Problem(what, "Compare what stands at its head.")


# -- frames -----------------------------------------------------------------------------------------------------------


def _contradictions(frames: Iterable[Frame]) -> Iterator[Problem]:
    """Two frames that the same words and conditions fit, but that tell different acts: chance would decide."""
    telling: dict[tuple[object, ...], list[Frame]] = defaultdict(list)
    for frame in frames:
        for words in _telling(frame):
            telling[(*words, *_conditions(frame))].append(frame)
    pairs: dict[tuple[str, str], list[str]] = {}
    shown: dict[tuple[str, str], tuple[Frame, Frame]] = {}
    for key, rivals in telling.items():
        for left, right in combinations(dict.fromkeys(rivals), 2):
            if (left.plover, left.form) != (right.plover, right.form):
                pairs.setdefault((left.name, right.name), []).append(" + ".join(str(w) for w in key[1:3] if w))
                shown[(left.name, right.name)] = (left, right)
    for names, shared in pairs.items():
        left, right = shown[names]
        yield Problem(
            f"{right.file}: the frame {right.name!r} ({_act(right)}) has the same words and conditions as "
            f"{left.name!r} ({_act(left)}) of {left.file}: {', '.join(sorted(set(shared)))}.",
            "Leave the words in one of them, or give one a condition (needs, unless, with_objects, reflexive).",
        )


def _act(frame: Frame) -> str:
    return f"{frame.plover}/{frame.form}" if frame.form else frame.plover or f"commits {frame.commits}"


def _telling(frame: Frame) -> Iterator[tuple[str, str, str]]:
    """The words that make the frame fire: a verb, an adjective, a noun, or a noun under one of its verbs."""
    if frame.verbs and (not frame.nouns or frame.object_instrument):
        yield from (("verb", verb, "") for verb in sorted(frame.verbs))
    yield from (("adjective", adjective, "") for adjective in sorted(frame.adjectives))
    for noun in sorted({fold(noun) for noun in frame.nouns}):
        yield from (("noun", noun, verb) for verb in sorted(frame.with_nouns) or [""])


def _conditions(frame: Frame) -> tuple[object, ...]:
    """What must hold beyond the words; frames that differ here may both stand."""
    return (
        frame.reflexive, frame.needs, frame.unless, frame.with_objects, frame.needs_slot, frame.needs_prep,
        frame.needs_country, frame.countries_only, frame.persons, frame.bodies_only, frame.clausal,
        frame.object_instrument, frame.noun_instrument, frame.content, frame.future, frame.reported, frame.negated,
    )  # fmt: skip


# -- tables -----------------------------------------------------------------------------------------------------------


def _tables(folder: Path) -> Iterator[Problem]:
    """Words that stand twice where they may stand once only."""
    yield from _guarded(folder / "instruments.toml", _instruments)
    yield from _guarded(folder / "money.toml", _money)
    yield from _guarded(folder / "fields.toml", _fields)
    yield from _guarded(folder / "agencies.toml", _agencies)
    if folder.parent == DATA:
        yield from _codes(folder)
    for file, role in _BODIES:
        yield from _guarded(folder / file, lambda name, content, role=role: _heads(name, role, content.get(role, ())))  # type: ignore[misc]


def _guarded(path: Path, check: Callable[[str, Mapping[str, Any]], Iterable[Problem]]) -> Iterator[Problem]:
    name = short_name(path)
    try:
        yield from check(name, load_toml(path))
    except LexiconError as error:
        yield Problem(error.what, error.remedy)
    except (KeyError, TypeError, AttributeError) as error:
        yield Problem(f"{name} has not the shape that is read: {error!r}.", "See the comments at its head.")


def _twice(name: str, what: str, entries: Iterable[tuple[str, str]], remedy: str) -> Iterator[Problem]:
    """Of (words, meaning), the words that have two meanings."""
    meanings: dict[str, list[str]] = defaultdict(list)
    for words, meaning in entries:
        if meaning not in meanings[fold(words) or words]:
            meanings[fold(words) or words].append(meaning)
    for words, several in meanings.items():
        if len(several) > 1:
            yield Problem(f"{name}: {what} {words!r} stands for {' and '.join(several)}.", remedy)


def _instruments(name: str, content: Mapping[str, Any]) -> Iterator[Problem]:
    kinds, statuses = vocabulary().instrument_kinds, vocabulary().instrument_statuses
    for entry in content["instrument"]:
        if entry["kind"] not in kinds:
            yield Problem(f"{name}: unknown instrument kind {entry['kind']!r}.", f"Kinds are {', '.join(kinds)}.")
    for status in content["status"]:
        if status not in statuses:
            yield Problem(f"{name}: unknown instrument status {status!r}.", f"Statuses are {', '.join(statuses)}.")
    phrases = ((head, entry["kind"]) for entry in content["instrument"] for head in entry["heads"])
    yield from _twice(name, "the phrase", phrases, "Leave it in one kind.")


def _money(name: str, content: Mapping[str, Any]) -> Iterator[Problem]:
    for code in content["currencies"]:
        if not (len(code) == 3 and code.isupper()):
            yield Problem(f"{name}: {code!r} is no ISO 4217 code.", "Write three capitals.")
    words = ((word, code) for code, words in content["currencies"].items() for word in words)
    yield from _twice(name, "the currency word", words, "Leave it in one currency, and give the other a longer name.")


def _fields(name: str, content: Mapping[str, Any]) -> Iterator[Problem]:
    known = vocabulary().fields
    for field in content["fields"]:
        if field not in known:
            yield Problem(f"{name}: unknown field of cooperation {field!r}.", "See data/vocabulary/fields.toml.")


def _agencies(name: str, content: Mapping[str, Any]) -> Iterator[Problem]:
    for code in content["agencies"]:
        yield from _unknown_country(name, code)


def _codes(folder: Path) -> Iterator[Problem]:
    """Rows of countries that nobody knows."""
    for file, column in _COUNTRIES:
        name = short_name(folder / file)
        try:
            codes = {code for row in rows(folder.name, file) for code in row[column].split()}
        except LexiconError as error:
            yield Problem(error.what, error.remedy)
            continue
        for code in sorted(codes):
            yield from _unknown_country(name, code)


def _unknown_country(name: str, code: str) -> Iterator[Problem]:
    known = {row["alpha3"] for row in rows("world", "countries.tsv")}
    if code not in known:
        yield Problem(f"{name}: there is no country {code!r}.", "Write its ISO 3166-1 alpha-3 code.")


def _heads(name: str, role: str, entries: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """A head word of a body (an office, a group) in two kinds whose acts run on different channels.

    Heads that need a country, or a capital, are other words than those that do not. An organ is told by the body that
    it belongs to (*département du ministère*), so that its word may also name a body of its own (*département*).
    """
    known = vocabulary().channels
    heads: dict[bool, list[tuple[str, str]]] = defaultdict(list)
    for entry in entries:
        channels = tuple(entry.get("channel", ()))
        strangers = sorted(set(channels) - set(known))
        if strangers:
            what = f"{name}: unknown channel {', '.join(strangers)} of the {role} {entry['heads'][0]!r}."
            yield Problem(what, f"Channels are {', '.join(known)}.")
        if not channels or entry.get("country") or entry.get("kind") == "organ":
            continue
        for head in entry["heads"]:
            capital = bool(entry.get("capital")) and head[:1].isupper()
            heads[capital].append((head, f"the channel {'+'.join(channels)}"))
    remedy = "Leave it in one entry, or make one need a capital or a country."
    for capital in sorted(heads):
        yield from _twice(name, f"the {role}", heads[capital], remedy)
