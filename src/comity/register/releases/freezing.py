"""Writing releases and reading them back. Every function runs inside the caller's transaction.

A record is frozen as the JSON of what the register answered, compressed, under the SHA-256 of that JSON: what several
releases have in common is kept once.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select

from comity.errors import UnknownReleaseError, UsageError
from comity.model import Coder
from comity.register import schema as t
from comity.register.loader import chunks, load_record
from comity.register.pages import export
from comity.register.releases.comparing import kept_changes
from comity.register.releases.views import RecordChange, Release
from comity.register.reports import inserted
from comity.register.views import (
    RECORD_KINDS,
    AnyKept,
    KeptCommitment,
    KeptEvent,
    KeptInstrument,
    KeptOffice,
    RecordKind,
)

NOW = "now"
"""The name by which the register as it is stands beside its releases; none may be called so."""

TYPES: dict[RecordKind, type[AnyKept]] = {
    "event": KeptEvent,
    "commitment": KeptCommitment,
    "instrument": KeptInstrument,
    "office": KeptOffice,
}


def create(connection: Connection, name: str, author: str, note: str | None, moment: str) -> Release:
    """Freeze all live records under a name. UsageError for a name that is taken, blank, or `now`."""
    if not name.strip() or name == NOW:
        raise UsageError(f"A release cannot be called '{name}'.", "Give it a name that tells it from others: 2026-11.")
    if _find(connection, name) is not None:
        raise UsageError(f"There is a release '{name}' already.", "Give it another name; releases are never changed.")
    values = {"name": name, "made": moment, "author": author, "note": note, "digest": "", "records": "{}"}
    values["coders"] = msgspec.json.encode(_coders(connection)).decode()
    number = inserted(connection.execute(insert(t.release).values(values)))
    whole, counts = hashlib.sha256(), Counter[RecordKind]()
    for kind in RECORD_KINDS:
        for some in _several(export(connection, kind)):
            rows = [_frozen(number, kind, counts[kind] + place, kept) for place, kept in enumerate(some)]
            counts[kind] += len(rows)
            for row, _ in rows:
                whole.update(f"{kind} {row['event_id']} {row['digest']}\n".encode())
            _keep_bodies(connection, {row["digest"]: body for row, body in rows})
            connection.execute(insert(t.release_record), [row for row, _ in rows])
    said = {"digest": whole.hexdigest(), "records": msgspec.json.encode(dict(counts)).decode()}
    connection.execute(t.release.update().where(t.release.c.id == number).values(said))
    return _release(get(connection, name))


def releases(connection: Connection) -> tuple[Release, ...]:
    """All releases, the first first."""
    return tuple(_release(row) for row in connection.execute(select(t.release).order_by(t.release.c.id)))


def get(connection: Connection, name: str) -> Row[Any]:
    """The row of a release. Raises UnknownReleaseError."""
    row = _find(connection, name)
    if row is None:
        names = [each.name for each in releases(connection)]
        known = f"There are: {', '.join(names)}." if names else "There is none yet; comity release create makes one."
        raise UnknownReleaseError(f"The register has no release '{name}'.", known)
    return row


def records(connection: Connection, name: str, kind: RecordKind) -> Iterator[AnyKept]:
    """The records of a kind as they were, in the order in which they were exported. Raises UnknownReleaseError."""
    c = t.release_record.c
    release = get(connection, name).id
    query = select(c.position).where(c.release_id == release, c.kind == kind).order_by(c.position)
    for some in chunks(list(connection.scalars(query))):
        rows = (
            select(t.frozen.c.body)
            .join(t.release_record, c.digest == t.frozen.c.digest)
            .where(c.release_id == release, c.kind == kind, c.position.in_(some))
            .order_by(c.position)
        )
        for body in connection.scalars(rows):
            yield _thawed(kind, body)


def diff(connection: Connection, one: str, other: str) -> Iterator[RecordChange]:
    """What appears, disappears and changes from one state to another; `now` is the register as it is.

    Events first, then commitments, instruments, offices; what disappears first, then the order of the later state.
    Raises UnknownReleaseError.
    """
    for kind in RECORD_KINDS:
        before = _digests(connection, one, kind)
        after = _digests(connection, other, kind)
        gone = [identity for identity in before if identity not in after]
        for some in chunks(gone):
            old = _bodies(connection, {before[identity] for identity in some})
            for identity in some:
                was = _record(connection, kind, identity, before[identity], old)
                yield RecordChange(
                    what="disappears", kind=kind, id=identity, page=was.reports[0].page, before=was, after=None
                )
        touched = [identity for identity in after if before.get(identity) != after[identity]]
        for some in chunks(touched):
            digests = {after[identity] for identity in some} | {before.get(identity) for identity in some}
            bodies = _bodies(connection, {digest for digest in digests if digest is not None})
            for identity in some:
                now = _record(connection, kind, identity, after[identity], bodies)
                page = now.reports[0].page
                if identity not in before:
                    yield RecordChange(what="appears", kind=kind, id=identity, page=page, after=now)
                    continue
                was = _record(connection, kind, identity, before[identity], bodies)
                changes = kept_changes(was, now)
                if changes:
                    yield RecordChange(
                        what="changes", kind=kind, id=identity, page=page, before=was, after=now, changes=changes
                    )


def _coders(connection: Connection) -> list[Coder]:
    c = t.coding.c
    query = select(c.version, c.lexicon, c.project_lexicon, c.model, c.spacy).where(c.current, c.error_code.is_(None))
    return [Coder(**row._mapping) for row in connection.execute(query.distinct().order_by(*query.selected_columns))]


def _find(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(t.release).where(t.release.c.name == name)).first()


def _release(row: Row[Any]) -> Release:
    return Release(
        name=row.name,
        made=row.made,
        author=row.author,
        note=row.note,
        digest=row.digest,
        records=msgspec.json.decode(row.records, type=dict[RecordKind, int]),
        coders=msgspec.json.decode(row.coders, type=tuple[Coder, ...]),
    )


def _several(found: Iterable[AnyKept]) -> Iterator[list[AnyKept]]:
    some: list[AnyKept] = []
    for kept in found:
        some.append(kept)
        if len(some) == 500:
            yield some
            some = []
    if some:
        yield some


def _frozen(release: int, kind: RecordKind, position: int, kept: AnyKept) -> tuple[dict[str, Any], bytes]:
    """The row of a record in a release, and its body."""
    body = msgspec.json.encode(kept)
    row = {"release_id": release, "kind": kind, "position": position, "event_id": kept.id, "digest": _digest(body)}
    return row, zlib.compress(body)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _thawed(kind: RecordKind, body: bytes) -> AnyKept:
    return msgspec.json.decode(zlib.decompress(body), type=TYPES[kind])


def _keep_bodies(connection: Connection, bodies: dict[str, bytes]) -> None:
    """Those of the bodies that no release has yet."""
    kept = set(connection.scalars(select(t.frozen.c.digest).where(t.frozen.c.digest.in_(bodies))))
    rows = [{"digest": digest, "body": body} for digest, body in bodies.items() if digest not in kept]
    if rows:
        connection.execute(insert(t.frozen), rows)


def _digests(connection: Connection, name: str, kind: RecordKind) -> dict[str, str]:
    """The digests of the records of a state by register id, in their order."""
    if name == NOW:
        return {kept.id: _digest(msgspec.json.encode(kept)) for kept in export(connection, kind)}
    c = t.release_record.c
    query = select(c.event_id, c.digest).where(c.release_id == get(connection, name).id, c.kind == kind)
    return {row.event_id: row.digest for row in connection.execute(query.order_by(c.position))}


def _bodies(connection: Connection, digests: Iterable[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for some in chunks(sorted(digests)):
        rows = connection.execute(select(t.frozen).where(t.frozen.c.digest.in_(some)))
        found.update({row.digest: row.body for row in rows})
    return found


def _record(connection: Connection, kind: RecordKind, identity: str, digest: str, bodies: dict[str, bytes]) -> AnyKept:
    """A record of a state: from a release, or, where none has frozen it, as it is now."""
    if digest in bodies:
        return _thawed(kind, bodies[digest])
    return load_record(connection, identity)
