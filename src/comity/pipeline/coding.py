"""Coding: one coding a page, with nothing stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from comity.errors import SourceError
from comity.explanation import Explanation
from comity.model import Coding, Known, RawPage, Unread
from comity.pipeline.reading import Assumed, pages, readings
from comity.settings import Settings

if TYPE_CHECKING:
    from comity.coding.coder import Coder


def code(
    names: Sequence[str], settings: Settings, *, assumed: Assumed | None = None, stdin: BinaryIO | None = None
) -> Iterator[Coding]:
    """One coding a page, in the order of the sources; one that failed carries its `error`. Never raises for a page."""
    return code_pages(pages(names, settings, stdin=stdin), assumed=assumed)


def explain(
    names: Sequence[str], settings: Settings, *, assumed: Assumed | None = None, stdin: BinaryIO | None = None
) -> Iterator[Explanation]:
    """For each page what `code` gives, with the reasons for it."""
    return open_coder().explain(readings(pages(names, settings, stdin=stdin), assumed=assumed))


def code_pages(
    found: Iterable[RawPage | Unread | Known], *, assumed: Assumed | None = None, coder: Coder | None = None
) -> Iterator[Coding]:
    """One coding for each page or failure of a source, in their order."""
    return (coder or open_coder()).code(readings(found, assumed=assumed))


def read_codings(path: Path) -> Iterator[Coding]:
    """The codings that `comity code` printed into a file. SourceError with the line that is none."""
    decoder = msgspec.json.Decoder(Coding)
    number = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):  # noqa: B007 - told when a line is wrong
                if line.strip():
                    yield decoder.decode(line)
    except OSError as error:
        raise SourceError(f"{path} could not be read: {error.strerror}.", "Check the path.") from error
    except msgspec.DecodeError as error:
        raise SourceError(f"{path}#{number} is no coding: {error}.", "Give what `comity code` printed.") from error


def open_coder() -> Coder:
    """The coder of this installation; importing it loads the parser's libraries."""
    from comity.coding.coder import Coder

    return Coder()
