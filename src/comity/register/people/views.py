"""What is answered about people and offices: frozen records, made for reading. Days are ISO text."""

from __future__ import annotations

from typing import Literal

from comity.model import Record, Tenure
from comity.register.views import Side

Basis = Literal["between", "before", "after"]


class PersonRef(Record):
    """A person of the register: an id that leads to all that is known, and the name most often written."""

    id: str
    name: str


class Spelling(Record):
    """A way in which pages write a person's name, and in how many places they do."""

    written: str
    mentions: int


class Held(Record):
    """That pages say somebody to hold an office (`tenure` tells since or until when not).

    `first_day` and `last_day` are the first and the last day for which it was said; `pages` say so. `sources` of the
    statement are the office records.
    """

    office: str
    of: str | None
    country: str | None
    tenure: Tenure
    post: str
    pages: int
    first_day: str | None = None
    last_day: str | None = None


class Clash(Record):
    """Statements that contradict each other, as far as they go.

    `holders`: two people are each said to hold an office that one person holds, at the same time: from `first_day` to
    `last_day`. `countries`: one name holds such an office in two countries, `countries`.
    """

    kind: Literal["holders", "countries"]
    people: tuple[PersonRef, ...]
    office: str
    first_day: str | None = None
    last_day: str | None = None
    countries: tuple[str, ...] = ()


class Holder(Record):
    """Who was said to hold an office, with the first and the last day on which this was said of a present holder.

    `former_day` and `incoming_day` are the first day on which the person was called a former, the last on which a
    coming holder. For a question about a day `basis` tells what the answer rests on: sightings before and after it
    (`between`), or only the nearest `before`.
    """

    person: PersonRef
    pages: int
    first_day: str | None = None
    last_day: str | None = None
    acting: bool = False
    former_day: str | None = None
    incoming_day: str | None = None
    basis: Basis | None = None


class Post(Record):
    """An office of a country with its holders, the latest first; `office` and `of` are as most pages write them."""

    key: str
    office: str
    of: str | None
    holders: tuple[Holder, ...]
    clashes: tuple[Clash, ...] = ()

    @property
    def pages(self) -> int:
        return sum(holder.pages for holder in self.holders)


class Offices(Record):
    """The offices of a country or a body of states, those of most pages first; `on` is the EDTF date asked about."""

    side: Side
    on: str | None
    posts: tuple[Post, ...]
    total: int


class PersonEntry(Record):
    """One line of the list of people. `mentions` counts records and pages in which the person is named."""

    person: PersonRef
    countries: tuple[str, ...]
    mentions: int
    office: Held | None = None
    first_day: str | None = None
    last_day: str | None = None
    authority: tuple[str, ...] = ()


class People(Record):
    """Part of the list of people, those of most mentions first; `total` is the length of the whole list."""

    people: tuple[PersonEntry, ...]
    total: int
    offset: int = 0


class KeptPerson(Record):
    """A person of the register: all names, offices and countries that pages give, with the days of acts.

    `reasons` says for each further way of calling the person why it is taken for the same: the codes of
    `people.same.Likeness`. `records` are register ids, the newest first, at most as many as were asked for.
    """

    id: str
    name: str
    spellings: tuple[Spelling, ...]
    countries: tuple[str, ...]
    offices: tuple[Held, ...]
    pages: int
    mentions: int
    first_day: str | None = None
    last_day: str | None = None
    authority: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    reasons: tuple[str, ...] = ()
    records: tuple[str, ...] = ()


class AuthorityEntry(Record):
    """Somebody, or a body, as an authority file tells of them. `country` is alpha-3, `names` include the name.

    `parents` and `successors` of a body are ids of entries, or names.
    """

    id: str
    kind: Literal["person", "body"]
    name: str
    names: tuple[str, ...]
    country: str | None = None
    parents: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()


class AuthoritySuccession(Record):
    """That an authority file tells apart from its entries which body took the place of which: ids of entries."""

    predecessor: str
    successor: str


class Imported(Record):
    """What came of importing an authority file: how many entries it has, and how many were new or had changed.

    `people` and `bodies` are how many names of the register are told apart by them.
    """

    source: str
    entries: int
    new: int
    people: int
    bodies: int = 0
