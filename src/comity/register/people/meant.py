"""Who is meant by an id or a name: persons with all ways of calling them, and what each is called.

Every function runs inside the caller's transaction.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, false, literal, or_, select

from comity.errors import UsageError
from comity.folding import fold
from comity.register import schema as t
from comity.register.loader import chunks
from comity.register.people.names import name_of
from comity.register.people.views import PersonRef

PREFIX = "pe-"
MOST_NAMES = 100
"""Names by which persons are looked for in the index of words: those of more are looked for without it."""

_C = t.appellation.c


@dataclass(frozen=True, slots=True)
class Meant:
    """The persons that are asked for: their appellations, as a query, and the folded names that these have.

    `names` is None where they have too many to be told.
    """

    appellations: Select[Any]
    names: tuple[str, ...] | None


def meant(connection: Connection, asked: Sequence[str]) -> Meant | None:
    """The persons of any of these ids and names, all ways of calling them together; None if nobody is known so.

    A name is that of all persons who are somewhere called so, or whose name holds these words in a row; a name of which
    the family name stands at the other end is meant where there is no such person. UsageError for an id that the
    register never gave.
    """
    wanted = [condition for each in asked if (condition := _asked(connection, each)) is not None]
    if not wanted:
        return None
    of = select(_C.id).where(_C.person_id.in_(select(_C.person_id).where(or_(*wanted))))
    some = select(_C.name).where(_C.id.in_(of), _C.records > 0).distinct().order_by(_C.name).limit(MOST_NAMES + 1)
    names = tuple(connection.scalars(some))
    return Meant(of, names if len(names) <= MOST_NAMES else None)


def refs(connection: Connection, persons: Sequence[int]) -> dict[int, PersonRef]:
    """What the persons of these numbers are called, and their ids."""
    rows = appellations(connection, persons)
    return {person: PersonRef(id=code(some), name=name(some)) for person, some in rows.items()}


def names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """What the persons of these ids are called; those of whom no page tells any more are left out."""
    known = {row.code: row.person_id for some in chunks(sorted(set(ids))) for row in connection.execute(
        select(_C.code, _C.person_id).where(_C.code.in_(some)))}  # fmt: skip
    found = refs(connection, sorted(set(known.values())))
    return {identity: found[person].name for identity, person in known.items() if person in found}


def appellations(connection: Connection, persons: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """How each of these persons is called, the most usual way first."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    wanted = sorted(set(persons))
    for some in chunks(wanted):
        query = select(t.appellation).where(_C.person_id.in_(some), _C.records > 0)
        for row in connection.execute(query.order_by(_C.records.desc(), _C.id)):
            found[row.person_id].append(row)
    return found


def code(rows: Sequence[Row[Any]]) -> str:
    """The id of a person: that of the appellation met first, or of the first that is still said."""
    return str(min(rows, key=lambda row: (row.id != row.person_id, row.id)).code)


def name(rows: Sequence[Row[Any]]) -> str:
    """The name as it is called most often; of the whole ones, if there are any, without honorifics."""
    whole = [row for row in rows if name_of(row.written).is_whole] or list(rows)
    counted = Counter[str]()
    for row in whole:
        counted[row.name] += row.records
    usual = max(counted, key=lambda name: (counted[name], name))
    written = {" ".join(name_of(row.written).written) for row in whole if row.name == usual}
    # of one name the way that has most marks says most
    return max(written, key=lambda text: (sum(not sign.isascii() for sign in text), text))


def _asked(connection: Connection, asked: str) -> ColumnElement[bool] | None:
    """The condition that an appellation is one of those that are asked for; None if there is none."""
    if asked.startswith(PREFIX):
        person = connection.scalar(select(_C.person_id).where(_C.code == asked))
        if person is None:
            raise UsageError(
                f"The register knows no person '{asked}'.", "A person's id begins with pe-; comity people lists them."
            )
        condition: ColumnElement[bool] = _C.person_id == person
        return condition
    # honorifics are none of a name, also where they are asked for in small letters
    words = name_of(asked.title()).words or tuple(fold(asked).split())
    if not words:
        return false()
    padded = literal(" ").concat(_C.name).concat(" ")
    in_a_row: ColumnElement[bool] = padded.contains(f" {' '.join(words)} ", autoescape=True)
    turned: ColumnElement[bool] = _C.name.in_(
        sorted({" ".join((*words[1:], words[0])), " ".join((words[-1], *words[:-1]))})
    )
    for called in (in_a_row, turned):
        if connection.execute(select(_C.id).where(called).limit(1)).first() is not None:
            return called
    return None
