"""What an audience is told: what is new in the pages kept for it, once, whatever happens in between."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.model import Coding
from comity.register import Register, audience, open_register
from comity.register.views import Side
from tests.register.factory import Draft, brittany, failing, party, summit

ROOT = Path(__file__).parents[2]
KHM = Side(kind="country", key="KHM", label="Cambodge", country="KHM")
VNM = Side(kind="country", key="VNM", label="Vietnam", country="VNM")
LAO = Side(kind="country", key="LAO", label="Laos", country="LAO")
FRA = Side(kind="country", key="FRA", label="France", country="FRA")
BOTH = (KHM, VNM)


def visit(number: int, *, date: str = "2021-05-04", other: str = "VNM", **metadata: str) -> Coding:
    """A page of its own on a visit; pages of one date and country tell of the same."""
    draft = Draft(f"Dépêche n° {number}\nLa ministre Chan Maly a été reçue par M. Ly Quoc.\n", **metadata)
    chan, ly = party("KHM", "Chan Maly"), party(other, "Ly Quoc")
    return draft.event("a été reçue par M. Ly Quoc", [chan], [ly], date=date, form="audience").coding()


def told(register: Register, *sides: Side) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is now told: how, in which page, and what differs."""
    fresh = register.tell(register.news(sides))
    return [(news.kind, news.page, tuple(change.field for change in news.changes)) for news in fresh]


def keep(register: Register, *codings: Coding, sides: tuple[Side, ...] = BOTH) -> None:
    for coding in codings:
        register.keep(coding, audiences=[audience(sides)])


def test_an_act_is_told_once(register: Register) -> None:
    keep(register, visit(1))
    bulletin = register.news(BOTH)
    (news,) = bulletin.news
    assert (news.kind, news.page, news.changes) == ("first", visit(1).page.id, ())
    assert news.event.record == visit(1).stories[0].events[0]
    assert register.tell(bulletin) == (news,)
    assert register.tell(bulletin) == ()
    assert register.news(BOTH).pages == ()
    assert [each for _, each in register.told(BOTH)] == [news]


def test_a_tenth_report_is_no_news(register: Register) -> None:
    for number in range(10):
        keep(register, visit(number))
        assert len(told(register, *BOTH)) == (number == 0)
    (event,) = register.export("event")
    assert len(event.reports) == 10


def test_of_equal_reports_in_one_bulletin_the_first_is_new(register: Register) -> None:
    keep(register, *(visit(number) for number in range(4)))
    assert told(register, *BOTH) == [("first", visit(0).page.id, ())]


def test_what_came_otherwise_is_known_and_never_told(register: Register) -> None:
    register.keep(visit(1))
    assert told(register, *BOTH) == []
    keep(register, visit(2))
    assert told(register, *BOTH) == []
    assert register.told(BOTH) == ()


def test_what_is_told_differently_is_told_with_both_values(register: Register) -> None:
    keep(register, visit(1))
    told(register, *BOTH)
    keep(register, visit(2, date="2021-05-06"))
    (news,) = register.news(BOTH).news
    assert news.kind == "differently"
    assert [(change.field, change.old, change.new) for change in news.changes] == [
        ("date", ("2021-05-04",), "2021-05-06")
    ]
    assert news.known == tuple(kept.id for kept in register.export("event") if kept.record.date.edtf == "2021-05-04")


@pytest.mark.parametrize(
    ("sides", "pages"),
    [
        ((), {1, 2, 3}),
        ((KHM,), {1, 2}),
        ((VNM,), {1, 3}),
        ((KHM, VNM), {1}),
        ((KHM, LAO), {2}),
        ((KHM, VNM, LAO), {1, 2}),
        ((LAO, FRA), set()),
        ((FRA,), {3}),
    ],
)
def test_only_the_sides_that_are_asked_for_are_told_of(
    register: Register, sides: tuple[Side, ...], pages: set[int]
) -> None:
    codings = {1: visit(1), 2: visit(2, other="LAO"), 3: brittany().coding()}
    keep(register, *codings.values(), sides=sides)
    news = register.news(sides).news
    assert {each.page for each in news} == {codings[number].page.id for number in pages}


def test_a_subdivision_or_a_body_is_a_side(register: Register) -> None:
    region, hue = register.side("FR-BRE"), register.side("VN-26")
    keep(register, brittany().coding(), sides=(region, hue))
    assert [each.kind for each in register.news((region, hue)).news] == ["first", "first"]


def test_each_audience_is_told_for_itself(register: Register) -> None:
    keep(register, visit(1))
    told(register, *BOTH)
    keep(register, visit(2, other="LAO"), sides=(KHM,))
    assert [page for _, page, _ in told(register, KHM)] == [visit(2, other="LAO").page.id]
    assert audience(BOTH) == audience((VNM, KHM)) != audience((KHM,))


def test_a_page_that_failed_or_is_known_waits_for_nobody(register: Register) -> None:
    keep(register, failing("Tin tức\n", "no_lexicon", "No lexicon."))
    register.keep(visit(1))
    keep(register, visit(1))
    assert register.news(BOTH).pages == ()


def test_what_a_page_recalls_is_no_news(register: Register) -> None:
    coding = visit(1)
    story = coding.stories[0]
    past = msgspec.structs.replace(story.events[0], recalled=True)
    keep(register, msgspec.structs.replace(coding, stories=(msgspec.structs.replace(story, events=(past,)),)))
    bulletin = register.news(BOTH)
    assert (len(bulletin.pages), bulletin.news) == (1, ())


def test_pages_may_be_named(register: Register) -> None:
    register.keep(visit(1))
    register.keep(visit(2))
    bulletin = register.news(BOTH, [visit(2).page.id, visit(1).page.id])
    assert [news.page for news in register.tell(bulletin)] == [visit(2).page.id]
    assert register.news(BOTH, [visit(1).page.id, visit(2).page.id]).pages == ()


def test_all_records_of_a_page_are_told_in_its_order(register: Register) -> None:
    keep(register, summit().coding())
    forms = [news.event.record.form for news in register.news(BOTH).news]
    assert forms == ["meeting", "commitment", "thanks"]


@settings(deadline=None, max_examples=15)
@given(st.permutations([(day, number) for day in ("2021-05-04", "2021-06-04", "2021-07-04") for number in range(3)]))
def test_the_order_of_arrival_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[tuple[str, int]]
) -> None:
    with open_register(tmp_path_factory.mktemp("order") / "c.db", create=True) as register:
        count = 0
        for index, (day, number) in enumerate(order):
            keep(register, visit(number + 10 * int(day[6]), date=day))
            if index % 2:
                count += len(told(register, *BOTH))
        count += len(told(register, *BOTH))
        assert count == 3
        assert told(register, *BOTH) == []


PROGRAM = """
import sys
from comity.register import open_register
from tests.register.test_bulletin import BOTH, codings, keep
with open_register(sys.argv[1], create=True) as register:
    for coding in codings():
        keep(register, coding)
        register.tell(register.news(BOTH))
        print("told", flush=True)
    register.tell(register.news(BOTH))
"""


def codings() -> list[Coding]:
    return [visit(number, date=f"2021-{1 + number // 3 % 12:02}-04") for number in range(30)]


@pytest.mark.long
def test_what_was_kept_is_told_however_often_the_program_is_killed(tmp_path: Path) -> None:
    chance = random.Random(2026)
    path = tmp_path / "comity.db"
    killed = 0
    for attempt in range(30):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        if attempt < 29:
            for _ in range(chance.choice((1, 1, 2, 5, 20))):
                process.stdout.readline()
            time.sleep(chance.random() * 0.02)
            process.send_signal(signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
    assert killed > 10
    with open_register(path) as register:
        days = [news.event.record.date.edtf for _, news in register.told(BOTH) if news.event.record.date]
        assert sorted(days) == [f"2021-{month:02}-04" for month in range(1, 11)]
        assert register.news(BOTH).pages == ()
