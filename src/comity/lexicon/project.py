"""The project: a folder with `comity.toml`, whose `lexicon/` adds to the package's vocabulary or overrides it.

One project, or none, is in use in a process, since its vocabulary is loaded once; `use` changes it and forgets what was
loaded. What a file of the project may say is told in `comity.lexicon.overlay`.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from comity.errors import LexiconError, UsageError

DATA = Path(__file__).parent / "data"
SETTINGS = "comity.toml"
FOLDER = "lexicon"
_KEYS = frozenset({"name"})
_NOT_VOCABULARY = frozenset({".md", ".txt"})  # notes beside the files
# what records may hold, and the rules by which people decide: the same for all
_CLOSED = ("vocabulary", "codebook")

Loader = TypeVar("Loader", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder; `files` are its vocabulary files by their path within `lexicon` (`fr/bodies.toml`)."""

    folder: Path
    name: str
    files: dict[str, Path]

    def fingerprint(self) -> str | None:
        """SHA-256 over the vocabulary files, in the order of their names; None where there are none."""
        if not self.files:
            return None
        digest = hashlib.sha256()
        for name, path in sorted(self.files.items()):
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
        return f"sha256:{digest.hexdigest()}"


class _State:
    """Which project is in use, and the loaders whose memory depends on it."""

    project: Project | None = None
    caches: list[Callable[[], None]] = []  # noqa: RUF012 - one list a process is meant


def active() -> Project | None:
    """The project in use, if any."""
    return _State.project


def use(project: Project | None) -> None:
    """Take the vocabulary of a project (or the package's alone) from now on: what was loaded is loaded anew."""
    if project != _State.project:
        _State.project = project
        for forget in _State.caches:
            forget()


def remembered(function: Loader) -> Loader:
    """A loader of vocabulary, run once for its arguments and again after `use`."""
    held = lru_cache(maxsize=8)(function)
    _State.caches.append(held.cache_clear)
    return held  # type: ignore[return-value]


def find_project(start: Path) -> Path | None:
    """The nearest folder with a `comity.toml`, from `start` upwards; None if there is none."""
    whole = start.absolute()
    return next((folder for folder in (whole, *whole.parents) if (folder / SETTINGS).is_file()), None)


def open_project(folder: Path) -> Project:
    """The project of a folder. UsageError where it is none; LexiconError names the file that is wrong."""
    path = folder / SETTINGS
    if not path.is_file():
        raise UsageError(f"{folder} is no project: it has no {SETTINGS}.", "Write one; it may be empty.")
    try:
        settings = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path} cannot be read: {error}.", "Mend the file.") from error
    strangers = sorted(set(settings) - _KEYS)
    if strangers:
        what = f"{path} says more than is read: {', '.join(strangers)}."
        raise LexiconError(what, f"It may say: {', '.join(sorted(_KEYS))}. Vocabulary goes into {FOLDER}/.")
    name = settings.get("name", folder.name)
    if not isinstance(name, str):
        raise LexiconError(f"{path}: name is {name!r}.", "Give a name in quotes.")
    return Project(folder=folder, name=name, files=dict(_files(folder / FOLDER)))


def _files(lexicon: Path) -> Iterator[tuple[str, Path]]:
    """The vocabulary files of a project, each checked to be one that is read."""
    for path in sorted(lexicon.rglob("*")):
        name = path.relative_to(lexicon).as_posix()
        hidden = any(part.startswith(".") for part in Path(name).parts)
        if not path.is_file() or hidden or path.suffix in _NOT_VOCABULARY:
            continue
        top, _, rest = name.partition("/")
        if top in _CLOSED:
            what = f"{path}: the closed vocabularies of the record and the codebook are the same for all."
            raise LexiconError(what, "Remove the file: a project changes words, not what records may hold.")
        frames = rest.startswith("frames/") and path.suffix == ".toml" and (DATA / top / "frames").is_dir()
        if not (frames or (rest and (DATA / name).is_file())):
            raise LexiconError(f"{path} is no file of the lexicon.", _known_files(top))
        yield name, path


def _known_files(top: str) -> str:
    folders = sorted(path.name for path in DATA.iterdir() if path.is_dir() and path.name not in _CLOSED)
    if top not in folders:
        return f"Folders are {', '.join(folders)}."
    names = sorted(path.name for path in (DATA / top).iterdir() if path.is_file())
    return f"Files of {top}/ are {', '.join(names)}, and frames/*.toml."


def project_file(path: Path) -> Path | None:
    """The project's file that adds to a file of the package's data, if there is one."""
    project = _State.project
    if project is None or not path.is_relative_to(DATA):
        return None
    return project.files.get(path.relative_to(DATA).as_posix())


def told_as(path: Path) -> Path:
    """The file to name when the vocabulary of `path` is wrong: the project's, for the package's alone is sound."""
    return project_file(path) or path


def origin(name: str, words: str) -> str:
    """Which file says `words`: `name` (`fr/bodies.toml`), or the project's that adds to it if they stand there."""
    own = project_file(DATA / name)
    return short_name(DATA / name) if own is not None and words in own.read_text("utf-8") else name


def short_name(path: Path) -> str:
    """A file as explanations and checks name it: `fr/bodies.toml`, or `lexicon/fr/bodies.toml` of a project."""
    own = project_file(path)
    if own is not None and _State.project is not None:
        return own.relative_to(_State.project.folder).as_posix()
    return path.relative_to(path.parent.parent).as_posix()
