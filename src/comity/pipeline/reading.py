"""From the names of sources to pages that are read: the first half of every run."""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from comity import sources
from comity.errors import ReadingError
from comity.model import Failure, Known, Page, RawPage, Reading, Unread
from comity.pipeline.fetching import WebOnDemand
from comity.reading import read
from comity.settings import Settings
from comity.sources import open_sources
from comity.sources.context import Web

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


def pages(
    names: Sequence[str],
    settings: Settings,
    *,
    stdin: BinaryIO | None = None,
    web: Web | None = None,
    known: Callable[[str], bool] | None = None,
) -> Iterator[RawPage | Unread | Known]:
    """The pages of the sources, one at a time; addresses are fetched as the settings say, unless `known`."""
    return open_sources(
        names,
        stdin=stdin or sys.stdin.buffer,
        max_bytes=settings.max_page_bytes,
        web=web or WebOnDemand(settings),
        known=known,
    )


def estimate(names: Sequence[str]) -> int | None:
    """How many pages the sources will give, where that is cheap to tell; else None."""
    return sources.estimate(names)


def is_address(name: str) -> bool:
    """Whether the name of a page is that of an address."""
    return name.startswith(("http://", "https://"))


def readings(found: Iterable[RawPage | Unread | Known], *, assumed: Assumed | None = None) -> Iterator[Reading]:
    """One reading for each page or failure of a source, in their order; what was not fetched anew has none."""
    given = assumed or Assumed()
    return (reading_of(one, given) for one in found if not isinstance(one, Known))


def reading_of(one: RawPage | Unread, given: Assumed) -> Reading:
    """What a source handed over, read; a failure stands in the place of its page. Never raises for a page."""
    return failed_reading(one, one.failure) if isinstance(one, Unread) else _read(given.of(one))


def failed_reading(one: RawPage | Unread | Known, failure: Failure) -> Reading:
    """A failure in the place of its page, which has no text."""
    page = Page(
        id=hashlib.sha256(b"").hexdigest(),
        ref=None if isinstance(one, Known) else one.ref,
        source=one.name,
        url=None,
        publisher=None,
        language=None,
        title=None,
        text="",
        published=None,
    )
    return Reading(page=page, failure=failure)


def _read(raw: RawPage) -> Reading:
    try:
        return read(raw)
    except Exception as error:  # a fault of ours on one page must not take the others with it
        log.exception("reading %s failed", raw.name)
        message = f"{raw.name} could not be read ({type(error).__name__}: {error}). Please report it."
        return failed_reading(raw, Failure(code=ReadingError.code, message=message))
