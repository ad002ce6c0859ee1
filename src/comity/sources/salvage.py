"""What is whole in a ZIP archive whose end is missing: its list is at the end, but files have headers too."""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from comity.sources.context import Context

_HEADER = struct.Struct("<4sHHHHHIIIHH")
_SIGN, _DESCRIPTOR = b"PK\x03\x04", b"PK\x07\x08"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZES_LATER, _UTF_8 = 0x1, 0x8, 0x800
_CHUNK = 1 << 16
_KEPT = 16_000_000
_FREE = 1 << 20


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A file that is whole: its path in the archive, and its bytes."""

    path: str
    stream: BinaryIO


def salvaged(file: BinaryIO, name: str, context: Context) -> Iterator[Salvaged]:
    """The files from the beginning of the archive up to the first that is not whole. SourceError beyond the limits.

    Each stream is to be read before the next is asked for.
    """
    place = 0
    for _ in range(context.limits.members):
        file.seek(place)
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size or not head.startswith(_SIGN):
            return
        _, _, flags, method, _, _, checksum, packed, size, name_length, extra = _HEADER.unpack(head)
        path = file.read(name_length).decode("utf-8" if flags & _UTF_8 else "cp437", errors="replace")
        file.seek(extra, 1)
        if flags & _ENCRYPTED or method not in (_STORED, _DEFLATED) or (method == _STORED and flags & _SIZES_LATER):
            return
        with tempfile.SpooledTemporaryFile(max_size=_KEPT) as out:
            end = _unpacked(file, cast(BinaryIO, out), packed if method == _STORED else None, name, context)
            if end is None:
                return
            if flags & _SIZES_LATER:
                end, checksum, size = _later(file, end)
            if _check(cast(BinaryIO, out)) != (checksum, size):
                return
            out.seek(0)
            if not path.endswith("/"):
                yield Salvaged(path, cast(BinaryIO, out))
        place = end


def _unpacked(file: BinaryIO, out: BinaryIO, stored: int | None, name: str, context: Context) -> int | None:
    """Where the file ends in the archive; None when it is not whole, or unpacks to far more than its size."""
    start = file.tell()
    machine = None if stored is not None else zlib.decompressobj(-zlib.MAX_WBITS)
    left = stored or 0
    while machine is not None or left:
        given = (machine.unconsumed_tail if machine else b"") or file.read(_CHUNK if machine else min(left, _CHUNK))
        if not given:
            return None
        try:
            some = machine.decompress(given, _CHUNK * 4) if machine else given
        except zlib.error:
            return None
        left -= 0 if machine else len(some)
        context.budget.spend(len(some), name)
        out.write(some)
        if out.tell() > max(_FREE, context.limits.ratio * (file.tell() - start)):
            return None
        if machine and machine.eof:
            return file.tell() - len(machine.unused_data)
    return file.tell()


def _later(file: BinaryIO, end: int) -> tuple[int, int, int]:
    """Where the description behind a file ends, and the checksum and size in it."""
    file.seek(end)
    told = file.read(16)
    signed = told.startswith(_DESCRIPTOR)
    checksum, _, size = struct.unpack("<III", (told[4:16] if signed else told[:12]).ljust(12, b"\0"))
    return end + (16 if signed else 12), checksum, size


def _check(out: BinaryIO) -> tuple[int, int]:
    out.seek(0)
    checksum = size = 0
    while some := out.read(_CHUNK):
        checksum = zlib.crc32(some, checksum)
        size += len(some)
    return checksum, size
