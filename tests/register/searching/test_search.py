"""What is found in a register, in which order, part by part; and that the index is what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import UsageError
from comity.model import Coding
from comity.register import Register
from comity.register.searching import index
from comity.register.searching.views import FOUND_KINDS, ORDERS, FoundKind, Order, Query
from comity.register.views import KeptEvent
from tests.register.factory import NEWER, Draft, brittany, failing, party, summit

RAIL = (
    "Le chemin de fer de Lao Cai\n"
    "Le ministre laotien Khamphan Sisoulath a inauguré en juin 2020 un chemin de fer avec la ministre vietnamienne "
    "Đặng Thị Hoa. Un accord de coopération ferroviaire a été signé. Les visas ne seront plus demandés.\n"
)
FOREIGN = "Đoàn đại biểu Lào thăm tỉnh Nghệ An, bàn về đường sắt.\n"


def rail(text: str = RAIL, **metadata: Any) -> Draft:
    khamphan, hoa = party("LAO", "Khamphan Sisoulath"), party("VNM", "Đặng Thị Hoa")
    draft = Draft(text, publisher="Échos du Mékong", published="2020-07-01", **metadata)
    draft.event(
        "a inauguré en juin 2020 un chemin de fer", [khamphan], [hoa], date="2020-06", form="inauguration",
        channel=("government", "local"), confidence=0.6,
    )  # fmt: skip
    return draft.instrument("Un accord de coopération ferroviaire a été signé", [party("LAO"), party("VNM")])


@pytest.fixture
def held(register: Register) -> Register:
    codings = [
        summit(published="2021-05-05", publisher="AVI", url="https://example.org/sommet").coding(),
        brittany(published="2019-04").coding(),
        rail().coding(),
        failing(FOREIGN, "no_lexicon", "No lexicon for 'vi'.", language="vi", source="doan.txt"),
    ]
    assert [added.outcome for added in register.add(codings)] == ["added"] * 3 + ["failed"]
    return register


def totals(register: Register, **asked: Any) -> tuple[int, ...]:
    """How many events, commitments, instruments, offices and pages are found."""
    found = register.searching.totals(Query(**asked))
    return tuple(found[kind] for kind in FOUND_KINDS)


WORDS = [
    ("", (6, 2, 2, 2, 4)),
    ("rencontrée", (1, 0, 0, 0, 1)),
    ("RENCONTREE homologues", (1, 0, 0, 0, 1)),
    ("former des cadres", (0, 1, 0, 0, 1)),
    ('"chemin de fer"', (1, 0, 0, 0, 1)),
    ('"fer de chemin"', (0, 0, 0, 0, 0)),
    ("fer chemin", (1, 0, 0, 0, 1)),
    ("ferro*", (0, 0, 1, 0, 1)),
    ('coopération -"chemin de fer"', (0, 0, 1, 0, 0)),
    ("-vietnam", (0, 0, 0, 1, 1)),
    ("đường sắt", (0, 0, 0, 0, 1)),
    ("duong sat", (0, 0, 0, 0, 1)),
    ("dang thi hoa", (1, 0, 0, 0, 1)),
    # the page in Vietnamese calls it Lào
    ("Laos", (1, 0, 1, 0, 2)),
    ("visite", (0, 0, 0, 0, 1)),
    ("girafe", (0, 0, 0, 0, 0)),
]


def test_words_find_records_and_pages(held: Register) -> None:
    for words, expected in WORDS:
        assert (words, totals(held, words=words)) == (words, expected)


FILTERS: list[tuple[dict[str, Any], tuple[int, ...]]] = [
    ({"channels": ("local",)}, (3, 0, 0, 0, 2)),
    ({"channels": ("local",), "forms": ("gift",)}, (1, 0, 0, 0, 1)),
    ({"forms": ("gift", "thanks")}, (2, 0, 0, 0, 2)),
    ({"types": ("AID",)}, (1, 0, 0, 0, 1)),
    ({"fields": ("education",)}, (0, 1, 0, 0, 1)),
    ({"statuses": ("signed",)}, (0, 0, 2, 0, 2)),
    ({"places": ("hanoi",)}, (1, 0, 0, 0, 1)),
    ({"places": ("Vietnam",)}, (1, 0, 0, 0, 1)),
    ({"persons": ("sok dara",)}, (1, 0, 0, 1, 1)),
    ({"persons": ("Dara Sok",)}, (1, 0, 0, 1, 1)),
    ({"persons": ("Dara",)}, (1, 0, 0, 1, 1)),
    ({"persons": ("Dara So",)}, (0, 0, 0, 0, 0)),
    ({"persons": ("Sok Dara", "Dang Thi Hoa")}, (2, 0, 0, 1, 2)),
    ({"publishers": ("echos du mekong",)}, (1, 0, 1, 0, 1)),
    ({"languages": ("vi",)}, (0, 0, 0, 0, 1)),
    ({"since": "2020", "until": "2020"}, (1, 0, 0, 0, 1)),
    ({"since": "2020-06-15"}, (3, 2, 1, 2, 2)),
    ({"until": "2020"}, (2, 0, 0, 0, 2)),
    ({"since": "2019-03-31", "until": "2020-05"}, (1, 0, 0, 0, 1)),
    ({"since": "1700", "until": "2020"}, (2, 0, 0, 0, 2)),
    ({"since": "2022", "until": "2021"}, (0, 0, 0, 0, 0)),
    ({"min_confidence": 0.8}, (5, 2, 2, 2, 3)),
    ({"words": "coopération", "channels": ("local",)}, (0, 0, 0, 0, 1)),
    ({"words": "vietnam", "persons": ("Sok Dara",), "statuses": ("held",), "since": "2021"}, (1, 0, 0, 0, 1)),
]  # fmt: skip


def test_filters_can_all_be_combined(held: Register) -> None:
    for asked, expected in FILTERS:
        assert (asked, totals(held, **asked)) == (asked, expected)


SIDES: list[tuple[tuple[str, ...], tuple[int, ...]]] = [
    (("VNM",), (6, 2, 2, 1, 3)),
    (("KHM", "VNM"), (3, 2, 1, 2, 1)),
    (("VNM", "LAO"), (1, 0, 1, 0, 1)),
    (("FR-BRE",), (2, 0, 0, 0, 1)),
    (("FR-BRE", "Hué"), (2, 0, 0, 0, 1)),
    (("FR-BRE", "KHM"), (0, 0, 0, 0, 0)),
]


def test_sides_stand_in_what_is_found(held: Register) -> None:
    for names, expected in SIDES:
        assert (names, totals(held, sides=tuple(held.side(name) for name in names))) == (names, expected)


def test_a_dyad_finds_what_its_dossier_holds(held: Register) -> None:
    sides = held.side("KHM"), held.side("VNM")
    dossier = held.dossier(*sides)
    for kind, told in (
        ("event", (*dossier.encounters, *dossier.acts)),
        ("commitment", dossier.commitments),
        ("instrument", dossier.instruments),
        ("office", dossier.offices),
    ):
        found = held.searching.find(Query(sides=sides), kind).found  # type: ignore[arg-type]
        assert {each.id for each in found} == {kept.id for kept in told}


def parts(register: Register, query: Query, kind: FoundKind, order: Order | None, limit: int) -> Iterator[list[str]]:
    after = None
    while True:
        results = register.searching.find(query, kind, order=order, limit=limit, after=after)
        yield [found.id for found in results.found]
        after = results.after
        if after is None:
            return


@pytest.mark.parametrize("words", ["", "vietnam"])
def test_parts_joined_are_the_whole(held: Register, words: str) -> None:
    query = Query(words=words)
    sizes = held.searching.totals(query)
    for kind, order in product(FOUND_KINDS, ORDERS):
        (whole,) = parts(held, query, kind, order, 200)
        assert len(whole) == len(set(whole)) == sizes[kind]
        for limit in (1, 2):
            cut = list(parts(held, query, kind, order, limit))
            assert [id for part in cut for id in part] == whole
            assert all(len(part) == limit for part in cut[:-1])


def test_the_newest_come_first_and_the_undated_last(held: Register) -> None:
    days = [found.kept.dated for found in held.searching.find(Query()).found if found.kept]
    assert days == ["2021-05-04", "2021-05-04", "2020-06", "2019-03", None, None]
    oldest = [found.id for found in held.searching.find(Query(), order="oldest").found]
    assert oldest == [found.id for found in held.searching.find(Query()).found][::-1]


def test_what_holds_more_of_the_words_is_more_relevant(held: Register) -> None:
    page = rail(
        RAIL + "Le chemin de fer, encore le chemin de fer, toujours le chemin de fer.\n", url="https://a.example"
    )
    held.keep(page.coding())
    results = held.searching.find(Query(words="chemin"), "page")
    assert results.order == "relevance"
    assert results.found[0].id == page.page().id


def test_what_is_found_is_shown_in_its_sentence(held: Register) -> None:
    (found,) = held.searching.find(Query(words="rencontree homologue")).found
    (passage,) = found.passages
    assert [piece for piece, marked in passage.pieces() if marked] == ["rencontré", "homologue"]
    assert held.text(found.page)[passage.start : passage.end] == passage.text
    assert (found.sources[0].publisher, found.language) == ("AVI", "fr")
    (page,) = held.searching.find(Query(words="duong sat"), "page").found
    assert [piece for piece, marked in page.passages[0].pieces() if marked] == ["đường sắt"]
    assert (page.kept, page.title) == (None, FOREIGN.strip())


def test_facets_count_what_was_found(held: Register) -> None:
    facets = held.searching.facets(Query(words="vietnam"))
    counts = {facet.name: {each.value: each.count for each in facet.values} for facet in facets.facets}
    assert facets.of == 6
    assert counts["side"] == {"VNM": 6, "KHM": 3, "FRA": 2, "LAO": 1}
    assert counts["channel"] == {"government": 4, "local": 3}
    assert counts["publisher"] == {"AVI": 3, "Échos du Mékong": 1}
    for name, values in counts.items():
        plural = {"status": "statuses", "side": "words"}.get(name, f"{name}s")
        for value, count in values.items():
            asked = value if name == "side" else (value,)
            if name != "side":
                assert held.searching.totals(Query(**{plural: asked}))["event"] == count


def test_an_export_holds_all_that_is_found(held: Register) -> None:
    query = Query(words="vietnam", channels=("local",))
    found = [found.kept for found in held.searching.find(query, order="newest").found]
    exported = list(held.searching.export(query))
    assert [msgspec.structs.replace(kept, identities=()) for kept in exported] == found
    assert any(kept.identities for kept in exported)
    with pytest.raises(UsageError, match="not exported"):
        next(held.searching.export(query, "page"))


UNKNOWN: list[dict[str, Any]] = [
    {"channels": ("by pigeon",)},
    {"forms": ("tea",)},
    {"types": ("DANCE",)},
    {"fields": ("knitting",)},
    {"statuses": ("dreamt",)},
    {"since": "yesterday"},
    {"until": "XXXX-05-01"},
]


def test_what_no_vocabulary_has_is_refused(held: Register) -> None:
    for asked, ask in product(UNKNOWN, (held.searching.totals, held.searching.find, held.searching.facets)):
        with pytest.raises(UsageError):
            ask(Query(**asked))
    side = held.side("VNM")
    with pytest.raises(UsageError, match="two that differ"):
        held.searching.find(Query(sides=(side, side)))


def test_a_place_that_is_none_is_refused(held: Register) -> None:
    for after in ("", "x", "_1", "x_y", "1_2_x", "1_\u0661"):
        with pytest.raises(UsageError, match="place to go on from"):
            held.searching.find(Query(words="vietnam"), after=after)


def test_too_much_at_once_is_refused(held: Register) -> None:
    for limit in (0, 201):
        with pytest.raises(UsageError, match="at once"):
            held.searching.find(Query(), limit=limit)


def wrong(register: Register) -> list[str]:
    with register._database.reading() as connection:
        return list(index.wrong(connection))


def test_the_index_follows_what_is_shown(held: Register) -> None:
    assert wrong(held) == []
    assert totals(held, words="remercié") == (1, 0, 0, 0, 1)
    # another coder finds nothing there
    bare = summit(published="2021-05-05", publisher="AVI", url="https://example.org/sommet")
    bare.events, bare.commitments, bare.instruments, bare.offices = [], [], [], []
    held.keep(bare.coding(NEWER))
    assert totals(held, words="remercié") == (0, 0, 0, 0, 1)
    assert totals(held, words="Cambodge") == (0, 0, 0, 0, 1)
    assert wrong(held) == []


def test_another_source_is_another_publisher(held: Register) -> None:
    assert totals(held, publishers=("Voix du fleuve",)) == (0, 0, 0, 0, 0)
    held.keep(rail(url="https://example.net/rail").coding())
    held.note(msgspec.structs.replace(rail().page(), publisher="Voix du fleuve"), rail().coding().coder)
    assert totals(held, publishers=("Voix du fleuve",)) == (1, 0, 1, 0, 1)


def test_a_rebuilt_index_is_the_same(held: Register) -> None:
    before = [totals(held, words=words) for words in ("", "vietnam", "chemin", "duong")]
    with held._database.writing() as connection:
        index.rebuild(connection)
    assert [totals(held, words=words) for words in ("", "vietnam", "chemin", "duong")] == before
    assert wrong(held) == []


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    from comity.register import open_register

    with open_register(tmp_path_factory.mktemp("search") / "comity.db", create=True) as register:
        register.keep(summit().coding())
        yield register


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_words_are_answered(one: Register, words: str) -> None:
    for kind in FOUND_KINDS:
        results = one.searching.find(Query(words=words), kind)
        assert results.total == len(results.found)


def spelled(number: int, name: str, **more: Any) -> Coding:
    """A page on which somebody, written in some way, speaks with a minister."""
    draft = Draft(f"{name} s'est entretenu de la pêche à Kampot, page {number}.", url=f"https://example.org/{number}")
    people = [party("KHM", name, **more), party("VNM", f"Le Van {'ABCDEFG'[number]}inh")]
    return draft.event("s'est entretenu", people, date=f"2022-03-1{number}").coding()


def test_a_person_is_found_under_all_spellings_and_without_namesakes(register: Register) -> None:
    said = [("Sok Vanna", "Premier ministre"), ("Samdech Sok Vanna", None), ("Vanna Sok", "Premier ministre")]
    pages = [spelled(number, name, office=office) for number, (name, office) in enumerate(said)]
    minister, other = ({"office": f"ministre de {of}"} for of in ("la Santé", "la Défense"))
    pages += [spelled(3, "Keo Rith", **minister), spelled(4, "Keo Rith", **other)]
    list(register.add(pages))

    def days(*persons: str) -> list[str | None]:
        found = register.searching.find(Query(persons=persons), "event", order="oldest")
        return [each.kept.dated for each in found.found if isinstance(each.kept, KeptEvent)]

    vanna = ["2022-03-10", "2022-03-11", "2022-03-12"]
    for asked in ("Sok Vanna", "Vanna Sok", "samdech sok vanna", "Vanna"):
        assert (asked, days(asked)) == (asked, vanna)
    (person,) = {entry.person.id for entry in register.people.list("Vanna").people}
    assert days(person) == vanna
    assert register.searching.find(Query(persons=(person,)), "page").total == 3
    assert days(person, "Keo Rith") == [*vanna, "2022-03-13", "2022-03-14"]
    # a facet counts persons: under any name, and namesakes apart
    for kind in ("event", "page"):
        facets = register.searching.facets(Query(), kind).facets  # type: ignore[arg-type]
        (people,) = [facet for facet in facets if facet.name == "person"]
        counts = {(value.label, value.count): value.value for value in people.values}
        assert counts["Sok Vanna", 3] == person
        for value in people.values:
            assert register.searching.find(Query(persons=(value.value,)), kind).total == value.count  # type: ignore[arg-type]
    namesakes = [value.value for value in people.values if value.label == "Keo Rith"]
    assert sorted(day for one in namesakes for day in days(one)) == ["2022-03-13", "2022-03-14"]


def test_a_person_whom_the_register_never_knew_is_no_filter(held: Register) -> None:
    with pytest.raises(UsageError, match="pe-nobody"):
        held.searching.find(Query(persons=("pe-nobody",)))
    assert totals(held, persons=("Personne De Tel",)) == (0, 0, 0, 0, 0)
    assert totals(held, persons=("%",)) == (0, 0, 0, 0, 0)
