"""An empty register for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.register import Register, open_register


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with open_register(tmp_path / "comity.db", create=True) as register:
        yield register
