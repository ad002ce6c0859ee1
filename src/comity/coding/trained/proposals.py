"""Acts that the trained part proposes where no rule drafted one: a word, its type, its sides, and how likely all is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from comity.coding.modality import Modality
from comity.coding.trained import siding, telling, weighing
from comity.coding.trained.telling import Scene
from comity.lexicon.trained import Trained

_EVEN = 0.5
_DIRECTED = frozenset({"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "COERCE", "ASSAULT", "CONCEDE", "AID"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act by the countries of `actor` on those of `recipient`, told by `token`; `chance` is from 0 to 1."""

    token: Token
    plover: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    chance: float
    modality: Modality


@dataclass(frozen=True, slots=True)
class Choice:
    """What the models make of a word: the type of its act, the sides, and the chance that all of it is right."""

    plover: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    chance: float


def proposals(trained: Trained, scene: Scene) -> Iterator[Proposal]:
    """The acts of a sentence, in the order of their words; at most one a word, none where a rule drafted one."""
    among = siding.candidates(scene)
    if len(among) < 2 or scene.grammar.sentence.text.rstrip(' »"”').endswith("?"):
        return
    done = scene.barred | {draft.match.predicate.i for draft in scene.made}
    for token in telling.words_to_weigh(scene):
        idle = token.i not in scene.ruled and scene.grammar.lemma(token) in trained.idle
        if idle or token.i in done:
            continue
        types = weighing.types(trained, telling.features(scene, token), telling.meaning(scene, token))
        if not likely(trained, types):
            continue
        word = siding.Word.of(scene, token)
        choice = choose(trained, types, {code: siding.features(word, code, among) for code in among})
        if choice is not None and choice.chance >= trained.threshold and not _told_already(scene, choice):
            modality = scene.modality(token)
            yield Proposal(token, choice.plover, choice.actor, choice.recipient, choice.chance, modality)


def _told_already(scene: Scene, choice: Choice) -> bool:
    """Has a rule drafted an act of that type with one of the sides? Then it is told there: *le sommet s'est ouvert*."""
    codes = {*choice.actor, *choice.recipient}
    return any(draft.plover == choice.plover and draft.countries() & codes for draft in scene.made)


def likely(trained: Trained, types: Mapping[str, float]) -> dict[str, float]:
    """The types that an act of the word could be proposed with, each with its chance; often none."""
    could = ((kind, chance) for kind, chance in types.items() if kind != weighing.NOTHING)
    return {kind: chance for kind, chance in could if trained.calibrated(chance) >= trained.threshold}


def choose(trained: Trained, types: Mapping[str, float], sides: Mapping[str, weighing.Features]) -> Choice | None:
    """The likeliest act of a word, with each country where it most likely stands; None where it has no two sides."""
    found = (_with_sides(trained, kind, chance, sides) for kind, chance in likely(trained, types).items())
    return max((c for c in found if c is not None), key=lambda choice: choice.chance, default=None)


def _with_sides(trained: Trained, kind: str, chance: float, sides: Mapping[str, weighing.Features]) -> Choice | None:
    shares = {code: weighing.side(trained, features, kind) for code, features in sides.items()}
    taking = {code: share for code, share in shares.items() if share[weighing.NOTHING] < _EVEN}
    actors = tuple(c for c, share in taking.items() if share[weighing.ACTOR] >= share[weighing.RECIPIENT])
    if len(taking) < 2 or not actors:
        return None
    sure = math.prod(max(share[weighing.NOTHING], 1 - share[weighing.NOTHING]) for share in shares.values())
    recipients = tuple(code for code in taking if code not in actors)
    if kind in _DIRECTED and not recipients:
        return None  # two sides never strike, sanction or blame together nobody
    return Choice(kind, actors, recipients, trained.calibrated(chance * sure))
