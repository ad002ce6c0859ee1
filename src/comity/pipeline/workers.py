"""Reading and coding in worker processes: each loads the model once; the results come back in the order of the pages.

A worker that dies, or that stays with its pages beyond the time allowed, is replaced. Its pages are then given out one
by one, so that the one that was the cause, and no other, becomes a failure. What is on its way is bounded: sources are
read no faster than pages are taken from the end.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TypeVar

from comity.errors import ComityError, CrashError, OvertimeError
from comity.model import Coder as CoderRecord
from comity.model import Coding, Failure, Known, RawPage, Reading
from comity.pipeline.crew import Found, ToCode
from comity.pipeline.reading import Assumed, failed_reading
from comity.pipeline.worker import READY, serve

K = TypeVar("K")
Task = Literal["read", "code"]
Target = Callable[[Connection, Path | None, Assumed, float], None]

_TOGETHER = 16
_TOGETHER_BYTES = 1_000_000
_TOGETHER_SECONDS = 0.5
"""What is given to a worker at once, at most: so many pages, so many bytes, what came within so many seconds."""

_AHEAD = 2
"""Loads for each worker that wait or are finished beside the one it has in hand."""

_STARTS = 3
"""How many workers may die before they are ready: then something is wrong that no page is to blame for."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a worker did not come back from a page."""

    failure: ComityError


@dataclass(slots=True, eq=False)
class _Load:
    """Pages that are given out together, the results as they come, and how many are still to come."""

    task: Task
    keys: list[Any]
    items: list[Any]  # None: nothing to do
    results: list[Any] = field(init=False)
    missing: int = field(init=False)

    def __post_init__(self) -> None:
        self.results = [None] * len(self.items)
        self.missing = sum(item is not None for item in self.items)

    def settle(self, index: int, result: Any) -> None:
        self.results[index] = result
        self.missing -= 1


@dataclass(frozen=True, slots=True)
class _Share:
    """The part of a load that one worker has in hand."""

    load: _Load
    indices: tuple[int, ...]

    @property
    def items(self) -> list[Any]:
        return [self.load.items[index] for index in self.indices]


class _Worker:
    """One process, from our side."""

    def __init__(self, target: Target, project: Path | None, assumed: Assumed, seconds: float) -> None:
        # a process that is born of a fork would share our threads' locks and the register's connections
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=target, args=(theirs, project, assumed, seconds), daemon=True)
        # Ctrl-C goes to every process of a terminal, and is ours to answer: a worker is born deaf to it
        resource_tracker.ensure_running()  # which would lift what is blocked here
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        self.ready = False
        self.share: _Share | None = None
        self.since = 0.0

    def give(self, share: _Share) -> None:
        """Hand pages over. A worker that has just died is found out when it is heard."""
        self.share, self.since = share, time.monotonic()
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send((share.load.task, share.items))

    def end(self) -> int | None:
        """Kill the process; how it had ended, if it had."""
        self.connection.close()
        self.process.join(0.2)
        code = self.process.exitcode
        self.process.kill()
        self.process.join()
        self.process.close()
        return code


class Workers:
    """Worker processes that read and code; use them in a `with` statement.

    `count` is how many; `seconds` is how long a page may take; `target` is what a worker does. They begin when the
    first page comes.
    """

    def __init__(
        self,
        count: int,
        *,
        assumed: Assumed | None = None,
        project: Path | None = None,
        seconds: float = 120.0,
        target: Target = serve,
    ) -> None:
        self._make: Callable[[], _Worker] = lambda: _Worker(target, project, assumed or Assumed(), seconds)
        self._count = max(1, count)
        self._seconds = seconds
        self._workers: list[_Worker] = []
        self._waiting: deque[_Share] = deque()
        self._stillborn = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers, whatever they have in hand."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        self._waiting.clear()

    def read(self, found: Iterable[tuple[K, Found]]) -> Iterator[tuple[K, Reading | Known, CoderRecord]]:
        """What a source handed over, read, and which coder would code it. Never raises for a page."""
        for key, one, result in self._all("read", found):
            if isinstance(result, Lost):
                failure = Failure(code=result.failure.code, message=str(result.failure))
                yield key, failed_reading(one, failure), _NO_CODER
            else:
                yield key, *result

    def code(self, readings: Iterable[tuple[K, ToCode | None]]) -> Iterator[tuple[K, Coding | None]]:
        """The codings of the readings; None for None. Never raises for a page."""
        for key, given, result in self._all("code", readings):
            if isinstance(result, Lost):
                reading, coder = given
                failure = Failure(code=result.failure.code, message=str(result.failure))
                yield key, Coding(schema="1", coder=coder, page=reading.page, stories=(), error=failure)
            else:
                yield key, result

    def _all(self, task: Task, items: Iterable[tuple[K, Any]]) -> Iterator[tuple[K, Any, Any]]:
        """Each key with its item and what became of it, in order."""
        flying: deque[_Load] = deque()
        window = self._count * (1 + _AHEAD)
        for load in _loads(task, items):
            flying.append(load)
            if load.missing:
                indices = tuple(index for index, item in enumerate(load.items) if item is not None)
                self._waiting.append(_Share(load, indices))
            self._go(0)
            while flying and (not flying[0].missing or len(flying) > window):
                yield from self._finished(flying)
        while flying:
            yield from self._finished(flying)

    def _finished(self, flying: deque[_Load]) -> Iterator[tuple[Any, Any, Any]]:
        """What the first load gave, once it is all there."""
        while flying[0].missing:
            self._go(None)
        load = flying.popleft()
        yield from zip(load.keys, load.items, load.results, strict=True)

    def _go(self, patience: float | None) -> None:
        """Hand out what waits, and take in what has come; None waits until something comes."""
        self._hand_out()
        self._take_in(patience)
        self._hand_out()

    def _hand_out(self) -> None:
        while self._waiting and len(self._workers) < self._count:
            if sum(worker.share is None for worker in self._workers) >= len(self._waiting):
                break
            self._workers.append(self._make())
        for worker in self._workers:
            if self._waiting and worker.ready and worker.share is None:
                worker.give(self._waiting.popleft())

    def _take_in(self, patience: float | None) -> None:
        now = time.monotonic()
        ends = [worker.since + self._seconds for worker in self._workers if worker.share is not None]
        if patience is None:
            patience = max(0.0, min(ends) - now) if ends else None
        heard = set(wait([worker.connection for worker in self._workers], patience)) if self._workers else set()
        now = time.monotonic()
        for worker in list(self._workers):
            if worker.connection in heard:
                self._hear(worker)
            elif worker.share is not None and now >= worker.since + self._seconds:
                self._lose(worker, OvertimeError)

    def _hear(self, worker: _Worker) -> None:
        try:
            said = worker.connection.recv()
        except (EOFError, OSError):
            self._lose(worker, CrashError)
            return
        if said == READY:
            worker.ready, self._stillborn = True, 0
        elif isinstance(said, ComityError):
            raise said
        elif worker.share is not None:
            share, worker.share, self._stillborn = worker.share, None, 0
            if isinstance(said, list):
                for index, result in zip(share.indices, said, strict=True):
                    share.load.settle(index, result)
            else:
                self._divide(share, CrashError, str(said))

    def _lose(self, worker: _Worker, why: type[ComityError]) -> None:
        """A worker is gone, or has to go."""
        self._workers.remove(worker)
        ended = worker.end()
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn >= _STARTS:
                raise CrashError(
                    f"The worker processes end before they begin ({_ending(ended)}).",
                    "Try --workers 0, which reads and codes in the program itself.",
                )
        elif worker.share is not None:
            self._divide(worker.share, why, _ending(ended))

    def _divide(self, share: _Share, why: type[ComityError], how: str) -> None:
        """Give the pages out again one by one; what was alone already is the cause."""
        if len(share.indices) > 1:
            self._waiting.extendleft(_Share(share.load, (index,)) for index in reversed(share.indices))
            return
        (index,) = share.indices
        share.load.settle(index, Lost(_told(why, _name(share.load.items[index]), self._seconds, how)))


_NO_CODER = CoderRecord(version="", lexicon="", project_lexicon=None, model=None, spacy=None)


def _loads(task: Task, items: Iterable[tuple[Any, Any]]) -> Iterator[_Load]:
    """Items some at a time; what comes slowly does not wait for more."""
    keys: list[Any] = []
    some: list[Any] = []
    size, since = 0, 0.0
    for key, item in items:
        since = since if keys else time.monotonic()
        keys.append(key)
        some.append(item)
        size += _size(item)
        late = time.monotonic() - since > _TOGETHER_SECONDS
        if len(keys) >= _TOGETHER or size >= _TOGETHER_BYTES or late:
            yield _Load(task, keys, some)
            keys, some, size = [], [], 0
    if keys:
        yield _Load(task, keys, some)


def _size(item: Found | ToCode | None) -> int:
    if isinstance(item, RawPage):
        return len(item.content or b"") + len(item.text or "")
    return len(item[0].page.text) if isinstance(item, tuple) else 0


def _name(item: Found | ToCode) -> str:
    return item[0].page.source if isinstance(item, tuple) else item.name


def _ending(code: int | None) -> str:
    if code is None:
        return "no answer"
    return f"signal {-code}" if code < 0 else f"exit status {code}"


def _told(why: type[ComityError], name: str, seconds: float, how: str) -> ComityError:
    if why is OvertimeError:
        return why(
            f"{name} took longer than {seconds:g} seconds and was given up.",
            "COMITY_PAGE_SECONDS allows more; `comity add --retry` tries it again.",
        )
    return why(
        f"The process that had {name} in hand ended ({how}).",
        "Perhaps the memory did not suffice; `comity add --retry` tries it again.",
    )
