"""Hosts are spared, by one thread and by many, and what their robots.txt asks for is done."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protego import Protego

from comity.errors import FetchError
from comity.sources.web import Web, WebLimits
from tests.sources.web.server import Server, cut, drip, in_turn, page, raw, redirect, silence, status


def limits(**changed: object) -> WebLimits:
    """Limits without delays, but for those that are given."""
    given: dict[str, object] = {"allow_private": True, "delay": 0, "back_off": 0.05, "patience": 0.5, **changed}
    return WebLimits(**given)  # type: ignore[arg-type]


def gaps(server: Server) -> list[float]:
    """Seconds between the requests that a server got."""
    times = sorted(asked.at for asked in server.requests)
    return [after - before for before, after in pairwise(times)]


# --- between two requests -------------------------------------------------------------------------------------------


def test_a_host_is_left_alone_between_two_requests(server: Server) -> None:
    server.on("/page", page("a"))
    with Web(limits(delay=0.15)) as web:
        for _ in range(3):
            web.get(server.url("/page"))
    assert len(server.requests) == 4
    assert min(gaps(server)) >= 0.15


def test_threads_wait_for_each_other_at_one_host_and_not_at_others() -> None:
    with Server() as one, Server() as other, Web(limits(delay=0.1)) as web, ThreadPoolExecutor(8) as threads:
        addresses = [server.on(f"/{n}", page("a")) for n in range(4) for server in (one, other)]
        start = time.monotonic()
        assert [response.content for response in threads.map(web.get, addresses)] == [b"a"] * 8
        took = time.monotonic() - start
        assert min(gaps(one) + gaps(other)) >= 0.1
        assert one.count("/robots.txt") == other.count("/robots.txt") == 1
        both = sorted(asked.at for server in (one, other) for asked in server.requests)
        assert min(after - before for before, after in pairwise(both)) < 0.1, took


def test_a_host_is_asked_one_thing_at_a_time(server: Server) -> None:
    open_now, most, lock = 0, 0, threading.Lock()

    def answer(asked, line):  # type: ignore[no-untyped-def]
        nonlocal open_now, most
        with lock:
            open_now += 1
            most = max(most, open_now)
        line.wait(0.02)
        with lock:
            open_now -= 1
        page("a")(asked, line)

    server.on("/page", answer)
    with Web(limits()) as web, ThreadPoolExecutor(6) as threads:
        list(threads.map(web.get, [server.url("/page")] * 12))
    assert (most, server.count("/page")) == (1, 12)


def test_one_slow_host_does_not_hold_up_another(server: Server) -> None:
    with Server() as slow, Web(limits(seconds=20)) as web, ThreadPoolExecutor(2) as threads:
        slow.on("/page", drip(b"a" * 10, every=0.1))
        late = threads.submit(web.get, slow.url("/page"))
        for _ in range(3):
            web.get(server.on("/page", page("a")))
        assert not late.done()
        assert late.result().content == b"a" * 10


def test_who_waits_for_a_host_is_told_when_the_run_is_ended(server: Server) -> None:
    with ThreadPoolExecutor(1) as threads:
        start = time.monotonic()
        with Web(limits(delay=60, patience=100)) as web:
            late = threads.submit(web.get, server.on("/page", page("a")))
            time.sleep(0.1)
        with pytest.raises(FetchError, match="the run was ended"):
            late.result()
        with pytest.raises(FetchError, match="the run was ended"):
            web.get(server.url("/page"))
        assert time.monotonic() - start < 20


# --- too much -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [429, 503])
def test_a_host_that_says_too_much_is_asked_again_later(server: Server, code: int) -> None:
    server.on("/page", in_turn(status(code), status(code), page("a")))
    with Web(limits(back_off=0.1)) as web:
        assert web.get(server.url("/page")).content == b"a"
    first, second, third = (asked.at for asked in server.requests if asked.path == "/page")
    assert second - first >= 0.1
    assert third - second >= 0.2  # twice as long


def test_after_so_many_tries_it_has_failed_for_now(server: Server) -> None:
    server.on("/page", status(429))
    with Web(limits()) as web, pytest.raises(FetchError, match="429 Too Many Requests") as error:
        web.get(server.url("/page"))
    assert server.count("/page") == 3
    assert (error.value.status, error.value.temporary) == (429, True)


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_what_retry_after_says_is_done(server: Server, form: str) -> None:
    told = "60" if form == "seconds" else format_datetime(datetime.now(UTC) + timedelta(seconds=62), usegmt=True)
    server.on("/page", status(503, retry_after=told))
    server.on("/other", page("a"))
    start = time.monotonic()
    with Web(limits()) as web:
        with pytest.raises(FetchError) as error:
            web.get(server.url("/page"))
        assert error.value.retry_after == pytest.approx(60, abs=10)
        with pytest.raises(FetchError, match="asks to be left alone") as other:
            web.get(server.url("/other"))
        assert other.value.temporary
        assert other.value.retry_after == pytest.approx(60, abs=20)
    assert time.monotonic() - start < 20
    assert (server.count("/page"), server.count("/other")) == (1, 0)


def test_a_short_retry_after_is_waited_for(server: Server) -> None:
    server.on("/page", in_turn(status(429, retry_after="1"), page("a")))
    with Web(limits(patience=5)) as web:
        assert web.get(server.url("/page")).content == b"a"
    assert gaps(server)[-1] >= 1


@pytest.mark.parametrize(
    "told", ["", "soon", "-5", "1e9", "Sun, 99 Nov 2026 08:00:00 GMT", "Sun, 22 Nov 1998 08:00:00 GMT", "٣"]
)
def test_a_retry_after_that_says_nothing_is_a_wait_of_ones_own(server: Server, told: str) -> None:
    server.on("/page", in_turn(raw(b"HTTP/1.1 429 X\r\nRetry-After: " + told.encode() + b"\r\n\r\n"), page("a")))
    with Web(limits()) as web:
        assert web.get(server.url("/page")).content == b"a"


def test_a_wait_beyond_all_measure_is_cut(server: Server) -> None:
    server.on("/page", status(429, retry_after="9" * 50))
    with Web(limits()) as web, pytest.raises(FetchError) as error:
        web.get(server.url("/page"))
    assert error.value.retry_after == 86_400


# --- robots.txt -----------------------------------------------------------------------------------------------------

ROBOTS = """
User-agent: *
Disallow: /all

User-agent: Comity
Disallow: /private/
Allow: /private/press/
Disallow: /*.php$
Disallow: /search?
Crawl-delay: 0
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/all", True),
        ("/private/a", False),
        ("/private/press/a", True),
        ("/a.php", False),
        ("/a.php?b", True),
        ("/search?q=a", False),
        ("/search", True),
        ("/%70rivate/a", False),
        ("/private%2Fa", True),
    ],
)
def test_robots_txt_is_followed(server: Server, path: str, allowed: bool) -> None:
    server.robots(ROBOTS)
    address = server.on(path, page("a"))
    with Web(limits()) as web:
        if allowed:
            assert web.get(address).content == b"a"
        else:
            with pytest.raises(FetchError, match=r"robots\.txt of its site forbids it") as error:
                web.get(address)
            assert not error.value.temporary
    assert server.count() == allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("user-agent: comity\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: COMITY/2.0\nDisallow: /", True),
        ("User-agent: comitybot\nDisallow: /", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow:", True),
        ("\ufeffUser-agent: *\r\nDisallow: /", False),
        ("User-agent: *\rDisallow: /", False),
        ("Disallow: /", True),
        ("", True),
        ("<!DOCTYPE html><p>Not found", True),
        ("\x00\x01 \xff Disallow", True),
        ("User-agent: *\nDisallow: /\n" + "# and so on\n" * 100_000, False),
        ("# and so on\n" * 100_000 + "User-agent: *\nDisallow: /", True),  # beyond what is read
    ],
)
def test_what_robots_txt_may_look_like(server: Server, text: str, allowed: bool) -> None:
    server.robots(text)
    server.on("/page", page("a"))
    with Web(limits()) as web:
        if allowed:
            assert web.get(server.url("/page")).content == b"a"
        else:
            with pytest.raises(FetchError, match="forbids"):
                web.get(server.url("/page"))


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451])
def test_a_site_without_robots_txt_allows_everything(server: Server, code: int) -> None:
    server.on("/robots.txt", status(code))
    with Web(limits()) as web:
        assert web.get(server.on("/page", page("a"))).content == b"a"


@pytest.mark.parametrize(
    "answer",
    [status(500), status(502), status(429, retry_after="0"), silence(), cut(), raw(b""), raw(b"what?\r\n\r\n")],
    ids=["500", "502", "429", "silence", "cut", "nothing", "no protocol"],
)
def test_a_site_whose_robots_txt_cannot_be_had_is_left_alone_for_now(server: Server, answer) -> None:  # type: ignore[no-untyped-def]
    server.on("/robots.txt", answer)
    server.on("/page", page("a"))
    with Web(limits(silence_seconds=0.3)) as web:
        for _ in range(2):
            with pytest.raises(FetchError, match=r"robots\.txt of its site could not be had") as error:
                web.get(server.url("/page"))
            assert error.value.temporary
        assert (server.count("/robots.txt"), server.count("/page")) == (1, 0)
    with Web(limits(silence_seconds=0.3, robots_retry=0)) as web:
        with pytest.raises(FetchError):
            web.get(server.url("/page"))
        server.robots("")
        assert web.get(server.url("/page")).content == b"a"


def test_robots_txt_is_asked_for_once_and_again_when_it_is_old(server: Server) -> None:
    server.robots("User-agent: *\nDisallow: /no")
    with Web(limits()) as web:
        for n in range(3):
            web.get(server.on(f"/{n}", page("a")))
    assert server.count("/robots.txt") == 1
    with Web(limits(robots_seconds=0)) as web:
        for n in range(3):
            web.get(server.url(f"/{n}"))
    assert server.count("/robots.txt") == 1 + 3


def test_robots_txt_elsewhere_is_followed_there(server: Server) -> None:
    with Server() as other, Web(limits()) as web:
        other.on("/rules", page("User-agent: *\nDisallow: /no"))
        server.on("/robots.txt", redirect(other.url("/rules")))
        assert web.get(server.on("/yes", page("a"))).content == b"a"
        with pytest.raises(FetchError, match="forbids"):
            web.get(server.on("/no", page("a")))


def test_robots_txt_in_a_circle_is_none(server: Server) -> None:
    server.on("/robots.txt", redirect("/robots.txt"))
    with Web(limits()) as web:
        assert web.get(server.on("/page", page("a"))).content == b"a"
    assert server.count("/robots.txt") == 6


def test_where_a_redirect_leads_the_robots_txt_there_counts(server: Server) -> None:
    with Server() as other, Web(limits()) as web:
        other.robots("User-agent: *\nDisallow: /no")
        other.on("/no", page("a"))
        with pytest.raises(FetchError, match=r"it leads to http://.*/no, and the robots\.txt of its site forbids it"):
            web.get(server.on("/page", redirect(other.url("/no"))))
        assert other.count("/no") == 0


@pytest.mark.parametrize(("told", "least", "most"), [("0.3", 0.3, 5), ("1000", 0.4, 5), ("-1", 0.0, 5), ("x", 0.0, 5)])
def test_a_crawl_delay_is_granted_within_reason(server: Server, told: str, least: float, most: float) -> None:
    server.robots(f"User-agent: *\nCrawl-delay: {told}\nDisallow: /no")
    with Web(limits(longest_delay=0.4)) as web:
        for n in range(2):
            web.get(server.on(f"/{n}", page("a")))
    assert least <= gaps(server)[-1] < most


def test_servers_are_told_who_asks(server: Server) -> None:
    with Web(limits(contact="https://example.org/about")) as web:
        web.get(server.on("/page", page("a")), accept="application/rss+xml")
    from comity import __version__

    sent = server.last("/page").headers
    assert sent["user-agent"] == f"Comity/{__version__} (+https://example.org/about)"
    assert sent["accept"] == "application/rss+xml"
    assert server.last("/robots.txt").headers["user-agent"] == sent["user-agent"]
    assert WebLimits().user_agent == f"Comity/{__version__}"


_WORDS = st.sampled_from(
    [
        "User-agent: *",
        "User-agent: Comity",
        "Disallow: /",
        "Allow: /a",
        "Disallow: /*a*b*$",
        "Crawl-delay: 1e999",
        "Sitemap:",
    ]
)


@settings(deadline=None)
@given(st.lists(_WORDS | st.text(max_size=30)).map("\n".join))
def test_any_text_is_a_robots_txt(text: str) -> None:
    """What the library cannot read must not stop a run."""
    rules = Protego.parse(text.encode("utf-8", "replace").decode())
    assert rules.can_fetch("http://example.org/a", "Comity") in (True, False)
    rules.crawl_delay("Comity")
