"""Statements on the secrets of assessments that left by mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, delete, insert, select

from app.store.tables import MailedLinkRecord, table_of

_link = table_of(MailedLinkRecord)


class MailedLinkRow(NamedTuple):
    """A link that left by mail: what for, and when."""

    id: str
    purpose: str
    created_at: datetime


_ALL: Select[Any] = (
    select(*(_link.c[name] for name in MailedLinkRow._fields))
    .where(_link.c.assessment_id == bindparam("by_assessment"))
    .order_by(_link.c.created_at, _link.c.id)
)
_PURPOSE = select(_link.c.purpose).where(_link.c.secret_hash == bindparam("hash"))
_INSERT = insert(_link)
_END = delete(_link).where(_link.c.id == bindparam("by_id"))
_END_ALL = delete(_link).where(_link.c.assessment_id == bindparam("by_assessment"))


def insert_new(
    connection: Connection,
    id_: str,
    assessment: str,
    secret_hash: str,
    purpose: str,
    now: datetime,
) -> None:
    """Insert a link; ``purpose`` is ``link`` or ``reminder``. The assessment must be there."""
    values = {
        "id": id_,
        "assessment_id": assessment,
        "secret_hash": secret_hash,
        "purpose": purpose,
        "created_at": now,
    }
    connection.execute(_INSERT, values)


def all_of(connection: Connection, assessment: str) -> list[MailedLinkRow]:
    """Return the links of an assessment that left by mail, the first first."""
    rows = connection.execute(_ALL, {"by_assessment": assessment})
    return [MailedLinkRow(*row) for row in rows]


def purpose_of(connection: Connection, secret_hash: str) -> str | None:
    """Return what a secret was mailed for, None if it was not mailed."""
    row = connection.execute(_PURPOSE, {"hash": secret_hash}).first()
    return None if row is None else str(row.purpose)


def end(connection: Connection, id_: str) -> None:
    """Forget one link: it opens nothing any more."""
    connection.execute(_END, {"by_id": id_})


def end_all(connection: Connection, assessment: str) -> int:
    """Forget every link of an assessment that left by mail; return how many."""
    return connection.execute(_END_ALL, {"by_assessment": assessment}).rowcount
