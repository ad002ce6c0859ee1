"""Web archives (WARC 1.0 and 1.1, ISO 28500): the pages that servers answered with, one record at a time.

Only responses with status 200 that hold a web page, text or a PDF are pages. Redirects, pictures and all other records
are counted and left out; a broken record is one `Unread`, and the stream goes on behind it. The framing is our own,
since a stream of records must survive records that lie about their length; fastwarc reads the record itself.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from comity.errors import SourceError
from comity.model import Unread
from comity.sources.context import Context, Found, Item, shown, too_large, unread
from comity.sources.responses import Skipped, page_of

log = logging.getLogger(__name__)

_CHUNK = 1 << 18
_LONGEST_HEADER = 1 << 16
_SIGN = b"WARC/"
_LINE_END = b"\r\n"
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_NEXT = re.compile(rb"(?<=\n)WARC/[0-9]\.[0-9]+\r?\n")
_LENGTH = re.compile(rb"^Content-Length:[ \t]*([0-9]{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^WARC-Type:[ \t]*(\w+)", re.IGNORECASE | re.MULTILINE)
_REMEDY = "Get the archive again, or leave this record out; the others were read."


@dataclass(frozen=True, slots=True)
class Start:
    """A packed part begins here, at `offset` of the packed stream."""

    offset: int


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes are missing here. `cut`: they are missing at the end of the stream, and what came before is whole."""

    offset: int
    reason: str
    cut: bool = False


Event = bytes | Start | Damage
"""What unpacking a stream gives."""


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record: where it begins, its header and its block."""

    place: str
    kind: str
    header: bytes
    block: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """What could not be read as a record, and why."""

    place: str
    reason: str


def pages(item: Item, context: Context) -> Iterator[Found]:
    """The pages of an archive that is not packed."""
    return from_events(item.name, _plain(item.stream), context.within(f"{item.name} unpacked"))


def from_events(name: str, events: Iterator[Event], context: Context) -> Iterator[Found]:
    """The pages of an archive. Each is named `archive@offset`, of the stream as it lies there."""
    found, skipped = 0, Counter[str]()
    for record in _records(_Tape(events), context.max_bytes):
        if isinstance(record, Record) and record.kind != "response":
            skipped[f"{record.kind} record"] += 1
            continue
        place = f"{name}@{record.place}"
        if isinstance(record, Broken):
            one: Found | Skipped = _broken(place, record)
        else:
            one = page_of(place, record.header, record.block, context)
        if isinstance(one, Skipped):
            skipped[one.what] += 1
        else:
            found += 1
            yield one
    told = ", ".join(f"{number} × {what}" for what, number in skipped.most_common()) or "nothing"
    log.info("%s: %d pages; left out: %s", shown(name), found, told)
    if not found:
        raise SourceError(f"{shown(name)} holds no pages: {told}.", "Give an archive with responses of web pages.")


def _broken(place: str, record: Broken) -> Unread:
    return unread(place, SourceError(f"The record {shown(place)} {record.reason}.", _REMEDY))


def _plain(stream: BinaryIO) -> Iterator[Event]:
    while some := stream.read(_CHUNK):
        yield some


class _Tape:
    """The unpacked bytes from the place reached on, with what is known of the packed ones.

    Positions are those of the unpacked bytes, from the beginning of the stream.
    """

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self.window = bytearray()
        self.position = 0
        self.starts: list[tuple[int, int]] = []
        self.damages: list[tuple[int, Damage]] = []

    def fill(self, size: int) -> bool:
        """Whether `size` bytes are there, after reading on as far as needed."""
        while len(self.window) < size:
            event = next(self._events, None)
            if event is None:
                return False
            end = self.position + len(self.window)
            if isinstance(event, Start):
                self.starts.append((end, event.offset))
            elif isinstance(event, Damage):
                self.damages.append((end, event))
            else:
                self.window += event
        return True

    def drop(self, size: int) -> None:
        """Go on by `size` bytes of those that are there."""
        del self.window[:size]
        self.position += size

    def part(self) -> tuple[int, int] | None:
        """Where the packed part begins that lies here: in the unpacked stream, and in the packed one."""
        while len(self.starts) > 1 and self.starts[1][0] <= self.position:
            self.starts.pop(0)
        return self.starts[0] if self.starts and self.starts[0][0] <= self.position else None

    def place(self) -> str:
        """The offset in the packed stream; `offset+position` for what lies within a packed part."""
        part = self.part()
        if part is None:
            return str(self.position)
        start, offset = part
        return str(offset) if start == self.position else f"{offset}+{self.position - start}"

    def start_within(self, size: int) -> int | None:
        """How far a packed part lies that begins with a record, before `size` bytes from here."""
        for start, _ in self.starts:
            ahead = start - self.position
            if 0 < ahead < size and self.window.startswith(_SIGN, ahead):
                return ahead
        return None

    def damaged(self, size: int) -> str | None:
        """What is wrong with the next `size` bytes, if anything; then the tape is behind it.

        A checksum tells at the end of a packed part, behind the record, that something in it is wrong.
        """
        if not self.damages:
            return None
        place, damage = self.damages[0]
        ahead = place - self.position
        part = self.part()
        same = not damage.cut and part is not None and damage.offset == part[1]
        if ahead >= size and not (same and ahead <= size + 4):
            return None
        self.damages.pop(0)
        self.drop(max(0, ahead))
        return damage.reason

    def own_damage(self, part: tuple[int, int] | None, ahead: int) -> str | None:
        """What is wrong with a packed part up to `ahead` bytes from here, forgotten once told."""
        if self.damages and part is not None and self.damages[0][1].offset == part[1]:
            if self.damages[0][0] <= self.position + ahead:
                return self.damages.pop(0)[1].reason
        return None

    def damage_within(self, size: int) -> Damage | None:
        """The first damage up to `size` bytes from here, forgotten once told."""
        if self.damages and self.damages[0][0] <= self.position + size:
            return self.damages.pop(0)[1]
        return None


def _records(tape: _Tape, limit: int) -> Iterator[Record | Broken]:
    while True:
        while tape.fill(1) and tape.window[0] in _LINE_END:
            tape.drop(1)
        damage = tape.damage_within(0)
        if damage is not None:
            yield Broken(str(damage.offset), damage.reason)
        elif not tape.window:
            return
        else:
            record = _record(tape, limit)
            if record is not None:
                yield record


def _record(tape: _Tape, limit: int) -> Record | Broken | None:
    """The next record, and the tape behind it; None for one that is left out."""
    place, part = tape.place(), tape.part()
    header = _header(tape)
    if header is None:
        _seek(tape, 1)
        return Broken(place, tape.own_damage(part, 0) or "has no header of a record")
    length = _LENGTH.search(header)
    kind = _TYPE.search(header)
    if length is None or kind is None:
        _seek(tape, len(header))
        return Broken(place, "does not say how long it is" if length is None else "does not say of which type it is")
    type_name = kind[1].decode("ascii", "replace").lower()
    size = len(header) + int(length[1])
    if size > limit + _LONGEST_HEADER:
        return _skip(tape, place, size, limit, wanted=type_name == "response")
    whole = tape.fill(size + 4)
    ahead = tape.start_within(size)
    if ahead is not None:
        tape.own_damage(part, ahead)
        tape.drop(ahead)
        return Broken(place, "is longer than the part of the archive it lies in")
    reason = tape.damaged(size)
    if reason is not None:
        return Broken(place, reason)
    if len(tape.window) < size or not (_followed(tape, size) if whole else True):
        short = len(tape.window) < size
        _seek(tape, len(header))
        return Broken(place, "ends in the middle" if short and not tape.window else "is not as long as it says")
    block = bytes(tape.window[len(header) : size])
    tape.drop(size)
    return Record(place, type_name, header, block)


def _header(tape: _Tape) -> bytes | None:
    """The header, its empty line included; None when there is none."""
    size = 1 << 10
    while True:
        more = tape.fill(size)
        if not tape.window.startswith(_SIGN):
            return None
        end = _HEADER_END.search(tape.window)
        if end:
            return bytes(tape.window[: end.end()])
        if not more or size >= _LONGEST_HEADER:
            return None
        size *= 4


def _followed(tape: _Tape, size: int) -> bool:
    """Whether what comes behind a record shows that its length is right: an empty line, or the next record."""
    if tape.window.startswith(b"\r\n\r\n", size) or any(start == tape.position + size for start, _ in tape.starts):
        return True
    tape.fill(size + 16)
    after = bytes(tape.window[size : size + 16]).lstrip(_LINE_END)
    return not after or after.startswith(_SIGN)


def _seek(tape: _Tape, after: int, stop: int | None = None) -> None:
    """Go to where the next record may begin: behind a line end, where a packed part does, to `stop`, or to the end."""
    while True:
        more = tape.fill(after + _CHUNK) if stop is None else True
        ends = [end for end in (_found(tape, after), tape.start_within(len(tape.window)), stop) if end is not None]
        if ends:
            tape.drop(min(ends))
            return
        if tape.damages or not more:
            ahead = tape.damages[0][0] - tape.position if tape.damages else len(tape.window)
            tape.drop(min(len(tape.window), max(ahead, 0)))
            return
        kept = min(len(tape.window), 64)
        tape.drop(len(tape.window) - kept)
        after = 1


def _found(tape: _Tape, after: int) -> int | None:
    found = _NEXT.search(tape.window, after)
    return found.start() if found else None


def _skip(tape: _Tape, place: str, size: int, limit: int, *, wanted: bool) -> Broken | None:
    """Pass over a record that is too large to be a page, unless another begins before it says that it ends."""
    left = size
    while left > 0:
        tape.fill(min(left, _CHUNK) + 64)
        ends = (_found(tape, 1), tape.start_within(len(tape.window)))
        if any(end is not None and end < left for end in ends) or not tape.window or tape.damages:
            _seek(tape, 1)
            return Broken(place, "is not as long as it says")
        passed = min(left, max(1, len(tape.window) - 64))
        tape.drop(passed)
        left -= passed
    return Broken(place, str(too_large(place, limit))) if wanted else None
