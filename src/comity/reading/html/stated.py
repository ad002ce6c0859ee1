"""What a page's metadata state, and which of several values is believed.

Every value is kept. They are ordered by how far they are believed, field by field (docs/reading.md):

- title: given; the headline printed on the page; JSON-LD; meta; the feed; the title element.
- publisher: given; JSON-LD; meta; the feed; what the title element says beside the headline.
- published: given; JSON-LD of the page's article; meta of that purpose; the feed; a time element beside the headline;
  the stamp printed beside it; other meta; the address; then JSON-LD that may be another page's, the stamp of an update,
  archives and headers. The day in the address wins when another kind of value says the same and the first does not.
- language: given; what the letters show; JSON-LD; meta; the html element; headers.
- author: JSON-LD; meta; markup; the byline. section: JSON-LD; meta; breadcrumbs.
- url: the canonical link; JSON-LD; meta.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from comity.folding import fold
from comity.lexicon.metadata import load_meta_names
from comity.model import RawPage, Stated, StatedBy, StatedField
from comity.reading.html.json_ld import Article
from comity.reading.html.moments import Moment, day_of_address, moment
from comity.reading.html.signs import one_line

_GIVEN, _FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH, _SEVENTH, _LAST, _AFTER = range(0, 100, 10)
_SEPARATOR = re.compile(r"\s+[|·•»›–—-]+\s+|\s*[|»›]\s*|\s*:\s+")
_LONGEST = 400
_MOST_VALUES = 20  # of one field
_LONGEST_NAME = 80


@dataclass(slots=True)
class Ranked:
    """All that is stated, each value with its rank: the lower the further it is believed."""

    values: list[tuple[int, Stated]] = field(default_factory=list)

    def add(self, rank: int, name: StatedField, value: str | None, by: StatedBy) -> None:
        """Add a value unless it is empty or stated alike already."""
        line = one_line(value)[:_LONGEST] if value else ""
        stated = Stated(field=name, value=line, by=by) if line else None
        full = sum(other.field == name for _, other in self.values) >= _MOST_VALUES
        if stated is not None and not full and all(stated != other for _, other in self.values):
            self.values.append((rank, stated))

    def ordered(self) -> tuple[Stated, ...]:
        """All values: by field, the best first."""
        order = {
            name: place
            for place, name in enumerate(
                ("title", "publisher", "published", "modified", "fetched", "language", "author", "url", "section")
            )
        }
        ranked = sorted(self.values, key=lambda pair: (order[pair[1].field], pair[0]))
        return tuple(stated for _, stated in ranked)

    def best(self, name: StatedField) -> str | None:
        """The value of a field that is believed most."""
        return min(
            ((rank, at, s.value) for at, (rank, s) in enumerate(self.values) if s.field == name), default=(0, 0, None)
        )[2]


def from_source(raw: RawPage) -> Ranked:
    """What was given with the page, and what its source said of it."""
    ranked = Ranked()
    ranked.add(_GIVEN, "title", raw.title, "given")
    ranked.add(_GIVEN, "publisher", raw.publisher, "given")
    ranked.add(_GIVEN, "published", raw.published, "given")
    ranked.add(_GIVEN, "language", raw.language, "given")
    ranked.add(_FIFTH, "url", raw.url, "given")
    places: dict[StatedBy, int] = {"given": _GIVEN, "feed": _FOURTH - 5, "archive": _AFTER, "http": _AFTER + 1}
    for stated in raw.stated:
        ranked.add(places.get(stated.by, _LAST), stated.field, stated.value, stated.by)
    return ranked


def from_json_ld(ranked: Ranked, article: Article | None, crumbs: Sequence[str]) -> None:
    """Add what JSON-LD states."""
    if article is not None:
        trust = _FIRST if article.sure else _LAST
        ranked.add(trust + 10, "title", article.title, "json_ld")
        ranked.add(trust, "publisher", article.publisher, "json_ld")
        ranked.add(trust, "published", article.published, "json_ld")
        ranked.add(trust, "modified", article.modified, "json_ld")
        ranked.add(_THIRD, "language", article.language, "json_ld")
        authors = [name for name in article.authors if fold(name) != fold(article.publisher or "")]
        ranked.add(trust, "author", ", ".join(authors), "json_ld")
        ranked.add(_SECOND, "url", article.url, "json_ld")
        ranked.add(trust, "section", article.section, "json_ld")
    if crumbs:
        told = [fold(stated.value) for _, stated in ranked.values if stated.field == "title"]
        names = [
            name
            for name in crumbs[1:]
            if not any(fold(name).startswith(title) or title.startswith(fold(name)) for title in told)
        ]
        ranked.add(_THIRD, "section", names[-1] if names else None, "json_ld")


def from_head(ranked: Ranked, root: HtmlElement) -> None:
    """Add what `<meta>`, the title element, the canonical link and the html element state."""
    names = load_meta_names()
    for meta in root.iter("meta"):
        content = meta.get("content")
        if not content or not content.strip():
            continue
        keys = [meta.get(key) for key in ("property", "name", "itemprop", "http-equiv")]
        found = next((names[key] for said in keys if said and (key := said.strip().lower()) in names), None)
        if found is None or (found.field == "author" and "://" in content):
            continue
        rank = _THIRD if found.field == "title" else _SECOND
        ranked.add((_SIXTH if found.loose else rank) + min(found.rank, 9), found.field, content, "meta")
    title = next(root.iter("title"), None)
    if title is not None:
        ranked.add(_SIXTH, "title", "".join(title.itertext()), "markup")
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            ranked.add(_FIRST, "url", link.get("href"), "markup")
    ranked.add(
        _FIFTH,
        "language",
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
        "markup",
    )


def site_name(title: str | None, headline: str | None) -> str | None:
    """What a title element says beside the headline: the site's name, the last or the first part."""
    if not title or not headline:
        return None
    key, head = fold(title), fold(headline)
    parts = [part.strip() for part in _SEPARATOR.split(title) if part.strip()]
    if key.startswith(head) and key != head:
        rest = [part for part in parts if fold(part) and fold(part) not in head]
        name = rest[-1] if rest else None
    elif key.endswith(head) and key != head:
        rest = [part for part in parts if fold(part) and fold(part) not in head]
        name = rest[0] if rest else None
    else:
        name = None
    return name if name and len(name) <= _LONGEST_NAME else None


def choose_day(ranked: Ranked, language: str | None) -> str | None:
    """The day of publication (EDTF): that of the value believed most, unless the address and another kind of value
    agree on another; a moment in universal time gives way to the local day of the same moment.
    """
    told = list(_moments(ranked, language))
    if not told:
        return None
    _, first, best = told[0]
    if first.by == "given":
        return best.day
    fixed = next((at for _, stated, at in told if stated.by == "url" and len(at.day) == 10), None)
    if fixed is not None and _days_apart(fixed, best) > 1:
        if any(stated.by not in ("url", first.by) and _days_apart(fixed, at) <= 1 for _, stated, at in told):
            best = next(
                at for _, stated, at in told if stated.by not in ("url", first.by) and _days_apart(fixed, at) <= 1
            )
    return _local(best, [at for rank, _, at in told if rank < _LAST])


def _moments(ranked: Ranked, language: str | None) -> Iterator[tuple[int, Stated, Moment]]:
    """The days of publication that can be read, the best first; those that no page can have come last."""
    found = []
    for place, (rank, stated) in enumerate(ranked.values):
        if stated.field != "published":
            continue
        read = (
            Moment(day_of_address(stated.value) or stated.value[:10])
            if stated.by == "url"
            else moment(stated.value, language)
        )
        if read is not None and (read.plausible or stated.by == "given"):
            found.append((rank, place, stated, read))
    yield from ((rank, stated, read) for rank, _, stated, read in sorted(found, key=lambda one: one[:2]))


def _local(best: Moment, others: Sequence[Moment]) -> str:
    """The local day of a moment that is told in universal time."""
    if not best.universal or best.instant is None:
        return best.day
    for other in others:
        if (
            other.instant is not None
            and not other.universal
            and abs((other.instant - best.instant).total_seconds()) < 600
        ):
            return other.day
    hour = best.instant.hour
    for other in others:
        if other.instant is None and len(other.day) == 10 and _days_apart(best, other) == 1:
            if (other.day > best.day and hour >= 10) or (other.day < best.day and hour < 12):
                return other.day
    return best.day


def _days_apart(one: Moment, other: Moment) -> int:
    """How many days lie between two days; months are compared as months."""
    from datetime import date

    short = min(len(one.day), len(other.day))
    if short < 10:
        return 0 if one.day[:short] == other.day[:short] else 1000
    return abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days)
