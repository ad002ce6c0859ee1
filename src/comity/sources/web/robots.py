"""robots.txt as RFC 9309 tells: what a site lets robots fetch, and how fast."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import httpx2
from protego import Protego

from comity.sources.web.exchange import Answer
from comity.sources.web.limits import AGENT, WebLimits
from comity.sources.web.trouble import LATER, Trouble
from comity.sources.web.urls import origin

_REDIRECTS = 5
"""At least so many are followed (RFC 9309, 2.3.1.2)."""

_MOST_SITES = 20_000
"""Sites whose robots.txt is remembered at a time."""

Ask = Callable[[httpx2.URL], Answer]
"""Asks for the robots.txt of one address, the first bytes of it and no more; Trouble when there is no answer."""


@dataclass(slots=True)
class _Site:
    asking: threading.Lock = field(default_factory=threading.Lock)
    until: float = 0.0
    rules: Protego | None = None
    trouble: Trouble | None = None


class Robots:
    """What the sites allow. Safe to use from several threads: each robots.txt is asked for once."""

    def __init__(
        self, limits: WebLimits, ask: Ask, redirected: Callable[[httpx2.URL, Answer], httpx2.URL | None]
    ) -> None:
        self._limits = limits
        self._ask = ask
        self._redirected = redirected
        self._sites: dict[str, _Site] = {}
        self._changing = threading.Lock()

    def check(self, url: httpx2.URL) -> float | None:
        """Seconds that the site wants between requests, if it says so. Trouble when the address may not be fetched.

        A site without a robots.txt (any status of 4xx but 429) allows everything. One whose robots.txt cannot be had
        (5xx, 429, no answer) allows nothing until it can.
        """
        site = self._site(origin(url))
        with site.asking:
            if time.monotonic() >= site.until:
                self._renew(site, url.copy_with(raw_path=b"/robots.txt"))
        if site.trouble is not None:
            raise replace(site.trouble)
        if site.rules is None:
            return None
        if not site.rules.can_fetch(str(url), AGENT):
            raise Trouble("the robots.txt of its site forbids it", "Open it in a browser and save the page as a file.")
        return site.rules.crawl_delay(AGENT)

    def _renew(self, site: _Site, url: httpx2.URL) -> None:
        site.rules, site.trouble = None, None
        lasts = self._limits.robots_seconds
        try:
            site.rules = self._fetch(url)
        except Trouble as trouble:
            site.trouble = trouble if trouble.whole_host else _closed(trouble)
            lasts = self._limits.robots_retry
        site.until = time.monotonic() + lasts

    def _fetch(self, url: httpx2.URL) -> Protego | None:
        for _ in range(_REDIRECTS + 1):
            answer = self._ask(url)
            if answer.status == 429 or answer.status >= 500:
                raise Trouble(f"it answered {answer.status}", LATER, status=answer.status, temporary=True)
            target = self._redirected(url, answer)
            if target is None:
                break
            url = target
        else:
            return None
        if not 200 <= answer.status < 300:
            return None
        return Protego.parse(answer.content.decode("utf-8-sig", errors="replace"))

    def _site(self, of: str) -> _Site:
        with self._changing:
            if len(self._sites) >= _MOST_SITES:
                self._sites.clear()
            return self._sites.setdefault(of, _Site())


def _closed(trouble: Trouble) -> Trouble:
    return Trouble(
        f"the robots.txt of its site could not be had ({trouble.reason}), and until then the site is left alone",
        LATER,
        status=trouble.status,
        temporary=True,
        retry_after=trouble.retry_after,
    )
