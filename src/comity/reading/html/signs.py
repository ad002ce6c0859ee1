"""Signs of a web page's text: what browsers do not show is left out, and the blanks of the markup become one blank."""

from __future__ import annotations

import html
import re

from comity.reading.decode import repair

_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][\da-fA-F]{2,5}|[A-Za-z]{2,8}\d?);")
# soft hyphens, marks of direction and joins; a zero-width blank divides words in scripts without blanks
_UNSEEN = re.compile(
    "[\u00ad\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]|\u200b(?![\u0e00-\u109f\u1780-\u17ff])"
)
_BLANKS = re.compile(r"[ \t\n\r\f\v\u2028\u2029\u0085]+")
_HARD = re.compile("[ \u00a0]*\u00a0[ \u00a0]+| \u00a0")
_PLAINLY = re.compile("[&\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Windows-1252 by its numbers (&#146;), as browsers read them
_C1 = {
    code: bytes([code]).decode("cp1252", errors="ignore") or "\ufffd" for code in range(0x80, 0xA0)
}  # fmt: skip
_CONTROL = dict.fromkeys((*range(0, 9), *range(14, 32), 127)) | dict.fromkeys((11, 12), " ")
_TABLE = _C1 | _CONTROL


def shown(text: str) -> str:
    """A paragraph's text as a reader sees it: without unseen signs, runs of blanks as one blank, entities resolved.

    Entities are left in a parsed text when a site escaped it twice. A single no-break space stays what it is.
    """
    if text.isascii() and not _PLAINLY.search(text):
        return _BLANKS.sub(" ", text).strip()
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    text = _UNSEEN.sub("", text.translate(_TABLE))
    text = repair(_BLANKS.sub(" ", text))
    return _HARD.sub(_one_blank, text).strip(" \u00a0\u202f\u2009\u3000")


def one_line(value: str) -> str:
    """A value of the metadata on one line."""
    return shown(value.replace("\u00a0", " "))


def _one_blank(match: re.Match[str]) -> str:
    return " " if " " in match[0] else "\u00a0"


def glue(before: str, after: str) -> str:
    """What stands between two runs of text that markup divides and no blank: a blank where two words meet.

    A small letter, a figure or a closing sign before a capital, or a word of capitals before a capitalised word: sites
    set such parts apart by their style. *l'* before a name and a large first letter stay joined.
    """
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return ""
    last, first = before[-1], after[0]
    if not first.isupper() and not (first in "«“" and last.isalnum()):
        return ""
    if last.islower() or last.isdigit() or last in ".!?…;:,»”)":
        return " "
    small = len(after) > 1 and after[1].islower()
    return " " if small and len(before) > 1 and last.isupper() and before[-2].isupper() else ""
