"""The check of the promise *sourced*: every span lies in the page and supports fields; every stated field has one."""

from __future__ import annotations

from comity.errors import RecordError
from comity.model import CodedStory, Commitment, Event, Instrument, Office, Page, Span

MAX_SPAN = 400
MAX_SPANS = 8


def check_story(page: Page, story: CodedStory) -> None:
    """RecordError if a record of the story breaks the rules of evidence."""
    for record in story.records():
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
