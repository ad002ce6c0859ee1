"""The first bytes of a stream, without losing them."""

from __future__ import annotations

import io
from typing import BinaryIO

from comity.sources.sniff import HEAD, looks_json


class _Rejoined(io.RawIOBase):
    """Bytes that were read already, and then the stream they came from."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = memoryview(head)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        taken = self._head[: len(buffer)] if self._head else memoryview(_some(self._stream, len(buffer)))
        self._head = self._head[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


def peeked(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes, at most `HEAD`, and a stream that still holds them.

    A stream that can be rewound is, and stays what it was. Of a pipe no more is waited for than tells the kind: the
    first line of JSON lines is handed over before the second is there.
    """
    if stream.seekable():
        place = stream.tell()
        head = stream.read(HEAD)
        stream.seek(place)
        return head, stream
    head = b""
    while len(head) < HEAD and not looks_json(head) and (some := _some(stream, HEAD - len(head))):
        head += some
    return head, io.BufferedReader(_Rejoined(head, stream))


def _some(stream: BinaryIO, size: int) -> bytes:
    """What the stream has now, at most `size` bytes; nothing only at its end."""
    read: bytes = getattr(stream, "read1", stream.read)(size)
    return read
