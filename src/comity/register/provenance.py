"""Where a page's text was found, and which of the places found counts for its coding.

A page is its text; address, publisher, title and publication date belong to its sources. The coder is told the date and
publisher of one source, the *lead*: the one that shows the page published earliest. So the same sources give the same
coding, in whatever order they came.

One address is one source, however it is written (see `comity.addresses`) and whatever its metadata say from one time
to the next: values that are missing are filled in, of values that disagree one is chosen, by rules that do not depend
on the order either, and the others stand in `stated`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Protocol, get_args

import msgspec

from comity import edtf
from comity.addresses import address_key
from comity.errors import RecordError
from comity.model import Coder, Page, Stated, StatedBy, StatedField
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
        stated=_in_order({_clean_stated(said) for said in page.stated}),
    )


def source_digest(source: SourceRef) -> str:
    """Equal for sources that are the same: the address counts, or all that is known where there is none."""
    if source.url:
        return _digest(["address", address_key(source.url), source.ref])
    known = (source.title, source.publisher, source.published, source.language)
    return _digest(["name", source.name, source.ref, *known])


def joined(sources: Iterable[SourceRef]) -> dict[str, SourceRef]:
    """Sources by their digest, those that are the same made one."""
    found: dict[str, SourceRef] = {}
    for source in sources:
        digest = source_digest(source)
        found[digest] = _join(found[digest], source) if digest in found else source
    return found


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


def _join(one: SourceRef, other: SourceRef) -> SourceRef:
    """One source of two that are the same. Of two values the earlier day is taken, else the shorter, then the first."""
    said = {*one.stated, *other.stated}
    chosen: dict[str, str | None] = {}
    for field, rank in _RANKS.items():
        values = {value for source in (one, other) if (value := getattr(source, field)) is not None}
        chosen[field] = min(values, key=rank, default=None)
        if field in _STATED:
            said |= {Stated(field=field, value=v, by="given") for v in values - {chosen[field]}}  # type: ignore[arg-type]
    elsewhere = {(each.field, each.value) for each in said if each.by != "given"}
    said = {each for each in said if each.by != "given" or (each.field, each.value) not in elsewhere}
    return msgspec.structs.replace(one, **chosen, stated=_in_order(said))


def _by_length(value: str) -> tuple[int, str]:
    return len(value), value


def _by_day(value: str) -> tuple[int, int, str]:
    first, last = _days(value)
    return last.toordinal() if last else date.max.toordinal(), -first.toordinal() if first else 0, value


_RANKS: dict[str, Callable[[str], Any]] = {
    "name": _by_length,
    "url": _by_length,
    "title": _by_length,
    "publisher": _by_length,
    "published": _by_day,
    "language": _by_length,
}
_STATED = ("title", "publisher", "published", "language")


def _in_order(said: Iterable[Stated]) -> tuple[Stated, ...]:
    """By field, then by who says it, as the records list them."""
    fields, voices = get_args(StatedField), get_args(StatedBy)
    return tuple(sorted(said, key=lambda each: (fields.index(each.field), voices.index(each.by), each.value)))


def _clean_stated(said: Stated) -> Stated:
    return msgspec.structs.replace(said, value=clean(said.value))


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


def clean(text: str) -> str:
    """Text that can be stored: names may hold bytes that are no text (lone surrogates), databases take no U+0000."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def _clean(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _digest(parts: list[str | None]) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
