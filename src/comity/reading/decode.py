"""Bytes to text: the encoding found, the text repaired where it was encoded twice, line ends and unusable signs mended.

What this gives is what is stored, shown and cited: nothing else of the text is changed (no normalisation, no trimming).
"""

from __future__ import annotations

import codecs
import re
from functools import partial

from charset_normalizer import from_bytes
from ftfy import TextFixerConfig, fix_encoding
from ftfy.badness import is_bad

from comity.errors import ReadingError

BOMS = (  # the longer first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"{\\rtf", "an RTF document"),
)
# Encodings of French and Vietnamese pages that are not UTF-8; the others are tried only when none of these fits.
_USUAL = ["cp1252", "cp1258", "mac_roman"]
_WESTERN = ("cp1252", "mac_roman")  # both can be read as the other: the one that gives more common signs is it
_COMMON = re.compile("[éèêàâîïôùûçœÉÀÈÊ’«»–—…€\u00a0]")
_SAMPLE = 65536
_MOST_CONTROLS = 0.05
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
# Signs that stand within a word only when the encoding is the wrong one.
_ODD = re.compile("[^\\W\\d_][¡-¦¨©¬-¯±-¶¸¹»-¿×÷ˆ‰†‡][^\\W\\d_]")
_REPLACED = "�"
# runs of bytes that are no UTF-8, as Python hands them over; a sign of which the end is lost
_PASTED = re.compile("[\udc80-\udcff]+")
_CUT = re.compile(rb"[\xc2\xc3]|\xe2\x80|[\xe1\xe2][\x81-\xbf]")
# sound signs are no chance: one of them for so many broken ones says that the page is UTF-8
_LEAST_SOUND = 4
_MOJIBAKE = TextFixerConfig(normalization=None)
_BINARY_REMEDY = "Give text, HTML or JSON lines; convert the document first."


def decode(content: bytes, name: str) -> str:
    """The text of undecoded `content`. ReadingError when it is binary; `name` is for the message.

    A byte-order mark decides; then UTF-8, in which single bytes of Windows-1252 were pasted or some are broken; then
    what charset-normalizer detects, Windows-1252 and Windows-1258 first.
    """
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    unmarked = wide(content)
    if unmarked:
        return content.decode(unmarked, errors="replace")
    refuse_binary(content, name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_broken(content, error.start)


def repair(text: str) -> str:
    """The text with mojibake repaired, CRLF and CR as LF, U+0000 and lone surrogates as U+FFFD."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _UNUSABLE.sub(_REPLACED, text)
    if not is_bad(text):
        return text
    # Line by line: one line that was encoded twice says nothing of the others.
    return "\n".join(fix_encoding(line, _MOJIBAKE) if is_bad(line) else line for line in text.split("\n"))


def refuse_binary(content: bytes, name: str) -> None:
    """ReadingError when the bytes are a document's, a picture's, an archive's, a program's; `name` is for messages."""
    for signature, what in _SIGNATURES:
        if content.startswith(signature):
            raise ReadingError(f"{name} is {what}, not text.", _BINARY_REMEDY)
    sample = content[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample) + 3:
        raise ReadingError(f"{name} is binary, not text.", _BINARY_REMEDY)


def wide(content: bytes) -> str | None:
    """The encoding of UTF-16 without a mark, which shows as a NUL in nearly every second byte; else None."""
    sample = content[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    even, odd = sample[: 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.7 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.7 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def _decode_broken(content: bytes, first_bad: int) -> str:
    text = content.decode("utf-8", errors="replace")
    broken = text.count(_REPLACED)
    sound = sum(len(run) for run in re.findall(r"[\x80-\ufffc\ufffe-\U0010ffff]+", text))
    if sound * _LEAST_SOUND >= broken:
        return _PASTED.sub(_as_pasted, content.decode("utf-8", errors="surrogateescape"))
    start = max(0, first_bad - _SAMPLE // 2)
    return content.decode(_detect(content[start : start + _SAMPLE]), errors="replace")


def _as_pasted(match: re.Match[str]) -> str:
    """Bytes that are no UTF-8 as signs of Windows-1252, where French has them; U+FFFD where a sign was cut short."""
    content = match.group().encode("utf-8", errors="surrogateescape")
    if _CUT.fullmatch(content):
        return _REPLACED
    signs = content.decode("cp1252", errors="replace")
    return "".join(sign if _COMMON.fullmatch(sign) else _REPLACED for sign in signs)


def _detect(sample: bytes) -> str:
    usual = from_bytes(sample, cp_isolation=_USUAL, enable_fallback=False).best()
    if usual is not None and not _ODD.search(str(usual)):
        return usual.encoding if usual.encoding == "cp1258" else max(_WESTERN, key=partial(_common, sample))
    best = from_bytes(sample, enable_fallback=False).best() or usual
    return best.encoding if best is not None else "cp1252"


def _common(sample: bytes, encoding: str) -> int:
    return len(_COMMON.findall(sample.decode(encoding, errors="replace")))
