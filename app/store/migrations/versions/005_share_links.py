"""Links that open a roadmap alone, and the browsers that came by them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "005_share_links"
down_revision = "004_follow_up"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "share_link",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("may_edit", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_share_link_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_share_link"),
        sa.UniqueConstraint("secret_hash", name="uq_share_link_secret_hash"),
    )
    op.create_index("ix_share_link_assessment_id", "share_link", ["assessment_id"])
    # A table apart from that of whole access: nothing that asks for the latter can forget it.
    op.create_table(
        "share_access",
        sa.Column("visit", sa.String(64), nullable=False),
        sa.Column("share", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit"], ["visit.token_hash"], name="fk_share_access_visit_visit", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["share"],
            ["share_link.id"],
            name="fk_share_access_share_share_link",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("visit", "share", name="pk_share_access"),
    )
    op.create_index("ix_share_access_share", "share_access", ["share"])
