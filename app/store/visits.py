"""Statements on visits: which browser may see which assessments."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.store.statements import insert_if_absent
from app.store.tables import VisitAccessRecord, VisitRecord, table_of

_visit = table_of(VisitRecord)
_access = table_of(VisitAccessRecord)
_by_token: BindParameter[str] = bindparam("token")

_INSERT = insert(_visit)
_SEEN = (
    update(_visit)
    .where(_visit.c.token_hash == _by_token, _visit.c.seen_at >= bindparam("since"))
    .values(seen_at=bindparam("now"))
)
_GRANTED = (
    select(_access.c.assessment)
    .join(_visit, _visit.c.token_hash == _access.c.visit)
    .where(_access.c.visit == _by_token, _visit.c.seen_at >= bindparam("since"))
)
_MAY_SEE = _GRANTED.where(_access.c.assessment == bindparam("assessment"))
_ALL = _GRANTED.order_by(_access.c.granted_at.desc(), _access.c.assessment)
_WHO = (
    select(_access.c.visit, _access.c.granted_at, _visit.c.seen_at)
    .join(_visit, _visit.c.token_hash == _access.c.visit)
    .where(_access.c.assessment == bindparam("assessment"), _visit.c.seen_at >= bindparam("since"))
    .order_by(_access.c.granted_at, _access.c.visit)
)
_REVOKE_OTHERS = delete(_access).where(
    _access.c.assessment == bindparam("assessment"), _access.c.visit != _by_token
)
_END = delete(_visit).where(_visit.c.token_hash == _by_token)
_PURGE = delete(_visit).where(_visit.c.seen_at < bindparam("before"))


class AccessRow(NamedTuple):
    """A visit that may see an assessment: since when, and when it was last renewed."""

    token_hash: str
    granted_at: datetime
    seen_at: datetime


def insert_new(connection: Connection, token_hash: str, now: datetime) -> None:
    """Insert a visit that may see nothing yet."""
    values = {"token_hash": token_hash, "created_at": now, "seen_at": now}
    connection.execute(_INSERT, values)


def renew(connection: Connection, token_hash: str, since: datetime, now: datetime) -> bool:
    """Renew the lifetime of a visit; return False if it is gone or older than ``since``."""
    values = {"token": token_hash, "since": since, "now": now}
    return connection.execute(_SEEN, values).rowcount == 1


def grant(
    connection: Connection, token_hash: str, assessment: str, since: datetime, now: datetime
) -> bool:
    """Let a visit see an assessment, and renew it; return False if the visit is gone or too old.

    Raises:
        LookupError: if there is no such assessment (any more).
    """
    if not renew(connection, token_hash, since, now):
        return False
    access = {"visit": token_hash, "assessment": assessment, "granted_at": now}
    try:
        insert_if_absent(connection, _access, access)
    except IntegrityError:
        raise LookupError(assessment) from None
    return True


def may_see(connection: Connection, token_hash: str, assessment: str, since: datetime) -> bool:
    """Whether a visit not older than ``since`` may see the assessment."""
    values = {"token": token_hash, "assessment": assessment, "since": since}
    return connection.execute(_MAY_SEE, values).first() is not None


def assessments_of(connection: Connection, token_hash: str, since: datetime) -> list[str]:
    """Return the ids of the assessments that a visit may see, the last granted first."""
    rows = connection.execute(_ALL, {"token": token_hash, "since": since})
    return [str(row.assessment) for row in rows]


def accesses_to(connection: Connection, assessment: str, since: datetime) -> list[AccessRow]:
    """Return the visits not older than ``since`` that may see an assessment, the first first."""
    rows = connection.execute(_WHO, {"assessment": assessment, "since": since})
    return [AccessRow(*row) for row in rows]


def revoke_others(connection: Connection, token_hash: str, assessment: str) -> None:
    """Take the assessment away from every visit but one."""
    connection.execute(_REVOKE_OTHERS, {"token": token_hash, "assessment": assessment})


def end(connection: Connection, token_hash: str) -> None:
    """Forget a visit."""
    connection.execute(_END, {"token": token_hash})


def purge(connection: Connection, before: datetime) -> int:
    """Forget the visits last renewed before a date; return how many."""
    return connection.execute(_PURGE, {"before": before}).rowcount
