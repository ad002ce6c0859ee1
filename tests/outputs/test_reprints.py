"""Reprints, teasers that gave way, and what metadata state, as they are shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from rich.console import Console

from comity.model import Stated
from comity.outputs.exports import export
from comity.outputs.record_text import render_record
from comity.outputs.web import create_app
from comity.register import Register, open_register
from tests.register.test_reprints import OTHER, TEXT, as_read, coding
from tests.register.test_teasers import FULL, LINK, front, full

STATED = (
    Stated(field="author", value="Sokha Chan", by="meta"),
    Stated(field="published", value="2019-03-12T18:40+07:00", by="json_ld"),
    Stated(field="published", value="2019-03-14", by="url"),
    Stated(field="title", value="Un pont", by="meta"),
)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path: Path = tmp_path_factory.mktemp("reprints") / "comity.db"
    with open_register(path, create=True) as register:
        told = {"publisher": "ADK", "title": "Un pont", "published": "2019-03-12", "stated": STATED}
        register.keep(coding(TEXT, url="https://adk.example/pont", **told))  # type: ignore[arg-type]
        register.keep_similar(as_read(OTHER, url="https://gazette.example/<b>", publisher="La <i>Gazette</i>"))
        list(register.add([front(), full()]))
        yield register


def bridge(register: Register) -> str:
    return next(kept.id for kept in register.export("event") if kept.record.form == "inauguration")


@pytest.mark.parametrize(("language", "words"), [("fr", "Presque dans les mêmes termes"), ("en", "In nearly the same")])
def test_an_event_lists_reprints_and_what_is_stated(register: Register, language: str, words: str) -> None:
    console = Console(file=StringIO(), width=120)
    console.print(render_record(register.record(bridge(register)), register.text, language))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert words in shown
    assert "La <i>Gazette</i>" in shown
    assert "https://gazette.example/<b>" in shown
    assert "Sokha Chan" in shown
    assert "2019-03-12T18:40+07:00" in shown
    assert "2019-03-14" in shown
    # a title that is the one taken is not said twice
    assert shown.count("Un pont") == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_site_links_reprints_and_full_pages(register: Register, language: str) -> None:
    app = create_app(register.location)
    page, reprint = coding(TEXT).page.id, as_read(OTHER).page.id
    with TestClient(app) as client:
        original = client.get(f"/{language}/page/{page}").text
        assert f"/{language}/page/{reprint}" in original
        assert "Sokha Chan" in original
        other = client.get(f"/{language}/page/{reprint}").text
        assert f"/{language}/page/{page}" in other
        assert "&lt;i&gt;Gazette" in other
        assert "<i>Gazette" not in other
        event = client.get(f"/{language}/record/{bridge(register)}").text
        assert f"/{language}/page/{reprint}" in event
        teaser = client.get(f"/{language}/page/{front().page.id}").text
        assert f"/{language}/page/{full().page.id}" in teaser


def test_exports_name_reprints_and_authors(register: Register) -> None:
    rows = [json.loads(line) for line in export(register, "events", format="jsonl")]
    (row,) = (row for row in rows if row["form"] == "inauguration")
    (report,) = row["reports"]
    assert report["sources"][0]["stated"][0] == {"field": "title", "value": "Un pont", "by": "meta"}
    (reprint,) = report["reprints"]
    assert reprint["page"] == as_read(OTHER).page.id
    assert 0.6 < reprint["similarity"] < 1
    assert "stated" not in reprint["sources"][0]
    table = list(export(register, "events", format="csv"))
    assert "Sokha Chan" in "".join(table)
    assert "https://gazette.example/<b>" in "".join(table)
    bare = "".join(export(register, "events", format="jsonl", text=False))
    assert "Un pont" not in bare


def test_a_teaser_that_gave_way_is_not_exported(register: Register) -> None:
    thanks = [json.loads(line) for line in export(register, "events", format="jsonl")]
    (row,) = (row for row in thanks if row["form"] == "thanks")
    assert row["reports"][0]["sources"][0]["url"] == LINK
    assert FULL.startswith("Le Cambodge remercie")
