"""Who has been spoken of in a story so far, in which gender and number: what pronouns agree with.

A pronoun looks back over a few sentences. The subject of a sentence comes first for *il*, what was named last besides
the subject for *celui-ci* and *ce dernier*; nobody is taken whose gender or number is known to differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from comity.coding.entities import Entity
from comity.coding.mentions import Mention
from comity.coding.slots import Grammar
from comity.coding.speech import CLOSING
from comity.lexicon.language import Language

_REACH = 2  # sentences over which a pronoun looks back
_PLACES = frozenset({"city", "country", "subdivision"})
_STRAIGHT = '"'  # opens a quotation and closes it
_AT = frozenset({"en", "dans", "de", "except", "egide", "sur"})  # no *celui-ci* points at what stands there
_MORPH = {"feminine": "Fem", "masculine": "Masc"}
_CAN_ACT = frozenset({"person", "office", "body", "party", "group", "igo", "company", "subdivision", "city", "country"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """One side as one sentence names it."""

    sentence: int
    start: int
    entity: Entity
    subject: bool
    aside: bool  # a place, or what belongs to another noun: *à Lima*, *le roi de Jordanie*
    gender: str  # Masc, Fem or nothing
    plural: bool
    root: int  # the token that governs it


class Discourse:
    """The sides that a story has named, sentence by sentence, for pronouns to be resolved."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.spoken: list[Spoken] = []
        self.genders: dict[int, Counter[str]] = defaultdict(Counter)  # by the id of the entity

    def hear(self, grammar: Grammar, mention: Mention, entities: list[Entity]) -> None:
        """Remember whom a mention of the sentence stands for."""
        if len(entities) != 1 or entities[0].kind not in _CAN_ACT:
            return
        entity = entities[0]
        gender, plural = self._agreement(grammar, mention)
        if mention.kind == "group" and entity.kind == "person":
            gender = self.gender(entity)  # *la délégation*, led by him
        elif gender and not plural:
            self.genders[id(entity)][gender] += 1
        group = grammar.group_of.get(id(mention))
        preposition = group.preposition if group is not None else None
        self.spoken.append(
            Spoken(
                grammar.sentence.index,
                mention.start,
                entity,
                _is_subject(grammar.doc[mention.root]),
                preposition in _AT or (preposition == "a" and entity.kind in _PLACES and not gender),
                gender,
                plural,
                mention.root,
            )
        )

    def gender(self, entity: Entity) -> str:
        """The gender in which the story speaks of someone; nothing where it does not show."""
        seen = self.genders.get(id(entity))
        return seen.most_common(1)[0][0] if seen else ""

    def agrees(self, spoken: Spoken, gender: str, plural: bool) -> bool:
        """May a pronoun of this gender and number stand for it?"""
        own = spoken.gender or self.gender(spoken.entity)
        return bool(spoken.entity.country) and spoken.plural == plural and not (own and gender and own != gender)

    def last(self, mention: Mention, gender: str, plural: bool, without: Entity | None = None) -> Entity | None:
        """Whom *celui-ci*, *ce dernier* points at: who was named last and agrees, the subject where nobody else is."""
        for sentence in self._before(mention):
            fitting = [s for s in reversed(sentence) if s.entity is not without and self.agrees(s, gender, plural)]
            fitting = [s for s in fitting if not s.aside]
            for spoken in (*(s for s in fitting if not s.subject), *fitting):
                return spoken.entity
        return None

    def subject(self, mention: Mention, gender: str) -> Entity | None:
        """Whom *il*, *elle* stands for if not the one spoken of: the nearest subject that agrees, else a person."""
        for sentence in self._before(mention):
            fitting = [s for s in sentence if self.agrees(s, gender, False) and not s.aside]
            subjects = [s for s in fitting if s.subject]
            people = [s for s in fitting if s.entity.kind in {"person", "office"}]
            for spoken in (*subjects, *reversed(people)):
                return spoken.entity
        return None

    def plural_subject(self, mention: Mention, gender: str) -> Entity | None:
        """*Les forces de X ont avancé et elles ont …*: those who are the subject before, in the same sentence."""
        here = (s for s in reversed(self.spoken) if s.sentence == mention.sentence.index and s.start < mention.start)
        return next((s.entity for s in here if s.subject and self.agrees(s, gender, True)), None)

    def acting_on(self, pronoun: Mention) -> Entity | None:
        """The subject of the verb that a pronoun is the object of, where it is named there."""
        verb = pronoun.sentence.parse[pronoun.root].head
        subjects = {c.i for c in verb.children if c.dep_.startswith("nsubj")}
        if verb.dep_ == "acl:relcl" and any(
            "Rel" in pronoun.sentence.parse[i].morph.get("PronType", []) for i in subjects
        ):
            subjects |= {verb.head.i, *(c.i for c in verb.head.children if c.dep_ in {"nmod", "appos", "flat:name"})}
        here = (s for s in self.spoken if s.sentence == pronoun.sentence.index)
        return next((s.entity for s in here if s.root in subjects), None)

    def setting(self, without: str | None) -> str | None:
        """Where a story is set: the country spoken of in most sentences so far, of several that which came first."""
        said: dict[str, set[int]] = {}
        for spoken in self.spoken:
            if spoken.entity.country not in {None, "IGO", without}:
                said.setdefault(str(spoken.entity.country), set()).add(spoken.sentence)
        return max(said, key=lambda code: len(said[code]), default=None)

    def country(self, without: str | None) -> str | None:
        """*le pays*: the country that the story has spoken of in most sentences so far, other than `without`."""
        said: dict[str, set[int]] = {}
        last: dict[str, tuple[int, int]] = {}
        for spoken in self.spoken:
            code = spoken.entity.country
            if code is not None and code not in {"IGO", without}:
                said.setdefault(code, set()).add(spoken.sentence)
                last[code] = (spoken.sentence, spoken.start)
        return max(said, key=lambda code: (len(said[code]), last[code]), default=None)

    def _before(self, mention: Mention) -> Iterator[list[Spoken]]:
        """What was named before a mention: first in its own sentence, then sentence by sentence backwards."""
        at = mention.sentence.index
        # who says a quotation is nobody whom it names
        for index in range(at - quotes(mention), at - _REACH - 1, -1):
            yield [s for s in self.spoken if s.sentence == index and (index < at or s.start < mention.start)]

    def _agreement(self, grammar: Grammar, mention: Mention) -> tuple[str, bool]:
        """The gender that the words of a mention show, if any, and whether they are plural."""
        doc, words, has = grammar.doc, grammar.sentence.words, self.language.has
        root = doc[mention.root]
        first = mention.start - 1 if mention.start and doc[mention.start - 1].pos_ == "DET" else mention.start
        plural = mention.kind in {"group", "body", "office"} and "Plur" in root.morph.get("Number", [])
        agreed = _of_participle(root)
        if agreed and not plural:
            return agreed, plural
        for gender in ("feminine", "masculine"):
            # the article, or *Mme* anywhere before the name
            if has(gender, words[first]) or any(
                has(gender, word) and doc[index].text[:1].isupper()
                for index, word in enumerate(words[first : mention.name_start or first], first)
            ):
                return _MORPH[gender], plural
        if root.pos_ == "NOUN" and mention.kind not in {*_PLACES, "person"} and not mention.titles:
            return next(iter(root.morph.get("Gender", [])), ""), plural
        return "", plural


def quotes(pronoun: Mention) -> bool:
    """*« … », a-t-il dit*: does the pronoun stand for who says what is quoted before it?"""
    doc = pronoun.sentence.parse
    behind = doc[pronoun.root].text.startswith("-")
    return behind and any(t.text in CLOSING or t.text == _STRAIGHT for t in doc[: pronoun.root])


def _of_participle(subject: Token) -> str:
    """*X s'est insurgée*: the gender of a subject that the participle with *être* agrees with."""
    while subject.dep_ in {"appos", "flat:name"}:
        subject = subject.head
    verb = subject.head
    if not subject.dep_.startswith("nsubj") or "Part" not in verb.morph.get("VerbForm", []):
        return ""
    being = any(c.dep_.startswith("aux") and c.lemma_ == "être" for c in verb.children)
    return next(iter(verb.morph.get("Gender", [])), "") if being else ""


def _is_subject(token: Token) -> bool:
    return token.dep_.startswith("nsubj") or (token.dep_ == "conj" and token.head.dep_.startswith("nsubj"))
