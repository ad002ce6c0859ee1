"""The generated web archive: everything in it is given or told, and memory does not grow with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import archives


def test_every_page_is_given_and_every_broken_record_told(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    counts = archives.generate(path, 300)
    assert set(counts) == set(archives.KINDS)
    found = archives.comity(path)
    assert (found["page"], found["broken"]) == (counts["page"], counts["broken"])


@pytest.mark.long
def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    peaks = []
    for number in (500, 5_000):
        path = tmp_path / f"{number}.warc.gz"
        counts = archives.generate(path, number)
        measured = archives.measured("Comity", path)
        assert (measured["page"], measured["broken"]) == (counts["page"], counts["broken"])
        peaks.append(measured["megabytes"])
    assert peaks[1] < peaks[0] + 15


@pytest.mark.long
def test_the_benchmark_measures() -> None:
    command = [sys.executable, archives.__file__, "--responses", "200", "--rounds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("200 responses (")
    assert [line.split()[0] for line in lines[2:4]] == ["fastwarc", "Comity"]
    assert lines[-1].startswith("Comity takes ")
