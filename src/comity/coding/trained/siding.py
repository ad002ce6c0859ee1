"""What a country shows of whether it does the act that a word tells, or has it done to it: its features.

A country is a side by the words that stand for it in the sentence, or by the part it has in the story: who spoke last,
who met, whom the headline sets together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from comity.coding.mentions import Mention
from comity.coding.slots import Group
from comity.coding.trained.telling import Scene

_LONGEST_PATH = 60
_BREAKS = frozenset({";", ":", "»", "«"})
_UNREACHED = 9


@dataclass(slots=True, eq=False)
class Word:
    """A word that may tell an act, with the slots that the grammar finds for it, looked up once for all countries."""

    scene: Scene
    token: Token
    slots: dict[int, list[str]]
    governing: Group | None
    subject: bool
    order: list[Mention]

    @classmethod
    def of(cls, scene: Scene, token: Token) -> Word:
        grammar = scene.grammar
        slots: dict[int, list[str]] = {}
        for name, groups in grammar.slots(token).found.items():
            for group in groups:
                for member in group.members:
                    slots.setdefault(id(member), []).append(name)
        over = grammar.subject(token) if token.pos_ == "VERB" else grammar.subject_of_clause(token)
        order = sorted((m for m in grammar.mentions if scene.named.get(id(m))), key=lambda m: abs(m.root - token.i))
        has_subject = any(c.dep_.startswith("nsubj") for c in token.children)
        return cls(scene, token, slots, over, has_subject, order)


def candidates(scene: Scene) -> list[str]:
    """The countries that could be sides of an act in the sentence: those it names, then those the story is about."""
    sides = scene.sides
    found = [code for m in scene.grammar.mentions for code in sorted(scene.named.get(id(m), ()))]
    carried = (sides.speaker, sides.previous, sides.latter, *sides.encounter)
    found += [entity.country for entity in carried if entity is not None and entity.country]
    found += [*sides.dyad, *([sides.home] if sides.home else [])]
    return list(dict.fromkeys(found))


def features(word: Word, code: str, among: Sequence[str]) -> tuple[list[str], list[str]]:
    """The features of a country as a side of what the word tells.

    The first are crossed with the type of the act by who weighs them, the others are not.
    """
    scene, token = word.scene, word.token
    kind = "verb" if token.pos_ == "VERB" else "noun"
    mine = [m for m in scene.grammar.mentions if code in scene.named.get(id(m), ())]
    crossed = [*_in_story(word, code), "always", f"own_subject={word.subject}"]
    plain = []
    for mention in mine:
        crossed += _of_mention(word, mention, code, kind)
        path, _ = _path(token, scene.grammar.doc[mention.root])
        group = scene.grammar.group_of[id(mention)]
        plain.append(f"lemma={scene.grammar.lemma(token)}:{path.split('>')[-1]}:{group.preposition}")
    if mine:
        crossed += _of_nearest(word, mine, kind)
    else:
        crossed.append("absent")
    here = sum(1 for other in among if any(other in codes for codes in scene.named.values()))
    crossed.append(f"here={min(here, 4)}")
    plain += [f"here={min(here, 4)}:{bool(mine)}", f"subject={word.subject}:{bool(mine)}", *_of_rules(word, code)]
    if len(mine) > 1:
        plain.append("several")
    if scene.sides.speaker is not None and scene.sides.speaker.country == code:
        plain.append(f"speaks:{word.subject}:{token.dep_}")
    return list(dict.fromkeys(crossed)), list(dict.fromkeys(plain))


def _of_mention(word: Word, mention: Mention, code: str, kind: str) -> Iterator[str]:
    scene, token = word.scene, word.token
    group = scene.grammar.group_of[id(mention)]
    path, _ = _path(token, scene.grammar.doc[mention.root])
    yield f"path={kind}:{path[:_LONGEST_PATH]}:{group.preposition}"
    yield f"prep={kind}:{group.preposition}"
    yield f"kind={mention.kind}"
    yield f"kind={mention.kind}:{group.preposition}"
    yield "said" if code in mention.countries else "meant"
    for name in word.slots.get(id(mention), ("none",)):
        yield f"slot={kind}:{name}"
    if group is word.governing:
        yield f"governing={kind}"
    if mention.start <= token.i < mention.end:
        yield "covers"
    if code in mention.posted:
        yield "posted"
    if mention.capital:
        yield "capital"


def _of_nearest(word: Word, mine: Sequence[Mention], kind: str) -> Iterator[str]:
    scene, token = word.scene, word.token
    doc = scene.grammar.doc
    ways = [(_path(token, doc[m.root]), m) for m in mine]
    (path, steps), nearest = min(ways, key=lambda way: way[0][1])
    up, down = path.split(">", 1)
    preposition = scene.grammar.group_of[id(nearest)].preposition
    yield f"nearest={kind}:{path[:_LONGEST_PATH]}"
    yield f"steps={min(steps, 6)}"
    yield "left" if nearest.root < token.i else "right"
    yield f"first={down.split('.')[0]}"
    yield f"last={down.split('.')[-1]}"
    yield f"up={up}"
    yield f"down={kind}:{down}"
    yield f"first={kind}:{down.split('.')[0]}:{preposition}"
    yield f"rank={min(word.order.index(nearest), 4)}"
    low, high = sorted((token.i, nearest.root))
    yield f"between={min(sum(low < m.root < high for m in word.order), 3)}"
    yield f"verbs={min(sum(t.pos_ == 'VERB' for t in doc[low + 1 : high]), 3)}"
    if any(t.text in _BREAKS for t in doc[low:high]):
        yield "broken"


def _in_story(word: Word, code: str) -> Iterator[str]:
    sides = word.scene.sides
    for name in ("speaker", "previous", "latter"):
        entity = getattr(sides, name)
        if entity is not None and entity.country == code:
            yield name
    if any(e.country == code for e in sides.encounter):
        yield "met"
    if code in sides.dyad:
        yield f"dyad{sides.dyad.index(code)}"
    else:
        yield "not_dyad" if sides.dyad else "no_dyad"
    if code == sides.home:
        yield "home"
    if code == "IGO":
        yield "of_states"


def _of_rules(word: Word, code: str) -> Iterator[str]:
    for draft in word.scene.made:
        actors, recipients = {e.country for e in draft.actor}, {e.country for e in draft.recipient}
        if draft.match.predicate.i != word.token.i:
            if code in actors | recipients:
                yield "in_other_act"
            continue
        if code in actors:
            yield "rule:actor"
        if code in recipients:
            yield "rule:recipient"
        if code not in actors | recipients:
            yield "rule:none"
    if any(match.predicate.i == word.token.i for match in word.scene.left):
        yield "rule:refused"


def steps(start: Token, end: Token) -> int:
    """How many dependencies lie between two words of a sentence."""
    return _path(start, end)[1]


def _path(start: Token, end: Token) -> tuple[str, int]:
    """The dependencies from one word up and down to another, `up>down` with dots between, and their number."""
    above, below = _ancestors(start), _ancestors(end)
    places = {token.i: place for place, token in enumerate(below)}
    top = next((place for place, token in enumerate(above) if token.i in places), None)
    if top is None:
        return ">none", _UNREACHED
    down = places[above[top].i]
    names = ".".join(t.dep_ for t in above[:top]) + ">" + ".".join(t.dep_ for t in reversed(below[:down]))
    return names, top + down


def _ancestors(token: Token) -> list[Token]:
    return [token, *token.ancestors]
