"""Editions, assessments, answers, visits and start keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "001_initial"
down_revision = None
branch_labels = None
depends_on = None

# A migration says what it makes in words of its own: the tables of the code will move on.
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("questionnaire", sa.String(64), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_edition"),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(13), nullable=False),
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("completed_at", _MOMENT, nullable=True),
        sa.CheckConstraint("status IN ('in_progress', 'completed')", name="ck_assessment_status"),
        sa.CheckConstraint("version >= 0", name="ck_assessment_version"),
        sa.ForeignKeyConstraint(
            ["edition"], ["edition.hash"], name="fk_assessment_edition_edition"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sa.UniqueConstraint("reference", name="uq_assessment_reference"),
        sa.UniqueConstraint("secret_hash", name="uq_assessment_secret_hash"),
    )
    op.create_index("ix_assessment_edition", "assessment", ["edition"])
    op.create_table(
        "answer",
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("question_id", sa.String(64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.CheckConstraint("version > 0", name="ck_answer_version"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_answer_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "question_id", name="pk_answer"),
    )
    op.create_table(
        "visit",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_visit"),
    )
    op.create_table(
        "visit_access",
        sa.Column("visit", sa.String(64), nullable=False),
        sa.Column("assessment", sa.String(32), nullable=False),
        sa.Column("granted_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["visit"], ["visit.token_hash"], name="fk_visit_access_visit_visit", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["assessment"],
            ["assessment.id"],
            name="fk_visit_access_assessment_assessment",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("visit", "assessment", name="pk_visit_access"),
    )
    op.create_index("ix_visit_access_assessment", "visit_access", ["assessment"])
    op.create_table(
        "start_key",
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_start_key_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key_hash", name="pk_start_key"),
    )
    op.create_index("ix_start_key_assessment_id", "start_key", ["assessment_id"])
