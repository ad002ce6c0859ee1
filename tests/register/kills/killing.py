"""Starting a writer, and killing it: at a statement that is counted, or some time after it has said something."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random

from sqlalchemy import Engine, event

from tests.register.kills.writers import WRITERS

PATIENCE = 180.0
"""Seconds after which a writer that neither ends nor says anything has failed."""

# the server has what writers need in its memory: they begin at once
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.register.kills.killing"])


@dataclass(frozen=True, slots=True)
class Moment:
    """When a writer dies: before its n-th `statement` (COMMIT counts too), or `pause` seconds after `words`."""

    statement: int | None = None
    words: int = 0
    pause: float = 0.0


def any_moment(chance: Random, statements: int) -> Moment:
    """Half the moments are statements, up to this one; half are times."""
    if chance.random() < 0.5:
        return Moment(statement=chance.randint(1, statements))
    return Moment(words=chance.choice((0, 0, 1, 2, 5)), pause=chance.random() * 0.03)


def kill(writer: str, address: str, run: int, moment: Moment) -> list[str]:
    """Start a writer and kill it at this moment. What it has said; AssertionError when it ended otherwise."""
    said, code = _run(writer, address, run, moment)
    assert code == -signal.SIGKILL, f"{writer} ended with {code} at {moment}"
    return said


def statements(writer: str, address: str, run: int = 0) -> int:
    """How many statements a writer makes that comes to an end."""
    said, code = _run(writer, address, run, Moment())
    assert code == 0
    return int(said[-1])


def _run(writer: str, address: str, run: int, moment: Moment) -> tuple[list[str], int | None]:
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_write, args=(writer, address, run, moment, theirs))
    process.start()
    theirs.close()
    said: list[str] = []
    try:
        if moment.statement is None and moment != Moment():
            while len(said) < moment.words and _heard(ours, said):
                pass
            time.sleep(moment.pause)
            process.kill()
        while _heard(ours, said):
            pass
        process.join(PATIENCE)
        return said, process.exitcode
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


def _heard(ours: Connection, said: list[str]) -> bool:
    """Whether the writer says one thing more, before it ends."""
    assert ours.poll(PATIENCE), f"nothing more was heard after {len(said)} words"
    try:
        said.append(ours.recv())
    except EOFError:
        return False
    return True


def _write(writer: str, address: str, run: int, moment: Moment, theirs: Connection) -> None:
    done = _count(moment.statement)
    for said in WRITERS[writer](address, run):
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
