"""A folder: its files and those of its folders, in the order of their names; hidden ones are left out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from comity.errors import SourceError
from comity.sources.context import Context, Found, shown, source_error, unread


def accepts(name: str) -> bool:
    """A folder that exists."""
    return Path(name).is_dir()


def pages(name: str, context: Context) -> Iterator[Found]:
    """The pages of all files of the folder; a folder within it that may not be read is one `Unread`."""
    found = False
    for page in _walk(Path(name), context, set()):
        found = True
        yield page
    if not found:
        raise SourceError(f"The folder {shown(name)} holds no files.", "Give a folder with text or JSON-lines files.")


def _walk(folder: Path, context: Context, seen: set[tuple[int, int]]) -> Iterator[Found]:
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen:  # a link to a folder above
            return
        seen.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield unread(str(folder), source_error(str(folder), error))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            is_folder, is_file = entry.is_dir(), entry.is_file()
        except OSError as error:
            yield unread(entry.path, source_error(entry.path, error))
            continue
        if is_folder:
            yield from _walk(Path(entry.path), context, seen)
        elif is_file:
            yield from context.open(entry.path)
