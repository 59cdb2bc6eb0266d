"""Saving answers: valid against the pinned edition, compared and set, on disk when it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from functools import partial

from sqlalchemy import Connection

from app.domain.answers import Json, dump_answer, dump_answers, parse_answer, parse_answers
from app.services import secrets
from app.services.assessments import Assessments
from app.services.clock import Clock
from app.services.editions import Editions
from app.services.errors import AnswerConflict, AssessmentConflict, AssessmentNotFound
from app.services.views import AssessmentView, SavedAnswer
from app.services.visits import Visits
from app.store import answers, assessments
from app.store.assessments import AssessmentRow
from app.store.database import Database


class Nothing(Enum):
    """What a person sends who turns back, or keeps what stands: no answer, not even an empty one.

    Not None, which clears an answer.
    """

    TO_SAVE = "to save"


class Answering:
    """How answers are saved, one at a time or several at once."""

    def __init__(
        self,
        database: Database,
        assessments_: Assessments,
        visits: Visits,
        editions: Editions,
        clock: Clock,
        forget: Callable[[str], None],
    ) -> None:
        """``forget`` removes what was printed of an assessment: it is of other answers."""
        self._database = database
        self._assessments = assessments_
        self._visits = visits
        self._editions = editions
        self._clock = clock
        self._forget = forget

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
        now = self._clock()
        with self._database.write() as connection:
            row = self._move_on(connection, assessment_id, now)
            if secret is not None and not secrets.is_same(secrets.digest(secret), row.secret_hash):
                raise AssessmentNotFound
            value = parse_answer(self._editions.get(connection, row.edition), question, raw)
            yours = None if value is None else dump_answer(value)
            saved = answers.find(connection, assessment_id, question)
            theirs, current = (None, 0) if saved is None else (saved.value, saved.version)
            # Giving a carried answer again confirms it.
            is_carried = saved is not None and saved.carried_from is not None
            if changed := yours != theirs or is_carried:
                if yours != theirs and expected_version not in (None, current):
                    raise AnswerConflict(question, yours, theirs, current)
                _put(connection, assessment_id, question, yours, current, row.version, now)
                current = 0 if yours is None else row.version
            else:
                # Nothing to commit, so that resending costs no write to disk.
                connection.rollback()
        if changed:
            self._forget(assessment_id)
        load = partial(self._assessments.load, assessment_id)
        return SavedAnswer(question, value, current, changed, load)

    def save_for_visit(
        self,
        visit: str,
        assessment_id: str,
        question: str,
        decide: Callable[[AssessmentView], Json | Nothing | None],
        expected_version: int | None,
    ) -> AssessmentView:
        """Save what a visitor answers to one question; return the assessment as it then stands.

        ``decide`` is given the assessment as read in the transaction that saves, and returns the
        raw answer, None to clear it, or ``Nothing.TO_SAVE``; whatever it raises saves nothing. It
        must be quick: on SQLite others wait for their turn. Versions are as in ``save_answer``.

        Raises:
            AssessmentNotFound: if the visit may not see the assessment, or there is none.
            UnknownQuestion: if its edition has no such question.
            InvalidAnswers: if the answer does not fit the question.
            AnswerConflict: if the answer is not at the version expected.
            StoreUnavailable: if nothing could be saved.
        """
        now = self._clock()
        with self._database.write() as connection:
            self._visits.check_in(connection, visit, assessment_id)
            row = self._move_on(connection, assessment_id, now)
            view = self._assessments.view_in(connection, row)
            raw = decide(view)
            if isinstance(raw, Nothing):
                connection.rollback()
                return view
            value = parse_answer(view.edition, question, raw)
            saved = view.answers.get(question)
            if value == saved and question not in view.carried_from:
                connection.rollback()
                return view
            yours = None if value is None else dump_answer(value)
            current = view.version_of(question)
            if value != saved and expected_version not in (None, current):
                theirs = None if saved is None else dump_answer(saved)
                raise AnswerConflict(question, yours, theirs, current)
            _put(connection, assessment_id, question, yours, current, row.version, now)
        self._forget(assessment_id)
        return view.with_answer(question, value)

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
        now = self._clock()
        with self._database.write() as connection:
            row = self._move_on(connection, assessment_id, now)
            before = row.version - 1
            if expected_version not in (None, before):
                raise AssessmentConflict(before)
            valid = dump_answers(parse_answers(self._editions.get(connection, row.edition), raw))
            saved = {
                answer.question: answer for answer in answers.all_of(connection, assessment_id)
            }
            changed = False
            for question in raw:
                yours, theirs = valid.get(question), saved.get(question)
                is_carried = theirs is not None and theirs.carried_from is not None
                if yours != (None if theirs is None else theirs.value) or is_carried:
                    current = 0 if theirs is None else theirs.version
                    _put(connection, assessment_id, question, yours, current, row.version, now)
                    changed = True
            if not changed:
                connection.rollback()
        if changed:
            self._forget(assessment_id)
        return self._assessments.load(assessment_id)

    def _move_on(self, connection: Connection, assessment_id: str, now: datetime) -> AssessmentRow:
        row = None
        if secrets.is_id(assessment_id):
            row = assessments.move_on(connection, assessment_id, now)
        if row is None:
            raise AssessmentNotFound
        return row


def _put(
    connection: Connection,
    assessment_id: str,
    question: str,
    value: Json | None,
    replaces: int,
    version: int,
    now: datetime,
) -> None:
    if not answers.put(
        connection, assessment_id, question, value, replaces=replaces, version=version, now=now
    ):
        raise RuntimeError("an answer changed while its assessment was taken")
