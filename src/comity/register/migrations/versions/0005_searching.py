"""What is searched: shown records and pages, with their words in the full-text index of the database.

The tables are derived: the program fills them when all steps are done (see `searching.index.rebuild`), so this one only
makes them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# what tokens are made of beside letters and digits (ASCII); FTS5 would cut them there
_SIGNS = "#~@=|-"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "searched",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("page_id", sa.String(64)),
        sa.Column("event_id", sa.String(15)),
        sa.Column("first_day", sa.String(10)),
        sa.Column("last_day", sa.String(10)),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_searched"),
        sa.UniqueConstraint("page_id", name="uq_searched_page_id"),
        sa.UniqueConstraint("event_id", name="uq_searched_event_id"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_searched_page_id"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_searched_event_id"),
        sa.CheckConstraint("(page_id IS NULL) <> (event_id IS NULL)", name="ck_searched_owner"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE search_index (id BIGINT PRIMARY KEY REFERENCES searched (id) ON DELETE CASCADE,"
            " tokens tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens)")
    else:
        op.execute(f"CREATE VIRTUAL TABLE search_index USING fts5(tokens, tokenize = \"ascii tokenchars '{_SIGNS}'\")")
