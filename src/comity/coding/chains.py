"""What follows the head of a name: *ministère* vietnamien de la Sécurité publique, *ambassadeur* de France."""

from __future__ import annotations

from typing import Any, Protocol

from spacy.tokens import Doc

from comity.coding.gazetteer import Hit
from comity.coding.mentions import Mention
from comity.folding import fold
from comity.lexicon.language import Head, Language
from comity.lexicon.world import NameEntry

# the channels of bodies that a state has but one of, so that no name follows their nationality
_OF_STATES = frozenset({"government", "state", "military", "security", "parliament", "judiciary"})


class Scanning(Protocol):
    """What a chain asks of the scan of its sentence."""

    doc: Doc
    language: Language
    words: list[str]
    hits: dict[int, Hit]
    heads: dict[int, tuple[int, tuple[Head, ...]]]
    people: set[int]

    def is_word(self, index: int, name: str) -> bool:
        """Is the token in the grammar list `name`?"""

    def capital(self, index: int) -> bool:
        """Does the token begin with a capital?"""

    def make(self, start: int, end: int, kind: str, name: str | None, **more: Any) -> Mention:
        """A mention of these tokens."""

    def pair_at(self, index: int) -> Mention | None:
        """*deux pays* at the token."""

    def acronym_at(self, index: int) -> Mention | None:
        """A known acronym at the token."""

    def body(self, start: int, end: int, head: Head) -> Mention | None:
        """The body whose head stands at these tokens."""

    def group(self, start: int, end: int, head: Head) -> Mention | None:
        """The group whose head stands at these tokens."""


class Chain:
    """What follows a head: adjectives, demonyms, "de …", coordinated fields, an acronym in brackets."""

    def __init__(
        self, scan: Scanning, index: int, office: Head | None = None, body: Head | None = None, group: bool = False
    ) -> None:
        self.scan = scan
        self.office = office
        self.head = office or body
        self.group = group
        self.end = index
        self.name_end = index
        self.plural = index > 0 and scan.doc[index - 1].text.endswith("s")  # *les polices de A et de B*
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
        if self.head is None or self.head.kind != "party" or not self.default:
            self._follow()
        elif self.end < len(self.scan.doc):
            self._bracket(self.end)  # *le Frelimo pour son succès*: a party with a name of its own has no more of it
        if self.default and not self.countries:
            self.countries.append(self.default)

    def _follow(self) -> None:
        scan, doc = self.scan, self.scan.doc
        steps = 0
        while self.end < len(doc) and steps < 14:
            steps += 1
            at = self.end
            if (
                self._adjective(at)
                or self._bracket(at)
                or self._name_of_body(at)
                or self._complement(at)
                or self._coordinated(at)
            ):
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
        if scan.is_word(at, "union_adjectives"):
            self.countries.append("IGO")
            self.demonyms.add(at)
            self.end = at + 1
            return True
        token = scan.doc[at]
        if scan.is_word(at, "led_words"):
            return False
        free = at not in scan.heads or (self.group and token.dep_ == "amod")  # *des avions militaires égyptiens*
        if token.pos_ == "ADJ" and token.text[:1].islower() and free and not self._verbal(at):
            self.end = at + 1
            return True
        return False

    def _verbal(self, at: int) -> bool:
        token = self.scan.doc[at]
        return token.dep_ in {"ROOT", "acl", "advcl", "conj"} and any(
            c.dep_ in {"obl:agent", "obl:arg", "aux:pass", "cop", "obj"} for c in token.children
        )

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
        elif not (hit and hit.of("subdivision") and self._list_after(close + 1)):  # *les communes de X (Y) et de Z*
            return False
        self.end = close + 1
        return True

    def _list_after(self, at: int) -> bool:
        """Does a list of places go on at the token: *et de Z*?"""
        scan = self.scan
        return bool(self.places) and at + 1 < len(scan.doc) and scan.is_word(at, "and") and scan.is_word(at + 1, "of")

    def _name_of_body(self, at: int) -> bool:
        """*Région Bretagne*, *groupe X*, *Front Y*: a name that follows a body's head without a preposition."""
        scan = self.scan
        if self.office or not scan.capital(at) or (at in scan.heads and not self._company(at)):
            return False
        hit = scan.hits.get(at)
        if hit:
            self._place_hit(hit)
            self.end = hit.end
            follower = scan.hits.get(hit.end + 1)
            if (
                hit.end < len(scan.doc)
                and scan.doc[hit.end].text in {"-", "–", "—"}
                and follower
                and follower.of("country")
            ):
                self.end = follower.end  # *Association d'amitié X-Y* is X's
            return True
        told = at - 1 in self.demonyms or bool(self.head and self.head.bare)
        if self.group or (told and self._of_a_state() and self._begins_a_name(at)):
            return False
        if scan.doc[at].pos_ in {"PROPN", "NOUN", "ADJ", "X"} and not (
            at in scan.people and self.head and self.head.kind not in {"company", "body", "party"}
        ):
            self.end = at + 1
            return True
        return False

    def _of_a_state(self) -> bool:
        """*l'armée kényane*, *le ministère danois*: such bodies have no name of their own."""
        return self.head is not None and bool(set(self.head.channel) & _OF_STATES)

    def _company(self, at: int) -> bool:
        """*la société turque X*: a company known by name names the body whose head stands before it."""
        return bool(self.head and self.head.kind == "company") and bool(self.scan.heads[at][1][0].home)

    def _place_hit(self, hit: Hit) -> None:
        places = hit.of("country", "subdivision", "city", "capital", "seat", "demonym", "compound")
        if not places:
            return
        countries = hit.of("country")
        chosen = countries or hit.of("capital", "seat") or tuple(places)
        codes = list(dict.fromkeys(c for e in chosen for c in e.countries))
        if countries or len(codes) == 1:
            self.countries.extend(codes)
        if not countries:
            self.place_entry = chosen[0]
            self.places.append(
                self.scan.make(
                    hit.start,
                    hit.end,
                    chosen[0].kind,
                    self.scan.doc[hit.start : hit.end].text,
                    entry=chosen[0],
                    countries=tuple(codes),
                )
            )

    def _complement(self, at: int) -> bool:
        scan = self.scan
        if scan.is_word(at, "of"):
            return self._after_preposition(at, posted=False)
        if self.office and scan.is_word(at, "at") and self._accredits(at):
            return self._after_preposition(at, posted=True)
        if (
            self.head
            and self.head.kind == "body"
            and scan.is_word(at, "at")
            and fold(self.head.text) in {"ambassade", "consulat", "consulat general"}
        ):
            return self._after_preposition(at, posted=True)
        if self.office and scan.is_word(at, "in_charge"):
            nxt = at + 1
            if scan.is_word(nxt, "of"):
                self.end = nxt
                return self._after_preposition(nxt, posted=False) or self._undo(at)
        if not self.office and not self.group and self.head and self.head.capital and scan.is_word(at, "for"):
            return self._after_preposition(at, posted=False)
        return False

    def _undo(self, at: int) -> bool:
        self.end = at
        return False

    def _accredits(self, at: int) -> bool:
        """*ambassadeur au Maroc*, *ministre délégué à la Défense*: a preposition that belongs to the office."""
        scan = self.scan
        nxt = at + 1
        while nxt < len(scan.doc) and (scan.is_word(nxt, "articles") or scan.is_word(nxt, "of")):
            nxt += 1
        if nxt >= len(scan.doc):
            return False
        if self.head and self.head.of == "post":
            hit = scan.hits.get(nxt)
            return bool(hit and hit.of("country", "igo", "city", "capital"))
        if self.head is None or nxt in scan.hits:
            return False
        over = self.head.of == "domain" or scan.language.has("over_fields", fold(self.head.text))
        return (over and scan.is_word(nxt, "fields")) or (self.head.of == "domain" and scan.capital(nxt))

    def _after_preposition(self, at: int, posted: bool) -> bool:
        scan, doc = self.scan, self.scan.doc
        nxt = at + 1
        while (
            nxt < len(doc)
            and (scan.is_word(nxt, "articles") or (posted and scan.is_word(nxt, "of")))
            and not scan.is_word(nxt, "possessive")
        ):
            nxt += 1
        if nxt >= len(doc):
            return False
        pair = scan.pair_at(nxt)
        if pair:
            self.pair = True
            self.end = pair.end
            return True
        hit = scan.hits.get(nxt)
        headed = (
            nxt in scan.heads and hit is not None and not hit.of("country", "igo") and scan.heads[nxt][0] >= hit.end
        )
        if hit and not headed and self._usable(hit):
            if self.group and self.demonyms and self._is_of_another(hit):
                return False  # *le retrait des forces zambiennes d'Angola*
            return self._country_or_place(at, hit, posted)
        acronym = scan.acronym_at(nxt)
        if acronym:
            self.bodies.append(acronym)
            self.prep_of[nxt] = at
            self.end = nxt + 1
            return True
        if nxt in scan.heads:
            return self._nested(at, nxt)
        if doc[nxt].pos_ in {"NOUN", "PROPN", "ADJ", "X"} and self._domain(nxt):
            return True
        return False

    def _is_of_another(self, hit: Hit) -> bool:
        """Does a place lie in no country that the name has told already?"""
        codes = {c for e in hit.of("country", "capital", "city", "subdivision") for c in e.countries}
        return bool(codes) and not codes & set(self.countries)

    def _usable(self, hit: Hit) -> bool:
        if hit.of("country", "igo", "capital", "seat", "subdivision"):
            return True
        if not hit.of("city") or (
            all(entry.ambiguous for entry in hit.entries)
            and not (self.head and self.head.kind in {"city", "subdivision"})
        ):
            return False
        return bool(
            self.head
            and (
                self.group
                or self.head.kind in {"city", "subdivision", "organ", "body", "company"}
                or self.head.channel == ("local",)
                or self.head.of in {"body", "post"}
            )
        )

    def _country_or_place(self, prep: int, hit: Hit, posted: bool) -> bool:
        if posted:
            self.posted.extend(c for e in hit.of("country", "igo", "capital") for c in e.countries)
        elif hit.of("country"):
            self._place_hit(hit)
            if self.country_at is None:
                self.country_at, self.country_end, self.country_prep = hit.start, hit.end, prep
        elif hit.of("igo"):
            mention = self.scan.make(
                hit.start,
                hit.end,
                "igo",
                self.scan.doc[hit.start : hit.end].text,
                entry=hit.of("igo")[0],
                countries=("IGO",),
            )
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
                inner = scan.group(index, end, group)
            else:
                return self._domain(index) if not (self.group and group) else False
        else:
            inner = scan.body(index, end, head)
            if inner is None:
                inner = scan.make(index, end, "body", scan.doc[index:end].text, head=head)
        if inner is None:
            return False
        self.bodies.append(inner)
        self.prep_of[inner.start] = prep
        self.countries.extend(inner.countries)
        self.pair = self.pair or inner.pair
        self.end = inner.end
        return True

    def _domain(self, start: int) -> bool:
        """*des Affaires étrangères*, *de la Sécurité publique*, *de développement*: a field, no country."""
        scan, doc = self.scan, self.scan.doc
        if self.head and self.head.bare and self.countries and not scan.capital(start):
            return False  # *le gouvernement chinois de …*: the name is over
        if self.group and not scan.capital(start) and not scan.is_word(start, "quality"):
            return False
        if self.group and scan.is_word(start, "quality"):
            self.end = min(start + 2, len(doc)) if scan.words[start] in {"haut", "tres"} else start + 1
            return True
        end = start
        while end < len(doc) and end - start < 6 and end not in scan.hits:
            token = doc[end]
            if end > start and ((end in scan.heads and not scan.capital(end)) or self._begins_a_name(end)):
                break
            if token.pos_ in {"NOUN", "PROPN", "ADJ", "X"} and (
                end == start
                or token.pos_ == "ADJ"
                or (scan.capital(end) and scan.capital(start) and (end not in scan.people or start in scan.people))
            ):
                end += 1
            else:
                break
        if end == start:
            return False
        self.end = end
        return True

    def _begins_a_name(self, at: int) -> bool:
        """*la ministre de la Culture Awa Diallo*: two capitals behind a field or a nationality, and no field's word."""
        scan, doc = self.scan, self.scan.doc
        if at + 1 >= len(doc) or doc[at].pos_ != "PROPN" or scan.is_word(at, "of_a_field"):
            return False
        after = at + 2 if doc[at + 1].text == "-" else at + 1  # *Jean-Paul*
        follows = after < len(doc) and scan.capital(after)
        return scan.capital(at) and follows and at not in scan.heads and at not in scan.hits

    def _coordinated(self, at: int) -> bool:
        """*de l'Agriculture et du Développement rural*, *de l'Économie, des Finances et de l'Industrie*."""
        scan, doc = self.scan, self.scan.doc
        if self.end == at and not self.head:
            return False
        index = at
        if doc[index].text == "," or scan.is_word(index, "and"):
            index += 1
        else:
            return False
        second = scan.hits.get(index)
        if second and second.of("demonym") and scan.doc[index].text[:1].islower() and at - 1 in self.demonyms:
            self.countries.extend(
                c for e in second.of("demonym") for c in e.countries
            )  # *les ministres lao et vietnamien*
            self.demonyms.update(range(index, second.end))
            self.end = second.end
            return True
        if index >= len(doc) or not scan.is_word(index, "of") or at == 0:
            return False
        nxt = index + 1
        while nxt < len(doc) and scan.is_word(nxt, "articles"):
            nxt += 1
        several = self.group or (self.head is not None and self.head.role == "body" and self.plural)
        if several and nxt in scan.hits and self._another_of_group(at, nxt):
            return True
        last = doc[at - 1]
        joined = (
            self.head is not None
            and self.head.capital
            and scan.is_word(at, "and")
            and nxt < len(doc)
            and doc[nxt].pos_ == "NOUN"
            and nxt not in scan.heads
        )
        if joined and nxt not in scan.hits:
            self.end = nxt + 1  # *Conseil de paix et de sécurité*
            return True
        if (
            nxt >= len(doc)
            or not scan.capital(nxt)
            or nxt in scan.hits
            or (nxt in scan.heads and any(h.role == "body" and h.channel for h in scan.heads[nxt][1]))
        ):
            return False
        if not (last.text[:1].isupper() or last.pos_ == "ADJ"):
            return False
        before = self.end
        self.end = index
        if self._domain(nxt):
            return True
        self.end = before
        return False

    def _another_of_group(self, at: int, index: int) -> bool:
        """*les ministres de la Jordanie et de l'Égypte*, *les maires de A et de B*: another of the group."""
        hit = self.scan.hits[index]
        named = hit.of("country") or (hit.of("city", "capital", "subdivision") if self.places else ())
        if not named or not (self.countries or self.places):
            return False
        if self.scan.doc[at].text == "," and not self._list_ends(hit.end):
            return False
        self._place_hit(hit)
        self.end = hit.end
        return True

    def _list_ends(self, index: int) -> bool:
        """After a comma: does *et de …* or another *, de …* follow, so that the comma is one of a list?"""
        doc = self.scan.doc
        follows = index + 1 < len(doc) and self.scan.is_word(index + 1, "of")
        return follows and (doc[index].text == "," or self.scan.is_word(index, "and"))
