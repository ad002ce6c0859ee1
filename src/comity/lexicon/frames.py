"""Frames: which words tell an act, and which grammatical slot is which side. Loaded whole, checked whole."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from comity.errors import LexiconError
from comity.folding import fold
from comity.lexicon.language import DATA, load_toml
from comity.lexicon.vocabulary import vocabulary

SLOTS = frozenset(
    "subj obj avec entre a de par pour aupres chez contre envers dans en sur devant visant en_faveur poss place compound".split()
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One way of telling an act. See the head of `consult.toml` for what each field means."""

    name: str
    rule: str
    plover: str
    form: str | None
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    verbs: frozenset[str] = frozenset()
    nouns: tuple[str, ...] = ()
    adjectives: frozenset[str] = frozenset()
    with_nouns: frozenset[str] = frozenset()
    with_objects: frozenset[str] = frozenset()
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
    clausal: bool = False
    deep_object: bool = False
    object_instrument: bool = False
    noun_instrument: bool = False
    commits: str | None = None
    both: str | None = None
    weight: float = 0.7
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = field(default=())


_FOLDED = {"verbs", "adjectives", "with_nouns", "with_objects", "needs", "unless"}
_KNOWN = {f.name for f in fields(Frame)} - {"rule"}


def _frame(entry: dict[str, Any], default: str | None, language: str, path: Path) -> Frame:
    unknown = set(entry) - _KNOWN
    if unknown:
        raise LexiconError(f"{path}: the frame {entry.get('name')!r} has unknown keys {sorted(unknown)}.", "See the head of consult.toml.")
    values: dict[str, Any] = {}
    for key, value in entry.items():
        if key in _FOLDED:
            values[key] = frozenset(fold(word) for word in value)
        elif isinstance(value, list):
            values[key] = tuple(value)
        else:
            values[key] = value
    values.setdefault("plover", default)
    values["form"] = values.get("form") or None
    frame = Frame(rule=f"{language}/events/{values.get('name')}", **values)
    _check(frame, path)
    return frame


def _check(frame: Frame, path: Path) -> None:
    known = vocabulary()
    if frame.plover not in known.types and not (frame.plover == "" and frame.commits):
        raise LexiconError(f"{path}: the frame {frame.name!r} has the unknown PLOVER type {frame.plover!r}.", "Use one of the 16 types.")
    if frame.form is not None and frame.form not in known.forms:
        raise LexiconError(f"{path}: the frame {frame.name!r} has the unknown form {frame.form!r}.", "See data/vocabulary/forms.toml.")
    for slot in frame.actor + frame.recipient + frame.needs_slot + frame.needs_prep + ((frame.host,) if frame.host else ()):
        if slot not in SLOTS:
            raise LexiconError(f"{path}: the frame {frame.name!r} names the unknown slot {slot!r}.", f"Slots are {', '.join(sorted(SLOTS))}.")
    for mode in frame.modes:
        if f"{frame.plover}/{mode}" not in known.modes:
            raise LexiconError(f"{path}: the frame {frame.name!r} has the mode {mode!r}, which {frame.plover} has not.", "See data/vocabulary/modes.toml.")
    if frame.commits is not None and frame.commits not in known.forces:
        raise LexiconError(f"{path}: the frame {frame.name!r} has the unknown force {frame.commits!r}.", "See data/vocabulary/forces.toml.")
    if not (frame.verbs or frame.nouns or frame.adjectives):
        raise LexiconError(f"{path}: the frame {frame.name!r} has no words.", "Give it verbs, nouns or adjectives.")
    if frame.with_nouns and not frame.nouns:
        raise LexiconError(f"{path}: the frame {frame.name!r} has with_nouns but no nouns.", "Give it nouns.")


@lru_cache(maxsize=8)
def load_frames(language: str) -> tuple[Frame, ...]:
    """All frames of a language, in the order of the files; LexiconError names what is wrong."""
    frames: list[Frame] = []
    for path in sorted((DATA / language / "frames").glob("*.toml")):
        data = load_toml(path)
        frames.extend(_frame(entry, data.get("plover"), language, path) for entry in data.get("frame", ()))
    names = [frame.name for frame in frames]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise LexiconError(f"Frames are named twice in {language}: {', '.join(twice)}.", "Give each its own name.")
    return tuple(frames)
