"""Who stands in records: the persons and bodies that their participants are, with the ids of authority files.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from comity.model import Office, Participant
from comity.register import schema as t
from comity.register.bodies import identify as bodies
from comity.register.bodies.names import body_name
from comity.register.bodies.sightings import BODIES, Key, bodies_called
from comity.register.loader import chunks
from comity.register.people import identify as people
from comity.register.people.meant import appellations, code
from comity.register.people.sightings import Called, appellations_called, called
from comity.register.reports import AnyRecord, participants
from comity.register.views import AnyKept, Identity

Known = tuple[str, tuple[str, ...]]
"""An id of the register, and those of authority files."""
Place = tuple[str, int]


def identified(connection: Connection, found: Sequence[AnyKept]) -> list[AnyKept]:
    """The records with the identities of their participants."""
    persons = [dict(_persons(kept.record)) for kept in found]
    named = [dict(_bodies(kept.record)) for kept in found]
    who = _known_persons(connection, {each for places in persons for each in places.values()})
    what = _known_bodies(connection, {each for places in named for each in places.values()})
    return [
        msgspec.structs.replace(kept, identities=tuple(_identities(kept.record, people_, bodies_, who, what)))
        for kept, people_, bodies_ in zip(found, persons, named, strict=True)
    ]


def _identities(
    record: AnyRecord,
    persons: dict[Place, Called],
    named: dict[Place, Key],
    who: dict[Called, Known],
    what: dict[Key, Known],
) -> Iterator[Identity]:
    places = {**{at: who.get(each) for at, each in persons.items()}, **{at: what.get(b) for at, b in named.items()}}
    order = [(slot, position) for slot, position, _ in participants(record)]
    for at in (*(("person", 0) if isinstance(record, Office) else each for each in order), ("of", 0)):
        known = places.get(at)
        if known is not None:
            yield Identity(slot=at[0], position=at[1], id=known[0], authority=known[1])


def _persons(record: AnyRecord) -> Iterator[tuple[Place, Called]]:
    for slot, position, participant in participants(record):
        how = called(participant, record)
        if how is not None:
            yield ("person" if isinstance(record, Office) else slot, position), how


def _bodies(record: AnyRecord) -> Iterator[tuple[Place, Key]]:
    for slot, position, participant in participants(record):
        if isinstance(record, Office):
            slot, written = "of", record.of
        else:
            written = participant.name if participant.kind in BODIES else None
        key = _key(participant, written)
        if key is not None:
            yield (slot, position), key


def _key(participant: Participant, written: str | None) -> Key | None:
    name = body_name(written, participant.country) if written else None
    return (name.words, name.country) if name is not None else None


def _known_persons(connection: Connection, wanted: set[Called]) -> dict[Called, Known]:
    ids = {how: at for how, at in appellations_called(connection, {how[0] for how in wanted}).items() if how in wanted}
    c = t.appellation.c
    meant: dict[int, int] = {}
    for some in chunks(sorted(ids.values())):
        found = connection.execute(select(c.id, c.person_id).where(c.id.in_(some)))
        meant.update({row.id: row.person_id for row in found})
    rows = appellations(connection, sorted(set(meant.values())))
    known = people.authorities(connection, [row.name for some in rows.values() for row in some])
    told = {person: (code(some), people.authority_of(some, known)) for person, some in rows.items()}
    return {how: told[meant[at]] for how, at in ids.items() if meant.get(at) in told}


def _known_bodies(connection: Connection, wanted: set[Key]) -> dict[Key, Known]:
    ids = bodies_called(connection, wanted)
    c = t.body.c
    heads: dict[int, int] = {}
    for some in chunks(sorted(ids.values())):
        rows = connection.execute(select(c.id, c.body_id).where(c.id.in_(some)))
        heads.update({row.id: row.body_id for row in rows})
    members: dict[int, list[Any]] = {}
    for some in chunks(sorted(set(heads.values()))):
        for row in connection.execute(select(t.body).where(c.body_id.in_(some)).order_by(c.id)):
            members.setdefault(row.body_id, []).append(row)
    known = bodies.authorities(connection, [row.words for some in members.values() for row in some])
    told = {
        head: (next(row.code for row in some if row.id == head), bodies.authority_ids(some, known))
        for head, some in members.items()
    }
    return {key: told[heads[at]] for key, at in ids.items() if heads.get(at) in told}
