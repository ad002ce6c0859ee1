"""Whether two names are one person's: decided from the names, the countries, the offices and the days, with reasons.

Pure. Names that are merely alike decide nothing: a person is the same only where something else than the name speaks
for it as well (the country, the office, the act), and the less of a name is the same, the more must speak for it.
*Nguyen Minh Vu* and *Nguyen Minh Tu* are two, though two pages may write one name in two ways.

A person is another one where the names are two; where pages state two countries; where nobody can hold both posts at
once (two ministers of one name); where two people of that name stand side by side; and where a lifetime lies between.
What is between is `unknown`, and is to be treated as two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from comity import edtf
from comity.lexicon.persons import Naming, persons
from comity.model import Office, Participant
from comity.register.people.names import Alike, Name, alike, fits, name_of
from comity.register.people.posts import Post, Standing, post_of, standing

Verdict = Literal["same", "different", "unknown"]

AT_ONCE_DAYS = 7
"""So near to each other two posts are held at once; somewhat later, a minister may have changed offices."""

RESHUFFLE_DAYS = 180
LIFETIME_DAYS = 50 * 366
"""Between the first and the last act of one person in the news."""

OFFICE_DAYS = 4 * 366
"""How long the same post speaks for the same holder, where the names only resemble each other."""


@dataclass(frozen=True, slots=True)
class Person:
    """What one page, or several that mean one person, say of somebody.

    `name` is as a page writes it, `country` alpha-3 (`inferred`: the page does not state it), `office` and `of` the
    title and what it is held in, `days` the EDTF dates between which this was said (one date, or an interval).
    `authority` are the identifiers that an authority file gives to that name, `pages` the pages that name him so.
    """

    name: str
    country: str | None = None
    inferred: bool = False
    office: str | None = None
    of: str | None = None
    days: str | None = None
    authority: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()

    @property
    def post(self) -> Post | None:
        return post_of(self.office, self.of) if self.office else None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the two.

    `one_act`: they stand on the same side of what is one act by all else (sides, kind, day). `together`: one page names
    both, as two. `others`: further names that pages give to people of that country, among whom a short name must be
    clear. `authority` adds the identifiers of names, folded (see `Person.authority`). `spans`: the days are those
    between the first and the last sighting of each; posts whose spans do not overlap are held one after the other.
    """

    one_act: bool = False
    together: bool = False
    others: tuple[str, ...] = ()
    authority: Mapping[str, frozenset[str]] = field(default_factory=dict)
    spans: bool = False


@dataclass(frozen=True, slots=True)
class Likeness:
    """The decision: `score` (0 to 1) is how sure it is that they are the same, `reasons` are codes.

    Codes: `name:` and how the names are alike (see `names.Alike`), `country:` and `office:` with how these stand,
    `authority:same`, `authority:different`, `one_act`, `one_page`, `together`, `ambiguous`, `lifetime`, `at_once`,
    `reshuffle`.
    """

    verdict: Verdict
    score: float
    reasons: tuple[str, ...]


def of_participant(participant: Participant, days: str | None = None) -> Person | None:
    """The person that a participant is, seen on `days` (EDTF); None where it is no person, or has no name."""
    if participant.kind != "person" or not participant.name:
        return None
    inferred = participant.country_from == "inferred"
    return Person(participant.name, participant.country, inferred, participant.office, participant.of, days)


def of_office(office: Office) -> Person:
    """The holder of an office. A former holder is seen when it is said, and the post tells nothing of that day."""
    held = office.tenure in ("current", "acting")
    title, body = (office.office, office.of) if held else (None, None)
    return Person(office.person, office.country, office=title, of=body, days=office.asof)


_NONE = Context()


def same_person(a: Person, b: Person, context: Context = _NONE) -> Likeness:
    """Whether two are one person; see the module for the rule. Symmetric in `a` and `b`."""
    one, other = name_of(a.name), name_of(b.name)
    if decided := _by_authority(a, b, one, other, context):
        return decided
    known = sorted({each.country for each in (a, b) if each.country and each.country != "IGO"})
    naming = persons().naming_of(known[0] if known else None)
    how, country, post = alike(one, other, naming), _countries(a, b), standing(a.post, b.post)
    reasons = [f"name:{how}", *([f"country:{country}"] if country != "silent" else [])]
    reasons += [f"office:{post}"] if post != "silent" else []
    refused = _refused(a, b, how, country, post, context)
    if refused is not None:
        verdict, code = refused
        return Likeness(verdict, 0.4 if verdict == "unknown" else 0.02, (*reasons, *([code] if code else [])))
    if how in ("part", "initials", "shortened") and _is_ambiguous(one, other, context.others, naming):
        return Likeness("unknown", 0.4, (*reasons, "ambiguous"))
    reasons += ["one_act"] if context.one_act else []
    # a page that gives one whole name twice means one
    one_page = how in ("equal", "joined") and bool(a.pages & b.pages)
    reasons += ["one_page"] if one_page else []
    one_act = context.one_act or one_page
    sole = any(each.post is not None and each.post.is_sole for each in (a, b))
    score = _score(one, other, how, _Support(country == "same", post, one_act, _apart(a, b), naming, sole))
    return Likeness("same" if score >= 0.7 else "unknown", score, tuple(reasons))


@dataclass(frozen=True, slots=True)
class _Support:
    """What else than the name speaks for one person."""

    country: bool
    post: Standing
    one_act: bool
    apart: int | None
    naming: Naming
    sole: bool

    @property
    def office(self) -> bool:
        """One post, so near in time that it is likely one holder."""
        return self.post == "same" and (self.apart is None or self.apart <= OFFICE_DAYS)

    @property
    def weight(self) -> float:
        return 0.05 * self.country + 0.05 * (self.post == "same") + 0.03 * (self.post == "near") + 0.05 * self.one_act


def _score(one: Name, other: Name, how: Alike, by: _Support) -> float:
    """How sure it is that the two are one: 0.7 and more where enough speaks for it beside the name."""
    exact = by.office or by.one_act
    whole = one.is_whole and other.is_whole
    match how:
        case "equal" | "joined":
            base, enough = (0.85, by.country or by.post in ("same", "near") or by.one_act) if whole else (
                0.75, by.country and (by.post in ("same", "near") or by.one_act))  # fmt: skip
        case "turned":
            base, enough = 0.75, exact or (by.country and (by.naming.order != "given" or by.post == "near"))
        case "shortened":
            base, enough = 0.72, by.country and (exact or by.post == "near")
        case "part" | "initials":
            base, enough = 0.72, by.country and (exact or by.post == "near")
        case "romanised":
            base, enough = 0.75, by.country and (exact or by.post == "near")
        case "marked":
            # of an office that several hold at a time two names may well be those of two
            base, enough = 0.7, by.country and by.office and by.sole
        case "misspelt":
            base, enough = 0.7, by.country and by.office
        case _:
            base, enough = 0.0, False
    return round(min(base + by.weight, 0.99), 2) if enough else 0.45


def _by_authority(a: Person, b: Person, one: Name, other: Name, context: Context) -> Likeness | None:
    """Identifiers decide where both names have some."""
    first = a.authority | context.authority.get(one.folded, frozenset())
    second = b.authority | context.authority.get(other.folded, frozenset())
    if not first or not second:
        return None
    if len(first) == len(second) == 1:
        return Likeness("same", 0.99, ("authority:same",)) if first == second else Likeness(
            "different", 0.01, ("authority:different",)
        )  # fmt: skip
    # the file knows several people of a name: what else is said must tell
    return None if first & second else Likeness("different", 0.01, ("authority:different",))


Refused = tuple[Verdict, str]


def _refused(a: Person, b: Person, how: Alike, country: str, post: Standing, context: Context) -> Refused | None:
    """What speaks against one person, if it decides: the verdict, and its code where the reasons lack it."""
    apart = _apart(a, b)
    if context.together:
        return "different", "together"
    if how == "other":
        return "different", ""
    if how == "near":
        return "unknown", ""
    if country == "other":
        return "different", ""
    if country == "doubtful":
        return "unknown", ""
    if apart is not None and apart > LIFETIME_DAYS:
        return "different", "lifetime"
    if post == "rival" and apart is not None and apart <= (0 if context.spans else RESHUFFLE_DAYS):
        return ("different", "at_once") if apart <= AT_ONCE_DAYS else ("unknown", "reshuffle")
    if how == "marked" and post != "same":
        return "different", ""
    return None


def _countries(a: Person, b: Person) -> Literal["same", "silent", "doubtful", "other"]:
    """Whoever speaks for a body of states has a country as well, which that page does not say."""
    if not a.country or not b.country or "IGO" in (a.country, b.country):
        return "silent" if a.country != b.country or not a.country else "same"
    if a.country == b.country:
        return "same"
    return "doubtful" if a.inferred or b.inferred else "other"


def _apart(a: Person, b: Person) -> int | None:
    """Days between the two, 0 where they touch; None where either is of no known year."""
    spans = [edtf.parse(each.days).days() if each.days else None for each in (a, b)]
    if spans[0] is None or spans[1] is None:
        return None
    (first, last), (start, end) = spans[0], spans[1]
    return max(0, (start - last).days, (first - end).days)


def _is_ambiguous(one: Name, other: Name, others: Iterable[str], naming: Naming) -> bool:
    """Whether the shorter of two names may stand for a third person as well."""
    short, long = sorted((one, other), key=lambda name: (len(name.words), len(name.folded)))
    rivals = (name_of(text) for text in others)
    return any(
        fits(short, rival, naming) and alike(rival, long, naming) in ("other", "near", "marked")
        for rival in rivals
        if rival.is_whole
    )
