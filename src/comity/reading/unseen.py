"""Signs that the eye does not see: stories are told apart without them, and their offsets are those of the text."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from comity.model import Story, Zone

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2063\u202a-\u202e\u2066-\u2069\ufeff]+")


def without(text: str) -> str:
    """The text without signs that are not seen."""
    return _UNSEEN.sub("", text)


def looking_through(text: str, tell: Callable[[str], tuple[Story, ...]]) -> tuple[Story, ...]:
    """The stories that `tell` makes of the text without unseen signs, with the offsets of the text as it stands."""
    if not _UNSEEN.search(text):
        return tell(text)
    kept: list[str] = []
    origin: list[int] = []
    last = 0
    for match in _UNSEEN.finditer(text):
        kept.append(text[last : match.start()])
        origin.extend(range(last, match.start()))
        last = match.end()
    kept.append(text[last:])
    origin.extend(range(last, len(text)))
    return tuple(_as_it_stands(story, origin) for story in tell("".join(kept)))


def _as_it_stands(story: Story, origin: list[int]) -> Story:
    zones = tuple(Zone(zone=zone.zone, start=origin[zone.start], end=origin[zone.end - 1] + 1) for zone in story.zones)
    return msgspec.structs.replace(story, start=zones[0].start, end=zones[-1].end, zones=zones)
