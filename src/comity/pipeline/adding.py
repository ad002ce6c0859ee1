"""Adding: pages are read, coded and kept in a register, one outcome a page."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from comity.errors import RecordError
from comity.model import Coder as CoderRecord
from comity.model import Coding, Failure, Known, RawPage, Reading, Unread
from comity.pipeline.crew import Crew, Here, ToCode
from comity.pipeline.reading import Assumed, pages
from comity.pipeline.workers import Workers
from comity.register import Register, open_register
from comity.register.views import Outcome, RecordKind
from comity.settings import Settings

if TYPE_CHECKING:
    from comity.coding.coder import Coder

log = logging.getLogger(__name__)


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
    names: Sequence[str],
    settings: Settings,
    *,
    assumed: Assumed | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[PageOutcome]:
    """Read, code and keep the pages of the sources in the register of the settings; one outcome a page, in their order.

    Lazy. A page is kept whole or not at all, so that a run that ends early is finished by the same run again; what this
    coder has coded is not coded again. Never raises for a page; raises RegisterError when nothing more can be kept.
    """
    with open_register(settings.register_path, create=True) as register, open_crew(settings, assumed) as crew:
        yield from add_pages(register, pages(names, settings, stdin=stdin), crew=crew)


@contextmanager
def open_crew(settings: Settings, assumed: Assumed | None = None) -> Iterator[Crew]:
    """Who reads and codes in a run with these settings: as many worker processes as they say, or this process."""
    if settings.workers == 0:
        yield Here(assumed)
        return
    with Workers(settings.workers, assumed=assumed, project=settings.project, seconds=settings.page_seconds) as workers:
        yield workers


def add_pages(
    register: Register,
    found: Iterable[RawPage | Unread | Known],
    *,
    assumed: Assumed | None = None,
    coder: Coder | None = None,
    crew: Crew | None = None,
) -> Iterator[PageOutcome]:
    """Code and keep pages in an open register; one outcome for each page or failure of a source, in their order."""
    by = crew or Here(assumed, coder)
    read = by.read((None, one) for one in found)
    looked_up = (_look_up(register, reading, coder) for _, reading, coder in read)
    for one, coding in by.code(looked_up):
        yield _keep(register, one, coding)


@dataclass(frozen=True, slots=True)
class _Read:
    """A page as it was found, and by which coder it is to be coded, if it is."""

    reading: Reading | Known
    coder: CoderRecord


def _look_up(register: Register, reading: Reading | Known, coder: CoderRecord) -> tuple[_Read, ToCode | None]:
    """With the page as the register wants it coded, if it is still to be coded."""
    one = _Read(reading, coder)
    if isinstance(reading, Known) or not reading.page.text:
        return one, None
    pending = register.pending(reading.page, coder)
    return one, (msgspec.structs.replace(reading, page=pending), coder) if pending is not None else None


def _keep(register: Register, one: _Read, coding: Coding | None) -> PageOutcome:
    """Keep a coding under the source in which its page was now found; all that is written is written here, in order."""
    reading = one.reading
    if isinstance(reading, Known):
        return PageOutcome(reading.name, "known")
    page = reading.page
    if not page.text:
        return PageOutcome(page.source, "failed", failure=reading.failure)
    try:
        added = register.note(page, one.coder) if coding is None else register.keep(coding, page)
    except RecordError as error:
        log.error("the coding of %s was refused: %s", page.source, error)
        return PageOutcome(page.source, "failed", page.id, failure=Failure(code=error.code, message=str(error)))
    return PageOutcome(page.source, added.outcome, page.id, added.new_source, added.failure, added.records)
