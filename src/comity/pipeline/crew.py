"""Who reads and codes the pages of a run: this process, or worker processes (`workers`). Both give the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

from comity.model import Coder as CoderRecord
from comity.model import Coding, Known, RawPage, Reading, Unread
from comity.pipeline.coding import open_coder
from comity.pipeline.reading import Assumed, reading_of

if TYPE_CHECKING:
    from comity.coding.coder import Coder

Found = RawPage | Unread | Known
ToCode = tuple[Reading, CoderRecord]
"""A reading as the coder is to be given it, and which coder it will be."""

K = TypeVar("K")

_TOGETHER = 64
"""Pages that are read and looked up before they are coded: what a killed run may have to do again."""


class Crew(Protocol):
    """Reads and codes what it is given, in order and lazily; of each thing the key goes through as it is."""

    def read(self, found: Iterable[tuple[K, Found]]) -> Iterator[tuple[K, Reading | Known, CoderRecord]]:
        """What a source handed over, read, and which coder would code it. Never raises for a page."""

    def code(self, readings: Iterable[tuple[K, ToCode | None]]) -> Iterator[tuple[K, Coding | None]]:
        """The codings of the readings; None for None. Never raises for a page."""


class Here:
    """This process. A page that does not come to an end, or takes the process with it, takes the run with it."""

    def __init__(self, assumed: Assumed | None = None, coder: Coder | None = None) -> None:
        self._assumed = assumed or Assumed()
        self._coder = coder or open_coder()

    def read(self, found: Iterable[tuple[K, Found]]) -> Iterator[tuple[K, Reading | Known, CoderRecord]]:
        """What a source handed over, read, and which coder would code it."""
        for key, one in found:
            reading = self.read_one(one)
            yield key, reading, self.coder_of(reading)

    def code(self, readings: Iterable[tuple[K, ToCode | None]]) -> Iterator[tuple[K, Coding | None]]:
        """The codings of the readings; None for None."""
        waiting = iter(readings)
        while some := list(islice(waiting, _TOGETHER)):
            codings = self._coder.code(given[0] for _, given in some if given is not None)
            yield from ((key, None if given is None else next(codings)) for key, given in some)

    def read_one(self, one: Found) -> Reading | Known:
        """One thing that a source handed over, read."""
        return one if isinstance(one, Known) else reading_of(one, self._assumed)

    def coder_of(self, reading: Reading | Known) -> CoderRecord:
        """Which coder would code it; without a text, one without a model."""
        spoken = reading.page.language if isinstance(reading, Reading) and reading.page.text else None
        return self._coder.record(spoken)

    def code_all(self, readings: Iterable[Reading]) -> list[Coding]:
        """The codings of the readings."""
        return list(self._coder.code(readings))
