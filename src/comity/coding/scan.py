"""Scanning a sentence for mentions: heads and what follows them, titles before and after names, names by themselves.

Bodies are productive, not listed: a head (*ministère*), adjectives, "de …" and a country make one. A person is found by
its title first (*le colonel X, chef du commandement*), by the model second.
"""

from __future__ import annotations

from comity.coding.chains import Chain
from comity.coding.gazetteer import Hit, gazetteer
from comity.coding.joining import joined, plural
from comity.coding.mentions import Mention, Title
from comity.coding.names import Names
from comity.coding.parse import Sentence
from comity.folding import fold
from comity.lexicon.language import Head, Language
from comity.lexicon.world import NameEntry, world


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
        return Scan(self.language, self.gazetteer, sentence, known, acronyms).mentions()


class Scan(Names):
    """One pass over one sentence."""

    def mentions(self) -> list[Mention]:
        found: list[Mention] = []
        index = 0
        while index < len(self.texts):
            if index not in self.beginnings:
                index += 1
                continue
            if found and self._apposition(found[-1], index):
                index = found[-1].end
                continue
            mention = self._same_office(found, index) or self._mention_at(index)
            if mention is None:
                index += 1
                continue
            found.append(mention)
            index = max(mention.end, index + 1)
        return list(joined(self, found))

    def _apposition(self, person: Mention, index: int) -> bool:
        """*X, chef du commandement*: the office joins the person named right before it."""
        if person.kind != "person" or index not in self.heads or not person.end < index <= person.end + 3:
            return False
        if self.doc[person.end].text not in {",", "("} or not all(
            self.is_word(i, "articles") or self.is_word(i, "tenure_adjectives") for i in range(person.end + 1, index)
        ):
            return False
        end, heads = self.heads[index]
        head = next((h for h in heads if h.role == "office"), None)
        if head is None or self._is_plural_group(index, heads):
            return False
        title, after = self._title(index, end, head)
        again = bool(person.titles) and self._leads_to_name(after)
        if (
            again
            or self.name_end(after) > after
            or (after in self.heads and self.heads[after][1][0].role in {"civility", "rank"})
        ):
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
        if not (
            hit
            and hit.of("demonym")
            and self.is_word(index - 1, "and")
            and found
            and found[-1].kind == "person"
            and found[-1].titles
        ):
            return None
        if hit.end >= len(self.doc) or self.doc[hit.end].text != ",":
            return None
        start = hit.end + 1
        if start in self.heads and self.heads[start][1][0].role == "civility":
            start = self.heads[start][0]
        end = self.name_end(start)
        if end == start:
            return None
        first = found[-1].titles[0]
        countries = tuple(dict.fromkeys(c for e in hit.of("demonym") for c in e.countries))
        title = Title(first.head, index, hit.end, first.office, None, None, countries, domain=first.domain)
        return self._person(index, (start, end), [title])

    def _is_plural_group(self, index: int, heads: tuple[Head, ...]) -> bool:
        return any(h.role == "group" for h in heads) and self.words[index].endswith(("s", "x"))

    def _mention_at(self, index: int) -> Mention | None:
        pair = self.pair_at(index)
        if pair:
            return pair
        hit = self.hits.get(index)
        # *Paul* is a place too: a region is not taken out of a person's name
        named = ("country", "igo", "region") if index in self.people else ("country", "igo", "region", "subdivision")
        if hit and hit.of(*named) and (index not in self.heads or hit.end > self.heads[index][0]):
            return self._place_name(hit)
        if hit and (mention := self._by_nation(index, hit)):
            return mention
        if index in self.heads:
            mention = self._headed(index)
            if mention:
                return mention
        elif self.is_word(index, "person_nouns"):
            mention = self._national(index, index + 1, ranked=False)
            if mention:
                return mention
        acronym = self.acronym_at(index) or self._capital_of(index)
        if acronym:
            return acronym
        person = self._name_at(index)
        if person:
            return self._person(index, person, [])
        if index in self.hits:
            return self._place_name(self.hits[index])
        return self._pronoun_at(index)

    def _capital_of(self, index: int) -> Mention | None:
        """*la capitale tchadienne*: the town, named by its country's adjective."""
        said = self.hits.get(index + 1)
        if not self.is_word(index, "seat_of_power") or said is None or len(said.of("demonym")) != 1:
            return None
        capital = world().capital_of(said.of("demonym")[0].countries[0])
        if capital is None:
            return None
        name, country = capital.name, (capital.alpha3,)
        entry = NameEntry(folded=fold(name), surface=name, kind="capital", codes=country, countries=country)
        return self.make(index, said.end, "city", name, entry=entry, countries=country, capital=True)

    def _pronoun_at(self, index: int) -> Mention | None:
        token = self.doc[index]
        if (
            self.is_word(index, "neighbour")
            and index
            and (self.is_word(index - 1, "definite") or self.is_word(index - 1, "possessive"))
            and not token.dep_.startswith("nsubj")
        ):
            return self.make(index, index + 1, "pronoun", None)
        if self.is_word(index, "latter_adjectives") and self.is_word(index - 1, "demonstrative"):
            after = self.doc[index + 1].pos_ if index + 1 < len(self.doc) else ""
            return None if after in {"NOUN", "PROPN"} else self.make(index - 1, index + 1, "pronoun", None)
        if self.is_word(index, "country_nouns") and self._stands_alone(index):
            return self.make(index, index + 1, "pronoun", None)
        if (
            (token.pos_ == "PRON" or self.is_word(index, "latter_pronouns"))
            and self.is_word(index, "pronouns")
            and not (self.is_word(index, "latter_pronouns") and self.is_word(index + 1, "of_which"))
            and (token.dep_.startswith("nsubj") or self.is_word(index, "latter_pronouns"))
        ):
            return self.make(index, index + 1, "pronoun", None)
        if token.pos_ == "PRON" and self.is_word(index, "first_person") and token.dep_.startswith("nsubj"):
            return self.make(index, index + 1, "pronoun", None)
        if (
            self.is_word(index, "object_plural")
            and token.dep_ in {"obj", "iobj", "obl:arg"}
            and token.head.pos_ == "VERB"
            and token.i < token.head.i
        ):
            return self.make(index, index + 1, "pronoun", None)
        if (
            token.pos_ == "PRON"
            and self.is_word(index, "object_pronouns")
            and token.dep_ in {"obj", "iobj", "obl:arg"}
            and token.head.pos_ == "VERB"
            and token.i < token.head.i
            and fold(token.head.lemma_) not in self.language.words["of_things"]
        ):
            return self.make(index, index + 1, "pronoun", None)
        return None

    def _stands_alone(self, index: int) -> bool:
        """*au pays*, *dans le royaume*: one country, with nothing after it that would say which."""
        if not self.is_word(index - 1, "the_country") or self.is_word(index - 2, "of"):
            return False
        if self.is_word(index, "country_words") and self.doc[index].dep_.startswith("nsubj"):
            return False  # *le pays* begins too many sentences that tell of no act
        after = index + 1
        if after >= len(self.doc):
            return True
        said = self.hits.get(after)
        return not (
            self.is_word(after, "of") or self.doc[after].pos_ in {"ADJ", "PROPN"} or (said and said.of("demonym"))
        )

    def _name_at(self, index: int) -> tuple[int, int] | None:
        """A person's name without a title before it: said by the model, met before, or followed by an office."""
        end = self.name_end(index)
        if end == index or (end == index + 1 and self.language.has("articles", self.words[index])):
            return None
        place = self.hits.get(index)
        tagged = sum(1 for i in range(index, end) if i in self.people)
        known = self._is_known(index, end)
        if (
            place
            and place.end >= end
            and not known
            and not (tagged and end == index + 1 and all(e.ambiguous for e in place.entries))
        ):
            return None
        if known or (tagged * 2 >= end - index and tagged) or (end - index > 1 and self._title_follows(end)):
            return index, end
        return None

    def _title_follows(self, end: int) -> bool:
        if end >= len(self.doc) or self.doc[end].text != ",":
            return False
        index = end + 1
        if self.is_word(index, "articles"):
            index += 1
        return index in self.heads and any(h.role in {"office", "rank"} for h in self.heads[index][1])

    def _person(
        self, start: int, name: tuple[int, int], titles: list[Title], rank: tuple[int, int] | None = None
    ) -> Mention:
        first, last = name
        mention = self.make(
            start, last, "person", self.doc[first:last].text, titles=titles, name_start=first, name_end=last
        )
        if rank:
            mention.rank = self.doc[rank[0] : rank[1]].text
        mention.countries = tuple(dict.fromkeys(c for t in titles for c in t.countries))
        mention.nested = [t.body for t in titles if t.body]
        addressed = (head for i in range(start, first) if i in self.heads for head in self.heads[i][1])
        mention.usual = next((head.usual for head in addressed if head.role == "civility"), ())
        return mention

    def _headed(self, index: int) -> Mention | None:
        end, heads = self.heads[index]
        roles = {head.role: head for head in heads}
        if self._is_plural_group(index, heads):
            return self.group(index, end, roles["group"])
        if "civility" in roles:
            name = self._plain_name(end)
            if name:
                return self._person(index, name, [])
            after = end + 1 if self.is_word(end, "articles") else end
            if after in self.heads and self.heads[after][1][0].role in {"office", "rank", "civility"}:
                inner = self._headed(after)
                if inner and (inner.kind == "person" or after > end):
                    inner.start = index
                    inner.root = self._root(index, inner.end)
                    return inner
        if "rank" in roles and "office" in roles:  # *le commandant X*, but *le commandant de la garde, X*
            ranked = self._national(index, end, ranked=True)
            if ranked:
                return ranked
        if "office" in roles:
            title, after = self._title(index, end, roles["office"])
            mention = self._titled(index, title, after)
            if mention:
                return mention
        if "rank" in roles or self.is_word(index, "person_nouns"):
            mention = self._national(index, end, ranked="rank" in roles)
            if mention:
                return mention
        if "office" in roles and roles["office"].role == "office":
            title, after = self._title(index, end, roles["office"])
            if self.doc[index].pos_ in {"NOUN", "PROPN", "ADJ"} or len(title.office.split()) > 1:
                plural = self.words[index].endswith("s") and "Plur" in self.doc[index].morph.get("Number", ["Plur"])
                if plural and not title.head.text.endswith("s"):
                    return self.group(index, end, roles["office"])
                mention = self.make(index, after, "office", None, titles=[title], head=title.head)
                mention.countries = title.countries
                mention.nested = [title.body] if title.body else []
                return mention
        if "group" in roles:
            return self.group(index, end, roles["group"])
        if "body" in roles:
            return self.body(index, end, roles["body"])
        return None

    def _national(self, index: int, end: int, ranked: bool) -> Mention | None:
        """*le général X*, *le général malien X*, *l'opposant tchadien X*: a nationality stands before the name."""
        hit = self.hits.get(end)
        nation = hit.of("demonym") if hit and self.doc[end].text[:1].islower() else ()
        at = hit.end if hit and nation else end
        name = self._plain_name(at) if ranked or nation else None
        if name is None:
            return None
        mention = self._person(index, name, [], rank=(index, end) if ranked else None)
        mention.countries = tuple(dict.fromkeys(c for e in nation for c in e.countries))
        return mention

    def _by_nation(self, index: int, hit: Hit) -> Mention | None:
        """*le Tchadien Ali Djibrine*: a nationality with a capital, and the name right behind it."""
        nation = hit.of("demonym")
        told = index > 0 and self.is_word(index - 1, "definite") and self.doc[index].text[:1].isupper()
        name = self._plain_name(hit.end) if nation and told else None
        if name is None:
            return None
        mention = self._person(index, name, [])
        mention.countries = tuple(dict.fromkeys(c for e in nation for c in e.countries))
        return mention

    def _plain_name(self, index: int) -> tuple[int, int] | None:
        if index < len(self.doc) and index in self.heads and self.heads[index][1][0].role == "civility":
            index = self.heads[index][0]
        end = self.name_end(index)
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
            if self.is_word(at, "articles") or (not comma and self.is_word(at, "and") and at + 1 in self.heads):
                at += 1  # *le secrétaire général du parti et président de la République, X*: one person
            if at in self.heads:
                end, heads = self.heads[at]
                roles = {head.role: head for head in heads}
                if (
                    "civility" in roles
                    or ("rank" in roles and not comma)
                    or ("rank" in roles and self._plain_name(end))
                ):
                    name = self._plain_name(end)
                    if name:
                        return self._person(start, name, titles, rank=(at, end) if "rank" in roles else rank)
                if "office" in roles:
                    second, index = self._title(at, end, roles["office"])
                    if comma and plural(titles[0]) and not plural(second):
                        return None  # *les chefs coutumiers, le roi X*
                    if comma and second.countries and titles[0].countries and _disjoint(second, titles[0]):
                        return None  # *par son homologue indien, le ministre bangladais, X, a …*
                    if not self._leads_to_name(index):
                        return None
                    titles.append(second)
                    continue
                return None
            nation = self._by_nation(at, self.hits[at]) if at in self.hits else None
            if nation is not None and not plural(title):
                mention = self._person(start, (nation.name_start, nation.name_end), titles, rank=rank)
                mention.countries = mention.countries or nation.countries
                return mention
            if comma and plural(title) and self.is_word(start, "generic_plurals"):
                return None  # *les saluts des dirigeants du parti, Mme X a …*
            name_end = self.name_end(at)
            if name_end > at and self._acceptable_after(comma, at, name_end):
                return self._person(start, (at, name_end), titles, rank=rank)
            return None
        return None

    def _leads_to_name(self, index: int) -> bool:
        at = index + 1 if index < len(self.doc) and self.doc[index].text == "," else index
        if at in self.heads and self.heads[at][1][0].role in {"civility", "rank"}:
            at = self.heads[at][0]
        return self.name_end(at) > at

    def _acceptable_after(self, comma: bool, start: int, end: int) -> bool:
        """After a comma a name must be more than one word, or be said to be a person by the model."""
        tagged = any(i in self.people for i in range(start, end))
        place = self.hits.get(start)
        if place and place.end >= end and (not tagged or (comma and place.of("capital", "country"))):
            return False  # *… et un haut responsable américain, Monrovia accepte …*
        return not comma or end - start > 1 or tagged

    def _title(self, start: int, end: int, head: Head) -> tuple[Title, int]:
        chain = Chain(self, end, office=head)
        countries = tuple(dict.fromkeys(chain.countries))
        body = next(
            (m for m in chain.bodies if m.head and m.head.kind != "organ"), chain.bodies[0] if chain.bodies else None
        )
        office_end, of, of_start = chain.end, None, None
        if body and chain.bodies:
            outer = self._outer_body(chain.bodies[0])
            if outer.start > end:
                of, of_start = outer.name, outer.start
                office_end = chain.prep_of.get(outer.start, outer.start)
        elif chain.country_at is not None:
            of_start = chain.country_at
            of = self.doc[chain.country_at : chain.country_end].text
            closes = chain.country_end == chain.end or self.doc[chain.country_end].text == "("
            if chain.country_prep is not None and closes:
                office_end = chain.country_prep
        left_out = set(chain.demonyms)
        if chain.posted and chain.country_prep is not None and of_start == chain.country_at:
            office_end = chain.end
            left_out.update(range(chain.country_prep, chain.country_end))
        while office_end > end and self.doc[office_end - 1].pos_ in {"ADP", "DET"}:
            office_end -= 1
        office = _join(self, [t for t in range(start, office_end) if t not in left_out])
        before, _, rest = office.partition("-")
        if self.language.has("former_prefixes", fold(before)):
            office = rest
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

    def body(self, start: int, end: int, head: Head) -> Mention | None:
        chain = Chain(self, end, body=head)
        lone = chain.end == end
        kind = head.kind
        acronym = chain.acronym
        if lone and not head.bare and not (acronym or self.doc[start].text[:1].isupper()):
            if not self._anaphoric(start):
                return None
        if kind in {"subdivision", "city", "company"} and lone and not (head.home or self._anaphoric(start)):
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
        mention = self.make(start, chain.end, "body" if kind == "organ" else kind, name, head=head, acronym=acronym)
        mention.countries = tuple(dict.fromkeys(chain.countries))
        mention.nested = chain.bodies + chain.places
        mention.entry = chain.place_entry
        mention.posted = tuple(chain.posted)
        if chain.pair:
            mention.pair = True
        return mention

    def _anaphoric(self, start: int) -> bool:
        """*la province*, *cette ville*: a definite article or demonstrative makes a bare head point back."""
        return start > 0 and self.is_word(start - 1, "definite")

    def group(self, start: int, end: int, head: Head) -> Mention | None:
        if start and self.is_word(start - 1, "without_article") and not self.words[start].endswith("s"):
            return None  # *met en garde Lima*, *en partie*
        if head.capital and self.doc[start].text[:1].islower():
            return None
        if head.states:
            return self.make(start, end, "group", self.doc[start:end].text, head=head)
        chain = Chain(self, self._past_members(end), body=head, group=True)
        if head.country and not chain.countries:
            return None
        mention = self.make(start, chain.end, "group", self.doc[start : chain.end].text, head=head)
        # the words between the head and the country: *ministres* des Finances *du Togo*
        mention.name_start, mention.name_end = end, chain.country_prep or end
        mention.countries = tuple(dict.fromkeys(chain.countries))
        mention.nested = chain.bodies + chain.places
        mention.pair = chain.pair
        return mention

    def _past_members(self, index: int) -> int:
        """*les chefs des États membres de la Cédéao*: the words between the group and the body it is of."""
        at = index + 1
        if not (self.is_word(index, "of") and self.is_word(at, "country_plurals")):
            return index
        at = at + 1 if self.is_word(at + 1, "members") else at
        return at + 1 if self.is_word(at + 1, "of") else index

    def _place_name(self, hit: Hit) -> Mention | None:
        text = self.doc[hit.start : hit.end].text
        countries = hit.of("country")
        if countries:
            mention = self.make(hit.start, hit.end, "country", text, entry=countries[0])
            mention.countries = tuple(dict.fromkeys(code for e in countries for code in e.countries))[:1]
            return mention
        igos = hit.of("igo")
        if igos:
            return self.make(hit.start, hit.end, "igo", text, entry=igos[0], countries=("IGO",))
        seats = hit.of("seat")
        if seats:
            mention = self.make(hit.start, hit.end, "city", text, entry=seats[0], capital=True)
            mention.countries = seats[0].countries
            return mention
        demonyms = hit.of("demonym", "compound")
        if demonyms:
            token = self.doc[hit.start]
            if token.pos_ in {"NOUN", "PROPN"} and token.text[:1].isupper() and hit.start > 0:
                mention = self.make(hit.start, hit.end, "group", text)
                mention.countries = tuple(dict.fromkeys(c for e in demonyms for c in e.countries))
                return mention
            if token.pos_ in {"ADJ", "NOUN", "PROPN", "VERB"} and hit.start > 0:
                # *la commission algéro-tunisienne*, *l'offre américaine*: says whose a thing is
                mention = self.make(hit.start, hit.end, "adjective", None)
                mention.countries = tuple(dict.fromkeys(c for e in demonyms for c in e.countries))
                return mention
            return None
        capitals = hit.of("capital")
        if capitals:
            mention = self.make(hit.start, hit.end, "city", text, entry=capitals[0], capital=True)
            mention.countries = capitals[0].countries
            return mention
        places = hit.of("subdivision", "city")
        if places and self._is_place(hit, places):
            kind = places[0].kind
            mention = self.make(hit.start, hit.end, kind, text, entry=places[0])
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
        if hit.end == hit.start + 1 and self.is_word(hit.start, "not_names"):
            return False
        if hit.end == hit.start + 1 and hit.start in self.people:
            return False
        if all(entry.ambiguous for entry in places):
            tagged = any(self.doc[i].ent_type_ == "LOC" for i in range(hit.start, hit.end))
            return tagged and self.is_word(hit.start - 1, "at")
        several = hit.end > hit.start + 1  # *São Paulo*: the parser does not know every word of a foreign name
        return several or self.doc[hit.start].pos_ in {"PROPN", "NOUN", "X", "ADJ"}


def _join(scan: Scan, tokens: list[int]) -> str:
    """The text of tokens, without those left out (demonyms)."""
    text = ""
    for token in tokens:
        text += scan.doc[token].text_with_ws
    return " ".join(text.split()).strip(" ,(")


def _disjoint(left: Title, right: Title) -> bool:
    """Are two titles of other countries, and so of two persons?"""
    return not set(left.countries) & set(right.countries)
