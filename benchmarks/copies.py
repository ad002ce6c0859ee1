"""Makes a very large register of a large one: so many times its pages and records, under other ids.

    python benchmarks/copies.py FILE TIMES LARGE

Each pair of countries and each person has so many times the records, as where a press tells of them for longer; words,
people and bodies are those of the one register. To be measured: no text is that of its page's id any more.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Column, Table
from sqlalchemy.types import Integer

from comity.register import schema as t

AS_THEY_ARE = ("appellation", "appellation_key", "body", "body_whole")
"""Tables that hold how somebody is called, not what is told of them."""

# columns, without a key into another table, that hold what is to be another one in each copy
_OWN = {
    ("page", "id"): "substr({c}, 1, 62) || 'x' || {k}",
    ("event", "id"): "substr({c}, 1, 13) || '0' || {k}",
    ("searched", "id"): "{c} - {k} * 8192",
    ("band", "value"): "{c} + {k}",
    ("shown", "cited"): "(SELECT json_group_array(value + {k} * {reports}) FROM json_each({c}))",
    ("source", "address_key"): "{c} || '-' || {k}",
}


def statements(counts: dict[str, int], k: int) -> Iterator[str]:
    """What copies the rows of the attached register `small` for the k-th time; `counts` are its last numbers."""
    for table in t.metadata.sorted_tables:
        if table.name in counts and table.name not in AS_THEY_ARE:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            values = ", ".join(_value(table, column, counts, k) for column in table.columns)
            yield f"INSERT INTO main.{table.name} ({names}) SELECT {values} FROM small.{table.name}"
    yield f"INSERT INTO search_index (rowid, tokens) SELECT rowid - {k} * 8192, tokens FROM small.search_index"


def _value(table: Table, column: Column[object], counts: dict[str, int], k: int) -> str:
    of = next((key.column for key in column.foreign_keys), column)
    while of.foreign_keys:
        of = next(iter(of.foreign_keys)).column
    own = _OWN.get((of.table.name, of.name)) or _OWN.get((table.name, column.name))
    if own is not None:
        return own.format(c=f'"{column.name}"', k=k, reports=counts["report"])
    if of.table.name not in AS_THEY_ARE and of.name == "id" and of.primary_key and isinstance(of.type, Integer):
        return f'"{column.name}" + {k * counts[of.table.name]}'
    return f'"{column.name}"'


def make(small: Path, times: int, large: Path) -> None:
    """Make the register; `times` is at most 10."""
    shutil.copy(small, large)
    with closing(sqlite3.connect(large, isolation_level=None)) as driver:
        # a file that is lost when this is killed: nothing waits for the disk
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-4000000"):
            driver.execute(f"PRAGMA {pragma}")
        driver.execute("ATTACH ? AS small", (str(small),))
        indexes = driver.execute(
            "SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND sql <> ''"
        ).fetchall()
        for name, _ in indexes:
            driver.execute(f"DROP INDEX main.{name}")
        counts = {table.name: _last(driver, table) for table in t.metadata.sorted_tables}
        counts = {name: last for name, last in counts.items() if last}
        driver.execute("BEGIN")
        for k in range(1, times):
            for statement in statements(counts, k):
                driver.execute(statement)
        driver.execute(f"UPDATE appellation SET records = records * {times}, pages = pages * {times}")
        driver.execute(f"UPDATE body SET records = records * {times}")
        for _, sql in indexes:
            driver.execute(sql)
        driver.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")
        driver.execute("COMMIT")
        driver.execute("PRAGMA journal_mode=WAL")


def _last(driver: sqlite3.Connection, table: Table) -> int:
    """The last number of a table's rows, or how many there are."""
    numbered = [column for column in table.primary_key if column.name == "id" and isinstance(column.type, Integer)]
    what = "max(id)" if numbered else "count(*)"
    return int(driver.execute(f"SELECT {what} FROM small.{table.name}").fetchone()[0] or 0)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("times", type=int, choices=range(2, 11))
    parser.add_argument("large", type=Path)
    asked = parser.parse_args()
    begun = time.perf_counter()
    make(asked.file, asked.times, asked.large)
    print(f"{asked.large.stat().st_size / 1e6:.0f} MB, {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
