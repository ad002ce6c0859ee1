"""Addresses as sources: one that is named, and lists of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.model import Known, RawPage, Stated, Unread
from comity.sources import open_sources
from comity.sources.context import Found
from comity.sources.web import Web, WebLimits
from tests.sources.web.server import (
    Server,
    bomb,
    cut,
    drip,
    endless,
    huge_headers,
    page,
    raw,
    redirect,
    silence,
    status,
)

LIMITS = WebLimits(allow_private=True, delay=0)
HTML = "<!DOCTYPE html><title>t</title><p>Les deux ministres se sont entretenus."


def found(*names: Path | str, known: Callable[[str], bool] | None = None) -> list[Found]:
    with Web(LIMITS) as web:
        return list(open_sources([str(name) for name in names], stdin=io.BytesIO(), web=web, known=known))


def test_an_address_is_a_page_with_what_its_server_says(server: Server) -> None:
    server.on("/new", page(HTML, media="text/html; charset=ISO-8859-1", content_language="fr-FR", etag='"1"'))
    address = server.on("/old?a=1", redirect("/new"))
    assert found(address) == [
        RawPage(
            name=address,
            content=HTML.encode(),
            media="text/html",
            charset="iso-8859-1",
            url=server.url("/new"),
            stated=(Stated(field="language", value="fr-FR", by="http"),),
        )
    ]


def test_a_time_of_last_change_is_no_date_of_publication(server: Server) -> None:
    (one,) = found(server.on("/page", page(HTML, last_modified="Sun, 22 Nov 2026 08:00:00 GMT")))
    assert isinstance(one, RawPage)
    assert one.published is None
    assert one.stated == (Stated(field="modified", value="2026-11-22T08:00:00+00:00", by="http"),)


@pytest.mark.parametrize(
    ("content", "media", "kind"),
    [
        (HTML.encode(), "text/html", "text/html"),
        (HTML.encode(), "text/plain", "text/html"),
        (HTML.encode(), "application/octet-stream", "text/html"),
        (HTML.encode(), None, "text/html"),
        (HTML.encode(), "nonsense", "text/html"),
        (b"<p>without a head", "text/html;charset=utf-8", "text/html"),
        (b"<p>without a head", "application/xhtml+xml", "text/html"),
        (b"Les deux ministres", "text/plain", "text/plain"),
        (b"Les deux ministres", "application/octet-stream", "text/plain"),
        (b"%PDF-1.4 and so on", "application/pdf", "application/pdf"),
        (b"%PDF-1.4 and so on", "application/octet-stream", "application/pdf"),
        (b"%PDF-1.4 and so on", "text/html", "application/pdf"),
    ],
)
def test_content_is_what_it_looks_like_and_not_what_it_is_called(
    server: Server, content: bytes, media: str | None, kind: str
) -> None:
    (one,) = found(server.on("/page.txt", page(content, media=media)))
    assert isinstance(one, RawPage)
    assert one.media == kind


def test_a_list_is_the_pages_of_its_lines_and_says_which_are_bad(server: Server, tmp_path: Path) -> None:
    one, two = server.on("/1", page(HTML)), server.on("/2", page(HTML))
    path = tmp_path / "addresses.txt"
    path.write_text(
        f"\ufeff# ours\r\n\r\n{one}\r\n  {two}   # the second\r\n{one}#part\r\nftp://example.org/\r\nno address\r\n"
        f"{server.url('/none')}\r\nhttp://user:secret@example.org/\r\nhttp://{'a' * 9000}/\r\n{one}?b=1"
    )
    server.on("/1?b=1", page(HTML))
    pages = found(path)
    assert [(type(one), one.name) for one in pages] == [
        (RawPage, one),
        (RawPage, two),
        (Unread, f"{path}#6"),
        (Unread, f"{path}#7"),
        (Unread, server.url("/none")),
        (Unread, f"{path}#9"),
        (Unread, f"{path}#10"),
        (RawPage, f"{one}?b=1"),
    ]
    assert server.count("/1") == 1
    reasons = [one.failure.message for one in pages if isinstance(one, Unread)]
    for reason, words in zip(
        reasons, ["only http and https", "no address: no", "404", "password", "longer"], strict=True
    ):
        assert words in reason
    assert not any("secret" in reason for reason in reasons)


def test_an_address_that_is_settled_is_not_fetched(server: Server, tmp_path: Path) -> None:
    old, new = server.on("/old", page(HTML)), server.on("/new", page(HTML))
    (tmp_path / "list").write_text(f"{old}\n{new}\n")
    pages = found(tmp_path / "list", old, known=lambda address: address == old)
    assert [type(one) for one in pages] == [Known, RawPage, Known]
    assert [asked.path for asked in server.requests if asked.path != "/robots.txt"] == ["/new"]


def test_a_text_that_begins_with_its_address_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("https://example.org/page\n\nUn titre\n\nLes deux ministres se sont entretenus.\n")
    (one,) = found(path)
    assert isinstance(one, RawPage)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("gopher://example.org/", "only http and https"),
        ("http://", "host"),
        ("http:///etc/passwd", "host"),
        ("http://user@example.org/", "password"),
        ("https://user:word@example.org/", "password"),
        ("https://user:pass@word@example.org/", "password"),
        ("http://a b/", "host"),
        ("http://[::1", "no address"),
        ("http://example.org:0/", "no port"),
        ("http://example.org:99999/", "no port"),
        ("http://example.org:x/", "no address"),
        ("http://exam\nple.org/", "no address"),
        ("http://" + "a" * 300 + "/", "host"),
        ("http://example.org/" + "a" * 9000, "longer than"),
        ("http://\udce9/", "address"),
    ],
)
def test_what_cannot_be_asked_for_says_why_and_the_others_go_on(server: Server, name: str, words: str) -> None:
    good = server.on("/page", page(HTML))
    first, bad, last = found(good, name, good)
    assert isinstance(first, RawPage)
    assert isinstance(last, RawPage)
    assert isinstance(bad, Unread)
    assert bad.failure.code == "fetch"
    assert words in bad.failure.message
    assert "word@" not in bad.failure.message + bad.name
    (bad.failure.message + bad.name).encode("utf-8")


def test_pages_of_errors_are_failures_and_the_others_go_on(server: Server) -> None:
    codes = (400, 401, 403, 404, 406, 410, 418, 451, 500, 502, 504, 299, 204)
    addresses = [server.on(f"/{code}", status(code)) for code in codes]
    pages = found(*addresses, server.on("/good", page(HTML)), server.on("/empty", page("")))
    assert isinstance(pages[-2], RawPage)
    for code, one in zip(codes, pages, strict=False):
        assert isinstance(one, Unread)
        assert one.failure.code == "fetch"
        assert f"answered {code}" in one.failure.message
    assert isinstance(pages[-1], Unread)
    assert "is empty" in pages[-1].failure.message


BAD = {
    "loop": redirect("/loop"),
    "inside": redirect("http://169.254.169.254/latest/meta-data/"),
    "slow": drip(every=0.2),
    "slow headers": drip(every=0.2, headers=True),
    "silent": silence(),
    "bomb": bomb("gzip", 50_000_000),
    "bomb in brotli": bomb("br", 50_000_000),
    "endless": endless(),
    "headers": huge_headers(),
    "cut": cut(),
    "reset": raw(b"HTTP/1.1 200", reset=True),
    "no protocol": raw(b"220 mail.example.org ESMTP\r\n\r\n"),
    "gone": status(410),
    "not packed": page("plain", content_encoding="gzip"),
    "picture": page(b"\x89PNG", media="image/png"),
}


def test_whatever_servers_do_the_others_are_fetched(server: Server, tmp_path: Path) -> None:
    lines, expected = [], []
    for number, answer in enumerate(BAD.values()):
        lines += [server.on(f"/bad{number}", answer), server.on(f"/{number}", page(HTML))]
        expected += [Unread, RawPage]
    (tmp_path / "list.txt").write_text("\n".join(lines))
    limits = WebLimits(allow_private=True, delay=0, content_bytes=2_000_000, seconds=1, silence_seconds=0.5)
    with Web(limits) as web:
        pages = list(open_sources([str(tmp_path / "list.txt")], stdin=io.BytesIO(), web=web))
    assert [one.name for one in pages] == lines
    assert [type(one) for one in pages] == expected
    reasons = [one.failure.message for one in pages if isinstance(one, Unread)]
    assert all("could not be fetched: " in reason for reason in reasons)
    assert len({reason.partition("fetched: ")[2] for reason in reasons}) >= 10


def test_a_list_may_come_from_the_standard_input_or_from_an_address(server: Server) -> None:
    one, two = server.on("/1", page(HTML)), server.on("/2", page(HTML))
    lines = f"{one}\n{two}\n".encode()
    with Web(LIMITS) as web:
        pages = list(open_sources(["-"], stdin=io.BytesIO(lines), web=web))
        assert [page.name for page in pages] == [one, two]
        pages = list(open_sources([server.on("/list", page(lines, media="text/plain"))], stdin=io.BytesIO(), web=web))
        assert [page.name for page in pages] == [one, two]


def test_a_list_that_leads_to_itself_comes_to_an_end(server: Server) -> None:
    address = server.url("/list")
    server.on("/list", page(f"{address}\n{server.on('/1', page(HTML))}\n", media="text/plain"))
    bad, good = found(address)
    assert isinstance(bad, Unread)
    assert "leads back to itself" in bad.failure.message
    assert isinstance(good, RawPage)


def test_without_the_web_an_address_says_so(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("https://example.org/a\nhttps://example.org/b\n")
    pages = list(open_sources([str(tmp_path / "list.txt"), "https://example.org/c"], stdin=io.BytesIO()))
    assert len(pages) == 3
    assert all(isinstance(one, Unread) and "offline" in one.failure.message for one in pages)
