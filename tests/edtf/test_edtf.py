from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import edtf
from comity.errors import RecordError


@st.composite
def moments(draw: st.DrawFn, known: bool | None = None) -> str:
    day = draw(st.dates())
    year = f"{day.year:04d}" if (draw(st.booleans()) if known is None else known) else "XXXX"
    month = f"{year}-{day.month:02d}"
    shapes = [month, f"{month}-{day.day:02d}"]
    if year != "XXXX":
        shapes += [year, f"{year}-{draw(st.sampled_from(edtf.QUARTERS + edtf.HALVES))}"]
    return draw(st.sampled_from(shapes))


@st.composite
def intervals(draw: st.DrawFn) -> str:
    known = draw(st.booleans())
    text = f"{draw(moments(known))}/{draw(moments(known))}"
    return text if edtf.is_valid(text) else draw(moments())


dates = st.one_of(moments(), intervals())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-02", "2018-02-01", "2018-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2018-07-17", "2018-07-17", "2018-07-17"),
        ("2018-40", "2018-01-01", "2018-06-30"),
        ("2018-41", "2018-07-01", "2018-12-31"),
        ("2018-33", "2018-01-01", "2018-03-31"),
        ("2018-36", "2018-10-01", "2018-12-31"),
        ("2026/2030", "2026-01-01", "2030-12-31"),
        ("2019-08-01/2019-08-04", "2019-08-01", "2019-08-04"),
        ("2018-12-30/2019-01", "2018-12-30", "2019-01-31"),
    ],
)
def test_the_bounds_of_a_date_of_known_year(text: str, first: str, last: str) -> None:
    assert edtf.earliest(text) == date.fromisoformat(first)
    assert edtf.latest(text) == date.fromisoformat(last)


@pytest.mark.parametrize(
    "text", ["XXXX-02-18", "XXXX-02", "XXXX-02-29", "XXXX-03-21/XXXX-03-22", "XXXX-12-30/XXXX-01-02"]
)
def test_a_date_of_unknown_year_has_no_bounds(text: str) -> None:
    assert str(edtf.parse(text)) == text
    assert edtf.earliest(text) is None
    assert edtf.latest(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "18", "XXXX", "20XX", "2018-7", "2018-13", "2018-00", "2018-02-30", "2023-02-29", "XXXX-02-30",
        "XXXX-40", "0000", "2018-40-01", "2018-37", "2018-21", "2018/", "/2018", "..", "2018/..", "2019/2018",
        "2018/XXXX-02", "XXXX-02/2018", "2018/2018", "XXXX-03-22/XXXX-03-21", "2018-07-17T10:00:00", "2018~",
        "２０１８", "2018\n", "2018/2019/2020", "-2018",
    ],
)  # fmt: skip
def test_what_is_not_of_the_subset_is_refused_with_a_remedy(text: str) -> None:
    assert not edtf.is_valid(text)
    with pytest.raises(RecordError) as caught:
        edtf.parse(text)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("a", "b", "whether"),
    [
        ("XXXX-02-18", "2023-02-18", True),
        ("XXXX-02-18", "2023-02", True),
        ("XXXX-02-18", "2023", True),
        ("XXXX-02-18", "2023-03", False),
        ("XXXX-02-18", "XXXX-02", True),
        ("XXXX-02-18", "XXXX-02-19", False),
        ("XXXX-02", "2023-02-18", True),
        ("XXXX-02-29", "2023", False),
        ("XXXX-02-29", "2021/2024", True),
        ("XXXX-12-30/XXXX-01-02", "2018-12-30/2019-01-02", True),
        ("XXXX-12-30/XXXX-01-02", "2019-01-01", True),
        ("XXXX-12-30/XXXX-01-02", "XXXX-01-01", True),
        ("XXXX-01-01", "XXXX-12-30/XXXX-01-02", True),
        ("XXXX-03", "XXXX-12-30/XXXX-01-02", False),
        ("2019", "2019-05", True),
        ("2019-40", "2019-05", True),
        ("2019-41", "2019-05", False),
        ("2019", "2020-05", False),
        ("2019-05-01/2019-05-04", "2019-05-03", True),
        ("2019-05-01/2019-05-04", "2019-05-03/2019-05-06", False),
        ("2018-07-17", "2018-07-17", True),
    ],
)
def test_compatible_dates_may_be_one_date(a: str, b: str, whether: bool) -> None:
    assert edtf.compatible(a, b) is whether
    assert edtf.compatible(b, a) is whether


@pytest.mark.parametrize(
    ("whole", "part", "whether"),
    [
        ("2019", "2019-05", True),
        ("2019-05", "2019", False),
        ("XXXX-02-18", "2023-02-18", True),
        ("2023-02-18", "XXXX-02-18", False),
        ("2023", "XXXX-02-18", False),
        ("XXXX-02", "XXXX-02-18", True),
        ("XXXX-02-18", "XXXX-02", False),
        ("XXXX-12-30/XXXX-01-02", "XXXX-01-02", True),
        ("2026/2030", "2027-40", True),
        ("2026/2030", "2030/2031", False),
    ],
)
def test_a_date_contains_what_is_told_more_exactly(whole: str, part: str, whether: bool) -> None:
    assert edtf.contains(whole, part) is whether


def test_unknown_years_sort_after_known_ones_and_no_date_last() -> None:
    known = ["1999", "2018-07", "2018-41", "2018-07-17", "2018-07-18", "2023-02-18"]
    in_order = [*known, "XXXX-01", "XXXX-02-18", "XXXX-12-31"]
    assert sorted([None, *reversed(in_order)], key=edtf.sort_key) == [*in_order, None]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2023-02-18T23:30:00+07:00", "2023-02-18"),
        ("2023-02-18T00:10:00+07:00", "2023-02-18"),
        ("2023-02-18T23:30:00Z", "2023-02-18"),
        (" 2023-02-18 23:30 ", "2023-02-18"),
        ("20230218T233000", "2023-02-18"),
        ("2018-40", "2018-40"),
        ("2018-07", "2018-07"),
    ],
)
def test_a_timestamp_is_the_day_in_its_own_offset(stamp: str, day: str) -> None:
    assert edtf.from_iso(stamp) == day


@pytest.mark.parametrize("stamp", ["yesterday", "", "2023-02-30T10:00:00", "18/02/2023", "2023-02-18T25:00"])
def test_what_is_no_timestamp_is_refused(stamp: str) -> None:
    with pytest.raises(RecordError):
        edtf.from_iso(stamp)


@given(dates)
def test_every_date_of_the_subset_prints_as_it_was_written(text: str) -> None:
    assert str(edtf.parse(text)) == text
    assert edtf.from_iso(text) == text


@given(dates)
def test_a_date_contains_itself_and_is_compatible_with_itself(text: str) -> None:
    assert edtf.contains(text, text)
    assert edtf.compatible(text, text)


@given(dates, dates)
def test_the_order_is_total_and_agrees_with_the_bounds(a: str, b: str) -> None:
    assert (edtf.sort_key(a) == edtf.sort_key(b)) == (a == b)
    first, second = edtf.earliest(a), edtf.earliest(b)
    if first and second and first < second:
        assert edtf.sort_key(a) < edtf.sort_key(b)


@given(dates, dates)
def test_compatible_is_symmetric_and_follows_from_contains(a: str, b: str) -> None:
    assert edtf.compatible(a, b) == edtf.compatible(b, a)
    if edtf.contains(a, b):
        assert edtf.compatible(a, b)


@given(st.text(max_size=30))
def test_any_text_is_either_a_date_or_refused_by_our_own_error(text: str) -> None:
    if edtf.is_valid(text):
        assert str(edtf.parse(text)) == text
