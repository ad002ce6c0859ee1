"""Watching: feeds are asked politely, their pages fetched once, and what fails is asked for again later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comity.errors import UsageError
from comity.pipeline import Watch, crew
from comity.pipeline.crew import Here
from comity.pipeline.watching import LONGEST, TRIES
from comity.register import Register, open_register
from comity.settings import Settings
from tests.pipeline import faulty
from tests.sources.web.server import Server, cut, feed, in_turn, page, raw, status

EVERY = timedelta(minutes=30)


class Clock:
    """The time of the tests."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, by: timedelta = EVERY) -> None:
        self.now += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with open_register(tmp_path / "comity.db", create=True) as register:
        yield register


@pytest.fixture
def watch(register: Register, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    monkeypatch.setattr(crew, "open_coder", faulty.Quick)
    settings = Settings(allow_private_addresses=True, fetch_delay=0)
    watch = Watch(register, Here(), settings, every=EVERY, now=clock)
    yield watch
    watch.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        for name in "abc":
            server.on(f"/{name}", page(text(name), media="text/plain"))
        yield server


def text(name: str) -> str:
    return f"Le ministre a reçu l'ambassadeur {name}. " + " ".join(f"mot{name}{at}" for at in range(40))


def entries(server: Server, names: str) -> list[tuple[str, str]]:
    return [(server.url(f"/{name}"), name) for name in names]


def poll(watch: Watch) -> Counter[str]:
    return Counter(one.outcome for state in watch.due() for one in watch.poll(state))


def test_a_feed_is_asked_when_it_is_due_and_its_pages_once(
    watch: Watch, register: Register, server: Server, clock: Clock
) -> None:
    address = server.on(
        "/feed", in_turn(feed(*entries(server, "a"), etag='"1"'), feed(*entries(server, "cba"), etag='"2"'))
    )
    watch.remember([address])
    assert poll(watch) == {"added": 1}
    assert poll(watch) == {}
    clock.later()
    assert poll(watch) == {"added": 2, "known": 1}
    clock.later()
    assert poll(watch) == {}
    asked = [one for one in server.requests if one.path == "/feed"]
    assert [one.headers.get("if-none-match") for one in asked] == [None, '"1"', '"2"']
    assert [server.count(f"/{name}") for name in "abc"] == [1, 1, 1]
    state = register.feed(address)
    assert state is not None
    assert (state.title, state.failures, state.last_error) == ("Journal d'essai", 0, None)
    assert state.last_success == clock.now.isoformat(timespec="milliseconds")
    assert watch.next_due() == clock.now + EVERY
    assert register.fetched_from() == {address: 3}


def test_a_new_program_goes_on_where_the_old_one_was(
    watch: Watch, register: Register, server: Server, clock: Clock
) -> None:
    address = server.on("/feed", feed(*entries(server, "ab"), etag='"1"'))
    watch.remember([address])
    (state,) = watch.due()
    polling = watch.poll(state)
    next(polling)
    polling.close()  # as if it had been killed after the first page
    other = Watch(register, Here(), Settings(allow_private_addresses=True, fetch_delay=0), every=EVERY, now=clock)
    assert poll(other) == {"known": 1, "added": 1}
    assert server.count("/a") == 1
    other.close()


def test_a_feed_that_fails_is_left_alone_longer_and_longer(
    watch: Watch, register: Register, server: Server, clock: Clock
) -> None:
    bad = server.on("/bad", in_turn(*[status(500)] * 9, feed(*entries(server, "a"))))
    good = server.on("/good", feed(*entries(server, "b")))
    watch.remember([bad, good])
    assert poll(watch) == {"added": 1}
    waits = []
    for _ in range(8):
        state = register.feed(bad)
        assert state is not None
        assert "500" in (state.last_error or "")
        assert state.next_due is not None
        waits.append(datetime.fromisoformat(state.next_due) - clock.now)
        clock.now = datetime.fromisoformat(state.next_due)
        poll(watch)
    assert waits == [min(EVERY * 2**n, LONGEST) for n in range(1, 9)]
    clock.later(LONGEST)
    assert poll(watch)["added"] == 1
    state = register.feed(bad)
    assert state is not None
    assert state.failures == 0


def test_a_server_that_asks_to_be_left_alone_is(watch: Watch, server: Server, clock: Clock) -> None:
    watch.remember([server.on("/feed", status(503, retry_after="36000"))])
    poll(watch)
    due = watch.next_due()
    assert due is not None
    assert due - clock.now >= timedelta(seconds=35_990)


def test_a_page_that_cannot_be_had_is_asked_for_again_but_not_for_ever(
    watch: Watch, register: Register, server: Server, clock: Clock
) -> None:
    server.on("/b", status(500))
    server.on("/gone", status(404))
    links = [*entries(server, "ab"), (server.url("/gone"), "gone")]
    watch.remember([server.on("/feed", feed(*links, etag='"1"'))])
    assert poll(watch) == {"added": 1, "failed": 2}
    for _ in range(TRIES + 3):
        clock.later()
        poll(watch)
    assert server.count("/b") == TRIES
    assert server.count("/gone") == 1
    # as long as a page is wanted, the feed has to be sent; then it need not be
    assert [one.headers.get("if-none-match") for one in server.requests if one.path == "/feed"] == [
        *[None] * TRIES,
        *['"1"'] * 4,
    ]
    assert {one.name: one.tries for one in register.failures()} == {server.url("/b"): TRIES, server.url("/gone"): 1}


def test_a_page_that_comes_back_is_added(watch: Watch, register: Register, server: Server, clock: Clock) -> None:
    server.on("/b", in_turn(status(500), page(text("b"), media="text/plain")))
    watch.remember([server.on("/feed", feed(*entries(server, "b"), etag='"1"'))])
    assert poll(watch) == {"failed": 1}
    clock.later()
    assert poll(watch) == {"added": 1}
    assert register.failures() == ()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (page("<html><body><p>Bonjour</p></body></html>"), "is no feed"),
        (page("<rss><channel><item>", media="application/rss+xml"), "ends too early"),
        (page('<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"/>', media="application/rss+xml"), "entit"),
        (cut(), "could not be fetched"),
        (raw(b"nonsense"), "could not be fetched"),
        (status(404), "404"),
    ],
)
def test_what_is_wrong_with_a_feed_is_told(
    watch: Watch, register: Register, server: Server, answer: object, words: str
) -> None:
    address = server.on("/feed", answer)  # type: ignore[arg-type]
    watch.remember([address])
    assert poll(watch) == {}
    state = register.feed(address)
    assert state is not None
    assert words in (state.last_error or "")
    assert state.failures == 1
    assert register.failures() == ()


def test_a_feed_that_is_cut_gives_what_is_whole(watch: Watch, register: Register, server: Server, clock: Clock) -> None:
    links = "".join(f"<item><title>{n}</title><link>{link}</link></item>" for link, n in entries(server, "ab"))
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Journal</title>{links}<item><tit'
    address = server.on(
        "/feed", in_turn(page(body, media="application/rss+xml", etag='"1"'), feed(*entries(server, "abc"), etag='"2"'))
    )
    watch.remember([address])
    assert poll(watch) == {"added": 2}
    state = register.feed(address)
    assert state is not None
    assert (state.failures, state.title, state.etag) == (1, "Journal", None)
    clock.later(EVERY * 2)
    assert poll(watch) == {"known": 2, "added": 1}


def test_a_feed_without_entries_is_no_failure(watch: Watch, register: Register, server: Server) -> None:
    address = server.on("/feed", feed())
    watch.remember([address])
    assert poll(watch) == {}
    state = register.feed(address)
    assert state is not None
    assert (state.failures, state.last_error) == (0, None)


def test_a_feed_that_is_removed_meanwhile_stays_removed(watch: Watch, register: Register, server: Server) -> None:
    address = server.on("/feed", feed(*entries(server, "a")))
    watch.remember([address])
    (state,) = watch.due()
    for _ in watch.poll(state):
        register.forget_feed(address)
    assert register.feeds() == ()


def test_early_means_not_yet_due_but_not_what_is_to_be_left_alone(watch: Watch, server: Server, clock: Clock) -> None:
    good, bad = server.on("/good", feed()), server.on("/bad", status(500))
    watch.remember([good, bad])
    poll(watch)
    assert watch.due() == []
    assert [state.address for state in watch.due(early=True)] == [good]
    assert [state.address for state in watch.due([bad], early=True)] == []
    clock.later(EVERY * 2)
    assert [state.address for state in watch.due([bad])] == [bad]


@pytest.mark.parametrize("name", ["feed.xml", "ftp://example.org/feed", "example.org/feed", ""])
def test_a_feed_has_an_address(watch: Watch, name: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        watch.remember([name])
