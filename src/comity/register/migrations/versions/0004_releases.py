"""Releases that can be exported again, and recodings that wait to be accepted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('event', 'commitment', 'instrument', 'office')"


def upgrade() -> None:
    """Make the tables."""
    _releases()
    _recodings()


def _releases() -> None:
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("records", sa.Text(), nullable=False),
        sa.Column("coders", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
        sa.UniqueConstraint("name", name="uq_release_name"),
    )
    op.create_table(
        "frozen",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_frozen"),
    )
    op.create_table(
        "release_record",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(15), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "kind", "position", name="pk_release_record"),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name="fk_release_record_release_id"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_release_record_event_id"),
        sa.ForeignKeyConstraint(["digest"], ["frozen.digest"], name="fk_release_record_digest"),
        sa.CheckConstraint(_KINDS, name="ck_release_record_kind"),
    )
    op.create_index("ix_release_record_event_id", "release_record", ["event_id"])
    op.create_index("ix_release_record_digest", "release_record", ["digest"])


def _recodings() -> None:
    op.create_table(
        "recoding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("started", sa.String(32), nullable=False),
        sa.Column("ended", sa.String(32)),
        sa.Column("release_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_recoding"),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name="fk_recoding_release_id"),
    )
    is_open = sa.column("state") == "open"
    op.create_index(
        "ix_recoding_open", "recoding", ["state"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "recoded",
        sa.Column("recoding_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.String(64), nullable=False),
        sa.Column("coding", sa.LargeBinary()),
        sa.Column("error", sa.Text()),
        sa.Column("appears", sa.Integer(), nullable=False),
        sa.Column("disappears", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.String(32)),
        sa.PrimaryKeyConstraint("recoding_id", "page_id", name="pk_recoded"),
        sa.ForeignKeyConstraint(["recoding_id"], ["recoding.id"], name="fk_recoded_recoding_id"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_recoded_page_id"),
    )
