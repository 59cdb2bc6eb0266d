"""Starting, opening, completing and erasing assessments; says nothing of answers being saved."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import Connection

from app.domain.answers import parse_answers
from app.domain.edition import Edition
from app.domain.errata import Erratum, correct
from app.domain.navigation import visible_items
from app.locale.speech import mark
from app.services import secrets
from app.services.clock import Clock
from app.services.editions import Editions
from app.services.errors import (
    AnswersToConfirm,
    AssessmentNotFound,
    KeyReused,
    QuestionnaireNotFound,
)
from app.services.follow_up_writing import Author, holder
from app.services.offer import Offer
from app.services.views import AssessmentView, Started, Status
from app.store import answers, assessments, mailed_links, start_keys, visits
from app.store.assessments import AssessmentRow
from app.store.database import Database

Fill = Callable[[Connection, str], None]
"""Saves what a new assessment begins with, given its id."""

KEY_LIFETIME = timedelta(days=1)
"""How long sending the same idempotency key again gives back the same assessment."""


class Assessments:
    """What can be done with an assessment as a whole."""

    def __init__(
        self,
        database: Database,
        library: Offer,
        editions: Editions,
        clock: Clock,
        forget: Callable[[str, Sequence[str]], None],
    ) -> None:
        """``forget`` removes the files that hold something of an assessment, given its id.

        And what was printed of those that repeat it, given theirs: it tells what moved since.
        """
        self._database = database
        self._library = library
        self._editions = editions
        self._clock = clock
        self._forget = forget

    def start(self, questionnaire: str, idempotency_key: str | None = None) -> Started:
        """Start an assessment on the edition now offered, which is pinned and stored.

        With an ``idempotency_key`` (random, at least 22 characters: treat it like the secret), the
        same key gives the same assessment and the same secret for a day; only its hash is kept.

        Raises:
            QuestionnaireNotFound: if no questionnaire of this id is offered.
            KeyReused: if the key was used for another questionnaire, or its secret was renewed.
            StoreUnavailable: if nothing could be saved.
        """
        return self.start_on(self.offered(questionnaire), idempotency_key)

    def offered(self, questionnaire: str) -> Edition:
        """Return the edition now offered of a questionnaire.

        Raises:
            QuestionnaireNotFound: if no questionnaire of this id is offered.
        """
        edition = self._library.editions.get(questionnaire)
        if edition is None:
            raise QuestionnaireNotFound(questionnaire)
        return edition

    def start_on(
        self,
        edition: Edition,
        idempotency_key: str | None = None,
        follows: str | None = None,
        fill: Fill | None = None,
    ) -> Started:
        """Start an assessment on an edition, for the other families of verbs; see ``start``.

        ``follows`` is the earlier one that it repeats; ``fill`` saves what it begins with, in the
        same transaction.

        Raises:
            KeyReused: if the key was used for something else, or its secret was renewed.
            AssessmentNotFound: if the one that it follows has gone.
            StoreUnavailable: if nothing could be saved.
        """
        if idempotency_key is None:
            secret = secrets.new_secret()
            with self._database.write() as connection:
                return Started(self._insert(connection, edition, secret, follows, fill), secret)
        return self._start_once(edition, idempotency_key, follows, fill)

    def open_secret(self, secret: str) -> AssessmentView | None:
        """Return the assessment that a secret opens, its own or a mailed one; None if none."""
        with self._database.read() as connection:
            row = assessments.find_by_secret(connection, secrets.digest(secret))
            return None if row is None else self.view_in(connection, row)

    def is_opened_by(self, assessment_id: str, secret: str) -> bool:
        """Whether the secret opens this assessment; False too when there is none of this id."""
        if not secrets.is_id(assessment_id):
            return False
        with self._database.read() as connection:
            row = assessments.find_by_secret(connection, secrets.digest(secret))
        return row is not None and row.id == assessment_id

    def holder_of(self, secret: str, assessment_id: str) -> Author:
        """Return whoever holds a secret as who changes a follow-up.

        It raises AssessmentNotFound if the secret does not open the assessment, or not any more.
        """

        def named(connection: Connection) -> str:
            row = assessments.find_by_secret(connection, secrets.digest(secret))
            if row is None or row.id != assessment_id:
                raise AssessmentNotFound
            return holder(connection)

        return named

    def load(self, assessment_id: str) -> AssessmentView:
        """Return an assessment with its edition and answers, all of one moment.

        Raises:
            AssessmentNotFound: if there is none of this id.
        """
        if not secrets.is_id(assessment_id):
            raise AssessmentNotFound
        with self._database.read() as connection:
            return self.load_in(connection, assessment_id)

    def load_in(self, connection: Connection, assessment_id: str) -> AssessmentView:
        """Return the same within a transaction that is open, for the other families of verbs.

        Raises:
            AssessmentNotFound: if there is none of this id.
        """
        row = assessments.find(connection, assessment_id)
        if row is None:
            raise AssessmentNotFound
        return self.view_in(connection, row)

    def complete(self, assessment_id: str) -> AssessmentView:
        """Mark an assessment as completed; once it is, doing so again changes nothing.

        Questions without an answer count as unknown; answers can still be changed afterwards.

        Raises:
            AssessmentNotFound: if there is none of this id.
            AnswersToConfirm: if questions asked have a carried answer that nobody has confirmed.
        """
        if not secrets.is_id(assessment_id):
            raise AssessmentNotFound
        with self._database.write() as connection:
            row = assessments.take(connection, assessment_id)
            if row is None:
                raise AssessmentNotFound
            if row.status != Status.COMPLETED:
                view = self.load_in(connection, assessment_id)
                asked = visible_items(view.edition, view.answers)
                carried = tuple(item.id for item in asked if item.id in view.carried_from)
                if carried:
                    raise AnswersToConfirm(carried)
                assessments.complete(connection, assessment_id, self._clock())
        return self.load(assessment_id)

    def erase(self, assessment_id: str) -> None:
        """Erase an assessment, its answers and every access to it, at once and for good.

        Raises:
            AssessmentNotFound: if there is none of this id.
        """
        if not secrets.is_id(assessment_id):
            raise AssessmentNotFound
        with self._database.write() as connection:
            repeats = assessments.repeats_of(connection, assessment_id)
            if not assessments.erase(connection, assessment_id):
                raise AssessmentNotFound
        self._forget(assessment_id, repeats)
        self._database.compact()

    def renew_secret(self, assessment_id: str, keep_visit: str | None = None) -> str:
        """Give an assessment a new secret and return it; the former one opens nothing any more.

        Nor do those that left by mail.

        With ``keep_visit`` (the token of a visit), every other browser loses access too.

        Raises:
            AssessmentNotFound: if there is none of this id.
        """
        if not secrets.is_id(assessment_id):
            raise AssessmentNotFound
        secret = secrets.new_secret()
        with self._database.write() as connection:
            if assessments.take(connection, assessment_id) is None:
                raise AssessmentNotFound
            assessments.renew_secret(connection, assessment_id, secrets.digest(secret))
            mailed_links.end_all(connection, assessment_id)
            if keep_visit is not None:
                visits.revoke_others(connection, secrets.digest(keep_visit), assessment_id)
        return secret

    def start_in(self, connection: Connection, edition: Edition) -> Started:
        """Start an assessment on any edition within a transaction that is open."""
        secret = secrets.new_secret()
        return Started(self._insert(connection, edition, secret, None, None), secret)

    def _insert(
        self,
        connection: Connection,
        edition: Edition,
        secret: str,
        follows: str | None,
        fill: Fill | None,
    ) -> AssessmentView:
        now = self._clock()
        if follows is not None and assessments.take(connection, follows) is None:
            raise AssessmentNotFound
        self._editions.pin(connection, edition, now)
        id_, reference, hashed = secrets.new_id(), secrets.new_reference(), secrets.digest(secret)
        while not assessments.insert_new(
            connection, id_, reference, edition.hash, hashed, now, follows=follows
        ):
            reference = secrets.new_reference()
        if fill is not None:
            fill(connection, id_)
            return self.load_in(connection, id_)
        return AssessmentView(
            id=id_,
            reference=reference,
            status=Status.IN_PROGRESS,
            version=0,
            edition=edition,
            answers={},
            versions={},
            created_at=now,
            updated_at=now,
            completed_at=None,
        )

    def _start_once(
        self, edition: Edition, key: str, follows: str | None, fill: Fill | None
    ) -> Started:
        hashed = secrets.digest(key)
        salt = secrets.new_secret()
        secret = _secret_of(key, salt)
        now = self._clock()
        with self._database.write() as connection:
            start_keys.purge(connection, now - KEY_LIFETIME)
            earlier = start_keys.find(connection, hashed, now - KEY_LIFETIME)
            if earlier is None:
                view = self._insert(connection, edition, secret, follows, fill)
                if start_keys.insert_new(connection, hashed, view.id, salt, now):
                    return Started(view, secret)
                # Another request with the same key was faster: ours is undone.
                connection.rollback()
        return self._started_before(edition, key, follows)

    def _started_before(self, edition: Edition, key: str, follows: str | None) -> Started:
        with self._database.read() as connection:
            since = self._clock() - KEY_LIFETIME
            earlier = start_keys.find(connection, secrets.digest(key), since)
            row = None if earlier is None else assessments.find(connection, earlier.assessment_id)
            if earlier is None or row is None:
                raise KeyReused(mark("Cette clé a déjà servi pour un diagnostic effacé depuis."))
            secret = _secret_of(key, earlier.salt)
            view = self.view_in(connection, row)
        if view.edition.questionnaire.id != edition.questionnaire.id:
            raise KeyReused(mark("Cette clé a déjà servi pour un autre parcours."))
        if view.follows != follows:
            raise KeyReused(mark("Cette clé a déjà servi pour un autre diagnostic."))
        if not secrets.is_same(row.secret_hash, secrets.digest(secret)):
            told = mark("Cette clé a déjà servi, et le secret du diagnostic a changé depuis.")
            raise KeyReused(told)
        return Started(view, secret, is_new=False)

    def view_in(self, connection: Connection, row: AssessmentRow) -> AssessmentView:
        """Return the assessment of a row that was read in a transaction still open."""
        stored = self._editions.get(connection, row.edition)
        edition, corrections = self.corrected(stored)
        saved = answers.all_of(connection, row.id)
        return AssessmentView(
            id=row.id,
            reference=row.reference,
            status=Status(row.status),
            version=row.version,
            edition=edition,
            answers=parse_answers(stored, {answer.question: answer.value for answer in saved}),
            versions={answer.question: answer.version for answer in saved},
            created_at=row.created_at,
            updated_at=row.updated_at,
            completed_at=row.completed_at,
            carried_from={one.question: one.carried_from for one in saved if one.carried_from},
            follows=row.follows,
            stays=row.stayed_at is not None,
            corrections=corrections,
            stored=stored if corrections else None,
        )

    def corrected(self, edition: Edition) -> tuple[Edition, tuple[Erratum, ...]]:
        """Return a stored edition as it is shown: its texts corrected, and by which errata."""
        return correct(edition, self._library.errata.get(edition.questionnaire.id))


def _secret_of(key: str, salt: str) -> str:
    made = hmac.new(key.encode("utf-8", "surrogatepass"), salt.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(made[:16]).rstrip(b"=").decode()
