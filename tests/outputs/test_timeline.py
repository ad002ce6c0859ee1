"""The timeline: where points stand, and that nothing is left out of it."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.lexicon.vocabulary import vocabulary
from comity.model import Date
from comity.outputs.web import timeline
from comity.outputs.web.timeline import Timeline, lay_out
from comity.register.views import KeptEvent
from tests.register.factory import summit


def kept(identity: str, edtf: str | None, *channels: str) -> KeptEvent:
    event = msgspec.structs.replace(
        summit().events[0], date=Date(edtf=edtf, resolved="explicit") if edtf else None, channel=channels
    )
    return KeptEvent(id=identity, reports=(), record=event)


def spots(laid: Timeline) -> dict[str, list[tuple[str | None, float, float]]]:
    found: dict[str, list[tuple[str | None, float, float]]] = {}
    for lane in laid.lanes:
        for point in lane.points:
            found.setdefault(point.event.id, []).append((lane.channel, point.x, point.y))
    return found


def test_nothing_makes_an_empty_timeline() -> None:
    assert lay_out([]) == Timeline()


def test_points_run_with_the_years_in_the_lanes_of_their_channels() -> None:
    laid = lay_out(
        [kept("b", "2015-06-01", "party"), kept("a", "2010-06-01", "state", "party"), kept("c", "2020", "party")]
    )
    assert [lane.channel for lane in laid.lanes] == ["state", "party"]
    found = spots(laid)
    assert found["a"][0][1] < found["b"][0][1] < found["c"][0][1]
    assert [channel for channel, _, _ in found["a"]] == ["state", "party"]
    assert [x for x, _, _ in laid.links] == [found["a"][0][1]]
    assert laid.ticks[0].year == 2010
    assert laid.yearless_x is None


def test_what_has_no_year_stands_apart_and_is_not_joined() -> None:
    laid = lay_out([kept("a", "2010", "state"), kept("b", "XXXX-02-18", "state", "party"), kept("c", None, "state")])
    assert laid.yearless_x is not None
    found = spots(laid)
    assert all(x > laid.yearless_x for name in ("b", "c") for _, x, _ in found[name])
    assert found["a"][0][1] < laid.yearless_x
    assert laid.links == ()


def test_only_yearless_encounters_make_no_years() -> None:
    laid = lay_out([kept("a", None, "state")])
    assert laid.ticks == ()
    assert set(spots(laid)) == {"a"}


def test_unknown_channels_get_a_lane_of_their_own() -> None:
    laid = lay_out([kept("a", "2010"), kept("b", "2011", "telepathy")])
    assert [lane.channel for lane in laid.lanes] == [None]
    assert set(spots(laid)) == {"a", "b"}


@pytest.mark.parametrize(("first", "last"), [(2018, 2018), (1963, 2023), (1648, 2026), (1, 9999)])
def test_years_are_few_enough_to_be_read(first: int, last: int) -> None:
    laid = lay_out([kept("a", f"{first:04d}", "state"), kept("b", f"{last:04d}", "state")])
    assert 1 <= len(laid.ticks) <= timeline.TICKS + 1
    gaps = {b.year - a.year for a, b in pairwise(laid.ticks)}
    assert len(gaps) <= 1


dates = st.one_of(
    st.none(),
    st.sampled_from(["2018", "2018-07", "XXXX-07-17", "2018-40", "2016/2019", "2018-12-30/2019-01-02"]),
    st.dates().map(lambda day: day.isoformat()),
)
channels = st.lists(st.sampled_from([*vocabulary().channels, "telepathy"]), unique=True, max_size=3)


@given(st.lists(st.tuples(dates, channels), min_size=1, max_size=40))
def test_every_encounter_is_drawn_within_the_frame_and_on_no_other(given_: list[tuple[str | None, list[str]]]) -> None:
    events = [kept(f"ev-{n}", date, *own) for n, (date, own) in enumerate(given_)]
    laid = lay_out(events)
    assert set(spots(laid)) == {event.id for event in events}
    for lane in laid.lanes:
        assert lane.top + lane.height <= laid.height + 1e-6
        for point in lane.points:
            assert point.x - point.half_width >= timeline.LABELS
            assert point.x + point.half_width <= laid.width
            assert lane.top <= point.y <= lane.top + lane.height
        rows: dict[float, list[tuple[float, float]]] = {}
        for point in lane.points:
            rows.setdefault(point.y, []).append((point.x - point.half_width, point.x + point.half_width))
        for row in rows.values():
            for (_, end), (start, _) in pairwise(sorted(row)):
                assert start - end >= timeline.RADIUS
