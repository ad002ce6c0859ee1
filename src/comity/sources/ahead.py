"""Fetching ahead: while the page of one host is awaited or read, those of others are fetched already.

One thread asks one host at a time (its politeness would not let two), so that many hosts are what makes it faster.
"""

from __future__ import annotations

import heapq
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar
from urllib.parse import urlsplit

from comity.model import Stated
from comity.sources.context import Response, Web

_Other = TypeVar("_Other")

_WINDOW = 256
"""How many addresses after the one that is awaited are looked at."""

_HELD_BYTES = 100_000_000
"""How much of what was fetched ahead is held; beyond that only what is awaited is fetched."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address to be followed. `stated` is what led here says of it."""

    address: str
    stated: tuple[Stated, ...] = ()

    @property
    def host(self) -> str:
        """The host that is to be asked, with its port; what is no address has none."""
        try:
            return urlsplit(self.address).netloc.lower()
        except ValueError:
            return ""


@dataclass(eq=False, slots=True)
class Errand:
    """A link that is to be fetched; less `place` goes first. `response` or `error` is there when it `is_done`."""

    link: Link
    place: int = 0
    response: Response | None = None
    error: Exception | None = None
    is_done: bool = False

    def result(self) -> Response:
        """What came. SourceError says why nothing did."""
        if self.error is not None:
            raise self.error
        assert self.response is not None
        return self.response


@dataclass(slots=True)
class _Hosts:
    """Errands that wait, by host, and the hosts that nobody is asking, by which was wanted first."""

    waiting: dict[str, deque[Errand]] = field(default_factory=dict)
    free: list[tuple[int, str]] = field(default_factory=list)

    def add(self, errand: Errand) -> None:
        queue = self.waiting.get(errand.link.host)
        if queue is None:  # nobody asks this host, and nothing waits for it
            queue = self.waiting[errand.link.host] = deque()
            heapq.heappush(self.free, (errand.place, errand.link.host))
        queue.append(errand)

    def done(self, host: str) -> None:
        if queue := self.waiting[host]:
            heapq.heappush(self.free, (queue[0].place, host))
        else:
            del self.waiting[host]


class Ahead:
    """Runs errands in threads, `hosts` of them at the most. To be used in a `with`, by one thread.

    At the end what is still under way is left to itself: its threads do not keep the program.
    """

    def __init__(self, web: Web, hosts: int) -> None:
        self._web = web
        self._most = hosts
        self._hosts = _Hosts()
        self._changed = threading.Condition()
        self._threads = 0
        self._idle = 0
        self._held = 0
        self._awaited = 0
        self._ended = False

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def send(self, errand: Errand) -> None:
        """Have it run when its turn comes."""
        with self._changed:
            self._hosts.add(errand)
            if len(self._hosts.free) > self._idle and self._threads < self._most:
                self._threads += 1
                threading.Thread(target=self._run, name="fetch ahead", daemon=True).start()
            self._changed.notify_all()

    def take(self, errand: Errand) -> None:
        """Wait until it is done."""
        with self._changed:
            self._awaited = errand.place
            self._changed.notify_all()
            while not errand.is_done:
                self._changed.wait()
            if errand.response is not None:
                self._held -= len(errand.response.content)

    def _run(self) -> None:
        while (errand := self._next()) is not None:
            try:
                errand.response = self._web.get(errand.link.address)
            except Exception as error:  # told to who waits for it
                errand.error = error
            with self._changed:
                errand.is_done = True
                if errand.response is not None:
                    self._held += len(errand.response.content)
                self._hosts.done(errand.link.host)
                self._changed.notify_all()

    def _next(self) -> Errand | None:
        """The errand that was wanted first of those whose host is free; null at the end."""
        with self._changed:
            self._idle += 1
            while not self._ended and not self._is_ready():
                self._changed.wait()
            self._idle -= 1
            if self._ended:
                return None
            _, host = heapq.heappop(self._hosts.free)
            return self._hosts.waiting[host].popleft()

    def _is_ready(self) -> bool:
        free = self._hosts.free
        return bool(free) and (self._held < _HELD_BYTES or free[0][0] <= self._awaited)


def run_ahead(found: Iterable[_Other | Errand], web: Web, hosts: int) -> Iterator[_Other | Errand]:
    """The same things in the same order, each errand done when it comes. Looks ahead in `found`, in this thread.

    What `found` raises is raised after all that came before it.
    """
    source, broken = iter(found), None
    window: deque[_Other | Errand] = deque()
    place = 0
    with Ahead(web, hosts) as ahead:
        while True:
            try:
                for one in islice(source, _WINDOW - len(window)):
                    if isinstance(one, Errand):
                        place += 1
                        one.place = place
                        ahead.send(one)
                    window.append(one)
            except Exception as error:
                broken = error
            if not window:
                break
            first = window.popleft()
            if isinstance(first, Errand):
                ahead.take(first)
            yield first
    if broken is not None:
        raise broken
