"""Searching on the site, by programs and in the terminal: all find the same, and a link holds all that is asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from fastapi.testclient import TestClient
from rich.console import Console, RenderableType

from comity.outputs.search_text import render_facets, render_results
from comity.outputs.web import create_app
from comity.register import Register
from comity.register.searching.views import FOUND_KINDS, Query


class Links(HTMLParser):
    """The addresses that a page links to, and what is marked on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.marked: list[str] = []
        self._in_mark = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_mark = tag == "mark"
        if tag == "a":
            self.hrefs.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data: str) -> None:
        if self._in_mark:
            self.marked.append(data)


@pytest.fixture(scope="module")
def client(register_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(register_path), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("q=rencontr%C3%A9e", None),
        ("", None),
        ("q=&a=&b=&since=&until=&min_confidence=&person=&place=", "/en/search"),
        ("q=visite&a=Cambodge", "/en/search?q=visite&a=KHM"),
        ("b=Vietnam", "/en/search?a=VNM"),
        ("form=meeting,visit&channel=party", "/en/search?channel=party&form=visit&form=meeting"),
        ("a=KHM&b=KHM", "/en/search?a=KHM"),
        ("after=3_1", "/en/search"),
        ("status=signed&status=held&kind=event", "/en/search?status=held&status=signed&kind=event"),
    ],
)
def test_a_search_has_one_address(client: TestClient, asked: str, leads_to: str | None) -> None:
    answer = client.get(f"/en/search?{asked}" if asked else "/en/search")
    assert answer.status_code == (200 if leads_to is None else 307)
    assert answer.headers.get("location") == leads_to


def test_what_is_found_is_marked_in_its_sentence(client: TestClient) -> None:
    page = Links(client.get("/fr/search?q=rencontree+homologues&kind=event").text)
    assert page.marked == ["rencontré", "homologue"]
    assert any(href.startswith("/fr/record/ev-") for href in page.hrefs)


def test_filters_lead_to_narrower_searches_and_back(client: TestClient, register: Register) -> None:
    whole = Links(client.get("/en/search?q=vietnam&kind=event").text)
    narrower = [href for href in whole.hrefs if "channel=local" in href and href.startswith("/en/search")]
    assert narrower == ["/en/search?q=vietnam&channel=local&kind=event"]
    answer = client.get(narrower[0])
    assert answer.status_code == 200
    expected = register.searching.totals(Query(words="vietnam", channels=("local",)))["event"]
    assert f'Events <span class="count">{expected}</span>' in answer.text
    assert "/en/search?q=vietnam&kind=event" in Links(answer.text).hrefs


def test_a_person_is_told_by_name_and_asked_for_by_id(client: TestClient, register: Register) -> None:
    person = register.people.list("Sok Dara").people[0]
    asked = f"person={person.person.id}"
    whole = client.get("/en/search")
    assert any(href.endswith(asked) for href in Links(whole.text).hrefs)
    answer = client.get(f"/en/search?{asked}")
    assert "Person: Sok Dara" in answer.text
    assert f'type="hidden" name="person" value="{person.person.id}"' in answer.text
    assert f"/en/search?{asked}" in Links(client.get(f"/en/people/{person.person.id}").text).hrefs
    by_name = client.get("/en/search?person=Sok+Dara").text
    assert 'id="person" name="person" autocomplete="off" value="Sok Dara"' in by_name
    lost = client.get("/en/search?person=pe-nobody")
    assert lost.status_code == 400
    assert "pe-nobody" in lost.text


def test_hostile_words_are_escaped(client: TestClient) -> None:
    answer = client.get("/en/search", params={"q": '"><script>window.pwned=9</script>'})
    assert answer.status_code == 200
    assert "<script" not in answer.text
    found = client.get("/en/search", params={"q": "script pwned"})
    assert "<script" not in found.text
    assert "script" in Links(found.text).marked


@pytest.mark.parametrize("words", ['"', "((", "OR", "* -", "NEAR(a, b)", "'; DROP TABLE page; --", "\x00", "𝕏 ﷺ", "-"])
def test_any_words_are_answered(client: TestClient, words: str) -> None:
    for address in ("/fr/search", "/api/search", "/api/search/facets"):
        assert client.get(address, params={"q": words}).status_code in (200, 307)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("a=Atlantide", 404),
        ("since=hier", 400),
        ("since=2020&until=2019", 400),
        ("channel=pigeon", 400),
        ("kind=dog", 400),
        ("order=random", 400),
        ("kind=event&after=nowhere", 400),
        ("min_confidence=2", 400),
    ],
)
def test_what_is_wrong_is_said(client: TestClient, asked: str, status: int) -> None:
    for address in ("/fr/search", "/api/search"):
        assert client.get(f"{address}?{asked}").status_code == status


def as_json(answer: object) -> object:
    return msgspec.json.decode(msgspec.json.encode(answer))


def test_programs_read_part_after_part(client: TestClient, register: Register) -> None:
    whole = client.get("/api/search?q=vietnam").json()
    assert whole == as_json(register.searching.find(Query(words="vietnam")))
    found, after = [], None
    while True:
        asked = {"q": "vietnam", "limit": 1, **({"after": after} if after else {})}
        part = client.get("/api/search", params=asked).json()
        found += part["found"]
        after = part["after"]
        if after is None:
            break
    assert found == whole["found"]


def test_programs_get_counts(client: TestClient, register: Register) -> None:
    told = client.get("/api/search/facets?q=vietnam&kind=event").json()
    assert told["totals"] == register.searching.totals(Query(words="vietnam"))
    assert told["facets"] == as_json(register.searching.facets(Query(words="vietnam")))


def test_what_is_found_can_be_taken_away(client: TestClient, register: Register) -> None:
    ids = [found.id for found in register.searching.find(Query(words="vietnam"), order="newest").found]
    page = Links(client.get("/en/search?q=vietnam").text)
    links = [href for href in page.hrefs if href.startswith("/api/search/export") and "kind=event" in href]
    assert [parse_qs(urlsplit(link).query)["format"] for link in links] == [["csv"], ["jsonl"]]
    table = list(csv.DictReader(io.StringIO(client.get(links[0]).text)))
    lines = [msgspec.json.decode(line) for line in client.get(links[1]).text.splitlines()]
    assert [row["id"] for row in table] == [line["id"] for line in lines] == ids
    assert client.get("/api/search/export?since=never").status_code == 400


def printed(renderable: RenderableType) -> str:
    console = Console(width=100, no_color=True)
    with console.capture() as captured:
        console.print(renderable)
    return captured.get()


def test_the_terminal_shows_the_sentence_found(register: Register) -> None:
    query = Query(words="rencontree homologues")
    text = printed(render_results([register.searching.find(query, kind) for kind in FOUND_KINDS], "fr"))
    assert "Événements (1)" in text
    assert "▸rencontré◂ le 4 mai 2021 son ▸homologue◂" in " ".join(text.split())
    assert "Engagements" not in text
    assert printed(render_results([register.searching.find(Query(words="zzz"))], "en")) == "Nothing was found.\n"
    facets = printed(render_facets(register.searching.facets(Query(words="vietnam")), "en"))
    assert "Local [local]" in facets


def test_the_terminal_says_how_to_go_on(register: Register) -> None:
    part = register.searching.find(Query(words="vietnam"), limit=1)
    assert f"--kind events --after {part.after}" in printed(render_results([part], "en", whole=True))
    assert not (part.after or "").startswith("-")
