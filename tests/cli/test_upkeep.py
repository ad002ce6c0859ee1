"""Registers in files and on servers as users name them: the same commands, the same answers."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from comity.cli import run
from comity.location import Location, ServerDatabase
from comity.outputs.web import create_app
from comity.register import open_register
from tests.register.factory import brittany, summit

Says = Callable[..., tuple[int, str, str]]


@pytest.fixture
def says(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Says:
    """Run `comity` with arguments: its exit status, output and complaints."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        status = run(list(arguments))
        out, err = capfd.readouterr()
        return status, out, err

    return call


def words(place: Location) -> str:
    """The place as a user writes it."""
    return place.address if isinstance(place, ServerDatabase) else str(place)


@pytest.fixture
def named(place: Location) -> str:
    """How a register that holds two pages is named."""
    with open_register(place, create=True) as register:
        list(register.add([summit().coding(), brittany().coding()]))
    return words(place)


def test_every_command_takes_either(says: Says, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, _ = says("dossier", "VNM", "KHM", "--register", named, "--interface", "en")
    assert (status, "Sok Dara" in out) == (0, True)
    assert says("export", "events", "--register", named)[0] == 0
    monkeypatch.setenv("COMITY_REGISTER", named)
    status, out, _ = says("check")
    assert (status, "is sound: 2 pages" in out) == (0, True)
    status, out, _ = says("check", "--format", "jsonl")
    assert json.loads(out)["wrong"] == []


def test_pages_are_added_to_either(says: Says, place: Location, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Tin tức bằng tiếng Việt, không có từ vựng cho trang này.\n", "utf-8")
    status, out, err = says("add", str(tmp_path / "page.txt"), "--register", words(place), "--workers", "0")
    assert (status, "1 not coded" in out) == (1, True)
    if isinstance(place, ServerDatabase):
        password = place.address.split(":")[2].split("@")[0]
        assert password not in out + err
        assert str(place) in out + err


def test_a_copy_is_made_and_checked(says: Says, named: str, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.db")
    status, out, _ = says("backup", copy, "--register", named)
    assert (status, out.startswith(f"{copy}: 2 pages, ")) == (0, True)
    assert says("check", "--register", copy)[0] == 0
    status, _, err = says("backup", copy, "--register", named)
    assert (status, "already" in err) == (1, True)


def test_what_is_broken_is_told_and_repaired(says: Says, named: str) -> None:
    with open_register(named) as register, register._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM pair")
        connection.exec_driver_sql("UPDATE report SET start = start + 1")
    status, out, err = says("check", "--register", named)
    assert (status, "is not sound" in out, "2 rules of the register are broken" in err) == (1, True, True)
    assert "What is shown of a record is composed from its reports. [shown; broken" in out
    assert "comity check --repair" in out
    status, out, err = says("check", "--register", named, "--repair")
    assert (status, "1 rule of the register is broken" in err) == (1, True)
    assert "[stories; broken" in out
    assert "comity backup" in out


def test_the_site_is_served_from_either(named: str) -> None:
    with TestClient(create_app(named)) as client:
        assert client.get("/api/dossier?a=VNM&b=KHM").status_code == 200
        assert "Sok Dara" in client.get("/en/dossier?a=VNM&b=KHM").text


def test_a_server_out_of_reach_is_told(says: Says) -> None:
    status, _, err = says("check", "--register", "postgresql://anne:secret@127.0.0.1:1/acts")
    assert (status, "could not be reached" in err, "secret" in err) == (1, True, False)
