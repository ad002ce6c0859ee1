"""The coder's view of a page's text: what scraping broke is mended in it, and every character knows where it stood.

The text that is stored, shown and cited stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from comity.coding.vocabulary import Vocabulary

_SPACES = dict.fromkeys(
    map(ord, "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
# text with nothing to drop, to compose or to take for others
_PLAIN = re.compile(r"[\x00-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2012-\u2027\u202f\u2032\u20ac]*")
_SIGNS = {
    **dict.fromkeys("\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufe0e\ufe0f\ufeff", ""),
    **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""),
    **dict.fromkeys("\u2010\u2011", "-"),
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
# signs that stand for an apostrophe between two letters, and are others elsewhere: the model reads one shape of it best
_APOSTROPHES = re.compile("(?<=[^\\W\\d_])[’`´ʹʼʻ‘′＇](?=[^\\W\\d_])")
_BREAK = re.compile("\u00ad[ \t\u00a0]*\n?[ \t\u00a0]*(?=[^\\W\\d_])")
_HYPHEN = re.compile(r"(?<![\w-])([^\W\d_]{2,})(-)([ \n]+)([^\W\d_]{2,})")
_LINE_END = re.compile(r"\n")
_LEAST_LINE = 45  # a line as long as this was broken by whoever made the page narrow

Text = tuple[str, list[int]]


def plain(text: str) -> str:
    """A line of the page as it is compared: without what the eye does not see."""
    return composed(text, 0)[0]


def view(text: str, start: int, seams: Callable[[str], list[int]], vocabulary: Vocabulary) -> Text:
    """The view of a stretch of page text that begins at `start`, and for each of its characters the page offset.

    Accents are composed, blanks plain; words cut at the end of a line are one, and words run together are two. An
    offset stands twice where one sign became two, or where a blank was put.
    """
    seen, origin = composed(text, start)
    seen, origin = _unbroken(_APOSTROPHES.sub("'", seen), origin, vocabulary)
    for at in reversed(seams(seen)):
        seen = f"{seen[:at]} {seen[at:]}"
        origin.insert(at, origin[at - 1])
    return seen, origin


def composed(text: str, start: int) -> Text:
    """Accents composed, blanks plain, signs that are not seen dropped, and those that stand for others replaced.

    Returns the text so mended and, for each of its characters, the offset it came from, counted from `start`.
    """
    if _PLAIN.fullmatch(text):
        return text.translate(_SPACES), list(range(start, start + len(text)))
    chars: list[str] = []
    origin: list[int] = []
    dropped = {at for match in _BREAK.finditer(text) for at in range(match.start(), match.end())}
    for position, char in enumerate(text):
        if position in dropped:
            continue
        if chars and unicodedata.combining(char):
            composed = unicodedata.normalize("NFC", chars[-1] + char)
            if len(composed) == 1:
                chars[-1] = composed
                continue
        for sign in _SIGNS.get(char, char):
            chars.append(_SPACES.get(ord(sign), sign))
            origin.append(start + position)
    return "".join(chars), origin


def _unbroken(text: str, origin: list[int], vocabulary: Vocabulary) -> Text:
    """The lines of a paragraph as one, and words cut by a hyphen at the end of a line whole."""
    if "-\n" in text or "- " in text:
        for match in reversed(list(_HYPHEN.finditer(text))):
            whole = match[1] + match[4]
            if vocabulary.word(whole) and not vocabulary.seen(f"{match[1]}-{match[4]}"):
                text, origin = _without(text, origin, match.start(2), match.start(4))
            elif "\n" in match[3]:
                text, origin = _without(text, origin, match.start(3), match.start(4))
    if "\n" in text:
        text = _LINE_END.sub(lambda found: " " if _goes_on(text, found.start()) else "\n", text)
    return text, origin


def _goes_on(text: str, at: int) -> bool:
    """Whether a line's end is none of a sentence: the next goes on in lower case, or the line is full."""
    return text[at + 1 : at + 2].islower() or at - text.rfind("\n", 0, at) > _LEAST_LINE


def _without(text: str, origin: list[int], start: int, end: int) -> Text:
    del origin[start:end]
    return text[:start] + text[end:], origin
