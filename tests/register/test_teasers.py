"""A teaser gives way to its full page, whichever came first, and comes back with the page's coding gone."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import update

from comity.model import CodedStory, Coding, Zone
from comity.register import Register
from comity.register import schema as t
from comity.register.currency import events_of, settle_events
from comity.register.teasers import refresh
from comity.register.views import Filters
from tests.register.factory import CODER, NEWER, Draft, failing, party

MAIN = "Le Laos et la Chine parlent de rail\nVientiane, 3 juin 2021 - Les ministres Thong Sy et Hu Lan se sont vus.\n"
TEASER = "Le Cambodge remercie le Vietnam\nPhnom Penh a remercié Hanoï de son aide après les crues.\n"
FULL = (
    "Le Cambodge remercie le Vietnam\nPhnom Penh, 2 juin 2021 - La ministre Chan Maly a remercié le Vietnam de son "
    "aide après les crues, et promis de rendre les bateaux.\n"
)
LINK = "https://example.org/2021/merci"


def front(link: str | None = LINK, **metadata: str) -> Coding:
    """A page on something else, with a teaser that leads to `link`."""
    draft = Draft(MAIN + TEASER, **{"url": "https://example.org/2021/rail", **metadata})
    draft.event("se sont vus", [party("LAO", "Thong Sy"), party("CHN", "Hu Lan")], date="2021-06-03")
    main = draft.coding().stories[0]
    draft.events = []
    draft.event("a remercié Hanoï", [party("KHM")], [party("VNM")], plover="SUPPORT", form="thanks")
    draft.commitment("aide après les crues", [party("KHM")], event="e0")
    start, end = len(MAIN), len(MAIN + TEASER)
    related = CodedStory(
        id="s1",
        kind="related",
        title=TEASER.partition("\n")[0],
        start=start,
        end=end,
        zones=(Zone(zone="headline", start=start, end=start + 31),),
        events=tuple(draft.events),
        commitments=tuple(draft.commitments),
        link=link,
    )
    return msgspec.structs.replace(draft.coding(), stories=(main, related))


def full(url: str | None = LINK, **metadata: str) -> Coding:
    draft = Draft(FULL, **({"url": url} if url else {}), **metadata)
    who = [party("KHM", "Chan Maly")]
    draft.event("a remercié le Vietnam", who, [party("VNM")], plover="SUPPORT", form="thanks", date="2021-06-02")
    return draft.coding()


def thanked(register: Register) -> set[str]:
    """The pages on whose words the register's thanks rest."""
    found = {kept.reports[0].page for kept in register.export("event") if kept.record.form == "thanks"}
    dossier = register.dossier(register.side("KHM"), register.side("VNM"), Filters(forms=("thanks",)))
    assert {kept.reports[0].page for kept in (*dossier.encounters, *dossier.acts)} == found
    assert register.contents().events == len(found) + len(others(register))
    assert sum(count.records for count in register.dyads() if count.sides[0].key == "KHM") >= len(found)
    return found


def others(register: Register) -> list[str]:
    return [kept.id for kept in register.export("event") if kept.record.form != "thanks"]


TEASED, TOLD = front().page.id, full().page.id


def test_a_teaser_stands_as_long_as_it_is_all_there_is(register: Register) -> None:
    register.keep(front())
    assert thanked(register) == {TEASED}
    assert register.contents().commitments == 1
    story = register.page(TEASED).stories[1]
    assert (story.link, story.replaced_by, len(story.events)) == (LINK, None, 1)


@pytest.mark.parametrize("teaser_first", [True, False])
@pytest.mark.parametrize("address", [LINK, "http://m.example.org/2021/merci/?utm_source=mail#top"])
def test_it_gives_way_to_its_full_page(register: Register, teaser_first: bool, address: str) -> None:
    codings = [front(), full(address)]
    list(register.add(codings if teaser_first else codings[::-1]))
    assert thanked(register) == {TOLD}
    assert register.contents().commitments == 0
    assert len(list(register.export("commitment"))) == 0
    story = register.page(TEASED).stories[1]
    assert (story.replaced_by, story.events, story.commitments) == (TOLD, (), ())
    assert len(register.page(TEASED).stories[0].events) == 1


def test_what_a_teaser_said_can_be_cited_still(register: Register) -> None:
    register.keep(front())
    (teaser,) = (kept for kept in register.export("event") if kept.record.form == "thanks")
    register.keep(full())
    gone = register.event(teaser.id)
    assert gone.retired is not None
    assert gone.record == teaser.record


def test_a_link_may_be_relative(register: Register) -> None:
    list(register.add([front("/2021/merci"), full()]))
    assert thanked(register) == {TOLD}


def test_the_address_that_was_fetched_counts_too(register: Register) -> None:
    register.keep(front())
    register.keep(full("https://example.org/articles/77"), address=LINK)
    assert thanked(register) == {TOLD}


def test_a_page_that_failed_replaces_nothing(register: Register) -> None:
    list(register.add([failing(FULL, url=LINK), front()]))
    assert thanked(register) == {TEASED}
    register.keep(full())
    assert thanked(register) == {TOLD}


def test_a_failure_after_the_coding_takes_nothing_away(register: Register) -> None:
    list(register.add([front(), full(), failing(FULL, url=LINK, coder=NEWER)]))
    assert thanked(register) == {TOLD}


def test_a_known_page_found_under_the_address_replaces(register: Register) -> None:
    list(register.add([front(), full("https://mirror.example/merci")]))
    assert thanked(register) == {TEASED, TOLD}
    assert register.note(full().page, CODER).outcome == "known"
    assert thanked(register) == {TOLD}


def test_a_teaser_coded_anew_stays_away(register: Register) -> None:
    list(register.add([front(), full()]))
    again = msgspec.structs.replace(front(), coder=NEWER)
    assert register.keep(again).outcome == "recoded"
    assert thanked(register) == {TOLD}


@pytest.mark.parametrize("link", [None, "https://example.org/", "#top", "mailto:redaction@example.org"])
def test_what_leads_to_no_story_is_replaced_by_none(register: Register, link: str | None) -> None:
    list(register.add([front(link), full("https://example.org/")]))
    assert thanked(register) == {TEASED, TOLD}


def test_a_page_does_not_replace_its_own_teaser(register: Register) -> None:
    register.keep(front("https://example.org/2021/rail"))
    assert thanked(register) == {TEASED}


def test_it_comes_back_when_the_coding_of_its_page_goes(register: Register) -> None:
    list(register.add([front(), full()]))
    with register._database.writing() as connection:
        connection.execute(update(t.coding).where(t.coding.c.page_id == TOLD).values(current=False))
        settle_events(connection, events_of(connection, TOLD), "2026-01-01T00:00:00+00:00")
        refresh(connection, TOLD, "2026-01-01T00:00:00+00:00")
    assert thanked(register) == {TEASED}
    assert register.contents().commitments == 1
