"""Servers that are slow, endless, broken or run in circles cost no more than the limits say."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.errors import FetchError
from comity.sources.web import Response, Web, WebLimits
from tests.sources.web.server import (
    Answer,
    Server,
    chunked,
    cut,
    drip,
    endless,
    head,
    huge_headers,
    page,
    raw,
    redirect,
    silence,
)

LIMITS = WebLimits(
    allow_private=True, delay=0, content_bytes=1_000_000, seconds=1.0, connect_seconds=0.5, silence_seconds=0.6
)


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(LIMITS) as one:
        yield one


def failure(web: Web, address: str) -> FetchError:
    """What is said of an address that cannot be had."""
    with pytest.raises(FetchError) as error:
        web.get(address)
    assert address in str(error.value)
    return error.value


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (drip(every=0.2), "longer than 1 seconds"),
        (drip(every=0.2, headers=True), "longer than 1 seconds"),
        (drip(every=0.8), "sent nothing for 0.6 seconds"),
        (silence(), "sent nothing for 0.6 seconds"),
    ],
)
def test_a_slow_server_is_cut_off_in_time(server: Server, web: Web, answer: Answer, words: str) -> None:
    start = time.monotonic()
    error = failure(web, server.on("/page", answer))
    assert time.monotonic() - start < 10
    assert words in str(error)
    assert error.temporary


def test_the_time_is_one_for_all_redirects(server: Server, web: Web) -> None:
    for number in range(8):
        server.on(f"/{number}", _slowly(redirect(f"/{number + 1}")))
    start = time.monotonic()
    assert "longer than 1 seconds" in str(failure(web, server.url("/0")))
    assert time.monotonic() - start < 10


def _slowly(answer: Answer) -> Answer:
    def slow(asked, line):  # type: ignore[no-untyped-def]
        line.wait(0.3)
        answer(asked, line)

    return slow


def test_a_name_service_that_does_not_answer_is_not_waited_for(server: Server) -> None:
    over = threading.Event()

    def resolve(*_: object) -> list[str]:
        over.wait(60)
        return ["127.0.0.1"]

    start = time.monotonic()
    with Web(LIMITS, resolve=resolve) as web:
        assert failure(web, f"http://example.org:{server.port}/").temporary
    over.set()
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("answer", "words", "temporary"),
    [
        (endless(), "larger than 1 MB", False),
        (page(b"a" * 1_000_001), "larger than 1 MB", False),
        (raw(head(200, {"Content-Length": "9999999999"})), "larger than 1 MB", False),
        (huge_headers(), "headers are larger", False),
        (huge_headers(many=True), "headers are larger", False),
        (huge_headers(120_000), "headers are larger", False),
        (cut(), "ended before all of it", True),
        (cut(b""), "ended before all of it", True),
        (chunked(b"abc", end=False), "ended before all of it", True),
        (raw(b""), "without an answer", True),
        (raw(b"", reset=True), "connection was lost", True),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Le", reset=True), "lost|ended", True),
        (raw(b"hello\r\n\r\n"), "as the protocol wants", True),
        (raw(b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n"), "as the protocol wants", True),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"), "as the protocol wants", True),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na"), "as the protocol wants", True),
        (raw(head(200, {"Transfer-Encoding": "chunked"}) + b"zz\r\n"), "as the protocol wants", True),
        (raw(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"), "as the protocol wants", True),
        (redirect("/page"), "in a circle", False),
    ],
)
def test_what_breaks_a_limit_or_the_protocol_says_so(
    server: Server, web: Web, answer: Answer, words: str, temporary: bool
) -> None:
    error = failure(web, server.on("/page", answer))
    assert any(word in str(error) for word in words.split("|"))
    assert error.temporary is temporary
    assert len(str(error)) < 600
    assert error.remedy


def test_news_of_an_answer_to_come_is_not_listened_to_for_ever(server: Server, web: Web) -> None:
    error = failure(web, server.on("/page", raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000)))
    assert "longer than 1 seconds" in str(error) or "more than 1 MB came" in str(error)


@pytest.mark.parametrize(
    "media",
    ["image/png", "video/mp4", "AUDIO/ogg; x", "font/woff2", "text/css", "text/javascript", "application/x-javascript"],
)
def test_what_is_called_no_page_is_not_even_read(server: Server, web: Web, media: str) -> None:
    error = failure(web, server.on("/page", endless(media)))
    assert "is no page: its server calls it" in str(error)
    assert not error.temporary


def test_just_the_limit_is_fetched(server: Server, web: Web) -> None:
    assert len(web.get(server.on("/page", page(b"a" * 1_000_000))).content) == 1_000_000
    address = server.on("/many", chunked(*[b"a"] * 2_000))  # each byte costs six on the wire
    assert len(web.get(address).content) == 2_000


def test_redirects_are_counted(server: Server, web: Web) -> None:
    for number in range(20):
        server.on(f"/{number}", redirect(f"/{number + 1}"))
    server.on("/20", page("here"))
    assert web.get(server.url("/12")).content == b"here"  # eight
    assert "more than 8 times" in str(failure(web, server.url("/11")))
    server.on("/a", redirect("/b"))
    server.on("/b", redirect("/a"))
    assert "in a circle" in str(failure(web, server.url("/a")))
    assert server.count("/b") == 1


def test_a_server_that_is_not_there(web: Web) -> None:
    with Server() as gone:
        address = gone.url("/page")
    error = failure(web, address)
    assert "no connection to 127.0.0.1 can be made" in str(error)
    assert error.temporary


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "Text/HTML;CHARSET='UTF-8'", 'text/html ; x=y; charset="utf-8"']
)
def test_the_declared_kind_and_encoding_are_taken_apart(server: Server, web: Web, kind: str) -> None:
    response = web.get(server.on("/page", page("a", media=kind)))
    assert (response.media, response.charset) == ("text/html", "utf-8")


@pytest.mark.parametrize("kind", [None, "", "nonsense", "text/html, text/plain", "x" * 10_000, "text/", ";charset="])
def test_a_declared_kind_that_is_none_is_left_out(server: Server, web: Web, kind: str | None) -> None:
    response = web.get(server.on("/page", page("a", media=kind)))
    assert (response.media, response.charset) == (None, None)


_STATUS = st.sampled_from(
    [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 200\r\n", b"HTTP/1.1 302 Found\r\n", b"HTTP/1.1 999 ?\r\n", b""]
)
_NAMES = st.sampled_from(
    [b"Content-Type", b"Content-Length", b"Content-Encoding", b"Transfer-Encoding", b"Location", b"Retry-After"]
    + [b"Last-Modified", b"ETag", b"Content-Language", b"Connection", b"Upgrade", b"X"]
)
_VALUES = st.sampled_from(
    [
        b"text/html",
        b"5",
        b"gzip",
        b"chunked",
        b"/page",
        b"//",
        b"http://[",
        b"Sun, 99 Nov 2026",
        b"\xff\xfe",
        b"-1",
        b"*",
    ]
) | st.binary(max_size=30)
_ANSWERS = st.tuples(_STATUS, st.lists(st.tuples(_NAMES, _VALUES), max_size=6), st.binary(max_size=200))


def _answered(server: Server, web: Web, told: tuple[bytes, list[tuple[bytes, bytes]], bytes]) -> None:
    first, headers, body = told
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
    address = server.on("/page", raw(first + lines + b"\r\n" + body))
    try:
        assert isinstance(web.get(address), Response)
    except FetchError as error:
        str(error).encode("utf-8")
        assert error.remedy  # noqa: PT017 - either is right, anything else is not


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_ANSWERS)
def test_any_answer_is_a_response_or_a_reason(
    server: Server, web: Web, told: tuple[bytes, list[tuple[bytes, bytes]], bytes]
) -> None:
    _answered(server, web, told)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_ANSWERS)
def test_any_answer_is_a_response_or_a_reason_for_long(
    server: Server, web: Web, told: tuple[bytes, list[tuple[bytes, bytes]], bytes]
) -> None:
    _answered(server, web, told)


@settings(deadline=None)
@given(
    st.text(max_size=100) | st.text(max_size=60).map("http://example.org/{}".format) | st.text().map("http://{}".format)
)
def test_any_text_is_an_address_or_a_reason(address: str) -> None:
    with pytest.raises(FetchError) as error:
        _NOWHERE.get(address)
    str(error.value).encode("utf-8")


_NOWHERE = Web(resolve=lambda *_: [])
