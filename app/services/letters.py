"""What the mails of the service say, in the language spoken. Must not send anything.

No word of the person's own is in them: nobody can have this service write to somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Protocol

from jinja2 import Environment

from app.domain.translation import in_language
from app.locale.formats import date_words
from app.locale.speech import current_language, gettext
from app.mail.messages import Letter, one_line, paragraphs_of
from app.report.foreign import plain
from app.report.templates import make_environment
from app.services.views import AssessmentView
from app.settings import Settings


class Addresses(Protocol):
    """The whole addresses that mails hold, each in the language spoken."""

    @property
    def site(self) -> str:
        """The home page."""
        ...

    def resume(self, secret: str) -> str:
        """Where a secret opens its assessment."""
        ...

    def confirm(self, token: str) -> str:
        """Where reminders are confirmed."""
        ...

    def stop(self, token: str) -> str:
        """Where reminders are stopped."""
        ...


class Letters:
    """The letters of one instance."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _environment(self) -> Environment:
        return make_environment()

    def link(self, view: AssessmentView, secret: str, addresses: Addresses) -> Letter:
        """Return the mail that holds a resume link of an assessment."""
        link = addresses.resume(secret)
        return self._letter(
            "link",
            gettext("Votre lien de reprise"),
            addresses,
            (link,),
            link=link,
            title=_title_of(view),
            reference=view.reference,
        )

    def confirm(
        self, token: str, due: Sequence[datetime], until: datetime, addresses: Addresses
    ) -> Letter:
        """Return the mail that asks whether reminders are wanted, on the days of ``due``."""
        link = addresses.confirm(token)
        return self._letter(
            "confirm",
            gettext("Confirmez vos rappels"),
            addresses,
            (link,),
            link=link,
            days=self._days(due),
            day=self._day(until),
        )

    def reminder(
        self,
        view: AssessmentView,
        secret: str,
        stop: str,
        asked_at: datetime,
        next_due: Sequence[datetime],
        addresses: Addresses,
    ) -> Letter:
        """Return the reminder itself; ``stop`` is the token that stops those of ``next_due``."""
        link, stop_url = addresses.resume(secret), addresses.stop(stop)
        return self._letter(
            "reminder",
            gettext("Refaire le point sur vos alliances"),
            addresses,
            (link, stop_url),
            stop_url=stop_url,
            link=link,
            stop=stop_url,
            day=self._day(asked_at),
            next_days=self._days(next_due),
            title=_title_of(view),
            reference=view.reference,
        )

    def _letter(
        self,
        name: str,
        subject: str,
        addresses: Addresses,
        links: tuple[str, ...],
        stop_url: str | None = None,
        **values: object,
    ) -> Letter:
        operator = self._settings.operator_name
        text = self._environment.get_template(f"mail/{name}.txt").render(
            operator=None if operator is None else one_line(operator),
            site=addresses.site,
            **values,
        )
        html = self._environment.get_template("mail/letter.html").render(
            subject=subject,
            language=current_language(),
            paragraphs=paragraphs_of(text),
            links=links,
        )
        return Letter(subject, text, html, current_language(), stop_url)

    def _day(self, moment: datetime) -> str:
        return date_words(self._settings.day_of(moment))

    def _days(self, moments: Sequence[datetime]) -> list[str]:
        return [gettext("le\u00a0%(day)s", day=self._day(one)) for one in moments]


def _title_of(view: AssessmentView) -> str:
    edition = in_language(view.edition, current_language())
    return one_line(plain(edition.questionnaire.title))
