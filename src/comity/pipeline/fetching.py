"""The web client of a run, as the settings want it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from comity.errors import FetchError
from comity.settings import Settings
from comity.sources.context import Response

if TYPE_CHECKING:
    from comity.sources.web import Web


def open_web(settings: Settings) -> Web:
    """A client with the limits of the settings; to be closed."""
    from comity.sources.web import Web, WebLimits

    return Web(
        WebLimits(
            content_bytes=settings.max_fetch_bytes,
            seconds=settings.fetch_seconds,
            delay=settings.fetch_delay,
            contact=settings.contact,
            allow_private=settings.allow_private_addresses,
        )
    )


class WebOnDemand:
    """Fetches as `open_web` does, and opens it at the first address: most runs fetch nothing, and need not load it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._web: Web | None = None
        self._opening = threading.Lock()
        self._gone: set[str] = set()

    def get(self, address: str, *, accept: str | None = None) -> Response:
        """What is at the address. FetchError says why it cannot be had."""
        web = self.open(address)
        try:
            return web.get(address, accept=accept)
        except FetchError as error:
            if not error.temporary:
                self._gone.add(address)
            raise

    def open(self, address: str = "Nothing") -> Web:
        """The client itself. FetchError when the run is offline; `address` is what is not fetched then."""
        if self._settings.offline:
            what = f"{address} was not fetched: this run is offline."
            raise FetchError(what, "Unset COMITY_OFFLINE, and run it again.", temporary=True)
        with self._opening:  # one for all threads, or hosts would not be spared
            if self._web is None:
                self._web = open_web(self._settings)
            return self._web

    def close(self) -> None:
        """Close what is open."""
        if self._web is not None:
            self._web.close()
            self._web = None

    def is_gone(self, address: str) -> bool:
        """Whether an address could not be had, and waiting will not help."""
        return address in self._gone
