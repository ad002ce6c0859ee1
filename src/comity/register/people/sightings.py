"""Who is seen where: the tables `appellation` and `sighting`, kept with what is shown. Called by `register.shown`.

An appellation is how somebody is called (name, country, post); which appellations mean one person is decided when a new
one is met, among those that share a key with it. Every function runs inside the caller's transaction.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, String, bindparam, case, delete, func, insert, select, tuple_, update

from comity import edtf
from comity.model import Commitment, Event, Instrument, Office, Participant
from comity.register import schema as t
from comity.register.concurrency import merging_lock
from comity.register.loader import chunks
from comity.register.people.identify import identify
from comity.register.people.keys import keys
from comity.register.people.names import name_of
from comity.register.people.posts import post_of
from comity.register.reports import participants


def _nearer(day: Any, other: Any, none: str, *, earlier: bool) -> Any:
    """The earlier or the later of a day that is kept and another one, `none` where that is not known."""
    known = func.coalesce(day, none)
    return case((other < known if earlier else other > known, other), else_=day)


_TOOK_PLACE = ("held", "ongoing")
_COLUMNS = (t.sighting.c.appellation_id, t.sighting.c.page_id, t.sighting.c.event_id)

_NO_DAY = "9999-99-99"
_A = t.appellation.c
_ADD = (
    update(t.appellation)
    .where(_A.id == bindparam("at"))
    .values(
        records=_A.records + bindparam("more", type_=Integer),
        pages=_A.pages + bindparam("more_pages", type_=Integer),
        first_day=_nearer(_A.first_day, bindparam("first", type_=String), _NO_DAY, earlier=True),
        last_day=_nearer(_A.last_day, bindparam("last", type_=String), "", earlier=False),
    )
)

Called = tuple[str, str, str, str]
"""An appellation: folded name, country, key of the post, tenure; empty where nothing is said."""
At = tuple[int, str, str]
"""Where somebody is seen: appellation, page, record."""
How = tuple[str, str | None, str | None]
"""How: the name as written, and the days."""


@dataclass(frozen=True, slots=True)
class Seen:
    """That one report calls somebody so; `event_id` is the record that is shown of it."""

    event_id: str
    page_id: str
    called: Called
    written: str
    office: str | None
    body: str | None
    days: tuple[str | None, str | None]


def seen_in(
    event_id: str, page_id: str, record: Event | Commitment | Instrument | Office, date: str | None
) -> Iterator[Seen]:
    """The people whom a report of a record names; `date` (EDTF) is that of the report."""
    days = _days(date) if _took_place(record) else (None, None)
    for _, _, participant in participants(record):
        how = called(participant, record)
        if how is not None:
            written, office, body = participant.name or "", participant.office, participant.of
            yield Seen(event_id, page_id, how, written, office, body, days)


def called(participant: Participant, record: Event | Commitment | Instrument | Office) -> Called | None:
    """How a participant of a record is called; None for one that is no person, or has no name."""
    name = name_of(participant.name) if participant.kind == "person" and participant.name else None
    if name is None or not name.words:
        return None
    post = post_of(participant.office, participant.of).key if participant.office else ""
    return name.folded, participant.country or "", post, record.tenure if isinstance(record, Office) else ""


def replace(connection: Connection, ids: Iterable[str], seen: Sequence[Seen]) -> None:
    """Let `seen` be all that is seen in the records `ids`; counts, days and persons follow."""
    merging_lock(connection)
    before: dict[At, How] = {}
    for some in chunks(sorted(set(ids))):
        for row in connection.execute(select(t.sighting).where(t.sighting.c.event_id.in_(some))):
            before[row.appellation_id, row.page_id, row.event_id] = (row.written, row.first_day, row.last_day)
    known, new = _appellations(connection, seen)
    after: dict[At, How] = {}
    for each in seen:
        # the first of several mentions in one record tells how the name is written
        after.setdefault((known[each.called], each.page_id, each.event_id), (each.written, *each.days))
    gone = [at for at, how in before.items() if after.get(at) != how]
    come = [(at, how) for at, how in after.items() if before.get(at) != how]
    _write(connection, gone, come)
    _count(connection, gone, come)
    identify(connection, new)


def clear(connection: Connection) -> None:
    """Forget all sightings, as before everything is composed anew. Appellations, and so the ids of persons, stay."""
    connection.execute(delete(t.sighting))
    connection.execute(update(t.appellation).values(records=0, pages=0, first_day=None, last_day=None))


def mend(connection: Connection) -> None:
    """Give a person to every appellation that has none."""
    identify(connection, connection.scalars(select(_A.id).where(_A.person_id.is_(None))))


def _took_place(record: Event | Commitment | Instrument | Office) -> bool:
    return not isinstance(record, Event) or record.status in _TOOK_PLACE


def _days(date: str | None) -> tuple[str | None, str | None]:
    days = edtf.parse(date).days() if date else None
    return (days[0].isoformat(), days[1].isoformat()) if days else (None, None)


def _appellations(connection: Connection, seen: Sequence[Seen]) -> tuple[dict[Called, int], list[int]]:
    """The ids of how people are called here, and which of them are new."""
    wanted = {each.called: each for each in reversed(seen)}
    known = appellations_called(connection, {called[0] for called in wanted})
    missing = [each for called, each in wanted.items() if called not in known]
    if not missing:
        return known, []
    rows = [_row(each) for each in reversed(missing)]
    connection.execute(insert(t.appellation), rows)
    known = appellations_called(connection, {called[0] for called in wanted})
    new = [known[each.called] for each in reversed(missing)]
    found = [(key, known[e.called]) for e in missing for key in keys(name_of(e.written), e.called[1]).has]
    if found:
        connection.execute(insert(t.appellation_key), [{"key": key, "appellation_id": i} for key, i in found])
    return known, new


def appellations_called(connection: Connection, names: Iterable[str]) -> dict[Called, int]:
    """The ids of the appellations that have these folded names."""
    c = t.appellation.c
    found: dict[Called, int] = {}
    for some in chunks(sorted(set(names))):
        for row in connection.execute(select(c.id, c.name, c.country, c.post, c.tenure).where(c.name.in_(some))):
            found[row.name, row.country, row.post, row.tenure] = row.id
    return found


def _row(each: Seen) -> dict[str, Any]:
    name, country, post, tenure = each.called
    seed = "\n".join(each.called).encode()
    letters = base64.b32encode(hashlib.sha256(seed).digest()).decode().lower()[:12]
    return {
        "code": f"pe-{letters}",
        "name": name,
        "country": country,
        "post": post,
        "tenure": tenure,
        "written": each.written,
        "office": each.office,
        "body": each.body,
        "records": 0,
        "pages": 0,
    }


def _write(connection: Connection, gone: Sequence[At], come: Sequence[tuple[At, How]]) -> None:
    for some in chunks(gone):
        connection.execute(delete(t.sighting).where(tuple_(*_COLUMNS).in_(some)))
    rows = [
        {"appellation_id": a, "page_id": page, "event_id": e, "written": written, "first_day": first, "last_day": last}
        for (a, page, e), (written, first, last) in come
    ]
    if rows:
        connection.execute(insert(t.sighting), rows)


def _count(connection: Connection, gone: Sequence[At], come: Sequence[tuple[At, How]]) -> None:
    """Counts change by what changed: those of somebody who is seen everywhere are not counted anew."""
    records = Counter(at[0] for at, _ in come)
    records.subtract(at[0] for at in gone)
    pages = _pages(connection, gone, [at for at, _ in come])
    days: dict[int, list[str]] = {}
    for (appellation, _, _), (_, first, last) in come:
        known = days.setdefault(appellation, [_NO_DAY, ""])
        known[:] = min(known[0], first or _NO_DAY), max(known[1], last or "")
    rows = [
        {"at": at, "more": records[at], "more_pages": pages[at], "first": first, "last": last}
        for at in sorted(records)
        for first, last in [days.get(at, [_NO_DAY, ""])]
    ]
    if rows:
        connection.execute(_ADD, rows)
    a, c = t.appellation.c, t.sighting.c
    for appellation in sorted({at[0] for at in gone}):
        own = c.appellation_id == appellation
        # two queries: each is answered by one look into an index
        first = connection.scalar(select(func.min(c.first_day)).where(own))
        last = connection.scalar(select(func.max(c.last_day)).where(own))
        connection.execute(update(t.appellation).where(a.id == appellation).values(first_day=first, last_day=last))


def _pages(connection: Connection, gone: Sequence[At], come: Sequence[At]) -> Counter[int]:
    """By how many pages the appellations are said by more."""
    beside = Counter((at[0], at[1]) for at in come)
    beside.subtract((at[0], at[1]) for at in gone)
    found: Counter[int] = Counter()
    c = t.sighting.c
    for some in chunks(sorted(beside)):
        query = select(c.appellation_id, c.page_id, func.count()).where(tuple_(c.appellation_id, c.page_id).in_(some))
        now = {(a, p): n for a, p, n in connection.execute(query.group_by(c.appellation_id, c.page_id))}
        for pair in some:
            there = now.get(pair, 0)
            found[pair[0]] += (there > 0) - (there - beside[pair] > 0)
    return found
