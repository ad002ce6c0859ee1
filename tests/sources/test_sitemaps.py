"""Sitemaps: what they say of pages, what they lead to, and what is broken in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import SourceError
from comity.model import RawPage, Unread
from comity.sources import sitemaps
from comity.sources.web import Web, WebLimits
from tests.sources.making import PAGE, gzipped, names, opened
from tests.sources.test_feeds import HOSTILE
from tests.sources.web.server import Server, page

HOME = "https://press.example/sitemap.xml"

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://press.example/1?a=1&amp;b=2 </loc><lastmod>2024-03-12</lastmod>
<image:image><image:loc>https://press.example/1.jpg</image:loc><image:title>Photo</image:title></image:image>
<n:news><n:publication><n:name>Le Fleuve</n:name><n:language>fr</n:language></n:publication>
<n:publication_date>2024-03-11T08:00:00+07:00</n:publication_date>
<n:title><![CDATA[Visite & entretiens]]></n:title></n:news></url>
<url><loc>/2</loc></url><url><lastmod>2024</lastmod></url>
</urlset>"""


def read(content: str | bytes) -> sitemaps.Sitemap:
    return sitemaps.read(content if isinstance(content, bytes) else content.encode(), HOME)


def test_a_news_sitemap_says_what_it_knows() -> None:
    found = read(NEWS)
    assert found.problem is None
    first, second, third = found.pages
    assert first == sitemaps.SitemapPage(
        address="https://press.example/1?a=1&b=2",
        modified="2024-03-12",
        published="2024-03-11T08:00:00+07:00",
        title="Visite & entretiens",
        publisher="Le Fleuve",
        language="fr",
    )
    assert [(one.field, one.value) for one in first.stated()] == [
        ("title", "Visite & entretiens"),
        ("publisher", "Le Fleuve"),
        ("published", "2024-03-11T08:00:00+07:00"),
        ("modified", "2024-03-12"),
        ("language", "fr"),
    ]
    assert second.address == "https://press.example/2"
    assert third.address is None


def test_an_index_leads_to_sitemaps() -> None:
    found = read("<sitemapindex><sitemap><loc>a.xml.gz</loc><lastmod>2024</lastmod></sitemap></sitemapindex>")
    assert (found.pages, found.sitemaps) == ((), ("https://press.example/a.xml.gz",))


@pytest.mark.parametrize(
    ("content", "addresses", "problem"),
    [
        ("<urlset><url><loc>/1</loc></url><url><loc>/2", ["/1"], "no element found"),
        ("<urlset><url><loc>/1?a&b</loc></url></urlset>", ["/1?a&b"], None),
        ("<urlset><url><loc>/1</loc></url><url><loc>/2</wrong></url></urlset>", ["/1"], "mismatched tag"),
        ("<urlset><url><loc>/1</loc></url>" + "<a>" * 300_000, ["/1"], "no element found"),
        ("<urlset><url><loc>/1</loc></url>" + "<url>" * 300_000, ["/1"], "no element found"),
        ("<urlset><url><loc>//[</loc></url><url><loc>/2</loc></url></urlset>", [None, "/2"], None),
        ("<urlset><url><loc>/1</loc><news><title>" + "a" * 1_000_000 + "</title></news></url></urlset>", ["/1"], None),
        ("<x:urlset xmlns:x='u'><x:url><x:loc>/1</x:loc></x:url></x:urlset>", ["/1"], None),
    ],
)
def test_what_is_whole_is_given(content: str, addresses: list[str | None], problem: str | None) -> None:
    found = read(content)
    told = [one.address and one.address.removeprefix("https://press.example") for one in found.pages]
    assert told == addresses
    assert problem in found.problem if problem and found.problem else found.problem == problem
    assert all(len(one.title or "") < 20_000 for one in found.pages)


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_entities_of_ones_own_are_refused(content: str) -> None:
    with pytest.raises(SourceError, match="entities of its own"):
        read(content.replace("rss", "urlset"))


@pytest.mark.parametrize("content", ["", "<html></html>", "<rss/>", "<a", "<urls></urls>"])
def test_what_is_no_sitemap_says_so(content: str) -> None:
    with pytest.raises(SourceError, match="no sitemap"):
        read(content)


def test_a_sitemap_becomes_its_pages(server: Server, tmp_path: Path) -> None:
    web = Web(WebLimits(allow_private=True, delay=0))
    for number in (1, 2, 3):
        server.on(f"/{number}", page(PAGE))
    one = "<urlset><url><loc>/1</loc><lastmod>2024</lastmod></url><url><loc>/2</loc></url><url><loc>/1</loc></url>"
    one += "</urlset>"
    two = "<urlset><url><loc>/3</loc></url><url></url></urlset>"
    server.on("/one.xml", page(one, media="application/xml"))
    server.on("/two.xml.gz", page(gzipped(two.encode()), media="application/gzip"))
    listed = "".join(
        f"<sitemap><loc>{name}</loc></sitemap>" for name in ("/one.xml", "/two.xml.gz", "/one.xml", "/index.xml")
    )
    address = server.on("/index.xml", page(f"<sitemapindex>{listed}</sitemapindex>", media="text/xml"))
    found = opened(address, web=web)
    assert names(found) == [
        server.url("/1"), server.url("/2"), server.url("/3"), f"[{server.url('/two.xml.gz')}#2]", f"[{address}]",
    ]  # fmt: skip
    assert isinstance(found[0], RawPage)
    assert [(one.field, one.value, one.by) for one in found[0].stated][:1] == [("modified", "2024", "feed")]
    assert isinstance(found[-1], Unread)
    assert "leads back to itself" in found[-1].failure.message
    assert server.count("/1") == 1
    path = tmp_path / "sitemap.xml.gz"
    path.write_bytes(gzipped(one.replace("<loc>", f"<loc>{server.url()[:-1]}").encode()))
    assert names(opened(path, web=web)) == [server.url("/1"), server.url("/2")]
    assert all(isinstance(one, Unread) and "offline" in one.failure.message for one in opened(path))
