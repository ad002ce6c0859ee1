"""Whether two reports tell of one act: pure, with a score and the reasons for it.

`decide` weighs what `likeness` compares. Some things keep two reports apart whatever else they share: acts of other
kinds, other sides, days that cannot be one, other people, two records of one story, the morning and the evening. All
else adds to a score or takes from it; two reports are one act from `SAME` on, and from `PROPOSED` on a person is asked.
What was planned and what came of it are never one: they are linked as plan and outcome.
A wrong merge costs more than a missed one: what is left open stays apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from comity import edtf
from comity.folding import fold
from comity.lexicon.contrasts import contrasts
from comity.lexicon.world import world
from comity.model import Commitment, Instrument, Participant
from comity.register.likeness import (
    DISPUTED_DAYS,
    GATHERINGS,
    OFF,
    PLANS,
    RELATIVE_DAYS,
    TOOK_PLACE,
    Act,
    code,
    distance,
    is_before,
    is_day,
    kin,
    members,
    places,
    same_sides,
    span,
    timing,
)
from comity.register.merging.twice import is_one_act
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
from comity.register.merging.whom import Match, are_two, is_named, is_one_person, match, names
from comity.register.views import Reason

# forms of which two sides hold one in a day: a second report of the day is one of the same
_SINGULAR = (
    *GATHERINGS,
    *("relations_established", "relations_upgraded", "recognition", "recall", "expulsion", "exercise", "summons"),
    "document_exchange",
)
# documents of which two sides make one in a long time
_RARE = ("treaty", "convention", "twinning_charter")
_SUM = 0.05
_GIVEN = ("gift", "grant", "humanitarian", "loan")
# what tells an act from another one of the day: without any of it two reports are alike, and no more
_TELLING = frozenset(
    (
        *("same_person", "same_title", "same_body", "same_company", "same_words", "same_names", "same_town"),
        *("same_document", "same_sum", "same_period", "same_number"),
    )
)
# how those whom both name on a side stand to each other, and what it is worth
_NAMED: dict[str, tuple[str, float]] = {
    "named": ("same_person", 0.25),
    "titled": ("same_title", 0.2),
    "bodies": ("same_body", 0.2),
    "unsure": ("like_name", -0.1),
    "unlike": ("other_title", -0.2),
    "apart": ("other_people", -0.1),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A report with all that deciding needs: the act, its words, and who else stands in its story.

    `words` are its evidence and the title of its story, `company` everyone whom the story names, `dated` the day of
    the other acts of the story where they have one day. `documents` and `promises` hang on the act, and `beside` are
    the other acts of the story.
    """

    act: Act
    words: str = ""
    language: str | None = None
    company: tuple[Participant, ...] = ()
    dated: str | None = None
    documents: tuple[Instrument, ...] = ()
    promises: tuple[Commitment, ...] = ()
    beside: tuple[Act, ...] = ()
    terms: frozenset[str] = field(init=False, default=frozenset())
    named: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", terms(self.words))
        object.__setattr__(self, "named", named(self.words))


def decide(one: Told, other: Told, weights: Weights | None = None) -> Decision:
    """What two reports are to each other, whichever comes first; `weights` are the fitted ones, unless told."""
    a, b = one.act, other.act
    relation = kin(a, b)
    if relation in ("outcome", "preview"):
        return _outcome(one, other) if relation == "outcome" else _turned(_outcome(other, one))
    contradiction = _contradiction(one, other)
    if contradiction is not None:
        return apart(contradiction)
    reasons = list(_reasons(one, other))
    reasons += _only_one(one, other)
    if not _is_singular(a, b) and not _TELLING & {reason.code for reason in reasons}:
        reasons.append(Reason(code="nothing_telling", points=-0.15))
    return weighed(reasons, weights=fitted("act") if weights is None else weights)


def _turned(decision: Decision) -> Decision:
    return Decision(decision.relation, decision.score, decision.reasons, decision.apart, 1 - decision.plan)


# --- what keeps two reports apart


_SOMEBODYS = frozenset({"CONSULT", "AGREE"})  # acts of people who sit together


def _contradiction(one: Told, other: Told) -> Reason | None:
    a, b = one.act, other.act
    if a.story == b.story and not _is_told_twice(one, other):
        return Reason(code="one_story")
    if kin(a, b) is None or (a.is_plan and a.event.form != b.event.form):
        return Reason(code="other_kind", values=(_kind(a), _kind(b)))
    if not same_sides(a, b):
        return Reason(code="other_sides", values=(" ".join(sorted(a.sides)), " ".join(sorted(b.sides))))
    if _is_off(a, b) and _is_planned_anew(a, b):
        return Reason(code="planned_anew", values=(a.reported or "", b.reported or ""))
    if are_apart(a, b):
        return Reason(code="other_day", values=(a.date or a.reported or "", b.date or b.reported or ""))
    for side, found in _sides(a, b).items():
        if found.how == "apart" and not (_is_singular(a, b) and timing(a, b, "same") == "same"):
            return Reason(code="other_people", values=(side, found.one, found.other))
    company = _company(one, other)
    named = any(found.how in ("named", "titled", "bodies") for found in _sides(a, b).values())
    # of what a state does by itself two papers may name two of its people; who meets or agrees is somebody
    if a.event.plover in _SOMEBODYS and company and set(company.values()) == {"apart"} and not named:
        return Reason(code="other_company", values=(", ".join(sorted(company)),))
    return _contrast(one, other)


def _is_told_twice(one: Told, other: Told) -> bool:
    """Whether a story repeats an act; the title, which both have, says nothing of that."""
    return is_one_act(one.act, other.act, one.words.partition("\n")[2], other.words.partition("\n")[2])


def _contrast(one: Told, other: Told) -> Reason | None:
    """Words that tell two acts of one day, or of one series, apart."""
    mine, yours = (contrasts(each.language).parts_of_day(each.words) for each in (one, other))
    if mine and yours and not mine & yours:
        return Reason(code="other_part_of_day")
    if one.act.event.form in GATHERINGS or other.act.event.form in GATHERINGS:
        numbers = [contrasts(each.language).numbers(each.words) for each in (one, other)]
        if all(numbers) and not numbers[0] & numbers[1]:
            said = (", ".join(map(str, sorted(each))) for each in numbers)
            return Reason(code="other_session", values=tuple(said))
    return None


def are_apart(a: Act, b: Act) -> bool:
    """Whether the days of two acts of one kind cannot be one."""
    found = timing(a, b, "same")
    if found == "apart" or (found == "moved" and not _is_off(a, b)):
        return True
    if a.event.recalled or b.event.recalled:
        # an act brought up again was not of the days on which it is told of
        return found != "same" and not (a.date and b.date and edtf.compatible(a.date, b.date))
    return False


def _kind(a: Act) -> str:
    return "/".join(filter(None, (a.event.plover, a.event.form)))


def _is_singular(a: Act, b: Act) -> bool:
    return a.event.form == b.event.form and a.event.form in _SINGULAR


# --- what speaks for one act, or against


def _reasons(one: Told, other: Told) -> Iterator[Reason]:
    a, b = one.act, other.act
    yield _day(one, other)
    yield from _form(a, b)
    if _is_off(a, b):
        yield Reason(code="is_off", points=0.1)
    sides = _sides(a, b)
    yield from _named(a, b, sides)
    yield from _place(a, b, sides)
    if not any(found.how in ("named", "titled") for found in sides.values()):
        yield from _in_company(one, other)
    yield from _wording(one, other)
    yield from _sums(a, b, sides)
    yield from _documents(one, other)
    yield from _promised(one, other)
    channels = set(a.event.channel), set(b.event.channel)
    if all(channels) and not channels[0] & channels[1]:
        yield Reason(code="other_channel", points=-0.15, values=(" ".join(a.event.channel), " ".join(b.event.channel)))
    if a.event.recalled != b.event.recalled and timing(a, b, "same") != "same":
        yield Reason(code="recalled", points=-0.3)
    if "denied" in (a.event.mood, b.event.mood) and a.event.mood != b.event.mood:
        yield Reason(code="denied", points=-0.1)


def _only_one(one: Told, other: Told) -> Iterator[Reason]:
    """Whether each of two stories of the same days tells one act alone that the other's may be, or more than one."""
    rivals = [(each, other.act) for each in one.beside] + [(each, one.act) for each in other.beside]
    if fits := [_fit(*both) for both in rivals if _may_be(*both)]:
        # the one that fits best is not held back by the others, and is not the only one either
        found, best = _fit(one.act, other.act), max(fits)
        if found <= best:
            yield Reason(code="two_fit", points=-0.15 if found < best else -0.1)
        return
    told, were = days_between(one.act.reported, other.act.reported), _days_between(one, other)
    if told is None or were is None or one.act.event.recalled != other.act.event.recalled:
        return
    if timing(one.act, other.act, "same") == "disputed":
        # where each tells a day of its own there may be two: neither is the only one
        return
    if max(told, were) <= DISPUTED_DAYS:
        yield Reason(code="only_one", points=0.15)


def _fit(one: Act, other: Act) -> int:
    """How well an act fits another one, to tell which of several acts of a story fits best."""
    found = int(one.event.form == other.event.form) + int(timing(one, other, "same") == "same")
    found += {"same": 1, "silent": 0}.get(places(one.event, other.event), -1)
    worth = {"named": 2, "titled": 2, "bodies": 1, "silent": 0}
    return found + sum(worth.get(each.how, -1) for each in _sides(one, other).values())


def _may_be(one: Act, other: Act) -> bool:
    """Whether an act may be another one, as far as kind, sides, days and people tell."""
    if kin(one, other) != "same" or not same_sides(one, other) or are_apart(one, other):
        return False
    return all(found.how != "apart" for found in _sides(one, other).values())


def _day(one: Told, other: Told) -> Reason:
    a, b = one.act, other.act
    found = timing(a, b, "same")
    values = (a.date or "", b.date or "")
    if found == "same":
        near = distance(a.date, b.date) if a.date and b.date else 0
        if near:
            return Reason(code="next_day", points=0.15, values=values)
        unsure = any(_lacks_year(each) for each in (one, other))
        return Reason(code="same_day", points=0.2 if unsure else 0.3, values=values)
    if found == "disputed":
        return Reason(code="days_apart", points=-0.45, values=values)
    if found == "moved":
        return Reason(code="moved", points=0.15, values=values)
    days = _days_between(one, other)
    points = -0.2 if days is None else 0.2 if days <= RELATIVE_DAYS else 0.15 if days <= DISPUTED_DAYS else -0.2
    code = "told_at_one_time" if points > 0 else "told_at_about_one_time"
    return Reason(code=code, points=points, values=(_when(one), _when(other)))


def _lacks_year(one: Told) -> bool:
    """Whether nothing tells in which year an act was."""
    return one.act.date is not None and not edtf.parse(one.act.date).year_known and one.act.reported is None


def _when(one: Told) -> str:
    return one.act.date or one.dated or one.act.reported or ""


def _days_between(one: Told, other: Told) -> int | None:
    """Days between what is known of when two acts were, where one of them has no day."""
    spans = []
    for each in (one, other):
        dates = [each.act.date] if each.act.date and is_day(each.act.date) else [each.dated, each.act.reported]
        spans.append(next((days for said in dates if said and (days := edtf.parse(said).days()) is not None), None))
    mine, yours = spans
    if mine is None or yours is None:
        mine, yours = span(one.act), span(other.act)
    if mine is None or yours is None:
        return None
    return max(0, (yours[0] - mine[1]).days, (mine[0] - yours[1]).days)


def _form(a: Act, b: Act) -> Iterator[Reason]:
    if a.event.form == b.event.form:
        values = (a.event.form or a.event.plover,)
        yield Reason(code="same_form", points=0.3 if _is_singular(a, b) else 0.1, values=values)
    else:
        yield Reason(code="like_form", points=0.05, values=(a.event.form or "", b.event.form or ""))


def _sides(a: Act, b: Act) -> dict[str, Match]:
    return {side: match(list(members(a, side)), list(members(b, side))) for side in sorted(a.sides & b.sides)}


def _named(a: Act, b: Act, sides: dict[str, Match]) -> Iterator[Reason]:
    for side, found in sides.items():
        if found.how != "silent":
            # of those who meet several people in a day only the visit itself is known by one of them
            alone = a.event.plover == "CONSULT" and found.how == "named" and any(each.bare for each in sides.values())
            code, worth = _NAMED[found.how]
            points = round(worth - (0.05 if alone else 0.0), 2)
            yield Reason(code=code, points=points, values=(side, found.one, found.other))
    if len(sides) == 2 and a.event.form == b.event.form == "visit" and not a.is_plan:
        # a visit is told by who comes
        if any(found.how == "named" for found in sides.values()) and any(found.bare for found in sides.values()):
            yield Reason(code="same_visitor", points=0.15)


def _place(a: Act, b: Act, sides: dict[str, Match]) -> Iterator[Reason]:
    found = places(a.event, b.event)
    if found == "silent" or a.event.place is None or b.event.place is None:
        return
    values = (a.event.place.name, b.event.place.name)
    if found == "same":
        if _is_telling(*values):
            yield Reason(code="same_town", points=0.15, values=values)
        else:
            yield Reason(code="same_place", points=0.05, values=values)
        return
    sure = all(each.how == "named" for each in sides.values())
    yield Reason(code="other_place", points=-0.1 if sure else -0.25, values=values)


def _is_telling(one: str, other: str) -> bool:
    """Whether a place tells an act from others of the day: what two states do, they do in their capitals."""
    return fold(one) == fold(other) and not any(world().capital(name) or world().country(name) for name in (one, other))


def _company(one: Told, other: Told) -> dict[str, Literal["same", "apart"]]:
    """Of each side whether the stories name the same people, where both name any."""
    found: dict[str, Literal["same", "apart"]] = {}
    for side in sorted(one.act.sides & other.act.sides):
        mine, yours = ([p for p in each.company if code(p) == side and is_named(p)] for each in (one, other))
        if mine and yours:
            if any(is_one_person(p, q) for p in mine for q in yours):
                found[side] = "same"
            elif (
                _is_untold(one.act, side)
                and _is_untold(other.act, side)
                and all(are_two(p, q) for p in mine for q in yours)
            ):
                found[side] = "apart"
    return found


def _is_untold(one: Act, side: str) -> bool:
    """Whether an act has nobody on a side: *his counterpart* is somebody, and none of those whom the story names."""
    return not any(p.kind == "person" and not is_named(p) for p in members(one, side))


def _in_company(one: Told, other: Told) -> Iterator[Reason]:
    """An act without names is that of those of whom its story tells."""
    found = [side for side, how in _company(one, other).items() if how == "same"]
    if found:
        yield Reason(code="same_company", points=0.25 if len(found) > 1 else 0.1, values=tuple(found))
    other_side = [side for side, how in _company(one, other).items() if how == "apart"]
    if other_side:
        yield Reason(code="other_company", points=-0.1, values=tuple(other_side))


def _wording(one: Told, other: Told) -> Iterator[Reason]:
    if not one.language or not other.language or one.language == other.language:
        if min(len(one.terms), len(other.terms)) >= 4:
            # a gift is told by what is given
            more = 0.1 if {one.act.event.form, other.act.event.form} <= set(_GIVEN) else 0.0
            yield from wording(one.terms, other.terms, 0.2 + more, 0.1 + more)
    elif shared := _named_besides(one) & _named_besides(other):
        yield Reason(code="same_names", points=0.1, values=tuple(sorted(shared)[:6]))


def _named_besides(one: Told) -> frozenset[str]:
    """What a report names beside those who act, and where."""
    place = one.act.event.place
    sides = {word for p in one.company for word in fold(f"{p.name or ''} {p.of or ''}").split()}
    return one.named - sides - set(fold(place.name).split() if place else ())


def _sums(a: Act, b: Act, sides: dict[str, Match]) -> Iterator[Reason]:
    mine, yours = dict(a.amounts), dict(b.amounts)
    for currency in sorted(mine.keys() & yours.keys()):
        sums = [[value for unit, value in each.amounts if unit == currency] for each in (a, b)]
        values = tuple(f"{value:.15g} {currency}" for value in (sums[0][0], sums[1][0]))
        if any(abs(x - y) <= _SUM * max(x, y) for x in sums[0] for y in sums[1]):
            yield Reason(code="same_sum", points=0.25, values=values)
        else:
            named = any(found.how in ("named", "titled", "bodies") for found in sides.values())
            yield Reason(code="other_sum", points=-0.1 if named else -0.3, values=values)


def _documents(one: Told, other: Told) -> Iterator[Reason]:
    """Whether the same documents hang on both: of one kind, of one field, for one period."""
    pairs = [(a, b) for a in one.documents for b in other.documents]
    best: list[Reason] = []
    for a, b in pairs:
        of_two_fields = a.fields and b.fields and not {*a.fields} & {*b.fields}
        if a.kind != b.kind or (of_two_fields and not (a.period and a.period == b.period)):
            continue
        found = [Reason(code="same_document", points=0.15 if a.kind in _RARE else 0.1, values=(a.kind,))]
        if shared := set(a.fields) & set(b.fields):
            found.append(Reason(code="same_field", points=0.1, values=tuple(sorted(shared))))
        if a.period and b.period:
            if not edtf.compatible(a.period, b.period):
                continue
            found.append(Reason(code="same_period", points=0.1, values=(a.period, b.period)))
        best = max(best, found, key=lambda reasons: sum(reason.points for reason in reasons))
    yield from best


def _promised(one: Told, other: Told) -> Iterator[Reason]:
    """Whether promises of the same field hang on both."""
    mine, yours = ({field for promise in each.promises for field in promise.fields} for each in (one, other))
    if mine & yours:
        yield Reason(code="same_field", points=0.05, values=tuple(sorted(mine & yours)))
        untils = [{promise.until for promise in each.promises if promise.until} for each in (one, other)]
        if untils[0] & untils[1]:
            yield Reason(code="same_period", points=0.1, values=tuple(sorted(untils[0] & untils[1])))
        number = len(one.promises)
        if number > 1 and number == len(other.promises) and mine == yours:
            yield Reason(code="same_number", points=0.1, values=(str(number), str(number)))
    elif mine and yours:
        yield Reason(code="other_field", points=-0.15, values=(" ".join(sorted(mine)), " ".join(sorted(yours))))


# --- what came of a plan


def _outcome(plan: Told, fact: Told) -> Decision:
    """Whether an act is what came of a plan; the first is the plan."""
    a, b = plan.act, fact.act
    for reason in _no_outcome(plan, fact):
        return apart(reason)
    reasons = [_planned_day(a, b)]
    sides = _sides(a, b)
    reasons += _named(a, b, sides)
    if not any(found.how in ("named", "titled") for found in sides.values()):
        reasons += _in_company(plan, fact)
    reasons += _place(a, b, sides)
    if a.event.form not in PLANS and a.event.form == b.event.form:
        reasons.append(Reason(code="same_form", points=0.1, values=(a.event.form or "",)))
    if b.event.form == "visit" and a.event.form in PLANS:
        reasons.append(Reason(code="same_form", points=0.15, values=("visit",)))
    reasons += _wording(plan, fact)
    return weighed(reasons, "outcome")


def _no_outcome(plan: Told, fact: Told) -> Iterator[Reason]:
    a, b = plan.act, fact.act
    if a.story == b.story:
        yield Reason(code="one_story")
    if a.event.status == "cancelled" or b.event.status not in TOOK_PLACE:
        yield Reason(code="other_kind", values=(_kind(a), _kind(b)))
    if not same_sides(a, b):
        yield Reason(code="other_sides", values=(" ".join(sorted(a.sides)), " ".join(sorted(b.sides))))
    if a.event.recalled or b.event.recalled:
        yield Reason(code="recalled")
    invited = a.event.status in TOOK_PLACE
    if (not invited and timing(a, b, "outcome") == "apart") or not _is_ahead(a, b):
        yield Reason(code="other_day", values=(a.date or a.reported or "", b.date or b.reported or ""))
    for side, found in _sides(a, b).items():
        if found.how == "apart":
            yield Reason(code="other_people", values=(side, found.one, found.other))


def _is_ahead(a: Act, b: Act) -> bool:
    """Whether a plan was told of before what may have come of it; an invitation, before that took place."""
    if a.event.status in TOOK_PLACE and a.date is not None and b.date is not None:
        given, days = edtf.earliest(a.date), edtf.earliest(b.date)
        if given is not None and days is not None and given >= days:
            return False
    return not (a.reported and b.reported and b.date) or is_before(a, b)


def _planned_day(a: Act, b: Act) -> Reason:
    if a.event.status in TOOK_PLACE:
        # the day of an invitation is not that for which it is given
        return Reason(code="told_before", points=0.1, values=(a.date or "", b.date or ""))
    found = timing(a, b, "outcome")
    points = {"same": 0.3, "disputed": 0.0, "moved": 0.1, "open": 0.1, "apart": 0.0}[found]
    codes = {"same": "planned_day", "disputed": "days_apart", "moved": "moved"}
    return Reason(code=codes.get(found, "told_before"), points=points, values=(a.date or "", b.date or ""))


def _is_off(a: Act, b: Act) -> bool:
    """Whether one is the news that what the other tells of is postponed or cancelled."""
    return a.is_plan and b.is_plan and (a.event.status in OFF) != (b.event.status in OFF)


def _is_planned_anew(a: Act, b: Act) -> bool:
    """Whether a plan was told of after the news that it is off: it is another plan then."""
    plan, news = (b, a) if a.event.status in OFF else (a, b)
    if plan.reported is None or news.reported is None:
        return False
    told, off = edtf.earliest(plan.reported), edtf.latest(news.reported)
    return told is not None and off is not None and told > off


def shown(one: Told) -> str:
    """Who acts in a report, for the reader."""
    return names((*one.act.event.actor, *one.act.event.recipient))
