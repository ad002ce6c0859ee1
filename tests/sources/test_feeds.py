"""Feeds of every kind: what they say, what they lead to, and what they may not do."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from comity.errors import SourceError
from comity.model import Known, RawPage, Stated, Unread
from comity.sources import feeds, open_sources
from comity.sources.context import Limits
from comity.sources.web import Web, WebLimits
from tests.sources.making import PAGE, names, opened, zipped
from tests.sources.web.server import Server, page

HOME = "https://press.example/feeds/all.xml"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Agence du Mékong</title><link>https://press.example/</link><language>fr</language>
<item><title>Visite &amp;amp; &lt;b&gt;entretiens&lt;/b&gt;</title><link>/visite?a=1&amp;b=2</link>
<pubDate>Mon, 11 Mar 2024 08:00:00 +0700</pubDate><dc:creator>Lan Do</dc:creator><category>Diplomatie</category>
<description>&lt;p&gt;Le ministre&lt;/p&gt;</description></item>
<item><title>Sans lien</title></item>
<item><guid>https://press.example/guid</guid><pubDate>hier matin</pubDate></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><!-- one -->
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi"><title>Tin tức</title>
<entry><title>Thăm chính thức</title><link rel="self" href="self"/><link href="../tin/1"/>
<published>2024-03-11T08:00:00+07:00</published><updated>2024-03-12T00:00:00Z</updated><author><name>Hà</name></author>
<summary>Tóm tắt</summary></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Bulletin</title></channel>
<item rdf:about="https://press.example/1"><title>Un</title><link>https://press.example/1</link>
<dc:date>2003-05-06</dc:date></item></rdf:RDF>"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Journal",
        "language": "fr",
        "items": [
            {"id": "1", "url": "/1", "title": "Un", "date_published": "2024-03-11T08:00:00+07:00", "tags": ["Asie"],
             "authors": [{"name": "Lan"}], "summary": "Bref"},
            {"id": "https://press.example/2", "content_text": "Deux"},
            {"id": 3, "url": ["no"]},
            "no entry",
        ],
    }
)  # fmt: skip


def read(content: str | bytes, address: str | None = HOME) -> feeds.Feed:
    return feeds.read(content if isinstance(content, bytes) else content.encode(), address)


def test_rss() -> None:
    feed = read(RSS)
    assert (feed.title, feed.language, feed.problem) == ("Agence du Mékong", "fr", None)
    first, second, third = feed.entries
    assert first == feeds.Entry(
        address="https://press.example/visite?a=1&b=2",
        title="Visite & entretiens",
        published="2024-03-11T08:00:00+07:00",
        author="Lan Do",
        section="Diplomatie",
        language="fr",
        summary="Le ministre",
    )
    assert (second.address, second.title) == (None, "Sans lien")
    assert (third.address, third.published) == ("https://press.example/guid", "hier matin")


def test_atom() -> None:
    feed = read(ATOM)
    assert (feed.title, feed.language) == ("Tin tức", "vi")
    (entry,) = feed.entries
    assert (entry.address, entry.title, entry.author) == ("https://press.example/tin/1", "Thăm chính thức", "Hà")
    assert (entry.published, entry.updated) == ("2024-03-11T08:00:00+07:00", "2024-03-12T00:00:00Z")
    assert entry.language == "vi"


def test_rdf() -> None:
    (entry,) = read(RDF).entries
    assert (entry.address, entry.title, entry.published or entry.updated) == (
        "https://press.example/1",
        "Un",
        "2003-05-06",
    )


def test_json_feed() -> None:
    feed = read(JSON_FEED)
    assert (feed.title, feed.language) == ("Journal", "fr")
    first, second, third = feed.entries
    assert (first.address, first.published, first.author, first.section) == (
        "https://press.example/1", "2024-03-11T08:00:00+07:00", "Lan", "Asie",
    )  # fmt: skip
    assert (second.address, second.summary) == ("https://press.example/2", "Deux")
    assert third.address is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    text = RSS.replace("utf-8", encoding)
    assert read(text.encode(encoding)).title == "Agence du Mékong"


def test_an_encoding_that_is_declared_wrongly_is_not_believed() -> None:
    assert read(RSS.replace("utf-8", "iso-8859-1")).title == "Agence du Mékong"
    assert read(RSS.replace("utf-8", "rot13").encode("cp1252")).title == "Agence du Mékong"
    assert (
        feeds.read(RSS.replace(' encoding="utf-8"', "").encode("cp1258"), HOME, charset="cp1258").title
        == "Agence du Mékong"
    )


@pytest.mark.parametrize(
    "content",
    [
        RSS.replace("</item>\n<item><title>Sans", "</item>\x0b<item><title>Sans"),
        RSS.replace("&amp;b=2", "&b=2"),
        RSS.replace("Sans lien", "Sans lien &eacute;"),
        RSS.replace("<rss", '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://dtd.example/rss.dtd">\n<rss'),
        RSS.replace("<rss", '<?xml-stylesheet href="a.xsl"?>\n<!-- a -- b -->\n<rss'),
    ],
    ids=["control", "ampersand", "entity of HTML", "a named type", "stylesheet"],
)
def test_feeds_as_they_are_met(content: str) -> None:
    feed = read(content)
    assert feed.entries[0].address == "https://press.example/visite?a=1&b=2"
    assert len(feed.entries) == 3


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>'
    + RSS.split("\n", 1)[1].replace("Sans lien", "&l9;"),
    "a file": '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss version="2.0"><channel><title>&x;</title>'
    "<item><link>https://a.example/&x;</link></item></channel></rss>",
    "a file as a type": '<!doctype rss SYSTEM "file:///etc/hostname" [ ]><rss version="2.0"></rss>',
    "a parameter": '<?xml version="1.0"?><!-- --> <!DOCTYPE r [<!ENTITY % p SYSTEM "http://a.example/d">%p;]><rss/>',
    "an entity in small letters": '<!doctype rss [<!entity x "y">]><rss version="2.0"></rss>',
    "a quadratic entity": f'<!DOCTYPE rss [<!ENTITY x "{"y" * 5000}">]><rss version="2.0">{"&x;" * 5000}</rss>',
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_entities_of_ones_own_are_refused(content: str, encoding: str) -> None:
    with pytest.raises(SourceError, match="declares a document type with entities of its own"):
        read(content.encode(encoding))


def test_an_encoding_cannot_hide_a_document_type() -> None:
    hidden = (
        '<?xml version="1.0" encoding="utf-7"?>'
        + "+ADwAIQ-DOCTYPE rss [+ADwAIQ-ENTITY x 'y'>]><rss version='2.0'></rss>"
    )
    assert read(hidden).entries == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<rss>" + "<a>" * 300_000, "more elements"),
        ('<rss version="2.0"><channel><title>' + "<b>" * 300_000, "more elements"),
        ('<rss version="2.0"><channel>' + "<item></item>" * 300_000, "more elements"),
        ("<html></html>", "no feed"),
        ("", "no feed"),
        ("{", "no feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000, "no feed"),
        ("[]", "no feed"),
    ],
)
def test_what_is_no_feed_or_too_much_says_so(content: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read(content)


def test_what_breaks_the_library_is_a_feed_that_cannot_be_read() -> None:
    """Found by fuzzing: a space in the name of a namespace."""
    with pytest.raises(SourceError, match="no feed that can be read"):
        read('<rdf:RDF xmlns:rdf="http://a.example/ b"><channel rdf:about="x"></channel></rdf:RDF>')


@pytest.mark.parametrize("cut", [0.5, 0.7, 0.9, 0.99])
def test_a_feed_that_breaks_off_gives_what_is_whole(cut: float) -> None:
    feed = read(RSS.encode()[: int(len(RSS.encode()) * cut)])
    assert feed.problem == "ends too early: a part of it is missing"
    assert feed.entries[0].address == "https://press.example/visite?a=1&b=2"


def test_without_an_address_links_relate_to_what_the_feed_says_of_itself() -> None:
    assert read(RSS, None).entries[0].address == "https://press.example/visite?a=1&b=2"
    assert read(RSS.replace("<link>https://press.example/</link>", ""), None).entries[0].address is None
    assert read(JSON_FEED, None).entries[0].address is None


# --- as sources ---


def rss(*links: str, title: str = "Titre") -> str:
    items = "".join(f"<item><title>{title}</title><link>{link}</link></item>" for link in links)
    return f'<rss version="2.0"><channel><title>A</title>{items}</channel></rss>'


@pytest.fixture
def web() -> Web:
    return Web(WebLimits(allow_private=True, delay=0))


def test_a_feed_becomes_its_pages(server: Server, web: Web, tmp_path: Path) -> None:
    server.on("/1", page(PAGE))
    server.on("/2", page("Le ministre", media="text/plain"))
    address = server.on("/feed.xml", page(rss("/1", "/2", "/1", "", "/404", "mailto:a@a.example"), media="text/html"))
    first, second, unlinked, missing, mail = opened(address, web=web)
    assert isinstance(first, RawPage)
    assert (first.name, first.url, first.media) == (server.url("/1"), server.url("/1"), "text/html")
    assert first.content == PAGE.encode()
    assert first.stated == (Stated(field="title", value="Titre", by="feed"),)
    assert isinstance(second, RawPage)
    assert second.media == "text/plain"
    assert isinstance(unlinked, Unread)
    assert "has no address: Titre" in unlinked.failure.message
    assert isinstance(missing, Unread)
    assert (missing.failure.code, missing.name) == ("fetch", server.url("/404"))
    assert isinstance(mail, Unread)
    assert server.count("/1") == 1
    path = tmp_path / "feed.rss"
    path.write_text(rss(server.url("/1"), server.url("/2")))
    assert names(opened(path, web=web)) == [server.url("/1"), server.url("/2")]
    archive = tmp_path / "feeds.zip"
    archive.write_bytes(zipped({"feed.atom": rss(server.url("/1"))}))
    assert names(opened(archive, web=web)) == [server.url("/1")]


def test_what_is_settled_is_not_fetched(server: Server, web: Web) -> None:
    server.on("/2", page(PAGE))
    address = server.on("/feed.xml", page(rss("/1", "/2"), media="application/rss+xml"))
    found = list(open_sources([address], stdin=io.BytesIO(), web=web, known=lambda one: one.endswith("/1")))
    assert found[0] == Known(name=server.url("/1"), url=server.url("/1"))
    assert isinstance(found[1], RawPage)
    assert server.count("/1") == 0


def test_offline_each_page_says_that_it_was_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS)
    found = opened(path)
    assert [type(one) for one in found] == [Unread] * 3
    assert isinstance(found[0], Unread)
    assert found[0].name == "https://press.example/visite?a=1&b=2"
    assert "this run is offline" in found[0].failure.message


def test_feeds_that_lead_to_feeds_have_an_end(server: Server, web: Web) -> None:
    server.on("/loop.xml", page(rss("/loop.xml", "/1"), media="text/xml"))
    server.on("/1", page(PAGE))
    for number in range(10):
        server.on(f"/{number}.xml", page(rss(f"/{number + 1}.xml"), media="text/xml"))
    looped, one = opened(server.url("/loop.xml"), web=web)
    assert isinstance(looped, Unread)
    assert "leads back to itself" in looped.failure.message
    assert isinstance(one, RawPage)
    (deep,) = opened(server.url("/0.xml"), web=web, limits=Limits(depth=3))
    assert isinstance(deep, Unread)
    assert "lies too deep" in deep.failure.message
    assert server.count() <= 6


def test_a_broken_feed_says_so_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(HOSTILE["a file"])
    (tmp_path / "b.xml").write_text(rss())
    (tmp_path / "c.xml").write_text(rss("/1")[:-20])
    (tmp_path / "d.txt").write_text("Le ministre")
    hostile, empty, relative, cut, text = opened(tmp_path)
    assert isinstance(hostile, Unread)
    assert isinstance(empty, Unread)
    assert isinstance(cut, Unread)
    assert "entities of its own" in hostile.failure.message
    assert "has no entries" in empty.failure.message
    assert isinstance(relative, Unread)
    assert "ends too early" in cut.failure.message
    assert isinstance(text, RawPage)
