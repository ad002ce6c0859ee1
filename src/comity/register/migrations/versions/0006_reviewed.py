"""What a person saw when they decided, the version that they made, and where the program has come to disagree."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns of a decision and the table of conflicts."""
    with op.batch_alter_table("decision") as decision:
        decision.add_column(sa.Column("report_id", sa.Integer()))
        decision.add_column(sa.Column("seen", sa.Text()))
        decision.create_foreign_key("fk_decision_report_id", "report", ["report_id"], ["id"])
    op.create_table(
        "conflict",
        sa.Column("event_id", sa.String(15), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("made", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_conflict"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_conflict_event_id"),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_conflict_decision_id"),
    )
