"""A writer that is killed at any moment leaves a sound register, with all that it has said to be kept."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import column, create_engine, inspect, select, table

from comity.register import open_register
from comity.register.database import migrate
from comity.register.schema import metadata
from comity.register.views import RECORD_KINDS, AnyKept
from tests.register.kills.killing import Moment, any_moment, kill, statements
from tests.register.kills.writers import PAGES, told

pytestmark = pytest.mark.long

KILLS = 30
"""Times that each kind of writer is killed."""

OLD = ("0001", "0002")
"""Schemas of which a register is brought up to date."""


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "comity.db")


def check(address: str) -> None:
    """Every invariant of a register holds."""
    with closing(sqlite3.connect(address)) as driver:
        assert driver.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert driver.execute("PRAGMA foreign_key_check").fetchall() == []


def content(address: str) -> list[AnyKept]:
    with open_register(address) as register:
        return [kept for kind in RECORD_KINDS for kept in register.export(kind)]


def pages(address: str) -> int:
    with open_register(address, create=True) as register:
        return register.contents().pages


def filled(address: str) -> None:
    """A register with pages of several meetings."""
    with open_register(address, create=True) as register:
        for number in range(PAGES):
            assert register.keep(told(number).coding()).outcome == "added"


def test_pages_are_kept_whole_or_not_at_all(address: str, tmp_path: Path) -> None:
    chance = Random("add")
    held = 0
    moments = [*(any_moment(chance, 500) for _ in range(KILLS)), Moment(words=KILLS)]
    for run, moment in enumerate(moments):
        said = kill("add", address, run, moment)
        before, held = held, pages(address)
        check(address)
        # the last page may have been kept and not been said any more
        assert before + len(said) <= held <= before + len(said) + 1
        with open_register(address) as register:
            assert all(register.page(page).stories for page in said)
    assert held >= KILLS
    whole = str(tmp_path / "whole.db")
    with open_register(whole, create=True) as register:
        for number in range(held):
            register.keep(told(number).coding())
    assert content(address) == content(whole)


def test_pages_are_coded_again_whole_or_not_at_all(address: str) -> None:
    filled(address)
    chance = Random("recode")
    first = {kept.id for kept in content(address)}
    for run in range(KILLS):
        kill("recode", address, run, any_moment(chance, 500))
        check(address)
        held = content(address)
        assert sum(len(kept.reports) for kept in held) == 4 * PAGES
        assert {report.page for kept in held for report in kept.reports} == {told(n).page().id for n in range(PAGES)}
        # what a page has told of keeps its id, whatever coders come and go
        assert {kept.id for kept in held if kept.id[:3] in ("in-", "of-")} <= first


def test_a_recoding_is_accepted_in_whole_pages_and_goes_on_where_it_was_killed(address: str) -> None:
    filled(address)
    chance = Random("accept")
    texts = {told(number).page().id for number in range(PAGES)}
    moments = [*(any_moment(chance, 1500) for _ in range(KILLS)), Moment(words=5 * PAGES)]
    for run, moment in enumerate(moments):
        kill("accept", address, run, moment)
        check(address)
        held = content(address)
        assert sum(len(kept.reports) for kept in held) == 4 * PAGES
        assert {report.page for kept in held for report in kept.reports} == texts
    with open_register(address) as register:
        releases = register.releases.all()
        assert releases
        for release in releases:
            frozen = register.releases.open(release.name)
            found = {kind: list(frozen.export(kind)) for kind in RECORD_KINDS}
            assert {kind: len(records) for kind, records in found.items() if records} == release.records
            assert {report.page for kept in found["event"] for report in kept.reports} == texts


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, address: str) -> str:
    """A register of an older schema, and beside it, as `.today`, the same of today's."""
    filled(f"{address}.today")
    source, target = (create_engine(f"sqlite:///{path}") for path in (f"{address}.today", address))
    with source.connect() as today, target.begin() as older:
        migrate(older, request.param)
        there = inspect(older)
        for each in metadata.sorted_tables:
            if there.has_table(each.name):
                names = {str(one["name"]) for one in there.get_columns(each.name)}
                columns = [column(one.name) for one in each.columns if one.name in names]
                rows = [row._asdict() for row in today.execute(select(*columns).select_from(table(each.name)))]
                if rows:
                    older.execute(table(each.name, *columns).insert(), rows)
    source.dispose()
    target.dispose()
    return address


def test_a_schema_is_brought_up_to_date_whole_or_not_at_all(old: str) -> None:
    expected = content(f"{old}.today")
    chance = Random("begin")
    copy = f"{old}.copy"
    shutil.copy(old, copy)
    last = statements("begin", copy)
    assert content(copy) == expected
    for run in range(KILLS):
        for name in (copy, f"{copy}-wal", f"{copy}-shm"):
            Path(name).unlink(missing_ok=True)
        shutil.copy(old, copy)
        kill("begin", copy, run, Moment(statement=chance.randint(1, last)))
        check(copy)
        assert content(copy) == expected
        check(copy)
