"""From the reports of one record to the record that is shown, and to where the reports disagree.

Pure: nothing here reads or writes the database.

The rule. A person's version wins whole, the newest if there are several. Else field by field: the value that says more
(a full date before a month, an explicit one before one that was worked out); of those that say as much the one that
more independent publishers give; then the one published earlier; then the one kept first. Lists of who stands in a
record and of what it is about are joined. The page-local id, the evidence, the rules and, of a commitment, the words
are those of the *lead*: a person's version, else the report kept first. What is given up is not lost: the reports stay,
and fields on which they contradict each other are differences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from comity import edtf
from comity.folding import fold
from comity.model import Amount, Commitment, Date, Event, Instrument, Office, Participant, Place
from comity.register.views import Difference, Variant

AnyRecord = Event | Commitment | Instrument | Office
R = TypeVar("R", Event, Commitment, Instrument, Office)
V = TypeVar("V")

_RESOLVED = ("unknown_year", "year_from_published", "year_from_context", "published", "dateline", "explicit")
_STATUSES = ("planned", "ongoing", "held", "postponed", "cancelled")
_MOODS = ("conditional", "denied", "reported", "asserted")
_DOCUMENTS = ("announced", "planned", "initialled")
_NO_DAY = "9999-12-31"
_SUM = 0.02


@dataclass(frozen=True, slots=True)
class Voice:
    """One report on its way to being composed.

    `page` and `report` name it; `order` is its place in the register; `publisher` tells independent voices apart;
    `published` is the EDTF day of its page, if known; `author` the person whose version it is, null for a program's.
    """

    page: str
    report: str
    record: AnyRecord
    order: int
    publisher: str
    published: str | None = None
    author: str | None = None

    @property
    def day(self) -> str:
        """The first day on which it may have been published; last of all when it is unknown."""
        found = edtf.earliest(self.published) if self.published and edtf.is_valid(self.published) else None
        return found.isoformat() if found else _NO_DAY


@dataclass(frozen=True, slots=True)
class Composed:
    """The record shown; `lead` is the voice whose evidence, rules and local id it has."""

    record: AnyRecord
    lead: Voice
    differs: tuple[Difference, ...] = ()


def compose(voices: Sequence[Voice]) -> Composed:
    """The record that reports of one act, promise, document or office make together. At least one voice is needed."""
    said = sorted(voices, key=lambda voice: voice.order)
    people = [voice for voice in said if voice.author is not None]
    lead = people[-1] if people else said[0]
    if len(said) == 1:
        return Composed(lead.record, lead)
    record = lead.record if people else _joined(lead, said)
    return Composed(record, lead, tuple(_differences(record, said)))


def _joined(lead: Voice, said: Sequence[Voice]) -> AnyRecord:
    match lead.record:
        case Event():
            return _event(lead.record, [voice for voice in said if isinstance(voice.record, Event)])
        case Commitment():
            return _commitment(lead.record, [voice for voice in said if isinstance(voice.record, Commitment)])
        case Instrument():
            return _instrument(lead.record, [voice for voice in said if isinstance(voice.record, Instrument)])
        case Office():
            return _office(lead.record, [voice for voice in said if isinstance(voice.record, Office)])


def _event(lead: Event, said: Sequence[Voice]) -> Event:
    act = _voice(said, lambda one: (_of(one, "form") is not None, _of(one, "visit_rank") is not None)).record
    kind = {name: getattr(act, name) for name in ("plover", "modes", "contexts", "form", "visit_rank", "intensity")}
    actor, recipient = _sides(said, "actor", "recipient")
    return msgspec.structs.replace(
        lead,
        **kind,
        status=_best(said, "status", _STATUSES.index),
        mood=_best(said, "mood", _MOODS.index),
        recalled=all(_of(voice, "recalled") for voice in said),
        date=_best(said, "date", _exactness),
        place=_best(said, "place", _whereabouts),
        actor=actor,
        recipient=recipient,
        channel=_together(said, "channel"),
        amount=_best(said, "amount"),
        confidence=_surest(said),
    )


def _commitment(lead: Commitment, said: Sequence[Voice]) -> Commitment:
    by, to = _sides(said, "by", "to")
    return msgspec.structs.replace(
        lead,
        force=_best(said, "force"),
        by=by,
        to=to,
        date=_best(said, "date", _exactness),
        fields=_together(said, "fields"),
        channel=_together(said, "channel"),
        amount=_best(said, "amount"),
        until=_best(said, "until", _fullness),
        confidence=_surest(said),
    )


def _instrument(lead: Instrument, said: Sequence[Voice]) -> Instrument:
    # a memorandum or a protocol says more than a document of some sort
    parties, _ = _sides(said, "parties", None)
    signatories, _ = _sides(said, "signatories", None)
    return msgspec.structs.replace(
        lead,
        kind=_best(said, "kind", lambda kind: kind != "other"),
        title=_best(said, "title"),
        status=_best(said, "status", lambda status: status not in _DOCUMENTS),
        fields=_together(said, "fields"),
        parties=parties,
        signatories=signatories,
        count=_best(said, "count"),
        amount=_best(said, "amount"),
        period=_best(said, "period", _fullness),
        signed=_best(said, "signed", _fullness),
        confidence=_surest(said),
    )


def _office(lead: Office, said: Sequence[Voice]) -> Office:
    """Of an office the last sighting is shown: who is said to hold it, and still, or no more."""
    last = _voice(said, lambda one: _last_day(_of(one, "asof")))
    return msgspec.structs.replace(
        lead,
        person=_best(said, "person", lambda name: len(fold(name).split())),
        rank=_of(last, "rank") or _best(said, "rank"),
        of=_best(said, "of"),
        country=_best(said, "country"),
        asof=_of(last, "asof"),
        tenure=_of(last, "tenure"),
        confidence=_surest(said),
    )


def _of(voice: Voice, field: str) -> Any:
    return getattr(voice.record, field)


def _surest(said: Iterable[Voice]) -> float:
    return max(voice.record.confidence for voice in said)


def _together(said: Iterable[Voice], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for voice in said for word in _of(voice, field)))


def _nothing_more(_: Any) -> int:
    return 0


def _best(said: Sequence[Voice], field: str, more: Callable[[Any], Any] = _nothing_more) -> Any:
    """The value of a field by the rule; `more` orders values by how much they say. None where none says anything."""
    groups = _groups(said, lambda voice: _of(voice, field))
    if not groups:
        return None
    # stable: of equals the first stays first
    ranked = sorted(groups, key=lambda group: (-_publishers(group), _earliest(group), group[0].order))
    return _of(max(ranked, key=lambda group: more(_of(group[0], field)))[0], field)


def _voice(said: Sequence[Voice], more: Callable[[Voice], Any]) -> Voice:
    """The voice from which several fields are taken together."""
    ranked = sorted(said, key=lambda voice: (voice.day, voice.order))
    return max(ranked, key=more)


def _groups(said: Iterable[Voice], value: Callable[[Voice], Any]) -> list[list[Voice]]:
    """The voices that give the same value, without those that give none."""
    groups: dict[bytes, list[Voice]] = {}
    for voice in said:
        if (found := value(voice)) is not None:
            groups.setdefault(msgspec.json.encode(found), []).append(voice)
    return list(groups.values())


def _publishers(group: Iterable[Voice]) -> int:
    return len({voice.publisher for voice in group})


def _earliest(group: Iterable[Voice]) -> str:
    return min(voice.day for voice in group)


def _fullness(text: str) -> tuple[int, bool]:
    """How exactly a date is told: to the day, month or part of a year; and whether the year is known."""
    parsed = edtf.parse(text)
    start = parsed.start
    exact = 2 if start.day is not None else 1 if start.month is not None or start.part is not None else 0
    return exact, parsed.year_known


def _exactness(date: Date) -> tuple[int, bool, int]:
    return *_fullness(date.edtf), _RESOLVED.index(date.resolved)


def _whereabouts(place: Place) -> tuple[bool, bool, bool]:
    return place.country is not None, place.admin is not None, place.latitude is not None


def _last_day(asof: str | None) -> str:
    found = edtf.latest(asof) if asof else None
    return found.isoformat() if found else ""


Sides = tuple[tuple[Participant, ...], tuple[Participant, ...]]


def _sides(said: Sequence[Voice], first: str, second: str | None) -> Sides:
    """Who stands in a record: those of the voice that names most, then whoever else is named, on the side of theirs."""
    slots = (first, second) if second else (first,)

    def named(voice: Voice) -> tuple[int, int]:
        everyone = [p for slot in slots for p in _of(voice, slot)]
        return sum(p.name is not None for p in everyone), len(everyone)

    best = _voice(said, named)
    joined: list[list[Participant]] = [list(_of(best, slot)) for slot in slots]
    for voice in said:
        for index, slot in enumerate(slots):
            for participant in _of(voice, slot):
                _join(joined, index, participant)
    return tuple(joined[0]), tuple(joined[1]) if second else ()


def _join(joined: list[list[Participant]], index: int, new: Participant) -> None:
    """Add one who is not there yet; a bare country that is there gives way to whoever is named for it."""
    for members in joined:
        for place, old in enumerate(members):
            if _is_one(old, new):
                if _says_more(new, old):
                    members[place] = new
                return
    if new.name is None and any(_code(old) == _code(new) for members in joined for old in members):
        return
    own = next((i for i, members in enumerate(joined) if any(_code(old) == _code(new) for old in members)), index)
    bare = next((i for i, old in enumerate(joined[own]) if old.name is None and _code(old) == _code(new)), None)
    if bare is None:
        joined[own].append(new)
    else:
        joined[own][bare] = new


def _is_one(one: Participant, other: Participant) -> bool:
    if one.key == other.key:
        return True
    if one.kind != "person" or other.kind != "person" or one.country != other.country:
        return False
    first, second = set(fold(one.name or "").split()), set(fold(other.name or "").split())
    return bool(first and second) and (first <= second or second <= first)


def _says_more(one: Participant, other: Participant) -> bool:
    def weight(p: Participant) -> tuple[int, int]:
        return len(fold(p.name or "").split()), sum(value is not None for value in (p.office, p.of, p.admin, p.role))

    return weight(one) > weight(other)


def _code(participant: Participant) -> str | None:
    return participant.key if participant.kind == "igo" else participant.country


def _differences(record: AnyRecord, said: Sequence[Voice]) -> Iterable[Difference]:
    for field, value, agree in _FIELDS[type(record)]:
        groups = _groups(said, lambda voice, value=value: value(voice.record))  # type: ignore[misc]
        told = [value(group[0].record) for group in groups]
        if any(not agree(a, b) for index, a in enumerate(told) for b in told[index + 1 :]):
            ranked = sorted(groups, key=lambda group: (-_publishers(group), _earliest(group), group[0].order))
            yield Difference(
                field=field,
                values=tuple(
                    Variant(
                        value=_told(value(group[0].record)),
                        reports=tuple((voice.page, voice.report) for voice in group),
                    )
                    for group in ranked
                ),
            )


def _told(value: Any) -> Any:
    """A value as JSON; of people their names, without the countries by which they were compared."""
    if isinstance(value, dict):
        return [name for names in value.values() for name in names]
    return msgspec.to_builtins(value)


def _same(a: Any, b: Any) -> bool:
    return bool(a == b)


def _same_date(a: str, b: str) -> bool:
    return edtf.compatible(a, b)


def _same_place(a: Place, b: Place) -> bool:
    if a.country and b.country and a.country != b.country:
        return False
    if a.admin and b.admin:
        return a.admin == b.admin
    return True


def _same_amount(a: Amount, b: Amount) -> bool:
    """Sums are rounded by whoever tells them; other currencies are another way to say it."""
    return a.currency != b.currency or abs(a.value - b.value) <= _SUM * max(abs(a.value), abs(b.value))


def _same_status(a: str, b: str) -> bool:
    return a == b or {a, b} == {"held", "ongoing"}


def _same_mood(a: str, b: str) -> bool:
    return a == b or "denied" not in (a, b)


def _same_people(a: dict[str, list[str]], b: dict[str, list[str]]) -> bool:
    """Whether for each side for which both name people one of them is the same."""
    return all(any(_same_name(one, other) for one in a[side] for other in b[side]) for side in a.keys() & b.keys())


def _same_name(one: str, other: str) -> bool:
    first, second = set(fold(one).split()), set(fold(other).split())
    return first <= second or second <= first


def _people(*slots: str) -> Callable[[Any], dict[str, list[str]] | None]:
    """The people whom a record names, by country."""

    def named(record: Any) -> dict[str, list[str]] | None:
        found: dict[str, list[str]] = {}
        for participant in (p for slot in slots for p in getattr(record, slot)):
            if participant.kind == "person" and participant.name:
                found.setdefault(participant.country or "", []).append(participant.name)
        return found or None

    return named


def _field(name: str) -> Callable[[Any], Any]:
    return lambda record: getattr(record, name)


def _day(record: Any) -> str | None:
    return record.date.edtf if record.date is not None else None


_Rule = tuple[str, Callable[[Any], Any], Callable[[Any, Any], bool]]
_FIELDS: dict[type[Any], tuple[_Rule, ...]] = {
    Event: (
        ("plover", _field("plover"), _same),
        ("form", _field("form"), _same),
        ("visit_rank", _field("visit_rank"), _same),
        ("status", _field("status"), _same_status),
        ("mood", _field("mood"), _same_mood),
        ("date", _day, _same_date),
        ("place", _field("place"), _same_place),
        ("people", _people("actor", "recipient"), _same_people),
        ("amount", _field("amount"), _same_amount),
    ),
    Commitment: (
        ("force", _field("force"), _same),
        ("date", _day, _same_date),
        ("people", _people("by", "to"), _same_people),
        ("amount", _field("amount"), _same_amount),
        ("until", _field("until"), _same_date),
    ),
    Instrument: (
        ("kind", _field("kind"), _same),
        ("title", _field("title"), lambda a, b: fold(a) == fold(b)),
        ("status", _field("status"), _same),
        ("signatories", _people("signatories"), _same_people),
        ("count", _field("count"), _same),
        ("amount", _field("amount"), _same_amount),
        ("period", _field("period"), _same_date),
        ("signed", _field("signed"), _same_date),
    ),
    Office: (
        ("country", _field("country"), _same),
        ("of", _field("of"), lambda a, b: fold(a) == fold(b)),
    ),
}
