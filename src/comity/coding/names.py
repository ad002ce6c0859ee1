"""The words of one sentence: what the lexicon, the gazetteer and the model say of each, and where names end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.coding.gazetteer import Gazetteer, Hit
from comity.coding.mentions import Mention, Title
from comity.coding.parse import Sentence
from comity.folding import fold
from comity.lexicon.language import Head, Language
from comity.lexicon.project import remembered

_PARTICLE_NAME = re.compile(r"(?:el|al|ben|bin|ould|ag|as|ash|ul|ur|an|ad|abu)-[A-ZÀ-Ý]")
_SMALL_WORDS = frozenset({"articles", "definite", "of", "at", "and", "particles", "possessive", "for"})
_NO_HEADS = frozenset({"VERB", "AUX", "ADV", "PRON", "DET"})
_OPENERS = frozenset({"«", '"', "“", ":", "–", "-", "—", "("})


@remembered
def _beginning(language: Language) -> frozenset[str]:
    """Words of the grammar with which a mention may begin: all but those that only join others."""
    return frozenset(word for name, words in language.words.items() if name not in _SMALL_WORDS for word in words)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What lexicon, gazetteer and model say of a sentence's words, whoever is known on the page.

    `hits` and `heads` are by their first token. No mention begins at a token that is not in `beginnings`.
    """

    hits: dict[int, Hit]
    covered: set[int]
    heads: dict[int, tuple[int, tuple[Head, ...]]]
    people: set[int]
    beginnings: set[int]


def _look_up(language: Language, gazetteer: Gazetteer, sentence: Sentence) -> LookedUp:
    texts, tags, words = sentence.texts, sentence.tags, sentence.words
    hits = {hit.start: hit for hit in gazetteer.hits(sentence) if not _ordinary(language, sentence, hit)}
    heads: dict[int, tuple[int, tuple[Head, ...]]] = {}
    for index in range(len(words)):
        former = language.has("former_prefixes", words[index].partition("-")[0])  # *l'ex-Premier ministre*
        found = sentence.phrase_at(language.heads, index, 1 if former else 0)
        if found:
            end, named = found
            named = tuple(h for h in named if not h.capital or texts[index][:1].isupper())
            # a hyphen makes a title of what the parser takes for a verb: *vice-présidente*
            verb = end == index + 1 and "-" not in texts[index] and tags[index] in _NO_HEADS
            if named and not verb:
                heads[index] = (end, named)
    beginning = _beginning(language)
    beginnings = {
        index
        for index, (text, word) in enumerate(zip(texts, words, strict=True))
        if text[:1].isupper() or text.isupper() or word in beginning
    }
    return LookedUp(
        hits=hits,
        covered={i for hit in hits.values() for i in range(hit.start, hit.end)},
        heads=heads,
        people={i for ent in sentence.parse.ents if ent.label_ == "PER" for i in range(ent.start, ent.end)},
        beginnings=beginnings.union(hits, heads),
    )


def _ordinary(language: Language, sentence: Sentence, hit: Hit) -> bool:
    """*une Réunion de haut niveau* names no country; *La Réunion* and *île Maurice* do."""
    if hit.end != hit.start + 1 or not language.has("not_countries", sentence.words[hit.start]):
        return False
    before = sentence.texts[hit.start - 1] if hit.start else ""
    return before not in {"La", "à", "de", "d'", "d’", "île", "Île"}


class Names:
    """The names, heads and small words of one sentence."""

    def __init__(
        self,
        language: Language,
        gazetteer: Gazetteer,
        sentence: Sentence,
        known: frozenset[str],
        acronyms: frozenset[str],
    ) -> None:
        self.language = language
        self.sentence = sentence
        self.doc = sentence.parse
        self.words = sentence.words
        self.known = known
        self.acronyms = acronyms
        if sentence.looked_up is None:
            sentence.looked_up = _look_up(language, gazetteer, sentence)
        looked: LookedUp = sentence.looked_up
        self.texts, self.tags = sentence.texts, sentence.tags
        self.hits, self.covered, self.heads = looked.hits, looked.covered, looked.heads
        self.people, self.beginnings = looked.people, looked.beginnings

    def is_word(self, index: int, name: str) -> bool:
        if not 0 <= index < len(self.words) or not self.language.has(name, self.words[index]):
            return False
        # a small word with a capital within a sentence is a name: *Lê*, *De*
        return (
            index == 0
            or name not in _SMALL_WORDS
            or not self.texts[index][:1].isupper()
            or self.texts[index - 1] in _OPENERS
        )

    def capital(self, index: int) -> bool:
        if not 0 <= index < len(self.texts):
            return False
        text = self.texts[index]
        return text[:1].isupper() and any(c.isalpha() for c in text)

    def _root(self, start: int, end: int) -> int:
        best, depth = start, 10_000
        for token in self.doc[start:end]:
            if not start <= token.head.i < end or token.head.i == token.i:
                height = sum(1 for _ in token.ancestors)
                led = self.doc[best].head.i < start and any(c.dep_ == "case" for c in self.doc[best].children)
                if token.i > best and led:
                    continue  # *avec son homologue, X, a décidé …*: what stands before governs the first of its words
                if height < depth and token.pos_ not in {"DET", "ADP", "PUNCT"}:
                    best, depth = token.i, height
        return best

    def make(self, start: int, end: int, kind: str, name: str | None, **more: object) -> Mention:
        return Mention(self.sentence, start, end, self._root(start, end), kind, name, **more)  # type: ignore[arg-type]

    def pair_at(self, index: int) -> Mention | None:
        """*les deux parties*, *des deux pays*, *les deux Premiers ministres*."""
        if not self.is_word(index, "two") or index + 1 >= len(self.doc):
            return None
        if index and self.is_word(index - 1, "both") and self.doc[index].dep_.startswith("nsubj"):
            mention = self.make(index - 1, index + 1, "pair", None)
            mention.root, mention.pair = index, True
            return mention
        if not (
            index
            and (
                self.is_word(index - 1, "definite")
                or self.is_word(index - 1, "contracted")
                or self.is_word(index - 1, "possessive")
            )
        ):
            return None
        noun = index + 1
        if self.doc[noun].pos_ == "ADJ" and noun + 1 < len(self.doc) and not self._is_pair_noun(noun):
            noun += 1
        if not self._is_pair_noun(noun):
            return None
        end = noun + 1
        if noun in self.heads:
            end = self.heads[noun][0]
        start = index - 1 if self.is_word(index - 1, "definite") else index
        mention = self.make(start, end, "pair", None)
        mention.root = noun
        mention.pair = True
        return mention

    def _is_pair_noun(self, index: int) -> bool:
        word = self.words[index]
        token = self.doc[index]
        if (
            token.pos_ == "NOUN"
            and token.dep_.startswith("nsubj")
            and "Plur" in token.morph.get("Number", [])
            and not self.is_word(index, "units")
        ):
            return True
        return any(self.language.has("pair", form) for form in (word, word.removesuffix("s"), word.removesuffix("x")))

    def acronym_at(self, index: int) -> Mention | None:
        """An acronym that the page has given to a body, or that is made of a body's initials."""
        text = self.texts[index]
        if text.isupper() and 2 <= len(text) <= 8 and fold(text) in self.acronyms and index not in self.hits:
            return self.make(index, index + 1, "body", text)
        return None

    def _hit_over(self, index: int) -> Hit | None:
        for start in range(index, max(-1, index - 6), -1):
            hit = self.hits.get(start)
            if hit and hit.end > index:
                return hit
        return None

    def _name_token(self, index: int) -> bool:
        """May the token be part of a person's name?"""
        if not self.capital(index) or (index in self.heads and not self.people & {index}):
            return False
        token = self.doc[index]
        if self.is_word(index, "not_names"):
            return False
        hit = self._hit_over(index)
        if hit and hit.of("country", "igo", "demonym", "compound") and index not in self.people:
            return False
        if index == 0 and token.pos_ not in {"PROPN"} and token.ent_type_ != "PER":
            return (
                self.capital(1)
                and token.pos_ in {"NOUN", "X", "ADJ"}
                and token.ent_type_ in {"PER", "MISC", ""}
                and token.pos_ != "DET"
            )
        if token.pos_ == "DET" and index > 0 and self.capital(index + 1) and self.doc[index + 1].pos_ in {"PROPN", "X"}:
            return True  # *Le Kha Phieu*, *Lê Van Dat*: a capital within a sentence is no article
        return token.pos_ not in {"DET", "ADP", "PRON", "AUX", "CCONJ", "SCONJ", "NUM"} or index in self.people

    def name_end(self, index: int) -> int:
        """The end of the run of name tokens that begins at `index`; `index` itself when there is none."""
        end = index
        while end < len(self.texts) and end - index < 8:
            if (
                self._name_token(end)
                or (end > index and _PARTICLE_NAME.match(self.doc[end].text))
                or (
                    end > index
                    and self.is_word(end, "particles")
                    and self._name_token(end + 1)
                    and not (
                        self.words[end] in {"de", "du", "d", "la", "le"}
                        and end + 1 in self.covered
                        and end + 1 not in self.people
                    )
                    and (
                        self.doc[end].text[:1].islower()
                        and (end in self.people or self.words[end] not in {"de", "du", "d", "la", "le"})
                    )
                )
            ):
                end += 1
            elif end > index and self._hyphen(end) and (self.capital(end + 1) or self._second_half(end + 1)):
                end += 2
            elif end > index and self._month_within(end):
                end += 1
            elif end > index and self.is_word(end, "particles") and self._hyphen(end + 1) and self.capital(end + 2):
                end += 3
            else:
                break
        return end

    def nobility(self, title: Title) -> bool:
        """*le prince X*: a title of birth, no office."""
        return self.language.has("nobility", fold(title.office))

    def _is_known(self, start: int, end: int) -> bool:
        return " ".join(self.words[start:end]) in self.known

    def _second_half(self, index: int) -> bool:
        """*Chun-hao*, *Ki-moon*: the second half of a given name has no capital."""
        text = self.doc[index].text
        return text.isalpha() and len(text) < 7 and self.doc[index].pos_ in {"PROPN", "X", "NOUN", "ADJ", "VERB"}

    def _month_within(self, index: int) -> bool:
        """*Trân Thi Mai Anh*: a month's name between the words of a name."""
        return (
            self.is_word(index, "not_names")
            and self.capital(index)
            and index + 1 < len(self.doc)
            and index - 1 in self.people
            and self._name_token(index + 1)
            and index + 1 in self.people
        )

    def _hyphen(self, index: int) -> bool:
        """*Braun-Pivet*, *el-Sadate*: the hyphen is a token of its own, without blanks."""
        doc = self.doc
        return (
            index + 1 < len(doc)
            and doc[index].text == "-"
            and not doc[index].whitespace_
            and not doc[index - 1].whitespace_
        )
