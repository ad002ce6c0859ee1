"""How an act came from its plan to its outcome is told in words, wherever it is shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from comity.cli import run
from comity.outputs.course_words import course_in_words
from comity.outputs.exports import export
from comity.outputs.web import create_app
from comity.register import open_register
from comity.register.views import KeptEvent
from tests.register.test_courses import all_of_it, told

SAID = [
    "planned: 4 May 2021 · told by Le planned, 20 April 2021",
    "put off, new date: 5 July 2021 · told by Le postponed, 2 May 2021 and 1 other report",
    "took place: 5 July 2021 · told by Le held, 6 July 2021",
]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "comity.db"
    with open_register(path, create=True) as register:
        list(register.add(all_of_it()))
    for name, value in {"COMITY_REGISTER": str(path), "COMITY_INTERFACE": "en", "COLUMNS": "200"}.items():
        monkeypatch.setenv(name, value)
    return path


def ids(path: Path) -> dict[str, str]:
    with open_register(path, readonly=True) as register:
        return {kept.record.status: kept.id for kept in register.export("event") if isinstance(kept, KeptEvent)}


def test_a_course_in_words(path: Path) -> None:
    with open_register(path, readonly=True) as register:
        steps = register.event(ids(path)["held"]).course
    assert course_in_words(steps, "en") == SAID
    assert course_in_words(steps, "fr") == [
        "prévu : 4 mai 2021 · dit par Le planned, 20 avril 2021",
        "reporté, nouvelle date : 5 juillet 2021 · dit par Le postponed, 2 mai 2021 et 1 autre récit",
        "a eu lieu : 5 juillet 2021 · dit par Le held, 6 juillet 2021",
    ]


@pytest.mark.parametrize("command", [["show", "ID"], ["why", "ID"], ["dossier", "GHA", "TGO"]])
def test_the_terminal_tells_it(path: Path, command: list[str], capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    held = ids(path)["held"]
    assert run([held if word == "ID" else word for word in command]) == 0
    out = " ".join(capsysbinary.readouterr().out.decode().split())
    for line in SAID:
        assert f"– {line}" in out


def test_the_site_tells_it(path: Path) -> None:
    found = ids(path)
    with TestClient(create_app(path)) as client:
        page = client.get(f"/en/record/{found['held']}").text
        assert "From plan to outcome" in page
        assert f'<a href="/en/record/{found["postponed"]}">put off, new date: 5 July 2021</a>' in page
        assert "told by Le postponed, 2 May 2021 and 1 other report" in page
        assert "Du projet à l’issue" in client.get(f"/fr/record/{found['held']}").text
        assert "put off, new date: 5 July 2021" in client.get("/en/dossier?a=GHA&b=TGO").text
        answer = client.get(f"/api/events/{found['held']}").json()
        assert [step["what"] for step in answer["course"]] == ["planned", "postponed", "held"]


def test_exports_tell_it(path: Path) -> None:
    found = ids(path)
    with open_register(path, readonly=True) as register:
        rows = list(csv.DictReader(io.StringIO("".join(export(register, "events")))))
        records = [json.loads(line) for line in export(register, "events", format="jsonl", text=False)]
    plan, held = found["postponed"], found["held"]
    for row in rows:
        assert row["course"] == "planned:2021-05-04|postponed:2021-07-05|held:2021-07-05"
        assert row["course_told"] == "2021-04-20|2021-05-02|2021-07-06"
        assert row["course_events"] == f"{plan}|{plan}|{held}"
        assert [len(page) for page in row["course_pages"].split("|")] == [64, 64, 64]
    for record in records:
        assert [step["what"] for step in record["course"]] == ["planned", "postponed", "held"]
        assert {step["source"]["publisher"] for step in record["course"]} >= {"Le postponed"}
        assert all("title" not in step["source"] for step in record["course"])


def test_what_is_off_is_told_by_whom(tmp_path: Path) -> None:
    with open_register(tmp_path / "off.db", create=True) as register:
        register.keep(told("cancelled", "cancelled", "2021-05-04", "2021-05-02"))
        (kept,) = register.export("event")
    assert isinstance(kept, KeptEvent)
    assert course_in_words(kept.course, "en") == ["called off: 4 May 2021 · told by Le cancelled, 2 May 2021"]
