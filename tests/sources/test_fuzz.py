"""Every reader is given what no program writes: good input with anything changed, cut, doubled or put in between.

What was found is kept as cases in the tests of the kind. Each reader is tried for half a minute; a fault shows as an
error that asks to be reported, as nothing at all, or as time that grows.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from comity.errors import ComityError
from comity.model import RawPage, Unread
from comity.reading.decode import decode, repair
from comity.sources import feeds, sitemaps
from comity.sources.context import Limits
from tests.sources import test_feeds, test_sitemaps, test_warc
from tests.sources.making import gzipped, numbered, opened, packed, zipped

_SECONDS = 25
_LONGEST = 5.0
"""One input may take so long on a machine that does other things too; the largest here is a few thousand bytes."""

A, B = numbered(2)
ARCHIVES = [
    A + B,
    packed(A, B),
    gzipped(A + B),
    test_warc.response(body=test_warc._chunks(test_warc.BYTES), headers=(test_warc.CHUNKED,)),
    test_warc.response(body=gzipped(test_warc.BYTES), headers=(test_warc.GZIP,)),
    *test_warc.BROKEN.values(),
]
ZIPS = [
    zipped({"a.html": "<html>A", "b.txt": "B" * 3000}),
    zipped({"a.zip": zipped({"c.txt": "C"}), "b.jsonl": '{"text": "A"}\n', "c.warc": A, "d.gz": gzipped(b"D")}),
]
FEEDS = [one.encode() for one in (test_feeds.RSS, test_feeds.ATOM, test_feeds.RDF, test_feeds.JSON_FEED)]
FEEDS += [one.encode() for one in test_feeds.HOSTILE.values()]
SITEMAPS = [test_sitemaps.NEWS.encode(), b"<sitemapindex><sitemap><loc>/a</loc></sitemap></sitemapindex>"]
LINES = [b'{"text": "A", "id": 1}\n{"html": "<p>", "url": "x"}\n', b'[{"text": "A"}, {"text": 1}]', b'{"a": {"b": []}}']
TEXTS = ["Le ministre a reçu à Hué".encode(name) for name in ("utf-8", "cp1258", "utf-16")]
TEXTS += ["é".encode().decode("cp1252").encode(), b"\xef\xbb\xbfA\r\nB\rC", b"%PDF-", b"\x00" * 40]


@st.composite
def changed(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A seed after some changes of bytes, cuts, doublings and insertions, or anything."""
    content = bytearray(draw(st.sampled_from(seeds) | st.binary(max_size=200)))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(content)))
        size = draw(st.sampled_from((1, 2, 4, 20, 200)))
        match draw(st.sampled_from(("set", "cut", "double", "insert", "end", "splice"))):
            case "set":
                content[place : place + 1] = draw(st.binary(min_size=1, max_size=4))
            case "cut":
                del content[place : place + size]
            case "double":
                content[place:place] = content[place : place + size] * draw(st.integers(1, 50))
            case "insert":
                content[place:place] = draw(st.sampled_from(_PIECES) | st.binary(max_size=8))
            case "end":
                del content[place:]
            case "splice":
                other = draw(st.sampled_from(seeds))
                content[place:] = other[draw(st.integers(0, len(other))) :]
    return bytes(content[:20_000])


_PIECES = [
    b"\r\n\r\n", b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"PK\x01\x02",
    b"PK\x05\x06", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<![CDATA[", b"]]>",
    b"<!--", b"&#x10ffff;", b"&#0;", b"<item>", b"<link>http://[</link>", b'xmlns="a b"', b"\xed\xa0\x80", b"\xfe\xff",
    b"{", b"[" * 50, b'"\\ud800"', b"1e999", b"-1",
]  # fmt: skip


def tried(seeds: list[bytes], check: Callable[[bytes], None]) -> None:
    """Give the check changed seeds for some time, always the same ones first; what fails is made small and shown."""
    end = time.monotonic() + _SECONDS
    batch = 0
    while time.monotonic() < end:
        batch += 1

        @seed(batch)
        @settings(
            max_examples=200,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(changed(seeds))
        def run(content: bytes) -> None:
            start = time.monotonic()
            check(content)
            assert time.monotonic() - start < _LONGEST

        run()


def check_source(content: bytes) -> None:
    found = opened("-", stdin=content, max_bytes=20_000, limits=Limits(unpacked_bytes=3_000_000))
    assert found
    for one in found:
        one.name.encode("utf-8")
        if isinstance(one, Unread):
            assert "Please report it" not in one.failure.message
            assert len(one.failure.message.encode("utf-8")) < 3000
        elif isinstance(one, RawPage):
            assert (one.content is None) != (one.text is None)
            (one.url or "").encode("utf-8")
            assert all(stated.value.encode("utf-8") for stated in one.stated)


def check_feed(content: bytes) -> None:
    with suppress(ComityError):
        for entry in feeds.read(content, "https://a.example/feed").entries:
            assert entry.address is None or ":" in entry.address
            assert all(stated.value.encode("utf-8") for stated in entry.stated())


def check_sitemap(content: bytes) -> None:
    with suppress(ComityError):
        for page in sitemaps.read(content, "https://a.example/sitemap.xml").pages:
            assert page.address is None or ":" in page.address
            assert all(stated.value.encode("utf-8") for stated in page.stated())


def check_text(content: bytes) -> None:
    with suppress(ComityError):
        text = repair(decode(content, "a"))
        assert "\r" not in text
        text.encode("utf-8")


READERS: dict[str, tuple[list[bytes], Callable[[bytes], None]]] = {
    "web archives": (ARCHIVES, check_source),
    "ZIP archives": (ZIPS, check_source),
    "JSON lines": (LINES, check_source),
    "any source": ([*ARCHIVES[:3], *ZIPS, *LINES, *FEEDS[:4], *SITEMAPS], check_source),
    "feeds": (FEEDS, check_feed),
    "sitemaps": (SITEMAPS, check_sitemap),
    "text": (TEXTS, check_text),
}


@pytest.mark.long
@pytest.mark.parametrize("reader", READERS)
def test_anything_is_pages_or_reasons(reader: str) -> None:
    tried(*READERS[reader])
