"""An empty register for each test, in a file and on a server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comity.register import Register, open_register
from tests.databases import Places


@pytest.fixture
def register(places: Places) -> Iterator[Register]:
    """An empty register; the test runs once for each kind of database."""
    with open_register(places.new(empty=False), create=True) as register:
        yield register
