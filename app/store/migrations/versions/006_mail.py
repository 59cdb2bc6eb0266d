"""Links that leave by mail, and reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "006_mail"
down_revision = "005_share_links"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mailed_link",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.CheckConstraint("purpose IN ('link', 'reminder')", name="ck_mailed_link_purpose"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_mailed_link_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mailed_link"),
        sa.UniqueConstraint("secret_hash", name="uq_mailed_link_secret_hash"),
    )
    op.create_index("ix_mailed_link_assessment_id", "mailed_link", ["assessment_id"])
    op.create_table(
        "reminder_request",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("address", sa.String(254), nullable=True),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("confirm_hash", sa.String(64), nullable=True),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("confirmed_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_reminder_request_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_request"),
        sa.UniqueConstraint("confirm_hash", name="uq_reminder_request_confirm_hash"),
    )
    op.create_index("ix_reminder_request_assessment_id", "reminder_request", ["assessment_id"])
    op.create_table(
        "reminder",
        sa.Column("request_id", sa.String(32), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_at", _MOMENT, nullable=True),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.Column("stop_hash", sa.String(64), nullable=True),
        sa.CheckConstraint("months > 0", name="ck_reminder_months"),
        sa.CheckConstraint("attempts >= 0", name="ck_reminder_attempts"),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["reminder_request.id"],
            name="fk_reminder_request_id_reminder_request",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", "months", name="pk_reminder"),
        sa.UniqueConstraint("stop_hash", name="uq_reminder_stop_hash"),
    )
    op.create_index("ix_reminder_due_at", "reminder", ["due_at"])
