"""What is known of a record at coding time that makes it more or less likely to be right: its clues.

A clue is a name and a number, 0 where it does not hold. What each is worth is data (`lexicon.confidence`), fitted on
gold: the confidence that a record is given is the share of such records that were right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Token

from comity.coding.commitments import Promise
from comity.coding.documents import SIGNED
from comity.coding.drafts import Draft
from comity.coding.entities import Entity
from comity.coding.frames import Match
from comity.coding.instruments import Document
from comity.coding.offices import Held
from comity.coding.speech import CLOSING, OPENING, speech_above

Clues = dict[str, float]

PROPOSED = "proposed"
_USUAL_WEIGHT = 0.7  # of a frame: the clue is how far it is above or below
_USUAL_STORY, _USUAL_SENTENCE = 12, 25  # sentences, tokens
_CLAUSES = frozenset({"acl", "acl:relcl", "advcl", "ccomp", "parataxis", "appos"})


@dataclass(frozen=True, slots=True)
class Around:
    """A story: how many sentences it has, which sides its opening sets together, whether it is a teaser.

    `countries` is how many countries it names, `datelined` whether an agency's dateline opens it, `told` how many acts
    each of its sentences was read to tell.
    """

    sentences: int
    sides: frozenset[str]
    related: bool
    countries: int = 2
    datelined: bool = False
    told: Mapping[int, int] = field(default_factory=dict)


def chance_of(clues: Clues) -> float:
    """The confidence of an act that the trained part proposes: the chance that it gave it, to two places."""
    return round(1 / (1 + math.exp(-clues[PROPOSED])), 2)


def of_event(draft: Draft, around: Around) -> Clues:
    """The clues of an event from the drafts that were merged into it.

    What the trained part alone proposes has one clue, the log-odds of its chance.
    """
    if draft.chance is not None:
        return {PROPOSED: math.log(draft.chance / (1 - draft.chance))}
    parts = draft.whole()
    countries = draft.countries()
    told = len({part.match.sentence_index for part in parts})
    clues = {
        f"type:{draft.plover}": 1.0,
        "weight": 10 * (max(part.frame.weight for part in parts) - _USUAL_WEIGHT),
        "retold": float(min(told, 3) - 1),
        "own_date": _any(part.own_date for part in parts),
        "own_place": _any(part.own_place for part in parts),
        "supplied": _all(part.supplied for part in parts),
        "pronoun": _all(part.pronoun for part in parts),
        "headline_only": _all(part.headline for part in parts),
        "headline_too": _any(part.headline for part in parts) * (told > 1),
        "not_asserted": float(draft.mood != "asserted"),
        "not_held": float(draft.status not in {"held", "ongoing"}),
        "recalled": float(draft.recalled),
        "one_country": float(len(countries) < 2),
        "many_countries": float(len(countries) > 2),
        "several_states": float("IGO" in countries),
        "off_story": float(bool(around.sides) and not countries <= around.sides),
        "speech": float(draft.frame.speech),
    }
    clearest = min((part.match for part in parts), key=lambda match: _tangle(match, countries))
    shape = _shape(clearest) | _absent(draft) | _whereabouts(draft, around)
    return clues | shape | _sides(draft.sides()) | _telling(clearest, countries) | _story(around)


def _tangle(match: Match, countries: set[str]) -> float:
    """How tangled the sentence is in which an act is told; of several the clearest says how sure it is."""
    telling = _telling(match, countries)
    return 2 * telling["others_named"] + telling["others_beyond"] + telling["subordinate"]


def _shape(match: Match) -> Clues:
    """The tense of the predicate and the clause it stands in, or how a noun that tells the act is pointed at."""
    verb, grammar = match.predicate, match.grammar
    forms, tense = verb.morph.get("VerbForm", []), verb.morph.get("Tense", [])
    auxiliary = _any(c.dep_.startswith("aux") for c in verb.children)
    noun = verb.pos_ == "NOUN"
    pointed = any(c.dep_ in {"det", "case"} for c in verb.children)
    before = [t.text for t in grammar.doc[: verb.i]]
    return {
        "present": float(not noun and not auxiliary and "Fin" in forms and "Pres" in tense),
        "imperfect": float(match.modality.standing or match.modality.past_of_past),
        "participle": float(not noun and not auxiliary and "Part" in forms),
        "infinitive": float(not noun and "Inf" in forms),
        "relative": float(verb.dep_ == "acl:relcl"),
        "main_clause": float(verb.dep_ == "ROOT"),
        "bare_noun": float(noun and not pointed),
        "quoted": float(sum(t in OPENING for t in before) > sum(t in CLOSING for t in before)),
        "under_saying": float(not noun and speech_above(grammar, verb) is not None),
    }


def _absent(draft: Draft) -> Clues:
    """Which sides the sentence that tells the act does not name."""
    sentence, frame = draft.match.grammar.sentence, draft.frame
    named = {id(e) for e in draft.sides() if any(m.sentence is sentence for m in e.mentions)}
    return {
        "actor_elsewhere": float(not any(id(e) in named for e in draft.actor)),
        "recipient_elsewhere": float(bool(draft.recipient) and not any(id(e) in named for e in draft.recipient)),
        "rule_of_words": float(bool(frame.needs or frame.with_objects)),
        "one_actor": float(len(draft.actor) == 1),
        "core_sides": float(_in_core(draft)),
    }


def _in_core(draft: Draft) -> bool:
    """*X accuse Y*: is the actor the subject of the verb, and the recipient its object or complement?"""
    match = draft.match
    if match.predicate.pos_ not in {"VERB", "AUX"} or not draft.recipient:
        return False
    codes = {
        slot: {code for group in match.slots.found.get(slot, ()) for m in group.members for code in m.countries}
        for slot in ("subj", *draft.frame.recipient)
    }
    asked = set().union(*(codes[slot] for slot in draft.frame.recipient))
    return {e.country for e in draft.actor} <= codes["subj"] and {e.country for e in draft.recipient} <= asked


def _whereabouts(draft: Draft, around: Around) -> Clues:
    """Where in the story the act is told, how much else is told beside it, and whether it has a day."""
    index = draft.match.sentence_index
    return {
        "late": index / max(around.sentences, 1),
        "among_acts": float(min(around.told.get(index, 1) - 1, 4)) / 2,
        "undated": float(draft.date is None),
        "no_place": float(draft.place is None),
        "datelined": float(around.datelined),
        "wide_story": max(0.0, math.log2(max(around.countries, 1) / 2)),
    }


def of_commitment(promise: Promise, event: Draft, around: Around) -> Clues:
    """The clues of a commitment; `event` is the act it was stated in."""
    words = len(promise.action.split())
    clues = {
        f"force:{promise.force}": 1.0,
        "weight": 10 * (promise.draft.frame.weight - _USUAL_WEIGHT),
        "retold": float(promise.told > 1),
        "headline_only": float(promise.headline),
        "short": float(words < 4),
        "long": float(words > 30),
        "until": float(promise.until is not None),
        "amount": float(promise.amount is not None),
        "field": float(bool(promise.fields)),
        "supplied": float(event.supplied),
        "pronoun": float(event.pronoun),
        "not_asserted": float(event.mood != "asserted"),
        "recalled": float(event.recalled),
        "one_country": float(len(event.countries()) < 2),
        "off_story": float(bool(around.sides) and not event.countries() <= around.sides),
    }
    return clues | _telling(promise.draft.match, event.countries()) | _story(around)


def of_instrument(document: Document, around: Around) -> Clues:
    """The clues of a document."""
    countries = {e.country for e in document.parties if e.country}
    clues = {
        f"status:{document.status}": 1.0,
        "retold": float(document.told > 1),
        "headline_only": float(document.headline),
        "other_kind": float(document.kind == "other"),
        "titled": float(document.title is not None),
        "own_words": float(min(len(document.words), 4)) / 4,
        "counted": float(document.count is not None and document.count > 1),
        "uncounted": float(document.count is None),
        "dated": float(document.signed is not None or document.period is not None),
        "points_back": float(document.points_back),
        "act_told": float(document.draft is not None),
        "act_signed": float(document.draft is not None and document.status in SIGNED),
        "many_countries": float(len(countries) > 2),
        "off_story": float(bool(around.sides) and not countries <= around.sides),
    }
    return clues | _story(around)


def of_office(held: Held, around: Around) -> Clues:
    """The clues of an office."""
    clues = {
        "no_country": float(held.country is None),
        "inferred": float(held.entity.country_from == "inferred"),
        "body": float(held.body),
        "ranked": float(held.rank is not None),
        "retold": float(held.told > 1),
        "not_current": float(held.tenure != "current"),
        "generic": float(held.generic),
        "one_name": float(len((held.entity.name or "").split()) < 2),
        "long_title": float(len(held.office.split()) > 6),
    }
    return clues | _story(around)


def _sides(sides: Iterable[Entity]) -> Clues:
    held = list(sides)
    return {
        "inferred": _any(e.country_from == "inferred" for e in held),
        "bare_countries": _all(e.kind == "country" for e in held),
        "persons": _any(e.kind == "person" for e in held),
    }


def _telling(match: Match, countries: set[str]) -> Clues:
    """How the sentence tells the act: the shape of its predicate, and who else is named beside the sides."""
    verb, doc = match.predicate, match.grammar.doc
    groups = [group for found in match.slots.found.values() for group in found]
    far = max((abs(group.lead.root - verb.i) for group in groups), default=0)
    beside: set[str] = set()
    beyond: set[str] = set()
    for mention in match.grammar.mentions:
        (beyond if _of_another_clause(doc[mention.root], verb) else beside).update(mention.countries)
    return {
        "nominal": float(verb.pos_ == "NOUN"),
        "passive": _any(child.dep_ in {"aux:pass", "nsubj:pass"} for child in verb.children),
        "subordinate": float(min(sum(1 for _ in verb.ancestors), 4)) / 2,
        "far": math.log1p(far) - 2,
        "long_sentence": math.log(max(len(doc), 3) / _USUAL_SENTENCE),
        "others_named": float(min(len(beside - countries), 2)),
        "others_beyond": float(min(len(beyond - beside - countries), 2)),
    }


def _of_another_clause(word: Token, verb: Token) -> bool:
    """*… lors duquel a été évoqué X*: is the word in a clause that the one telling the act does not stand in?"""
    above = {verb.i, *(t.i for t in verb.ancestors)}
    return any(t.dep_ in _CLAUSES and t.i not in above for t in (word, *word.ancestors))


def _story(around: Around) -> Clues:
    return {
        "long_story": max(0.0, math.log2(max(around.sentences, 1) / _USUAL_STORY)),
        "related": float(around.related),
    }


def _any(answers: Iterable[bool]) -> float:
    return float(any(answers))


def _all(answers: Iterable[bool]) -> float:
    return float(all(answers))
