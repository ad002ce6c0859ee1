"""Whether an act that a page tells of is new: first seen, told differently from what was known, or known.

Pure: `judge` compares one act with others, and nothing here reads or writes the database.

Two acts are taken for one when they are of one kind (PLOVER type, and forms that newspapers use for one another), the
same sides stand in them in the same direction, their dates may be one (EDTF; a date that says less than another agrees
with it), and nobody who is named contradicts it. What is planned and what took place are two acts, of which the second
is the outcome of the first: that is news, while a preview of what is known to have taken place is none.
Where the reports leave it open, acts are taken for two: a thing told twice costs less than one that is missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from comity import edtf
from comity.register.likeness import (
    DISPUTED_DAYS,
    GATHERINGS,
    OFF,
    ONE_ANOTHER,
    RELATIVE_DAYS,
    TOOK_PLACE,
    Act,
    Kin,
    distance,
    is_near,
    is_one_another,
    is_relative,
    kin,
    members,
    people,
    places,
    same_sides,
    timing,
    within,
)
from comity.register.views import Change


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an act is: `first` seen, told `differently`, or `known`; with the ids of the acts that it is one with."""

    kind: Literal["first", "differently", "known"]
    known: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


def judge(new: Act, known: Iterable[Act]) -> Verdict:
    """What a new act is beside those that are known. Acts of the new one's own story are others, and passed over."""
    same: list[Act] = []
    plans: list[Act] = []
    for old in known:
        if old.story == new.story:
            continue
        relation = kin(old, new)
        if relation is None or not _agree(old, new, relation):
            continue
        if relation == "preview":
            return Verdict("known", (old.id,))
        (same if relation == "same" else plans).append(old)
    if same:
        changes = tuple(_changes(same, new))
        ids = tuple(dict.fromkeys(old.id for old in same))
        return Verdict("differently" if changes else "known", ids, changes)
    if plans:
        statuses = tuple(dict.fromkeys(old.event.status for old in plans))
        change = Change(field="status", old=statuses, new=new.event.status)
        return Verdict("differently", tuple(dict.fromkeys(old.id for old in plans)), (change,))
    return Verdict("first")


def _agree(old: Act, new: Act, relation: Kin) -> bool:
    """Whether sides, people and dates allow the two to be one, or the one to come of the other."""
    if not same_sides(old, new):
        return False
    who = people(old, new)
    when = timing(old, new, relation)
    if when == "apart":
        return False
    if "disagree" in who.values():
        # newspapers may name other people at one gathering or signing, not at one of many meetings
        unique = old.event.form == new.event.form and new.event.form in (*GATHERINGS, "signing", "relations_upgraded")
        return unique and when == "same" and relation == "same" and places(old.event, new.event) == "same"
    if when == "same":
        return True
    named = sum(said == "agree" for said in who.values())
    where = places(old.event, new.event)
    if when in ("disputed", "moved"):
        # of one day to the next the same people do the same again; a plan has one date at a time
        return where != "differ" and named >= (1 if old.is_plan else 2)
    if named or where == "same" or (old.is_plan and new.event.status in OFF):
        return True
    # nobody is named: told on the same days, in the same way
    return old.event.form == new.event.form and within(old, new, DISPUTED_DAYS)


def _changes(known: Sequence[Act], new: Act) -> Iterator[Change]:
    """The fields that every known report which states them states otherwise."""
    for field, said in (
        ("status", _status),
        ("mood", _mood),
        ("date", _date),
        ("place", _place),
        ("form", _form),
        ("amount", _amount),
        ("count", _count),
        ("who", _named),
    ):
        told = [found for old in known if (found := said(old, new)) is not None]
        if told and not any(old == "" for old, _ in told):
            yield Change(field=field, old=tuple(sorted({old for old, _ in told})), new=told[0][1])


Said = tuple[str, str] | None
"""The old and the new value; the old is empty where the two agree, and None is given where one says nothing."""


def _status(old: Act, new: Act) -> Said:
    one, other = old.event.status, new.event.status
    if one == other or {one, other} == set(TOOK_PLACE):
        return "", other
    if _is_earlier(new, old):
        return "", other
    return one, other


def _mood(old: Act, new: Act) -> Said:
    one, other = old.event.mood, new.event.mood
    return (one, other) if "denied" in (one, other) and one != other else ("", other)


def _date(old: Act, new: Act) -> Said:
    if old.date is None or new.date is None:
        return None
    if edtf.compatible(old.date, new.date):
        return "", new.date
    near = distance(old.date, new.date)
    relative = is_relative(old) or is_relative(new)
    if (near is not None and near <= RELATIVE_DAYS and relative) or _is_earlier(new, old):
        return "", new.date
    return old.date, new.date


def _place(old: Act, new: Act) -> Said:
    where = places(old.event, new.event)
    if where == "silent" or old.event.place is None or new.event.place is None:
        return None
    return ("" if where == "same" else old.event.place.name), new.event.place.name


def _form(old: Act, new: Act) -> Said:
    one, other = old.event.form, new.event.form
    if one is None or other is None:
        return None
    if one == other or is_one_another(one, other) or old.is_plan or ONE_ANOTHER[0][0] in (one, other):
        return "", other
    return one, other


def _amount(old: Act, new: Act) -> Said:
    for currency, value in sorted(new.amounts):
        sums = [known for unit, known in sorted(old.amounts) if unit == currency]
        if sums and not any(is_near(value, known) for known in sums):
            return ", ".join(_sum(known, currency) for known in sums), _sum(value, currency)
        if sums:
            return "", _sum(value, currency)
    return None


def _count(old: Act, new: Act) -> Said:
    before, now = dict(old.counts), dict(new.counts)
    for kind in sorted(before.keys() & now.keys()):
        if before[kind] != now[kind]:
            return f"{before[kind]} {kind}", f"{now[kind]} {kind}"
    return ("", "") if before.keys() & now.keys() else None


def _named(old: Act, new: Act) -> Said:
    who = people(old, new)
    for side, said in who.items():
        if said == "disagree":
            return _names(old, side), _names(new, side)
    return ("", "") if "agree" in who.values() else None


def _names(one: Act, side: str) -> str:
    return ", ".join(dict.fromkeys(p.name or p.of or side for p in members(one, side)))


def _is_earlier(new: Act, old: Act) -> bool:
    """Whether the new report is known to be older than the one that is known: it then changes nothing."""
    if new.reported is None or old.reported is None:
        return False
    one, other = edtf.latest(new.reported), edtf.earliest(old.reported)
    return one is not None and other is not None and one < other


def _sum(value: float, currency: str) -> str:
    return f"{value:.15g} {currency}"
