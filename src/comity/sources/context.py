"""What every kind of source is given, and how failures of the system are told to people."""

from __future__ import annotations

import errno
import logging
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

from comity.errors import SourceError
from comity.model import Failure, Known, RawPage, Stated, Unread

log = logging.getLogger(__name__)

_CONTROLS = re.compile("[\x00-\x1f\x7f]")

MAX_PAGE_BYTES = 10_000_000
"""The largest page that is read unless the settings say otherwise: a long newspaper page is a hundredth of it."""

Found = RawPage | Unread | Known


class Response(Protocol):
    """What an address answered."""

    @property
    def address(self) -> str:
        """The address in the end, after redirects."""

    @property
    def media(self) -> str | None:
        """The kind that was declared, as `text/html`, in small letters and without parameters."""

    @property
    def charset(self) -> str | None:
        """The encoding that was declared."""

    @property
    def stated(self) -> tuple[Stated, ...]:
        """What the headers say of the page."""

    @property
    def content(self) -> bytes:
        """The bytes, any content encoding undone, within the limits of the client."""


class Web(Protocol):
    """What fetches an address, politely and safely. FetchError, a SourceError, says why it could not be had.

    Several threads use it at a time.
    """

    def get(self, address: str, *, accept: str | None = None) -> Response:
        """The answer; `accept` is the value of the header of that name."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a source may be unpacked and followed; what is beyond is told, and the rest goes on."""

    depth: int = 4
    """Archives in archives, feeds in indexes, pages of feeds: how many one in the other."""

    unpacked_bytes: int = 20_000_000_000
    """What one archive may be, unpacked."""

    ratio: int = 200
    """How many times its packed size a member of an archive may be, unpacked, once it is above a megabyte."""

    members: int = 1_000_000
    """How many members an archive may list, and how many addresses a feed or sitemap."""

    hosts: int = 8
    """How many hosts are asked for pages at a time."""


@dataclass(frozen=True, slots=True)
class Item:
    """Bytes of a kind that is still to be told, and what is known of them.

    `stream` is read once, from where it stands. `path` is the name whose suffix tells the kind, when that is not the
    end of `name`. `media` and `charset` are what a server or an archive declares.
    """

    name: str
    stream: BinaryIO
    path: str | None = None
    media: str | None = None
    charset: str | None = None
    url: str | None = None
    stated: tuple[Stated, ...] = ()

    @property
    def suffix(self) -> str:
        """The suffix of the name, in small letters, with its dot; an address has none that is to be believed."""
        if self.path is None and self.url is not None:
            return ""
        return PurePosixPath(self.path or self.name).suffix.lower()


@dataclass(slots=True)
class Budget:
    """What is left of the bytes that one source, with all that is in it, may be when it is unpacked."""

    left: int

    def spend(self, size: int, name: str) -> None:
        """SourceError when nothing is left."""
        self.left -= size
        if self.left < 0:
            raise SourceError(
                f"{subject(name)} is more than the limit when unpacked.",
                "It may be made to exhaust the machine; unpack what you trust yourself and give the folder.",
            )


@dataclass(frozen=True, slots=True)
class Context:
    """The limits and streams of one run.

    `open` hands a name found in a source (a file of a folder) to its own kind, and `hand` bytes to theirs. `web`
    fetches addresses; without it the run is offline. `known` says of an address that it is settled and need not be
    fetched again. `trail` holds the names of the sources that led here, the outermost first.
    """

    stdin: BinaryIO
    max_bytes: int
    open: Callable[[str], Iterator[Found]]
    read: Callable[[Item, Context], Iterator[Found]]
    web: Web | None = None
    known: Callable[[str], bool] = lambda _: False
    limits: Limits = Limits()
    trail: tuple[str, ...] = ()
    budget: Budget = field(default_factory=lambda: Budget(Limits().unpacked_bytes))

    @property
    def depth(self) -> int:
        """How many sources led here: 0 for what the user named."""
        return len(self.trail)

    def hand(self, item: Item) -> Iterator[Found]:
        """The pages of bytes of any kind. Never raises: what cannot be read is an `Unread` in its place."""
        try:
            yield from self.read(item, self)
        except Exception as error:
            yield failed(item.name, error)

    def within(self, name: str) -> Context:
        """The context of what is found in the source `name`. SourceError when it holds itself, or is too deep."""
        if name in self.trail:
            raise SourceError(f"{subject(name)} leads back to itself.", "Leave it out.")
        if self.depth >= self.limits.depth:
            raise SourceError(
                f"{subject(name)} lies too deep: {self.limits.depth} sources one in the other are the limit.",
                "Unpack or open the outer ones first.",
            )
        budget = self.budget if self.trail else Budget(self.limits.unpacked_bytes)
        return replace(self, trail=(*self.trail, name), budget=budget)


def unread(name: str, error: SourceError, ref: str | None = None) -> Unread:
    """A source that could not be handed over, and why."""
    return Unread(name=shown(name), ref=ref, failure=Failure(code=error.code, message=str(error)))


def failed(name: str, error: Exception) -> Unread:
    """A source whose reading ended with an error of any kind: a fault of ours must not take other sources with it."""
    if isinstance(error, SourceError):
        return unread(name, error)
    if isinstance(error, OSError | ValueError):  # ValueError: a path with a NUL
        return unread(name, source_error(name, error))
    log.error("reading %s failed", shown(name), exc_info=error)
    reason = f"{subject(name)} could not be read ({type(error).__name__}: {error})."
    return unread(name, SourceError(reason, "Please report it."))


def shown(name: str) -> str:
    """A name that can be printed on a line and stored, also when the system's name for the file is no text."""
    return _CONTROLS.sub("�", os.fsencode(name).decode("utf-8", errors="replace"))


def subject(name: str) -> str:
    """The name at the beginning of a sentence."""
    return "The standard input" if name == "-" else shown(name)


def source_error(name: str, error: OSError | ValueError) -> SourceError:
    """What the system says, in words that tell what to do."""
    name = shown(name)
    if isinstance(error, FileNotFoundError):
        return SourceError(f"There is no file or folder {name}.", "Check the path.")
    if isinstance(error, PermissionError):
        return SourceError(f"{name} may not be read.", "Ask for permission to read it, or leave it out.")
    if isinstance(error, OSError) and error.errno in (errno.ENAMETOOLONG, errno.ELOOP):
        return SourceError(f"{name} is no path that can be opened: {error.strerror}.", "Check the path.")
    return SourceError(f"{name} could not be read: {error}.", "Check the file and the disk it is on.")


def too_large(name: str, limit: int) -> SourceError:
    """A page above the limit."""
    return SourceError(
        f"{subject(name)} is larger than {limit / 1e6:g} MB, which is the limit for one page.",
        "Split it, or give JSON lines with one page a line; COMITY_MAX_PAGE_BYTES raises the limit.",
    )


def empty(name: str) -> SourceError:
    """Nothing there."""
    return SourceError(f"{subject(name)} is empty.", "Give a file with text, or leave it out.")
