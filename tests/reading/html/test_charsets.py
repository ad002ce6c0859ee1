"""Bytes of web pages and what they declare of their encoding."""

from __future__ import annotations

import unicodedata

import pytest

from comity.errors import ReadingError
from comity.reading.html.charsets import decode_page

WORDS = "<p>Le préfet a été reçu à l’hôtel de ville, où l’œuvre était exposée.</p>"


def page(declared: str, encoding: str, words: str = WORDS) -> bytes:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    return f"<html><head>{meta}</head>{words}</html>".encode(encoding)


@pytest.mark.parametrize(
    ("declared", "encoding", "transport"),
    [
        ("utf-8", "utf-8", None),
        ("", "utf-8", None),
        ("iso-8859-1", "utf-8", "iso-8859-1"),  # UTF-8 declared as Latin-1, twice
        ("utf-8", "cp1252", "utf-8"),  # the reverse
        ("windows-1252", "cp1252", None),
        ("", "cp1252", "iso-8859-1"),  # browsers read Windows-1252 where Latin-1 is said
        ("latin1", "cp1252", "no-such-charset"),
        ("x-user-defined", "utf-8", ""),
        ("utf-16", "utf-8", None),  # a declaration that can be read cannot be true
        ("unicode_escape", "cp1252", "zip"),  # codecs of Python, not of pages
        ("", "utf-8-sig", "cp1252"),
        ("", "utf-16", None),
    ],
)
def test_bytes_decide_and_declarations_help(declared: str, encoding: str, transport: str | None) -> None:
    assert WORDS in decode_page(page(declared, encoding), "p", transport)


def test_windows_1258_joins_its_tones() -> None:
    text = "Đoàn đại biểu đã đến thăm bệnh viện"
    encoded = bytearray()
    for sign in text:
        try:
            encoded += sign.encode("cp1258")
        except UnicodeEncodeError:  # a vowel and its tone are two bytes
            parts = unicodedata.normalize("NFD", sign)
            tone = next(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            encoded += base.encode("cp1258") + tone.encode("cp1258")
    found = decode_page(b'<meta charset="windows-1258"><p>' + bytes(encoded) + b"</p>", "p")
    assert text in unicodedata.normalize("NFC", found)


@pytest.mark.parametrize("content", [b"%PDF-1.7 <html>", b"PK\x03\x04" + b"\x00" * 40, bytes(range(32)) * 30])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(ReadingError, match=r"page\.html is"):
        decode_page(content, "page.html")
