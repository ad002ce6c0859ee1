"""Where and when the first sentences of a story tell of an encounter: what is said there has that day and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.coding.cast import Cast
from comity.coding.drafts import Support, mention_support
from comity.coding.places import capital_place, place_of
from comity.coding.slots import Grammar
from comity.coding.timeline import Dated, Timeline
from comity.model import Place

_SENTENCES = 3  # of the body, in which the encounter is told that the story is on
_YEAR_AND_MONTH = len("2025-02")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when the first sentences of a story say that its sides are together, and the countries they name."""

    countries: frozenset[str]
    place: tuple[Place, Support] | None
    days: Dated | None
    many: bool  # a conference or a session, at which sides speak that those sentences do not name


def setting_of(grammars: Sequence[Grammar], cast: Cast, timeline: Timeline) -> Setting | None:
    """The setting of a story, from the grammar of its sentences; None when the first ones tell of no encounter."""
    first = [g for g in grammars if g.sentence.zone in {"lead", "body"}][:_SENTENCES]
    told = [g for g in first if _says(g, "sessions") or _says(g, "scenes")]
    if not told:
        return None
    countries, places, days = set[str](), list[tuple[Place, Support]](), list[Dated]()
    for grammar in told:
        words = grammar.language.words
        at = next(i for i, w in enumerate(grammar.sentence.words) if w in words["sessions"] | words["scenes"])
        found = place_of(grammar, cast, at, set()) or capital_place(grammar)
        places += [(found[0], mention_support(found[1], "place"))] if found is not None else []
        days += _days(grammar, timeline)
        for mention in grammar.mentions:
            entity = cast.link(mention)
            countries |= {*mention.countries, *mention.posted}
            countries |= {entity.country} if entity is not None and entity.country else set()
    return Setting(
        countries=frozenset(countries),
        place=places[0] if places else None,
        days=days[0] if days else None,
        many=any(_says(grammar, "sessions") for grammar in told),
    )


def _says(grammar: Grammar, name: str) -> bool:
    return not grammar.language.words[name].isdisjoint(grammar.sentence.words)


def _days(grammar: Grammar, timeline: Timeline) -> list[Dated]:
    """The days of an encounter; a stay has several, and which of them an act was on is not said."""
    sentence = grammar.sentence
    if _says(grammar, "stays") and (not _says(grammar, "sessions") or timeline.has_length(sentence)):
        return []
    return [d for d in timeline.in_sentence(sentence) if len(d.date.edtf) > _YEAR_AND_MONTH]
