"""Web archives: what is a page, what is left out, and what is broken without breaking the rest."""

from __future__ import annotations

import io
import logging
import re
import tracemalloc
import zlib
from pathlib import Path

import brotli
import pytest
from fastwarc.warc import WarcRecordType

from comity.model import RawPage, Unread
from comity.sources.context import Limits
from tests.sources.making import PAGE, gzipped, names, numbered, opened, packed, response

A, B, C = numbered(3)


def places(content: bytes, **options: object) -> list[str]:
    """What the archive gives, by address; what is unread by its place in brackets."""
    found = opened("-", stdin=content, **options)  # type: ignore[arg-type]
    return [(one.url or "") if isinstance(one, RawPage) else f"[{one.name}]" for one in found]


def addresses(*numbers: int) -> list[str]:
    return [f"https://a.example/{number}" for number in numbers]


@pytest.mark.parametrize(
    ("content", "offsets"),
    [
        (A + B + C, ["0", str(len(A)), str(len(A + B))]),
        (packed(A, B, C), ["0", str(len(packed(A))), str(len(packed(A, B)))]),
        (gzipped(A + B + C), ["0", f"0+{len(A)}", f"0+{len(A + B)}"]),
    ],
    ids=["plain", "a member a record", "one member"],
)
def test_records_are_named_by_where_they_lie(tmp_path: Path, content: bytes, offsets: list[str]) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(content)
    found = opened(path)
    assert names(found) == [f"{path}@{offset}" for offset in offsets]
    assert [one.url for one in found if isinstance(one, RawPage)] == addresses(0, 1, 2)
    assert names(opened("-", stdin=content)) == [f"-@{offset}" for offset in offsets]


def test_a_record_says_what_it_knows_of_its_page() -> None:
    one = response(
        "<https://a.example/page>",
        PAGE.encode("cp1252"),
        media="Text/HTML; Charset=windows-1252",
        headers=("Last-Modified: Tue, 27 Feb 2024 08:00:00 +0700", "Content-Language: fr"),
    )
    (page,) = opened("-", stdin=one)
    assert isinstance(page, RawPage)
    assert (page.url, page.media, page.charset) == ("https://a.example/page", "text/html", "windows-1252")
    assert page.content == PAGE.encode("cp1252")
    assert [(one.field, one.value, one.by) for one in page.stated] == [
        ("fetched", "2024-03-01T10:00:00Z", "archive"),
        ("modified", "2024-02-27T08:00:00+07:00", "http"),
        ("language", "fr", "http"),
    ]
    assert page.published is None, "the day of a crawl is no day of publication"


@pytest.mark.parametrize(
    "record",
    [
        response(status="301 Moved Permanently", headers=("Location: https://a.example/2",)),
        response(status="404 Not Found"),
        response(status="503 Service Unavailable", body=""),
        response(media="image/png", body=b"\x89PNG\r\n\x1a\n"),
        response(media="text/css", body="p {}"),
        response(media="application/json", body='{"text": "A"}'),
        response(media="application/octet-stream", body=b"\x00\x01\x02"),
        response(media="text/html", body=b'<?xml version="1.0"?><rss version="2.0"></rss>'),
        response("https://a.example/robots.txt", "User-agent: *", media="text/plain"),
        response(kind=WarcRecordType.request),
        response(kind=WarcRecordType.metadata),
        response(kind=WarcRecordType.revisit),
        response(kind=WarcRecordType.warcinfo),
        response("dns:a.example", "20240301 a.example", kind=WarcRecordType.resource),
    ],
)
def test_what_is_no_page_is_left_out_and_no_failure(record: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "comity.sources"):
        assert places(A + record + B) == addresses(0, 1)
    assert "2 pages; left out: 1 ×" in caplog.text
    (unread,) = opened("-", stdin=record)
    assert isinstance(unread, Unread)
    assert "holds no pages: 1 ×" in unread.failure.message


@pytest.mark.parametrize(
    ("media", "body", "kind"),
    [
        ("text/html", PAGE, "text/html"),
        ("application/xhtml+xml", PAGE, "text/html"),
        ("text/plain", "Le ministre", "text/plain"),
        ("application/pdf", b"%PDF-1.7\n", "application/pdf"),
        ("text/html", b"%PDF-1.7\n", "application/pdf"),
        ("application/octet-stream", b"%PDF-1.7\n", "application/pdf"),
        ("", "<!doctype html><p>A", "text/html"),
        ("text/plain", "<!doctype html><p>A", "text/html"),
    ],
)
def test_the_kind_is_what_the_bytes_show(media: str, body: str | bytes, kind: str) -> None:
    (page,) = opened("-", stdin=response(media=media, body=body))
    assert isinstance(page, RawPage)
    assert page.media == kind


def _chunks(content: bytes) -> bytes:
    parts = [content[start : start + 20] for start in range(0, len(content), 20)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


BYTES = PAGE.encode()
GZIP, DEFLATE, BROTLI = "Content-Encoding: gzip", "Content-Encoding: deflate", "Content-Encoding: br"
CHUNKED = "Transfer-Encoding: chunked"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (_chunks(BYTES), (CHUNKED,)),
        (gzipped(BYTES), (GZIP,)),
        (zlib.compress(BYTES), (DEFLATE,)),
        (brotli.compress(BYTES), (BROTLI,)),
        (_chunks(brotli.compress(BYTES)), (BROTLI, CHUNKED)),
        (BYTES, (GZIP,)),
        (BYTES, (BROTLI,)),
        (BYTES, ("Content-Encoding: zstd",)),
        (BYTES, ("Content-Encoding: identity",)),
        (BYTES, (CHUNKED,)),
        (BYTES, (GZIP, CHUNKED)),
        (gzipped(BYTES), (GZIP, CHUNKED)),
    ],
)
def test_encodings_are_undone_or_were_undone_by_the_writer(body: bytes, headers: tuple[str, ...]) -> None:
    found = opened("-", stdin=A + response(body=body, headers=headers) + B)
    assert [one.content for one in found if isinstance(one, RawPage)][1] == BYTES
    assert len(found) == 3


@pytest.mark.parametrize(
    ("body", "headers", "words"),
    [
        (b"", (), "is empty"),
        (gzipped(BYTES)[:-8] + b"\xff" * 8, (GZIP,), "is not packed as it says"),
        (b"\x00\x01\x02" * 30, (GZIP,), "is not packed as it says"),
        (b"\x00\x01\x02" * 30, (CHUNKED,), "is not packed as it says"),
        (gzipped(b"<html>" + b"a" * 5_000_000), (GZIP,), "larger than 0.1 MB"),
        (b"<html>" + b"a" * 100_000, (), "larger than 0.1 MB"),
        (b"<html>" + b"a" * 1_000_000, (), "larger than 0.1 MB"),
    ],
)
def test_a_page_that_cannot_be_had_is_told(body: bytes, headers: tuple[str, ...], words: str) -> None:
    bad = response(body=body, headers=headers)
    for content, place in ((A + bad + B, len(A)), (packed(A, bad, B), len(packed(A)))):
        found = opened("-", stdin=content)
        assert names(found)[1] == f"[-@{place}]"
        assert isinstance(found[1], Unread)
        assert words in found[1].failure.message
        assert [one.url for one in found if isinstance(one, RawPage)] == addresses(0, 1)


ODD = b"GET / HTTP/1.1\r\n\r\n"
BROKEN = {
    "longer than it says": response("https://a.example/x", length="40"),
    "shorter than it says": response("https://a.example/x", length="400"),
    "far shorter": response("https://a.example/x", length="60000"),
    "a length of a gigabyte": response("https://a.example/x", length="1000000000"),
    "a length of thirty digits": response("https://a.example/x", length="9" * 30),
    "a negative length": response("https://a.example/x", length="-5"),
    "no length": response("https://a.example/x").replace(b"Content-Length", b"X-Length"),
    "no type": response("https://a.example/x").replace(b"WARC-Type", b"X-Type"),
    "no version": response("https://a.example/x").replace(b"WARC/1.1", b"Hello").replace(b"WARC/1.0", b"Hello"),
    "no record": b"gibberish, and no record\r\n\r\n",
    "an endless header": b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    "no answer": response("https://a.example/x").replace(b"HTTP/1.1 200 OK", b"GET HTTP/1.1 200"),
}


@pytest.mark.parametrize("bad", BROKEN.values(), ids=BROKEN)
def test_a_broken_record_is_told_and_loses_no_other(bad: bytes) -> None:
    assert places(A + bad + B + C) == [addresses(0)[0], f"[-@{len(A)}]", *addresses(1, 2)]


@pytest.mark.parametrize("bad", BROKEN.values(), ids=BROKEN)
def test_a_broken_record_in_its_own_member_loses_no_other(bad: bytes) -> None:
    assert places(packed(A, bad, B, C)) == [addresses(0)[0], f"[-@{len(packed(A))}]", *addresses(1, 2)]
    assert places(packed(A, B, bad)) == [*addresses(0, 1), f"[-@{len(packed(A, B))}]"]


@pytest.mark.parametrize(
    ("damage", "kept"),
    [
        (lambda good: good[:25] + bytes([good[25] ^ 0xFF]) + good[26:], []),
        (lambda good: good[:-6] + b"\x00\x00" + good[-4:], []),
        (lambda good: good[: len(good) // 2], []),
        (lambda good: b"no gzip at all" + good, addresses(0)),
        (lambda _: b"\x1f\x8b\x08 but no gzip", []),
        (lambda good: good[:30], []),
    ],
    ids=["a bit", "checksum", "half of it", "before it", "only its sign", "its beginning"],
)
def test_a_damaged_member_is_told_and_loses_no_other(damage: object, kept: list[str]) -> None:
    bad = damage(packed(A))  # type: ignore[operator]
    found = places(packed(B) + bad + packed(C, B))
    assert [one for one in found if not one.startswith("[")] == [addresses(1)[0], *kept, *addresses(2, 1)]
    assert [one for one in found if one.startswith("[")] == [f"[-@{len(packed(B))}]"]


@pytest.mark.parametrize("first", BROKEN.values(), ids=BROKEN)
def test_broken_records_one_after_the_other_are_told_one_by_one(first: bytes) -> None:
    second = packed(C)
    second = second[:25] + bytes([second[25] ^ 0xFF]) + second[26:]
    place = len(packed(A))
    told = [f"[-@{place}]", f"[-@{place + len(packed(first))}]"]
    assert places(packed(A, first) + second + packed(B)) == [addresses(0)[0], *told, addresses(1)[0]]


def test_padding_and_blank_lines_are_no_damage() -> None:
    assert places(packed(A, B) + b"\x00" * 1000) == addresses(0, 1)
    assert places(b"\r\n" + A + b"\r\n\r\n\r\n" + B.rstrip(b"\r\n")) == addresses(0, 1)


def test_members_that_cut_records_anywhere_are_joined() -> None:
    whole = A + B + C
    blocks = [gzipped(whole[start : start + 100]) for start in range(0, len(whole), 100)]
    assert places(b"".join(blocks)) == addresses(0, 1, 2)


@pytest.mark.parametrize("make", [lambda: packed(A, B, C), lambda: A + B + C, lambda: gzipped(A + B + C)])
def test_wherever_it_is_cut_what_is_whole_is_given_and_one_failure(make: object) -> None:
    content: bytes = make()  # type: ignore[operator]
    for cut in range(20, len(content) - 1, 7):
        found = places(content[:cut])
        pages = [one for one in found if not one.startswith("[")]
        assert pages == addresses(0, 1, 2)[: len(pages)]
        assert len(found) - len(pages) <= 1, f"cut at {cut}: {found}"
        assert len(found) > len(pages) or len(pages) in (1, 2, 3), f"cut at {cut}: {found}"
        if not content.startswith(b"\x1f"):
            assert len(pages) >= content[:cut].count(b"</html>\r\n\r\n")


def test_an_archive_that_is_cut_says_so(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(packed(A, B, C)[:-30])
    *_, last = opened(path)
    assert isinstance(last, Unread)
    assert last.name == f"{path}@{len(packed(A, B))}"
    assert "ends too early: a part of the file is missing" in last.failure.message


def test_a_record_that_unpacks_to_a_thousand_times_its_size_is_refused() -> None:
    bomb = response("https://a.example/bomb", b"<html>" + b"a" * 30_000_000)
    content = packed(A, bomb, B)
    assert places(content, max_bytes=50_000_000) == [addresses(0)[0], f"[-@{len(packed(A))}]", addresses(1)[0]]
    assert len(places(content, max_bytes=50_000_000, limits=Limits(ratio=2000))) == 3


def test_an_archive_may_not_unpack_beyond_the_limit() -> None:
    content = packed(*(response(body=f"<html>{number}") for number in range(100)))
    found = opened("-", stdin=content, limits=Limits(unpacked_bytes=20_000))
    assert isinstance(found[-1], Unread)
    assert "is more than the limit when unpacked" in found[-1].failure.message
    assert 10 < len(found) < 100


class Endless(io.RawIOBase):
    """A stream of the same records again and again, as a pipe gives them."""

    def __init__(self, content: bytes, times: int) -> None:
        self.content, self.left, self.rest = content, times, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self.rest and self.left:
            self.rest, self.left = self.content, self.left - 1
        taken, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def test_a_stream_is_read_in_bounded_memory_and_one_at_a_time() -> None:
    from comity.sources import open_sources

    page = response(body="<html>" + "Le ministre a reçu son homologue. " * 2000)
    stream = Endless(page, 1000)
    pages = open_sources(["-"], stdin=stream)  # type: ignore[arg-type]
    next(pages)
    assert stream.left > 900, "the first page is there before the rest is read"
    tracemalloc.start()
    count = sum(1 for _ in pages)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 999
    assert peak < 5_000_000, f"{peak} bytes for records of {len(page)}"


def test_failures_say_where_what_and_what_to_do() -> None:
    for bad in BROKEN.values():
        failed = [one for one in opened("-", stdin=A + bad) if isinstance(one, Unread)]
        assert len(failed) == 1
        assert failed[0].failure.code == "source"
        assert re.match(r"The record -@\d+ .+\. Get the archive again", failed[0].failure.message)
