"""Of which country an office is that names none: whose it is (*son ambassadeur*), whose side it stands on, who acts.

Reads the sentences of a story in order, before they are coded. What the words of an office say themselves goes first.
"""

from __future__ import annotations

from spacy.tokens import Token

from comity.coding.cast import Cast
from comity.coding.entities import Entity
from comity.coding.mentions import Mention
from comity.coding.slots import Grammar, Group
from comity.coding.speech import CLOSING, OPENING
from comity.folding import fold
from comity.lexicon.language import Language
from comity.lexicon.world import world

_STATES = frozenset({"country", "igo", "body"})
_OWNERS = frozenset({"country", "city", "igo", "body", "party", "person", "office", "group"})
_BODIES = frozenset({"party", "body", "company", "group"})
_HOLDERS = frozenset({"group", "body", "country", "city", "subdivision"})
_NO_PLACE = frozenset({None, "par", "avec", "entre", "contre"})
_SIDE_WORDS = 4  # *côté congolais, c'est le haut représentant, X*: words between the side and the office


class Owners:
    """Gives offices the country of whoever has them."""

    def __init__(self, language: Language, cast: Cast) -> None:
        self.language = language
        self.cast = cast
        self.acting: tuple[int, str] | None = None  # the last sentence that a state was the subject of, and the state

        self.subject: tuple[int, str] | None = None  # the same of whoever has a country
        self.nobody = -1  # the last sentence that a body of no known country was the subject of
        self.visiting: tuple[int, str] | None = None  # the same of a delegation

    def read(self, grammar: Grammar) -> None:
        """Tell the cast what a sentence, and the one before it, say of whose offices are."""
        self._stand_for_union(grammar)
        self._former_rulers(grammar)
        for mention in grammar.mentions:
            if mention.kind not in {"person", "office"} or not mention.titles:
                continue
            if self._for_states(mention):
                self._give(mention, "IGO")
            elif not self._known(mention):
                ways = (self._owner, self._on_side, self._at_home, self._among, self._says, self._of_who_acts)
                code = next((found for way in ways if (found := way(grammar, mention)) is not None), None)
                if code is not None:
                    self._give(mention, code)
        self._remember(grammar)

    def _known(self, mention: Mention) -> bool:
        entity = self.cast.link(mention)
        if entity is not None and entity.country is not None:
            return True
        bodies = [self.cast.link(title.body) for title in mention.titles if title.body is not None]
        return bool(mention.countries) or any(body is not None and body.country for body in bodies)

    def _give(self, mention: Mention, code: str) -> None:
        entity = self.cast.link(mention)
        if entity is None:
            mention.countries = (code,) if code != "IGO" else ()
        elif self.cast.inferred(entity, code) is not None:
            entity.country, entity.country_from = code, "inferred"

    def by_custom(self, mentions: list[Mention], dyad: tuple[str, ...]) -> None:
        """*Samdech X*, *le roi X*, *le président X*: of the only country of the story that has such people."""
        named = {code for m in mentions for code in m.countries} - {"IGO"}
        for mention in mentions:
            if mention.kind != "person" or self._known(mention):
                continue
            title = mention.titles[0] if mention.titles else None
            plain = title is not None and title.body is None and not title.of and not title.domain
            usual = set(mention.usual) | (set(title.head.usual) if title is not None and plain else set())
            left = named & usual
            if not left and title is not None and plain and title.head.never and named == set(dyad):
                left = named - set(title.head.never)
            if len(left) == 1:
                self._give(mention, left.pop())

    # -- whose ----------------------------------------------------------------------------------------------------

    def _owner(self, grammar: Grammar, mention: Mention) -> str | None:
        """*La Chine a promis …, et son ambassadeur, X, …*: of the side that the possessive points back at."""
        words = grammar.sentence.words
        for title in mention.titles:
            if title.head.of == "counterpart" or not title.start:
                continue
            if not self.language.has("possessive", words[title.start - 1]):
                continue
            owner = self._before(grammar, mention, title.start) or self._after(grammar, mention)
            if owner is not None or self._named_before(grammar, mention):
                return owner
            before = grammar.sentence.index - 1
            if self.subject is not None and self.subject[0] == before:
                return self.subject[1]
            entity = self.cast.link(mention)
            if entity is not None and self.nobody == before:
                entity.withheld = True
            return None
        return None

    def _before(self, grammar: Grammar, mention: Mention, start: int) -> str | None:
        """The subject before the office, else whoever is named last before it."""
        root = next((t for t in grammar.doc if t.head.i == t.i), grammar.doc[mention.root])
        for subject in (grammar.subject_of_clause(grammar.doc[mention.root]), grammar.subject(root)):
            if subject is not None and subject.lead.end <= start and mention not in subject.members:
                code = self._country(subject)
                if code is not None:
                    return code
        before = [g for g in grammar.groups if g.lead.end <= start and mention not in g.members]
        before = [g for g in before if g.lead.kind in _OWNERS]
        acting = [g for g in before if grammar.doc[g.lead.root].dep_.startswith("nsubj")]
        return next((self._country(g) for g in (*reversed(acting), *reversed(before))), None)

    def _after(self, grammar: Grammar, mention: Mention) -> str | None:
        """*Par la voix de X, sa porte-parole, la diplomatie russe a …*: who acts stands behind."""
        group = next((g for g in grammar.groups if g.lead.start >= mention.end and g.preposition is None), None)
        opens = not any(g.lead.end <= mention.start for g in grammar.groups)
        opens = opens and group is not None and grammar.doc[group.lead.root].dep_.startswith("nsubj")
        return self._country(group) if group is not None and opens and group.lead.kind in _STATES | {"city"} else None

    def _named_before(self, grammar: Grammar, mention: Mention) -> bool:
        return any(m.end <= mention.start and m.kind in _OWNERS for m in grammar.mentions)

    def _country(self, group: Group) -> str | None:
        """The one country of a group."""
        codes = set()
        for member in group.members:
            entity: Entity | None = self.cast.link(member)
            codes |= {entity.country} if entity is not None and entity.country else set(member.countries)
        return codes.pop() if len(codes) == 1 else None

    # -- of a body of states ------------------------------------------------------------------------------------------

    def _for_states(self, mention: Mention) -> bool:
        """*le président de la Commission, le Gambien X*: of the body of states that the page speaks of."""
        title = mention.titles[0]
        entity = self.cast.link(mention)
        if title.countries or (entity is not None and entity.country == "IGO"):
            return False
        words = title.office.split()
        if not words or not self.language.has("speaks_for_states", fold(words[0])):
            return False
        grammar = self.language.syntax["grammar"]
        organs = {*grammar["of_states"], *grammar["organs_of_states"]}
        named = [w for w in mention.sentence.texts[title.start : mention.end] if w in organs and w[0].isupper()]
        return (
            bool(named)
            and self._bodies_of_states() > 0
            and not any(
                self.language.has("within_a_state", fold(w)) for w in mention.sentence.texts[title.start : title.end]
            )
        )

    def _bodies_of_states(self) -> int:
        return sum(len(e.mentions) for e in self.cast.entities if e.kind == "igo")

    def _stand_for_union(self, grammar: Grammar) -> None:
        """*Bruxelles gèle …*, *les Européens ont …*: the body of states that the page names, where they act."""
        table = self.language.syntax["stands_for"]
        for group in grammar.groups:
            mention = group.lead
            key = table.get(mention.text)
            if key is None or group.preposition not in _NO_PLACE or mention.kind not in {"city", "group"}:
                continue
            body = next((e for e in self.cast.entities if e.kind == "igo" and e.entry and key in e.entry.codes), None)
            own = {code for code in mention.countries if self.cast.is_named(code)}
            if body is not None and body.mentions and not own:
                self.cast.take(mention, body)

    def _former_rulers(self, grammar: Grammar) -> None:
        """*L'ancienne puissance coloniale a condamné …*: the state that ruled the country the page speaks of most."""
        for mention in grammar.mentions:
            definite = mention.start and self.language.has("definite", grammar.sentence.words[mention.start - 1])
            if mention.head is None or mention.head.kind != "ruler" or not definite:
                continue
            ruled = [c for c in self.cast.named() if world().former_ruler(str(c.country)) is not None]
            most = max(ruled, key=lambda c: len(c.mentions), default=None)
            ruler = world().former_ruler(str(most.country)) if most is not None else None
            if ruler is not None:
                self.cast.take(mention, self.cast.country(ruler))

    # -- on which side --------------------------------------------------------------------------------------------

    def _on_side(self, grammar: Grammar, mention: Mention) -> str | None:
        """*côté français, l'ambassadrice X*: of the side that the words before it name."""
        words = grammar.sentence.words
        for other in grammar.mentions:
            near = other.end <= mention.start <= other.end + _SIDE_WORDS
            if (
                near
                and len(set(other.countries)) == 1
                and other.start
                and self.language.has("sides", words[other.start - 1])
            ):
                return other.countries[0]
            if (
                near
                and other.kind == "group"
                and self.language.has("sides", words[other.start])
                and len(set(other.countries)) == 1
            ):
                return other.countries[0]
        return None

    def _at_home(self, grammar: Grammar, mention: Mention) -> str | None:
        """*À Monrovia, le porte-parole, X, …*: of the country of the town that the sentence opens with."""
        first = next(iter(grammar.groups), None)
        if first is None or first.preposition not in {"a", "en"} or first.lead.start > 1 or len(first.members) > 1:
            return None
        after = grammar.doc[first.lead.end : first.lead.end + 1].text
        between = [g for g in grammar.groups if first.lead.end <= g.lead.start < mention.start]
        if first.lead.kind not in {"city", "country"} or after != "," or any(g.lead.kind in _OWNERS for g in between):
            return None
        return self._country(first)

    def _among(self, grammar: Grammar, mention: Mention) -> str | None:
        """*une délégation togolaise, composée du maire X, de Mme Y, …*: of the delegation's country."""
        words = grammar.sentence.words
        made = next((i for i in range(mention.start - 1, 0, -1) if self.language.has("made_of", words[i])), None)
        if made is None or any(t.text in {";", ":"} or _is_finite(t) for t in grammar.doc[made : mention.start]):
            return None
        group = next((g for g in reversed(grammar.groups) if g.lead.end <= made and g.lead.kind != "pronoun"), None)
        if group is not None:
            return (
                self._country(group) if group.lead.kind in {"group", "body", "country", "city", "subdivision"} else None
            )
        return self.visiting[1] if self.visiting and self.visiting[0] == grammar.sentence.index - 1 else None

    def _says(self, grammar: Grammar, mention: Mention) -> str | None:
        """*Kigali « regrette » une mesure qui, dit la porte-parole X, …*: of the state that the sentence is about."""
        token = grammar.doc[mention.root]
        verb = token.head
        said = token.dep_.startswith("nsubj") and verb.pos_ == "VERB" and verb.i < mention.start
        if not said or not (grammar.is_verb(verb, "say") or grammar.is_verb(verb, "reproach")):
            return None
        before = [g for g in grammar.groups if g.lead.end <= mention.start and g.lead.kind in _STATES | {"city"}]
        acting = [g for g in before if grammar.doc[g.lead.root].dep_.startswith("nsubj")]
        if not acting or not self._is_state(acting[0].lead):
            return None
        before_it = [t.text for t in grammar.doc[: acting[0].lead.start]]
        quoted = sum(t in OPENING for t in before_it) > sum(t in CLOSING for t in before_it)
        return None if quoted else self._country(acting[0])

    # -- who acts -------------------------------------------------------------------------------------------------

    def _of_who_acts(self, grammar: Grammar, mention: Mention) -> str | None:
        """*Asmara n'a pas mâché ses mots. Le ministre, X, a …*: of the state that acted just before."""
        if self.acting is None or self.acting[0] != grammar.sentence.index - 1 or self._named_before(grammar, mention):
            return None
        title = mention.titles[0]
        if mention.kind == "office":
            return None  # who holds it may have been named, with a country, before
        minister = title.head.sector == "GOV" and title.head.of == "domain" and title.body is None
        if not minister and not self.language.has("speaks_for_power", fold(title.head.text)):
            return None
        root = grammar.doc[mention.root]
        subject = root.dep_.startswith("nsubj") or mention.start <= 1
        return self.acting[1] if subject else None

    def _remember(self, grammar: Grammar) -> None:
        """Which state the sentence is about, for the one after it."""
        root = next((t for t in grammar.doc if t.head.i == t.i), None)
        group = grammar.subject(root) if root is not None and root.pos_ in {"VERB", "AUX", "ADJ"} else None
        if group is None or len(group.members) > 1:
            return
        code = self._country(group)
        if code is None:
            self.nobody = grammar.sentence.index if group.lead.kind in _BODIES else self.nobody
            return
        self.subject = (grammar.sentence.index, code)
        if self._is_state(group.lead):
            self.acting = (grammar.sentence.index, code)
        elif group.lead.kind == "group":
            self.visiting = (grammar.sentence.index, code)

    def _is_state(self, lead: Mention) -> bool:
        return lead.kind in {"country", "igo", "body"} or (lead.kind == "city" and lead.capital)


def _is_finite(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} and "Fin" in token.morph.get("VerbForm", [])
