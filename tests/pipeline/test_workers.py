"""Worker processes: the same output as without, in the same order; a page that ends a worker ends no run."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.errors import ComityError, CrashError
from comity.model import Coding, Known, RawPage, Reading, Unread
from comity.model import Failure as Why
from comity.pipeline.crew import Crew, Found, Here
from comity.pipeline.reading import Assumed, pages
from comity.pipeline.workers import Workers
from comity.settings import Settings
from tests.pipeline import faulty

ROOT = Path(__file__).parents[2]
TEXT = "Le ministre cambodgien de la Pêche a reçu lundi à Phnom Penh l'ambassadeur du Vietnam."


def raw(number: int, text: str = TEXT) -> RawPage:
    return RawPage(name=f"{number}.txt", text=f"{text} Dépêche n° {number}.", language="fr")


def run(crew: Crew, found: list[Found]) -> list[tuple[Reading | Known, Coding | None]]:
    """As a run does it: what was read is coded, and what failed is not."""
    read = crew.read((number, one) for number, one in enumerate(found))
    given = (
        ((number, one), (one, coder) if isinstance(one, Reading) and one.page.text else None)
        for number, one, coder in read
    )
    result = list(crew.code(given))
    assert [number for (number, _), _ in result] == list(range(len(found)))
    return [(one, coding) for (_, one), coding in result]


def mixed(name: str) -> list[Found]:
    return [
        *pages([str(ROOT / name)], Settings()),
        Unread(name="b.txt", failure=Why(code="source", message="b.txt is empty.")),
        Known(name="https://example.org/a", url="https://example.org/a"),
        RawPage(name="c.txt", text="  "),
    ]


def test_two_workers_give_what_one_process_gives() -> None:
    found = mixed("samples/dispatches.jsonl")
    assumed = Assumed(published="2023-05-01", publisher="Comity")
    here = run(Here(assumed), found)
    assert sum(coding is not None and coding.error is None for _, coding in here) == 50
    with Workers(2, assumed=assumed) as workers:
        assert run(workers, found) == here


@pytest.mark.long
@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_workers_gives_the_same(count: int) -> None:
    found: list[Found] = []
    for path in sorted((ROOT / "tests" / "gold").glob("tuned*/pages.jsonl")):
        pages = map(json.loads, path.read_text("utf-8").strip().split("\n"))
        found += [RawPage(name=page["id"], text=page["text"]) for page in pages]
    assert len(found) > 50
    here = run(Here(), found)
    with Workers(count) as workers:
        assert run(workers, found) == here


# workers that are lost


def failures(texts: dict[int, str], total: int, seconds: float = 60) -> dict[str, str]:
    """The pages that failed and the code of the failure; all others are coded."""
    with Workers(2, seconds=seconds, target=faulty.serve) as workers:
        result = run(workers, [raw(number, texts.get(number, TEXT)) for number in range(total)])
    assert not multiprocessing.active_children()
    failed = {}
    for number, (one, coding) in enumerate(result):
        assert isinstance(one, Reading)
        assert one.page.source == f"{number}.txt"
        assert coding is None or (coding.page, coding.coder) == (one.page, faulty.CODER)
        failure = coding.error if coding is not None else one.failure
        if failure is not None:
            assert one.page.source in failure.message
            failed[one.page.source] = failure.code
    return failed


def test_a_page_that_takes_its_worker_with_it_is_named_and_no_other_is_lost() -> None:
    texts = {3: f"{TEXT} {faulty.DEADLY_TO_READ}", 20: f"{TEXT} {faulty.DEADLY_TO_CODE}", 21: f"{TEXT} {faulty.FAULTY}"}
    assert failures(texts, 40) == {"3.txt": "crash", "20.txt": "crash", "21.txt": "crash"}


def test_a_page_that_does_not_come_to_an_end_is_given_up() -> None:
    started = time.monotonic()
    assert failures({5: f"{TEXT} {faulty.ENDLESS}"}, 12, seconds=4) == {"5.txt": "overtime"}
    assert time.monotonic() - started < 60


def test_workers_that_are_killed_are_replaced() -> None:
    """Whoever kills a worker loses at most the page it has in hand."""
    killed = 0
    codings: list[Coding | None] = []
    with Workers(2, target=faulty.serve) as workers:
        read = workers.read((number, raw(number)) for number in range(250))
        given = ((number, (one, coder) if isinstance(one, Reading) else None) for number, one, coder in read)
        for number, coding in workers.code(given):
            assert number == len(codings)
            codings.append(coding)
            if number % 60 == 30:
                process = multiprocessing.active_children()[0]
                assert process.pid is not None
                os.kill(process.pid, signal.SIGKILL)
                killed += 1
    assert len(codings) == 250
    assert killed == 4
    assert sum(coding is None or coding.error is not None for coding in codings) <= killed
    assert not multiprocessing.active_children()


def test_workers_that_never_begin_end_the_run_with_a_remedy() -> None:
    with Workers(1, target=faulty.dies_at_once) as workers, pytest.raises(CrashError, match="--workers 0"):
        list(workers.read([(0, raw(0))]))


def test_an_error_of_the_project_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "comity.toml").write_text("name = 3\n")
    with (
        Workers(1, project=tmp_path, target=faulty.serve) as workers,
        pytest.raises(ComityError, match=r"comity\.toml"),
    ):
        list(workers.read([(0, raw(0))]))


# what is on its way


def test_what_is_on_its_way_is_bounded() -> None:
    taken = 0

    def endless() -> Iterator[tuple[int, Found]]:
        nonlocal taken
        while True:
            taken += 1
            yield taken, raw(taken)

    with Workers(2, target=faulty.serve) as workers:
        read = workers.read(endless())
        for _ in range(50):
            next(read)
        time.sleep(0.5)
        assert taken <= 50 + 16 * (2 * 3 + 2)
    assert not multiprocessing.active_children()


def test_what_comes_slowly_is_passed_on_as_it_comes() -> None:
    given = 0

    def slowly() -> Iterator[tuple[int, Found]]:
        nonlocal given
        for number in range(10):
            time.sleep(0.6 if number else 0)
            given = number
            yield number, raw(number)

    with Workers(1, target=faulty.serve) as workers:
        behind = [given - number for number, _, _ in workers.read(slowly())]
    assert min(behind[4:8]) <= 3


def test_a_large_page_goes_through_the_pipe_whole() -> None:
    text = "\n".join(f"La ligne {number} du marché de Hué." for number in range(20_000))
    with Workers(1, target=faulty.serve) as workers:
        ((_, reading, _),) = workers.read([(0, RawPage(name="large.txt", text=text, language="fr"))])
    assert isinstance(reading, Reading)
    assert reading.page.text == text
