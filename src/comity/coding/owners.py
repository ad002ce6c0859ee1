"""Of which country an office is that names none: whose it is (*son ambassadeur*), whose side it stands on, who acts.

Reads the sentences of a story in order, before they are coded. What the words of an office say themselves goes first.
"""

from __future__ import annotations

from comity.coding.cast import Cast, Entity
from comity.coding.mentions import Mention
from comity.coding.slots import Grammar, Group
from comity.lexicon.language import Language

_STATES = frozenset({"country", "igo", "body"})
_OWNERS = frozenset({"country", "city", "igo", "body", "party", "person", "office", "group"})
_SIDE_WORDS = 4  # *côté congolais, c'est le haut représentant, X*: words between the side and the office


class Owners:
    """Gives offices the country of whoever has them."""

    def __init__(self, language: Language, cast: Cast) -> None:
        self.language = language
        self.cast = cast
        self.acting: tuple[int, str] | None = None  # the last sentence that a state was the subject of, and the state

    def read(self, grammar: Grammar) -> None:
        """Tell the cast what a sentence, and the one before it, say of whose offices are."""
        for mention in grammar.mentions:
            if mention.kind not in {"person", "office"} or not mention.titles or self._known(mention):
                continue
            code = self._owner(grammar, mention) or self._on_side(grammar, mention) or self._of_who_acts(grammar, mention)
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
        """*Samdech X*, *le roi X*, *le président X*: of the only country of the story that has such forms or offices."""
        named = {code for m in mentions for code in m.countries} - {"IGO"}
        for mention in mentions:
            if mention.kind != "person" or self._known(mention):
                continue
            title = mention.titles[0] if mention.titles else None
            plain = title is not None and title.body is None and not title.of and not title.domain
            usual = set(mention.usual) | (set(title.head.usual) if title is not None and plain else set())
            left = named & usual
            if not left and title is not None and plain and title.head.never and len(set(dyad) - {"IGO"}) == 2:
                left = set(dyad) - {"IGO", *title.head.never}
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
            if owner is None and not self._named_before(grammar, mention) and self.acting is not None:
                index, code = self.acting
                return code if index == grammar.sentence.index - 1 else None
            return owner
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

    # -- on which side --------------------------------------------------------------------------------------------

    def _on_side(self, grammar: Grammar, mention: Mention) -> str | None:
        """*côté français, l'ambassadrice X*: of the side that the words before it name."""
        words = grammar.sentence.words
        for other in grammar.mentions:
            near = other.end <= mention.start <= other.end + _SIDE_WORDS
            if near and len(set(other.countries)) == 1 and other.start and self.language.has("sides", words[other.start - 1]):
                return other.countries[0]
            if near and other.kind == "group" and self.language.has("sides", words[other.start]) and len(set(other.countries)) == 1:
                return other.countries[0]
        return None

    # -- who acts -------------------------------------------------------------------------------------------------

    def _of_who_acts(self, grammar: Grammar, mention: Mention) -> str | None:
        """*Asmara n'a pas mâché ses mots. Le ministre de l'Information, X, a …*: of the state that acted just before."""
        if self.acting is None or self.acting[0] != grammar.sentence.index - 1 or self._named_before(grammar, mention):
            return None
        head = mention.titles[0].head
        if head.sector != "GOV" or head.of not in {"state", "domain", "body"} or mention.titles[0].body is not None:
            return None
        root = grammar.doc[mention.root]
        subject = root.dep_.startswith("nsubj") or (root.head.i == root.i and mention.start <= 1)
        return self.acting[1] if subject else None

    def _remember(self, grammar: Grammar) -> None:
        """Which state the sentence is about, for the one after it."""
        root = next((t for t in grammar.doc if t.head.i == t.i), None)
        group = grammar.subject(root) if root is not None and root.pos_ in {"VERB", "AUX", "ADJ"} else None
        if group is None or len(group.members) > 1:
            return
        lead = group.lead
        state = lead.kind in {"country", "igo"} or (lead.kind == "city" and lead.capital) or lead.kind == "body"
        code = self._country(group) if state else None
        if code is not None:
            self.acting = (grammar.sentence.index, code)
