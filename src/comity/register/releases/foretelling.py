"""Which records would be joined, or told apart, if a recoding were accepted.

Merging looks at all records at once, so nothing less than accepting tells: it is done in a copy of the register, which
is thrown away. Nobody who writes meanwhile has to wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, select

from comity.errors import RegisterError
from comity.register import schema as t
from comity.register.database import Database, open_database
from comity.register.identity import kind_of
from comity.register.loader import chunks, shown_records
from comity.register.merging.clusters import components
from comity.register.merging.members import clusters_of
from comity.register.releases import recoding
from comity.register.releases.views import Regrouping
from comity.register.store import now
from comity.register.upkeep.copying import backup

_PAGES_AT_ONCE = 100

Groups = Mapping[str, str]
"""The canonical record of each live one."""


def foretell(database: Database) -> tuple[Regrouping, ...]:
    """What accepting the recoding that waits would join and part. Nothing of the register changes.

    Empty while one is being accepted. Raises UsageError if none waits, and RegisterError when there is no room for a
    copy.
    """
    with database.reading() as connection:
        waiting = recoding.current(connection)
    if waiting.state != "open" or not waiting.differing:
        return ()
    with _scratch() as folder:
        place = Path(folder) / "foretold.db"
        backup(database.location, place)
        copy = open_database(place, create=False, readonly=False)
        try:
            return _foretold(database, copy, waiting.number)
        finally:
            copy.close()


@contextmanager
def _scratch() -> Iterator[str]:
    """A folder that is gone afterwards. RegisterError where none can be made."""
    try:
        folder = TemporaryDirectory(prefix="comity-")
    except OSError as error:
        raise RegisterError(
            f"No temporary folder can be made: {error.strerror or error}.", "Make room there, or set TMPDIR."
        ) from None
    with folder as path:
        yield path


def _foretold(database: Database, copy: Database, number: int) -> tuple[Regrouping, ...]:
    with copy.reading() as connection:
        known = clusters_of(connection, _told(connection, number))
    with copy.writing() as connection:
        recoding.accept(connection, number, None, now())
    while True:
        with copy.writing() as connection:
            if not recoding.accept_some(connection, number, now(), _PAGES_AT_ONCE):
                break
    with copy.reading() as after:
        everyone = clusters_of(after, known | _told(after, number))
        then = _groups(after, everyone)
        with database.reading() as before:
            return tuple(_regroupings(before, after, _groups(before, everyone), then))


def _told(connection: Connection, number: int) -> set[str]:
    """The records of which the pages of a recoding tell."""
    pages = select(t.recoded.c.page_id).where(t.recoded.c.recoding_id == number)
    told = (
        select(t.event_report.c.event_id)
        .join(t.report, t.report.c.id == t.event_report.c.report_id)
        .join(t.coding, t.coding.c.id == t.report.c.coding_id)
        .where(t.coding.c.page_id.in_(pages))
    )
    return set(connection.scalars(told.distinct()))


def _groups(connection: Connection, ids: Iterable[str]) -> Groups:
    """Of these records those that are told and not rejected."""
    e = t.event.c
    found: dict[str, str] = {}
    for some in chunks(sorted(ids)):
        live = (e.id.in_(some), e.retired.is_(None), e.rejected.is_(None))
        rows = connection.execute(select(e.id, e.merged_into).where(*live))
        found.update({row.id: row.merged_into or row.id for row in rows})
    return found


def _regroupings(before: Connection, after: Connection, was: Groups, then: Groups) -> Iterable[Regrouping]:
    """Records that are told in both states, or newly, and stand with others than they did."""
    lasting = sorted(then)
    edges = [*_edges({each: was[each] for each in lasting if each in was}), *_edges(then)]
    for group in components(lasting, edges):
        here = sorted(group)
        old = sorted({was[each] for each in here if each in was})
        new = [each for each in here if each not in was]
        one = sorted({then[each] for each in here})
        # a new record that nothing else is joined to appears, and is no news of this kind
        if len(old) + len(new) == 1 and len(one) == 1:
            continue
        kind = kind_of(here[0])
        assert kind is not None
        yield Regrouping(
            what="merges" if len(one) == 1 else "parts" if len(old) + len(new) == 1 else "regroups",
            kind=kind,
            before=tuple(shown_records(before, old)),
            after=tuple(shown_records(after, one)),
            new=len(new),
        )


def _edges(groups: Groups) -> list[tuple[str, str]]:
    """Pairs that join those of one group."""
    by_group: dict[str, list[str]] = {}
    for each, group in sorted(groups.items()):
        by_group.setdefault(group, []).append(each)
    return [(some[0], other) for some in by_group.values() for other in some[1:]]
