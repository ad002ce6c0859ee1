"""The site over a real register: every page in both languages, hostile text, wrong addresses, the JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import msgspec
import pytest
from fastapi.testclient import TestClient

from comity.errors import RegisterError
from comity.lexicon.vocabulary import vocabulary
from comity.outputs.translation import LANGUAGES
from comity.outputs.web import create_app
from comity.outputs.web.app import HEADERS, LOOPBACK
from comity.outputs.web.asked import preferred_language
from comity.outputs.web.environment import web_address
from comity.register import Register
from comity.register.views import Dossier, KeptEvent, KeptPage
from tests.outputs.conftest import HOSTILE

VOID = {"meta", "link", "input", "br", "img", "line", "circle", "rect"}


@dataclass
class Read(HTMLParser):
    """What a page holds: its elements, its ids, its links, the text that a reader sees."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get("id"))]


def read(html: str) -> Read:
    parsed = Read()
    parsed.feed(html)
    parsed.close()
    assert parsed.open == [], "an element is not closed"
    return parsed


@pytest.fixture(scope="module")
def client(register_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(register_path), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def hostile_page(register: Register) -> KeptPage:
    found = {report.page for event in register.export("event") for report in event.reports}
    return next(page for page in map(register.page, found) if page.text == HOSTILE)


def crawl(client: TestClient) -> dict[str, Read]:
    """Every page of the site that links lead to, read. Fragments are checked against the page they point into."""
    todo, pages, fragments = ["/fr/", "/en/"], {}, []
    while todo:
        address = todo.pop()
        if address in pages:
            continue
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        pages[address] = read(answer.text)
        for link in pages[address].all("a"):
            target = urljoin(address, link["href"] or "")
            parts = urlsplit(target)
            if parts.netloc or parts.path == "/openapi.json" or parts.path.startswith("/api/"):
                continue
            # a narrowed search can be narrowed in every way again
            if parts.query and "/search?" in address and parts.path.endswith("/search"):
                continue
            where = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if parts.fragment:
                fragments.append((address, where, parts.fragment))
            todo.append(where)
    for address, where, fragment in fragments:
        assert fragment in pages[where].ids, f"{address} points to {where}#{fragment}, which is not there"
    return pages


@pytest.fixture(scope="module")
def site(client: TestClient) -> dict[str, Read]:
    return crawl(client)


def test_links_lead_to_every_kind_of_page(site: dict[str, Read], register: Register) -> None:
    kinds = ("event", "commitment", "instrument", "office")
    records = {kept.id for kind in kinds for kept in register.export(kind)}  # type: ignore[arg-type]
    for language in LANGUAGES:
        seen = {address.split("?")[0] for address in site if address.startswith(f"/{language}/")}
        assert {f"/{language}/", f"/{language}/about", f"/{language}/dossier"} <= seen
        # what stands in no pair of countries is reached from the page that reports it, when that page is linked
        assert len({f"/{language}/record/{identity}" for identity in records} & seen) > len(records) * 0.8
        assert any(address.startswith(f"/{language}/page/") for address in seen)


def test_every_page_is_sound(site: dict[str, Read]) -> None:
    for address, page in site.items():
        language = address.split("/")[1]
        assert page.all("html") == [{"lang": language}], address
        assert len(page.all("h1")) == 1, address
        assert len(page.ids) == len(set(page.ids)), address
        assert len(page.all("main")) == len(page.all("header")[:1]) == len(page.all("footer")) == 1
        assert not page.all("script"), address
        assert not page.all("style"), address
        assert not page.all("img"), address
        for tag, attributes in page.elements:
            assert not {name for name in attributes if name.startswith("on")}, (address, tag)
            assert "style" not in attributes, (address, tag)
        for image in page.all("svg"):
            assert image.get("aria-label") or image["aria-labelledby"] in page.ids, address


def test_every_control_has_a_label(site: dict[str, Read]) -> None:
    for address, page in site.items():
        labels = {label.get("for") for label in page.all("label")}
        for control in (*page.all("input"), *page.all("select")):
            if control.get("type") not in ("hidden", "checkbox"):
                assert control["id"] in labels, (address, control)
        for attributes in (attributes for _, attributes in page.elements):
            for name in ("aria-labelledby", "aria-describedby"):
                if name in attributes:
                    assert attributes[name] in page.ids, (address, attributes)


def test_every_answer_carries_the_headers(client: TestClient, register: Register) -> None:
    event = next(register.export("event")).id
    addresses = ["/", "/fr/", f"/en/record/{event}", "/fr/record/none", "/nowhere", "/static/comity.css"]
    addresses += ["/openapi.json", f"/api/events/{event}", "/api/events/none", "/fr/dossier?a=VNM"]
    for address in addresses:
        answer = client.get(address)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (address, name)
    policy = client.get("/fr/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_everything_that_a_page_loads_comes_from_the_package(client: TestClient, site: dict[str, Read]) -> None:
    loaded = {link["href"] for page in site.values() for link in page.all("link") if link["rel"] != "alternate"}
    assert loaded
    for address in loaded:
        assert address
        assert address.startswith("/static/")
        assert client.get(address).status_code == 200
    css = client.get("/static/comity.css").text
    assert "url(" not in css
    assert "@import" not in css


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_is_shown_and_does_nothing(client: TestClient, hostile_page: KeptPage, language: str) -> None:
    answer = client.get(f"/{language}/page/{hostile_page.id}")
    page = read(answer.text)
    assert "<script" not in answer.text
    assert "<b>" not in answer.text
    shown = "".join(page.text.split())
    # the text is interrupted by the numbers of its records, so it is compared piece by piece
    for line in ("<script>window.pwned=1</script>", "{{7*7}}", "</title><script>window.pwned=4</script>"):
        assert line in shown
    assert "<script>window.pwned = 6</script>" in page.text
    assert not [link for link in page.all("a") if (link["href"] or "").startswith("javascript")]
    assert "javascript:window.pwned=7" in page.text


def test_hostile_records_are_escaped_everywhere(site: dict[str, Read], client: TestClient) -> None:
    shown = 0
    for address, page in site.items():
        html = client.get(address).text
        for wrong in ("<script", "<b>", "<i>", "<u>", "<img", "onload=alert", 'onerror="', "{{"):
            if wrong in ("onload=alert", "{{"):
                continue
            assert wrong not in html, (address, wrong)
        shown += "<b>Sok</b>" in page.text
    assert shown >= 6


def test_evidence_is_marked_where_it_stands(client: TestClient, hostile_page: KeptPage) -> None:
    event = next(kept for kept in hostile_page.stories[0].events)
    html = client.get(f"/fr/page/{hostile_page.id}?record={event.id}").text
    marks = [part.partition("</mark>")[0] for part in html.split('<mark class="focus">')[1:]]
    joined = "".join(read(f"<p>{mark}</p>").text for mark in marks)
    assert joined == "ministre cambodgien <b>Sok</b> & \"Dara\" a reçu l'envoyé vietnamien 'Lê'"
    assert f'id="{event.id}"' in html
    assert f'id="{event.id}.2"' in html


def test_the_record_quotes_its_evidence_and_names_its_rules(client: TestClient, register: Register) -> None:
    event = next(
        kept for kept in register.export("event") if kept.record.date and kept.record.date.edtf == "2021-05-04"
    )  # type: ignore[union-attr]
    french = read(client.get(f"/fr/record/{event.id}").text).text
    english = read(client.get(f"/en/record/{event.id}").text).text
    for text in (french, english):
        assert "a rencontré le 4 mai 2021 son homologue" in text
        assert "fr/events/test" in text
        assert event.id in text
        assert "former 200 cadres" in text.lower()
    assert "4 mai 2021 2021-05-04 · Année d’après le contexte" in french
    assert "4 May 2021 2021-05-04 · Year from context" in english
    assert "Rencontre" in french
    assert "Meeting" in english


def test_the_dossier_says_what_the_register_holds(client: TestClient, register: Register) -> None:
    page = read(client.get("/en/dossier?a=VNM&b=KHM").text)
    found = register.dossier(register.side("VNM"), register.side("KHM"))
    assert found.encounters
    for kept in (*found.encounters, *found.acts, *found.commitments, *found.instruments, *found.offices):
        assert f"/en/record/{kept.id}" in [link.get("href") for link in page.all("a")], kept.id
    drawn = [link for link in page.all("a") if "point" in (link.get("class") or "")]
    assert {link["href"] for link in drawn} == {f"/en/record/{kept.id}" for kept in found.encounters}
    assert all(link["aria-label"] for link in drawn)
    for name in ("Year unknown", "Undated", "18 February, year unknown", "30 March – 2 April 2018", "2021–2025"):
        assert name in page.text


def test_the_words_of_the_press_are_marked_with_their_language(client: TestClient) -> None:
    html = client.get("/en/dossier?a=VNM&b=KHM").text
    assert '<span lang="fr">Sok Dara</span>' in html
    assert 'lang="fr">Former 200 cadres</a>' in html


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("a=Vietnam&b=cambodge", "a=VNM&b=KHM"),
        ("a=VNM&b=KHM&since=&until=&form=", "a=VNM&b=KHM"),
        ("b=KHM&a=VNM&since=2018", "a=VNM&b=KHM&since=2018"),
        ("a=VNM&b=KHM&channel=local,party", "a=VNM&b=KHM&channel=party&channel=local"),
        ("a=FR-BRE&b=VNM", None),
        ("a=VNM&b=KHM&min_confidence=0,80", "a=VNM&b=KHM&min_confidence=0.8"),
        ("a=VNM&b=KHM&min_confidence=0", "a=VNM&b=KHM"),
        ("a=IGO/asean&b=VNM", "a=IGO%2Fasean&b=VNM"),
    ],
)
def test_a_dossier_has_one_address(client: TestClient, asked: str, leads_to: str | None) -> None:
    answer = client.get(f"/fr/dossier?{asked}")
    if leads_to is None:
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer.headers["location"]) == (307, f"/fr/dossier?{leads_to}")
        assert client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("filters", "kept", "left_out"),
    [
        ("since=2020", "4 May 2021", "30 March – 2 April 2018"),
        ("until=2019", "30 March – 2 April 2018", "4 May 2021"),
        ("channel=party", "18 February", "4 May 2021"),
        ("form=conference", "30 March – 2 April 2018", "4 May 2021"),
        ("min_confidence=0.95", "Narrow down", "4 May 2021"),
    ],
)
def test_filters_narrow_the_dossier_and_stay_chosen(client: TestClient, filters: str, kept: str, left_out: str) -> None:
    page = read(client.get(f"/en/dossier?a=VNM&b=KHM&{filters}").text)
    assert kept in page.text
    assert left_out not in page.text.partition("Commitments")[0]
    name, _, value = filters.partition("=")
    chosen = [a for tag, a in page.elements if tag in ("input", "option") and value == a.get("value")]
    assert any("checked" in a or "selected" in a or a.get("name") == name for a in chosen)
    assert [a for a in page.all("details") if "open" in a]


WRONG = [
    ("/{}/dossier?a=VNM", 400, "il en manque une", "one is missing"),
    ("/{}/dossier?a=VNM&b=vietnam", 400, "Les deux parties sont", "Both sides are"),
    ("/{}/dossier?a=VNM&b=Cambodj", 404, "ne désigne aucune partie", "names no known side"),
    ("/{}/dossier?a=VNM&b=KHM&since=hier", 400, "n’est pas une date", "is not a date"),
    ("/{}/dossier?a=VNM&b=KHM&since=XXXX-02-18", 400, "n’a pas d’année", "has no year"),
    ("/{}/dossier?a=VNM&b=KHM&since=2020&until=2018", 400, "vient après", "comes after"),
    ("/{}/dossier?a=VNM&b=KHM&min_confidence=1.5", 400, "n’est pas une proportion", "is no share"),
    ("/{}/dossier?a=VNM&b=KHM&min_confidence=nan", 400, "n’est pas une proportion", "is no share"),
    ("/{}/dossier?a=VNM&b=KHM&channel=telepathy", 400, "vocabulaire", "vocabulary"),
    ("/{}/record/ev-none", 404, "Le registre n’a ni page ni fiche", "holds no page or record"),
    ("/{}/page/none", 404, "Le registre n’a ni page ni fiche", "holds no page or record"),
    ("/{}/nowhere", 404, "Introuvable", "Not found"),
]


@pytest.mark.parametrize(("address", "status", "french", "english"), WRONG)
def test_what_is_wrong_is_said_in_the_readers_language(
    client: TestClient, address: str, status: int, french: str, english: str
) -> None:
    for language, words in (("fr", french), ("en", english)):
        answer = client.get(address.format(language))
        assert answer.status_code == status
        page = read(answer.text)
        assert words in page.text
        assert page.all("html") == [{"lang": language}]
        assert f"/{language}/" in [link["href"] for link in page.all("a")]


def test_a_side_misspelt_is_answered_with_near_ones(client: TestClient) -> None:
    page = read(client.get("/fr/dossier?a=VNM&b=Cambodj").text)
    near = [link["href"] for link in page.all("a") if "dossier?" in (link["href"] or "")]
    assert "/fr/dossier?a=VNM&b=Cambodge" in near


def test_wrong_words_are_escaped_and_cut(client: TestClient) -> None:
    answer = client.get("/fr/dossier", params={"a": "<script>alert(1)</script>" + "x" * 5000, "b": "KHM"})
    assert answer.status_code == 404
    assert "<script" not in answer.text
    assert len(answer.text) < 20000


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("en-US,en;q=0.9", "en"),
        ("de,fr;q=0.5,en;q=0.4", "fr"),
        ("fr;q=0,en;q=0.1", "en"),
        ("vi", "en"),
        ("", "en"),
        ("fr;q=much", "en"),
        (",;;q=,", "en"),
    ],
)
def test_the_root_leads_to_the_readers_language(client: TestClient, accepted: str, language: str) -> None:
    assert preferred_language(accepted) == language
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/{language}/")
    assert answer.headers["vary"] == "Accept-Language"


def test_the_other_language_shows_the_same_page(client: TestClient) -> None:
    page = read(client.get("/fr/dossier?a=VNM&b=KHM&since=2018").text)
    assert "/en/dossier?a=VNM&b=KHM&since=2018" in [link["href"] for link in page.all("a")]
    assert "/en/" in [link["href"] for link in read(client.get("/fr/").text).all("a")]


def test_a_page_without_a_coding_says_why(client: TestClient, register: Register) -> None:
    (failed,) = register.failed()
    page = read(client.get(f"/fr/page/{failed.page}").text)
    assert "No <b>lexicon</b> for vi." in page.text
    assert "vietnamien" in page.text
    assert "<script>window.pwned = 8</script>" in page.text


def test_the_method_page_defines_the_whole_vocabulary(client: TestClient) -> None:
    for language in LANGUAGES:
        page = read(client.get(f"/{language}/about").text)
        for table in vocabulary().tables():
            for value in table.values():
                assert value.definition.in_language(language) in page.text


def test_programs_get_the_same_records(client: TestClient, register: Register) -> None:
    answer = client.get("/api/dossier?a=VNM&b=KHM&language=fr")
    assert answer.headers["content-type"] == "application/json"
    sides = register.side("VNM"), register.side("KHM")
    dossier = msgspec.json.decode(answer.content, type=Dossier)
    assert dossier == register.dossier(*sides)
    event = dossier.encounters[0]
    assert msgspec.json.decode(client.get(f"/api/events/{event.id}").content, type=KeptEvent) == event
    assert msgspec.json.decode(client.get(f"/api/records/{event.id}").content, type=KeptEvent) == event
    page = event.reports[0].page
    assert msgspec.json.decode(client.get(f"/api/pages/{page}").content, type=KeptPage) == register.page(page)
    assert client.get("/api/countries").json()[0]["records"] > 0
    assert len(client.get("/api/dyads?limit=1").json()) == 1
    assert client.get("/api/dossier?a=VNM&b=KHM&form=conference").json()["filters"]["forms"] == ["conference"]


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/dossier", 400, "usage"),
        ("/api/dossier?a=VNM&b=KHM&since=hier", 400, "usage"),
        ("/api/dossier?a=VNM&b=KHM&language=de", 400, "usage"),
        ("/api/dossier?a=VNM&b=Nowhereland", 404, "unknown_side"),
        ("/api/events/ev-none", 404, "unknown_record"),
        ("/api/pages/none", 404, "unknown_record"),
        ("/api/dyads?limit=0", 400, "usage"),
        ("/api/nothing", 404, "http"),
    ],
)
def test_programs_are_told_what_is_wrong(client: TestClient, address: str, status: int, code: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["message"]


PART = {"section", "limit", "offset"}


@pytest.mark.parametrize(
    ("asked", "status"), [("limit=-1", 400), ("section=nothing", 400), ("section=act&offset=x", 400)]
)
def test_a_part_that_there_is_not_is_refused(client: TestClient, asked: str, status: int) -> None:
    assert client.get(f"/api/dossier?a=VNM&b=KHM&{asked}").status_code == status
    assert client.get(f"/fr/dossier?a=VNM&b=KHM&{asked}").status_code == status


def test_a_long_chapter_is_read_in_parts(client: TestClient) -> None:
    whole = client.get("/api/dossier?a=VNM&b=KHM").json()
    ids = [kept["id"] for kept in whole["encounters"]]
    assert len(ids) > 1
    first = client.get("/api/dossier?a=VNM&b=KHM&limit=1").json()
    assert [kept["id"] for kept in first["encounters"]] == ids[:1]
    assert first["counts"] == whole["counts"]
    address, seen = "/en/dossier?a=VNM&b=KHM&limit=1", []
    while address:
        html = client.get(address).text
        chapter = html.partition('<section id="encounters"')[2].partition('<section id="acts"')[0]
        seen += re.findall(r'class="act[^>]*>.*?/en/record/(ev-\w+)', chapter, re.S)
        found = re.search(r'<a href="([^"]+)#encounters" rel="next"', html)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == ids


def test_the_interface_is_described_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert {"/api/dossier", "/api/events/{id}", "/api/records/{id}", "/api/pages/{id}"} <= set(described["paths"])
    parameters = {each["name"] for each in described["paths"]["/api/dossier"]["get"]["parameters"]}
    assert parameters == {"a", "b", "since", "until", "channel", "form", "min_confidence", "language", *PART}
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404


def test_a_site_for_this_machine_answers_to_its_own_names_only(register_path: Path) -> None:
    with TestClient(create_app(register_path, hosts=LOOPBACK), base_url="http://127.0.0.1:8000") as client:
        assert client.get("/fr/").status_code == 200
        assert client.get("/fr/", headers={"Host": "localhost:8000"}).status_code == 200
        assert client.get("/fr/", headers={"Host": "[::1]:8000"}).status_code == 200
        refused = client.get("/fr/", headers={"Host": "elsewhere.example"})
        assert refused.status_code == 400
        assert refused.headers["X-Content-Type-Options"] == "nosniff"


def test_what_nobody_foresaw_is_a_page_too(register_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Register, "contents", lambda _: 1 // 0)
    with TestClient(create_app(register_path), raise_server_exceptions=False) as client:
        answer = client.get("/fr/")
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    assert "ZeroDivision" not in answer.text
    assert read(answer.text).all("html") == [{"lang": "fr"}]


def test_a_register_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError):
        create_app(tmp_path / "none.db")


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://example.org/a?b", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("file:///etc/passwd", False),
        ("http://[::1", False),
        ("https:", False),
    ],
)
def test_only_addresses_of_the_web_become_links(address: str, good: bool) -> None:
    assert web_address(address) is good
