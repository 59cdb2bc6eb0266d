"""What this browser may see: opening a link, the list of diagnoses, forgetting them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.web import assessment_pages, errors, share_pages, urls
from app.web.access import PUBLIC, NotForYou
from app.web.contexts import MyDiagnosesPage
from app.web.dependencies import PagesOf, ServicesOf, SettingsOf
from app.web.durations import days_in_words
from app.web.visitor import forget_visit, grant_and_remember, remember_visit, visit_token

router = APIRouter(dependencies=[PUBLIC])


@router.get("/r/{secret}")
def open_link(
    request: Request, secret: str, services: ServicesOf, settings: SettingsOf
) -> Response:
    """Exchange a resume link for access by this browser; the secret leaves the address bar."""
    view = services.assessments.open_secret(secret)
    if view is None:
        raise NotForYou
    can_repeat = view.is_completed and view.edition.questionnaire.id in services.library.editions
    is_reminder = can_repeat and services.mailing.is_reminder(secret)
    place = urls.repeat(view.id) if is_reminder else urls.overview(view.id)
    response = RedirectResponse(place, status_code=303)
    grant_and_remember(request, response, services, settings, view.id)
    return response


@router.get("/p/{secret}")
def open_share(
    request: Request, secret: str, services: ServicesOf, settings: SettingsOf
) -> Response:
    """Exchange a share link for the roadmap, in this browser; the secret leaves the address bar.

    Whoever else asks for the address, such as a scanner of mail, opens it to itself alone.
    """
    opened = services.sharing.open_secret(secret, visit_token(request))
    if opened is None:
        return errors.no_share_response(request)
    response = RedirectResponse(urls.follow_up(opened.assessment_id), status_code=303)
    remember_visit(response, settings, opened.token)
    return response


@router.get(urls.MY_DIAGNOSES)
def my_diagnoses(
    request: Request, services: ServicesOf, settings: SettingsOf, pages: PagesOf
) -> Response:
    """List the assessments that this browser may see, and apart the roadmaps shared with it."""
    token = visit_token(request)
    views = services.visits.assessments_of(token) if token else []
    shared = services.sharing.shared_with(token) if token else ()
    page = MyDiagnosesPage(
        diagnoses=tuple(assessment_pages.diagnosis_card(view, settings) for view in views),
        shared=tuple(map(share_pages.shared_card, shared)),
        visit_kept=days_in_words(settings.visit_days),
    )
    return pages.render(request, "pages/my_diagnoses.html", page)


@router.post(f"{urls.MY_DIAGNOSES}/oublier")
def forget(request: Request, services: ServicesOf, settings: SettingsOf) -> Response:
    """End the visit of this browser; the assessments stay, for whoever has their link."""
    token = visit_token(request)
    if token is not None:
        services.visits.end_visit(token)
    response = RedirectResponse(urls.my_diagnoses(), status_code=303)
    forget_visit(response, settings)
    return response
