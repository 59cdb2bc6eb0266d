"""Which browser may see which assessments: a visit is a random token in a cookie."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from app.services import secrets
from app.services.assessments import Assessments
from app.services.clock import Clock
from app.services.errors import AssessmentNotFound
from app.services.follow_up_writing import Author, holder
from app.services.views import AssessmentView
from app.store import visits
from app.store.database import Database


class Visits:
    """The visits: opened with the first assessment, granted each assessment that is opened."""

    def __init__(
        self, database: Database, assessments: Assessments, lifetime: timedelta, clock: Clock
    ) -> None:
        self._database = database
        self._assessments = assessments
        self._lifetime = lifetime
        self._clock = clock

    def open_visit(self) -> str:
        """Start a visit that may see nothing yet; return its token, to be set as a cookie."""
        token = secrets.new_secret()
        with self._database.write() as connection:
            visits.insert_new(connection, secrets.digest(token), self._clock())
        return token

    def grant(self, token: str, assessment_id: str) -> bool:
        """Let a visit see an assessment, and renew its lifetime.

        Returns False, with nothing granted, when the visit is unknown or too old: open another.
        The caller has checked that whoever holds the token may see the assessment.

        Raises:
            AssessmentNotFound: if there is no such assessment.
        """
        if not secrets.is_id(assessment_id):
            raise AssessmentNotFound
        hashed, since = secrets.digest(token), self._since()
        try:
            with self._database.write() as connection:
                return visits.grant(connection, hashed, assessment_id, since, self._clock())
        except LookupError:
            raise AssessmentNotFound from None

    def may_see(self, token: str, assessment_id: str) -> bool:
        """Whether the visit may see the assessment; False too when there is none of this id."""
        if not secrets.is_id(assessment_id):
            return False
        with self._database.read() as connection:
            hashed = secrets.digest(token)
            return visits.may_see(connection, hashed, assessment_id, self._since())

    def load(self, token: str, assessment_id: str) -> AssessmentView:
        """Return an assessment that the visit may see, checked and read at one moment.

        Raises:
            AssessmentNotFound: if the visit may not see it, or there is none of this id.
        """
        with self._database.read() as connection:
            self.check_in(connection, token, assessment_id)
            return self._assessments.load_in(connection, assessment_id)

    def check_in(self, connection: Connection, token: str, assessment_id: str) -> None:
        """Check within a transaction that is open that the visit may see the assessment.

        Raises:
            AssessmentNotFound: if it may not, or there is none of this id.
        """
        if not secrets.is_id(assessment_id):
            raise AssessmentNotFound
        if not visits.may_see(connection, secrets.digest(token), assessment_id, self._since()):
            raise AssessmentNotFound

    def holder_of(self, token: str, assessment_id: str) -> Author:
        """Return a visit as who changes a follow-up: one that may see the whole assessment.

        It raises AssessmentNotFound if it may not, or not any more.
        """

        def named(connection: Connection) -> str:
            self.check_in(connection, token, assessment_id)
            return holder(connection)

        return named

    def assessments_of(self, token: str) -> list[AssessmentView]:
        """Return the assessments that a visit may see, the last granted first."""
        with self._database.read() as connection:
            ids = visits.assessments_of(connection, secrets.digest(token), self._since())
        views = []
        for id_ in ids:
            try:
                views.append(self._assessments.load(id_))
            except AssessmentNotFound:
                continue  # erased in the meantime
        return views

    def end_visit(self, token: str) -> None:
        """Forget a visit: its cookie opens nothing any more. Assessments stay."""
        with self._database.write() as connection:
            visits.end(connection, secrets.digest(token))

    def _since(self) -> datetime:
        return self._clock() - self._lifetime
