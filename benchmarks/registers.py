"""Makes registers of any size to measure with: pages, acts, promises, documents and offices as a press would tell them.

    python benchmarks/registers.py EVENTS FILE [--seed N]

The register is what `comity add` would have made of the pages: the rows of what is kept are written in bulk, and all
that is derived from them is derived by the register's own code. Two countries have the more acts the better known they
are (Zipf): the busiest pair has some eight in a hundred. So have persons. One act in five is told by two to four pages,
whose records are merged. The same arguments make the same register.
"""

from __future__ import annotations

import argparse
import bisect
import hashlib
import itertools
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, create_engine

from comity.addresses import address_key
from comity.folding import slug
from comity.model import (
    CodedStory,
    Coder,
    Coding,
    Commitment,
    Date,
    Event,
    Instrument,
    Office,
    Page,
    Participant,
    Place,
    Record,
    Span,
    Story,
    Zone,
)
from comity.register import schema as t
from comity.register import shown
from comity.register.database import open_database
from comity.register.identity import new_id
from comity.register.merging import judging
from comity.register.provenance import coding_digest, source_digest
from comity.register.reports import Entry, participant_row, participants
from comity.register.reprints import keep_sketch
from comity.register.similarity import told
from comity.register.views import SourceRef

CODER = Coder(version="0.1.0", lexicon="b" * 64, project_lexicon=None, model=None, spacy=None)
COUNTRIES = (
    *("VNM", "KHM", "LAO", "CHN", "FRA", "THA", "USA", "JPN", "RUS", "IND", "DEU", "GBR", "KOR", "IDN", "MYS", "SGP"),
    *("PHL", "MMR", "AUS", "ITA", "ESP", "BRA", "CAN", "SEN", "MAR", "DZA", "TUN", "CIV", "CMR", "MLI", "BEL", "CHE"),
    *("NLD", "POL", "CZE", "HUN", "ROU", "BGR", "TUR", "IRN", "SAU", "ARE", "QAT", "EGY", "ZAF", "NGA", "KEN", "ETH"),
    *("AGO", "MOZ", "CUB", "MEX", "ARG", "CHL", "PER", "COL", "MNG", "KAZ", "UZB", "NPL", "LKA", "BGD", "PAK", "NZL"),
)
BODIES = ("asean", "onu", "oif", "ue")
FORMS = ("meeting", "talks", "visit", "audience", "working_session", "signing", "thanks", "grant", "phone_call")
CHANNELS = ("government", "party", "military", "parliament", "local", "security", "people", "business")
FIELDS = ("trade", "defence", "education", "culture", "energy", "transport", "agriculture", "health")
OFFICES = ("ministre", "vice-ministre", "ambassadeur", "directeur", "gouverneur", "secrétaire général", "président")
PUBLISHERS = tuple(f"Agence {name}" for name in "ABCDEFGHIJKLMNOPQRST")
MADE = "2026-01-01T00:00:00+00:00"
FIRST, DAYS = date(1995, 1, 1), 11_300
RETOLD = 0.2
WITH_BODY = 0.08
OFFICE_REPORTS = 200
"""Reports of one office that are one record: a press that tells of it again later tells of another record."""
AT_ONCE = 1500
_SYLLABLES = ("ba", "cho", "dan", "el", "fa", "gui", "hoa", "ka", "lin", "mo", "nam", "or", "phu", "ra", "sok", "tran")


class Zipf:
    """Draws from a sequence: the n-th member as often as 1/n of the first."""

    def __init__(self, members: Sequence[Any], power: float = 1.0) -> None:
        self.members = members
        self.bounds = list(itertools.accumulate(1 / (n**power) for n in range(1, len(members) + 1)))

    def draw(self, chance: random.Random) -> Any:
        """One member."""
        return self.members[bisect.bisect(self.bounds, chance.random() * self.bounds[-1])]


@dataclass(slots=True)
class Told:
    """An act that a later page may tell again: what it was, and the id of its record."""

    event: Event
    id: str


@dataclass(slots=True)
class Rows:
    """The rows of some pages, by table."""

    by_table: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)
    sketched: list[tuple[str, str, tuple[Story, ...]]] = field(default_factory=list)

    def add(self, table: Table, **values: Any) -> None:
        """One row."""
        self.by_table.setdefault(table, []).append(values)

    def write(self, connection: Connection) -> None:
        """Write all rows, and forget them."""
        for table, rows in sorted(self.by_table.items(), key=lambda entry: _ORDER.index(entry[0])):
            names = sorted({name for row in rows for name in row})
            columns, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
            values = [tuple(row.get(name) for name in names) for row in rows]
            connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({places})", values)
        for page, text, stories in self.sketched:
            keep_sketch(connection, page, told(text, stories))
        self.by_table, self.sketched = {}, []


_ORDER = [t.page, t.source, t.coding, t.report, t.participant, t.event, t.event_report, t.judgement]


class Press:
    """Writes pages. `events`, `pages` and `reports` count what was written."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.events = self.pages = self.reports = 0
        self.words = Zipf([_word(self.chance) for _ in range(20_000)], 0.9)
        self.countries = Zipf(COUNTRIES)
        self.bodies = Zipf(BODIES)
        self.partners = {code: Zipf(_shuffled(COUNTRIES, code, seed), 1.1) for code in COUNTRIES}
        self.people = {code: Zipf([_person(self.chance, code) for _ in range(60)], 1.2) for code in COUNTRIES}
        self.told: list[Told] = []
        self.offices: dict[str, tuple[str, int]] = {}

    def codings(self, count: int) -> Iterator[Coding]:
        """Pages that are not in a register which another seed made, as the coder gives them."""
        for _ in range(count):
            draft, day, _ = self._draft("Nouvelle dépêche")
            source = self._source(day)
            page = Page(
                id=hashlib.sha256(draft.text.encode()).hexdigest(),
                ref=None,
                source=source.name,
                url=source.url,
                publisher=source.publisher,
                language=source.language,
                title=None,
                text=draft.text,
                published=source.published,
            )
            yield Coding(schema="1", coder=CODER, page=page, stories=(draft.story(),))

    def page(self, rows: Rows) -> None:
        """One page: three acts of one dyad in the mean, with what was agreed and who held which office."""
        self._keep(rows, *self._draft("Dépêche"))

    def _draft(self, head: str) -> tuple[_Draft, date, Told | None]:
        """A page, the day of it, and the known act that it tells again."""
        number, chance = self.pages, self.chance
        self.pages += 1
        a = self.countries.draw(chance)
        b = self.bodies.draw(chance) if chance.random() < WITH_BODY else self.partners[a].draw(chance)
        again = chance.choice(self.told) if self.told and chance.random() < RETOLD else None
        draft = _Draft(f"{head} {number} : {a} et {b}\n")
        day = FIRST + timedelta(days=int(DAYS * chance.random() ** 0.6))
        if again is not None:
            self._retell(draft, again)
        for _ in range(chance.choice((1, 2, 3, 4, 5)) - (again is not None)):
            self._act(draft, a, b, day)
        return draft, day, again

    def _source(self, day: date) -> SourceRef:
        publisher = self.chance.choice(PUBLISHERS)
        url = f"https://{slug(publisher)}.example/{self.pages}"
        return SourceRef(name=url, url=url, publisher=publisher, published=str(day), language="fr")

    def _words(self, count: int) -> str:
        return " ".join(self.words.draw(self.chance) for _ in range(count))

    def _side(self, code: str) -> Participant:
        if code in BODIES:
            return Participant(name=code, key=f"IGO/{code}", kind="igo", country="IGO")
        name, office = self.people[code].draw(self.chance)
        if self.chance.random() < 0.25:
            return Participant(name=None, key=code, kind="country", country=code)
        of = f"ministère {self.words.members[len(name) * 7]}" if self.chance.random() < 0.5 else None
        key = f"{code}/person/{slug(name)}"
        return Participant(name=name, key=key, kind="person", country=code, office=office, of=of)

    def _retell(self, draft: _Draft, again: Told) -> None:
        old = again.event
        names = " et ".join(p.name or p.key for p in (*old.actor, *old.recipient))
        span = draft.say(f"{names} se sont vus {self._words(6)}", "actor", "form", "date")
        draft.records.append(msgspec.structs.replace(old, id="e0", evidence=(span,)))

    def _act(self, draft: _Draft, a: str, b: str, day: date) -> None:
        chance = self.chance
        form = chance.choice(FORMS)
        one, other = self._side(a), self._side(b)
        names = f"{one.name or one.key} et {other.name or other.key}"
        local = f"e{sum(isinstance(each, Event) for each in draft.records)}"
        when = Date(edtf=str(day if chance.random() < 0.8 else day.year), resolved="explicit")
        meets = form not in ("signing", "thanks", "grant")
        draft.records.append(
            Event(
                id=local,
                plover="CONSULT" if meets else "AID" if form == "grant" else "SUPPORT",
                modes=("meet",) if meets else (),
                contexts=("diplomatic",),
                form=form,
                visit_rank=None,
                status="held",
                mood="asserted",
                recalled=False,
                date=when if chance.random() < 0.95 else None,
                place=Place(name=f"Ville de {a}", country=a) if chance.random() < 0.6 else None,
                actor=(one,),
                recipient=(other,),
                channel=(chance.choice(CHANNELS),),
                amount=None,
                intensity=4.0 if meets else None,
                confidence=round(0.5 + chance.random() / 2, 2),
                rules=("fr/events/benchmark",),
                evidence=(draft.say(f"{names} se sont vus {self._words(14)}", "actor", "form", "date"),),
            )
        )
        if chance.random() < 0.2:
            draft.records.append(self._commitment(draft, local, one, other))
        if chance.random() < 0.1:
            draft.records.append(self._instrument(draft, local, one, other, day))
        if one.kind == "person" and one.office and chance.random() < 0.4:
            draft.records.append(self._office(draft, one, day))

    def _commitment(self, draft: _Draft, event: str, one: Participant, other: Participant) -> Commitment:
        action = self._words(8)
        return Commitment(
            id=f"c{len(draft.records)}",
            event=event,
            force="agreed",
            by=(one, other),
            to=(),
            date=None,
            action=action,
            fields=(self.chance.choice(FIELDS),),
            channel=("government",),
            amount=None,
            until=None,
            confidence=0.9,
            rules=("fr/commitments/benchmark",),
            evidence=(draft.say(f"Ils ont convenu de {action}", "action", "force"),),
        )

    def _instrument(self, draft: _Draft, event: str, one: Participant, other: Participant, day: date) -> Instrument:
        title = f"accord sur {self._words(3)}"
        return Instrument(
            id=f"i{len(draft.records)}",
            event=event,
            kind="agreement",
            title=title,
            status="signed",
            fields=(self.chance.choice(FIELDS),),
            parties=(one, other),
            signatories=(),
            count=1,
            amount=None,
            period=f"{day.year}/{day.year + 5}" if self.chance.random() < 0.3 else None,
            signed=None,
            confidence=0.9,
            rules=("fr/instruments/benchmark",),
            evidence=(draft.say(f"Un {title} a été signé", "parties", "status", "title"),),
        )

    def _office(self, draft: _Draft, holder: Participant, day: date) -> Office:
        return Office(
            id=f"o{len(draft.records)}",
            person=holder.name or "",
            rank=None,
            office=holder.office or "",
            of=None,
            country=holder.country,
            asof=str(day),
            tenure="current",
            confidence=0.9,
            rules=("fr/offices/benchmark",),
            evidence=(draft.say(f"{holder.name}, {holder.office}, était là", "person", "office"),),
        )

    def _keep(self, rows: Rows, draft: _Draft, day: date, again: Told | None) -> None:
        """The rows of a page; its records of the known act and offices are merged into those that are there."""
        text = draft.text
        page = hashlib.sha256(text.encode()).hexdigest()
        rows.add(t.page, id=page, text=text, added=MADE)
        source = self._source(day)
        said = {name: getattr(source, name) for name in ("name", "url", "publisher", "published", "language")}
        key = address_key(source.url or "")
        rows.add(t.source, page_id=page, digest=source_digest(source), added=MADE, address_key=key, **said)
        story = draft.story()
        coding = self.pages
        basis = (source.published, source.publisher, source.language)
        rows.add(
            t.coding,
            id=coding,
            page_id=page,
            digest=coding_digest(CODER, basis),
            **msgspec.structs.asdict(CODER),
            published=source.published,
            publisher=source.publisher,
            language=source.language,
            stories=msgspec.json.encode([_bare(story)]).decode(),
            current=True,
            made=MADE,
        )
        rows.sketched.append((page, text, (_bare(story),)))
        self._records(rows, story, page, coding, again)

    def _records(self, rows: Rows, story: CodedStory, page: str, coding: int, again: Told | None) -> None:
        ordered = [(kind, position, record) for position, (kind, record) in enumerate(_kinds(story))]
        ordered.sort(key=lambda entry: entry[0] != "event")
        parents: dict[str, tuple[int, Entry]] = {}
        taken: set[str] = set()
        for kind, position, record in ordered:
            self.reports += 1
            entry = Entry(story.id, position, kind, record)
            parent = parents.get(record.event or "") if isinstance(record, Commitment | Instrument) else None
            rows.add(t.report, id=self.reports, **entry.row(coding, parent))
            for each in participants(record):
                rows.add(t.participant, report_id=self.reports, **participant_row(*each))
            identity = new_id(page, kind, entry.seen.start, 0, taken.__contains__)
            taken.add(identity)
            into = self._canonical(record, identity, again)
            rows.add(t.event, id=identity, kind=kind, page_id=page, added=MADE, merged_into=into)
            rows.add(t.event_report, report_id=self.reports, event_id=identity, reason="first_sight")
            if into is not None:
                one, other = sorted((identity, into))
                reasons = '[{"code":"benchmark"}]'
                said = {"relation": "same", "verdict": "yes", "score": 1.0, "reasons": reasons, "author": "rule"}
                rows.add(t.judgement, one=one, other=other, made=MADE, **said)
            if isinstance(record, Event):
                parents[record.id] = (self.reports, entry)
                if into is None:
                    self.events += 1
                    if self.chance.random() < 0.1:
                        self.told = [*self.told[-400:], Told(record, identity)]

    def _canonical(self, record: Record, identity: str, again: Told | None) -> str | None:
        if isinstance(record, Event):
            return again.id if again is not None and record.id == "e0" else None
        if not isinstance(record, Office):
            return None
        key = f"{record.country} {record.person} {record.office}"
        first, number = self.offices.get(key, (identity, 0))
        if number == OFFICE_REPORTS:
            first, number = identity, 0
        self.offices[key] = first, number + 1
        return first if first != identity else None


class _Draft:
    """A page that is being written."""

    def __init__(self, head: str) -> None:
        self.text = head
        self.head = len(head) - 1
        self.records: list[Event | Commitment | Instrument | Office] = []

    def say(self, sentence: str, *supports: str) -> Span:
        """Add a sentence; the evidence that it is."""
        start = len(self.text)
        self.text += f"{sentence}.\n"
        return Span(start=start, end=start + len(sentence), supports=supports)

    def story(self) -> CodedStory:
        """All of the page is one story."""

        def of(kind: type[Any]) -> tuple[Any, ...]:
            return tuple(record for record in self.records if isinstance(record, kind))

        zones = (
            Zone(zone="headline", start=0, end=self.head),
            Zone(zone="body", start=self.head + 1, end=len(self.text)),
        )
        return CodedStory(
            id="s0",
            kind="main",
            title=self.text[: self.head],
            start=0,
            end=len(self.text),
            zones=zones,
            events=of(Event),
            commitments=of(Commitment),
            instruments=of(Instrument),
            offices=of(Office),
        )


def _bare(story: CodedStory) -> Story:
    return Story(id="s0", kind="main", title=story.title, start=0, end=story.end, zones=story.zones)


def _kinds(story: CodedStory) -> Iterator[tuple[Any, Any]]:
    for kind in ("event", "commitment", "instrument", "office"):
        yield from ((kind, record) for record in getattr(story, f"{kind}s"))


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3, 3, 4))))


def _person(chance: random.Random, code: str) -> tuple[str, str]:
    del code
    return f"{_word(chance).capitalize()} {_word(chance).capitalize()}", chance.choice(OFFICES)


def _shuffled(countries: Sequence[str], code: str, seed: int) -> list[str]:
    """The partners of a country: its own order, in which the well known still come early."""
    chance = random.Random(f"{seed} {code}")
    others = [other for other in countries if other != code]
    return sorted(others, key=lambda other: countries.index(other) * (0.3 + chance.random()))


def make(path: Path, events: int, seed: int = 1) -> Press:
    """Make a register of at least so many events in a file that does not exist."""
    open_database(path, create=True, readonly=False).close()
    press, rows = Press(seed), Rows()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        # a file that is lost when this is killed: nothing waits for the disk
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-1500000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        derived = _without_indexes(connection, ("shown", "standing"))
        kept = _without_indexes(connection, ("source", "coding", "report", "participant", "event", "event_report"))
        while press.events < events:
            for _ in range(AT_ONCE):
                if press.events < events:
                    press.page(rows)
            rows.write(connection)
            connection.commit()
        for statement in kept:
            connection.exec_driver_sql(statement)
        shown.rebuild(connection)
        judging.rebuild(connection)
        for statement in derived:
            connection.exec_driver_sql(statement)
        connection.commit()
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()
    return press


def _without_indexes(connection: Connection, tables: Sequence[str]) -> list[str]:
    """Drop the indexes of tables that are about to be filled; the statements that make them again."""
    found = connection.exec_driver_sql("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index'").all()
    dropped = [(name, sql) for name, table, sql in found if table in tables and sql]
    for name, _ in dropped:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    return [sql for _, sql in dropped]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    begun = time.perf_counter()
    press = make(asked.file, asked.events, asked.seed)
    seconds = time.perf_counter() - begun
    size = asked.file.stat().st_size / 1e6
    print(f"{press.events} events on {press.pages} pages ({press.reports} reports): {size:.0f} MB, {seconds:.0f} s")


if __name__ == "__main__":
    main()
