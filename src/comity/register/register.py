"""The register as its users hold it: open, add to, ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

from comity.errors import UnknownRecordError
from comity.model import Coder, Coding, Page
from comity.register import pages, search, sides, store
from comity.register.database import Database, open_database
from comity.register.loader import load_record
from comity.register.provenance import source_of, with_source
from comity.register.views import (
    Added,
    AnyKept,
    Contents,
    Dossier,
    DyadCount,
    FailedPage,
    Filters,
    KeptEvent,
    KeptPage,
    RecordKind,
    Side,
    SideCount,
)


def open_register(path: Path | str, *, create: bool = False, readonly: bool = False) -> Register:
    """Open the register in the file `path`, and bring its schema up to date unless it is opened `readonly`.

    With `create` a missing file and its folder are made. Raises RegisterError, with what to do, for a file that is
    missing, unreadable, damaged, of another program, or made by a newer Comity.
    """
    return Register(open_database(Path(path), create=create, readonly=readonly))


class Register:
    """An open register; close it, or use it in a `with` statement. Any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    def close(self) -> None:
        """Close the file. A closed register may not be used again."""
        self._database.close()

    def __enter__(self) -> Register:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, codings: Iterable[Coding]) -> Iterator[Added]:
        """Keep codings, each in a transaction of its own, and say of each page what became of it.

        Lazy: a coding is taken from the iterable, and kept, when the next answer is asked for. Raises RegisterError,
        and RecordError for a page whose id is not that of its text.
        """
        for coding in codings:
            yield self.keep(coding)

    def keep(self, coding: Coding, page: Page | None = None) -> Added:
        """Keep one coding, found in the source that `page` tells of (the coding's own page, if it is not given)."""
        with self._database.writing() as connection:
            return store.keep(connection, coding, [source_of(page)] if page is not None else ())

    def pending(self, page: Page, coder: Coder) -> Page | None:
        """The page as the coder is to be given it, or None if this coder has coded it already.

        Its date, publisher and language are those of the source that shows it published earliest, new or known.
        """
        with self._database.reading() as connection:
            source = store.pending(connection, page, coder)
        return with_source(page, source) if source is not None else None

    def note(self, page: Page, coder: Coder) -> Added:
        """Keep the source of a page that is not `pending`, if it is a new one."""
        with self._database.writing() as connection:
            return store.note(connection, page, coder)

    def side(self, words: str, language: str = "fr") -> Side:
        """The side that a user means by a code, a key or a name. Raises UnknownSideError with near candidates."""
        with self._database.reading() as connection:
            return sides.resolve(connection, words, language)

    def dossier(self, a: Side, b: Side, filters: Filters | None = None) -> Dossier:
        """What the register holds on two sides. Raises UsageError for one side twice, or an unknown filter value."""
        with self._database.reading() as connection:
            return search.dossier(connection, a, b, filters or Filters())

    def record(self, identity: str) -> AnyKept:
        """The record of a register id. A merged id gives what it was merged into, a retired one what was last said.

        Raises UnknownRecordError.
        """
        with self._database.reading() as connection:
            return load_record(connection, identity)

    def event(self, identity: str) -> KeptEvent:
        """The event of a register id. Raises UnknownRecordError, also when the id is that of another kind."""
        kept = self.record(identity)
        if not isinstance(kept, KeptEvent):
            raise UnknownRecordError(f"'{identity}' is no event.", "An event's id begins with ev-.")
        return kept

    def page(self, identity: str) -> KeptPage:
        """A page with its text, sources, stories and records. Raises UnknownRecordError."""
        with self._database.reading() as connection:
            return pages.page(connection, identity)

    def text(self, identity: str) -> str:
        """The text of a page. Raises UnknownRecordError."""
        with self._database.reading() as connection:
            return pages.text(connection, identity)

    def failed(self) -> tuple[FailedPage, ...]:
        """The pages that are kept without a coding, and why."""
        with self._database.reading() as connection:
            return pages.failed(connection)

    def countries(self, language: str = "fr") -> tuple[SideCount, ...]:
        """The countries and bodies of states that stand in records, those of most records first."""
        with self._database.reading() as connection:
            return search.countries(connection, language)

    def dyads(self, language: str = "fr", limit: int = 50) -> tuple[DyadCount, ...]:
        """The pairs of countries or bodies of states that stand together in records, those of most records first."""
        with self._database.reading() as connection:
            return search.dyads(connection, language, limit)

    def contents(self) -> Contents:
        """How much the register holds."""
        with self._database.reading() as connection:
            return search.contents(connection)

    def export(self, kind: RecordKind) -> Iterator[AnyKept]:
        """All live records of a kind, from the earliest day to the latest, those of unknown year last.

        What is given is one state of the register, however long the reading takes.
        """
        with self._database.reading() as connection:
            yield from pages.export(connection, kind)
