"""Answers that go to a newer edition: of a draft, or of a finished assessment done again."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.domain.navigation import visible_items
from app.locale.speech import gettext, mark
from app.services import secrets
from app.services.errors import AnswersToConfirm, AssessmentCompleted, AssessmentConflict, KeyReused
from app.services.views import AssessmentView
from app.web import forms, urls
from app.web.access import Assessment
from app.web.carrying_pages import passage_page
from app.web.dependencies import FormOf, PagesOf, ServicesOf, SettingsOf
from app.web.visitor import grant_and_remember

router = APIRouter(prefix="/diagnostic/{assessment_id}")

CHANGED = mark(
    "Quelque chose a changé depuis que cette page a été affichée. Rien n’a été fait\u00a0: relisez "
    "ce qui suit, puis confirmez."
)


@router.get("/version")
def show_passage(
    request: Request, view: Assessment, services: ServicesOf, pages: PagesOf
) -> Response:
    """Show what would become of the answers in the newer edition; save nothing."""
    passage = None if view.is_completed else services.carrying.passage_of(view)
    if passage is None:
        return RedirectResponse(urls.overview(view.id), status_code=303)
    return pages.render(request, "pages/passage.html", passage_page(view, passage))


@router.post("/version")
def move(
    request: Request, view: Assessment, form: FormOf, services: ServicesOf, pages: PagesOf
) -> Response:
    """Take the draft to the newer edition, if it is still what the person was shown."""
    edition = forms.field(form, forms.EDITION)
    try:
        services.carrying.move(view.id, forms.read_version(form), edition)
    except AssessmentCompleted:
        return RedirectResponse(urls.result(view.id), status_code=303)
    except AssessmentConflict:
        now = services.assessments.load(view.id)
        passage = services.carrying.passage_of(now)
        if passage is None:
            return RedirectResponse(urls.overview(view.id), status_code=303)
        page = passage_page(now, passage, trouble=gettext(CHANGED))
        return pages.render(request, "pages/passage.html", page, status=409)
    return RedirectResponse(urls.overview(view.id), status_code=303)


@router.post("/version/rester")
def stay(view: Assessment, services: ServicesOf) -> Response:
    """Keep the draft on its edition, and say no more of the newer one."""
    services.carrying.stay(view.id)
    return RedirectResponse(urls.overview(view.id), status_code=303)


@router.get("/refaire")
def show_repeat(
    request: Request, view: Assessment, services: ServicesOf, pages: PagesOf
) -> Response:
    """Show what a new assessment would begin with; save nothing."""
    if not view.is_completed:
        return RedirectResponse(urls.overview(view.id), status_code=303)
    page = passage_page(view, services.carrying.again(view), key=secrets.new_secret())
    return pages.render(request, "pages/passage.html", page)


@router.post("/refaire")
def repeat(
    request: Request,
    view: Assessment,
    form: FormOf,
    services: ServicesOf,
    settings: SettingsOf,
) -> Response:
    """Start a new assessment with the answers of this one, and open it to this browser."""
    if not view.is_completed:
        return RedirectResponse(urls.overview(view.id), status_code=303)
    key = forms.field(form, "cle")
    try:
        # Pressing the button twice starts one.
        started = services.carrying.repeat(view.id, key if secrets.is_key(key) else None)
    except KeyReused:
        started = services.carrying.repeat(view.id)
    new = started.assessment.id
    response = RedirectResponse(urls.overview(new), status_code=303)
    grant_and_remember(request, response, services, settings, new)
    return response


@router.post("/confirmer")
def confirm(view: Assessment, form: FormOf, services: ServicesOf) -> Response:
    """Say that carried answers still hold: one, those of a section, or all that are asked."""
    services.carrying.confirm(view.id, _meant(view, form))
    if forms.field(form, forms.GO) == "terminer":
        try:
            services.assessments.complete(view.id)
        except AnswersToConfirm:
            return RedirectResponse(urls.check(view.id), status_code=303)
        return RedirectResponse(urls.result(view.id), status_code=303)
    return RedirectResponse(urls.check(view.id), status_code=303)


def _meant(view: AssessmentView, form: FormData) -> list[str]:
    """Return the carried questions that a form speaks of."""
    question, section = forms.field(form, "question"), forms.field(form, "section")
    if question:
        return [question]
    return [
        item.id
        for item in visible_items(view.edition, view.answers)
        if item.id in view.carried_from and section in ("", item.section.id)
    ]
