"""Only the records that the coder is sure enough of."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from comity.model import CodedStory, Coding, Commitment, Instrument

Hung = TypeVar("Hung", Commitment, Instrument)


def confident(coding: Coding, least: float) -> Coding:
    """The coding without its records of less confidence than `least` (0 to 1).

    What hung on an event that is left out hangs on nothing. Local ids stay as they were.
    """
    if least <= 0 or not any(record.confidence < least for story in coding.stories for record in story.records()):
        return coding
    return msgspec.structs.replace(coding, stories=tuple(_story(story, least) for story in coding.stories))


def _story(story: CodedStory, least: float) -> CodedStory:
    kept = {record.id for record in story.records() if record.confidence >= least}
    return msgspec.structs.replace(
        story,
        events=tuple(one for one in story.events if one.id in kept),
        commitments=tuple(_hung(one, kept) for one in story.commitments if one.id in kept),
        instruments=tuple(_hung(one, kept) for one in story.instruments if one.id in kept),
        offices=tuple(one for one in story.offices if one.id in kept),
    )


def _hung(record: Hung, kept: set[str]) -> Hung:
    return record if record.event is None or record.event in kept else msgspec.structs.replace(record, event=None)
