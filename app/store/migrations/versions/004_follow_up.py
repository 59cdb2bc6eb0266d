"""The actions that people follow, and the history of their changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "004_follow_up"
down_revision = "003_restored_notes"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "undertaking",
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.String(64), nullable=True),
        sa.Column("do", sa.Text(), nullable=False),
        sa.Column("horizon", sa.String(16), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("progress", sa.String(32), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.CheckConstraint("version > 0", name="ck_undertaking_version"),
        sa.CheckConstraint("place >= 0", name="ck_undertaking_place"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_undertaking_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "id", name="pk_undertaking"),
        sa.UniqueConstraint(
            "assessment_id", "rule_id", name="uq_undertaking_assessment_id_rule_id"
        ),
    )
    op.create_table(
        "follow_up_change",
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by_whom", sa.Text(), nullable=False),
        sa.Column("undertaking", sa.String(32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("field", sa.String(16), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.CheckConstraint("number > 0", name="ck_follow_up_change_number"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_follow_up_change_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "number", name="pk_follow_up_change"),
    )
