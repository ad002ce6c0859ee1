"""Bodies on the site and as JSON: lists, one body with what it stands to, and words of pages that are hostile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from fastapi.testclient import TestClient

from comity.outputs.web import create_app
from comity.register import Register, open_register
from tests.register.bodies.test_bodies import talks
from tests.register.people.test_people import said

HOSTILE = "Office <script>window.pwned = 1</script>"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bodies") / "comity.db"
    with open_register(path, create=True) as register:
        pages = [
            talks("Parti du fleuve", "2020-01-02", kind="party"),
            talks("Comité central du Parti du fleuve", "2020-02-03", text=", devenu le Conseil du Parti,"),
            talks(HOSTILE, "2020-02-03", "KHM"),
            said("Noy Keo", "présidente", "2022-01-01", "LAO", of="Parti du fleuve"),
        ]
        list(register.add(pages))
    return path


@pytest.fixture(scope="module")
def register(place: Path) -> Iterator[Register]:
    with open_register(place, readonly=True) as register:
        yield register


@pytest.fixture(scope="module")
def client(place: Path) -> Iterator[TestClient]:
    with TestClient(create_app(place), follow_redirects=False) as client:
        yield client


def identity(register: Register, name: str) -> str:
    return next(each.body.id for each in register.bodies.list().bodies if each.body.name == name) or ""


def test_the_list_leads_to_bodies(client: TestClient, register: Register) -> None:
    page = client.get("/en/bodies").text
    for each in register.bodies.list().bodies:
        assert f'href="/en/bodies/{each.body.id}"' in page
    assert "<script>window" not in page
    only = client.get("/fr/bodies?country=Laos&name=fleuve").text
    assert "Comité central" in only
    assert "Office" not in only.partition("</header>")[2].partition("<footer")[0].replace("Offices", "")
    assert "no body of that name" in client.get("/en/bodies?name=zzz").text
    assert client.get("/en/bodies?country=Atlantide").status_code == 404


def test_a_body_is_told_with_what_it_stands_to(client: TestClient, register: Register) -> None:
    central, party = (identity(register, name) for name in ("Comité central du Parti du fleuve", "Parti du fleuve"))
    page = client.get(f"/en/bodies/{central}").text
    assert f'<a href="/en/bodies/{party}">Parti du fleuve</a>' in page
    assert "its name says so" in page
    assert "Conseil du Parti" in page
    assert "said by 1 page" in page
    whole = client.get(f"/fr/bodies/{party}").text
    assert "Noy Keo" in whole
    assert f'href="/fr/bodies/{central}"' in whole
    (record, *_) = register.bodies.body(party).records
    assert f"/fr/record/{record}" in whole
    hostile = client.get(f"/en/bodies/{identity(register, HOSTILE)}")
    assert hostile.status_code == 200
    assert "<script>window" not in hostile.text
    assert client.get("/en/bodies/bo-nothing").status_code == 404


def test_programs_read_the_same(client: TestClient, register: Register) -> None:
    def as_json(value: object) -> object:
        return msgspec.json.decode(msgspec.json.encode(value))

    assert client.get("/api/bodies?country=LAO").json() == as_json(register.bodies.list(country="LAO"))
    assert client.get("/api/bodies?country=IGO").json()["total"] == 0
    party = identity(register, "Parti du fleuve")
    assert client.get(f"/api/bodies/{party}").json() == as_json(register.bodies.body(party, 30, "en"))
    assert client.get("/api/bodies/bo-nothing").status_code == 404
