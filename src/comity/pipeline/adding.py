"""Adding: pages are read, coded and kept in a register, one outcome a page."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, TypedDict

import msgspec

from comity.errors import RecordError
from comity.model import Coder as CoderRecord
from comity.model import Coding, Failure, Known, Reading, Unread
from comity.pipeline.crew import Crew, Found, Here, ToCode
from comity.pipeline.fetching import WebOnDemand
from comity.pipeline.reading import Assumed, is_address, pages
from comity.pipeline.workers import Workers
from comity.register import Register, open_register
from comity.register.views import Added, Outcome, RecordKind
from comity.settings import Settings

if TYPE_CHECKING:
    from comity.coding.coder import Coder

log = logging.getLogger(__name__)

Rooted = tuple[str | None, Found]
"""What a source handed over, and the name by which the user named that source."""


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of one page of a source.

    `outcome` is `added`, `recoded`, `known`, `similar` or `failed` (see `comity.register.views.Added`). `page` is null
    for what could not be read (it has no text that could be kept) and for an address that was not fetched again.
    `records` counts what the page now holds, by kind.
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
    again: bool = False,
) -> Iterator[PageOutcome]:
    """Read, code and keep the pages of the sources in the register of the settings; one outcome a page, in their order.

    Lazy. A page is kept whole or not at all, so that a run that ends early is finished by the same run again; what this
    coder has coded is not coded again, and what was fetched is not fetched again, unless `again` is set. What fails is
    kept too, with its reason (`comity.pipeline.retry`). Never raises for a page; raises RegisterError when nothing more
    can be kept.
    """
    with open_register(settings.register_path, create=True) as register, open_crew(settings, assumed) as crew:
        web, known = WebOnDemand(settings), None if again else register.fetched
        sources = ((name, pages([name], settings, stdin=stdin, web=web, known=known)) for name in names)
        yield from Adding(register, crew, web).add(sources)


@contextmanager
def open_crew(settings: Settings, assumed: Assumed | None = None) -> Iterator[Crew]:
    """Who reads and codes in a run with these settings: as many worker processes as they say, or this process."""
    if settings.workers == 0:
        yield Here(assumed)
        return
    with Workers(settings.workers, assumed=assumed, project=settings.project, seconds=settings.page_seconds) as workers:
        yield workers


def add_pages(
    register: Register, found: Iterable[Found], *, assumed: Assumed | None = None, coder: Coder | None = None
) -> Iterator[PageOutcome]:
    """Code and keep pages in an open register, in this process; one outcome for each that a source handed over."""
    return Adding(register, Here(assumed, coder)).keep((None, one) for one in found)


class Adding:
    """Adds to an open register what sources hand over. All that is written is written here, in the order of the pages.

    `audiences` are told what is new in the pages (see `Register.news`). `remind` gives what failed before, and is not
    tried again, as a failure each time.
    """

    def __init__(
        self,
        register: Register,
        crew: Crew,
        web: WebOnDemand | None = None,
        *,
        audiences: Sequence[str] = (),
        remind: bool = True,
    ) -> None:
        self._web = web
        self._register = register
        self._crew = crew
        self._audiences = tuple(audiences)
        self._remind = remind
        self._missed = {missed.name: missed for missed in register.failures()}

    def add(
        self, sources: Iterable[tuple[str, Iterable[Found]]], *, opened: str | None = None
    ) -> Iterator[PageOutcome]:
        """The outcomes of the pages of sources, each given with the name by which the user named it.

        `opened` is the name of the one that is given, where that is something within what the user named.
        """
        return self.keep((name, one) for name, found in sources for one in self._noting(opened or name, found))

    def keep(self, found: Iterable[Rooted]) -> Iterator[PageOutcome]:
        """One outcome for each thing that a source handed over."""
        read = self._crew.read(found)
        looked_up = (self._look_up(root, reading, coder) for root, reading, coder in read)
        for one, coding in self._crew.code(looked_up):
            yield self._keep(one, coding)

    def _noting(self, name: str, found: Iterable[Found]) -> Iterator[Found]:
        """What the source hands over; if it failed as a whole before, and leads to pages now, that is kept too."""
        leads, whole = False, True
        for one in found:
            leads = leads or one.name != name
            whole = whole and not (isinstance(one, Unread) and one.name == name)
            yield one
        if leads and whole and name in self._missed:
            self._register.recovered(name)

    def _look_up(self, root: str | None, reading: Reading | Known, coder: CoderRecord) -> tuple[_Read, ToCode | None]:
        """With the page as the register wants it coded, if it is still to be coded."""
        if isinstance(reading, Known) or not reading.page.text:
            return _Read(root, reading, coder), None
        pending = self._register.pending(reading.page, coder)
        if pending is None:
            return _Read(root, reading, coder), None
        like = self._register.similar(reading)
        if like is not None and not like.replaces:
            return _Read(root, reading, coder, similar=True), None
        return _Read(root, reading, coder), (msgspec.structs.replace(reading, page=pending), coder)

    def _keep(self, one: _Read, coding: Coding | None) -> PageOutcome:
        reading = one.reading
        if isinstance(reading, Known):
            missed = self._missed.get(reading.name)
            if missed is not None and self._remind:
                return PageOutcome(reading.name, "failed", missed.page, failure=missed.failure)
            return PageOutcome(reading.name, "known")
        page = reading.page
        try:
            if page.text:
                added = self._kept(one, reading, coding)
                return PageOutcome(page.source, added.outcome, page.id, added.new_source, added.failure, added.records)
            failure = reading.failure or _NO_TEXT
        except RecordError as error:
            log.error("the coding of %s was refused: %s", page.source, error)
            failure = Failure(code=error.code, message=str(error))
        settled = self._gone(page.source, failure) and one.root != page.source
        address = page.source if settled else None
        self._register.fail(page.source, failure, root=one.root, address=address)
        return PageOutcome(page.source, "failed", page.id if page.text else None, failure=failure)

    def _kept(self, one: _Read, reading: Reading, coding: Coding | None) -> Added:
        """The page as it is kept now."""
        page = reading.page
        origin = _Origin(
            address=page.source if is_address(page.source) else None, root=one.root, audiences=self._audiences
        )
        if one.similar:
            linked = self._register.keep_similar(reading, page, **origin)
            if linked is not None:
                return linked
            # another program has changed the register meanwhile
            (_, coding), *_ = self._crew.code([(None, (reading, one.coder))])
        if coding is None:
            return self._register.note(page, one.coder, **origin)
        return self._register.keep(coding, page, **origin)

    def _gone(self, name: str, failure: Failure) -> bool:
        """Whether an address is not to be asked for again on its own account: it is gone, or holds nothing to read."""
        if not is_address(name):
            return False
        return failure.code == "reading" or (self._web is not None and self._web.is_gone(name))


class _Origin(TypedDict):
    address: str | None
    root: str | None
    audiences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A page as it was found, by which coder it is to be coded, if it is, and whether it is a reprint."""

    root: str | None
    reading: Reading | Known
    coder: CoderRecord
    similar: bool = False


_NO_TEXT = Failure(code="reading", message="The page holds no text.")
