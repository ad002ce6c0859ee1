"""Where a page's text was found, and which of the places found counts for its coding.

A page is its text; address, publisher, title and publication date belong to its sources. The coder is told the date and
publisher of one source, the *lead*: the one that shows the page published earliest. So the same sources give the same
coding, in whatever order they came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Protocol

import msgspec

from comity import edtf
from comity.errors import RecordError
from comity.model import Coder, Page
from comity.register.views import SourceRef

Basis = tuple[str | None, str | None, str | None]
"""What a coding took from the lead source: published, publisher, language."""


class Provenance(Protocol):
    """What pages and sources have in common."""

    @property
    def published(self) -> str | None: ...
    @property
    def publisher(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...


def source_of(page: Page) -> SourceRef:
    """The source that a page was read from."""
    return SourceRef(
        name=_clean(page.source) or "-",
        ref=_clean(page.ref),
        url=_clean(page.url),
        title=_clean(page.title),
        publisher=_clean(page.publisher),
        published=_clean(page.published),
        language=page.language,
    )


def source_digest(source: SourceRef) -> str:
    """Equal for sources that are the same: the name of the file counts only where there is no address."""
    address = ("url", source.url) if source.url else ("name", source.name)
    return _digest([*address, source.ref, source.title, source.publisher, source.published, source.language])


def basis(of: Provenance) -> Basis:
    """What a coding of the page takes from this source."""
    return of.published, of.publisher, of.language


def coding_digest(coder: Coder, on: Basis) -> str:
    """Equal for codings that must be equal: the same coder, told the same."""
    return _digest([coder.version, coder.lexicon, coder.project_lexicon, coder.model, coder.spacy, *on])


def ordered(sources: Iterable[SourceRef]) -> tuple[SourceRef, ...]:
    """The lead source first.

    The earliest day by which a source shows the page published wins; then the more exact date; then a source that names
    its publisher; the rest is alphabetical.
    """
    return tuple(sorted(sources, key=_rank))


def with_source(page: Page, source: SourceRef) -> Page:
    """The same text as found in another source."""
    return msgspec.structs.replace(
        page,
        source=source.name,
        ref=source.ref,
        url=source.url,
        title=source.title,
        publisher=source.publisher,
        published=source.published,
        language=source.language,
    )


def _rank(source: SourceRef) -> tuple[int, int, bool, list[str]]:
    first, last = _days(source.published)
    known = first is not None and last is not None
    names = [source.publisher, source.language, source.published, source.url, source.title, source.ref, source.name]
    return (
        last.toordinal() if last else date.max.toordinal(),
        -first.toordinal() if known and first else 0,
        source.publisher is None,
        [name or "\U0010ffff" for name in names],
    )


def _days(published: str | None) -> tuple[date | None, date | None]:
    try:
        return (edtf.earliest(published), edtf.latest(published)) if published else (None, None)
    except RecordError:
        return None, None


def _clean(text: str | None) -> str | None:
    """File names may hold bytes that are no text (lone surrogates), and databases take no U+0000."""
    if text is None:
        return None
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def _digest(parts: list[str | None]) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
