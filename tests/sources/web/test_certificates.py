"""Secure connections: certificates are checked, and against the name that was asked for."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from comity.errors import FetchError
from comity.sources.web import Web, WebLimits
from tests.sources.web.server import Server, page, raw, redirect

LIMITS = WebLimits(allow_private=True, delay=0, connect_seconds=1)
AUTHORITY = trustme.CA()


def lead_here(*_: object) -> Sequence[str]:
    """All names lead to this machine."""
    return ["127.0.0.1"]


def trusting() -> ssl.SSLContext:
    """Certificates of the tests' own authority are trusted."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def certified(*names: str, **more: object) -> ssl.SSLContext:
    """A server's certificate for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(*names, **more).configure_cert(context)  # type: ignore[arg-type]
    return context


@pytest.fixture
def secure() -> Iterator[Server]:
    """A server that is trusted as www.example.org."""
    with Server(name="www.example.org", tls=certified("www.example.org")) as one:
        one.on("/page", page("safe", encoding="gzip"))
        yield one


def test_a_page_is_fetched_over_a_secure_connection(secure: Server) -> None:
    with Web(LIMITS, resolve=lead_here, tls=trusting()) as web:
        assert web.get(secure.url("/page")).content == b"safe"


def test_a_redirect_may_lead_to_a_secure_connection_and_back(secure: Server, server: Server) -> None:
    server.on("/end", page("end"))
    secure.on("/old", redirect(server.url("/end")))
    with Web(LIMITS, resolve=lead_here, tls=trusting()) as web:
        assert web.get(server.on("/page", redirect(secure.url("/page")))).address == secure.url("/page")
        assert web.get(secure.url("/old")).content == b"end"


def _refused(server: Server, address: str, *, tls: ssl.SSLContext | None) -> FetchError:
    with Web(LIMITS, resolve=lead_here, tls=tls) as web, pytest.raises(FetchError) as error:
        web.get(address)
    assert not server.requests
    return error.value


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Server) -> None:
    error = _refused(secure, secure.url("/page"), tls=None)
    assert "the certificate of www.example.org is not valid" in str(error)
    assert not error.temporary


def test_a_certificate_of_another_name_is_refused(secure: Server) -> None:
    error = _refused(secure, f"https://news.example.org:{secure.port}/page", tls=trusting())
    assert "the certificate of news.example.org is not valid" in str(error)
    assert "certificate" in str(_refused(secure, f"https://127.0.0.1:{secure.port}/page", tls=trusting()))


def test_a_certificate_that_is_over_is_refused() -> None:
    old = certified("www.example.org", not_after=datetime.now(UTC) - timedelta(days=1))
    with Server(name="www.example.org", tls=old) as server:
        assert "expired" in str(_refused(server, server.url("/page"), tls=trusting()))


def test_a_server_that_speaks_no_tls_says_so(server: Server) -> None:
    server.on("/page", raw(b"hello"))
    with Web(LIMITS, tls=trusting()) as web, pytest.raises(FetchError) as error:
        web.get(f"https://127.0.0.1:{server.port}/page")
    assert "127.0.0.1" in str(error.value)


def test_a_handshake_that_does_not_end_is_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute, Web(LIMITS, tls=trusting()) as web:
        start = time.monotonic()
        with pytest.raises(FetchError, match="does not answer") as error:
            web.get(f"https://127.0.0.1:{mute.getsockname()[1]}/page")
        assert time.monotonic() - start < 20
    assert error.value.temporary
