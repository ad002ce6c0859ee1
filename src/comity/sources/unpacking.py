"""Bytes that were packed with gzip, unpacked in a stream within limits; what is damaged is told, and the rest goes on.

A gzip file is a row of members (RFC 1952, 2.2); web archives have one member a record, so that a damaged member takes
one record with it and no more.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from comity.errors import SourceError
from comity.sources.context import Context, Found, Item, Limits, subject
from comity.sources.sniff import HEAD, kind_of
from comity.sources.warc import Damage, Event, Start
from comity.sources.warc import from_events as warc_pages

_CHUNK = 1 << 16
_UNPACKED_CHUNK = 1 << 18
_KEPT = 1 << 20
"""How much of a member is kept to look for the next one in, once it turns out to be damaged."""

_FREE = 1 << 20
"""Below this a member may unpack to any multiple of its size: small files of one repeated sign are harmless."""

# the header of a member: reserved flags unset, a level and a system that exist
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]", re.DOTALL)
_HEADER = 10


def pages(item: Item, context: Context) -> Iterator[Found]:
    """The pages of what was packed: of a web archive, or of one file of another kind."""
    inner = context.within(f"{item.name} unpacked")
    events = counted(members(item.stream, inner.limits), inner, item.name)
    first: list[Event] = []
    head = b""
    for event in events:
        first.append(event)
        if isinstance(event, bytes):
            head += event
        if len(head) >= HEAD or isinstance(event, Damage):
            break
    path = (item.path or item.name).removesuffix(".gz")
    if head and kind_of(head) == "warc":
        yield from warc_pages(item.name, _chained(first, events), inner)
    else:
        stream = io.BufferedReader(_Unpacked(item.name, _chained(first, events)))
        yield from inner.read(replace(item, stream=stream, path=path), inner)


def counted(events: Iterator[Event], context: Context, name: str) -> Iterator[Event]:
    """The events, as far as the budget of the outermost source goes."""
    for event in events:
        if isinstance(event, bytes):
            context.budget.spend(len(event), name)
        yield event


def members(stream: BinaryIO, limits: Limits) -> Iterator[Event]:
    """Where each member starts, its bytes, and the damages between them; a damage is told once until bytes follow."""
    packed = _Packed(stream)
    told = False
    while packed.more(_HEADER):
        if packed.data.startswith(b"\x00"):  # what tapes and disks fill up with
            packed.skip(len(packed.data) - len(packed.data.lstrip(b"\x00")))
            continue
        if not _MEMBER.match(packed.data):
            if not told:
                yield Damage(packed.offset, "is not packed with gzip at this place")
                told = True
            packed.find_member(1)
            continue
        yield Start(packed.offset)
        for event in _member(packed, limits):
            told = isinstance(event, Damage)
            yield event


def _member(packed: _Packed, limits: Limits) -> Iterator[Event]:
    start, unpacked = packed.offset, 0
    machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
    seen = b""
    while not machine.eof:
        given = machine.unconsumed_tail or packed.take()
        if not given and not machine.unconsumed_tail:
            yield Damage(start, "ends too early: a part of the file is missing", cut=True)
            return
        if not machine.unconsumed_tail:
            seen = (seen + given)[-_KEPT:]
        try:
            some = machine.decompress(given, _UNPACKED_CHUNK)
        except zlib.error:
            packed.give_back(seen)
            packed.find_member(_HEADER)
            yield Damage(start, "is damaged: what is packed there cannot be unpacked")
            return
        unpacked += len(some)
        if unpacked > _FREE and unpacked > limits.ratio * (packed.offset - start):
            packed.give_back(seen)
            packed.find_member(_HEADER)
            yield Damage(start, f"unpacks to more than {limits.ratio} times its size: it may be made to do harm")
            return
        if some:
            yield some
    packed.give_back(machine.unused_data)


class _Packed:
    """The packed bytes, from a place that is known."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.data = b""
        self.offset = 0

    def more(self, size: int) -> bool:
        """Whether there is more; then at least `size` bytes, unless the stream ends."""
        while len(self.data) < size and (some := self._stream.read(_CHUNK)):
            self.data += some
        return bool(self.data)

    def take(self) -> bytes:
        """What is there, or the next of the stream."""
        self.more(1)
        taken, self.data = self.data, b""
        self.offset += len(taken)
        return taken

    def give_back(self, data: bytes) -> None:
        """Put what was taken last before what is there."""
        self.data = data + self.data
        self.offset -= len(data)

    def skip(self, size: int) -> None:
        """Leave out the first bytes."""
        self.data = self.data[size:]
        self.offset += size

    def find_member(self, after: int) -> None:
        """Go to where the next member may start, at least `after` bytes from here, or to the end."""
        while self.more(after + _HEADER):
            found = _MEMBER.search(self.data, after)
            if found:
                self.skip(found.start())
                return
            if len(self.data) < after + _HEADER:  # the stream has ended
                self.skip(len(self.data))
                return
            self.skip(len(self.data) - _HEADER + 1)
            after = 0


class _Unpacked(io.RawIOBase):
    """One packed file as a stream. SourceError where it is damaged: what is before was whole."""

    def __init__(self, name: str, events: Iterator[Event]) -> None:
        self._name = name
        self._events = events
        self._data = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._data:
            event = next(self._events, None)
            if event is None:
                return 0
            if isinstance(event, Damage):
                raise SourceError(
                    f"{subject(self._name)} {event.reason} (byte {event.offset}).",
                    "Get it again; what came before that place was read.",
                )
            if isinstance(event, bytes):
                self._data = event
        taken, self._data = self._data[: len(buffer)], self._data[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def _chained(first: list[Event], rest: Iterator[Event]) -> Iterator[Event]:
    yield from first
    yield from rest
