"""What runs in a worker process: reads and codes what comes through the pipe until the pipe is closed."""

from __future__ import annotations

import faulthandler
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from comity.errors import ComityError
from comity.lexicon.project import open_project, use
from comity.pipeline.crew import Here
from comity.pipeline.reading import Assumed

READY = "ready"

_GRACE = 10.0


def serve(connection: Connection, project: Path | None, assumed: Assumed, seconds: float) -> None:
    """Answer `(task, pages)` with a list of results, one a page, until the other end is closed.

    An answer that is an error of ours ends the run; words instead of a list say what went wrong with these pages.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program that started us decides
    with Path(os.devnull).open("w") as nowhere:
        try:
            try:
                use(open_project(project) if project is not None else None)
            except ComityError as error:
                connection.send(error)
                return
            here = Here(assumed)
            connection.send(READY)
            while True:
                task, pages = connection.recv()
                # who would end us may be gone, and no signal reaches a page that is stuck in the parser's own code
                faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=nowhere)
                done = _do(here, task, pages)
                faulthandler.cancel_dump_traceback_later()
                connection.send(done)
        except (EOFError, ConnectionError):
            return


def _do(here: Here, task: str, pages: list[Any]) -> Any:
    try:
        if task == "code":
            return here.code_all(reading for reading, _ in pages)
        readings = [here.read_one(one) for one in pages]
        return [(reading, here.coder_of(reading)) for reading in readings]
    except ComityError as error:
        return error
    except Exception as error:  # whatever it is, it concerns these pages alone
        return f"{type(error).__name__}: {error}"
