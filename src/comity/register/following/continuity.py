"""Whether a later document continues an earlier one: pure, with a score and the reasons for it.

It is the `same` document in another state (signed, then ratified, in force, extended, amended, ended), or a `renewal`:
a document of the same kind on the same thing that begins where the earlier one ends. Statements, minutes and letters
are made anew at every meeting: one never continues another. Where the words leave it open, documents are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from comity import edtf
from comity.model import Instrument, Participant
from comity.register.following.wording import matched, things
from comity.register.views import Reason

SURE = 0.75
"""A rule takes one document for the continuation of another from this score on; below, it proposes it."""

MADE_DAYS = 5 * 366
"""A document that was announced or initialled is signed within so long."""

NEAR_DAYS = 400
"""A renewal begins at most so long before or after the end of what it renews."""

Sort = Literal["same", "renewal"]

_ONCE = frozenset(
    {"joint_statement", "declaration", "minutes", "letter", "exchange_of_letters", "letter_of_intent", "other"}
)
# what is said or noted at a meeting, and lasts no longer than that
_SAID = frozenset({"joint_statement", "declaration", "minutes", "letter"})
_MADE = frozenset({"announced", "planned", "initialled", "signed"})
_SIGNED = frozenset({"signed", "exchanged"})
# kinds that newspapers use for one another
_ONE_ANOTHER = (
    frozenset({"treaty", "convention", "agreement", "framework_agreement"}),
    frozenset({"plan", "programme", "roadmap"}),
    frozenset({"mou", "agreement"}),
    frozenset({"financing_agreement", "agreement"}),
)
_CHANGES = frozenset({"amendment", "protocol"})
_YEAR = re.compile(r"\b(1[89][0-9]{2}|20[0-9]{2})\b")
_VAGUE_FIELDS = frozenset({"politics", "local"})


@dataclass(frozen=True, slots=True)
class Document:
    """What comparing needs to know of an instrument: `words` are those that it rests on and its title.

    `on` is the EDTF date that orders it, or the day of the report where it has none.
    """

    id: str
    record: Instrument
    sides: frozenset[str]
    words: str
    on: str | None

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day of what orders it; None where the year is unknown."""
        return edtf.parse(self.on).days() if self.on and edtf.is_valid(self.on) else None


@dataclass(frozen=True, slots=True)
class Continuation:
    """That one document continues another: how, how likely (0 to 1), and why."""

    sort: Sort
    score: float
    reasons: tuple[Reason, ...]

    @property
    def is_sure(self) -> bool:
        """Whether a rule may take it for so."""
        return self.score >= SURE


def is_agreement(record: Instrument) -> bool:
    """Whether a document binds for some time: statements, minutes and letters do not."""
    return record.kind not in _SAID


def may_continue(earlier: Document, later: Document) -> bool:
    """Whether anything but their words speaks against it: what need not be read for the rest."""
    if earlier.sides != later.sides or len(earlier.sides) < 2:
        return False
    one, other = earlier.record, later.record
    return _may_be(one, other) and _placed(one, other) and _is_ordered(earlier, later)


def compare(earlier: Document, later: Document) -> Continuation | None:
    """How the later document continues the earlier one, or None where it cannot be seen to."""
    one, other = earlier.record, later.record
    if not may_continue(earlier, later):
        return None
    same, fewest = _subject(earlier, later)
    sort = _sort(earlier, later, same)
    if sort is None:
        return None
    reasons = [Reason(code="same_sides", points=0.25, values=tuple(sorted(earlier.sides)))]
    if one.kind == other.kind:
        reasons.append(Reason(code="same_kind", points=0.15, values=(one.kind,)))
    fields = (set(one.fields) & set(other.fields)) - _VAGUE_FIELDS
    if fields:
        reasons.append(Reason(code="same_field", points=0.1, values=tuple(sorted(fields))))
    if same:
        # one word alone is the name of many a document
        reasons.append(Reason(code="same_words", points=round(0.35 * len(same) / max(fewest, 2), 2), values=same))
    if one.period and one.period == other.period:
        reasons.append(Reason(code="same_period", points=0.2, values=(one.period,)))
    if _localities(one) and _localities(one) == _localities(other):
        reasons.append(Reason(code="same_places", points=0.25, values=tuple(sorted(_localities(one)))))
    if (year := _signed_in(earlier)) is not None and year == _named_year(later):
        reasons.append(Reason(code="same_year", points=0.1, values=(str(year),)))
    reasons.append(_step(sort, one, other))
    score = round(min(0.99, sum(reason.points for reason in reasons)), 2)
    return Continuation(sort, score, tuple(reasons)) if score >= 0.5 else None


def _may_be(one: Instrument, other: Instrument) -> bool:
    """Whether the kinds and numbers of the two let one be the other."""
    if (one.count or 1) > 1 or (other.count or 1) > 1 or one.kind in _ONCE or other.kind in _ONCE:
        return False
    if one.kind == other.kind or any({one.kind, other.kind} <= kinds for kinds in _ONE_ANOTHER):
        return True
    return other.kind in _CHANGES and one.kind != "amendment"


def _placed(one: Instrument, other: Instrument) -> bool:
    """Whether the localities that are parties are the same, of each country that names some in both."""
    first, second = _by_country(one.parties), _by_country(other.parties)
    return all(first[country] == second[country] for country in first.keys() & second.keys())


def _by_country(parties: Iterable[Participant]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for party in parties:
        if party.country and party.admin:
            found.setdefault(party.country, set()).add(party.admin)
    return found


def _localities(record: Instrument) -> frozenset[str]:
    return frozenset(party.admin for party in record.parties if party.admin)


def _is_ordered(earlier: Document, later: Document) -> bool:
    """Whether the later one is known to be later, or of a later state on the same day."""
    one, other = earlier.days, later.days
    if one is None or other is None:
        return False
    return one[1] < other[0] or (one[0] < other[0] and one[1] <= other[1])


def _subject(earlier: Document, later: Document) -> tuple[tuple[str, ...], int]:
    """The words that both name their subject by, and of how many."""
    one = things(earlier.words, earlier.sides, document=True)
    other = things(later.words, later.sides, document=True)
    fewer, more = sorted((one, other), key=len)
    return matched(fewer, more), max(len(fewer), 1)


def _sort(earlier: Document, later: Document, same: tuple[str, ...]) -> Sort | None:
    """Which of the two sorts it is, by states, periods and subject."""
    one, other = earlier.record, later.record
    if not _on_one_subject(earlier, later, same):
        return None
    if _supplements(earlier, later):
        return "same"
    if one.kind == other.kind and not _follows(one, other) and _of_two_years(earlier, later):
        return None
    if other.status in _SIGNED and one.status not in _MADE - _SIGNED and other.kind not in _CHANGES - {one.kind}:
        return "renewal" if _follows(one, other) else None
    if other.status in _MADE - _SIGNED and one.status not in _MADE - _SIGNED:
        return None
    if one.status in _MADE - _SIGNED and other.status in _SIGNED and not _within(earlier, later, MADE_DAYS):
        return None
    return "same" if _periods_agree(one, other) else "renewal" if _follows(one, other) else None


def _on_one_subject(earlier: Document, later: Document, same: tuple[str, ...]) -> bool:
    one, other = earlier.record, later.record
    fields = [set(record.fields) - _VAGUE_FIELDS for record in (one, other)]
    asked = [things(document.words, document.sides, document=True) for document in (earlier, later)]
    if all(asked):
        fewest = min(len(words) for words in asked)
        enough = len(same) >= 0.6 * fewest
        if all(fields) and not fields[0] & fields[1]:
            return enough and len(same) >= 3
        return enough and (len(same) >= 2 or fewest == 1)
    # a page that names no subject means the one document that such parties have: a charter of two towns, or one period
    if one.kind == "twinning_charter" and _localities(one) and _localities(one) == _localities(other):
        return True
    return bool(one.period and one.period == other.period and all(fields) and fields[0] & fields[1])


def _of_two_years(earlier: Document, later: Document) -> bool:
    """Whether the two are known to have been signed in different years: a text names a document by its year."""
    one, other = _signed_in(earlier), _signed_in(later)
    return one is not None and other is not None and one != other


def _signed_in(document: Document) -> int | None:
    days = document.days
    if (named := _named_year(document)) is not None:
        return named
    return days[0].year if days is not None and document.record.status in _SIGNED and document.record.signed else None


def _named_year(document: Document) -> int | None:
    """The one year that the words of a document name, unless they are those of its period."""
    named = {int(year) for year in _YEAR.findall(document.words)} if not document.record.period else set()
    return named.pop() if len(named) == 1 else None


def _follows(one: Instrument, other: Instrument) -> bool:
    """Whether the period of the second begins about where that of the first ends."""
    if not one.period or not other.period or one.period == other.period or one.kind != other.kind:
        return False
    first, second = edtf.parse(one.period).days(), edtf.parse(other.period).days()
    if first is None or second is None or second[1] <= first[1]:
        return False
    return abs((second[0] - first[1]).days) <= NEAR_DAYS


def _supplements(earlier: Document, later: Document) -> bool:
    """Whether the later title names the earlier document whole, and more."""
    one, other = (things(document.record.title or "", document.sides) for document in (earlier, later))
    return len(one) >= 2 and len(other) > len(one) and len(matched(one, other)) == len(one)


def _periods_agree(one: Instrument, other: Instrument) -> bool:
    """Whether the periods may be one; what is extended or amended may begin as it did and end later."""
    if not one.period or not other.period or edtf.compatible(one.period, other.period):
        return True
    first, second = edtf.parse(one.period).days(), edtf.parse(other.period).days()
    if first is None or second is None:
        return False
    return other.status in ("extended", "amended") and second[1] >= first[1]


def _within(earlier: Document, later: Document, limit: int) -> bool:
    one, other = earlier.days, later.days
    return one is not None and other is not None and (other[0] - one[1]).days <= limit


def _step(sort: Sort, one: Instrument, other: Instrument) -> Reason:
    if sort == "renewal":
        return Reason(code="renews", points=0.15, values=(one.period or "", other.period or ""))
    return Reason(code="later_state", points=0.15, values=(one.status, other.status))
