"""Identity of the register's records: ids given at first sight, and which new report is which old one.

Pure: nothing here reads or writes the database.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from comity.model import Commitment, Event, Instrument, Office, Span
from comity.register.views import RecordKind

PREFIXES: dict[RecordKind, str] = {"event": "ev", "commitment": "co", "instrument": "in", "office": "of"}
_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Sighting:
    """What alignment needs of one report: its kind, where it stands, and what sort of act it tells of.

    `ranges` are the evidence in the text (code points, end exclusive), sorted and without overlaps. `sort` breaks ties
    between reports on the same words.
    """

    kind: RecordKind
    start: int
    ranges: tuple[tuple[int, int], ...]
    sort: tuple[str | None, ...] = field(default=())


def sighting(kind: RecordKind, record: Event | Commitment | Instrument | Office) -> Sighting:
    """The sighting of a record; `start` is that of its first evidence in the text, or 0 if it has none there."""
    starts = [span.start for span in record.evidence if span.start is not None]
    return Sighting(kind, starts[0] if starts else 0, _ranges(record.evidence), _sort(record))


def new_id(page: str, kind: RecordKind, start: int, ordinal: int, taken: Callable[[str], bool]) -> str:
    """A register id: the prefix of the kind and 12 base32 characters of a hash of what was first seen.

    `ordinal` counts the reports of the kind that start at the same place of the page, from 0; it is raised until the id
    is not `taken`. The id is to be stored: what it is made of changes when the page is coded anew.
    """
    while True:
        seed = f"{page}\n{kind}\n{start}\n{ordinal}".encode()
        letters = base64.b32encode(hashlib.sha256(seed).digest()).decode().lower()[:_LETTERS]
        identity = f"{PREFIXES[kind]}-{letters}"
        if not taken(identity):
            return identity
        ordinal += 1


def kind_of(identity: str) -> RecordKind | None:
    """The kind that a register id names by its prefix, or None."""
    prefix = identity.partition("-")[0]
    return next((kind for kind, known in PREFIXES.items() if known == prefix), None)


def align(old: Sequence[Sighting], new: Sequence[Sighting]) -> dict[int, int]:
    """Which old report each new one is: `{new index: old index}`, one to one, by kind and greatest overlap of evidence.

    Reports are the same only if they share at least half of the evidence of either. Among equal overlaps the same sort
    of act goes first, then the same place in the order.
    """
    pairs = sorted(
        (-overlap, a.sort != b.sort, abs(i - j), j, i)
        for i, a in enumerate(old)
        for j, b in enumerate(new)
        if a.kind == b.kind and (overlap := _overlap(a.ranges, b.ranges)) * 2 >= _shorter(a, b) and overlap
    )
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, _, _, j, i in pairs:
        if j not in found and i not in used:
            found[j] = i
            used.add(i)
    return found


def _ranges(evidence: Sequence[Span]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    spans = sorted((s.start, s.end) for s in evidence if s.start is not None and s.end is not None)
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _sort(record: Event | Commitment | Instrument | Office) -> tuple[str | None, ...]:
    match record:
        case Event():
            return record.plover, record.form
        case Commitment():
            return record.force, record.action
        case Instrument():
            return record.kind, record.title
        case Office():
            return record.person, record.office


def _overlap(a: Sequence[tuple[int, int]], b: Sequence[tuple[int, int]]) -> int:
    return sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b)


def _shorter(a: Sighting, b: Sighting) -> int:
    return min(sum(end - start for start, end in s.ranges) for s in (a, b))
