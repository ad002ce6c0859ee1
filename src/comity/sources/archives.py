"""A ZIP archive: each file in it is a source of its own, named `archive.zip!path in the archive`.

Nothing is written to the disk under a name from the archive, so that names that climb out of it (`../`, `/etc`) are
only names. What one member does wrong loses no other member.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, cast

from comity.errors import SourceError
from comity.sources.context import Context, Found, Item, shown, subject, unread
from comity.sources.salvage import salvaged

_SPOOLED = 16_000_000
"""Above this an archive that comes from a stream is kept on the disk: the list of what it holds is at its end."""

_CHUNK = 1 << 18
_LONGEST_NAME = 400
_FREE = 1 << 20
_ENCRYPTED, _UTF_8 = 0x1, 0x800
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})


def pages(item: Item, context: Context) -> Iterator[Found]:
    """The pages of all files in the archive, in its order; those of folders of the system (`__MACOSX`) are left out."""
    inner = context.within(item.name)
    with _seekable(item, inner) as file:
        try:
            yield from _listed(item, file, inner)
        except _UnlistedError as error:
            for one in salvaged(file, item.name, inner):
                path = _short(one.path)
                yield from inner.hand(Item(name=f"{item.name}!{path}", stream=one.stream, path=path))
            raise SourceError(str(error), "Get it again; the files that are whole were read.") from error


class _UnlistedError(Exception):
    """The list at the end of an archive is missing or damaged."""


def _listed(item: Item, file: BinaryIO, inner: Context) -> Iterator[Found]:
    with _opened(item.name, file) as archive:
        members = [member for member in archive.infolist() if not _left_out(member)]
        if any(member.filename in _OFFICE for member in members):
            raise SourceError(
                f"{subject(item.name)} is an office document or an electronic book, not an archive of pages.",
                "Save it as PDF, HTML or text.",
            )
        if len(members) > inner.limits.members:
            raise SourceError(
                f"{subject(item.name)} holds {len(members)} files, and {inner.limits.members} are the limit.",
                "Unpack it, and give the folder.",
            )
        if not members:
            raise SourceError(f"The archive {shown(item.name)} holds no files.", "Give an archive of pages.")
        for member in members:
            yield from _member(f"{item.name}!{_name(member)}", archive, member, inner)


def _member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, context: Context) -> Iterator[Found]:
    if member.flag_bits & _ENCRYPTED:
        error = SourceError(f"{shown(name)} is encrypted.", "Unpack it with its password, and give the folder.")
        yield unread(name, error)
        return
    try:
        packed = archive.open(member)
    except _DAMAGED as reason:
        yield unread(name, _damaged(name, reason))
        return
    with packed:
        stream = io.BufferedReader(_Member(name, cast(BinaryIO, packed), member, context), _CHUNK)
        yield from context.hand(Item(name=name, stream=stream, path=_name(member)))


class _Member(io.RawIOBase):
    """A file in an archive as a stream, which ends with an error when it is damaged or beyond the limits."""

    def __init__(self, name: str, packed: BinaryIO, member: zipfile.ZipInfo, context: Context) -> None:
        self._name = name
        self._packed = packed
        self._allowed = max(_FREE, context.limits.ratio * member.compress_size)
        self._ratio = context.limits.ratio
        self._budget = context.budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            some = self._packed.read(len(buffer))
        except _DAMAGED as error:
            raise _damaged(self._name, error) from error
        self._budget.spend(len(some), self._name)
        self._allowed -= len(some)
        if self._allowed < 0:
            raise SourceError(
                f"{shown(self._name)} unpacks to more than {self._ratio} times its size: it may be made to do harm.",
                "Unpack it yourself if you trust it, and give the folder.",
            )
        buffer[: len(some)] = some
        return len(some)


def _damaged(name: str, error: Exception) -> SourceError:
    if isinstance(error, NotImplementedError):
        return SourceError(f"{shown(name)} is packed in an unknown way: {error}.", "Pack it again, as plain ZIP.")
    reason = "its checksum is wrong" if "CRC" in str(error) else str(error) or "it ends too early"
    return SourceError(f"{shown(name)} is damaged: {reason.rstrip('.')}.", "Get it again; the other files were read.")


def _left_out(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.replace("\\", "/").split("/")
    return (
        member.filename.endswith("/")
        or parts[0] == "__MACOSX"
        or any(part.startswith(".") and part not in (".", "..") for part in parts)
    )


def _name(member: zipfile.ZipInfo) -> str:
    """The path in the archive. Where it does not say that its names are UTF-8 they often are, and else of DOS."""
    name = member.filename
    if not member.flag_bits & _UTF_8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return _short(name)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME // 2]}…{name[-_LONGEST_NAME // 2 :]}"


@contextmanager
def _opened(name: str, file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGED as error:
        reason = str(error).rstrip(".")
        raise _UnlistedError(f"The archive {shown(name)} is damaged, or a part of it is missing: {reason}.") from error
    with archive:
        yield archive


@contextmanager
def _seekable(item: Item, context: Context) -> Iterator[BinaryIO]:
    """The archive as a file that can be read from its end."""
    if item.stream.seekable():
        yield item.stream
        return
    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as file:
        while some := item.stream.read(_CHUNK):
            context.budget.spend(len(some), item.name)
            file.write(some)
        file.seek(0)
        yield cast(BinaryIO, file)
