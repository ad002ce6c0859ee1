"""The site in a real browser: hostile text does nothing, the keyboard reaches the evidence, paper gets a dossier."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from comity.outputs.web import create_app
from comity.outputs.web.app import LOOPBACK
from comity.register import Register
from tests.outputs.conftest import HOSTILE
from tests.requirements import require

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
EVERYWHERE = ["/{}/", "/{}/about", "/{}/dossier?a=VNM&b=KHM", "/{}/dossier?a=FR-BRE&b=VNM"]


@pytest.fixture(scope="module")
def address(register_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(register_path, hosts=LOOPBACK)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    require("chromium", CHROMIUM.exists(), "install Debian's chromium package")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


class Watched:
    """A page whose console, errors and requests are kept."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.console: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.console.append(f"error: {error}"))
        self.page.on("request", self._asked)
        self.page.add_init_script(
            "document.addEventListener('securitypolicyviolation', e => console.error('CSP: ' + e.violatedDirective))"
        )

    def _said(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    yield Watched(context)
    context.close()


@pytest.fixture(scope="module")
def hostile(register: Register) -> str:
    """The id of the page that tries everything."""
    pages = {report.page for event in register.export("event") for report in event.reports}
    return next(page for page in pages if register.page(page).text == HOSTILE)


def test_hostile_text_is_shown_as_text_and_runs_nothing(
    watched: Watched, address: str, hostile: str, register: Register
) -> None:
    page = watched.page
    records = [f"/fr/record/{kept.id}" for story in register.page(hostile).stories for kept in story.records()]
    for path in (f"/fr/page/{hostile}", *records, "/fr/dossier?a=VNM&b=KHM"):
        page.goto(address + path)
        assert page.evaluate("window.pwned") is None, path
    page.wait_for_load_state("networkidle")
    assert watched.console == []
    assert {url for url in watched.requests if not url.startswith(address)} == set()

    page.goto(f"{address}/fr/page/{hostile}")
    assert page.title().startswith("<script>window.pwned = 6</script>")
    assert page.locator("h1").inner_text() == "<script>window.pwned = 6</script>"
    assert page.locator("body script").count() == 0
    assert page.locator(".text img").count() == 0
    lines = page.locator(".text .line").all_inner_texts()
    assert any('<img src=x onerror="window.pwned = 2">' in line for line in lines)


def test_the_policy_stops_what_would_get_through(watched: Watched, address: str) -> None:
    """Had a text become an element, the policy would have stopped it: script, style and picture alike."""
    page = watched.page
    page.goto(f"{address}/fr/")
    page.evaluate(
        """() => {
            const script = document.createElement('script'); script.textContent = 'window.pwned = 1';
            const image = document.createElement('img'); image.src = 'https://elsewhere.example/x.png';
            const paragraph = document.createElement('p'); paragraph.setAttribute('style', 'color: red');
            document.body.append(script, image, paragraph);
        }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None
    told = " ".join(watched.console)
    assert "script-src" in told
    assert "img-src" in told
    assert "style-src" in told


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_load_without_complaint_and_fit_narrow_screens(watched: Watched, address: str, language: str) -> None:
    page = watched.page
    page.set_viewport_size({"width": 360, "height": 740})
    for path in EVERYWHERE:
        answer = page.goto(address + path.format(language))
        assert answer is not None
        assert answer.ok
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.locator("html").get_attribute("lang") == language
    assert watched.console == []
    assert all(url.startswith(address) for url in watched.requests)


def test_a_dossier_is_opened_from_the_form_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(address)
    assert page.url == f"{address}/fr/"
    page.get_by_label("Une partie").fill("vietnam")
    page.get_by_label("L’autre partie").fill("Cambodge")
    page.get_by_role("button", name="Ouvrir le dossier").click()
    assert page.url == f"{address}/fr/dossier?a=VNM&b=KHM"
    assert page.get_by_role("heading", level=1).inner_text().split() == ["Vietnam", "et", "Cambodge"]
    page.locator("details.filters summary").click()
    page.get_by_label("Depuis").fill("2020")
    page.get_by_role("button", name="Appliquer").click()
    assert "since=2020" in page.url
    assert page.get_by_text("30 mars – 2 avril 2018").count() == 0
    page.get_by_role("link", name="Tout montrer").click()
    assert "since" not in page.url
    page.get_by_role("navigation", name="Langue").get_by_role("link", name="English").click()
    assert page.url == f"{address}/en/dossier?a=VNM&b=KHM"
    assert page.get_by_role("heading", name="Encounters").count() == 1
    context.close()


def test_the_keyboard_leads_from_home_to_the_evidence(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/fr/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "a"
    page.keyboard.type("VNM")
    page.keyboard.press("Tab")
    page.keyboard.type("KHM")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/dossier?*")
    tab_to(page, "a.point")
    ring = page.evaluate("getComputedStyle(document.activeElement.querySelector('circle, rect')).strokeWidth")
    assert float(ring.removesuffix("px")) >= 3
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/record/ev-*")
    tab_to(page, "a.where")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/page/*")
    focus = page.locator("mark.focus").first
    assert focus.is_visible()
    box = focus.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element of this kind has the focus."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_evidence_is_marked_at_its_code_points_after_signs_of_two_units(
    watched: Watched, address: str, hostile: str, register: Register
) -> None:
    """Browsers count UTF-16 units: the doves before the evidence would move every mark if offsets were passed on."""
    event = register.page(hostile).stories[0].events[0]
    watched.page.goto(f"{address}/fr/page/{hostile}?record={event.id}")
    marked = "".join(watched.page.locator("mark.focus").all_text_contents())
    assert marked == "ministre cambodgien <b>Sok</b> & \"Dara\" a reçu l'envoyé vietnamien 'Lê'"


def test_colours_can_be_told_from_the_paper(watched: Watched, address: str) -> None:
    """WCAG AA: every text of the dossier has at least 4.5:1 against what is behind it, large text 3:1."""
    for path in ("/fr/dossier?a=VNM&b=KHM", "/fr/", "/fr/about"):
        watched.page.goto(address + path)
        assert watched.page.evaluate(CONTRAST) == [], path
    watched.page.evaluate("document.documentElement.style.setProperty('--muted', '#a0a0a0')")
    assert watched.page.evaluate(CONTRAST) != [], "the measure does not see pale text"


CONTRAST = """() => {
    const channels = color => color.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => {
        const part = v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
        return .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
    };
    const behind = element => {
        for (let at = element; at; at = at.parentElement) {
            const color = channels(getComputedStyle(at).backgroundColor);
            if (color.length < 4 || color[3] > 0) return color;
        }
        return [255, 255, 255];
    };
    const wrong = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        const style = getComputedStyle(element);
        if (!walker.currentNode.textContent.trim() || !element.getClientRects().length) continue;
        const svg = element instanceof SVGElement;
        const text = light(channels(svg ? style.fill : style.color));
        const ground = light(behind(svg ? element.closest('svg').parentElement : element));
        const ratio = (Math.max(text, ground) + .05) / (Math.min(text, ground) + .05);
        const size = parseFloat(style.fontSize);
        const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
        if (ratio < least) wrong.add(`${element.className.baseVal ?? element.className}: ${ratio.toFixed(2)}`);
    }
    return [...wrong];
}"""


def test_paper_gets_the_dossier_with_its_ids_and_without_the_navigation(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/fr/dossier?a=VNM&b=KHM")
    assert not page.locator(".rid").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".rid").first.is_visible()
    for hidden in (".masthead", ".narrow", ".contents"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator("svg.timeline").is_visible()
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.startswith(b"%PDF-")
    assert len(paper) > 20000


@pytest.mark.parametrize("path", ["/fr/dossier?a=VNM&b=Cambodj", "/en/record/none"])
def test_a_wrong_address_is_answered_with_a_page(watched: Watched, address: str, path: str) -> None:
    answer = watched.page.goto(address + path)
    assert answer is not None
    assert answer.status == 404
    assert watched.page.get_by_role("heading", level=1).is_visible()
    # the browser itself notes the status; nothing else may be said
    assert [line for line in watched.console if "404" not in line] == []
