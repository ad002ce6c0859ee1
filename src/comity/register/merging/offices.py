"""Whether two pages say of one person that he or she holds one office: pure, as `deciding` is for acts."""

from __future__ import annotations

from dataclasses import dataclass

from comity.folding import fold
from comity.lexicon.world import world
from comity.model import Office
from comity.register.likeness import is_same
from comity.register.merging.weighing import Decision, apart, days_between, weighed
from comity.register.people.posts import post_of, standing
from comity.register.reports import holder
from comity.register.views import Reason

TERM_DAYS = 5 * 366
"""Two sightings of one name in one office are of one term when they lie no further apart."""

TRANSLATED_DAYS = 180
"""So near to each other one name in titles of two languages is taken to hold one office."""


@dataclass(frozen=True, slots=True)
class Held:
    """A report of an office. `first` and `last` are the days between which it was told of, by all reports joined."""

    story: tuple[str, str]
    record: Office
    first: str | None = None
    last: str | None = None
    language: str | None = None


def may_be_one(a: Office, b: Office) -> bool:
    """Whether two records may be of one holder of one office, by country, tenure and name: cheap."""
    return bool(a.country) and a.country == b.country and a.tenure == b.tenure and is_same(holder(a), holder(b))


def decide(one: Held, other: Held) -> Decision:
    """What two reports are to each other, whichever comes first."""
    a, b = one.record, other.record
    if one.story == other.story:
        return apart(Reason(code="one_story"))
    if a.country != b.country or not a.country:
        return apart(Reason(code="other_sides", values=(a.country or "", b.country or "")))
    if a.tenure != b.tenure:
        return apart(Reason(code="other_kind", values=(a.tenure, b.tenure)))
    if not is_same(holder(a), holder(b)):
        return apart(Reason(code="other_people", values=(a.country, a.person, b.person)))
    gap = _gap(one, other)
    full = fold(a.person) == fold(b.person)
    reasons = [Reason(code="same_person", points=0.4 if full else 0.3, values=(a.country, a.person, b.person))]
    if _is_one_post(a, b):
        reasons.append(Reason(code="same_title", points=0.4, values=(a.office, b.office)))
    elif full and _may_be_translated(one, other) and gap is not None and gap <= TRANSLATED_DAYS:
        reasons.append(Reason(code="other_language", points=0.2, values=(a.office, b.office)))
    elif full and _may_be_translated(one, other):
        # no more than that, and nothing against it: who was told of in between may join them
        reasons.append(Reason(code="other_language", points=-0.1, values=(a.office, b.office)))
    else:
        return apart(Reason(code="other_title", values=(a.office, b.office)))
    if gap is not None and gap > TERM_DAYS:
        # whoever was told of in between joins them
        reasons.append(Reason(code="other_day", points=-0.4, values=(a.asof or "", b.asof or "")))
    elif gap is None:
        reasons.append(Reason(code="told_at_about_one_time", points=-0.1))
    if _bodies_agree(a, b):
        reasons.append(Reason(code="same_body", points=0.1, values=(a.of or "", b.of or "")))
    elif a.of and b.of and standing(post_of(a.office, a.of), post_of(b.office, b.of)) != "same":
        return apart(Reason(code="other_body", values=(a.of, b.of)))
    return weighed(reasons)


def _is_one_post(a: Office, b: Office) -> bool:
    """Whether two titles are of one post: in the same words, or in others that mean it, also in another language."""
    if fold(a.office) == fold(b.office):
        return True
    one, other = post_of(a.office, a.of), post_of(b.office, b.of)
    return one.known and other.known and standing(one, other) == "same"


def _may_be_translated(one: Held, other: Held) -> bool:
    """Whether two titles are of two languages, and one of them is in no list of posts: it may be the other one."""
    if not one.language or not other.language or one.language == other.language:
        return False
    return not all(post_of(each.record.office, each.record.of).known for each in (one, other))


def _bodies_agree(a: Office, b: Office) -> bool:
    countries = [world().country(each.of) if each.of else None for each in (a, b)]
    if countries[0] is not None and countries[0] == countries[1]:
        return True
    one, other = (set(fold(each.of or "").split()) for each in (a, b))
    return bool(one and other) and (one <= other or other <= one)


def _gap(one: Held, other: Held) -> int | None:
    spans = [f"{each.first}/{each.last}" if each.first != each.last else each.first for each in (one, other)]
    if any(each.first is None or each.last is None for each in (one, other)):
        return None
    return days_between(*spans)
