"""The zones of a story: headline, lead, dateline, body, captions and bylines.

Zones are in the order of the text, do not overlap, begin and end with a sign that is not blank, and together cover all
that is not blank of the story, but for the site's furniture and for related titles within it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from comity.folding import fold
from comity.model import Story, StoryKind, Zone, ZoneName
from comity.reading.blocks import Block
from comity.reading.datelines import dateline_end, end_mark, surely_dated
from comity.reading.marks import Marks, ends_sentence, marks, taglike, title_span, titlelike
from comity.reading.repeats import repeated
from comity.reading.stamps import is_stamp
from comity.reading.teasers import Teaser

_LONGEST_HEADLINE = 250
_LONGEST_STOPPED = 150
_LONGEST_KICKER = 30
_LEAST_TITLE = 15
_SEARCHED_FOR_TITLE = 6
_SEARCHED = 12
_MOST_LEADS = 3
_LONGEST_CAPTION = 450


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph and its zone."""

    zone: ZoneName
    block: Block
    dated: bool = False  # begins with a dateline


def same_title(line: str, title: str) -> bool:
    """Whether a line is the page's title, which may carry the site's name behind it: *… | VNA*."""
    one, other = fold(line), fold(title)
    if one == other:
        return bool(one)
    short, long = sorted((one, other), key=len)
    return (
        len(short) >= _LEAST_TITLE
        and long.startswith(short + " ")
        and len(long) - len(short) <= max(30, len(short) // 2)
    )


def find_title(text: str, blocks: Sequence[Block], title: str) -> int:
    """The index of the paragraph that is the page's title, among the first ones; -1 if there is none."""
    for index, block in enumerate(blocks[:_SEARCHED_FOR_TITLE]):
        if block.end - block.start <= 2 * len(title) + 50 and same_title(block.of(text), title):
            return index
    return -1


def main_story(text: str, blocks: Sequence[Block], title: str | None, known: Marks) -> Story | None:
    """The main story over its paragraphs; None when nothing but furniture is there."""
    kept = [block for block in blocks if not known.furniture(block.of(text))]
    kept = [block for index, block in enumerate(kept) if not _sites_summary(text, kept[index : index + 2])]
    if not kept:
        return None
    heading = _heading(text, kept, title, known)
    while heading > 0 and known.rubric(kept[0].of(text)):
        kept, heading = kept[1:], heading - 1
    parts = _roles(text, kept, heading, known)
    printed = ""
    if heading >= 0:
        start, end = title_span(kept[heading].of(text))
        printed = kept[heading].of(text)[start:end]
    return story_of(text, parts, "s0", "main", printed)


def related_story(text: str, teaser: Teaser, number: int) -> Story:
    """A related story of the page, `number` counting from 1 where there is a main story."""
    first = next((part for part in teaser.parts if part[0] == "body"), None)
    parts = [Part(part[0], Block(part[1], part[2], 0), part is first) for part in teaser.parts]
    title = text[slice(*teaser.title)] if teaser.title else ""
    return story_of(text, parts, f"s{number}", "related", title)


def story_of(
    text: str, parts: Sequence[Part], name: str, kind: StoryKind, title: str, publisher: str | None = None
) -> Story:
    """A story over paragraphs whose zones are known; datelines and the agency's mark at its end become zones.

    `publisher`, where it is known, signs like an agency.
    """
    zones = _signed(text, [zone for part in parts for zone in _zones(text, part, publisher)], publisher)
    return Story(id=name, kind=kind, title=title, start=zones[0].start, end=zones[-1].end, zones=tuple(zones))


def _sites_summary(text: str, blocks: Sequence[Block]) -> bool:
    """Whether the first of two paragraphs is the site's own summary of the page, cut short before the site's stamp."""
    if len(blocks) < 2 or blocks[0].line != blocks[1].line:
        return False
    return blocks[0].of(text).endswith(("...", "…")) and is_stamp(blocks[1].of(text))


def _heading(text: str, blocks: Sequence[Block], title: str | None, known: Marks) -> int:
    """The index of the headline, or -1."""
    if title:
        found = find_title(text, blocks, title)
        if found >= 0:
            return found
    lines = [block.of(text) for block in blocks[:_SEARCHED]]
    own = [index for index, line in enumerate(lines) if not _beside(line, known)]
    if not own:
        return -1
    first = own[0]
    if not _headline(lines[first]):
        return first if _stopped_headline(text, blocks[first:]) else -1
    for above, below in pairwise(own):
        if not (_kicker(lines[above]) and len(lines[below]) > len(lines[above]) and _headline(lines[below])):
            break
        first = below
    return _without_site(lines, first)


def _kicker(line: str) -> bool:
    """Whether a line may stand above a headline: a word or two, a theme with a colon behind it or in capitals."""
    return len(line) <= _LONGEST_KICKER and (len(line.split()) <= 2 or line.endswith(":") or line.isupper())


def _without_site(lines: Sequence[str], first: int) -> int:
    """Where a headline is printed twice, and first with the site's name behind it: the line without that name."""
    title = fold(lines[first])
    for index in range(first + 1, min(len(lines), first + _SEARCHED_FOR_TITLE)):
        again = fold(lines[index])
        if len(again) >= _LEAST_TITLE and title != again and same_title(lines[index], lines[first]):
            return index if title.startswith(again + " ") and titlelike(lines[index]) else first
    return first


def _beside(line: str, known: Marks) -> bool:
    """Whether a line above the headline is none itself: a byline, a caption, a section's name, a dateline."""
    if _only_dated(line):
        return True
    return known.byline(line) or known.caption(line) or known.rubric(line) or is_stamp(line) or taglike(line)


def _only_dated(line: str) -> bool:
    """Whether a line is a dateline and nothing else; a stamp (*Publié le 3 mai*) is the site's."""
    return surely_dated(line) and dateline_end(line) == len(line) and not is_stamp(line)


def _stopped_headline(text: str, blocks: Sequence[Block]) -> bool:
    """A headline that ends with a stop: one short sentence, below which a dispatch begins with its dateline."""
    lines = [block.of(text) for block in blocks[:3]]
    first = lines[0]
    short = len(first) <= _LONGEST_STOPPED and not re.search(r"[.!?…]\s", first) and not dateline_end(first)
    return short and any(map(dateline_end, lines[1:]))


def _headline(line: str) -> bool:
    """A line without a stop, a dispatch's first words set apart: a place alone does not tell these from a title's."""
    kicker = line.endswith(":") and _kicker(line)
    return len(line) <= _LONGEST_HEADLINE and (titlelike(line) or kicker) and not surely_dated(line)


def _roles(text: str, blocks: Sequence[Block], heading: int, known: Marks) -> list[Part]:
    lines = [block.of(text) for block in blocks]
    roles: list[ZoneName] = [
        "headline" if index == heading else _own_role(lines, index, known, heading) for index in range(len(lines))
    ]
    _tags(lines, roles, heading)
    _captions_of_pictures(lines, roles, known)
    _repetitions(lines, roles, heading)
    dated = _leads(lines, roles, heading)
    return [Part(role, block, index == dated) for index, (role, block) in enumerate(zip(roles, blocks, strict=True))]


def _own_role(lines: Sequence[str], index: int, known: Marks, heading: int) -> ZoneName:
    line = lines[index]
    if index < heading:
        if known.caption(line):
            return "caption"
        return "dateline" if _only_dated(line) else "byline"
    if known.caption(line):
        return "caption"
    if index <= heading + _MOST_LEADS and index < len(lines) - 1 and dateline_end(line) == len(line):
        return "dateline"
    if is_stamp(line) or known.byline(line):
        return "byline"
    edge = index == len(lines) - 1 or (index == heading + 1 and heading >= 0)
    return "byline" if edge and len(lines) > 2 and known.name_alone(line) else "body"


def _tags(lines: Sequence[str], roles: list[ZoneName], heading: int) -> None:
    """Tags above and below the prose are no part of it; nor is the headline with the site's name behind it."""
    prose = [index for index, role in enumerate(roles) if role == "body" and ends_sentence(lines[index])]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    for index, role in enumerate(roles):
        if role == "body" and not first <= index <= last and taglike(lines[index]):
            roles[index] = "byline"
        beside = 0 <= heading != index < heading + _SEARCHED_FOR_TITLE and role in ("body", "byline")
        if beside and same_title(lines[index], lines[heading]) and not ends_sentence(lines[index]):
            roles[index] = "byline"


def _captions_of_pictures(lines: Sequence[str], roles: list[ZoneName], known: Marks) -> None:
    """What Markdown leaves beside a picture, and a line to which the next one gives the credit."""
    for index in range(len(lines)):
        if roles[index] != "body":
            continue
        below_image = index > 0 and roles[index - 1] == "caption" and lines[index].endswith("|")
        credited = (
            index + 1 < len(lines)
            and known.credit(lines[index + 1])
            and titlelike(lines[index])
            and not ends_sentence(lines[index])
        )
        if below_image or credited:
            roles[index] = "caption"


def _repetitions(lines: Sequence[str], roles: list[ZoneName], heading: int) -> None:
    """A paragraph that repeats another is its caption, or a quote set apart; the first below the headline is a lead."""
    for index, other in repeated(lines).items():
        if roles[index] != "body":
            continue
        if other < index and roles[other] == "headline" and index == heading + 1:
            roles[index] = "lead"
        elif roles[other] != "caption" and index != heading + 1:
            roles[index] = "caption"


def _leads(lines: Sequence[str], roles: list[ZoneName], heading: int) -> int:
    """Tell the leads, and give the index of the paragraph that begins with a dateline, or -1.

    Leads stand between the headline and the dateline; without a dateline, a line that is like a second headline is one.
    """
    body = [index for index, role in enumerate(roles) if role == "body" and index > heading]
    for count, index in enumerate(body[: _MOST_LEADS + 1]):
        alone = roles[index + 1 : index + 2] == ["dateline"]
        if alone or dateline_end(lines[index]):
            for lead in body[: count + alone]:
                roles[lead] = "lead"
            return -1 if alone else index
    if heading >= 0 and len(body) > 1 and body[0] == heading + 1 and titlelike(lines[body[0]]):
        roles[body[0]] = "lead"
    return -1


def _zones(text: str, part: Part, publisher: str | None = None) -> list[Zone]:
    """A paragraph's zones: one that begins with a dateline gives it up."""
    start, end = part.block.start, part.block.end
    if part.zone == "caption" and end - start > _LONGEST_CAPTION:
        return _zones_with_credit(text, part, marks().credit_at(text[start:end]))
    length = dateline_end(text[start:end], publisher) if part.dated else 0
    if not length:
        return [Zone(zone=part.zone, start=start, end=end)]
    rest = end - len(text[start + length : end].lstrip())
    found = [Zone(zone="dateline", start=start, end=start + length)]
    behind: ZoneName = "lead" if part.zone == "lead" else "body"
    return [*found, Zone(zone=behind, start=rest, end=end)] if rest < end else found


def _zones_with_credit(text: str, part: Part, at: int) -> list[Zone]:
    """A paragraph too long for a caption, to which a credit was glued: only the credit is a caption."""
    start, end = part.block.start, part.block.end
    body = text[start : start + max(at, 0)].rstrip(" ([|-–—")
    if not body:
        return [Zone(zone="caption", start=start, end=end)]
    rest = end - len(text[start + len(body) : end].lstrip())
    return [Zone(zone="body", start=start, end=start + len(body)), Zone(zone="caption", start=rest, end=end)]


def _signed(text: str, zones: list[Zone], publisher: str | None = None) -> list[Zone]:
    """The agency's mark at the end of a story is a byline: of the last two body zones, that which carries one."""
    bodies = [index for index, zone in enumerate(zones) if zone.zone == "body"][-2:]
    for index in reversed(bodies):
        zone = zones[index]
        mark = end_mark(text[zone.start : zone.end], publisher)
        if mark < 0:
            continue
        byline = Zone(zone="byline", start=zone.start + mark, end=zone.end)
        kept = text[zone.start : byline.start].rstrip()
        body = [Zone(zone="body", start=zone.start, end=zone.start + len(kept))] if kept else []
        return [*zones[:index], *body, byline, *zones[index + 1 :]]
    return zones
