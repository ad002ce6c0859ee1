"""The stages joined: sources, reading, coding, register. The only module that knows them all."""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from comity.errors import ReadingError
from comity.model import Coding, Failure, Page, RawPage, Reading, Unread
from comity.reading import read
from comity.settings import Settings
from comity.sources import open_sources

if TYPE_CHECKING:
    from comity.coding.coder import Coder

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the user says of pages that do not say it themselves in their metadata."""

    published: str | None = None
    publisher: str | None = None
    language: str | None = None

    def of(self, raw: RawPage) -> RawPage:
        """The page with what it does not say filled in."""
        return msgspec.structs.replace(
            raw,
            published=raw.published or self.published,
            publisher=raw.publisher or self.publisher,
            language=raw.language or self.language,
        )


def code(
    names: Sequence[str], settings: Settings, *, assumed: Assumed | None = None, stdin: BinaryIO | None = None
) -> Iterator[Coding]:
    """One coding a page, in the order of the sources; one that failed carries its `error`. Never raises for a page."""
    return code_pages(pages(names, settings, stdin=stdin), assumed=assumed)


def pages(names: Sequence[str], settings: Settings, *, stdin: BinaryIO | None = None) -> Iterator[RawPage | Unread]:
    """The pages of the sources, one at a time."""
    return open_sources(names, stdin=stdin or sys.stdin.buffer, max_bytes=settings.max_page_bytes)


def code_pages(
    found: Iterable[RawPage | Unread], *, assumed: Assumed | None = None, coder: Coder | None = None
) -> Iterator[Coding]:
    """One coding for each page or failure of a source, in their order."""
    return (coder or open_coder()).code(readings(found, assumed=assumed))


def readings(found: Iterable[RawPage | Unread], *, assumed: Assumed | None = None) -> Iterator[Reading]:
    """One reading for each page or failure of a source, in their order."""
    given = assumed or Assumed()
    for one in found:
        yield _unread(one.name, one.ref, one.failure) if isinstance(one, Unread) else _read(given.of(one))


def open_coder() -> Coder:
    """The coder of this installation; importing it loads the parser's libraries."""
    from comity.coding.coder import Coder

    return Coder()


def _read(raw: RawPage) -> Reading:
    try:
        return read(raw)
    except Exception as error:  # a fault of ours on one page must not take the others with it
        log.exception("reading %s failed", raw.name)
        message = f"{raw.name} could not be read ({type(error).__name__}: {error}). Please report it."
        return _unread(raw.name, raw.ref, Failure(code=ReadingError.code, message=message))


def _unread(name: str, ref: str | None, failure: Failure) -> Reading:
    """A failure in the place of its page, which has no text."""
    page = Page(
        id=hashlib.sha256(b"").hexdigest(),
        ref=ref,
        source=name,
        url=None,
        publisher=None,
        language=None,
        title=None,
        text="",
        published=None,
    )
    return Reading(page=page, failure=failure)
