"""What day a date mention is on its page: by the text, its dateline or its publication, never by guess.

A year that the words leave out is that of the report: a held act gets the latest such day not after it, a planned one
the earliest not before. Where the day of the report is not known, it is the one year that the story names, if it names
exactly one; else it stays unknown (`XXXX-02-18`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from comity import edtf
from comity.coding.date_mentions import (
    DateMention,
    dateline_of,
    find_dates,
    report_mention,
    story_years,
    unmet_examples,
    year_mentions,
)
from comity.edtf import Edtf, Moment
from comity.model import Date, Resolved

__all__ = [
    "DateContext",
    "DateMention",
    "dateline_of",
    "find_dates",
    "lasting",
    "report_mention",
    "reporting_day",
    "resolve",
    "story_years",
    "unmet_examples",
    "year_mentions",
]

_Days = tuple[date, date]
_LEAP_CYCLE = 8  # the longest wait for a 29 February, in years


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a page and a story tell that helps to date an act.

    `published` is EDTF, `dateline` the mention in the dateline (or `report_mention()`), `story_years` those of
    `story_years()`, `last_date` the date resolved before, for *le lendemain*: the caller gives the last that is a day.
    """

    published: str | None = None
    dateline: DateMention | None = None
    story_years: tuple[int, ...] = ()
    last_date: Date | None = None


def resolve(mention: DateMention, context: DateContext, planned: bool = False) -> Date | None:
    """The date of an act that the mention dates, or None if it names none or nothing on the page fixes it.

    `planned` is for acts that lie ahead. A mention with flags is resolved too: whether *l'accord de 2005* dates an act
    is for the caller to decide (`mention.is_reported`).
    """
    try:
        if mention.kind == "duration":
            return None
        if mention.kind == "relative" or (mention.weekday is not None and mention.day is None):
            return _from_anchor(mention, context, planned)
        if mention.month is None and mention.day is not None:
            return _day_of_this_month(mention, context)
        if mention.year_anchor is not None:
            return _year_in_words(mention, context)
        if mention.years:
            return _date(_reading(mention, _first_year(mention)), "explicit")
        return _year_chosen(mention, context, planned)
    except OverflowError:  # a day before the year 1 or after 9999
        return None


def reporting_day(context: DateContext) -> tuple[Edtf, Resolved] | None:
    """The day of the report: that of the dateline, else of publication; its year may be unknown."""
    published = edtf.parse(context.published) if context.published else None
    line = context.dateline
    if line is None or line.month is None or line.day is None:
        return (published, "published") if published else None
    if line.year is not None:
        reading = _reading(line, line.year)
        return (reading, "dateline") if reading else None
    if published is not None:
        # a dateline stands close to the publication, whatever other years the story names
        near = _nearest(line, published, planned=False)
        return (near, "dateline") if near else (published, "published")
    if len(context.story_years) == 1:
        reading = _reading(line, context.story_years[0])
        if reading is not None and _weekdays_fit(line, reading):
            return reading, "dateline"
    reading = _reading(line, None)
    return (reading, "dateline") if reading else None


def lasting(date: Date, length: DateMention) -> Date | None:
    """The days of what lasted so long: *arrivé lundi pour une visite de trois jours* is Monday to Wednesday.

    None unless the words say whether `date` was the first day or the last (*a achevé jeudi une visite de trois jours*),
    `date` is one day, and the length is counted in days or weeks.
    """
    first = _single_day(edtf.parse(date.edtf))
    count = (length.shift or 0) * {"day": 1, "week": 7}.get(length.unit or "", 0)
    ends, begins = "ends" in length.flags, "begins" in length.flags
    if first is None or count < 2 or not (ends or begins):
        return None
    try:
        other = first + timedelta(days=(1 - count) if ends else (count - 1))
    except OverflowError:
        return None
    return Date(edtf=f"{min(first, other)}/{max(first, other)}", resolved=date.resolved)


def _date(reading: Edtf | None, resolved: Resolved) -> Date | None:
    return Date(edtf=str(reading), resolved=resolved) if reading is not None else None


# --- years ----------------------------------------------------------------------------------------------------------


def _first_year(mention: DateMention) -> int | None:
    """The year of the start: its own, or that of the end; *du 30 décembre au 2 janvier 2019* starts in 2018."""
    if mention.year is not None or mention.to_year is None:
        return mention.year
    return mention.to_year - _turns(mention)


def _turns(mention: DateMention) -> bool:
    """Whether a span runs over the turn of a year."""
    return mention.to_month is not None and mention.month is not None and mention.month > mention.to_month


def _reading(mention: DateMention, year: int | None) -> Edtf | None:
    """The mention as a date that starts in `year`; None if there is no such date, as 29 February 2023."""
    start = Moment(year, mention.month, mention.day, mention.part)
    end = start
    if mention.kind in ("range", "list"):
        last = mention.to_year if mention.to_year is not None else (None if year is None else year + _turns(mention))
        end = Moment(last, mention.to_month, mention.to_day)
    text = str(Edtf(start, end))
    return edtf.parse(text) if edtf.is_valid(text) else None


def _year_chosen(mention: DateMention, context: DateContext, planned: bool) -> Date | None:
    """A day or month without a year: the year from the report and the story, else unknown.

    Where both speak and differ the report is believed: a dispatch that says *le 17 juillet* and names one other year
    tells of an older act by that year. Both together say that the year stands in the text.
    """
    report = _dated_report(context)
    of_story = _from_story_year(mention, context, report[0] if report else None, planned)
    near = _nearest(mention, report[0], planned, of_story) if report else None
    if near is None or near == of_story:
        return _date(of_story, "year_from_context") or _date(_reading(mention, None), "unknown_year")
    return _date(near, "year_from_published" if report and report[1] == "published" else "dateline")


def _dated_report(context: DateContext) -> tuple[Edtf, Resolved] | None:
    """Day or month of the report from which a year can be taken: a dateline with its year, else the publication."""
    if context.dateline is not None and context.dateline.year is not None:
        return reporting_day(context)
    return (edtf.parse(context.published), "published") if context.published else None


def _from_story_year(mention: DateMention, context: DateContext, report: Edtf | None, planned: bool) -> Edtf | None:
    """The mention in the one year that the story names, unless weekday or day of the report speak against it.

    Years after the report's are forecasts; what is held lies not after the report, what is planned not before.
    """
    bounds = report.days() if report else None
    named = set(context.story_years)
    if context.dateline is not None and context.dateline.year is not None:
        named.add(context.dateline.year)
    years = [year for year in named if bounds is None or year <= bounds[1].year or planned]
    reading = _reading(mention, years[0]) if len(years) == 1 else None
    days = reading.days() if reading else None
    if reading is None or days is None or not _weekdays_fit(mention, reading):
        return None
    fits = bounds is None or (days[1] >= bounds[0] if planned else days[0] <= bounds[1])
    return reading if fits else None


def _weekdays_fit(mention: DateMention, reading: Edtf) -> bool:
    """Whether the days fall on the weekdays that the text names."""
    days = reading.days()
    if days is None:
        return True
    wanted = zip(days, (mention.weekday, mention.to_weekday), strict=True)
    return all(weekday is None or day.weekday() == weekday for day, weekday in wanted)


def _nearest(mention: DateMention, report: Edtf, planned: bool, hint: Edtf | None = None) -> Edtf | None:
    """The latest such date not after the report, or for what is planned the earliest not before.

    The report may be known by its month or year only. Then several years are possible: the weekday or the story's year
    (`hint`) may choose among them; else the year is that of the report's last day (first day, for what is planned).
    """
    bounds = report.days()
    if bounds is None:
        return None
    ahead = planned if mention.which is None else mention.which > 0
    readings = list(_readings(mention, range(bounds[0].year - _LEAP_CYCLE, bounds[1].year + _LEAP_CYCLE + 1)))
    possible = list(_possible(readings, bounds, ahead, strict=mention.which is not None))
    fitting = [reading for reading in possible if _weekdays_fit(mention, reading)]
    if hint in fitting:
        return hint
    if mention.weekday is None and mention.to_weekday is None:
        return fitting[0] if fitting else None
    return fitting[0] if len(fitting) == 1 else None


def _readings(mention: DateMention, years: range) -> Iterator[tuple[Edtf, _Days]]:
    for year in years:
        reading = _reading(mention, year) if 0 < year <= 9999 else None
        days = reading.days() if reading else None
        if reading is not None and days is not None:
            yield reading, days


def _possible(readings: list[tuple[Edtf, _Days]], bounds: _Days, ahead: bool, strict: bool) -> Iterator[Edtf]:
    """The readings that are the nearest one for some day within `bounds`, the preferred first."""
    margin = timedelta(days=1 if strict else 0)  # "le 3 mai dernier" is not today
    first, last = bounds
    if ahead:
        for index, (reading, days) in enumerate(readings):
            before = readings[index - 1][1] if index else None
            if days[1] - margin >= first and (before is None or before[1] - margin < last):
                yield reading
    else:
        for index in range(len(readings) - 1, -1, -1):
            reading, days = readings[index]
            after = readings[index + 1][1] if index + 1 < len(readings) else None
            if days[0] + margin <= last and (after is None or after[0] + margin > first):
                yield reading


def _year_in_words(mention: DateMention, context: DateContext) -> Date | None:
    """*Le 3 mai de la même année*, *de l'an dernier*: the year of another date, moved."""
    anchor = _anchor(mention.year_anchor, context)
    days = anchor[0].days() if anchor else None
    if anchor is None or days is None or days[0].year != days[1].year:
        return _date(_reading(mention, None), "unknown_year")
    reading = _reading(mention, days[0].year + mention.year_shift)
    return _date(reading if reading and _weekdays_fit(mention, reading) else None, anchor[1])


def _day_of_this_month(mention: DateMention, context: DateContext) -> Date | None:
    """*Le 12 courant*: in the month of the report."""
    report = reporting_day(context)
    if report is None or report[0].start.month is None or report[0].is_interval:
        return None
    text = str(Moment(report[0].start.year, report[0].start.month, mention.day))
    return Date(edtf=text, resolved=report[1]) if edtf.is_valid(text) else None


# --- counted from another day ---------------------------------------------------------------------------------------


def _anchor(which: str | None, context: DateContext) -> tuple[Edtf, Resolved] | None:
    if which == "last":
        return (edtf.parse(context.last_date.edtf), context.last_date.resolved) if context.last_date else None
    return reporting_day(context)


def _from_anchor(mention: DateMention, context: DateContext, planned: bool) -> Date | None:
    """A weekday, or a time counted in days, weeks, months or years. None without a day to count from."""
    anchor = _anchor(mention.anchor, context)
    if anchor is None:
        return None
    if mention.kind != "relative":
        return _date(_weekday(mention, anchor[0], planned), anchor[1])
    shift = _SHIFTS.get(mention.unit or "")
    return _date(shift(anchor[0], mention.shift or 0, planned) if shift else None, anchor[1])


def _single_day(anchor: Edtf) -> date | None:
    days = anchor.days()
    return days[0] if days and days[0] == days[1] else None


def _between(first: date, last: date) -> Edtf:
    return edtf.parse(str(first) if first == last else f"{first}/{last}")


def _weekday(mention: DateMention, anchor: Edtf, planned: bool) -> Edtf | None:
    """*Mardi*: the latest one to the day of the report, or the next one for what is planned; *dernier* is before it."""
    today = _single_day(anchor)
    if today is None or mention.weekday is None:
        return None
    length = 0 if mention.to_weekday is None else (mention.to_weekday - mention.weekday) % 7
    if mention.which is not None and mention.which > 0:
        first = today + timedelta(days=(mention.weekday - today.weekday() - 1) % 7 + 1)
    elif mention.which is not None:
        # the end of the span lies before today
        last = today - timedelta(days=(today.weekday() - mention.weekday - length - 1) % 7 + 1)
        first = last - timedelta(days=length)
    elif planned:
        first = today + timedelta(days=(mention.weekday - today.weekday()) % 7)
    else:
        first = today - timedelta(days=(today.weekday() - mention.weekday) % 7)
    return _between(first, first + timedelta(days=length))


def _days(anchor: Edtf, shift: int, _planned: bool) -> Edtf | None:
    if shift == 0:
        return anchor
    today = _single_day(anchor)
    if today is not None:
        return _between(*(today + timedelta(days=shift),) * 2)
    if anchor.year_known or anchor.is_interval or anchor.start.day is None:
        return None
    # the year is unknown: the day is told only if it is the same in common years and in leap years
    told = set()
    for year in (2000, 2001, 2003):
        days = anchor.days(year)
        if days is not None:
            moved = days[0] + timedelta(days=shift)
            told.add(f"XXXX-{moved.month:02d}-{moved.day:02d}")
    return edtf.parse(told.pop()) if len(told) == 1 else None


def _weeks(anchor: Edtf, shift: int, _planned: bool) -> Edtf | None:
    """The calendar week, Monday to Sunday."""
    today = _single_day(anchor)
    if today is None:
        return None
    monday = today + timedelta(days=7 * shift - today.weekday())
    return _between(monday, monday + timedelta(days=6))


def _weekends(anchor: Edtf, shift: int, planned: bool) -> Edtf | None:
    """Saturday and Sunday. *Ce week-end* of what is held is the latest that has begun."""
    today = _single_day(anchor)
    if today is None:
        return None
    saturday = today + timedelta(days=5 - today.weekday())
    if shift == 0 and not planned and saturday > today:
        saturday -= timedelta(days=7)
    else:
        saturday += timedelta(days=7 * shift)
    return _between(saturday, saturday + timedelta(days=1))


def _months(anchor: Edtf, shift: int, _planned: bool) -> Edtf | None:
    start, end = anchor.start, anchor.end
    if start.month is None or (start.year, start.month) != (end.year, end.month):
        return None
    count = (start.year or 2000) * 12 + start.month - 1 + shift
    text = str(Moment(None if start.year is None else count // 12, count % 12 + 1))
    return edtf.parse(text) if edtf.is_valid(text) else None


def _years(anchor: Edtf, shift: int, _planned: bool) -> Edtf | None:
    days = anchor.days()
    if days is None or days[0].year != days[1].year:
        return None
    text = str(Moment(days[0].year + shift))
    return edtf.parse(text) if edtf.is_valid(text) else None


_SHIFTS: dict[str, Callable[[Edtf, int, bool], Edtf | None]] = {
    "day": _days,
    "week": _weeks,
    "weekend": _weekends,
    "month": _months,
    "year": _years,
}
