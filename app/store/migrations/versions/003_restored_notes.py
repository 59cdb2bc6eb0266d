"""Notes on the answers that came back in a file and are to be settled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "003_restored_notes"
down_revision = "002_carrying"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "restored_note",
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("place >= 0", name="ck_restored_note_place"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_restored_note_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "place", name="pk_restored_note"),
    )
