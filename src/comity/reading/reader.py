"""What a source hands over, made into a page told apart into stories: the driver of the room.

Each kind of media has one function that gives its text; all the rest is the same for every page.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

import msgspec

from comity import edtf
from comity.errors import ReadingError, RecordError
from comity.model import Failure, Page, RawPage, Reading, Stated, StatedBy, Story
from comity.reading.blocks import paragraphs
from comity.reading.decode import decode, repair
from comity.reading.html import web_page
from comity.reading.language import language_of
from comity.reading.marks import marks
from comity.reading.pdf import document
from comity.reading.seams import seamed
from comity.reading.stamps import published
from comity.reading.stories import apart
from comity.reading.unseen import looking_through, without
from comity.reading.zones import find_title, main_story, related_story

log = logging.getLogger(__name__)

_STAMPED_FIRST, _STAMPED_LAST = 8, 5
_EMPTY = "The page holds no text."


def read(raw: RawPage) -> Reading:
    """The page of `raw`, told apart into stories and zones. Never raises for a page: `failure` says what is wrong.

    The page's id is the SHA-256 of its text; a page that cannot be read has no text.
    """
    try:
        return _read(raw)
    except ReadingError as error:
        page = _page(raw, "", raw.language, None)
        return Reading(page=page, failure=Failure(code=error.code, message=str(error)))


def _read(raw: RawPage) -> Reading:
    if raw.media == "text/html":
        return _web(raw)
    extract = _MEDIA.get(raw.media)
    if extract is None:
        known = ", ".join(sorted((*_MEDIA, "text/html")))
        raise ReadingError(f"{raw.name} is of the kind {raw.media}, which Comity does not read.", f"It reads {known}.")
    extracted, stated = extract(raw)
    raw = msgspec.structs.replace(raw, stated=(*raw.stated, *stated))
    text = with_title(repair(extracted), raw.title)
    if not text.strip():
        raise ReadingError(f"{raw.name} holds no text.", "Give a page with text, or leave it out.")
    language = language_of(text, raw.language)
    stories = stories_of(text, raw.title)
    return Reading(page=_page(raw, text, language, _published(raw, text, stories, language)), stories=stories)


def with_title(text: str, title: str | None) -> str:
    """The text with `title` as its first line, unless it is there already."""
    line = repair(" ".join(title.split())) if title else ""
    if not line or find_title(text, paragraphs(text[: 20 * len(line) + 5000]), line) >= 0:
        return text
    return f"{line}\n\n{text}"


def stories_of(text: str, title: str | None = None) -> tuple[Story, ...]:
    """The stories of a text, the main one first, then the related ones in their order."""
    return looking_through(text, lambda seen: _told_apart(seen, title))


def _told_apart(text: str, title: str | None) -> tuple[Story, ...]:
    known = marks()
    blocks, titles = seamed(text, paragraphs(text))
    parts = apart(text, blocks, known, titles)
    main = main_story(text, parts.main, title, known)
    related = [
        related_story(text, teaser, number) for number, teaser in enumerate(parts.related, start=1 if main else 0)
    ]
    return (main, *related) if main else tuple(related)


def _published(raw: RawPage, text: str, stories: tuple[Story, ...], language: str | None) -> str | None:
    if raw.published and raw.published.strip():
        try:
            return published_from(raw.published)
        except RecordError as error:
            log.warning("%s: the date of publication is not used: %s", raw.name, error)
    zones = [zone for story in stories if story.kind == "main" for zone in story.zones]
    edges = zones if len(zones) <= _STAMPED_FIRST + _STAMPED_LAST else zones[:_STAMPED_FIRST] + zones[-_STAMPED_LAST:]
    lines = (without(text[zone.start : zone.end]) for zone in edges if zone.zone in ("byline", "dateline"))
    return _published_by(raw, "feed") or published(lines, language)


def _published_by(raw: RawPage, by: StatedBy) -> str | None:
    """When the page was published, as its source states it. When a document was made is no day of publication."""
    for one in raw.stated:
        if one.field == "published" and one.by == by:
            try:
                return published_from(one.value)
            except RecordError:
                continue
    return None


def published_from(value: str) -> str:
    """EDTF from metadata: EDTF itself, an ISO 8601 timestamp (its own local day), or the date of a mail or a feed.

    RecordError when it is none of these.
    """
    try:
        return edtf.from_iso(value)
    except RecordError:
        try:
            return parsedate_to_datetime(value.strip()).date().isoformat()
        except (ValueError, TypeError, IndexError):
            pass
        raise


def _page(raw: RawPage, text: str, language: str | None, day: str | None) -> Page:
    return Page(
        id=_digest(text),
        ref=raw.ref,
        source=raw.name,
        url=raw.url,
        publisher=raw.publisher,
        language=language,
        title=raw.title,
        text=text,
        published=day,
        stated=raw.stated,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _plain(raw: RawPage) -> _Extracted:
    if raw.text is not None:
        return raw.text, ()
    return decode(raw.content or b"", raw.name), ()


def _pdf(raw: RawPage) -> _Extracted:
    found = document(raw.content or b"", raw.name)
    return found.text, found.stated


def _web(raw: RawPage) -> Reading:
    read = web_page(raw)
    page = Page(
        id=_digest(read.text), ref=raw.ref, source=raw.name, url=read.url, publisher=read.publisher,
        language=read.language, title=read.title, text=read.text, published=read.published, stated=read.stated,
    )  # fmt: skip
    failure = Failure(code=read.failure.code, message=str(read.failure)) if read.failure else None
    return Reading(page=page, stories=read.stories, failure=failure)


_Extracted = tuple[str, tuple[Stated, ...]]
_MEDIA: Mapping[str, Callable[[RawPage], _Extracted]] = {"text/plain": _plain, "application/pdf": _pdf}
