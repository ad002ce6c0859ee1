"""For what time documents hold, as far as pages say."""

from __future__ import annotations

from datetime import date

import pytest

from comity.model import Instrument
from comity.register.following.validity import Step, ends_within, months_after, validity


def step(status: str, on: str | None, period: str | None = None) -> Step:
    record = Instrument(
        id="i0",
        event=None,
        kind="agreement",
        title=None,
        status=status,
        fields=(),
        parties=(),
        signatories=(),
        count=1,
        amount=None,
        period=period,
        signed=None,
        confidence=0.9,
        rules=(),
        evidence=(),
    )
    return Step(record, on)


@pytest.mark.parametrize(
    ("steps", "start", "end", "day", "standing"),
    [
        ([step("signed", "2020-01-05", "2020/2024")], "2020", "2024", "2022-06-01", "in_force"),
        ([step("signed", "2020-01-05", "2020/2024")], "2020", "2024", "2025-01-01", "ended"),
        ([step("signed", "2019-12-05", "2020/2024")], "2020", "2024", "2019-12-31", "to_come"),
        ([step("signed", "2020-01-05")], None, None, "2022-06-01", "unknown"),
        ([step("signed", "2020-01-05"), step("in_force", "2021-03-01")], None, None, "2022-06-01", "in_force"),
        ([step("signed", "2020-01-05"), step("in_force", "2021-03-01")], None, None, "2020-06-01", "unknown"),
        (
            [step("signed", "2020-01-05", "2020/2024"), step("extended", "2024-11-01", "2020/2029")],
            *("2020", "2029", "2027-01-01", "in_force"),
        ),
        (
            [step("signed", "2020-01-05", "2020/2024"), step("suspended", "2022-02-01")],
            *("2020", "2024", "2022-06-01", "suspended"),
        ),
        (
            [step("signed", "2020-01", "2020/2024"), step("suspended", "2022-02"), step("in_force", "2023-02")],
            *("2020", "2024", "2023-06-01", "in_force"),
        ),
        (
            [step("signed", "2020-01-05", "2020/2024"), step("terminated", "2022-02-01")],
            *("2020", "2022-02-01", "2022-06-01", "ended"),
        ),
        ([step("signed", "2020-01-05"), step("expired", None)], None, None, "2022-06-01", "ended"),
        ([step("in_force", None, "2025")], "2025", "2025", "2025-07-01", "in_force"),
    ],
)
def test_a_document_holds_as_long_as_pages_say(
    steps: list[Step], start: str | None, end: str | None, day: str, standing: str
) -> None:
    found = validity(steps)
    assert (found.start, found.end) == (start, end)
    assert found.on(date.fromisoformat(day)) == standing


@pytest.mark.parametrize(
    ("period", "day", "months", "expected"),
    [
        ("2020/2024", "2024-01-01", 12, True),
        ("2020/2024", "2023-12-30", 12, False),
        ("2020/2024-03", "2023-04-01", 12, True),
        ("2020/2024", "2025-01-01", 12, False),
        (None, "2024-01-01", 12, False),
    ],
)
def test_what_ends_within_some_months(period: str | None, day: str, months: int, expected: bool) -> None:
    found = validity([step("signed", "2020-01-05", period)])
    assert ends_within(found, date.fromisoformat(day), months) is expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-12-15", 12, "2024-12-15"),
        ("2023-11-30", 3, "2024-02-29"),
        ("9999-11-30", 3, "9999-12-31"),
    ],
)
def test_months_are_counted_by_the_calendar(day: str, months: int, expected: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(expected)
