"""Who was said to hold which office, from when to when; pure but for its reading of rows.

Contradictions are shown, not solved: an office that one person holds at a time with two holders whose sightings
overlap, and one name that holds such an office in two countries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from sqlalchemy import Row

from comity import edtf
from comity.lexicon.persons import persons
from comity.register.people import posts
from comity.register.people.views import Clash, Holder, PersonRef, Post

HANDOVER_DAYS = 7
"""Sightings of two holders may overlap by so much: pages tell late of who came and went."""

BEFORE_DAYS = 5 * 366
"""How old a last sighting may be that still tells who held an office on a day."""

_HOLDING = ("current", "acting")


def grouped(rows: Sequence[Row[Any]]) -> list[list[Row[Any]]]:
    """The rows of appellations by office: titles that mean one post, in other words or in part, stand together."""
    by_key: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_key[row.post].append(row)
    by_kind: dict[str, list[str]] = defaultdict(list)
    read = {key: posts.post_of(some[0].office, some[0].body) for key, some in by_key.items()}
    # the post said by most pages first: those that say less join it
    for key in sorted(by_key, key=lambda key: (-sum(row.pages for row in by_key[key]), key)):
        by_kind[read[key].kind].append(key)
    found: list[list[Row[Any]]] = []
    for keys in by_kind.values():
        heads: list[tuple[str, list[Row[Any]]]] = []
        for key in keys:
            whole = next((some for head, some in heads if posts.standing(read[head], read[key]) == "same"), None)
            if whole is None:
                heads.append((key, list(by_key[key])))
            else:
                whole += by_key[key]
        found += [some for _, some in heads]
    return found


def post(rows: Sequence[Row[Any]], names: Mapping[int, PersonRef], abroad: Iterable[Clash] = ()) -> Post:
    """One office with its holders, the latest first."""
    by_person: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_person[row.person_id].append(row)
    holders = [_holder(names[person], some) for person, some in by_person.items()]
    said = Counter[tuple[str, str | None]]()
    for row in rows:
        said[row.office, row.body] += row.pages
    office, of = min(said, key=lambda title: (-said[title], title[0], title[1] or ""))
    ordered = sorted(holders, key=lambda one: (one.last_day or "", one.first_day or "", one.person.name), reverse=True)
    clashes = [*_two_at_once(ordered, office), *abroad] if is_for_one(rows[0]) else []
    return Post(key=rows[0].post, office=office, of=of, holders=tuple(ordered), clashes=tuple(clashes))


def is_for_one(row: Row[Any]) -> bool:
    """Whether one person at a time holds the office of an appellation, as far as its title says which it is."""
    found = posts.post_of(row.office, row.body)
    one_holder = persons().one_holder
    if found.kind not in one_holder:
        return False
    # a minister of something, the mayor of somewhere; of a state's head, and of its government, nothing more is said
    return bool(found.fields or found.body) or not one_holder[found.kind]


def on(found: Post, day: str) -> Post | None:
    """The office on a day (EDTF): who was seen to hold it before and after, or else who was seen last before."""
    days = edtf.parse(day).days()
    if days is None:
        return found
    first, last = (each.isoformat() for each in days)
    seen = [one for one in found.holders if one.first_day and one.last_day]
    between = [one for one in seen if (one.first_day or "") <= last and (one.last_day or "") >= first]
    oldest = (days[0] - timedelta(days=BEFORE_DAYS)).isoformat() if days[0].year > 10 else ""
    before = [one for one in seen if oldest <= (one.last_day or "") < first]
    before = [one for one in before if not (one.former_day and one.former_day <= first)]
    if between:
        holders = [_based(one, "between") for one in between]
    elif before:
        holders = [_based(max(before, key=lambda one: one.last_day or ""), "before")]
    else:
        return None
    clashes = tuple(c for c in found.clashes if c.kind != "holders" or _touches(c, first, last))
    return Post(key=found.key, office=found.office, of=found.of, holders=tuple(holders), clashes=clashes)


def _touches(clash: Clash, first: str, last: str) -> bool:
    return (clash.first_day or "") <= last and (clash.last_day or "") >= first


def _based(one: Holder, basis: Any) -> Holder:
    return Holder(**{name: getattr(one, name) for name in one.__struct_fields__ if name != "basis"}, basis=basis)


def _holder(person: PersonRef, rows: Sequence[Row[Any]]) -> Holder:
    held = [row for row in rows if row.tenure in _HOLDING]
    return Holder(
        person=person,
        pages=sum(row.pages for row in rows),
        first_day=_least(row.first_day for row in held),
        last_day=_most(row.last_day for row in held),
        acting=bool(held) and all(row.tenure == "acting" for row in held),
        former_day=_least(row.first_day for row in rows if row.tenure == "former"),
        incoming_day=_most(row.last_day for row in rows if row.tenure == "incoming"),
    )


def _two_at_once(holders: Iterable[Holder], office: str) -> Iterator[Clash]:
    spans = [one for one in holders if one.first_day and one.last_day and not one.acting]
    for one, other in combinations(spans, 2):
        first = max(one.first_day or "", other.first_day or "")
        last = min(one.last_day or "", other.last_day or "")
        if first <= last and (
            (date.fromisoformat(last) - date.fromisoformat(first)).days > HANDOVER_DAYS
            or _is_within(one, other)
            or _is_within(other, one)
        ):
            people = tuple(sorted((one.person, other.person), key=lambda ref: ref.name))
            yield Clash(kind="holders", people=people, office=office, first_day=first, last_day=last)


def _is_within(one: Holder, other: Holder) -> bool:
    """Whether all sightings of one lie well within those of the other: no handover explains that."""
    if not (one.first_day and one.last_day and other.first_day and other.last_day):
        return False
    return (
        (date.fromisoformat(one.first_day) - date.fromisoformat(other.first_day)).days > HANDOVER_DAYS
        and (date.fromisoformat(other.last_day) - date.fromisoformat(one.last_day)).days > HANDOVER_DAYS
    )  # fmt: skip


def _least(days: Iterable[str | None]) -> str | None:
    return min((day for day in days if day), default=None)


def _most(days: Iterable[str | None]) -> str | None:
    return max((day for day in days if day), default=None)
