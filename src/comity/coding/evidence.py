"""The check of the promise *sourced*: every span lies in the page and supports fields; every stated field has one."""

from __future__ import annotations

import logging
from typing import TypeVar

import msgspec

from comity.errors import RecordError
from comity.model import CodedStory, Commitment, Event, Instrument, Office, Page, Span

log = logging.getLogger(__name__)
Hung = TypeVar("Hung", Commitment, Instrument)
MAX_SPAN = 400
MAX_SPANS = 8


def sound(page: Page, story: CodedStory, dropped: list[tuple[str, str]] | None = None) -> CodedStory:
    """The story without the records that break the rules of evidence, which are logged, and put in `dropped`."""
    kept: set[str] = set()
    for record in story.records():
        try:
            _check_record(page, story, record)
        except RecordError as error:
            log.error("%s", error)
            if dropped is not None:
                dropped.append((record.id, error.what))
        else:
            kept.add(record.id)
    if len(kept) == sum(1 for _ in story.records()):
        return story
    return msgspec.structs.replace(
        story,
        events=tuple(r for r in story.events if r.id in kept),
        commitments=tuple(_unhung(r, kept) for r in story.commitments if r.id in kept),
        instruments=tuple(_unhung(r, kept) for r in story.instruments if r.id in kept),
        offices=tuple(r for r in story.offices if r.id in kept),
    )


def _unhung(record: Hung, kept: set[str]) -> Hung:
    """A record whose event was dropped hangs on nothing."""
    return record if record.event is None or record.event in kept else msgspec.structs.replace(record, event=None)


def check_story(page: Page, story: CodedStory) -> None:
    """RecordError if a record of the story breaks the rules of evidence."""
    for record in story.records():
        _check_record(page, story, record)


def _check_record(page: Page, story: CodedStory, record: Event | Commitment | Instrument | Office) -> None:
    _check_spans(page, record.id, record.evidence)
    supported = {name for span in record.evidence for name in span.supports}
    missing = [name for name in stated_fields(record) if name not in supported]
    if missing:
        raise RecordError(
            f"The record {record.id} of story {story.id} on page {page.ref or page.source} has no evidence for"
            f" {', '.join(missing)}.",
            "This is a defect of the coder: please report it with the page.",
        )


def _check_spans(page: Page, record: str, spans: tuple[Span, ...]) -> None:
    if not spans or len(spans) > MAX_SPANS:
        raise RecordError(
            f"The record {record} has {len(spans)} pieces of evidence; one to {MAX_SPANS} are wanted.",
            "Report the page.",
        )
    for span in spans:
        if span.meta is not None:
            continue
        if span.start is None or span.end is None or not 0 <= span.start < span.end <= len(page.text):
            raise RecordError(
                f"The record {record} points at {span.start}–{span.end}, outside the page.", "Report the page."
            )
        if span.end - span.start > MAX_SPAN:
            raise RecordError(
                f"The record {record} quotes {span.end - span.start} characters at once; {MAX_SPAN} are allowed.",
                "Report the page.",
            )


def stated_fields(record: Event | Commitment | Instrument | Office) -> list[str]:
    """The fields of a record that a page must state, and that it has."""
    stated: dict[str, object]
    if isinstance(record, Event):
        stated = {
            "status": record.status,
            "date": record.date,
            "place": record.place,
            "actor": record.actor,
            "recipient": record.recipient,
            "amount": record.amount,
        }
    elif isinstance(record, Commitment):
        stated = {"action": record.action, "until": record.until, "amount": record.amount}
    elif isinstance(record, Instrument):
        stated = {
            "title": record.title,
            "parties": record.parties,
            "signatories": record.signatories,
            "count": record.count,
            "period": record.period,
            "signed": record.signed,
            "amount": record.amount,
        }
    else:
        stated = {"person": record.person, "office": record.office, "of": record.of, "rank": record.rank}
    return [name for name, value in stated.items() if value]
