"""What became of commitments and documents, on the site and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from comity.outputs.web import create_app
from comity.register import open_register
from tests.outputs.test_site import Read
from tests.register.following.test_register import FIRST, NAMED, add, opened, promised, signed

HOSTILE = "<script>window.pwned = 1</script>"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TestClient]:
    path = tmp_path / "comity.db"
    with open_register(path, create=True) as register:
        named = signed(NAMED, "2020-05-05", "2019/2021", status="in_force")
        add(register, promised(), opened(), signed(FIRST, "2019-02-03", "2019/2021"), named)
        (followed,) = register.following.commitments(register.side("LAO"), register.side("JPN")).found
        deed = followed.proposals[0].kept.id
        register.following.confirm(followed.kept.id, deed, f"Mai {HOSTILE}", HOSTILE)
        register.following.set_score(followed.kept.id, 1, "2021", "Mai")
    with TestClient(create_app(path)) as client:
        yield client


def read(client: TestClient, address: str, status: int = 200) -> Read:
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:500]
    page = Read()
    page.feed(answer.text)
    page.close()
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert not page.all("script")
    return page


def the(client: TestClient, kind: str) -> str:
    followed = client.get("/api/commitments", params={"a": "LAO", "b": "JPN"}).json()["found"][0]
    agreement = client.get("/api/agreements", params={"a": "LAO", "on": "2020-06-01"}).json()["found"][0]
    return str({"commitment": followed["kept"]["id"], "instrument": agreement["id"],
                "event": followed["kept_by"][0]["kept"]["id"]}[kind])  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("commitment", ("What became of it", "Done", "confirmed by Mai", HOSTILE, "the same words", "Score 1 by 2021")),
        ("instrument", ("This document over time", "2019 – 2021", "Found by the rule", "signed → in force")),
        ("event", ("Commitments that it keeps, or may keep", "Confirmed by Mai")),
    ],
)
def test_a_record_tells_what_became_of_it(site: TestClient, kind: str, words: tuple[str, ...]) -> None:
    page = read(site, f"/en/record/{the(site, kind)}")
    for said in words:
        assert said in " ".join(page.text.split())
    assert "Ce qu’il en est" in read(site, f"/fr/record/{the(site, 'commitment')}").text


def test_the_bar_of_an_agreement_is_drawn_from_its_period(site: TestClient) -> None:
    page = read(site, f"/en/record/{the(site, 'instrument')}")
    assert [float(mark["cx"] or -1) for mark in page.all("circle")] == pytest.approx([18.1, 268.5])
    # the day of the reader is long past the end: it has no place on the bar
    assert not page.all("line")


def test_the_agreements_of_two_sides_have_a_page(site: TestClient) -> None:
    assert "2019 – 2021" in read(site, "/en/agreements?a=LAO&b=JPN").text.replace("\n", " ")
    assert "no such agreement" in read(site, "/en/agreements?a=LAO&b=JPN&ending=12").text
    links = {link.get("href") for link in read(site, "/fr/dossier?a=LAO&b=JPN&limit=200").all("a")}
    assert "/fr/agreements?a=LAO&b=JPN" in links


@pytest.mark.parametrize("ending", ["x", "0", "-3", "99999", "1²"])
def test_terms_that_are_none_are_refused(site: TestClient, ending: str) -> None:
    page = read(site, f"/fr/agreements?a=LAO&b=JPN&ending={ending}", 400)
    assert "n’est pas un nombre de mois" in page.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/commitments?a=LAO&b=JPN&open=true", 200),
        ("/api/commitments?a=LAO", 400),
        ("/api/commitments/co-aaaaaaaaaaaa", 404),
        ("/api/agreements", 400),
        ("/api/agreements?a=Atlantide", 404),
        ("/api/agreements?a=LAO&ending=0", 400),
        ("/api/agreements?a=LAO&on=demain", 400),
        ("/api/agreements?a=LAO&b=JPN&ending=12&on=2021-01-01", 200),
    ],
)
def test_programs_are_answered_in_json(site: TestClient, address: str, status: int) -> None:
    answer = site.get(address)
    assert answer.status_code == status
    assert ("error" in answer.json()) == (status != 200)
    found = answer.json().get("found")
    assert status != 200 or len(found) == (0 if "open" in address else 1)


def test_one_commitment_is_answered_whole(site: TestClient) -> None:
    identity = the(site, "commitment")
    told = site.get(f"/api/commitments/{identity}").json()
    assert told["stage"]["stage"] == "done"
    assert told["score"]["value"] == 1
    assert told["kept_by"][0]["link"]["note"] == HOSTILE
