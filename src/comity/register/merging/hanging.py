"""Whether two reports tell of one promise, or of one document: pure, as `deciding` is for acts.

What hangs on acts that are one is compared by what it is about; what hangs on two acts that stay two is two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from comity import edtf
from comity.folding import fold
from comity.model import Amount, Commitment, Instrument, Participant
from comity.register.likeness import DISPUTED_DAYS, REPORT_DAYS, code, is_near
from comity.register.merging.twice import is_one_of_story
from comity.register.merging.weighing import (
    Decision,
    Weights,
    apart,
    days_between,
    fitted,
    named,
    terms,
    weighed,
    wording,
)
from comity.register.views import Reason

# forces that newspapers give to one promise: of both sides or of one; and asked for
_PROMISED = ("agreed", "pledged")
_ASKED = ("proposed", "requested")
# stages of one document on one day
_MADE = ("signed", "initialled", "exchanged")
# kinds that say no more than that it is a document, or that newspapers use for one another
_GENERAL = ("agreement", "other")
_FIGURE = re.compile(r"\d+")
_LOOSE = (("mou", "protocol", "agreement"), ("plan", "programme", "roadmap"), ("joint_statement", "declaration"))


@dataclass(frozen=True, slots=True)
class Hung:
    """A report of a commitment or an instrument, and what it hangs on.

    `parent` is the canonical id of the event it hangs on, `kin` tells what is known of its parent beside others (see
    `decide`). `rivals` counts what else of its kind, of the same fields, the story tells. `dated` is when it was made,
    `reported` when it was told.
    """

    story: tuple[str, str]
    record: Commitment | Instrument
    parent: str | None = None
    words: str = ""
    language: str | None = None
    rivals: int = 0
    dated: str | None = None
    reported: str | None = None
    terms: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", terms(self.words))

    @property
    def sides(self) -> frozenset[str]:
        """The countries and bodies of states that stand in it."""
        return frozenset(code(p) for p in _parties(self.record)) - {""}


def decide(one: Hung, other: Hung, weights: Weights | None = None) -> Decision:
    """What two reports are to each other, whichever comes first; `weights` are the fitted ones, unless told."""
    for reason in _contradictions(one, other):
        return apart(reason)
    reasons = [*_where(one, other), *_when(one, other), *_about(one, other)]
    if isinstance(one.record, Instrument) and isinstance(other.record, Instrument):
        reasons += _document(one.record, other.record)
    elif isinstance(one.record, Commitment) and isinstance(other.record, Commitment):
        reasons += _promise(one.record, other.record)
    reasons += _sum(one.record.amount, other.record.amount)
    reasons += _figures(one, other)
    return weighed(reasons, weights=fitted("hung") if weights is None else weights)


def _contradictions(one: Hung, other: Hung) -> Iterator[Reason]:
    if one.story == other.story and not is_one_of_story(one.record, other.record, one.words, other.words):
        yield Reason(code="one_story")
    if not is_one_kind(one.record, other.record):
        yield Reason(code="other_kind", values=(_kind(one.record), _kind(other.record)))
    if not _shares_sides(one.record, other.record):
        yield Reason(code="other_sides", values=(" ".join(sorted(one.sides)), " ".join(sorted(other.sides))))
    days = days_between(_made(one), _made(other))
    if one.parent != other.parent and days is not None and days > (DISPUTED_DAYS if _is_made(one, other) else 0):
        if not _is_named_alike(one.record, other.record):
            yield Reason(code="other_day", values=(_made(one) or "", _made(other) or ""))
    periods = _period(one.record), _period(other.record)
    if all(periods) and not edtf.compatible(*map(str, periods)):
        yield Reason(code="other_period", values=tuple(map(str, periods)))


def may_be_one(a: Commitment | Instrument, b: Commitment | Instrument) -> bool:
    """Whether two records may be one by kind, sides and periods: cheap, and all that the records alone say."""
    if not is_one_kind(a, b) or not _shares_sides(a, b):
        return False
    periods = _period(a), _period(b)
    return not all(periods) or edtf.compatible(*map(str, periods))


def _shares_sides(a: Commitment | Instrument, b: Commitment | Instrument) -> bool:
    """Whether two records are of the same states, and promised by the same."""
    mine, yours = (frozenset(code(p) for p in _parties(record)) - {""} for record in (a, b))
    shared = mine & yours
    if not shared or len(shared) < min(2, len(mine), len(yours)):
        return False
    if isinstance(a, Commitment) and isinstance(b, Commitment):
        givers = [{code(p) for p in record.by} - {""} for record in (a, b)]
        return not all(givers) or bool(givers[0] & givers[1])
    return True


def is_one_kind(a: Commitment | Instrument, b: Commitment | Instrument) -> bool:
    """Whether newspapers give the kinds of both to one promise, or to one document."""
    if isinstance(a, Commitment) and isinstance(b, Commitment):
        return a.force == b.force or any(a.force in some and b.force in some for some in (_PROMISED, _ASKED))
    if isinstance(a, Instrument) and isinstance(b, Instrument):
        stage = a.status == b.status or {a.status, b.status} <= set(_MADE)
        loose = any(a.kind in some and b.kind in some for some in _LOOSE)
        return stage and (a.kind == b.kind or loose or a.kind in _GENERAL or b.kind in _GENERAL)
    return False


def _kind(record: Commitment | Instrument) -> str:
    return record.force if isinstance(record, Commitment) else f"{record.kind}/{record.status}"


def _period(record: Commitment | Instrument) -> str | None:
    return record.until if isinstance(record, Commitment) else record.period


def _parties(record: Commitment | Instrument) -> Iterator[Participant]:
    yield from (*record.by, *record.to) if isinstance(record, Commitment) else record.parties


def _made(one: Hung) -> str | None:
    record = one.record
    if isinstance(record, Instrument):
        return record.signed or (one.dated if record.status in _MADE else None)
    return record.date.edtf if record.date is not None else one.dated


def _is_made(one: Hung, other: Hung) -> bool:
    """Whether newspapers may tell the day of both apart: those of statements and signings."""
    return one.parent is None or other.parent is None


def _is_named_alike(a: Commitment | Instrument, b: Commitment | Instrument) -> bool:
    """Whether both name a document that is in force by its title: then the day of telling says nothing."""
    if not (isinstance(a, Instrument) and isinstance(b, Instrument)) or a.status in _MADE:
        return False
    return bool(a.title and b.title and fold(a.title) == fold(b.title))


def _where(one: Hung, other: Hung) -> Iterator[Reason]:
    if one.parent is None or other.parent is None:
        return
    if one.parent == other.parent:
        yield Reason(code="same_event", points=0.4, values=(one.parent,))
    else:
        # what was agreed is told again in the same words; of documents one is made at one signing
        points = -0.15 if isinstance(one.record, Instrument) else -0.05
        yield Reason(code="other_event", points=points, values=(one.parent, other.parent))


def _when(one: Hung, other: Hung) -> Iterator[Reason]:
    values = (_made(one) or "", _made(other) or "")
    days = days_between(*(each or None for each in values))
    if days is not None:
        if days == 0:
            yield Reason(code="same_day", points=0.15, values=values)
        return
    if one.parent is not None and one.parent == other.parent:
        return
    told = days_between(one.reported, other.reported)
    if told is not None and told <= DISPUTED_DAYS:
        yield Reason(code="told_at_one_time", points=0.1, values=(one.reported or "", other.reported or ""))
    elif told is None or told > REPORT_DAYS:
        if not _is_named_alike(one.record, other.record):
            yield Reason(code="told_at_about_one_time", points=-0.2)


def _about(one: Hung, other: Hung) -> Iterator[Reason]:
    mine, yours = set(one.record.fields), set(other.record.fields)
    if mine & yours:
        yield Reason(code="same_field", points=0.15, values=tuple(sorted(mine & yours)))
        if not one.rivals and not other.rivals and _is_of_one_time(one, other):
            yield Reason(code="only_one", points=0.15)
    elif not mine and not yours and one.parent is not None and one.parent == other.parent:
        if not one.rivals and not other.rivals:
            yield Reason(code="only_one", points=0.1)
    elif mine and yours:
        yield Reason(code="other_field", points=-0.25, values=(" ".join(sorted(mine)), " ".join(sorted(yours))))
    if not one.language or not other.language or one.language == other.language:
        shared = list(wording(one.terms, other.terms, 0.3, 0.2))
        yield from shared
        if not shared and len(one.terms) > 2 and len(other.terms) > 2 and not one.terms & other.terms:
            yield Reason(code="other_words", points=-0.15)
    elif shared_names := named(one.words) & named(other.words):
        yield Reason(code="same_names", points=0.15, values=tuple(sorted(shared_names)[:6]))


def _is_of_one_time(one: Hung, other: Hung) -> bool:
    """Whether two hang on one act, or were told of at one time."""
    if one.parent is not None and one.parent == other.parent:
        return True
    days = days_between(one.reported, other.reported)
    return days is not None and days <= DISPUTED_DAYS


def _document(a: Instrument, b: Instrument) -> Iterator[Reason]:
    if a.kind == b.kind:
        yield Reason(code="same_kind", points=0.15, values=(a.kind,))
    if a.title and b.title:
        mine, yours = terms(a.title), terms(b.title)
        if fold(a.title) == fold(b.title) or (mine and (mine <= yours or yours <= mine)):
            yield Reason(code="same_title", points=0.25, values=(a.title, b.title))
        elif not mine & yours:
            yield Reason(code="other_title", points=-0.2, values=(a.title, b.title))
    if a.period and b.period:
        yield Reason(code="same_period", points=0.2, values=(a.period, b.period))
    if a.count is not None and b.count is not None and a.count != b.count:
        # newspapers differ by one document; one document is not a bundle
        points = -0.05 if min(a.count, b.count) * 2 > max(a.count, b.count) else -0.25
        yield Reason(code="other_count", points=points, values=(str(a.count), str(b.count)))


def _promise(a: Commitment, b: Commitment) -> Iterator[Reason]:
    if a.force == b.force:
        yield Reason(code="same_force", points=0.05, values=(a.force,))
    if a.until and b.until:
        yield Reason(code="same_period", points=0.1, values=(a.until, b.until))


def _sum(a: Amount | None, b: Amount | None) -> Iterator[Reason]:
    if a is None or b is None or a.currency != b.currency:
        return
    values = tuple(f"{each.value:.15g} {each.currency}" for each in (a, b))
    if is_near(a.value, b.value):
        yield Reason(code="same_sum", points=0.2, values=values)
    else:
        yield Reason(code="other_sum", points=-0.2, values=values)


def _figures(one: Hung, other: Hung) -> Iterator[Reason]:
    """Whether both are told with figures or years, and none is the same; sums and counts are compared apart."""
    if one.record.amount is not None and other.record.amount is not None:
        return
    if isinstance(one.record, Instrument) and isinstance(other.record, Instrument) and one.record.count:
        if other.record.count not in (None, one.record.count):
            return
    mine, yours = ({*map(int, _FIGURE.findall(each.words))} - _of_days(each) for each in (one, other))
    if mine and yours and not mine & yours:
        values = tuple(", ".join(map(str, sorted(each)[:6])) for each in (mine, yours))
        yield Reason(code="other_count", points=-0.3, values=values)


def _of_days(one: Hung) -> set[int]:
    """The figures that are those of the days on which it was made and told of: of these newspapers tell some."""
    return {int(figure) for said in (_made(one), one.reported) if said for figure in _FIGURE.findall(said)}


def rivals(one: Commitment | Instrument, all_of_story: Iterable[Commitment | Instrument]) -> int:
    """How many other records of the kind and of a field of this one a story tells."""
    fields = set(one.fields)
    return sum(
        not (fields and each.fields) or not fields.isdisjoint(each.fields)
        for each in all_of_story
        if type(each) is type(one) and each.id != one.id
    )
