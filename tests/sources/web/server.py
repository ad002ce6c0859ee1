"""A web server of the tests' own, on loopback, that can misbehave in every way that servers do.

    with Server() as server:
        server.on("/page", page("<p>Bonjour</p>"))
        server.on("/old", redirect("/page"))
        web.get(server.url("/page"))
        assert server.count("/page") == 1

An answer is a function that gets the request and writes to its connection; `on` gives it a path. A path without an
answer is 404, `/robots.txt` too unless it is given one. `in_turn` answers differently each time.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import brotli
import pytest
from backports import zstd


@dataclass(frozen=True)
class Asked:
    """One request that the server got; `at` is of the monotonic clock, `headers` have names in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: float
    thread: int = field(default_factory=threading.get_ident)


class Line:
    """The connection that an answer writes to."""

    def __init__(self, connection: socket.socket, stopping: threading.Event) -> None:
        self._connection = connection
        self._stopping = stopping

    def send(self, data: bytes) -> None:
        """Send all of it; OSError when the other side has gone."""
        if self._stopping.is_set():
            raise ConnectionAbortedError
        self._connection.sendall(data)

    def wait(self, seconds: float) -> None:
        """Do nothing for a while, less when the server is stopped."""
        if self._stopping.wait(seconds):
            raise ConnectionAbortedError

    def reset(self) -> None:
        """Tear the connection down without an end."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self._connection.close()


Answer = Callable[[Asked, Line], None]


class Server:
    """Listens on `port` of `host`, a free one by default. `requests` are all that came, in their order.

    `tls` makes it an https server; `name` is the host name that `url` tells (a resolver of the test's own leads there).
    """

    def __init__(
        self, host: str = "127.0.0.1", *, port: int = 0, name: str | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self._tls = tls
        self._answers: dict[str, Answer] = {}
        self._stopping = threading.Event()
        self._changing = threading.Lock()
        self._open: set[socket.socket] = set()
        self._socket = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.port: int = self._socket.getsockname()[1]
        self.name = name or (f"[{host}]" if ":" in host else host)
        self.requests: list[Asked] = []

    def __enter__(self) -> Server:
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._socket.close()
        with self._changing:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def on(self, path: str, answer: Answer) -> str:
        """From now on `path` (with its query, if any) is answered so. The address of the path."""
        self._answers[path] = answer
        return self.url(path)

    def robots(self, text: str) -> None:
        """What `/robots.txt` says."""
        self.on("/robots.txt", page(text, media="text/plain"))

    def url(self, path: str = "/") -> str:
        """The address of a path on this server."""
        return f"{'https' if self._tls else 'http'}://{self.name}:{self.port}{path}"

    def count(self, path: str | None = None) -> int:
        """How many requests came for the path, or for all but `/robots.txt`."""
        return sum(asked.path == path if path else asked.path != "/robots.txt" for asked in list(self.requests))

    def last(self, path: str) -> Asked:
        """The last request for the path."""
        return [asked for asked in self.requests if asked.path == path][-1]

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        plain.settimeout(60)
        try:
            connection = self._tls.wrap_socket(plain, server_side=True) if self._tls else plain
        except OSError:  # the client does not want the certificate
            plain.close()
            return
        with connection, contextlib.suppress(OSError):
            with self._changing:
                self._open.add(connection)
            self._answer(connection)
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(1)
            while connection.recv(65536):  # else what was sent may be lost with the connection
                pass
        with self._changing:
            self._open.discard(connection)

    def _answer(self, connection: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            if not (data := connection.recv(65536)):
                return
            received += data
        try:
            asked = _parse(received)
        except ValueError:  # no HTTP
            return
        with self._changing:
            self.requests.append(asked)
        self._answers.get(asked.path, status(404))(asked, Line(connection, self._stopping))


def _parse(head: bytes) -> Asked:
    first, *rest = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    return Asked(method, path, headers, time.monotonic())


# --- answers --------------------------------------------------------------------------------------------------------

_REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 404: "Not Found"}


def head(code: int, headers: Mapping[str, str | None]) -> bytes:
    """The first lines of an answer; headers that are None are left out."""
    lines = [f"HTTP/1.1 {code} {_REASONS.get(code, 'Status')}"]
    lines += [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def page(
    body: str | bytes,
    *,
    media: str | None = "text/html; charset=utf-8",
    code: int = 200,
    encoding: str | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
    **headers: str,
) -> Answer:
    """A page. `encoding`: gzip, deflate, br or zstd. With `etag` or `last_modified` who has it already gets a 304.

    `headers` may hold others, `retry_after="3"` for Retry-After.
    """
    content = body.encode() if isinstance(body, str) else body
    sent = pack(content, encoding) if encoding else content

    def answer(asked: Asked, line: Line) -> None:
        told = {
            "Content-Type": media,
            "Content-Encoding": encoding,
            "ETag": etag,
            "Last-Modified": last_modified,
            "Connection": "close",
            **{name.replace("_", "-").title(): value for name, value in headers.items()},
        }
        same = etag is not None and asked.headers.get("if-none-match") == etag
        same = same or (last_modified is not None and asked.headers.get("if-modified-since") == last_modified)
        if same:
            line.send(head(304, told))
        else:
            line.send(head(code, {"Content-Length": str(len(sent)), **told}) + sent)

    return answer


def feed(*entries: tuple[str, str], title: str = "Journal d'essai", etag: str | None = None) -> Answer:
    """An RSS feed of (address, title); the type that it tells is that of feeds."""
    items = "".join(f"<item><title>{name}</title><link>{link}</link></item>" for link, name in entries)
    body = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>{items}'
    return page(f"{body}</channel></rss>", media="application/rss+xml", etag=etag)


def status(code: int, **headers: str) -> Answer:
    """An error, with a page that says so: `status(429, retry_after="30")`."""
    return page(f"<h1>{code}</h1>", code=code, **headers)


def redirect(to: str, code: int = 302) -> Answer:
    """Leads elsewhere; to its own path it is a loop."""
    return page("", code=code, location=to)


def in_turn(*answers: Answer) -> Answer:
    """The first answer the first time, and so on; the last one for ever."""
    left = list(answers)
    lock = threading.Lock()

    def answer(asked: Asked, line: Line) -> None:
        with lock:
            now = left.pop(0) if len(left) > 1 else left[0]
        now(asked, line)

    return answer


def raw(data: bytes, *, reset: bool = False) -> Answer:
    """Just these bytes, then the end of the connection, or its tearing down."""

    def answer(_: Asked, line: Line) -> None:
        line.send(data)
        if reset:
            line.reset()

    return answer


def cut(body: bytes = b"<p>half", *, says: int = 1000) -> Answer:
    """The connection ends before the length that was told."""
    return raw(head(200, {"Content-Type": "text/html", "Content-Length": str(says)}) + body)


def chunked(*chunks: bytes, media: str = "text/html", end: bool = True, encoding: str | None = None) -> Answer:
    """In chunks, without a length; `end=False` stops before the last one."""
    told = {"Content-Type": media, "Transfer-Encoding": "chunked", "Content-Encoding": encoding}
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return raw(head(200, told) + body + (b"0\r\n\r\n" if end else b""))


def drip(body: bytes = b"x" * 1000, *, every: float = 1.0, headers: bool = False) -> Answer:
    """One byte every so many seconds: of the body, or already of the headers."""

    def answer(_: Asked, line: Line) -> None:
        first = head(200, {"Content-Type": "text/html", "Content-Length": str(len(body))})
        if not headers:
            line.send(first)
        for byte in (first + body) if headers else body:
            line.send(bytes([byte]))
            line.wait(every)

    return answer


def silence(seconds: float = 60) -> Answer:
    """Nothing at all for so long, then the end."""
    return lambda _, line: line.wait(seconds)


def huge_headers(size: int = 1_000_000, *, many: bool = False) -> Answer:
    """Headers of that size: one that is long, or many."""
    names = (f"X-{number}: {'a' * 50}\r\n" for number in range(size // 60))
    lines = "".join(names) if many else f"X-Long: {'a' * size}\r\n"
    return raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + lines.encode() + b"Content-Length: 1\r\n\r\na")


def endless(media: str = "text/html") -> Answer:
    """A page without an end, as fast as it is taken."""

    def answer(_: Asked, line: Line) -> None:
        line.send(head(200, {"Content-Type": media}))
        while True:
            line.send(b"<p>encore</p>" * 1000)

    return answer


def bomb(encoding: str, size: int = 100_000_000) -> Answer:
    """A page of so many bytes once it is unpacked: the same letter, packed as tight as the encoding can."""
    body = pack_zeros(encoding, size)
    told = {"Content-Type": "text/html", "Content-Encoding": encoding, "Content-Length": str(len(body))}
    return raw(head(200, told) + body)


def pack(content: bytes, encoding: str) -> bytes:
    """The content in an encoding; several, joined by commas, are applied in their order."""
    for one in encoding.split(","):
        match one.strip():
            case "gzip" | "x-gzip":
                content = gzip.compress(content)
            case "deflate":
                content = zlib.compress(content)
            case "br":
                content = brotli.compress(content)
            case "zstd":
                content = zstd.compress(content)
    return content


def pack_zeros(encoding: str, size: int) -> bytes:
    """So many zeros, packed, without holding them."""
    match encoding:
        case "gzip":
            packer = zlib.compressobj(9, zlib.DEFLATED, 31)
            return b"".join([*(packer.compress(some) for some in _zeros(size)), packer.flush()])
        case "deflate":
            packer = zlib.compressobj(9)
            return b"".join([*(packer.compress(some) for some in _zeros(size)), packer.flush()])
        case "br":
            tight = brotli.Compressor(quality=5)
            return b"".join([*(tight.process(some) for some in _zeros(size)), tight.finish()])
        case "zstd":
            tighter = zstd.ZstdCompressor()
            return b"".join([*(tighter.compress(some) for some in _zeros(size)), tighter.flush()])
    raise ValueError(encoding)


def _zeros(size: int) -> Iterator[bytes]:
    for start in range(0, size, 1 << 20):
        yield bytes(min(1 << 20, size - start))


@pytest.fixture
def server() -> Iterator[Server]:
    """A server for one test; import it into the tests, or into a conftest."""
    with Server() as one:
        yield one
