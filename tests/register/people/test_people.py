"""People and offices over time, as pages tell of them: the register's answers. Pages and people are made up."""

from __future__ import annotations

import random
from typing import Any

import pytest

from comity.errors import RecordError, UnknownRecordError, UsageError
from comity.model import Coding
from comity.register import Register
from comity.register.people.views import AuthorityEntry, Offices, Post
from comity.register.views import Side
from tests.register.factory import CODER, NEWER, Draft, party

KHM = Side(kind="country", key="KHM", label="Cambodge", country="KHM")
VNM = Side(kind="country", key="VNM", label="Viêt Nam", country="VNM")


def said(person: str, office: str, day: str, country: str | None = "KHM", **more: Any) -> Coding:
    """A page that states an office."""
    body = more.pop("of", None)
    draft = Draft(
        f"{office}, {person}, a pris la parole le {day}. {more.pop('text', '')}",
        url=f"https://example.org/{person}/{office}/{day}",
    )
    draft.office(person, person=person, office=office, of=body, country=country, asof=day, **more)
    return draft.coding()


def met(person: str, other: str, day: str, **more: Any) -> Coding:
    """A page on which two people meet."""
    draft = Draft(
        f"Le {day}, {person} a rencontré {other} au palais.", url=f"https://example.org/{person}/{other}/{day}"
    )
    actors = [party("VNM", person, **more), party("KHM", other)]
    return draft.event("a rencontré", actors, date=day).coding()


def posts(found: Offices) -> dict[str, Post]:
    return {post.key: post for post in found.posts}


def named(post: Post) -> list[tuple[str, str | None, str | None]]:
    return [(one.person.name, one.first_day, one.last_day) for one in post.holders]


def test_one_person_under_several_spellings(register: Register) -> None:
    list(
        register.add(
            [met("Tô Lâm", "Samdech Techo Sok Vanna", "2024-07-12"), met("SG To Lam", "Sok Vanna", "2025-02-03")]
        )
    )
    found = register.people.list()
    assert {entry.person.name for entry in found.people} == {"Tô Lâm", "Sok Vanna"}
    lam = register.people.person(next(e.person.id for e in found.people if e.person.name == "Tô Lâm"))
    assert [(one.written, one.mentions) for one in lam.spellings] == [("SG To Lam", 1), ("Tô Lâm", 1)]
    assert (lam.first_day, lam.last_day, lam.pages) == ("2024-07-12", "2025-02-03", 2)
    assert [register.record(identity).dated for identity in lam.records] == ["2025-02-03", "2024-07-12"]


def test_namesakes_are_kept_apart_by_country_and_by_posts_held_at_once(register: Register) -> None:
    pages = [
        said("Kim Sok", "ministre de la Santé", "2024-03-01"),
        said("Kim Sok", "ministre de la Santé", "2024-03-20"),
        said("Kim Sok", "ministre de la Défense", "2024-03-10"),
        said("Kim Sok", "ambassadeur", "2024-03-10", "KOR"),
        said("Le Van Binh", "ministre de la Santé", "2015-03-10", "VNM"),
        said("Le Van Binh", "ministre de la Défense", "2021-03-10", "VNM"),
    ]
    list(register.add(pages))
    assert sorted(entry.person.name for entry in register.people.list().people) == ["Kim Sok"] * 3 + ["Le Van Binh"]


def test_who_held_which_office_from_when_to_when(register: Register) -> None:
    pages = [
        said("Sok Vanna", "Premier ministre", "2010-05-01", of="Cambodge"),
        said("Samdech Techo Sok Vanna", "chef du gouvernement", "2014-05"),
        said("Chan Dara", "Premier ministre", "2018-07-20"),
        said("Chan Dara", "Premier ministre", "2024-01-02", None),
        said("Sok Vanna", "Premier ministre", "2020-01-01", tenure="former"),
        said("Keo Rith", "gouverneur", "2018-01-01", of="province de Kampot"),
        said("Nguyen Van Hoa", "Premier ministre", "2014-01-01", "VNM"),
    ]
    list(register.add(pages))
    found = posts(register.people.offices(KHM))
    assert set(found) == {"head_of_government", "governor/kampot-province"}
    government = found["head_of_government"]
    # whose country one page does not say, another one does
    assert named(government) == [("Chan Dara", "2018-07-20", "2024-01-02"), ("Sok Vanna", "2010-05-01", "2014-05-31")]
    assert [one.pages for one in government.holders] == [2, 3]
    assert government.holders[1].former_day == "2020-01-01"
    assert not government.clashes
    assert register.people.offices(KHM, limit=1, offset=1).total == 2

    def on(day: str) -> list[tuple[str, str | None]]:
        post = posts(register.people.offices(KHM, day)).get("head_of_government")
        return [(one.person.name, one.basis) for one in post.holders] if post else []

    assert on("2012") == [("Sok Vanna", "between")]
    assert on("2016-01-01") == [("Sok Vanna", "before")]
    assert on("2019-03") == [("Chan Dara", "between")]
    assert on("2025-01-01") == [("Chan Dara", "before")]
    assert on("2029-07-01") == []  # nobody tells of these years
    assert on("2001") == []


def test_contradictions_are_shown_and_not_solved(register: Register) -> None:
    pages = [
        said("Sok Vanna", "Premier ministre", "2010-05-01"),
        said("Sok Vanna", "Premier ministre", "2014-05-01"),
        said("Chan Dara", "Premier ministre", "2012-07-20"),
        said("Sok Vanna", "Premier ministre", "2013-07-20", "VNM"),
        # deputies may be many
        said("Keo Rith", "vice-Premier ministre", "2012-07-20"),
        said("Keo Bopha", "vice-Premier ministre", "2012-07-20"),
    ]
    list(register.add(pages))
    found = posts(register.people.offices(KHM))
    holders, abroad = found["head_of_government"].clashes
    assert (holders.kind, [ref.name for ref in holders.people]) == ("holders", ["Chan Dara", "Sok Vanna"])
    assert (holders.first_day, holders.last_day) == ("2012-07-20", "2012-07-20")
    assert (abroad.kind, abroad.countries) == ("countries", ("KHM", "VNM"))
    assert not found["deputy_head_of_government"].clashes
    assert len({entry.person.id for entry in register.people.list("Sok Vanna").people}) == 2
    sok = next(e for e in register.people.list("vanna", "KHM").people)
    assert register.people.person(sok.person.id).clashes == (abroad,)


def test_a_handover_is_no_contradiction(register: Register) -> None:
    pages = [
        said("Sok Vanna", "Premier ministre", "2010-05-01"),
        said("Sok Vanna", "Premier ministre", "2018-07-22"),
        said("Chan Dara", "Premier ministre", "2018-07-20"),
        said("Chan Dara", "Premier ministre", "2020-07-20"),
    ]
    list(register.add(pages))
    assert not posts(register.people.offices(KHM))["head_of_government"].clashes


def test_what_pages_no_longer_say_is_no_longer_counted(register: Register) -> None:
    draft = Draft("Le Premier ministre Sok Vanna a parlé.", url="https://example.org/1")
    before = draft.office("Sok Vanna", person="Sok Vanna", office="Premier ministre", country="KHM", asof="2018-02-03")
    register.keep(before.coding())
    identity = register.people.list().people[0].person.id
    draft = Draft("Le Premier ministre Sok Vanna a parlé.", url="https://example.org/1")
    register.keep(draft.event("a parlé", [party("KHM"), party("VNM")], date="2018-02-03").coding(NEWER))
    assert register.people.list().total == 0
    assert register.people.offices(KHM).posts == ()
    with pytest.raises(UnknownRecordError, match=identity):
        register.people.person(identity)
    register.keep(before.coding(NEWER.__class__(**{**_fields(CODER), "version": "0.3.0"})))
    assert register.people.person(identity).offices[0].last_day == "2018-02-03"


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


@pytest.mark.parametrize("seed", range(5))
def test_who_is_one_person_does_not_depend_on_the_order_of_pages(register: Register, seed: int) -> None:
    pages = [
        said("Sok Vanna", "Premier ministre", "2010-05-01"),
        said("Sok Vanna", "Premier ministre", "2013-07-20", "VNM"),
        said("Sok Vanna", "Premier ministre", "2012-07-20", None),
        said("Vanna Sok", "Premier ministre", "2012-07-21"),
        met("To Lam", "Sok Vana", "2012-09-09"),
        said("Sok Vana", "Premier ministre", "2012-09-10"),
        met("Tô Lâm", "Sok Vanna", "2013-09-09"),
    ]
    random.Random(seed).shuffle(pages)
    list(register.add(pages))
    groups = {}
    for entry in register.people.list().people:
        kept = register.people.person(entry.person.id)
        groups[frozenset(one.written for one in kept.spellings), kept.countries] = kept.mentions
    assert groups == {
        (frozenset({"Sok Vanna", "Vanna Sok", "Sok Vana"}), ("KHM",)): 5,
        (frozenset({"Sok Vanna"}), ("VNM",)): 1,
        # two countries claim the name: the page that says none is given to neither
        (frozenset({"Sok Vanna"}), ()): 1,
        (frozenset({"To Lam", "Tô Lâm"}), ("VNM",)): 2,
    }


def test_an_authority_file_joins_and_parts_people(register: Register) -> None:
    pages = [
        said("Sok Vanna", "Premier ministre", "2010-05-01"),
        said("Sok Bunal", "directeur", "1999-05-01"),
        said("Keo Rith", "gouverneur", "2018-01-01", of="province de Kampot"),
    ]
    list(register.add(pages))
    assert register.people.list().total == 3
    entries = [
        AuthorityEntry(
            id="Q1", kind="person", name="Sok Vanna", names=("Sok Vanna", "Samdech Sok Bunal"), country="KHM"
        ),
        AuthorityEntry(id="Q2", kind="person", name="Keo Rith", names=(), country="THA"),
        AuthorityEntry(id="Q3", kind="body", name="Assemblée nationale", names=(), country="KHM"),
    ]
    told = register.people.import_authority(entries, "people.csv")
    assert (told.entries, told.new, told.people) == (3, 3, 3)
    assert register.people.import_authority(entries, "people.csv").new == 0
    found = {entry.person.name: entry for entry in register.people.list().people}
    assert len(found) == 2
    joined = next(entry for entry in found.values() if entry.authority)
    assert joined.authority == ("Q1",)
    assert "authority:same" in register.people.person(joined.person.id).reasons
    # another country's Keo Rith is another one
    assert found["Keo Rith"].authority == ()


def test_people_are_found_by_name_and_in_parts(register: Register) -> None:
    list(register.add([met("Tô Lâm", "Sok Vanna", "2024-07-12"), met("Tô Lâm", "Chan Dara", "2024-08-12")]))
    assert [entry.person.name for entry in register.people.list("to lâm").people] == ["Tô Lâm"]
    assert [entry.person.name for entry in register.people.list("samdech vanna").people] == ["Sok Vanna"]
    assert register.people.list("%").total == 0
    assert [entry.person.name for entry in register.people.list(country="VNM").people] == ["Tô Lâm"]
    first, second = (register.people.list(limit=2, offset=offset) for offset in (0, 2))
    assert first.total == second.total == 3
    assert len({entry.person.id for entry in (*first.people, *second.people)}) == 3


def test_what_cannot_be_asked_is_said(register: Register) -> None:
    with pytest.raises(UsageError, match="neither a country"):
        register.people.offices(Side(kind="city", key="VNM/city/hue", label="Hué", country="VNM"))
    with pytest.raises(UsageError, match="no year"):
        register.people.offices(VNM, "XXXX-02-03")
    with pytest.raises(RecordError):
        register.people.offices(VNM, "yesterday")
    with pytest.raises(UnknownRecordError, match="pe-nobody"):
        register.people.person("pe-nobody")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE appellation SET pages = pages + 1 WHERE name = 'sok vanna'",
        "UPDATE appellation SET last_day = '2031-01-01' WHERE name = 'sok vanna'",
        "UPDATE appellation SET person_id = NULL WHERE name = 'sok vanna'",
        "UPDATE sighting SET first_day = '2001-01-01'",
        "DELETE FROM sighting",
    ],
)
def test_what_is_counted_wrong_is_found_and_repaired(register: Register, statement: str) -> None:
    list(register.add([met("Tô Lâm", "Sok Vanna", "2024-07-12"), said("Sok Vanna", "Premier ministre", "2010-05-01")]))
    assert register.upkeep.check().wrong == ()
    before = register.people.list()
    with register._database.writing() as connection:
        connection.exec_driver_sql(statement)
    assert [wrong.check for wrong in register.upkeep.check().wrong] == ["people"]
    register.upkeep.repair()
    assert register.upkeep.check().wrong == ()
    assert register.people.list() == before
