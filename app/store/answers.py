"""Statements on answers: each change is a compare-and-set on the version that was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.store.tables import AnswerRecord, table_of

_answer = table_of(AnswerRecord)
_of_assessment = _answer.c.assessment_id == bindparam("by_assessment")
_of_question = _answer.c.question_id == bindparam("by_question")
_at_version = _answer.c.version == bindparam("by_version")

_ROW = select(*(_answer.c[name] for name in ("question_id", "value", "version", "carried_from")))
_ALL = _ROW.where(_of_assessment)
_DATES = select(_answer.c.question_id, _answer.c.updated_at).where(_of_assessment)
_ONE = _ROW.where(_of_assessment, _of_question)
_OF_SEVERAL = select(_answer.c.assessment_id, _answer.c.question_id, _answer.c.value).where(
    _answer.c.assessment_id.in_(bindparam("assessments", expanding=True))
)
_INSERT = insert(_answer)
_REPLACE = (
    update(_answer)
    .where(_of_assessment, _of_question, _at_version)
    .values(
        value=bindparam("value"),
        version=bindparam("version"),
        updated_at=bindparam("now"),
        carried_from=bindparam("carried_from"),
    )
)
_CONFIRM = (
    update(_answer)
    .where(
        _of_assessment,
        _answer.c.question_id.in_(bindparam("questions", expanding=True)),
        _answer.c.carried_from.is_not(None),
    )
    .values(carried_from=None)
)
_CLEAR = delete(_answer).where(_of_assessment, _of_question, _at_version)


class AnswerRow(NamedTuple):
    """An answer in its raw form, and the version at which it was saved.

    ``carried_from`` is the earlier question that it comes from, None once it is confirmed.
    """

    question: str
    value: Any
    version: int
    carried_from: str | None


def all_of(connection: Connection, assessment: str) -> list[AnswerRow]:
    """Return the answers of an assessment, in no particular order."""
    rows = connection.execute(_ALL, {"by_assessment": assessment})
    return [AnswerRow(*row) for row in rows]


def dates_of(connection: Connection, assessment: str) -> dict[str, datetime]:
    """Return when each answer of an assessment was last changed, by question."""
    rows = connection.execute(_DATES, {"by_assessment": assessment})
    return {row.question_id: row.updated_at for row in rows}


def of_several(connection: Connection, assessments: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the raw answers by question of each assessment that has any; a few hundred at once."""
    found: dict[str, dict[str, Any]] = {}
    rows = connection.execute(_OF_SEVERAL, {"assessments": list(assessments)})
    for assessment, question, value in rows:
        found.setdefault(assessment, {})[question] = value
    return found


def find(connection: Connection, assessment: str, question: str) -> AnswerRow | None:
    """Return the answer to a question, None if there is none."""
    values = {"by_assessment": assessment, "by_question": question}
    row = connection.execute(_ONE, values).first()
    return None if row is None else AnswerRow(*row)


def put(
    connection: Connection,
    assessment: str,
    question: str,
    value: Any,
    *,
    replaces: int,
    version: int,
    now: datetime,
    carried_from: str | None = None,
) -> bool:
    """Save an answer in the place of the one at version ``replaces`` (0: none yet).

    ``value`` None deletes the answer; ``carried_from`` marks it as carried. Returns False, with
    nothing changed, when the answer is not at that version any more. The assessment must have been
    taken in the same transaction.
    """
    place = {"by_assessment": assessment, "by_question": question, "by_version": replaces}
    if value is None:
        return connection.execute(_CLEAR, place).rowcount == 1
    if replaces:
        values = {**place, "value": value, "version": version, "now": now}
        values["carried_from"] = carried_from
        return connection.execute(_REPLACE, values).rowcount == 1
    values = {
        "assessment_id": assessment,
        "question_id": question,
        "value": value,
        "version": version,
        "updated_at": now,
        "carried_from": carried_from,
    }
    connection.execute(_INSERT, values)
    return True


def confirm(connection: Connection, assessment: str, questions: Sequence[str]) -> int:
    """Take the mark of being carried off some answers; return how many had it."""
    values = {"by_assessment": assessment, "questions": list(questions)}
    return connection.execute(_CONFIRM, values).rowcount
