"""Bodies over time, as pages and authority files tell of them: the register's answers. Pages and bodies are made up."""

from __future__ import annotations

import random
from typing import Any

import pytest

from comity.errors import UnknownRecordError
from comity.model import Coding
from comity.register import Register
from comity.register.bodies.views import KeptBody, Related
from comity.register.people.views import AuthorityEntry, AuthoritySuccession, Imported
from tests.register.factory import NEWER, Draft, asean, party
from tests.register.people.test_people import said


def talks(body: str, day: str, country: str = "LAO", kind: str = "body", **more: Any) -> Coding:
    """A page on which a body meets a country; `text` goes on with it."""
    text = more.pop("text", "")
    draft = Draft(f"Le {day}, {body}{text} a reçu une délégation.", url=f"https://example.org/{body}/{day}")
    return draft.event("a reçu une délégation", [party(country, body, kind, **more), party("VNM")], date=day).coding()


def entry(identity: str, name: str, *names: str, country: str | None = "LAO", **more: Any) -> AuthorityEntry:
    return AuthorityEntry(id=identity, kind="body", name=name, names=(name, *names), country=country, **more)


def named(register: Register, words: str, country: str | None = None) -> KeptBody:
    (found,) = register.bodies.list(words, country).bodies
    assert found.body.id is not None
    return register.bodies.body(found.body.id)


def names(related: tuple[Related, ...]) -> list[tuple[str, str]]:
    return [(each.body.name, each.basis) for each in related]


def test_one_body_under_several_names(register: Register) -> None:
    pages = [
        talks("Assemblée du peuple", "2020-01-02"),
        talks("Assemblée du peuple du Laos", "2021-03-04"),
        talks("Assemblée du peuple", "2020-05-06", "KHM"),
        said("Bounmy Xay", "président", "2022-01-01", "LAO", of="Assemblée du peuple lao"),
    ]
    list(register.add(pages))
    assert register.bodies.list().total == 2
    lao = named(register, "assemblee peuple", "LAO")
    assert {each.written for each in lao.spellings} == {
        "Assemblée du peuple", "Assemblée du peuple du Laos", "Assemblée du peuple lao"
    }  # fmt: skip
    assert (lao.first_day, lao.last_day, lao.pages, lao.mentions) == ("2020-01-02", "2022-01-01", 3, 3)
    assert [register.record(identity).dated for identity in lao.records] == ["2022-01-01", "2021-03-04", "2020-01-02"]
    assert register.bodies.list("%").total == 0
    assert register.bodies.list("Assemblée", limit=1, offset=1).total == 2


def test_who_held_which_office_in_it(register: Register) -> None:
    pages = [
        said("Bounmy Xay", "président", "2018-01-01", "LAO", of="Assemblée du peuple"),
        said("Bounmy Xay", "président", "2020-01-01", "LAO", of="Assemblée du peuple"),
        said("Noy Keo", "présidente", "2022-01-01", "LAO", of="Assemblée du peuple"),
        said("Dao Vong", "vice-président", "2022-01-01", "LAO", of="Assemblée du peuple"),
        said("Sok Vanna", "président", "2019-01-01", "KHM", of="Assemblée du peuple"),
        said("Chan Dara", "directeur", "2019-01-01", "LAO", of="Office des eaux"),
    ]
    list(register.add(pages))
    lao = named(register, "assemblee", "LAO")
    assert [
        (post.office, [(one.person.name, one.first_day, one.last_day) for one in post.holders]) for post in lao.posts
    ] == [
        ("président", [("Noy Keo", "2022-01-01", "2022-01-01"), ("Bounmy Xay", "2018-01-01", "2020-01-01")]),
        ("vice-président", [("Dao Vong", "2022-01-01", "2022-01-01")]),
    ]


def test_names_and_the_gazetteer_tell_what_is_a_part_of_what(register: Register) -> None:
    pages = [
        talks("Parti du fleuve", "2020-01-02", kind="party"),
        talks("Comité central du Parti du fleuve", "2020-02-03"),
        talks("Commission des relations du Comité central du Parti du fleuve", "2020-03-04"),
        # another country's
        talks("Bureau du Parti du fleuve", "2020-03-04", "KHM"),
    ]
    list(register.add(pages))
    central = named(register, "comite central", "LAO") if register.bodies.list("comite central").total == 1 else None
    assert central is None  # the commission has these words too
    bodies = {each.body.name: each.body.id for each in register.bodies.list().bodies}
    central = register.bodies.body(bodies["Comité central du Parti du fleuve"] or "")
    assert names(central.parents) == [("Parti du fleuve", "name")]
    assert names(central.parts) == [("Commission des relations du Comité central du Parti du fleuve", "name")]
    party_ = register.bodies.body(bodies["Parti du fleuve"] or "")
    assert names(party_.parts) == [("Comité central du Parti du fleuve", "name")]
    assert register.bodies.body(bodies["Bureau du Parti du fleuve"] or "").parents == ()


def test_bodies_of_states_are_known(register: Register) -> None:
    draft = Draft("L'ASEAN, le Conseil de sécurité et l'OUA ont été reçus.", url="https://example.org/igo")
    council = party("IGO", "Conseil de sécurité", "igo").__class__(
        name="Conseil de sécurité", key="IGO/csnu", kind="igo", country="IGO"
    )
    unity = council.__class__(name="OUA", key="IGO/oua", kind="igo", country="IGO")
    register.keep(draft.event("ont été reçus", [asean(), council, unity], [party("LAO")], date="1999-02-03").coding())
    found = named(register, "ASEAN")
    assert (found.key, found.country) == ("IGO/asean", "IGO")
    assert names(named(register, "Conseil de sécurité").parents) == [("Organisation des Nations unies", "world")]
    (after,) = named(register, "OUA").successors
    assert (after.body.name, after.body.id, after.since) == ("Union africaine", None, "2002")
    listed = {each.body.name for each in register.bodies.list(country="IGO").bodies}
    assert "Association des nations de l'Asie du Sud-Est" in listed
    assert len(listed) == 3


def test_pages_say_what_took_whose_place_and_of_what_it_is(register: Register) -> None:
    page = talks("Conseil du fleuve", "2020-01-02", text=" (anciennement Comité du fleuve)", of="Office des eaux")
    register.keep(page)
    register.keep(talks("Comité du fleuve", "2001-01-02"))
    council = named(register, "conseil fleuve")
    assert names(council.predecessors) == [("Comité du fleuve", "page")]
    (told,) = council.predecessors[0].said
    assert told.page == page.page.id
    assert page.page.text[told.start : told.end] == "Conseil du fleuve (anciennement Comité du fleuve"
    assert names(council.parents) == [("Office des eaux", "page")]
    committee = named(register, "comite fleuve")
    assert names(committee.successors) == [("Conseil du fleuve", "page")]
    assert names(named(register, "office eaux").parts) == [("Conseil du fleuve", "page")]
    # what is no longer told is no longer said
    draft = Draft(page.page.text, url=page.page.url)
    register.keep(draft.event("a reçu une délégation", [party("LAO"), party("VNM")], date="2020-01-02").coding(NEWER))
    assert named(register, "comite fleuve").successors == ()
    with pytest.raises(UnknownRecordError, match="bo-"):
        register.bodies.body(council.id)
    assert register.upkeep.check().wrong == ()


def test_an_authority_file_joins_names_and_tells_parents_and_successors(register: Register) -> None:
    pages = [talks("Office des eaux", "2001-01-02"), talks("Water Office", "2002-01-02"), talks("Agence", "2020-01-01")]
    list(register.add(pages))
    assert register.bodies.list().total == 3
    old = named(register, "water")
    entries = [
        entry("B1", "Office des eaux", "Water Office of Laos", parents=("B3",), successors=("Agence",)),
        entry("B2", "Agence du Laos", country=None),
        entry("B3", "Ministère des eaux"),
    ]
    told = register.people.import_authority(entries, "bodies.csv")
    assert told == Imported(source="bodies.csv", entries=3, new=3, people=0, bodies=3)
    assert register.people.import_authority(entries, "bodies.csv").new == 0
    office = named(register, "office eaux")
    assert (office.authority, office.mentions, office.first_day) == (("B1",), 2, "2001-01-02")
    assert {each.written for each in office.spellings} == {"Office des eaux", "Water Office"}
    assert register.bodies.body(old.id).id == office.id
    assert [(each.body.id is None, each.body.name) for each in office.parents] == [(True, "Ministère des eaux")]
    assert names(office.successors) == [("Agence", "authority")]
    # a name that the file no longer gives is another body again
    shorter = [entry("B1", "Office des eaux")]
    assert register.people.import_authority(shorter, "bodies.csv").new == 1
    assert register.bodies.list().total == 3
    assert named(register, "office eaux").parents == ()
    later = [AuthoritySuccession(predecessor="B1", successor="B2")]
    register.people.import_authority(later, "more.json")
    assert names(named(register, "office eaux").successors) == [("Agence", "authority")]
    assert names(named(register, "agence").predecessors) == [("Office des eaux", "authority")]
    assert register.upkeep.check().wrong == ()


@pytest.mark.parametrize("seed", range(3))
def test_what_is_known_does_not_depend_on_the_order_of_pages(register: Register, seed: int) -> None:
    pages = [
        talks("Parti du fleuve", "2020-01-02", kind="party"),
        talks("Comité central du Parti du fleuve", "2020-02-03"),
        talks("Comité du Parti du fleuve du Laos", "2020-02-04", text=", devenu le Conseil du Parti,"),
        talks("Conseil du Parti", "2021-02-04"),
    ]
    random.Random(seed).shuffle(pages)
    list(register.add(pages))
    told = {}
    for each in register.bodies.list().bodies:
        body = register.bodies.body(each.body.id or "")
        told[body.name] = (names(body.parents), names(body.successors), body.mentions)
    assert told == {
        "Parti du fleuve": ([], [], 1),
        "Comité central du Parti du fleuve": ([("Parti du fleuve", "name")], [], 1),
        "Comité du Parti du fleuve du Laos": ([("Parti du fleuve", "name")], [("Conseil du Parti", "page")], 1),
        "Conseil du Parti": ([], [], 1),
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE body SET records = records + 1 WHERE words = 'fleuve parti'",
        "UPDATE body SET last_day = '2031-01-01' WHERE words = 'fleuve parti'",
        "UPDATE body SET body_id = NULL WHERE words = 'fleuve parti'",
        "UPDATE body_sighting SET first_day = '2001-01-01'",
        "DELETE FROM body_sighting",
    ],
)
def test_what_is_counted_wrong_is_found_and_repaired(register: Register, statement: str) -> None:
    pages = [talks("Parti du fleuve", "2020-01-02"), talks("Conseil", "2021-01-02", text=" (ex-Parti du fleuve)")]
    list(register.add(pages))
    assert register.upkeep.check().wrong == ()
    before = register.bodies.list()
    with register._database.writing() as connection:
        connection.exec_driver_sql(statement)
    assert [wrong.check for wrong in register.upkeep.check().wrong] == ["bodies"]
    register.upkeep.repair()
    assert register.upkeep.check().wrong == ()
    assert register.bodies.list() == before
    assert names(named(register, "conseil").predecessors) == [("Parti du fleuve", "page")]


def test_a_body_that_is_not_known_is_said(register: Register) -> None:
    with pytest.raises(UnknownRecordError, match="bo-nothing"):
        register.bodies.body("bo-nothing")


def test_names_of_authority_files_that_an_older_version_kept_are_made_comparable(register: Register) -> None:
    register.keep(talks("Office des eaux", "2001-01-02"))
    register.people.import_authority([entry("B1", "Office des eaux du Laos")], "bodies.csv")
    before = register.bodies.list()
    assert [each.authority for each in before.bodies] == [("B1",)]
    with register._database.writing() as connection:
        connection.exec_driver_sql("UPDATE authority_name SET name = 'office des eaux du laos'")
    assert [each.authority for each in register.bodies.list().bodies] == [()]
    register.upkeep.repair()
    assert register.bodies.list() == before


def test_exports_tell_who_and_what_stands_in_records(register: Register) -> None:
    draft = Draft("Noy Keo, de l'Office des eaux, a été reçue.", url="https://example.org/noy")
    noy = party("LAO", "Noy Keo", office="directrice", of="Office des eaux")
    draft.event("a été reçue", [party("LAO", "Office des eaux", "body"), noy, party("LAO")], [party("VNM")])
    draft.office("Noy Keo", "Noy Keo", "directrice", "LAO", of="Office des eaux du Laos")
    register.keep(draft.coding())
    register.people.import_authority([entry("B1", "Office des eaux")], "bodies.csv")
    (person,) = register.people.list().people
    (body,) = register.bodies.list().bodies
    (event,) = register.export("event")
    (office,) = register.export("office")
    assert [(each.slot, each.position, each.id, each.authority) for each in event.identities] == [
        ("actor", 0, body.body.id, ("B1",)), ("actor", 1, person.person.id, ())
    ]  # fmt: skip
    assert [(each.slot, each.id) for each in office.identities] == [("person", person.person.id), ("of", body.body.id)]
    register.releases.create("first", author="Mai")
    assert list(register.releases.open("first").export("event")) == [event]
