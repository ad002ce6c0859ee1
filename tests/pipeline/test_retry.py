"""What failed is kept with its reason, and tried again alone: lines, members, records, addresses, whole sources."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from comity.model import Failure
from comity.pipeline import add, crew, failures, retry
from comity.pipeline.retrying import Attempt, plan
from comity.register.views import Missed
from comity.settings import Settings
from tests.pipeline import faulty
from tests.sources.making import zipped
from tests.sources.web.server import Server, feed, in_turn, page, status

TEXT = "Le ministre cambodgien de la Pêche a reçu lundi à Phnom Penh l'ambassadeur du Vietnam. Dépêche n° {}."


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "open_coder", faulty.Quick)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        COMITY_REGISTER=tmp_path / "comity.db",  # type: ignore[call-arg]
        workers=0,
        allow_private_addresses=True,
        fetch_delay=0,
    )


def text(number: int) -> str:
    return TEXT.format(number) + " " + " ".join(f"mot{number}x{at}" for at in range(40))


def outcomes(found: object) -> Counter[str]:
    return Counter(one.outcome for one in found)  # type: ignore[attr-defined]


def test_one_line_one_member_and_one_file_are_tried_again_alone(tmp_path: Path, settings: Settings) -> None:
    lines, archive, folder = tmp_path / "lines.jsonl", tmp_path / "pages.zip", tmp_path / "folder"
    folder.mkdir()
    lines.write_text(json.dumps({"text": text(1)}) + "\nnot json\n" + json.dumps({"text": text(2)}) + "\n")
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.txt", text(3))
        made.writestr("b/empty.txt", " ")
    (folder / "good.txt").write_text(text(4))
    (folder / "bad.txt").write_text(" \n")
    names = [str(lines), str(archive), str(folder), str(tmp_path / "absent.txt")]
    assert outcomes(add(names, settings)) == {"added": 4, "failed": 4}
    assert {Path(one.root).name: (Path(one.name).name, one.tries) for one in failures(settings)} == {
        "lines.jsonl": ("lines.jsonl#2", 1),
        "pages.zip": ("empty.txt", 1),
        "folder": ("bad.txt", 1),
        "absent.txt": ("absent.txt", 1),
    }
    assert outcomes(retry(settings)) == {"failed": 4}
    assert {one.tries for one in failures(settings)} == {2}

    lines.write_text(lines.read_text().replace("not json", json.dumps({"text": text(5)})))
    (folder / "bad.txt").write_text(text(6))
    (tmp_path / "absent.txt").write_text(text(7))
    tried = list(retry(settings, [str(folder)]))
    assert [(Path(one.name).name, one.outcome) for one in tried] == [("bad.txt", "added")]
    assert outcomes(retry(settings)) == {"added": 2, "failed": 1}
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.txt", text(3))
        made.writestr("b/empty.txt", text(8))
    tried = list(retry(settings))
    assert [(one.name, one.outcome) for one in tried] == [(f"{archive}!b/empty.txt", "added")]
    assert failures(settings) == ()
    assert list(retry(settings)) == []


def test_what_is_there_no_more_is_said_once(tmp_path: Path, settings: Settings) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text("not json\n" + json.dumps({"text": text(1)}) + "\n")
    list(add([str(lines)], settings))
    lines.write_text("")
    (tried,) = retry(settings)
    assert tried.failure is not None
    assert "is empty" in tried.failure.message
    assert [one.tries for one in failures(settings)] == [2]
    lines.write_text(json.dumps({"text": text(1)}))
    (tried,) = retry(settings)
    assert tried.outcome == "known"
    lines.write_text("not json\n" * 2)
    list(add([str(lines)], settings))
    lines.write_text("not json\n")
    outcome = {Path(one.name).name: one.failure and one.failure.message for one in retry(settings)}
    assert "is not in" in (outcome["lines.jsonl#2"] or "")
    assert {Path(one.name).name for one in failures(settings)} == {"lines.jsonl#1"}


def test_an_archive_that_was_cut_is_read_whole_when_it_is_whole(tmp_path: Path, settings: Settings) -> None:
    archive = tmp_path / "pages.zip"
    whole = zipped({f"{number}.txt": text(number) for number in range(3)})
    archive.write_bytes(whole[: len(whole) // 2])
    list(add([str(archive)], settings))
    assert str(archive) in {one.name for one in failures(settings)}
    archive.write_bytes(whole)
    assert outcomes(retry(settings))["failed"] == 0
    assert failures(settings) == ()


def test_pages_are_fetched_once_and_what_failed_on_request(settings: Settings) -> None:
    with Server() as server:
        for number in range(3):
            server.on(f"/{number}", page(text(number), media="text/plain"))
        server.on("/gone", in_turn(status(404), page(text(7), media="text/plain")))
        server.on("/busy", in_turn(status(500), page(text(8), media="text/plain")))
        paths = ["/0", "/gone", "/1", "/busy", "/2"]
        name = server.on("/feed", feed(*((server.url(path), path) for path in paths)))
        assert outcomes(add([name], settings)) == {"added": 3, "failed": 2}
        assert {(one.name, one.root) for one in failures(settings)} == {
            (server.url("/gone"), name),
            (server.url("/busy"), name),
        }
        # what is gone is not asked for again by itself; what may come back is
        assert outcomes(add([name], settings)) == {"known": 3, "added": 1, "failed": 1}
        assert [server.count(path) for path in paths] == [1, 1, 1, 2, 1]
        feeds = server.count("/feed")
        (tried,) = retry(settings)
        assert (tried.name, tried.outcome) == (server.url("/gone"), "added")
        assert [server.count(path) for path in paths] == [1, 2, 1, 2, 1]
        assert server.count("/feed") == feeds
        assert failures(settings) == ()
        assert outcomes(add([name], settings, again=True)) == {"known": 5}
        assert [server.count(path) for path in paths] == [2, 3, 2, 3, 2]


def test_an_address_that_the_user_names_is_asked_for_until_it_answers(settings: Settings) -> None:
    with Server() as server:
        name = server.on("/page", in_turn(status(404), status(404), page(text(1), media="text/plain")))
        assert [outcomes(add([name], settings)) for _ in range(4)] == [
            {"failed": 1},
            {"failed": 1},
            {"added": 1},
            {"known": 1},
        ]
        assert server.count("/page") == 3


def test_a_feed_that_answers_again_is_a_failure_no_more(settings: Settings) -> None:
    with Server() as server:
        server.on("/a", page(text(1), media="text/plain"))
        name = server.on("/feed", in_turn(status(500), feed((server.url("/a"), "a"))))
        assert outcomes(add([name], settings)) == {"failed": 1}
        assert outcomes(retry(settings)) == {"added": 1}
        assert failures(settings) == ()


def test_the_standard_input_cannot_be_read_again(settings: Settings) -> None:
    import io

    list(add(["-"], settings, stdin=io.BytesIO(b'{"text": ""}\n{"text": "' + text(1).encode() + b'"}\n')))
    (tried,) = retry(settings)
    assert tried.failure is not None
    assert "standard input" in tried.failure.message


def test_what_is_opened_to_try_again(tmp_path: Path) -> None:
    file = tmp_path / "odd#1@2!name.jsonl"
    file.touch()
    web = "https://example.org/a@b#c"

    def missed(name: str, root: str) -> Missed:
        return Missed(name=name, root=root, failure=Failure(code="x", message="y"), tries=1, first="", last="")

    found = plan(
        [
            missed(f"{file}#3", str(tmp_path)),
            missed(web, "https://example.org/feed"),
            missed("https://example.org/feed#7", "https://example.org/feed"),
            missed(f"{file}#9", str(tmp_path)),
            missed("https://example.org/a.zip!x#1", "https://example.org/a.zip"),
            missed("gone.warc@99", "gone.warc"),
            missed("-#3", "-"),
        ]
    )
    assert found == [
        Attempt(str(file), str(tmp_path), (f"{file}#3", f"{file}#9")),
        Attempt(web, "https://example.org/feed"),
        Attempt("https://example.org/feed", "https://example.org/feed", ("https://example.org/feed#7",)),
        Attempt("https://example.org/a.zip", "https://example.org/a.zip", ("https://example.org/a.zip!x#1",)),
        Attempt("gone.warc@99", "gone.warc"),
        Attempt("-", "-", ("-#3",)),
    ]
