"""Mentions: who is named in a sentence. The records that scanning finds, and the rest of the room speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field

from comity.coding.parse import Sentence
from comity.folding import fold
from comity.lexicon.language import Head, Language
from comity.lexicon.world import NameEntry


@dataclass(slots=True, eq=False)
class Title:
    """An office as a page states it: the words of the office, the body it is held in, and the countries it names."""

    head: Head
    start: int
    end: int
    office: str
    of: str | None
    of_start: int | None
    countries: tuple[str, ...]
    posted: tuple[str, ...] = ()  # the country an ambassador is accredited to
    body: Mention | None = None
    domain: str = ""


@dataclass(slots=True, eq=False)
class Mention:
    """Tokens `start` to `end` of a sentence name someone. `root` is the token that the rest of the sentence governs.

    `kind`: country, group, body, party, subdivision, city, company, igo, person, office (a title without a name),
    pair (*les deux pays*), pronoun. `countries` are those that the words themselves say.
    """

    sentence: Sentence
    start: int
    end: int
    root: int
    kind: str
    name: str | None
    countries: tuple[str, ...] = ()
    head: Head | None = None
    titles: list[Title] = field(default_factory=list)
    rank: str | None = None
    name_start: int = 0
    name_end: int = 0
    acronym: str | None = None
    nested: list[Mention] = field(default_factory=list)
    entry: NameEntry | None = None
    pair: bool = False
    capital: bool = False
    leaders: list[Mention] = field(default_factory=list)
    posted: tuple[str, ...] = ()  # the country that an embassy is in
    usual: tuple[str, ...] = ()  # the countries where people are addressed so: *Samdech*
    inner: bool = False  # named only within another mention: the province of a *conseil provincial de X*

    @property
    def text(self) -> str:
        """The words of the mention as the coder sees them."""
        doc = self.sentence.parse
        return doc[self.start : self.end].text

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text!r} {self.countries}>"


def pair_class(mention: Mention, language: Language) -> str:
    """What *les deux …* stands for: `countries`, `persons`, `places` or `parties`."""
    word = mention.sentence.words[mention.root]
    forms = (word, word.removesuffix("s"), word.removesuffix("x"))
    if any(language.has("pair_persons", form) for form in forms):
        return "persons"
    if any(language.has("pair_places", form) for form in forms):
        return "places"
    if any(language.has("pair_countries", form) for form in forms):
        return "countries"
    return "parties"


def is_anybody(mention: Mention, language: Language) -> bool:
    """*certains Ukrainiens*, *une Angolaise*: people act for themselves; *les Ukrainiens* stand for a country."""
    if mention.kind != "group" or mention.head is not None or mention.titles:
        return False
    noun = mention.sentence.parse[mention.root]
    definite = any(language.has("definite", fold(c.text)) for c in noun.children if c.i < noun.i)
    return noun.dep_.startswith("nsubj") and not definite
