"""Sentences with a parse made by hand, so that grammar is tested without a model.

A parse is written one word a line: the word, its lemma, its part of speech, the number of its head (0 for the root),
its relation and, where it matters, its morphology, all as in Universal Dependencies.
"""

from __future__ import annotations

from functools import cache

import spacy
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from comity.coding.mentions import Mention
from comity.coding.parse import Sentence
from comity.coding.slots import Grammar, Group, Slots
from comity.lexicon.language import load_language


@cache
def _vocab() -> Vocab:
    return spacy.blank("fr").vocab


def sentence(parse: str) -> Sentence:
    """The sentence that a parse describes, its words joined by blanks."""
    rows = [line.split() for line in parse.strip().splitlines()]
    heads = [number if row[3] == "0" else int(row[3]) - 1 for number, row in enumerate(rows)]
    doc = Doc(
        _vocab(),
        words=[row[0] for row in rows],
        lemmas=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        heads=heads,
        deps=["ROOT" if row[3] == "0" else row[4] for row in rows],
        morphs=[row[5] if len(row) > 5 else "" for row in rows],
    )
    made = Sentence(0, "body", 0, 0, len(doc.text), doc.text, list(range(len(doc.text))))
    made.attach(doc)
    return made


def token(held: Sentence, word: str) -> Token:
    """The one token of that text."""
    (found,) = [one for one in held.parse if one.text == word]
    return found


def mention(held: Sentence, name: str, kind: str = "country") -> Mention:
    """The words `name` as a mention; its root is the word whose head lies outside."""
    words = name.split()
    texts = [one.text for one in held.parse]
    (start,) = [i for i in range(len(texts)) if texts[i : i + len(words)] == words]
    end = start + len(words)
    root = next(one.i for one in held.parse[start:end] if not start <= one.head.i < end or one.head.i == one.i)
    return Mention(held, start, end, root, kind, name)


def grammar(parse: str, *names: str) -> Grammar:
    """The grammar of a parse in which `names` are mentioned, in order."""
    held = sentence(parse)
    return Grammar(held, [mention(held, name) for name in names], load_language("fr"))


def told(group: Group) -> str:
    """The members of a group, joined by `+`."""
    return "+".join(member.text for member in group.members)


def filled(slots: Slots) -> dict[str, list[str]]:
    """The slots that hold something."""
    return {name: [told(group) for group in groups] for name, groups in slots.found.items() if groups}
