"""An assessment as a whole: its sections, checking, finishing, its resume link, erasing it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.locale.speech import current_language
from app.services.reminders import kept_until
from app.web import assessment_pages, forms, urls
from app.web.access import Assessment
from app.web.contexts import ErasedPage, ErasePage
from app.web.dependencies import FormOf, PagesOf, ServicesOf, SettingsOf
from app.web.link_pages import link_page

router = APIRouter(prefix="/diagnostic/{assessment_id}")


@router.get("")
def overview(
    request: Request,
    view: Assessment,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Show the sections, how far each is, and where to go on."""
    page = assessment_pages.overview_page(
        view,
        settings,
        is_newer_offered=services.carrying.is_newer_offered(view),
        set_aside=services.carrying.set_aside_of(view),
        is_reminded=view.is_completed
        and kept_until(services.reminders.requests_of(view.id)) is not None,
    )
    return pages.render(request, "pages/overview.html", page)


@router.get("/verification")
def check(request: Request, view: Assessment, pages: PagesOf) -> Response:
    """Show every answer, with a way to change it."""
    return pages.render(request, "pages/check.html", assessment_pages.check_page(view))


@router.post("/terminer")
def finish(
    request: Request, view: Assessment, form: FormOf, services: ServicesOf, pages: PagesOf
) -> Response:
    """Mark the assessment as completed; ask first when questions are left without an answer."""
    page = assessment_pages.unanswered_page(view)
    is_confirmed = forms.field(form, "confirmer") == "oui"
    is_open = bool(page.missing) and not is_confirmed
    if page.is_empty or ((is_open or page.to_confirm) and not view.is_completed):
        return pages.render(request, "pages/unanswered.html", page)
    services.printing.prepare(services.assessments.complete(view.id), current_language())
    return RedirectResponse(urls.result(view.id), status_code=303)


@router.get("/lien")
def offer_link(
    request: Request, view: Assessment, settings: SettingsOf, pages: PagesOf
) -> Response:
    """Say what a resume link is, and offer to make one or to mail one."""
    return pages.render(request, "pages/resume_link.html", link_page(request, settings, view))


@router.post("/lien")
def make_link(
    request: Request,
    view: Assessment,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Make a new resume link and show it, this once; the former opens nothing any more."""
    secret = services.assessments.renew_secret(view.id)
    page = link_page(request, settings, view, secret)
    return pages.render(request, "pages/resume_link.html", page)


@router.get("/effacer")
def confirm_erasing(request: Request, view: Assessment, pages: PagesOf) -> Response:
    """Ask whether the assessment is really to be erased."""
    questionnaire = assessment_pages.as_spoken(view).edition.questionnaire
    page = ErasePage(id=view.id, reference=view.reference, questionnaire=questionnaire.title)
    return pages.render(request, "pages/erase.html", page)


@router.post("/effacer")
def erase(
    request: Request, view: Assessment, form: FormOf, services: ServicesOf, pages: PagesOf
) -> Response:
    """Erase the assessment for good, once that is confirmed."""
    if forms.field(form, "confirmer") != "oui":
        return confirm_erasing(request, view, pages)
    services.assessments.erase(view.id)
    page = ErasedPage(reference=view.reference)
    return pages.render(
        request, "pages/erased.html", page, headers={"HX-Replace-Url": urls.my_diagnoses()}
    )
