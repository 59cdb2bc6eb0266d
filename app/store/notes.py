"""Statements on the notes that a restoration leaves: written once, read with the assessment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, insert, select

from app.store.tables import RestoredNoteRecord, table_of

_note = table_of(RestoredNoteRecord)


class NoteRow(NamedTuple):
    """A note: the question, its title, what was given, why it was not simply restored."""

    question_id: str
    title: str
    given: str
    code: str
    reason: str


_ALL: Select[Any] = (
    select(*(_note.c[name] for name in NoteRow._fields))
    .where(_note.c.assessment_id == bindparam("by_assessment"))
    .order_by(_note.c.place)
)
_INSERT = insert(_note)


def write(connection: Connection, assessment: str, notes: Sequence[NoteRow]) -> None:
    """Write the notes of an assessment that has none, in order; the first is about the file."""
    connection.execute(
        _INSERT,
        [
            {"assessment_id": assessment, "place": place, **note._asdict()}
            for place, note in enumerate(notes)
        ],
    )


def all_of(connection: Connection, assessment: str) -> list[NoteRow]:
    """Return the notes of an assessment in order; none if it was not restored from a file."""
    rows = connection.execute(_ALL, {"by_assessment": assessment})
    return [NoteRow(*row) for row in rows]
