"""Adding in any order, any number of times, gives the same register."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.model import Coding
from comity.register import Register, open_register
from comity.register.identity import Sighting, align
from comity.register.views import RECORD_KINDS
from tests.register.factory import CODER, Draft, brittany, failing, party, summit

NOTE = "Note verbale\nLe Laos a remis une note au Vietnam.\n"


def note(**metadata: str) -> Draft:
    draft = Draft(NOTE, **metadata)
    # what a coder is told of a source may change what it says
    date = metadata.get("published")
    return draft.event("a remis une note", [party("LAO")], [party("VNM")], date=date, form=None)


CODINGS: list[Coding] = [
    summit(url="https://example.org/1", published="2021-05-05", publisher="AVI").coding(),
    summit(url="https://example.org/2", published="2021-05").coding(),
    summit(url="https://example.org/3", publisher="Autre").coding(),
    brittany().coding(),
    brittany(url="https://example.org/hue", publisher="B").coding(),
    brittany(url="https://example.org/hue-bis", publisher="A").coding(),
    note(published="2019").coding(),
    note(published="2018-07").coding(),
    note(published="2018").coding(),
    failing("Tin tức\n", "no_lexicon", "No lexicon for 'vi'.", language="vi"),
]


def content(register: Register) -> object:
    """All that the register answers with, ids included."""
    return (
        [list(register.export(kind)) for kind in RECORD_KINDS],
        sorted(register.failed(), key=lambda failed: failed.page),
        register.contents(),
        [register.page(coding.page.id).sources for coding in CODINGS],
        register.dossier(register.side("VNM"), register.side("KHM")),
        register.countries(),
    )


def as_program(register: Register, coding: Coding, by_basis: dict[object, Coding]) -> None:
    """As the pipeline does: ask whether the page is pending, code it as it is given, else note its source."""
    page = register.pending(coding.page, CODER)
    if page is None:
        register.note(coding.page, CODER)
    else:
        register.keep(by_basis[page.id, page.published, page.publisher], coding.page)


def test_any_order_gives_the_same_register() -> None:
    by_basis = {(c.page.id, c.page.published, c.page.publisher): c for c in CODINGS}

    @settings(max_examples=25, deadline=None)
    @given(st.permutations(CODINGS), st.lists(st.sampled_from(CODINGS), max_size=5), st.booleans())
    def check(order: list[Coding], again: list[Coding], asking: bool) -> None:
        with tempfile.TemporaryDirectory() as folder, open_register(Path(folder) / "c.db", create=True) as register:
            for coding in [*order, *again]:
                if asking:
                    as_program(register, coding, by_basis)
                else:
                    register.keep(coding)
            assert content(register) == expected

    with tempfile.TemporaryDirectory() as folder, open_register(Path(folder) / "c.db", create=True) as register:
        list(register.add(CODINGS))
        expected = content(register)
    check()


RANGES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), min_size=1, max_size=3)


@st.composite
def sightings(draw: st.DrawFn) -> Sighting:
    spans, end = [], 0
    for gap, length in draw(RANGES):
        start = end + gap + 1
        end = start + length
        spans.append((start, end))
    kind = draw(st.sampled_from(RECORD_KINDS))
    return Sighting(kind, spans[0][0], tuple(spans), (draw(st.sampled_from("ab")),))


@given(st.lists(sightings(), max_size=8))
def test_a_coding_aligns_with_itself(found: list[Sighting]) -> None:
    assert align(found, found) == {index: index for index in range(len(found))}


@given(st.lists(sightings(), max_size=8), st.lists(sightings(), max_size=8))
def test_alignment_is_one_to_one_and_within_a_kind(old: list[Sighting], new: list[Sighting]) -> None:
    pairs = align(old, new)
    assert len(set(pairs.values())) == len(pairs)
    assert all(old[i].kind == new[j].kind for j, i in pairs.items())


@given(st.lists(sightings(), max_size=8, unique_by=lambda s: (s.kind, s.ranges)), st.randoms())
def test_alignment_does_not_depend_on_the_order(found: list[Sighting], chance: random.Random) -> None:
    shuffled = list(range(len(found)))
    chance.shuffle(shuffled)
    pairs = align(found, [found[index] for index in shuffled])
    assert all(found[i] == found[shuffled[j]] for j, i in pairs.items())
    assert len(pairs) == len(found)
