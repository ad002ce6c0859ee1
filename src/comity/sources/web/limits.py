"""How far the client goes: sizes, times, redirects, and what one request may still spend of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from comity import __version__

AGENT = "Comity"
"""The name by which robots.txt speaks of this client."""


@dataclass(frozen=True, slots=True)
class WebLimits:
    """What the client allows servers, and itself. Sizes are in bytes, times in seconds."""

    content_bytes: int = 50_000_000
    """The largest content, unpacked: as much as a sitemap may have. A page has a limit of its own in its source."""

    ratio: int = 200
    """How many times its packed size content may be, unpacked, once it is above a megabyte."""

    header_bytes: int = 100_000
    """The headers of one answer."""

    seconds: float = 60.0
    """From the first connection to the last byte, redirects included; waiting out of politeness does not count."""

    connect_seconds: float = 15.0
    """One connection, its name looked up and its certificate checked."""

    silence_seconds: float = 20.0
    """How long a server may send nothing."""

    redirects: int = 8
    """How many redirects are followed."""

    delay: float = 1.0
    """From the end of one request to a host to the beginning of the next; its robots.txt may ask for more."""

    longest_delay: float = 60.0
    """The most that a robots.txt is granted of that."""

    back_off: float = 5.0
    """How long a host that answers 429 or 503 is left alone when it does not say; each further time twice as long."""

    longest_back_off: float = 86_400.0
    """The most that a host is left alone."""

    patience: float = 30.0
    """How long a host that is to be left alone is waited for; beyond it an address of it has failed for now."""

    tries: int = 3
    """How often an address is asked for in all, when its host says 429 or 503 and the wait is bearable."""

    robots_bytes: int = 512_000
    """How much of a robots.txt is read; the rest is as if it were not there (RFC 9309 wants at least 500 KiB)."""

    robots_seconds: float = 86_400.0
    """How long a robots.txt is taken for granted."""

    robots_retry: float = 300.0
    """After how long one that could not be had is asked for again."""

    contact: str | None = None
    """An address or mail address of whoever runs this, told to servers in the user agent."""

    allow_private: bool = False
    """Whether loopback and private networks may be reached: for tests, and for an intranet that is meant."""

    @property
    def user_agent(self) -> str:
        """Who asks, as servers are told."""
        return f"{AGENT}/{__version__}" + (f" (+{self.contact})" if self.contact else "")


class Spent(Exception):
    """What an exchange was given is used up; the message says what."""


@dataclass(slots=True)
class Budget:
    """What is left to one address: the time in which it must be had, and the bytes that may come over the wire."""

    seconds: float
    wire_bytes: int
    _until: float = field(default=0.0)

    @contextmanager
    def running(self) -> Iterator[None]:
        """The clock runs inside, and stands still outside."""
        self._until = time.monotonic() + self.seconds
        try:
            yield
        finally:
            self.seconds = self._until - time.monotonic()

    def left(self, most: float) -> float:
        """Seconds that the next step may take, at most `most`. Spent when there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise Spent("time")
        return min(left, most)

    def take(self, size: int) -> None:
        """Bytes have come over the wire. Spent when there were too many."""
        self.wire_bytes -= size
        if self.wire_bytes < 0:
            raise Spent("bytes")
