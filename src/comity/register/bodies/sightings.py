"""Where bodies are named: the tables `body` and `body_sighting`, kept with what is shown. Called by `register.shown`.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Integer, String, bindparam, case, delete, func, insert, select, tuple_, update

from comity import edtf
from comity.model import Commitment, Event, Instrument, Office, Participant
from comity.register import schema as t
from comity.register.bodies.identify import rename, settle
from comity.register.bodies.names import BodyName, Relation, body_name, successions
from comity.register.loader import chunks
from comity.register.reports import participants

_TOOK_PLACE = ("held", "ongoing")
BODIES = ("body", "party", "company", "igo")
_NO_DAY = "9999-99-99"
_MOST_SAID = 20
"""What one page says at most of what took the place of one body."""

_B = t.body.c
_S = t.body_sighting.c
_AT = (_S.body_id, _S.event_id, _S.page_id)
_FIRST, _LAST = bindparam("first", type_=String), bindparam("last", type_=String)
_ADD = (
    update(t.body)
    .where(_B.id == bindparam("at"))
    .values(
        records=_B.records + bindparam("more", type_=Integer),
        first_day=case((func.coalesce(_B.first_day, _NO_DAY) > _FIRST, _FIRST), else_=_B.first_day),
        last_day=case((func.coalesce(_B.last_day, "") < _LAST, _LAST), else_=_B.last_day),
    )
)

Key = tuple[str, str]
"""A body: its words and its country."""
At = tuple[int, str, str]
"""Where it is named: body, record, page."""
How = tuple[str, str | None, str | None]
"""How: the name as written, and the days."""


@dataclass(frozen=True, slots=True)
class SeenBody:
    """That one report names a body; `event_id` is the record shown of it, `parent` what it is said to be a part of."""

    event_id: str
    page_id: str
    name: BodyName
    written: str
    days: tuple[str | None, str | None]
    parent: str | None = None

    @property
    def key(self) -> Key:
        """What tells the body."""
        return self.name.words, self.name.country


@dataclass(frozen=True, slots=True)
class _Told:
    """What a page says of a body that it names: the other one, whether that came first, and the words of the page."""

    at: At
    relation: Relation
    name: BodyName
    written: str
    other_first: bool = False
    words: tuple[int | None, int | None] = (None, None)


def bodies_in(
    event_id: str, page_id: str, record: Event | Commitment | Instrument | Office, date: str | None
) -> Iterator[SeenBody]:
    """The bodies that a report of a record names: as a side, or as what somebody belongs to."""
    took_place = not isinstance(record, Event) or record.status in _TOOK_PLACE
    span = edtf.parse(date).days() if date and took_place else None
    days = (span[0].isoformat(), span[1].isoformat()) if span else (None, None)
    for _, _, participant in participants(record):
        for written, parent in _named(participant):
            name = body_name(written, participant.country)
            if name is not None:
                yield SeenBody(event_id, page_id, name, written, days, parent)


def replace(connection: Connection, ids: Iterable[str], seen: Sequence[SeenBody]) -> None:
    """Let `seen` be all bodies that are named in the records `ids`; counts, days and what pages say of them follow."""
    before: dict[At, How] = {}
    for some in chunks(sorted(set(ids))):
        for row in connection.execute(select(t.body_sighting).where(_S.event_id.in_(some))):
            before[row.body_id, row.event_id, row.page_id] = (row.written, row.first_day, row.last_day)
    if not before and not seen:
        return
    known = _rows(connection, {each.key: (each.name, each.written) for each in reversed(seen)})
    after: dict[At, How] = {}
    parents: dict[At, str] = {}
    for each in seen:
        at = (known[each.key], each.event_id, each.page_id)
        after.setdefault(at, (each.written, *each.days))
        if each.parent is not None:
            parents.setdefault(at, each.parent)
    gone = [at for at, how in before.items() if after.get(at) != how]
    come = [(at, how) for at, how in after.items() if before.get(at) != how]
    _write(connection, gone, come)
    _count(connection, gone, come)
    countries = {known[each.key]: each.name.country for each in seen}
    _relate(connection, gone, come, parents, countries)


def clear(connection: Connection) -> None:
    """Forget all sightings, as before everything is composed anew. The ids of bodies stay."""
    connection.execute(delete(t.body_relation))
    connection.execute(delete(t.body_sighting))
    connection.execute(update(t.body).values(records=0, first_day=None, last_day=None))


def mend(connection: Connection) -> None:
    """Make anew of what bodies may be a part of what, and which names of authority files mean which."""
    connection.execute(delete(t.body_whole))
    every = {row.id: row for row in connection.execute(select(_B.id, _B.written, _B.country))}
    for some in chunks(sorted(every)):
        called = [(at, every[at].written, every[at].country) for at in some]
        rows = [{"words": whole, "body_id": at} for at, written, of in called for whole in wholes(written, of)]
        if rows:
            connection.execute(insert(t.body_whole), rows)
    rename(connection)


def wholes(written: str, country: str) -> tuple[str, ...]:
    """The words of the bodies that a body, by its name, may be a part of."""
    name = body_name(written, country or None)
    return name.wholes if name is not None else ()


def _named(participant: Participant) -> Iterator[tuple[str, str | None]]:
    """The bodies of a participant, each with what it is said to be a part of."""
    if participant.kind in BODIES and participant.name:
        yield participant.name, participant.of
    if participant.kind in (*BODIES, "person") and participant.of:
        yield participant.of, None


def _rows(connection: Connection, wanted: dict[Key, tuple[BodyName, str]]) -> dict[Key, int]:
    """The ids of bodies; those that are new are kept, with the bodies that they may be a part of."""
    known = bodies_called(connection, wanted)
    missing = sorted(key for key in wanted if key not in known)
    if not missing:
        return known
    connection.execute(insert(t.body), [_row(key, wanted[key][1]) for key in missing])
    known |= bodies_called(connection, missing)
    within = [{"words": of, "body_id": known[key]} for key in missing for of in wholes(wanted[key][1], key[1])]
    if within:
        connection.execute(insert(t.body_whole), within)
    settle(connection, [known[key] for key in missing])
    return known


def bodies_called(connection: Connection, wanted: Iterable[Key]) -> dict[Key, int]:
    """The ids of those of these bodies that the register knows."""
    keys = set(wanted)
    found: dict[Key, int] = {}
    for some in chunks(sorted({words for words, _ in keys})):
        for row in connection.execute(select(_B.id, _B.words, _B.country).where(_B.words.in_(some))):
            if (row.words, row.country) in keys:
                found[row.words, row.country] = row.id
    return found


def _row(key: Key, written: str) -> dict[str, Any]:
    words, country = key
    letters = base64.b32encode(hashlib.sha256(f"{country}\n{words}".encode()).digest()).decode().lower()[:12]
    return {"code": f"bo-{letters}", "words": words, "country": country, "written": written, "records": 0}


def _write(connection: Connection, gone: Sequence[At], come: Sequence[tuple[At, How]]) -> None:
    for some in chunks(gone):
        connection.execute(delete(t.body_sighting).where(tuple_(*_AT).in_(some)))
    rows = [
        {"body_id": b, "event_id": event, "page_id": page, "written": written, "first_day": first, "last_day": last}
        for (b, event, page), (written, first, last) in come
    ]
    if rows:
        connection.execute(insert(t.body_sighting), rows)


def _count(connection: Connection, gone: Sequence[At], come: Sequence[tuple[At, How]]) -> None:
    """Counts change by what changed; days are looked for anew only of bodies that are no longer named somewhere."""
    records = Counter(at[0] for at, _ in come)
    records.subtract(at[0] for at in gone)
    days: dict[int, list[str]] = {}
    for (body, _, _), (_, first, last) in come:
        known = days.setdefault(body, [_NO_DAY, ""])
        known[:] = min(known[0], first or _NO_DAY), max(known[1], last or "")
    rows = [
        {"at": at, "more": records[at], "first": first, "last": last}
        for at in sorted(records)
        for first, last in [days.get(at, [_NO_DAY, ""])]
    ]
    if rows:
        connection.execute(_ADD, rows)
    for body in sorted({at[0] for at in gone}):
        found = connection.execute(select(func.min(_S.first_day), func.max(_S.last_day)).where(_S.body_id == body))
        first, last = found.one()
        connection.execute(update(t.body).where(_B.id == body).values(first_day=first, last_day=last))


def _relate(
    connection: Connection,
    gone: Sequence[At],
    come: Sequence[tuple[At, How]],
    parents: dict[At, str],
    countries: dict[int, str],
) -> None:
    """What pages say of bodies that are newly seen there: what they belong to, and what took whose place."""
    r = t.body_relation.c
    # what is no longer seen is no longer said; of a pair either may be the one that was seen
    for event, page in sorted({at[1:] for at in gone}):
        connection.execute(delete(t.body_relation).where(r.event_id == event, r.page_id == page))
    again = {at[1:] for at in gone}
    looked = [(at, how) for at, how in come if at[1:] not in again] + _still(connection, again)
    texts = _texts(connection, {at[2] for at, _ in looked})
    said: list[_Told] = []
    for at, (written, _, _) in looked:
        country = countries.get(at[0]) or connection.scalar(select(_B.country).where(_B.id == at[0])) or None
        if at in parents and (whole := body_name(parents[at], country)) is not None:
            said.append(_Told(at, "parent", whole, parents[at]))
        for order, other, start, end in islice(successions(texts.get(at[2], ""), written), _MOST_SAID):
            if (name := body_name(other, country)) is not None:
                said.append(_Told(at, "successor", name, other, order == "before", (start, end)))
    if not said:
        return
    known = _rows(connection, {(each.name.words, each.name.country): (each.name, each.written) for each in said})
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for told in said:
        body, event, page = told.at
        with_ = known[told.name.words, told.name.country]
        one, two = (with_, body) if told.other_first else (body, with_)
        if one != two:
            row = {"body_id": one, "relation": told.relation, "other_id": two, "event_id": event, "page_id": page}
            rows.setdefault(tuple(row.values()), {**row, "start": told.words[0], "end": told.words[1]})
    if rows:
        connection.execute(insert(t.body_relation), list(rows.values()))


def _still(connection: Connection, places: Iterable[tuple[str, str]]) -> list[tuple[At, How]]:
    """All sightings of records on pages of which something was taken away."""
    found: list[tuple[At, How]] = []
    wanted = sorted(set(places))
    for some in chunks(wanted):
        for row in connection.execute(select(t.body_sighting).where(tuple_(_S.event_id, _S.page_id).in_(some))):
            found.append(((row.body_id, row.event_id, row.page_id), (row.written, row.first_day, row.last_day)))
    return found


def _texts(connection: Connection, pages: Iterable[str]) -> dict[str, str]:
    return {
        row.id: row.text
        for some in chunks(sorted(set(pages)))
        for row in connection.execute(select(t.page.c.id, t.page.c.text).where(t.page.c.id.in_(some)))
    }
