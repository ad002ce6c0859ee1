"""Which reports a list shows of a record that very many pages tell of; and the last day of all, without reading all.

What is cited is derived: the program fills it when all steps are done (see `shown.rebuild`).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the index."""
    op.add_column("shown", sa.Column("cited", sa.Text()))
    op.create_index("ix_shown_kind_last_day", "shown", ["kind", "last_day"])
