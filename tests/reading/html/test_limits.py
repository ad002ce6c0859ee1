"""Pages made to break a reader: each ends within seconds, and gives what it holds."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from comity.model import RawPage
from comity.reading import read

PROSE = (
    "<p>Le ministre a reçu lundi à Hanoi son homologue lao pour parler de la pêche au large des deux pays.</p>".encode()
)
SECONDS = 40  # of two cores that others share

MADE: dict[str, Callable[[], bytes]] = {
    "100 MB of nested div": lambda: PROSE + b"<div>" * 20_000_000,
    "nested inline elements": lambda: PROSE + b"<b><i>" * 1_000_000,
    "nested tables": lambda: PROSE + b"<table><tr><td>" * 200_000,
    "paragraphs deep below": lambda: b"<div>" * 1500 + PROSE * 5000,
    "one long paragraph": lambda: PROSE + b"<p>" + b"mot " * 4_000_000,
    "line breaks": lambda: PROSE + b"a<br>" * 1_000_000,
    "links in one paragraph": lambda: PROSE + b'<p><a href="/x/y">un titre de plus ici</a>' * 200_000,
    "cards": lambda: PROSE * 3 + b"".join(b'<li><a href="/x/%d">un titre de plus ici</a>' % n for n in range(100_000)),
    "one class of many names": lambda: PROSE + b'<p class="' + b"share-a " * 1_000_000 + b'">x</p>',
    "Markdown": lambda: PROSE + b"<p>" + b"[a](" * 300_000 + b"</p><p>" + b"![" * 300_000,
    "metadata": lambda: b"".join(b'<meta name="author" content="a%d">' % n for n in range(50_000)) + PROSE,
    "nested JSON-LD": lambda: b'<script type="application/ld+json">' + b"[" * 1_000_000 + b"</script>" + PROSE,
    "many JSON-LD": lambda: b'<script type="application/ld+json">{"@type":"Article"}</script>' * 20_000 + PROSE,
    "unclosed scripts": lambda: PROSE + b"<script>" * 500_000,
    "entities": lambda: PROSE + b"<p>" + b"&amp;eacute;&#1;" * 300_000,
    "stamps": lambda: PROSE + b"<time datetime='2020-01-01'>le 1er janvier 2020</time>" * 50_000,
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("name", MADE)
def test_large_pages_end(name: str) -> None:
    content = MADE[name]()
    started = time.monotonic()
    reading = read(RawPage(name="page.html", content=content, media="text/html", language="fr"))
    assert time.monotonic() - started < SECONDS
    assert reading.failure is None
    assert "son homologue lao" in reading.page.text


@pytest.mark.parametrize("depth", [300, 1000, 5000])
def test_what_follows_deep_nesting_is_not_lost(depth: int) -> None:
    content = PROSE + b"<div>" * depth + b"x" + b"</div>" * depth
    assert "son homologue lao" in read(RawPage(name="p", content=content, media="text/html")).page.text


SCRIPT = "<script>alert(1)</script>"
ESCAPED = SCRIPT.replace("<", "&lt;")


def test_scripts_in_every_field_are_words_at_most() -> None:
    """Nothing runs here: outputs escape what they print, and what is between script tags is never text."""
    markup = f"""<html lang="{ESCAPED}"><head><title>Un accord {SCRIPT}</title>
    <meta property="og:site_name" content="{ESCAPED}">
    <meta name="author" content="{ESCAPED}"><meta property="article:published_time" content="{ESCAPED}">
    <link rel="canonical" href="javascript:alert(1)">
    <script type="application/ld+json">{{"@type":"NewsArticle","headline":"{ESCAPED}","datePublished":"{ESCAPED}",
    "author":{{"name":"{ESCAPED}"}},"publisher":{{"name":["{ESCAPED}"]}}}}</script></head>
    <body><h1>Un accord de pêche{SCRIPT}</h1>{PROSE.decode()}<p>Il a signé{SCRIPT} un accord de pêche à Vientiane.</p>
    <h3>Voir plus</h3><a href="javascript:alert(2)">Un titre qui ne mène nulle part</a></body></html>"""
    reading = read(RawPage(name="p", text=markup, media="text/html", url="https://a.example/x"))
    assert reading.failure is None
    assert "alert(1)" not in reading.page.text
    assert reading.page.url == "https://a.example/x"
    assert reading.page.published is None
    assert all(story.link is None or story.link.startswith("https://") for story in reading.stories)


def test_pages_read_before_change_nothing() -> None:
    pages = [
        RawPage(
            name=str(n), text=f"<h1>Un accord {n}</h1>{PROSE.decode()}<p>Il a signé {n} accords.</p>", media="text/html"
        )
        for n in range(6)
    ]
    first = [read(page) for page in pages]
    again = [read(page) for page in reversed(pages * 3)]
    assert first == list(reversed(again))[:6]
