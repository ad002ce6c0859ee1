"""Starting writers, and killing them: at a statement that is counted, or some time after they have said something."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from sqlalchemy import Engine, event

from tests.register.kills.writers import WRITERS

PATIENCE = 180.0
"""Seconds after which a writer that neither ends nor says anything has failed."""

# the server has what writers need in its memory: they begin at once
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.register.kills.killing"])


@dataclass(frozen=True, slots=True)
class Moment:
    """When a writer dies: before its n-th `statement` (COMMIT counts too), or `pause` seconds after `words`.

    With neither it is left to end.
    """

    statement: int | None = None
    words: int | None = None
    pause: float = 0.0


def any_moment(chance: Random, statements: int) -> Moment:
    """Half the moments are statements, up to this one; half are times."""
    if chance.random() < 0.5:
        return Moment(statement=chance.randint(1, statements))
    return Moment(words=chance.choice((0, 0, 1, 2, 5)), pause=chance.random() * 0.03)


class Running:
    """A writer that was started; it dies at its moment at the latest when `wait` is called."""

    def __init__(self, writer: str, at: Any, run: int, moment: Moment) -> None:
        self.said: list[str] = []
        self._name = writer
        self._moment = moment
        self._ours, theirs = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(target=_write, args=(writer, at, run, moment.statement, theirs))
        self._process.start()
        theirs.close()

    def wait(self) -> int | None:
        """Wait until it has died, and give its exit code."""
        try:
            if self._moment.words is not None:
                while len(self.said) < self._moment.words and self._heard():
                    pass
                time.sleep(self._moment.pause)
                self._process.kill()
            while self._heard():
                pass
            self._process.join(PATIENCE)
            return self._process.exitcode
        finally:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._ours.close()

    def _heard(self) -> bool:
        """Whether it says one thing more before it ends."""
        if not self._ours.poll(PATIENCE):
            raise AssertionError(f"{self._name} said nothing more after {len(self.said)} words")
        try:
            self.said.append(self._ours.recv())
        except EOFError:
            return False
        return True


def kill(writer: str, at: Any, run: int, moment: Moment) -> list[str]:
    """Start a writer and kill it at this moment. What it has said; AssertionError when it ended otherwise."""
    return kill_all([(writer, run, moment)], at)[0]


def kill_all(writers: Sequence[tuple[str, int, Moment]], at: Any) -> list[list[str]]:
    """Start writers of one register at once, and kill each at its moment. What they have said."""
    running = [Running(writer, at, run, moment) for writer, run, moment in writers]
    codes = [each.wait() for each in running]
    for (writer, _, moment), code in zip(writers, codes, strict=True):
        assert code == -signal.SIGKILL, f"{writer} ended with {code} at {moment}"
    return [each.said for each in running]


def statements(writer: str, at: Any) -> int:
    """How many statements a writer makes that comes to an end."""
    running = Running(writer, at, 0, Moment())
    assert running.wait() == 0
    return int(running.said[-1])


def _write(writer: str, at: Any, run: int, statement: int | None, theirs: Connection) -> None:
    done = _count(statement)
    for said in WRITERS[writer](at, run):
        theirs.send(said)
    theirs.send(str(done()))


def _count(limit: int | None) -> Callable[[], int]:
    """Count what is sent to the database, and die before the statement of this number."""
    made = 0

    def count(*_: object) -> None:
        nonlocal made
        made += 1
        if made == limit:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
    return lambda: made
