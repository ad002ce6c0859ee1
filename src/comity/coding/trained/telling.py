"""What a word of a sentence shows of whether it tells an act between states, and of which type: its features.

A feature is a name that holds or does not. Words are lemmas as the parser gives them; beside them the frames are asked
which acts the word may tell at all (`may`), what the rules made of it (`drafted`, `refused`), and whether it happened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from spacy.tokens import Token

from comity.coding.actors import Resolver, Sides
from comity.coding.drafts import Draft
from comity.coding.frames import FrameMatcher, Match
from comity.coding.mentions import Mention, is_anybody
from comity.coding.modality import Modality, of_noun, of_verb
from comity.coding.slots import Grammar

_TELLING = frozenset({"NOUN", "VERB"})
_AUXILIARY = frozenset({"aux:tense", "aux:pass", "aux", "cop", "fixed"})
_NAMES = frozenset({"person", "country", "igo", "city", "pronoun", "pair"})
_NEAR = frozenset(
    {"obj", "obl:arg", "xcomp", "nmod", "ccomp", "iobj", "obl:mod", "advmod", "amod", "det", "nsubj", "nsubj:pass"}
    | {"obl:agent", "expl:comp", "expl:pass", "mark", "case", "aux:pass"}
)
_MEANT = frozenset({"obj", "obl:arg", "xcomp", "nmod", "amod"})
_MEANING = frozenset({"NOUN", "VERB", "ADJ"})
_BESIDE = (-2, -1, 1, 2)
_QUOTES = frozenset({"«", '"', "“"})

Vector = np.ndarray[tuple[int], np.dtype[np.float32]]


@dataclass(slots=True, eq=False)
class Scene:
    """One sentence with what is known before its words are weighed.

    `named` are the countries that each mention stands for, by the mention's id; `made` the acts that the rules drafted
    here, `left` the matches that they refused, `barred` the words of those that are no acts whoever the sides are.
    """

    grammar: Grammar
    sides: Sides
    named: dict[int, frozenset[str]]
    made: list[Draft]
    left: list[Match]
    matcher: FrameMatcher
    dyad: frozenset[str] = frozenset()
    barred: frozenset[int] = frozenset()
    ruled: dict[int, list[str]] = field(default_factory=dict)
    moods: dict[int, Modality] = field(default_factory=dict)
    words: dict[int, tuple[str, ...]] = field(default_factory=dict)
    failed: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ruled: dict[int, list[str]] = defaultdict(list)
        failed: dict[int, list[str]] = defaultdict(list)
        for draft in self.made:
            ruled[draft.match.predicate.i] += [f"drafted={draft.plover}", f"frame={draft.frame.name}"]
        for match in self.left:
            ruled[match.predicate.i] += [f"refused={match.frame.plover}", f"frame={match.frame.name}"]
        for frame, token, key, _ in self.grammar.unfit:
            failed[token.i] += [f"unfit={frame.plover}", f"unfit:{key}"]
        self.ruled, self.failed = dict(ruled), dict(failed)

    def countries(self) -> set[str]:
        """The countries and `IGO` that the sentence itself names, its pronouns among them."""
        return {code for codes in self.named.values() for code in codes}

    def may(self, token: Token) -> tuple[str, ...]:
        """Which types of act the frames know the word for, whatever else they ask."""
        if token.i not in self.words:
            self.words[token.i] = self.matcher.may_tell(self.grammar, token)
        return self.words[token.i]

    def modality(self, token: Token) -> Modality:
        """Whether what the word says took place."""
        if token.i not in self.moods:
            verbal = token.pos_ in {"VERB", "AUX"}
            cues = self.matcher.cues
            self.moods[token.i] = of_verb(self.grammar, token) if verbal else of_noun(self.grammar, token, cues)[0]
        return self.moods[token.i]


def scene_of(
    grammar: Grammar,
    resolver: Resolver,
    made: list[Draft],
    left: list[tuple[Match, bool]],
    matcher: FrameMatcher,
) -> Scene:
    """The scene of a sentence after the rules have been through it, with the sides as they stand at it.

    `left` are the matches that the rules refused, each with whether it was for want of a side alone.
    """
    named = {}
    for mention in grammar.mentions:
        if _is_mere_place(grammar, mention) or is_anybody(mention, matcher.language):
            continue
        codes = {entity.country for entity in resolver.of(mention)} | set(mention.countries)
        named[id(mention)] = frozenset(code for code in codes if code)
    sides = resolver.sides
    barred = {m.predicate.i for m, sideless in left if not sideless or _of_a_thing(m) or _is_nobodys_reproach(m)}
    # a question asks for no deed, nor does the hope that relations thrive
    barred |= {token.i for _, token, key, _ in grammar.unfit if key in {"commits", "clausal"}}
    return Scene(grammar, sides, named, made, [m for m, _ in left], matcher, frozenset(sides.dyad), frozenset(barred))


def _is_nobodys_reproach(match: Match) -> bool:
    """*X est accusé de …*: a passive that does not say by whom."""
    passive = match.predicate.pos_ == "VERB" and match.grammar.is_passive(match.predicate)
    return match.frame.plover == "ACCUSE" and passive and not match.slots.found.get("par")


def _of_a_thing(match: Match) -> bool:
    """*a reçu un carton rouge*: what is met or received is no side."""
    objects = [c for c in match.predicate.children if c.dep_ == "obj" and c.pos_ == "NOUN"]
    meets = match.frame.plover == "CONSULT" and match.predicate.pos_ == "VERB" and not match.frame.with_objects
    return meets and any(not set(match.grammar.over) & {t.i for t in c.subtree} for c in objects)


def _is_mere_place(grammar: Grammar, mention: Mention) -> bool:
    """*à Lille*, *de Kano*: a town or province that is no capital says where, and is no side."""
    where = mention.kind in {"city", "subdivision"} and not mention.capital and mention.head is None
    return where and grammar.group_of[id(mention)].preposition is not None


def words_to_weigh(scene: Scene) -> Iterator[Token]:
    """The words of a sentence that could tell an act: its verbs and nouns that are no name."""
    for token in scene.grammar.doc:
        if token.i in scene.ruled:
            yield token
        elif token.pos_ in _TELLING and token.dep_ not in _AUXILIARY:
            mention: Mention | None = scene.grammar.over.get(token.i)
            if mention is None or mention.kind not in _NAMES:
                yield token


def features(scene: Scene, token: Token) -> list[str]:
    """The features of a word, each once."""
    head, grammar = token.head, scene.grammar
    lemma = grammar.lemma(token)
    found = [
        "always",
        f"lemma={lemma}",
        f"pos={token.pos_}",
        f"dep={token.dep_}",
        f"form={_form(token)}",
        f"head={grammar.lemma(head)}",
        f"under={head.pos_}:{token.dep_}",
        f"up={token.dep_}:{grammar.lemma(head)}",
        f"zone={grammar.sentence.zone}",
    ]
    for child in token.children:
        if child.dep_ in _NEAR:
            found.append(f"child={child.dep_}:{grammar.lemma(child)}")
        mention = grammar.over.get(child.i)
        if mention is not None:
            found += [f"side={child.dep_}:{grammar.group_of[id(mention)].preposition}", f"side={child.dep_}"]
    found += [
        f"word{step}={grammar.doc[token.i + step].lower_}" for step in _BESIDE if 0 <= token.i + step < len(grammar.doc)
    ]
    found += _of_rules(scene, token)
    found += _of_time(scene.modality(token))
    codes = scene.countries()
    found += [f"sides={min(len(codes), 4)}", f"dyad={len(codes & scene.dyad)}of{len(scene.dyad)}"]
    found.append(f"speaker={scene.sides.speaker is not None}")
    if any(t.text in _QUOTES for t in grammar.doc[: token.i]):
        found.append("quoted")
    return list(dict.fromkeys(found))


def _form(token: Token) -> str:
    return ":".join("".join(token.morph.get(name, [])) for name in ("Tense", "VerbForm", "Mood"))


def _of_rules(scene: Scene, token: Token) -> Iterator[str]:
    yield from scene.ruled.get(token.i, ())
    yield from (f"may={kind}" for kind in scene.may(token))
    yield from scene.failed.get(token.i, ())
    for near in (token.head, *token.children):
        if near.i != token.i:
            yield from (f"near:{name}" for name in scene.ruled.get(near.i, ()) if not name.startswith("frame"))
            yield from (f"near:may={kind}" for kind in scene.may(near))


def _of_time(modality: Modality) -> Iterator[str]:
    yield f"status={modality.status}"
    yield f"mood={modality.mood}"
    yield f"none={modality.none.split(' ')[0]}"
    if modality.past_of_past:
        yield "pluperfect"
    if modality.standing:
        yield "standing"


def meaning(scene: Scene, token: Token) -> Vector:
    """The vectors of the word, of its objects and of the word that governs it, each of length 1, one after another."""
    over = scene.grammar.over
    objects = [c for c in token.children if c.dep_ in _MEANT and c.i not in over]
    parts = [_vector(token), _unit(sum((_vector(c) for c in objects), _nothing(token)))]
    parts.append(_vector(token.head) if token.head.i != token.i and token.head.pos_ in _MEANING else _nothing(token))
    return np.concatenate(parts).astype(np.float32)


def _nothing(token: Token) -> Vector:
    return np.zeros(token.vocab.vectors_length, dtype=np.float32)


def _vector(token: Token) -> Vector:
    """The vector of a word's lemma, else of the word; zeros for an unknown one."""
    for word in (token.lemma_.lower(), token.lower_):
        if token.vocab.has_vector(word):
            return _unit(np.asarray(token.vocab.get_vector(word), dtype=np.float32).reshape(-1))
    return _nothing(token)


def _unit(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
