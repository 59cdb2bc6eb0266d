"""Reminders to take stock again: asked for, confirmed by mail, sent when due, stopped at any time.

An address is kept while a reminder waits for it, and no longer.
"""

from __future__ import annotations

import calendar
import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from app.domain.errors import BalisesError
from app.locale.speech import current_language, speaking
from app.mail.delivery import MailError, Sent
from app.services import secrets
from app.services.assessments import Assessments
from app.services.clock import Clock
from app.services.errors import AssessmentNotCompleted, AssessmentNotFound
from app.services.letters import Addresses, Letters
from app.services.mailing import REMINDER, Mailing
from app.store import assessments, mailed_links, reminders
from app.store.database import Database
from app.store.reminders import DueRow, RequestRow

MONTHS = (6, 12, 18, 36)
"""After how many months one may be reminded."""
CONFIRM_WITHIN = timedelta(days=7)
"""How long a request waits to be confirmed."""
KEPT_AFTER = timedelta(days=30)
"""How long an assessment stays after its last reminder, whatever its own lifetime."""
MOST_ADDRESSES = 3
"""How many addresses may be reminded of one assessment."""
MOST_ATTEMPTS = 3
"""How often a reminder is tried before it is dropped."""
CLAIM = timedelta(hours=20)
"""How long a claimed reminder is left alone: a failed one is tried again the next day."""

_log = logging.getLogger(__name__)


class TooManyAddresses(BalisesError):
    """Other addresses are already reminded of this assessment."""


@dataclass(frozen=True)
class Reminder:
    """One reminder: when it is due, and whether it was sent. Times are UTC."""

    months: int
    due_at: datetime
    sent_at: datetime | None
    is_dropped: bool
    """Whether it could not be sent, and is not tried any more."""


@dataclass(frozen=True)
class Request:
    """The reminders of one address; ``address`` is None once the last of them was sent."""

    id: str
    assessment_id: str
    address: str | None
    language: str
    asked_at: datetime
    confirmed_at: datetime | None
    reminders: tuple[Reminder, ...]

    @property
    def confirm_until(self) -> datetime:
        """When it is forgotten unless it is confirmed."""
        return self.asked_at + CONFIRM_WITHIN

    @property
    def waiting(self) -> tuple[Reminder, ...]:
        """The reminders that are still to be sent."""
        return tuple(one for one in self.reminders if not one.sent_at and not one.is_dropped)


@dataclass(frozen=True)
class Round:
    """What became of the reminders that were due: how many."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0


class Reminders:
    """What can be done with reminders."""

    def __init__(
        self,
        database: Database,
        assessments_: Assessments,
        mailing: Mailing,
        letters: Letters,
        clock: Clock,
    ) -> None:
        self._database = database
        self._assessments = assessments_
        self._mailing = mailing
        self._letters = letters
        self._clock = clock

    def ask(
        self, assessment_id: str, address: str, months: Iterable[int], addresses: Addresses
    ) -> Sent:
        """Keep a request until it is confirmed, and send the mail that asks whether it is wanted.

        ``months`` are some of ``MONTHS``, one at least. What the same address had asked for and
        not confirmed is replaced. Blocks until the server has answered.

        Raises:
            AssessmentNotFound: if there is none of this id.
            AssessmentNotCompleted: if it is not finished: it cannot be done again.
            TooManyAddresses: if ``MOST_ADDRESSES`` others are reminded of it.
            MailError: if the mail did not leave; nothing is kept then.
            StoreUnavailable: if nothing could be saved.
        """
        now, token = self._clock(), secrets.new_secret()
        chosen = sorted(set(months) & set(MONTHS))
        if not chosen:
            raise ValueError("no month that is offered")
        due = {count: add_months(now, count) for count in chosen}
        request = RequestRow(
            secrets.new_id(), assessment_id, address, current_language(), now, None
        )
        with self._database.write() as connection:
            row = assessments.take(connection, assessment_id)
            if row is None:
                raise AssessmentNotFound
            if row.completed_at is None:
                raise AssessmentNotCompleted
            self._replace_unconfirmed(connection, assessment_id, address, now)
            reminders.insert_new(connection, request, secrets.digest(token), due)
        letter = self._letters.confirm(token, list(due.values()), now + CONFIRM_WITHIN, addresses)
        try:
            return self._mailing.send(letter, address, assessment_id)
        except MailError:
            with self._database.write() as connection:
                reminders.remove(connection, request.id)
            self._database.compact()
            raise

    def requests_of(self, assessment_id: str) -> tuple[Request, ...]:
        """Return the requests of an assessment that are still kept, the first first."""
        with self._database.read() as connection:
            return self.requests_in(connection, assessment_id)

    def requests_in(self, connection: Connection, assessment_id: str) -> tuple[Request, ...]:
        """Return the same within a transaction that is open, for the other families of verbs."""
        since = self._clock() - CONFIRM_WITHIN
        rows = reminders.of_assessment(connection, assessment_id)
        return tuple(
            _request(connection, row) for row in rows if row.confirmed_at or row.asked_at >= since
        )

    def to_confirm(self, token: str) -> Request | None:
        """Return the request that a token confirms, None if it confirms none (any more)."""
        since = self._clock() - CONFIRM_WITHIN
        with self._database.read() as connection:
            row = reminders.to_confirm(connection, secrets.digest(token), since)
            return None if row is None else _request(connection, row)

    def confirm(self, token: str) -> Request | None:
        """Confirm the request of a token; it replaces what the same address had confirmed before.

        None if the token confirms nothing (any more): too late, done already, or erased.
        """
        now = self._clock()
        found = self.to_confirm(token)
        if found is None:
            return None
        with self._database.write() as connection:
            if assessments.take(connection, found.assessment_id) is None:
                return None
            if not reminders.confirm(connection, found.id, now):
                return None
            for other in reminders.of_assessment(connection, found.assessment_id):
                if other.id != found.id and _same(other.address, found.address):
                    reminders.remove(connection, other.id)
        return replace(found, confirmed_at=now)

    def to_stop(self, token: str) -> Request | None:
        """Return the request that the token of a reminder stops, None if it stops none."""
        with self._database.read() as connection:
            row = reminders.to_stop(connection, secrets.digest(token))
            return None if row is None or row.address is None else _request(connection, row)

    def stop(self, token: str) -> bool:
        """Forget the request of a token and its address; return whether there was one."""
        found = self.to_stop(token)
        return found is not None and self.stop_request(found.assessment_id, found.id)

    def stop_request(self, assessment_id: str, request: str) -> bool:
        """Forget a request of an assessment and its address; return whether there was one."""
        with self._database.write() as connection:
            if assessments.take(connection, assessment_id) is None:
                return False
            own = {row.id for row in reminders.of_assessment(connection, assessment_id)}
            is_there = request in own and reminders.remove(connection, request)
        self._database.compact()
        return is_there

    def due(self) -> int:
        """Return how many reminders would be sent now."""
        with self._database.read() as connection:
            return len(self._due(connection))

    def send_due(self, addresses: Addresses) -> Round:
        """Send the reminders that are due, each claimed first: of two processes, one sends it.

        A process that stops between sending and noting it sends that one again the next day, under
        the same Message-ID.

        Raises:
            StoreUnavailable: if the database does not answer; the rest waits for the next day.
        """
        with self._database.read() as connection:
            rows = self._due(connection)
        outcomes = [self._send(row, addresses) for row in rows]
        if outcomes:
            self._database.compact()
        return Round(outcomes.count("sent"), outcomes.count("failed"), outcomes.count("dropped"))

    def _due(self, connection: Connection) -> list[DueRow]:
        now = self._clock()
        return reminders.due(connection, now, now - CLAIM, MOST_ATTEMPTS)

    def _send(self, row: DueRow, addresses: Addresses) -> str:
        now, link = self._clock(), secrets.new_id()
        secret, stop = secrets.new_secret(), secrets.new_secret()
        with self._database.write() as connection:
            if assessments.take(connection, row.assessment_id) is None or not reminders.claim(
                connection, row, secrets.digest(stop), now, now - CLAIM, MOST_ATTEMPTS
            ):
                return "gone"
            mailed_links.insert_new(
                connection, link, row.assessment_id, secrets.digest(secret), REMINDER, now
            )
        try:
            self._write(row, secret, stop, addresses)
        except AssessmentNotFound:
            with self._database.write() as connection:
                mailed_links.end(connection, link)
            return "gone"
        except Exception as error:
            # One that cannot be sent must not keep the others; the error may hold the address.
            if not isinstance(error, MailError):
                _log.error("a reminder could not be written: %s", type(error).__name__)
            with self._database.write() as connection:
                mailed_links.end(connection, link)
                reminders.forget_address_if_done(connection, row.request_id, MOST_ATTEMPTS)
            return "failed" if row.attempts + 1 < MOST_ATTEMPTS else "dropped"
        with self._database.write() as connection:
            reminders.mark_sent(connection, row, now)
            reminders.forget_address_if_done(connection, row.request_id, MOST_ATTEMPTS)
        return "sent"

    def _write(self, row: DueRow, secret: str, stop: str, addresses: Addresses) -> None:
        view = self._assessments.load(row.assessment_id)
        found = next((one for one in self.requests_of(view.id) if one.id == row.request_id), None)
        if found is None:
            raise AssessmentNotFound  # stopped in the meantime
        later = [one.due_at for one in found.waiting if one.months > row.months]
        with speaking(row.language):
            letter = self._letters.reminder(view, secret, stop, found.asked_at, later, addresses)
        unique = hashlib.sha256(f"{row.request_id} {row.months}".encode()).hexdigest()[:32]
        self._mailing.send(letter, row.address, view.id, unique)

    def _replace_unconfirmed(
        self, connection: Connection, assessment_id: str, address: str, now: datetime
    ) -> None:
        others = set()
        for row in reminders.of_assessment(connection, assessment_id):
            is_old = row.confirmed_at is None and row.asked_at < now - CONFIRM_WITHIN
            if is_old or (row.confirmed_at is None and _same(row.address, address)):
                reminders.remove(connection, row.id)
            elif row.address is not None and not _same(row.address, address):
                others.add(row.address.lower())
        if len(others) >= MOST_ADDRESSES:
            raise TooManyAddresses


def kept_until(requests: Iterable[Request]) -> datetime | None:
    """Return until when confirmed reminders keep their assessment, None if there are none."""
    due = [
        reminder.due_at
        for request in requests
        if request.confirmed_at is not None
        for reminder in request.reminders
    ]
    return max(due) + KEPT_AFTER if due else None


def add_months(moment: datetime, count: int) -> datetime:
    """Return the same day and time so many months later, or the last day of a shorter month."""
    years, month = divmod(moment.month - 1 + count, 12)
    year = moment.year + years
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _same(first: str | None, second: str | None) -> bool:
    return first is not None and second is not None and first.lower() == second.lower()


def _request(connection: Connection, row: RequestRow) -> Request:
    return Request(
        *row,
        reminders=tuple(
            Reminder(
                one.months,
                one.due_at,
                one.sent_at,
                one.sent_at is None and one.attempts >= MOST_ATTEMPTS,
            )
            for one in reminders.of_request(connection, row.id)
        ),
    )
