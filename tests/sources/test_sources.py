"""Sources of every kind, and every kind of bad input: each has its message, and the others go on."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.model import RawPage, Unread
from comity.sources import open_sources
from tests.access import let_others_enter

TEXT = "Le ministre a reçu son homologue.\n"


def _open(*names: str | Path, stdin: bytes = b"", max_bytes: int = 100_000) -> list[RawPage | Unread]:
    return list(open_sources([str(name) for name in names], stdin=io.BytesIO(stdin), max_bytes=max_bytes))


def _lines(path: Path, *lines: object) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), "utf-8")
    return path


def test_files_keep_their_order_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(TEXT.encode("cp1252"))
    (tmp_path / "a.dat").write_bytes(b"\xff\xfe" + TEXT.encode("utf-16-le"))
    (tmp_path / "c.html").write_bytes(b"<p>A</p>")
    (tmp_path / "d").write_bytes(b"\n <!DOCTYPE html><p>A</p>")
    (tmp_path / "e.txt").write_bytes(b"<html> is a word")
    pages = _open(*(tmp_path / name for name in ("b.txt", "a.dat", "c.html", "d", "e.txt")))
    assert [Path(page.name).name for page in pages] == ["b.txt", "a.dat", "c.html", "d", "e.txt"]
    assert all(isinstance(page, RawPage) for page in pages)
    assert pages[0].content == TEXT.encode("cp1252")
    assert [page.media for page in pages] == ["text/plain", "text/plain", "text/html", "text/html", "text/plain"]


def test_folders_are_walked_in_order_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("z.txt", "a/2.txt", "a/1.txt", "a/.hidden.txt", ".git/x.txt", "m.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"text": "A"}' if name.endswith("jsonl") else TEXT)
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    names = [os.path.relpath(page.name, tmp_path) for page in _open(tmp_path)]
    assert names == ["a/1.txt", "a/2.txt", "m.jsonl#1", "z.txt"]


def test_json_lines_give_one_page_a_line(tmp_path: Path) -> None:
    path = _lines(
        tmp_path / "pages.jsonl",
        {"text": TEXT, "id": "a-1", "url": "https://a.example", "title": "Un titre", "published": "2019-03",
         "publisher": "APS", "language": "fr", "category": ["left", "alone"]},
        "",
        {"html": "<p>A</p>", "id": 7, "title": None},
        {"text": "A", "html": "<p>A</p>"},
    )  # fmt: skip
    first, second, third = _open(path)
    assert isinstance(first, RawPage)
    assert (first.text, first.ref, first.url, first.title) == (TEXT, "a-1", "https://a.example", "Un titre")
    assert (first.published, first.publisher, first.language) == ("2019-03", "APS", "fr")
    assert first.name == f"{path}#1"
    assert isinstance(second, RawPage)
    assert (second.name, second.media, second.ref, second.text) == (f"{path}#3", "text/html", "7", "<p>A</p>")
    assert isinstance(third, RawPage)
    assert (third.media, third.text) == ("text/plain", "A")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            {"maintext": "A", "title": "T", "date_publish": "2024-03-11 08:00:00", "source_domain": "a.example",
             "language": "fr", "url": "https://a.example/1", "authors": ["Lan", "Hà"]},
            ("A", "text/plain", "https://a.example/1", "2024-03-11 08:00:00", "a.example", "fr", "Lan, Hà"),
        ),
        (
            {"raw_text": "B", "text": "A", "date": "2024-03-11", "hostname": "a.example", "sitename": "Le Fleuve",
             "author": "Lan", "language": None},
            ("A", "text/plain", None, "2024-03-11", "Le Fleuve", None, "Lan"),
        ),
        (
            {"raw_html": "<p>A", "lang": "vi", "published": "2023", "date": "2024", "author": {"name": "Lan"}},
            ("<p>A", "text/html", None, "2023", None, "vi", None),
        ),
        ({"text": "A", "date": {"y": 1}, "domain": 3, "authors": [1, None]}, ("A", "text/plain", *[None] * 5)),
    ],
)  # fmt: skip
def test_dumps_of_other_programs_are_understood(
    tmp_path: Path, line: dict[str, object], told: tuple[str | None, ...]
) -> None:
    (page,) = _open(_lines(tmp_path / "dump.jsonl", line))
    assert isinstance(page, RawPage)
    author = next((one.value for one in page.stated), None)
    assert (page.text, page.media, page.url, page.published, page.publisher, page.language, author) == told


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"text": "A"', "is not JSON"),
        ("text", "is not JSON"),
        ("[1]", "a JSON list, not an object"),
        ("12", "a JSON number"),
        ("null", "a JSON null"),
        ("{}", "neither text nor html"),
        ('{"text": 3}', "wrong kind: Expected `str | null`, got `int` - at `$.text`"),
        ('{"text": "A", "title": ["B"]}', "$.title"),
        ('{"text": "A", "published": 2018}', "$.published"),
        ('{"text": "A", "id": 1.5}', "$.id"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_malformed_line_says_where_and_the_others_go_on(tmp_path: Path, line: str, words: str) -> None:
    path = _lines(tmp_path / "p.ndjson", {"text": "A"}, line, {"text": "B"})
    first, bad, last = _open(path, max_bytes=1_000_000)
    assert isinstance(first, RawPage)
    assert isinstance(last, RawPage)
    assert last.name == f"{path}#3"
    assert isinstance(bad, Unread)
    assert bad.name == f"{path}#2"
    assert bad.failure.code == "source"
    assert f"{path}#2" in bad.failure.message
    assert words in bad.failure.message
    assert bad.failure.message.count(".") >= 2, "what was wrong, and what to do"


def test_lines_that_are_not_utf_8_or_too_long_lose_no_other_line(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    long = b'{"text": "' + b"a" * 3_000_000 + b'"}'
    path.write_bytes(b'\xef\xbb\xbf{"text": "A"}\r\n{"text": "\xe9t\xe9"}\n' + long + b'\n{"text": "B"}\n' + long)
    found = _open(path, max_bytes=1000)
    assert [type(page) for page in found] == [RawPage, Unread, Unread, RawPage, Unread]
    assert "not UTF-8 at byte 11" in found[1].failure.message
    assert "larger than 0.001 MB" in found[2].failure.message
    assert [page.name.rpartition("#")[2] for page in found] == ["1", "2", "3", "4", "5"]


def test_a_line_of_just_the_limit_is_read(tmp_path: Path) -> None:
    line = json.dumps({"text": "a" * 100})
    path = _lines(tmp_path / "p.jsonl", line, {"text": "B"})
    assert [type(page) for page in _open(path, max_bytes=len(line))] == [RawPage, RawPage]
    assert [type(page) for page in _open(path, max_bytes=len(line) - 1)] == [Unread, RawPage]


def test_fifty_megabytes_on_one_line(tmp_path: Path) -> None:
    text = tmp_path / "big.txt"
    text.write_bytes(b"a " * 25_000_000)
    lines = tmp_path / "big.jsonl"
    lines.write_bytes(b'{"text": "' + b"a " * 25_000_000 + b'"}\n{"text": "B"}\n')
    found = _open(text, lines, max_bytes=10_000_000)
    assert [type(page) for page in found] == [Unread, Unread, RawPage]
    for page in found[:2]:
        assert isinstance(page, Unread)
        assert "larger than 10 MB" in page.failure.message
        assert "COMITY_MAX_PAGE_BYTES" in page.failure.message


def test_lone_surrogates_and_nul_in_metadata_are_marked(tmp_path: Path) -> None:
    path = _lines(tmp_path / "p.jsonl", '{"text": "a\\ud800", "title": "b\\udfffc", "id": "d\\u0000"}')
    (page,) = _open(path)
    assert isinstance(page, RawPage)
    assert (page.title, page.ref) == ("b�c", "d�")


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ('{"text": "A"}', ["#1"]),
        ('{"text": "A"}\n{"text": "B"}\n', ["#1", "#2"]),
        ('{\n "text": "A"\n}\n', [""]),
        ('[{"text": "A"},\n {"text": "B"}]', ["#1", "#2"]),
    ],
)
def test_json_files_hold_lines_or_one_document(tmp_path: Path, content: str, names: list[str]) -> None:
    path = tmp_path / "pages.json"
    path.write_text(content)
    found = _open(path)
    assert [page.name for page in found] == [f"{path}{name}" for name in names]
    assert all(isinstance(page, RawPage) for page in found)


def test_standard_input_is_told_apart() -> None:
    (page,) = _open("-", stdin=TEXT.encode())
    assert isinstance(page, RawPage)
    assert (page.name, page.content) == ("-", TEXT.encode())
    found = _open("-", stdin=b'\n{"text": "A"}\n{"text": "B"}')
    assert [page.name for page in found] == ["-#2", "-#3"]
    (page,) = _open("-", stdin=b"<html><p>A</p></html>")
    assert isinstance(page, RawPage)
    assert page.media == "text/html"


def test_a_pipe_is_read_as_the_standard_input_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b'{"text": "A"}\n',))
    writer.start()
    (page,) = _open(pipe)
    writer.join()
    assert isinstance(page, RawPage)
    assert page.text == "A"


def _empty(folder: Path) -> Path:
    (folder / "empty.txt").touch()
    return folder / "empty.txt"


def _empty_lines(folder: Path) -> Path:
    (folder / "empty.jsonl").write_text("\n\n")
    return folder / "empty.jsonl"


def _empty_folder(folder: Path) -> Path:
    (folder / "none").mkdir()
    return folder / "none"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_empty, "is empty"),
        (_empty_lines, "is empty"),
        (_empty_folder, "holds no files"),
        (lambda folder: folder / "missing.txt", "There is no file or folder"),
        (lambda folder: folder / "missing.jsonl", "There is no file or folder"),
        (lambda folder: folder / ("n" * 300), "no path that can be opened"),
        (lambda _: "", "is empty"),
        (lambda _: "a\0b.txt", "could not be read"),
        (lambda folder: folder / "\udce9.txt", "There is no file or folder"),
    ],
)
def test_bad_sources_say_why_and_the_others_go_on(
    tmp_path: Path, make: Callable[[Path], Path | str], words: str
) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    first, bad, last = _open(tmp_path / "good.txt", make(tmp_path), tmp_path / "good.txt")
    assert isinstance(first, RawPage)
    assert isinstance(last, RawPage)
    assert isinstance(bad, Unread)
    assert bad.failure.code == "source"
    assert words in bad.failure.message
    bad.failure.message.encode("utf-8")
    bad.name.encode("utf-8")


def test_an_empty_standard_input_says_so() -> None:
    (bad,) = _open("-")
    assert isinstance(bad, Unread)
    assert "is empty" in bad.failure.message


_AS_NOBODY = """
import io, os, sys
sys.path[:0] = {path!r}
from comity.sources import open_sources
os.setgroups([]); os.setgid(65534); os.setuid(65534)
for page in open_sources(sys.argv[1:], stdin=io.BytesIO()):
    print(type(page).__name__, page.name, getattr(page, "failure", None))
"""


def test_what_may_not_be_read_says_so_and_the_others_go_on(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    let_others_enter(tmp_path)
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "in.txt").write_text(TEXT)
    (tmp_path / "secret.txt").write_text(TEXT)
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "closed").chmod(0)
    (tmp_path / "secret.txt").chmod(0)
    names = [tmp_path, tmp_path / "closed", tmp_path / "closed" / "in.txt", tmp_path / "good.txt"]
    if os.geteuid() == 0:  # root may read everything: look as nobody does
        script = _AS_NOBODY.format(path=sys.path)
        run = subprocess.run(
            [sys.executable, "-c", script, *map(str, names)], capture_output=True, text=True, timeout=60, check=False
        )
        assert run.returncode == 0, run.stderr
        lines = run.stdout.splitlines()
    else:
        lines = [f"{type(page).__name__} {page.name} {getattr(page, 'failure', None)}" for page in _open(*names)]
    (tmp_path / "closed").chmod(0o755)
    assert [line.split()[0] for line in lines] == ["Unread", "RawPage", "Unread", "Unread", "Unread", "RawPage"]
    assert all("may not be read. Ask for permission" in line for line in lines if line.startswith("Unread"))


def test_pages_are_handed_over_one_at_a_time(tmp_path: Path) -> None:
    path = _lines(tmp_path / "p.jsonl", {"text": "A"}, {"text": "B"})
    pages = open_sources([str(path), str(tmp_path / "late.txt")], stdin=io.BytesIO())
    next(pages)
    (tmp_path / "late.txt").write_text(TEXT)
    assert [type(page) for page in pages] == [RawPage, RawPage]


@given(st.binary(max_size=300))
def test_any_stream_is_pages_or_reasons(content: bytes) -> None:
    found = _open("-", stdin=content, max_bytes=100)
    assert found
    assert all(isinstance(page, RawPage | Unread) for page in found)
