"""The resume link by mail: sent to whoever asks, ended at any time."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.locale.speech import gettext
from app.mail.addresses import BadAddress, parse_address
from app.services.mailing import MailError
from app.web import forms, links, urls
from app.web.access import Assessment, NotForYou
from app.web.dependencies import FormOf, PagesOf, ServicesOf, SettingsOf
from app.web.link_pages import ADDRESS, COPY, SECRET, SENT, link_page, trouble_of
from app.web.problems import TooMany
from app.web.rate_limits import charge, patience

router = APIRouter(prefix="/diagnostic/{assessment_id}")


@router.post("/lien/envoyer")
def send_link(
    request: Request,
    view: Assessment,
    form: FormOf,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Send a link of its own to the address typed; show again the link that was being shown."""
    base = links.base_of(request, settings)
    if not settings.can_mail or base is None:
        raise NotForYou
    shown, typed = forms.field(form, SECRET), forms.field(form, ADDRESS)
    is_shown = bool(shown) and services.assessments.is_opened_by(view.id, shown)
    page = link_page(request, settings, view, shown if is_shown else None)
    status, headers = 200, {}
    try:
        address = parse_address(typed)
        charge(request, f"address:{address.lower()}", f"assessment:{view.id}")
        sent = services.mailing.send_link(view.id, address, links.MailLinks(base))
        page = replace(page, sent=gettext(SENT[sent]))
    except BadAddress as error:
        page, status = replace(page, address=typed, error=str(error)), 422
    except TooMany as error:
        words = " ".join(patience("mails", error.seconds))
        page, status = replace(page, address=typed, trouble=words), 429
        headers = error.headers
    except MailError as error:
        words, status = trouble_of(error)
        page = replace(page, address=typed, trouble=f"{words} {gettext(COPY)}")
    return pages.render(request, "pages/resume_link.html", page, status=status, headers=headers)


@router.post("/mes-donnees/liens-envoyes")
def end_mailed_links(view: Assessment, services: ServicesOf) -> Response:
    """End every link that left by mail."""
    services.mailing.end_links(view.id)
    return RedirectResponse(urls.own_data(view.id), status_code=303)
