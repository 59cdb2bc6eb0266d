"""Sends a message: by the operator's server, or into the outbox where there is none.

Nothing of a message is logged, its address least of all. Blocks while it sends: to be called from
a thread.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from enum import StrEnum

from app.domain.errors import BalisesError
from app.mail.messages import Sender
from app.mail.outbox import Outbox
from app.settings import Settings

_log = logging.getLogger(__name__)


class Sent(StrEnum):
    """Where a message went."""

    BY_SERVER = "by_server"
    TO_OUTBOX = "to_outbox"


class MailError(BalisesError):
    """The message did not leave."""


class MailRefused(MailError):
    """The server has said that it will not take the message for this address (5xx)."""


class MailUnavailable(MailError):
    """The server cannot be reached, or asks to come back later; or the outbox cannot be written."""


class Postman:
    """Takes messages where the settings say; without a server nor an outbox, none can leave."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._outbox = None if settings.outbox is None else Outbox(settings.outbox)
        self.sender = Sender(settings.mail_sender, settings.operator_name or "Balises")

    @property
    def outbox(self) -> Outbox | None:
        """The folder, in which there may be mails even once a server is set."""
        return self._outbox

    def send(self, message: EmailMessage, owner: str, now: datetime) -> Sent:
        """Send a message about an assessment to the address it names; return where it went.

        Raises:
            MailRefused: if the server refuses it for good.
            MailUnavailable: if it cannot be sent now.
        """
        if self._settings.smtp_host is None:
            return self._write(message, owner, now)
        try:
            self._send(message, self._settings.smtp_host)
        except smtplib.SMTPRecipientsRefused as error:
            codes = {code for code, _ in error.recipients.values()}
            _log.warning("the mail server refuses a recipient (%s)", *sorted(codes))
            raise (MailRefused if min(codes) >= 500 else MailUnavailable) from None
        except smtplib.SMTPResponseException as error:
            # Its words may repeat the address.
            _log.warning("the mail server answers %s", error.smtp_code)
            is_about_message = isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused)
            is_final = error.smtp_code >= 500 and is_about_message
            raise (MailRefused if is_final else MailUnavailable) from None
        except (OSError, smtplib.SMTPException) as error:
            _log.warning("the mail server cannot be used: %s", type(error).__name__)
            raise MailUnavailable from None
        return Sent.BY_SERVER

    def _send(self, message: EmailMessage, host: str) -> None:
        settings = self._settings
        # Without a name of our own, the machine's would be said, after asking the network for it.
        greeting = self.sender.domain
        if settings.smtp_tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host,
                settings.smtp_port,
                greeting,
                timeout=settings.smtp_timeout,
                context=ssl.create_default_context(),
            )
        else:
            server = smtplib.SMTP(host, settings.smtp_port, greeting, settings.smtp_timeout)
        with server:
            if settings.smtp_tls == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user is not None and settings.smtp_password is not None:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            server.send_message(message)

    def _write(self, message: EmailMessage, owner: str, now: datetime) -> Sent:
        if self._outbox is None:
            raise MailUnavailable
        try:
            name = self._outbox.write(message.as_bytes(), owner, now)
        except OSError as error:
            _log.error("the outbox cannot be written: %s", error.strerror)
            raise MailUnavailable from None
        _log.warning("no mail server is set: a mail was written as %s", name)
        return Sent.TO_OUTBOX
