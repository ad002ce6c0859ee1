"""What `Web.get` gives, and what it says when it gives nothing."""

from __future__ import annotations

import pytest

from comity.errors import FetchError
from comity.model import Stated
from comity.sources.web import Validators, Web, WebLimits
from tests.sources.web.server import Server, page, raw, redirect, status

LIMITS = WebLimits(allow_private=True, delay=0)


def test_a_page_is_fetched_with_what_its_server_says_of_it(server: Server) -> None:
    address = server.on("/page", page("<p>Été</p>", etag='"1"', content_language="fr"))
    with Web(LIMITS) as web:
        response = web.get(address)
    assert (response.status, response.media, response.charset) == (200, "text/html", "utf-8")
    assert response.content == "<p>Été</p>".encode()
    assert response.etag == '"1"'
    assert response.stated == (Stated(field="language", value="fr", by="http"),)
    assert response.address == address


def test_what_has_not_changed_is_not_sent_again(server: Server) -> None:
    address = server.on("/feed", page("old", etag='"1"', last_modified="Sun, 22 Nov 2026 08:00:00 GMT"))
    with Web(LIMITS) as web:
        first = web.get(address)
        again = web.get(address, validators=first.validators)
        assert (again.status, again.content) == (304, b"")
        assert server.last("/feed").headers["if-modified-since"] == first.last_modified
        assert web.get(address, validators=Validators('"0"')).content == b"old"


@pytest.mark.parametrize("etag", ['"é"', '"\x80"', "", '"' + "a" * 2000 + '"'])
def test_a_validator_that_cannot_be_sent_back_is_none(server: Server, etag: str) -> None:
    answer = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nETag: " + etag.encode("latin-1") + b"\r\n\r\na")
    address = server.on("/page", answer)
    with Web(LIMITS) as web:
        assert web.get(address).etag is None
        assert web.get(address, validators=Validators(etag, "a\r\nX: b")).content == b"a"
    assert not {"if-none-match", "if-modified-since", "x"} & server.last("/page").headers.keys()


def test_redirects_are_followed(server: Server) -> None:
    server.on("/new", page("here"))
    address = server.on("/old", redirect("new", 301))
    with Web(LIMITS) as web:
        response = web.get(f"{address}#part")
    assert (response.asked, response.address) == (f"{address}#part", server.url("/new"))
    assert response.content == b"here"


@pytest.mark.parametrize(("code", "temporary"), [(401, False), (403, False), (404, False), (410, False), (500, True)])
def test_a_page_of_errors_is_a_failure(server: Server, code: int, temporary: bool) -> None:
    with Web(LIMITS) as web, pytest.raises(FetchError) as error:
        web.get(server.on("/page", status(code)))
    assert (error.value.status, error.value.temporary) == (code, temporary)
    assert str(code) in str(error.value)
