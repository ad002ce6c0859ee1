"""The frozen records of an explanation: what the coder saw in each sentence of a page, and why it coded what it did.

They stand beside the records of a coding (`comity.model`) and never change them: a page explained is coded alike.
Offsets count Unicode code points in `Page.text`, end exclusive. Files are vocabulary files, relative to their data
folder (`fr/frames/consult.toml`).
"""

from __future__ import annotations

from typing import Literal

from comity.model import Coding, Record

Outcome = Literal["record", "merged", "refused", "outdone", "unfit"]


class Source(Record):
    """Where the vocabulary says something: the file, and the key, name or word to look for in it."""

    file: str
    key: str


class Seen(Record):
    """A word of the sentence as the parser sees it: lemma, part of speech, relation to the word it hangs on."""

    text: str
    lemma: str
    pos: str
    dep: str
    head: str


class Side(Record, omit_defaults=True):
    """Whom words stand for: the name on the page if there is one, and the country (ISO 3166-1 alpha-3, or `IGO`)."""

    name: str | None
    kind: str
    country: str | None
    inferred: bool = False


class Named(Record, omit_defaults=True):
    """A mention: who is named in the sentence, and which vocabulary knew the words.

    `countries` are those that the words themselves say; `stands_for` is what the story made of them where it was
    asked: pronouns, *les deux parties*, titles without a name. It is empty where no frame asked.
    """

    text: str
    start: int
    end: int
    kind: str
    countries: tuple[str, ...]
    stands_for: tuple[Side, ...] = ()
    sources: tuple[Source, ...] = ()


class Slot(Record):
    """A grammatical slot of a predicate (`subj`, `avec` …), with the words of the mentions in it."""

    slot: str
    words: tuple[str, ...]


class Tried(Record, omit_defaults=True):
    """One frame whose words stand in the sentence, and what became of it.

    `outcome`: `record` (it made the record `record`), `merged` (told elsewhere too: part of `record`), `refused` (the
    frame fits, the act is no record: `reason`), `outdone` (a better frame, `by`, took the words), `unfit` (a condition
    of the frame, its key `key`, does not hold; `detail` are the words concerned). `weight` is the frame's.
    """

    rule: str
    source: Source
    words: str
    outcome: Outcome
    weight: float
    record: str | None = None
    reason: str = ""
    key: str = ""
    detail: str = ""
    by: str | None = None
    parse: tuple[Seen, ...] = ()
    slots: tuple[Slot, ...] = ()
    actor: tuple[Side, ...] = ()
    recipient: tuple[Side, ...] = ()


class Made(Record, omit_defaults=True):
    """A record that is no event, or was to be one: what the sentence gave it.

    `kind`: commitment, instrument, office. `record` is null where nothing of its own came of it: `reason` says why.
    """

    kind: Literal["commitment", "instrument", "office"]
    words: str
    rule: str
    source: Source
    record: str | None
    reason: str = ""


class Clue(Record):
    """What makes a record more or less sure: a clue, its `value`, and its `worth` in log-odds of being right."""

    name: str
    value: float
    worth: float


class Told(Record):
    """A record of the story: how sure it is, by which clues.

    Of an event also the weights of the frames it rests on, and which sentences tell it.
    """

    record: str
    confidence: float
    weights: tuple[float, ...]
    sentences: tuple[int, ...]
    clues: tuple[Clue, ...] = ()


class Dropped(Record):
    """A record that was made and taken back, because its evidence broke the rules of evidence."""

    record: str
    reason: str


class SentenceExplained(Record, omit_defaults=True):
    """One sentence of a zone: who is named, who acts so far (`speaker`, `encounter`), and the frames tried.

    `predicate` is the main word as the parser sees it: a frame that should have fired needs its lemma.
    """

    index: int
    zone: str
    start: int
    end: int
    predicate: Seen | None = None
    speaker: Side | None = None
    encounter: tuple[Side, ...] = ()
    mentions: tuple[Named, ...] = ()
    tried: tuple[Tried, ...] = ()
    made: tuple[Made, ...] = ()


class StoryExplained(Record, omit_defaults=True):
    """One story: its sentences that hold something, how many others there are (`silent`), and what befell records.

    `topic` names the list of `syntax.toml` that sets the whole story aside (sport, fiction …), else it is empty.
    """

    id: str
    sides: tuple[str, ...]
    home: str | None
    topic: Source | None
    sentences: tuple[SentenceExplained, ...]
    silent: int
    records: tuple[Told, ...] = ()
    dropped: tuple[Dropped, ...] = ()


class Explanation(Record):
    """A coding with the reasons for it, story by story. A page that could not be coded has the coding's error."""

    coding: Coding
    stories: tuple[StoryExplained, ...] = ()
