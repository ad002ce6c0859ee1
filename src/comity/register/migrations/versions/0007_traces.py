"""Where merging looks for reports of one act.

The table is derived: the program fills it when all steps are done, so this one only makes it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "trace",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
        sa.Column("event_id", sa.String(15), nullable=False),
        sa.Column("first_day", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("key", "last_day", "event_id", name="pk_trace"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_trace_event_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_trace_event_id", "trace", ["event_id"])
