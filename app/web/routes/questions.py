"""One question a page: shown, answered, saved at once."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.domain.answers import Json
from app.domain.errors import UnknownQuestion
from app.domain.navigation import visible_items
from app.domain.questionnaire import Item
from app.services.answering import Nothing
from app.services.errors import AnswerConflict
from app.services.services import Services
from app.services.views import AssessmentView
from app.web import forms, question_pages, urls
from app.web.access import Assessment, VisitOf
from app.web.contexts import QuestionPage
from app.web.dependencies import FormOf, PagesOf, ServicesOf
from app.web.forms import Given
from app.web.rendering import wants_block

router = APIRouter(prefix="/diagnostic/{assessment_id}/question")

KEEP_PLACE = {"HX-Push-Url": "false"}
"""Tells htmx that the address has not changed."""


@router.get("/{question_id}")
def show_question(
    request: Request,
    view: Assessment,
    question_id: str,
    services: ServicesOf,
    pages: PagesOf,
    retour: str = "",
) -> Response:
    """Show a question with the answer saved; one that is not asked leads to the sections."""
    item = _item(view, question_id)
    if not any(one.id == item.id for one in visible_items(view.edition, view.answers)):
        return RedirectResponse(urls.overview(view.id), status_code=303)
    page = _page_of(view, item, retour, services)
    return pages.render(request, "pages/question.html", page)


@router.post("/{question_id}")
def answer_question(
    request: Request,
    assessment_id: str,
    question_id: str,
    visit: VisitOf,
    form: FormOf,
    services: ServicesOf,
    pages: PagesOf,
) -> Response:
    """Save the answer given and go where the button pressed leads: htmx is given that question.

    Who may answer is checked where the answer is saved, in one transaction and one thread: this is
    what a service full of people does most.
    """
    sent = Sent(form, question_id)
    try:
        view = services.answering.save_for_visit(
            visit, assessment_id, question_id, sent.decide, forms.read_version(form)
        )
    except NotAnAnswer as refused:
        page = question_pages.question_page(
            refused.view,
            refused.item,
            sent.came_from,
            given=refused.given,
            version=None if refused.is_stale else forms.read_version(form),
            error=str(refused),
        )
        if sent.came_from == forms.TO_SETTLE:
            written = services.restoring.written_for(refused.view, question_id)
            page = replace(page, written=written)
        return pages.render(request, "pages/question.html", page, status=422, headers=KEEP_PLACE)
    except AnswerConflict as conflict:
        view = services.visits.load(visit, assessment_id)
        item = _item(view, question_id)
        both = question_pages.conflict_page(
            view,
            item,
            sent.came_from,
            forms.read_given(form, item),
            conflict.theirs,
            conflict.current_version,
        )
        return pages.render(request, "pages/conflict.html", both, status=409, headers=KEEP_PLACE)
    came_from = "" if sent.go == "retour" else sent.came_from
    following = _question_reached(view, question_id, sent)
    if following is None or not wants_block(request):
        return RedirectResponse(_address_reached(view, question_id, sent), status_code=303)
    # The same page as at its address, without asking a slow network for it a second time.
    page = _page_of(view, _item(view, following), came_from, services)
    there = {"HX-Push-Url": urls.question(view.id, following, came_from)}
    return pages.render(request, "pages/question.html", page, headers=there)


NEW_VERSION = (
    "Ce diagnostic est passé à une autre version du questionnaire entre-temps, ici ou ailleurs. "
    "Relisez la question, puis répondez."
)


class NotAnAnswer(Exception):
    """What was sent cannot be saved; the message says what is wrong and how to mend it."""

    def __init__(
        self,
        message: str,
        view: AssessmentView,
        item: Item,
        given: Given,
        *,
        is_stale: bool = False,
    ) -> None:
        super().__init__(message)
        self.is_stale = is_stale
        self.view = view
        self.item = item
        self.given = given


class Sent:
    """The form of a question, and what it asks to be saved."""

    def __init__(self, form: FormData, question_id: str) -> None:
        self._form = form
        self._question_id = question_id
        self.go = forms.field(form, forms.GO)
        self.came_from = forms.field(form, forms.FROM)

    def decide(self, view: AssessmentView) -> Json | Nothing | None:
        """Return the raw answer to save, None to clear it.

        Raises:
            UnknownQuestion: if the questionnaire has no such question.
            NotAnAnswer: if nothing was given where something must be, or it does not fit.
        """
        item = _item(view, self._question_id)
        given = forms.read_given(self._form, item)
        if self.go == "garder":
            return Nothing.TO_SAVE
        if self.go == "vider" and item.question.optional:
            return None
        if given.is_empty and self.go in {"retour", "sections"}:
            # Nothing to save, and no reason to hold back someone who turns round.
            return Nothing.TO_SAVE
        read = forms.field(self._form, forms.EDITION)
        if read not in ("", view.edition.hash):
            # The words of the question may not be those that were read.
            raise NotAnAnswer(NEW_VERSION, view, item, given, is_stale=True)
        problem = question_pages.problem_of(view.edition, item, given)
        if problem is not None:
            raise NotAnAnswer(problem, view, item, given)
        return forms.raw_of(item, given)


def _page_of(view: AssessmentView, item: Item, came_from: str, services: Services) -> QuestionPage:
    page = question_pages.question_page(view, item, came_from)
    if came_from == forms.TO_SETTLE:
        page = replace(page, written=services.restoring.written_for(view, item.id))
    return page


def _question_reached(view: AssessmentView, question_id: str, sent: Sent) -> str | None:
    """Return the question where the button pressed leads, None where it leads to another page."""
    match sent.go:
        case "retour":
            return question_pages.item_before(view, question_id, sent.came_from)
        case "sections":
            return None
        case _:
            return question_pages.item_after(view, question_id, sent.came_from)


def _address_reached(view: AssessmentView, question_id: str, sent: Sent) -> str:
    match sent.go:
        case "retour":
            return question_pages.before(view, question_id, sent.came_from)
        case "sections":
            return urls.overview(view.id)
        case _:
            return question_pages.after(view, question_id, sent.came_from)


def _item(view: AssessmentView, question_id: str) -> Item:
    item = view.edition.questionnaire.items_by_id.get(question_id)
    if item is None:
        raise UnknownQuestion(question_id)
    return item
