"""What a user's words ask for, and how each database is asked it. Pure: nothing here reads a register.

The words of a question are all wanted, in any order, in any of their forms (their stems), with or without accents:

- `"chemin de fer"`: these words, in this order, as they are written (accents and case apart);
- `coop*`: words that begin so;
- `-visite`, `-"chemin de fer"`, `-coop*`: none of these;
- the name of a country, or of a body of states, stands for all its names, and for its being a side of the record.

Words that say too little (*de*, *the*) count within quotation marks only, unless there are no others. Any text is a
question: what has no meaning here (an open quotation mark, signs without a letter) is passed over.

A question is a conjunction of clauses, each of which wants, or refuses, any of several phrases. A phrase is a row of
tokens as the index holds them (see `index`): folded words; `~` and a stem; `@` and a word of a person's name; `#` and a
mark, as `#channel=party`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from comity.folding import fold, slug
from comity.lexicon.searching import passed_over
from comity.lexicon.world import world
from comity.register.searching.words import folded_words, stems

LONGEST = 1000
"""Characters of a question that are read."""
MOST_CLAUSES = 32
"""Clauses that a question may have; what is said beyond is passed over."""
_MOST_NAMES = 16
_LONGEST_NAME = 5

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_CHUNK = re.compile(r"""(?P<minus>(?<!\S)[-−]+)?(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))""")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that stand in a row; with `prefix` the last one may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False

    @property
    def is_said(self) -> bool:
        """Whether it is of words of the text, and not of marks."""
        return self.tokens[0][0] not in "#@"


@dataclass(frozen=True, slots=True)
class Clause:
    """That any of the phrases stands there; or, `negated`, none."""

    any_of: tuple[Phrase, ...]
    negated: bool = False


Question = tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class _Chunk:
    words: tuple[str, ...]
    quoted: bool
    prefix: bool
    negated: bool


def parse(text: str) -> Question:
    """The question that a user's words ask; empty when they hold no word. Never raises."""
    clauses: list[Clause] = []
    chunks = list(_chunks(text[:LONGEST].translate(_QUOTES)))
    telling = any(word not in passed_over() for chunk in chunks for word in chunk.words)
    loose: list[str] = []
    for chunk in chunks:
        if not (chunk.quoted or chunk.prefix or chunk.negated):
            loose += chunk.words
            continue
        clauses += _of_words(loose, telling)
        loose = []
        if chunk.quoted:
            clauses.append(Clause((Phrase(chunk.words),), chunk.negated))
        elif chunk.prefix:
            said = _of_words(chunk.words[:-1], telling) if not chunk.negated else []
            clauses += [*said, Clause((Phrase(chunk.words[-1:], prefix=True),), chunk.negated)]
        else:
            clauses.append(_refused(chunk.words))
    clauses += _of_words(loose, telling)
    return tuple(dict.fromkeys(clauses))[:MOST_CLAUSES]


def mark(name: str, value: str) -> str:
    """The token of a mark: what a record is, as `#form=visit`."""
    return f"#{name}={slug(value)}"


def marked(name: str, values: Iterable[str]) -> Clause:
    """That a record has any of these marks."""
    return Clause(tuple(Phrase((mark(name, value),)) for value in values))


def named(person: str) -> Clause | None:
    """That a person of this name stands in the record: its words, in a row. None for a name without words."""
    words = folded_words(person)
    return Clause((Phrase(tuple(f"@{word}" for word in words)),)) if words else None


def match_of(question: Question) -> str:
    """A question that wants something, as an FTS5 expression. Only tokens of ours stand in it, each quoted."""
    wanted = " AND ".join(f"({_either(clause, _fts5, ' OR ')})" for clause in question if not clause.negated)
    refused = " OR ".join(_either(clause, _fts5, " OR ") for clause in question if clause.negated)
    return f"({wanted}) NOT ({refused})" if refused else wanted


def tsquery_of(question: Question) -> str:
    """A question as a tsquery of PostgreSQL, whose lexemes are our tokens."""
    return " & ".join(f"{'!' if clause.negated else ''}({_either(clause, _tsquery, ' | ')})" for clause in question)


def _either(clause: Clause, written: Callable[[Phrase], str], joint: str) -> str:
    return joint.join(written(phrase) for phrase in clause.any_of)


def _fts5(phrase: Phrase) -> str:
    # a token of ours holds no quotation mark
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.prefix else ""}'


def _tsquery(phrase: Phrase) -> str:
    *before, last = (f"'{token}'" for token in phrase.tokens)
    row = " <-> ".join([*before, f"{last}:*" if phrase.prefix else last])
    return f"({row})" if before else row


def _chunks(text: str) -> Iterator[_Chunk]:
    for match in _CHUNK.finditer(text):
        quoted, plain = match["quoted"], match["plain"]
        words = tuple(folded_words(quoted if quoted is not None else plain))
        if words:
            prefix = quoted is None and plain.endswith("*") and plain.rstrip("*")[-1:].isalnum()
            yield _Chunk(words, quoted is not None, prefix, match["minus"] is not None)


def _of_words(words: Sequence[str], telling: bool) -> list[Clause]:
    """Clauses for words in any order. The longest row of them that names a country or a body of states is one."""
    found: list[Clause] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST_NAME), at, -1):
            names = _names(words[at:end])
            if names:
                found.append(Clause(names))
                at = end
                break
        else:
            if words[at] not in passed_over() or not telling:
                found.append(Clause(_forms(words[at])))
            at += 1
    return found


def _refused(words: tuple[str, ...]) -> Clause:
    """What is refused: a word in any of its forms, a country by any name; of several joined words, the row of them."""
    names = _names(words)
    if names:
        return Clause(names, negated=True)
    return Clause(_forms(words[0]) if len(words) == 1 else (Phrase(words),), negated=True)


def _forms(word: str) -> tuple[Phrase, ...]:
    """The word itself, and all words of its stem: those that are their own stem have no token of it."""
    tokens = dict.fromkeys((word, *(token for base in stems(word) for token in (base, f"~{base}"))))
    return tuple(Phrase((token,)) for token in tokens)


def _names(words: Sequence[str]) -> tuple[Phrase, ...]:
    """All names of the country or the body of states that these words name, and the mark of its being a side."""
    name = " ".join(words)
    known = world()
    codes = known.country_codes(name)
    called: list[str] = []
    sides: list[str] = list(codes)
    for code in codes:
        country = known.country(code)
        called += [each for names in (country.names.values() if country else ()) for each in names]
    igo = None if codes else known.igo(name)
    if igo is not None:
        called += [*igo.names, *igo.acronyms]
        sides.append(f"IGO/{igo.key}")
    if not sides:
        return ()
    rows = sorted({tuple(row) for row in (words, *(fold(each).split() for each in called)) if row}, key=len)
    # a name within which a shorter one stands says no more
    short: list[tuple[str, ...]] = []
    for row in rows:
        if not any(_within(one, row) for one in short):
            short.append(tuple(row))
    phrases = [Phrase(row) for row in short[:_MOST_NAMES]]
    own = _forms(words[0]) if len(words) == 1 else ()
    return tuple(dict.fromkeys([*own, *phrases, *(Phrase((mark("side", side),)) for side in sides)]))


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))
