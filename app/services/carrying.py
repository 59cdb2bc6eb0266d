"""Taking answers to a newer edition: of a draft, or of a finished assessment that is done again.

Nothing is lost: what the newer edition has no place for is set aside, as it was said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from app.domain.answers import dump_answer, parse_answer, words_of
from app.domain.carrying import Carried, Fate, FateKind, carry_answers
from app.domain.edition import Edition
from app.domain.fate_words import FateInWords, put_in_words
from app.domain.translation import in_language
from app.locale.speech import current_language
from app.report.since import Earlier
from app.services import secrets, undertaking_rows
from app.services.assessments import Assessments
from app.services.clock import Clock
from app.services.editions import Editions
from app.services.errors import (
    AssessmentCompleted,
    AssessmentConflict,
    AssessmentNotCompleted,
    AssessmentNotFound,
)
from app.services.offer import Offer, steps_of
from app.services.views import AssessmentView, SetAside, Started, Status
from app.store import answers, assessments, set_aside
from app.store.assessments import AssessmentRow
from app.store.database import Database
from app.store.set_aside import SetAsideRow


@dataclass(frozen=True, slots=True)
class Passage:
    """What becomes of the answers of an assessment in the edition that is offered now."""

    new: Edition
    fates: tuple[FateInWords, ...]


class Carrying:
    """How assessments go to a newer edition, and how they are done again."""

    def __init__(
        self,
        database: Database,
        library: Offer,
        assessments_: Assessments,
        editions: Editions,
        clock: Clock,
        forget: Callable[[str], None],
        day_of: Callable[[datetime], date],
    ) -> None:
        """``forget`` removes what was printed of an assessment: it is of another edition.

        ``day_of`` says which day a moment belongs to, here.
        """
        self._database = database
        self._library = library
        self._assessments = assessments_
        self._editions = editions
        self._clock = clock
        self._forget = forget
        self._day_of = day_of

    def is_newer_offered(self, view: AssessmentView) -> bool:
        """Whether a draft could go to another edition than the one it is on."""
        new = self._library.editions.get(view.edition.questionnaire.id)
        return not view.is_completed and new is not None and new.hash != view.edition.hash

    def passage_of(self, view: AssessmentView) -> Passage | None:
        """Return what would become of the answers in the edition offered now; saves nothing.

        None where the assessment is on that edition, or its pathway is not offered any more.
        """
        new = self._library.editions.get(view.edition.questionnaire.id)
        if new is None or new.hash == view.edition.hash:
            return None
        return self._passage(view, new)

    def again(self, view: AssessmentView) -> Passage:
        """Return what a new assessment would begin with; saves nothing.

        Raises:
            QuestionnaireNotFound: if its pathway is not offered any more.
        """
        return self._passage(view, self._assessments.offered(view.edition.questionnaire.id))

    def move(
        self,
        assessment_id: str,
        expected_version: int | None = None,
        expected_edition: str | None = None,
    ) -> tuple[AssessmentView, tuple[FateInWords, ...]]:
        """Pin a draft to the edition offered now and carry its answers; say what became of each.

        All or nothing. ``expected_version`` is that of the assessment when the person was shown
        what would happen, ``expected_edition`` the hash of the edition they were shown; None takes
        what stands. A draft that is on the offered edition already stays as it is.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            AssessmentCompleted: if it is finished: it keeps its edition for good.
            AssessmentConflict: if it is not at the version expected, or another edition is offered.
            QuestionnaireNotFound: if its pathway is not offered any more.
            StoreUnavailable: if nothing could be saved.
        """
        now = self._clock()
        with self._database.write() as connection:
            row = self._take(connection, assessment_id)
            if row.status == Status.COMPLETED:
                raise AssessmentCompleted
            view = self._assessments.view_in(connection, row)
            new = self._assessments.offered(view.edition.questionnaire.id)
            if expected_version not in (None, row.version) or expected_edition not in (
                None,
                new.hash,
            ):
                raise AssessmentConflict(row.version)
            if new.hash == row.edition:
                return view, ()
            carried = self._carry(view, new)
            self._editions.pin(connection, new, now)
            if not assessments.repin(connection, row.id, new.hash, row.version, now):
                raise AssessmentConflict(row.version)
            self._rewrite(connection, view, carried, row.version + 1, now)
            _set_aside(connection, row.id, view, carried, now)
            undertaking_rows.keep_words(connection, row.id, view.edition, new, now)
        self._forget(assessment_id)
        fates = put_in_words(view.edition, new, view.answers, carried)
        return self._assessments.load(assessment_id), fates

    def stay(self, assessment_id: str) -> None:
        """Note that a draft stays on its edition, so that the newer one is not offered any more.

        Raises:
            AssessmentNotFound: if there is no such assessment.
        """
        with self._database.write() as connection:
            row = self._take(connection, assessment_id)
            assessments.stay(connection, row.id, self._clock())

    def repeat(self, assessment_id: str, idempotency_key: str | None = None) -> Started:
        """Start a new assessment on the edition offered now, with the answers of a finished one.

        Each answer is marked as carried until it is confirmed or changed. The key is that of
        ``Assessments.start``.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            AssessmentNotCompleted: if it is not finished.
            QuestionnaireNotFound: if its pathway is not offered any more.
            KeyReused: see ``Assessments.start``.
            StoreUnavailable: if nothing could be saved.
        """
        view = self._assessments.load(assessment_id)
        if not view.is_completed:
            raise AssessmentNotCompleted
        new = self._assessments.offered(view.edition.questionnaire.id)
        carried = self._carry(view, new)
        now = self._clock()

        def fill(connection: Connection, id_: str) -> None:
            # At version 1, as if they had all been saved at once.
            assessments.move_on(connection, id_, now)
            for question, value in carried.answers.items():
                answers.put(
                    connection,
                    id_,
                    question,
                    dump_answer(value),
                    replaces=0,
                    version=1,
                    now=now,
                    carried_from=carried.sources[question],
                )
            _set_aside(connection, id_, view, carried, now)

        return self._assessments.start_on(new, idempotency_key, view.id, fill)

    def confirm(self, assessment_id: str, questions: Collection[str]) -> None:
        """Say that carried answers still hold; those that are not carried stay as they are.

        Raises:
            AssessmentNotFound: if there is no such assessment.
            StoreUnavailable: if nothing could be saved.
        """
        with self._database.write() as connection:
            row = self._take(connection, assessment_id)
            changed = answers.confirm(connection, row.id, list(questions))
            if changed:
                assessments.move_on(connection, row.id, self._clock())
        if changed:
            self._forget(assessment_id)

    def set_aside_of(self, view: AssessmentView) -> tuple[SetAside, ...]:
        """Return the answers that newer editions had no place for, the first set aside first."""
        with self._database.read() as connection:
            rows = set_aside.all_of(connection, view.id)
            return tuple(self._in_words(connection, row) for row in rows)

    def earlier_of(self, view: AssessmentView) -> Earlier | None:
        """Return the assessment that this one repeats, its answers carried to this edition.

        None where it repeats none, or where that one has been erased.
        """
        if view.follows is None:
            return None
        try:
            earlier = self._assessments.load(view.follows)
        except AssessmentNotFound:
            return None
        steps = steps_of(self._library, view.edition.questionnaire.id)
        carried = carry_answers(earlier.pinned, view.pinned, steps, earlier.answers)
        return Earlier(
            id=earlier.id,
            version=earlier.version,
            reference=earlier.reference,
            day=self._day_of(earlier.updated_at),
            edition=earlier.edition,
            answers=earlier.answers,
            carried=carried.answers,
            corrections=earlier.corrections,
        )

    def _passage(self, view: AssessmentView, new: Edition) -> Passage:
        carried = self._carry(view, new)
        language = current_language()
        told = in_language(view.edition, language), in_language(new, language)
        return Passage(new, put_in_words(*told, view.answers, carried))

    def _carry(self, view: AssessmentView, new: Edition) -> Carried:
        # By what is stored: a corrected text must not hide from a step what was said.
        steps = steps_of(self._library, view.edition.questionnaire.id)
        return carry_answers(view.pinned, new, steps, view.answers)

    def _take(self, connection: Connection, assessment_id: str) -> AssessmentRow:
        row = None
        if secrets.is_id(assessment_id):
            row = assessments.take(connection, assessment_id)
        if row is None:
            raise AssessmentNotFound
        return row

    def _rewrite(
        self,
        connection: Connection,
        view: AssessmentView,
        carried: Carried,
        version: int,
        now: datetime,
    ) -> None:
        """Put the carried answers in the place of the old ones; what is the same stays as it is."""
        sources = carried.sources
        for question in {**view.answers, **carried.answers}:
            old, new = view.answers.get(question), carried.answers.get(question)
            mark = view.carried_from.get(sources.get(question, ""))
            if old == new and sources.get(question) == question:
                continue
            is_saved = answers.put(
                connection,
                view.id,
                question,
                None if new is None else dump_answer(new),
                replaces=view.version_of(question),
                version=version,
                now=now,
                carried_from=mark,
            )
            if not is_saved:
                raise RuntimeError("an answer changed while its assessment was taken")

    def _in_words(self, connection: Connection, row: SetAsideRow) -> SetAside:
        edition, _ = self._assessments.corrected(self._editions.get(connection, row.edition))
        value = parse_answer(edition, row.question, row.value)
        edition = in_language(edition, current_language())
        return SetAside(
            question=row.question,
            text=edition.questionnaire.items_by_id[row.question].question.text,
            answer="" if value is None else words_of(edition, row.question, value, region=True),
            value=row.value,
            edition=row.edition,
            why=row.why,
            note=row.note,
        )


def _set_aside(
    connection: Connection, id_: str, view: AssessmentView, carried: Carried, now: datetime
) -> None:
    """Keep the answers that are not carried word for word."""
    kept = [
        SetAsideRow(
            view.edition.hash,
            fate.question,
            dump_answer(view.answers[fate.question]),
            fate.why,
            fate.note,
            now,
        )
        for fate in carried.fates
        if not _is_whole(fate)
    ]
    set_aside.keep(connection, id_, kept)


def _is_whole(fate: Fate) -> bool:
    """Whether the answer that was given can be read again in the one that is carried."""
    return fate.kind in (FateKind.KEPT, FateKind.REWORDED) or fate.reads_same
