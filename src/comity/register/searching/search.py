"""Searching a register: what is found, in which order, part by part, and what may narrow it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, Subquery, and_, func, or_, select

from comity.errors import UsageError
from comity.folding import slug
from comity.register import schema as t
from comity.register.loader import load_sources, shown_records
from comity.register.searching.engines import engine_of
from comity.register.searching.filters import conditions, question_of
from comity.register.searching.index import Marks
from comity.register.searching.passages import passages
from comity.register.searching.question import Question
from comity.register.searching.views import (
    FACETS,
    FOUND_KINDS,
    ORDERS,
    Facet,
    Facets,
    Found,
    FoundKind,
    Order,
    Passage,
    Query,
    Results,
    Value,
)
from comity.register.views import AnyKept, ReportRef, title_of

if TYPE_CHECKING:
    from comity.register.database import Database

MOST = 200
"""Results given at once."""
COUNTED = 20_000
"""Results over which facets count: of more, the newest."""
_VALUES = 20
_EXPORTED = 200


class Searching:
    """Full-text search over the records and pages of a register. Any thread may ask it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self,
        query: Query,
        kind: FoundKind = "event",
        *,
        order: Order | None = None,
        limit: int = 20,
        after: str | None = None,
    ) -> Results:
        """What is found of one kind, at most `limit` (up to 200) of it, after what an earlier answer ended with.

        The order is by relevance when words are looked for, else the newest first. Raises UsageError for a filter,
        an order, a kind or a place to go on from that is none; never for any words.
        """
        _check(kind, order, limit)
        with self._database.reading() as connection:
            question = question_of(query, kind)
            order = order or usual_order(query)
            wanted = conditions(connection, query, kind)
            total = _total(connection, question, wanted)
            rows = connection.execute(_part(connection, question, wanted, order, after).limit(limit + 1)).all()
            found = tuple(_found(connection, kind, rows[:limit], question))
        more = _cursor(rows[limit - 1], order) if len(rows) > limit else None
        return Results(kind=kind, order=order, total=total, found=found, after=more)

    def totals(self, query: Query) -> dict[FoundKind, int]:
        """How much is found of each kind. Raises UsageError as `find`."""
        with self._database.reading() as connection:
            return {
                kind: _total(connection, question_of(query, kind), conditions(connection, query, kind))
                for kind in FOUND_KINDS
            }

    def facets(self, query: Query, kind: FoundKind = "event") -> Facets:
        """What may narrow a search: the values that what is found has, with counts. Raises UsageError as `find`."""
        _check(kind, None, 1)
        with self._database.reading() as connection:
            question = question_of(query, kind)
            rows = _rows(engine_of(connection).matching(question, scored=False), t.searched.c.marks)
            rows = rows.where(*conditions(connection, query, kind)).order_by(t.searched.c.position).limit(COUNTED)
            found = [msgspec.json.decode(marks, type=Marks) for marks in connection.scalars(rows)]
        return Facets(kind=kind, of=len(found), facets=tuple(_facet(name, found) for name in FACETS))

    def export(self, query: Query, kind: FoundKind = "event") -> Iterator[AnyKept]:
        """All records of a kind that are found, the newest first. Raises UsageError as `find`, and for pages."""
        if kind == "page":
            raise UsageError("Pages are not exported.", "Export events, commitments, instruments or offices.")
        _check(kind, None, 1)
        with self._database.reading() as connection:
            question = question_of(query, kind)
            wanted = conditions(connection, query, kind)
            after = None
            while rows := connection.execute(
                _part(connection, question, wanted, "newest", after).limit(_EXPORTED)
            ).all():
                yield from shown_records(connection, [row.event_id for row in rows])
                after = _cursor(rows[-1], "newest")


def usual_order(query: Query) -> Order:
    """By relevance when words are looked for, else the newest first."""
    return "relevance" if query.words.strip() else "newest"


def _check(kind: str, order: str | None, limit: int) -> None:
    if kind not in FOUND_KINDS:
        raise UsageError(f"Nothing of the kind '{kind}' is searched.", f"Use one of: {', '.join(FOUND_KINDS)}.")
    if order is not None and order not in ORDERS:
        raise UsageError(f"'{order}' is no order.", f"Use one of: {', '.join(ORDERS)}.")
    if not 1 <= limit <= MOST:
        raise UsageError(f"{limit} results cannot be given at once.", f"Ask for 1 to {MOST}.")


def _rows(matched: Subquery, *columns: Any) -> Select[Any]:
    return select(*columns).select_from(t.searched).join(matched, matched.c.id == t.searched.c.id)


def _total(connection: Connection, question: Question, wanted: Sequence[Any]) -> int:
    matched = engine_of(connection).matching(question, scored=False)
    counted = _rows(matched, func.count()).where(*wanted) if wanted else select(func.count()).select_from(matched)
    return connection.scalar(counted) or 0


def _part(
    connection: Connection, question: Question, wanted: Sequence[Any], order: Order, after: str | None
) -> Select[Any]:
    """The rows found, in their order, from a place on: `event_id`, `page_id`, and what the order goes by."""
    c = t.searched.c
    matched = engine_of(connection).matching(question, scored=order == "relevance")
    by: ColumnElement[Any] = matched.c["score"] if order == "relevance" else c.position
    rows = _rows(matched, c.id, c.event_id, c.page_id, by.label("place")).where(*wanted)
    rows = rows.order_by(by.desc(), c.id.desc()) if order == "oldest" else rows.order_by(by, c.id)
    if after is not None:
        place, id = _place(after, order)
        beyond = (by < place, c.id < id) if order == "oldest" else (by > place, c.id > id)
        rows = rows.where(or_(beyond[0], and_(by == place, beyond[1])))
    return rows


def _cursor(row: Row[Any], order: Order) -> str:
    """Where a part ended: what the order goes by, and the row that breaks ties."""
    # a score is less than nothing: without its sign it is no option of a command
    return f"{-row.place!r}_{row.id}" if order == "relevance" else f"{row.place}_{row.id}"


def _place(after: str, order: Order) -> tuple[Any, int]:
    place, _, id = after.rpartition("_")
    try:
        if not place or not id.isascii() or not id.isdigit():
            raise ValueError
        return (-float(place) if order == "relevance" else place), int(id)
    except ValueError:
        raise UsageError(f"'{after[:80]}' is no place to go on from.", "Use what the last answer ended with.") from None


# -- what is shown of it ----------------------------------------------------------------------------------------------


def _found(connection: Connection, kind: FoundKind, rows: Sequence[Row[Any]], question: Question) -> Iterator[Found]:
    if kind == "page":
        return _found_pages(connection, [row.page_id for row in rows], question)
    return _found_records(connection, kind, [row.event_id for row in rows], question)


def _found_records(
    connection: Connection, kind: FoundKind, ids: Sequence[str], question: Question
) -> Iterator[Found]:
    found = shown_records(connection, ids)
    pages = sorted({report.page for kept in found for report in kept.reports})
    texts = _texts(connection, pages)
    languages = _languages(connection, pages)
    for kept in found:
        reports = kept.reports
        shown = [_passages(report, texts, languages, question) for report in reports]
        # the report that shows most of what was looked for, else the first
        best = max(range(len(reports)), key=lambda at: (sum(len(each.marks) for each in shown[at]), -at))
        report = reports[best]
        yield Found(
            kind=kind,
            id=kept.id,
            page=report.page,
            title=title_of(report.sources, texts[report.page]),
            sources=report.sources,
            language=languages.get(report.page),
            passages=shown[best],
            kept=kept,
        )


def _passages(
    report: ReportRef, texts: dict[str, str], languages: dict[str, str], question: Question
) -> tuple[Passage, ...]:
    spans = [(span.start, span.end) for span in report.evidence if span.start is not None and span.end is not None]
    text = texts[report.page]
    return passages(text, question, languages.get(report.page), within=spans or [(0, 1)])


def _found_pages(connection: Connection, ids: Sequence[str], question: Question) -> Iterator[Found]:
    texts, sources = _texts(connection, ids), load_sources(connection, ids)
    languages = _languages(connection, ids)
    for id in ids:
        refs, language = sources.get(id, ()), languages.get(id)
        yield Found(
            kind="page",
            id=id,
            page=id,
            title=title_of(refs, texts[id]),
            sources=refs,
            language=language,
            passages=passages(texts[id], question, language),
        )


def _texts(connection: Connection, pages: Sequence[str]) -> dict[str, str]:
    rows = connection.execute(select(t.page.c.id, t.page.c.text).where(t.page.c.id.in_(pages)))
    return {row.id: row.text for row in rows}


def _languages(connection: Connection, pages: Sequence[str]) -> dict[str, str]:
    """The language by which the words of each page are indexed."""
    c = t.searched.c
    rows = connection.execute(select(c.page_id, c.marks).where(c.page_id.in_(pages)))
    marks = {row.page_id: msgspec.json.decode(row.marks, type=Marks) for row in rows}
    return {page: found["language"][0] for page, found in marks.items() if found.get("language")}


def _facet(name: str, found: Sequence[Marks]) -> Facet:
    """The most frequent values; those that fold alike are one, written as most write it."""
    counts: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for marks in found:
        here = {slug(value): value for value in marks.get(name, ())}
        counts.update(here.keys())
        for key, value in here.items():
            written.setdefault(key, Counter())[value] += 1
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_VALUES]
    return Facet(
        name=name,
        values=tuple(
            Value(value=min(written[key].items(), key=lambda item: (-item[1], item[0]))[0], count=count)
            for key, count in best
        ),
    )
