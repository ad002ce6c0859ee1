"""Whether those whom two reports name on a side may be the same: by name, by title, by body or place. Pure.

Names and titles are compared as `people` compares them. A person told by title alone is compared by title alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from comity.folding import fold
from comity.lexicon.persons import persons
from comity.lexicon.world import world
from comity.model import Participant
from comity.register.likeness import LOCAL, body_of, is_same, same_words
from comity.register.people.names import name_of
from comity.register.people.posts import Post, post_of, standing
from comity.register.people.same import Context, Person, Verdict, of_participant, same_person

How = Literal["named", "titled", "bodies", "apart", "unlike", "unsure", "silent"]

_ONE_ACT = Context(one_act=True)
# whoever stands in one act is told of one day, whichever that was: titles are held at once
_DAY = "2000-01-01"
_GROUPS = ("party", "group", "company")
_VOWELS = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"(.)\1+")
_LEAST_BONES = 5
_LEAST_SURNAME = 5
_LEAST_PART = 5
_LONGEST_INITIAL = 2
_LEAST_ACRONYM = 3


@dataclass(frozen=True, slots=True)
class Match:
    """How a side stands: the same people are `named`, or the same title; the same `bodies`; `apart`; names that
    only resemble each other (`unsure`); posts of two kinds (`unlike`); or `silent`.

    `one` and `other` are the names that were compared, for the reader. `bare`: one of the reports names nobody there.
    """

    how: How
    one: str = ""
    other: str = ""
    bare: bool = False


def match(one: Sequence[Participant], other: Sequence[Participant]) -> Match:
    """How those whom two reports name on one side stand to each other."""
    bare = not any(map(_says, one)) or not any(map(_says, other))
    if bare:
        return Match("silent", bare=True)
    for judged in (_persons(one, other), _of_kinds(one, other, LOCAL), _bodies(one, other)):
        if judged.how != "silent":
            return judged
    for some, others in ((one, other), (other, one)):
        if all(p.kind in _GROUPS for p in some) and any(_speaks_for_state(p) for p in others):
            return Match("unlike", names(one), names(other))
    return Match("silent")


def _speaks_for_state(participant: Participant) -> bool:
    """Whether somebody holds a post of which a state has one: no party, company or group of it is meant."""
    post = _post(participant)
    return post is not None and post.is_sole


def is_one_person(a: Participant, b: Participant) -> bool:
    """Whether two named participants of one side of what looks like one act are one person."""
    return _likeness(a, b) == "same"


def are_two(a: Participant, b: Participant) -> bool:
    """Whether two named participants are surely not one person."""
    return _likeness(a, b) == "different"


def _likeness(a: Participant, b: Participant) -> Verdict:
    one, other = of_participant(a, _DAY), of_participant(b, _DAY)
    if one is None or other is None:
        return "different"
    found = same_person(one, other, _ONE_ACT)
    if found.verdict == "same" or not {"name:other", "name:near"} & {*found.reasons}:
        return found.verdict
    # in one act a name that holds the other whole is a fuller form of it, however the country writes names
    words = [set(name_of(each.name).words) for each in (one, other)]
    least = min(words, key=len)
    fuller = (len(least) > 1 or _is_surname(one, least)) and (words[0] <= words[1] or words[1] <= words[0])
    rival = one.post is not None and other.post is not None and standing(one.post, other.post) == "rival"
    if rival:
        return found.verdict
    if fuller or _sound_alike(one, other) or _is_abbreviated(one, other):
        return "same"
    # a part of a name that another one writes together with the next part
    return "unknown" if found.verdict == "different" and _is_part(*words) else found.verdict


def _sound_alike(one: Person, other: Person) -> bool:
    """Whether two names differ by vowels, breaths, doubled letters and gaps alone, as one name in two romanisations.

    In names of few letters, and where marks tell names apart, that makes other names.
    """
    if one.country != other.country or persons().naming_of(one.country).tones:
        return False
    words = [name_of(each.name).words for each in (one, other)]
    if min(map(len, words)) < 2 or min(len(_VOWELS.sub("", "".join(some))) for some in words) < _LEAST_BONES:
        return False
    bones = [[_bones(word) for word in some] for some in words]
    joined = ["".join(some).replace("h", "") for some in bones]
    return sorted(bones[0]) == sorted(bones[1]) or joined[0] == joined[1]


def _is_abbreviated(one: Person, other: Person) -> bool:
    """Whether two names are one but for words that either gives by their first letters: *G. Tsend*, *Ts. Ganbold*."""
    words = [list(name_of(each.name).words) for each in (one, other)]
    short, full = sorted(words, key=lambda some: sum(map(len, some)))
    if one.country != other.country or len(short) < 2 or len(short) > len(full):
        return False
    if all(len(word) > _LONGEST_INITIAL for word in short):
        return False
    for word in sorted(short, key=len, reverse=True):
        fits = [each for each in full if each == word or _is_initial(word, each) or _is_initial(each, word)]
        if not fits:
            return False
        full.remove(fits[0])
    return True


def _is_initial(short: str, full: str) -> bool:
    return len(short) <= _LONGEST_INITIAL < len(full) and full.startswith(short)


def _is_part(one: set[str], other: set[str]) -> bool:
    """Whether a name of one word ends a longer word of the other name, or begins one."""
    return any(
        len(word) >= _LEAST_PART and any(each.startswith(word) or each.endswith(word) for each in others)
        for words, others in ((one, other), (other, one))
        if len(words) == 1
        for word in words
    )


def _is_surname(one: Person, words: set[str]) -> bool:
    """Whether a name of one word tells a person from others of the country: not where few names are very many's."""
    return not persons().naming_of(one.country).tones and any(len(word) >= _LEAST_SURNAME for word in words)


def _bones(word: str) -> str:
    """The consonants of a word, each once where it is doubled, and none that is only breathed after another one."""
    return _DOUBLED.sub(r"\1", word[:1] + _VOWELS.sub("", word[1:]).replace("h", "")).strip("aeiouy")


def is_named(participant: Participant) -> bool:
    """Whether a person has a name: *le président français*, president, has a title alone, *homologue togolais* none."""
    if participant.kind != "person" or not participant.name:
        return False
    if participant.name.islower() or _is_described(participant.name):
        return False
    name, office = fold(participant.name).split(), fold(participant.office or "").split()
    said = [word for word in office if len(word) > 2]
    if not said or _singular(name[0]) != _singular(office[0]):
        return True
    return not set(map(_singular, said)) <= set(map(_singular, name))


def _is_described(name: str) -> bool:
    """Whether a person is told by a description: *collègue de Graz*, *Uzbek counterpart*, and not by a name."""
    words = name.split()
    if words[0].islower() and len(words[0]) >= _LEAST_PART:
        return True
    known = world()
    capital = [word for word in words if not word.islower()]
    return len(capital) < len(words) and all(known.demonym(fold(word)) or known.country(word) for word in capital)


def names(participants: Iterable[Participant]) -> str:
    """The names of participants, for the reader."""
    said = (p.name or " ".join(filter(None, (p.office, p.of))) or p.country or p.key for p in participants)
    return ", ".join(dict.fromkeys(said))


def _says(participant: Participant) -> bool:
    return participant.kind not in ("country", "igo") or bool(participant.office or participant.of)


def _persons(one: Sequence[Participant], other: Sequence[Participant]) -> Match:
    mine, yours = [p for p in one if is_named(p)], [p for p in other if is_named(p)]
    pairs = [(a, b) for a in mine for b in yours]
    for a, b in pairs:
        if is_one_person(a, b):
            return Match("named", names([a]), names([b]))
    if pairs:
        # names that only resemble each other say neither, unless a country has one holder of the post
        if (sole := _sole(pairs)) is not None:
            return Match("titled", *sole)
        return Match("apart" if all(are_two(a, b) for a, b in pairs) else "unsure", names(mine), names(yours))
    titled, theirs = ([(p, post) for p in each if (post := _post(p)) is not None] for each in (one, other))
    # what no list of posts holds may be the other post, in other words or in another language
    known = [(a, x, b, y) for a, x in titled for b, y in theirs if x.kind == y.kind or (x.known and y.known)]
    stand = {(names([a]), names([b])): "same" if _by_acronym(a, x, b, y) else standing(x, y) for a, x, b, y in known}
    for who, how in stand.items():
        if how == "same":
            return Match("titled", *who)
    said = names(p for p, _ in titled), names(p for p, _ in theirs)
    if stand and all(how == "rival" for how in stand.values()):
        return Match("apart", *said)
    # one may hold two posts of two kinds, and be told of by either; more often they are two people
    if stand and "near" not in stand.values():
        return Match("unlike", *said)
    return Match("silent")


def _by_acronym(a: Participant, x: Post, b: Participant, y: Post) -> bool:
    """Whether two hold one post of one body, which one report names by its first letters."""
    if x.kind != y.kind or x.fields != y.fields:
        return False
    return is_acronym(a.of, b.of) or is_acronym(b.of, a.of)


def is_acronym(short: str | None, full: str | None) -> bool:
    """Whether a name is made of the first letters of another one: *PCC*, *Parti communiste de Cuba*."""
    if not short or not full or len(short) < _LEAST_ACRONYM or not short.isupper():
        return False
    words = fold(full).split()
    letters = "".join(word[0] for word in words)
    telling = "".join(word[0] for word in words if len(word) > _LEAST_ACRONYM)
    return len(words) > 1 and fold(short).replace(" ", "") in (letters, telling)


def _sole(pairs: Iterable[tuple[Participant, Participant]]) -> tuple[str, str] | None:
    for a, b in pairs:
        x, y = _post(a), _post(b)
        if x is not None and y is not None and x.is_sole and standing(x, y) == "same" and not are_two(a, b):
            return names([a]), names([b])
    return None


def _post(participant: Participant) -> Post | None:
    if participant.kind != "person" or not participant.office:
        return None
    return post_of(participant.office, participant.of)


def _of_kinds(one: Sequence[Participant], other: Sequence[Participant], kinds: tuple[str, ...]) -> Match:
    mine, yours = ([p for p in each if p.kind in kinds and p.name] for each in (one, other))
    if not mine or not yours:
        # who holds an office of a place acts for it
        for a, b in [(a, b) for a in mine for b in other] + [(b, a) for a in one for b in yours]:
            if b.kind == "person" and b.of and _names_place(a.name or "", b.of):
                return Match("bodies", names([a]), names([b]))
        return Match("silent")
    same = any(is_same(a, b) for a in mine for b in yours)
    return Match("bodies" if same else "apart", names(mine), names(yours))


def _names_place(one: str, other: str) -> bool:
    """Whether the words that name a place, not those of its kind, are the same."""
    words = [{fold(word) for word in each.replace("-", " ").split() if word[:1].isupper()} for each in (one, other)]
    return bool(words[0]) and words[0] == words[1]


def _bodies(one: Sequence[Participant], other: Sequence[Participant]) -> Match:
    mine, yours = ([name for p in each if (name := body_of(p))] for each in (one, other))
    if not mine or not yours:
        return Match("silent")
    said = ", ".join(dict.fromkeys(mine)), ", ".join(dict.fromkeys(yours))
    if any(same_words(a, b) for a in mine for b in yours):
        return Match("bodies", *said)
    described = any(p.kind == "group" for p in (*one, *other))  # *militaires*, *soldats*: in the words of each report
    if not described and all(_are_of_one_sort(a, b) for a in mine for b in yours):
        return Match("apart", *said)
    return Match("silent")


def _are_of_one_sort(a: str, b: str) -> bool:
    """Two ministries are two bodies. What is called by other words altogether may be one, in another language."""
    one, other = a.split(), b.split()
    return one[0] == other[0] or (len(one) == len(other) == 2 and one[1] == other[1])


def _singular(word: str) -> str:
    """A word without the endings of number and gender that titles take."""
    return word.rstrip("s").rstrip("e")
