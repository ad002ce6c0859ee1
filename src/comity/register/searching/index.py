"""What searching knows of each shown record and of each page, kept in the transaction that changes them.

A row of `searched` is a shown record or a page: its place in time, what it is (`marks`, JSON: lists of values by name),
and by its id its tokens in the full-text index:

- the folded words of what is read: of a page its text, of a record the words that are its evidence and who stands in
  it; `|` between parts, so that no phrase runs from one into the next;
- `~` and the stem of each word that is not its own stem;
- `@` and each word of the names of persons, in their order;
- `#`, a name and a value: `#channel=party`, `#side=vnm`, `#pair=khm-vnm`; filters are words of the question.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Select, delete, func, insert, or_, select, update

from comity import edtf
from comity.model import Commitment, Event, Instrument, Office, Span
from comity.register import schema as t
from comity.register.provenance import ordered
from comity.register.reports import TYPES, AnyRecord, is_live, participants
from comity.register.searching.engines import engine_of
from comity.register.searching.question import mark
from comity.register.searching.words import folded_words, stemmed
from comity.register.sources import as_source
from comity.register.standing import codes

CHUNK = 400
MOST_WORDS = 100_000
"""Words of a page that are indexed: databases bound what one row holds."""
BREAK = "|"

Marks = dict[str, list[str]]
I = TypeVar("I", int, str)  # noqa: E741 - an id


@dataclass(slots=True)
class Entry:
    """A row of `searched` on its way into the index, with what is read in it."""

    kind: str
    owner: str
    position: str
    first_day: str | None
    last_day: str | None
    confidence: float
    language: str | None = None
    parts: list[str] = field(default_factory=list)
    marks: Marks = field(default_factory=dict)

    def tokens(self) -> list[str]:
        """The tokens of the row, in their order."""
        said: list[str] = []
        for part in self.parts:
            said += [*folded_words(part), BREAK]
            if len(said) > MOST_WORDS:
                break
        del said[MOST_WORDS:]
        tokens = [*said, *(f"~{stem}" for stem in stemmed(said, self.language)), BREAK]
        for person in self.marks.get("person", ()):
            tokens += [*(f"@{word}" for word in folded_words(person)), BREAK]
        tokens.append(mark("kind", self.kind))
        for name, values in self.marks.items():
            if name != "person":
                tokens += dict.fromkeys(mark(_ALIAS.get(name, name), value) for value in values)
        return tokens

    def row(self) -> dict[str, Any]:
        """The row of `searched`, without its id."""
        return {
            "kind": self.kind,
            "page_id" if self.kind == "page" else "event_id": self.owner,
            "position": self.position,
            "first_day": self.first_day,
            "last_day": self.last_day,
            "confidence": self.confidence,
            "marks": msgspec.json.encode(self.marks).decode(),
        }


# a place may be asked for by its name, and by the codes of what it lies in
_ALIAS = {"where": "place"}


class _Told(msgspec.Struct):
    evidence: tuple[Span, ...]


def refresh(connection: Connection, ids: Iterable[str]) -> None:
    """Index anew what is shown of these records (canonical or merged), and the pages that tell of them."""
    touched = set(ids)
    for some in _some(sorted(touched)):
        merged = select(t.event.c.merged_into).where(t.event.c.id.in_(some), t.event.c.merged_into.is_not(None))
        touched |= set(connection.scalars(merged))
    pages: set[str] = set()
    for some in _some(sorted(touched)):
        pages |= _refresh_records(connection, some)
    refresh_pages(connection, pages)


def refresh_pages(connection: Connection, pages: Iterable[str]) -> None:
    """Index pages anew, as they are and as their records are indexed."""
    for some in _some(sorted(set(pages))):
        known = _known(connection, t.searched.c.page_id, some)
        _write(connection, list(_page_entries(connection, some)), known)


def rebuild(connection: Connection) -> None:
    """Index everything anew, as after a migration or a copy into another database."""
    engine_of(connection).clear(connection)
    connection.execute(delete(t.searched))
    last = ""
    while some := _after(connection, t.shown.c.event_id, last):
        _write(connection, list(_record_entries(connection, some)), {})
        last = some[-1]
    last = ""
    while some := _after(connection, t.page.c.id, last):
        _write(connection, list(_page_entries(connection, some)), {})
        last = some[-1]


def wrong(connection: Connection) -> Iterator[str]:
    """What is not as it should be: shown records and pages that are not indexed, and rows of the index without them."""
    c = t.searched.c
    index = engine_of(connection).ids()
    for what, found in (
        ("shown records are not in the index", _missing(t.shown.c.event_id, c.event_id)),
        ("pages are not in the index", _missing(t.page.c.id, c.page_id)),
        ("rows of the index are of records that are not shown", _missing(c.event_id, t.shown.c.event_id)),
        ("rows of the index have no words", _missing(c.id, index.c.id)),
        ("words of the index are of no row", _missing(index.c.id, c.id)),
    ):
        count = connection.scalar(select(func.count()).select_from(found.subquery()))
        if count:
            yield f"{count} {what}"


def _missing(of: Any, among: Any) -> Any:
    """Those values of a column that another column does not have."""
    return select(of).where(of.is_not(None)).except_(select(among).where(among.is_not(None)))


def _refresh_records(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Index records anew; gives the pages that any report of them stands on."""
    known = _known(connection, t.searched.c.event_id, ids)
    entries = list(_record_entries(connection, ids))
    gone = [row for owner, row in known.items() if owner not in {entry.owner for entry in entries}]
    engine = engine_of(connection)
    engine.remove(connection, gone)
    if gone:
        connection.execute(delete(t.searched).where(t.searched.c.id.in_(gone)))
    _write(connection, entries, known)
    return set(
        connection.scalars(
            select(t.coding.c.page_id)
            .join(t.report, t.report.c.coding_id == t.coding.c.id)
            .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
            .join(t.event, t.event.c.id == t.event_report.c.event_id)
            .where(or_(t.event.c.id.in_(ids), t.event.c.merged_into.in_(ids)))
            .distinct()
        )
    )


def _write(connection: Connection, entries: Sequence[Entry], known: dict[str, int]) -> None:
    """Write rows and their tokens; `known` are the ids of owners that have a row."""
    engine = engine_of(connection)
    old = [entry for entry in entries if entry.owner in known]
    new = [entry for entry in entries if entry.owner not in known]
    ids = [known[entry.owner] for entry in old]
    engine.remove(connection, ids)
    for id, entry in zip(ids, old, strict=True):
        connection.execute(update(t.searched).where(t.searched.c.id == id).values(entry.row()))
    if new:
        statement = insert(t.searched).returning(t.searched.c.id, sort_by_parameter_order=True)
        empty = {"page_id": None, "event_id": None}
        ids += [int(id) for id in connection.scalars(statement, [{**empty, **entry.row()} for entry in new])]
    engine.put(connection, [(id, entry.tokens()) for id, entry in zip(ids, [*old, *new], strict=True)])


def _known(connection: Connection, column: Any, owners: Sequence[str]) -> dict[str, int]:
    rows = connection.execute(select(column.label("owner"), t.searched.c.id).where(column.in_(owners)))
    return {row.owner: row.id for row in rows}


# -- records ----------------------------------------------------------------------------------------------------------


def _record_entries(connection: Connection, ids: Sequence[str]) -> Iterator[Entry]:
    """The entries of those of these records that are shown."""
    rows = connection.execute(select(t.shown).where(t.shown.c.event_id.in_(ids)).order_by(t.shown.c.event_id)).all()
    if not rows:
        return
    pairs: dict[str, list[str]] = {}
    found = select(t.pair.c.event_id, t.pair.c.one, t.pair.c.other).where(t.pair.c.event_id.in_(ids))
    for row in connection.execute(found):
        pairs.setdefault(row.event_id, []).append(f"{row.one} {row.other}")
    reports: dict[str, list[Any]] = {}
    for row in connection.execute(_live_reports([row.event_id for row in rows])):
        reports.setdefault(row.canonical, []).append(row)
    pages = sorted({row.page_id for each in reports.values() for row in each})
    texts = _texts(connection, pages)
    publishers = {page: found.publishers for page, found in _sources(connection, pages).items()}
    for row in rows:
        told = reports.get(row.event_id, [])
        record = msgspec.json.decode(row.record, type=TYPES[row.kind])
        entry = Entry(row.kind, row.event_id, row.position, row.first_day, row.last_day, row.confidence)
        entry.language = told[0].language if told else None
        entry.parts = [*dict.fromkeys((*_evidence(told, texts), *_said(record)))]
        entry.marks = {
            **_marks(record, row),
            "pair": sorted(pairs.get(row.event_id, ())),
            "publisher": [*dict.fromkeys(name for report in told for name in publishers.get(report.page_id, ()))],
            "language": sorted({report.language for report in told if report.language}),
        }
        entry.marks = {name: values for name, values in entry.marks.items() if values}
        yield entry


def _live_reports(ids: Sequence[str]) -> Select[Any]:
    """The live reports of canonical records, in the order in which they were kept."""
    canonical = func.coalesce(t.event.c.merged_into, t.event.c.id).label("canonical")
    return (
        select(canonical, t.report.c.record, t.coding.c.page_id, t.coding.c.language)
        .select_from(t.event)
        .join(t.event_report, t.event_report.c.event_id == t.event.c.id)
        .join(t.report, t.report.c.id == t.event_report.c.report_id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .where(or_(t.event.c.id.in_(ids), t.event.c.merged_into.in_(ids)), is_live())
        .order_by(t.report.c.id)
    )


def _evidence(reports: Iterable[Any], texts: dict[str, str]) -> Iterator[str]:
    """The words that reports rest on."""
    for report in reports:
        text = texts.get(report.page_id, "")
        for span in msgspec.json.decode(report.record, type=_Told).evidence:
            if span.start is not None and span.end is not None:
                yield text[span.start : span.end]


def _said(record: AnyRecord) -> Iterator[str]:
    """What a record says in words, beside its evidence."""
    match record:
        case Event():
            found = [record.place.name if record.place else None]
        case Commitment():
            found = [record.action]
        case Instrument():
            found = [record.title]
        case Office():
            found = [record.rank]
    for _, _, participant in participants(record):
        found += [participant.name, participant.office, participant.of]
    yield from (each for each in found if each)


def _marks(record: AnyRecord, row: Any) -> Marks:
    """What a record is, as filters ask for it and facets count it."""
    named = [participant for _, _, participant in participants(record)]
    place = record.place if isinstance(record, Event) else None
    people = [each.name for each in named if each.kind == "person" and each.name]
    return {
        "side": sorted({code for each in named for code in codes(each)}),
        "channel": row.channel.split(),
        "form": [row.form] if row.form else [],
        "type": [row.plover] if row.plover else [],
        "field": row.fields.split(),
        "status": [row.status] if row.status else [],
        "place": [place.name] if place and place.name else [],
        "where": [code for code in (place.country, place.admin) if code] if place else [],
        "person": [*dict.fromkeys(people)],
    }


# -- pages ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sources:
    publishers: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None


def _page_entries(connection: Connection, pages: Sequence[str]) -> Iterator[Entry]:
    texts = _texts(connection, pages)
    found = _sources(connection, pages)
    languages = _languages(connection, pages)
    marks, confidence = _told_there(connection, pages)
    for page in sorted(texts):
        source = found.get(page, _Sources())
        known = source.published is not None and edtf.is_valid(source.published)
        days = edtf.parse(source.published).days() if known and source.published else None
        entry = Entry("page", page, position_of(source.published if known else None, page), None, None, 0.0)
        entry.first_day, entry.last_day = (day.isoformat() for day in days) if days else (None, None)
        entry.confidence = confidence.get(page, 0.0)
        entry.language = languages.get(page) or source.language
        entry.parts = [texts[page]]
        spoken = [entry.language] if entry.language else []
        entry.marks = {**marks.get(page, {}), "publisher": list(source.publishers), "language": spoken}
        entry.marks = {name: values for name, values in entry.marks.items() if values}
        yield entry


def position_of(published: str | None, page: str) -> str:
    """Orders pages as text, as records are ordered: the newest first, those of unknown date last."""
    known, first, last, _ = edtf.sort_key(published)
    return f"{known}{9_999_999 - last:07d}{9_999_999 - first:07d}{page[:12]}"


def _texts(connection: Connection, pages: Sequence[str]) -> dict[str, str]:
    return {
        row.id: row.text
        for some in _some(pages)
        for row in connection.execute(select(t.page.c.id, t.page.c.text).where(t.page.c.id.in_(some)))
    }


def _sources(connection: Connection, pages: Sequence[str]) -> dict[str, _Sources]:
    rows: dict[str, list[Any]] = {}
    for some in _some(pages):
        for row in connection.execute(select(t.source).where(t.source.c.page_id.in_(some))):
            rows.setdefault(row.page_id, []).append(as_source(row))
    found = {}
    for page, sources in rows.items():
        lead = ordered(sources)
        publishers = tuple(dict.fromkeys(source.publisher for source in lead if source.publisher))
        found[page] = _Sources(publishers, lead[0].published, lead[0].language)
    return found


def _languages(connection: Connection, pages: Sequence[str]) -> dict[str, str]:
    """What the coder was told, or read, to be the language of a page."""
    c = t.coding.c
    rows = connection.execute(
        select(c.page_id, c.language).where(c.page_id.in_(pages), c.language.is_not(None)).order_by(c.current, c.id)
    )
    return {row.page_id: row.language for row in rows}


def _told_there(connection: Connection, pages: Sequence[str]) -> tuple[dict[str, Marks], dict[str, float]]:
    """What the records of each page are, taken together, and how sure the surest is."""
    canonical = func.coalesce(t.event.c.merged_into, t.event.c.id)
    rows = connection.execute(
        select(t.coding.c.page_id, t.searched.c.marks, t.searched.c.confidence)
        .select_from(t.coding)
        .join(t.report, t.report.c.coding_id == t.coding.c.id)
        .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
        .join(t.event, t.event.c.id == t.event_report.c.event_id)
        .join(t.searched, t.searched.c.event_id == canonical)
        .where(t.coding.c.page_id.in_(pages), is_live())
    )
    marks: dict[str, dict[str, dict[str, None]]] = {}
    confidence: dict[str, float] = {}
    for row in rows:
        confidence[row.page_id] = max(confidence.get(row.page_id, 0.0), row.confidence)
        here = marks.setdefault(row.page_id, {})
        for name, values in msgspec.json.decode(row.marks, type=Marks).items():
            here.setdefault(name, {}).update(dict.fromkeys(values))
    return {page: {name: sorted(values) for name, values in here.items()} for page, here in marks.items()}, confidence


def _after(connection: Connection, column: Any, last: str) -> list[str]:
    return list(connection.scalars(select(column).where(column > last).order_by(column).limit(CHUNK)))


def _some(ids: Sequence[I]) -> Iterator[Sequence[I]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
