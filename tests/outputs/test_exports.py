"""Exports: what a data set holds, row by row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comity.errors import UsageError
from comity.outputs.exports import KINDS, export
from comity.register import Register, open_register
from comity.register.people.views import AuthorityEntry
from tests.register.factory import SUMMIT, Draft, asean, brittany, party, summit


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with open_register(tmp_path / "comity.db", create=True) as register:
        list(register.add([summit(url="https://example.org/1", published="2021-05-05").coding(), brittany().coding()]))
        yield register


def table(register: Register, kind: str, **options: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(export(register, kind, format="csv", **options)))))


def lines(register: Register, kind: str, **options: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export(register, kind, format="jsonl", **options)]


def test_events_as_csv(register: Register) -> None:
    rows = table(register, "events")
    assert [row["form"] for row in rows[:3]] == ["meeting", "meeting", "commitment"]
    assert {row["form"] for row in rows[3:]} == {"gift", "thanks"}
    meeting = next(row for row in rows if row["place"] == "Hanoï")
    assert meeting["id"].startswith("ev-")
    assert (meeting["date"], meeting["first_day"], meeting["last_day"]) == ("2021-05-04",) * 3
    assert (meeting["actor_countries"], meeting["recipient_names"]) == ("KHM", "Lê Van Binh")
    assert (meeting["recalled"], meeting["intensity"], meeting["amount"]) == ("false", "4.0", "")
    assert meeting["quotes"] == "a rencontré le 4 mai 2021 son homologue"
    assert meeting["urls"] == "https://example.org/1"
    page, _, offsets = meeting["evidence"].partition(":")
    start, end = map(int, offsets.split("-"))
    assert SUMMIT[start:end] == meeting["quotes"]
    assert meeting["pages"].startswith(page)


@pytest.mark.parametrize("kind", list(KINDS))
def test_records_of_less_confidence_are_left_out(register: Register, kind: str) -> None:
    assert lines(register, kind, min_confidence=0.9) == lines(register, kind)
    assert lines(register, kind, min_confidence=0.91) == []
    assert table(register, kind, min_confidence=0.91) == []


def test_a_vague_date_spans_days(register: Register) -> None:
    visit = next(row for row in table(register, "events") if row["date"] == "2019-03")
    assert (visit["first_day"], visit["last_day"]) == ("2019-03-01", "2019-03-31")


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("text", [True, False])
def test_every_kind_in_both_formats_says_the_same(register: Register, kind: str, text: bool) -> None:
    rows, objects = table(register, kind, text=text), lines(register, kind, text=text)
    assert [row["id"] for row in rows] == [one["id"] for one in objects]
    assert rows
    assert len({row["id"] for row in rows}) == len(rows)
    for row, one in zip(rows, objects, strict=True):
        assert row["pages"] == "|".join(report["page"] for report in one["reports"])
        assert float(row["confidence"]) == one["confidence"]


def test_json_lines_hold_the_record_and_its_reports(register: Register) -> None:
    meeting = next(one for one in lines(register, "events") if one["place"])
    assert meeting["plover"] == "CONSULT"
    assert meeting["differs"] == {}
    (report,) = meeting["reports"]
    assert report["report"] == "s0/e0"
    assert report["sources"][0]["url"] == "https://example.org/1"
    (span,) = report["evidence"]
    assert span["text"] == SUMMIT[span["start"] : span["end"]]
    assert span["for"] == ["status", "actor"]


def test_commitments_name_the_event_of_the_register(register: Register) -> None:
    events = {one["id"] for one in lines(register, "events")}
    commitments = lines(register, "commitments")
    assert {one["event"] for one in commitments} <= events
    assert {one["stage"] for one in commitments} == {"stated"}


@pytest.mark.parametrize("format", ["csv", "jsonl"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_without_text_no_words_are_quoted(register: Register, kind: str, format: str) -> None:
    said = "".join(export(register, kind, format=format, text=False))  # type: ignore[arg-type]
    for words in ("a rencontré", "porter leurs échanges", "former 200 cadres", "Un protocole", "visite officielle"):
        assert words not in said
    rows = table(register, kind, text=False)
    assert all(row["pages"] and row["evidence"] for row in rows)
    assert "quotes" not in rows[0]


def test_without_text_addresses_hashes_and_offsets_stay(register: Register) -> None:
    meeting = next(one for one in lines(register, "events", text=False) if one["place"])
    (report,) = meeting["reports"]
    assert len(report["page"]) == 64
    assert report["sources"][0]["url"] == "https://example.org/1"
    assert {"start", "end", "for"} == set(report["evidence"][0])


def test_dyadic_rows_are_pairs(register: Register) -> None:
    rows = table(register, "events", dyadic=True)
    directed = [row for row in rows if row["date"] == "2019-03"]
    # a region and its president, received by one city
    assert [(row["actor_name"], row["recipient_name"]) for row in directed] == [
        ("Région Bretagne", "ville de Hué"),
        ("Maël Kerbrat", "ville de Hué"),
    ]
    assert {row["symmetric"] for row in directed} == {"false"}
    (agreed,) = [row for row in rows if row["form"] == "commitment"]
    assert (agreed["actor_country"], agreed["recipient_country"], agreed["symmetric"]) == ("KHM", "VNM", "true")


def test_symmetric_pairs_join_sides_once(tmp_path: Path) -> None:
    draft = Draft("Le Laos, le Vietnam, l'ASEAN et deux ministres se sont réunis. Le Laos a parlé.\n")
    people = [party("LAO", "Ana Sol"), party("LAO", "Bo Keo"), party("VNM"), asean()]
    draft.event("se sont réunis", people)
    draft.event("Le Laos a parlé", [party("LAO")], form=None)
    with open_register(tmp_path / "c.db", create=True) as register:
        list(register.add([draft.coding()]))
        rows = table(register, "events", dyadic=True)
        objects = lines(register, "events", dyadic=True)
    joined = [(row["actor_key"], row["recipient_key"], row["symmetric"]) for row in rows]
    assert joined == [
        ("LAO/person/ana-sol", "VNM", "true"),
        ("LAO/person/ana-sol", "IGO/asean", "true"),
        ("LAO/person/bo-keo", "VNM", "true"),
        ("LAO/person/bo-keo", "IGO/asean", "true"),
        ("VNM", "IGO/asean", "true"),
        ("LAO", "", "false"),
    ]
    assert [one["actor"]["key"] for one in objects] == [row["actor_key"] for row in rows]
    assert objects[-1]["recipient"] is None


@pytest.mark.parametrize("kind", ["commitments", "instruments"])
def test_commitments_and_instruments_have_pairs_too(register: Register, kind: str) -> None:
    rows = table(register, kind, dyadic=True)
    assert ("KHM", "VNM") in {(row["actor_country"], row["recipient_country"]) for row in rows}


def test_a_page_cannot_put_a_formula_into_a_spreadsheet(tmp_path: Path) -> None:
    text = '=HYPERLINK("http://evil.example";"x") a rencontré\n+1 Le Laos\n'
    draft = Draft(text, publisher="@SUM(1)", url="-2+3")
    draft.event('=HYPERLINK("http://evil.example";"x")', [party("LAO", "=1+1")], [party("VNM", "\t=2\nx")])
    draft.instrument("+1 Le Laos\n", [party("LAO")], title="  =cmd|' /C calc'!A0")
    with open_register(tmp_path / "c.db", create=True) as register:
        list(register.add([draft.coding()]))
        rows = [row for kind in ("events", "instruments") for row in table(register, kind)]
        (event,) = lines(register, "events")
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@", "-"))]
    assert rows[0]["quotes"] == "'" + event["reports"][0]["evidence"][0]["text"]
    assert event["actor"][0]["name"] == "=1+1"


@pytest.mark.parametrize(
    ("kind", "dyadic"),
    [(kind, dyadic) for kind in KINDS for dyadic in (False, True) if kind != "offices" or not dyadic],
)
def test_every_column_is_documented(register: Register, kind: str, dyadic: bool) -> None:
    said = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")
    header = next(export(register, kind, dyadic=dyadic)).strip().split(",")
    slots = () if dyadic else ("actor", "recipient", "by", "to", "parties", "signatories")
    for column in header:
        known = {column, *(f"{slot}_…" for slot in slots if column.startswith(f"{slot}_"))}
        known |= {"recipient_…"} if dyadic and column.startswith("recipient_") else set()
        assert any(f"`{name}`" in said for name in known), f"docs/exports.md does not tell of {column}"


def test_an_empty_register_has_a_header(tmp_path: Path) -> None:
    with open_register(tmp_path / "c.db", create=True) as register:
        for kind in KINDS:
            (header,) = export(register, kind)
            assert header.startswith("id,")
            assert list(export(register, kind, format="jsonl")) == []


@pytest.mark.parametrize(
    ("kind", "options"), [("pages", {}), ("events", {"format": "xlsx"}), ("offices", {"dyadic": True}), ("", {})]
)
def test_what_cannot_be_exported_is_refused(register: Register, kind: str, options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        list(export(register, kind, **options))


@pytest.fixture
def known(tmp_path: Path) -> Iterator[Register]:
    """A register with a person under two names, a namesake, a body, and an authority file that knows some of them."""
    minister = {"office": "ministre", "of": "ministère de la Pêche"}
    first = Draft("Samdech Sok Dara et Lê Binh se sont vus. L'Office des eaux et le Laos ont parlé.")
    office = party("KHM", "Office des eaux", "body")
    dara = party("KHM", "Samdech Sok Dara", **minister)
    first.event("se sont vus", [dara], [party("VNM", "Lê Binh")], date="2020-01-02")
    first.event("ont parlé", [office, party("KHM", "Sok Dara", **minister), party("LAO")], date="2021-01-02")
    first.office("Samdech Sok Dara", "Samdech Sok Dara", "ministre", "KHM", of="ministère de la Pêche", asof="2020")
    first.commitment("ont parlé", [office], [party("LAO")])
    with open_register(tmp_path / "known.db", create=True) as register:
        register.keep(first.coding())
        entries = [
            AuthorityEntry(id="Q1", kind="person", name="Sok Dara", names=("Sok Dara",), country="KHM"),
            AuthorityEntry(id="B1", kind="body", name="Office des eaux du Cambodge", names=(), country="KHM"),
            AuthorityEntry(id="B2", kind="body", name="Ministère de la Pêche", names=(), country="KHM"),
        ]
        register.people.import_authority(entries, "who.csv")
        yield register


def test_people_and_bodies_are_told_by_identifiers(known: Register) -> None:
    (dara,) = known.people.list("Sok Dara").people
    (binh,) = known.people.list("Binh").people
    (office,) = known.bodies.list("office").bodies
    first, second = table(known, "events")
    assert (first["actor_names"], first["actor_ids"], first["actor_authority_ids"]) == (
        "Samdech Sok Dara", dara.person.id, "Q1"
    )  # fmt: skip
    assert (first["recipient_ids"], first["recipient_authority_ids"]) == (binh.person.id, "")
    assert second["actor_names"] == "Office des eaux|Sok Dara|LAO"
    assert second["actor_ids"] == f"{office.body.id}|{dara.person.id}|"
    assert second["actor_authority_ids"] == "B1|Q1|"
    (held,) = table(known, "offices")
    assert (held["person_id"], held["person_authority_id"], held["of_authority_id"]) == (dara.person.id, "Q1", "B2")
    (promise,) = table(known, "commitments")
    assert (promise["by_ids"], promise["to_ids"]) == (office.body.id, "")
    (_, talks) = lines(known, "events")
    assert [(one.get("id"), one.get("authority")) for one in talks["actor"]] == [
        (office.body.id, ["B1"]), (dara.person.id, ["Q1"]), (None, None)
    ]  # fmt: skip
    assert lines(known, "offices")[0]["person_authority"] == ["Q1"]


def test_pairs_are_told_by_identifiers(known: Register) -> None:
    rows = table(known, "events", dyadic=True)
    pairs = [(row["actor_name"], row["actor_authority_id"], row["recipient_authority_id"]) for row in rows]
    assert pairs == [("Samdech Sok Dara", "Q1", ""), ("Office des eaux", "B1", ""), ("Sok Dara", "Q1", "")]
    objects = lines(known, "events", dyadic=True)
    assert [one["actor"]["authority"] for one in objects] == [["Q1"], ["B1"], ["Q1"]]
    assert all("id" in one["actor"] for one in objects)


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_release_keeps_who_they_were(known: Register, kind: str) -> None:
    before = list(export(known, kind, format="csv"))
    known.releases.create("first", author="Mai")
    entry = AuthorityEntry(id="Q9", kind="person", name="Lê Binh", names=("Lê Binh", "Samdech Sok Dara"), country=None)
    known.people.import_authority([entry], "more.csv")
    assert list(export(known.releases.open("first"), kind, format="csv")) == before
