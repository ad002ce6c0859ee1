"""Whether a later act or document may keep what was promised: pure, with a score and the reasons for it.

What is proposed is a pair to look at: the same sides, in the direction of the promise, later and within its term, of a
sort that can keep a promise of this sort, and in words that name the same things. Silence proposes nothing, and nothing
is ever proposed against a promise. Talks about what was promised, praise of it, and the same promise given again keep
none. Where the words leave it open nothing is proposed: a person who is shown ten wrong pairs looks at no eleventh.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from comity import edtf
from comity.lexicon.following import Undertaking, following_words
from comity.lexicon.vocabulary import vocabulary
from comity.model import Amount, Commitment, Event, Instrument, Participant
from comity.register.following.wording import STEM, matched, things, words_of
from comity.register.views import Reason

HORIZON_DAYS = 5 * 366
"""So long after it was made a promise without a term is still looked for."""

LATE_DAYS = 2 * 366
"""So long after its term a promise with one is still looked for: late is not never."""

CONFIRMED = 0.9
"""A rule takes a promise for kept from this score on; below, it only proposes."""

Progress = Literal["under_way", "done"]

# acts that do something; that others are told of, asked for or talked about keeps no promise
_DOING = frozenset({"COOPERATE", "AID", "CONCEDE", "RETREAT"})
_DOING_FORMS = frozenset({"inauguration", "ceremony", "signing", "document_exchange", "recognition"})
_BEGUN_STATUSES = frozenset({"announced", "planned", "initialled"})
_ENDED_STATUSES = frozenset({"suspended", "terminated", "expired"})
_TRAVELS = frozenset({"visit", "summit", "exchange"})
_VAGUE_FIELDS = frozenset({"politics", "local"})  # what is of no field in particular
_MOODS = frozenset({"asserted", "reported"})


@dataclass(frozen=True, slots=True)
class Promise:
    """What comparing needs to know of a commitment.

    `sides` are the countries and bodies of states of the dyad: those of its event too, where the commitment names one
    alone. `said` is the EDTF date on which it was made, or else reported; `pages` are those that tell of it.
    """

    id: str
    record: Commitment
    sides: frozenset[str]
    said: str | None
    pages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Deed:
    """What comparing needs to know of an event or an instrument: `words` are those that it rests on and its title.

    `on` is the EDTF date of it; `reported` the day of the report, where it has no date of its own. `channel` of an
    instrument is that of its event.
    """

    id: str
    record: Event | Instrument
    sides: frozenset[str]
    words: str
    on: str | None
    reported: str | None = None
    channel: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """That a deed may keep a promise: how far (`progress`), how likely (0 to 1), and why."""

    progress: Progress
    score: float
    reasons: tuple[Reason, ...]

    @property
    def is_plain(self) -> bool:
        """Whether it is so plain that a rule may confirm it."""
        return self.score >= CONFIRMED


def is_followed(commitment: Commitment) -> bool:
    """Whether a commitment is of a force that can be kept or not; an affirmed position is not."""
    force = vocabulary().forces.get(commitment.force)
    return force is not None and force.followed


def can_keep(record: Event | Instrument) -> bool:
    """Whether an act or a document is of a sort and a state that could keep any promise."""
    match record:
        case Event():
            sort = record.plover in _DOING or record.form in _DOING_FORMS or record.plover == "CONSULT"
            return sort and record.status in ("held", "ongoing") and record.mood in _MOODS and not record.recalled
        case Instrument():
            return record.status not in _ENDED_STATUSES


def may_keep(promise: Promise, deed: Deed) -> bool:
    """Whether anything but their words speaks against it: what need not be read for the rest."""
    return (
        is_followed(promise.record)
        and can_keep(deed.record)
        and not promise.pages & deed.pages
        and len(promise.sides & deed.sides) >= 2
        and _when(promise, deed) is not None
        and _directed(promise, deed)
        and _placed(promise, deed)
        and _is_sort(promise, deed)
    )


def stems(deed: Deed) -> frozenset[str]:
    """How the words begin by which a deed names something."""
    return frozenset(word[:STEM] for word in things(deed.words))


def may_touch(promise: Promise, deed: Deed, known: frozenset[str]) -> bool:
    """Whether a promise names anything by words that begin as those of a deed, `known`, or needs no such word."""
    if deed.record.amount is not None or (isinstance(deed.record, Event) and deed.record.form in _TRAVELS):
        return True
    return any(word[:STEM] in known for word in things(promise.record.action))


def compare(promise: Promise, deed: Deed) -> Proposal | None:
    """What a deed has to do with a promise, or None where it cannot be seen to have anything to do with it."""
    shared = promise.sides & deed.sides
    when = _when(promise, deed)
    if when is None or not may_keep(promise, deed):
        return None
    sorts = _undertaken(promise)
    fits = _fits(sorts, deed.record)
    same, asked, said = _words(promise, deed, shared)
    same_sum = _same_sum(promise.record.amount, deed.record.amount)
    if not _is_enough(promise, deed, fits, same, asked, same_sum):
        return None
    reasons = [
        Reason(code="same_sides", points=0.25, values=tuple(sorted(shared))),
        when,
        *_sort(fits, deed.record),
        Reason(code="same_words", points=round(0.35 * len(same) / max(len(asked), 1), 2), values=same),
        *_fields(promise, deed),
        *_channels(promise, deed),
        *([Reason(code="same_amount", points=0.15, values=(_sum(deed.record.amount),))] if same_sum else ()),
    ]
    progress = _progress(deed, sorts, said)
    reasons.append(Reason(code="keeps_it" if progress == "done" else "begins_it"))
    score = round(min(0.99, sum(reason.points for reason in reasons)), 2)
    return Proposal(progress, score, tuple(each for each in reasons if each.values or each.code != "same_words"))


def _when(promise: Promise, deed: Deed) -> Reason | None:
    """Why the deed is in time; None where it is not later than the promise, or too late to have to do with it."""
    made, done = _days(promise.said), _days(deed.on) or _days(deed.reported)
    if made is None or done is None:
        return None
    exact = deed.on is None or done[0] == done[1]
    # a day of the promise itself is that of the meeting at which it was made
    if done[1] <= made[1] or (exact and done[0] <= made[1]):
        return None
    term = _days(promise.record.until)
    if term is not None and term[1] >= made[0]:
        if (done[0] - term[1]).days > LATE_DAYS:
            return None
        late = done[0] > term[1]
        return Reason(
            code="after_term" if late else "within_term",
            points=0.0 if late else 0.1,
            values=(promise.record.until or "",),
        )
    days = (done[0] - made[1]).days
    if days > HORIZON_DAYS:
        return None
    return Reason(code="days_after", points=0.05 if days <= HORIZON_DAYS // 3 else 0.0, values=(str(max(days, 1)),))


def _directed(promise: Promise, deed: Deed) -> bool:
    """Whether those act who have to: of two sides the one that promised, or that was asked."""
    bound = _bound(promise)
    if not bound or not isinstance(deed.record, Event):
        return True
    actor, recipient = codes(deed.record.actor), codes(deed.record.recipient)
    if recipient - actor and actor - recipient:
        return bool(bound & actor) or deed.record.form in _DOING_FORMS
    return True


def _bound(promise: Promise) -> frozenset[str]:
    """Those who would have to act; empty where all of them would, or it is not said."""
    by, to = codes(promise.record.by), codes(promise.record.to)
    if promise.record.force == "pledged":
        return by if len(by) < len(promise.sides) else frozenset()
    return to - by if promise.record.force == "requested" else frozenset()


def _placed(promise: Promise, deed: Deed) -> bool:
    """Whether the localities that both name, of one country, are the same or lie within each other's names."""
    one, other = _admins((*promise.record.by, *promise.record.to)), _admins(_participants(deed.record))
    return all(one[country] & other[country] for country in one.keys() & other.keys())


def _undertaken(promise: Promise) -> tuple[Undertaking, ...]:
    return _undertakings(promise.record.action)


@lru_cache(maxsize=16384)
def _undertakings(action: str) -> tuple[Undertaking, ...]:
    words = words_of(action)
    return tuple(each for each in following_words().undertakings if any(word in each.words for word in words))


def _fits(sorts: Iterable[Undertaking], record: Event | Instrument) -> tuple[Undertaking, ...]:
    """Those of what is promised that an act of this form, or a document of this status, keeps."""
    if isinstance(record, Instrument):
        begun = record.status in _BEGUN_STATUSES
        return tuple(sort for sort in sorts if record.status in sort.statuses or (begun and "signed" in sort.statuses))
    return tuple(sort for sort in sorts if record.form in sort.forms or record.plover in sort.types)


def _is_sort(promise: Promise, deed: Deed) -> bool:
    """Whether an act or a document is of a sort that could keep this promise, whatever its words."""
    fits = _fits(_undertaken(promise), deed.record)
    if any(sort.travels for sort in fits):
        return _travels(promise, deed)
    return bool(fits) or _does(deed)


def _does(deed: Deed) -> bool:
    """Whether something is done by it, whatever was promised."""
    return isinstance(deed.record, Instrument) or deed.record.plover in _DOING or deed.record.form in _DOING_FORMS


def _words(
    promise: Promise, deed: Deed, shared: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The words of the promise that the deed says too, all that it could have said, and the words of the deed."""
    document = isinstance(deed.record, Instrument)
    verbs = [sort.words for sort in following_words().undertakings]
    asked = tuple(
        word
        for word in things(promise.record.action, shared, document=document)
        if not any(word in verb for verb in verbs)
    )
    said = words_of(deed.words)
    return matched(asked, things(deed.words, shared)), asked, said


def _is_enough(
    promise: Promise,
    deed: Deed,
    fits: tuple[Undertaking, ...],
    same: tuple[str, ...],
    asked: tuple[str, ...],
    same_sum: bool,
) -> bool:
    """Whether the sort of act and the words speak for it strongly enough, as far as nothing else speaks against it."""
    if any(sort.travels for sort in fits):
        return _travels(promise, deed)
    share = len(same) / len(asked) if asked else 0.0
    apart = _other_fields(promise, deed) or _other_channel(promise, deed)
    if not fits and not _does(deed):
        return False
    if fits:
        if same_sum and (same or not asked):
            return True
        return bool(same) and (share == 1 or (len(same) >= (2 if apart else 1) and share >= (0.6 if apart else 0.5)))
    return len(same) >= 2 and share >= (0.75 if apart else 0.5)


def _travels(promise: Promise, deed: Deed) -> bool:
    """A visit that was promised is that of whom it was promised by: the visitor is the actor."""
    if not isinstance(deed.record, Event):
        return False
    bound = _bound(promise)
    alone = codes(deed.record.actor) - codes(deed.record.recipient)
    return bool(bound) and bound == alone and promise.record.until is not None and not _other_channel(promise, deed)


def _sort(fits: tuple[Undertaking, ...], record: Event | Instrument) -> Iterator[Reason]:
    value = record.status if isinstance(record, Instrument) else record.form or record.plover
    if fits:
        yield Reason(code="sort_of_act", points=0.15, values=(value,))


def _fields(promise: Promise, deed: Deed) -> Iterator[Reason]:
    if isinstance(deed.record, Instrument):
        same = (set(promise.record.fields) & set(deed.record.fields)) - _VAGUE_FIELDS
        if same:
            yield Reason(code="same_field", points=0.1, values=tuple(sorted(same)))


def _channels(promise: Promise, deed: Deed) -> Iterator[Reason]:
    same = set(promise.record.channel) & deed.channel
    if same:
        yield Reason(code="same_channel", points=0.05, values=tuple(sorted(same)))


def _other_fields(promise: Promise, deed: Deed) -> bool:
    if isinstance(deed.record, Event):
        return False
    one, other = set(promise.record.fields) - _VAGUE_FIELDS, set(deed.record.fields) - _VAGUE_FIELDS
    return bool(one and other) and not one & other


def _other_channel(promise: Promise, deed: Deed) -> bool:
    one, other = set(promise.record.channel), deed.channel
    return bool(one and other) and not one & other


def _same_sum(one: Amount | None, other: Amount | None) -> bool:
    if one is None or other is None or one.currency != other.currency:
        return False
    return abs(one.value - other.value) <= 0.02 * max(abs(one.value), abs(other.value))


def _sum(amount: Amount | None) -> str:
    return f"{amount.value:.15g} {amount.currency}" if amount is not None else ""


def _progress(deed: Deed, sorts: Iterable[Undertaking], said: Iterable[str]) -> Progress:
    """Whether a deed does what was promised, or begins it: a document is what was promised only if one was."""
    known = following_words()
    if isinstance(deed.record, Instrument):
        promised = any(deed.record.status in sort.statuses for sort in sorts)
        return "done" if promised or deed.record.status in ("in_force", "implemented") else "under_way"
    if deed.record.status == "ongoing" or any(word in known.begun for word in said):
        return "under_way"
    return "done"


def codes(participants: Iterable[Participant]) -> frozenset[str]:
    """The countries of participants, and the keys of bodies of states."""
    return frozenset(code for p in participants if (code := p.key if p.kind == "igo" else p.country or ""))


def _participants(record: Event | Instrument) -> tuple[Participant, ...]:
    return (*record.actor, *record.recipient) if isinstance(record, Event) else (*record.parties, *record.signatories)


def _admins(participants: Iterable[Participant]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for p in participants:
        if p.country and p.admin:
            found.setdefault(p.country, set()).add(p.admin)
    return found


def _days(text: str | None) -> tuple[date, date] | None:
    return edtf.parse(text).days() if text and edtf.is_valid(text) else None


def horizon(commitment: Commitment, said: str | None) -> tuple[date, date] | None:
    """The days between which a deed may keep a commitment made on `said`; None where the year is not known."""
    made = _days(said)
    if made is None:
        return None
    term = _days(commitment.until)
    last = (
        term[1] + timedelta(days=LATE_DAYS) if term and term[1] >= made[0] else made[1] + timedelta(days=HORIZON_DAYS)
    )
    return made[0], last
