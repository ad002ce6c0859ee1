"""The house keeps the shape that ARCHITECTURE tells: what the linters run by `make check` cannot see."""

from __future__ import annotations

import ast
import fnmatch
import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "comity"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS: list[dict[str, Any]] = PROJECT["tool"]["importlinter"]["contracts"]
MODULES = sorted(PACKAGE.rglob("*.py"))
# one file may be so long, and one function, before it should be divided
LONGEST_FILE, LONGEST_FUNCTION = 600, 80


def rooms() -> set[str]:
    """The modules and packages right under `comity`."""
    found = {path.stem for path in PACKAGE.glob("*.py")} | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    return found - {"__init__"}


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """The modules that a file imports from elsewhere, wherever in the file, and the line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno


def test_every_room_stands_in_every_contract_on_a_sole_home() -> None:
    """A new room could else import the database unseen."""
    sole = [contract for contract in CONTRACTS if contract["type"] == "forbidden"]
    assert len(sole) >= 4
    for contract in sole:
        named = {module.removeprefix("comity.") for module in contract["source_modules"]}
        homes = rooms() - named
        assert named <= rooms(), contract["name"]
        assert 1 <= len(homes) <= 2, f"{contract['name']}: {', '.join(sorted(homes))} are not held to it"
        assert all(home in contract["name"] or "terminal" in contract["name"] for home in homes if home != "outputs")


def test_no_module_is_a_drawer_for_anything() -> None:
    assert not [path for path in MODULES if path.stem in {"utils", "util", "helpers", "helper", "common", "misc"}]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= LONGEST_FILE, "divide it by task"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno
            assert length <= LONGEST_FUNCTION, f"{node.name} is {length} lines long"


@pytest.mark.parametrize("path", [path for path in MODULES if path.name != "__init__.py"], ids=lambda path: path.stem)
def test_modules_and_what_they_offer_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "a module says what it is for"
    public = [
        node.name
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
    ]
    told = [
        node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node)
    ]
    assert set(public) <= set(told)


def test_the_network_is_reached_from_sources_only() -> None:
    """`urllib.request` shares its package with `urllib.parse`, so that an import contract cannot tell them apart."""
    reached = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in MODULES
        for name, line in imports(path)
        if name.startswith("urllib.request") and "sources" not in path.parts
    ]
    assert not reached


def test_settings_are_read_by_the_command_line_only() -> None:
    calls = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if re.search(r"\bload_settings\(|\bSettings\(\)|os\.environ\.get|os\.getenv", path.read_text("utf-8"))
    ]
    assert {call for call in calls if "/cli/" not in call} <= {"src/comity/settings.py"}


def test_no_language_is_named_in_code() -> None:
    """Code is divided by task, vocabulary by language."""
    told = re.compile(r"""(?:language|lang|code)\s*(?:==|!=)\s*["'](?:fr|en|vi)["']""")
    rooms_of_task = ("coding", "reading", "lexicon")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] in rooms_of_task
        for match in told.finditer(path.read_text("utf-8"))
    ]
    assert not found


def test_everything_imported_is_declared() -> None:
    declared = {
        re.split(r"[\[<>=!~; ]", name)[0].lower().replace("_", "-") for name in PROJECT["project"]["dependencies"]
    }
    distributions = packages_distributions()
    undeclared = set()
    for path in MODULES:
        for name, _ in imports(path):
            top = name.partition(".")[0]
            owners = {owner.lower().replace("_", "-") for owner in distributions.get(top, [])} - {"comity"}
            if owners and not owners & declared:
                undeclared.add(f"{top} ({', '.join(sorted(owners))})")
    # a framework brings these along and is itself built of them
    assert undeclared <= {"starlette (starlette)", "pydantic (pydantic)", "click (click)"}


def test_everything_that_ships_is_packaged() -> None:
    """Data that the package's patterns miss works here and is missing once installed."""
    patterns: list[str] = PROJECT["tool"]["setuptools"]["package-data"]["comity"]
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "src/comity"], capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git clone")
    shipped = [Path(name).relative_to("src/comity") for name in listed.stdout.split()]
    packed = {path.relative_to(PACKAGE) for pattern in patterns for path in PACKAGE.glob(pattern)}
    modules = {path.relative_to(PACKAGE) for path in MODULES if (path.parent / "__init__.py").exists()}
    assert shipped
    assert not [str(path) for path in shipped if path not in packed | modules and (PACKAGE / path).exists()]


def test_the_clone_is_free_of_what_is_built() -> None:
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git clone")
    built = ("*.db", "*.pyc", ".venv/*", "demo/*", "*.egg-info/*", "*.whl")
    assert not [name for name in listed.stdout.splitlines() if any(fnmatch.fnmatch(name, glob) for glob in built)]
