"""Statements on the idempotency keys under which assessments were started."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import Connection, bindparam, delete, select

from app.store.statements import insert_if_absent
from app.store.tables import StartKeyRecord, table_of

_key = table_of(StartKeyRecord)

_FIND = select(_key.c.assessment_id, _key.c.salt).where(
    _key.c.key_hash == bindparam("hash"), _key.c.created_at >= bindparam("since")
)
_OF_ASSESSMENT = select(_key.c.created_at).where(_key.c.assessment_id == bindparam("assessment"))
_PURGE = delete(_key).where(_key.c.created_at < bindparam("before"))


class StartKeyRow(NamedTuple):
    """What was started under a key."""

    assessment_id: str
    salt: str


def find(connection: Connection, key_hash: str, since: datetime) -> StartKeyRow | None:
    """Return what was started under a key since a moment, None if nothing was."""
    row = connection.execute(_FIND, {"hash": key_hash, "since": since}).first()
    return cast("StartKeyRow | None", row)


def is_kept_for(connection: Connection, assessment: str) -> bool:
    """Whether the key under which an assessment was started is still kept."""
    return connection.execute(_OF_ASSESSMENT, {"assessment": assessment}).first() is not None


def insert_new(
    connection: Connection, key_hash: str, assessment: str, salt: str, now: datetime
) -> bool:
    """Keep a key; return False, with nothing changed, if it is there already."""
    values = {
        "key_hash": key_hash,
        "assessment_id": assessment,
        "salt": salt,
        "created_at": now,
    }
    return insert_if_absent(connection, _key, values)


def purge(connection: Connection, before: datetime) -> int:
    """Forget the keys older than a moment; return how many."""
    return connection.execute(_PURGE, {"before": before}).rowcount
