"""What every kind of source is given, and how failures of the system are told to people."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from comity.errors import SourceError
from comity.model import Failure, RawPage, Unread

MAX_PAGE_BYTES = 10_000_000
"""The largest page that is read unless the settings say otherwise: a long newspaper page is a hundredth of it."""

Found = RawPage | Unread


@dataclass(frozen=True, slots=True)
class Context:
    """The limits and streams of one run. `open` hands a name found in a source (a file of a folder) to its own kind."""

    stdin: BinaryIO
    max_bytes: int
    open: Callable[[str], Iterator[Found]]


def unread(name: str, error: SourceError, ref: str | None = None) -> Unread:
    """A source that could not be handed over, and why."""
    return Unread(name=shown(name), ref=ref, failure=Failure(code=error.code, message=str(error)))


def shown(name: str) -> str:
    """A name that can be printed and stored, also when the system's name for the file is no text."""
    return os.fsencode(name).decode("utf-8", errors="replace")


def subject(name: str) -> str:
    """The name at the beginning of a sentence."""
    return "The standard input" if name == "-" else shown(name)


def source_error(name: str, error: OSError | ValueError) -> SourceError:
    """What the system says, in words that tell what to do."""
    name = shown(name)
    if isinstance(error, FileNotFoundError):
        return SourceError(f"There is no file or folder {name}.", "Check the path.")
    if isinstance(error, PermissionError):
        return SourceError(f"{name} may not be read.", "Ask for permission to read it, or leave it out.")
    if isinstance(error, OSError) and error.errno in (errno.ENAMETOOLONG, errno.ELOOP):
        return SourceError(f"{name} is no path that can be opened: {error.strerror}.", "Check the path.")
    return SourceError(f"{name} could not be read: {error}.", "Check the file and the disk it is on.")


def too_large(name: str, limit: int) -> SourceError:
    """A page above the limit."""
    return SourceError(
        f"{subject(name)} is larger than {limit / 1e6:g} MB, which is the limit for one page.",
        "Split it, or give JSON lines with one page a line; COMITY_MAX_PAGE_BYTES raises the limit.",
    )


def empty(name: str) -> SourceError:
    """Nothing there."""
    return SourceError(f"{subject(name)} is empty.", "Give a file with text, or leave it out.")
