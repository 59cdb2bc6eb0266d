"""« Comment ce résultat est calculé »: the whole computation, to be checked by hand."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.locale.speech import gettext
from app.report.working import build_working
from app.report.working_contexts import Working
from app.web import urls
from app.web.access import Assessment
from app.web.assessment_pages import as_spoken
from app.web.dependencies import PagesOf

router = APIRouter(prefix="/diagnostic/{assessment_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingPage:
    """The computation, and whose it is."""

    id: str
    reference: str
    questionnaire: str
    edition: str
    working: Working

    @property
    def title(self) -> str:
        return gettext("Comment ce résultat est calculé")


@router.get("/calcul")
def show_working(request: Request, view: Assessment, pages: PagesOf) -> Response:
    """Show every sum, level and rule; an assessment that is not finished is checked first."""
    if not view.is_completed:
        return RedirectResponse(urls.check(view.id), status_code=303)
    view = as_spoken(view)
    page = WorkingPage(
        id=view.id,
        reference=view.reference,
        questionnaire=view.edition.questionnaire.title,
        edition=view.edition.hash[:12],
        working=build_working(view.edition, view.answers),
    )
    return pages.render(request, "pages/working.html", page)
