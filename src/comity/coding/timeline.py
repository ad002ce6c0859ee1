"""When: the dates of a story, and which of them an act has."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comity import edtf
from comity.coding.dates import (
    DateContext,
    DateMention,
    dateline_of,
    find_dates,
    lasting,
    reporting_day,
    resolve,
    story_years,
)
from comity.coding.parse import Sentence
from comity.coding.view import composed, plain
from comity.model import Date, Page, Story, Zone


@dataclass(slots=True)
class Dated:
    """A date mention of a sentence, resolved."""

    mention: DateMention
    date: Date
    start: int  # page offsets
    end: int


def is_day(date: Date) -> bool:
    """Is the date a single day, with or without its year?"""
    return len(date.edtf) == 10 and "/" not in date.edtf


def _dateline(page: Page, zone: Zone, language: str) -> DateMention | None:
    """The day that a dateline names, with its page offsets."""
    text, origin = composed(page.text[zone.start : zone.end], zone.start)
    found = dateline_of(text, 0, language)
    return replace(found, start=origin[found.start], end=origin[found.end - 1] + 1) if found else None


class Timeline:
    """The dates of one story, resolved against its dateline, its years and the page's publication."""

    def __init__(self, page: Page, story: Story, language: str) -> None:
        zones = [z for z in story.zones if z.zone == "dateline"]
        line = _dateline(page, zones[0], language) if zones else None
        body = " \n".join(plain(page.text[z.start : z.end]) for z in story.zones if z.zone != "byline")
        self.published = page.published
        self.language = language
        self.dateline = line
        self.context = DateContext(published=page.published, dateline=line, story_years=story_years(body, language))
        self.last: Date | None = None
        self._dated: int | None = None  # the last sentence of which an act took a day
        self._found: dict[int, tuple[DateMention, ...]] = {}
        self.report = reporting_day(self.context)

    def _mentions(self, sentence: Sentence) -> tuple[DateMention, ...]:
        """The date mentions of a sentence of this story, looked for once however many acts it tells."""
        if sentence.index not in self._found:
            self._found[sentence.index] = find_dates(sentence.text, 0, self.language)
        return self._found[sentence.index]

    def in_sentence(self, sentence: Sentence, planned: bool = False, by_then: bool = False) -> list[Dated]:
        """The date mentions of a sentence that may date an act, resolved; in the order of the text.

        With `by_then` those before whose end it is to happen are among them (*avant la fin du mois*).
        """
        found = []
        last = self.last
        for mention in self._mentions(sentence):
            term = mention.kind == "relative" and mention.flags <= {"deadline", "forecast"}
            if mention.is_deadline and not (by_then and term):
                continue
            if not mention.is_deadline and (not mention.is_reported or mention.is_duration):
                continue
            context = DateContext(self.context.published, self.context.dateline, self.context.story_years, last)
            date = resolve(mention, context, planned)
            if date is not None:
                start, end = sentence.page_offset(mention.start), sentence.page_offset(mention.end - 1) + 1
                found.append(Dated(mention, date, start, end))
                last = date if is_day(date) else last
        return found

    def leave(self, sentence: Sentence) -> None:
        """Remember the last day that a sentence names where no act took one: *le lendemain* follows it."""
        days = [d.date for d in self.in_sentence(sentence) if is_day(d.date)]
        self.last = days[-1] if days and self._dated != sentence.index else self.last

    def take(self, date: Date, sentence: Sentence) -> None:
        """Remember the day of an act of a sentence."""
        if is_day(date):
            self.last, self._dated = date, sentence.index

    def visit_days(self, dated: Dated, sentence: Sentence) -> Dated:
        """The days of a visit whose length the sentence tells (*arrivé lundi pour une visite de trois jours*)."""
        for length in self._mentions(sentence):
            if length.is_duration:
                whole = lasting(dated.date, length)
                if whole is not None:
                    return Dated(dated.mention, whole, dated.start, dated.end)
        return dated

    def has_length(self, sentence: Sentence) -> bool:
        """Does the sentence tell how long something lasted?"""
        return any(m.is_duration for m in self._mentions(sentence))

    def has_mention(self, sentence: Sentence, start: int = 0, end: int | None = None) -> bool:
        """Does the sentence name any time of an act, resolved or not, between two of its characters?"""
        times = (m for m in self._mentions(sentence) if m.is_reported and not m.is_duration)
        return any(start <= m.start and (end is None or m.start < end) for m in times)

    def is_past(self, date: Date, against: Date | None) -> bool:
        """Is the date clearly before the day of the report (or of the act reported): more than two months?"""
        late = edtf.latest(date.edtf)
        anchor = str(self.report[0]) if self.report else (against.edtf if against else None)
        early = edtf.earliest(anchor) if anchor is not None else None
        return late is not None and early is not None and (early - late).days > 60
