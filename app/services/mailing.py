"""Sending the link of an assessment by mail, and ending what was sent. Keeps no address."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.mail.delivery import MailError, MailRefused, MailUnavailable, Postman, Sent
from app.mail.messages import Letter, make_message
from app.services import secrets
from app.services.assessments import Assessments
from app.services.clock import Clock
from app.services.errors import AssessmentNotFound
from app.services.letters import Addresses, Letters
from app.store import assessments, mailed_links
from app.store.database import Database

__all__ = ["MailError", "MailRefused", "MailUnavailable", "MailedLink", "Mailing", "Sent"]

LINK, REMINDER = "link", "reminder"
"""What a link left by mail for."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class MailedLink:
    """A link that left by mail and opens the assessment still: what for, and when (UTC)."""

    purpose: str
    created_at: datetime


class Mailing:
    """The links that leave by mail, each with a secret of its own."""

    def __init__(
        self,
        database: Database,
        assessments_: Assessments,
        postman: Postman,
        letters: Letters,
        clock: Clock,
        outbox_lifetime: timedelta,
    ) -> None:
        self._database = database
        self._assessments = assessments_
        self._postman = postman
        self._letters = letters
        self._clock = clock
        self._outbox_lifetime = outbox_lifetime

    def send_link(self, assessment_id: str, address: str, addresses: Addresses) -> Sent:
        """Send a new link of an assessment to an address, which is then forgotten.

        Blocks until the server has answered. ``address`` is one that ``parse_address`` returned.

        Raises:
            AssessmentNotFound: if there is none of this id.
            MailError: if the mail did not leave; the link it held opens nothing then.
            StoreUnavailable: if nothing could be saved.
        """
        view = self._assessments.load(assessment_id)
        secret, link = secrets.new_secret(), secrets.new_id()
        with self._database.write() as connection:
            if assessments.take(connection, view.id) is None:
                raise AssessmentNotFound
            mailed_links.insert_new(
                connection, link, view.id, secrets.digest(secret), LINK, self._clock()
            )
        try:
            return self.send(self._letters.link(view, secret, addresses), address, view.id)
        except MailError:
            with self._database.write() as connection:
                mailed_links.end(connection, link)
            raise

    def send(self, letter: Letter, address: str, owner: str, unique: str | None = None) -> Sent:
        """Send a letter about an assessment, for the other families of verbs.

        Raises:
            MailError: if it did not leave.
        """
        now = self._clock()
        message = make_message(letter, self._postman.sender, address, now, unique)
        sent = self._postman.send(message, owner, now)
        if sent is Sent.TO_OUTBOX and not self._is_there(owner):
            self.forget(owner)  # erased in the meantime
        return sent

    def links_of(self, assessment_id: str) -> tuple[MailedLink, ...]:
        """Return the links of an assessment that left by mail, the first first."""
        with self._database.read() as connection:
            rows = mailed_links.all_of(connection, assessment_id)
        return tuple(MailedLink(row.purpose, row.created_at) for row in rows)

    def end_links(self, assessment_id: str) -> int:
        """End every link of an assessment that left by mail; return how many.

        Raises:
            AssessmentNotFound: if there is none of this id.
        """
        with self._database.write() as connection:
            if assessments.take(connection, assessment_id) is None:
                raise AssessmentNotFound
            return mailed_links.end_all(connection, assessment_id)

    def is_reminder(self, secret: str) -> bool:
        """Whether a secret is that of a reminder."""
        with self._database.read() as connection:
            return mailed_links.purpose_of(connection, secrets.digest(secret)) == REMINDER

    def forget(self, assessment_id: str) -> None:
        """Remove what the outbox holds about an assessment; what cannot be removed is logged."""
        outbox = self._postman.outbox
        try:
            if outbox is not None:
                outbox.forget(assessment_id)
        except OSError as error:
            _log.error("mails are still in the outbox: %s", error.strerror)

    def sweep(self) -> None:
        """Remove from the outbox what is too old, or about an assessment that has gone."""
        outbox = self._postman.outbox
        if outbox is None or outbox.is_empty():
            return
        try:
            outbox.forget_before(self._clock() - self._outbox_lifetime)
            with self._database.read() as connection:
                outbox.keep_only(assessments.ids(connection))
        except OSError as error:
            _log.error("mails are still in the outbox: %s", error.strerror)

    def _is_there(self, assessment_id: str) -> bool:
        with self._database.read() as connection:
            return assessments.find(connection, assessment_id) is not None
