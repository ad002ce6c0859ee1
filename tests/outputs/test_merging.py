"""The page of a record tells why its reports are one, in the language of the reader."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from comity.outputs.merging_words import reasons_in_words
from comity.outputs.web import create_app
from comity.register import open_register
from comity.register.views import Reason
from tests.cli.test_merge import coding


def test_the_page_of_a_record_tells_why_its_reports_are_one(tmp_path: Path) -> None:
    path = tmp_path / "comity.db"
    with open_register(path, create=True) as register:
        list(register.add([coding(0, "2024-03-12"), coding(1, "2024-03-12"), coding(2, "2024-05-02")]))
        whole, alone = register.export("event")
        register.merging.split([whole.reports[1].event], "Ana <b>", "two & more")
    with TestClient(create_app(path)) as client:
        page = client.get(f"/en/record/{whole.id}").text
        assert "Which reports are one record" in page
        assert "Kept apart by a person" in page
        assert "by Ana &lt;b&gt;" in page
        assert "two &amp; more" in page
        assert "Quels récits forment une seule fiche" in client.get(f"/fr/record/{whole.id}").text
        assert "Which reports are one record" not in client.get(f"/en/record/{alone.id}").text


def test_a_reason_of_a_newer_version_is_given_as_it_is() -> None:
    assert reasons_in_words([Reason(code="same_moon", points=-0.25, values=("full", "full"))], "en") == [
        "same_moon: full (−0.25)"
    ]
