"""What is shown of each record, how records stand to each other, and what people say of them.

The tables of what is shown are derived: the program fills them when all steps are done (see `shown.rebuild`), so this
one only makes them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('event', 'commitment', 'instrument', 'office')"
_SECTIONS = "section IN ('encounter', 'act', 'commitment', 'instrument', 'office')"


def upgrade() -> None:
    """Make the tables and columns."""
    op.add_column("coding", sa.Column("author", sa.Text()))
    op.add_column("report", sa.Column("superseded", sa.String(32)))
    op.add_column("event", sa.Column("rejected", sa.String(32)))
    op.create_index("ix_event_merged_into", "event", ["merged_into"])
    for column in ("admin", "name", "body"):
        op.drop_index(f"ix_participant_{column}_report_id", "participant")
    with op.batch_alter_table("decision") as decision:
        decision.add_column(sa.Column("event_id", sa.String(15)))
        decision.add_column(sa.Column("superseded", sa.String(32)))
        decision.create_foreign_key("fk_decision_event_id", "event", ["event_id"], ["id"])
        decision.create_index("ix_decision_event_id", ["event_id"])
    _judgement()
    _shown()
    _standing()
    _pair()


def _judgement() -> None:
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(12), nullable=False),
        sa.Column("one", sa.String(15), nullable=False),
        sa.Column("other", sa.String(15), nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("score", sa.Float()),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("superseded", sa.String(32)),
        sa.Column("superseded_by", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_judgement"),
        sa.ForeignKeyConstraint(["one"], ["event.id"], name="fk_judgement_one"),
        sa.ForeignKeyConstraint(["other"], ["event.id"], name="fk_judgement_other"),
        sa.ForeignKeyConstraint(["superseded_by"], ["judgement.id"], name="fk_judgement_superseded_by"),
        sa.CheckConstraint("relation IN ('same', 'outcome', 'fulfils', 'continues')", name="ck_judgement_relation"),
        sa.CheckConstraint("verdict IN ('yes', 'no', 'proposed')", name="ck_judgement_verdict"),
        sa.CheckConstraint("one <> other", name="ck_judgement_apart"),
    )
    op.create_index("ix_judgement_one", "judgement", ["one"])
    op.create_index("ix_judgement_other", "judgement", ["other"])
    in_force = sa.column("superseded").is_(None)
    op.create_index(
        "ix_judgement_in_force",
        "judgement",
        ["relation", "one", "other"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )


def _shown() -> None:
    op.create_table(
        "shown",
        sa.Column("event_id", sa.String(15), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("section", sa.String(12), nullable=False),
        sa.Column("position", sa.String(40), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("differs", sa.Text()),
        sa.Column("dated", sa.Text()),
        sa.Column("first_day", sa.String(10)),
        sa.Column("last_day", sa.String(10)),
        sa.Column("plover", sa.String(12)),
        sa.Column("form", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("parent_id", sa.String(15)),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("review", sa.String(12)),
        sa.Column("worth", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_shown"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_shown_event_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["event.id"], name="fk_shown_parent_id"),
        sa.CheckConstraint(_KINDS, name="ck_shown_kind"),
        sa.CheckConstraint(_SECTIONS, name="ck_shown_section"),
    )
    op.create_index("ix_shown_parent_id", "shown", ["parent_id"])
    op.create_index("ix_shown_kind_first_day", "shown", ["kind", "first_day", "position", "event_id"])
    op.create_index("ix_shown_section_position", "shown", ["section", "position", "event_id"])
    op.create_index("ix_shown_title_position", "shown", ["title", "position", "event_id"])
    op.create_index("ix_shown_worth_event_id", "shown", ["worth", "event_id"])


def _standing() -> None:
    op.create_table(
        "standing",
        sa.Column("event_id", sa.String(15), nullable=False),
        sa.Column("slot", sa.String(12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("country", sa.Text()),
        sa.Column("admin", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.PrimaryKeyConstraint("event_id", "slot", "position", name="pk_standing"),
        sa.ForeignKeyConstraint(["event_id"], ["shown.event_id"], name="fk_standing_event_id"),
    )
    for column in ("key", "country", "admin", "name", "body"):
        op.create_index(f"ix_standing_{column}_event_id", "standing", [column, "event_id"])


def _pair() -> None:
    op.create_table(
        "pair",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("section", sa.String(12), nullable=False),
        sa.Column("position", sa.String(40), nullable=False),
        sa.Column("event_id", sa.String(15), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.String(10)),
        sa.Column("last_day", sa.String(10)),
        sa.Column("form", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", "section", "position", "event_id", name="pk_pair"),
        sa.ForeignKeyConstraint(["event_id"], ["shown.event_id"], name="fk_pair_event_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pair_event_id", "pair", ["event_id"])
