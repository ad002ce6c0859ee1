"""The tables of the register, in portable SQL (SQLite and PostgreSQL).

A page is its text. Its addresses are rows of `source`; each run of a coder over it is a row of `coding`, of which at
most one is current. What a coding says is rows of `report`, which never change; `event` holds the register's own
records of all four kinds (the prefix of the id tells which), and `event_report` says which reports each rests on.
`participant` is a look-up table derived from the reports. `decision` is for what people decide: rows that supersede,
never overwrite. So is `judgement`, for how two records stand to each other; records that are one are *merged*: all of
them point at the *canonical* one.

What is shown of a record is composed from all its reports and kept in `shown`, with who stands in it in `standing` and
which two countries stand in it in `pair`. These three are derived, by `shown.refresh`, in the transaction that changes
what they are derived from.

`similar` links a reprint to the page that stands for it; `sketch` and `band` find such pages. `teaser` says where the
full page of a related story is. `fetched` and `failure` are what became of addresses and of sources, `feed` is the
state of what is watched, `told` what has been announced to whom.

Records are kept as the JSON that `comity code` prints. Days are ISO text, moments are UTC ISO 8601 text.
Those of people and bodies stand in `schema_people`.
The tables are made by the migrations, never from here; a test holds the two together.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    true,
)

from comity.register.schema_base import ID_LENGTH
from comity.register.schema_base import metadata as metadata
from comity.register.schema_people import appellation as appellation
from comity.register.schema_people import appellation_key as appellation_key
from comity.register.schema_people import authority as authority
from comity.register.schema_people import authority_name as authority_name
from comity.register.schema_people import authority_relation as authority_relation
from comity.register.schema_people import body as body
from comity.register.schema_people import body_relation as body_relation
from comity.register.schema_people import body_sighting as body_sighting
from comity.register.schema_people import body_whole as body_whole
from comity.register.schema_people import sighting as sighting

HEAD = "0012"
"""The revision that this program reads and writes."""

_KINDS = "kind IN ('event', 'commitment', 'instrument', 'office')"

page = Table(
    "page",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("text", Text, nullable=False),
    Column("added", String(32), nullable=False),
)

# `digest` is that of the fields that make a source the same source (see provenance.source_digest); `address_key` that
# of its address (see comity.addresses); `stated` is a JSON list of all that its metadata say
source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page_id", ForeignKey("page.id"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("ref", Text),
    Column("url", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("published", Text),
    Column("language", Text),
    Column("added", String(32), nullable=False),
    Column("address_key", Text, index=True),
    Column("stated", Text),
    UniqueConstraint("page_id", "digest"),
)

# `published`, `publisher` and `language` are what the coder was told: another such basis codes the page anew.
# `author` is the person whose version of records it is, and null for that of a program; a person's is never current
coding = Table(
    "coding",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page_id", ForeignKey("page.id"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("version", Text, nullable=False),
    Column("lexicon", Text, nullable=False),
    Column("project_lexicon", Text),
    Column("model", Text),
    Column("spacy", Text),
    Column("published", Text),
    Column("publisher", Text),
    Column("language", Text),
    Column("stories", Text, nullable=False),
    Column("error_code", Text),
    Column("error_message", Text),
    Column("current", Boolean(create_constraint=False), nullable=False),
    Column("made", String(32), nullable=False),
    Column("author", Text),
    UniqueConstraint("page_id", "digest"),
)
Index(
    "ix_coding_current",
    coding.c.page_id,
    unique=True,
    sqlite_where=coding.c.current == true(),
    postgresql_where=coding.c.current == true(),
)

# `parent_id` is the report of the event that a commitment or an instrument hangs on; `start` is that of its evidence.
# `dated` is the EDTF date that orders the record, its own or its event's; the days are the first and the last of it.
# `superseded` is when a person's version gave way to a newer one
report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coding_id", ForeignKey("coding.id"), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("story", Text, nullable=False),
    Column("local", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("parent_id", ForeignKey("report.id"), index=True),
    Column("start", Integer, nullable=False),
    Column("dated", Text),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    Column("record", Text, nullable=False),
    Column("superseded", String(32)),
    UniqueConstraint("coding_id", "kind", "story", "local"),
    CheckConstraint(_KINDS, name="kind"),
)

# every entity that a report names, under the field that names it (actor recipient by to parties signatories holder);
# `name`, `body` are folded, `body` is what the entity belongs to (its `of`)
participant = Table(
    "participant",
    metadata,
    Column("report_id", ForeignKey("report.id"), primary_key=True),
    Column("slot", String(12), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("key", Text, nullable=False),
    Column("country", Text),
    Column("admin", Text),
    Column("name", Text),
    Column("body", Text),
    # what stands for a side leads to its reports without reading the table
    *(Index(None, column, "report_id") for column in ("key", "country")),
)

# `merged_into` is the canonical record, never one that is merged itself; `rejected` is when a person took it off lists
event = Table(
    "event",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("page_id", ForeignKey("page.id"), nullable=False, index=True),
    Column("added", String(32), nullable=False),
    Column("retired", String(32)),
    Column("merged_into", ForeignKey("event.id"), index=True),
    Column("rejected", String(32)),
    CheckConstraint(_KINDS, name="kind"),
)

# one event a report; `reason` says how they were joined: first_sight, recoded, review
event_report = Table(
    "event_report",
    metadata,
    Column("report_id", ForeignKey("report.id"), primary_key=True),
    Column("event_id", ForeignKey("event.id"), nullable=False, index=True),
    Column("reason", String(16), nullable=False),
)

# anchored on words, so that a decision survives recoding; `event_id` is the record that the person saw. `field` is that
# which was changed, and `value` its value in JSON; or `*`, with "accepted", "rejected", "added" or "undone"; or `page`,
# with "done" or "undone". `report_id` is the person's version that came of it, `seen` the JSON list of the program's
# reports that the person saw
decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page_id", ForeignKey("page.id"), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text),
    Column("made", String(32), nullable=False),
    Column("supersedes_id", ForeignKey("decision.id")),
    Column("event_id", ForeignKey("event.id"), index=True),
    Column("superseded", String(32)),
    Column("report_id", ForeignKey("report.id")),
    Column("seen", Text),
    CheckConstraint(_KINDS, name="kind"),
)

# a decided record of which the program has come to say something else: `fields` is a JSON list of what differs
conflict = Table(
    "conflict",
    metadata,
    Column("event_id", ForeignKey("event.id"), primary_key=True),
    Column("decision_id", ForeignKey("decision.id"), nullable=False),
    Column("fields", Text, nullable=False),
    Column("made", String(32), nullable=False),
)

# how two records stand to each other: they are the `same` (then `one` < `other`), `other` is the `outcome` of the plan
# `one`, it `fulfils` the commitment `one`, or `continues` the earlier document `one`. `author` is `rule`, or a person;
# `reasons` is a JSON list. A row is in force until it is superseded
judgement = Table(
    "judgement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("relation", String(12), nullable=False),
    Column("one", ForeignKey("event.id"), nullable=False, index=True),
    Column("other", ForeignKey("event.id"), nullable=False, index=True),
    Column("verdict", String(12), nullable=False),
    Column("score", Float),
    Column("reasons", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text),
    Column("made", String(32), nullable=False),
    Column("superseded", String(32)),
    Column("superseded_by", ForeignKey("judgement.id")),
    CheckConstraint("relation IN ('same', 'outcome', 'fulfils', 'continues')", name="relation"),
    CheckConstraint("verdict IN ('yes', 'no', 'proposed')", name="verdict"),
    CheckConstraint("one <> other", name="apart"),
)
Index(
    "ix_judgement_in_force",
    judgement.c.relation,
    judgement.c.one,
    judgement.c.other,
    unique=True,
    sqlite_where=judgement.c.superseded.is_(None),
    postgresql_where=judgement.c.superseded.is_(None),
)

_SECTIONS = "section IN ('encounter', 'act', 'commitment', 'instrument', 'office')"

# what is shown of each canonical record that some live report tells of and nobody has rejected. `differs` is JSON, null
# where reports agree. `parent_id` is the canonical event that it hangs on; `reports` counts its reports, `cited`
# are the ids of the first of them (JSON), those that a list shows. `section` is
# where a dossier shows it, `position` orders it there: the newest first. `title` of an office is folded: country,
# title and body. `channel` (of an instrument that of its event) and `fields` are words between spaces.
# `review` and `worth` are kept by reviewing: what a person said of it, and how much a look at it is worth
shown = Table(
    "shown",
    metadata,
    Column("event_id", ForeignKey("event.id"), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("section", String(12), nullable=False),
    Column("position", String(40), nullable=False),
    Column("record", Text, nullable=False),
    Column("differs", Text),
    Column("dated", Text),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    Column("plover", String(12)),
    Column("form", Text),
    Column("status", Text),
    Column("channel", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("title", Text),
    Column("confidence", Float, nullable=False),
    Column("parent_id", ForeignKey("event.id"), index=True),
    Column("reports", Integer, nullable=False),
    Column("cited", Text),
    Column("review", String(12)),
    Column("worth", Float, nullable=False),
    CheckConstraint(_KINDS, name="kind"),
    CheckConstraint(_SECTIONS, name="section"),
)
Index("ix_shown_kind_first_day", shown.c.kind, shown.c.first_day, shown.c.position, shown.c.event_id)
Index("ix_shown_kind_last_day", shown.c.kind, shown.c.last_day)
Index("ix_shown_section_position", shown.c.section, shown.c.position, shown.c.event_id)
Index("ix_shown_title_position", shown.c.title, shown.c.position, shown.c.event_id)
Index("ix_shown_worth_event_id", shown.c.worth, shown.c.event_id)

# every entity that stands in a shown record; the columns as in `participant`
standing = Table(
    "standing",
    metadata,
    Column("event_id", ForeignKey("shown.event_id"), primary_key=True),
    Column("slot", String(12), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("key", Text, nullable=False),
    Column("country", Text),
    Column("admin", Text),
    Column("name", Text),
    Column("body", Text),
    *(Index(None, column, "event_id") for column in ("key", "country", "admin", "name", "body")),
)

# the dossier of two countries or bodies of states (their codes and keys; `one` < `other`): each two that stand in a
# shown record, or in the event that a commitment or an instrument hangs on which names no third side (then it is not
# `named`), or that an office of either is told of with. The other columns are those of `shown`: whatever filters and
# orders a dossier stands together, so that reading one reads one run of rows
pair = Table(
    "pair",
    metadata,
    Column("one", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("section", String(12), primary_key=True),
    Column("position", String(40), primary_key=True),
    Column("event_id", ForeignKey("shown.event_id"), primary_key=True, index=True),
    Column("kind", String(12), nullable=False),
    Column("named", Boolean(create_constraint=False), nullable=False),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    Column("form", Text),
    Column("status", Text),
    Column("channel", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("title", Text),
    Column("confidence", Float, nullable=False),
    sqlite_with_rowid=False,
)

# the same for a side within a country (`side`, see `standing.within`: a body or a subdivision) and a country or body of
# states (`other`), so that its dossier too reads one run of rows
side_pair = Table(
    "side_pair",
    metadata,
    Column("side", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("section", String(12), primary_key=True),
    Column("position", String(40), primary_key=True),
    Column("event_id", ForeignKey("shown.event_id"), primary_key=True, index=True),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    Column("form", Text),
    Column("status", Text),
    Column("channel", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("title", Text),
    Column("confidence", Float, nullable=False),
    sqlite_with_rowid=False,
)

# what is searched: each shown record and each page. The database's own table `search_index` holds their words under the
# same id (see searching.index), which orders them by day. The days of a page are those of its publication; `marks` is
# JSON
searched = Table(
    "searched",
    metadata,
    # in SQLite this is the row's own number
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("kind", String(12), nullable=False),
    Column("page_id", ForeignKey("page.id"), unique=True),
    Column("event_id", ForeignKey("event.id"), unique=True),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    Column("confidence", Float, nullable=False),
    Column("marks", Text, nullable=False),
    CheckConstraint("(page_id IS NULL) <> (event_id IS NULL)", name="owner"),
)

# where merging looks for reports of one act: under each key by which another report may find a record, and the days of
# what it tells, or of when it was told ('' where nothing says). Derived from live reports
trace = Table(
    "trace",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("last_day", String(10), primary_key=True),
    Column("event_id", ForeignKey("event.id"), primary_key=True, index=True),
    Column("first_day", String(10), nullable=False),
    sqlite_with_rowid=False,
)

# a page that tells what another one tells, in nearly the same words: it is kept and not coded. `stories` is JSON, as
# in `coding`; `similarity` is the share of word shingles that both have
similar = Table(
    "similar",
    metadata,
    Column("page_id", ForeignKey("page.id"), primary_key=True),
    Column("like_id", ForeignKey("page.id"), nullable=False, index=True),
    Column("similarity", Float, nullable=False),
    Column("stories", Text, nullable=False),
    Column("made", String(32), nullable=False),
)

# the MinHash of a coded page's main story, 32-bit numbers, little-endian; and its bands, one of which pages share that
# are worth comparing
sketch = Table(
    "sketch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page_id", ForeignKey("page.id"), nullable=False, unique=True),
    Column("digest", LargeBinary, nullable=False),
)
band = Table(
    "band",
    metadata,
    Column("value", BigInteger, primary_key=True, autoincrement=False),
    Column("sketch_id", ForeignKey("sketch.id"), primary_key=True),
    sqlite_with_rowid=False,
)

# the related story `story` of a coding leads to an address of this key; once a page of that address stands in the
# register, its reports give way to it
teaser = Table(
    "teaser",
    metadata,
    Column("coding_id", ForeignKey("coding.id"), primary_key=True),
    Column("story", Text, primary_key=True),
    Column("address_key", Text, nullable=False, index=True),
    Column("replaced_by", ForeignKey("page.id"), index=True),
)

# an address that is not to be fetched again; `page_id` is null where no page came of it
fetched = Table(
    "fetched",
    metadata,
    Column("address_key", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("page_id", ForeignKey("page.id"), index=True),
    Column("root", Text),
    Column("made", String(32), nullable=False),
)

# what could not be read, or not be coded (then `page_id` is set); `root` is what the user had named
failure = Table(
    "failure",
    metadata,
    Column("name", Text, primary_key=True),
    Column("root", Text, nullable=False),
    Column("page_id", ForeignKey("page.id"), index=True),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("first", String(32), nullable=False),
    Column("last", String(32), nullable=False),
)

# `failures` counts those in a row
feed = Table(
    "feed",
    metadata,
    Column("address", Text, primary_key=True),
    Column("title", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("last_success", String(32)),
    Column("last_error", Text),
    Column("last_failure", String(32)),
    Column("failures", Integer, nullable=False),
    Column("next_due", String(32)),
    Column("added", String(32), nullable=False),
)

# the pages kept for an audience (the sides that it asked for): `told` is null until what is new in them was announced,
# `news` is what that was, a JSON list
told = Table(
    "told",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("audience", Text, nullable=False),
    Column("page_id", ForeignKey("page.id"), nullable=False),
    Column("queued", String(32), nullable=False),
    Column("told", String(32)),
    Column("news", Text),
    UniqueConstraint("audience", "page_id"),
)
Index(
    "ix_told_untold",
    told.c.audience,
    sqlite_where=told.c.told.is_(None),
    postgresql_where=told.c.told.is_(None),
)

# a named state of the register: `digest` is that of all its records; `records` and `coders` are JSON
release = Table(
    "release",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("made", String(32), nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text),
    Column("digest", String(64), nullable=False),
    Column("records", Text, nullable=False),
    Column("coders", Text, nullable=False),
)

# what a record said, as compressed JSON; releases that agree on it share it
frozen = Table(
    "frozen",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
release_record = Table(
    "release_record",
    metadata,
    Column("release_id", ForeignKey("release.id"), primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("event_id", ForeignKey("event.id"), nullable=False, index=True),
    Column("digest", ForeignKey("frozen.digest"), nullable=False, index=True),
    CheckConstraint(_KINDS, name="kind"),
)

# a run that codes the stored pages anew: open, accepting, accepted or dropped; `coder` is JSON
recoding = Table(
    "recoding",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coder", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("started", String(32), nullable=False),
    Column("ended", String(32)),
    Column("release_id", ForeignKey("release.id")),
)
Index(
    "ix_recoding_open",
    recoding.c.state,
    unique=True,
    sqlite_where=recoding.c.state == "open",
    postgresql_where=recoding.c.state == "open",
)

# what came of a page: the coding as compressed JSON until it is accepted or dropped, or why there is none; the counts
# are those of records
recoded = Table(
    "recoded",
    metadata,
    Column("recoding_id", ForeignKey("recoding.id"), primary_key=True),
    Column("page_id", ForeignKey("page.id"), primary_key=True),
    Column("coding", LargeBinary),
    Column("error", Text),
    Column("appears", Integer, nullable=False),
    Column("disappears", Integer, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("accepted", String(32)),
)
