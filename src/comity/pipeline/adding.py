"""Adding: pages are read, coded and kept in a register, one outcome a page."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from comity.errors import RecordError
from comity.model import Coding, Failure, Known, Page, RawPage, Reading, Unread
from comity.pipeline.coding import open_coder
from comity.pipeline.reading import Assumed, pages, reading_of
from comity.register import Register, open_register
from comity.register.views import Outcome, RecordKind
from comity.settings import Settings

if TYPE_CHECKING:
    from comity.coding.coder import Coder

log = logging.getLogger(__name__)

_TOGETHER = 64
"""Pages that are looked up, coded and kept before the next are read: what a killed run may have to code again."""


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
    waiting = (one if isinstance(one, Known) else reading_of(one, given) for one in found)
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
