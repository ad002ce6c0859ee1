"""`comity people`, `comity offices` and `comity authority import` as their users meet them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.cli import run
from comity.register import open_register
from tests.register.bodies.test_bodies import talks
from tests.register.people.test_people import met, said

Says = Callable[..., tuple[int, str, str]]


@pytest.fixture
def says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Says:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("COMITY_REGISTER", raising=False)
    with open_register(tmp_path / "comity.db", create=True) as register:
        pages = [
            said("Sok Vanna", "Premier ministre", "2010-05-01", of="Cambodge"),
            said("Samdech Techo Sok Vanna", "chef du gouvernement", "2014-05-02"),
            said("Chan Dara", "Premier ministre", "2012-07-20"),
            met("Tô Lâm", "Chan Dara", "2016-07-12"),
        ]
        list(register.add(pages))

    def call(*arguments: str) -> tuple[int, str, str]:
        status = run(list(arguments))
        out, err = capfd.readouterr()
        return status, out, err

    return call


def test_offices_are_listed_with_their_holders_and_contradictions(says: Says) -> None:
    status, out, _ = says("offices", "KHM", "--interface", "en")
    assert status == 0
    assert "1 May 2010 – 2 May 2014" in " ".join(out.split()).replace("May Sok Vanna", "May")
    assert "Contradiction: Chan Dara and Sok Vanna are said to hold this office at one time" in " ".join(out.split())
    status, out, _ = says("offices", "Cambodge", "--on", "2011", "--format", "jsonl")
    assert status == 0
    (post,) = map(json.loads, out.splitlines())
    assert [(one["person"]["name"], one["basis"]) for one in post["holders"]] == [("Sok Vanna", "between")]
    status, out, _ = says("offices", "KHM", "--on", "1990", "--interface", "fr")
    assert "Aucune page" in out
    assert says("offices", "KHM", "--on", "soon")[0] != 0


def test_people_are_listed_and_told_one_by_one(says: Says) -> None:
    status, out, _ = says("people", "vanna", "--format", "jsonl")
    (entry,) = map(json.loads, out.splitlines())
    assert status == 0
    assert (entry["person"]["name"], entry["countries"]) == ("Sok Vanna", ["KHM"])
    status, out, _ = says("people", entry["person"]["id"], "--interface", "en")
    assert "Samdech Techo Sok Vanna (1)" in out
    assert "Premier ministre, Cambodge · Cambodia · 2 pages" in out
    status, out, _ = says("people", "--country", "VNM", "--interface", "fr")
    assert "Tô Lâm" in out
    assert "Sok Vanna" not in out
    status, _, err = says("people", "pe-nobody")
    assert (status, "pe-nobody" in err) == (1, True)


def test_an_authority_file_gives_identifiers(says: Says, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name,country\nQ7,Sok Vanna,KHM\n,Nobody,\n", encoding="utf-8")
    status, out, err = says("authority", "import", "people.csv")
    assert (status, "1 entries, 1 new" in out, "line 3" in err) == (1, True, True)
    status, out, _ = says("people", "sok vanna", "--format", "jsonl")
    assert json.loads(out)["authority"] == ["Q7"]


def test_bodies_are_listed_and_told_one_by_one(says: Says, tmp_path: Path) -> None:
    with open_register(tmp_path / "comity.db") as register:
        pages = [
            talks("Parti du fleuve", "2020-01-02", "KHM", kind="party"),
            talks("Comité central du Parti du fleuve", "2020-02-03", "KHM", text=", devenu le Conseil du Parti,"),
            said("Sok Vanna", "président", "2020-05-01", of="Parti du fleuve"),
        ]
        list(register.add(pages))
    file = tmp_path / "bodies.csv"
    file.write_text(
        "id,name,kind,country,parent,successor\n"
        "B1,Parti du fleuve,body,Cambodge,Front du fleuve,B2\n"
        "B2,Ligue du lac,body,KHM,,\n"
    )
    status, out, _ = says("authority", "import", str(file))
    assert status == 0
    assert "2 entries, 2 new or changed; 0 names of people and 1 of bodies" in out
    status, out, _ = says("bodies", "parti fleuve", "--country", "KHM", "--format", "jsonl")
    found = {entry["body"]["name"]: entry for entry in map(json.loads, out.splitlines())}
    assert status == 0
    assert found["Parti du fleuve"]["authority"] == ["B1"]
    status, out, _ = says("bodies", found["Parti du fleuve"]["body"]["id"], "--interface", "en")
    told = " ".join(out.split())
    assert "Part of Front du fleuve (said by an authority file)" in told
    assert "Its place was taken by Ligue du lac (said by an authority file)" in told
    assert "Parts Comité central du Parti du fleuve" in told
    assert "Sok Vanna" in told
    status, out, _ = says("bodies", found["Comité central du Parti du fleuve"]["body"]["id"], "--interface", "fr")
    assert "Conseil du Parti (dit par 1 page)" in " ".join(out.split())
    status, out, _ = says("bodies", "--interface", "en", "--limit", "1")
    assert "1 to 1 of 2 bodies" in out
    assert "no body of that name" in says("bodies", "zzz", "--interface", "en")[1]
    assert says("bodies", "bo-nothing")[0] != 0
