"""How bodies are called, where they are named, and what pages and authority files say of them.

What is seen is derived: the program fills it when all steps are done (see `shown.rebuild`), and makes the names of
bodies in authority files comparable.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_RELATION = "relation IN ('parent', 'successor')"


def upgrade() -> None:
    """Make the tables."""
    _body()
    _sighting()
    op.create_table(
        "authority_relation",
        sa.Column("authority_id", sa.Text(), nullable=False),
        sa.Column("relation", sa.String(12), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", "relation", "other", name="pk_authority_relation"),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_authority_relation_authority_id"),
        sa.CheckConstraint(_RELATION, name="ck_authority_relation_relation"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_authority_relation_other", "authority_relation", ["other"])


def _body() -> None:
    op.create_table(
        "body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(15), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("country", sa.String(3), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("body_id", sa.Integer()),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.String(10)),
        sa.Column("last_day", sa.String(10)),
        sa.PrimaryKeyConstraint("id", name="pk_body"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_body_body_id"),
        sa.UniqueConstraint("code", name="uq_body_code"),
        sa.UniqueConstraint("words", "country", name="uq_body_words_country"),
    )
    op.create_index("ix_body_body_id", "body", ["body_id"])
    op.create_table(
        "body_whole",
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("words", "body_id", name="pk_body_whole"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_body_whole_body_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_body_whole_body_id", "body_whole", ["body_id"])


def _sighting() -> None:
    op.create_table(
        "body_sighting",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(15), nullable=False),
        sa.Column("page_id", sa.String(64), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("first_day", sa.String(10)),
        sa.Column("last_day", sa.String(10)),
        sa.PrimaryKeyConstraint("body_id", "event_id", "page_id", name="pk_body_sighting"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_body_sighting_body_id"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_body_sighting_event_id"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_body_sighting_page_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_body_sighting_event_id", "body_sighting", ["event_id"])
    op.create_table(
        "body_relation",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(12), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(15), nullable=False),
        sa.Column("page_id", sa.String(64), nullable=False),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.PrimaryKeyConstraint("body_id", "relation", "other_id", "event_id", "page_id", name="pk_body_relation"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_body_relation_body_id"),
        sa.ForeignKeyConstraint(["other_id"], ["body.id"], name="fk_body_relation_other_id"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_body_relation_event_id"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_body_relation_page_id"),
        sa.CheckConstraint(_RELATION, name="ck_body_relation_relation"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_body_relation_other_id", "body_relation", ["other_id"])
    op.create_index("ix_body_relation_event_id", "body_relation", ["event_id"])
