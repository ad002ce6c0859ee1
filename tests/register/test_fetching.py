"""Addresses that are settled, failures, and the state of feeds."""

from __future__ import annotations

from pathlib import Path

from comity.model import Failure, Stated
from comity.register import Register, open_register
from comity.register.views import FeedState
from tests.register.factory import CODER, NEWER, brittany, failing, page, summit

LOST = Failure(code="fetch", message="The server answered 503.")
PAGE = "https://example.org/sommet?id=3"


def test_an_address_is_settled_once_a_page_of_it_is_kept(register: Register) -> None:
    assert not register.fetched(PAGE)
    register.keep(summit().coding(), address=PAGE)
    for address in (PAGE, "http://m.example.org/sommet?id=3&utm_source=x#top"):
        assert register.fetched(address)
    assert not register.fetched("https://example.org/sommet?id=4")


def test_the_address_of_a_source_is_settled_too(register: Register) -> None:
    register.keep(summit(url=PAGE).coding())
    assert register.fetched(PAGE)


def test_a_front_page_is_settled_only_if_it_was_fetched(register: Register) -> None:
    """Some sites give their front page as the address of every page."""
    register.keep(summit(url="https://example.org/").coding())
    assert not register.fetched("https://example.org")
    register.keep(brittany().coding(), address="https://example.org/")
    assert register.fetched("https://example.org")


def test_a_known_page_settles_its_address(register: Register) -> None:
    register.keep(summit().coding())
    register.note(summit(url="https://example.net/1").page(), CODER, address=PAGE)
    assert register.fetched(PAGE)


def test_a_failure_leaves_its_address_open_unless_nothing_is_to_be_had(register: Register) -> None:
    register.fail(PAGE, LOST, root="https://example.org/feed")
    assert not register.fetched(PAGE)
    register.fail(PAGE, LOST, root="https://example.org/feed", address=PAGE)
    assert register.fetched(PAGE)
    (missed,) = register.failures()
    assert (missed.name, missed.root, missed.failure, missed.tries) == (PAGE, "https://example.org/feed", LOST, 2)
    assert missed.first <= missed.last


def test_a_failure_is_forgotten_when_the_page_is_kept(register: Register) -> None:
    register.fail("crawl.warc.gz@31", LOST, root="crawl.warc.gz")
    register.fail(PAGE, LOST)
    register.fail("other.html", LOST)
    register.keep(summit(source="crawl.warc.gz@31").coding())
    register.keep(brittany(source="page.html").coding(), address=PAGE)
    assert [(missed.name, missed.root) for missed in register.failures()] == [("other.html", "other.html")]
    register.note(summit(source="other.html").page(), CODER)
    assert register.failures() == ()


def test_a_page_that_could_not_be_coded_is_a_failure_until_it_is(register: Register) -> None:
    text = summit().text
    register.keep(failing(text, source="a.html"), root="folder")
    (missed,) = register.failures()
    assert (missed.name, missed.root, missed.page, missed.tries) == ("a.html", "folder", page(text).id, 1)
    register.keep(failing(text, source="a.html", coder=NEWER))
    assert [(missed.tries, missed.root) for missed in register.failures()] == [(2, "folder")]
    register.keep(summit(source="b.html").coding())
    assert register.failures() == ()


def test_names_that_are_no_text_are_kept(register: Register) -> None:
    name = b"d\xe9p\xeache.txt".decode(errors="surrogateescape")
    register.fail(name, LOST, root="\0")
    assert [missed.name for missed in register.failures()] == ["d?p?che.txt"]
    register.keep(summit(source=name).coding())
    assert register.failures() == ()
    assert not register.fetched(f"https://example.org/{name}")


def test_a_feed_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "comity.db"
    with open_register(path, create=True) as register:
        assert register.feeds() == ()
        register.save_feed(FeedState(address="https://example.org/feed", title="Dépêches", etag='"7"'))
    with open_register(path) as register:
        first = register.feed("https://example.org/feed")
        assert first is not None
        assert first.added is not None
        assert (first.title, first.etag, first.failures) == ("Dépêches", '"7"', 0)
        register.save_feed(FeedState(address=first.address, failures=2, last_error="503", added="1999-01-01"))
        register.save_feed(FeedState(address="https://a.example/feed"))
        again = register.feed(first.address)
        assert again == FeedState(address=first.address, failures=2, last_error="503", added=first.added)
        assert [feed.address for feed in register.feeds()] == ["https://a.example/feed", first.address]
        register.forget_feed(first.address)
        assert register.feed(first.address) is None


def said(field: str, value: str, by: str = "meta") -> Stated:
    return Stated(field=field, value=value, by=by)  # type: ignore[arg-type]


def test_one_address_is_one_source_however_it_is_written(register: Register) -> None:
    codings = [
        summit(url="https://m.example.org/1?utm_source=x", publisher="AVI", title="Sommet à Hanoï | AVI").coding(),
        summit(url="https://example.org/1", title="Sommet à Hanoï", published="2021-05-05").coding(),
        summit(url="https://example.org/1/amp", published="2021-05").coding(),
    ]
    assert [added.new_source for added in register.add(codings)] == [True, False, False]
    (source,) = register.page(codings[0].page.id).sources
    assert (source.url, source.title, source.publisher, source.published) == (
        "https://example.org/1",
        "Sommet à Hanoï",
        "AVI",
        "2021-05-05",
    )
    assert source.stated == (
        said("title", "Sommet à Hanoï | AVI", "given"),
        said("published", "2021-05", "given"),
    )


def test_what_metadata_say_is_kept_with_the_source(register: Register) -> None:
    first = (said("published", "2021-05-05T09:00+07:00", "json_ld"), said("author", "Mme Ek"), said("section", "Monde"))
    later = (said("published", "2021-05-05T09:00+07:00", "json_ld"), said("modified", "2021-05-06T01:00Z", "http"))
    register.keep(summit(url=PAGE, stated=first).coding())
    assert set(register.page(summit().page().id).sources[0].stated) == set(first)
    register.keep(summit(url=PAGE, stated=later).coding())
    (source,) = register.page(summit().page().id).sources
    assert set(source.stated) == {*first, *later}
    assert next(register.export("event")).reports[0].sources == (source,)
