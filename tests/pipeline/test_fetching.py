"""The settings of a run reach the web client."""

from __future__ import annotations

import pytest

from comity.errors import UsageError
from comity.model import RawPage, Unread
from comity.pipeline import open_web, pages
from comity.settings import Settings, load_settings
from tests.sources.web.server import Server, page


def test_the_settings_are_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_CONTACT", "desk@example.org")
    monkeypatch.setenv("COMITY_FETCH_DELAY", "2.5")
    monkeypatch.setenv("COMITY_FETCH_SECONDS", "10")
    monkeypatch.setenv("COMITY_MAX_FETCH_BYTES", "1000")
    monkeypatch.setenv("COMITY_ALLOW_PRIVATE_ADDRESSES", "1")
    with open_web(load_settings()) as web:
        assert web.limits.user_agent.endswith(" (+desk@example.org)")
        assert (web.limits.delay, web.limits.seconds, web.limits.content_bytes) == (2.5, 10, 1000)
        assert web.limits.allow_private
    assert not open_web(Settings(allow_private_addresses=False)).limits.allow_private


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONTACT", "a\r\nX: b"),
        ("CONTACT", "a) b"),
        ("FETCH_DELAY", "-1"),
        ("FETCH_SECONDS", "0"),
        ("MAX_FETCH_BYTES", "x"),
    ],
)
def test_a_setting_that_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"COMITY_{name}", value)
    with pytest.raises(UsageError, match=f"COMITY_{name}"):
        load_settings()


def test_a_run_fetches_addresses_and_nothing_private_unless_it_is_told_to() -> None:
    with Server() as server:
        address = server.on("/page", page("Les deux ministres se sont entretenus.", media="text/plain"))
        (refused,) = pages([address], Settings())
        assert isinstance(refused, Unread)
        assert not server.requests
        (found,) = pages([address], Settings(allow_private_addresses=True, fetch_delay=0))
        assert isinstance(found, RawPage)
        assert found.url == address
        asked = len(server.requests)
        (offline,) = pages([address], Settings(allow_private_addresses=True, offline=True))
        assert isinstance(offline, Unread)
        assert "offline" in offline.failure.message
        assert len(server.requests) == asked
