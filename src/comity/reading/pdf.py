"""PDF to text: the lines that the library finds, joined into paragraphs, without what is repeated on each page."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from comity.errors import ReadingError
from comity.model import Stated, StatedField

log = logging.getLogger(__name__)

_PROGRAM = Path(__file__).with_name("pdf_process.py")
_SECONDS = 180
"""How long it may take in all; its limit of processor time is lower, and a busy machine is no reason to fail."""

_REMEDY = "Open it, and save it as text or as another PDF."
_SCANNED = "Recognise its text first (OCR), and give the result."

# where the library joined a word that a hyphen had divided at the end of a line
_JOINED = re.compile(r"(\w+)[\ufffe\x02]\s*(\w+)")
_HYPHEN = re.compile(r"(\w+)[-‐\u00ad]$")
_UNUSABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffd-\uffff\ue000-\uf8ff]")
_MOST_UNUSABLE = 0.3
_SENTENCE_END = re.compile(r"[.!?…:;»”\")\]]$")
_ITEM = re.compile(r"(?:[-–—•*▪●■◦‣·]|\(?\d{1,3}[.)]|[a-z]\))\s")
_NUMBER = re.compile(r"\W*(?:[^\W\d_]{1,6}\W{0,2})?(?:[ivxlc]{1,6}|\d{1,3}(?:\s*/\s*\d{1,4})?)\W*", re.IGNORECASE)
_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?(?:([+-])(\d\d)'?(\d\d)?'?|(Z))?")
_NO_TITLE = re.compile(
    r"\(?(?:untitled|unspecified|anonymous|microsoft word\b.*|.*\.(?:docx?|odt|indd|pdf|qxp?))\)?", re.IGNORECASE
)

_EDGE = 3
"""How many lines at the top and at the bottom of a page may be repeated on others."""

_SAME_PLACE = 6.0
_SAME_SIZE = 0.12
_SPACED = 1.45
"""Lines further apart than so many times the usual distance belong to different paragraphs."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its ends and its base in points from the lower left corner, and the size of its letters."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Document:
    """What a PDF holds: its text, a paragraph a line with an empty line between, and what its metadata say."""

    text: str
    stated: tuple[Stated, ...] = ()


def document(content: bytes, name: str) -> Document:
    """The text of a PDF. ReadingError when there is none, or it cannot be had; `name` is for the message."""
    answer = _answer(content, name)
    pages = [[Line(*line) for line in page] for page in answer["pages"]]
    text = text_of(pages)
    if not text:
        raise ReadingError(*_without_text(name, len(pages), answer["pictures"]))
    if len(_UNUSABLE.findall(text)) > _MOST_UNUSABLE * len(text):
        raise ReadingError(f"{name} is a PDF that does not say which letters its signs are.", _SCANNED)
    return Document(text=text, stated=_stated(answer["metadata"]))


def _answer(content: bytes, name: str) -> dict[str, Any]:
    """What the program prints, which may crash and hang as it likes."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_PROGRAM)], input=content, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ReadingError(f"{name} is a PDF that was not read in {_SECONDS} seconds.", _REMEDY) from error
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        log.info("%s: the program that reads PDFs ended with %d: %s", name, done.returncode, done.stderr[-500:])
        message = f"{name} is a PDF that takes more memory or time than is allowed, or breaks what reads PDFs."
        raise ReadingError(message, _REMEDY) from error
    match answer.get("error"):
        case "encrypted":
            raise ReadingError(f"{name} is a PDF that is encrypted with a password.", "Save it without one.")
        case "long":
            raise ReadingError(f"{name} is a PDF that is too long for a page: {answer['detail']}.", "Divide it.")
        case "damaged":
            raise ReadingError(f"{name} is a PDF that is damaged: {answer['detail'].rstrip('.')}.", "Get it again.")
    return answer


def _without_text(name: str, pages: int, pictures: int) -> tuple[str, str]:
    if pictures:
        return (
            f"{name} is a PDF without text: {pictures} of its {pages} pages are pictures, as a scanner makes.",
            _SCANNED,
        )
    return f"{name} is a PDF without text.", "Leave it out."


# --- lines to paragraphs ---


def text_of(pages: Sequence[Sequence[Line]]) -> str:
    """The paragraphs of the pages. Pure."""
    repeated = _repeated(pages)
    kept = [[line for line in page if _key(line) not in repeated and not _numbers(line, page)] for page in pages]
    paragraphs: list[str] = []
    words = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(line.text for page in kept for line in page)))
    last: Line | None = None
    for page in kept:
        spacing, edges = _spacing(page), _edges(page)
        for line in page:
            if last is not None and _continues(last, line, spacing, edges, new_page=line is page[0]):
                paragraphs[-1] = _joined(paragraphs[-1], line.text, words)
            else:
                paragraphs.append(line.text)
            last = line
    whole = (_undivided(" ".join(paragraph.split()), words) for paragraph in paragraphs)
    return "\n\n".join(paragraph for paragraph in whole if paragraph)


def _key(line: Line) -> tuple[str, int]:
    """What header and footer lines of several pages have in common: the words, but for numbers, and the place."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.base / _SAME_PLACE)


def _edge(page: Sequence[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: line.base)
    return by_height[:_EDGE] + by_height[_EDGE:][-_EDGE:]


def _repeated(pages: Sequence[Sequence[Line]]) -> set[tuple[str, int]]:
    """Lines at the edges of pages that stand on at least two of them, and on a third."""
    counted = Counter(key for page in pages for key in {_key(line) for line in _edge(page)})
    return {key for key, count in counted.items() if count >= max(2, len(pages) / 3)}


def _numbers(line: Line, page: Sequence[Line]) -> bool:
    """Whether the line is the number of its page."""
    return _NUMBER.fullmatch(line.text) is not None and line in (
        min(page, key=lambda one: one.base),
        max(page, key=lambda one: one.base),
    )


def _spacing(page: Sequence[Line]) -> float:
    """The usual distance of two lines, from base to base."""
    steps = [first.base - second.base for first, second in pairwise(page)]
    return median([step for step in steps if 0 < step < 60] or [14.0])


def _edges(page: Sequence[Line]) -> list[tuple[float, float]]:
    """The columns: where lines begin that are one below the other, and how far the longest of them goes."""
    columns: list[tuple[float, float]] = []
    for line in sorted(page, key=lambda one: one.left):
        if columns and line.left < columns[-1][0] + 30 and line.left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], line.right)
        else:
            columns.append((line.left, line.right))
    return columns


def _continues(last: Line, line: Line, spacing: float, edges: list[tuple[float, float]], *, new_page: bool) -> bool:
    """Whether a line goes on with the paragraph of the one before it."""
    if abs(last.size - line.size) > _SAME_SIZE * max(last.size, line.size) or _ITEM.match(line.text):
        return False
    step = last.base - line.base
    if new_page or step <= 0:  # the next column or page
        if abs(step) < line.size / 2 and not new_page and line.left >= last.right:
            return True
        return not _SENTENCE_END.search(last.text) and not line.text[:1].isupper()
    if step > _SPACED * max(spacing, line.size * 1.1) or step > 3 * line.size:
        return False
    if line.left - last.left > line.size and not _ITEM.match(last.text):
        return False
    edge = next((right for left, right in reversed(edges) if left <= last.left + 1), last.right)
    return _full(last, line, edge)


def _full(last: Line, line: Line, edge: float) -> bool:
    """Whether the first word of the line would not have fitted behind the last one.

    How wide the word is there is only guessed: a sentence that goes on is believed sooner than one that has ended.
    """
    sign = (line.right - line.left) / max(1, len(line.text))
    word = line.text.split(maxsplit=1)[0]
    likely = 0.85 if _SENTENCE_END.search(last.text) else 1.25
    return last.right + (len(word) + 1) * sign * likely > edge


def _joined(before: str, line: str, words: Counter[str]) -> str:
    hyphen = _HYPHEN.search(before)
    if hyphen is None or not line[:1].isalnum():
        return f"{before} {line}"
    return before[: hyphen.start()] + _word(hyphen[1], line, words)


def _word(first: str, rest: str, words: Counter[str]) -> str:
    """A word that was divided at the end of a line: whole, unless it has its hyphen elsewhere too, or must have one."""
    second = re.match(r"\w+", rest)
    tail = second[0] if second else ""
    own = words[f"{first}-{tail}"] > words[first + tail] or not tail[:1].islower() or first[-1:].isdigit()
    return f"{first}-{rest}" if own else f"{first}{rest}"


def _undivided(paragraph: str, words: Counter[str]) -> str:
    return _JOINED.sub(lambda found: _word(found[1], found[2], words), paragraph).replace("\ufffe", "-")


# --- metadata ---


def _stated(metadata: dict[str, str]) -> tuple[Stated, ...]:
    return tuple(_statements(metadata))


def _statements(metadata: dict[str, str]) -> Iterator[Stated]:
    title = " ".join(metadata.get("Title", "").split())
    author = " ".join(metadata.get("Author", "").split())
    values: list[tuple[StatedField, str | None]] = [
        ("title", None if _NO_TITLE.fullmatch(title) else title),
        ("author", None if _NO_TITLE.fullmatch(author) else author),
        ("published", _iso(metadata.get("CreationDate", ""))),
        ("modified", _iso(metadata.get("ModDate", ""))),
    ]
    for field, value in values:
        if value:
            yield Stated(field=field, value=_UNUSABLE.sub("\ufffd", value), by="meta")


def _iso(value: str) -> str | None:
    """A date of a PDF (ISO 32000, 7.9.4) as ISO 8601 with its offset; null when it is none."""
    found = _DATE.match(value.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, sign, hours, minutes, zulu = found.groups()
    date = "-".join(part for part in (year, month, day) if part)
    if not (day and hour):
        return date
    offset = "Z" if zulu else f"{sign}{hours}:{minutes or '00'}" if sign else ""
    return f"{date}T{hour}:{minute}:{second or '00'}{offset}"
