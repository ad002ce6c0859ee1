"""Workers that begin at once and find nothing, and that some pages take with them.

What a word of a page does here a crash in native code, a lack of memory or an endless loop would do.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from comity.model import Coder, Coding, RawPage, Reading
from comity.pipeline import crew, reading, worker
from comity.pipeline.reading import Assumed

DEADLY_TO_READ, DEADLY_TO_CODE, ENDLESS, FAULTY = "MORTELLE-À-LIRE", "MORTELLE-À-CODER", "SANS-FIN", "FAUTIVE"
CODER = Coder(version="quick", lexicon="sha256:0", project_lexicon=None, model=None, spacy=None)


class Quick:
    """Codes every page with nothing found, unless a word of it says otherwise."""

    def record(self, _: str | None) -> Coder:
        return CODER

    def code(self, readings: Iterable[Reading]) -> Iterator[Coding]:
        for one in list(readings):
            if DEADLY_TO_CODE in one.page.text:
                os.abort()
            if ENDLESS in one.page.text:
                while True:
                    time.sleep(1)
            if FAULTY in one.page.text:
                raise MemoryError("no room")
            yield Coding(schema="1", coder=CODER, page=one.page, stories=())


def serve(connection: Connection, project: Path | None, assumed: Assumed, seconds: float) -> None:
    """The worker as it is, but for the coder and for pages that hold one of the words."""
    read = reading.read

    def reading_ends_it(raw: RawPage) -> Reading:
        if DEADLY_TO_READ in (raw.text or ""):
            os.kill(os.getpid(), signal.SIGKILL)
        return read(raw)

    reading.read = reading_ends_it
    crew.open_coder = Quick  # type: ignore[assignment]
    worker.serve(connection, project, assumed, seconds)


def dies_at_once(*_: object) -> None:
    """A worker that never begins."""
    os._exit(3)
