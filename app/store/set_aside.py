"""Statements on answers set aside: those that a newer edition has no place for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select

from app.store.tables import SetAsideRecord, table_of

_aside = table_of(SetAsideRecord)
_ALL = (
    select(
        *(_aside.c[name] for name in ("edition", "question_id", "value", "why", "note")),
        _aside.c.set_aside_at,
    )
    .where(_aside.c.assessment_id == bindparam("by_assessment"))
    .order_by(_aside.c.set_aside_at, _aside.c.edition, _aside.c.question_id)
)
_INSERT = insert(_aside)


class SetAsideRow(NamedTuple):
    """An answer in its raw form, to a question of the edition that it was given to."""

    edition: str
    question: str
    value: Any
    why: str | None
    note: str | None
    at: datetime


def all_of(connection: Connection, assessment: str) -> list[SetAsideRow]:
    """Return the answers set aside of an assessment, the first set aside first."""
    rows = connection.execute(_ALL, {"by_assessment": assessment})
    return [SetAsideRow._make(row) for row in rows]


def keep(connection: Connection, assessment: str, rows: Sequence[SetAsideRow]) -> None:
    """Keep answers; the assessment must have been taken in the same transaction."""
    if rows:
        connection.execute(
            _INSERT,
            [
                {
                    "assessment_id": assessment,
                    "edition": row.edition,
                    "question_id": row.question,
                    "value": row.value,
                    "why": row.why,
                    "note": row.note,
                    "set_aside_at": row.at,
                }
                for row in rows
            ],
        )
