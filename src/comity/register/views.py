"""What the register answers with: frozen records, made for reading, that hold no connection to the database.

A *kept* record is the register's own: it has a register id (`ev-…`, `co-…`, `in-…`, `of-…`) that is assigned once and
never recomputed, and the reports it rests on. `record` is what those reports say. A *report* is what one page says; its
name within the page is `story/local id`, as `s0/e3`, and belongs to one coding of the page.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from comity.model import (
    Coder,
    Commitment,
    Event,
    Failure,
    Instrument,
    Office,
    Record,
    Span,
    Stated,
    StoryKind,
    Zone,
)

RecordKind = Literal["event", "commitment", "instrument", "office"]
SideKind = Literal["country", "igo", "subdivision", "city", "body"]
Section = Literal["encounter", "act", "commitment", "instrument", "office"]
"""The parts of a dossier."""

Stage = Literal["stated", "under_way", "done", "dropped", "no_evidence"]
"""Stage of a commitment (AidData, Toronto). Until follow-up is read, every commitment is `stated`."""

RECORD_KINDS: tuple[RecordKind, ...] = ("event", "commitment", "instrument", "office")


class Side(Record):
    """One side of a dossier, resolved. `key` names it exactly, and resolves to it again.

    `key` is an ISO 3166-1 alpha-3 code (`VNM`), an ISO 3166-2 code (`FR-BRE`), `IGO/asean`, or the look-up key of a
    city or a body (`VNM/body/assemblee-nationale`). `label` is its name in the language that was asked for. `admin` is
    the ISO 3166-2 code of a subdivision, or of the subdivision in which a city lies.
    """

    kind: SideKind
    key: str
    label: str
    country: str | None = None
    admin: str | None = None


class Filters(Record):
    """What part of a dossier is wanted; an empty field asks for everything.

    `since` and `until` are EDTF and inclusive: a record stays when the days it may fall on touch them. A record without
    a known year is left out when either is given, and counted in `Dossier.undated`. `channels` apply to events, to
    commitments and, through their event, to instruments; `forms` and `statuses` to events alone; `fields` to
    commitments and instruments alone. Values of one field are alternatives. `min_confidence` (0 to 1) leaves out
    records of less. `limit` is how many records of each section are read at most, from the `offset`-th; with `section`
    that section alone is read. Counts are of all.
    """

    since: str | None = None
    until: str | None = None
    channels: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    min_confidence: float | None = None
    section: Section | None = None
    limit: int | None = None
    offset: int = 0


class Counts(Record):
    """How many records each section of a dossier has, also where not all are read."""

    encounters: int = 0
    acts: int = 0
    commitments: int = 0
    instruments: int = 0
    offices: int = 0


class SourceRef(Record):
    """Where a page's text was found. `name` is a path, `path#line` or `-`; `published` is EDTF.

    `stated` is all that the metadata say there, also where they contradict each other.
    """

    name: str
    ref: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    stated: tuple[Stated, ...] = ()


class Similar(Record):
    """That a page tells what another one, `page`, tells in nearly the same words.

    `similarity` (0 to 1) is the share of their word shingles that both have. `replaces`: the newer page holds the older
    one and more, and is to be coded in its place.
    """

    page: str
    similarity: float
    replaces: bool = False


class Reprint(Record):
    """A page that is linked to another one as its reprint, and where it was found."""

    page: str
    similarity: float
    sources: tuple[SourceRef, ...]


class StoryRef(Record):
    """The story of a page in which a report stands; offsets are code points of the page's text."""

    id: str
    kind: StoryKind
    title: str
    start: int
    end: int


class ReportRef(Record):
    """What one page says: `page` is the page's id, `report` the name of the report within it, as `s0/e3`.

    `event` is the register id under which the report came; it is that of the record unless the two were merged.
    `sources` are ordered: the first is the one whose date and publisher the coding used. `reprints` are pages that say
    the same in nearly the same words. `author` is the person whose version it is, null for what a program took from the
    page.
    """

    page: str
    report: str
    story: StoryRef
    sources: tuple[SourceRef, ...]
    evidence: tuple[Span, ...]
    rules: tuple[str, ...]
    reprints: tuple[Reprint, ...] = ()
    event: str = ""
    author: str | None = None


class Variant(Record):
    """One of the values on which reports disagree, and the reports (`page` and `report`) that give it."""

    value: Any
    reports: tuple[tuple[str, str], ...]


class Difference(Record):
    """A field on which the reports of one record disagree."""

    field: str
    values: tuple[Variant, ...]


class Reason(Record, omit_defaults=True):
    """Why two records were joined or kept apart: a `code`, what it added to the score, and the values compared."""

    code: str
    points: float = 0.0
    values: tuple[str, ...] = ()


class Identity(Record):
    """Who, or which body, a participant of a record is: an id of the register (`pe-…`, `bo-…`), and of authority files.

    `slot` and `position` are where the participant stands in the record; of an office `person` and `of` are slots.
    """

    slot: str
    position: int
    id: str
    authority: tuple[str, ...] = ()


class Kept(Record):
    """Base of the kept records. `record` is composed from all reports (see `register.compose`).

    `reports` begins with that whose evidence the record has; `told` counts them, also where a list shows the first few
    only. `differs` is where reports contradict each other.
    `dated` is the EDTF date that orders the record: its own, or that of its event. `retired` is when (UTC, ISO 8601) no
    report stood for it any more, else null. `identities` are told in exports and releases: who its participants are.
    """

    id: str
    reports: tuple[ReportRef, ...]
    told: int = 1
    differs: tuple[Difference, ...] = ()
    dated: str | None = None
    retired: str | None = None
    identities: tuple[Identity, ...] = ()


StepKind = Literal["invited", "planned", "postponed", "cancelled", "ongoing", "held"]


class Step(Record):
    """What pages told of an act on its way from a plan to what came of it.

    `date` is the day (EDTF) for which it is planned or put off, or on which it took place. `told` is when the first
    page that says so was published (EDTF), `page` and `report` are that one, `source` where it was found; `reports`
    counts those that say so. `event` is the register id under which they stand: a plan and its outcome are two.
    `moved`: it is put off to that day, which no page had told before.
    """

    what: StepKind
    event: str
    page: str
    report: str
    date: str | None = None
    told: str | None = None
    source: SourceRef | None = None
    reports: int = 1
    moved: bool = False


class KeptEvent(Kept, kw_only=True):
    """An event of the register; `course` is how it came from a plan to an outcome, where pages tell of both."""

    record: Event
    course: tuple[Step, ...] = ()


class KeptCommitment(Kept, kw_only=True):
    """A commitment; `event` is the register id of the event it hangs on. An affirmed position has no stage."""

    record: Commitment
    event: str | None = None
    stage: Stage | None = None


class KeptInstrument(Kept, kw_only=True):
    """An instrument; `event` is the register id of the event it hangs on, `channel` that event's channel."""

    record: Instrument
    event: str | None = None
    channel: tuple[str, ...] = ()


class KeptOffice(Kept, kw_only=True):
    """A title held by a person."""

    record: Office


AnyKept = KeptEvent | KeptCommitment | KeptInstrument | KeptOffice


class Dossier(Record):
    """What the register holds on two sides.

    `encounters` (events in which the sides meet or speak, or plan to) and `acts` (all other events) run from the newest
    to the oldest, those of unknown date last; commitments and instruments likewise; offices by country, then title, the
    newest holder first. `undated` counts the records that a `since` or `until` left out because their year is unknown;
    `counts` are those of the whole sections, of which `filters.limit` may leave out the rest.
    """

    sides: tuple[Side, Side]
    filters: Filters
    encounters: tuple[KeptEvent, ...] = ()
    acts: tuple[KeptEvent, ...] = ()
    commitments: tuple[KeptCommitment, ...] = ()
    instruments: tuple[KeptInstrument, ...] = ()
    offices: tuple[KeptOffice, ...] = ()
    undated: int = 0
    counts: Counts = Counts()

    def read(self) -> Counts:
        """How many records of each section were read."""
        return Counts(
            encounters=len(self.encounters),
            acts=len(self.acts),
            commitments=len(self.commitments),
            instruments=len(self.instruments),
            offices=len(self.offices),
        )

    @property
    def is_empty(self) -> bool:
        """Whether no event, commitment or instrument joins the two sides."""
        counts = self.counts
        return not (counts.encounters or counts.acts or counts.commitments or counts.instruments)


class KeptStory(Record):
    """A story of a page with its zones and the kept records that its reports belong to.

    `link` is the address that a teaser leads to, `replaced_by` the page of that address, if the register has it: then
    the teaser's reports have given way to it.
    """

    id: str
    kind: StoryKind
    title: str
    start: int
    end: int
    zones: tuple[Zone, ...] = ()
    link: str | None = None
    replaced_by: str | None = None
    events: tuple[KeptEvent, ...] = ()
    commitments: tuple[KeptCommitment, ...] = ()
    instruments: tuple[KeptInstrument, ...] = ()
    offices: tuple[KeptOffice, ...] = ()

    def records(self) -> tuple[AnyKept, ...]:
        """All kept records of the story, events first."""
        return (*self.events, *self.commitments, *self.instruments, *self.offices)


class KeptPage(Record):
    """A page: its text, where it was found, and its stories as the current coding tells them apart.

    `failure` says why the page has no coding. `coder` is what made the current coding, or the failure. `similar` is set
    for a reprint, which is not coded; `reprints` are those of this page.
    """

    id: str
    text: str
    sources: tuple[SourceRef, ...]
    stories: tuple[KeptStory, ...] = ()
    language: str | None = None
    coder: Coder | None = None
    failure: Failure | None = None
    similar: Similar | None = None
    reprints: tuple[Reprint, ...] = ()

    @property
    def title(self) -> str:
        """The title given with the page, else the first line of its text that is not blank (at most 120 signs)."""
        return title_of(self.sources, self.text)


def title_of(sources: tuple[SourceRef, ...], text: str) -> str:
    """What a page of this text is called (see `KeptPage.title`)."""
    given = next((source.title for source in sources if source.title), None)
    return given or next((line.strip() for line in text.splitlines() if line.strip()), "")[:120]


class FailedPage(Record):
    """A page that is kept without a coding, and why."""

    page: str
    name: str
    failure: Failure


class SideCount(Record):
    """A country or body of states present in the register, with the number of records it stands in."""

    side: Side
    records: int


class DyadCount(Record):
    """Two countries or bodies of states that stand together in a record, with the number of such records."""

    sides: tuple[Side, Side]
    records: int


class Contents(Record):
    """How much a register holds: live records only. `first_day` and `last_day` are ISO days of acts, or null."""

    pages: int
    failed: int
    events: int
    commitments: int
    instruments: int
    offices: int
    first_day: str | None
    last_day: str | None


Outcome = Literal["added", "recoded", "known", "similar", "failed"]


class Added(Record):
    """What became of one page given to the register.

    `added`: new. `recoded`: known, and coded anew (another coder, or an earlier publication date). `known`: nothing new
    but perhaps a source (`new_source`). `similar`: a reprint of another page (`similar`), kept and not coded. `failed`:
    kept with its reason. `records` counts what the page holds, by kind.
    """

    page: str
    outcome: Outcome
    new_source: bool = False
    failure: Failure | None = None
    records: dict[RecordKind, int] = msgspec.field(default_factory=dict)
    similar: Similar | None = None


class Missed(Record):
    """A page, or a whole source, of which nothing could be kept, or whose page could not be coded (`page`).

    `root` is what the user had named (a folder, a feed, an archive), `name` the page in it; they are the same for a
    source that could not be opened. `tries` counts the attempts, `first` and `last` are moments (UTC, ISO 8601).
    """

    name: str
    root: str
    failure: Failure
    tries: int
    first: str
    last: str
    page: str | None = None


class FeedState(Record):
    """What is remembered of a feed that is watched. Moments are UTC, ISO 8601.

    `etag` and `last_modified` are the validators that the server gave last. `failures` counts those in a row, the last
    of which is told by `last_error` and `last_failure`; `next_due` is when to ask again.
    """

    address: str
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    last_success: str | None = None
    last_error: str | None = None
    last_failure: str | None = None
    failures: int = 0
    next_due: str | None = None
    added: str | None = None


NewsKind = Literal["first", "differently"]


class Change(Record):
    """A field that is told differently: what was said before, and what is said now, as records write them."""

    field: str
    old: tuple[str, ...]
    new: str


class News(Record):
    """An act that is new to an audience: first seen (`first`), or told `differently` from what was known.

    `event` is the act with its report on the new page, `page` that page. `changes` says what differs, `known` are the
    register ids of the acts that it was compared with. Both are empty for what is first seen.
    """

    kind: NewsKind
    page: str
    event: KeptEvent
    changes: tuple[Change, ...] = ()
    known: tuple[str, ...] = ()


class Bulletin(Record):
    """What is new for an audience in the pages kept for it and not yet announced. Give it to `Register.tell`."""

    audience: str
    pages: tuple[str, ...]
    news: tuple[News, ...] = ()
