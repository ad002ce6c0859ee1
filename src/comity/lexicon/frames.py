"""Frames: which words tell an act, and which grammatical slot is which side. Loaded whole, checked whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from comity.errors import LexiconError
from comity.folding import fold
from comity.lexicon.language import DATA, read_toml
from comity.lexicon.overlay import REMOVE
from comity.lexicon.project import Project, active, remembered
from comity.lexicon.vocabulary import Vocabulary, vocabulary

SLOTS = frozenset(
    {"subj", "obj", "avec", "entre", "a", "de", "par", "pour", "aupres", "chez", "contre", "envers", "dans", "en"}
    | {"sur", "devant", "visant", "en_faveur", "poss", "place", "compound", "egide", "said"}
)

CONTENTS = frozenset({"", "tail", "that", "infinitive"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One way of telling an act. See the head of `consult.toml` for what each field means.

    `file` is the vocabulary file it stands in, relative to the data folder (`fr/frames/consult.toml`).
    """

    name: str
    rule: str
    file: str
    plover: str
    form: str | None
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    verbs: frozenset[str] = frozenset()
    nouns: tuple[str, ...] = ()
    adjectives: frozenset[str] = frozenset()
    with_nouns: frozenset[str] = frozenset()
    with_objects: frozenset[str] = frozenset()
    counted_object: bool = False
    without_objects: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    needs_slot: tuple[str, ...] = ()
    needs_prep: tuple[str, ...] = ()
    needs_country: tuple[str, ...] = ()
    countries_only: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    host: str | None = None
    reflexive: bool | None = None
    symmetric: bool = False
    persons: bool = False
    bodies_only: bool = False
    traveller: bool = False
    other_side: bool = False
    alone: bool = False
    speech: bool = False
    mediates: bool = False
    clausal: bool = False
    deeds: frozenset[str] = frozenset()
    deep_object: bool = False
    object_instrument: bool = False
    noun_instrument: bool = False
    in_phrase: bool = False
    dated: bool = False
    commits: str | None = None
    status: str | None = None  # what the words say of the time by themselves: *est attendu* is planned
    both: str | None = None
    content: str = ""
    future: bool = False
    passive: bool = False  # told by the passive of that tense, with nobody said to do it
    reported: bool = False
    negated: bool = False
    weight: float = 0.7
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = field(default=())


_FOLDED = frozenset(
    {"verbs", "adjectives", "with_nouns", "with_objects", "without_objects", "needs", "unless", "deeds"}
)
_KNOWN = frozenset(f.name for f in fields(Frame)) - {"rule", "file"}
_FLAGS = frozenset(f.name for f in fields(Frame) if f.type in {"bool", "bool | None"})
_LISTS = frozenset(f.name for f in fields(Frame) if str(f.type).startswith(("tuple", "frozenset")))
_SIDES = ("actor", "recipient")
_HEAD = "See the head of consult.toml."


def read_frames(language: str, data: Path = DATA) -> tuple[tuple[Frame, ...], tuple[LexiconError, ...]]:
    """The frames of a language under the folder `data`, in the order of the files, and all that is wrong with them.

    A frame whose entry cannot be understood is left out; one that names something unknown is kept. Raises nothing.
    """
    frames: list[Frame] = []
    errors: list[LexiconError] = []
    for path in sorted((data / language / "frames").glob("*.toml")):
        frames += _read(path, path.relative_to(data).as_posix(), language, errors)
    errors.extend(_named_twice(frames))
    project = active()
    if project is not None and data == DATA:
        frames = _with_project(frames, project, language, errors)
    return tuple(frames), tuple(errors)


def _read(
    path: Path, file: str, language: str, errors: list[LexiconError], removed: dict[str, str] | None = None
) -> list[Frame]:
    """The frames of one file, called `file`. `errors` get what is wrong; `removed` the names that it takes out."""
    try:
        content = read_toml(path)
    except LexiconError as error:
        errors.append(error)
        return []
    if removed is not None:
        gone = content.pop(REMOVE, {})
        names = gone.get("frame") if isinstance(gone, dict) and set(gone) <= {"frame"} else None
        if gone and not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
            errors.append(LexiconError(f"{file}: {REMOVE} is {gone!r}.", 'Write `remove.frame = ["name"]`.'))
        else:
            removed |= dict.fromkeys(names or (), file)
    strangers = sorted(set(content) - {"plover", "frame"})
    if strangers:
        what = f"{file} says more than is read: {', '.join(strangers)}."
        errors.append(LexiconError(what, "Remove it, or put it in a frame."))
    frames = []
    for entry in content.get("frame", ()):
        try:
            frame = _frame(entry, content.get("plover"), language, file)
        except LexiconError as error:
            errors.append(error)
            continue
        frames.append(frame)
        errors.extend(_wrong(frame))
    return frames


def _with_project(frames: list[Frame], project: Project, language: str, errors: list[LexiconError]) -> list[Frame]:
    """The frames with the project's: one of the same name takes the place of the package's, others come after."""
    own: list[Frame] = []
    removed: dict[str, str] = {}
    for name, path in project.files.items():
        if name.startswith(f"{language}/frames/"):
            own += _read(path, path.relative_to(project.folder).as_posix(), language, errors, removed)
    errors.extend(_named_twice(own))
    for name in sorted(set(removed) - {frame.name for frame in frames}):
        what = f"{removed[name]}: remove.frame names {name!r}, which the lexicon does not have."
        errors.append(LexiconError(what, "Correct the name."))
    instead = {frame.name: frame for frame in own}
    kept = [instead.pop(frame.name, frame) for frame in frames if frame.name not in removed]
    return [*kept, *instead.values()]


@remembered
def load_frames(language: str) -> tuple[Frame, ...]:
    """All frames of a language, in the order of the files. LexiconError names the first thing that is wrong."""
    frames, errors = read_frames(language)
    if errors:
        raise errors[0]
    return frames


def _frame(entry: dict[str, Any], default: str | None, language: str, file: str) -> Frame:
    where = f"{file}: the frame {entry.get('name')!r}"
    if not isinstance(entry.get("name"), str):
        raise LexiconError(f"{file}: a frame has no name ({', '.join(entry)}).", "Give it a name.")
    unknown = set(entry) - _KNOWN
    if unknown:
        raise LexiconError(f"{where} has unknown keys: {', '.join(sorted(unknown))}.", _HEAD)
    values: dict[str, Any] = {"plover": default, "form": None}
    for key, value in entry.items():
        _shape(where, key, value)
        if key in _FOLDED:
            values[key] = frozenset(fold(word) for word in value)
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
    if values["plover"] is None:
        raise LexiconError(f"{where} has no PLOVER type.", "Write `plover` in the frame or at the head of the file.")
    values["form"] = values["form"] or None
    return Frame(rule=f"{language}/events/{values['name']}", file=file, **values)


def _shape(where: str, key: str, value: object) -> None:
    """A list holds words, a flag is true or false, a weight is a number."""
    if key in _LISTS:
        fits = isinstance(value, list) and all(isinstance(word, str) and word.strip() for word in value)
        wanted = "a list of words"
    elif key in _FLAGS:
        fits, wanted = isinstance(value, bool), "true or false"
    elif key == "weight":
        fits, wanted = isinstance(value, int | float) and 0 < value <= 1, "a number above 0 and at most 1"
    else:
        fits, wanted = isinstance(value, str), "a word"
    if not fits:
        raise LexiconError(f"{where} has {key} = {value!r}.", f"It must be {wanted}.")


def _wrong(frame: Frame) -> Iterator[LexiconError]:
    """Everything that the frame names and that does not exist, and words without effect."""
    where = f"{frame.file}: the frame {frame.name!r}"
    for what, remedy in (*_unknown(frame, vocabulary()), *_idle(frame)):
        yield LexiconError(f"{where} {what}.", remedy)


def _unknown(frame: Frame, known: Vocabulary) -> Iterator[tuple[str, str]]:
    silent = frame.plover == "" and frame.commits
    if frame.plover not in known.types and not silent:
        yield f"has the unknown PLOVER type {frame.plover!r}", f"Types are {', '.join(known.types)}."
    if frame.form is not None and frame.form not in known.forms:
        yield f"has the unknown form {frame.form!r}", "See data/vocabulary/forms.toml."
    elif frame.form is not None and frame.plover not in known.forms[frame.form].types:
        types = " or ".join(known.forms[frame.form].types)
        yield f"has the form {frame.form!r}, which is no {frame.plover}", f"The form belongs to {types}: change either."
    for mode in frame.modes:
        if f"{frame.plover}/{mode}" not in known.modes:
            yield f"has the mode {mode!r}, which {frame.plover} has not", "See data/vocabulary/modes.toml."
    for context in frame.contexts:
        if context not in known.contexts:
            yield f"has the unknown context {context!r}", "See data/vocabulary/contexts.toml."
    if frame.content not in CONTENTS:
        yield f"has the unknown content {frame.content!r}", f"It is {', '.join(sorted(CONTENTS - {''}))}, or left out."
    for force in (frame.commits, frame.both):
        if force is not None and force not in known.forces:
            yield f"has the unknown force {force!r}", "See data/vocabulary/forces.toml."
    host = (frame.host,) if frame.host else ()
    for slot in frame.actor + frame.recipient + frame.needs_slot + frame.needs_prep + host:
        if slot not in SLOTS:
            yield f"names the unknown slot {slot!r}", f"Slots are {', '.join(sorted(SLOTS))}."
    for side in frame.needs_country + frame.countries_only:
        if side not in _SIDES:
            yield f"names the unknown side {side!r}", "Sides are actor and recipient."


def _idle(frame: Frame) -> Iterator[tuple[str, str]]:
    if not (frame.verbs or frame.nouns or frame.adjectives):
        yield "has no words", "Give it verbs, nouns or adjectives."
    if frame.with_nouns and not frame.nouns:
        yield "has with_nouns but no nouns", "with_nouns are the verbs that carry its nouns: give it nouns."
    if frame.without_objects and not frame.counted_object:
        yield "has without_objects but no counted_object", "without_objects are what a counted object must not be."
    if frame.noun_instrument and not frame.nouns:
        yield "has noun_instrument but no nouns", "Give it nouns."
    if frame.both and not frame.commits:
        yield "has both but commits nothing", "`both` is the force when both sides speak: give it `commits` too."
    if not frame.actor:
        yield "has no slot for the actor", "Say in which slots the actor is found."
    clash = sorted(frame.needs & frame.unless)
    if clash:
        yield f"needs and forbids the same words: {', '.join(clash)}", "Take them out of one of the two lists."
    for key in ("nouns", "examples", "counterexamples"):
        words = [fold(word) for word in getattr(frame, key)]
        twice = sorted(word for word, count in Counter(words).items() if count > 1)
        if twice:
            yield f"says twice in {key}: {'; '.join(twice)}", "Leave one of them."


def _named_twice(frames: list[Frame]) -> Iterator[LexiconError]:
    files: dict[str, list[str]] = {}
    for frame in frames:
        files.setdefault(frame.name, []).append(frame.file)
    for name, where in files.items():
        if len(where) > 1:
            what = f"The name {name!r} stands for {len(where)} frames ({', '.join(where)})."
            yield LexiconError(what, "Give each frame its own name.")
