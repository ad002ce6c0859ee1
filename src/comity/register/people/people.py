"""People and offices as the register's users ask for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, func, or_, select

from comity import edtf
from comity.errors import UnknownRecordError, UsageError
from comity.folding import fold
from comity.model import Tenure
from comity.register import schema as t
from comity.register.concurrency import merging_lock
from comity.register.database import Database
from comity.register.loader import chunks
from comity.register.people import authority, offices
from comity.register.people.identify import SPANS, authorities, authority_of, known_as, person_of
from comity.register.people.meant import appellations, code, name, names, refs
from comity.register.people.names import name_of
from comity.register.people.same import same_person
from comity.register.people.views import (
    AuthorityEntry,
    AuthoritySuccession,
    Clash,
    Held,
    Imported,
    KeptPerson,
    Offices,
    PersonEntry,
    PersonRef,
    Spelling,
)
from comity.register.people.views import People as Listed
from comity.register.sides import igo_names
from comity.register.views import Side

RECORDS = 20
_C = t.appellation.c


class People:
    """The people whom pages name, and the offices that they are said to hold."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, words: str | None = None, country: str | None = None, *, limit: int = 50, offset: int = 0) -> Listed:
        """People by a name or a part of it, however it is written, and by country (alpha-3)."""
        with self._database.reading() as connection:
            return _listed(connection, words, country, limit, offset)

    def person(self, identity: str, records: int = RECORDS) -> KeptPerson:
        """All that is known of a person. Raises UnknownRecordError.

        An id that was given to a way of calling somebody leads to the person whom it means.
        """
        with self._database.reading() as connection:
            return _person(connection, identity, records)

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """What the persons of these ids are called. Those whom the register does not know are left out."""
        with self._database.reading() as connection:
            return names(connection, ids)

    def offices(self, side: Side, on: str | None = None, *, limit: int | None = None, offset: int = 0) -> Offices:
        """The offices of a country or a body of states with all holders; with `on` (EDTF) those of that day.

        Raises UsageError for another kind of side, and RecordError for a date that is none.
        """
        if side.kind not in ("country", "igo"):
            raise UsageError(
                f"'{side.label}' is neither a country nor a body of states.", "Offices are listed by country."
            )
        if on is not None and not edtf.parse(on).year_known:
            raise UsageError(f"'{on}' has no year.", "Give a year, a month or a day: 2018, 2018-07, 2018-07-17.")
        with self._database.reading() as connection:
            return _offices(connection, side, on, limit, offset)

    def import_authority(self, entries: Iterable[AuthorityEntry | AuthoritySuccession], source: str) -> Imported:
        """Keep the identifiers and names of an authority file; people and bodies that it knows are told apart anew.

        An entry that is known is brought up to date; none is removed.
        """
        kept = list(entries)
        with self._database.writing() as connection:
            merging_lock(connection)
            return authority.keep(connection, kept, source)


def _listed(connection: Connection, words: str | None, country: str | None, limit: int, offset: int) -> Listed:
    # honorifics are none of a name, also where they are asked for in small letters
    asked = (name_of(words.title()).words or tuple(fold(words).split())) if words else ()
    if words and not asked:
        return Listed(people=(), total=0, offset=offset)
    wanted = [_C.records > 0, *(_C.name.contains(word, autoescape=True) for word in asked)]
    if country:
        wanted.append(_C.country == country)
    matching = select(_C.person_id).where(*wanted)
    mentions = func.sum(_C.records)
    query = (
        select(_C.person_id, mentions.label("mentions"))
        .where(_C.person_id.in_(matching), _C.records > 0)
        .group_by(_C.person_id)
    )
    total = connection.scalar(select(func.count(_C.person_id.distinct())).where(*wanted)) or 0
    found = connection.execute(query.order_by(mentions.desc(), _C.person_id).limit(limit).offset(offset)).all()
    rows = appellations(connection, [row.person_id for row in found])
    known = authorities(connection, [row.name for some in rows.values() for row in some])
    people = tuple(_entry(rows[row.person_id], known) for row in found)
    return Listed(people=people, total=total, offset=offset)


def _entry(rows: Sequence[Row[Any]], known: dict[str, dict[str, str]]) -> PersonEntry:
    held = _held(rows)
    return PersonEntry(
        person=PersonRef(id=code(rows), name=name(rows)),
        countries=_countries(rows),
        mentions=sum(row.records for row in rows),
        office=held[0] if held else None,
        first_day=min((row.first_day for row in rows if row.first_day), default=None),
        last_day=max((row.last_day for row in rows if row.last_day), default=None),
        authority=authority_of(rows, known),
    )


def _countries(rows: Iterable[Row[Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.country for row in rows if row.country))


def _held(rows: Iterable[Row[Any]]) -> tuple[Held, ...]:
    """The offices that are said of a person, the latest first; titles that mean one post stand together."""
    said = [row for row in rows if row.tenure and row.post]
    found = []
    for group in offices.grouped(said):
        by_tenure: dict[str, list[Row[Any]]] = defaultdict(list)
        for row in group:
            by_tenure[row.tenure].append(row)
        for tenure, some in by_tenure.items():
            best = max(some, key=lambda row: (row.pages, -row.id))
            found.append(
                Held(
                    office=best.office,
                    of=best.body,
                    country=next((row.country for row in some if row.country), None),
                    tenure=msgspec.convert(tenure, Tenure),
                    post=best.post,
                    pages=sum(row.pages for row in some),
                    first_day=min((row.first_day for row in some if row.first_day), default=None),
                    last_day=max((row.last_day for row in some if row.last_day), default=None),
                )
            )
    return tuple(sorted(found, key=lambda held: (held.last_day or "", held.pages, held.office), reverse=True))


def _person(connection: Connection, identity: str, limit: int) -> KeptPerson:
    given = connection.execute(select(_C.person_id).where(_C.code == identity)).first()
    rows = appellations(connection, [given.person_id])[given.person_id] if given is not None else []
    if given is None or not rows:
        raise UnknownRecordError(
            f"The register knows no person '{identity}'.", "A person's id begins with pe-; comity people lists them."
        )
    ids = [row.id for row in rows]
    s = t.sighting.c
    pages = connection.scalar(select(func.count(s.page_id.distinct())).where(s.appellation_id.in_(ids))) or 0
    spelled = select(s.written, func.count().label("mentions")).where(s.appellation_id.in_(ids)).group_by(s.written)
    records = (
        select(s.event_id)
        .join(t.shown, t.shown.c.event_id == s.event_id)
        .where(s.appellation_id.in_(ids))
        .group_by(s.event_id, t.shown.c.position)
        .order_by(t.shown.c.position, s.event_id)
    )
    known = authorities(connection, [row.name for row in rows])
    entry = _entry(rows, known)
    spellings = [Spelling(written=row.written, mentions=row.mentions) for row in connection.execute(spelled)]
    return KeptPerson(
        id=entry.person.id,
        name=entry.person.name,
        spellings=tuple(sorted(spellings, key=lambda spelling: (-spelling.mentions, spelling.written))),
        countries=entry.countries,
        offices=_held(rows),
        pages=pages,
        mentions=entry.mentions,
        first_day=entry.first_day,
        last_day=entry.last_day,
        authority=entry.authority,
        clashes=tuple(_abroad(connection, rows)),
        reasons=_reasons(rows, known),
        records=tuple(connection.scalars(records.limit(limit))),
    )


def _reasons(rows: Sequence[Row[Any]], known: dict[str, dict[str, str]]) -> tuple[str, ...]:
    """Why the further ways of calling a person are taken for the same."""
    first, *others = (person_of(row, known_as(row, known)) for row in rows)
    found = [same_person(first, other, SPANS) for other in others]
    return tuple(dict.fromkeys(reason for one in found if one.verdict == "same" for reason in one.reasons))


def _abroad(connection: Connection, rows: Sequence[Row[Any]]) -> list[Clash]:
    """Namesakes who are said to hold an office of the same sort in another country."""
    held = [row for row in rows if row.tenure in ("current", "acting") and row.country not in ("", "IGO")]
    held = [row for row in held if name_of(row.written).is_whole and offices.is_for_one(row)]
    by_name: dict[tuple[str, str], Row[Any]] = {(row.name, row.post): row for row in held}
    others: list[Row[Any]] = []
    names = sorted({name for name, _ in by_name})
    for some in chunks(names):
        wanted = (_C.name.in_(some), _C.records > 0, _C.tenure.in_(("current", "acting")))
        others += connection.execute(select(t.appellation).where(*wanted).order_by(_C.id)).all()
    found = []
    for other in others:
        row = by_name.get((other.name, other.post))
        if row is None or other.country in ("", "IGO", row.country):
            continue
        named = refs(connection, [row.person_id, other.person_id])
        people = tuple(dict.fromkeys((named[row.person_id], named[other.person_id])))
        countries = (row.country, other.country)
        found.append(Clash(kind="countries", people=people, office=row.office, countries=countries))
    return found


def _offices(connection: Connection, side: Side, on: str | None, limit: int | None, offset: int) -> Offices:
    said = and_(_C.records > 0, _C.post != "", _C.tenure != "")
    code = "IGO" if side.kind == "igo" else side.key
    own = select(_C.person_id).where(_C.country == code)
    # a page that does not say the country speaks of somebody of whom others say it
    query = select(t.appellation).where(said, or_(_C.country == code, and_(_C.country == "", _C.person_id.in_(own))))
    rows = connection.execute(query.order_by(_C.id)).all()
    if side.kind == "igo":
        called = set(igo_names(side))
        rows = [row for row in rows if row.body and fold(row.body) in called]
    named = refs(connection, sorted({row.person_id for row in rows}))
    abroad = defaultdict(list)
    for clash in _abroad(connection, rows):
        abroad[clash.office, clash.people[0].id].append(clash)
    posts = []
    for group in offices.grouped(rows):
        titles = {(row.office, named[row.person_id].id) for row in group}
        found = offices.post(group, named, [clash for title in sorted(titles) for clash in abroad.get(title, ())])
        asked = offices.on(found, on) if on is not None else found
        posts += [asked] if asked is not None else []
    posts.sort(key=lambda post: (-post.pages, post.office, post.of or ""))
    part = posts[offset : offset + limit] if limit is not None else posts[offset:]
    return Offices(side=side, on=on, posts=tuple(part), total=len(posts))
