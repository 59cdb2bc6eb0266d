"""One question a page: shown, answered, saved at once."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.domain.errors import UnknownQuestion
from app.domain.navigation import visible_items
from app.domain.questionnaire import Item
from app.services.errors import AnswerConflict
from app.services.services import Services
from app.services.views import AssessmentView
from app.web import forms, question_pages, urls
from app.web.access import Assessment
from app.web.dependencies import FormOf, PagesOf, ServicesOf
from app.web.forms import Given
from app.web.rendering import Pages

router = APIRouter(prefix="/diagnostic/{assessment_id}/question")

KEEP_PLACE = {"HX-Push-Url": "false"}
"""Tells htmx that the address has not changed."""


@router.get("/{question_id}")
def show_question(
    request: Request, view: Assessment, question_id: str, pages: PagesOf, retour: str = ""
) -> Response:
    """Show a question with the answer saved; one that is not asked leads to the sections."""
    item = _item(view, question_id)
    if not any(one.id == item.id for one in visible_items(view.edition, view.answers)):
        return RedirectResponse(urls.overview(view.id), status_code=303)
    page = question_pages.question_page(view, item, retour)
    return pages.render(request, "pages/question.html", page)


@router.post("/{question_id}")
def answer_question(
    request: Request,
    view: Assessment,
    question_id: str,
    form: FormOf,
    services: ServicesOf,
    pages: PagesOf,
) -> Response:
    """Save the answer given and go where the button pressed leads."""
    item = _item(view, question_id)
    given = forms.read_given(form, item)
    go = forms.field(form, forms.GO)
    came_from = forms.field(form, forms.FROM)
    if go == "garder":
        return _go_on(view, item, go, came_from)
    if go == "vider" and item.question.optional:
        given = Given("", ())
    elif given.is_empty and go in {"retour", "sections"}:
        # Nothing to save, and no reason to hold back someone who turns round.
        return _go_on(view, item, go, came_from)
    problem = question_pages.problem_of(view.edition, item, given)
    if problem is not None:
        version = forms.read_version(form)
        page = question_pages.question_page(
            view, item, came_from, given=given, version=version, error=problem
        )
        return pages.render(request, "pages/question.html", page, status=422, headers=KEEP_PLACE)
    return _save(request, services, pages, view, item, given, form)


def _save(
    request: Request,
    services: Services,
    pages: Pages,
    view: AssessmentView,
    item: Item,
    given: Given,
    form: FormData,
) -> Response:
    came_from = forms.field(form, forms.FROM)
    try:
        saved = services.answering.save_answer(
            view.id, item.id, forms.raw_of(item, given), forms.read_version(form)
        )
    except AnswerConflict as conflict:
        page = question_pages.conflict_page(
            view, item, came_from, given, conflict.theirs, conflict.current_version
        )
        return pages.render(request, "pages/conflict.html", page, status=409, headers=KEEP_PLACE)
    return _go_on(
        view.with_answer(item.id, saved.value), item, forms.field(form, forms.GO), came_from
    )


def _go_on(view: AssessmentView, item: Item, go: str, came_from: str) -> Response:
    match go:
        case "retour":
            url = question_pages.before(view, item.id, came_from)
        case "sections":
            url = urls.overview(view.id)
        case _:
            url = question_pages.after(view, item.id, came_from)
    return RedirectResponse(url, status_code=303)


def _item(view: AssessmentView, question_id: str) -> Item:
    item = view.edition.questionnaire.items_by_id.get(question_id)
    if item is None:
        raise UnknownQuestion(question_id)
    return item
