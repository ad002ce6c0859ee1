"""The frozen records that every room of the house speaks.

The records are the contract that `comity code` prints: one `Coding` a page. Offsets count Unicode code points in
`Page.text`, end exclusive. Imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, dataclass_transform

import msgspec

SCHEMA = "1"

Status = Literal["held", "ongoing", "planned", "postponed", "cancelled"]
Mood = Literal["asserted", "reported", "conditional", "denied"]
Resolved = Literal["explicit", "dateline", "published", "year_from_context", "year_from_published", "unknown_year"]
ZoneName = Literal["headline", "lead", "dateline", "body", "caption", "byline"]
StoryKind = Literal["main", "related"]
ParticipantKind = Literal["country", "subdivision", "city", "body", "party", "person", "group", "company", "igo"]
Tenure = Literal["current", "former", "incoming", "acting"]
StatedField = Literal["title", "publisher", "published", "modified", "fetched", "language", "author", "url", "section"]
StatedBy = Literal["json_ld", "meta", "url", "text", "markup", "feed", "http", "archive", "given"]
Force = Literal["agreed", "pledged", "proposed", "requested", "affirmed"]


# said to type checkers, which else take subclasses for unfrozen
@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the records: frozen, compared by value, refused when a field is unknown."""


class Stated(Record):
    """One thing that the metadata of a page say: which field, the value as printed, and where it was said.

    Values that disagree stand side by side. A time (`published`, `modified`; `fetched`, when an archive got it) keeps
    its offset, ISO 8601.
    """

    field: StatedField
    value: str
    by: StatedBy


class RawPage(Record):
    """What a source hands over, before reading: the bytes or the text of one page, and what is known of it.

    Exactly one of `content` (undecoded bytes) and `text` is set. `name` is what the user would recognise: an address, a
    path, `path#line` of a JSON-lines file, or `-`. `media` is `text/plain`, `text/html` or `application/pdf`;
    `charset` is the encoding that the transport declared, not to be trusted. `stated` is what the source itself says of
    the page (a feed's entry, the headers of a response).
    """

    name: str
    content: bytes | None = None
    text: str | None = None
    media: str = "text/plain"
    charset: str | None = None
    ref: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    language: str | None = None
    stated: tuple[Stated, ...] = ()


class Failure(Record):
    """Why one page, and only that page, could not be read or coded. `code` is that of the error."""

    code: str
    message: str


class Unread(Record):
    """A source, or one page of it, that could not be handed over."""

    name: str
    failure: Failure
    ref: str | None = None


class Known(Record):
    """An address that was settled before, and so was not fetched again."""

    name: str
    url: str


class Zone(Record):
    """A part of a story: headline, lead, dateline, body, caption or byline."""

    zone: ZoneName
    start: int
    end: int


class Story(Record):
    """One report on a page: the main one, or a related teaser. `link` is the address that a teaser leads to, if any."""

    id: str
    kind: StoryKind
    title: str
    start: int
    end: int
    zones: tuple[Zone, ...] = ()
    link: str | None = None


class Page(Record):
    """What one address or file holds: text and metadata. `id` is the SHA-256 of the text, in hexadecimal.

    `published` is EDTF; it comes from metadata, a byline stamp or the user, never from the body. `stated` is all that
    the metadata say, in the order of how far they are believed.
    """

    id: str
    ref: str | None
    source: str
    url: str | None
    publisher: str | None
    language: str | None
    title: str | None
    text: str
    published: str | None
    stated: tuple[Stated, ...] = ()


class Reading(Record):
    """A page told apart into its stories; `failure` says why it is not to be coded, if so."""

    page: Page
    stories: tuple[Story, ...] = ()
    failure: Failure | None = None


class Span(Record, omit_defaults=True):
    """Evidence: the words `text[start:end]`, or a value of the page's metadata, and the fields it supports."""

    start: int | None = None
    end: int | None = None
    meta: str | None = None
    value: str | None = None
    supports: tuple[str, ...] = msgspec.field(default=(), name="for")


class Date(Record):
    """An EDTF date and how it was resolved."""

    edtf: str
    resolved: Resolved


class Place(Record):
    """Where an act took place. `admin` is ISO 3166-2; coordinates are WGS 84 degrees."""

    name: str
    country: str | None
    admin: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class Amount(Record):
    """A sum of money; `currency` is ISO 4217."""

    value: float
    currency: str


class Participant(Record):
    """One side's entity in an act. `key` (country/kind/folded name) is a look-up key, never an identity."""

    name: str | None
    key: str
    kind: ParticipantKind
    country: str | None
    country_from: Literal["text", "inferred"] = "text"
    admin: str | None = None
    sector: str | None = None
    office: str | None = None
    of: str | None = None
    role: str | None = None


class Event(Record):
    """One act of one side toward another (PLOVER), with our form, channel and evidence."""

    id: str
    plover: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    form: str | None
    visit_rank: str | None
    status: Status
    mood: Mood
    recalled: bool
    date: Date | None
    place: Place | None
    actor: tuple[Participant, ...]
    recipient: tuple[Participant, ...]
    channel: tuple[str, ...]
    amount: Amount | None
    intensity: float | None
    confidence: float
    rules: tuple[str, ...]
    evidence: tuple[Span, ...]


class Commitment(Record):
    """A publicly stated intent to act in future (definition: Toronto G7/G20 method). `event` is a page-local id."""

    id: str
    event: str | None
    force: Force
    by: tuple[Participant, ...]
    to: tuple[Participant, ...]
    date: Date | None
    action: str
    fields: tuple[str, ...]
    channel: tuple[str, ...]
    amount: Amount | None
    until: str | None
    confidence: float
    rules: tuple[str, ...]
    evidence: tuple[Span, ...]


class Instrument(Record):
    """A document between sides, from treaty to letter of intent. `period`, `signed` are EDTF."""

    id: str
    event: str | None
    kind: str
    title: str | None
    status: str
    fields: tuple[str, ...]
    parties: tuple[Participant, ...]
    signatories: tuple[Participant, ...]
    count: int | None
    amount: Amount | None
    period: str | None
    signed: str | None
    confidence: float
    rules: tuple[str, ...]
    evidence: tuple[Span, ...]


class Office(Record):
    """A title that a person holds in a body, as a page states it; `asof` is the EDTF date of that statement."""

    id: str
    person: str
    rank: str | None
    office: str
    of: str | None
    country: str | None
    asof: str | None
    tenure: Tenure
    confidence: float
    rules: tuple[str, ...]
    evidence: tuple[Span, ...]


class CodedStory(Record):
    """A story and the records found in it."""

    id: str
    kind: StoryKind
    title: str
    start: int
    end: int
    zones: tuple[Zone, ...]
    events: tuple[Event, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    offices: tuple[Office, ...] = ()
    link: str | None = None

    def records(self) -> Iterator[Event | Commitment | Instrument | Office]:
        """All records of the story, events first."""
        yield from self.events
        yield from self.commitments
        yield from self.instruments
        yield from self.offices


class Coder(Record):
    """Which software, vocabulary and model made a coding: equal coders give equal codings of equal pages."""

    version: str
    lexicon: str
    project_lexicon: str | None
    model: str | None
    spacy: str | None


class Coding(Record, omit_defaults=True):
    """What `comity code` prints for one page. `error` is set, and `stories` empty, when it could not be coded."""

    schema: Literal["1"]
    coder: Coder
    page: Page
    stories: tuple[CodedStory, ...]
    error: Failure | None = None
