"""Watching feeds: each is asked for now and then, politely, and the pages that are new in it are added.

All that must outlast the program stands in the register: when to ask a feed again and with which validators, which
addresses are settled, and of which pages the audience has still to be told. So a run that was killed goes on where it
was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from comity.errors import FetchError, SourceError, UsageError
from comity.model import Unread
from comity.pipeline.adding import Adding, PageOutcome
from comity.pipeline.crew import Crew, Found
from comity.pipeline.fetching import WebOnDemand
from comity.pipeline.reading import is_address, pages
from comity.register import Register, audience
from comity.register.views import FeedState, Side
from comity.settings import Settings
from comity.sources import feeds
from comity.sources.context import Response
from comity.sources.sniff import kind_of

if TYPE_CHECKING:
    from comity.sources.web import Response as WebResponse

TRIES = 5
"""How often an address in a feed is asked for that cannot be had; `comity add --retry` goes on asking."""

LONGEST = timedelta(hours=24)
"""The most that a feed that fails is left alone."""

_WANTED = "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"


class Watch:
    """The feeds of a register and how they are asked for. `every` is the time between two polls of a feed that answers;
    one that fails is left alone twice as long after each failure, and as long as its server asks.

    `asked` are the sides, by audience, for which what is new is kept (see `Register.news`).
    """

    def __init__(
        self,
        register: Register,
        crew: Crew,
        settings: Settings,
        *,
        every: timedelta,
        asked: Sequence[tuple[Side, ...]] = ((),),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._register = register
        self._crew = crew
        self._settings = settings
        self._every = every
        self._audiences = tuple(audience(sides) for sides in asked)
        self._now = now
        self._web = WebOnDemand(settings)

    def close(self) -> None:
        """Close the connections."""
        self._web.close()

    def remember(self, addresses: Iterable[str]) -> None:
        """Watch these feeds from now on. UsageError for what is no address."""
        for address in addresses:
            if not is_address(address):
                raise UsageError(f"'{address}' is no address of a feed.", "Give one that begins with https://.")
            if self._register.feed(address) is None:
                self._register.save_feed(FeedState(address=address))

    def state(self, address: str) -> FeedState | None:
        """How a feed does; None for one that is not watched."""
        return self._register.feed(address)

    def due(self, only: Sequence[str] = (), *, early: bool = False) -> list[FeedState]:
        """The feeds to ask now: all, or only these; `early` asks those too that answered well and are not due yet."""
        moment = self._now()
        return [state for state in self._watched(only) if (early and not state.failures) or _due(state) <= moment]

    def next_due(self, only: Sequence[str] = ()) -> datetime | None:
        """When the next feed is to be asked; None without feeds."""
        return min((_due(state) for state in self._watched(only)), default=None)

    def poll(self, state: FeedState) -> Iterator[PageOutcome]:
        """Ask one feed, and add the pages that are new in it. What became of the feed itself is kept in its state."""
        try:
            response = self._get(state)
            if response is None:
                self._save(state, failures=0)
                return
            title, empty = _look_at(response)
        except SourceError as error:
            self._failed(state, error)
            return
        trouble: list[Unread] = []
        unsettled = False
        for one in () if empty else self._pages(state.address, response, trouble):
            unsettled = unsettled or (one.outcome == "failed" and self._is_open(one.name))
            yield one
        if trouble:
            self._failed(msgspec.structs.replace(state, title=title or state.title), trouble[0].failure.message)
            return
        # what could not be had is to be found in the feed again: then it has to be sent again
        etag, modified = (None, None) if unsettled else (response.etag, response.last_modified)
        self._save(state, failures=0, title=title or state.title, etag=etag, last_modified=modified)

    def _watched(self, only: Sequence[str]) -> list[FeedState]:
        return [state for state in self._register.feeds() if not only or state.address in only]

    def _get(self, state: FeedState) -> WebResponse | None:
        """What the feed holds now; None if it is what it was."""
        from comity.sources.web import Validators

        validators = Validators(state.etag, state.last_modified)
        response = self._web.open().get(state.address, validators=validators, accept=_WANTED)
        return None if response.status == 304 else response

    def _pages(self, address: str, response: Response, trouble: list[Unread]) -> Iterator[PageOutcome]:
        tries = {missed.name: missed.tries for missed in self._register.failures()}

        def known(one: str) -> bool:
            return one != address and (tries.get(one, 0) >= TRIES or self._register.fetched(one))

        def found() -> Iterator[Found]:
            web = _Answered(self._web, address, response)
            for one in pages([address], self._settings, web=web, known=known):
                if isinstance(one, Unread) and one.name == address:
                    trouble.append(one)
                elif not one.name.startswith(f"{address}#"):  # an entry without an address leads nowhere
                    yield one

        adding = Adding(self._register, self._crew, self._web, audiences=self._audiences, remind=False)
        yield from adding.keep((address, one) for one in found())

    def _is_open(self, address: str) -> bool:
        """Whether an address that failed is to be asked for again."""
        if not is_address(address) or self._register.fetched(address):
            return False
        return all(missed.tries < TRIES for missed in self._register.failures() if missed.name == address)

    def _save(self, state: FeedState, **changes: object) -> None:
        moment = self._now()
        kept = {"last_success": _told(moment), "next_due": _told(moment + self._every), **changes}
        self._keep(state, kept)

    def _failed(self, state: FeedState, why: SourceError | str) -> None:
        moment = self._now()
        failures = state.failures + 1
        wait = min(self._every * 2 ** min(failures, 20), LONGEST)
        if isinstance(why, FetchError) and why.retry_after is not None:
            wait = max(wait, timedelta(seconds=why.retry_after))
        changes = {"last_error": str(why), "last_failure": _told(moment), "failures": failures}
        self._keep(state, {**changes, "next_due": _told(moment + wait), "title": state.title})

    def _keep(self, state: FeedState, changes: dict[str, object]) -> None:
        """Unless the feed was removed meanwhile."""
        if self._register.feed(state.address) is not None:
            self._register.save_feed(msgspec.structs.replace(state, **changes))


class _Answered:
    """The web, but for one address that was answered already."""

    def __init__(self, web: WebOnDemand, address: str, response: Response) -> None:
        self._web = web
        self._address = address
        self._response = response

    def get(self, address: str, *, accept: str | None = None) -> Response:
        """What is at the address."""
        return self._response if address == self._address else self._web.get(address, accept=accept)


def _look_at(response: Response) -> tuple[str | None, bool]:
    """What the feed calls itself, and whether it has no entries. SourceError for what is no feed and no sitemap."""
    kind = kind_of(response.content, media=response.media)
    if kind == "feed":
        feed = feeds.read(response.content, response.address, charset=response.charset)
        return feed.title, not (feed.entries or feed.problem)
    if kind == "sitemap":
        return None, False
    raise SourceError(
        f"{response.address} is no feed.",
        "Give the address of its RSS, Atom or JSON feed, or of a sitemap; pages often name it at their foot.",
    )


def _due(state: FeedState) -> datetime:
    return datetime.fromisoformat(state.next_due) if state.next_due else datetime.min.replace(tzinfo=UTC)


def _told(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
