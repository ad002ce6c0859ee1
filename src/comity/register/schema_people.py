"""The tables of people, bodies and authority files. Read them through `comity.register.schema`."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from comity.register.schema_base import ID_LENGTH, metadata

# how somebody is called: a name without honorifics, folded, in a country, with a post (its key; empty where none is
# said) that is held in a tenure (of offices; empty where a person merely acts). Absent values are empty, so that each
# is one row, which stays when nothing says it any more. `person_id` is the first of those that mean one person, of
# which the `code` is the person's id. `written`, `office`, `body` are as the first page wrote them; the rest is counted
appellation = Table(
    "appellation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(ID_LENGTH), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("country", String(3), nullable=False),
    Column("post", Text, nullable=False),
    Column("tenure", String(8), nullable=False),
    Column("written", Text, nullable=False),
    Column("office", Text),
    Column("body", Text),
    Column("person_id", ForeignKey("appellation.id"), index=True),
    Column("records", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    UniqueConstraint("name", "country", "post", "tenure"),
)
Index("ix_appellation_country_tenure", appellation.c.country, appellation.c.tenure)

# names that may be one person's share a key (see people.keys)
appellation_key = Table(
    "appellation_key",
    metadata,
    Column("key", Text, primary_key=True),
    Column("appellation_id", ForeignKey("appellation.id"), primary_key=True),
    sqlite_with_rowid=False,
)

# that a page calls somebody so in a record that is shown; the days are those of the record, if it took place
sighting = Table(
    "sighting",
    metadata,
    Column("appellation_id", ForeignKey("appellation.id"), primary_key=True),
    Column("page_id", ForeignKey("page.id"), primary_key=True),
    Column("event_id", ForeignKey("event.id"), primary_key=True, index=True),
    Column("written", Text, nullable=False),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    sqlite_with_rowid=False,
)
Index("ix_sighting_appellation_id_first_day", sighting.c.appellation_id, sighting.c.first_day)
Index("ix_sighting_appellation_id_last_day", sighting.c.appellation_id, sighting.c.last_day)

# how a body is called: the words that tell it (or the key of a body of states), in a country; absent values are empty,
# and a row stays when nothing says it any more. `body_id` is the first of those that an authority file says to be one,
# of which the `code` is the body's id. `written` is as it was first met; the rest is counted
body = Table(
    "body",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(ID_LENGTH), nullable=False, unique=True),
    Column("words", Text, nullable=False),
    Column("country", String(3), nullable=False),
    Column("written", Text, nullable=False),
    Column("body_id", ForeignKey("body.id"), index=True),
    Column("records", Integer, nullable=False),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    UniqueConstraint("words", "country"),
)

# the words of the bodies that a body is a part of, as its name says: of those that are known, the longest
body_whole = Table(
    "body_whole",
    metadata,
    Column("words", Text, primary_key=True),
    Column("body_id", ForeignKey("body.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# that a page names a body in a record that is shown, as a side or as what somebody belongs to; days as in `sighting`
body_sighting = Table(
    "body_sighting",
    metadata,
    Column("body_id", ForeignKey("body.id"), primary_key=True),
    Column("event_id", ForeignKey("event.id"), primary_key=True, index=True),
    Column("page_id", ForeignKey("page.id"), primary_key=True),
    Column("written", Text, nullable=False),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    sqlite_with_rowid=False,
)

# that a page says of a body that it sees: `other_id` is its `parent`, or took its place (`successor`) or it that of the
# other (then `body_id` is the other). `start` and `end` are the words of the page, where it is said in words
body_relation = Table(
    "body_relation",
    metadata,
    Column("body_id", ForeignKey("body.id"), primary_key=True),
    Column("relation", String(12), primary_key=True),
    Column("other_id", ForeignKey("body.id"), primary_key=True, index=True),
    Column("event_id", ForeignKey("event.id"), primary_key=True, index=True),
    Column("page_id", ForeignKey("page.id"), primary_key=True),
    Column("start", Integer),
    Column("end", Integer),
    CheckConstraint("relation IN ('parent', 'successor')", name="relation"),
    sqlite_with_rowid=False,
)

# people and bodies of an authority file, and all names that it gives them, made comparable: of
# people folded without honorifics, of bodies the words that tell them
authority = Table(
    "authority",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("name", Text, nullable=False),
    Column("country", String(3), nullable=False),
    Column("source", Text, nullable=False),
    Column("added", String(32), nullable=False),
    CheckConstraint("kind IN ('person', 'body')", name="kind"),
)
authority_name = Table(
    "authority_name",
    metadata,
    Column("name", Text, primary_key=True),
    Column("authority_id", ForeignKey("authority.id"), primary_key=True, index=True),
    Column("written", Text, nullable=False),
    sqlite_with_rowid=False,
)

# what the file says of bodies: that `other` (the id of an entry, or a name) is the `parent`, or the `successor`
authority_relation = Table(
    "authority_relation",
    metadata,
    Column("authority_id", ForeignKey("authority.id"), primary_key=True),
    Column("relation", String(12), primary_key=True),
    Column("other", Text, primary_key=True, index=True),
    CheckConstraint("relation IN ('parent', 'successor')", name="relation"),
    sqlite_with_rowid=False,
)
