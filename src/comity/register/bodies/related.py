"""How bodies stand to each other: parents, parts, what came before and after; with who says so.

Asked from the body that is looked at. Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from comity.lexicon.bodies import successors
from comity.lexicon.world import world
from comity.register import schema as t
from comity.register.bodies.identify import authorities, authority_of
from comity.register.bodies.names import IGO, Relation
from comity.register.bodies.views import Basis, BodyRef, Related, Said
from comity.register.loader import chunks

MOST = 200
"""Bodies that are told of one relation, at most; and places where pages say so."""

_B = t.body.c


@dataclass(frozen=True, slots=True)
class Asked:
    """The body that is asked about: its rows, and the identifiers that authority files give it."""

    rows: Sequence[Row[Any]]
    authority: tuple[str, ...]
    language: str


def related(connection: Connection, asked: Asked, relation: Relation, *, other_way: bool) -> tuple[Related, ...]:
    """The bodies that stand so to one: its parents (`parent`), its successors; `other_way` its parts, predecessors.

    Each is told once, by the first who says so: the gazetteer, then authority files, pages, names.
    """
    sources: list[tuple[Basis, Iterable[Related]]] = [
        ("world", _by_world(connection, asked, relation, other_way)),
        ("authority", _by_authority(connection, asked, relation, other_way)),
        ("page", _by_pages(connection, asked, relation, other_way)),
    ]
    if relation == "parent":
        sources.append(("name", _by_name(connection, asked, other_way)))
    found: dict[str, Related] = {}
    for _, told in sources:
        for each in told:
            found.setdefault(each.body.id or each.body.name, each)
    return tuple(found.values())[:MOST]


def refs(connection: Connection, ids: Iterable[int]) -> dict[int, BodyRef]:
    """What the bodies of these rows are called; one that nothing names any more has no id."""
    found: dict[int, BodyRef] = {}
    rows = {row.id: row for some in chunks(sorted(set(ids))) for row in _rows(connection, _B.id.in_(some))}
    heads = {row.body_id for row in rows.values()}
    members: dict[int, list[Row[Any]]] = {}
    for some in chunks(sorted(heads)):
        for row in _rows(connection, _B.body_id.in_(some)):
            members.setdefault(row.body_id, []).append(row)
    for identity, row in rows.items():
        said = [each for each in members[row.body_id] if each.records]
        best = max(said or [row], key=lambda each: (each.records, -each.id))
        head = next(each for each in members[row.body_id] if each.id == row.body_id)
        found[identity] = BodyRef(id=head.code if said else None, name=best.written)
    return found


def _rows(connection: Connection, *conditions: Any) -> list[Row[Any]]:
    return list(connection.execute(select(t.body).where(*conditions).order_by(_B.id)))


def _by_world(connection: Connection, asked: Asked, relation: Relation, other_way: bool) -> Iterator[Related]:
    keys = [row.words.removeprefix(f"{IGO}/") for row in asked.rows if row.words.startswith(f"{IGO}/")]
    since: dict[str, str] = {}
    wanted: list[str] = []
    for key in keys:
        if relation == "parent" and not other_way:
            igo = world().igo(key)
            wanted += [igo.parent] if igo is not None and igo.parent else []
        elif relation == "parent":
            wanted += [igo.key for igo in world().igos() if igo.parent == key]
        else:
            for one, followed in successors().items():
                for other, year in followed.items():
                    if (other if other_way else one) == key:
                        wanted.append(one if other_way else other)
                        since[wanted[-1]] = year
    if not wanted:
        return
    found = {row.words: row.id for row in _rows(connection, _B.words.in_([f"{IGO}/{key}" for key in wanted]))}
    called = refs(connection, found.values())
    for key in dict.fromkeys(wanted):
        row = found.get(f"{IGO}/{key}")
        ref = called[row] if row is not None else BodyRef(id=None, name=world().label(key, asked.language))
        # a gazetteer has many parts of a body that no page names
        if ref.id is not None or not (relation == "parent" and other_way):
            yield Related(body=ref, basis="world", since=since.get(key))


def _by_authority(connection: Connection, asked: Asked, relation: Relation, other_way: bool) -> Iterator[Related]:
    a, r, n = t.authority.c, t.authority_relation.c, t.authority_name.c
    if not asked.authority:
        return
    if other_way:
        names = select(n.written).where(n.authority_id.in_(asked.authority))
        query = select(r.authority_id).where(
            r.relation == relation, or_(r.other.in_(asked.authority), r.other.in_(names))
        )
    else:
        query = select(r.other).where(r.relation == relation, r.authority_id.in_(asked.authority))
    wanted = list(dict.fromkeys(connection.scalars(query.order_by(r.authority_id, r.other))))[:MOST]
    entries = {row.id: row for row in connection.execute(select(a.id, a.name).where(a.id.in_(wanted)))}
    for other in wanted:
        identity = other if other in entries else _entry_called(connection, other)
        body = _body_of(connection, identity) if identity is not None else None
        name = entries[other].name if other in entries else other
        yield Related(body=body or BodyRef(id=None, name=name), basis="authority")


def _entry_called(connection: Connection, name: str) -> str | None:
    """The entry that has this name, if exactly one has."""
    n = t.authority_name.c
    query = select(n.authority_id).join(t.authority, t.authority.c.id == n.authority_id).where(n.written == name)
    found = connection.scalars(query.where(t.authority.c.kind == "body").limit(2)).all()
    return found[0] if len(found) == 1 else None


def _body_of(connection: Connection, identity: str) -> BodyRef | None:
    """The body of the register that an entry of an authority file is, if pages name it."""
    words = select(t.authority_name.c.name).where(t.authority_name.c.authority_id == identity)
    rows = _rows(connection, _B.words.in_(words), _B.records > 0)
    known = authorities(connection, [row.words for row in rows])
    own = [row for row in rows if authority_of(row, known) == identity]
    return refs(connection, [own[0].id])[own[0].id] if own else None


def _by_pages(connection: Connection, asked: Asked, relation: Relation, other_way: bool) -> Iterator[Related]:
    r = t.body_relation.c
    ours, theirs = (r.other_id, r.body_id) if other_way else (r.body_id, r.other_id)
    query = select(theirs.label("other"), r.event_id, r.page_id, r.start, r.end).where(
        ours.in_([row.id for row in asked.rows]), r.relation == relation
    )
    rows = connection.execute(query.order_by(theirs, r.event_id, r.page_id).limit(MOST)).all()
    called = refs(connection, [row.other for row in rows])
    said: dict[BodyRef, list[Said]] = {}
    for row in rows:
        said.setdefault(called[row.other], []).append(
            Said(page=row.page_id, record=row.event_id, start=row.start, end=row.end)
        )
    for body, places in said.items():
        yield Related(body=body, basis="page", said=tuple(places))


def _by_name(connection: Connection, asked: Asked, other_way: bool) -> Iterator[Related]:
    if not other_way:
        for row in asked.rows:
            whole = _whole(connection, row)
            if whole is not None and whole.body_id != row.body_id:
                yield Related(body=refs(connection, [whole.id])[whole.id], basis="name")
        return
    w = t.body_whole.c
    ours = {row.body_id for row in asked.rows}
    words, countries = {row.words for row in asked.rows}, {row.country for row in asked.rows}
    within = select(w.body_id).where(w.words.in_(words))
    rows = _rows(connection, _B.id.in_(within), _B.country.in_(countries), _B.records > 0, _B.body_id.not_in(ours))
    parts = [row for row in rows[:MOST] if (whole := _whole(connection, row)) is not None and whole.body_id in ours]
    called = refs(connection, [row.id for row in parts])
    for row in parts:
        yield Related(body=called[row.id], basis="name")


def _whole(connection: Connection, row: Row[Any]) -> Row[Any] | None:
    """The body that a body's name says it is a part of: of those that pages name, that of the longest name."""
    w = t.body_whole.c
    wanted = select(w.words).where(w.body_id == row.id)
    found = _rows(connection, _B.words.in_(wanted), _B.country == row.country, _B.records > 0)
    return max(found, key=lambda each: (each.words.count(" "), -each.id), default=None)
