"""Rules of pages, their sources and codings, and of the evidence of reports, which stands in the page's text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, exists, func, select

from comity.model import Coder, Story
from comity.register import schema as t
from comity.register.identity import sighting
from comity.register.provenance import coding_digest, source_digest
from comity.register.reports import TYPES, AnyRecord
from comity.register.sources import as_source
from comity.register.upkeep.rules import Rule

_AT_ONCE = 200
_LONGEST = 400
"""Code points of one piece of evidence."""


def _pages(connection: Connection) -> Iterator[list[Any]]:
    """All pages, some at a time."""
    last = ""
    while True:
        query = select(t.page.c.id, t.page.c.text).where(t.page.c.id > last).order_by(t.page.c.id).limit(_AT_ONCE)
        rows = list(connection.execute(query))
        if not rows:
            return
        yield rows
        last = rows[-1].id


def _digests(connection: Connection) -> Iterator[str]:
    for rows in _pages(connection):
        for row in rows:
            if hashlib.sha256(row.text.encode("utf-8", "replace")).hexdigest() != row.id:
                yield f"the text of page {row.id[:12]} is another one"


def _found_somewhere(connection: Connection) -> Iterator[str]:
    sourced = exists().where(t.source.c.page_id == t.page.c.id)
    for page_id in connection.scalars(select(t.page.c.id).where(~sourced).order_by(t.page.c.id)):
        yield f"page {page_id[:12]} has no source"


def _sources(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(t.source).order_by(t.source.c.id).execution_options(yield_per=1000)):
        try:
            digest = source_digest(as_source(row))
        except (msgspec.MsgspecError, ValueError):
            digest = ""
        if digest != row.digest:
            yield f"source {row.id} ({row.name}) of page {row.page_id[:12]} is kept under another digest"


def _coded_or_alike(connection: Connection) -> Iterator[str]:
    """A page has one current coding; or is a reprint, which has none."""
    current = select(func.count()).where(t.coding.c.page_id == t.page.c.id, t.coding.c.current).scalar_subquery()
    alike = select(func.count()).where(t.similar.c.page_id == t.page.c.id).scalar_subquery()
    wrong = select(t.page.c.id, current.label("current"), alike.label("alike")).where(current + alike != 1)
    for row in connection.execute(wrong.order_by(t.page.c.id)):
        yield f"page {row.id[:12]} has {row.current} current codings and is a reprint of {row.alike} pages"


def _reprints(connection: Connection) -> Iterator[str]:
    like = t.similar.alias("like")
    chained = select(t.similar.c.page_id).join(like, like.c.page_id == t.similar.c.like_id)
    for page_id in connection.scalars(chained.order_by(t.similar.c.page_id)):
        yield f"page {page_id[:12]} is a reprint of a reprint"


def _codings(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(t.coding).order_by(t.coding.c.id).execution_options(yield_per=500)):
        where = f"coding {row.id} of page {row.page_id[:12]}"
        if row.author is not None:
            if row.current:
                yield f"{where} is a person's, and current"
            continue
        coder = Coder(**{field: getattr(row, field) for field in Coder.__struct_fields__})
        if coding_digest(coder, (row.published, row.publisher, row.language)) != row.digest:
            yield f"{where} is kept under another digest"
        if row.current and row.error_code is not None:
            reports = select(func.count()).where(t.report.c.coding_id == row.id)
            if connection.scalar(reports):
                yield f"{where} is a failure, and has reports"


@dataclass(frozen=True, slots=True)
class _Said:
    """A report with its page's text and its coding's stories, as far as they can be read."""

    row: Row[Any]
    text: str
    stories: dict[str, Story] | None
    record: AnyRecord | None

    @property
    def where(self) -> str:
        row = self.row
        return f"report {row.id} ({row.story}/{row.local} of page {row.page_id[:12]})"


def _said(connection: Connection) -> Iterator[_Said]:
    """Every report."""
    for pages in _pages(connection):
        texts = {page.id: page.text for page in pages}
        query = (
            select(t.report, t.coding.c.page_id, t.coding.c.stories)
            .join(t.coding, t.coding.c.id == t.report.c.coding_id)
            .where(t.coding.c.page_id.in_(texts))
            .order_by(t.report.c.coding_id, t.report.c.id)
        )
        stories: dict[int, dict[str, Story] | None] = {}
        for row in connection.execute(query):
            if row.coding_id not in stories:
                stories[row.coding_id] = _stories(row.stories)
            yield _Said(row, texts[row.page_id], stories[row.coding_id], _record(row))


def _stories(said: str) -> dict[str, Story] | None:
    try:
        return {story.id: story for story in msgspec.json.decode(said, type=list[Story])}
    except msgspec.MsgspecError:
        return None


def _record(row: Row[Any]) -> AnyRecord | None:
    try:
        return msgspec.json.decode(row.record, type=TYPES[row.kind])
    except (msgspec.MsgspecError, LookupError):
        return None


def _of_each(breaches: Callable[[_Said], Iterator[str]]) -> Callable[[Connection], Iterator[str]]:
    def all_of(connection: Connection) -> Iterator[str]:
        return (f"{said.where}: {what}" for said in _said(connection) for what in breaches(said))

    return all_of


def _evidence(said: _Said) -> Iterator[str]:
    if said.record is None:
        yield "the record cannot be read"
        return
    if not said.record.evidence:
        yield "the record has no evidence"
    for span in said.record.evidence:
        if span.start is None or span.end is None:
            if span.meta is None:
                yield "a piece of evidence says neither words nor metadata"
        elif not 0 <= span.start < span.end <= len(said.text):
            yield f"evidence from {span.start} to {span.end} in a text of {len(said.text)}"
        elif span.end - span.start > _LONGEST:
            yield f"evidence of {span.end - span.start} code points"
        elif not said.text[span.start : span.end].strip():
            yield f"evidence from {span.start} to {span.end} is blank"


def _places(said: _Said) -> Iterator[str]:
    if said.stories is None:
        yield "the stories of its coding cannot be read"
        return
    story = said.stories.get(said.row.story)
    if story is None:
        yield f"its coding has no story {said.row.story}"
    elif not 0 <= story.start <= story.end <= len(said.text):
        yield f"its story runs from {story.start} to {story.end} in a text of {len(said.text)}"
    if said.record is not None and sighting(said.row.kind, said.record).start != said.row.start:
        yield f"it is kept as beginning at {said.row.start}"


RULES = (
    Rule("text", "A page's id is the SHA-256 of its text.", _digests, of=(t.page,)),
    Rule("sourced", "Every page was found somewhere.", _found_somewhere, of=(t.page, t.source)),
    Rule("sources", "A source is kept under its digest.", _sources, of=(t.source,)),
    Rule(
        "current",
        "A page has one current coding, or is a reprint of a page that has.",
        _coded_or_alike,
        of=(t.page, t.coding, t.similar),
    ),
    Rule("reprints", "What a page is a reprint of is no reprint.", _reprints, of=(t.similar,)),
    Rule("codings", "A coding is kept under its digest, and a failure has no reports.", _codings, of=(t.coding,)),
    Rule("evidence", "Every report rests on words that stand in its page.", _of_each(_evidence), of=(t.report, t.page)),
    Rule("stories", "Every report stands in a story of its coding.", _of_each(_places), of=(t.report, t.coding)),
)
