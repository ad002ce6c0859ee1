"""The dossiers of bodies and subdivisions, kept ready as those of two countries are.

The table is derived: the program fills it when all steps are done (see `shown.rebuild`).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "side_pair",
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("section", sa.String(12), nullable=False),
        sa.Column("position", sa.String(40), nullable=False),
        sa.Column("event_id", sa.String(15), nullable=False),
        sa.Column("first_day", sa.String(10)),
        sa.Column("last_day", sa.String(10)),
        sa.Column("form", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("side", "other", "section", "position", "event_id", name="pk_side_pair"),
        sa.ForeignKeyConstraint(["event_id"], ["shown.event_id"], name="fk_side_pair_event_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_side_pair_event_id", "side_pair", ["event_id"])
