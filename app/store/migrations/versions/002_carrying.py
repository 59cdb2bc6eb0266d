"""Assessments that follow another, answers carried from it, and answers set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "002_carrying"
down_revision = "001_initial"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Every new column starts empty: nothing that is there changes. SQLite copies the table, and
    # needs its checks again (foreign keys are not enforced while a database is migrated).
    checks = (
        sa.CheckConstraint("status IN ('in_progress', 'completed')", name="ck_assessment_status"),
        sa.CheckConstraint("version >= 0", name="ck_assessment_version"),
    )
    with op.batch_alter_table("assessment", table_args=checks) as assessment:
        assessment.add_column(sa.Column("follows", sa.String(32), nullable=True))
        assessment.add_column(sa.Column("stayed_at", _MOMENT, nullable=True))
        assessment.create_foreign_key(
            "fk_assessment_follows_assessment",
            "assessment",
            ["follows"],
            ["id"],
            ondelete="SET NULL",
        )
    op.create_index("ix_assessment_follows", "assessment", ["follows"])
    op.add_column("answer", sa.Column("carried_from", sa.String(64), nullable=True))
    op.create_table(
        "set_aside",
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("question_id", sa.String(64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(4000), nullable=True),
        sa.Column("note", sa.String(4000), nullable=True),
        sa.Column("set_aside_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_set_aside_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["edition"], ["edition.hash"], name="fk_set_aside_edition_edition"),
        sa.PrimaryKeyConstraint("assessment_id", "edition", "question_id", name="pk_set_aside"),
    )
    op.create_index("ix_set_aside_edition", "set_aside", ["edition"])
