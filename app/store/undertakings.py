"""Statements on what is followed and on the history of its changes.

The assessment must have been taken in the same transaction by whoever writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from app.store.tables import FollowUpChangeRecord, UndertakingRecord, table_of

_undertaking = table_of(UndertakingRecord)
_change = table_of(FollowUpChangeRecord)
_of_assessment = _undertaking.c.assessment_id == bindparam("by_assessment")
_one = _undertaking.c.id == bindparam("by_id")


class UndertakingRow(NamedTuple):
    """What is followed, as the table has it, but for its place."""

    id: str
    rule_id: str | None
    do: str
    horizon: str
    owner: str
    due: date | None
    progress: str
    done: str
    next_step: str
    version: int
    updated_at: datetime


class ChangeRow(NamedTuple):
    """One change, but for its number."""

    at: datetime
    by_whom: str
    undertaking: str
    words: str
    kind: str
    field: str
    before: str
    after: str


_ALL = (
    select(*(_undertaking.c[name] for name in UndertakingRow._fields))
    .where(_of_assessment)
    .order_by(_undertaking.c.place, _undertaking.c.id)
)
_INSERT = insert(_undertaking)
_REPLACE = (
    update(_undertaking)
    .where(_of_assessment, _one, _undertaking.c.version == bindparam("by_version"))
    .values({name: bindparam(f"new_{name}") for name in UndertakingRow._fields if name != "id"})
)
_PLACE = update(_undertaking).where(_of_assessment, _one).values(place=bindparam("new_place"))
_REMOVE = delete(_undertaking).where(_of_assessment, _one)

_own_changes = _change.c.assessment_id == bindparam("by_assessment")
_HISTORY = (
    select(_change.c.number, *(_change.c[name] for name in ChangeRow._fields))
    .where(_own_changes)
    .order_by(_change.c.number.desc())
)
_LAST = select(func.max(_change.c.number)).where(_own_changes)
_NOTE = insert(_change)
_CAP = delete(_change).where(
    _own_changes, _change.c.number <= bindparam("last_to_go"), _change.c.kind != bindparam("spared")
)
_CLEAR = delete(_change).where(_own_changes)
_HAS = (
    select(_change.c.number)
    .where(_own_changes, _change.c.kind == bindparam("kind"), _change.c.field == bindparam("field"))
    .limit(1)
)


def all_of(connection: Connection, assessment: str) -> list[UndertakingRow]:
    """Return what is followed in an assessment, in the person's order."""
    rows = connection.execute(_ALL, {"by_assessment": assessment})
    return [UndertakingRow(*row) for row in rows]


def insert_new(
    connection: Connection, assessment: str, rows: Sequence[UndertakingRow], place: int
) -> None:
    """Insert some, the first at ``place``; there must be room for them at and after it."""
    if rows:
        connection.execute(
            _INSERT,
            [
                {"assessment_id": assessment, "place": place + number, **row._asdict()}
                for number, row in enumerate(rows)
            ],
        )


def replace(connection: Connection, assessment: str, row: UndertakingRow, replaces: int) -> bool:
    """Save one in the place of itself at version ``replaces``; return whether it was there."""
    values: dict[str, Any] = {f"new_{name}": value for name, value in row._asdict().items()}
    del values["new_id"]
    place = {"by_assessment": assessment, "by_id": row.id, "by_version": replaces}
    return connection.execute(_REPLACE, {**place, **values}).rowcount == 1


def put_in_order(connection: Connection, assessment: str, ids: Sequence[str]) -> None:
    """Give the undertakings of these ids, which must be all of them, the places of the list."""
    if ids:
        connection.execute(
            _PLACE,
            [
                {"by_assessment": assessment, "by_id": id_, "new_place": place}
                for place, id_ in enumerate(ids)
            ],
        )


def remove(connection: Connection, assessment: str, id_: str) -> bool:
    """Delete one; return whether it was there."""
    return connection.execute(_REMOVE, {"by_assessment": assessment, "by_id": id_}).rowcount == 1


def history_of(connection: Connection, assessment: str) -> list[tuple[int, ChangeRow]]:
    """Return the changes that are kept with their numbers, the last first."""
    rows = connection.execute(_HISTORY, {"by_assessment": assessment})
    return [(row[0], ChangeRow(*row[1:])) for row in rows]


def note(
    connection: Connection, assessment: str, rows: Sequence[ChangeRow], most: int, spared: str
) -> None:
    """Keep changes in order, and of all of them the last ``most``, and those of a kind spared."""
    if not rows:
        return
    last = connection.execute(_LAST, {"by_assessment": assessment}).scalar() or 0
    connection.execute(
        _NOTE,
        [
            {"assessment_id": assessment, "number": number, **row._asdict()}
            for number, row in enumerate(rows, last + 1)
        ],
    )
    bound = {"by_assessment": assessment, "last_to_go": last + len(rows) - most, "spared": spared}
    connection.execute(_CAP, bound)


def clear(connection: Connection, assessment: str, row: ChangeRow) -> bool:
    """Delete all changes and keep one in their place; return False, for nothing, if none is kept.

    Its number is the next one, so that none comes back.
    """
    last = connection.execute(_LAST, {"by_assessment": assessment}).scalar()
    if last is None:
        return False
    connection.execute(_CLEAR, {"by_assessment": assessment})
    values = {"assessment_id": assessment, "number": last + 1, **row._asdict()}
    connection.execute(_NOTE, values)
    return True


def has_change(connection: Connection, assessment: str, kind: str, field: str) -> bool:
    """Whether a change of this kind and field is kept."""
    bound = {"by_assessment": assessment, "kind": kind, "field": field}
    return connection.execute(_HAS, bound).first() is not None
