"""Statements on assessments: starting, finding, moving on, erasing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Select, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.store.reminders import is_reminded
from app.store.tables import AssessmentRecord, MailedLinkRecord, table_of

_assessment = table_of(AssessmentRecord)
_mailed = table_of(MailedLinkRecord)
_by_id = _assessment.c.id == bindparam("by_id")


class AssessmentRow(NamedTuple):
    """An assessment as the table has it; of its secret, the hash."""

    id: str
    reference: str
    edition: str
    status: str
    secret_hash: str
    version: int
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None
    follows: str | None
    stayed_at: datetime | None


_ROW: Select[Any] = select(*(_assessment.c[name] for name in AssessmentRow._fields))
_FIND = _ROW.where(_by_id)
# PostgreSQL lets many write at once: whoever writes an assessment or its answers takes it first
# (``take``, or ``move_on``), so that two never wait for each other. On SQLite writes take turns.
_TAKE = _FIND.with_for_update()
# The secret of the assessment, or one of those that left by mail.
_FIND_BY_SECRET = _ROW.where(
    or_(
        _assessment.c.secret_hash == bindparam("hash"),
        _assessment.c.id.in_(
            select(_mailed.c.assessment_id).where(_mailed.c.secret_hash == bindparam("hash"))
        ),
    )
)
_IDS = select(_assessment.c.id)
_OF_EDITION = (
    select(_assessment.c.id, _assessment.c.reference)
    .where(_assessment.c.edition == bindparam("by_edition"))
    .order_by(_assessment.c.id)
)
_REPEATS_OF = select(_assessment.c.id).where(_assessment.c.follows == bindparam("by_follows"))
_REPEATS = select(_assessment.c.id).where(_assessment.c.follows.is_not(None))
_INSERT = insert(_assessment)
_MOVE_ON = (
    update(_assessment)
    .where(_by_id)
    .values(version=_assessment.c.version + 1, updated_at=bindparam("now"))
    .returning(*(_assessment.c[name] for name in AssessmentRow._fields))
)
_COMPLETE = (
    update(_assessment)
    .where(_by_id)
    .values(
        status="completed",
        version=_assessment.c.version + 1,
        updated_at=bindparam("now"),
        completed_at=bindparam("now"),
    )
)
_REPIN = (
    update(_assessment)
    .where(_by_id, _assessment.c.version == bindparam("by_version"))
    .where(_assessment.c.status == "in_progress")
    .values(
        edition=bindparam("to_edition"),
        version=_assessment.c.version + 1,
        updated_at=bindparam("now"),
        stayed_at=None,
    )
)
_STAY = update(_assessment).where(_by_id).values(stayed_at=bindparam("now"))
_RENEW = update(_assessment).where(_by_id).values(secret_hash=bindparam("hash"))
_ERASE = delete(_assessment).where(_by_id)
_PURGE = delete(_assessment).where(
    ~is_reminded(_assessment.c.id, bindparam("reminded_after")),
    or_(
        and_(
            _assessment.c.status == "in_progress",
            _assessment.c.updated_at < bindparam("drafts_before"),
        ),
        and_(
            _assessment.c.status == "completed",
            _assessment.c.updated_at < bindparam("completed_before"),
        ),
    ),
)


def find(connection: Connection, id_: str) -> AssessmentRow | None:
    """Return the assessment, None if there is none."""
    return cast("AssessmentRow | None", connection.execute(_FIND, {"by_id": id_}).first())


def take(connection: Connection, id_: str) -> AssessmentRow | None:
    """Return the assessment and keep others from writing it until the transaction ends."""
    return cast("AssessmentRow | None", connection.execute(_TAKE, {"by_id": id_}).first())


def find_by_secret(connection: Connection, secret_hash: str) -> AssessmentRow | None:
    """Return the assessment that a secret opens, its own or one that left by mail, or None."""
    row = connection.execute(_FIND_BY_SECRET, {"hash": secret_hash}).first()
    return cast("AssessmentRow | None", row)


def of_edition(connection: Connection, edition: str) -> list[tuple[str, str]]:
    """Return the id and the reference of every assessment pinned to an edition, by id."""
    rows = connection.execute(_OF_EDITION, {"by_edition": edition})
    return [(row.id, row.reference) for row in rows]


def repeats_of(connection: Connection, id_: str) -> list[str]:
    """Return the ids of the assessments that repeat one."""
    return list(connection.execute(_REPEATS_OF, {"by_follows": id_}).scalars())


def repeats(connection: Connection) -> set[str]:
    """Return the ids of the assessments that repeat another one that is still there."""
    return set(connection.execute(_REPEATS).scalars())


def insert_new(
    connection: Connection,
    id_: str,
    reference: str,
    edition: str,
    secret_hash: str,
    now: datetime,
    *,
    follows: str | None = None,
) -> bool:
    """Insert a new assessment; return False, with nothing inserted, if the reference is taken."""
    values = {
        "id": id_,
        "reference": reference,
        "edition": edition,
        "status": "in_progress",
        "secret_hash": secret_hash,
        "version": 0,
        "created_at": now,
        "updated_at": now,
        "completed_at": None,
        "follows": follows,
        "stayed_at": None,
    }
    try:
        with connection.begin_nested():
            connection.execute(_INSERT, values)
    except IntegrityError as error:
        if "reference" not in str(error.orig):
            raise
        return False
    return True


def move_on(connection: Connection, id_: str, now: datetime) -> AssessmentRow | None:
    """Count one more change of an assessment and return it as it now is, None if there is none.

    Others wait to write it until the transaction ends.
    Whoever finds that nothing changes after all must undo the transaction.
    """
    row = connection.execute(_MOVE_ON, {"by_id": id_, "now": now}).first()
    return cast("AssessmentRow | None", row)


def complete(connection: Connection, id_: str, now: datetime) -> None:
    """Mark an assessment as completed."""
    connection.execute(_COMPLETE, {"by_id": id_, "now": now})


def repin(connection: Connection, id_: str, edition: str, version: int, now: datetime) -> bool:
    """Pin a draft that is at ``version`` to another edition; return whether it was.

    One that is completed, or at another version, stays what it is.
    """
    values = {"by_id": id_, "by_version": version, "to_edition": edition, "now": now}
    return connection.execute(_REPIN, values).rowcount == 1


def stay(connection: Connection, id_: str, now: datetime) -> bool:
    """Note that an assessment stays on its edition; return whether there is one."""
    return connection.execute(_STAY, {"by_id": id_, "now": now}).rowcount == 1


def renew_secret(connection: Connection, id_: str, secret_hash: str) -> None:
    """Replace the secret of an assessment; the former one opens nothing from then on."""
    connection.execute(_RENEW, {"by_id": id_, "hash": secret_hash})


def erase(connection: Connection, id_: str) -> bool:
    """Delete an assessment with all that belongs to it; return whether there was one."""
    return connection.execute(_ERASE, {"by_id": id_}).rowcount == 1


def ids(connection: Connection) -> Iterator[str]:
    """Yield the id of every assessment."""
    for row in connection.execute(_IDS):
        yield row.id


def purge(
    connection: Connection,
    drafts_before: datetime,
    completed_before: datetime,
    reminded_after: datetime,
) -> int:
    """Delete the assessments last changed before their date; return how many.

    Those of which a confirmed reminder is due after ``reminded_after`` stay.
    """
    values = {
        "drafts_before": drafts_before,
        "completed_before": completed_before,
        "reminded_after": reminded_after,
    }
    return connection.execute(_PURGE, values).rowcount
