"""The first tables: pages, sources, codings, reports, events and decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KINDS = "kind IN ('event', 'commitment', 'instrument', 'office')"


def upgrade() -> None:
    """Make the tables."""
    _pages()
    _reports()
    _events()


def _pages() -> None:
    op.create_table(
        "page",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_page"),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("publisher", sa.Text()),
        sa.Column("published", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("added", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_source_page_id"),
        sa.UniqueConstraint("page_id", "digest", name="uq_source_page_id_digest"),
    )
    op.create_table(
        "coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("lexicon", sa.Text(), nullable=False),
        sa.Column("project_lexicon", sa.Text()),
        sa.Column("model", sa.Text()),
        sa.Column("spacy", sa.Text()),
        sa.Column("published", sa.Text()),
        sa.Column("publisher", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("stories", sa.Text(), nullable=False),
        sa.Column("error_code", sa.Text()),
        sa.Column("error_message", sa.Text()),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("made", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_coding"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_coding_page_id"),
        sa.UniqueConstraint("page_id", "digest", name="uq_coding_page_id_digest"),
    )
    current = sa.column("current") == sa.true()
    op.create_index(
        "ix_coding_current", "coding", ["page_id"], unique=True, sqlite_where=current, postgresql_where=current
    )


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coding_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer()),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Text()),
        sa.Column("first_day", sa.String(10)),
        sa.Column("last_day", sa.String(10)),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.ForeignKeyConstraint(["coding_id"], ["coding.id"], name="fk_report_coding_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["report.id"], name="fk_report_parent_id"),
        sa.UniqueConstraint("coding_id", "kind", "story", "local", name="uq_report_coding_id_kind_story_local"),
        sa.CheckConstraint(_KINDS, name="ck_report_kind"),
    )
    op.create_index("ix_report_coding_id", "report", ["coding_id"])
    op.create_index("ix_report_parent_id", "report", ["parent_id"])
    op.create_table(
        "participant",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("country", sa.Text()),
        sa.Column("admin", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.PrimaryKeyConstraint("report_id", "slot", "position", name="pk_participant"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_participant_report_id"),
    )
    for column in ("key", "country", "admin", "name", "body"):
        op.create_index(f"ix_participant_{column}_report_id", "participant", [column, "report_id"])


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.String(15), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("page_id", sa.String(64), nullable=False),
        sa.Column("added", sa.String(32), nullable=False),
        sa.Column("retired", sa.String(32)),
        sa.Column("merged_into", sa.String(15)),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_event_page_id"),
        sa.ForeignKeyConstraint(["merged_into"], ["event.id"], name="fk_event_merged_into"),
        sa.CheckConstraint(_KINDS, name="ck_event_kind"),
    )
    op.create_index("ix_event_page_id", "event", ["page_id"])
    op.create_table(
        "event_report",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(15), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name="pk_event_report"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_event_report_report_id"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_report_event_id"),
    )
    op.create_index("ix_event_report_event_id", "event_report", ["event_id"])
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("supersedes_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_decision_page_id"),
        sa.ForeignKeyConstraint(["supersedes_id"], ["decision.id"], name="fk_decision_supersedes_id"),
        sa.CheckConstraint(_KINDS, name="ck_decision_kind"),
    )
    op.create_index("ix_decision_page_id", "decision", ["page_id"])
