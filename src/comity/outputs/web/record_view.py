"""One record, or the records of one page, arranged for reading, with the words they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from comity.outputs.present import (
    field_name,
    kind_name,
    kind_of,
    record_name,
)
from comity.outputs.web.highlight import Cited, Quote, quotes
from comity.outputs.wording import (
    list_in_words,
)
from comity.register.views import (
    AnyKept,
    KeptPage,
    KeptStory,
    ReportRef,
    Reprint,
    SourceRef,
    StoryRef,
)


@dataclass(frozen=True, slots=True)
class FromMetadata:
    """Evidence that is a value of the page's metadata, and the names of the fields that it supports."""

    name: str
    value: str
    supports: str


@dataclass(frozen=True, slots=True)
class Report:
    """What one page says of a record, with the words it rests on."""

    source: SourceRef
    sources: tuple[SourceRef, ...]
    story: StoryRef
    language: str | None
    address: str
    quotes: tuple[Quote, ...]
    metadata: tuple[FromMetadata, ...]
    rules: tuple[str, ...]
    reprints: tuple[Reprint, ...]


def report_view(kept: AnyKept, report: ReportRef, page: KeptPage, language: str) -> Report:
    """One report of a record; `page` is the report's page."""
    supported: dict[tuple[int, int], dict[str, None]] = {}
    metadata = []
    for span in report.evidence:
        if span.start is not None and span.end is not None:
            supported.setdefault((span.start, span.end), {}).update(dict.fromkeys(span.supports))
        else:
            metadata.append(FromMetadata(span.meta or "", span.value or "", _names(span.supports, language)))
    cited = [Cited(*offsets, _names(fields, language)) for offsets, fields in supported.items()]
    return Report(
        source=report.sources[0] if report.sources else SourceRef(name=page.id),
        sources=report.sources,
        story=report.story,
        language=page.language,
        address=f"/{language}/page/{page.id}?record={kept.id}#{kept.id}",
        quotes=quotes(page.text, cited),
        metadata=tuple(metadata),
        rules=report.rules,
        reprints=report.reprints,
    )


def _names(fields: Iterable[str], language: str) -> str:
    return list_in_words([field_name(field, language) for field in fields], language)


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
