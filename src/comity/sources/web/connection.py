"""Connections: where a name really leads is checked here, and no step may outlast what its request has left.

A name is looked up once, and the connection goes to the very IP address that was checked, so that nothing can change
between the check and the connection; redirects come through here like any other request.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from functools import cache
from typing import Any

import httpcore2
import httpx2

from comity.sources.web.guard import may_reach
from comity.sources.web.limits import Budget, WebLimits

Resolve = Callable[[str, int], Sequence[str]]
"""The IP addresses of a host name, likeliest first. OSError when there are none."""

_SHORTEST = 0.1
"""Seconds that an address is given even when those before it have used up the time."""

_budget: ContextVar[Budget] = ContextVar("budget")


class Refused(Exception):
    """The host leads to addresses that may not be reached; `addresses` are these."""

    def __init__(self, host: str, addresses: Sequence[str]) -> None:
        super().__init__(host)
        self.host = host
        self.addresses = tuple(addresses)


class Unresolved(Exception):
    """The name of the host has no IP address. `temporary`: the name service did not answer."""

    def __init__(self, host: str, temporary: bool) -> None:
        super().__init__(host)
        self.host = host
        self.temporary = temporary


@contextlib.contextmanager
def spending(budget: Budget) -> Iterator[None]:
    """All that this thread does on connections inside is taken from the budget, and its clock runs."""
    before = _budget.set(budget)
    try:
        with budget.running():
            yield
    finally:
        _budget.reset(before)


def system_resolve(host: str, port: int) -> Sequence[str]:
    """What the system's name service says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@cache
def _system_trust() -> ssl.SSLContext:
    """The certificates that the system trusts; they are many, and read once."""
    return httpcore2.default_ssl_context()


class GuardedTransport(httpx2.BaseTransport):
    """Sends requests over connections to addresses that may be reached, and to no others. No proxies, no retries."""

    def __init__(self, limits: WebLimits, resolve: Resolve, tls: ssl.SSLContext | None) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls or _system_trust(),
            max_connections=None,
            max_keepalive_connections=0,  # a host is asked seldom, and each connection is checked anew
            network_backend=_GuardedBackend(limits, resolve),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, its body not read yet. Raises what the pool, the guard and the budget raise."""
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        assert isinstance(answer.stream, Iterable)
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        if hasattr(self._stream, "close"):
            self._stream.close()


class _GuardedBackend(httpcore2.NetworkBackend):
    """Opens connections for the pool."""

    def __init__(self, limits: WebLimits, resolve: Resolve) -> None:
        self._limits = limits
        self._resolve = resolve
        self._system = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the budget says
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first address of the host that may be reached and answers."""
        host = host.strip("[]")
        until = time.monotonic() + _budget.get().left(self._limits.connect_seconds)
        found = self._addresses(host, port, until)
        reachable = [one for one in found if self._may_reach(one)]
        if not reachable:
            raise Refused(host, found)
        for left in range(len(reachable), 0, -1):
            try:
                seconds = max(_SHORTEST, (until - time.monotonic()) / left)
                stream = self._system.connect_tcp(reachable[-left], port, seconds, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if left == 1:
                    raise
                continue
            peer = str(stream.get_extra_info("server_addr")[0])
            if not self._may_reach(peer):
                stream.close()
                raise Refused(host, [peer])
            return _TimedStream(stream, self._limits)
        raise AssertionError("unreachable")

    def _may_reach(self, address: str) -> bool:
        return may_reach(address, allow_private=self._limits.allow_private)

    def _addresses(self, host: str, port: int, until: float) -> Sequence[str]:
        """Look the name up, for no longer than there is time: the system's name service knows no limit."""
        found: list[Sequence[str]] = []
        failed: list[Exception] = []

        def look_up() -> None:
            try:
                found.append(self._resolve(host, port))
            except Exception as error:
                failed.append(error)

        thread = threading.Thread(target=look_up, name=f"look up {host}", daemon=True)
        thread.start()
        thread.join(max(0.0, until - time.monotonic()))
        if thread.is_alive():
            raise Unresolved(host, temporary=True)
        if failed:
            temporary = isinstance(failed[0], socket.gaierror) and failed[0].errno == socket.EAI_AGAIN
            raise Unresolved(host, temporary) from failed[0]
        if not found[0]:
            raise Unresolved(host, temporary=False)
        return found[0]


class _TimedStream(httpcore2.NetworkStream):
    """A connection whose every step is paid from the budget of the request that it serves."""

    def __init__(self, stream: httpcore2.NetworkStream, limits: WebLimits) -> None:
        self._stream = stream
        self._limits = limits

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the budget says
        budget = _budget.get()
        try:
            data = self._stream.read(max_bytes, budget.left(self._limits.silence_seconds))
        except httpcore2.ReadTimeout:
            budget.left(0)  # it may be the whole time that is over, and not this step's
            raise
        budget.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - the budget says
        self._stream.write(buffer, _budget.get().left(self._limits.silence_seconds))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the budget says
    ) -> httpcore2.NetworkStream:
        left = _budget.get().left(self._limits.connect_seconds)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._limits)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
