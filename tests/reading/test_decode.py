from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import ReadingError
from comity.reading.decode import decode, repair

FRENCH = "Le président s’est dit « très ému » de l’amitié des deux peuples, où qu’il soit reçu à Hanoï."
VIETNAMESE = "Chủ tịch nước đã tiếp đoàn đại biểu Campuchia tại Hà Nội. Hai bên đã ký kết thỏa thuận hợp tác."


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (FRENCH.encode(), FRENCH),
        (codecs.BOM_UTF8 + FRENCH.encode(), FRENCH),
        (FRENCH.encode("cp1252"), FRENCH),
        (FRENCH.encode("mac_roman"), FRENCH),
        (FRENCH.encode("utf-16"), FRENCH),
        (FRENCH.encode("utf-16-le"), FRENCH),
        (FRENCH.encode("utf-16-be"), FRENCH),
        (codecs.BOM_UTF32_LE + FRENCH.encode("utf-32-le"), FRENCH),
        (VIETNAMESE.encode(), VIETNAMESE),
        ("été".encode("cp1252"), "été"),
        (
            "Президент встретился с премьер-министром Камбоджи".encode("cp1251"),
            "Президент встретился с премьер-министром Камбоджи",
        ),
        # most of it is sound UTF-8: what was pasted from Windows is read so, what is broken shows as broken
        ("é à ".encode() + b"l\x92ambassade", "é à l’ambassade"),
        ("é À ".encode() + "Les bêtes, à l’été, « dit »-il".encode("cp1252"), "é À Les bêtes, à l’été, « dit »-il"),
        ("déjà vu, été".encode()[:-1], "déjà vu, ét�"),
        ("déjà vu : l’".encode()[:-1], "déjà vu : l�"),
        ("déjà vu ".encode() + b"\xff\xfe\xc3", "déjà vu ���"),
        (b"", ""),
    ],
)
def test_encodings(content: bytes, text: str) -> None:
    assert decode(content, "page.txt") == text


def test_vietnamese_of_windows_keeps_its_combining_signs() -> None:
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    split = "".join(
        sign
        for letter in VIETNAMESE
        for part in [unicodedata.normalize("NFD", letter)]
        for sign in unicodedata.normalize("NFC", "".join(s for s in part if s not in tones))
        + "".join(s for s in part if s in tones)
    )
    assert decode(split.encode("cp1258"), "page.txt") == split


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "office"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00" * 5000, "binary"),
    ],
)
def test_binary_content_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(ReadingError, match=what) as caught:
        decode(content, "photo.bin")
    assert "photo.bin" in caught.value.what
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("\ufeffa", "a"),
        ("a\x00b", "a�b"),
        ("a\ud800b\udfff", "a�b�"),
        ("La dÃ©lÃ©gation a Ã©tÃ© reÃ§ue\nÀ Hanoï", "La délégation a été reçue\nÀ Hanoï"),
        ("lâ€™amitiÃ© des deux peuples", "l’amitié des deux peuples"),
        ("l\x92ambassade à Paris", "l’ambassade à Paris"),
        # nothing else changes
        ("  e\u0301te\u0301 \u00a0 ﬁn … ½ \u200b ", "  e\u0301te\u0301 \u00a0 ﬁn … ½ \u200b "),
        ("ĐÃ KÝ KẾT THỎA THUẬN", "ĐÃ KÝ KẾT THỎA THUẬN"),
        ("&eacute; <b> &amp;", "&eacute; <b> &amp;"),
        (FRENCH, FRENCH),
        (VIETNAMESE, VIETNAMESE),
    ],
)
def test_repairs(text: str, repaired: str) -> None:
    assert repair(text) == repaired


@given(st.binary(max_size=400))
def test_any_bytes_decode_or_are_refused(content: bytes) -> None:
    try:
        text = repair(decode(content, "x"))
    except ReadingError:
        return
    text.encode("utf-8")
    assert "\x00" not in text
    assert "\r" not in text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=200))
def test_sound_utf_8_is_read_as_it_is(text: str) -> None:
    try:
        assert decode(b"sound " + text.encode(), "x") == "sound " + text
    except ReadingError:
        assert any(unicodedata.category(sign) == "Cc" for sign in text)
