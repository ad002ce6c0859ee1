"""Rules of releases, which are as they were made, and of recodings."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, exists, select

from comity.model import Coder, Coding
from comity.register import schema as t
from comity.register.releases.freezing import TYPES
from comity.register.upkeep.reading import UNREADABLE, in_words, is_json, some_at_a_time
from comity.register.upkeep.rules import Rule
from comity.register.views import RECORD_KINDS

_R = t.release_record.c
_G = t.recoding.c


def _released(connection: Connection) -> Iterator[str]:
    """A release holds what it held when it was made."""
    for row in connection.execute(select(t.release).order_by(t.release.c.id)).all():
        where = f"the release '{row.name}'"
        try:
            counts = msgspec.json.decode(row.records, type=dict[str, int])
        except UNREADABLE:
            counts = {}
        held, whole, places = Counter[str](), hashlib.sha256(), True
        for kind in RECORD_KINDS:
            query = select(_R.position, _R.event_id, _R.digest).where(_R.release_id == row.id, _R.kind == kind)
            for record in connection.execute(query.order_by(_R.position).execution_options(yield_per=1000)):
                places = places and record.position == held[kind]
                held[kind] += 1
                whole.update(f"{kind} {record.event_id} {record.digest}\n".encode())
        if dict(held) != {kind: count for kind, count in counts.items() if count} or not places:
            yield f"{where} holds other numbers of records than it had"
        elif whole.hexdigest() != row.digest:
            yield f"{where} holds other records than it had"
        if not is_json(row.coders, list[Coder]):
            yield f"the coders of {where} cannot be read"


def _frozen(connection: Connection) -> Iterator[str]:
    """What was frozen is what its digest says, and a record of the kind under which a release has it."""
    f = t.frozen.c
    for digests in some_at_a_time(connection, f.digest):
        kinds: dict[str, set[str]] = {}
        for row in connection.execute(select(_R.digest, _R.kind).where(_R.digest.in_(digests)).distinct()):
            kinds.setdefault(row.digest, set()).add(row.kind)
        for row in connection.execute(select(t.frozen).where(f.digest.in_(digests)).order_by(f.digest)):
            if not _is_whole(row, kinds.get(row.digest, set())):
                yield f"what was frozen as {row.digest[:12]} is another thing, or none"


def _is_whole(row: Any, kinds: set[str]) -> bool:
    try:
        body = zlib.decompress(row.body)
        for kind in kinds:
            msgspec.json.decode(body, type=TYPES[kind])  # type: ignore[index]
    except (zlib.error, *UNREADABLE):
        return False
    return bool(hashlib.sha256(body).hexdigest() == row.digest)


def _recodings(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(t.recoding).order_by(_G.id)).all():
        where = f"recoding {row.id}"
        if row.state not in ("open", "accepting", "accepted", "dropped") or not is_json(row.coder, Coder):
            yield f"{where} is in the state '{row.state}', or its coder cannot be read"
        if (row.ended is None) != (row.state == "open"):
            yield f"{where} is {row.state}, and {'has not' if row.ended is None else 'has'} ended"
        if (row.release_id is not None) != (row.state in ("accepting", "accepted")):
            yield f"{where} is {row.state}, and the state before it is kept only of one that is accepted"


def _recoded(connection: Connection) -> Iterator[str]:
    """What came of a page waits in a recoding that waits, and is of that page."""
    c = t.recoded.c
    for row in connection.execute(
        select(t.recoded, _G.state)
        .join(t.recoding, _G.id == c.recoding_id)
        .order_by(c.recoding_id, c.page_id)
        .execution_options(yield_per=200)
    ):
        where = f"what recoding {row.recoding_id} made of page {row.page_id[:12]}"
        waits = row.state == "open" or (row.state == "accepting" and row.accepted is None)
        if min(row.appears, row.disappears, row.changes) < 0:
            yield f"{where} counts less than nothing"
        if (row.coding is not None) != waits or (row.accepted is not None and row.state in ("open", "dropped")):
            yield f"{where} {'is gone before' if waits else 'is kept after'} it was accepted or dropped"
        elif row.coding is not None and _page_of(row.coding) != row.page_id:
            yield f"{where} is of another page, or cannot be read"


def _page_of(body: bytes) -> str | None:
    try:
        return msgspec.json.decode(zlib.decompress(body), type=Coding).page.id
    except (zlib.error, *UNREADABLE):
        return None


RULES = (
    Rule("released", "A release holds the records that it had when it was made.", _released,
         of=(t.release, t.release_record)),
    Rule("frozen", "What a release holds is as it was frozen.", _frozen, of=(t.frozen, t.release_record)),
    Rule("needed", "What was frozen is held by a release.",
         in_words(
             select(t.frozen.c.digest)
             .where(~exists().where(_R.digest == t.frozen.c.digest))
             .order_by(t.frozen.c.digest),
             lambda row: f"what was frozen as {row.digest[:12]} is in no release",
         ),
         of=(t.frozen,)),
    Rule("recodings", "A recoding is open, being accepted, accepted or dropped.", _recodings, of=(t.recoding,)),
    Rule("recoded", "What came of a page is kept until its recoding is accepted or dropped.", _recoded,
         of=(t.recoded,)),
)  # fmt: skip
