"""The tables. They never leave this package: repositories hand out plain rows.

No statement is written here, and nothing here creates a table: migrations do.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from app.store.columns import UtcDateTime

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

STATUSES = ("in_progress", "completed")


class Record(SQLModel):
    """The common ground of the tables: their own metadata, with a naming convention."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING_CONVENTION)


def _belongs_to(column: str, length: int, **options: Any) -> Column[str]:
    reference = ForeignKey(column, ondelete="CASCADE")
    return Column(String(length), reference, nullable=False, **options)


class EditionRecord(Record, table=True):
    """An edition, once used: its canonical form, which never changes."""

    __tablename__ = "edition"

    hash: str = Field(primary_key=True, max_length=64)
    questionnaire: str = Field(max_length=64)
    canonical: bytes
    created_at: datetime = Field(sa_type=UtcDateTime)


class AssessmentRecord(Record, table=True):
    """An assessment. ``version`` counts its changes; of the secret only the hash is kept.

    ``follows`` is the earlier one that it repeats, if that is still there; ``stayed_at`` when the
    person chose to stay on its edition though a newer one was offered.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        CheckConstraint("status IN ('in_progress', 'completed')", name="status"),
        CheckConstraint("version >= 0", name="version"),
    )

    id: str = Field(primary_key=True, max_length=32)
    reference: str = Field(unique=True, max_length=13)
    edition: str = Field(foreign_key="edition.hash", max_length=64, index=True)
    status: str = Field(max_length=16)
    secret_hash: str = Field(unique=True, max_length=64)
    version: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    completed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    follows: str | None = Field(
        sa_column=Column(
            String(32), ForeignKey("assessment.id", ondelete="SET NULL"), nullable=True, index=True
        )
    )
    stayed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AnswerRecord(Record, table=True):
    """An answer in its raw form; ``version`` is that of the assessment when it was saved.

    ``carried_from`` is the question of the earlier assessment that it comes from, until the person
    has confirmed or changed it.
    """

    __tablename__ = "answer"
    __table_args__ = (CheckConstraint("version > 0", name="version"),)

    assessment_id: str = Field(sa_column=_belongs_to("assessment.id", 32, primary_key=True))
    question_id: str = Field(primary_key=True, max_length=64)
    value: Any = Field(sa_column=Column(JSON(none_as_null=True), nullable=False))
    version: int
    updated_at: datetime = Field(sa_type=UtcDateTime)
    carried_from: str | None = Field(default=None, max_length=64)


class SetAsideRecord(Record, table=True):
    """An answer that a newer edition has no place for, with the edition it was given to."""

    __tablename__ = "set_aside"

    assessment_id: str = Field(sa_column=_belongs_to("assessment.id", 32, primary_key=True))
    edition: str = Field(foreign_key="edition.hash", max_length=64, primary_key=True, index=True)
    question_id: str = Field(primary_key=True, max_length=64)
    value: Any = Field(sa_column=Column(JSON(none_as_null=True), nullable=False))
    why: str | None = Field(default=None, max_length=4000)
    note: str | None = Field(default=None, max_length=4000)
    set_aside_at: datetime = Field(sa_type=UtcDateTime)


class RestoredNoteRecord(Record, table=True):
    """What became of an answer that came back in a file and was not simply restored.

    Place 0 is about the file as a whole. Written once, with the assessment; goes with it.
    """

    __tablename__ = "restored_note"
    __table_args__ = (CheckConstraint("place >= 0", name="place"),)

    assessment_id: str = Field(sa_column=_belongs_to("assessment.id", 32, primary_key=True))
    place: int = Field(primary_key=True)
    question_id: str = Field(max_length=64)
    title: str = Field(sa_type=Text)
    given: str = Field(sa_type=Text)
    code: str = Field(max_length=32)
    reason: str = Field(sa_type=Text)


class UndertakingRecord(Record, table=True):
    """An action that is followed. ``version`` is that of the assessment when it was last saved.

    ``rule_id`` is None for one added by hand; ``place`` counts from 0 in the person's order.
    """

    __tablename__ = "undertaking"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("place >= 0", name="place"),
        UniqueConstraint("assessment_id", "rule_id"),
    )

    assessment_id: str = Field(sa_column=_belongs_to("assessment.id", 32, primary_key=True))
    id: str = Field(primary_key=True, max_length=32)
    place: int
    rule_id: str | None = Field(default=None, max_length=64)
    do: str = Field(sa_type=Text)
    horizon: str = Field(max_length=16)
    owner: str = Field(sa_type=Text)
    due: date | None = None
    progress: str = Field(max_length=32)
    done: str = Field(sa_type=Text)
    next_step: str = Field(sa_type=Text)
    version: int
    updated_at: datetime = Field(sa_type=UtcDateTime)


class FollowUpChangeRecord(Record, table=True):
    """One change of a follow-up, as it is told to those who carry it; the last ones are kept."""

    __tablename__ = "follow_up_change"
    __table_args__ = (CheckConstraint("number > 0", name="number"),)

    assessment_id: str = Field(sa_column=_belongs_to("assessment.id", 32, primary_key=True))
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime)
    by_whom: str = Field(sa_type=Text)
    undertaking: str = Field(max_length=32)
    words: str = Field(sa_type=Text)
    kind: str = Field(max_length=16)
    field: str = Field(max_length=16)
    before: str = Field(sa_type=Text)
    after: str = Field(sa_type=Text)


class VisitRecord(Record, table=True):
    """A browser, known by the hash of the token in its cookie."""

    __tablename__ = "visit"

    token_hash: str = Field(primary_key=True, max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class VisitAccessRecord(Record, table=True):
    """Which assessments a browser may see whole, and do everything with."""

    __tablename__ = "visit_access"

    visit: str = Field(sa_column=_belongs_to("visit.token_hash", 64, primary_key=True))
    assessment: str = Field(
        sa_column=_belongs_to("assessment.id", 32, primary_key=True, index=True)
    )
    granted_at: datetime = Field(sa_type=UtcDateTime)


class ShareLinkRecord(Record, table=True):
    """A link that opens the roadmap of an assessment, and nothing else of it; kept hashed.

    ``opened_on`` is the last day on which a browser was let in by it; ``ends_on`` the last day on
    which it opens anything, None for as long as the assessment is kept. Revoked: deleted.
    """

    __tablename__ = "share_link"

    id: str = Field(primary_key=True, max_length=32)
    assessment_id: str = Field(sa_column=_belongs_to("assessment.id", 32, index=True))
    secret_hash: str = Field(unique=True, max_length=64)
    label: str = Field(max_length=60)
    may_edit: bool
    created_at: datetime = Field(sa_type=UtcDateTime)
    opened_on: date | None = Field(default=None)
    ends_on: date | None = Field(default=None)


class ShareAccessRecord(Record, table=True):
    """Which browsers came by which share link: a table apart from ``visit_access``.

    So no question about whole access can forget to leave them out, and what a link opened goes
    with it.
    """

    __tablename__ = "share_access"

    visit: str = Field(sa_column=_belongs_to("visit.token_hash", 64, primary_key=True))
    share: str = Field(sa_column=_belongs_to("share_link.id", 32, primary_key=True, index=True))


class StartKeyRecord(Record, table=True):
    """The idempotency key (hashed) under which an assessment was started; forgotten after a day.

    ``salt`` makes the secret of the assessment from the key, which is not kept.
    """

    __tablename__ = "start_key"

    key_hash: str = Field(primary_key=True, max_length=64)
    assessment_id: str = Field(sa_column=_belongs_to("assessment.id", 32, index=True))
    salt: str = Field(max_length=32)
    created_at: datetime = Field(sa_type=UtcDateTime)


class MailedLinkRecord(Record, table=True):
    """A further secret of an assessment, that left by mail; of the address nothing is kept.

    ``reminder`` opens the page where the assessment is done again.
    """

    __tablename__ = "mailed_link"
    __table_args__ = (CheckConstraint("purpose IN ('link', 'reminder')", name="purpose"),)

    id: str = Field(primary_key=True, max_length=32)
    assessment_id: str = Field(sa_column=_belongs_to("assessment.id", 32, index=True))
    secret_hash: str = Field(unique=True, max_length=64)
    purpose: str = Field(max_length=16)
    created_at: datetime = Field(sa_type=UtcDateTime)


class ReminderRequestRecord(Record, table=True):
    """Reminders asked for one address. ``address`` goes with the last of them that is sent.

    Until it is confirmed ``confirm_hash`` is the hash of the token that does so.
    """

    __tablename__ = "reminder_request"

    id: str = Field(primary_key=True, max_length=32)
    assessment_id: str = Field(sa_column=_belongs_to("assessment.id", 32, index=True))
    address: str | None = Field(default=None, max_length=254)
    language: str = Field(max_length=8)
    confirm_hash: str | None = Field(default=None, unique=True, max_length=64)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReminderRecord(Record, table=True):
    """One reminder of a request, so many months after it was asked for.

    It is claimed before it is sent, and counted: what fails is tried again another day.
    ``stop_hash`` is the hash of the token that the last mail sent or tried can stop them all with.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        CheckConstraint("months > 0", name="months"),
        CheckConstraint("attempts >= 0", name="attempts"),
    )

    request_id: str = Field(sa_column=_belongs_to("reminder_request.id", 32, primary_key=True))
    months: int = Field(primary_key=True)
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
    attempts: int = Field(default=0)
    claimed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stop_hash: str | None = Field(default=None, unique=True, max_length=64)


METADATA = Record.metadata


def table_of(record: type[Record]) -> Table:
    """Return the table of a record, for statements."""
    table = METADATA.tables[str(record.__tablename__)]
    assert isinstance(table, Table)  # noqa: S101 - narrows the type
    return table
