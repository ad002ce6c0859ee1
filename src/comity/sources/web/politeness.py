"""Hosts are spared: one request at a time to each, time in between, and longer when one says that it is too much."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from comity.sources.web.limits import WebLimits
from comity.sources.web.trouble import LATER, Trouble


@dataclass(slots=True)
class _Host:
    turn: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    delay: float = 0.0
    refusals: int = 0


class Politeness:
    """Gives out turns. Safe to use from several threads, which wait for each other where they want the same host."""

    def __init__(self, limits: WebLimits) -> None:
        self._limits = limits
        self._hosts: dict[str, _Host] = {}
        self._changing = threading.Lock()
        self._closed = threading.Event()

    def close(self) -> None:
        """Nobody gets a turn any more, and who waits for one is told so."""
        self._closed.set()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until the host is free, and have it for oneself inside. Trouble when that would take too long."""
        one = self._host(host)
        with one.turn:
            wait = one.free_at - time.monotonic()
            if wait > self._limits.patience:
                reason = f"{host} asks to be left alone for {math.ceil(wait)} seconds more"
                raise Trouble(reason, LATER, temporary=True, retry_after=wait, whole_host=True)
            if self._closed.wait(max(0.0, wait)):
                raise Trouble("the run was ended", LATER, temporary=True)
            try:
                yield
            finally:
                delay = max(self._limits.delay, one.delay)
                one.free_at = max(one.free_at, time.monotonic() + delay)

    def wants(self, host: str, delay: float) -> None:
        """The host asks for so many seconds between requests (Crawl-delay)."""
        self._host(host).delay = min(delay, self._limits.longest_delay)

    def well(self, host: str) -> None:
        """The host has answered as it should: earlier refusals are forgotten."""
        self._host(host).refusals = 0

    def refused(self, host: str, retry_after: float | None) -> float:
        """The host said that it is too much. For how many seconds it is left alone now. Called within its turn."""
        one = self._host(host)
        one.refusals += 1
        wait = self._limits.back_off * 2.0 ** min(one.refusals - 1, 20) if retry_after is None else retry_after
        wait = min(max(wait, 0.0), self._limits.longest_back_off)
        one.free_at = max(one.free_at, time.monotonic() + wait)
        return wait

    def _host(self, host: str) -> _Host:
        with self._changing:
            return self._hosts.setdefault(host, _Host())
