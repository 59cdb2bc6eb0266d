"""The pages of reminders: where they are asked for, confirmed and stopped.

Must not read the request nor save anything.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from app.locale.formats import date_words
from app.locale.speech import gettext, mark
from app.services.mailing import Sent
from app.services.reminders import MONTHS, Request, add_months
from app.services.views import AssessmentView
from app.settings import Settings
from app.web.contexts import Choice
from app.web.durations import days_in_words

AFTER = {
    6: mark("Dans 6\u00a0mois"),
    12: mark("Dans un an"),
    18: mark("Dans 18\u00a0mois"),
    36: mark("Dans 3\u00a0ans"),
}
USUAL = (6,)
"""What is ticked before anything is."""
NO_CHOICE = mark("Choisissez au moins une date.")
TOO_MANY = mark(
    "Trois autres adresses reçoivent déjà des rappels de ce diagnostic. Arrêtez-en un d’abord."
)
ASKED = {
    Sent.BY_SERVER: mark(
        "Un message vient de partir à cette adresse. Ouvrez-le pour confirmer\u00a0: sans cela, "
        "aucun rappel ne partira."
    ),
    Sent.TO_OUTBOX: mark(
        "Ce service n’a pas de serveur de courriel\u00a0: le message à confirmer n’est pas parti, "
        "il attend dans un dossier de la machine."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """The reminders of one address: ``days`` are those to come, ``sent`` those gone, in words."""

    id: str
    address: str | None
    is_confirmed: bool
    asked_on: date
    until: date
    days: tuple[str, ...]
    sent: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersPage:
    """Where reminders are asked for. ``error`` is about the address, ``no_choice`` the dates."""

    id: str
    reference: str
    choices: tuple[Choice, ...]
    rows: tuple[RequestRow, ...]
    lifetime: str
    can_ask: bool
    address: str = ""
    error: str | None = None
    no_choice: str | None = None
    trouble: str | None = None
    asked: str | None = None

    @property
    def title(self) -> str:
        if self.error or self.no_choice or self.trouble:
            return gettext("Erreur\u00a0: vos rappels ne sont pas demandés")
        return gettext("Me rappeler de refaire le point")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLinkPage:
    """What a link of a mail leads to.

    ``state``: to_confirm, confirmed or gone; to_stop, stopped or nothing (to stop).
    """

    state: str
    action: str = ""
    days: tuple[str, ...] = ()
    kept: str = ""

    @property
    def title(self) -> str:
        return gettext(_TITLES[self.state])


_TITLES = {
    "to_confirm": mark("Confirmer vos rappels"),
    "confirmed": mark("Vos rappels sont confirmés"),
    "to_stop": mark("Arrêter vos rappels"),
    "stopped": mark("Plus aucun rappel ne partira"),
    "nothing": mark("Ce lien n’a plus rien à arrêter"),
    "gone": mark("Ce lien ne confirme plus rien"),
}


def reminders_page(
    view: AssessmentView,
    requests: Collection[Request],
    now: datetime,
    settings: Settings,
    chosen: Collection[int] = USUAL,
) -> RemindersPage:
    """Return the page where reminders of an assessment are asked for and stopped."""
    return RemindersPage(
        id=view.id,
        reference=view.reference,
        choices=tuple(
            Choice(
                id=str(months),
                label=gettext(AFTER[months]),
                hint=date_words(settings.day_of(add_months(now, months))),
                is_chosen=months in chosen,
            )
            for months in MONTHS
        ),
        rows=tuple(request_row(one, settings) for one in requests),
        lifetime=days_in_words(settings.completed_days),
        can_ask=settings.can_remind,
    )


def request_row(request: Request, settings: Settings) -> RequestRow:
    """Return what is said of the reminders of one address."""
    day = settings.day_of
    return RequestRow(
        id=request.id,
        address=request.address,
        is_confirmed=request.confirmed_at is not None,
        asked_on=day(request.asked_at),
        until=day(request.confirm_until),
        days=days_of(request, settings),
        sent=tuple(_in_words(one.sent_at, settings) for one in request.reminders if one.sent_at),
    )


def days_of(request: Request, settings: Settings) -> tuple[str, ...]:
    """Return the days of the reminders still to come: « le 4 mars 2027 »."""
    return tuple(_in_words(one.due_at, settings) for one in request.waiting)


def _in_words(moment: datetime, settings: Settings) -> str:
    return gettext("le\u00a0%(day)s", day=date_words(settings.day_of(moment)))
