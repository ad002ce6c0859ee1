"""A register made by an older version is brought up to date with all that is in it, or left whole as it was."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from comity.model import Coding, Failure
from comity.register import open_register
from comity.register.database import migrate
from comity.register.schema import HEAD
from comity.register.searching.views import Query
from comity.register.views import RECORD_KINDS
from tests.register.factory import CODER, Draft, brittany, failing, party, summit

ROOT = Path(__file__).parents[2]
REVISIONS = [f"{number:04}" for number in range(1, int(HEAD))]
TABLES_OF_0001 = ("page", "source", "coding", "report", "participant", "event", "event_report", "decision")

TALKS = (
    "Le Laos et la Thaïlande ouvrent un poste frontière\n"
    "Les ministres des Transports du Laos et de la Thaïlande se sont retrouvés au bord du Mékong pour ouvrir un poste "
    "frontière que les habitants des deux rives attendaient depuis longtemps. La ministre laotienne a salué les "
    "ouvriers, les ingénieurs et les communes qui ont prêté leurs terrains. Son homologue thaïlandais a promis que les "
    "formalités seraient simples, que les marchés resteraient ouverts et que les bus passeraient sans attendre.\n"
)


OPEN = "import sys; from comity.register import open_register; print('go', flush=True); open_register(sys.argv[1])"


def talks(text: str = TALKS, **metadata: str) -> Draft:
    draft = Draft(text, **metadata)
    return draft.event("se sont retrouvés au bord du Mékong", [party("LAO"), party("THA")], date="2020-03")


def codings() -> list[Coding]:
    return [
        summit(url="https://example.org/1?utm_source=mail", published="2021-05-05").coding(),
        brittany(url="https://example.org/hue").coding(),
        talks(url="https://example.net/talks").coding(),
        failing("Tin tức\n", "no_lexicon", "No lexicon for 'vi'.", language="vi", source="tin.txt"),
    ]


def make_0001(path: Path, work: Path) -> None:
    """A register with the tables of 0001 alone, and the rows of a register of today in their columns."""
    today = work / "today.db"
    with open_register(today, create=True) as register:
        list(register.add(codings()))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate(connection, "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as driver, driver:
        driver.execute("ATTACH ? AS today", (str(today),))
        for table in TABLES_OF_0001:
            columns = ", ".join(f'"{row[1]}"' for row in driver.execute(f"PRAGMA main.table_info({table})"))
            driver.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}")
        # as the first version told sources from each other: another tracking parameter was another source
        driver.execute("UPDATE source SET digest = 'of the first version ' || id")
        driver.execute(
            "INSERT INTO source (page_id, digest, name, url, title, publisher, published, added)"
            " SELECT page_id, 'of the first version too', 'other.jsonl#3', 'https://www.example.org/1', 'Sommet',"
            " 'AVI', '2021-05-04', added FROM source WHERE url LIKE '%utm_source%'"
        )
    driver = sqlite3.connect(path)
    driver.execute("PRAGMA journal_mode=WAL")
    driver.close()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    make_0001(path, tmp_path)
    return path


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a register holds, by table."""
    with closing(sqlite3.connect(path)) as driver:
        tables = [row[0] for row in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {table: sorted(driver.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}


def test_what_an_older_version_kept_is_there(old: Path, tmp_path: Path) -> None:
    with open_register(tmp_path / "today.db") as register:
        expected = [[kept.id for kept in register.export(kind)] for kind in RECORD_KINDS]
    assert all(expected)
    with open_register(old) as register:
        assert [[kept.id for kept in register.export(kind)] for kind in RECORD_KINDS] == expected
        assert register.contents().pages == 4
        assert [failed.name for failed in register.failed()] == ["tin.txt"]
        # and can be searched
        assert register.searching.totals(Query(words="Mékong"))["page"] == 1
        assert register.searching.totals(Query(words="laos thailande"))["event"] == 1
    with closing(sqlite3.connect(old)) as driver:
        assert driver.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert driver.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_from_every_older_schema_all_is_there(revision: str, tmp_path: Path) -> None:
    """A register of today without what later steps made, brought up to date, says what it said."""
    today, path = tmp_path / "today.db", tmp_path / "older.db"
    with open_register(today, create=True) as register:
        list(register.add([*codings(), summit(url="https://example.org/b", published="2021-05-06").coding()]))
        register.fail("gone.txt", Failure(code="source", message="It is gone."))
        expected = {kind: list(register.export(kind)) for kind in RECORD_KINDS}
        counted = register.contents()
        bodies = {(each.body.id, each.mentions) for each in register.bodies.list().bodies}
        assert bodies
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate(connection, revision)
    engine.dispose()
    with closing(sqlite3.connect(path)) as driver, driver:
        driver.execute("ATTACH ? AS today", (str(today),))
        tables = {
            row[0]: row[1] for row in driver.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'")
        }
        virtual = [name for name, sql in tables.items() if sql and sql.startswith("CREATE VIRTUAL")]
        for table in tables:
            if table != "alembic_version" and not any(table.startswith(name) for name in virtual):
                columns = {row[1] for row in driver.execute(f"PRAGMA main.table_info({table})")}
                columns &= {row[1] for row in driver.execute(f"PRAGMA today.table_info({table})")}
                named = ", ".join(f'"{column}"' for column in sorted(columns))
                driver.execute(f"INSERT INTO main.{table} ({named}) SELECT {named} FROM today.{table}")
    with open_register(path) as register:
        assert {kind: list(register.export(kind)) for kind in RECORD_KINDS} == expected
        assert register.contents() == counted
        assert {(each.body.id, each.mentions) for each in register.bodies.list().bodies} == bodies
        assert register.searching.totals(Query(words="Mékong"))["page"] == 1
    with closing(sqlite3.connect(path)) as driver:
        assert driver.execute("PRAGMA foreign_key_check").fetchall() == []
        assert driver.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


def test_sources_of_one_address_become_one(old: Path) -> None:
    with closing(sqlite3.connect(old)) as driver:
        assert driver.execute("SELECT count(*) FROM source").fetchone() == (5,)
    with open_register(old) as register:
        (source,) = register.page(summit().page().id).sources
        assert (source.url, source.publisher, source.published) == ("https://www.example.org/1", "AVI", "2021-05-04")
        # the page was coded without what the other source knew
        assert register.pending(summit(url="http://m.example.org/1/").page(), CODER) is not None
        assert register.fetched("https://example.org/1#top")
        assert not register.fetched("https://example.org/2")


def test_failures_of_an_older_version_can_be_tried_again(old: Path) -> None:
    with open_register(old) as register:
        (missed,) = register.failures()
        assert (missed.name, missed.failure.code, missed.tries) == ("tin.txt", "no_lexicon", 1)
        assert missed.page == failing("Tin tức\n").page.id


def test_reprints_of_older_pages_are_found(old: Path) -> None:
    with open_register(old) as register:
        added = register.keep(
            talks(TALKS.replace("ouvrent un poste", "inaugurent un poste"), url="https://a.example").coding()
        )
        assert (added.outcome, added.similar and added.similar.page) == ("similar", talks().page().id)


def test_an_older_schema_is_not_read_by_halves(old: Path) -> None:
    before = rows(old)
    with pytest.raises(Exception, match="older schema"):
        open_register(old, readonly=True)
    assert rows(old) == before


@pytest.mark.long
def test_a_killed_migration_leaves_the_older_register_whole(old: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(old)) as driver, driver:
        # enough pages that the migration takes a while
        for table, key in (("page", "id"), ("coding", "page_id"), ("source", "page_id")):
            columns = [row[1] for row in driver.execute(f"PRAGMA table_info({table})")]
            columns = [c for c in columns if c != "id" or key == "id"]
            taken = [f"substr(printf('%04x', n) || {key}, 1, 64)" if c == key else c for c in columns]
            named = ", ".join(columns)
            driver.execute(
                f"WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 150)"
                f" INSERT INTO {table} ({named}) SELECT {', '.join(taken)} FROM {table}, many"
            )
    before = rows(old)
    chance = random.Random(2026)
    killed = 0
    for _ in range(12):
        path = tmp_path / "killed.db"
        shutil.copy(old, path)
        process = subprocess.Popen([sys.executable, "-c", OPEN, str(path)], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.random() * 0.8)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        after = rows(path)
        if after != before:  # it was through
            assert after["alembic_version"] == [(HEAD,)]
            assert len(after["page"]) == len(before["page"])
        else:
            killed += 1
        open_register(path).close()
        assert rows(path)["alembic_version"] == [(HEAD,)]
        for file in tmp_path.glob("killed.db*"):
            file.unlink()
    assert killed
