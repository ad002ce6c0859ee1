"""Adding: from files to the register, page by page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from comity import pipeline
from comity.errors import RegisterError
from comity.model import Coder, Coding, Failure, Known, RawPage, Reading
from comity.pipeline import PageOutcome, add, add_pages, crew
from comity.register import Register, open_register
from comity.register import store as store_module
from comity.settings import Settings
from tests.register.factory import CODER, NEWER, SUMMIT, Draft, brittany, summit

DRAFTS: dict[str, Draft] = {draft.text.partition("\n")[0]: draft for draft in (summit(), brittany())}


class Hand:
    """Codes the pages of the tests as they were coded by hand; fails on all others."""

    def __init__(self, record: Coder = CODER) -> None:
        self._record = record
        self.coded: list[str] = []

    def record(self, _: str | None) -> Coder:
        return self._record

    def code(self, readings: Iterable[Reading]) -> Iterator[Coding]:
        for reading in readings:
            self.coded.append(reading.page.source)
            draft = DRAFTS.get(reading.page.text.partition("\n")[0])
            if draft is None:
                failure = reading.failure or Failure(code="coding", message="Nobody coded it.")
                yield Coding(schema="1", coder=self._record, page=reading.page, stories=(), error=failure)
            else:
                stories = draft.coding().stories
                yield Coding(schema="1", coder=self._record, page=reading.page, stories=stories)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two pages that can be coded, one that cannot, and one that cannot be read."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a-summit.txt").write_text(SUMMIT, "utf-8")
    (folder / "b-hue.txt").write_text(brittany().text, "utf-8")
    (folder / "c-other.txt").write_text("Le marché du jour\nLe riz se vend bien à Hué.\n", "utf-8")
    (folder / "d-empty.txt").write_text("  \n", "utf-8")
    return folder


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("COMITY_REGISTER", str(tmp_path / "comity.db"))
    monkeypatch.setenv("COMITY_WORKERS", "0")
    return Settings()


def run(hand: Hand, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[PageOutcome]:
    monkeypatch.setattr(crew, "open_coder", lambda: hand)
    return list(add([str(folder)], settings))


def test_pages_are_added_and_failures_listed(folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = run(Hand(), folder, settings, monkeypatch)
    assert [Path(one.name).name for one in outcomes] == ["a-summit.txt", "b-hue.txt", "c-other.txt", "d-empty.txt"]
    assert [one.outcome for one in outcomes] == ["added", "added", "failed", "failed"]
    assert outcomes[0].records == {"event": 3, "commitment": 2, "instrument": 1, "office": 2}
    assert [one.failure.code for one in outcomes if one.failure] == ["coding", "reading"]
    assert outcomes[3].page is None
    with open_register(settings.register_path, readonly=True) as register:
        assert (register.contents().pages, register.contents().failed) == (3, 1)
        assert register.failed()[0].failure.message == "Nobody coded it."


def test_adding_again_codes_nothing_but_what_failed(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(Hand(), folder, settings, monkeypatch)
    hand = Hand()
    outcomes = run(hand, folder, settings, monkeypatch)
    assert [one.outcome for one in outcomes] == ["known", "known", "failed", "failed"]
    assert outcomes[0].records == {"event": 3, "commitment": 2, "instrument": 1, "office": 2}
    assert [Path(name).name for name in hand.coded] == ["c-other.txt"]


def test_a_newer_coder_codes_all_anew(folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    run(Hand(), folder, settings, monkeypatch)
    outcomes = run(Hand(NEWER), folder, settings, monkeypatch)
    assert [one.outcome for one in outcomes] == ["recoded", "recoded", "failed", "failed"]


def test_the_coder_is_told_the_earliest_date(tmp_path: Path, settings: Settings) -> None:
    told: list[tuple[str | None, str | None]] = []

    class Listening(Hand):
        def code(self, readings: Iterable[Reading]) -> Iterator[Coding]:
            for reading in readings:
                told.append((reading.page.published, reading.page.url))
                yield from super().code([reading])

    def lines(*dates: str) -> Path:
        path = tmp_path / f"{dates[0]}.jsonl"
        pages = [{"text": SUMMIT, "url": f"https://example.org/{date}", "published": date} for date in dates]
        path.write_text("".join(json.dumps(page) + "\n" for page in pages), "utf-8")
        return path

    with open_register(settings.register_path, create=True) as register:
        outcomes = [
            one.outcome
            for path in (lines("2021-06-01"), lines("2021-05-05", "2021-07-01"))
            for one in add_pages(register, pipeline.pages([str(path)], settings), coder=Listening())  # type: ignore[arg-type]
        ]
        (page,) = {report.page for kept in register.export("event") for report in kept.reports}
        sources = register.page(page).sources
    assert outcomes == ["added", "recoded", "known"]
    assert told == [
        ("2021-06-01", "https://example.org/2021-06-01"),
        ("2021-05-05", "https://example.org/2021-05-05"),
    ]
    assert [source.published for source in sources] == ["2021-05-05", "2021-06-01", "2021-07-01"]


def test_a_coding_that_is_refused_stops_no_other(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Doubling(Hand):
        def code(self, readings: Iterable[Reading]) -> Iterator[Coding]:
            for coding in super().code(readings):
                if "summit" in coding.page.source:
                    coding = Coding(schema="1", coder=CODER, page=coding.page, stories=coding.stories * 2)
                yield coding

    outcomes = run(Doubling(), folder, settings, monkeypatch)
    assert [one.outcome for one in outcomes] == ["failed", "added", "failed", "failed"]
    assert outcomes[0].failure is not None
    assert outcomes[0].failure.code == "record"
    assert [one.outcome for one in run(Hand(), folder, settings, monkeypatch)][:2] == ["added", "known"]


def test_a_register_that_fails_stops_the_run(folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise RegisterError("The disk is full.", "Make room.")

    with monkeypatch.context() as patched:
        patched.setattr(store_module, "link", full)
        with pytest.raises(RegisterError, match="full"):
            run(Hand(), folder, settings, patched)
    assert [one.outcome for one in run(Hand(), folder, settings, monkeypatch)][:2] == ["added", "added"]


@pytest.mark.long
def test_the_coder_of_this_installation(folder: Path, settings: Settings) -> None:
    outcomes = list(add([str(folder)], settings))
    assert [one.outcome for one in outcomes] == ["added", "added", "added", "failed"]
    again = list(add([str(folder)], settings))
    assert [one.outcome for one in again] == ["known", "known", "known", "failed"]
    with open_register(settings.register_path, readonly=True) as register:
        check(register)


def check(register: Register) -> None:
    """The real coder finds the meeting, and the register gives it back as evidence of the dyad."""
    dossier = register.dossier(register.side("VNM"), register.side("KHM"))
    assert not dossier.is_empty
    for kept in (*dossier.encounters, *dossier.acts):
        text = register.text(kept.reports[0].page)
        assert all(text[span.start : span.end].strip() for span in kept.record.evidence if span.start is not None)


def test_an_address_that_is_settled_has_its_place_among_the_outcomes(settings: Settings) -> None:
    found = [
        RawPage(name="a", text=SUMMIT),
        Known(name="https://a.example/1", url="https://a.example/1"),
        RawPage(name="b", text=brittany().text),
    ]
    with open_register(settings.register_path, create=True) as register:
        outcomes = list(add_pages(register, found, coder=Hand()))
        assert register.contents().pages == 2
    assert [(one.name, one.outcome, one.page is None) for one in outcomes] == [
        ("a", "added", False),
        ("https://a.example/1", "known", True),
        ("b", "added", False),
    ]
