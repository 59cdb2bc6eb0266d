"""Reminders: asked for on a page of the assessment, confirmed and stopped by links of mails.

A link that somebody opens changes nothing by itself: mail scanners open them too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.locale.speech import gettext
from app.mail.addresses import BadAddress, parse_address
from app.services.mailing import MailError
from app.services.reminders import MONTHS, TooManyAddresses
from app.web import forms, links, urls
from app.web.access import PUBLIC, Assessment, NotForYou
from app.web.dependencies import FormOf, PagesOf, ServicesOf, SettingsOf
from app.web.durations import days_in_words
from app.web.link_pages import ADDRESS, trouble_of
from app.web.problems import TooMany
from app.web.rate_limits import charge, patience
from app.web.reminder_pages import (
    ASKED,
    NO_CHOICE,
    TOO_MANY,
    ReminderLinkPage,
    days_of,
    reminders_page,
)

router = APIRouter()

OWN = f"/diagnostic/{{assessment_id}}{urls.REMINDERS}"
MONTHS_FIELD = "mois"


@router.get(OWN)
def show_reminders(
    request: Request,
    view: Assessment,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Show the reminders of a finished assessment, and where to ask for some."""
    if not view.is_completed:
        return RedirectResponse(urls.overview(view.id), status_code=303)
    known = services.reminders.requests_of(view.id)
    page = reminders_page(view, known, services.clock(), settings)
    return pages.render(request, "pages/reminders.html", page)


@router.post(OWN)
def ask(
    request: Request,
    view: Assessment,
    form: FormOf,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Keep what was asked for, and write to the address typed for a confirmation."""
    if not view.is_completed:
        return RedirectResponse(urls.overview(view.id), status_code=303)
    base = links.base_of(request, settings)
    if not settings.can_remind or base is None:
        raise NotForYou
    typed = forms.field(form, ADDRESS)
    chosen = {months for months in MONTHS if str(months) in form.getlist(MONTHS_FIELD)}
    said: dict[str, Any] = {"address": typed}
    status, headers = 422, {}
    try:
        address = parse_address(typed)
        if chosen:
            charge(request, f"address:{address.lower()}", f"assessment:{view.id}")
            sent = services.reminders.ask(view.id, address, chosen, links.MailLinks(base))
            said, status = {"asked": gettext(ASKED[sent])}, 200
    except BadAddress as error:
        said["error"] = str(error)
    except TooManyAddresses:
        said["trouble"] = gettext(TOO_MANY)
    except TooMany as error:
        said["trouble"], status = " ".join(patience("mails", error.seconds)), 429
        headers = error.headers
    except MailError as error:
        said["trouble"], status = trouble_of(error)
    if not chosen:
        said["no_choice"] = gettext(NO_CHOICE)
    known = services.reminders.requests_of(view.id)
    page = replace(reminders_page(view, known, services.clock(), settings, chosen), **said)
    return pages.render(request, "pages/reminders.html", page, status=status, headers=headers)


@router.post(f"{OWN}/arreter")
def stop_own(view: Assessment, form: FormOf, services: ServicesOf) -> Response:
    """Stop the reminders of one address, as somebody who may open the assessment."""
    services.reminders.stop_request(view.id, forms.field(form, "demande"))
    return RedirectResponse(urls.reminders(view.id), status_code=303)


@router.get(f"{urls.CONFIRM_REMINDERS}/{{token}}", dependencies=[PUBLIC])
def show_confirmation(
    request: Request, token: str, services: ServicesOf, settings: SettingsOf, pages: PagesOf
) -> Response:
    """Show what a mail asks to confirm, and a button that does so."""
    found = services.reminders.to_confirm(token)
    if found is None:
        return _link_page(request, pages, ReminderLinkPage(state="gone"), 404)
    page = ReminderLinkPage(
        state="to_confirm",
        action=urls.confirm_reminders(token),
        days=days_of(found, settings),
    )
    return _link_page(request, pages, page)


@router.post(f"{urls.CONFIRM_REMINDERS}/{{token}}", dependencies=[PUBLIC])
def confirm(
    request: Request, token: str, services: ServicesOf, settings: SettingsOf, pages: PagesOf
) -> Response:
    """Confirm the reminders of a token."""
    found = services.reminders.confirm(token)
    if found is None:
        return _link_page(request, pages, ReminderLinkPage(state="gone"), 404)
    page = ReminderLinkPage(state="confirmed", days=days_of(found, settings))
    return _link_page(request, pages, page)


@router.get(f"{urls.STOP_REMINDERS}/{{token}}", dependencies=[PUBLIC])
def show_stop(
    request: Request, token: str, services: ServicesOf, settings: SettingsOf, pages: PagesOf
) -> Response:
    """Show the reminders of a token, and a button that stops them; stop nothing."""
    found = services.reminders.to_stop(token)
    if found is None:
        return _link_page(request, pages, ReminderLinkPage(state="nothing"))
    page = ReminderLinkPage(
        state="to_stop",
        action=urls.stop_reminders(token),
        days=days_of(found, settings),
        kept=days_in_words(settings.completed_days),
    )
    return _link_page(request, pages, page)


@router.post(f"{urls.STOP_REMINDERS}/{{token}}", dependencies=[PUBLIC])
def stop(request: Request, token: str, services: ServicesOf, pages: PagesOf) -> Response:
    """Stop the reminders of a token; the one click of a mail reader too (RFC 8058).

    A token that stops nothing is no error: what it was for is done.
    """
    state = "stopped" if services.reminders.stop(token) else "nothing"
    return _link_page(request, pages, ReminderLinkPage(state=state))


def _link_page(
    request: Request, pages: PagesOf, page: ReminderLinkPage, status: int = 200
) -> Response:
    return pages.render(request, "pages/reminder_link.html", page, status=status)
