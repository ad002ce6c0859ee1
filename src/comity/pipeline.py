"""The stages joined: sources, reading, coding, register. The only module that knows them all."""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from comity.errors import ReadingError, RecordError, SourceError
from comity.explanation import Explanation
from comity.model import Coding, Failure, Known, Page, RawPage, Reading, Unread
from comity.reading import read
from comity.register import Register, open_register
from comity.register.views import Outcome, RecordKind
from comity.settings import Settings
from comity.sources import open_sources

if TYPE_CHECKING:
    from comity.coding.coder import Coder

log = logging.getLogger(__name__)

_TOGETHER = 64
"""Pages that are looked up, coded and kept before the next are read: what a killed run may have to code again."""


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


def explain(
    names: Sequence[str], settings: Settings, *, assumed: Assumed | None = None, stdin: BinaryIO | None = None
) -> Iterator[Explanation]:
    """For each page what `code` gives, with the reasons for it."""
    return open_coder().explain(readings(pages(names, settings, stdin=stdin), assumed=assumed))


def pages(
    names: Sequence[str], settings: Settings, *, stdin: BinaryIO | None = None
) -> Iterator[RawPage | Unread | Known]:
    """The pages of the sources, one at a time."""
    return open_sources(names, stdin=stdin or sys.stdin.buffer, max_bytes=settings.max_page_bytes)


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


def readings(found: Iterable[RawPage | Unread | Known], *, assumed: Assumed | None = None) -> Iterator[Reading]:
    """One reading for each page or failure of a source, in their order; what was not fetched anew has none."""
    given = assumed or Assumed()
    return (_reading(one, given) for one in found if not isinstance(one, Known))


def open_coder() -> Coder:
    """The coder of this installation; importing it loads the parser's libraries."""
    from comity.coding.coder import Coder

    return Coder()


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of one page of a source.

    `outcome` is `added`, `recoded`, `known` or `failed` (see `comity.register.views.Added`). `page` is null for what
    could not be read (it has no text that could be kept) and for an address that was not fetched again. `records`
    counts what the page now holds, by kind.
    """

    name: str
    outcome: Outcome
    page: str | None = None
    new_source: bool = False
    failure: Failure | None = None
    records: dict[RecordKind, int] = field(default_factory=dict)


def add(
    names: Sequence[str], settings: Settings, *, assumed: Assumed | None = None, stdin: BinaryIO | None = None
) -> Iterator[PageOutcome]:
    """Read, code and keep the pages of the sources in the register of the settings; one outcome a page, in their order.

    Lazy. A page is kept whole or not at all, so that a run that ends early is finished by the same run again; what this
    coder has coded is not coded again. Never raises for a page; raises RegisterError when nothing more can be kept.
    """
    with open_register(settings.register_path, create=True) as register:
        yield from add_pages(register, pages(names, settings, stdin=stdin), assumed=assumed)


def add_pages(
    register: Register,
    found: Iterable[RawPage | Unread | Known],
    *,
    assumed: Assumed | None = None,
    coder: Coder | None = None,
) -> Iterator[PageOutcome]:
    """Code and keep pages in an open register; one outcome for each page or failure of a source, in their order."""
    by = coder or open_coder()
    given = assumed or Assumed()
    waiting = (one if isinstance(one, Known) else _reading(one, given) for one in found)
    while some := list(islice(waiting, _TOGETHER)):
        settled = [_settle(register, one, by) for one in some]
        codings = by.code(one[1] for one in settled if not isinstance(one, PageOutcome))
        for one in settled:
            yield one if isinstance(one, PageOutcome) else _keep(register, next(codings), one[0])


def _settle(register: Register, reading: Reading | Known, coder: Coder) -> PageOutcome | tuple[Page, Reading]:
    """A page as it was found, and as the register wants it coded; or the outcome, where nothing is to be coded."""
    if isinstance(reading, Known):
        return PageOutcome(reading.name, "known")
    page = reading.page
    if reading.failure is not None and not page.text:
        return PageOutcome(page.source, "failed", failure=reading.failure)
    by = coder.record(page.language)
    pending = register.pending(page, by)
    if pending is not None:
        return page, msgspec.structs.replace(reading, page=pending)
    added = register.note(page, by)
    return PageOutcome(page.source, added.outcome, page.id, added.new_source, added.failure, added.records)


def _keep(register: Register, coding: Coding, page: Page) -> PageOutcome:
    """Keep a coding under the source in which its page was now found."""
    try:
        added = register.keep(coding, page)
    except RecordError as error:
        log.error("the coding of %s was refused: %s", page.source, error)
        return PageOutcome(page.source, "failed", page.id, failure=Failure(code=error.code, message=str(error)))
    return PageOutcome(page.source, added.outcome, page.id, added.new_source, added.failure, added.records)


def _reading(one: RawPage | Unread, given: Assumed) -> Reading:
    return _unread(one.name, one.ref, one.failure) if isinstance(one, Unread) else _read(given.of(one))


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
