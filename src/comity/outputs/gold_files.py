"""Pages that people have reviewed, as gold files: what `comity evaluate` compares a coding with (docs/gold.md)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import msgspec

from comity.errors import SourceError
from comity.model import CodedStory, Commitment, Event, Instrument, Office, Participant
from comity.outputs.files import write_whole
from comity.register import Register
from comity.register.views import SourceRef

PAGES, GOLD = "pages.jsonl", "gold"
_NAME = 16
"""Signs of a page's id that name its gold file."""


def write_gold(
    register: Register, pages: Iterable[str], done: Collection[str], folder: Path
) -> tuple[list[str], list[tuple[str, str]]]:
    """Write these pages to `folder`: `pages.jsonl`, to which they are added, and a file each in `gold`.

    Gives the pages that were written, and those left out with the reason: pages that nobody called done, and pages of
    which records wait for a decision again. Raises SourceError when the folder cannot be written.
    """
    written: list[str] = []
    left: list[tuple[str, str]] = []
    lines = _known(folder / PAGES)
    for page in dict.fromkeys(pages):
        waiting = register.review.waiting_on(page)
        if page not in done:
            left.append((page, "it is not done. When all of it is decided: comity review --done PAGE"))
        elif waiting:
            left.append((page, f"{len(waiting)} of its records wait for a decision: comity review --page {page[:12]}"))
        else:
            name = page[:_NAME]
            kept = register.page(page)
            source = kept.sources[0] if kept.sources else SourceRef(name=page)
            lines[name] = _page_line(name, kept.text, source, kept.language)
            _write(
                folder / GOLD / f"{name}.json",
                _json(gold_page(name, kept.text, source, register.review.decided_page(page))),
            )
            written.append(page)
    if written:
        _write(folder / PAGES, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines.values()))
    return written, left


def gold_page(name: str, text: str, source: SourceRef, stories: Iterable[CodedStory]) -> dict[str, Any]:
    """The gold of one page, as its file has it."""
    return {
        "page": f"{PAGES}#{name}",
        "language": source.language,
        "published": source.published,
        "stories": [_story(story, text) for story in stories],
    }


def _page_line(name: str, text: str, source: SourceRef, language: str | None) -> dict[str, Any]:
    known = {"url": source.url, "title": source.title, "published": source.published, "publisher": source.publisher}
    line = {"id": name, **known, "language": source.language or language, "text": text}
    return {key: value for key, value in line.items() if value is not None}


def _story(story: CodedStory, text: str) -> dict[str, Any]:
    return {
        "kind": story.kind,
        "title": story.title,
        "events": [_said({**_event(record), "anchor": _anchor(record, story, text)}) for record in story.events],
        "commitments": [
            _said({**_commitment(record), "anchor": _anchor(record, story, text)}) for record in story.commitments
        ],
        "instruments": [
            _said({**_instrument(record), "anchor": _anchor(record, story, text)}) for record in story.instruments
        ],
        "offices": [_said(_office(record)) for record in story.offices],
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "plover": event.plover,
        "mode": event.modes[0] if event.modes else None,
        "form": event.form,
        "rank": event.visit_rank,
        "status": event.status,
        "mood": event.mood if event.mood != "asserted" else None,
        "recalled": event.recalled or None,
        "date": event.date.edtf if event.date is not None else None,
        "place": {"name": event.place.name, "country": event.place.country} if event.place is not None else None,
        "actor": [_side(each) for each in event.actor],
        "recipient": [_side(each) for each in event.recipient],
        "channel": list(event.channel),
        "amount": msgspec.to_builtins(event.amount),
    }


def _commitment(commitment: Commitment) -> dict[str, Any]:
    return {
        "force": commitment.force,
        "by": _countries(commitment.by),
        "to": _countries(commitment.to),
        "fields": list(commitment.fields),
        "until": commitment.until,
        "amount": msgspec.to_builtins(commitment.amount),
    }


def _instrument(instrument: Instrument) -> dict[str, Any]:
    return {
        "kind": instrument.kind,
        "title": instrument.title,
        "parties": _countries(instrument.parties),
        "between": [each.name for each in instrument.parties if each.name and each.kind != "country"],
        "status": instrument.status,
        "count": instrument.count,
        "period": instrument.period,
        "signed_on": instrument.signed,
        "fields": list(instrument.fields),
        "amount": msgspec.to_builtins(instrument.amount),
    }


def _office(office: Office) -> dict[str, Any]:
    named = {name: getattr(office, name) for name in ("person", "office", "country", "of", "rank")}
    return {**named, "tenure": office.tenure if office.tenure != "current" else None}


def _said(record: dict[str, Any]) -> dict[str, Any]:
    """Without what gold leaves out where there is none; what it wants to be told, is told to be none."""
    return {name: value for name, value in record.items() if value is not None or name in _ALWAYS}


_ALWAYS = ("form", "date", "place", "country", "title")


def _side(participant: Participant) -> dict[str, Any]:
    return {"country": participant.country, "name": participant.name}


def _countries(participants: Iterable[Participant]) -> list[str]:
    return list(dict.fromkeys(each.country for each in participants if each.country))


def _anchor(record: Event | Commitment | Instrument, story: CodedStory, text: str) -> str:
    """The words that state the record: its first piece of evidence in the text; where it has none, the headline."""
    for span in record.evidence:
        if span.start is not None and span.end is not None:
            return text[span.start : span.end]
    return story.title


def _known(path: Path) -> dict[str, dict[str, Any]]:
    """The pages that a file has already, by name."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read: {error}.", "Name another folder.") from None
    try:
        pages = [json.loads(line) for line in lines if line.strip()]
        return {page["id"]: page for page in pages}
    except (ValueError, TypeError, KeyError) as error:
        raise SourceError(f"{path} is no file of gold pages: {error}.", "Name another folder.") from None


def _json(gold: dict[str, Any]) -> str:
    return json.dumps(gold, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content.encode("utf-8"))
    except OSError as error:
        raise SourceError(f"{path} cannot be written: {error.strerror or error}.", "Name another folder.") from None
