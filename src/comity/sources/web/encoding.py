"""Unpacks content as it comes, in small pieces, so that a bomb is noticed before it goes off."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED = "gzip, deflate, br, zstd"
"""The value of Accept-Encoding."""

_PIECE = 1 << 18
_ZLIB_HEAD = 2
"""Bytes that tell a header of zlib."""

_MOST_CODINGS = 2
"""Nobody packs content twice in earnest; a bomb in a bomb does."""


class BadEncodingError(Exception):
    """The content is not in the encoding that was told, is cut off, or the encoding is unknown: the message says."""


class Decoder(Protocol):
    """Undoes one encoding. `feed` gives what can be unpacked so far, in pieces; `close` checks that all has come."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What these bytes unpack to. BadEncodingError when they are none of the encoding."""

    def close(self) -> None:
        """BadEncodingError when the content is cut off."""


def decoders(encoding: str) -> list[Decoder]:
    """The decoders for the value of a Content-Encoding header, in the order in which they are to be used."""
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    names = [name for name in names if name != "identity"]
    if len(names) > _MOST_CODINGS:
        raise BadEncodingError(f"is packed {len(names)} times over")
    if unknown := [name for name in names if name not in _DECODERS]:
        raise BadEncodingError(f"is packed in an unknown way ({unknown[0][:40]})")
    return [_DECODERS[name]() for name in reversed(names)]


def unpack(chain: list[Decoder], data: bytes) -> Iterator[bytes]:
    """What these bytes unpack to, through all decoders, in pieces."""
    if not chain:
        yield data
        return
    for piece in chain[0].feed(data):
        yield from unpack(chain[1:], piece)


class _Zlib:
    """gzip (of one or several members) and deflate (with the header of zlib, or, as some send it, without)."""

    def __init__(self, name: str, window: int, other: int | None = None) -> None:
        self._name = name
        self._window = window
        self._other = other
        self._engine = zlib.decompressobj(window)
        self._head = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        if len(self._head) < _ZLIB_HEAD:  # all of it comes at once, so that it can be tried in the other way too
            self._head += data
            if len(self._head) < _ZLIB_HEAD:
                return
            self._choose()
            data = self._head
        while data:
            if self._engine.eof:
                if self._name != "gzip" or not data.startswith(b"\x1f"):  # padding after the end does no harm
                    return
                self._engine = zlib.decompressobj(self._window)
            if piece := self._unpack(data):
                yield piece
            data = self._engine.unconsumed_tail or self._engine.unused_data
        while not self._engine.eof and (piece := self._unpack(b"")):
            yield piece

    def close(self) -> None:
        if self._head and not self._engine.eof:
            raise BadEncodingError(f"ends in the middle of its {self._name} data")

    def _choose(self) -> None:
        try:
            zlib.decompressobj(self._window).decompress(self._head, 1)
        except zlib.error:
            if self._other is not None:
                self._engine = zlib.decompressobj(self._other)

    def _unpack(self, data: bytes) -> bytes:
        try:
            return self._engine.decompress(data, _PIECE)
        except zlib.error as error:
            raise BadEncodingError(f"is not {self._name} as its header says ({error})") from error


class _Brotli:
    def __init__(self) -> None:
        self._engine = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        try:
            while not self._engine.is_finished():
                piece = self._engine.process(data, output_buffer_limit=_PIECE)
                data = b""
                if piece:
                    yield piece
                elif self._engine.can_accept_more_data():
                    return
        except brotli.error as error:
            raise BadEncodingError(f"is not br as its header says ({error})") from error

    def close(self) -> None:
        if self._begun and not self._engine.is_finished():
            raise BadEncodingError("ends in the middle of its br data")


class _Zstd:
    # RFC 9659 lets senders in HTTP use windows of up to 8 MB
    _LARGEST_WINDOW = 23

    def __init__(self) -> None:
        self._engine = self._new()
        self._begun = False

    def _new(self) -> zstd.ZstdDecompressor:
        return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: self._LARGEST_WINDOW})

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        try:
            while data or not (self._engine.needs_input or self._engine.eof):
                if self._engine.eof:
                    self._engine = self._new()
                if piece := self._engine.decompress(data, _PIECE):
                    yield piece
                data = self._engine.unused_data if self._engine.eof else b""
        except zstd.ZstdError as error:
            raise BadEncodingError(f"is not zstd as its header says ({error})") from error

    def close(self) -> None:
        if self._begun and not self._engine.eof:
            raise BadEncodingError("ends in the middle of its zstd data")


_DECODERS: dict[str, Callable[[], Decoder]] = {
    "gzip": lambda: _Zlib("gzip", zlib.MAX_WBITS | 16),
    "x-gzip": lambda: _Zlib("gzip", zlib.MAX_WBITS | 16),
    "deflate": lambda: _Zlib("deflate", zlib.MAX_WBITS, -zlib.MAX_WBITS),
    "br": _Brotli,
    "zstd": _Zstd,
}
