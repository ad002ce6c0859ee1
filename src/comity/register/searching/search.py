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
from comity.register.courses import with_courses
from comity.register.identities import identified
from comity.register.loader import load_sources, shown_records
from comity.register.people.meant import meant
from comity.register.searching.engines import Bounds, engine_of
from comity.register.searching.filters import check, conditions, least, question_of
from comity.register.searching.index import Marks
from comity.register.searching.passages import passages
from comity.register.searching.persons import persons_facet
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
COUNTED = 10_000
"""Results that are counted: of more it is only said that they are more."""
RANKED = 5_000
"""Results that are put into the order of relevance: of more, the newest."""
FACETED = 2_000
"""Results over which facets count: of more, the newest."""
_VALUES = 20


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
        order = order or usual_order(query)
        with self._database.reading() as connection:
            asked = _Asked(connection, query, kind)
            total, exact = asked.total()
            rows = connection.execute(asked.part(order, after).limit(limit + 1)).all()
            found = tuple(asked.found(rows[:limit]))
        more = _cursor(rows[limit - 1], order) if len(rows) > limit else None
        return Results(kind=kind, order=order, total=total, exact=exact, found=found, after=more)

    def totals(self, query: Query) -> dict[FoundKind, int]:
        """How much is found of each kind, counted up to 10,000. Raises UsageError as `find`."""
        with self._database.reading() as connection:
            return {kind: _Asked(connection, query, kind).total()[0] for kind in FOUND_KINDS}

    def facets(self, query: Query, kind: FoundKind = "event") -> Facets:
        """What may narrow a search: the values that what is found has, with counts. Raises UsageError as `find`."""
        _check(kind, None, 1)
        with self._database.reading() as connection:
            asked = _Asked(connection, query, kind)
            found = asked.marks()
            people = persons_facet(connection, asked.newest(), kind, _VALUES)
        facets = (people if name == "person" else _facet(name, found) for name in FACETS)
        return Facets(kind=kind, of=len(found), facets=tuple(facets))

    def export(self, query: Query, kind: FoundKind = "event") -> Iterator[AnyKept]:
        """All records of a kind that are found, the newest first. Raises UsageError as `find`, and for pages."""
        if kind == "page":
            raise UsageError("Pages are not exported.", "Export events, commitments, instruments or offices.")
        _check(kind, None, 1)
        with self._database.reading() as connection:
            asked = _Asked(connection, query, kind)
            after = None
            while rows := connection.execute(asked.part("newest", after).limit(MOST)).all():
                found = shown_records(connection, [row.event_id for row in rows])
                yield from with_courses(connection, identified(connection, found))
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


class _Asked:
    """What is asked of one kind of things, put to the database of a connection."""

    def __init__(self, connection: Connection, query: Query, kind: FoundKind) -> None:
        self.connection = connection
        self.kind = kind
        check(query)
        people = meant(connection, query.persons)
        self.question = question_of(query, kind, people)
        self.conditions = conditions(connection, query, kind, people)
        self.least = least(query)

    def total(self) -> tuple[int, bool]:
        """How much is found, up to `COUNTED`; and whether that is all."""
        some = self._ids(Bounds(least=self.least)).limit(COUNTED + 1).subquery()
        found = self.connection.scalar(select(func.count()).select_from(some)) or 0
        return min(found, COUNTED), found <= COUNTED

    def part(self, order: Order, after: str | None) -> Select[Any]:
        """The rows found, in their order, from a place on: their ids, and what the order goes by (`place`)."""
        place, id = _place(after, order) if after is not None else (None, None)
        if order == "relevance":
            ranked = self._ids(Bounds(least=self.least), scored=True).limit(RANKED).subquery()
            by: ColumnElement[Any] = ranked.c.score
            rows = self._rows(ranked, by).order_by(by, ranked.c.id.desc())
            return rows if id is None else rows.where(or_(by > place, and_(by == place, ranked.c.id < id)))
        newest = order == "newest"
        bounds = Bounds(least=self.least, below=id) if newest else Bounds(least=self.least, above=id)
        some = self._ids(bounds, newest=newest).limit(MOST + 1).subquery()
        return self._rows(some, some.c.id).order_by(some.c.id.desc() if newest else some.c.id)

    def marks(self) -> list[Marks]:
        """What the newest things are, that are found."""
        some = self.newest()
        rows = select(t.searched.c.marks).join(some, some.c.id == t.searched.c.id)
        return [msgspec.json.decode(marks, type=Marks) for marks in self.connection.scalars(rows)]

    def newest(self) -> Subquery:
        """The ids of the newest things that are found, over which facets count."""
        return self._ids(Bounds(least=self.least)).limit(FACETED).subquery()

    def found(self, rows: Sequence[Row[Any]]) -> Iterator[Found]:
        """What rows are of, with the sentences to show."""
        if self.kind == "page":
            return _found_pages(self.connection, [row.page_id for row in rows], self.question)
        return _found_records(self.connection, self.kind, [row.event_id for row in rows], self.question)

    def _ids(self, bounds: Bounds, *, scored: bool = False, newest: bool = True) -> Select[Any]:
        """The ids found, in the order of the index, which is that of time: a limit looks at no more than it gives."""
        matched = engine_of(self.connection).matching(self.question, bounds, scored=scored)
        ids = select(*matched.c).order_by(matched.c.id.desc() if newest else matched.c.id)
        if self.conditions:
            ids = ids.join(t.searched, t.searched.c.id == matched.c.id).where(*self.conditions)
        return ids

    def _rows(self, some: Subquery, by: ColumnElement[Any]) -> Select[Any]:
        c = t.searched.c
        return select(c.id, c.event_id, c.page_id, by.label("place")).join(some, some.c.id == c.id)


def _cursor(row: Row[Any], order: Order) -> str:
    """Where a part ended: the row, and its score where the order goes by it."""
    # a score is less than nothing: without its sign it is no option of a command
    return f"{-row.place!r}_{row.id}" if order == "relevance" else str(row.id)


def _place(after: str, order: Order) -> tuple[float, int]:
    score, joint, id = after.rpartition("_")
    try:
        if not (id.isascii() and id.isdigit()) or len(id) > 19 or bool(joint) != (order == "relevance"):
            raise ValueError
        return (-float(score) if joint else 0.0), int(id)
    except ValueError:
        raise UsageError(f"'{after[:80]}' is no place to go on from.", "Use what the last answer ended with.") from None


# -- what is shown of it ----------------------------------------------------------------------------------------------


def _found(connection: Connection, kind: FoundKind, rows: Sequence[Row[Any]], question: Question) -> Iterator[Found]:
    if kind == "page":
        return _found_pages(connection, [row.page_id for row in rows], question)
    return _found_records(connection, kind, [row.event_id for row in rows], question)


def _found_records(connection: Connection, kind: FoundKind, ids: Sequence[str], question: Question) -> Iterator[Found]:
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
    written: Counter[str] = Counter()
    for marks in found:
        written.update(marks.get(name, ()))
    counts: Counter[str] = Counter()
    best: dict[str, str] = {}
    for value, count in sorted(written.items(), key=lambda item: (-item[1], item[0])):
        key = slug(value)
        counts[key] += count
        best.setdefault(key, value)
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_VALUES]
    return Facet(name=name, values=tuple(Value(value=best[key], count=count) for key, count in most))
