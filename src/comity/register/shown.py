"""What is shown of each record, kept ready to be read: the tables `shown`, `standing` and `pair`.

They are derived from live reports, from who is merged into whom, and from what is rejected. Whoever changes one of
these calls `refresh` in the same transaction. Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import Connection, Row, Table, and_, delete, func, insert, or_, select

from comity import edtf
from comity.folding import fold
from comity.lexicon.vocabulary import vocabulary
from comity.model import Commitment, Event, Instrument, Office, Participant
from comity.register import pairing
from comity.register import schema as t
from comity.register.bodies import sightings as bodies
from comity.register.bodies.sightings import SeenBody, bodies_in
from comity.register.compose import AnyRecord, Composed, Voice, compose
from comity.register.following.fulfilment import is_followed
from comity.register.following.stages import resting_on, stages
from comity.register.loader import chunks
from comity.register.pairing import Pair
from comity.register.people import sightings
from comity.register.people.sightings import Seen, seen_in
from comity.register.provenance import ordered
from comity.register.reports import TYPES, dated, is_live, lead_first, participant_row, participants
from comity.register.review.state import states_of
from comity.register.review.views import ReviewState
from comity.register.review.worth import worth
from comity.register.searching import index
from comity.register.sources import as_source
from comity.register.views import RECORD_KINDS, RecordKind, Section, SourceRef

CHUNK = 400
"""Records composed at a time: databases bound the number of parameters."""

CITED = 5
"""Reports of a record that lists show; whoever looks at the record sees all."""

TABLES = (t.shown, t.standing, t.pair, t.side_pair)
"""What is derived, `shown` first: the others refer to it."""

_FAR = 9_999_999
_SIDES = {t.pair: t.pair.c.one, t.side_pair: t.side_pair.c.side}
_PAIR_COLUMNS = (
    *("section", "position", "event_id", "first_day", "last_day"),
    *("form", "status", "channel", "fields", "title", "confidence"),
)


def refresh(connection: Connection, ids: Iterable[str]) -> None:
    """Compose anew what is shown of these records (canonical or merged), and of what hangs on them.

    Rows of records that are not to be shown any more are deleted: of those that are merged, rejected, or told by no
    live report.
    """
    touched = _with_canonical(connection, ids)
    touched |= _with_canonical(connection, _hanging(connection, touched))
    touched |= _with_canonical(connection, _told_beside(connection, touched))
    touched |= resting_on(connection, touched)
    by_kind = _by_kind(connection, touched)
    for some in chunks(sorted(touched)):
        _forget(connection, some)
    seen: list[Seen] = []
    named: list[SeenBody] = []
    # what hangs on an event, and offices told of with it, are of the pairs that it is of
    for kind in RECORD_KINDS:
        for some in chunks(by_kind.get(kind, [])):
            derived = _write(connection, kind, some)
            seen += derived.seen
            named += derived.bodies
    sightings.replace(connection, touched, seen)
    bodies.replace(connection, touched, named)
    index.refresh(connection, touched)


def rebuild(connection: Connection) -> None:
    """Compose anew what is shown of every record, as after a migration."""
    for table in reversed(TABLES):
        connection.execute(delete(table))
    sightings.clear(connection)
    bodies.clear(connection)
    for kind in RECORD_KINDS:
        last = ""
        while some := _after(connection, kind, last):
            derived = _write(connection, kind, some)
            sightings.replace(connection, some, derived.seen)
            bodies.replace(connection, some, derived.bodies)
            last = some[-1]
    sightings.mend(connection)
    bodies.mend(connection)
    index.rebuild(connection)


def told(connection: Connection, canonical: str, people: bool = True) -> tuple[list[Any], Composed] | None:
    """The rows of the live reports of a record and what they make together, rejected or not; None if there are none.

    Without `people` their versions are left out.
    """
    clusters = _clusters(connection, [canonical])
    for cluster in clusters:
        cluster.rows = [row for row in cluster.rows if people or row.author is None]
    if not clusters or not clusters[0].rows:
        return None
    return clusters[0].rows, compose(_voices(connection, clusters)[canonical])


def hangs_on(rows: Sequence[Any]) -> int | None:
    """The report of the event on which a record hangs, of its live reports in the order in which they were kept.

    A person's newest version says it; without one the first report which hangs on any event.
    """
    people = [row for row in rows if row.author is not None]
    if people:
        found: int | None = people[-1].parent_id
        return found
    return next((row.parent_id for row in rows if row.parent_id is not None), None)


def section(record: AnyRecord) -> Section:
    """The part of a dossier in which a record is shown."""
    match record:
        case Event():
            return "encounter" if is_encounter(record) else "act"
        case Commitment():
            return "commitment"
        case Instrument():
            return "instrument"
        case Office():
            return "office"


def is_encounter(event: Event) -> bool:
    """Whether sides meet or speak in this event, or plan to."""
    form = vocabulary().forms.get(event.form) if event.form else None
    return event.plover == "CONSULT" or event.form == "planned_encounter" or (form is not None and form.encounter)


def title(office: Office) -> str:
    """Country, title and body of an office, folded: equal for those who hold one office after another."""
    return "\n".join((office.country or "", fold(office.office), fold(office.of or "")))


def position(date: str | None, page: str, start: int) -> str:
    """Orders records as text: the newest first, then dates of unknown year, then none; then as the page tells them."""
    known, first, last, _ = edtf.sort_key(date)
    return f"{known}{_FAR - last:07d}{_FAR - first:07d}{page[:12]}{start:08d}"


@dataclass(frozen=True, slots=True)
class Derived:
    """Rows of the tables of what is shown, and the people whom reports name."""

    shown: list[dict[str, Any]] = field(default_factory=list)
    standing: list[dict[str, Any]] = field(default_factory=list)
    pair: list[dict[str, Any]] = field(default_factory=list)
    side_pair: list[dict[str, Any]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    bodies: list[SeenBody] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
        """The rows of each of `TABLES`."""
        yield from ((table, getattr(self, table.name)) for table in TABLES)


@dataclass(slots=True)
class _Cluster:
    """The live reports of a canonical record and of those merged into it, in the order in which they were kept."""

    id: str
    rows: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class _Pairs:
    """The pairs of countries, and those of sides within one with others, in which records stand."""

    of_countries: set[Pair] = field(default_factory=set)
    of_sides: set[Pair] = field(default_factory=set)


@dataclass(slots=True)
class _Parent:
    """What a record has of the event that it hangs on."""

    id: str
    channel: str = ""
    dated: str | None = None
    pairs: _Pairs = field(default_factory=lambda: _Pairs())


def _with_canonical(connection: Connection, ids: Iterable[str]) -> set[str]:
    """These records and those that they are merged into."""
    found = set(ids)
    for some in chunks(sorted(found)):
        merged = select(t.event.c.merged_into).where(t.event.c.id.in_(some), t.event.c.merged_into.is_not(None))
        found |= set(connection.scalars(merged))
    return found


def _members(connection: Connection, ids: Iterable[str]) -> set[str]:
    """These records and those that are merged into them."""
    found = set(ids)
    for some in chunks(sorted(found)):
        found |= set(connection.scalars(select(t.event.c.id).where(t.event.c.merged_into.in_(some))))
    return found


def _hanging(connection: Connection, ids: Iterable[str]) -> set[str]:
    """The records that hang on these events."""
    parent, link = t.event_report.alias("parent"), t.event_report
    found: set[str] = set()
    for some in chunks(sorted(each for each in _members(connection, ids) if each.startswith("ev-"))):
        found |= set(
            connection.scalars(
                select(link.c.event_id)
                .join(t.report, t.report.c.id == link.c.report_id)
                .join(parent, parent.c.report_id == t.report.c.parent_id)
                .where(parent.c.event_id.in_(some))
            )
        )
    return found


def _told_beside(connection: Connection, ids: Iterable[str]) -> set[str]:
    """The offices that the stories of these records tell of."""
    link, beside, beside_link = t.event_report, t.report.alias("beside"), t.event_report.alias("beside_link")
    found: set[str] = set()
    others = sorted(each for each in _members(connection, ids) if not each.startswith("of-"))
    for some in chunks(others):
        found |= set(
            connection.scalars(
                select(beside_link.c.event_id)
                .select_from(link)
                .join(t.report, t.report.c.id == link.c.report_id)
                .join(beside, and_(beside.c.coding_id == t.report.c.coding_id, beside.c.story == t.report.c.story))
                .join(beside_link, beside_link.c.report_id == beside.c.id)
                .where(link.c.event_id.in_(some), beside.c.kind == "office")
                .distinct()
            )
        )
    return found


def _by_kind(connection: Connection, ids: Iterable[str]) -> dict[RecordKind, list[str]]:
    """Those of these records that may be shown, by kind."""
    found: dict[RecordKind, list[str]] = {}
    for some in chunks(sorted(ids)):
        rows = connection.execute(
            select(t.event.c.id, t.event.c.kind)
            .where(t.event.c.id.in_(some), t.event.c.merged_into.is_(None), t.event.c.rejected.is_(None))
            .order_by(t.event.c.id)
        )
        for row in rows:
            found.setdefault(row.kind, []).append(row.id)
    return found


def _after(connection: Connection, kind: RecordKind, last: str) -> list[str]:
    c = t.event.c
    wanted = (c.kind == kind, c.id > last, c.merged_into.is_(None), c.rejected.is_(None))
    return list(connection.scalars(select(c.id).where(*wanted).order_by(c.id).limit(CHUNK)))


def _forget(connection: Connection, ids: Sequence[str]) -> None:
    for table in reversed(TABLES):
        connection.execute(delete(table).where(table.c.event_id.in_(ids)))


def derive(connection: Connection, kind: RecordKind, ids: Sequence[str]) -> Derived:
    """The rows that are to stand for these canonical records, all of one kind, as their reports are now.

    Those of what hangs on an event, and of offices, rest on the rows of events that are there.
    """
    clusters = _clusters(connection, ids)
    voices = _voices(connection, clusters)
    parents = _parents(connection, clusters) if kind in ("commitment", "instrument") else {}
    beside = _pairs_beside(connection, clusters) if kind == "office" else {}
    staged = stages(connection, [cluster.id for cluster in clusters]) if kind == "commitment" else {}
    states = states_of(connection, {cluster.id: {row.event_id for row in cluster.rows} for cluster in clusters})
    derived = Derived()
    for cluster in clusters:
        composed = compose(voices[cluster.id])
        parent = parents.get(cluster.id)
        row = _shown_row(cluster, composed, parent, states.get(cluster.id))
        if isinstance(composed.record, Commitment) and is_followed(composed.record):
            row["status"] = staged[cluster.id].stage
        derived.shown.append(row)
        named = list(participants(composed.record))
        derived.standing.extend({"event_id": cluster.id, **participant_row(*each)} for each in named)
        told_with = beside.get(cluster.id, _Pairs())
        people = [each for _, _, each in named]
        derived.pair.extend(_pair_rows(row, people, parent, told_with))
        derived.side_pair.extend(_side_pair_rows(row, people, parent, told_with))
        for voice in voices[cluster.id]:
            date = dated(voice.record, parent.dated if parent else None)
            derived.seen.extend(seen_in(cluster.id, voice.page, voice.record, date))
            derived.bodies.extend(bodies_in(cluster.id, voice.page, voice.record, date))
    return derived


def _write(connection: Connection, kind: RecordKind, ids: Sequence[str]) -> Derived:
    """Write what is shown of these records; gives it with the people and bodies that their reports name."""
    derived = derive(connection, kind, ids)
    for table, rows in derived.rows():
        if rows:
            connection.execute(insert(table), rows)
    return derived


def _clusters(connection: Connection, ids: Sequence[str]) -> list[_Cluster]:
    """The clusters of canonical records, without those that no live report tells of."""
    rows = connection.execute(
        select(
            *(t.report.c[name] for name in ("id", "coding_id", "kind", "story", "local", "parent_id", "start")),
            t.report.c.record,
            t.event.c.id.label("event_id"),
            t.event.c.merged_into,
            t.coding.c.page_id,
            t.coding.c.author,
        )
        .select_from(t.event)
        .join(t.event_report, t.event_report.c.event_id == t.event.c.id)
        .join(t.report, t.report.c.id == t.event_report.c.report_id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .where(or_(t.event.c.id.in_(ids), t.event.c.merged_into.in_(ids)), is_live())
        .order_by(t.report.c.id)
    ).all()
    found: dict[str, _Cluster] = {}
    for row in rows:
        identity = row.merged_into or row.event_id
        found.setdefault(identity, _Cluster(identity)).rows.append(row)
    return [found[each] for each in sorted(found)]


def _voices(connection: Connection, clusters: Iterable[_Cluster]) -> dict[str, list[Voice]]:
    clusters = list(clusters)
    # who published it, and when, is only asked of what several reports tell
    pages = {row.page_id for cluster in clusters if len(cluster.rows) > 1 for row in cluster.rows}
    leads = _lead_sources(connection, pages)
    return {cluster.id: [_voice(row, leads.get(row.page_id)) for row in cluster.rows] for cluster in clusters}


def _voice(row: Row[Any], source: SourceRef | None) -> Voice:
    return Voice(
        page=row.page_id,
        report=f"{row.story}/{row.local}",
        record=msgspec.json.decode(row.record, type=TYPES[row.kind]),
        order=row.id,
        publisher=_publisher(source) or row.page_id,
        published=source.published if source is not None else None,
        author=row.author,
    )


def _publisher(source: SourceRef | None) -> str | None:
    """What tells one publisher from another: its name, else its site."""
    if source is None:
        return None
    return fold(source.publisher) if source.publisher else urlsplit(source.url).hostname if source.url else None


def _lead_sources(connection: Connection, pages: Iterable[str]) -> dict[str, SourceRef]:
    found: dict[str, list[SourceRef]] = {}
    for some in chunks(sorted(pages)):
        for row in connection.execute(select(t.source).where(t.source.c.page_id.in_(some))):
            found.setdefault(row.page_id, []).append(as_source(row))
    return {page: ordered(sources)[0] for page, sources in found.items()}


def _parents(connection: Connection, clusters: Sequence[_Cluster]) -> dict[str, _Parent]:
    """The canonical event that each record hangs on (see `hangs_on`)."""
    hooks = {cluster.id: hangs_on(cluster.rows) for cluster in clusters}
    reports = sorted({hook for hook in hooks.values() if hook is not None})
    link = t.event_report.c
    events: dict[int, str] = {}
    for start in range(0, len(reports), CHUNK):
        rows = connection.execute(
            select(link.report_id, t.event.c.id, t.event.c.merged_into)
            .join(t.event, t.event.c.id == link.event_id)
            .where(link.report_id.in_(reports[start : start + CHUNK]))
        )
        events.update({row.report_id: row.merged_into or row.id for row in rows})
    parents: dict[str, _Parent] = {}
    for some in chunks(sorted(set(events.values()))):
        c = t.shown.c
        rows = connection.execute(select(c.event_id, c.channel, c.dated).where(c.event_id.in_(some)))
        parents.update({row.event_id: _Parent(row.event_id, row.channel, row.dated) for row in rows})
        for table, side in _SIDES.items():
            pair = select(table.c.event_id, side, table.c.other).where(table.c.event_id.in_(some))
            for identity, one, other in connection.execute(pair):
                _pairs_in(parents[identity].pairs, table).add((one, other))
    found: dict[str, _Parent] = {}
    for identity, hook in hooks.items():
        of = events.get(hook) if hook is not None else None
        if of is not None:
            found[identity] = parents.get(of) or _Parent(of)
    return found


def _pairs_in(pairs: _Pairs, table: Table) -> set[Pair]:
    return pairs.of_countries if table is t.pair else pairs.of_sides


def _pairs_beside(connection: Connection, clusters: Sequence[_Cluster]) -> dict[str, _Pairs]:
    """The pairs that stand in the other records of the stories that tell of each office."""
    of_story: dict[tuple[int, str], set[str]] = {}
    for cluster in clusters:
        for row in cluster.rows:
            of_story.setdefault((row.coding_id, row.story), set()).add(cluster.id)
    codings = sorted({coding for coding, _ in of_story})
    found: dict[str, _Pairs] = {}
    canonical = func.coalesce(t.event.c.merged_into, t.event.c.id)
    for some, (table, side) in product(chunks(codings), _SIDES.items()):
        rows = connection.execute(
            select(t.report.c.coding_id, t.report.c.story, side.label("one"), table.c.other)
            .select_from(t.report)
            .join(t.coding, t.coding.c.id == t.report.c.coding_id)
            .join(t.event_report, t.event_report.c.report_id == t.report.c.id)
            .join(t.event, t.event.c.id == t.event_report.c.event_id)
            .join(table, table.c.event_id == canonical)
            .where(t.report.c.coding_id.in_(some), t.report.c.kind != "office", is_live())
            .distinct()
        )
        for row in rows:
            for identity in of_story.get((row.coding_id, row.story), ()):
                _pairs_in(found.setdefault(identity, _Pairs()), table).add((row.one, row.other))
    return found


def _shown_row(
    cluster: _Cluster, composed: Composed, parent: _Parent | None, state: ReviewState | None
) -> dict[str, Any]:
    record = composed.record
    date = dated(record, parent.dated if parent else None)
    days = edtf.parse(date).days() if date else None
    lead = next(row for row in cluster.rows if row.id == composed.lead.order)
    channel = record.channel if isinstance(record, Event | Commitment) else ()
    return {
        "event_id": cluster.id,
        "kind": lead.kind,
        "section": section(record),
        "position": position(date, lead.page_id, lead.start),
        "record": msgspec.json.encode(record).decode(),
        "differs": msgspec.json.encode(composed.differs).decode() if composed.differs else None,
        "dated": date,
        "first_day": days[0].isoformat() if days else None,
        "last_day": days[1].isoformat() if days else None,
        "plover": record.plover if isinstance(record, Event) else None,
        "form": record.form if isinstance(record, Event) else None,
        "status": record.status if isinstance(record, Event | Instrument) else None,
        "channel": parent.channel if isinstance(record, Instrument) and parent else _words(channel),
        "fields": _words(record.fields) if isinstance(record, Commitment | Instrument) else "",
        "title": title(record) if isinstance(record, Office) else None,
        "confidence": record.confidence,
        "parent_id": parent.id if parent else None,
        "reports": len(cluster.rows),
        "cited": msgspec.json.encode([row.id for row in sorted(cluster.rows, key=lead_first)[:CITED]]).decode(),
        "review": state,
        "worth": worth(record, reports=len(cluster.rows), differs=len(composed.differs), state=state),
    }


def _words(values: Iterable[str]) -> str:
    """Words that can be found by ` word `."""
    joined = " ".join(values)
    return f" {joined} " if joined else ""


def _pair_rows(
    row: dict[str, Any], named: Sequence[Participant], parent: _Parent | None, beside: _Pairs
) -> Iterator[dict[str, Any]]:
    """The pairs of a record: `beside` are those of the other records of its stories, which count for offices."""
    found = pairing.pairs(row["kind"], named, parent.pairs.of_countries if parent else (), beside.of_countries)
    for (a, b), is_named in sorted(found.items()):
        columns = {name: row[name] for name in _PAIR_COLUMNS}
        yield {"one": a, "other": b, "named": is_named, "kind": row["kind"], **columns}


def _side_pair_rows(
    row: dict[str, Any], named: Sequence[Participant], parent: _Parent | None, beside: _Pairs
) -> Iterator[dict[str, Any]]:
    """The same for sides within a country."""
    found = pairing.side_pairs(row["kind"], named, parent.pairs.of_sides if parent else (), beside.of_sides)
    for side, other in sorted(found):
        yield {"side": side, "other": other, **{name: row[name] for name in _PAIR_COLUMNS}}
