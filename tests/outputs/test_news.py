"""News in words: on the terminal, as an Atom feed that feed readers take, as a message that mail programs open."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import msgspec
import pytest

from comity.outputs import screen
from comity.outputs.files import write_whole
from comity.outputs.news import Difference, NewsItem, news_item, one_line, sides_asked
from comity.outputs.news_atom import atom
from comity.outputs.news_mail import mail
from comity.outputs.news_text import news_lines
from comity.register import Register
from comity.register.views import Change, News, NewsKind

MOMENT = "2026-11-22T14:46:26+00:00"
STEERING = "\x1b]0;owned\x07<script>alert('é')</script> & \"]]>\u202e"
HOSTILE = one_line(STEERING)


def told(register: Register, kind: NewsKind = "first", changes: tuple[Change, ...] = ()) -> News:
    event = next(kept for kept in register.export("event") if kept.reports)
    return News(kind=kind, page=event.reports[0].page, event=event, changes=changes)  # type: ignore[arg-type]


@pytest.fixture
def hostile() -> NewsItem:
    return NewsItem(
        identity="urn:uuid:8b4a532f-92e4-5ad3-a7e9-24baf6ae09be",
        record="ev-aaaaaaaaaaaa",
        is_first=False,
        heading="Told differently",
        title=f"Audience {HOSTILE}",
        where="Hanoi",
        who=HOSTILE,
        differences=(Difference("Date", f"1 May {HOSTILE}", "2 May"),),
        quotations=(f"“{HOSTILE}”",),
        page_title=HOSTILE,
        publisher=HOSTILE,
        published="3 May 2026",
        address='https://example.org/?a=1&b="2"<3>',
        source="a.txt",
    )


def test_a_piece_of_news_says_what_who_when_and_where_it_stands(register: Register) -> None:
    item = news_item(told(register), register.text, "fr")
    event = told(register).event
    assert item.record == event.id
    assert item.heading == "Nouveau"
    assert item.title
    assert item.quotations
    assert all(quotation.startswith("« ") and quotation.endswith(" »") for quotation in item.quotations)
    text = " ".join(register.text(event.reports[0].page).split())
    assert all(quotation[2:-2] in text for quotation in item.quotations)
    assert item.page_title
    assert news_item(told(register), register.text, "en").heading == "New"
    assert news_item(told(register), register.text, "en").identity == item.identity


@pytest.mark.parametrize(
    ("change", "french", "english"),
    [
        (("date", ("2022-11-08",), "2022-11-09"), ("Date", "8 novembre 2022", "9 novembre 2022"), "8 November 2022"),
        (("date", ("2022-11", "2023"), "odd"), ("Date", "novembre 2022 / 2023", "odd"), "November 2022 / 2023"),
        (("status", ("planned",), "held"), ("État", "prévu", "tenu"), "planned"),
        (
            ("amount", ("500000 USD",), "odd"),
            ("Montant", "500 000 dollars des États-Unis", "odd"),
            "500,000 US dollars",
        ),
        (("count", ("2 agreement",), "3 agreement"), ("Documents", "2 × accord", "3 × accord"), "2 × agreement"),
        (("who", ("Hun Sen",), "Hun Manet"), ("Qui y a pris part", "Hun Sen", "Hun Manet"), "Hun Sen"),
        (("place", ("Hanoi",), "Hué"), ("Lieu", "Hanoi", "Hué"), "Hanoi"),
    ],
)
def test_what_is_told_differently_is_told_in_words(
    register: Register, change: tuple[str, tuple[str, ...], str], french: tuple[str, str, str], english: str
) -> None:
    changes = (Change(field=change[0], old=change[1], new=change[2]),)
    (said,) = news_item(told(register, "differently", changes), register.text, "fr").differences
    assert (said.what, said.before.replace("\u202f", " ").replace("\xa0", " "), said.now) == french
    (said,) = news_item(told(register, "differently", changes), register.text, "en").differences
    assert said.before == english


def test_the_feed_is_atom_with_ids_that_stay(hostile: NewsItem) -> None:
    other = NewsItem(**{**_fields(hostile), "identity": "urn:uuid:1", "is_first": True, "address": None})
    document = atom(
        [(MOMENT, hostile), (MOMENT, other)], audience="KHM ~ VNM", title=STEERING, updated=MOMENT, language="fr"
    )
    root = ElementTree.fromstring(document)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    read = feedparser.parse(document)
    assert not read.bozo
    assert read.version == "atom10"
    assert (
        read.feed.id
        == feedparser.parse(atom([], audience="KHM ~ VNM", title="x", updated=MOMENT, language="en")).feed.id
    )
    first, second = read.entries
    assert (first.id, second.id) == (hostile.identity, "urn:uuid:1")
    assert first.link == hostile.address
    assert len(root.findall(".//{http://www.w3.org/2005/Atom}link")) == 1
    assert first.updated_parsed is not None
    assert "<script" not in first.content[0].value
    assert "alert" in first.content[0].value
    for element in root.iter():
        assert not set(element.text or "") & {"\x1b", "\x07"}


def test_a_feed_without_news_is_a_feed() -> None:
    read = feedparser.parse(atom([], audience="", title="tous les actes", updated=MOMENT, language="fr"))
    assert (read.bozo, read.entries, read.feed.updated) == (False, [], MOMENT)


def test_the_message_is_one_that_mail_programs_read(hostile: NewsItem) -> None:
    moment = datetime(2026, 11, 22, 14, 46, tzinfo=UTC)
    written = mail([hostile, hostile], title=f"Viêt Nam – Cambodge\r\nBcc: {STEERING}", moment=moment, language="fr")
    assert all(len(line) <= 998 and line.endswith(b"\r") for line in written.split(b"\n")[:-1])
    read = email.message_from_bytes(written, policy=email.policy.default)
    assert not read.defects
    assert "Bcc" not in read
    assert read["Subject"].startswith("Comity")
    assert "Viêt Nam – Cambodge" in read["Subject"]
    assert "2 nouvelles" in read["Subject"]
    assert read["Date"].datetime == moment
    assert read["From"].addresses[0].addr_spec == "comity@localhost"
    text = read.get_content()
    assert "alert('é')" in text
    assert "1 May" in text
    assert hostile.address is not None
    assert hostile.address in text
    assert not set(text) & {"\x1b", "\x07"}


def test_the_terminal_is_not_steered_by_pages(hostile: NewsItem, capfd: pytest.CaptureFixture[str]) -> None:
    screen.show(news_lines([hostile], "en"))
    out = capfd.readouterr().out
    assert "TOLD DIFFERENTLY" in out
    assert "Date: 1 May" in out
    assert "https://example.org/" in out
    assert not set(out) & {"\x1b", "\x07", "\u202e"}


def test_who_asked_is_named(register: Register) -> None:
    sides = (register.side("VNM", "fr"), register.side("KHM", "fr"))
    assert sides_asked(sides, "fr") == "Vietnam – Cambodge"
    assert sides_asked((), "fr") == "tous les actes"


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "news.xml"
    write_whole(path, b"one")
    (tmp_path / "other").write_bytes(b"")
    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert {each.name for each in tmp_path.iterdir()} == {"news.xml", "other"}
    with pytest.raises(OSError, match="absent"):
        write_whole(tmp_path / "absent" / "news.xml", b"")


def _fields(item: NewsItem) -> dict[str, object]:
    return {name: getattr(item, name) for name in item.__slots__}


def test_news_are_json_too(register: Register) -> None:
    news = told(register)
    assert msgspec.json.decode(msgspec.json.encode(news), type=News) == news
