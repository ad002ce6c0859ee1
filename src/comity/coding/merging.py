"""One act told in several sentences of a story is one event."""

from __future__ import annotations

from collections.abc import Iterable

from comity import edtf
from comity.coding.drafts import Draft
from comity.coding.entities import Entity
from comity.coding.whereabouts import ENCOUNTERS
from comity.folding import fold

_GENERIC = frozenset(
    {
        "meeting",
        "talks",
        "working_session",
        "audience",
        "ceremony",
        "summit",
        "conference",
        "joint_committee",
        "negotiation",
    }
)
_BY_WORDS = frozenset({"ACCUSE", "REJECT", "THREATEN", "REQUEST"})  # what one says alone one has not said with another
_SPECIFIC = (
    "working_session",
    "courtesy_call",
    "audience",
    "joint_committee",
    "phone_call",
    "talks",
    "summit",
    "conference",
    "credentials",
)


def merge(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts of a story with those of one act merged into the first, in order."""
    kept: list[Draft] = []
    for draft in _once_proposed(list(drafts)):
        target = next((k for k in reversed(kept) if same_act(k, draft)), None)
        if target is None:
            kept.append(draft)
        else:
            absorb(target, draft)
    return _without_frames(kept)


def _once_proposed(drafts: list[Draft]) -> list[Draft]:
    """Without what the trained part proposes and another draft of the story has: of proposals the likeliest stays."""
    told = {(d.plover, frozenset(d.countries())) for d in drafts if d.chance is None}
    chances: dict[tuple[str, frozenset[str]], float] = {}
    for draft in drafts:
        key = draft.plover, frozenset(draft.countries())
        chances[key] = max(chances.get(key, 0.0), draft.chance or 0.0)
    kept = []
    for draft in drafts:
        key = draft.plover, frozenset(draft.countries())
        if draft.chance is not None and (key in told or draft.chance < chances[key]):
            continue
        kept.append(draft)
        if draft.chance is not None:
            told.add(key)
    return kept


def same_act(left: Draft, right: Draft) -> bool:
    """Do two drafts of one story tell the same act?"""
    if left.plover != right.plover or left.recalled != right.recalled:
        return False
    if (left.status in {"held", "ongoing"}) != (right.status in {"held", "ongoing"}):
        return False
    if right.counted and right.form != left.form:
        return False
    if left.own_date and right.own_date and left.date and right.date and not _dates_meet(left, right):
        return False
    if _told_before(left) != _told_before(right) and left.date != right.date:
        return False
    if (left.frame.speech and right.frame.speech) or (left.plover in _BY_WORDS and left.form == right.form):
        return _same_speaker(left, right)
    if left.form == "phone_call" != right.form and _is_that_talk(right):
        codes = left.countries() | right.countries()
        return all(left.people(code) and left.people(code) == right.people(code) for code in codes)
    if left.plover in {"CONSULT", "AGREE"} and left.form in ENCOUNTERS | {"planned_encounter"}:
        return _same_encounter(left, right)
    if left.form != right.form and not (left.plover == "AID" and left.headline):
        return False
    if _between_companies(left) != _between_companies(right):
        return False
    return _countries_meet(left, right) and _people_meet(left, right)


def _between_companies(draft: Draft) -> bool:
    """Do companies alone sign? What states sign on the same day is another document."""
    return draft.form == "signing" and all(e.kind == "company" for e in draft.sides())


def _told_before(draft: Draft) -> bool:
    """A pluperfect with a day of its own goes back to another time."""
    return draft.match.modality.past_of_past and draft.own_date


def _dates_meet(left: Draft, right: Draft) -> bool:
    assert left.date is not None
    assert right.date is not None
    return (
        edtf.compatible(left.date.edtf, right.date.edtf)
        or edtf.contains(left.date.edtf, right.date.edtf)
        or edtf.contains(right.date.edtf, left.date.edtf)
    )


def _countries_meet(left: Draft, right: Draft) -> bool:
    mine, theirs = left.countries(), right.countries()
    return bool(mine and theirs) and (
        mine == theirs
        or ((mine <= theirs or theirs <= mine) and len(mine & theirs) >= 1 and min(len(mine), len(theirs)) > 1)
    )


def _people_meet(left: Draft, right: Draft) -> bool:
    for country in left.countries() & right.countries():
        mine, theirs = left.people(country), right.people(country)
        if mine and theirs and not mine & theirs:
            return False
        if _other_offices(left, right, country) or _other_offices(right, left, country):
            return False
    return True


def _other_offices(left: Draft, right: Draft, country: str) -> bool:
    """Are those of a country in one act unnamed holders of offices that nobody of it has in the other?"""
    held = [e for e in left.sides() if e.kind == "office" and e.country == country]
    others = [e for e in right.sides() if e.country == country and e.kind in {"office", "person"}]
    if left.headline or right.headline or not held or not others or left.people(country):
        return False
    if not all(e.titles for e in (*held, *others)):
        return False
    if any(t.head.of == "counterpart" for e in (*held, *others) for t in e.titles):
        return False
    mine = {fold(t.head.text) for e in held for t in e.titles}
    return not mine & {fold(t.head.text) for e in others for t in e.titles}


def _same_speaker(left: Draft, right: Draft) -> bool:
    mine = {e.country for e in left.actor}
    theirs = {e.country for e in right.actor}
    if mine != theirs:
        return False
    for country in mine:
        people = {id(e) for e in left.actor if e.kind == "person" and e.country == country}
        others = {id(e) for e in right.actor if e.kind == "person" and e.country == country}
        if people and others and not people & others:
            return False
    if left.plover == "SUPPORT":
        return left.form == right.form and _countries_meet(left, right)
    # what is asked of one side and what is asked of another are two requests
    asked, other = {e.country for e in left.recipient}, {e.country for e in right.recipient}
    return not asked or not other or bool(asked & other)


def _same_encounter(left: Draft, right: Draft) -> bool:
    if not _countries_meet(left, right) or not _people_meet(left, right):
        return False
    if _met_before(left) != _met_before(right):
        return False
    if left.form == "planned_encounter" and (left.frame.form in ENCOUNTERS) != (right.frame.form in ENCOUNTERS):
        return False
    if left.form == right.form:
        return True
    if (left.form == "visit") != (right.form == "visit"):
        visit = left if left.form == "visit" else right
        return visit.anaphoric and not visit.own_date
    if "phone_call" in {left.form, right.form}:
        return False
    return left.form in _GENERIC | {"courtesy_call"} and right.form in _GENERIC | {"courtesy_call"}


def _is_that_talk(draft: Draft) -> bool:
    """*L'entretien entre X et Y a porté sur …*: the talk told already, whatever the means, and no other."""
    noun = draft.match.predicate
    definite = any(c.dep_ == "det" and "Def" in c.morph.get("Definite", []) for c in noun.children)
    return noun.pos_ == "NOUN" and definite and draft.form in _GENERIC and not (draft.own_date or draft.own_place)


def _met_before(draft: Draft) -> bool:
    """*Auparavant, X avait rencontré Y*: an encounter before the one that the story tells."""
    return draft.match.modality.past_of_past and not draft.anaphoric


def absorb(target: Draft, other: Draft) -> None:
    """Give `target` what `other` tells more: persons, date, place, evidence."""
    if other.form in _SPECIFIC and (target.form not in _SPECIFIC or target.headline):
        if target.form in _GENERIC and target.plover == other.plover:
            target.form = other.form
    swapped = _crossed(target, other)
    for entity in other.actor:
        _add(target.recipient if swapped else target.actor, entity, target)
    for entity in other.recipient:
        _add(target.actor if swapped else target.recipient, entity, target)
    if other.recipient and not target.recipient and target.symmetric and other.symmetric:
        hosts = {e.country for e in other.recipient}
        target.recipient = [e for e in target.actor if e.country in hosts]
        target.actor = [e for e in target.actor if e.country not in hosts]
        if target.plover == "CONSULT" and "visit" not in target.modes:
            target.modes = (*target.modes, "visit")
    target.actor = _prune(target.actor)
    target.recipient = _prune(target.recipient)
    if other.date is not None and (target.date is None or (other.own_date and not target.own_date)):
        target.date, target.own_date = other.date, other.own_date
    elif (
        other.own_date
        and target.date is not None
        and other.date is not None
        and edtf.contains(target.date.edtf, other.date.edtf)
        and "/" not in target.date.edtf
    ):
        target.date = other.date
    if other.place is not None and (
        target.place is None or (other.own_place and not target.own_place) or _finer(other, target)
    ):
        target.place, target.own_place = other.place, other.own_place
    target.visit_rank = target.visit_rank or other.visit_rank
    target.amount = target.amount or other.amount
    goes_on = other.status == "ongoing" and not target.ended
    if goes_on or (other.status in {"cancelled", "postponed"} and target.status == "planned"):
        target.status = other.status
    if other.ended:
        target.status, target.ended = other.status, True
    target.rules += [r for r in other.rules if r not in target.rules]
    target.supports += other.supports
    target.headline = target.headline and other.headline
    target.also.append(other)


def _finer(left: Draft, right: Draft) -> bool:
    """Is the place of `left` a town in the country that `right` names alone?"""
    return bool(
        left.place
        and right.place
        and left.own_place
        and left.place.admin
        and not right.place.admin
        and left.place.country == right.place.country
    )


def _crossed(target: Draft, other: Draft) -> bool:
    mine = {e.country for e in target.actor}
    return (
        bool(mine)
        and bool(target.recipient)
        and mine == {e.country for e in other.recipient}
        and {e.country for e in target.recipient} == {e.country for e in other.actor}
    )


def _add(side: list[Entity], entity: Entity, target: Draft) -> None:
    if entity in target.actor or entity in target.recipient:
        return
    if entity.kind == "country" and entity.country in target.countries():
        return
    if entity.kind == "office" and any(e.name == entity.name and e.country == entity.country for e in target.sides()):
        return
    home = next((s for s in (target.actor, target.recipient) if any(e.country == entity.country for e in s)), side)
    home.append(entity)


def _prune(entities: list[Entity]) -> list[Entity]:
    named = {e.country for e in entities if e.kind != "country"}
    people = {e.country for e in entities if e.kind == "person"}
    return [
        e
        for e in entities
        if (e.kind != "country" or e.country not in named)
        and not (e.kind in {"office", "group"} and e.country in people)
    ]


def _without_frames(kept: list[Draft]) -> list[Draft]:
    """An anaphoric visit or meeting (*lors de cette visite*) whose act stands by itself adds nothing of its own."""
    encounters = [d for d in kept if d.plover == "CONSULT" and not d.anaphoric]
    result = []
    for draft in kept:
        if draft.anaphoric and draft.plover == "CONSULT" and not draft.own_date:
            home = next(
                (e for e in encounters if draft.countries() <= e.countries() and e.recalled == draft.recalled), None
            )
            if home is not None:
                home.supports += draft.supports
                home.also.append(draft)
                continue
        result.append(draft)
    return result
