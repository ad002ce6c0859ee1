"""Titles and names that stand apart: joined into one mention of the person, when nothing else comes between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Token

from comity.coding.mentions import Mention, Title
from comity.coding.names import Names

_GAP = 14  # tokens between an office and the name that it is stated for
_MATTER = frozenset({"ADP", "DET", "NOUN", "PROPN", "ADJ", "CCONJ", "ADV", "NUM", "X"})
_CLOSING = frozenset({",", ".", ")", ";", ":", "»", "”", "–", "-", "—", "…", "?", "!"})


def joined(names: Names, found: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions of a sentence in order, with titles joined to the names that stand apart from them."""
    yield from _shared(names, list(_with_titles_after(names, list(_with_names_after(names, found)))))


def _with_names_after(names: Names, found: Sequence[Mention]) -> Iterator[Mention]:
    """*le maire de X (Région), Y*, *le chef de la délégation de l'UE à Z, Y*: the name closes the office."""
    position = 0
    while position < len(found):
        office = found[position]
        at = _named(names, found, position) if office.kind == "office" and not plural(office.titles[0]) else None
        if at is None:
            yield office
            position += 1
            continue
        person = found[at]
        between = found[position + 1 : at]
        title = office.titles[0]
        posts = [m for m in between if m.kind in {"country", "city"} and _at(names, m.start)]
        posted = tuple(dict.fromkeys(c for m in posts for c in m.countries))
        nation = [c for m in between if m.kind in {"group", "adjective"} for c in m.countries]
        to_body = title.head.of == "post" and not posts and names.is_word(office.end, "at")
        if to_body or (title.head.of == "domain" and not posts and names.doc[office.end].text != "("):
            rest = names.doc[office.end : person.start].text.rpartition(",")[0].strip()
            title.office = f"{title.office} {rest}"  # *ministre de l'Europe et des Affaires étrangères*, *auprès de X*
        if posted and not title.posted and title.countries:
            title.posted = posted
        named = names.make(
            office.start,
            person.end,
            "person",
            person.name,
            titles=[title, *person.titles],
            name_start=person.name_start,
            name_end=person.name_end,
            rank=person.rank,
            nested=[*office.nested, *person.nested],
        )
        own = nation if nation and not title.countries else title.countries
        named.countries = tuple(dict.fromkeys((*own, *person.countries)))
        if not named.countries:  # *le maire de X (Pays)*
            bracketed = [m for m in between if m.kind == "country" and names.doc[m.start - 1].text == "("]
            owners = [m for m in between if _of(names, m.start)]  # *conseiller à la sécurité de la Maison-Blanche*
            named.countries = tuple(dict.fromkeys(c for m in bracketed or owners[:1] for c in m.countries))
        yield named
        position = at + 1


def _named(names: Names, found: Sequence[Mention], position: int) -> int | None:
    """The position of the person whose name closes the office at `position`; None if the words do not say so."""
    office = found[position]
    at = next((i for i in range(position + 1, len(found)) if found[i].kind in {"person", "office", "pronoun"}), None)
    if at is None or found[at].kind != "person" or any(not names.nobility(t) for t in found[at].titles):
        return None
    person = found[at]
    doc = names.doc
    first = person.start
    while first > office.end and doc[first - 1].pos_ == "DET":
        first -= 1
    if not (
        office.end < first <= office.end + _GAP
        and (person.end >= len(doc) or doc[person.end].text in _CLOSING or doc[person.end].pos_ == "CCONJ")
    ):
        return None
    gap = list(doc[office.end : first])
    comma = next((i for i in range(len(gap) - 1, -1, -1) if gap[i].text == ","), None)
    if gap[0].text == "(" and gap[-1].text == ")" and comma is None:
        return at  # *l'ancien président (et magnat) X*
    if comma is None or comma == 0 or len(gap) - comma > 3:
        return None
    nation = [m for m in found[position + 1 : at] if m.start > gap[comma].i]
    if len(gap) - comma > 1 and not (nation and all(m.kind in {"group", "adjective"} for m in nation)):
        return None
    inner = gap[:comma]
    if inner[0].text == "(" and inner[-1].text == ")":
        inner = inner[1:-1]
    return at if inner and all(_belongs(token) for token in inner) else None


def _at(names: Names, start: int) -> bool:
    """*en Libye*, *pour le Sahel*: the post, not the country of who holds it."""
    before = start - 2 if names.is_word(start - 1, "articles") else start - 1
    return names.is_word(before, "at") or names.is_word(before, "for")


def _of(names: Names, start: int) -> bool:
    before = start - 2 if names.is_word(start - 1, "articles") and not names.is_word(start - 1, "of") else start - 1
    return names.is_word(before, "of")


def _belongs(token: Token) -> bool:
    return token.pos_ in _MATTER or (token.pos_ == "VERB" and "Part" in token.morph.get("VerbForm", []))


def plural(title: Title) -> bool:
    """Are the words of the office the plural of its head's: *ministres* of several persons?"""
    head = title.head.text.split()[0].casefold()
    word = title.office.split()[0].casefold() if title.office else ""
    return word != head and word.rstrip("sx") == head.rstrip("sx")


def _with_titles_after(names: Names, found: list[Mention]) -> Iterator[Mention]:
    """Join *X, chef du commandement* into one mention of X."""
    skip: Mention | None = None
    for position, mention in enumerate(found):
        if mention is skip:
            continue
        follower = found[position + 1] if position + 1 < len(found) else None
        while (
            mention.kind == "person" and follower and follower.kind == "office" and _apposed(names, mention, follower)
        ):
            mention.titles.extend(follower.titles)
            mention.countries = tuple(dict.fromkeys(mention.countries + follower.countries))
            mention.nested.extend(follower.nested)
            mention.end = follower.end
            skip = follower
            position += 1
            follower = found[position + 1] if position + 1 < len(found) else None
        yield mention


def _apposed(names: Names, person: Mention, office: Mention) -> bool:
    between = list(range(person.end, office.start))
    texts = [names.doc[t].text for t in between]
    if not texts or texts[0] not in {",", "("}:
        return (
            bool(person.titles)
            and len(texts) == 1
            and names.is_word(between[0], "and")
            and names.name_end(office.end) == office.end
        )
    rest = [t for t in between[1:] if not names.is_word(t, "articles")]
    return not rest


def _shared(names: Names, found: list[Mention]) -> list[Mention]:
    """*les ministres sénégalais X et Y*: Y holds the office too, in the one country that the title names."""
    for before, person in pairwise(found):
        if person.kind != "person" or person.titles or before.kind != "person" or not before.titles:
            continue
        title = before.titles[0]
        between = names.doc[before.end : person.start]
        if (
            plural(title)
            and len(set(title.countries)) == 1
            and len(between) == 1
            and (between[0].text == "," or names.is_word(before.end, "and"))
        ):
            person.titles.append(replace(title))
            person.countries = title.countries
    return found
