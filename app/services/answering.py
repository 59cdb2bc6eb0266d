"""Saving answers: valid against the pinned edition, compared and set, on disk when it returns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection

from app.domain.answers import dump_answer, parse_answer, parse_answers
from app.domain.diagnosis import AnswerValue
from app.services import secrets
from app.services.assessments import Assessments
from app.services.clock import Clock
from app.services.editions import Editions
from app.services.errors import AnswerConflict, AssessmentConflict, AssessmentNotFound
from app.services.views import AssessmentView, SavedAnswer
from app.store import answers, assessments
from app.store.assessments import AssessmentRow
from app.store.database import Database


class Answering:
    """How answers are saved, one at a time or several at once."""

    def __init__(
        self, database: Database, assessments_: Assessments, editions: Editions, clock: Clock
    ) -> None:
        self._database = database
        self._assessments = assessments_
        self._editions = editions
        self._clock = clock

    def save_answer(
        self,
        assessment_id: str,
        question: str,
        raw: object,
        expected_version: int | None,
        *,
        secret: str | None = None,
    ) -> SavedAnswer:
        """Save one answer in raw (JSON) form; None clears it. Durable when this returns.

        ``expected_version`` is the version that the answer had when it was read (0: not answered
        yet); None overwrites whatever stands. Saving what is saved already succeeds and changes
        nothing, whatever version was expected. An answer to a question that is not asked is kept,
        and counts if the question comes to be asked. A ``secret`` that is given must open the
        assessment; without one, the caller has checked who may answer.

        Raises:
            AssessmentNotFound: if there is no such assessment, or the secret does not open it.
            UnknownQuestion: if its edition has no such question.
            InvalidAnswers: if the answer does not fit the question.
            AnswerConflict: if the answer is not at the version expected; of several writers that
                expect the same version, exactly one wins.
            StoreUnavailable: if nothing could be saved.
        """
        with self._database.write() as connection:
            row = self._take(connection, assessment_id)
            if secret is not None and not secrets.is_same(secrets.digest(secret), row.secret_hash):
                raise AssessmentNotFound
            value = parse_answer(self._editions.get(connection, row.edition), question, raw)
            version, changed = self._put(connection, row, question, value, expected_version)
            if not changed:
                # Nothing to commit, so that resending costs no write to disk.
                connection.rollback()
        load = partial(self._assessments.load, assessment_id)
        return SavedAnswer(question, value, version, changed, load)

    def save_answers(
        self,
        assessment_id: str,
        raw: Mapping[str, object],
        expected_version: int | None = None,
    ) -> AssessmentView:
        """Save several answers, all or none; questions that are not named stay as they are.

        ``expected_version`` is that of the whole assessment, None to overwrite.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            InvalidAnswers: with the problems of every answer, an unknown question among them.
            AssessmentConflict: if the assessment is not at the version expected.
            StoreUnavailable: if nothing could be saved.
        """
        with self._database.write() as connection:
            row = self._take(connection, assessment_id)
            if expected_version is not None and row.version != expected_version:
                raise AssessmentConflict(row.version)
            valid = parse_answers(self._editions.get(connection, row.edition), raw)
            changed = False
            for question in raw:
                changes = self._put_over(connection, row, question, valid.get(question))
                changed = changed or changes
            if changed:
                assessments.move_on(connection, row.id, row.version, self._clock())
        return self._assessments.load(assessment_id)

    def _take(self, connection: Connection, assessment_id: str) -> AssessmentRow:
        row = None
        if secrets.is_id(assessment_id):
            row = assessments.take(connection, assessment_id)
        if row is None:
            raise AssessmentNotFound
        return row

    def _put(
        self,
        connection: Connection,
        row: AssessmentRow,
        question: str,
        value: AnswerValue | None,
        expected: int | None,
    ) -> tuple[int, bool]:
        """Compare and set one answer; return its version and whether anything changed."""
        yours = None if value is None else dump_answer(value)
        saved = answers.find(connection, row.id, question)
        theirs, current = (None, 0) if saved is None else (saved.value, saved.version)
        if yours == theirs:
            return current, False
        if expected not in (None, current):
            raise AnswerConflict(question, yours, theirs, current)
        now = self._clock()
        version = assessments.move_on(connection, row.id, row.version, now)
        if not answers.put(
            connection, row.id, question, yours, replaces=current, version=version, now=now
        ):
            raise RuntimeError("an answer changed while its assessment was taken")
        return (0 if yours is None else version), True

    def _put_over(
        self, connection: Connection, row: AssessmentRow, question: str, value: AnswerValue | None
    ) -> bool:
        """Set one answer whatever stands; return whether anything changed."""
        raw = None if value is None else dump_answer(value)
        saved = answers.find(connection, row.id, question)
        if raw == (None if saved is None else saved.value):
            return False
        replaces = 0 if saved is None else saved.version
        version = row.version + 1
        return answers.put(
            connection, row.id, question, raw, replaces=replaces, version=version, now=self._clock()
        )
