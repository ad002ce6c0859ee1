"""Sources, reading and coding joined: order, failures in their place, what the user assumes of pages."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comity.errors import SourceError, UsageError
from comity.model import Failure, RawPage, Unread
from comity.pipeline import Assumed, code, code_pages, read_codings, reading, readings
from comity.settings import Settings, load_settings

TEXT = "Le ministre cambodgien de la Pêche a reçu lundi à Phnom Penh l'ambassadeur du Vietnam."
UNREAD = Unread(name="b.txt", ref="b", failure=Failure(code="source", message="b.txt is empty."))


def _page(name: str, text: str = TEXT) -> RawPage:
    return RawPage(name=name, text=text, language="fr")


def test_failures_stay_in_the_place_of_their_page() -> None:
    codings = list(code_pages([_page("a.txt"), UNREAD, _page("c.txt", " "), _page("d.txt")]))
    assert [(coding.page.source, coding.error and coding.error.code) for coding in codings] == [
        ("a.txt", None),
        ("b.txt", "source"),
        ("c.txt", "reading"),
        ("d.txt", None),
    ]
    assert codings[1].page.ref == "b"
    assert all(bool(coding.stories) == (coding.error is None) for coding in codings)


def test_names_are_opened_read_and_coded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": TEXT, "id": "b"}))
    stdin = io.BytesIO(TEXT.encode())
    found = code([str(tmp_path), "-", str(tmp_path / "none")], Settings(), stdin=stdin)
    assert [coding.page.source.removeprefix(str(tmp_path)) for coding in found] == [
        "/a.txt",
        "/b.jsonl#1",
        "-",
        "/none",
    ]


def test_pages_are_taken_as_they_are_coded() -> None:
    taken: list[str] = []

    def pages() -> Iterator[RawPage]:
        for number in range(100):
            taken.append(str(number))
            yield _page(str(number))

    next(iter(code_pages(pages())))
    assert len(taken) < 100


def test_what_is_assumed_gives_way_to_what_pages_say() -> None:
    raw = RawPage(name="a", text=TEXT, published="2019", language="fr")
    assumed = Assumed(published="2018", publisher="VNA", language="vi")
    (page,) = (reading.page for reading in readings([raw], assumed=assumed))
    assert (page.published, page.publisher, page.language) == ("2019", "VNA", "fr")


def test_a_fault_of_the_reader_takes_no_other_page_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = reading.read

    def faulty(raw: RawPage) -> Any:
        if raw.name == "b":
            raise ZeroDivisionError("a fault")
        return whole(raw)

    monkeypatch.setattr(reading, "read", faulty)
    first, second, third = readings([_page("a"), _page("b"), _page("c")])
    assert first.failure is None
    assert third.failure is None
    assert second.failure is not None
    assert "ZeroDivisionError: a fault" in second.failure.message


def test_codings_are_read_back(tmp_path: Path) -> None:
    import msgspec

    codings = list(code_pages([_page("a.txt"), UNREAD]))
    path = tmp_path / "coded.jsonl"
    path.write_bytes(b"\n".join(map(msgspec.json.encode, codings)) + b"\n\n")
    assert list(read_codings(path)) == codings
    path.write_bytes(path.read_bytes() + b"{}\n")
    with pytest.raises(SourceError, match="#4 is no coding"):
        list(read_codings(path))


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("COMITY_REGISTER", "/tmp/x.db", "register_path", Path("/tmp/x.db")),
        ("COMITY_MAX_PAGE_BYTES", "5", "max_page_bytes", 5),
        ("COMITY_PAGE_LANGUAGE", "vi", "page_language", "vi"),
        ("COMITY_INTERFACE", "en", "interface", "en"),
        ("COMITY_PORT", "80", "port", 80),
    ],
)
def test_settings_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, expected: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(load_settings(), field) == expected


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_PORT", "eighty")
    with pytest.raises(UsageError, match="COMITY_PORT"):
        load_settings()
