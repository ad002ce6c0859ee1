"""Reviewing in a real browser: by keys alone, and without a script by buttons."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from comity.outputs.web import create_app
from comity.outputs.web.app import LOOPBACK
from comity.register import open_register
from comity.register.review.views import Decision
from tests.outputs.conftest import hostile
from tests.outputs.test_browser import browser  # noqa: F401 - a fixture
from tests.register.factory import summit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "comity.db"
    with open_register(path, create=True) as register:
        list(register.add([summit(published="2021-05-05", publisher="AVI").coding(), hostile()]))
    return path


@pytest.fixture
def address(path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(path, hosts=LOOPBACK, reviewer="Ana")
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


def shown(page: Page) -> str:
    return page.locator(".record-head .code").inner_text()


def decisions(path: Path, identity: str) -> tuple[Decision, ...]:
    with open_register(path, readonly=True) as register:
        return register.review.decisions(identity)


def test_a_sitting_by_keys(browser: Browser, address: str, path: Path) -> None:  # noqa: F811
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/en/review")
    first = shown(page)
    with page.expect_navigation():
        page.keyboard.press("a")
    second = shown(page)
    assert second != first
    assert f"{first}: accepted" in page.locator(".done").inner_text()
    with page.expect_navigation():
        page.keyboard.press("u")
    assert shown(page) == first
    with page.expect_navigation():
        page.keyboard.press("Space")
    assert shown(page) == second
    # typing in a field decides nothing
    page.keyboard.press("c")
    page.keyboard.type("arc")
    assert page.locator("#changes").input_value() == "arc"
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("r")
    assert [row.value for row in decisions(path, second)] == ["rejected"]
    assert [row.value for row in decisions(path, first)] == ["undone", "accepted"]
    assert {row.author for row in decisions(path, first)} == {"Ana"}
    assert said == []
    assert page.evaluate("window.pwned") is None
    context.close()


def test_a_missed_record_is_added_on_the_words_selected(browser: Browser, address: str, path: Path) -> None:  # noqa: F811
    with open_register(path, readonly=True) as register:
        thanks = next(kept.id for kept in register.export("event") if kept.record.form == "thanks")
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{address}/en/review?record={thanks}")
    page.keyboard.press("p")
    page.evaluate(
        """() => {
            const text = document.querySelector('.whole').firstChild, words = 'a remercié le Cambodge';
            const range = document.createRange(), at = text.data.indexOf(words);
            range.setStart(text, at); range.setEnd(text, at + words.length);
            window.getSelection().removeAllRanges(); window.getSelection().addRange(range);
        }"""
    )
    page.keyboard.press("+")
    assert page.locator("#selected").input_value() == "a remercié le Cambodge"
    page.keyboard.type("form=praise\nactor=VNM\nrecipient=KHM")
    with page.expect_navigation():
        page.locator("button[value=add]").click()
    with open_register(path, readonly=True) as register:
        assert "praise" in {kept.record.form for kept in register.export("event")}
    context.close()


def test_without_a_script_the_buttons_decide(browser: Browser, address: str, path: Path) -> None:  # noqa: F811
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/fr/review")
    first = shown(page)
    with page.expect_navigation():
        page.locator(".decide button[value=accept]").click()
    assert "done=" in page.url
    assert [row.value for row in decisions(path, first)] == ["accepted"]
    context.close()
