"""Many addresses: several hosts at a time, in the order of the list, and no more than can be held."""

from __future__ import annotations

import gzip
import io
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.model import RawPage, Unread
from comity.sources import ahead, open_sources
from comity.sources.ahead import Errand, Link, run_ahead
from comity.sources.context import Response
from comity.sources.web import Response as Fetched
from comity.sources.web import Web, WebLimits
from tests.sources.web.server import Asked, Line, Server, page, status

TEXT = "Les deux ministres se sont entretenus."


@pytest.fixture
def hosts() -> Iterator[list[Server]]:
    """Six hosts, each of which takes its time."""

    def slow(asked: Asked, line: Line) -> None:
        line.wait(0.1)
        page(f"{TEXT} {asked.path}")(asked, line)

    with ExitStack() as stack:
        servers = [stack.enter_context(Server()) for _ in range(6)]
        for server in servers:
            for number in range(4):
                server.on(f"/{number}", slow)
        yield servers


def test_several_hosts_are_asked_at_a_time_and_pages_come_in_order(hosts: list[Server], tmp_path: Path) -> None:
    addresses = [server.url(f"/{number}") for server in hosts for number in range(4)]
    addresses.insert(5, hosts[0].url("/none"))
    (tmp_path / "list.txt").write_text("\n".join(addresses))
    with Web(WebLimits(allow_private=True, delay=0)) as web:
        found = list(open_sources([str(tmp_path / "list.txt")], stdin=io.BytesIO(), web=web))
    assert [one.name for one in found] == addresses
    assert [type(one) for one in found] == [RawPage] * 5 + [Unread] + [RawPage] * 19
    asked = [asked for server in hosts for asked in server.requests]
    together = sum(first.at < other.at < first.at + 0.1 for first in asked for other in asked if "/" in other.path)
    assert together > len(hosts)


def test_what_a_broken_list_holds_is_fetched_before_it_is_said(server: Server, tmp_path: Path) -> None:
    lines = "\n".join(f"{server.on(f'/{n}', page(TEXT))}  # {'and so on' * 50}" for n in range(300))
    packed = gzip.compress(lines.encode(), 0)
    (tmp_path / "list.txt.gz").write_bytes(packed[: len(packed) // 2])
    with Web(WebLimits(allow_private=True, delay=0)) as web:
        found = list(open_sources([str(tmp_path / "list.txt.gz")], stdin=io.BytesIO(), web=web))
    assert sum(isinstance(one, RawPage) for one in found) > 100
    assert isinstance(found[-1], Unread)


def test_who_stops_early_leaves_the_rest_unasked(server: Server, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("\n".join(server.on(f"/{number}", page(TEXT)) for number in range(100)))
    with Web(WebLimits(allow_private=True, delay=0.05)) as web:
        found = open_sources([str(tmp_path / "list.txt")], stdin=io.BytesIO(), web=web)
        assert len(list(islice(found, 3))) == 3
        found.close()  # type: ignore[attr-defined]
        time.sleep(0.2)
        asked = server.count()
        time.sleep(0.3)
    assert asked == server.count() < 20


@dataclass
class Store:
    """A web without a network: what is asked of it, and when. Addresses tell what becomes of them."""

    size: int = 10

    def __post_init__(self) -> None:
        self.asked: list[str] = []
        self.asking: set[str] = set()
        self.twice = False
        self.lock = threading.Lock()

    def get(self, address: str, *, accept: str | None = None) -> Response:
        host = Link(address).host
        with self.lock:
            self.twice = self.twice or host in self.asking
            self.asking.add(host)
            self.asked.append(address)
        if address.endswith("slow"):
            time.sleep(0.002)
        with self.lock:
            self.asking.discard(host)
        if address.endswith("fault"):
            raise ZeroDivisionError(address)
        return Fetched(address, address, 200, accept, None, bytes(self.size))


def done(one: Errand | str) -> str:
    """What became of it."""
    if isinstance(one, str):
        return one
    try:
        return one.result().address
    except ZeroDivisionError as error:
        return str(error)


_ADDRESSES = st.builds("http://{}/{}".format, st.sampled_from("abcdefghij"), st.sampled_from(["", "slow", "fault"]))


@settings(deadline=None)
@given(st.lists(_ADDRESSES | st.just("no errand"), max_size=40), st.integers(1, 5), st.booleans())
def test_nothing_is_lost_doubled_or_out_of_order(found: list[str], hosts: int, full: bool) -> None:
    store = Store(size=ahead._HELD_BYTES + 1 if full and len(found) < 5 else 10)
    things = [one if one == "no errand" else Errand(Link(one)) for one in found]
    assert [done(one) for one in run_ahead(things, store, hosts)] == found
    assert sorted(store.asked) == sorted(one for one in found if one != "no errand")
    assert not store.twice


def test_no_more_is_held_than_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_HELD_BYTES", 1000)
    store = Store(size=400)
    most = 0
    for number, one in enumerate(run_ahead([Errand(Link(f"http://{n}/")) for n in range(50)], store, 4)):
        time.sleep(0.002)
        assert isinstance(one, Errand)
        most = max(most, len(store.asked) - number)
    assert most <= 3 + 4 + 1  # what fills the limit, what is under way then, and what is awaited


def test_a_host_that_fails_does_not_hold_up_the_others(server: Server, tmp_path: Path) -> None:
    with Server() as busy:
        path = tmp_path / "list.txt"
        bad = [busy.on(f"/{number}", status(429, retry_after="600")) for number in range(20)]
        path.write_text("\n".join([*bad, server.on("/page", page(TEXT))]))
        start = time.monotonic()
        with Web(WebLimits(allow_private=True, delay=0)) as web:
            found = list(open_sources([str(path)], stdin=io.BytesIO(), web=web))
        assert time.monotonic() - start < 20
        assert [type(one) for one in found] == [Unread] * 20 + [RawPage]
        assert busy.count() == 1
