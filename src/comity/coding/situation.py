"""Where a story stands while it is being coded: its cast, its sides, its days, and the encounter told last."""

from __future__ import annotations

from dataclasses import dataclass

from comity.coding.actors import Resolver, Sides
from comity.coding.cast import Cast
from comity.coding.drafts import Draft, Support, mention_support
from comity.coding.entities import Entity
from comity.coding.frames import Match
from comity.coding.mentions import Mention
from comity.coding.parse import Sentence
from comity.coding.setting import Setting
from comity.coding.timeline import Dated, Timeline
from comity.folding import fold
from comity.lexicon.language import Language
from comity.model import Place


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first sentence of a story's body tells of its day and place, and the countries it names."""

    sentence: int
    countries: frozenset[str]
    day: Dated | None
    place: tuple[Place, Support] | None
    lasting: bool = False  # it tells of several days: which of them an act was on is not said
    session: bool = False  # it tells that a body of states sat: what the body does in the story it does there and then
    days: Dated | None = None  # the one day or the days that it tells


class Situation:
    """What the drafting of one story's events shares and keeps up to date."""

    def __init__(
        self, language: Language, cast: Cast, sides: Sides, timeline: Timeline, dateline_place: Place | None
    ) -> None:
        self.language = language
        self.cast = cast
        self.sides = sides
        self.timeline = timeline
        self.dateline_place = dateline_place
        self.resolver = Resolver(cast, sides)
        self.refused: list[tuple[Match, str]] = []
        self.ranks = {
            fold(words): rank for rank, phrases in language.syntax["visit_ranks"].items() for words in phrases
        }
        self.current: Draft | None = None
        self.last: Draft | None = None  # the act told last, of any kind
        self.aided: Draft | None = None  # the last gift or loan
        self.stricken: str | None = None  # the country that a calamity befell: help that names nobody is for it
        self.thanks: Draft | None = None  # the last thanks: what they were for was given by the one thanked
        self.mentions: list[Mention] = []  # all of the story's, for citing a country by any word of it
        self.match_at = 0  # the sentence of the act at hand
        self.headline_place: tuple[Place, Support] | None = None  # where the headline says that it happens
        self.anchor: Draft | None = None  # the last act with a day of its own: what is said there has that day
        self.sentences: list[Sentence] = []
        self.opening: Opening | None = None  # when and where the first sentence says that the story happens
        self.setting: Setting | None = None  # of the encounter that the first sentences tell of
        self.accused: Draft | None = None  # the last reproach: what is denied next answers it
        self.here: set[int] = set()  # the sentences of this story, for citing
        self.dateline_support = Support(0, 0, ())

    def cite(self, entity: Entity, *fields: str) -> Support | None:
        """Where the story names an entity; a bare country by any of its own. None where another story alone does."""
        own = list(entity.mentions)
        if entity.kind == "country":
            own += [m for other in self.cast.entities if other.country == entity.country for m in other.mentions]
        own = own or [m for m in self.mentions if entity.country in m.countries or entity.country in m.posted]
        here = [m for m in own if id(m.sentence) in self.here]
        return mention_support(here[-1], *fields) if here else None

    def _refuse(self, match: Match, reason: str) -> None:
        """Keep why a match became no record."""
        self.refused.append((match, reason))

    def is_dispatch(self) -> bool:
        """A short report on one matter, as agencies write them, whose unnamed other side is the story's."""
        return len(self.here) <= int(self.language.syntax["sentences"]["dispatch"])
