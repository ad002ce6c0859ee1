"""The benchmark of searching asks questions that find something, on a register of any size."""

from __future__ import annotations

from pathlib import Path

from benchmarks.registers import make
from benchmarks.searching import Material, measured
from comity.register import open_register


def test_every_sort_of_question_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "comity.db"
    make(path, 120)
    with open_register(path, readonly=True) as register:
        found = 0
        for _, asked in Material(register, 1).questions():
            assert all(0 < median <= slow for median, slow in measured(register.searching, asked, 2))
            found += sum(register.searching.totals(asked()).values())
    assert found
