"""Where a text names days, months, years or spans of time, by the grammar of dates of its language alone.

What a mention means on a page (which year, which Tuesday) is decided in `comity.coding.dates`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from comity.lexicon.dates import Cue, DateGrammar, Pattern, comparable, load_dates
from comity.lexicon.project import remembered

Kind = Literal["day", "month", "part", "year", "range", "list", "weekday", "relative", "duration"]
Anchor = Literal["reporting", "last"]

_WINDOW = 160  # code points before or after a date in which a cue is looked for
_NOT_REPORTED = frozenset({"anniversary", "historical", "since", "until", "deadline", "forecast", "period", "duration"})
_NOT_THE_STORY_S = _NOT_REPORTED | {"recalled"}


@dataclass(frozen=True, slots=True)
class DateMention:
    """The words `text[start:end]` that name a time, and what they say of it; what they leave out is None.

    `part` is a quarter (33–36) or half-year (40, 41), as in EDTF. `to_year`, `to_month`, `to_day`, `to_weekday` end a
    range. Weekdays count from Monday, 0. `which` is -1 for *dernier* and 1 for *prochain*. `unit` and `shift` count
    from `anchor`: the day of the report, or the date named before; of a duration they are its length. `year_anchor` and
    `year_shift` stand for a year said in words (*de la même année*). `flags` are those of `comity.lexicon.dates.FLAGS`;
    `rule` is the pattern's name.
    """

    start: int
    end: int
    kind: Kind
    rule: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: int | None = None
    to_year: int | None = None
    to_month: int | None = None
    to_day: int | None = None
    weekday: int | None = None
    to_weekday: int | None = None
    which: int | None = None
    unit: str | None = None
    shift: int | None = None
    anchor: Anchor | None = None
    year_anchor: Anchor | None = None
    year_shift: int = 0
    flags: frozenset[str] = frozenset()

    @property
    def is_anniversary(self) -> bool:
        """The date of what is commemorated."""
        return "anniversary" in self.flags

    @property
    def is_period(self) -> bool:
        """A span of years, or the year of a plan: a document's period rather than the time of an act."""
        return "period" in self.flags

    @property
    def is_duration(self) -> bool:
        """A length of time (*trois jours*), which is no date."""
        return self.kind == "duration"

    @property
    def is_deadline(self) -> bool:
        """A time by which something is to be done: *d'ici 2030*, *avant fin 2025*."""
        return "deadline" in self.flags

    @property
    def is_reported(self) -> bool:
        """Whether this may be the time of an act told by the text.

        False for what is commemorated, told apart by its date (*l'accord de 2005*), aimed at, or a span of years.
        """
        return not self.flags & _NOT_REPORTED

    @property
    def years(self) -> tuple[int, ...]:
        """The years it names in figures, at most two."""
        return tuple(year for year in (self.year, self.to_year) if year is not None)


def find_dates(text: str, offset: int = 0, language: str = "fr") -> tuple[DateMention, ...]:
    """The date mentions of `text` in order, without overlap; `offset` is added to their spans. Never raises on text.

    NoLexiconError when nothing is known of dates in `language`.
    """
    grammar = load_dates(language)
    plain, origin = comparable(text)
    found = sorted(_candidates(plain, grammar), key=lambda item: (item[0], -item[1]))
    mentions = []
    last = 0
    for start, end, mention in found:
        if start < last:
            continue
        last = end
        if mention is not None:
            flags = mention.flags | _cued(plain, start, end, mention, grammar.cues)
            # the end is that of the word's last sign, with any combining marks that belong to it
            after = origin[end] if end < len(plain) else len(text)
            stop = after if text[origin[end - 1] + 1 : after].strip() else origin[end - 1] + 1
            mentions.append(replace(mention, start=origin[start] + offset, end=stop + offset, flags=flags))
    return tuple(mentions)


def dateline_of(text: str, offset: int = 0, language: str = "fr") -> DateMention | None:
    """The day that a dateline names (*Soc Trang, 18 juillet (VNA) –*), or None."""
    days = (mention for mention in find_dates(text, offset, language) if mention.kind == "day" and mention.month)
    return next(days, None)


def report_mention(text: str, offset: int = 0, language: str = "fr") -> DateMention | None:
    """The day that a text without a dateline calls its own (*ce samedi 16 mars*), or None."""
    return next((mention for mention in find_dates(text, offset, language) if "today" in mention.flags), None)


def year_mentions(text: str, offset: int = 0, language: str = "fr") -> tuple[DateMention, ...]:
    """The mentions from which a story may take its year: no anniversary, forecast, period, or date of an old act."""
    found = find_dates(text, offset, language)
    return tuple(mention for mention in found if mention.years and not mention.flags & _NOT_THE_STORY_S)


def story_years(text: str, language: str = "fr") -> tuple[int, ...]:
    """The years that a story names and that are no anniversary, forecast or period, in order, each once."""
    return tuple(sorted({year for mention in year_mentions(text, 0, language) for year in mention.years}))


def _candidates(plain: str, grammar: DateGrammar) -> Iterator[tuple[int, int, DateMention | None]]:
    """Everything a pattern finds, with its place; None where a pattern says that there is no date."""
    present = {name for name, regex in grammar.presence.items() if regex.search(plain)}
    if not present:
        return
    for pattern in grammar.patterns:
        if not pattern.needs <= present:
            continue
        for match in pattern.regex.finditer(plain):
            start, end = match.span("span")
            if pattern.not_after and pattern.not_after.search(plain, max(0, match.start() - 40), match.start()):
                continue
            if pattern.kind == "none":
                yield match.start(), end, None
                continue
            mention = _mention(match, pattern, grammar)
            if mention is not None:
                yield start, end, mention


def _mention(match: re.Match[str], pattern: Pattern, grammar: DateGrammar) -> DateMention | None:
    """What the slots of a match say, or None if there is no such day."""
    slots = {name: " ".join(value.split()) for name, value in match.groupdict().items() if value is not None}
    read = _Reader(slots, grammar)
    years = grammar.years.get(slots.get("years", ""))
    mention = DateMention(
        start=match.start("span"),
        end=match.end("span"),
        kind=pattern.kind,  # type: ignore[arg-type]  # checked when the grammar is loaded
        rule=pattern.name,
        year=read.number("year"),
        month=read.month("month", "mm"),
        day=read.day("day", "dd"),
        part=grammar.parts.get(slots.get("part", "")),
        to_year=read.number("year2"),
        to_month=read.month("month2"),
        to_day=read.day("day2"),
        weekday=grammar.weekdays.get(slots.get("weekday", "")),
        to_weekday=grammar.weekdays.get(slots.get("weekday2", "")),
        which=grammar.which.get(slots.get("which", "")),
        unit=grammar.units.get(slots.get("unit", "")),
        year_anchor=years.anchor if years else None,  # type: ignore[arg-type]
        year_shift=years.shift if years else 0,
        flags=pattern.flags,
    )
    if pattern.kind == "relative":
        mention = _counted(mention, read, pattern, grammar)
    if mention.kind == "duration":
        mention = replace(mention, shift=read.count())
    if mention.kind in ("range", "list"):
        mention = _completed(mention)
    if mention.kind == "list" and not _consecutive(mention, read.day("middle")):
        return _whole_month(mention)
    return mention if _exists(mention) else None


class _Reader:
    """The numbers that slots hold."""

    def __init__(self, slots: dict[str, str], grammar: DateGrammar) -> None:
        self._slots = slots
        self._grammar = grammar

    def number(self, name: str) -> int | None:
        value = self._slots.get(name)
        return int(value) if value is not None else None

    def day(self, *names: str) -> int | None:
        for name in names:
            value = self._slots.get(name)
            if value is not None:
                return self._grammar.days[value] if value in self._grammar.days else int(value)
        return None

    def month(self, *names: str) -> int | None:
        for name in names:
            value = self._slots.get(name)
            if value is not None:
                word = value.rstrip(".")  # an abbreviated month keeps its stop within the date
                return self._grammar.months[word] if word in self._grammar.months else int(word)
        return None

    def count(self) -> int:
        value = self._slots["number"]
        return self._grammar.numbers[value] if value in self._grammar.numbers else int(value)

    @property
    def relative(self) -> str | None:
        return self._slots.get("relative")


def _counted(mention: DateMention, read: _Reader, pattern: Pattern, grammar: DateGrammar) -> DateMention:
    """Unit and shift of a time that is counted: from a table (*hier*), or from a number (*il y a deux jours*)."""
    if read.relative is not None:
        entry = grammar.relative[read.relative]
        return replace(mention, unit=entry.unit, shift=entry.shift, anchor=entry.anchor)  # type: ignore[arg-type]
    return replace(mention, shift=read.count() * (pattern.direction or 0), anchor=pattern.anchor)  # type: ignore[arg-type]


def _completed(mention: DateMention) -> DateMention:
    """A range whose start says less than its end: *du 21 au 22 mars 2018* starts in March 2018."""
    month = mention.month if mention.month is not None or mention.day is None else mention.to_month
    year = mention.year
    if year is None and mention.to_year is not None and mention.to_month is not None:
        year = mention.to_year - (month is not None and month > mention.to_month)
    return replace(mention, month=month, year=year)


def _consecutive(mention: DateMention, middle: int | None) -> bool:
    """Whether a list of days is a span without a gap: *les 3 et 4 mai*, not *les 3 et 10 mai*."""
    if mention.day is None or mention.to_day is None or mention.month is None or mention.to_month is None:
        return mention.weekday is not None and mention.to_weekday == (mention.weekday + 1) % 7
    if mention.month != mention.to_month:
        february = mention.month == 2 and (mention.year is None or calendar.isleap(mention.year))
        last = 29 if february else calendar.monthrange(mention.year or 2001, mention.month)[1]
        follows = mention.to_month == mention.month % 12 + 1
        return follows and mention.to_day == 1 and (mention.day == last or (mention.month == 2 and mention.day == 28))
    between = 1 if middle is None else 2
    return mention.to_day - mention.day == between and (middle is None or middle == mention.day + 1)


def _whole_month(mention: DateMention) -> DateMention | None:
    """Days of one month with gaps between them are told as their month; other lists are read day by day."""
    if mention.day is None or mention.month is None or mention.month != mention.to_month:
        return None
    if not _exists(mention):
        return None
    return replace(
        mention, kind="month", year=mention.to_year, day=None, to_year=None, to_month=None, to_day=None, weekday=None,
        to_weekday=None,
    )  # fmt: skip


def _exists(mention: DateMention) -> bool:
    """Whether there is such a day in some year, and in the year that is named."""
    ends = ((mention.year, mention.month, mention.day), (mention.to_year, mention.to_month, mention.to_day))
    for year, month, day in ends:
        if month is not None and day is not None and day > calendar.monthrange(year or 2000, month)[1]:
            return False
    first = (mention.year, mention.month or 0, mention.day or 0)
    last = (mention.to_year, mention.to_month or 0, mention.to_day or 0)
    if mention.kind != "range" or mention.year is None:
        backwards = mention.kind == "range" and mention.month == mention.to_month and first[2] > last[2]
        return not (backwards and mention.month is not None)
    return first < (mention.to_year or mention.year + (first[1:] > last[1:]), *last[1:])


def _cued(plain: str, start: int, end: int, mention: DateMention, cues: Iterable[Cue]) -> set[str]:
    """The flags that the words around a date give it."""
    flags = set()
    for cue in cues:
        if cue.flag in flags or (cue.kinds and mention.kind not in cue.kinds) or (cue.with_year and not mention.years):
            continue
        stands_before = cue.before and cue.before.search(plain, max(0, start - _WINDOW), start)
        if stands_before or (cue.after and cue.after.match(plain, end, end + _WINDOW)):
            flags.add(cue.flag)
    return flags


@remembered
def unmet_examples(language: str) -> tuple[str, ...]:
    """The examples and counterexamples of the grammar that do not come out as it says; empty when it is sound."""
    grammar = load_dates(language)
    wrong = []
    for pattern in grammar.patterns:
        for text, wanted in _cases(pattern.examples, pattern.counterexamples):
            plain = comparable(text)[0]
            hits = [
                match
                for match in pattern.regex.finditer(plain)
                if not (pattern.not_after and pattern.not_after.search(plain, 0, match.start()))
            ]
            if bool(hits) is not wanted:
                wrong.append(f"{pattern.name}: {text}")
    for cue in grammar.cues:
        for text, wanted in _cases(cue.examples, cue.counterexamples):
            mentions = find_dates(text, language=language)
            chosen = mentions[:1] if cue.after else mentions[-1:]
            if any(cue.flag in mention.flags for mention in chosen) is not wanted or (wanted and not chosen):
                wrong.append(f"{language}/dates/{cue.flag}: {text}")
    return tuple(wrong)


def _cases(examples: Iterable[str], counterexamples: Iterable[str]) -> Iterator[tuple[str, bool]]:
    yield from ((text, True) for text in examples)
    yield from ((text, False) for text in counterexamples)
