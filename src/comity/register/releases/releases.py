"""Releases and recodings as users of the register hold them."""

from __future__ import annotations

from collections.abc import Iterator

from comity.model import Coding, Reading
from comity.register import store
from comity.register.database import Database
from comity.register.pages import text
from comity.register.releases import foretelling, freezing, recoding
from comity.register.releases.recoding import CoderOf
from comity.register.releases.views import RecodedPage, Recoding, RecordChange, Regrouping, Release
from comity.register.views import AnyKept, RecordKind

_PAGES_AT_ONCE = 20
"""Pages whose new codings are accepted in one transaction."""


class Releases:
    """Named states of a register; `now` is the register as it is."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, name: str, *, author: str, note: str | None = None) -> Release:
        """Keep what all live records say now, under a name. UsageError for a name that is taken, blank or `now`."""
        with self._database.writing() as connection:
            return freezing.create(connection, name, author, note, store.now())

    def all(self) -> tuple[Release, ...]:
        """All releases, the first first."""
        with self._database.reading() as connection:
            return freezing.releases(connection)

    def open(self, name: str) -> Released:
        """The records of a release, to be exported as those of the register. Raises UnknownReleaseError."""
        with self._database.reading() as connection:
            freezing.get(connection, name)
        return Released(self._database, name)

    def diff(self, one: str, other: str = freezing.NOW) -> Iterator[RecordChange]:
        """What appears, disappears and changes from one state to another. Raises UnknownReleaseError."""
        with self._database.reading() as connection:
            yield from freezing.diff(connection, one, other)


class Released:
    """What one release holds."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self.name = name

    def export(self, kind: RecordKind) -> Iterator[AnyKept]:
        """All records of a kind, as they were and in the order that they had."""
        with self._database.reading() as connection:
            yield from freezing.records(connection, self.name, kind)

    def text(self, identity: str) -> str:
        """The text of a page, which never changes."""
        with self._database.reading() as connection:
            return text(connection, identity)


class Recodings:
    """Coding the stored pages anew: kept beside what stands until it is accepted or dropped. One is open at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, coder_of: CoderOf) -> Recoding:
        """Go on with the open recoding, or begin one. UsageError when the open one is another coder's."""
        with self._database.writing() as connection:
            return recoding.begin(connection, coder_of(None), store.now())

    def current(self) -> Recoding:
        """The recoding that waits. UsageError if there is none."""
        with self._database.reading() as connection:
            return recoding.current(connection)

    def stale(self, coder_of: CoderOf) -> Iterator[Reading]:
        """The pages that are still to be coded anew, as the coder is to be given them; a page at a time is held."""
        number, after = self.current().number, None
        while True:
            with self._database.reading() as connection:
                some, after = recoding.stale(connection, coder_of, number, after)
            yield from some
            if after is None:
                return

    def keep(self, coding: Coding) -> RecodedPage:
        """Keep a new coding of a page beside the current one."""
        with self._database.writing() as connection:
            return recoding.keep(connection, recoding.current(connection).number, coding)

    def changes(self) -> Iterator[RecordChange]:
        """What accepting the recoding would make appear, disappear and change, page by page."""
        with self._database.reading() as connection:
            yield from recoding.changes(connection, recoding.current(connection).number)

    def foretold(self) -> tuple[Regrouping, ...]:
        """Which records accepting it would join, and which it would tell apart: tried in a copy of the register.

        UsageError if no recoding waits; RegisterError when there is no room for a copy in the folder of temporary
        files.
        """
        return foretelling.foretell(self._database)

    def accept(self, *, release: str, author: str) -> Iterator[RecodedPage]:
        """Make the new codings the current ones, some pages a transaction; the state before is kept as `release`.

        Goes on where an accepting that was interrupted stopped, with the release that it made. UsageError if no
        recoding waits, or the release's name is taken.
        """
        with self._database.writing() as connection:
            waiting = recoding.current(connection)
            if waiting.state == "open":
                moment = store.now()
                freezing.create(connection, release, author, f"before recoding {waiting.number}", moment)
                number = freezing.get(connection, release).id
                recoding.accept(connection, waiting.number, number, moment)
        while True:
            with self._database.writing() as connection:
                done = recoding.accept_some(connection, waiting.number, store.now(), _PAGES_AT_ONCE)
            if not done:
                return
            yield from done

    def drop(self) -> Recoding:
        """Forget the recoding that waits. UsageError if there is none, or it is being accepted."""
        with self._database.writing() as connection:
            waiting = recoding.current(connection)
            recoding.drop(connection, waiting, store.now())
            return waiting
