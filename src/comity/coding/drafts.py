"""Drafts: records while a story is being coded, before their sides, dates and evidence are final."""

from __future__ import annotations

from dataclasses import dataclass, field

from comity.coding.entities import Entity
from comity.coding.frames import Match
from comity.coding.mentions import Mention
from comity.lexicon.frames import Frame
from comity.model import Amount, Date, Mood, Place, Span, Status

MAX_SPAN = 400
MAX_SPANS = 8


@dataclass(slots=True)
class Support:
    """A piece of evidence in the making: page offsets and the fields it supports."""

    start: int
    end: int
    fields: tuple[str, ...]
    meta: str | None = None
    value: str | None = None


@dataclass(slots=True, eq=False)
class Draft:
    """One act as one sentence tells it; drafts of the same act are merged into the first."""

    frame: Frame
    plover: str
    form: str | None
    modes: tuple[str, ...]
    status: Status
    mood: Mood
    match: Match
    actor: list[Entity]
    recipient: list[Entity]
    date: Date | None = None
    place: Place | None = None
    own_date: bool = False
    own_place: bool = False
    counted: bool = False  # its day is counted from that of an act told before, which is another one
    recalled: bool = False
    symmetric: bool = False
    anaphoric: bool = False
    headline: bool = False
    ended: bool = False  # the sentence says that it is over
    reaction: bool = False  # to the act told last, by one who had no part in it: it has no day of that act
    supplied: bool = False  # a side is not in the sentence: the story gives it
    pronoun: bool = False  # a side is a pronoun, or stands in another sentence
    hosted_by: str | None = None
    third: list[Entity] = field(default_factory=list)  # who brought the sides together, and is none of them
    visit_rank: str | None = None
    amount: Amount | None = None
    rules: list[str] = field(default_factory=list)
    supports: list[Support] = field(default_factory=list)
    also: list[Draft] = field(default_factory=list)
    id: str = ""
    chance: float | None = None  # how likely the trained part held it; None for what a rule drafted

    def countries(self) -> set[str]:
        """The countries of all sides."""
        return {e.country for e in (*self.actor, *self.recipient) if e.country}

    def people(self, country: str) -> set[int]:
        """The persons named for a country."""
        return {id(e) for e in (*self.actor, *self.recipient) if e.kind == "person" and e.country == country}

    def sides(self) -> list[Entity]:
        return [*self.actor, *self.recipient]

    def whole(self) -> list[Draft]:
        """The draft and all that were merged into it."""
        return [self, *(part for other in self.also for part in other.whole())]

    def keep(self, sides: list[Entity]) -> None:
        """Leave out who is not among `sides`."""
        self.actor[:] = [e for e in self.actor if e in sides]
        self.recipient[:] = [e for e in self.recipient if e in sides]


def mention_support(mention: Mention, *fields: str) -> Support:
    """The words of a mention as evidence."""
    start, end = mention.sentence.span(mention.start, mention.end)
    return Support(start, min(end, start + MAX_SPAN), fields)


def as_spans(supports: list[Support]) -> tuple[Span, ...]:
    """Evidence of a record: the same words once, with all they support; the first eight that add a field, in order."""
    merged: dict[tuple[object, ...], list[str]] = {}
    for s in supports:
        key: tuple[object, ...] = (s.start, s.end, s.meta, s.value)
        merged.setdefault(key, [])
        merged[key] += [f for f in s.fields if f not in merged[key]]
    ordered = list(merged.items())
    needed: list[tuple[tuple[object, ...], list[str]]] = []
    covered: set[str] = set()
    for key, fields in ordered:
        if not set(fields) <= covered:
            needed.append((key, fields))
            covered |= set(fields)
    for key, fields in ordered:
        if len(needed) >= MAX_SPANS:
            break
        if (key, fields) not in needed:
            needed.append((key, fields))
    needed = [item for item in ordered if item in needed][:MAX_SPANS]
    spans = []
    for (start, end, meta, value), fields in needed:
        if meta is not None:
            spans.append(Span(meta=str(meta), value=str(value), supports=tuple(fields)))
        else:
            spans.append(Span(start=int(str(start)), end=int(str(end)), supports=tuple(fields)))
    return tuple(spans)
