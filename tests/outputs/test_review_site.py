"""Reviewing by JSON and by the page's forms: only for a reviewer, and only from the site itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from comity.errors import UsageError
from comity.outputs.web import create_app
from comity.outputs.web.app import HEADERS, LOOPBACK, serve
from comity.register import open_register
from tests.register.factory import SUMMIT, summit

METADATA = {"published": "2021-05-05", "publisher": "AVI", "url": "https://example.org/sommet"}
PAGE = summit().page().id
HERE = "http://localhost"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "comity.db"
    with open_register(path, create=True) as register:
        register.keep(summit(**METADATA).coding())
    return path


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    app = create_app(path, hosts=LOOPBACK, reviewer="Ana")
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield client


def meeting(client: TestClient) -> dict[str, Any]:
    items: list[dict[str, Any]] = client.get("/api/review/queue?kind=event").json()
    return next(item for item in items if item["kept"]["record"]["form"] == "meeting")


def test_decisions_by_json(client: TestClient) -> None:
    item = meeting(client)
    at = f"/api/review/records/{item['kept']['id']}"
    told = client.post(f"{at}/change", json={"changes": {"form": "talks"}, "version": item["version"], "reason": "so"})
    assert (told.status_code, told.json()["fields"]) == (200, ["form"])
    assert client.get(f"/api/records/{item['kept']['id']}").json()["record"]["form"] == "talks"
    stale = client.post(f"{at}/reject", json={"version": item["version"]})
    assert stale.status_code == 400
    assert "changed meanwhile" in stale.json()["error"]["message"]
    assert client.post(f"{at}/undo", json={}).json()["action"] == "undone"
    assert client.post(f"{at}/reject", json={}).json()["state"] == "rejected"
    assert client.post(f"{at}/accept", json={}).json()["state"] == "accepted"
    rows = client.get(f"/api/review/decisions?record={item['kept']['id']}").json()
    assert {row["author"] for row in rows} == {"Ana"}
    assert client.get("/api/review/waiting").json()["decided"] == 1


def test_on_which_event_a_document_hangs_by_json_and_by_the_form(client: TestClient) -> None:
    (item,) = client.get("/api/review/queue?kind=instrument").json()
    document, before = item["kept"]["id"], item["kept"]["event"]
    other = next(each["kept"]["id"] for each in client.get("/api/review/queue?kind=event").json()
                 if each["kept"]["id"] != before)  # fmt: skip
    told = client.post(f"/api/review/records/{document}/change", json={"changes": {"event": other}})
    assert (told.status_code, told.json()["fields"]) == (200, ["event"])
    assert client.get(f"/api/records/{document}").json()["event"] == other
    page = client.get(f"/en/review?record={document}").text
    assert f'<option value="{before}">' in page
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    form = {"token": token[1], "id": document, "action": "change", "changes": "", "words": "", "event": before}
    assert client.post("/en/review", data=form, headers={"Origin": HERE}).status_code == 303
    assert client.get(f"/api/records/{document}").json()["event"] == before
    assert client.post("/en/review", data={**form, "event": ""}, headers={"Origin": HERE}).status_code == 303
    assert client.get(f"/api/records/{document}").json()["event"] is None
    assert client.post("/en/review", data={**form, "event": "-"}, headers={"Origin": HERE}).status_code == 400
    assert client.post(f"/api/review/records/{document}/undo", json={}).json()["fields"] == ["event"]
    assert client.get(f"/api/records/{document}").json()["event"] == before


def test_a_missed_record_by_json(client: TestClient) -> None:
    start = SUMMIT.index("M. Binh a remercié")
    said = {"kind": "event", "said": {"form": "praise", "actor": ["VNM"], "recipient": "KHM"}}
    added = client.post(f"/api/review/pages/{PAGE}/records", json={**said, "words": [f"{start}:{start + 18}"]}).json()
    kept = client.get(f"/api/records/{added['id']}").json()
    assert kept["record"]["recipient"][0]["country"] == "KHM"
    assert SUMMIT[kept["record"]["evidence"][0]["start"] :].startswith("M. Binh")


@pytest.mark.parametrize(
    ("where", "body", "status", "told"),
    [
        ("records/ev-aaaaaaaaaaaa/accept", {}, 404, "no record"),
        ("records/MEETING/change", {"changes": {"form": "tlaks"}}, 400, "vocabulary"),
        ("records/MEETING/change", {"changes": {"form": 5}}, 400, "vocabulary"),
        ("records/MEETING/change", {"changes": {"actor": 5}}, 400, "names no sides"),
        ("records/MEETING/change", {"changes": {"place": {"name": 5}}}, 400, "place"),
        ("records/MEETING/accept", {"whatever": 1}, 400, "whatever"),
        (f"pages/{PAGE}/records", {"kind": "act"}, 400, "kind"),
        (f"pages/{PAGE}/records", {"kind": "event", "words": ["1:5"]}, 400, "lacks"),
        (f"pages/{PAGE}/done", {}, 400, "wait for a decision"),
        ("merge", {"ids": []}, 400, ""),
    ],
)
def test_mistakes_are_told(client: TestClient, where: str, body: dict[str, Any], status: int, told: str) -> None:
    answer = client.post(f"/api/review/{where.replace('MEETING', meeting(client)['kept']['id'])}", json=body)
    assert answer.status_code == status, answer.text
    assert told in answer.json()["error"]["message"]
    assert client.get("/api/review/decisions").json() == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://localhost:81"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"host": "elsewhere.example"}, 400),
        ({"origin": HERE, "sec-fetch-site": "same-origin"}, 200),
        ({}, 200),
    ],
)
def test_no_other_site_decides(client: TestClient, headers: dict[str, str], status: int) -> None:
    at = f"/api/review/records/{meeting(client)['kept']['id']}/accept"
    answer = client.post(at, content=b"{}", headers={"content-type": "application/json", **headers})
    assert answer.status_code == status, answer.text
    assert len(client.get("/api/review/decisions").json()) == (status == 200)


def test_nobody_decides_where_there_is_no_reviewer(path: Path) -> None:
    before = path.read_bytes()
    with TestClient(create_app(path, hosts=LOOPBACK), base_url=HERE) as client:
        at = f"/api/review/records/{meeting(client)['kept']['id']}/accept"
        assert client.post(at, json={}).status_code in (404, 405)
        assert client.post("/fr/review", data={"action": "accept"}).status_code in (404, 405)
        assert client.get("/fr/review").status_code == 404
        assert "/review" not in client.get("/fr/").text
    assert path.read_bytes() == before


def test_a_reviewer_is_served_on_this_machine_alone(path: Path) -> None:
    with pytest.raises(UsageError, match="would decide as 'Ana'"):
        serve(path, "0.0.0.0", 0, "Ana")


# --- the page ---


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the form that decides on the record."""
    form = html[html.index('class="decide"') :]
    form = form[: form.index("</form>")]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_shows_the_worthiest_record_and_takes_decisions(client: TestClient, language: str) -> None:
    first = client.get("/api/review/queue?limit=1").json()[0]["kept"]["id"]
    page = client.get(f"/{language}/review")
    assert first in page.text
    assert "<mark>" in page.text
    assert page.headers["content-security-policy"] == f"{HEADERS['Content-Security-Policy']}; script-src 'self'"
    form = hidden(page.text)
    assert form["id"] == first
    answer = client.post(f"/{language}/review", data={**form, "action": "accept", "reason": "as printed"})
    assert answer.status_code == 303
    after = client.get(answer.headers["location"])
    assert first in after.text
    assert hidden(after.text)["id"] != first
    undone = client.post(f"/{language}/review", data={**form, "action": "undo"})
    assert undone.status_code == 303
    assert client.get("/api/review/waiting").json()["decided"] == 0


def test_several_decisions_are_undone_by_json(client: TestClient) -> None:
    ids = [item["kept"]["id"] for item in client.get("/api/review/queue").json()[:3]]
    for identity in ids:
        client.post(f"/api/review/records/{identity}/accept", json={})
    told = client.post("/api/review/undo", json={"number": 2, "reason": "too fast"}).json()
    assert [act["id"] for act in told["acts"]] == [ids[2], ids[1]]
    assert told["stopped"] is None
    told = client.post("/api/review/undo", json={"number": 2}).json()
    assert [act["id"] for act in told["acts"]] == [ids[0]]
    assert "Ana has decided nothing more" in told["stopped"]
    nothing = client.post("/api/review/undo", json={"number": 2})
    assert nothing.status_code == 400
    assert "Ana has decided nothing more" in nothing.json()["error"]["message"]
    assert client.post("/api/review/undo", json={"number": 0}).status_code in (400, 422)


@pytest.mark.parametrize(("language", "told"), [("fr", "2 décisions annulées"), ("en", "2 decisions undone")])
def test_several_decisions_are_undone_by_the_form(client: TestClient, language: str, told: str) -> None:
    ids = [item["kept"]["id"] for item in client.get("/api/review/queue").json()[:2]]
    for identity in ids:
        client.post(f"/api/review/records/{identity}/accept", json={})
    form = hidden(client.get(f"/{language}/review").text) | {"action": "undo_last"}
    answer = client.post(f"/{language}/review", data={**form, "number": "3"})
    assert answer.status_code == 303
    after = client.get(answer.headers["location"]).text
    assert told in after
    assert all(identity in after for identity in ids)
    assert "Ana has decided nothing more" in after
    assert client.get("/api/review/waiting").json()["decided"] == 0
    for number in ("3", "no", "0", "9" * 5000):
        wrong = client.post(f"/{language}/review", data={**form, "number": number})
        assert wrong.status_code == 400
        assert 'role="alert"' in wrong.text


def test_a_mistake_in_a_form_keeps_what_was_written(client: TestClient) -> None:
    identity = meeting(client)["kept"]["id"]
    form = hidden(client.get(f"/en/review?record={identity}").text)
    answer = client.post("/en/review", data={**form, "action": "change", "changes": "form=tlaks", "reason": "<b>"})
    assert answer.status_code == 400
    assert "&#39;talks&#39;" in answer.text
    assert "form=tlaks" in answer.text
    assert "&lt;b&gt;" in answer.text
    added = {**form, "page": PAGE, "kind": "event", "selected": "M. Binh a remercié", "said": "form=praise\nactor=VNM"}
    assert client.post("/en/review", data={**added, "action": "add"}).status_code == 303
    assert client.post("/en/review", data={**form, "action": "change", "changes": "form=talks"}).status_code == 303
    assert client.get(f"/api/records/{identity}").json()["record"]["form"] == "talks"


@pytest.mark.parametrize(
    ("change", "headers", "status"),
    [
        ({"token": "x"}, {}, 403),
        ({}, {"origin": "https://elsewhere.example"}, 403),
        ({"action": "drop"}, {}, 400),
        ({"id": "ev-aaaaaaaaaaaa"}, {}, 404),
        ({}, {"origin": HERE}, 303),
    ],
)
def test_forms_of_other_sites_decide_nothing(
    client: TestClient, change: dict[str, str], headers: dict[str, str], status: int
) -> None:
    form = hidden(client.get("/en/review").text)
    answer = client.post("/en/review", data={**form, "action": "accept", **change}, headers=headers)
    assert answer.status_code == status
    assert len(client.get("/api/review/decisions").json()) == (status == 303)


def test_when_all_is_decided_the_page_says_so(client: TestClient) -> None:
    for item in client.get("/api/review/queue").json():
        client.post(f"/api/review/records/{item['kept']['id']}/accept", json={"version": item["version"]})
    assert "Nothing waits for a look." in client.get("/en/review").text
    assert client.post(f"/api/review/pages/{PAGE}/done", json={}).json()["action"] == "done"
