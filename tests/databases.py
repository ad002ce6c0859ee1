"""Where tests keep registers: files, and databases of the PostgreSQL server that COMITY_TEST_POSTGRESQL names.

`tools/with_postgresql.sh` starts such a server for one command. Its user must be allowed to make databases.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from comity.location import Location, ServerDatabase
from comity.register import open_register
from tests.requirements import require

Engine = Literal["sqlite", "postgresql"]
ENGINES: tuple[Engine, ...] = ("sqlite", "postgresql")

VARIABLE = "COMITY_TEST_POSTGRESQL"


class Server:
    """The server for tests. Every database gets a name of its own, and is dropped at the end."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._numbers = count()
        self._template: str | None = None

    def database(self, name: str) -> ServerDatabase:
        """The address of a database of this server, which may not be there."""
        return ServerDatabase(urlsplit(self.address)._replace(path=f"/{name}").geturl())

    def new_name(self) -> str:
        """A name that no other process of the tests gives."""
        return f"comity_test_{os.getpid()}_{next(self._numbers)}"

    @contextmanager
    def connect(self) -> Iterator[psycopg.Connection]:
        """A connection to the server's own database, each statement a transaction of its own."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            yield connection

    def make(self, *, empty: bool = True) -> ServerDatabase:
        """A new database: empty, or with the tables of a register."""
        name = self.new_name()
        template = "template0" if empty else self._with_tables()
        with self.connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
            )
        return self.database(name)

    def drop_all(self) -> None:
        """Drop all databases that were made here, whoever is still connected."""
        with self.connect() as connection:
            made = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"comity_test_{os.getpid()}_%"]
            ).fetchall()
            for (name,) in made:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def drop(self, database: ServerDatabase) -> None:
        """Drop a database, whoever is still connected."""
        name = urlsplit(database.address).path[1:]
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _with_tables(self) -> str:
        """The database from which those with tables are copied: migrated once a process."""
        if self._template is None:
            at = self.make()
            open_register(at, create=True).close()
            self._template = urlsplit(at.address).path[1:]
        return self._template


def server_named() -> Server:
    """The server for tests; the test is skipped, or fails where it may not be, if none is named."""
    address = os.environ.get(VARIABLE, "")
    require("postgresql", bool(address), f"set {VARIABLE}, or run the tests as: tools/with_postgresql.sh make test")
    return Server(address)


class Places:
    """Makes places for registers of one kind, for one test."""

    def __init__(self, engine: Engine, folder: Path, server: Server | None) -> None:
        self.engine = engine
        self._folder = folder
        self._server = server
        self._made: list[ServerDatabase] = []

    def new(self, *, empty: bool = True) -> Location:
        """A place where a register can be made; with `empty=False` it has been made already, and holds nothing."""
        if self._server is not None:
            self._made.append(self._server.make(empty=empty))
            return self._made[-1]
        path = self._folder / f"register{len(list(self._folder.glob('register*.db')))}.db"
        if not empty:
            open_register(path, create=True).close()
        return path

    def close(self) -> None:
        """Drop what was made."""
        for database in self._made:
            assert self._server is not None
            self._server.drop(database)
