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
from datetime import date
from typing import Literal

from comity import edtf
from comity.folding import fold
from comity.lexicon.vocabulary import vocabulary
from comity.model import Commitment, Event, Instrument, Participant
from comity.register.views import Change

RELATIVE_DAYS = 1
"""How far two days may lie apart when one was counted from the day of the report: *yesterday* of which newspaper?"""

DISPUTED_DAYS = 3
"""How far apart days may lie that newspapers give to one act of the same people."""

REPORT_DAYS = 10
"""An act without a date is one that took place at most so long before it was reported."""

PLAN_DAYS = 180
"""What is planned without a date is for the time until then; a date that is moved is moved by less."""

MOVED_DAYS = 120

Kin = Literal["same", "outcome", "preview"]

_PLANS = ("planned_encounter", "invitation")
_OFF = ("postponed", "cancelled")
_TOOK_PLACE = ("held", "ongoing")
# forms that newspapers use for one another, the first of which says nothing more exact
_ONE_ANOTHER = (
    ("meeting", "talks", "audience", "courtesy_call", "working_session", "negotiation"),
    ("gift", "grant", "humanitarian"),
    ("signing", "document_exchange"),
    ("ceremony", "inauguration"),
    ("commitment", "offer"),
)
# forms of which the same sides may hold one, and which a less exact report may name by the general form
_GATHERINGS = ("summit", "joint_committee", "conference", "mediation")
_MONEY = ("gift", "grant", "humanitarian", "loan")
_LOCAL = ("subdivision", "city")
_BODIES = ("body", "party", "group", "company")


@dataclass(frozen=True, slots=True)
class Act:
    """What comparing needs to know of one report of an event.

    `id` is the register id, `reported` the EDTF day on which its page was published, `story` the page and the story in
    it. `amounts` are sums by currency, `counts` the number of documents by kind, of the event and what hangs on it.
    """

    id: str
    story: tuple[str, str]
    event: Event
    reported: str | None = None
    amounts: frozenset[tuple[str, float]] = frozenset()
    counts: frozenset[tuple[str, int]] = frozenset()

    @property
    def date(self) -> str | None:
        return self.event.date.edtf if self.event.date is not None else None

    @property
    def is_plan(self) -> bool:
        return self.event.form in _PLANS or self.event.status in ("planned", *_OFF)

    @property
    def sides(self) -> frozenset[str]:
        return frozenset(_code(p) for p in (*self.event.actor, *self.event.recipient)) - {""}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an act is: `first` seen, told `differently`, or `known`; with the ids of the acts that it is one with."""

    kind: Literal["first", "differently", "known"]
    known: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


def act(
    identity: str,
    story: tuple[str, str],
    event: Event,
    reported: str | None = None,
    hanging: Iterable[Commitment | Instrument] = (),
) -> Act:
    """The act of an event, with the sums and numbers of what hangs on it."""
    held = list(hanging)
    sums = [record.amount for record in (event, *held) if record.amount is not None]
    documents = [record for record in held if isinstance(record, Instrument) and record.count is not None]
    kinds = [record.kind for record in documents]
    # of several records of a kind none tells the whole number
    counts = {(one.kind, one.count) for one in documents if one.count is not None and kinds.count(one.kind) == 1}
    amounts = frozenset((amount.currency, amount.value) for amount in sums)
    return Act(identity, story, event, reported, amounts, frozenset(counts))


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


def kin(old: Act, new: Act) -> Kin | None:
    """How the kinds of two acts stand to each other, whoever stands in them and whenever they were."""
    if old.is_plan != new.is_plan:
        plan, fact = (old, new) if old.is_plan else (new, old)
        if not _may_come_of(plan.event, fact.event):
            return None
        return "outcome" if plan is old else "preview"
    if old.event.plover != new.event.plover:
        return None
    one, other = old.event.form, new.event.form
    if one == other or one is None or other is None:
        return "same"
    if old.is_plan or _is_one_another(one, other) or {one, other} <= set(_MONEY):
        return "same"
    general = _ONE_ANOTHER[0][0]
    gathering = one if other == general else other if one == general else None
    return "same" if gathering in _GATHERINGS else None


def _may_come_of(plan: Event, fact: Event) -> bool:
    if fact.status not in _TOOK_PLACE:
        return False
    if plan.form in _PLANS or plan.form is None:
        form = vocabulary().forms.get(fact.form) if fact.form else None
        return fact.plover == "CONSULT" or (form is not None and form.encounter)
    return plan.form == fact.form or _is_one_another(plan.form, fact.form)


def _is_one_another(one: str, other: str | None) -> bool:
    return any(one in forms and other in forms for forms in _ONE_ANOTHER)


def _agree(old: Act, new: Act, relation: Kin) -> bool:
    """Whether sides, people and dates allow the two to be one, or the one to come of the other."""
    if not _same_sides(old, new):
        return False
    who = _who(old, new)
    when = _when(old, new, relation)
    if when == "apart":
        return False
    if "disagree" in who.values():
        # newspapers may name other people at one gathering or signing, not at one of many meetings
        unique = old.event.form == new.event.form and new.event.form in (*_GATHERINGS, "signing", "relations_upgraded")
        return unique and when == "same" and relation == "same" and _where(old.event, new.event) == "same"
    if when == "same":
        return True
    named = sum(said == "agree" for said in who.values())
    where = _where(old.event, new.event)
    if when in ("disputed", "moved"):
        # of one day to the next the same people do the same again; a plan has one date at a time
        return where != "differ" and named >= (1 if old.is_plan else 2)
    if named or where == "same" or (old.is_plan and new.event.status in _OFF):
        return True
    # nobody is named: told on the same days, in the same way
    return old.event.form == new.event.form and _within(old, new, DISPUTED_DAYS)


def _same_sides(old: Act, new: Act) -> bool:
    shared = old.sides & new.sides
    if len(shared) < min(2, len(old.sides), len(new.sides)) or not shared:
        return False
    if old.sides != new.sides and old.event.form != new.event.form and not (old.is_plan or new.is_plan):
        return False
    if new.event.plover == "CONSULT" or old.is_plan or new.is_plan:
        return True
    if not old.event.recipient or not new.event.recipient:
        return True
    return bool(_codes(old.event.actor) & _codes(new.event.actor)) and bool(
        _codes(old.event.recipient) & _codes(new.event.recipient)
    )


def _who(old: Act, new: Act) -> dict[str, Literal["agree", "disagree", "silent"]]:
    """For each side of both, whether those whom both name are the same."""
    return {side: _of_side(list(_of(old, side)), list(_of(new, side))) for side in sorted(old.sides & new.sides)}


def _of_side(old: list[Participant], new: list[Participant]) -> Literal["agree", "disagree", "silent"]:
    for kinds in (("person",), _LOCAL):
        one = [p for p in old if p.kind in kinds and p.name]
        other = [p for p in new if p.kind in kinds and p.name]
        if one and other:
            return "agree" if any(_is_same(a, b) for a in one for b in other) else "disagree"
    bodies = [[name for p in some if (name := _body(p))] for some in (old, new)]
    if all(bodies):
        if any(_same_words(a, b) for a in bodies[0] for b in bodies[1]):
            return "agree"
        if all(_are_of_one_sort(a, b) for a in bodies[0] for b in bodies[1]):
            return "disagree"
    return "silent"


def _is_same(a: Participant, b: Participant) -> bool:
    if a.key == b.key or (a.admin and a.admin == b.admin and a.kind in _LOCAL):
        return True
    one, other = set(fold(a.name or "").split()), set(fold(b.name or "").split())
    return bool(one and other) and (one <= other or other <= one)


def _body(participant: Participant) -> str | None:
    name = participant.name if participant.kind in _BODIES else participant.of
    return fold(name) if name else None


def _same_words(a: str, b: str) -> bool:
    one, other = _long_words(a), _long_words(b)
    return (bool(one & other) and 2 * len(one & other) >= len(one | other)) or one <= other or other <= one


def _are_of_one_sort(a: str, b: str) -> bool:
    """Two ministries are two bodies; a ministry and a directorate may stand for one another."""
    one, other = a.split(), b.split()
    return bool(one and other) and (one[0] == other[0] or one[-1] == other[-1])


def _long_words(name: str) -> set[str]:
    """The words that tell a body from others of its sort: what is short are articles and prepositions."""
    return {word for word in name.split() if len(word) > 3} or set(name.split())


def _of(one: Act, side: str) -> Iterator[Participant]:
    yield from (p for p in (*one.event.actor, *one.event.recipient) if _code(p) == side)


def _codes(participants: Iterable[Participant]) -> set[str]:
    return {_code(p) for p in participants} - {""}


def _code(participant: Participant) -> str:
    """The country, or the key of a body of states."""
    if participant.kind == "igo":
        return participant.key
    return participant.country or ""


When = Literal["same", "disputed", "moved", "open", "apart"]


def _when(old: Act, new: Act, relation: Kin) -> When:
    """How the dates stand: one and the same; told apart by few days; moved; open, as one is not told; or two dates."""
    if old.date is None or new.date is None or not (_is_day(old.date) and _is_day(new.date)):
        if old.date is not None and new.date is not None and not edtf.compatible(old.date, new.date):
            return "moved" if old.is_plan and new.is_plan and _within(old, new, MOVED_DAYS) else "apart"
        return _when_open(old, new)
    if edtf.compatible(old.date, new.date):
        return "same" if _within_years(old, new) else "apart"
    apart = _distance(old.date, new.date)
    if apart is None:
        return "apart"
    if apart <= RELATIVE_DAYS and (_is_relative(old) or _is_relative(new)):
        return "same"
    if old.is_plan and new.is_plan:
        return "moved" if apart <= MOVED_DAYS else "apart"
    if old.is_plan != new.is_plan:
        # what was planned took place some days off, or was moved unseen
        return "disputed" if apart <= REPORT_DAYS else "apart"
    return "disputed" if relation == "same" and apart <= DISPUTED_DAYS else "apart"


def _when_open(old: Act, new: Act) -> When:
    """Where a date is missing or tells only the month or the year, the days of the reports must be near."""
    if old.is_plan != new.is_plan:
        plan, fact = (old, new) if old.is_plan else (new, old)
        if not _is_before(plan, fact):
            return "apart"
    limit = PLAN_DAYS if old.is_plan or new.is_plan else REPORT_DAYS
    return "open" if _within(old, new, limit) else "apart"


def _is_before(plan: Act, fact: Act) -> bool:
    """Whether a plan was told of before something took place: what is told of after it is another plan."""
    told, days = edtf.earliest(plan.reported) if plan.reported else None, _span(fact)
    return told is not None and days is not None and told <= days[1]


def _within(old: Act, new: Act, limit: int) -> bool:
    one, other = _span(old), _span(new)
    if one is None or other is None:
        # nothing tells when: neighbours in time as far as anyone knows, if both say as little
        return one is None and other is None
    return (other[0] - one[1]).days <= limit and (one[0] - other[1]).days <= limit


def _span(one: Act) -> tuple[date, date] | None:
    """The days on which an act may have been: those of its date, or of the report where that is less exact."""
    days = edtf.parse(one.date).days() if one.date is not None else None
    reported = edtf.parse(one.reported).days() if one.reported is not None else None
    if days is None or reported is None or (one.date is not None and _is_day(one.date)):
        return days or reported
    # a month or a year that is long past or far off when it is told of says more than the day of the report
    around = days[0] <= reported[1] and (reported[0] - days[1]).days <= REPORT_DAYS
    return reported if around else days


def _within_years(old: Act, new: Act) -> bool:
    """A day of unknown year is that of the year in which it was reported."""
    if all(edtf.parse(each.date).year_known for each in (old, new) if each.date):
        return True
    return _within(old, new, REPORT_DAYS) or any(_span(each) is None for each in (old, new))


def _is_day(text: str) -> bool:
    """Whether a date says the day, or a few days: the year may be unknown."""
    parsed = edtf.parse(text)
    return parsed.start.day is not None and parsed.end.day is not None


def _distance(a: str, b: str) -> int | None:
    """Days between two dates, 0 if they touch; None where a year is unknown."""
    one, other = edtf.parse(a).days(), edtf.parse(b).days()
    if one is None or other is None:
        return None
    return max(0, (other[0] - one[1]).days, (one[0] - other[1]).days)


def _is_relative(one: Act) -> bool:
    return one.event.date is not None and one.event.date.resolved in ("dateline", "published")


def _where(old: Event, new: Event) -> Literal["same", "differ", "silent"]:
    one, other = old.place, new.place
    if one is None or other is None:
        return "silent"
    if one.country and other.country and one.country != other.country:
        return "differ"
    if one.admin and other.admin:
        return "same" if one.admin == other.admin else "differ"
    names = [fold(place.name).replace(" ", "") for place in (one, other)]
    return "same" if names[0] == names[1] else "silent"


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
    if one == other or {one, other} == set(_TOOK_PLACE):
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
    near = _distance(old.date, new.date)
    relative = _is_relative(old) or _is_relative(new)
    if (near is not None and near <= RELATIVE_DAYS and relative) or _is_earlier(new, old):
        return "", new.date
    return old.date, new.date


def _place(old: Act, new: Act) -> Said:
    where = _where(old.event, new.event)
    if where == "silent" or old.event.place is None or new.event.place is None:
        return None
    return ("" if where == "same" else old.event.place.name), new.event.place.name


def _form(old: Act, new: Act) -> Said:
    one, other = old.event.form, new.event.form
    if one is None or other is None:
        return None
    if one == other or _is_one_another(one, other) or old.is_plan or _ONE_ANOTHER[0][0] in (one, other):
        return "", other
    return one, other


def _amount(old: Act, new: Act) -> Said:
    for currency, value in sorted(new.amounts):
        sums = [known for unit, known in sorted(old.amounts) if unit == currency]
        if sums and not any(_is_near(value, known) for known in sums):
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
    who = _who(old, new)
    for side, said in who.items():
        if said == "disagree":
            return _names(old, side), _names(new, side)
    return ("", "") if "agree" in who.values() else None


def _names(one: Act, side: str) -> str:
    return ", ".join(dict.fromkeys(p.name or p.of or side for p in _of(one, side)))


def _is_earlier(new: Act, old: Act) -> bool:
    """Whether the new report is known to be older than the one that is known: it then changes nothing."""
    if new.reported is None or old.reported is None:
        return False
    one, other = edtf.latest(new.reported), edtf.earliest(old.reported)
    return one is not None and other is not None and one < other


def _is_near(a: float, b: float) -> bool:
    """Sums are rounded by whoever tells them."""
    return abs(a - b) <= 0.02 * max(abs(a), abs(b))


def _sum(value: float, currency: str) -> str:
    return f"{value:.15g} {currency}"
