"""The text of a web page, made of the paragraphs that were told apart, and the stories and zones over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.model import Story, ZoneName
from comity.reading.blocks import Block
from comity.reading.datelines import dateline_end
from comity.reading.decode import repair
from comity.reading.html.roles import Line, Teased, Told
from comity.reading.zones import Part, story_of

_BREAK = "\n\n"
_SEARCHED = 4  # paragraphs among which one begins with a dateline


@dataclass(frozen=True, slots=True)
class Composed:
    """The text of a page and its stories."""

    text: str
    stories: tuple[Story, ...]


def compose(told: Told, publisher: str | None = None) -> Composed:
    """One paragraph a line, the report first, then the related stories, each with its address.

    `publisher` may sign a dateline or the report's end like an agency that everyone knows.
    """
    writer = _Writer()
    stories: list[Story] = []
    lines = [line for line in told.lines if line.text]
    if any(line.zone != "headline" for line in lines):
        stories.append(_main(writer, lines, publisher))
    for teased in told.teased:
        stories.append(_related(writer, teased, len(stories)))
    return Composed(writer.text(), tuple(stories))


class _Writer:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def write(self, paragraph: str) -> Block:
        """Add a paragraph; where it stands."""
        paragraph = repair(paragraph)
        if self._parts:
            self._length += len(_BREAK)
        start = self._length
        self._parts.append(paragraph)
        self._length += len(paragraph)
        return Block(start, self._length, len(self._parts))

    def text(self) -> str:
        """All that was written."""
        return _BREAK.join(self._parts)


def _main(writer: _Writer, lines: Sequence[Line], publisher: str | None) -> Story:
    dated = _dated(lines, publisher)
    parts = [Part(line.zone, writer.write(line.text), index == dated) for index, line in enumerate(lines)]
    title = next((line.text for line in lines if line.zone == "headline"), "")
    return story_of(writer.text(), parts, "s0", "main", repair(title), publisher)


def _dated(lines: Sequence[Line], publisher: str | None) -> int:
    """The index of the paragraph that begins with a dateline; what stands above it is a lead. -1 if there is none."""
    told = [index for index, line in enumerate(lines) if line.zone in ("lead", "body") and not line.heading]
    if any(line.zone == "dateline" for line in lines):
        return -1
    for index in told[:_SEARCHED]:
        if dateline_end(lines[index].text, publisher):
            for above in told[: told.index(index)]:
                lines[above].zone = "lead"
            return index
    return -1


def _related(writer: _Writer, teased: Teased, number: int) -> Story:
    parts: list[Part] = [Part("headline", writer.write(teased.title))]
    for zone, paragraph in teased.parts:
        block = writer.write(paragraph)
        first = zone == "body" and not any(part.zone == "body" for part in parts)
        parts.append(Part(zone, block, first))
    story = story_of(writer.text(), parts, f"s{number}", "related", repair(teased.title))
    link = teased.address if teased.address and teased.address.startswith(("http://", "https://")) else None
    return Story(
        id=story.id, kind=story.kind, title=story.title, start=story.start, end=story.end, zones=story.zones, link=link
    )


def zone_lines(told: Told, *zones: ZoneName) -> list[str]:
    """The report's paragraphs of the zones, in order."""
    return [line.text for line in told.lines if line.zone in zones]
