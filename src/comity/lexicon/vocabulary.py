"""The closed vocabularies of the record, loaded from data and checked whole.

Each file of `data/vocabulary/` holds one vocabulary: what it is about, and its values, each with a label and a
definition in French and English and the source of the term. Values are exactly those that records hold.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Generic, TypeVar

import msgspec

from comity.errors import LexiconError
from comity.model import Record

LANGUAGES = ("fr", "en")


class Words(Record):
    """The same words in each language of the interface."""

    fr: str
    en: str

    def in_language(self, language: str) -> str:
        """The words in `fr` or `en`; LexiconError for another language."""
        if language not in LANGUAGES:
            raise LexiconError(
                f"The vocabulary has no words in the language {language!r}.", f"Use one of: {', '.join(LANGUAGES)}."
            )
        return str(getattr(self, language))


class Value(Record):
    """One value that a record's field may hold. `source` says where the term comes from."""

    id: str
    label: Words
    definition: Words
    source: str


class Type(Value):
    """A PLOVER type. `intensity` is its conflict-cooperation score, -10 to 10; `family` is its quad category."""

    family: str
    intensity: float


class Mode(Value):
    """A PLOVER mode; `id` is `TYPE/mode`. `intensity` is None where PLOVER scores the type alone."""

    type: str
    intensity: float | None = None

    @property
    def name(self) -> str:
        """The mode as records hold it: `visit` for `CONSULT/visit`."""
        return self.id.partition("/")[2]


class Form(Value):
    """A diplomatic act. `types` are its PLOVER types, the usual one first; `modes` hold unless the text differs.

    `channel` is what it runs on between countries of which nothing more is told; else that is the government.
    """

    types: tuple[str, ...]
    encounter: bool = False
    modes: tuple[str, ...] = ()
    channel: str = "government"


class Force(Value):
    """How binding a commitment is; `type` is the PLOVER type of the event it hangs on, if it needs one."""

    followed: bool
    type: str | None = None


T_co = TypeVar("T_co", bound=Value, covariant=True)


class Table(Mapping[str, T_co], Generic[T_co]):
    """One vocabulary: its values by id, in the order of the file, with its title, definition and source."""

    def __init__(self, kind: str, title: Words, definition: Words, source: str, values: Mapping[str, T_co]) -> None:
        self.kind = kind
        self.title = title
        self.definition = definition
        self.source = source
        self._values = dict(values)

    def __getitem__(self, key: str) -> T_co:
        try:
            return self._values[key]
        except KeyError:
            raise LexiconError(
                f"The vocabulary of {self.kind} has no value {key!r}.", f"It has: {', '.join(self._values)}."
            ) from None

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or `default` where there is none: the one way to ask without an error."""
        return self._values.get(key, default)

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every closed vocabulary of the record."""

    types: Table[Type]
    families: Table[Value]
    modes: Table[Mode]
    contexts: Table[Value]
    sectors: Table[Value]
    forms: Table[Form]
    visit_ranks: Table[Value]
    channels: Table[Value]
    forces: Table[Force]
    stages: Table[Value]
    fields: Table[Value]
    instrument_kinds: Table[Value]
    instrument_statuses: Table[Value]
    statuses: Table[Value]
    moods: Table[Value]
    resolved: Table[Value]
    zones: Table[Value]
    story_kinds: Table[Value]
    participant_kinds: Table[Value]
    roles: Table[Value]
    tenures: Table[Value]

    def tables(self) -> tuple[Table[Value], ...]:
        """All vocabularies, in the order of the record."""
        return tuple(getattr(self, name) for name in self.__slots__)

    def table(self, kind: str) -> Table[Value]:
        """The vocabulary of that kind (`type`, `form`, `channel` …); LexiconError if there is none."""
        for table in self.tables():
            if table.kind == kind:
                return table
        kinds = ", ".join(table.kind for table in self.tables())
        raise LexiconError(f"There is no vocabulary of {kind!r}.", f"There are: {kinds}.")

    def label(self, kind: str, value: str, language: str) -> str:
        """The label of a value in `fr` or `en`; a mode is `TYPE/mode`. LexiconError if any of them is unknown."""
        return self.table(kind)[value].label.in_language(language)

    def modes_of(self, plover: str) -> tuple[Mode, ...]:
        """The modes of a PLOVER type, in the order of the manual; LexiconError for an unknown type."""
        owner = self.types[plover].id
        return tuple(mode for mode in self.modes.values() if mode.type == owner)

    def intensity(self, plover: str, modes: tuple[str, ...] = ()) -> float:
        """PLOVER's score, -10 to 10: of the modes if the table scores them (their mean), else of the type."""
        scores = [self.modes[f"{plover}/{mode}"].intensity for mode in modes]
        scored = [score for score in scores if score is not None]
        return sum(scored) / len(scored) if scored else self.types[plover].intensity


# which file is read as what
_TABLES: dict[str, type[Value]] = dict.fromkeys(Vocabulary.__dataclass_fields__, Value)
_TABLES.update(types=Type, modes=Mode, forms=Form, forces=Force)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with Comity. LexiconError if it contradicts itself."""
    return load_vocabulary(files("comity.lexicon") / "data" / "vocabulary")


def load_vocabulary(folder: Traversable) -> Vocabulary:
    """The vocabulary of a folder of TOML files, checked whole: every reference resolves, nothing is there twice.

    Raises LexiconError with the file and the value that is wrong.
    """
    tables = {name: _load(folder / f"{name}.toml", kind) for name, kind in _TABLES.items()}
    strangers = sorted({file.name.removesuffix(".toml") for file in folder.iterdir()} - set(_TABLES))
    if strangers:
        raise LexiconError(f"{folder} has files of no vocabulary: {', '.join(strangers)}.", "Rename or remove them.")
    loaded = Vocabulary(**tables)
    _check(loaded)
    return loaded


def _load(file: Traversable, kind: type[Value]) -> Table[Any]:
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LexiconError(f"The vocabulary file {file} is missing.", "Install Comity again.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        # a value written twice ends here too: TOML refuses it
        raise LexiconError(f"{file} is not well-formed TOML: {error}.", "Correct that line.") from None
    try:
        about, values = dict(raw.pop("about")), raw.pop("values")
        source = about["source"]
        read = {key: _value(kind, key, value, source) for key, value in values.items()}
        table: Table[Any] = Table(
            about.pop("kind"),
            msgspec.convert(about.pop("title"), Words),
            msgspec.convert(about.pop("definition"), Words),
            about.pop("source"),
            read,
        )
    except (KeyError, TypeError, ValueError, msgspec.ValidationError) as error:
        raise LexiconError(
            f"{file} does not have the shape of a vocabulary: {error}.", "Compare a file beside it."
        ) from None
    if raw or about:
        raise LexiconError(f"{file} says more than is read: {', '.join([*raw, *about])}.", "Remove it.")
    return table


def _value(kind: type[Value], key: str, raw: Mapping[str, Any], source: str) -> Value:
    given = {"source": source, **raw, "id": key}
    if kind is Mode:
        given["type"] = key.partition("/")[0]
    try:
        value = msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"{key}: {error}") from None
    for words in (value.label, value.definition):
        if not (words.fr.strip() and words.en.strip()):
            raise ValueError(f"{key}: a label or definition is empty")
    return value


def _check(loaded: Vocabulary) -> None:
    """Every reference of one vocabulary to another resolves; no two values of one share a label or a kind."""
    kinds = [table.kind for table in loaded.tables()]
    for kind in kinds:
        if kinds.count(kind) > 1:
            raise LexiconError(f"Two vocabularies are of the kind {kind!r}.", "Give each its own.")
    for type_ in loaded.types.values():
        _refer(type_, "family", type_.family, loaded.families)
    for mode in loaded.modes.values():
        _refer(mode, "type", mode.type, loaded.types)
        if not mode.name:
            raise LexiconError(f"The mode {mode.id!r} has no name.", "Write it as TYPE/mode.")
    for form in loaded.forms.values():
        if not form.types:
            raise LexiconError(f"The form {form.id!r} belongs to no type.", "Give it the PLOVER types it belongs to.")
        for plover in form.types:
            _refer(form, "type", plover, loaded.types)
        for name in form.modes:
            _refer(form, "mode", f"{form.types[0]}/{name}", loaded.modes)
        _refer(form, "channel", form.channel, loaded.channels)
    for force in loaded.forces.values():
        if force.type is not None:
            _refer(force, "type", force.type, loaded.types)
    for table in loaded.tables():
        _check_labels(table)


def _refer(value: Value, what: str, target: str, table: Table[Value]) -> None:
    if target not in table:
        raise LexiconError(
            f"{value.id!r} names the {what} {target!r}, which the vocabulary of {table.kind} does not have.",
            "Correct the name, or add the value.",
        )


def _check_labels(table: Table[Value]) -> None:
    seen: dict[tuple[str, str, str], str] = {}
    for value in table.values():
        # modes of different types may well be called the same
        scope = value.type if isinstance(value, Mode) else ""
        for language in LANGUAGES:
            label = (scope, language, value.label.in_language(language).casefold())
            if label in seen:
                raise LexiconError(
                    f"In the vocabulary of {table.kind}, {seen[label]!r} and {value.id!r} share a label.",
                    "Give each value its own.",
                )
            seen[label] = value.id
