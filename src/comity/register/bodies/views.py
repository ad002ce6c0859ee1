"""What is answered about bodies: frozen records, made for reading. Days are ISO text."""

from __future__ import annotations

from typing import Literal

from comity.model import Record
from comity.register.people.views import Post, Spelling

Basis = Literal["world", "authority", "page", "name"]
"""Who says how two bodies stand: the gazetteer, an authority file, pages, or the name of one of them."""


class BodyRef(Record):
    """A body: an id that leads to all that is known (null where no page names it), and what it is called."""

    id: str | None
    name: str


class Said(Record):
    """Where a page says how two bodies stand: in a record, and in which words of its text, where it is in words.

    `start` and `end` are code points of the page's text, end exclusive.
    """

    page: str
    record: str
    start: int | None = None
    end: int | None = None


class Related(Record):
    """A body that stands to another as parent, part, predecessor or successor; who says so, and where pages do.

    `since` is the year of a succession, where the gazetteer knows it.
    """

    body: BodyRef
    basis: Basis
    since: str | None = None
    said: tuple[Said, ...] = ()


class BodyEntry(Record):
    """One line of the list of bodies. `mentions` counts records, on each page that tells of them.

    `country` is alpha-3, or `IGO`; null where no page says it.
    """

    body: BodyRef
    country: str | None
    mentions: int
    first_day: str | None = None
    last_day: str | None = None
    authority: tuple[str, ...] = ()


class Bodies(Record):
    """Part of the list of bodies, those of most mentions first; `total` is the length of the whole list."""

    bodies: tuple[BodyEntry, ...]
    total: int
    offset: int = 0


class KeptBody(Record):
    """A body of the register: its names, what it belongs to, what took its place, and who held which office in it.

    `key` is that of a body of states (`IGO/asean`). `records` are register ids, the newest first, at most as many as
    were asked for.
    """

    id: str
    name: str
    key: str | None
    country: str | None
    spellings: tuple[Spelling, ...]
    pages: int
    mentions: int
    first_day: str | None = None
    last_day: str | None = None
    authority: tuple[str, ...] = ()
    parents: tuple[Related, ...] = ()
    parts: tuple[Related, ...] = ()
    predecessors: tuple[Related, ...] = ()
    successors: tuple[Related, ...] = ()
    posts: tuple[Post, ...] = ()
    records: tuple[str, ...] = ()
