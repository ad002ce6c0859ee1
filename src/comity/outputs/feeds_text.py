"""The feeds that are watched, for the terminal: how they do, when they are asked next, how many pages came of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.padding import Padding

from comity.outputs.dossier_text import plain
from comity.register.views import FeedState


def feed_lines(feeds: Sequence[FeedState], pages: Mapping[str, int]) -> Iterator[RenderableType]:
    """One feed after the other; `pages` are those that came of each, by address."""
    if not feeds:
        yield "No feed is watched. Begin with: comity watch FEED…"
    for state in feeds:
        yield plain(" ".join(filter(None, (state.address, f"({state.title})" if state.title else None))), "bold")
        number = pages.get(state.address, 0)
        yield _in(f"{number} page{'' if number == 1 else 's'} since {_moment(state.added)}")
        yield _in(
            f"last success {_moment(state.last_success)}; next {_moment(state.next_due) if state.next_due else 'now'}"
        )
        if state.last_error:
            in_a_row = f", {state.failures} in a row" if state.failures > 1 else "" if state.failures else ", over"
            yield _in(f"last error {_moment(state.last_failure)}{in_a_row}: {state.last_error}")


def _in(words: str) -> RenderableType:
    return Padding(plain(words), (0, 0, 0, 2))


def _moment(told: str | None) -> str:
    """A moment in UTC, to the minute."""
    return f"{told[:16].replace('T', ' ')} UTC" if told else "never"
