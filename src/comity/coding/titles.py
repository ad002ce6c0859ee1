"""Who bears which title: titles before a name, after it, shared by several names, or held with another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.coding.cast import Cast
from comity.coding.gazetteer import gazetteer
from comity.coding.mentions import Mention, Title
from comity.folding import fold
from comity.lexicon.language import Language, word_key

_GAP = 14  # tokens between an office and the name it is stated for
_CLOSING = frozenset({",", ".", ")", ";", ":", "»", "”", "–", "-", "—", "…", "?", "!"})
_ELSEWHERE = frozenset({"VERB", "AUX", "SCONJ", "PRON"})  # a list of names does not go on beyond one of these
_PRIVATE = frozenset({"business", "people"})
_MATTER = frozenset({"ADP", "DET", "NOUN", "PROPN", "ADJ", "CCONJ", "ADV", "NUM", "X"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A title and the person it is stated for; `first` and `last` are the tokens that say so, `last` exclusive.

    `country` is set when the words name it apart from the title (*la Ghanéenne X*, *… de la France, X*).
    """

    person: Mention
    title: Title
    office: str
    of: str | None
    country: str | None = None
    first: int = 10**6
    last: int = -1


def is_stated(mention: Mention, title: Title, cast: Cast) -> bool:
    """Is the title an office of that person, rather than the sentence's next words?"""
    doc = mention.sentence.parse
    after = doc[title.end] if title.end < len(doc) else None
    behind = title.start >= mention.name_end > 0
    if after is not None and title.end - title.start == 1 and after.pos_ == "DET":
        return False  # *X, juge la décision …*
    if behind and after is not None and doc[title.start - 1].pos_ == "DET" and not _closes(mention, title.end):
        return False  # *avec X, le président a …*
    entity = cast.link(mention)
    if behind and title.countries and entity is not None and entity.country_from == "text":
        own = {c for t in mention.titles if t is not title for c in t.countries}
        if own and not own & set(title.countries):
            return False
    private = _is_private(mention, title) or _is_given_name(mention, title) or _is_of_a_club(title, cast.language)
    return not (private or is_namesake(mention, cast.language) or _is_business(title, cast))


def _is_given_name(mention: Mention, title: Title) -> bool:
    """*Pape Sarr*: the title of one office in the world, with a capital and no article, is a given name."""
    if not title.head.home or title.end - title.start > 1 or title.countries:
        return False
    doc = mention.sentence.parse
    before = doc[title.start - 1] if title.start else None
    return doc[title.start].text[:1].isupper() and (before is None or before.pos_ not in {"DET", "ADP"})


def _is_of_a_club(title: Title, language: Language) -> bool:
    """*le président du club*, *la commissaire de l'exposition*, *l'ambassadeur du rock*: no office of a state."""
    if title.countries or title.body is not None or not title.domain:
        return False
    if title.head.of == "post":
        return not title.posted
    return any(language.has("clubs", word) for word in title.domain.split())


def _closes(mention: Mention, at: int) -> bool:
    doc = mention.sentence.parse
    return at >= len(doc) or doc[at].text in _CLOSING or doc[at].pos_ == "CCONJ"


def _is_private(mention: Mention, title: Title) -> bool:
    """*la représentante des élèves*, *la patronne des mineurs*: of no body and no field of state."""
    if title.head.channel or title.body is not None or title.of or title.countries or not title.domain:
        return False
    doc = mention.sentence.parse
    rest = doc[title.start + len(title.head.text.split()) : title.end]
    return bool(rest) and not any(t.text[:1].isupper() for t in rest) and "Plur" in rest[-1].morph.get("Number", [])


def is_namesake(mention: Mention, language: Language) -> bool:
    """*le mausolée du président X*, *l'avenue du général X*: a thing that is called after them."""
    words = mention.sentence.words
    return (
        mention.start > 1
        and language.has("of", words[mention.start - 1])
        and any(language.has("namesakes", word) for word in words[max(0, mention.start - 3) : mention.start - 1])
    )


def _is_business(title: Title, cast: Cast) -> bool:
    """*le directeur général de la société X*, *la directrice du programme*: managers of what is no body of a state."""
    body = cast.link(title.body) if title.body else None
    channels = set(cast.channels(body)) if body is not None else set()
    if channels and channels <= _PRIVATE:
        return True
    return cast.language.has("managers", word_key(title.head.text)) and not (channels - _PRIVATE)


# -- one title, one person -----------------------------------------------------------------------------------------


def with_office_before(here: Sequence[Mention], position: int) -> Iterator[Stated]:
    """*le secrétaire général du Parti et président du Vietnam, X*: the first office is X's too."""
    person = here[position]
    if not person.titles or position == 0 or person.titles[0].start != person.start:
        return
    office = here[position - 1]
    doc = person.sentence.parse
    between = doc[office.end : person.start]
    if office.kind == "office" and len(between) == 1 and between[0].pos_ == "CCONJ" and not is_plural(office.titles[0]):
        title = office.titles[0]
        country = next(iter(title.countries or person.titles[0].countries), None)
        yield Stated(person, title, title.office, title.of, country, office.start)


def elected(here: Sequence[Mention], position: int) -> Iterator[Stated]:
    """*élit X président de la République*: the office stands right after the name."""
    person, office = here[position], here[position + 1] if position + 1 < len(here) else None
    if office is None or office.kind != "office" or office.start != person.end:
        return
    title = office.titles[0]
    if not is_plural(title):
        yield Stated(person, title, title.office, title.of, next(iter(title.countries), None), last=office.end)


def appointed(here: Sequence[Mention], position: int, language: Language) -> Iterator[Stated]:
    """*X a été nommé ministre*, *X est devenue Première ministre*: the verb gives its subject the office."""
    office = here[position]
    doc = office.sentence.parse
    title = office.titles[0]
    verb = doc[office.root].head
    for _ in range(2):
        if verb.pos_ not in {"VERB", "AUX"}:
            verb = verb.head
    if is_plural(title) or not language.has("appointing", fold(verb.lemma_)) or verb.i > office.start:
        return
    if any(c.dep_ == "advmod" and language.has("negation", fold(c.text)) for c in verb.children):
        return
    subjects = {t.i for c in verb.children if c.dep_ in {"nsubj", "nsubj:pass"} for t in (c,)}
    for person in here[:position]:
        if person.kind == "person" and subjects & set(range(person.start, person.end)):
            country = next(iter(title.countries or person.countries), None)
            yield Stated(person, title, title.office, title.of, country, last=office.end)


def after_office(here: Sequence[Mention], position: int, language: Language) -> Iterator[Stated]:
    """*le président de la Commission, le Ghanéen X*; *le chef de la délégation de l'UE à Tunis, X*."""
    office = here[position]
    doc = office.sentence.parse
    person = next((m for m in here[position + 1 :] if m.kind in {"person", "office"}), None)
    if person is None or person.kind != "person" or person.start - office.end > _GAP:
        return
    if any(not is_nobility(t, language) for t in person.titles):
        return
    gap = list(doc[office.end : person.start])
    comma = next((i for i in range(len(gap) - 1, -1, -1) if gap[i].text == ","), None)
    if comma is None or not all(_belongs(t) for t in gap[:comma]) or not _closes(person, person.end):
        return
    title = office.titles[0]
    if gap[:comma] and gap[0].text == ",":
        return
    nationality = [m for m in here if office.end <= m.start < person.start and m.start >= gap[comma].i]
    if any(m.kind not in {"group", "country", "adjective"} for m in nationality) or len(gap) - comma > 3:
        return
    country = next((c for m in nationality for c in m.countries), None)
    more = doc[office.end : gap[comma].i].text.strip() if comma else ""
    text = f"{title.office} {more}".strip() if title.head.of == "domain" else title.office
    yield Stated(person, title, text, title.of, country if country != "IGO" else None, office.start)


def is_nobility(title: Title, language: Language) -> bool:
    """*le prince X*: a title of birth."""
    return language.has("nobility", fold(title.office))


def _belongs(token: object) -> bool:
    pos = getattr(token, "pos_", "")
    participle = pos == "VERB" and "Part" in token.morph.get("VerbForm", [])  # type: ignore[attr-defined]
    return pos in _MATTER or participle


def possessed_title(here: Sequence[Mention], position: int, title: Title) -> Stated | None:
    """*une délégation de la Commission …, dirigée par son chef, X*: the chief of that body."""
    person = here[position]
    doc = person.sentence.parse
    if title.start == 0 or title.body is not None or title.of or title.countries or title.head.channel:
        return None
    if "Yes" not in doc[title.start - 1].morph.get("Poss", []):
        return None
    for owner in reversed(here[:position]):
        body = next((n for n in (owner, *owner.nested) if n.kind in {"body", "party"}), None)
        if body is None:
            continue
        first = body.start
        while first > owner.start and doc[first - 1].pos_ in {"ADP", "DET"}:
            first -= 1
        outer = next((n for n in body.nested if n.kind in {"body", "party"}), None)
        country = next(iter(owner.countries), None)
        office = f"{title.office} {doc[first : body.end].text}".strip()
        return Stated(person, title, office, outer.name if outer else None, country, body.start)
    return None


def delegated(mention: Mention, title: Title, language: Language) -> Stated | None:
    """*vice-présidente de la Région X déléguée aux relations internationales*: the charge belongs to the office."""
    doc = mention.sentence.parse
    last = title.end
    if last >= len(doc) or not language.has("delegated", mention.sentence.words[last]):
        return None
    while last < len(doc) and last - title.end < 12 and _belongs(doc[last]):
        last += 1
    charge = doc[title.end : last].text
    return Stated(mention, title, f"{title.office} {charge}", title.of, next(iter(title.countries), None), last=last)


def organ_title(mention: Mention, title: Title) -> Stated | None:
    """*chef du département d'enquête sur …*: a part of a body that is not named belongs to the office."""
    body = title.body
    if body is None or body.head is None or body.head.kind != "organ" or body.nested or title.of is None:
        return None
    if any(t.text[:1].isupper() for t in mention.sentence.parse[body.start : body.end]):
        return None
    doc = mention.sentence.parse
    last = title.end
    reach = min(doc[title.start].right_edge.i + 1, len(doc), last + 10)
    while last < reach and _belongs(doc[last]) and doc[last].pos_ != "CCONJ":
        last += 1
    while last > title.end and doc[last - 1].pos_ in {"ADP", "DET"}:
        last -= 1
    return Stated(mention, title, doc[title.start : last].text, None, next(iter(title.countries), None), last=last)


# -- one title, several persons ------------------------------------------------------------------------------------


def shared_titles(here: Sequence[Mention], position: int, language: Language) -> Iterator[Stated]:
    """*les ministres des Affaires étrangères du Chili et du Pérou, A et B*: each holds the office, in the singular."""
    lead = here[position]
    title = _shared(lead, language)
    if title is None:
        return
    persons = _list_after(here, position)
    if len(persons) < 2:
        return
    countries = _countries_in(here, position, persons[0])
    office = singular(title, language)
    for number, person in enumerate(persons):
        if person.titles:
            continue
        country = _beside(here, person, persons[number - 1] if number else None)
        if country is None and len(countries) == len(persons):
            country = countries[number]
        yield Stated(person, title, office, None, country, lead.start)


def is_plural(title: Title) -> bool:
    """Are the words of the office the plural of its head's?"""
    heads = fold(title.head.text).split()
    return fold(title.office).split()[: len(heads)] != heads


def _shared(lead: Mention, language: Language) -> Title | None:
    if lead.kind in {"person", "office"} and lead.titles and is_plural(lead.titles[0]):
        return lead.titles[0]
    if lead.kind == "group" and lead.head is not None and lead.head.role == "office":
        return Title(lead.head, lead.start, lead.end, _before_country(lead, language), None, None, lead.countries)
    return None


def _before_country(group: Mention, language: Language) -> str:
    """The words of a group without the country at their end: *ministres de la Défense du Chili*."""
    doc = group.sentence.parse
    hits = gazetteer(language.code).hits(group.sentence)
    names = [h.start for h in hits if group.start < h.start < group.end and h.of("country", "igo")]
    last = min([*names, *(n.start for n in group.nested)], default=group.end)
    while last > group.start + 1 and doc[last - 1].pos_ in {"ADP", "DET"}:
        last -= 1
    return str(doc[group.start : last].text)


def _list_after(here: Sequence[Mention], position: int) -> list[Mention]:
    """The persons that follow, with nothing but names, commas, places and countries between them."""
    lead = here[position]
    doc = lead.sentence.parse
    found = [lead] if lead.kind == "person" else []
    last = lead.end
    for mention in here[position + 1 :]:
        between = doc[last : mention.start]
        if any(t.pos_ in _ELSEWHERE and "Part" not in t.morph.get("VerbForm", []) for t in between):
            break
        if mention.kind == "person":
            if mention.titles and not is_plural(mention.titles[0]):
                break
            found.append(mention)
        elif mention.kind not in {"country", "city", "group", "subdivision", "pair", "body", "adjective"}:
            break
        last = mention.end
    return found


def _countries_in(here: Sequence[Mention], position: int, first: Mention) -> list[str]:
    """The countries that the shared title names, in order."""
    named = [m for m in here[position:] if m.start < (first.name_start or first.start)]
    codes = [c for m in named if m.kind in {"group", "country", "person", "adjective"} for c in m.countries]
    return list(dict.fromkeys(codes))


def _beside(here: Sequence[Mention], person: Mention, before: Mention | None) -> str | None:
    """*…, et de l'Indonésie, X*: the country named right before the name."""
    start = before.end if before is not None else person.start
    near = [m for m in here if start <= m.start < person.start and m.kind in {"country", "group", "adjective"}]
    return next((c for m in reversed(near) for c in m.countries if c != "IGO"), None)


def singular(title: Title, language: Language) -> str:
    """*ministres des Affaires étrangères respectifs* is `ministre des Affaires étrangères`."""
    count = len(title.head.text.split())
    kept: list[str] = []
    for word in title.office.split()[count:]:
        if language.has("two", fold(word)):
            break
        if not language.has("each", fold(word)):
            kept.append(word.rstrip(","))
    while kept and (language.has("of", fold(kept[-1])) or language.has("articles", fold(kept[-1]))):
        kept.pop()
    return " ".join([title.head.text, *kept])
