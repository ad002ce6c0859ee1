"""The register as its users hold it: open, add to, ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType

from comity.errors import UnknownRecordError
from comity.location import Location, location
from comity.model import Coder, Coding, Failure, Page, Reading
from comity.register import bulletin, fetching, pages, search, sides, store
from comity.register.bodies.bodies import Bodies
from comity.register.courses import with_courses
from comity.register.database import Database, open_database
from comity.register.dossier import dossier
from comity.register.following.following import Following
from comity.register.loader import load_record
from comity.register.merging.merging import Merging
from comity.register.people.people import People
from comity.register.provenance import source_of, with_source
from comity.register.releases.releases import Recodings, Releases
from comity.register.review.review import Review
from comity.register.searching.search import Searching
from comity.register.store import Origin
from comity.register.upkeep.upkeep import Upkeep
from comity.register.views import (
    Added,
    AnyKept,
    Bulletin,
    Contents,
    Dossier,
    DyadCount,
    FailedPage,
    FeedState,
    Filters,
    KeptEvent,
    KeptPage,
    Missed,
    News,
    RecordKind,
    Side,
    SideCount,
    Similar,
)


def open_register(place: Location | str, *, create: bool = False, readonly: bool = False) -> Register:
    """Open the register at `place`, and bring its schema up to date unless it is opened `readonly`.

    `place` is a file, or the address of a PostgreSQL database (`postgresql://user@host:port/database`). With `create` a
    missing file and its folder, or the tables in an empty database, are made. Raises RegisterError, with what to do,
    for one that is missing, out of reach, unreadable, damaged, of another program, or made by a newer Comity.
    """
    return Register(open_database(location(place), create=create, readonly=readonly))


class Register:
    """An open register; close it, or use it in a `with` statement. Any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def location(self) -> Location:
        """The file, or the database of a server."""
        return self._database.location

    @property
    def releases(self) -> Releases:
        """Named states that can be exported again."""
        return Releases(self._database)

    @property
    def recodings(self) -> Recodings:
        """Coding the stored pages anew."""
        return Recodings(self._database)

    @property
    def searching(self) -> Searching:
        """Full-text search over records and pages."""
        return Searching(self._database)

    @property
    def people(self) -> People:
        """The people whom pages name, and the offices that they are said to hold."""
        return People(self._database)

    @property
    def bodies(self) -> Bodies:
        """The bodies that pages name, what they belong to, and what took their place."""
        return Bodies(self._database)

    @property
    def following(self) -> Following:
        """Commitments and documents over time."""
        return Following(self._database)

    @property
    def upkeep(self) -> Upkeep:
        """Whether it is sound."""
        return Upkeep(self._database)

    def close(self) -> None:
        """Close the file or the connections. A closed register may not be used again."""
        self._database.close()

    def __enter__(self) -> Register:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def review(self) -> Review:
        """What people say of records."""
        return Review(self._database)

    @property
    def merging(self) -> Merging:
        """Which reports are one record, why, and what people say of it."""
        return Merging(self._database)

    def add(self, codings: Iterable[Coding]) -> Iterator[Added]:
        """Keep codings, each in a transaction of its own, and say of each page what became of it.

        Lazy: a coding is taken from the iterable, and kept, when the next answer is asked for. Raises RegisterError,
        and RecordError for a page whose id is not that of its text.
        """
        for coding in codings:
            yield self.keep(coding)

    def keep(
        self,
        coding: Coding,
        page: Page | None = None,
        *,
        address: str | None = None,
        root: str | None = None,
        audiences: Sequence[str] = (),
    ) -> Added:
        """Keep one coding, found in the source that `page` tells of (the coding's own page, if it is not given).

        In the same transaction `address`, if the page was fetched, is remembered as settled; the failures of the page's
        name and address are forgotten, or one is noted when the coding itself is a failure (`root` is what the user had
        named: a folder, a feed, an archive); and a new page is queued for the `audiences` (see `news`). A page that
        turns out to be a reprint is linked, and its coding dropped: the outcome is `similar`.
        """
        origin = Origin(address, root, tuple(audiences))
        return self._database.write(store.keep, coding, [source_of(page)] if page is not None else (), origin)

    def pending(self, page: Page, coder: Coder) -> Page | None:
        """The page as the coder is to be given it, or None if this coder has coded it already, or it is a reprint.

        Its date, publisher and language are those of the source that shows it published earliest, new or known.
        """
        with self._database.reading() as connection:
            source = store.pending(connection, page, coder)
        return with_source(page, source) if source is not None else None

    def note(
        self,
        page: Page,
        coder: Coder,
        *,
        address: str | None = None,
        root: str | None = None,
        audiences: Sequence[str] = (),
    ) -> Added:
        """Keep the source of a page that is not `pending`, if it is a new one; the rest as in `keep`."""
        return self._database.write(store.note, page, coder, Origin(address, root, tuple(audiences)))

    def similar(self, reading: Reading) -> Similar | None:
        """The coded page that tells what this page tells, in nearly the same words; None if there is none.

        Asked before coding: the page is then to be given to `keep_similar`, unless the answer says that it `replaces`
        the other one: then it is to be coded and kept like any page.
        """
        with self._database.reading() as connection:
            return store.similar(connection, reading)

    def keep_similar(
        self,
        reading: Reading,
        page: Page | None = None,
        *,
        address: str | None = None,
        root: str | None = None,
        audiences: Sequence[str] = (),
    ) -> Added | None:
        """Keep a page that is `similar` to another without coding it; arguments as in `keep`.

        None, and nothing is kept, when another program has changed the register so that the page is to be coded after
        all.
        """
        origin = Origin(address, root, tuple(audiences))
        return self._database.write(store.keep_similar, reading, [source_of(page)] if page is not None else (), origin)

    def fetched(self, address: str) -> bool:
        """Whether an address is settled, however it is written: a page of it is kept, or none is to be had."""
        with self._database.reading() as connection:
            return fetching.is_fetched(connection, address)

    def fail(self, name: str, failure: Failure, *, root: str | None = None, address: str | None = None) -> None:
        """Keep why a source, or one page of it, gave no page, until it does (see `failures`).

        `root` is what the user had named, `name` itself if it is not given. With `address` that address is settled: it
        is not to be fetched again unless it is asked for (it holds no page, or is gone).
        """
        self._database.write(fetching.give_up, name, root, failure, address, store.now())

    def recovered(self, name: str) -> None:
        """Forget that a source failed as a whole: it could be read now."""
        self._database.write(fetching.recover, name)

    def failures(self) -> tuple[Missed, ...]:
        """All that failed and has not succeeded since: what could not be read, and pages that could not be coded."""
        with self._database.reading() as connection:
            return fetching.failures(connection)

    def feeds(self) -> tuple[FeedState, ...]:
        """The state of every feed that was watched, by address."""
        with self._database.reading() as connection:
            return fetching.feeds(connection)

    def fetched_from(self) -> dict[str, int]:
        """How many pages came of each feed, list or sitemap that the user named, by its name."""
        with self._database.reading() as connection:
            return fetching.fetched_from(connection)

    def feed(self, address: str) -> FeedState | None:
        """The state of one feed, or None if it was never watched."""
        with self._database.reading() as connection:
            return fetching.feed(connection, address)

    def save_feed(self, state: FeedState) -> None:
        """Keep the state of a feed. `added` is set when it is first kept, and stays."""
        self._database.write(fetching.save_feed, state, store.now())

    def forget_feed(self, address: str) -> None:
        """Forget the state of a feed; the pages that came of it stay."""
        self._database.write(fetching.forget_feed, address)

    def news(self, sides: Sequence[Side], pages: Sequence[str] | None = None) -> Bulletin:
        """What is new between the sides in `pages`: by default those kept for this audience and not yet told.

        With no side everything counts, with one its acts with anyone, with more their acts with each other. An act is
        news when it is first seen, or told differently; one that is known is not. Give the answer to `tell`, also when
        it holds no news: its pages are then told.
        """
        with self._database.reading() as connection:
            return bulletin.news(connection, tuple(sides), pages)

    def tell(self, told: Bulletin) -> tuple[News, ...]:
        """Remember that a bulletin is told. Gives those of its news that were not told before: what is to be shown."""
        return self._database.write(bulletin.tell, told, store.now())

    def told(self, sides: Sequence[Side], limit: int = 100) -> tuple[tuple[str, News], ...]:
        """What was told to the audience of these sides, the last first: when (UTC, ISO 8601), and the news."""
        with self._database.reading() as connection:
            return bulletin.told(connection, bulletin.audience(sides), limit)

    def side(self, words: str, language: str = "fr") -> Side:
        """The side that a user means by a code, a key or a name. Raises UnknownSideError with near candidates."""
        with self._database.reading() as connection:
            return sides.resolve(connection, words, language)

    def dossier(self, a: Side, b: Side, filters: Filters | None = None) -> Dossier:
        """What the register holds on two sides. Raises UsageError for one side twice, or an unknown filter value."""
        with self._database.reading() as connection:
            return dossier(connection, a, b, filters or Filters())

    def record(self, identity: str) -> AnyKept:
        """The record of a register id. A merged id gives what it was merged into, a retired one what was last said.

        Raises UnknownRecordError.
        """
        with self._database.reading() as connection:
            return with_courses(connection, [load_record(connection, identity)])[0]

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
