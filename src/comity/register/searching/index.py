"""What searching knows of each shown record and of each page, kept in the transaction that changes them.

A row of `searched` is a shown record or a page: its days, what it is (`marks`, JSON: lists of values by name), and by
its id its tokens in the full-text index. The id is its day, then its place on its page, as one number (see `number`):
the index is in the order of time, so that the newest of very many are found without looking at the others.
Its tokens are

- the folded words of what is read: of a page its text, of a record the words that are its evidence and who stands in
  it; `|` between parts, so that no phrase runs from one into the next;
- `~` and the stem of each word that is not its own stem;
- `@` and each word of the names of persons, in their order;
- `#`, a name and a value: `#channel=party`, `#side=vnm`, `#pair=khm-vnm`, `#year=2021`; filters are words of the
  question.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Select, delete, func, insert, or_, select

from comity import edtf
from comity.folding import slug
from comity.model import Commitment, Event, Instrument, Office, Span
from comity.register import schema as t
from comity.register.loader import chunks
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
MOST_YEARS = 60
"""Years of a period that is looked for by the years it touches, and of a record that is marked with them."""
LONG = "long"
_START_BITS = 17
_LAST_START = (1 << _START_BITS) - 1
_PLACE_BITS = 24 + _START_BITS

Marks = dict[str, list[str]]
I = TypeVar("I", int, str)  # noqa: E741 - an id


@dataclass(slots=True)
class Entry:
    """A row of `searched` on its way into the index, with what is read in it."""

    kind: str
    owner: str
    first_day: str | None
    last_day: str | None
    confidence: float
    page: str
    start: int = 0
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
        tokens += (mark("year", year) for year in years(self.first_day, self.last_day))
        for name, values in self.marks.items():
            if name != "person":
                tokens += dict.fromkeys(mark(_ALIAS.get(name, name), value) for value in values)
        return tokens

    def row(self) -> dict[str, Any]:
        """The row of `searched`, without its id."""
        return {
            "kind": self.kind,
            "page_id" if self.kind == "page" else "event_id": self.owner,
            "first_day": self.first_day,
            "last_day": self.last_day,
            "confidence": self.confidence,
            "marks": msgspec.json.encode(self.marks).decode(),
        }


def number(day: str | None, page: str, start: int) -> int:
    """The id under which a thing is searched: the larger, the later its last day.

    What has no known day comes first of all; on one day a page's records go down as the page tells of them.
    """
    ordinal = date.fromisoformat(day).toordinal() if day else 0
    place = int(page[:6], 16) << _START_BITS | min(start, _LAST_START)
    return (ordinal << _PLACE_BITS) + (1 << _PLACE_BITS) - 1 - place


def from_day(day: str) -> int:
    """The least id of what has its last day on a day or later."""
    return date.fromisoformat(day).toordinal() << _PLACE_BITS


def years(first: str | None, last: str | None) -> list[str]:
    """The years that days touch, as marks have them: `long` for more than are worth a mark each."""
    if first is None or last is None:
        return []
    touched = range(int(first[:4]), int(last[:4]) + 1)
    return [str(year) for year in touched] if len(touched) <= MOST_YEARS else [LONG]


# a place may be asked for by its name, and by the codes of what it lies in
_ALIAS = {"where": "place"}


class _Told(msgspec.Struct):
    evidence: tuple[Span, ...]


def refresh(connection: Connection, ids: Iterable[str]) -> None:
    """Index anew what is shown of these records (canonical or merged), and the pages that tell of them."""
    touched = set(ids)
    for some in chunks(sorted(touched)):
        merged = select(t.event.c.merged_into).where(t.event.c.id.in_(some), t.event.c.merged_into.is_not(None))
        touched |= set(connection.scalars(merged))
    pages: set[str] = set()
    for some in chunks(sorted(touched)):
        pages |= _refresh_records(connection, some)
    refresh_pages(connection, pages)


def refresh_pages(connection: Connection, pages: Iterable[str]) -> None:
    """Index pages anew, as they are and as their records are indexed."""
    for some in chunks(sorted(set(pages))):
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
    engine_of(connection).settle(connection)


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
    _remove(connection, gone)
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
    _remove(connection, [known[entry.owner] for entry in entries if entry.owner in known])
    if entries:
        ids = _free(connection, [number(entry.last_day, entry.page, entry.start) for entry in entries])
        empty = {"page_id": None, "event_id": None}
        rows = [{"id": id, **empty, **entry.row()} for id, entry in zip(ids, entries, strict=True)]
        connection.execute(insert(t.searched), rows)
        engine_of(connection).put(connection, [(id, each.tokens()) for id, each in zip(ids, entries, strict=True)])


def _remove(connection: Connection, ids: Sequence[int]) -> None:
    engine_of(connection).remove(connection, ids)
    if ids:
        connection.execute(delete(t.searched).where(t.searched.c.id.in_(ids)))


def _free(connection: Connection, wanted: Sequence[int]) -> list[int]:
    """Ids that no row has, each the one that is wanted or the next below it."""
    c = t.searched.c
    taken = set(connection.scalars(select(c.id).where(c.id.in_(wanted))))
    ids: list[int] = []
    for id in wanted:
        while id in taken:
            id -= 1
            if id not in taken and connection.execute(select(c.id).where(c.id == id)).first() is not None:
                taken.add(id)
        taken.add(id)
        ids.append(id)
    return ids


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
        told = reports.get(row.event_id)
        if not told:  # cannot be: what is shown has a live report
            continue
        record = msgspec.json.decode(row.record, type=TYPES[row.kind])
        entry = Entry(row.kind, row.event_id, row.first_day, row.last_day, row.confidence, told[0].page_id)
        entry.language = told[0].language
        entry.start = next(_starts(told[0]), 0)
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


def _starts(report: Any) -> Iterator[int]:
    """Where the evidence of a report begins on its page."""
    for span in msgspec.json.decode(report.record, type=_Told).evidence:
        if span.start is not None:
            yield span.start


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
        "person": [*{slug(name): name for name in reversed(people)}.values()][::-1],
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
        entry = Entry("page", page, None, None, 0.0, page)
        entry.first_day, entry.last_day = (day.isoformat() for day in days) if days else (None, None)
        entry.confidence = confidence.get(page, 0.0)
        entry.language = languages.get(page) or source.language
        entry.parts = [texts[page]]
        spoken = [entry.language] if entry.language else []
        entry.marks = {**marks.get(page, {}), "publisher": list(source.publishers), "language": spoken}
        entry.marks = {name: values for name, values in entry.marks.items() if values}
        yield entry


def _texts(connection: Connection, pages: Sequence[str]) -> dict[str, str]:
    return {
        row.id: row.text
        for some in chunks(pages)
        for row in connection.execute(select(t.page.c.id, t.page.c.text).where(t.page.c.id.in_(some)))
    }


def _sources(connection: Connection, pages: Sequence[str]) -> dict[str, _Sources]:
    rows: dict[str, list[Any]] = {}
    for some in chunks(pages):
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
