"""Authority files are read as they are; what cannot be used is said, and loses nothing else. The people are made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import SourceError
from comity.register.people.authority_file import Unusable, read_authority
from comity.register.people.views import AuthorityEntry, AuthoritySuccession


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "authority"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table(tmp_path: Path) -> None:
    text = (
        "\ufeffid,name,aliases,country,kind\n"
        'P1,Sok Vanna,"Samdech Sok Vanna | Vanna Sok",KHM,\n'
        "P2,Assemblée du fleuve,,Cambodge,body\n"
        "P3,,,,\n"
        "P4,Chan Dara,,Atlantide,person\n"
        "P5,Keo Rith,,,planet\n"
        "P6,Keo Rith,,,\n"
    )
    entries = list(read_authority(written(tmp_path, text)))
    assert entries == [
        AuthorityEntry(
            id="P1",
            kind="person",
            name="Sok Vanna",
            names=("Sok Vanna", "Samdech Sok Vanna", "Vanna Sok"),
            country="KHM",
        ),
        AuthorityEntry(id="P2", kind="body", name="Assemblée du fleuve", names=("Assemblée du fleuve",), country="KHM"),
        Unusable(4, "it has no name"),
        Unusable(5, "no country is called 'Atlantide'"),
        Unusable(6, "its kind is 'planet', neither person nor body"),
        AuthorityEntry(id="P6", kind="person", name="Keo Rith", names=("Keo Rith",)),
    ]


def test_entities_of_followthemoney(tmp_path: Path) -> None:
    person = {
        "id": "Q1",
        "schema": "Person",
        "caption": "Sok Vanna",
        "properties": {
            "name": ["Sok Vanna", "សុខ វណ្ណា"],
            "alias": ["Samdech Sok Vanna"],
            "weakAlias": ["Vanna"],
            "nationality": ["kh"],
        },
    }
    body = {"id": "Q2", "schema": "PublicBody", "properties": {"name": ["Conseil du fleuve"], "jurisdiction": ["la"]}}
    ship = {"id": "Q3", "schema": "Vessel", "properties": {"name": ["Mékong"]}}
    text = "\n".join([json.dumps(person), "", json.dumps(body), json.dumps(ship), "{", '{"schema": "Person"}'])
    first, second, *wrong = read_authority(written(tmp_path, text))
    assert first == AuthorityEntry(
        id="Q1",
        kind="person",
        name="Sok Vanna",
        names=("Sok Vanna", "សុខ វណ្ណា", "Samdech Sok Vanna"),
        country="KHM",
    )
    assert isinstance(second, AuthorityEntry)
    assert (second.kind, second.country) == ("body", "LAO")
    assert [each.line for each in wrong if isinstance(each, Unusable)] == [5, 6]


def test_bodies_with_parents_and_successors(tmp_path: Path) -> None:
    text = "id,name,kind,parent,successor\nB1,Conseil du fleuve,body,B2 | Union du lac,B3\nP1,Sok Vanna,,B1,\n"
    body, person = read_authority(written(tmp_path, text))
    assert isinstance(body, AuthorityEntry)
    assert (body.parents, body.successors) == (("B2", "Union du lac"), ("B3",))
    assert isinstance(person, AuthorityEntry)
    assert (person.parents, person.successors) == ((), ())
    entities = [
        {"id": "Q1", "schema": "Organization", "properties": {"name": ["Conseil du fleuve"], "parent": ["Q2"]}},
        {"id": "S1", "schema": "Succession", "properties": {"predecessor": ["Q0"], "successor": ["Q1"]}},
        {"id": "S2", "schema": "Succession", "properties": {"predecessor": ["Q0"]}},
    ]
    body, after, wrong = read_authority(written(tmp_path, "\n".join(map(json.dumps, entities))))
    assert isinstance(body, AuthorityEntry)
    assert body.parents == ("Q2",)
    assert after == AuthoritySuccession(predecessor="Q0", successor="Q1")
    assert wrong == Unusable(3, "it does not say what took the place of what")


@pytest.mark.parametrize("content", [b"name,country\nSok Vanna,KHM\n", b"", b"\xff\xfe\x00"])
def test_what_is_no_authority_file_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "authority"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="authority"):
        list(read_authority(path))
    with pytest.raises(SourceError):
        list(read_authority(tmp_path / "missing"))


@given(st.text(max_size=200), st.sampled_from(["id,name,aliases,country\n", "{", ""]))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str, head: str) -> None:
    path = tmp_path_factory.mktemp("any") / "authority"
    path.write_bytes((head + text).encode("utf-8", "replace"))
    try:
        entries = list(read_authority(path))
    except SourceError:
        return
    assert all(not isinstance(entry, AuthorityEntry) or (entry.id and entry.name) for entry in entries)
