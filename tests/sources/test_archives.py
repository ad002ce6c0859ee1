"""ZIP archives: every kind of file in them, and everything that an archive can do wrong."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from pathlib import Path

import pytest

from comity.model import RawPage, Unread
from comity.sources.context import Limits
from tests.sources.making import PAGE, gzipped, names, numbered, opened, packed, zipped

TEXT = "Le ministre a reçu son homologue.\n"


def unread(found: list[object]) -> list[str]:
    return [one.failure.message for one in found if isinstance(one, Unread)]


def test_each_file_is_of_its_own_kind(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    content = {
        "a.html": PAGE,
        "b/c.txt": TEXT,
        "b/d.jsonl": '{"text": "A"}\n{"text": "B"}\n',
        "e.warc.gz": packed(*numbered(2)),
        "f.pdf": b"%PDF-1.7\n",
        "g.jsonl.gz": gzipped(b'{"text": "A"}\n'),
        "h.zip": zipped({"i.html": PAGE, "j.txt": TEXT}),
        ".hidden": "x",
        "__MACOSX/a.html": "x",
        "k/.DS_Store": "x",
    }
    path.write_bytes(zipped(content))
    record = len(packed(numbered(1)[0]))
    assert [name.removeprefix(f"{path}!") for name in names(opened(path))] == [
        "a.html", "b/c.txt", "b/d.jsonl#1", "b/d.jsonl#2", "e.warc.gz@0", f"e.warc.gz@{record}", "f.pdf",
        "g.jsonl.gz#1", "h.zip!i.html", "h.zip!j.txt",
    ]  # fmt: skip
    assert [one.media for one in opened(path) if isinstance(one, RawPage)][::6] == ["text/html", "application/pdf"]
    assert names(opened("-", stdin=path.read_bytes()))[:2] == ["-!a.html", "-!b/c.txt"]


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.txt", "/etc/passwd.txt", "a/../../b.txt", "C:\\windows\\a.txt", "a//b.txt", " .txt", "é.txt"],
)
def test_names_that_climb_out_are_only_names(tmp_path: Path, name: str) -> None:
    path = tmp_path / "in" / "pages.zip"
    path.parent.mkdir()
    path.write_bytes(zipped({name: TEXT, "b.txt": TEXT}))
    first, second = opened(path)
    assert isinstance(first, RawPage)
    assert (first.name, first.content) == (f"{path}!{name}", TEXT.encode())
    assert second.name == f"{path}!b.txt"
    assert sorted(tmp_path.rglob("*")) == [path.parent, path]


@pytest.mark.parametrize("encoding", ["utf-8", "cp437", "latin-1"])
def test_names_that_are_not_said_to_be_utf_8(encoding: str) -> None:
    content = zipped({"a_____.txt": TEXT}).replace(
        b"a_____.txt", b"a" + "été".encode(encoding).ljust(5, b"_") + b".txt"
    )
    (page,) = opened("-", stdin=content)
    assert isinstance(page, RawPage)
    assert page.content == TEXT.encode()
    if encoding != "latin-1":
        assert page.name.startswith("-!aété")
    page.name.encode("utf-8")


def test_names_are_one_short_line() -> None:
    content = zipped({"a\x01\nb" + "c" * 60_000 + ".txt": "", "e": TEXT, "d.txt": TEXT})
    nameless = content.replace(b"\x01\x00\x00\x00e", b"\x00\x00\x00\x00")
    found = opened("-", stdin=content)
    assert opened("-", stdin=nameless), "a file without a name is a file, or damages the archive"
    assert [type(one) for one in found] == [Unread, RawPage, RawPage]
    assert found[0].name.startswith("-!a��bccc")
    assert len(unread(found)[0]) < 1000
    assert names(found)[1:] == ["-!e", "-!d.txt"]


def _encrypted(content: bytes) -> bytes:
    """With the flag of encryption set for the first file, in its own header and in the list."""
    made = bytearray(content)
    made[6] |= 1
    made[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def _bit(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]


GOOD = zipped({"a.txt": TEXT * 50, "b.txt": TEXT})
STORED = zipped({"a.txt": TEXT * 50, "b.txt": TEXT}, zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (_encrypted(GOOD), "is encrypted. Unpack it with its password"),
        (_bit(STORED, 50), "its checksum is wrong"),
        (_bit(GOOD, 45), "is damaged"),
        (_bit(GOOD, 30), "is damaged"),
        (
            GOOD.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x63", 1),
            "unknown way",
        ),
        (zipped({"a.txt": "", "b.txt": TEXT}), "is empty"),
        (zipped({"a.txt": "a" * 50_000_000, "b.txt": TEXT}), "more than 200 times its size: it may be made to do harm"),
        (zipped({"a.zip": zipped({"c.txt": "a" * 50_000_000}), "b.txt": TEXT}), "a.zip!c.txt unpacks to more than 200"),
        (zipped({"a.zip": b"PK\x03\x04 and no archive", "b.txt": TEXT}), "is damaged, or a part of it is missing"),
        (zipped({"a.docx": zipped({"[Content_Types].xml": "x"}), "b.txt": TEXT}), "an office document"),
        (zipped({"a.jsonl.gz": gzipped(b'{"text": "A"}\n')[:-9], "b.txt": TEXT}), "ends too early"),
        (zipped({"a.txt": "a" * 200_000 + "".join(map(str, range(9000))), "b.txt": TEXT}), "larger than 0.1 MB"),
        (zipped({"a.warc": "WARC/1.0 and no record", "b.txt": TEXT}), "has no header of a record"),
    ],
)
def test_what_one_file_does_wrong_is_told_and_loses_no_other(content: bytes, words: str) -> None:
    found = opened("-", stdin=content, max_bytes=100_000_000 if "harm" in words or "200" in words else 100_000)
    assert found[-1].name == "-!b.txt"
    assert isinstance(found[-1], RawPage)
    assert words in unread(found)[0]
    assert all(isinstance(one, RawPage) or one.name.startswith("-!a") for one in found)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped({}), "holds no files"),
        (zipped({"__MACOSX/x": "a"}), "holds no files"),
        (GOOD[:-10], "is damaged, or a part of it is missing"),
        (GOOD[: len(GOOD) // 2], "is damaged, or a part of it is missing"),
        (zipped({"word/document.xml": "x", "[Content_Types].xml": "x"}), "is an office document"),
        (zipped({"mimetype": "application/epub+zip", "a.xhtml": PAGE}), "is an office document or an electronic book"),
        (zipped({str(number): "" for number in range(50)}), "holds 50 files, and 40 are the limit"),
    ],
)
def test_an_archive_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    found = opened(path, tmp_path / "none", path, limits=Limits(members=40))
    messages = [message for message in unread(found) if "There is no file" not in message]
    assert len(messages) == 2
    assert words in messages[0]
    assert messages[0] == messages[1]


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("later", [False, True], ids=["sizes before", "sizes behind"])
def test_of_an_archive_that_is_cut_what_is_whole_is_given(compression: int, later: bool) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return not later

        def tell(self) -> int:
            if later:
                raise OSError
            return super().tell()

    out = Pipe()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.writestr("a.txt", TEXT * 50)
        archive.writestr("b/", "")
        archive.writestr("b/é.html", PAGE)
        archive.writestr("c.txt", "".join(map(str, range(3000))))
    content = out.getvalue()
    end = content.index(b"PK\x01\x02")
    wanted = [] if later and compression == zipfile.ZIP_STORED else ["-!a.txt", "-!b/é.html", "-!c.txt"]
    assert names(opened("-", stdin=content[:end])) == [*wanted, "[-]"]
    assert names(opened("-", stdin=content[: end - 200])) == [*wanted[:2], "[-]"]
    assert names(opened("-", stdin=content[:40])) == ["[-]"]
    (bad,) = (one for one in opened("-", stdin=content[:end]) if isinstance(one, Unread))
    assert "a part of it is missing" in bad.failure.message
    bomb = zipped({"a.txt": "a" * 30_000_000, "b.txt": TEXT})
    assert names(opened("-", stdin=bomb[: bomb.index(b"PK\x01\x02")], max_bytes=50_000_000)) == ["[-]"]


def test_archives_in_archives_have_an_end() -> None:
    content = zipped({"z.txt": TEXT})
    for depth in range(10):
        content = zipped({"a.zip": content, f"{depth}.txt": TEXT})
    found = opened("-", stdin=content)
    assert len(unread(found)) == 1
    assert "lies too deep: 4 sources one in the other are the limit" in unread(found)[0]
    assert [name.count("!") for name in names(found)] == [4, 4, 3, 2, 1]


def test_a_bomb_of_bombs_is_stopped_by_the_whole_size() -> None:
    content = b"".join(str(number).encode() for number in range(20_000))
    for _ in range(2):
        content = zipped(
            {f"{number}.zip" if content[:2] == b"PK" else f"{number}.txt": content for number in range(10)}
        )
    found = opened("-", stdin=content, limits=Limits(unpacked_bytes=6_000_000), max_bytes=10_000_000)
    pages = [one for one in found if isinstance(one, RawPage)]
    assert 10 < len(pages) < 60
    assert "is more than the limit when unpacked" in unread(found)[-1]
    assert len(found) < 300


def test_files_that_lie_over_each_other_unpack_no_further_than_the_limit() -> None:
    """A list that names the same bytes a thousand times: what is packed once is counted as often as it is read."""
    one = zipped({"a.txt": "".join(map(str, range(20_000)))})
    start = one.index(b"PK\x01\x02")
    entry, end = one[start : one.index(b"PK\x05\x06")], one[one.index(b"PK\x05\x06") :]
    many = one[:start] + entry * 1000 + end[:8] + struct.pack("<HHI", 1000, 1000, len(entry) * 1000) + end[16:]
    found = opened("-", stdin=many, max_bytes=10_000_000, limits=Limits(unpacked_bytes=3_000_000))
    assert sum(len(one.content or b"") for one in found if isinstance(one, RawPage)) < 3_000_000


def test_lines_before_a_damage_are_kept(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": f"{number} {TEXT}"}) + "\n" for number in range(5000)).encode()
    path = tmp_path / "dump.jsonl.gz"
    path.write_bytes(gzipped(lines)[:-5000])
    found = opened(path)
    assert len(found) > 1000
    assert [type(one) for one in found[:-1]] == [RawPage] * (len(found) - 1)
    assert isinstance(found[-1], Unread)
    assert found[-1].name == str(path)
    assert "ends too early" in found[-1].failure.message
    assert found[10].name == f"{path}#11"


@pytest.mark.parametrize("suffix", ["txt.gz", "gz", "html.gz", "json.gz"])
def test_a_packed_file_is_of_the_kind_of_what_is_in_it(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(gzipped(b'{"text": "A"}\n'))
    (page,) = opened(path)
    media = {"txt.gz": "text/plain", "html.gz": "text/html"}.get(suffix, "text/plain")
    assert isinstance(page, RawPage)
    assert page.media == media
    assert page.name == (f"{path}#1" if suffix in ("gz", "json.gz") else str(path))


def test_a_packed_page_that_is_damaged_is_no_page(tmp_path: Path) -> None:
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzipped(PAGE.encode())[:-12])
    (bad,) = opened(path)
    assert isinstance(bad, Unread)
    path.write_bytes(gzipped(b"a" * 50_000_000))
    (bad,) = opened(path, max_bytes=100_000_000)
    assert isinstance(bad, Unread)
    assert "more than 200 times" in bad.failure.message


def test_an_archive_from_a_stream_is_the_same_as_from_a_file(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        content = io.BytesIO(GOOD)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            return self.content.readinto(memoryview(buffer)[:7])

    (tmp_path / "a.zip").write_bytes(GOOD)
    strip = re.compile(r"^.*?!")
    assert [strip.sub("", name) for name in names(opened(tmp_path / "a.zip"))] == ["a.txt", "b.txt"]
    assert names(opened("-", stdin=Pipe())) == ["-!a.txt", "-!b.txt"]


def test_ten_thousand_empty_files(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(10_000):
        (folder / f"{number:05}.html").touch()
    (folder / "z.txt").write_text(TEXT)
    found = opened(folder)
    assert len(found) == 10_001
    assert sum("is empty" in message for message in unread(found)) == 10_000
    assert isinstance(found[-1], RawPage)
    archive = opened("-", stdin=zipped({f"{number}.html": "" for number in range(10_000)} | {"z.txt": TEXT}))
    assert len(archive) == 10_001
    assert isinstance(archive[-1], RawPage)
