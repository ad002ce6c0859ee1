"""Reading as a whole: metadata, titles, days of publication, failures, and what holds for any input."""

from __future__ import annotations

import hashlib
import logging
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.model import RawPage
from comity.reading import read
from comity.reading.reader import with_title
from comity.reading.unseen import without

BODY = "Le ministre a reçu lundi à Hanoi son homologue lao.\nIls ont signé un accord sur la pêche.\n"


def test_metadata_are_kept() -> None:
    page = read(
        RawPage(
            name="pages.jsonl#3", text=BODY, ref="r-3", url="https://a.example/3", title="Un accord sur la pêche",
            published="2019-03-12T23:30:00+07:00", publisher="KPL", language="fr-FR",
        )
    ).page  # fmt: skip
    assert (page.ref, page.source, page.url) == ("r-3", "pages.jsonl#3", "https://a.example/3")
    assert (page.publisher, page.language, page.title) == ("KPL", "fr", "Un accord sur la pêche")
    assert page.published == "2019-03-12"
    assert page.id == hashlib.sha256(page.text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("given_date", "day"),
    [
        ("2019-03-12", "2019-03-12"),
        ("2018-07", "2018-07"),
        ("2019-03-12T23:30:00-05:00", "2019-03-12"),
        ("2019-03-12T00:30:00Z", "2019-03-12"),
        ("Tue, 12 Mar 2019 23:30:00 +0700", "2019-03-12"),
        (" 2019-03-12 10:45:00 ", "2019-03-12"),
    ],
)
def test_day_of_publication_from_metadata(given_date: str, day: str) -> None:
    assert read(RawPage(name="x", text=BODY, published=given_date)).page.published == day


def test_a_date_that_is_none_is_left_out_and_said(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "comity"):
        reading = read(RawPage(name="p.jsonl#2", text=BODY, published="hier", language="fr"))
    assert reading.failure is None
    assert reading.page.published is None
    assert "p.jsonl#2" in caplog.text


def test_metadata_win_over_a_stamp() -> None:
    text = f"Titre du jour\nPublié le 2 mai 2020\n{BODY}"
    assert read(RawPage(name="x", text=text, language="fr")).page.published == "2020-05-02"
    assert read(RawPage(name="x", text=text, language="fr", published="2020-05")).page.published == "2020-05"


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        (BODY, None, BODY),
        (BODY, "  ", BODY),
        (BODY, "Un accord", "Un accord\n\n" + BODY),
        (BODY, "Un \n accord\r", "Un accord\n\n" + BODY),
        ("Un accord\n" + BODY, "Un accord", "Un accord\n" + BODY),
        ("\n\nUN ACCORD !\n" + BODY, "Un accord", "\n\nUN ACCORD !\n" + BODY),
        ("Politique\nUn accord\n" + BODY, "Un accord", "Politique\nUn accord\n" + BODY),
        ("Un accord sur la pêche\n" + BODY, "Un accord sur la pêche | KPL", "Un accord sur la pêche\n" + BODY),
        ("Un accord de plus\n" + BODY, "Un accord", "Un accord\n\nUn accord de plus\n" + BODY),
    ],
)
def test_a_title_given_apart_is_the_first_line(text: str, title: str | None, expected: str) -> None:
    assert with_title(text, title) == expected


def test_the_given_title_is_the_headline_even_with_a_stop() -> None:
    story = read(RawPage(name="x", text=BODY, title="Un accord a été signé.", language="fr")).stories[0]
    assert story.title == "Un accord a été signé."
    assert story.zones[0].zone == "headline"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (RawPage(name="leer.txt", content=b""), "leer.txt holds no text"),
        (RawPage(name="leer.txt", text=" \n\t "), "holds no text"),
        (RawPage(name="a.pdf", content=b"%PDF-1.5"), "a.pdf is a PDF"),
        (
            RawPage(name="a.html", content=b"<html><nav><a href='/'>A</a></nav></html>", media="text/html"),
            "without a report",
        ),
        (RawPage(name="a.xyz", content=b"abc", media="application/x"), "application/x"),
    ],
)
def test_pages_that_cannot_be_read_say_why(raw: RawPage, words: str) -> None:
    reading = read(raw)
    assert reading.failure is not None
    assert reading.failure.code == "reading"
    assert words in reading.failure.message
    assert reading.stories == ()
    assert reading.page.text == ""
    assert reading.page.source == raw.name


def test_a_page_of_nothing_but_furniture_has_no_story() -> None:
    assert read(RawPage(name="x", text="Accueil\nPartager\n")).stories == ()


def test_nul_bytes_in_text_are_marked() -> None:
    page = read(RawPage(name="x", content=BODY.replace("reçu", "re\x00u").encode())).page
    assert "re�u" in page.text


@pytest.mark.parametrize(
    "line",
    ["A-" * 150, "A/" * 150, "A " * 150, "A." * 150, "A, " * 100, "a" * 300, "Photo : " * 40, "Photo " * 50, "« " * 150,
     "Lire aussi " * 27, "le 12 mars 2019 " * 18, "12 " * 100, ". " * 150, "(A) " * 70, "ảnh 1" * 60, "AFP - " * 50],
)  # fmt: skip
def test_no_line_is_slow_to_read(line: str) -> None:
    started = time.monotonic()
    read(RawPage(name="x", text=f"Titre du jour\n{line}\n{line}\n{line}\nFin du texte.", language="fr"))
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "lines", ["Lire aussi : Un titre\nLe texte est là.\n", "Voir plus\nUn titre\n", "Titre. Texte.\n"]
)
def test_time_grows_with_the_page_and_not_faster(lines: str) -> None:
    started = time.monotonic()
    stories = read(RawPage(name="x", text="Titre du jour\nLe texte est ici.\n" + lines * 3000, language="fr")).stories
    assert stories
    assert time.monotonic() - started < 30


PIECES = st.sampled_from(
    [
        "Voir plus", "Lire aussi", "Lire aussi : Le pont rouvre", "Le pont rouvre", "Photo : VNA", "Commentaires",
        "Hanoi (VNA) - Le ministre a reçu lundi son homologue lao au siège du gouvernement.", "![]() |", "Politique",
        "Le ministre a signé. - VNA", "Par Awa Sarr", "Publié le 12 mars 2019", "", " ", "…", "Partager",
        "Les deux ministres ont signé lundi un accord sur la pêche.", "Le roi à Rabat. Photo : MAP |", "Sport", "VNA",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=30), max_size=25), st.none() | PIECES | st.text(max_size=20))
def test_zones_hold_for_any_page(lines: list[str], title: str | None) -> None:
    reading = read(RawPage(name="x", text="\n".join(lines), title=title, language="fr"))
    text = reading.page.text
    assert [story.id for story in reading.stories] == [f"s{number}" for number in range(len(reading.stories))]
    assert all(story.kind == "related" for story in reading.stories[1:])
    taken = set()
    for story in reading.stories:
        assert story.zones
        assert (story.start, story.end) == (story.zones[0].start, story.zones[-1].end)
        last = story.start
        for zone in story.zones:
            assert last <= zone.start < zone.end <= len(text)
            assert text[zone.start : zone.end].strip() == text[zone.start : zone.end]
            assert taken.isdisjoint(range(zone.start, zone.end))
            taken.update(range(zone.start, zone.end))
            last = zone.end
        assert story.title == "" or story.title in without(text[story.start : story.end])


@given(st.binary(max_size=300), st.sampled_from(["text/plain", "text/html"]))
def test_no_bytes_make_reading_raise(content: bytes, media: str) -> None:
    reading = read(RawPage(name="x", content=content, media=media, language="fr"))
    assert (reading.failure is None) == bool(reading.page.text)
