"""One record, or the records of one page, arranged for reading, with the words they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comity.outputs.web.highlight import Quote, quote
from comity.outputs.web.present import (
    field_name,
    kind_name,
    kind_of,
    record_name,
)
from comity.outputs.wording import (
    list_in_words,
)
from comity.register.views import (
    AnyKept,
    KeptPage,
    KeptStory,
    ReportRef,
    SourceRef,
    StoryRef,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One span of evidence: quoted in its line, or a value of the page's metadata."""

    supports: str
    address: str
    quote: Quote | None = None
    meta: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one page says of a record, with the words it rests on."""

    source: SourceRef
    sources: tuple[SourceRef, ...]
    story: StoryRef
    language: str | None
    address: str
    pieces: tuple[Piece, ...]
    rules: tuple[str, ...]


def report_view(kept: AnyKept, report: ReportRef, page: KeptPage, language: str) -> Report:
    """One report of a record; `page` is the report's page."""
    address = f"/{language}/page/{page.id}?record={kept.id}"
    pieces = []
    for span in report.evidence:
        supports = list_in_words([field_name(field, language) for field in span.supports], language)
        if span.start is not None and span.end is not None:
            pieces.append(Piece(supports, f"{address}#{kept.id}", quote(page.text, span.start, span.end)))
        else:
            pieces.append(Piece(supports, address, meta=span.meta, value=span.value))
    source = report.sources[0] if report.sources else SourceRef(name=page.id)
    return Report(
        source, report.sources, report.story, page.language, f"{address}#{kept.id}", tuple(pieces), report.rules
    )


def publisher_of(kept: AnyKept, page: str, report: str) -> str:
    """Who published a report of a record, else the name of its source."""
    for ref in kept.reports:
        if (ref.page, ref.report) == (page, report) and ref.sources:
            return ref.sources[0].publisher or ref.sources[0].name
    return page[:12]


def found_on(page: KeptPage, numbers: dict[str, int], language: str) -> list[tuple[KeptStory, list[tuple[Any, ...]]]]:
    """The records of each story of a page: number on the page, record, name of its kind, name."""
    return [
        (
            story,
            [
                (numbers.get(kept.id), kept, kind_name(kind_of(kept), language), record_name(kept, language))
                for kept in sorted(story.records(), key=lambda kept: numbers.get(kept.id, len(numbers) + 1))
            ],
        )
        for story in page.stories
    ]
