"""Addresses that were fetched, what failed, feeds, reprints, teasers, and what was announced.

Rows that are there get what the new columns and tables say of them: the keys of addresses (sources of one page that
differ in a tracking parameter become one), failures by name, and sketches of coded pages.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from comity.register.migrations.kept_by_0001 import fill

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and fill them from what is kept."""
    op.add_column("source", sa.Column("address_key", sa.Text()))
    op.add_column("source", sa.Column("stated", sa.Text()))
    op.create_index("ix_source_address_key", "source", ["address_key"])
    _reprints()
    _teasers()
    _addresses()
    _told()
    fill(op.get_bind())


def _page(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["page.id"], name=f"fk_{table}_{column}")


def _reprints() -> None:
    op.create_table(
        "similar",
        sa.Column("page_id", sa.String(64), nullable=False),
        sa.Column("like_id", sa.String(64), nullable=False),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.Column("stories", sa.Text(), nullable=False),
        sa.Column("made", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("page_id", name="pk_similar"),
        _page("page_id", "similar"),
        _page("like_id", "similar"),
    )
    op.create_index("ix_similar_like_id", "similar", ["like_id"])
    op.create_table(
        "sketch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.String(64), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sketch"),
        sa.UniqueConstraint("page_id", name="uq_sketch_page_id"),
        _page("page_id", "sketch"),
    )
    op.create_table(
        "band",
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sketch_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("value", "sketch_id", name="pk_band"),
        sa.ForeignKeyConstraint(["sketch_id"], ["sketch.id"], name="fk_band_sketch_id"),
        sqlite_with_rowid=False,
    )


def _teasers() -> None:
    op.create_table(
        "teaser",
        sa.Column("coding_id", sa.Integer(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("replaced_by", sa.String(64)),
        sa.PrimaryKeyConstraint("coding_id", "story", name="pk_teaser"),
        sa.ForeignKeyConstraint(["coding_id"], ["coding.id"], name="fk_teaser_coding_id"),
        _page("replaced_by", "teaser"),
    )
    op.create_index("ix_teaser_address_key", "teaser", ["address_key"])
    op.create_index("ix_teaser_replaced_by", "teaser", ["replaced_by"])


def _addresses() -> None:
    op.create_table(
        "fetched",
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("page_id", sa.String(64)),
        sa.Column("root", sa.Text()),
        sa.Column("made", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("address_key", name="pk_fetched"),
        _page("page_id", "fetched"),
    )
    op.create_index("ix_fetched_page_id", "fetched", ["page_id"])
    op.create_table(
        "failure",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("page_id", sa.String(64)),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first", sa.String(32), nullable=False),
        sa.Column("last", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_failure"),
        _page("page_id", "failure"),
    )
    op.create_index("ix_failure_page_id", "failure", ["page_id"])
    op.create_table(
        "feed",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("last_success", sa.String(32)),
        sa.Column("last_error", sa.Text()),
        sa.Column("last_failure", sa.String(32)),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_due", sa.String(32)),
        sa.Column("added", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_feed"),
    )


def _told() -> None:
    op.create_table(
        "told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("page_id", sa.String(64), nullable=False),
        sa.Column("queued", sa.String(32), nullable=False),
        sa.Column("told", sa.String(32)),
        sa.Column("news", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_told"),
        sa.UniqueConstraint("audience", "page_id", name="uq_told_audience_page_id"),
        _page("page_id", "told"),
    )
    untold = sa.column("told").is_(None)
    op.create_index("ix_told_untold", "told", ["audience"], sqlite_where=untold, postgresql_where=untold)
