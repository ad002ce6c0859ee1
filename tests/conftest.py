"""Places for registers, in every kind of database: a test that asks for one runs once for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.location import Location
from tests.databases import ENGINES, Engine, Places, Server, server_named


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The PostgreSQL server for tests."""
    server = server_named()
    yield server
    server.drop_all()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """The kind of database, `sqlite` or `postgresql`: to restrict a test to one, parametrize this indirectly."""
    kind: Engine = request.param
    return kind


@pytest.fixture
def places(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Places]:
    """Makes places for registers: `places.new()` as often as a test needs one."""
    server: Server | None = request.getfixturevalue("postgresql") if engine == "postgresql" else None
    made = Places(engine, tmp_path, server)
    yield made
    made.close()


@pytest.fixture
def place(places: Places) -> Location:
    """A place where a register can be made, in a database of its own."""
    return places.new()
