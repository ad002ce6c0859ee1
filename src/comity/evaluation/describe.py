"""Records in one line, and the sentence a span stands in, for people who read what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable

from comity.evaluation.gold import GoldCommitment, GoldEvent, GoldInstrument, GoldOffice, GoldRecord, GoldSide
from comity.model import Commitment, Event, Instrument, Office, Participant

_STOP = re.compile(r"[.!?…]+[\"»”’')\]]*\s+(?=[^\s\w]*[A-ZÀ-ÝĐ])|\n+")
_REACH = 600  # code points looked at on either side


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence or sentences of `text` that hold `text[start:end]`, on one line."""
    base = max(0, start - _REACH)
    # one more sign than the span's start: a stop is told by the capital that follows it
    stops = (stop.end() for stop in _STOP.finditer(text, base, start + 1))
    begin = max((stop for stop in stops if stop <= start), default=base)
    following = _STOP.search(text, max(start, end - 1), min(len(text), end + _REACH))
    stop = following.end() if following else min(len(text), end + _REACH)
    return " ".join(text[begin:stop].split())


def describe(record: GoldRecord | Event | Commitment | Instrument | Office) -> str:
    """A record, expected or coded, in one line."""
    if isinstance(record, (GoldEvent, Event)):
        return _event(record)
    if isinstance(record, (GoldCommitment, Commitment)):
        words = record.anchor if isinstance(record, GoldCommitment) else record.action
        by = "+".join(record.by) if isinstance(record, GoldCommitment) else _sides(record.by)
        return f"{record.force} by {by} [{', '.join(record.fields)}] « {words} »"
    if isinstance(record, (GoldInstrument, Instrument)):
        parties = "+".join(record.parties) if isinstance(record, GoldInstrument) else _sides(record.parties)
        words = f"« {record.anchor} »" if isinstance(record, GoldInstrument) else record.title or ""
        return " ".join(
            str(part) for part in (record.count, record.kind, record.status, parties, record.period, words) if part
        )
    rank = f"{record.rank} " if record.rank else ""
    of = f" | {record.of}" if record.of else ""
    country = f" ({record.country})" if isinstance(record, (GoldOffice, Office)) and record.country else ""
    return f"{rank}{record.person}: {record.office}{of}{country}"


def _event(event: GoldEvent | Event) -> str:
    date = event.date.edtf if isinstance(event, Event) and event.date else event.date
    place = f"@{event.place.name} {event.place.country or '?'}" if event.place else "@-"
    sides = _sides(event.actor) + (f" > {_sides(event.recipient)}" if event.recipient else "")
    recalled = "recalled " if event.recalled else ""
    mood = "" if event.mood == "asserted" else f"{event.mood} "
    return f"{event.plover} {event.form or '-'} {recalled}{mood}{event.status} {date or '-'} {place}: {sides}"


def _sides(sides: Iterable[GoldSide | Participant]) -> str:
    return " + ".join(f"{side.country or '?'}{f' {side.name}' if side.name else ''}" for side in sides) or "-"
