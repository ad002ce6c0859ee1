"""Web pages with known stories: loaded, read both ways, and compared word by word."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import trafilatura

from comity.folding import fold
from comity.model import RawPage, Reading
from comity.reading import read
from comity.reading.stamps import published as published_in

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_NUMBERS = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_TEXT = frozenset({"lead", "dateline", "body"})
_GRAM = 3
_SAME = 0.75


@dataclass(frozen=True, slots=True)
class Zone:
    """Words of a story and the zone they stand in; `optional` ones count neither way."""

    zone: str
    words: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it is expected, or as it was found."""

    kind: str
    title: str
    link: str | None
    zones: tuple[Zone, ...]
    optional: bool = False

    def words(self, zones: frozenset[str] | None = None) -> list[str]:
        """The words of these zones, or of all, in the order of the page."""
        return [word for zone in self.zones if zones is None or zone.zone in zones for word in zone.words]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of a page: stories, metadata, and the values that the page states, as (field, value, by)."""

    stories: tuple[Story, ...]
    metadata: Mapping[str, str | None]
    stated: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page's bytes and what a careful reader takes from it."""

    name: str
    layout: str
    content: bytes
    address: str | None
    charset: str | None
    expected: Seen
    noise: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Outcome:
    """The comparison of one page: words by zone, shares as (part, whole), and what went wrong in words."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    metadata: dict[str, bool] = field(default_factory=dict)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    teaser_words: int = 0
    noise_words: int = 0
    main_words: int = 0
    all_words: int = 0
    findings: list[str] = field(default_factory=list)


def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded; signs that are not seen are left out."""
    return tuple(fold(_UNSEEN.sub("", text)).split())


def load(folder: Path) -> tuple[GoldPage, ...]:
    """The pages of a set, by name."""
    return tuple(_load(path) for path in sorted(folder.glob("*.html")))


def _load(path: Path) -> GoldPage:
    told = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return GoldPage(
        name=path.stem,
        layout=told["layout"],
        content=path.read_bytes(),
        address=told["address"],
        charset=told.get("charset"),
        expected=Seen(
            stories=tuple(_expected(story) for story in told["stories"]),
            metadata=told["metadata"],
            stated=tuple((one["field"], one["value"], one["by"]) for one in told["stated"]),
        ),
        noise=tuple(words(phrase) for phrase in told["noise"]),
    )


def _expected(told: Mapping[str, Any]) -> Story:
    zones = tuple(Zone(zone["zone"], words(zone["text"]), zone.get("optional", False)) for zone in told["zones"])
    return Story(told["kind"], told["title"], told["link"], zones, told.get("optional", False))


def read_page(page: GoldPage) -> Seen:
    """The page as this project reads it."""
    raw = RawPage(
        name=page.address or page.name, content=page.content, media="text/html", charset=page.charset, url=page.address
    )
    return seen(read(raw))


def seen(reading: Reading) -> Seen:
    """A reading as the comparison takes it: of a field that no record of its own holds, the first value stated."""
    page = reading.page
    first: dict[str, str | None] = {}
    for one in page.stated:
        first.setdefault(one.field, one.value)
    stories = tuple(
        Story(
            story.kind,
            story.title,
            story.link,
            tuple(Zone(zone.zone, words(page.text[zone.start : zone.end])) for zone in story.zones),
        )
        for story in reading.stories
    )
    own = {name: getattr(page, name) for name in ("title", "publisher", "published", "language", "url")}
    metadata = {**own, "author": first.get("author"), "section": first.get("section")}
    return Seen(stories, metadata, tuple((one.field, one.value, one.by) for one in page.stated))


def by_trafilatura(page: GoldPage) -> Seen:
    """The page as plain trafilatura reads it with its defaults: one text without zones, and its metadata."""
    text = trafilatura.extract(page.content, url=page.address) or ""
    found = trafilatura.bare_extraction(page.content, url=page.address, with_metadata=True)
    told = found if isinstance(found, dict) else found.as_dict() if found else {}
    metadata = {
        "title": told.get("title"),
        "publisher": told.get("sitename"),
        "published": told.get("date"),
        "language": told.get("language"),
        "author": told.get("author"),
        "url": told.get("url"),
        "section": next(iter(told.get("categories") or ()), None),
    }
    zones = (Zone("body", words(text)),) if text.strip() else ()
    return Seen((Story("main", metadata["title"] or "", None, zones),) if zones else (), metadata)


def compare(page: GoldPage, found: Seen) -> Outcome:
    """Compare what was read of a page with what it holds."""
    outcome = Outcome()
    wanted, got = _main(page.expected.stories), _main(found.stories)
    for zone in ("headline", "lead", "dateline", "byline", "body", "caption"):
        _zone(outcome, zone, frozenset({zone}), wanted, got)
    _zone(outcome, "text", _TEXT, wanted, got)
    _teasers(outcome, page.expected.stories, found.stories)
    _stories(outcome, page.expected.stories, found.stories)
    _strangers(outcome, page, found)
    _metadata(outcome, page, found)
    return outcome


def _main(stories: Iterable[Story]) -> Story:
    return next((story for story in stories if story.kind == "main"), Story("main", "", None, ()))


def _zone(outcome: Outcome, row: str, zones: frozenset[str], wanted: Story, got: Story) -> None:
    """Count the words of a zone of the main story. Optional words may stand in their own zone, or outside the body."""
    required = [zone for zone in wanted.zones if not (zone.optional or wanted.optional)]
    asked = Counter(word for zone in required if zone.zone in zones for word in zone.words)
    free = Counter(
        word
        for zone in wanted.zones
        if (zone.optional or wanted.optional) and (zone.zone in zones or "body" not in zones)
        for word in zone.words
    )
    if row == "text":  # given at once, without zones: what belongs to the story elsewhere is no fault
        free += Counter(word for zone in wanted.zones if zone.zone not in zones for word in zone.words)
    _count(outcome, row, asked, free, Counter(got.words(zones)))


def _count(outcome: Outcome, row: str, asked: Counter[str], free: Counter[str], there: Counter[str]) -> None:
    right = asked & there
    surplus = (there - right) - free
    missing = asked - right
    outcome.right[row] += right.total()
    outcome.found[row] += right.total() + surplus.total()
    outcome.expected[row] += asked.total()
    for told, some in (("missing", missing), ("too much", surplus)):
        if some and row != "text":
            outcome.findings.append(f"{row}, {told}: {' '.join(some.elements())}"[:300])


def _teasers(outcome: Outcome, wanted: Sequence[Story], got: Sequence[Story]) -> None:
    asked: Counter[str] = Counter()
    free: Counter[str] = Counter()
    for story in wanted:
        for zone in story.zones if story.kind == "related" else ():
            (free if zone.optional or story.optional else asked).update(zone.words)
    there = Counter(word for story in got if story.kind == "related" for word in story.words())
    _count(outcome, "teaser", asked, free, there)


def _stories(outcome: Outcome, wanted: Sequence[Story], got: Sequence[Story]) -> None:
    """Count main stories right, related ones found, and of these the links that are right."""
    main = next((story for story in wanted if story.kind == "main"), None)
    there = any(story.kind == "main" for story in got)
    outcome.counts["main"] = (int(main is None or main.optional or there) if main or not there else 0, 1)
    left = [story for story in got if story.kind == "related"]
    asked = [story for story in wanted if story.kind == "related" and not story.optional]
    matched = linked = links = 0
    for story in asked:
        same = next((one for one in left if _alike(story, one)), None)
        links += story.link is not None
        if same is None:
            outcome.findings.append(f"related story not found: {story.title}")
            continue
        left.remove(same)
        matched += 1
        if story.link is not None:
            linked += _address(same.link) == _address(story.link)
            if _address(same.link) != _address(story.link):
                outcome.findings.append(f"link of {story.title!r}: {same.link}")
    optional = [story for story in wanted if story.optional]
    outcome.findings += [
        f"no story: {one.title or ' '.join(one.words())[:80]!r}"
        for one in left
        if not any(_alike(story, one) for story in optional)
    ]
    outcome.counts["related"] = (matched, len(asked))
    outcome.counts["links"] = (linked, links)


def _alike(one: Story, other: Story) -> bool:
    mine, yours = Counter(words(one.title) or one.words()), Counter(words(other.title) or other.words())
    return (mine & yours).total() >= _SAME * max(mine.total(), yours.total(), 1)


def _strangers(outcome: Outcome, page: GoldPage, found: Seen) -> None:
    """Count the words of teasers in the main story's text, and those of the site in any story.

    They are told by runs of three words that no expected story (for teasers: not the main one) holds.
    """
    main, got = _main(page.expected.stories), _main(found.stories)
    related = [story.words() for story in page.expected.stories if story.kind == "related"]
    text = got.words(_TEXT)
    outcome.main_words, outcome.teaser_words = len(text), _covered(text, related, [main.words()])
    for story in found.stories:
        told = story.words()
        outcome.all_words += len(told)
        noise = _covered(told, page.noise, [one.words() for one in page.expected.stories])
        outcome.noise_words += noise
        if noise:
            outcome.findings.append(f"noise in {story.kind} {story.title[:40]!r}: {noise} words")
    if outcome.teaser_words:
        outcome.findings.append(f"teasers in the text: {outcome.teaser_words} words")


def _covered(text: Sequence[str], strange: Iterable[Sequence[str]], known: Sequence[Sequence[str]]) -> int:
    """How many words of a text stand in a run of words of the strange texts that none of the known ones has."""
    taken: set[int] = set()
    for one in strange:
        size = min(_GRAM, len(one))
        own = set(_grams(one, size)) - {gram for other in known for gram in _grams(other, size)}
        for start, gram in enumerate(_grams(text, size)):
            if gram in own:
                taken.update(range(start, start + size))
    return len(taken)


def _grams(text: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(text[start : start + size]) for start in range(len(text) - size + 1)) if size else iter(())


def _metadata(outcome: Outcome, page: GoldPage, found: Seen) -> None:
    language = page.expected.metadata.get("language")
    for name, value in page.expected.metadata.items():
        there = found.metadata.get(name)
        outcome.metadata[name] = _same_value(name, value, there)
        if not outcome.metadata[name]:
            outcome.findings.append(f"{name}: {there!r} for {value!r}")
    kept = [one for one in page.expected.stated if any(_same_stated(one, other, language) for other in found.stated)]
    outcome.counts["stated"] = (len(kept), len(page.expected.stated))
    outcome.findings += [f"not kept: {one}" for one in page.expected.stated if one not in kept]


def _same_value(name: str, value: str | None, there: str | None) -> bool:
    if not value or not there:
        return not value and not there
    if name == "url":
        return _address(value) == _address(there)
    return value == there if name in ("published", "language") else words(value) == words(there)


def _same_stated(one: tuple[str, str, str], other: tuple[str, str, str], language: str | None) -> bool:
    if (one[0], one[2]) != (other[0], other[2]):
        return False
    if one[0] in ("published", "modified"):
        return _day(one[1], language) == _day(other[1], language)
    return _address(one[1]) == _address(other[1]) if one[0] == "url" else words(one[1]) == words(other[1])


def _day(value: str, language: str | None) -> str:
    iso = _ISO.search(value)
    if iso:
        return iso.group()
    numbers = _NUMBERS.search(value)
    if numbers:
        return f"{numbers[3]}-{int(numbers[2]):02}-{int(numbers[1]):02}"
    return published_in([value], language) or value


def _address(link: str | None) -> str | None:
    """An address without what does not tell pages apart: scheme, www, the fragment, a slash at the end."""
    if link is None:
        return None
    parts = urlsplit(link)
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}{query}"
