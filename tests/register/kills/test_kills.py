"""A writer that is killed at any moment leaves a sound register, with all that it has said to be kept."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from sqlalchemy import ColumnClause, Connection, column, inspect, select, table

from comity.location import Location, ServerDatabase
from comity.register import open_register, postgresql, sqlite
from comity.register.database import Database, migrate
from comity.register.schema import metadata
from comity.register.views import RECORD_KINDS, AnyKept
from tests.databases import Places
from tests.register.kills.killing import PATIENCE, Moment, any_moment, kill, kill_all, statements
from tests.register.kills.writers import PAGES, told

pytestmark = pytest.mark.long

KILLS = 12
"""Times that each kind of writer is killed, on each kind of database."""

OLD = ("0001", "0002")
"""Schemas of which a register is brought up to date."""


def check(at: Location) -> None:
    """Every invariant of a register holds."""
    _wait_for_server(at)
    with open_register(at, readonly=True) as register:
        assert register.upkeep.check().wrong == ()


def _wait_for_server(at: Location) -> None:
    """Wait until the server has seen that whoever was connected is dead: till then it may yet keep what was sent."""
    if isinstance(at, ServerDatabase):
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
        deadline = time.monotonic() + PATIENCE
        with psycopg.connect(at.address, autocommit=True) as connection:
            while connection.execute(others).fetchone() != (0,):
                assert time.monotonic() < deadline, "the server keeps a connection of a dead process"
                time.sleep(0.005)


def content(at: Location) -> list[AnyKept]:
    with open_register(at) as register:
        return [kept for kind in RECORD_KINDS for kept in register.export(kind)]


def pages(at: Location) -> int:
    with open_register(at, create=True) as register:
        return register.contents().pages


@pytest.fixture
def filled(place: Location) -> Location:
    """A register with pages of several meetings."""
    fill(place)
    return place


def fill(at: Location) -> None:
    with open_register(at, create=True) as register:
        for number in range(PAGES):
            assert register.keep(told(number).coding()).outcome == "added"


def test_pages_are_kept_whole_or_not_at_all(place: Location, places: Places) -> None:
    chance = Random("add")
    held = 0
    moments = [*(any_moment(chance, 500) for _ in range(KILLS)), Moment(words=KILLS)]
    for run, moment in enumerate(moments):
        said = kill("add", place, run, moment)
        _wait_for_server(place)
        before, held = held, pages(place)
        check(place)
        # the last page may have been kept and not been said any more
        assert before + len(said) <= held <= before + len(said) + 1
        with open_register(place) as register:
            assert all(register.page(page).stories for page in said)
    assert held >= KILLS
    whole = places.new()
    with open_register(whole, create=True) as register:
        for number in range(held):
            register.keep(told(number).coding())
    assert content(place) == content(whole)


def test_two_that_add_the_same_pages_at_once_are_killed(place: Location) -> None:
    chance = Random("both")
    held = pages(place)
    for run in range(KILLS // 2):
        said = kill_all([("add", run, any_moment(chance, 500)) for _ in range(2)], place)
        check(place)
        with open_register(place) as register:
            assert all(register.page(page).stories for each in said for page in each)
            before, held = held, register.contents().pages
        assert before + max(map(len, said)) <= held <= before + sum(map(len, said)) + 2
        assert sum(len(kept.reports) for kept in content(place)) == 4 * held


def test_pages_are_coded_again_whole_or_not_at_all(filled: Location) -> None:
    chance = Random("recode")
    first = {kept.id for kept in content(filled)}
    for run in range(KILLS):
        kill("recode", filled, run, any_moment(chance, 500))
        check(filled)
        held = content(filled)
        assert sum(len(kept.reports) for kept in held) == 4 * PAGES
        assert {report.page for kept in held for report in kept.reports} == {told(n).page().id for n in range(PAGES)}
        # what a page has told of keeps its id, whatever coders come and go
        assert {kept.id for kept in held if kept.id[:3] in ("in-", "of-")} <= first


def test_a_recoding_is_accepted_in_whole_pages_and_goes_on_where_it_was_killed(filled: Location) -> None:
    chance = Random("accept")
    texts = {told(number).page().id for number in range(PAGES)}
    moments = [*(any_moment(chance, 1500) for _ in range(KILLS)), Moment(words=5 * PAGES)]
    for run, moment in enumerate(moments):
        kill("accept", filled, run, moment)
        check(filled)
        held = content(filled)
        assert sum(len(kept.reports) for kept in held) == 4 * PAGES
        assert {report.page for kept in held for report in kept.reports} == texts
    with open_register(filled) as register:
        releases = register.releases.all()
        assert releases
        for release in releases:
            frozen = register.releases.open(release.name)
            found = {kind: list(frozen.export(kind)) for kind in RECORD_KINDS}
            assert {kind: len(records) for kind, records in found.items() if records} == release.records
            assert {report.page for kept in found["event"] for report in kept.reports} == texts


def test_a_decision_is_kept_whole_or_not_at_all(filled: Location) -> None:
    chance = Random("review")
    texts = {told(number).page().id for number in range(PAGES)}
    held = 0
    moments = [*(any_moment(chance, 300) for _ in range(KILLS)), Moment(words=KILLS)]
    for run, moment in enumerate(moments):
        said = kill("review", filled, run, moment)
        check(filled)
        with open_register(filled) as register:
            before, held = held, len(register.review.decisions(limit=1_000_000))
        assert before + len(said) <= held <= before + len(said) + 1
        assert {report.page for kept in content(filled) for report in kept.reports} == texts
    assert held >= KILLS


@pytest.mark.parametrize("writer", ["merge", "split"])
def test_what_is_one_is_decided_whole_or_not_at_all(filled: Location, writer: str) -> None:
    chance = Random(writer)
    moments = [*(any_moment(chance, 500) for _ in range(KILLS)), Moment(words=KILLS)]
    for run, moment in enumerate(moments):
        said = kill(writer, filled, run, moment)
        check(filled)
        assert sum(len(kept.reports) for kept in content(filled)) == 4 * PAGES
        with open_register(filled) as register:
            for pair in map(str.split, said):
                judged = register.merging.judgements(pair[0])
                rows = [*judged.joined, *judged.apart, *judged.former]
                assert any(sorted(pair) == [row.one, row.other] and row.author == f"Reader {run}" for row in rows)


def test_a_copy_is_there_whole_or_not_at_all(filled: Location, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    expected = content(filled)
    chance = Random("backup")
    moments = [*(any_moment(chance, 200) for _ in range(KILLS)), Moment(words=2)]
    for run, moment in enumerate(moments):
        said = kill("backup", (filled, folder), run, moment)
        copies = {path.name for path in folder.glob(f"copy-{run}-*.db")}
        assert set(said) <= copies
        # a copy may have got its name and not be said any more
        assert len(copies) <= len(said) + 1
        for name in copies - set(said[1:]):
            check(folder / name)
            assert content(folder / name) == expected
        shutil.rmtree(folder)
        folder.mkdir()
    check(filled)
    assert content(filled) == expected


Rows = dict[str, list[dict[str, Any]]]


def rows_of(at: Location) -> Rows:
    """All that a register holds, by table."""
    with writing(at) as connection:
        return {
            each.name: [row._asdict() for row in connection.execute(select(each))] for each in metadata.sorted_tables
        }


@contextmanager
def writing(at: Location) -> Iterator[Connection]:
    """A connection to a database of any schema, or of none."""
    engine = postgresql.open_engine(at) if isinstance(at, ServerDatabase) else sqlite.open_engine(at, "mode=rwc")
    database = Database(engine, at, readonly=False)
    with closing(database), database.writing() as connection:
        yield connection


def make_old(at: Location, revision: str, rows: Rows) -> None:
    """A register of an older schema, with these rows in the columns that it has; nothing was merged then."""
    with writing(at) as connection:
        migrate(connection, revision)
        there = inspect(connection)
        for name, some in rows.items():
            if some and there.has_table(name):
                names = [str(one["name"]) for one in there.get_columns(name) if one["name"] in some[0]]
                columns: list[ColumnClause[Any]] = [column(each) for each in names]
                connection.execute(
                    table(name, *columns).insert(),
                    [{each: None if each == "merged_into" else row[each] for each in names} for row in some],
                )


@pytest.mark.parametrize("revision", OLD)
def test_a_schema_is_brought_up_to_date_whole_or_not_at_all(filled: Location, revision: str, places: Places) -> None:
    rows = rows_of(filled)
    chance = Random("begin")
    at = places.new()
    make_old(at, revision, rows)
    last = statements("begin", at)
    expected = content(at)
    assert len(expected) == 4 * PAGES
    check(at)
    for run in range(KILLS):
        at = places.new()
        make_old(at, revision, rows)
        kill("begin", at, run, Moment(statement=chance.randint(1, last)))
        _wait_for_server(at)
        assert content(at) == expected
        check(at)
