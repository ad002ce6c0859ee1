"""Bodies as the register's users ask for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from comity.errors import UnknownRecordError
from comity.folding import fold
from comity.lexicon.world import world
from comity.register import schema as t
from comity.register.bodies.identify import Known, authorities, authority_ids
from comity.register.bodies.names import IGO, body_name
from comity.register.bodies.related import Asked, related
from comity.register.bodies.views import Bodies as Listed
from comity.register.bodies.views import BodyEntry, BodyRef, KeptBody
from comity.register.database import Database
from comity.register.loader import chunks
from comity.register.people import offices
from comity.register.people.meant import refs
from comity.register.people.views import Post, Spelling

RECORDS = 20
HOLDERS = 2000
"""Statements of offices, newest first, from which it is told who held which office in a body."""

_B = t.body.c
_S = t.body_sighting.c


class Bodies:
    """The bodies that pages name: ministries, parties, assemblies, companies, bodies of states."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(
        self,
        words: str | None = None,
        country: str | None = None,
        *,
        limit: int = 50,
        offset: int = 0,
        language: str = "fr",
    ) -> Listed:
        """Bodies by a name or words of it, accents apart, and by country (alpha-3, or `IGO` for bodies of states).

        Bodies of states that the gazetteer knows are called as they are in `language`.
        """
        with self._database.reading() as connection:
            return _listed(connection, words, country, limit, offset, language)

    def body(self, identity: str, records: int = RECORDS, language: str = "fr") -> KeptBody:
        """All that is known of a body. Raises UnknownRecordError.

        An id that was given to a name which an authority file says to be another body's leads to that body. What no
        page names is told in `language`.
        """
        with self._database.reading() as connection:
            return _body(connection, identity, records, language)


def _listed(
    connection: Connection, words: str | None, country: str | None, limit: int, offset: int, language: str
) -> Listed:
    wanted = [_B.records > 0]
    if words:
        name = body_name(words)
        igo = name is not None and name.words.startswith(f"{IGO}/")
        asked = name.words.split() if name is not None else fold(words).split()
        if not asked:
            return Listed(bodies=(), total=0, offset=offset)
        wanted += [_B.words == name.words] if igo and name else [_B.words.contains(w, autoescape=True) for w in asked]
    if country:
        wanted.append(_B.country == country)
    mentions = func.sum(_B.records)
    matching = select(_B.body_id).where(*wanted)
    query = (
        select(_B.body_id, mentions.label("mentions"))
        .where(_B.body_id.in_(matching), _B.records > 0)
        .group_by(_B.body_id)
    )
    total = connection.scalar(select(func.count(_B.body_id.distinct())).where(*wanted)) or 0
    found = connection.execute(query.order_by(mentions.desc(), _B.body_id).limit(limit).offset(offset)).all()
    rows = _members(connection, [row.body_id for row in found])
    known = authorities(connection, [row.words for some in rows.values() for row in some])
    bodies = tuple(_entry(rows[row.body_id], known, language) for row in found)
    return Listed(bodies=bodies, total=total, offset=offset)


def _members(connection: Connection, bodies: Iterable[int]) -> dict[int, list[Row[Any]]]:
    """The rows of bodies, that of the usual name first, without those that nothing names any more."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for some in chunks(sorted(set(bodies))):
        query = select(t.body).where(_B.body_id.in_(some)).order_by(_B.records.desc(), _B.id)
        for row in connection.execute(query):
            found[row.body_id].append(row)
    return found


def _igo(rows: Sequence[Row[Any]]) -> str | None:
    """The key of a body of states."""
    return next((row.words for row in rows if row.words.startswith(f"{IGO}/")), None)


def _entry(rows: Sequence[Row[Any]], known: Known, language: str) -> BodyEntry:
    said = [row for row in rows if row.records]
    head = next(row for row in rows if row.id == row.body_id)
    igo = _igo(rows)
    name = world().label(igo.removeprefix(f"{IGO}/"), language) if igo else said[0].written
    return BodyEntry(
        body=BodyRef(id=head.code, name=name),
        country=next((row.country for row in said if row.country), None),
        mentions=sum(row.records for row in said),
        first_day=min((row.first_day for row in said if row.first_day), default=None),
        last_day=max((row.last_day for row in said if row.last_day), default=None),
        authority=authority_ids(said, known),
    )


def _body(connection: Connection, identity: str, limit: int, language: str) -> KeptBody:
    head = connection.scalar(select(_B.body_id).where(_B.code == identity))
    rows = _members(connection, [head])[head] if head is not None else []
    if not any(row.records for row in rows):
        raise UnknownRecordError(
            f"The register knows no body '{identity}'.", "A body's id begins with bo-; comity bodies lists them."
        )
    known = authorities(connection, [row.words for row in rows])
    entry = _entry(rows, known, language)
    ids = [row.id for row in rows]
    spelled = select(_S.written, func.count().label("mentions")).where(_S.body_id.in_(ids)).group_by(_S.written)
    spellings = [Spelling(written=row.written, mentions=row.mentions) for row in connection.execute(spelled)]
    records = (
        select(_S.event_id)
        .join(t.shown, t.shown.c.event_id == _S.event_id)
        .where(_S.body_id.in_(ids))
        .group_by(_S.event_id, t.shown.c.position)
        .order_by(t.shown.c.position, _S.event_id)
    )
    asked = Asked(rows, entry.authority, language)
    return KeptBody(
        id=entry.body.id or identity,
        name=entry.body.name,
        key=_igo(rows),
        country=entry.country,
        spellings=tuple(sorted(spellings, key=lambda one: (-one.mentions, one.written))),
        pages=connection.scalar(select(func.count(_S.page_id.distinct())).where(_S.body_id.in_(ids))) or 0,
        mentions=entry.mentions,
        first_day=entry.first_day,
        last_day=entry.last_day,
        authority=entry.authority,
        parents=related(connection, asked, "parent", other_way=False),
        parts=related(connection, asked, "parent", other_way=True),
        predecessors=related(connection, asked, "successor", other_way=True),
        successors=related(connection, asked, "successor", other_way=False),
        posts=_posts(connection, rows),
        records=tuple(connection.scalars(records.limit(limit))),
    )


def _posts(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Post, ...]:
    """The offices that were said to be held in a body, each with all holders of whom that was said."""
    ids = [row.id for row in rows]
    # ids of offices begin so: a body's sightings stand in the order of their records
    said = (
        select(_S.event_id)
        .where(_S.body_id.in_(ids), _S.event_id >= "of-", _S.event_id < "of.")
        .distinct()
        .order_by(_S.event_id)
        .limit(HOLDERS)
    )
    c, s = t.appellation.c, t.sighting.c
    held: dict[int, Row[Any]] = {}
    for some in chunks(connection.scalars(said).all()):
        seen = select(s.appellation_id).where(s.event_id.in_(some))
        for row in connection.execute(select(t.appellation).where(c.id.in_(seen), c.post != "", c.tenure != "")):
            held[row.id] = row
    own = {(row.words, row.country) for row in rows}
    found = [row for _, row in sorted(held.items()) if _is_of(row, own)]
    names = refs(connection, sorted({row.person_id for row in found}))
    posts = [offices.post(group, names) for group in offices.grouped(found)]
    return tuple(sorted(posts, key=lambda post: (-post.pages, post.office)))


def _is_of(row: Row[Any], own: set[tuple[str, str]]) -> bool:
    """Whether somebody is said to hold an office of the body: a page may name several holders and bodies."""
    name = body_name(row.body, row.country or None) if row.body else None
    return name is not None and (name.words, name.country) in own
