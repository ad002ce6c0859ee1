"""Mentions: who is named in a sentence, from heads, what follows them, and names.

Bodies are productive, not listed: a head (*ministère*), adjectives, "de …" and a country make one. A person is found by
its title first (*le colonel X, chef du commandement*), by the model second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.coding.gazetteer import Hit, gazetteer
from comity.coding.parse import Sentence
from comity.folding import fold
from comity.lexicon.language import Head, Language
from comity.lexicon.world import NameEntry


@dataclass(slots=True, eq=False)
class Title:
    """An office as a page states it: the words of the office, the body it is held in, and the countries it names."""

    head: Head
    start: int
    end: int
    office: str
    of: str | None
    of_start: int | None
    countries: tuple[str, ...]
    posted: tuple[str, ...] = ()  # the country an ambassador is accredited to
    body: Mention | None = None
    domain: str = ""


@dataclass(slots=True, eq=False)
class Mention:
    """Tokens `start` to `end` of a sentence name someone. `root` is the token that the rest of the sentence governs.

    `kind`: country, group, body, party, subdivision, city, company, igo, person, office (a title without a name),
    pair (*les deux pays*), pronoun. `countries` are those that the words themselves say.
    """

    sentence: Sentence
    start: int
    end: int
    root: int
    kind: str
    name: str | None
    countries: tuple[str, ...] = ()
    head: Head | None = None
    titles: list[Title] = field(default_factory=list)
    rank: str | None = None
    rank_start: int | None = None
    name_start: int = 0
    name_end: int = 0
    acronym: str | None = None
    nested: list[Mention] = field(default_factory=list)
    entry: NameEntry | None = None
    pair: bool = False
    capital: bool = False
    leaders: list[Mention] = field(default_factory=list)
    posted: tuple[str, ...] = ()  # the country that an embassy is in

    @property
    def text(self) -> str:
        """The words of the mention as the coder sees them."""
        doc = self.sentence.parse
        return doc[self.start : self.end].text

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text!r} {self.countries}>"


_PARTICLE_NAME = re.compile(r"(?:el|al|ben|bin|ould|ag|as|ash|ul|ur|an|ad|abu)-[A-ZÀ-Ý]")
_SMALL_WORDS = frozenset({"articles", "definite", "of", "at", "and", "particles", "possessive", "for"})
_OPENERS = frozenset({"«", '"', "“", ":", "–", "-", "—", "("})


class MentionFinder:
    """Finds the mentions of a sentence with the vocabulary of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.gazetteer = gazetteer(language.code)

    def find(
        self, sentence: Sentence, known: frozenset[str] = frozenset(), acronyms: frozenset[str] = frozenset()
    ) -> list[Mention]:
        """All mentions of a parsed sentence, in order.

        `known` are folded names of persons, `acronyms` folded acronyms of bodies, met before on the page.
        """
        return _Scan(self, sentence, known, acronyms).mentions()


class _Scan:
    """One pass over one sentence."""

    def __init__(self, finder: MentionFinder, sentence: Sentence, known: frozenset[str], acronyms: frozenset[str]) -> None:
        self.language = finder.language
        self.sentence = sentence
        self.doc = sentence.parse
        self.words = sentence.words
        self.known = known
        self.acronyms = acronyms
        self.hits = {hit.start: hit for hit in finder.gazetteer.hits(sentence) if not self._ordinary(hit)}
        self.covered = {i for hit in self.hits.values() for i in range(hit.start, hit.end)}
        self.heads: dict[int, tuple[int, tuple[Head, ...]]] = {}
        index = 0
        while index < len(self.words):
            found = sentence.phrase_at(self.language.heads, index)
            if found:
                end, heads = found
                heads = tuple(h for h in heads if not h.capital or self.doc[index].text[:1].isupper())
                if heads and not self._is_verb(index, end):
                    self.heads[index] = (end, heads)
            index += 1
        self.people = {
            i for ent in self.doc.ents if ent.label_ == "PER" for i in range(ent.start, ent.end)
        }

    def _ordinary(self, hit: Hit) -> bool:
        """*une Réunion de haut niveau* names no country; *La Réunion* and *île Maurice* do."""
        if hit.end != hit.start + 1 or not self.language.has("not_countries", self.words[hit.start]):
            return False
        before = self.doc[hit.start - 1].text if hit.start else ""
        return before not in {"La", "à", "de", "d'", "d’", "île", "Île"}

    def _is_verb(self, index: int, end: int) -> bool:
        # a hyphen makes a title of what the parser takes for a verb: *vice-présidente*
        return end == index + 1 and "-" not in self.doc[index].text and self.doc[index].pos_ in {"VERB", "AUX", "ADV", "PRON", "DET"}

    # -- the pass -------------------------------------------------------------------------------------------------

    def mentions(self) -> list[Mention]:
        found: list[Mention] = []
        index = 0
        while index < len(self.doc):
            if found and self._apposition(found[-1], index):
                index = found[-1].end
                continue
            mention = self._same_office(found, index) or self._mention_at(index)
            if mention is None:
                index += 1
                continue
            found.append(mention)
            index = max(mention.end, index + 1)
        return list(self._with_titles_after(found))

    def _apposition(self, person: Mention, index: int) -> bool:
        """*X, chef du commandement*: the office joins the person named right before it."""
        if person.kind != "person" or index not in self.heads or not person.end < index <= person.end + 2:
            return False
        if self.doc[person.end].text not in {",", "("} or (index == person.end + 2 and not self._is(index - 1, "articles")):
            return False
        end, heads = self.heads[index]
        head = next((h for h in heads if h.role == "office"), None)
        if head is None or self._is_plural_group(index, heads):
            return False
        title, after = self._title(index, end, head)
        again = bool(person.titles) and self._leads_to_name(after)
        if again or self._name_end(after) > after or (after in self.heads and self.heads[after][1][0].role in {"civility", "rank"}):
            return False
        person.titles.append(title)
        person.countries = tuple(dict.fromkeys(person.countries + title.countries))
        if title.body:
            person.nested.append(title.body)
        person.end = after
        return True

    def _same_office(self, found: list[Mention], index: int) -> Mention | None:
        """*les présidents sénégalais, X, et gambien, Y*: Y holds the office of X, in the other country."""
        hit = self.hits.get(index)
        if not (hit and hit.of("demonym") and self._is(index - 1, "and") and found and found[-1].kind == "person" and found[-1].titles):
            return None
        if hit.end >= len(self.doc) or self.doc[hit.end].text != ",":
            return None
        start = hit.end + 1
        if start in self.heads and self.heads[start][1][0].role == "civility":
            start = self.heads[start][0]
        end = self._name_end(start)
        if end == start:
            return None
        first = found[-1].titles[0]
        countries = tuple(dict.fromkeys(c for e in hit.of("demonym") for c in e.countries))
        title = Title(first.head, index, hit.end, first.office, None, None, countries, domain=first.domain)
        return self._person(index, (start, end), [title])

    def _is_plural_group(self, index: int, heads: tuple[Head, ...]) -> bool:
        return any(h.role == "group" for h in heads) and self.words[index].endswith(("s", "x"))

    def _mention_at(self, index: int) -> Mention | None:
        pair = self._pair_at(index)
        if pair:
            return pair
        hit = self.hits.get(index)
        if hit and hit.of("country", "igo", "region") and (index not in self.heads or hit.end > self.heads[index][0]):
            return self._place_name(hit)
        if index in self.heads:
            mention = self._headed(index)
            if mention:
                return mention
        acronym = self.acronym_at(index)
        if acronym:
            return acronym
        person = self._name_at(index)
        if person:
            return self._person(index, person, [])
        if index in self.hits:
            return self._place_name(self.hits[index])
        return self._pronoun_at(index)

    def _root(self, start: int, end: int) -> int:
        best, depth = start, 10_000
        for token in self.doc[start:end]:
            if not start <= token.head.i < end or token.head.i == token.i:
                height = sum(1 for _ in token.ancestors)
                if height < depth and token.pos_ not in {"DET", "ADP", "PUNCT"}:
                    best, depth = token.i, height
        return best

    def _make(self, start: int, end: int, kind: str, name: str | None, **more: object) -> Mention:
        return Mention(self.sentence, start, end, self._root(start, end), kind, name, **more)  # type: ignore[arg-type]

    # -- small words ----------------------------------------------------------------------------------------------

    def _is(self, index: int, name: str) -> bool:
        if not 0 <= index < len(self.words) or not self.language.has(name, self.words[index]):
            return False
        # a small word with a capital within a sentence is a name: *Lê*, *De*
        return index == 0 or name not in _SMALL_WORDS or not self.doc[index].text[:1].isupper() or self.doc[index - 1].text in _OPENERS

    def _pair_at(self, index: int) -> Mention | None:
        """*les deux parties*, *des deux pays*, *les deux Premiers ministres*."""
        if not self._is(index, "two") or index + 1 >= len(self.doc):
            return None
        if not (index and (self._is(index - 1, "definite") or self._is(index - 1, "of") or self._is(index - 1, "at") or self._is(index - 1, "possessive"))):
            return None
        noun = index + 1
        if self.doc[noun].pos_ == "ADJ" and noun + 1 < len(self.doc) and not self._is_pair_noun(noun):
            noun += 1
        if not self._is_pair_noun(noun):
            return None
        end = noun + 1
        if noun in self.heads:
            end = self.heads[noun][0]
        start = index - 1 if self._is(index - 1, "definite") else index
        mention = self._make(start, end, "pair", None)
        mention.root = noun
        mention.pair = True
        return mention

    def _is_pair_noun(self, index: int) -> bool:
        word = self.words[index]
        token = self.doc[index]
        if token.pos_ == "NOUN" and token.dep_.startswith("nsubj") and "Plur" in token.morph.get("Number") and not self._is(index, "units"):
            return True
        return any(self.language.has("pair", form) for form in (word, word.removesuffix("s"), word.removesuffix("x")))

    def pair_class(self, mention: Mention) -> str:
        return pair_class(mention, self.language)

    def _pronoun_at(self, index: int) -> Mention | None:
        token = self.doc[index]
        if self._is(index, "neighbour") and index and (self._is(index - 1, "definite") or self._is(index - 1, "possessive")) and not token.dep_.startswith("nsubj"):
            return self._make(index, index + 1, "pronoun", None)
        if self._is(index, "country_nouns") and index and self.words[index - 1] in {"au", "aux"}:
            return self._make(index, index + 1, "pronoun", None)
        if token.pos_ == "PRON" and self._is(index, "pronouns") and (token.dep_.startswith("nsubj") or self._is(index, "latter_pronouns")):
            return self._make(index, index + 1, "pronoun", None)
        return None

    def acronym_at(self, index: int) -> Mention | None:
        """An acronym that the page has given to a body, or that is made of a body's initials."""
        text = self.doc[index].text
        if text.isupper() and 2 <= len(text) <= 8 and fold(text) in self.acronyms and index not in self.hits:
            return self._make(index, index + 1, "body", text)
        return None

    # -- names ----------------------------------------------------------------------------------------------------

    def _capital(self, index: int) -> bool:
        if not 0 <= index < len(self.doc):
            return False
        text = self.doc[index].text
        return text[:1].isupper() and any(c.isalpha() for c in text)

    def _name_token(self, index: int, first: bool) -> bool:
        """May the token be part of a person's name?"""
        if not self._capital(index) or index in self.heads and not self.people & {index}:
            return False
        token = self.doc[index]
        if self._is(index, "not_names") or (token.is_upper and len(token.text) > 4 and not first and False):
            return False
        hit = self._hit_over(index)
        if hit and hit.of("country", "igo", "demonym", "compound") and index not in self.people:
            return False
        if index == 0 and token.pos_ not in {"PROPN"} and token.ent_type_ != "PER":
            return self._capital(1) and token.pos_ in {"NOUN", "X", "ADJ"} and token.ent_type_ in {"PER", "MISC", ""} and token.pos_ != "DET"
        if token.pos_ == "DET" and index > 0 and self._capital(index + 1) and self.doc[index + 1].pos_ in {"PROPN", "X"}:
            return True  # *Le Kha Phieu*, *Lê Van Dat*: a capital within a sentence is no article
        return token.pos_ not in {"DET", "ADP", "PRON", "AUX", "CCONJ", "SCONJ", "NUM"} or index in self.people

    def _hit_over(self, index: int) -> Hit | None:
        for start in range(index, max(-1, index - 6), -1):
            hit = self.hits.get(start)
            if hit and hit.end > index:
                return hit
        return None

    def _name_end(self, index: int) -> int:
        """The end of the run of name tokens that begins at `index`; `index` itself when there is none."""
        end = index
        while end < len(self.doc) and end - index < 8:
            if self._name_token(end, end == index) or (end > index and _PARTICLE_NAME.match(self.doc[end].text)):
                end += 1
            elif (
                end > index
                and self._is(end, "particles")
                and self._name_token(end + 1, False)
                and not (self.words[end] in {"de", "du", "d", "la", "le"} and end + 1 in self.covered and end + 1 not in self.people)
                and (self.doc[end].text[:1].islower() and (end in self.people or self.words[end] not in {"de", "du", "d", "la", "le"}))
            ):
                end += 1
            elif end > index and self._hyphen(end) and self._capital(end + 1):
                end += 2
            elif end > index and self._is(end, "particles") and self._hyphen(end + 1) and self._capital(end + 2):
                end += 3
            else:
                break
        return end

    def _hyphen(self, index: int) -> bool:
        """*Braun-Pivet*, *el-Sadate*: the hyphen is a token of its own, without blanks."""
        doc = self.doc
        return index + 1 < len(doc) and doc[index].text == "-" and not doc[index].whitespace_ and not doc[index - 1].whitespace_

    def _name_at(self, index: int) -> tuple[int, int] | None:
        """A person's name without a title before it: said by the model, met before, or followed by an office."""
        end = self._name_end(index)
        if end == index or (end == index + 1 and self.language.has("articles", self.words[index])):
            return None
        place = self.hits.get(index)
        tagged = sum(1 for i in range(index, end) if i in self.people)
        known = self._is_known(index, end)
        if place and place.end >= end and not known and not (tagged and end == index + 1 and all(e.ambiguous for e in place.entries)):
            return None
        if known or (tagged * 2 >= end - index and tagged) or (end - index > 1 and self._title_follows(end)):
            return index, end
        return None

    def _is_known(self, start: int, end: int) -> bool:
        return " ".join(self.words[start:end]) in self.known

    def _title_follows(self, end: int) -> bool:
        if end >= len(self.doc) or self.doc[end].text != ",":
            return False
        index = end + 1
        if self._is(index, "articles"):
            index += 1
        return index in self.heads and any(h.role in {"office", "rank"} for h in self.heads[index][1])

    def _person(self, start: int, name: tuple[int, int], titles: list[Title], rank: tuple[int, int] | None = None) -> Mention:
        first, last = name
        mention = self._make(start, last, "person", self.doc[first:last].text, titles=titles, name_start=first, name_end=last)
        if rank:
            mention.rank = self.doc[rank[0] : rank[1]].text
            mention.rank_start = rank[0]
        mention.countries = tuple(dict.fromkeys(c for t in titles for c in t.countries))
        mention.nested = [t.body for t in titles if t.body]
        return mention

    # -- heads ----------------------------------------------------------------------------------------------------

    def _headed(self, index: int) -> Mention | None:
        end, heads = self.heads[index]
        roles = {head.role: head for head in heads}
        if self._is_plural_group(index, heads):
            return self._group(index, end, roles["group"])
        if "civility" in roles:
            name = self._plain_name(end)
            if name:
                return self._person(index, name, [])
            after = end + 1 if self._is(end, "articles") else end
            if after in self.heads and self.heads[after][1][0].role in {"office", "rank", "civility"}:
                inner = self._headed(after)
                if inner and (inner.kind == "person" or after > end):
                    inner.start = index
                    inner.root = self._root(index, inner.end)
                    return inner
        if "office" in roles:
            title, after = self._title(index, end, roles["office"])
            mention = self._titled(index, title, after)
            if mention:
                return mention
        if "rank" in roles:
            name = self._plain_name(end)
            if name:
                return self._person(index, name, [], rank=(index, end))
        if "office" in roles and roles["office"].role == "office":
            title, after = self._title(index, end, roles["office"])
            if self.doc[index].pos_ in {"NOUN", "PROPN", "ADJ"} or len(title.office.split()) > 1:
                plural = self.words[index].endswith("s") and "Plur" in self.doc[index].morph.get("Number", ["Plur"])
                if plural and not title.head.text.endswith("s"):
                    return self._group(index, end, roles["office"])
                mention = self._make(index, after, "office", None, titles=[title], head=title.head)
                mention.countries = title.countries
                mention.nested = [title.body] if title.body else []
                return mention
        if "group" in roles:
            return self._group(index, end, roles["group"])
        if "body" in roles:
            return self._body(index, end, roles["body"])
        return None

    def _plain_name(self, index: int) -> tuple[int, int] | None:
        if index < len(self.doc) and index in self.heads and self.heads[index][1][0].role == "civility":
            index = self.heads[index][0]
        end = self._name_end(index)
        return (index, end) if end > index else None

    def _titled(self, start: int, title: Title, after: int) -> Mention | None:
        """An office followed by a name, perhaps by a comma, another office, a rank or a civility first."""
        titles = [title]
        index = after
        rank: tuple[int, int] | None = None
        for _ in range(4):
            at = index
            comma = at < len(self.doc) and self.doc[at].text == ","
            if comma:
                at += 1
            if self._is(at, "articles") or (not comma and self._is(at, "and") and at + 1 in self.heads):
                at += 1  # *le secrétaire général du parti et président de la République, X*: one person
            if at in self.heads:
                end, heads = self.heads[at]
                roles = {head.role: head for head in heads}
                if "civility" in roles or ("rank" in roles and not comma) or ("rank" in roles and self._plain_name(end)):
                    name = self._plain_name(end)
                    if name:
                        return self._person(start, name, titles, rank=(at, end) if "rank" in roles else rank)
                if "office" in roles:
                    second, index = self._title(at, end, roles["office"])
                    if not self._leads_to_name(index):
                        return None
                    titles.append(second)
                    continue
                return None
            name_end = self._name_end(at)
            if name_end > at and self._acceptable_after(comma, at, name_end):
                return self._person(start, (at, name_end), titles, rank=rank)
            return None
        return None

    def _leads_to_name(self, index: int) -> bool:
        at = index + 1 if index < len(self.doc) and self.doc[index].text == "," else index
        if at in self.heads and self.heads[at][1][0].role in {"civility", "rank"}:
            at = self.heads[at][0]
        return self._name_end(at) > at

    def _acceptable_after(self, comma: bool, start: int, end: int) -> bool:
        """After a comma a name must be more than one word, or be said to be a person by the model."""
        tagged = any(i in self.people for i in range(start, end))
        place = self.hits.get(start)
        if place and place.end >= end and not tagged:
            return False
        return not comma or end - start > 1 or tagged

    # -- complements ----------------------------------------------------------------------------------------------

    def _title(self, start: int, end: int, head: Head) -> tuple[Title, int]:
        chain = _Chain(self, end, office=head)
        countries = tuple(dict.fromkeys(chain.countries))
        body = next((m for m in chain.bodies if m.head and m.head.kind != "organ"), chain.bodies[0] if chain.bodies else None)
        office_end, of, of_start = chain.end, None, None
        if body and chain.bodies:
            outer = self._outer_body(chain.bodies[0])
            if outer.start > end:
                of, of_start = outer.name, outer.start
                office_end = chain.prep_of.get(outer.start, outer.start)
        elif chain.country_at is not None:
            of_start = chain.country_at
            of = self.doc[chain.country_at : chain.country_end].text
            if chain.country_prep is not None and chain.country_end == chain.end:
                office_end = chain.country_prep
        left_out = set(chain.demonyms)
        if chain.posted and chain.country_prep is not None and of_start == chain.country_at:
            office_end = chain.end
            left_out.update(range(chain.country_prep, chain.country_end))
        while office_end > end and self.doc[office_end - 1].pos_ in {"ADP", "DET"}:
            office_end -= 1
        office = _join(self, [t for t in range(start, office_end) if t not in left_out])
        title = Title(head, start, chain.end, office, of, of_start, countries, tuple(chain.posted), body)
        title.domain = fold(self.doc[end : chain.end].text)
        return title, chain.end

    def _outer_body(self, mention: Mention) -> Mention:
        """The body that an organ belongs to: the party of a *Comité central*, else the organ itself."""
        while mention.head and mention.head.kind == "organ" and mention.nested:
            inner = mention.nested[0]
            if inner.kind in {"country", "igo"}:
                break
            mention = inner
        return mention

    def _body(self, start: int, end: int, head: Head) -> Mention | None:
        chain = _Chain(self, end, body=head)
        lone = chain.end == end
        kind = head.kind
        acronym = chain.acronym
        if lone and not head.bare and not (acronym or self.doc[start].text[:1].isupper()):
            if not self._anaphoric(start):
                return None
        if kind in {"subdivision", "city", "company"} and lone and not self._anaphoric(start):
            return None
        if head.country and not chain.countries:
            return None
        words = self.doc[start + 1 : chain.end]
        if not (head.bare or chain.countries or chain.places or chain.pair or self._anaphoric(start)) and not any(
            t.text[:1].isupper() for t in self.doc[start : chain.end]
        ):
            return None
        if kind == "company" and not chain.countries and not any(t.text[:1].isupper() for t in words):
            return None
        name = self.doc[start : chain.name_end].text
        mention = self._make(start, chain.end, "body" if kind == "organ" else kind, name, head=head, acronym=acronym)
        mention.countries = tuple(dict.fromkeys(chain.countries))
        mention.nested = chain.bodies + chain.places
        mention.entry = chain.place_entry
        mention.posted = tuple(chain.posted)
        if chain.pair:
            mention.pair = True
        return mention

    def _anaphoric(self, start: int) -> bool:
        """*la province*, *cette ville*: a definite article or demonstrative makes a bare head point back."""
        return start > 0 and self._is(start - 1, "definite")

    def _group(self, start: int, end: int, head: Head) -> Mention | None:
        chain = _Chain(self, end, body=head, group=True)
        if head.country and not chain.countries:
            return None
        mention = self._make(start, chain.end, "group", self.doc[start : chain.end].text, head=head)
        mention.countries = tuple(dict.fromkeys(chain.countries))
        mention.nested = chain.bodies + chain.places
        mention.pair = chain.pair
        return mention

    # -- countries, bodies of states, places ----------------------------------------------------------------------

    def _place_name(self, hit: Hit) -> Mention | None:
        text = self.doc[hit.start : hit.end].text
        countries = hit.of("country")
        if countries:
            mention = self._make(hit.start, hit.end, "country", text, entry=countries[0])
            mention.countries = tuple(dict.fromkeys(code for e in countries for code in e.countries))[:1]
            return mention
        igos = hit.of("igo")
        if igos:
            return self._make(hit.start, hit.end, "igo", text, entry=igos[0], countries=("IGO",))
        seats = hit.of("seat")
        if seats:
            mention = self._make(hit.start, hit.end, "city", text, entry=seats[0], capital=True)
            mention.countries = seats[0].countries
            return mention
        demonyms = hit.of("demonym", "compound")
        if demonyms:
            token = self.doc[hit.start]
            if token.pos_ in {"NOUN", "PROPN"} and token.text[:1].isupper() and hit.start > 0:
                mention = self._make(hit.start, hit.end, "group", text)
                mention.countries = tuple(dict.fromkeys(c for e in demonyms for c in e.countries))
                return mention
            if token.pos_ in {"ADJ", "NOUN", "PROPN", "VERB"} and hit.start > 0:
                # *la commission algéro-tunisienne*, *l'offre américaine*: says whose a thing is
                mention = self._make(hit.start, hit.end, "adjective", None)
                mention.countries = tuple(dict.fromkeys(c for e in demonyms for c in e.countries))
                return mention
            return None
        capitals = hit.of("capital")
        if capitals:
            mention = self._make(hit.start, hit.end, "city", text, entry=capitals[0], capital=True)
            mention.countries = capitals[0].countries
            return mention
        places = hit.of("subdivision", "city")
        if places and self._is_place(hit, places):
            kind = places[0].kind
            mention = self._make(hit.start, hit.end, kind, text, entry=places[0])
            mention.countries = tuple(dict.fromkeys(c for e in places for c in e.countries))
            said = self.hits.get(hit.end + 1)
            if hit.end < len(self.doc) and self.doc[hit.end].text == "(" and said and said.of("country"):
                mention.countries = said.of("country")[0].countries  # *Saint-Louis (Sénégal)*
                mention.end = said.end
            return mention
        return None

    def _is_place(self, hit: Hit, places: tuple[NameEntry, ...]) -> bool:
        if hit.start == 0 and self.doc[0].pos_ not in {"PROPN", "NOUN"}:
            return False
        if hit.end == hit.start + 1 and self._is(hit.start, "not_names"):
            return False
        if hit.end == hit.start + 1 and hit.start in self.people:
            return False
        if all(entry.ambiguous for entry in places):
            tagged = any(self.doc[i].ent_type_ == "LOC" for i in range(hit.start, hit.end))
            return tagged and self._is(hit.start - 1, "at")
        return self.doc[hit.start].pos_ in {"PROPN", "NOUN", "X", "ADJ"}

    # -- titles after a name --------------------------------------------------------------------------------------

    def _with_titles_after(self, found: list[Mention]) -> Iterator[Mention]:
        """Join *X, chef du commandement* into one mention of X; *parti … (PCV)* gets its acronym in `_Chain`."""
        skip: Mention | None = None
        for position, mention in enumerate(found):
            if mention is skip:
                continue
            follower = found[position + 1] if position + 1 < len(found) else None
            while mention.kind == "person" and follower and follower.kind == "office" and self._apposed(mention, follower):
                mention.titles.extend(follower.titles)
                mention.countries = tuple(dict.fromkeys(mention.countries + follower.countries))
                mention.nested.extend(follower.nested)
                mention.end = follower.end
                skip = follower
                position += 1
                follower = found[position + 1] if position + 1 < len(found) else None
            yield mention

    def _apposed(self, person: Mention, office: Mention) -> bool:
        between = [t for t in range(person.end, office.start)]
        texts = [self.doc[t].text for t in between]
        if not texts or texts[0] not in {",", "("}:
            return bool(person.titles) and len(texts) == 1 and self._is(between[0], "and") and not self._has_name_after(office)
        rest = [t for t in between[1:] if not self._is(t, "articles")]
        return not rest

    def _has_name_after(self, office: Mention) -> bool:
        return self._name_end(office.end) > office.end


class _Chain:
    """What follows a head: adjectives, demonyms, "de …", coordinated fields, an acronym in brackets."""

    def __init__(self, scan: _Scan, index: int, office: Head | None = None, body: Head | None = None, group: bool = False) -> None:
        self.scan = scan
        self.office = office
        self.head = office or body
        self.group = group
        self.end = index
        self.name_end = index
        self.countries: list[str] = []
        self.default = self.head.home if self.head else ""
        self.posted: list[str] = []
        self.bodies: list[Mention] = []
        self.places: list[Mention] = []
        self.demonyms: set[int] = set()
        self.prep_of: dict[int, int] = {}
        self.country_at: int | None = None
        self.country_end = index
        self.country_prep: int | None = None
        self.acronym: str | None = None
        self.place_entry: NameEntry | None = None
        self.pair = False
        self._run()

    def _run(self) -> None:
        self._follow()
        if self.default and not self.countries:
            self.countries.append(self.default)

    def _follow(self) -> None:
        scan, doc = self.scan, self.scan.doc
        steps = 0
        while self.end < len(doc) and steps < 14:
            steps += 1
            at = self.end
            if self._adjective(at) or self._bracket(at) or self._name_of_body(at) or self._complement(at) or self._coordinated(at):
                if not self.acronym or self.end > at:
                    self.name_end = self.end if self.acronym is None else self.name_end
                continue
            break
        if self.acronym is None:
            self.name_end = self.end
        while self.end > 0 and scan.doc[self.end - 1].pos_ == "ADP":
            self.end -= 1
            self.name_end = min(self.name_end, self.end)

    def _adjective(self, at: int) -> bool:
        scan = self.scan
        hit = scan.hits.get(at)
        if hit and hit.of("demonym", "compound") and (scan.doc[at].text[:1].islower() or scan.doc[at].pos_ == "ADJ"):
            codes = [c for e in hit.of("demonym", "compound") for c in e.countries]
            self.countries.extend(codes)
            self.demonyms.update(range(hit.start, hit.end))
            self.end = hit.end
            return True
        if scan._is(at, "union_adjectives"):
            self.countries.append("IGO")
            self.demonyms.add(at)
            self.end = at + 1
            return True
        token = scan.doc[at]
        if scan._is(at, "led_words"):
            return False
        if token.pos_ == "ADJ" and token.text[:1].islower() and at not in scan.heads and not self._verbal(at):
            self.end = at + 1
            return True
        return False

    def _verbal(self, at: int) -> bool:
        token = self.scan.doc[at]
        return token.dep_ in {"ROOT", "acl", "advcl", "conj"} and any(c.dep_ in {"obl:agent", "obl:arg", "aux:pass", "cop", "obj"} for c in token.children)

    def _bracket(self, at: int) -> bool:
        """*(PCV)*: an acronym learnt on this page; *(Sud)*, *(Burundi)*: where the place lies."""
        doc = self.scan.doc
        if doc[at].text != "(" or at + 2 >= len(doc):
            return False
        close = next((i for i in range(at + 1, min(at + 6, len(doc))) if doc[i].text == ")"), None)
        if close is None:
            return False
        inner = doc[at + 1 : close].text
        hit = self.scan.hits.get(at + 1)
        if inner.isupper() and 2 <= len(inner) <= 12 and inner.replace("-", "").isalnum():
            if self.acronym is None:
                self.name_end = at
            self.acronym = inner
        elif hit and hit.of("country"):
            self.countries.extend(c for e in hit.of("country") for c in e.countries)
        else:
            return False
        self.end = close + 1
        return True

    def _name_of_body(self, at: int) -> bool:
        """*Région Bretagne*, *groupe X*, *Front Y*: a name that follows a body's head without a preposition."""
        scan = self.scan
        if self.office or not scan._capital(at) or at in scan.heads:
            return False
        hit = scan.hits.get(at)
        if hit:
            self._place_hit(hit)
            self.end = hit.end
            follower = scan.hits.get(hit.end + 1)
            if hit.end < len(scan.doc) and scan.doc[hit.end].text in {"-", "–", "—"} and follower and follower.of("country"):
                self.end = follower.end  # *Association d'amitié X-Y* is X's
            return True
        if self.group:
            return False
        if scan.doc[at].pos_ in {"PROPN", "NOUN", "ADJ", "X"} and not (at in scan.people and self.head and self.head.kind not in {"company", "body", "party"}):
            self.end = at + 1
            return True
        return False

    def _place_hit(self, hit: Hit) -> None:
        places = hit.of("country", "subdivision", "city", "capital", "seat", "demonym", "compound")
        if not places:
            return
        countries = hit.of("country")
        chosen = countries or tuple(places)
        codes = list(dict.fromkeys(c for e in chosen for c in e.countries))
        if countries or len(codes) == 1:
            self.countries.extend(codes)
        if not countries:
            self.place_entry = chosen[0]
            self.places.append(self.scan._make(hit.start, hit.end, chosen[0].kind, self.scan.doc[hit.start : hit.end].text, entry=chosen[0], countries=tuple(codes)))

    def _complement(self, at: int) -> bool:
        scan = self.scan
        if scan._is(at, "of"):
            return self._after_preposition(at, posted=False)
        if self.office and scan._is(at, "at") and self._accredits(at):
            return self._after_preposition(at, posted=True)
        if self.head and self.head.kind == "body" and scan._is(at, "at") and fold(self.head.text) in {"ambassade", "consulat", "consulat general"}:
            return self._after_preposition(at, posted=True)
        if self.office and scan._is(at, "in_charge"):
            nxt = at + 1
            if scan._is(nxt, "of"):
                self.end = nxt
                return self._after_preposition(nxt, posted=False) or self._undo(at)
        if not self.office and not self.group and self.head and self.head.capital and scan._is(at, "for"):
            return self._after_preposition(at, posted=False)
        return False

    def _undo(self, at: int) -> bool:
        self.end = at
        return False

    def _accredits(self, at: int) -> bool:
        """*ambassadeur au Maroc*, *ministre délégué à la Défense*: a preposition that belongs to the office."""
        scan = self.scan
        nxt = at + 1
        while nxt < len(scan.doc) and (scan._is(nxt, "articles") or scan._is(nxt, "of")):
            nxt += 1
        if nxt >= len(scan.doc):
            return False
        if self.head and self.head.of == "post":
            hit = scan.hits.get(nxt)
            return bool(hit and hit.of("country", "igo", "city", "capital"))
        return bool(self.head and self.head.of == "domain" and scan._capital(nxt) and nxt not in scan.hits)

    def _after_preposition(self, at: int, posted: bool) -> bool:
        scan, doc = self.scan, self.scan.doc
        nxt = at + 1
        while nxt < len(doc) and (scan._is(nxt, "articles") or (posted and scan._is(nxt, "of"))) and not scan._is(nxt, "possessive"):
            nxt += 1
        if nxt >= len(doc):
            return False
        pair = scan._pair_at(nxt) or (scan._pair_at(nxt + 1) if scan._is(nxt, "two") and False else None)
        if pair:
            self.pair = True
            self.end = pair.end
            return True
        hit = scan.hits.get(nxt)
        headed = nxt in scan.heads and hit is not None and not hit.of("country", "igo") and scan.heads[nxt][0] >= hit.end
        if hit and not headed and self._usable(hit):
            return self._country_or_place(at, hit, posted)
        acronym = scan.acronym_at(nxt)
        if acronym:
            self.bodies.append(acronym)
            self.prep_of[nxt] = at
            self.end = nxt + 1
            return True
        if nxt in scan.heads:
            return self._nested(at, nxt)
        if doc[nxt].pos_ in {"NOUN", "PROPN", "ADJ", "X"} and self._domain(at, nxt):
            return True
        return False

    def _usable(self, hit: Hit) -> bool:
        if hit.of("country", "igo", "capital", "seat", "subdivision"):
            return True
        if not hit.of("city") or all(entry.ambiguous for entry in hit.entries) and not (self.head and self.head.kind in {"city", "subdivision"}):
            return False
        return bool(self.head and (self.head.kind in {"city", "subdivision", "organ", "body", "company"} or self.head.channel == ("local",) or self.head.of in {"body", "post"}))

    def _country_or_place(self, prep: int, hit: Hit, posted: bool) -> bool:
        if posted:
            self.posted.extend(c for e in hit.of("country", "igo", "capital") for c in e.countries)
        elif hit.of("country"):
            self._place_hit(hit)
            if self.country_at is None:
                self.country_at, self.country_end, self.country_prep = hit.start, hit.end, prep
        elif hit.of("igo"):
            mention = self.scan._make(hit.start, hit.end, "igo", self.scan.doc[hit.start : hit.end].text, entry=hit.of("igo")[0], countries=("IGO",))
            self.bodies.append(mention)
            self.prep_of[hit.start] = prep
            self.countries.append("IGO")
        else:
            self._place_hit(hit)
            if self.country_at is None:
                self.country_at, self.country_end, self.country_prep = hit.start, hit.end, prep
        self.end = hit.end
        return True

    def _nested(self, prep: int, index: int) -> bool:
        """A body within a name: *Comité central du Parti …*, *officiers de l'armée …*."""
        scan = self.scan
        end, heads = scan.heads[index]
        head = next((h for h in heads if h.role == "body"), None)
        if head is None:
            group = next((h for h in heads if h.role in {"group", "office"}), None)
            if group and self.group and group.role == "group":
                inner = scan._group(index, end, group)
            else:
                return self._domain(prep, index) if not (self.group and group) else False
        else:
            inner = scan._body(index, end, head)
            if inner is None:
                inner = scan._make(index, end, "body", scan.doc[index:end].text, head=head)
        if inner is None:
            return False
        self.bodies.append(inner)
        self.prep_of[inner.start] = prep
        self.countries.extend(inner.countries)
        self.pair = self.pair or inner.pair
        if inner.acronym and self.head and self.head.kind != "organ":
            pass
        self.end = inner.end
        return True

    def _domain(self, prep: int, start: int) -> bool:
        """*des Affaires étrangères*, *de la Sécurité publique*, *de développement*: a field, no country."""
        scan, doc = self.scan, self.scan.doc
        if self.head and self.head.bare and self.countries and not scan._capital(start):
            return False  # *le gouvernement chinois de …*: the name is over
        if self.group and not scan._capital(start) and not scan._is(start, "quality"):
            return False
        if self.group and scan._is(start, "quality"):
            self.end = min(start + 2, len(doc)) if scan.words[start] in {"haut", "tres"} else start + 1
            return True
        end = start
        while end < len(doc) and end - start < 6 and end not in scan.hits:
            token = doc[end]
            if end > start and end in scan.heads and not scan._capital(end):
                break
            if token.pos_ in {"NOUN", "PROPN", "ADJ", "X"} and (end == start or token.pos_ == "ADJ" or (scan._capital(end) and scan._capital(start) and end not in scan.people)):
                end += 1
            else:
                break
        if end == start:
            return False
        self.end = end
        return True

    def _coordinated(self, at: int) -> bool:
        """*de l'Agriculture et du Développement rural*, *de l'Économie, des Finances et de l'Industrie*."""
        scan, doc = self.scan, self.scan.doc
        if self.end == at and not self.head:
            return False
        index = at
        if doc[index].text == "," or scan._is(index, "and"):
            index += 1
        else:
            return False
        second = scan.hits.get(index)
        if second and second.of("demonym") and scan.doc[index].text[:1].islower() and at - 1 in self.demonyms:
            self.countries.extend(c for e in second.of("demonym") for c in e.countries)  # *les ministres lao et vietnamien*
            self.demonyms.update(range(index, second.end))
            self.end = second.end
            return True
        if index >= len(doc) or not scan._is(index, "of") or at == 0:
            return False
        nxt = index + 1
        while nxt < len(doc) and scan._is(nxt, "articles"):
            nxt += 1
        last = doc[at - 1]
        joined = self.head is not None and self.head.capital and scan._is(at, "and") and nxt < len(doc) and doc[nxt].pos_ == "NOUN" and nxt not in scan.heads
        if joined and nxt not in scan.hits:
            self.end = nxt + 1  # *Conseil de paix et de sécurité*
            return True
        if nxt >= len(doc) or not scan._capital(nxt) or nxt in scan.hits or (nxt in scan.heads and any(h.role == "body" and h.channel for h in scan.heads[nxt][1])):
            return False
        if not (last.text[:1].isupper() or last.pos_ == "ADJ"):
            return False
        before = self.end
        self.end = index
        if self._domain(index, nxt):
            return True
        self.end = before
        return False


def _join(scan: _Scan, tokens: list[int]) -> str:
    """The text of tokens, without those left out (demonyms)."""
    text = ""
    for token in tokens:
        text += scan.doc[token].text_with_ws
    return " ".join(text.split()).strip(" ,(")


def pair_class(mention: Mention, language: Language) -> str:
    """What *les deux …* stands for: `countries`, `persons` or `parties`."""
    word = mention.sentence.words[mention.root]
    forms = (word, word.removesuffix("s"), word.removesuffix("x"))
    if any(language.has("pair_persons", form) for form in forms):
        return "persons"
    if any(language.has("pair_countries", form) for form in forms):
        return "countries"
    return "parties"
