"""How two reports of acts stand to each other: kinds, sides, people, days and places, each compared on its own.

Pure, and without a verdict: what is new to a reader (`novelty`) and what is one record (`merging`) weigh the same
comparisons, and not in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from comity import edtf
from comity.folding import fold
from comity.lexicon.vocabulary import vocabulary
from comity.lexicon.world import world
from comity.model import Commitment, Event, Instrument, Participant

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

PLANS = ("planned_encounter", "invitation")
OFF = ("postponed", "cancelled")
TOOK_PLACE = ("held", "ongoing")
# forms that newspapers use for one another, the first of which says nothing more exact
ONE_ANOTHER = (
    ("meeting", "talks", "audience", "courtesy_call", "working_session", "negotiation"),
    ("gift", "grant", "humanitarian"),
    ("signing", "document_exchange"),
    ("ceremony", "inauguration"),
    ("commitment", "offer"),
)
ON_THE_LINE = "phone_call"
# forms of which the same sides may hold one, and which a less exact report may name by the general form
GATHERINGS = ("summit", "joint_committee", "conference", "mediation")
_MONEY = ("gift", "grant", "humanitarian", "loan")
LOCAL = ("subdivision", "city")
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
        """The day of the act, EDTF."""
        return self.event.date.edtf if self.event.date is not None else None

    @property
    def is_plan(self) -> bool:
        """Whether it had still to come, or is off."""
        return self.event.form in PLANS or self.event.status in ("planned", *OFF)

    @property
    def sides(self) -> frozenset[str]:
        """The countries and bodies of states that stand in it."""
        return frozenset(code(p) for p in (*self.event.actor, *self.event.recipient)) - {""}


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
    if old.is_plan or is_one_another(one, other) or {one, other} <= set(_MONEY):
        return "same"
    if ON_THE_LINE in (one, other) and old.event.place is None and new.event.place is None:
        # talks by video are a call, or talks: where they took place nobody says
        return "same" if {one, other} <= {ON_THE_LINE, *ONE_ANOTHER[0]} else None
    general = ONE_ANOTHER[0][0]
    gathering = one if other == general else other if one == general else None
    return "same" if gathering in GATHERINGS else None


def _may_come_of(plan: Event, fact: Event) -> bool:
    if fact.status not in TOOK_PLACE:
        return False
    if plan.form in PLANS or plan.form is None:
        form = vocabulary().forms.get(fact.form) if fact.form else None
        return fact.plover == "CONSULT" or (form is not None and form.encounter)
    return plan.form == fact.form or is_one_another(plan.form, fact.form)


def is_one_another(one: str, other: str | None) -> bool:
    """Whether newspapers use two forms for one another."""
    return any(one in forms and other in forms for forms in ONE_ANOTHER)


def same_sides(old: Act, new: Act) -> bool:
    """Whether the same countries or bodies of states act, and act upon each other in the same direction."""
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


def people(old: Act, new: Act) -> dict[str, Literal["agree", "disagree", "silent"]]:
    """For each side of both, whether those whom both name are the same."""
    return {side: of_side(list(members(old, side)), list(members(new, side))) for side in sorted(old.sides & new.sides)}


def of_side(old: list[Participant], new: list[Participant]) -> Literal["agree", "disagree", "silent"]:
    """Whether those whom two reports name on one side are the same."""
    for kinds in (("person",), LOCAL):
        one = [p for p in old if p.kind in kinds and p.name]
        other = [p for p in new if p.kind in kinds and p.name]
        if one and other:
            return "agree" if any(is_same(a, b) for a in one for b in other) else "disagree"
    bodies = [[name for p in some if (name := body_of(p))] for some in (old, new)]
    if all(bodies):
        if any(same_words(a, b) for a in bodies[0] for b in bodies[1]):
            return "agree"
        if all(are_of_one_sort(a, b) for a in bodies[0] for b in bodies[1]):
            return "disagree"
    return "silent"


def is_same(a: Participant, b: Participant) -> bool:
    """Whether two names are alike: one has all words of the other, or they are one place."""
    if a.key == b.key or (a.admin and a.admin == b.admin and a.kind in LOCAL):
        return True
    one, other = set(fold(a.name or "").split()), set(fold(b.name or "").split())
    return bool(one and other) and (one <= other or other <= one)


def body_of(participant: Participant) -> str | None:
    """The body that a participant is, or belongs to, folded; None where it is told of none."""
    name = participant.name if participant.kind in _BODIES else participant.of
    return fold(name) if name else None


def same_words(a: str, b: str) -> bool:
    """Whether two folded names of bodies have their telling words in common."""
    one, other = _long_words(a), _long_words(b)
    return (bool(one & other) and 2 * len(one & other) >= len(one | other)) or one <= other or other <= one


def are_of_one_sort(a: str, b: str) -> bool:
    """Two ministries are two bodies; a ministry and a directorate may stand for one another."""
    one, other = a.split(), b.split()
    return bool(one and other) and (one[0] == other[0] or one[-1] == other[-1])


def _long_words(name: str) -> set[str]:
    """The words that tell a body from others of its sort: what is short are articles and prepositions."""
    return {word for word in name.split() if len(word) > 3} or set(name.split())


def members(one: Act, side: str) -> Iterator[Participant]:
    """Those who stand in an act on the side of a country or a body of states."""
    yield from (p for p in (*one.event.actor, *one.event.recipient) if code(p) == side)


def _codes(participants: Iterable[Participant]) -> set[str]:
    return {code(p) for p in participants} - {""}


def code(participant: Participant) -> str:
    """The country, or the key of a body of states: one key, whatever the language that names the body."""
    if participant.kind == "igo":
        known = world().igo_in_any_language(participant.name or "")
        return f"IGO/{known.key}" if known is not None else participant.key
    return participant.country or ""


When = Literal["same", "disputed", "moved", "open", "apart"]


def timing(old: Act, new: Act, relation: Kin) -> When:
    """How the dates stand: one and the same; told apart by few days; moved; open, as one is not told; or two dates."""
    if old.date is None or new.date is None or not (is_day(old.date) and is_day(new.date)):
        if old.date and new.date and (edtf.contains(old.date, new.date) or edtf.contains(new.date, old.date)):
            return _when_open(old, new)  # *in the week of*, *in November*: a day of it
        if old.date is not None and new.date is not None and not edtf.compatible(old.date, new.date):
            return "moved" if old.is_plan and new.is_plan and within(old, new, MOVED_DAYS) else "apart"
        return _when_open(old, new)
    if edtf.compatible(old.date, new.date):
        return "same" if _within_years(old, new) else "apart"
    apart = distance(old.date, new.date)
    if apart is None:
        return "apart"
    if apart <= RELATIVE_DAYS and (is_relative(old) or is_relative(new)):
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
        if not is_before(plan, fact):
            return "apart"
    limit = PLAN_DAYS if old.is_plan or new.is_plan else REPORT_DAYS
    return "open" if within(old, new, limit) else "apart"


def is_before(plan: Act, fact: Act) -> bool:
    """Whether a plan was told of before something took place: what is told of after it is another plan."""
    told, days = edtf.earliest(plan.reported) if plan.reported else None, span(fact)
    return told is not None and days is not None and told <= days[1]


def within(old: Act, new: Act, limit: int) -> bool:
    """Whether two acts may lie at most so many days apart, as far as anyone tells."""
    one, other = span(old), span(new)
    if one is None or other is None:
        # nothing tells when: neighbours in time as far as anyone knows, if both say as little
        return one is None and other is None
    return (other[0] - one[1]).days <= limit and (one[0] - other[1]).days <= limit


def span(one: Act) -> tuple[date, date] | None:
    """The days on which an act may have been: those of its date, or of the report where that is less exact."""
    days = edtf.parse(one.date).days() if one.date is not None else None
    reported = edtf.parse(one.reported).days() if one.reported is not None else None
    if days is None or reported is None or (one.date is not None and is_day(one.date)):
        return days or reported
    # a month or a year that is long past or far off when it is told of says more than the day of the report
    around = days[0] <= reported[1] and (reported[0] - days[1]).days <= REPORT_DAYS
    return reported if around else days


def _within_years(old: Act, new: Act) -> bool:
    """A day of unknown year is that of the year in which it was reported."""
    if all(edtf.parse(each.date).year_known for each in (old, new) if each.date):
        return True
    return within(old, new, REPORT_DAYS) or any(span(each) is None for each in (old, new))


def is_day(text: str) -> bool:
    """Whether a date says the day, or a few days: the year may be unknown."""
    parsed = edtf.parse(text)
    return parsed.start.day is not None and parsed.end.day is not None


def distance(a: str, b: str) -> int | None:
    """Days between two dates, 0 if they touch; None where a year is unknown."""
    one, other = edtf.parse(a).days(), edtf.parse(b).days()
    if one is None or other is None:
        return None
    return max(0, (other[0] - one[1]).days, (one[0] - other[1]).days)


def is_relative(one: Act) -> bool:
    """Whether the day of an act was counted from the day of its report."""
    return one.event.date is not None and one.event.date.resolved in ("dateline", "published")


def places(old: Event, new: Event) -> Literal["same", "differ", "silent"]:
    """How the places of two acts stand to each other."""
    one, other = old.place, new.place
    if one is None or other is None:
        return "silent"
    if one.country and other.country and one.country != other.country:
        return "differ"
    if one.admin and other.admin:
        return "same" if one.admin == other.admin else "differ"
    names = [fold(place.name).replace(" ", "") for place in (one, other)]
    return "same" if names[0] == names[1] else "silent"


def is_near(a: float, b: float) -> bool:
    """Sums are rounded by whoever tells them."""
    return abs(a - b) <= 0.02 * max(abs(a), abs(b))
