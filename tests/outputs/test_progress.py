"""What a long run says of itself: how far it is, what it found, what failed, and how long it will take."""

from __future__ import annotations

import pytest

from comity.model import Failure
from comity.outputs.progress import Clock, progress_of
from comity.outputs.tally import Tally


def tally(pages: int, events: int, failures: int) -> Tally:
    made = Tally()
    for number in range(pages):
        made.note(f"{number}.txt", Failure(code="x", message="broken") if number < failures else None)
    made.count("added", {"event": events})
    return made


@pytest.mark.parametrize(
    ("total", "pages", "spent", "said"),
    [
        (None, 1, 5, "1 page,"),
        (100, 10, 60, "10 of 100 pages, 3 events, 1 failure, 1:00, about 9:00 left"),
        (100, 0, 60, "0 of 100 pages"),
        (1000, 10, 3661, "10 of 1000 pages, 3 events, 1 failure, 1:01:01, about 100:40:39 left"),
        (5, 10, 60, "10 pages, 3 events, 1 failure, 1:00"),
        (10, 10, 60, "10 of 10 pages, 3 events, 1 failure, 1:00"),
    ],
)
def test_how_far_a_run_is(total: int | None, pages: int, spent: float, said: str) -> None:
    now = [0.0]
    clock = Clock(total, lambda: now[0])
    now[0] = spent
    assert clock.state(tally(pages, 3, 1 if pages else 0)).startswith(said)


def test_without_a_terminal_lines_are_said_only_if_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_of(tally(1, 2, 0), "adding", None) as advance:
        advance()
    assert capsys.readouterr().err == ""
    with progress_of(tally(1, 2, 0), "adding", 4, lines=True) as advance:
        advance()
    assert capsys.readouterr().err == "adding: 1 of 4 pages, 2 events, 0 failures, 0:00, about 0:00 left\n"
