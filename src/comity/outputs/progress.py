"""How far a long run is, on the standard error: a bar where that is a terminal, else lines if they are asked for."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from comity.outputs.screen import console
from comity.outputs.tally import Tally

INTERVAL = 10.0
"""Seconds between two lines."""


@contextmanager
def progress_of(tally: Tally, verb: str, total: int | None, *, lines: bool = False) -> Iterator[Callable[[], None]]:
    """Gives what is to be called whenever `tally` has changed.

    `total` is how many pages there will be, as far as one can tell; `lines` asks for lines where there is no terminal.
    """
    screen = console(error=True)
    clock = Clock(total)
    if screen.is_terminal:
        columns = (TextColumn("{task.description}"), TextColumn("{task.fields[state]}"))
        with Progress(SpinnerColumn(), columns[0], BarColumn(24), columns[1], console=screen, transient=True) as bar:
            task = bar.add_task(verb, total=total, state="")

            def advance() -> None:
                # an estimate that turns out too low is none
                of = total if total is not None and tally.pages <= total else None
                bar.update(task, completed=tally.pages, total=of, state=clock.state(tally))

            yield advance
    elif lines:
        said = time.monotonic()

        def say(*, last: bool = False) -> None:
            nonlocal said
            if last or time.monotonic() - said >= INTERVAL:
                said = time.monotonic()
                sys.stderr.write(f"{verb}: {clock.state(tally)}\n")
                sys.stderr.flush()

        yield say
        say(last=True)
    else:
        yield lambda: None


class Clock:
    """How long a run has taken, and may still take."""

    def __init__(self, total: int | None, now: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._now = now
        self._began = now()

    def state(self, tally: Tally) -> str:
        """*120 of 5000 pages, 310 events, 2 failures, 4:10, about 2:30:00 left*."""
        spent = self._now() - self._began
        known = self._total is not None and tally.pages <= self._total
        parts = [f"{tally.pages} of {self._total} pages" if known else _many(tally.pages, "page")]
        parts.append(_many(tally.events, "event"))
        parts.append(_many(len(tally.failures), "failure"))
        parts.append(_time(spent))
        if known and self._total is not None and 0 < tally.pages < self._total:
            parts.append(f"about {_time(spent / tally.pages * (self._total - tally.pages))} left")
        return ", ".join(parts)


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _time(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
