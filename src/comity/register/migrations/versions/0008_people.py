"""How people are called, where they are seen, and the names of authority files.

What is seen is derived: the program fills it when all steps are done (see `shown.rebuild`), so this one only makes the
tables.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _appellation()
    _sighting()
    _authority()


def _appellation() -> None:
    op.create_table(
        "appellation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(15), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.String(3), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("tenure", sa.String(8), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("office", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.Column("person_id", sa.Integer()),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.String(10)),
        sa.Column("last_day", sa.String(10)),
        sa.PrimaryKeyConstraint("id", name="pk_appellation"),
        sa.ForeignKeyConstraint(["person_id"], ["appellation.id"], name="fk_appellation_person_id"),
        sa.UniqueConstraint("code", name="uq_appellation_code"),
        sa.UniqueConstraint("name", "country", "post", "tenure", name="uq_appellation_name_country_post_tenure"),
    )
    op.create_index("ix_appellation_person_id", "appellation", ["person_id"])
    op.create_index("ix_appellation_country_tenure", "appellation", ["country", "tenure"])
    op.create_table(
        "appellation_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("appellation_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "appellation_id", name="pk_appellation_key"),
        sa.ForeignKeyConstraint(["appellation_id"], ["appellation.id"], name="fk_appellation_key_appellation_id"),
        sqlite_with_rowid=False,
    )


def _sighting() -> None:
    op.create_table(
        "sighting",
        sa.Column("appellation_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.String(64), nullable=False),
        sa.Column("event_id", sa.String(15), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("first_day", sa.String(10)),
        sa.Column("last_day", sa.String(10)),
        sa.PrimaryKeyConstraint("appellation_id", "page_id", "event_id", name="pk_sighting"),
        sa.ForeignKeyConstraint(["appellation_id"], ["appellation.id"], name="fk_sighting_appellation_id"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_sighting_page_id"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_sighting_event_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sighting_event_id", "sighting", ["event_id"])
    op.create_index("ix_sighting_appellation_id_first_day", "sighting", ["appellation_id", "first_day"])
    op.create_index("ix_sighting_appellation_id_last_day", "sighting", ["appellation_id", "last_day"])


def _authority() -> None:
    op.create_table(
        "authority",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.String(3), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("added", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_authority"),
        sa.CheckConstraint("kind IN ('person', 'body')", name="ck_authority_kind"),
    )
    op.create_table(
        "authority_name",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "authority_id", name="pk_authority_name"),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_authority_name_authority_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_authority_name_authority_id", "authority_name", ["authority_id"])
